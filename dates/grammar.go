package dates

// nightOf reads "the night of 25-26 February", and one day's night, which ends
// on the next.
func (r *reading) nightOf() (Value, bool) {
	r.any(r.lang.lead)
	if !r.any(r.lang.night) {
		return Value{}, false
	}
	at := r.pos
	a, b, ok := r.two(true)
	if ok {
		return r.night(r.fixBoth(a, b))
	}
	r.pos = at
	if a, ok = r.one(); !ok {
		return Value{}, false
	}
	return r.night(r.fix(a), Date{})
}

// night makes the span of a day and the next, which may have been named too.
func (r *reading) night(first, last Date) (Value, bool) {
	if r.err != nil {
		return Value{}, true
	}
	if first.form != formDay {
		return r.fail(refuse(codeContrary, "a night belongs to a day, and the phrase names a %s", first.Granularity()))
	}
	next, err := dayIn(Gregorian, first.First().jdn+1)
	if err != nil {
		return r.fail(err)
	}
	if !last.IsZero() && last != next {
		return r.fail(refuse(codeContrary, "the night from %s to %s is not one night", first, last))
	}
	return r.made(span(Value{from: first, to: next}))
}

// choice reads "between 3 and 5 May": one of these days.
func (r *reading) choice() (Value, bool) {
	if !r.any(r.lang.between) {
		return Value{}, false
	}
	a, b, ok := r.two(true)
	if !ok {
		return Value{}, false
	}
	from, to := r.fixBoth(a, b)
	if r.err != nil {
		return Value{}, true
	}
	return r.made(oneOf(from, to))
}

// stretch reads "from 3 to 5 May", "3-5 May" and "1991-94".
func (r *reading) stretch() (Value, bool) {
	if !r.any(r.lang.from) {
		r.any(r.lang.lead)
	}
	if v, ok := r.yearPair(); ok {
		return v, true
	}
	a, b, ok := r.two(false)
	if !ok {
		return Value{}, false
	}
	from, to := r.fixBoth(a, b)
	if r.err != nil {
		return Value{}, true
	}
	return r.made(span(Value{from: from, to: to}))
}

// yearPair reads "1991-94". Where the second pair could be a month, as in
// 1991-12, there are two readings.
func (r *reading) yearPair() (Value, bool) {
	a, b, c := r.peek(0), r.peek(1), r.peek(2)
	if !isYear(a) || b.kind != dash || c.kind != number || c.digits != 2 || c.plural || r.peek(3).kind == dash {
		return Value{}, false
	}
	r.pos += 3
	if c.number >= 1 && c.number <= 12 {
		return r.fail(undecided("%d-%02d can be a month or a pair of years", a.number, c.number).
			Try("Write the month by name, or both years in full"))
	}
	from, to := r.fixBoth(
		partial{year: a.number, hasYear: true},
		partial{year: a.number/100*100 + c.number, hasYear: true},
	)
	if r.err != nil {
		return Value{}, true
	}
	return r.made(span(Value{from: from, to: to}))
}

// bound reads "by 25 February", "since 1988" and their like.
func (r *reading) bound() (Value, bool) {
	kind, ok := r.named(r.lang.bounds)
	if !ok {
		return Value{}, false
	}
	r.any(r.lang.lead)
	v, ok := r.plain()
	if !ok || r.err != nil {
		return v, ok
	}
	switch kind {
	case boundBy:
		return r.made(oneOf(Date{}, latest(v)))
	case boundBefore:
		return r.made(oneOf(Date{}, r.neighbour(v, -1)))
	case boundAfter:
		return r.made(oneOf(r.neighbour(v, 1), Date{}))
	}
	d, ok := v.Date()
	if !ok {
		return Value{}, false
	}
	if kind == boundSince {
		return r.made(span(Value{from: d, openEnd: true}))
	}
	return r.made(span(Value{to: d, openStart: true}))
}

// latest returns the last date of a single value or a range.
func latest(v Value) Date {
	if v.shape == Single {
		return v.from
	}
	return v.members[len(v.members)-1].to
}

