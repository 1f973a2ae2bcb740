package dates_test

import (
	"testing"

	"reckon/dates"
	"reckon/fault"
)

// reading is a phrase, the base it is read against, and what it comes to: EDTF,
// or the code of the refusal.
type reading struct{ phrase, base, want string }

// checkReadings resolves each phrase.
func checkReadings(t *testing.T, rows []reading) {
	t.Helper()
	for _, r := range rows {
		w, err := dates.Resolve(r.phrase, mustDate(t, r.base))
		if err != nil || w.Value.String() != r.want {
			t.Errorf("%q against %q: %s, %v, want %s", r.phrase, r.base, w.Value, err, r.want)
		}
	}
}

// checkRefusals expects each phrase to be refused with the code in want.
func checkRefusals(t *testing.T, rows []reading) {
	t.Helper()
	for _, r := range rows {
		w, err := dates.Resolve(r.phrase, mustDate(t, r.base))
		if got := fault.CodeOf(err); string(got) != r.want {
			t.Errorf("%q against %q: %s, %v: code %q, want %s", r.phrase, r.base, w.Value, err, got, r.want)
		}
	}
}

func TestDaysAroundTheBase(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"today", "2003-07-16", "2003-07-16"},
		{"this morning", "2003-07-16", "2003-07-16"},
		{"this afternoon", "2003-07-16", "2003-07-16"},
		{"this evening", "2003-07-16", "2003-07-16"},
		{"the same day", "2003-07-16", "2003-07-16"},
		{"that day", "2003-07-16", "2003-07-16"},
		{"That Same Day", "2003-07-16", "2003-07-16"},
		{"yesterday", "2003-07-16", "2003-07-15"},
		{"the previous day", "2003-07-16", "2003-07-15"},
		{"the day before", "2003-07-16", "2003-07-15"},
		{"the day before yesterday", "2003-07-16", "2003-07-14"},
		{"the next day", "2003-07-16", "2003-07-17"},
		{"the following day", "2003-07-16", "2003-07-17"},
		{"the day after", "2003-07-16", "2003-07-17"},
		{"yesterday", "2004-01-01", "2003-12-31"},
		{"yesterday", "2004-03-01", "2004-02-29"},
		{"yesterday", "1900-03-01", "1900-02-28"},
		{"yesterday", "2000-03-01", "2000-02-29"},
		{"the day before yesterday", "2003-03-01", "2003-02-27"},
		{"the following day", "2004-02-28", "2004-02-29"},
		{"the following day", "2003-02-28", "2003-03-01"},
		{"the next day", "2003-04-30", "2003-05-01"},
		{"yesterday", "0001-01-01", "0000-12-31"},
		{"yesterday", "0000-01-01", "-0001-12-31"},
		{"the next day", "-0001-12-31", "0000-01-01"},
	})
}

func TestNightsAroundTheBase(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"last night", "2003-07-16", "2003-07-15/2003-07-16"},
		{"the previous night", "2003-07-16", "2003-07-15/2003-07-16"},
		{"the night before", "2003-07-16", "2003-07-15/2003-07-16"},
		{"that night", "2003-07-16", "2003-07-16/2003-07-17"},
		{"the same night", "2003-07-16", "2003-07-16/2003-07-17"},
		{"that same night", "2003-07-16", "2003-07-16/2003-07-17"},
		{"last night", "2003-01-01", "2002-12-31/2003-01-01"},
		{"that night", "2003-12-31", "2003-12-31/2004-01-01"},
		{"that night", "2004-02-29", "2004-02-29/2004-03-01"},
		{"last night", "2004-03-01", "2004-02-29/2004-03-01"},
	})
}

func TestMonthsAndYearsAroundTheBase(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"last month", "2003-07-16", "2003-06"},
		{"this month", "2003-07-16", "2003-07"},
		{"that month", "2003-07-16", "2003-07"},
		{"the same month", "2003-07-16", "2003-07"},
		{"in that month", "2003-07", "2003-07"},
		{"in the same month", "2003-07", "2003-07"},
		{"in the same year", "2003", "2003"},
		{"3 July the same year", "2003", "2003-07-03"},
		{"last month", "2003-01", "2002-12"},
		{"last month", "2003-12-31", "2003-11"},
		{"last year", "2003-07-16", "2002"},
		{"last year", "2003-07", "2002"},
		{"last year", "2003", "2002"},
		{"this year", "2003", "2003"},
		{"that year", "2003-07-16", "2003"},
		{"the same year", "2003-07-16", "2003"},
		{"during last year", "2003", "2002"},
		{"last year", "2000", "1999"},
		{"last year", "0000", "-0001"},
	})
}

