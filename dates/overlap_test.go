package dates_test

import (
	"testing"

	"reckon/dates"
)

// A pair of dates with the answer to whether they share a day.
func TestOverlapMatrix(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b, shares string }{
		// Days are certain.
		{"2003-07-16", "2003-07-16", "yes"},
		{"2003-07-16", "2003-07-17", "no"},
		{"2003-07-16~", "2003-07-16", "yes"},
		{"2003-07-16T10:00", "2003-07-16T11:00", "yes"},
		// A month is one day or more of it, nobody knows which.
		{"2003-07", "2003-07-16", "possibly"},
		{"2003-07", "2003-08-01", "no"},
		{"2003-07", "2003-06-30", "no"},
		{"2003-07", "2003", "possibly"},
		{"2003-07", "2004", "no"},
		{"2003-07", "200X", "possibly"},
		{"2003-07", "199X", "no"},
		{"2003-XX", "2003-07-16", "possibly"},
		// A span of days covers each day between.
		{"2003-07-01/2003-07-31", "2003-07-16", "yes"},
		{"2003-07-01/2003-07-31", "2003-07-01", "yes"},
		{"2003-07-01/2003-07-31", "2003-07-31", "yes"},
		{"2003-07-01/2003-07-31", "2003-08-01", "no"},
		{"2003-07-01/2003-07-31", "2003-07", "yes"},
		{"2003-07-01/2003-07-31", "2003-07-10/2003-07-20", "yes"},
		{"2003-07-01/2003-07-10", "2003-07-10/2003-07-20", "yes"},
		{"2003-07-01/2003-07-10", "2003-07-11/2003-07-20", "no"},
		{"2003-07-01/2003-07-10", "2003-07-01/2003-07-10", "yes"},
		// A span of months covers what lies between its ends for certain.
		{"2003-05/2003-07", "2003-06", "yes"},
		{"2003-05/2003-07", "2003-06-15", "yes"},
		{"2003-05/2003-07", "2003-05-15", "possibly"},
		{"2003-05/2003-07", "2003-07-15", "possibly"},
		{"2003-05/2003-07", "2003-05-31", "yes"},
		{"2003-05/2003-07", "2003-07-01", "yes"},
		{"2003-05/2003-07", "2003-08-01", "no"},
		{"2003-05/2003-07", "2003-04-30", "no"},
		// An open or unknown end leaves open what lies beyond.
		{"2003-07-16/..", "2003-07-15", "no"},
		{"2003-07-16/..", "2003-07-16", "yes"},
		{"2003-07-16/..", "2003-07-17", "possibly"},
		{"2003-07-16/", "2003-07-17", "possibly"},
		{"../2003-07-16", "2003-07-17", "no"},
		{"../2003-07-16", "2003-07-16", "yes"},
		{"../2003-07-16", "2003-07-15", "possibly"},
		{"/2003-07-16", "2003-07-17", "no"},
		{"../2003-07-16", "2003-07-17/..", "no"},
		{"../2003-07-16", "2003-07-16/..", "yes"},
		// One of a stretch.
		{"[2003-07-01..2003-07-10]", "2003-07-05", "possibly"},
		{"[2003-07-01..2003-07-10]", "2003-07-11", "no"},
		{"[2003-07-01..2003-07-10]", "2003-07-01/2003-07-10", "yes"},
		{"[..2003-07-10]", "2003-07-11", "no"},
		{"[..2003-07-10]", "2003-07-10", "possibly"},
		{"[2003-07-10..]", "2003-07-09", "no"},
		{"[2003-07-10..]", "2003-07-10/..", "possibly"},
	}
	for _, tt := range tests {
		a, b := mustParse(t, tt.a).Interval(), mustParse(t, tt.b).Interval()
		if x, y := a.Overlaps(b).String(), b.Overlaps(a).String(); x != tt.shares || y != tt.shares {
			t.Errorf("%s overlaps %s: %s, and the other way %s, want %s", tt.a, tt.b, x, y, tt.shares)
		}
	}
}