// neighbour returns the date next before or after v, of the same unit.
func (r *reading) neighbour(v Value, step int) Date {
	d := v.from
	if v.shape == OneOf {
		d = v.members[0].from
		if step > 0 {
			d = v.members[0].to
		}
	}
	day := d.First().jdn - 1
	if step > 0 {
		day = d.Last().jdn + 1
	}
	e, err := dayIn(Gregorian, day)
	if err != nil || d.form == formSeason {
		r.fail(refuse(codePhrase, "the dates next to %s have no name", d))
		return d
	}
	e.form, e.qualifier = d.form, d.qualifier
	switch d.form {
	case formMonth:
		e.day = 0
	case formYear:
		e.month, e.day = 0, 0
	case formDecade:
		e.year, e.month, e.day = e.year/10*10, 0, 0
	}
	return e
}

// fromOn reads "from 1988 onwards".
func (r *reading) fromOn() (Value, bool) {
	if !r.any(r.lang.from) {
		return Value{}, false
	}
	p, ok := r.one()
	if !ok || !r.any(r.lang.onward) {
		return Value{}, false
	}
	d := r.fix(p)
	if r.err != nil {
		return Value{}, true
	}
	return r.made(span(Value{from: d, openEnd: true}))
}

// hedged reads "about 3 March" and "in about 1992".
func (r *reading) hedged() (Value, bool) {
	q, ok := r.named(r.lang.hedges)
	if !ok {
		r.any(r.lang.lead)
		if q, ok = r.named(r.lang.hedges); !ok {
			return Value{}, false
		}
	}
	at := r.pos
	for _, rule := range [...]rule{(*reading).ago, (*reading).stretch, (*reading).plain} {
		r.pos = at
		if v, ok := rule(r); ok && r.pos == r.end {
			return v.qualified(Qualifier(q)), true
		}
		r.err = nil
	}
	return Value{}, false
}

// plain reads a date, part of one, a season or a decade.
func (r *reading) plain() (Value, bool) {
	r.any(r.lang.lead)
	at := r.pos
	for _, rule := range [...]rule{(*reading).part, (*reading).season, (*reading).decade} {
		if v, ok := rule(r); ok {
			return v, true
		}
		r.pos = at
	}
	p, ok := r.one()
	if !ok {
		return Value{}, false
	}
	d := r.fix(p)
	return single(d), true
}

// part reads "early March" and "end of 1991".
func (r *reading) part() (Value, bool) {
	third, ok := r.named(r.lang.parts)
	if !ok {
		return Value{}, false
	}
	r.sign(dash)
	r.any(r.lang.the)
	p, ok := r.one()
	if !ok || p.day != 0 {
		return Value{}, false
	}
	from, to := p, p
	if p.month == 0 {
		from.month, to.month = 4*third+1, 4*third+4
	} else {
		from.day, to.day = 10*third+1, 10*third+10
	}
	first := r.fix(from)
	if r.err != nil {
		return Value{}, true
	}
	to.year, to.hasYear = int(first.year), true
	if p.month != 0 && third == late {
		to.day = Gregorian.daysIn(to.year, to.month)
	}
	v, err := oneOf(first, r.fix(to))
	return r.made(v.qualified(Approximate), err)
}

// season reads "summer of 1992"; a season without a year is not read, since
// where it falls depends on the hemisphere.
func (r *reading) season() (Value, bool) {
	s, ok := r.named(r.lang.seasons)
	if !ok {
		return Value{}, false
	}
	r.any(r.lang.of)
	y := r.peek(0)
	if !isYear(y) {
		return Value{}, false
	}
	r.pos++
	return single(Date{year: int32(y.number), month: uint8(s), form: formSeason}), true
}

// decade reads "1990s". A plural that ends in 00 is a decade or a century, and
// has two readings.
func (r *reading) decade() (Value, bool) {
	t := r.peek(0)
	if t.kind != number || !t.plural || t.digits != 4 || t.number%10 != 0 {
		return Value{}, false
	}
	r.pos++
	if t.number%100 == 0 {
		return r.fail(undecided("the %ds can be ten or a hundred years", t.number))
	}
	return single(Date{year: int32(t.number), form: formDecade}), true
}
