package dates_test

import "testing"

func TestStretchesOfDays(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"3-5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3–5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3—5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3 - 5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3/5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3 to 5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3 until 5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3 till 5 July 2003", "", "2003-07-03/2003-07-05"},
		{"3 through 5 July 2003", "", "2003-07-03/2003-07-05"},
		{"from 3 to 5 July 2003", "", "2003-07-03/2003-07-05"},
		{"from the 3rd to the 5th of July 2003", "", "2003-07-03/2003-07-05"},
		{"July 3-5, 2003", "", "2003-07-03/2003-07-05"},
		{"July 3 to 5, 2003", "", "2003-07-03/2003-07-05"},
		{"from July 3 to July 5, 2003", "", "2003-07-03/2003-07-05"},
		{"30 June to 5 July 2003", "", "2003-06-30/2003-07-05"},
		{"from June 30 through July 5, 2003", "", "2003-06-30/2003-07-05"},
		{"30 December to 2 January 2003", "", "2002-12-30/2003-01-02"},
		{"30 December 2002 to 2 January", "", "2002-12-30/2003-01-02"},
		{"30 December 2002 to 2 January 2003", "", "2002-12-30/2003-01-02"},
		{"3-5 July", "2003-07-16", "2003-07-03/2003-07-05"},
		{"from 30 December to 2 January", "2003-07-16", "2002-12-30/2003-01-02"},
		{"2003-07-03 to 2003-07-05", "", "2003-07-03/2003-07-05"},
	})
}

func TestStretchesOfMonthsAndYears(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"June to July 2003", "", "2003-06/2003-07"},
		{"June-July 2003", "", "2003-06/2003-07"},
		{"from June until July 2003", "", "2003-06/2003-07"},
		{"December to January 2003", "", "2002-12/2003-01"},
		{"December 2002 to January 2003", "", "2002-12/2003-01"},
		{"from June to July", "2003-07-16", "2003-06/2003-07"},
		{"2001 to 2003", "", "2001/2003"},
		{"from 2001 to 2003", "", "2001/2003"},
		{"2001-2003", "", "2001/2003"},
		{"2001/2003", "", "2001/2003"},
		{"1970-79", "", "1970/1979"},
		{"1998-99", "", "1998/1999"},
		{"1913–14", "", "1913/1914"},
		{"from 1998 to July 2003", "", "1998/2003-07"},
		{"July 2003 to 2005", "", "2003-07/2005"},
	})
	checkRefusals(t, []reading{
		{"2001-03", "", "DA022"},
		{"2001-01", "", "DA022"},
		{"2001-12", "", "DA022"},
		{"1999-98", "", "DA006"},
		{"2003-2001", "", "DA006"},
		{"5-3 July 2003", "", "DA006"},
		{"July 5-3, 2003", "", "DA006"},
		{"from 5 July 2003 to 3 July 2003", "", "DA006"},
		{"from July to", "2003-07-16", "DA020"},
		{"3-5-7 July 2003", "", "DA020"},
		{"3 and 5 July 2003", "", "DA020"},
		{"3-5 July", "", "DA021"},
		{"from 30 to 31 June 2003", "", "DA002"},
	})
}

func TestChoices(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"between 3 and 5 July 2003", "", "[2003-07-03..2003-07-05]"},
		{"between the 3rd and the 5th of July 2003", "", "[2003-07-03..2003-07-05]"},
		{"between July 3 and 5, 2003", "", "[2003-07-03..2003-07-05]"},
		{"between 30 June and 5 July 2003", "", "[2003-06-30..2003-07-05]"},
		{"between 30 December and 2 January 2003", "", "[2002-12-30..2003-01-02]"},
		{"between June and July 2003", "", "[2003-06..2003-07]"},
		{"between 2001 and 2003", "", "[2001..2003]"},
		{"between 3 and 5 July", "2003-07-16", "[2003-07-03..2003-07-05]"},
	})
	checkRefusals(t, []reading{
		{"between 5 and 3 July 2003", "", "DA006"},
		{"between 2003 and 2001", "", "DA006"},
		{"between 2001 and July 2003", "", "DA008"},
		{"between 3 July 2003", "", "DA020"},
		{"between 3 or 5 July 2003", "", "DA020"},
		{"between July and", "2003-07-16", "DA020"},
		{"between 3 and 5 July", "2003", "DA021"},
	})
}

