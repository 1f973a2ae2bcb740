package dates

// Interval is a date in four points: it started on or after StartAfter and on
// or before StartBefore, and ended on or after EndAfter and on or before
// EndBefore. All points are whole civil days and inclusive; a missing point is
// the zero Day. OpenStart and OpenEnd tell an end that is open, EDTF's "..",
// from one that is merely unknown; neither adds a bound.
type Interval struct {
	StartAfter, StartBefore      Day
	EndAfter, EndBefore          Day
	OpenStart, OpenEnd           bool
	StartQualifier, EndQualifier Qualifier
}

// Interval returns the four points of v. A single date is an event that
// happened within it. A span started within its first date and ended within
// its second; the two are not narrowed by each other. A set is covered from
// its first to its last possible day; Members tells its gaps.
func (v Value) Interval() Interval {
	switch v.shape {
	case Single:
		first, last := v.from.extent()
		return Interval{
			StartAfter: first, StartBefore: last, EndAfter: first, EndBefore: last,
			StartQualifier: v.from.qualifier, EndQualifier: v.from.qualifier,
		}
	case Span:
		in := Interval{OpenStart: v.openStart, OpenEnd: v.openEnd}
		in.StartAfter, in.StartBefore = v.from.extent()
		in.EndAfter, in.EndBefore = v.to.extent()
		in.StartQualifier, in.EndQualifier = v.from.qualifier, v.to.qualifier
		return in
	case OneOf, AllOf:
		return v.hull()
	}
	return Interval{}
}

// Members returns the four points of each member of a set, in the order they
// are written, and of any other value the one Interval it is.
func (v Value) Members() []Interval {
	if v.shape == noShape {
		return nil
	}
	if v.shape == Single || v.shape == Span {
		return []Interval{v.Interval()}
	}
	list := make([]Interval, len(v.members))
	for i, m := range v.members {
		list[i] = m.interval(v.shape)
	}
	return list
}

// hull joins the members of a set. One of them happened: the bounds are the
// widest. All of them happened: it had started by the end of the first and
// not ended before the start of the last; an open range can only stand at
// either end of the set, and leaves that side without bounds.
func (v Value) hull() Interval {
	list := v.Members()
	h := list[0]
	for _, in := range list[1:] {
		h.StartAfter = lesser(h.StartAfter, in.StartAfter, cmpLow)
		h.EndBefore = greater(h.EndBefore, in.EndBefore, cmpHigh)
		if !h.OpenStart {
			h.StartBefore = lesser(h.StartBefore, in.StartBefore, cmpHigh)
		}
		h.EndAfter = greater(h.EndAfter, in.EndAfter, cmpLow)
		if in.OpenEnd {
			h.EndAfter, h.OpenEnd = Day{}, true
		}
		h.StartQualifier |= in.StartQualifier
		h.EndQualifier |= in.EndQualifier
	}
	if v.shape == OneOf {
		h.StartBefore, h.EndAfter = h.EndBefore, h.StartAfter
	}
	return h
}

func lesser(a, b Day, cmp func(Day, Day) int) Day {
	if cmp(b, a) < 0 {
		return b
	}
	return a
}

func greater(a, b Day, cmp func(Day, Day) int) Day {
	if cmp(b, a) > 0 {
		return b
	}
	return a
}

// Value returns the interval as EDTF, where EDTF can say it: a single date
// where an event happened within a day, month, year, decade or century; "one
// of" a range of days where it happened within another stretch; a span where
// each end is such a date, open or unknown. It refuses anything else, and
// four points that are out of order. A span a/a has the points of the single
// date a, and returns as that.
func (in Interval) Value() (Value, error) {
	return in.in(Gregorian)
}

