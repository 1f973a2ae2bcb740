package dates

// nearbyDay reads "yesterday" and "last night".
func (r *reading) nearbyDay() (Value, bool) {
	for _, e := range r.lang.days {
		if !r.words(e.words) {
			continue
		}
		first, last := r.dayFromBase(e.first), r.dayFromBase(e.last)
		if r.err != nil {
			return Value{}, true
		}
		if e.first == e.last {
			return single(first), true
		}
		return r.made(span(Value{from: first, to: last}))
	}
	return Value{}, false
}

// dayFromBase returns the day that lies n days after the base.
func (r *reading) dayFromBase(n int) Date {
	y, m, d, ok := r.baseTo(ToTheDay)
	if !ok {
		return Date{}
	}
	day, err := dayIn(Gregorian, gregorianToJDN(y, m, d)+int64(n))
	if err != nil {
		r.fail(err)
	}
	return day
}

// nearbyMonth reads "last month".
func (r *reading) nearbyMonth() (Value, bool) {
	r.any(r.lang.lead)
	n, ok := r.named(r.lang.monthly)
	if !ok {
		return Value{}, false
	}
	return r.monthFromBase(n)
}

func (r *reading) monthFromBase(n int) (Value, bool) {
	y, m, _, ok := r.baseTo(ToTheMonth)
	if !ok {
		return Value{}, true
	}
	months := int64(y)*12 + int64(m-1+n)
	year := floorDiv(months, 12)
	return r.date(int(year), int(months-12*year)+1, 0)
}

// nearbyYear reads "last year".
func (r *reading) nearbyYear() (Value, bool) {
	r.any(r.lang.lead)
	n, ok := r.named(r.lang.years)
	if !ok {
		return Value{}, false
	}
	return r.yearFromBase(n)
}

func (r *reading) yearFromBase(n int) (Value, bool) {
	y, _, _, ok := r.baseTo(ToTheYear)
	if !ok {
		return Value{}, true
	}
	return r.date(y+n, 0, 0)
}

func (r *reading) date(year, month, day int) (Value, bool) {
	d, err := Gregorian.Date(year, month, day)
	return r.made(single(d), err)
}

// ago reads "29 years ago". The answer is one unit wide.
func (r *reading) ago() (Value, bool) {
	n, ok := r.count()
	if !ok {
		return Value{}, false
	}
	unit, ok := r.named(r.lang.units)
	if !ok || !r.any(r.lang.ago) {
		return Value{}, false
	}
	switch unit {
	case unitYear:
		return r.yearFromBase(-n)
	case unitMonth:
		return r.monthFromBase(-n)
	case unitWeek:
		first, last := r.dayFromBase(-7*n-3), r.dayFromBase(-7*n+3)
		if r.err != nil {
			return Value{}, true
		}
		v, err := oneOf(first, last)
		return r.made(v.qualified(Approximate), err)
	}
	return r.made(single(r.dayFromBase(-n)), r.err)
}

// count reads a number in digits or words.
func (r *reading) count() (int, bool) {
	if t := r.peek(0); t.kind == number && !t.plural {
		r.pos++
		return t.number, true
	}
	if n, ok := r.named(r.lang.numerals); ok {
		return n, true
	}
	tens, ok := r.named(r.lang.tens)
	if !ok {
		return 0, false
	}
	r.sign(dash)
	n, _ := r.named(r.lang.numerals)
	return tens + n, n < 10
}
