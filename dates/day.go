package dates

import "fmt"

// Day is one civil day, or none: the zero Day stands for a bound that is
// unknown or open. It belongs to no calendar.
type Day struct {
	jdn   int64
	known bool
}

func dayAt(jdn int64) Day { return Day{jdn, true} }

// Known reports whether there is a day.
func (d Day) Known() bool { return d.known }

// JDN returns the chronological Julian Day Number, the count of days that all
// calendars share; 0 where there is no day.
func (d Day) JDN() int64 { return d.jdn }

// String returns the day in the Gregorian calendar, "" where there is none.
func (d Day) String() string {
	if !d.known {
		return ""
	}
	y, m, n := gregorianFromJDN(d.jdn)
	sign := ""
	if y < 0 {
		sign, y = "-", -y
	}
	return fmt.Sprintf("%s%04d-%02d-%02d", sign, y, m, n)
}

// cmpLow compares two lower bounds, of which a missing one is the least.
func cmpLow(a, b Day) int {
	switch {
	case a == b:
		return 0
	case !a.known, b.known && a.jdn < b.jdn:
		return -1
	}
	return 1
}

// cmpHigh compares two upper bounds, of which a missing one is the greatest.
func cmpHigh(a, b Day) int {
	switch {
	case a == b:
		return 0
	case !b.known, a.known && a.jdn < b.jdn:
		return -1
	}
	return 1
}

// before reports whether two days are known and a lies before b.
func before(a, b Day) bool { return a.known && b.known && a.jdn < b.jdn }