func (in Interval) in(c Calendar) (Value, error) {
	switch {
	case !in.ordered():
		return Value{}, refuse(codeOrder, "the four points %s are out of order", in)
	case in.StartAfter == in.EndAfter && in.StartBefore == in.EndBefore:
		return in.event(c)
	}
	v := Value{shape: Span, openStart: in.OpenStart, openEnd: in.OpenEnd}
	var ok bool
	if v.from, ok = in.side(c, in.StartAfter, in.StartBefore, in.StartQualifier); !ok {
		return Value{}, in.unwritable()
	}
	if v.to, ok = in.side(c, in.EndAfter, in.EndBefore, in.EndQualifier); !ok {
		return Value{}, in.unwritable()
	}
	if v.openStart && !v.from.IsZero() || v.openEnd && !v.to.IsZero() {
		return Value{}, in.unwritable()
	}
	return v, nil
}

func (in Interval) unwritable() error {
	return refuse(codePoints, "EDTF has no form for the four points %s", in).Try("Keep the words")
}

// event returns an interval whose start and end have the same bounds.
func (in Interval) event(c Calendar) (Value, error) {
	if !in.StartAfter.known && !in.StartBefore.known || in.OpenStart || in.OpenEnd {
		return Value{}, in.unwritable()
	}
	if d, ok := dateOf(c, in.StartAfter, in.StartBefore); ok && in.StartQualifier == in.EndQualifier {
		d.qualifier = in.StartQualifier
		return single(d), nil
	}
	var from, to Date
	var ok bool
	if from, ok = in.side(c, in.StartAfter, in.StartAfter, in.StartQualifier); !ok {
		return Value{}, in.unwritable()
	}
	if to, ok = in.side(c, in.EndBefore, in.EndBefore, in.EndQualifier); !ok {
		return Value{}, in.unwritable()
	}
	return oneOf(from, to)
}

// side returns the date whose extent is the two bounds, no date where both
// are missing.
func (in Interval) side(c Calendar, first, last Day, q Qualifier) (Date, bool) {
	if !first.known && !last.known {
		return Date{}, true
	}
	d, ok := dateOf(c, first, last)
	d.qualifier = q
	return d, ok
}

// dateOf finds the date of calendar c that covers exactly the days from first
// to last. Seasons are not found: two of them share their bounds.
func dateOf(c Calendar, first, last Day) (Date, bool) {
	if !first.known || !last.known {
		return Date{}, false
	}
	y, m, d := reckonings[c].fromJDN(first.jdn)
	tries := [...]Date{
		{form: formDay, month: uint8(m), day: uint8(d)},
		{form: formMonth, month: uint8(m)},
		{form: formYear}, {form: formDecade}, {form: formCentury}, {form: formLong},
	}
	for _, t := range tries {
		t.cal, t.year = c, int32(y)
		if y < 0 {
			t.year = lastYear(t.form, y)
		}
		if (y < -maxShortYear || y > maxShortYear) != (t.form == formLong) || masksWrongly(t) {
			continue
		}
		if a, b := t.extent(); a == first && b == last {
			return t, true
		}
	}
	return Date{}, false
}

// lastYear turns the first year of a negative decade or century into the one
// it is written with: -198X begins in -1989 and holds -1980.
func lastYear(f form, y int) int32 {
	switch f {
	case formDecade:
		return int32(y + 9)
	case formCentury:
		return int32(y + 99)
	}
	return int32(y)
}

// masksWrongly reports whether a decade or century does not begin where its
// digits do.
func masksWrongly(d Date) bool {
	switch d.form {
	case formDecade:
		return d.year%10 != 0
	case formCentury:
		return d.year%100 != 0
	}
	return false
}

// ordered reports whether no start bound lies after its end bound.
func (in Interval) ordered() bool {
	return !before(in.StartBefore, in.StartAfter) && !before(in.EndBefore, in.EndAfter) && !before(in.EndBefore, in.StartAfter)
}

// String lists the four points, a missing one as "..": it is for messages.
func (in Interval) String() string {
	text := func(d Day) string {
		if !d.known {
			return ".."
		}
		return d.String()
	}
	return "(" + text(in.StartAfter) + ", " + text(in.StartBefore) + ", " + text(in.EndAfter) + ", " + text(in.EndBefore) + ")"
}