func TestOverlapOfSets(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b, want string }{
		{"[2003-07-01,2003-07-09]", "2003-07-01/2003-07-09", "yes"},
		{"[2003-07-01,2003-07-09]", "2003-07-02/2003-07-08", "no"},
		{"[2003-07-01,2003-07-09]", "2003-07-02/2003-07-09", "possibly"},
		{"[2003-07-01,2003-07-09]", "2003-07", "possibly"},
		{"[2003-07-01,2003-07-09]", "2003-08", "no"},
		{"[2003-06,2003-08]", "2003-07", "no"},
		{"[2003-06,2003-08]", "2003-06-01/2003-08-31", "yes"},
		{"{2003-07-01,2003-07-09}", "2003-07-02/2003-07-08", "no"},
		{"{2003-07-01,2003-07-09}", "2003-07-02/2003-07-09", "yes"},
		{"{2003-07-01,2003-07-09}", "2003-07-01", "yes"},
		{"{2003-06,2003-08}", "2003-07", "no"},
		{"{2003-06,2003-08}", "2003-06-01", "possibly"},
		{"{2003-06,2003-08}", "{2003-08-01..2003-08-31}", "yes"},
		{"{2003-07-01,2003-07-09}", "[2003-07-01,2003-07-09]", "yes"},
		{"{2003-07-01,2003-07-09}", "[2003-07-01,2003-07-02]", "possibly"},
		{"{2003-07-01..2003-07-03}", "{2003-07-03..2003-07-05}", "yes"},
		{"{2003-07-01..2003-07-03}", "{2003-07-04..2003-07-05}", "no"},
	}
	for _, tt := range tests {
		a, b := mustParse(t, tt.a), mustParse(t, tt.b)
		if x, y := a.Overlaps(b).String(), b.Overlaps(a).String(); x != tt.want || y != tt.want {
			t.Errorf("%s overlaps %s: %s, and the other way %s, want %s", a, b, x, y, tt.want)
		}
	}
}

func TestJulianAndGregorianDaysOverlap(t *testing.T) {
	t.Parallel()
	tests := []struct{ julian, gregorian, want string }{
		{"1918-02-01", "1918-02-14", "yes"},
		{"1918-02-01", "1918-02-01", "no"},
		{"1918-02", "1918-02-13", "no"},
		{"1918-02", "1918-02-14", "possibly"},
		{"1918-02", "1918-03-13", "possibly"},
		{"1918-02", "1918-03-14", "no"},
		{"1917", "1918-01-13", "possibly"},
		{"1917", "1918-01-14", "no"},
		{"1918-02-01/1918-02-10", "1918-02-14/1918-02-23", "yes"},
	}
	for _, tt := range tests {
		if got := mustJulian(t, tt.julian).Overlaps(mustParse(t, tt.gregorian)).String(); got != tt.want {
			t.Errorf("%s Julian overlaps %s: %s, want %s", tt.julian, tt.gregorian, got, tt.want)
		}
	}
}

// The Gregorian calendar left out three leap days in four centuries, so the
// distance grows by one at each Julian 29 February it does not have.
func TestDistanceOfTheCalendars(t *testing.T) {
	t.Parallel()
	tests := []struct{ julian, gregorian string }{
		{"0300-02-28", "0300-02-28"},
		{"0300-02-29", "0300-03-01"},
		{"0300-03-01", "0300-03-02"},
		{"0500-02-28", "0500-03-01"},
		{"0500-03-01", "0500-03-03"},
		{"1000-03-01", "1000-03-07"},
		{"1100-03-01", "1100-03-08"},
		{"1300-03-01", "1300-03-09"},
		{"1400-03-01", "1400-03-10"},
		{"1500-03-01", "1500-03-11"},
		{"1600-02-29", "1600-03-10"},
		{"1600-03-01", "1600-03-11"},
		{"1700-02-18", "1700-02-28"},
		{"1700-02-28", "1700-03-10"},
		{"1700-02-29", "1700-03-11"},
		{"1700-03-01", "1700-03-12"},
		{"1800-02-28", "1800-03-11"},
		{"1800-02-29", "1800-03-12"},
		{"1800-03-01", "1800-03-13"},
		{"1900-03-01", "1900-03-14"},
		{"1917-12-18", "1917-12-31"},
		{"1917-12-19", "1918-01-01"},
		{"2000-02-29", "2000-03-13"},
		{"2100-02-29", "2100-03-14"},
		{"2100-03-01", "2100-03-15"},
	}
	for _, tt := range tests {
		j := mustJulian(t, tt.julian)
		g, err := j.In(dates.Gregorian)
		if err != nil || g.String() != tt.gregorian {
			t.Errorf("%s Julian is %s, %v, want %s", tt.julian, g, err, tt.gregorian)
		}
		if back, err := mustParse(t, tt.gregorian).In(dates.Julian); err != nil || !back.Equal(j) {
			t.Errorf("%s is %s Julian, %v, want %s", tt.gregorian, back, err, tt.julian)
		}
	}
}
