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

// UCDP returns date_prec as the UCDP Georeferenced Event Dataset codes it: 1 a
// day, 2 two to six days, 3 a week, 4 eight days to a month, 5 more than a
// month up to a year. It returns false where no code fits.
func (in Interval) UCDP() (int, bool) {
	return in.code(1, 6, 7, 31, 366)
}

// ACLED returns time_precision as ACLED codes it: 1 a day, 2 up to a week, 3 up
// to a month. It returns false where no code fits.
func (in Interval) ACLED() (int, bool) {
	return in.code(1, 7, 31)
}

// code returns the 1-based place of the first limit in days that holds.
func (in Interval) code(limits ...int) (int, bool) {
	days, ok := in.Days()
	if !ok {
		return 0, false
	}
	for i, most := range limits {
		if days <= most {
			return i + 1, true
		}
	}
	return 0, false
}
