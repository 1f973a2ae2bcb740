package dates_test

import "testing"

func TestUpperBounds(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"by 16 July 2003", "", "[..2003-07-16]"},
		{"by July 2003", "", "[..2003-07]"},
		{"by 2003", "", "[..2003]"},
		{"by the 1980s", "", "[..198X]"},
		{"no later than 16 July 2003", "", "[..2003-07-16]"},
		{"not later than 16 July 2003", "", "[..2003-07-16]"},
		{"by the end of 2003", "", "[..2003-12~]"},
		{"by late July 2003", "", "[..2003-07-31~]"},
		{"by early July 2003", "", "[..2003-07-10~]"},
		{"by mid-July 2003", "", "[..2003-07-20~]"},
		{"before 16 July 2003", "", "[..2003-07-15]"},
		{"before 1 July 2003", "", "[..2003-06-30]"},
		{"before 1 January 2003", "", "[..2002-12-31]"},
		{"before 1 March 2004", "", "[..2004-02-29]"},
		{"before 1 March 1900", "", "[..1900-02-28]"},
		{"before July 2003", "", "[..2003-06]"},
		{"before January 2003", "", "[..2002-12]"},
		{"before 2003", "", "[..2002]"},
		{"before 2000", "", "[..1999]"},
		{"before the 1980s", "", "[..197X]"},
		{"prior to July 2003", "", "[..2003-06]"},
		{"prior to 16 July 2003", "", "[..2003-07-15]"},
		{"before 16 July", "2003-07-20", "[..2003-07-15]"},
		{"by July", "2003-07-20", "[..2003-07]"},
	})
}

func TestLowerBounds(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"after 16 July 2003", "", "[2003-07-17..]"},
		{"after 31 July 2003", "", "[2003-08-01..]"},
		{"after 31 December 2003", "", "[2004-01-01..]"},
		{"after 28 February 2004", "", "[2004-02-29..]"},
		{"after 28 February 2003", "", "[2003-03-01..]"},
		{"after July 2003", "", "[2003-08..]"},
		{"after December 2003", "", "[2004-01..]"},
		{"after 2003", "", "[2004..]"},
		{"after 1999", "", "[2000..]"},
		{"after the 1980s", "", "[199X..]"},
		{"after 16 July", "2003-07-20", "[2003-07-17..]"},
		{"after mid-July 2003", "", "[2003-07-21~..]"},
	})
}

func TestOpenEnds(t *testing.T) {
	t.Parallel()
	checkReadings(t, []reading{
		{"since 16 July 2003", "", "2003-07-16/.."},
		{"since July 2003", "", "2003-07/.."},
		{"since 2003", "", "2003/.."},
		{"since the 1980s", "", "198X/.."},
		{"since July", "2003-07-20", "2003-07/.."},
		{"since August", "2003-07-20", "2002-08/.."},
		{"from 2003 on", "", "2003/.."},
		{"from July 2003 onward", "", "2003-07/.."},
		{"from 16 July 2003 onwards", "", "2003-07-16/.."},
		{"until 16 July 2003", "", "../2003-07-16"},
		{"until July 2003", "", "../2003-07"},
		{"until 2003", "", "../2003"},
		{"till 2003", "", "../2003"},
		{"up to 2003", "", "../2003"},
		{"up to July 2003", "", "../2003-07"},
		{"until the 1980s", "", "../198X"},
	})
}

func TestBoundsThatAreNone(t *testing.T) {
	t.Parallel()
	checkRefusals(t, []reading{
		{"before", "2003-07-16", "DA020"},
		{"after", "2003-07-16", "DA020"},
		{"since", "2003-07-16", "DA020"},
		{"until soon", "2003-07-16", "DA020"},
		{"no later than soon", "2003-07-16", "DA020"},
		{"prior 2003", "2003-07-16", "DA020"},
		{"by 31 June 2003", "", "DA002"},
		{"since 31 November 2003", "", "DA002"},
		{"after 29 February 2003", "", "DA002"},
		{"until 29 February 1900", "", "DA002"},
		{"by 16 July", "", "DA021"},
		{"since July", "", "DA021"},
		{"before July", "2003", "DA021"},
		{"after 16 July", "2003-07", "DA021"},
		{"since early July 2003", "", "DA020"},
		{"before spring of 2003", "", "DA020"},
	})
}