func TestNightsNamed(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"night of 3 July 2003", "", "2003-07-03/2003-07-04"},
		{"the night of 3 July 2003", "", "2003-07-03/2003-07-04"},
		{"on the night of July 3, 2003", "", "2003-07-03/2003-07-04"},
		{"on the night of the 3rd of July 2003", "", "2003-07-03/2003-07-04"},
		{"during the night of 3-4 July 2003", "", "2003-07-03/2003-07-04"},
		{"the night from 3 to 4 July 2003", "", "2003-07-03/2003-07-04"},
		{"the night between 3 and 4 July 2003", "", "2003-07-03/2003-07-04"},
		{"the night between the 3rd and the 4th of July 2003", "", "2003-07-03/2003-07-04"},
		{"night of July 3-4, 2003", "", "2003-07-03/2003-07-04"},
		{"night of July 3/4, 2003", "", "2003-07-03/2003-07-04"},
		{"night of 30 June to 1 July 2003", "", "2003-06-30/2003-07-01"},
		{"night of 31 December 2003", "", "2003-12-31/2004-01-01"},
		{"night of 28 February 2003", "", "2003-02-28/2003-03-01"},
		{"night of 28 February 2004", "", "2004-02-28/2004-02-29"},
		{"night of 3 July", "2003-07-16", "2003-07-03/2003-07-04"},
	})
	checkRefusals(t, []reading{
		{"night of 3-5 July 2003", "", "DA023"},
		{"night of 3 July to 4 August 2003", "", "DA023"},
		{"night of July 2003", "", "DA023"},
		{"the night of 2003", "", "DA023"},
		{"night of 4-3 July 2003", "", "DA023"},
		{"night of 31 June 2003", "", "DA002"},
		{"night of", "2003-07-16", "DA020"},
		{"a night in 2003", "2003-07-16", "DA020"},
		{"night of 3 July", "", "DA021"},
	})
}

func TestYearNamedApart(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"ten years ago, on 3 July", "2003-07-16", "1993-07-03"},
		{"on 3 July, ten years ago", "2003-07-16", "1993-07-03"},
		{"ten years ago, on 20 July", "2003-07-16", "1993-07-20"},
		{"ten years ago, in December", "2003-07-16", "1993-12"},
		{"last year, on 3 July", "2003-07-16", "2002-07-03"},
		{"July 3 last year", "2003", "2002-07-03"},
		{"in July last year", "2003", "2002-07"},
		{"in July this year", "2003", "2003-07"},
		{"in August that year", "2003-07-16", "2003-08"},
		{"early July last year", "2003", "[2002-07-01~..2002-07-10~]"},
		{"ten years ago, on the night of July 3-4", "2003", "1993-07-03/1993-07-04"},
		{"last year, from 3 to 5 July", "2003", "2002-07-03/2002-07-05"},
		{"last year, between 3 and 5 July", "2003", "[2002-07-03..2002-07-05]"},
		{"in 1993, on 3 July", "", "1993-07-03"},
		{"in 1993, since July", "", "1993-07/.."},
	})
	checkRefusals(t, []reading{
		{"in 1993, on 3 July 1994", "", "DA023"},
		{"last year, on 3 July 2003", "2003", "DA023"},
		{"last year, on 29 February", "2004", "DA002"},
		{"in 1993, today", "2003-07-16", "DA020"},
		{"last year, on 3 July", "", "DA021"},
	})
}
