package dates

// Shape says how the dates of a Value belong together.
type Shape uint8

const noShape Shape = 0

// The shapes. The zero Shape is that of the empty Value.
const (
	Single Shape = iota + 1 // one date: it happened within it
	Span                    // a/b: it started within a and ended within b
	OneOf                   // [a,b]: it happened on one of these
	AllOf                   // {a,b}: it happened on each of these
)

// String returns the shape's name in lower case.
func (s Shape) String() string {
	if s > AllOf {
		return "unknown"
	}
	return [...]string{"none", "single", "span", "one of", "all of"}[s]
}

// Value is what a source says about a date: one date, a span with perhaps an
// open or unknown end, or a set of dates. The zero Value says nothing. Values
// are immutable; compare them with Equal.
type Value struct {
	shape     Shape
	openStart bool // the span starts with ..
	openEnd   bool // the span ends with ..
	from, to  Date // Single uses from alone; a missing end is the zero Date
	members   []member
}

// IsZero reports whether v says nothing.
func (v Value) IsZero() bool { return v.shape == noShape }

// Shape returns how the dates of v belong together.
func (v Value) Shape() Shape { return v.shape }

// Date returns the date of a Single value.
func (v Value) Date() (Date, bool) {
	if v.shape != Single {
		return Date{}, false
	}
	return v.from, true
}

// Calendar returns the calendar in which v is written.
func (v Value) Calendar() Calendar {
	for d := range v.each {
		return d.cal
	}
	return Gregorian
}

// Equal reports whether v and w are the same value in the same calendar.
func (v Value) Equal(w Value) bool {
	if v.shape != w.shape || v.openStart != w.openStart || v.openEnd != w.openEnd ||
		v.from != w.from || v.to != w.to || len(v.members) != len(w.members) {
		return false
	}
	for i, m := range v.members {
		if m != w.members[i] {
			return false
		}
	}
	return true
}

// String returns v as canonical EDTF, "" for the zero Value.
func (v Value) String() string {
	return string(v.append(make([]byte, 0, 24)))
}

// MarshalText writes a Gregorian value as EDTF.
func (v Value) MarshalText() ([]byte, error) {
	if c := v.Calendar(); c != Gregorian {
		return nil, refuse(codeCalendar, "the %s date %s is not EDTF", c, v).Try("Store it with its calendar")
	}
	return v.append(nil), nil
}

// UnmarshalText reads what MarshalText writes.
func (v *Value) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*v = Value{}
		return nil
	}
	w, err := Parse(string(text))
	if err != nil {
		return err
	}
	*v = w
	return nil
}

// each yields the dates of v in the order they are written.
func (v Value) each(yield func(Date) bool) {
	for _, d := range [...]Date{v.from, v.to} {
		if !d.IsZero() && !yield(d) {
			return
		}
	}
	for _, m := range v.members {
		if !m.from.IsZero() && !yield(m.from) {
			return
		}
		if m.ranged && !m.to.IsZero() && !yield(m.to) {
			return
		}
	}
}

// qualified returns v with a further hedge on every date.
func (v Value) qualified(q Qualifier) Value {
	if q == 0 {
		return v
	}
	hedge := func(d Date) Date {
		if !d.IsZero() {
			d.qualifier |= q
		}
		return d
	}
	w := v
	w.from, w.to, w.members = hedge(v.from), hedge(v.to), nil
	for _, m := range v.members {
		m.from, m.to = hedge(m.from), hedge(m.to)
		w.members = append(w.members, m)
	}
	return w
}

func (v Value) append(b []byte) []byte {
	switch v.shape {
	case Single:
		return v.from.append(b)
	case Span:
		b = appendEnd(b, v.from, v.openStart)
		return appendEnd(append(b, '/'), v.to, v.openEnd)
	case OneOf:
		return append(appendMembers(append(b, '['), v.members), ']')
	case AllOf:
		return append(appendMembers(append(b, '{'), v.members), '}')
	}
	return b
}

func appendEnd(b []byte, d Date, open bool) []byte {
	if open {
		return append(b, ".."...)
	}
	return d.append(b)
}

func single(d Date) Value { return Value{shape: Single, from: d} }

// span makes an interval of two dates, of which either may be missing but not
// both, and which may not end before it can start.
func span(v Value) (Value, error) {
	v.shape = Span
	switch {
	case v.from.IsZero() && v.to.IsZero():
		return Value{}, refuse(codeEmpty, "the interval %s names no date", v)
	case v.from.clock.set || v.to.clock.set:
		return Value{}, refuse(codeTime, "the interval %s has a time of day, which EDTF intervals exclude", v)
	case before(v.to.Last(), v.from.First()):
		return Value{}, refuse(codeOrder, "the interval %s ends before it starts", v)
	}
	return v, nil
}
