package dates

// The Julian calendar has a leap day every fourth year without exception. As
// in the Gregorian arithmetic, years are counted from 1 March.
const (
	julianMarch = 1721118 // JDN of 0000-03-01 Julian
	julianCycle = 1461    // days in four Julian years
)

func julianToJDN(year, month, day int) int64 {
	y, m := marchYear(year, month)
	return 365*y + floorDiv(y, 4) + marchDays(m) + int64(day) - 1 + julianMarch
}

func julianFromJDN(jdn int64) (year, month, day int) {
	z := jdn - julianMarch
	cycle := floorDiv(z, julianCycle)
	left := z - cycle*julianCycle
	y := (left - left/1460) / 365
	left -= 365 * y
	return fromMarch(4*cycle+y, left)
}

// In returns the value in the numerals of calendar c. Whole days convert
// exactly and back. A month or year of one calendar is no month or year of the
// other, so a single such date becomes "one of" the days it covers, and comes
// back as itself. Where EDTF has no words for the result, as for an interval
// between two Julian months, In refuses; the days are in Interval all the same.
func (v Value) In(c Calendar) (Value, error) {
	switch {
	case int(c) >= len(reckonings):
		return Value{}, refuse(codeCalendar, "calendar %d is not known", c)
	case v.shape == noShape || v.Calendar() == c:
		return v, nil
	case v.shape == OneOf && len(v.members) > 1, v.shape == AllOf:
		return v.setIn(c)
	case v.wholeDays():
		return v.daysIn(c)
	}
	w, err := v.Interval().in(c)
	if err != nil {
		return Value{}, refuse(codeCalendar, "the %s date %s cannot be written in the %s calendar", v.Calendar(), v, c).
			Unchanged("The date is kept as it was given").Try("Use the four points in days")
	}
	return w, nil
}

// wholeDays reports whether every date of a single date or a span is a day.
func (v Value) wholeDays() bool {
	return v.shape != OneOf && dayOrNone(v.from) && dayOrNone(v.to)
}

func dayOrNone(d Date) bool { return d.form == formNone || d.form == formDay }

// daysIn converts a single day or a span of days.
func (v Value) daysIn(c Calendar) (Value, error) {
	w := v
	var err error
	if w.from, err = v.from.in(c); err != nil {
		return Value{}, err
	}
	if w.to, err = v.to.in(c); err != nil {
		return Value{}, err
	}
	return w, nil
}

// setIn converts a set member by member. In a "one of" set a member that is no
// whole day becomes the range of its days; in an "all of" set that would claim
// every one of those days, so it is refused.
func (v Value) setIn(c Calendar) (Value, error) {
	w := Value{shape: v.shape, members: make([]member, len(v.members))}
	for i, m := range v.members {
		if v.shape == OneOf {
			m = m.inDays()
		}
		if !dayOrNone(m.from) || !dayOrNone(m.to) {
			return Value{}, refuse(codeCalendar, "the %s set %s cannot be written in the %s calendar", v.Calendar(), v, c)
		}
		from, err := m.from.in(c)
		if err != nil {
			return Value{}, err
		}
		to, err := m.to.in(c)
		if err != nil {
			return Value{}, err
		}
		w.members[i] = member{from: from, to: to, ranged: m.ranged}
	}
	return w, nil
}

// in converts a day, keeping its clock and qualifier; no date stays no date.
func (d Date) in(c Calendar) (Date, error) {
	if d.form == formNone {
		return d, nil
	}
	e, err := dayIn(c, d.cal.jdn(int(d.year), int(d.month), int(d.day)))
	if err != nil {
		return Date{}, err
	}
	e.qualifier, e.clock = d.qualifier, d.clock
	return e, nil
}

// dayIn returns the day of a Julian Day Number as a date of calendar c.
func dayIn(c Calendar, jdn int64) (Date, error) {
	return c.Date(reckonings[c].fromJDN(jdn))
}
