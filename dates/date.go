package dates

import "strconv"

const (
	maxShortYear = 9999      // four digits
	maxLongYear  = 999999999 // nine digits, after Y
)

// form says which components of a date are given, and which of them are
// written as unspecified.
type form uint8

const (
	formNone     form = iota // no date
	formCentury              // 19XX
	formDecade               // 199X
	formLong                 // Y17000
	formYear                 // 1992
	formYearXX               // 1992-XX
	formYearXXXX             // 1992-XX-XX
	formSeason               // 1992-21
	formMonth                // 1992-02
	formMonthXX              // 1992-02-XX
	formDay                  // 1992-02-25
)

// Date is one calendar date at the precision it was given in, with its
// qualifier and, for a day, perhaps a time of day. The zero Date is no date.
// Dates are comparable with ==.
type Date struct {
	year      int32 // astronomical: 0 is 1 BC; a masked year has zeros for X
	month     uint8 // 1 to 12, or a season, 21 to 24
	day       uint8
	form      form
	qualifier Qualifier
	cal       Calendar
	clock     clock
}

// Qualifier says how a source hedges a date. Its values are bits.
type Qualifier uint8

// The qualifiers; both together are written %.
const (
	Uncertain   Qualifier = 1 << iota // ?
	Approximate                       // ~
)

// String returns the EDTF sign: "", "?", "~" or "%".
func (q Qualifier) String() string {
	return [...]string{"", "?", "~", "%"}[q&(Uncertain|Approximate)]
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.form == formNone }

// Parts returns year, month and day; a component that is not given or is
// unspecified is 0, and so is the year of a decade or century. Seasons are no
// months.
func (d Date) Parts() (year, month, day int) {
	if d.form >= formLong {
		year = int(d.year)
	}
	if d.form >= formMonth {
		month = int(d.month)
	}
	return year, month, int(d.day)
}

// First returns the earliest day that d may mean.
func (d Date) First() Day {
	first, _ := d.extent()
	return first
}

// Last returns the latest day that d may mean.
func (d Date) Last() Day {
	_, last := d.extent()
	return last
}

// extent returns the first and last day that d may mean. A qualifier widens
// nothing: it is no quantity of days.
func (d Date) extent() (first, last Day) {
	y, m := int(d.year), int(d.month)
	switch d.form {
	case formNone:
		return Day{}, Day{}
	case formCentury:
		return d.years(99)
	case formDecade:
		return d.years(9)
	case formSeason:
		return d.season()
	case formMonth, formMonthXX:
		return dayAt(d.cal.jdn(y, m, 1)), dayAt(d.cal.monthEnd(y, m))
	case formDay:
		n := d.cal.jdn(y, m, int(d.day))
		return dayAt(n), dayAt(n)
	}
	return d.years(0)
}

// years returns the extent from d's year over n further years, which lie
// before it where the year is negative.
func (d Date) years(n int) (first, last Day) {
	lo, hi := int(d.year), int(d.year)
	if d.year < 0 {
		lo -= n
	} else {
		hi += n
	}
	return dayAt(d.cal.jdn(lo, 1, 1)), dayAt(d.cal.jdn(hi+1, 1, 1) - 1)
}

// season returns bounds that hold wherever the source stands: level 1 names no
// hemisphere, so spring and autumn are March to May or September to November,
// and summer and winter are June to August or the turn of either year.
func (d Date) season() (first, last Day) {
	y := int(d.year)
	if d.month == 21 || d.month == 23 {
		return dayAt(d.cal.jdn(y, 3, 1)), dayAt(d.cal.jdn(y, 12, 1) - 1)
	}
	return dayAt(d.cal.jdn(y-1, 12, 1)), dayAt(d.cal.jdn(y+1, 3, 1) - 1)
}

// String returns the date as canonical EDTF, "" for no date.
func (d Date) String() string {
	return string(d.append(nil))
}

// MarshalText writes a Gregorian date as EDTF.
func (d Date) MarshalText() ([]byte, error) {
	if d.cal != Gregorian {
		return nil, refuse(codeCalendar, "the %s date %s is not EDTF", d.cal, d)
	}
	return d.append(nil), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	e, err := parseDate(string(text), Gregorian)
	if err != nil {
		return err
	}
	*d = e
	return nil
}

func (d Date) append(b []byte) []byte {
	if d.form == formNone {
		return b
	}
	b = d.appendYear(b)
	switch d.form {
	case formYearXX:
		b = append(b, "-XX"...)
	case formYearXXXX:
		b = append(b, "-XX-XX"...)
	case formSeason, formMonth:
		b = appendTwo(append(b, '-'), d.month)
	case formMonthXX:
		b = append(appendTwo(append(b, '-'), d.month), "-XX"...)
	case formDay:
		b = appendTwo(append(appendTwo(append(b, '-'), d.month), '-'), d.day)
	}
	if d.clock.set {
		b = d.clock.append(append(b, 'T'))
	}
	return append(b, d.qualifier.String()...)
}

func (d Date) appendYear(b []byte) []byte {
	y := int(d.year)
	if d.form == formLong {
		return strconv.AppendInt(append(b, 'Y'), int64(y), 10)
	}
	if y < 0 {
		b, y = append(b, '-'), -y
	}
	b = appendTwo(appendTwo(b, uint8(y/100)), uint8(y%100))
	switch d.form {
	case formCentury:
		b[len(b)-2], b[len(b)-1] = 'X', 'X'
	case formDecade:
		b[len(b)-1] = 'X'
	}
	return b
}

func appendTwo(b []byte, n uint8) []byte {
	return append(b, '0'+n/10, '0'+n%10)
}
