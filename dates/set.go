package dates

import "strings"

// member is one entry of a set: a date, or a range a..b of which one end may
// be missing.
type member struct {
	from, to Date // a plain date uses from alone
	ranged   bool
}

// oneOf makes the set that holds one range; a missing end is a zero Date.
func oneOf(from, to Date) (Value, error) {
	m := member{from: from, to: to, ranged: true}
	v := Value{shape: OneOf, members: []member{m}}
	return v, m.check()
}

// check refuses a range that runs backwards or mixes units: the dates between
// 1760-12 and 1762 are neither months nor years.
func (m member) check() error {
	switch {
	case m.from.IsZero() && m.to.IsZero():
		return refuse(codeEmpty, "the range in a set names no date")
	case m.from.clock.set || m.to.clock.set:
		return refuse(codeTime, "a date in a set has a time of day, which EDTF sets exclude")
	case !m.ranged || m.from.IsZero() || m.to.IsZero():
		return nil
	case m.from.Granularity() != m.to.Granularity():
		return refuse(codeSet, "the range %s..%s runs between a %s and a %s", m.from, m.to, m.from.Granularity(), m.to.Granularity())
	case before(m.to.Last(), m.from.First()):
		return refuse(codeOrder, "the range %s..%s ends before it starts", m.from, m.to)
	}
	return nil
}

// parseSet reads what stands between the brackets of a set.
func parseSet(text string, shape Shape, c Calendar) (Value, error) {
	v := Value{shape: shape}
	parts := strings.Split(text, ",")
	for i, part := range parts {
		if i > 0 {
			part = strings.TrimPrefix(part, " ")
		}
		m, err := parseMember(part, c)
		if err != nil {
			return Value{}, err
		}
		if m.ranged && (m.from.IsZero() && i > 0 || m.to.IsZero() && i < len(parts)-1) {
			return Value{}, refuse(codeSet, "the open range %s stands inside a set", part).
				Try("Put ..a first and a.. last")
		}
		v.members = append(v.members, m)
	}
	return v, nil
}

func parseMember(text string, c Calendar) (member, error) {
	left, right, ranged := strings.Cut(text, "..")
	m := member{ranged: ranged}
	var err error
	if left != "" || !ranged {
		if m.from, err = parseDate(left, c); err != nil {
			return member{}, err
		}
	}
	if right != "" {
		if m.to, err = parseDate(right, c); err != nil {
			return member{}, err
		}
	}
	return m, m.check()
}

func appendMembers(b []byte, members []member) []byte {
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = m.from.append(b)
		if m.ranged {
			b = m.to.append(append(b, ".."...))
		}
	}
	return b
}

// inDays returns a member of a "one of" set as a range of whole days, where it
// is not one already.
func (m member) inDays() member {
	if !m.ranged {
		if m.from.form == formDay {
			return m
		}
		m.to, m.ranged = m.from, true
	}
	m.from = wholeDay(m.from, m.from.First())
	m.to = wholeDay(m.to, m.to.Last())
	return m
}

// wholeDay narrows d to one of its days; where that day has no four-digit
// year it leaves d as it is.
func wholeDay(d Date, day Day) Date {
	if d.IsZero() {
		return d
	}
	e, err := dayIn(d.cal, day.jdn)
	if err != nil {
		return d
	}
	e.qualifier = d.qualifier
	return e
}

// interval returns the four points of one member of a set of the given shape.
// A range in a "one of" set is one date somewhere in it; in an "all of" set it
// is every date from its first to its last.
func (m member) interval(shape Shape) Interval {
	to := m.to
	if !m.ranged {
		to = m.from
	}
	in := Interval{
		StartAfter: m.from.First(), StartBefore: m.from.Last(), EndAfter: to.First(), EndBefore: to.Last(),
		StartQualifier: m.from.qualifier, EndQualifier: to.qualifier,
	}
	if shape == OneOf {
		in.StartBefore, in.EndAfter = in.EndBefore, in.StartAfter
		return in
	}
	in.OpenStart, in.OpenEnd = m.from.IsZero(), to.IsZero()
	return in
}