func TestCountedBack(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"one day ago", "2003-07-16", "2003-07-15"},
		{"a day ago", "2003-07-16", "2003-07-15"},
		{"two days ago", "2003-07-16", "2003-07-14"},
		{"16 days ago", "2003-07-16", "2003-06-30"},
		{"twenty days ago", "2003-07-16", "2003-06-26"},
		{"365 days ago", "2003-07-16", "2002-07-16"},
		{"366 days ago", "2005-01-01", "2004-01-01"},
		{"a week ago", "2003-07-16", "[2003-07-06~..2003-07-12~]"},
		{"one week ago", "2003-07-16", "[2003-07-06~..2003-07-12~]"},
		{"three weeks ago", "2003-07-16", "[2003-06-22~..2003-06-28~]"},
		{"52 weeks ago", "2003-07-16", "[2002-07-14~..2002-07-20~]"},
		{"a month ago", "2003-07-16", "2003-06"},
		{"one month ago", "2003-07", "2003-06"},
		{"six months ago", "2003-07-16", "2003-01"},
		{"seven months ago", "2003-07-16", "2002-12"},
		{"eighteen months ago", "2003-07-16", "2002-01"},
		{"nineteen months ago", "2003-07-16", "2001-12"},
		{"24 months ago", "2003-07", "2001-07"},
		{"one year ago", "2003-07-16", "2002"},
		{"eleven years ago", "2003-07-16", "1992"},
		{"twelve years ago", "2003", "1991"},
		{"thirteen years ago", "2003", "1990"},
		{"fourteen years ago", "2003", "1989"},
		{"fifteen years ago", "2003", "1988"},
		{"sixteen years ago", "2003", "1987"},
		{"seventeen years ago", "2003", "1986"},
		{"twenty years ago", "2003", "1983"},
		{"twenty one years ago", "2003", "1982"},
		{"thirty-two years ago", "2003", "1971"},
		{"forty-three years ago", "2003", "1960"},
		{"fifty-four years ago", "2003", "1949"},
		{"sixty-five years ago", "2003", "1938"},
		{"seventy-six years ago", "2003", "1927"},
		{"eighty-seven years ago", "2003", "1916"},
		{"ninety-eight years ago", "2003", "1905"},
		{"100 years ago", "2003", "1903"},
		{"2003 years ago", "2003", "0000"},
		{"2004 years ago", "2003", "-0001"},
	})
}

func TestHedgedCountsAndNearbyDays(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"about ten years ago", "2003", "1993~"},
		{"around two months ago", "2003-07", "2003-05~"},
		{"roughly 20 years ago", "2003", "1983~"},
		{"approximately five days ago", "2003-07-16", "2003-07-11~"},
		{"perhaps three years ago", "2003", "2000?"},
		{"about a week ago", "2003-07-16", "[2003-07-06~..2003-07-12~]"},
		{"perhaps a week ago", "2003-07-16", "[2003-07-06%..2003-07-12%]"},
	})
}

// A base that is hedged hedges whatever is counted from it.
func TestHedgedBase(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"yesterday", "2003-07-16~", "2003-07-15~"},
		{"yesterday", "2003-07-16?", "2003-07-15?"},
		{"yesterday", "2003-07-16%", "2003-07-15%"},
		{"last month", "2003-07~", "2003-06~"},
		{"last year", "2003?", "2002?"},
		{"last night", "2003-07-16~", "2003-07-15~/2003-07-16~"},
		{"3 March 1999", "2003-07-16~", "1999-03-03"},
	})
}

func TestCoarseBasesAreRefused(t *testing.T) {
	t.Parallel()
	checkRefusals(t, []reading{
		{"today", "2003-07", "DA021"},
		{"today", "2003", "DA021"},
		{"yesterday", "2003-07-XX", "DA021"},
		{"this morning", "", "DA021"},
		{"the next day", "2003", "DA021"},
		{"the night before", "2003-07", "DA021"},
		{"three days ago", "2003-07", "DA021"},
		{"three weeks ago", "2003-07", "DA021"},
		{"three months ago", "2003", "DA021"},
		{"last month", "2003-XX", "DA021"},
		{"this month", "", "DA021"},
		{"three years ago", "200X", "DA021"},
		{"three years ago", "20XX", "DA021"},
		{"this year", "", "DA021"},
		{"that year", "Y12000", "DA021"},
		{"last month", "2003-22", "DA021"},
	})
}

func TestCountsThatAreNone(t *testing.T) {
	t.Parallel()
	checkRefusals(t, []reading{
		{"ago", "2003-07-16", "DA020"},
		{"days ago", "2003-07-16", "DA020"},
		{"some days ago", "2003-07-16", "DA020"},
		{"many years ago", "2003-07-16", "DA020"},
		{"two ago", "2003-07-16", "DA020"},
		{"two years", "2003-07-16", "DA020"},
		{"two hours ago", "2003-07-16", "DA020"},
		{"two decades ago", "2003-07-16", "DA020"},
		{"1990s years ago", "2003-07-16", "DA020"},
		{"2nd years ago", "2003-07-16", "DA020"},
		{"thirty-ten years ago", "2003-07-16", "DA020"},
		{"two years ago ago", "2003-07-16", "DA020"},
		{"tomorrow", "2003-07-16", "DA020"},
		{"next year", "2003-07-16", "DA020"},
		{"last Monday", "2003-07-16", "DA020"},
		{"last week", "2003-07-16", "DA020"},
	})
}
