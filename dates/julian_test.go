package dates_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reckon/dates"
	"reckon/fault"
)

func TestKnownPairs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		julian, gregorian string
		jdn               int64
	}{
		{"1918-02-01", "1918-02-14", 2421639},
		{"1918-01-31", "1918-02-13", 2421638},
		{"1582-10-05", "1582-10-15", 2299161},
		{"1582-10-04", "1582-10-14", 2299160}, // the day before, proleptic
		{"1752-09-02", "1752-09-13", 2361221},
		{"1752-09-03", "1752-09-14", 2361222},
		{"1900-02-29", "1900-03-13", 2415092},
		{"1900-02-28", "1900-03-12", 2415091},
		{"0200-03-01", "0200-03-01", 1794168}, // the calendars agree
		{"1999-12-19", "2000-01-01", 2451545},
		{"-4712-01-01", "-4713-11-24", 0},
		{"0000-03-01", "0000-02-28", 1721118},
	}
	for _, tt := range tests {
		v, err := dates.Julian.Parse(tt.julian)
		if err != nil {
			t.Errorf("%s: %v", tt.julian, err)
			continue
		}
		g, err := v.In(dates.Gregorian)
		if err != nil || g.String() != tt.gregorian || g.Calendar() != dates.Gregorian {
			t.Errorf("%s Julian is %s Gregorian, %v, want %s", tt.julian, g, err, tt.gregorian)
		}
		back, err := g.In(dates.Julian)
		if err != nil || !back.Equal(v) {
			t.Errorf("%s Gregorian is %s Julian, %v", g, back, err)
		}
		if got := v.Interval().StartAfter.JDN(); got != tt.jdn {
			t.Errorf("%s has JDN %d, want %d", tt.julian, got, tt.jdn)
		}
		if v.String() != tt.julian || v.Calendar() != dates.Julian {
			t.Errorf("%s is not kept as given: %s", tt.julian, v)
		}
	}
}

// gregorianJDN is the formula of Fliegel and Van Flandern (1968), julianJDN
// that of the Explanatory Supplement to the Astronomical Almanac; both with
// division that truncates, for years after -4700.
func gregorianJDN(y, m, d int) int64 {
	a := (m - 14) / 12
	return int64((1461*(y+4800+a))/4 + (367*(m-2-12*a))/12 - (3*((y+4900+a)/100))/4 + d - 32075)
}

func julianJDN(y, m, d int) int64 {
	return int64(367*y - (7*(y+5001+(m-9)/7))/4 + (275*m)/9 + d + 1729777)
}

func TestDayNumbersAgainstOtherFormulas(t *testing.T) {
	t.Parallel()
	formulas := map[dates.Calendar]func(y, m, d int) int64{dates.Gregorian: gregorianJDN, dates.Julian: julianJDN}
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(-4700, 9999).Draw(t, "year")
		m := rapid.IntRange(1, 12).Draw(t, "month")
		n := rapid.IntRange(1, 31).Draw(t, "day")
		for c, formula := range formulas {
			d, err := c.Date(y, m, n)
			if err != nil {
				continue
			}
			if got, want := d.First().JDN(), formula(y, m, n); got != want {
				t.Fatalf("%s %s: JDN %d, want %d", c, d, got, want)
			}
		}
	})
}

// The standard library's clock is proleptic Gregorian.
func TestGregorianAgainstTheStandardLibrary(t *testing.T) {
	t.Parallel()
	const epoch = 2440588 // JDN of 1970-01-01
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1900000, 5300000).Draw(t, "jdn")
		at := time.Unix((n-epoch)*86400, 0).UTC()
		d, err := dates.Gregorian.Date(at.Year(), int(at.Month()), at.Day())
		if err != nil || d.First().JDN() != n {
			t.Fatalf("%v: %v, %v", at, d, err)
		}
		y := fmt.Sprintf("%04d", at.Year())
		if at.Year() < 0 {
			y = fmt.Sprintf("-%04d", -at.Year())
		}
		if got, want := d.First().String(), y+at.Format("-01-02"); got != want {
			t.Fatalf("day %d is %s, want %s", n, got, want)
		}
	})
}

func TestDaysConvertBothWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(-9998, 9998).Draw(t, "year")
		m := rapid.IntRange(1, 12).Draw(t, "month")
		n := rapid.IntRange(1, 31).Draw(t, "day")
		hedge := rapid.SampledFrom([]string{"", "~", "T10:00Z"}).Draw(t, "hedge")
		for _, c := range [...]dates.Calendar{dates.Gregorian, dates.Julian} {
			d, err := c.Date(y, m, n)
			if err != nil {
				continue
			}
			v, err := c.Parse(d.String() + hedge)
			if err != nil {
				t.Fatal(err)
			}
			w, err := v.In(1 - c)
			if err != nil || w.Interval() != v.Interval() || w.Calendar() == c {
				t.Fatalf("%s %s: %s, %v", c, v, w, err)
			}
			back, err := w.In(c)
			if err != nil || !back.Equal(v) {
				t.Fatalf("%s %s came back as %s, %v", c, v, back, err)
			}
		}
	})
}

func TestCoarseDatesConvertToTheirDays(t *testing.T) {
	t.Parallel()
	tests := []struct{ julian, gregorian, back string }{
		{"1918-02", "[1918-02-14..1918-03-13]", "1918-02"},
		{"1918-02~", "[1918-02-14~..1918-03-13~]", "1918-02~"},
		{"1917", "[1917-01-14..1918-01-13]", "1917"},
		{"191X", "[1910-01-14..1920-01-13]", "191X"},
		{"1918-02-XX", "[1918-02-14..1918-03-13]", "1918-02"},
		{"1918-02-01/..", "1918-02-14/..", "1918-02-01/.."},
		{"/1918-02-01?", "/1918-02-14?", "/1918-02-01?"},
		{"1918-01-31/1918-02-01", "1918-02-13/1918-02-14", "1918-01-31/1918-02-01"},
		{"[1918-02-01,1918-03]", "[1918-02-14,1918-03-14..1918-04-13]", "[1918-02-01,1918-03-01..1918-03-31]"},
		{"[..1918-02-01]", "[..1918-02-14]", "[..1918-02-01]"},
		{"[1917,1918-02..]", "[1917-01-14..1918-01-13,1918-02-14..]", "[1917-01-01..1917-12-31,1918-02-01..]"},
		{"{1918-02-01,1918-02-03}", "{1918-02-14,1918-02-16}", "{1918-02-01,1918-02-03}"},
	}
	for _, tt := range tests {
		v, err := dates.Julian.Parse(tt.julian)
		if err != nil {
			t.Errorf("%s: %v", tt.julian, err)
			continue
		}
		g, err := v.In(dates.Gregorian)
		if err != nil || g.String() != tt.gregorian {
			t.Errorf("%s is %s, %v, want %s", tt.julian, g, err, tt.gregorian)
			continue
		}
		if back, err := g.In(dates.Julian); err != nil || back.String() != tt.back {
			t.Errorf("%s came back as %s, %v, want %s", tt.julian, back, err, tt.back)
		}
	}
}

func TestRefusesWhatTheOtherCalendarCannotSay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1918-02/1918-03", "1917/..", "{1918-02,1919}", "Y17000", "[1918,9999]", "[1918,Y17000]"} {
		v, err := dates.Julian.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if g, err := v.In(dates.Gregorian); fault.CodeOf(err) == "" || !g.IsZero() {
			t.Errorf("%s is %s, %v", text, g, err)
		}
	}
	for _, text := range []string{"9999-12-31", "9999-12-31/..", "../9999-12-31", "{9998-01-01,9999-12-31}", "{9998-01-01..9999-12-31,9999-12-31..}"} {
		v, _ := dates.Julian.Parse(text)
		if g, err := v.In(dates.Gregorian); fault.CodeOf(err) != "DA004" {
			t.Errorf("%s is %s, %v", text, g, err)
		}
	}
	unknown := dates.Calendar(9)
	_, err1 := unknown.Parse("1992")
	_, err2 := unknown.Date(1992, 1, 1)
	_, err3 := mustParse(t, "1992").In(unknown)
	for _, err := range [...]error{err1, err2, err3} {
		if fault.CodeOf(err) != "DA010" {
			t.Errorf("an unknown calendar: %v", err)
		}
	}
	if unknown.String() != "unknown" || dates.Julian.String() != "julian" {
		t.Error("calendar names are off")
	}
	if v, err := (dates.Value{}).In(dates.Julian); err != nil || !v.IsZero() {
		t.Error("no date does not stay no date")
	}
}

func ExampleValue_In() {
	given, _ := dates.Julian.Parse("1918-02-01")
	gregorian, _ := given.In(dates.Gregorian)
	fmt.Println(given, "in the Julian calendar is", gregorian)
	// Output: 1918-02-01 in the Julian calendar is 1918-02-14
}
