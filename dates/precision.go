package dates

// Granularity is the finest component of a date that is known.
type Granularity uint8

// The granularities, from the finest to the coarsest; the zero Granularity is
// that of no date.
const (
	ToTheDay Granularity = iota + 1
	ToTheMonth
	ToTheSeason
	ToTheYear
	ToTheDecade
	ToTheCentury
)

// String returns the unit: "day", "month" and so on.
func (g Granularity) String() string {
	if g > ToTheCentury {
		return "unknown"
	}
	return [...]string{"none", "day", "month", "season", "year", "decade", "century"}[g]
}

// Granularity returns the finest component of d that is known: 1992-02-XX is
// known to the month.
func (d Date) Granularity() Granularity {
	return [...]Granularity{
		formNone: 0, formCentury: ToTheCentury, formDecade: ToTheDecade, formLong: ToTheYear,
		formYear: ToTheYear, formYearXX: ToTheYear, formYearXXXX: ToTheYear, formSeason: ToTheSeason,
		formMonth: ToTheMonth, formMonthXX: ToTheMonth, formDay: ToTheDay,
	}[d.form]
}

// Granularity returns that of the coarsest date in v.
func (v Value) Granularity() Granularity {
	var g Granularity
	for d := range v.each {
		g = max(g, d.Granularity())
	}
	return g
}

// Days returns the number of days from the earliest possible start to the
// latest possible end, and false where either is missing.
func (in Interval) Days() (int, bool) {
	if !in.StartAfter.known || !in.EndBefore.known {
		return 0, false
	}
	return int(in.EndBefore.jdn-in.StartAfter.jdn) + 1, true
}
