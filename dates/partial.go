package dates

// partial is a date as a phrase writes it; a month or day of 0 is not given.
type partial struct {
	year, month, day int
	hasYear          bool
}

func isYear(t token) bool {
	return t.kind == number && t.digits == 4 && !t.plural
}

func isDay(t token) bool {
	return (t.kind == number && t.digits <= 2 && !t.plural || t.kind == ordinal) && t.number >= 1 && t.number <= 31
}

// one reads one date: 1992-02-25, 25 February 1992, February 25, February 1992
// or 1992.
func (r *reading) one() (partial, bool) {
	if p, ok := r.isoDay(); ok {
		return p, true
	}
	if t := r.peek(0); isDay(t) {
		r.pos++
		r.any(r.lang.of)
		m, ok := r.named(r.lang.months)
		if !ok {
			return partial{}, false
		}
		return r.withYear(partial{month: m, day: t.number}), true
	}
	if m, ok := r.named(r.lang.months); ok {
		return r.afterMonth(m), true
	}
	if t := r.peek(0); isYear(t) {
		r.pos++
		return partial{year: t.number, hasYear: true}, true
	}
	return partial{}, false
}

func (r *reading) isoDay() (partial, bool) {
	y, m, d := r.peek(0), r.peek(2), r.peek(4)
	if !isYear(y) || r.peek(1).kind != dash || r.peek(3).kind != dash ||
		m.kind != number || m.digits != 2 || m.plural || d.kind != number || d.digits != 2 || d.plural {
		return partial{}, false
	}
	r.pos += 5
	return partial{year: y.number, month: m.number, day: d.number, hasYear: true}, true
}

// afterMonth reads what follows a month's name: a day, a year, both or none.
func (r *reading) afterMonth(m int) partial {
	p := partial{month: m}
	if t := r.peek(0); isDay(t) {
		r.pos++
		p.day = t.number
	}
	return r.withYear(p)
}

// withYear reads a year, if one comes next.
func (r *reading) withYear(p partial) partial {
	at := r.pos
	if !r.sign(comma) {
		r.any(r.lang.of)
	}
	if t := r.peek(0); isYear(t) {
		r.pos++
		p.year, p.hasYear = t.number, true
		return p
	}
	r.pos = at
	return p
}

// two reads two dates joined by a dash or a word, of which the first may leave
// to the second what they share: 25-26 February, February 25-26.
func (r *reading) two(and bool) (a, b partial, ok bool) {
	at := r.pos
	for _, read := range [...]func(bool) (partial, partial, bool){r.daysMonth, r.monthDays, r.both} {
		r.pos = at
		if a, b, ok = read(and); ok {
			return a, b, true
		}
	}
	return partial{}, partial{}, false
}

func (r *reading) joined(and bool) bool {
	return r.sign(dash) || r.any(r.lang.until) || and && r.any(r.lang.and)
}

func (r *reading) daysMonth(and bool) (a, b partial, ok bool) {
	t := r.peek(0)
	if !isDay(t) {
		return a, b, false
	}
	r.pos++
	if !r.joined(and) {
		return a, b, false
	}
	b, ok = r.one()
	if !ok || b.day == 0 {
		return a, b, false
	}
	a = b
	a.day = t.number
	return a, b, true
}

func (r *reading) monthDays(and bool) (a, b partial, ok bool) {
	m, ok := r.named(r.lang.months)
	t := r.peek(0)
	if !ok || !isDay(t) {
		return a, b, false
	}
	r.pos++
	if !r.joined(and) || !isDay(r.peek(0)) {
		return a, b, false
	}
	b = partial{month: m, day: r.peek(0).number}
	r.pos++
	if _, month := r.namedAhead(r.lang.months); month {
		return a, b, false
	}
	b = r.withYear(b)
	a = b
	a.day = t.number
	return a, b, true
}

// namedAhead looks for an entry without consuming it.
func (r *reading) namedAhead(entries []named) (int, bool) {
	at := r.pos
	n, ok := r.named(entries)
	r.pos = at
	return n, ok
}

func (r *reading) both(and bool) (a, b partial, ok bool) {
	if a, ok = r.one(); !ok || !r.joined(and) {
		return a, b, false
	}
	b, ok = r.one()
	// "From 1991 to February" leaves open in which year.
	open := a.month == 0 && !b.hasYear || b.month == 0 && !a.hasYear
	return a, b, ok && !open
}

// fixBoth gives both ends of a range their years. Where one end has none, the
// ends are at most a year apart, in the order written.
func (r *reading) fixBoth(a, b partial) (from, to Date) {
	switch {
	case b.hasYear && !a.hasYear:
		a.year, a.hasYear = b.year, true
		if b.precedes(a) {
			a.year--
		}
	case !b.hasYear:
		first := r.fix(a)
		b.year, b.hasYear = int(first.year), true
		if b.precedes(a) {
			b.year++
		}
		from = first
	}
	if from.IsZero() {
		from = r.fix(a)
	}
	given := r.year
	r.year = nil // the second end follows the first, into the next year if need be
	to = r.fix(b)
	r.year = given
	return from, to
}

// precedes compares month and day alone.
func (p partial) precedes(q partial) bool {
	return p.month < q.month || p.month == q.month && p.day != 0 && q.day != 0 && p.day < q.day
}

// fix makes a date of p, with the year it names, that the phrase names
// elsewhere, or that is nearest before the base.
func (r *reading) fix(p partial) Date {
	r.placed = true
	switch {
	case p.hasYear && r.year != nil && p.year != *r.year:
		r.fail(refuse(codeContrary, "the phrase names both %d and %d", *r.year, p.year))
		return Date{}
	case !p.hasYear && r.year != nil:
		p.year = *r.year
	case !p.hasYear:
		p.year = r.nearestYear(p)
	}
	if r.err != nil {
		return Date{}
	}
	d, err := Gregorian.Date(p.year, p.month, p.day)
	if err != nil {
		r.fail(err)
	}
	return d
}

// nearestYear returns the latest year in which p exists and does not begin
// after the base.
func (r *reading) nearestYear(p partial) int {
	y, m, d, ok := r.baseTo(ToTheMonth)
	if !ok {
		return 0
	}
	if p.month == m && p.day > 1 {
		if _, _, _, ok := r.baseTo(ToTheDay); !ok {
			return 0
		}
	}
	if p.month > m || p.month == m && p.day > 1 && p.day > d {
		y--
	}
	// 29 February exists at least once in eight years.
	for range 8 {
		if p.day <= Gregorian.daysIn(y, p.month) {
			break
		}
		y--
	}
	return y
}
