package dates

// Answer is the answer to a question about dates that are not fully known.
type Answer uint8

// The answers. Possibly is all that can be said where it depends on days that
// nobody gave.
const (
	No Answer = iota
	Possibly
	Yes
)

// String returns the answer in lower case.
func (a Answer) String() string {
	if a > Yes {
		return "unknown"
	}
	return [...]string{"no", "possibly", "yes"}[a]
}

// Overlaps tells whether the two share a day. It is exact over all starts and
// ends that the four points allow; an open end is not taken to last for ever.
func (in Interval) Overlaps(other Interval) Answer {
	a, b := in.reach(), other.reach()
	switch {
	case before(b.maxEnd, a.minStart), before(a.maxEnd, b.minStart):
		return No
	case notAfter(a.maxStart, b.minEnd) && notAfter(b.maxStart, a.minEnd):
		return Yes
	}
	return Possibly
}

// Overlaps tells whether v and w share a day, minding the gaps in sets: it is
// certain for a "one of" set where it is so for each member, and for an "all
// of" set where it is so for any.
func (v Value) Overlaps(w Value) Answer {
	// Which of the "one of" it was decides first: each may meet another of the
	// "all of".
	if v.shape == AllOf && w.shape == OneOf {
		v, w = w, v
	}
	return v.fold(func(in Interval) Answer {
		return w.fold(in.Overlaps)
	})
}

// fold asks the question of each member and joins the answers.
func (v Value) fold(ask func(Interval) Answer) Answer {
	list := v.Members()
	if len(list) == 0 {
		return Possibly
	}
	least, most := Yes, No
	for _, in := range list {
		a := ask(in)
		least, most = min(least, a), max(most, a)
	}
	if most == least || v.shape == AllOf && most == Yes {
		return most
	}
	return Possibly
}

// reach is how far each end of an interval can go, given that no interval ends
// before it starts.
type reach struct {
	minStart, maxStart, minEnd, maxEnd Day
}

func (in Interval) reach() reach {
	return reach{
		minStart: in.StartAfter,
		maxStart: lesser(in.StartBefore, in.EndBefore, cmpHigh),
		minEnd:   greater(in.EndAfter, in.StartAfter, cmpLow),
		maxEnd:   in.EndBefore,
	}
}

// notAfter reports whether a is certainly not after b, where a missing upper
// bound a or a missing lower bound b makes nothing certain.
func notAfter(a, b Day) bool { return a.known && b.known && a.jdn <= b.jdn }
