package dates_test

import (
	"errors"
	"fmt"
	"testing"

	"reckon/dates"
	"reckon/fault"
)

const published = "2021-02-26"

// A row with a base in the result was read against it, or against published.
func TestResolvesPhrases(t *testing.T) {
	t.Parallel()
	tests := []struct{ phrase, base, want string }{
		// Counted back: the answer is one unit wide.
		{"29 years ago", published, "1992"},
		{"twenty-nine years ago", published, "1992"},
		{"thirty years ago", published, "1991"},
		{"a year ago", published, "2020"},
		{"29 years ago", "2021", "1992"},
		{"two months ago", published, "2020-12"},
		{"2 months ago", "2021-02", "2020-12"},
		{"26 months ago", published, "2018-12"},
		{"two weeks ago", published, "[2021-02-09~..2021-02-15~]"},
		{"ten days ago", published, "2021-02-16"},
		{"yesterday", published, "2021-02-25"},
		{"Yesterday", "2021-03-01", "2021-02-28"},
		{"the day before yesterday", published, "2021-02-24"},
		{"today", published, "2021-02-26"},
		{"that same day", published, "2021-02-26"},
		{"the next day", "2020-12-31", "2021-01-01"},
		{"last night", published, "2021-02-25/2021-02-26"},
		{"that night", published, "2021-02-26/2021-02-27"},
		{"last month", "2021-01-15", "2020-12"},
		{"this month", "2021-01", "2021-01"},
		{"last year", published, "2020"},
		{"in that year", "2021-02-XX", "2021"},
		// Without a year: the nearest that does not begin after the base.
		{"in February", published, "2021-02"},
		{"in March", published, "2020-03"},
		{"in March", "2021-03-01", "2021-03"},
		{"February 25", published, "2021-02-25"},
		{"on 26 February", published, "2021-02-26"},
		{"27 February", published, "2020-02-27"},
		{"1 February", "2021-02", "2021-02-01"},
		{"31 January", "2021-02", "2021-01-31"},
		{"31 March", "2021-02", "2020-03-31"},
		{"29 February", published, "2020-02-29"},
		{"29 February", "1903-05-01", "1896-02-29"},
		{"February 25", "2021-02-26~", "2021-02-25~"},
		{"early March", "2021-03-01", "[2021-03-01~..2021-03-10~]"},
		{"late March", "2021-03-05", "[2020-03-21~..2020-03-31~]"},
		{"mid-March", published, "[2020-03-11~..2020-03-20~]"},
		{"by February 25", published, "[..2021-02-25]"},
		{"about 3 March", published, "2020-03-03~"},
		{"from 25 to 27 February", published, "2021-02-25/2021-02-27"},
		{"from December 25 to January 3", published, "2020-12-25/2021-01-03"},
		{"December-January", published, "2020-12/2021-01"},
		// Nights.
		{"the night of 25-26 February", published, "2021-02-25/2021-02-26"},
		{"night of February 25-26", published, "2021-02-25/2021-02-26"},
		{"on the night of 25 to 26 February 1992", "", "1992-02-25/1992-02-26"},
		{"the night between 25 and 26 February 1992", "", "1992-02-25/1992-02-26"},
		{"the night of 25/26 February 1992", "", "1992-02-25/1992-02-26"},
		{"night of 25 February 1992", "", "1992-02-25/1992-02-26"},
		{"night of February 29 to March 1, 1992", "", "1992-02-29/1992-03-01"},
		{"night of 31 December 1991 to 1 January 1992", "", "1991-12-31/1992-01-01"},
		{"night of 31 December - 1 January 1992", "", "1991-12-31/1992-01-01"},
		{"night of 31 December", published, "2020-12-31/2021-01-01"},
		// A year named apart.
		{"29 years ago, on the night of February 25-26", published, "1992-02-25/1992-02-26"},
		{"on the night of February 25-26, 29 years ago", published, "1992-02-25/1992-02-26"},
		{"29 years ago, on 27 February", published, "1992-02-27"},
		{"3 March last year", published, "2020-03-03"},
		{"last year, from 25 December to 3 January", published, "2020-12-25/2021-01-03"},
		{"late March, 29 years ago", published, "[1992-03-21~..1992-03-31~]"},
		{"in 1992, by 25 February", "", "[..1992-02-25]"},
		{"in 1992, on 3 March 1992", "", "1992-03-03"},
		// Plain dates.
		{"25 February 1992", "", "1992-02-25"},
		{"the 25th of February, 1992", "", "1992-02-25"},
		{"FEB. 25, 1992", "", "1992-02-25"},
		{"3rd March 1992", "", "1992-03-03"},
		{"May 12, 1992", "", "1992-05-12"},
		{"May 1992", "", "1992-05"},
		{"in February of 1992", "", "1992-02"},
		{"1992", "", "1992"},
		{"  during 1992 ", "", "1992"},
		{"in 1990", "", "1990"},
		{"1992-02-25", "", "1992-02-25"},
		{"in the 1990s", "", "199X"},
		{"the 1990's", "", "199X"},
		{"the 1990’s", "", "199X"},
		{"summer of 1992", "", "1992-22"},
		{"in the fall of 1992", "", "1992-23"},
		// Parts, as one of the dates in them.
		{"late February 1992", "", "[1992-02-21~..1992-02-29~]"},
		{"the beginning of April 1992", "", "[1992-04-01~..1992-04-10~]"},
		{"end of 1991", "", "[1991-09~..1991-12~]"},
		{"in mid 1991", "", "[1991-05~..1991-08~]"},
		{"early 1991", "", "[1991-01~..1991-04~]"},
		// Stretches and choices.
		{"1991-94", "", "1991/1994"},
		{"1991–1994", "", "1991/1994"},
		{"from 1991 to 1994", "", "1991/1994"},
		{"3-5 May 2001", "", "2001-05-03/2001-05-05"},
		{"May 3-5, 2001", "", "2001-05-03/2001-05-05"},
		{"3 May until 5 June 2001", "", "2001-05-03/2001-06-05"},
		{"25 December 1991 to 3 January", "", "1991-12-25/1992-01-03"},
		{"February 28 - 3 March 1992", "", "1992-02-28/1992-03-03"},
		{"1992-02-25 - 1992-03-01", "", "1992-02-25/1992-03-01"},
		{"from 1988 to 25 February 1992", "", "1988/1992-02-25"},
		{"between 3 and 5 May 2001", "", "[2001-05-03..2001-05-05]"},
		{"between February 28 and March 3, 1992", "", "[1992-02-28..1992-03-03]"},
		{"between 1991 and 1994", "", "[1991..1994]"},
		// Bounds.
		{"by 25 February 1992", "", "[..1992-02-25]"},
		{"no later than the end of 1991", "", "[..1991-12~]"},
		{"before 1 March 1992", "", "[..1992-02-29]"},
		{"before March 1992", "", "[..1992-02]"},
		{"prior to 1992", "", "[..1991]"},
		{"before the 1990s", "", "[..198X]"},
		{"before early March 1992", "", "[..1992-02-29~]"},
		{"after 31 December 1992", "", "[1993-01-01..]"},
		{"after late December 1992", "", "[1993-01-01~..]"},
		{"after December 1992", "", "[1993-01..]"},
		{"since 1988", "", "1988/.."},
		{"from 1988 onwards", "", "1988/.."},
		{"until 5 March 1999", "", "../1999-03-05"},
		// Hedges.
		{"circa 1992", "", "1992~"},
		{"c. 1992", "", "1992~"},
		{"in about 1992", "", "1992~"},
		{"on or about 3 March 1992", "", "1992-03-03~"},
		{"perhaps in 1992", "", "1992?"},
		{"about 29 years ago", published, "1992~"},
		{"around 3-5 May 2001", "", "2001-05-03~/2001-05-05~"},
		{"probably late February 1992", "", "[1992-02-21%..1992-02-29%]"},
	}
	for _, tt := range tests {
		base := mustDate(t, tt.base)
		w, err := dates.Resolve(tt.phrase, base)
		if err != nil {
			t.Errorf("%q against %q: %v", tt.phrase, tt.base, err)
			continue
		}
		if w.Value.String() != tt.want || w.Words != tt.phrase || w.Base != base {
			t.Errorf("%q against %q: %s, words %q, base %q, want %s", tt.phrase, tt.base, w.Value, w.Words, w.Base, tt.want)
		}
		if _, err := dates.Parse(w.Value.String()); err != nil {
			t.Errorf("%q gives a value that is not EDTF: %v", tt.phrase, err)
		}
	}
}

func TestPhraseWithItsOwnYearNeedsNoBase(t *testing.T) {
	t.Parallel()
	w, err := dates.Resolve("about 25 February 1992", mustDate(t, published+"~"))
	if err != nil || !w.Base.IsZero() || w.Value.String() != "1992-02-25~" {
		t.Errorf("%+v, %v", w, err)
	}
}

func TestRefusesPhrases(t *testing.T) {
	t.Parallel()
	tests := []struct {
		base    string
		code    fault.Code
		phrases []string
	}{
		{"", "DA020", []string{"soon, last year", "last year, soon", "last year last year"}},
		{published, "DA020", []string{"", " ", "soon", "3/4/1992", "3.4.1992", "25-26-27 February", "in March or April",
			"in the early 1990s", "on 25 and 26 February", "two weeks before", "several days ago", "two ages ago", "years ago",
			"February 25 and", "the night", "the night of 1992-", "from", "between 3 May", "between", "by", "since late March",
			"until the summer", "before summer of 1992", "after 9999", "after 31 December 9999", "summer", "last summer", "about", "about soon", "1992 yesterday", "in 1992, yesterday",
			"in 1992, last month", "in 1991, summer of 1992", "from 1991 to February", "from February to 1992", "12345",
			"25x February", "32 February 1992", "0 February 1992", "1995s", "twenty-eleven years ago", "Febuary 25",
			"in 1992, in 1993, in 1994", "early 3 March", "25-26", "25-26, 1992", "night of soon", "early", "from 1988 to", "the 3rd", "1992-2-25", "1992-ab-25",
			"February 92", "199s", "1992s", "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a"}},
		{published, "DA002", []string{"31 February 1992", "29 February 1991", "30 February", "on the night of 30-31 April 1992",
			"1992-13-01", "night of 30-31 February 1992", "between 30 and 31 February 1992", "from 30 February 1992 onwards",
			"by 31 April 1992", "before 31 April 1992", "from 30 to 31 April", "30 April 1992 to 31 April"}},
		{published, "DA006", []string{"1994-91", "1994-1991", "1994-00", "5-3 May 2001", "between 1994 and 1991"}},
		{published, "DA008", []string{"between 1991 and February 1992"}},
		{published, "DA022", []string{"1991-12", "1992-02", "1999-05", "the 1900s", "in the 2000s"}},
		{published, "DA023", []string{"in 1992, on 3 March 1993", "in 1992, 1991-94", "night of 25-27 February", "the night of February 1992",
			"night of 1992", "night of 28 February - 1 March 1992"}},
		{"", "DA021", []string{"yesterday", "29 years ago", "last year", "last month", "two weeks ago", "that night", "25 February",
			"early March", "by February 25", "night of 25 February", "from 25 to 27 February", "3 March last year"}},
		{"2021", "DA021", []string{"in February", "last month", "today", "February 25"}},
		{"2021-02", "DA021", []string{"25 February", "ten days ago", "late February", "last night"}},
		{"202X", "DA021", []string{"last year", "29 years ago"}},
		{"Y20210", "DA021", []string{"last year"}},
		{"9999-12-31", "DA004", []string{"that night", "the next day", "the night of 31 December"}},
		{"-9999-01-01", "DA004", []string{"a year ago", "last month", "yesterday", "two weeks ago"}},
		{published, "DA012", []string{"\xff ago"}},
	}
	for _, tt := range tests {
		for _, phrase := range tt.phrases {
			w, err := dates.Resolve(phrase, mustDate(t, tt.base))
			if got := fault.CodeOf(err); got != tt.code {
				t.Errorf("%q against %q: %s, %v: code %q, want %q", phrase, tt.base, w.Value, err, got, tt.code)
			}
			if !w.Value.IsZero() || w.Words != "" {
				t.Errorf("%q: a refusal comes with %+v", phrase, w)
			}
		}
	}
}

func TestTwoReadingsAreForAPerson(t *testing.T) {
	t.Parallel()
	_, err := dates.Resolve("1991-12", dates.Date{})
	var p *fault.Problem
	if !errors.As(err, &p) || p.Kind != fault.Undecided || p.Do == "" {
		t.Errorf("%v", err)
	}
}

func TestBaseMustBeGregorian(t *testing.T) {
	t.Parallel()
	base, _ := mustJulian(t, "1918-02-01").Date()
	if _, err := dates.Resolve("yesterday", base); fault.CodeOf(err) != "DA021" {
		t.Errorf("%v", err)
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"29 years ago, on the night of February 25-26", "mid-March", "by 25 Feb. 1992", "1991-94",
		"between 3 and 5 May 2001", "in the 1990s", "c. 1992", "from December 25 to January 3", "that night", "\xff"} {
		f.Add(s, published)
	}
	f.Add("last year", "2021~")
	f.Fuzz(func(t *testing.T, phrase, on string) {
		var base dates.Date
		if base.UnmarshalText([]byte(on)) != nil {
			return
		}
		w, err := dates.Resolve(phrase, base)
		if err != nil {
			if fault.KindOf(err) == 0 {
				t.Fatalf("%q: not a refusal: %v", phrase, err)
			}
			return
		}
		v, err := dates.Parse(w.Value.String())
		if err != nil || !v.Equal(w.Value) {
			t.Fatalf("%q gives %s, which reads as %s, %v", phrase, w.Value, v, err)
		}
		if w.Words != phrase || !w.Base.IsZero() && w.Base != base {
			t.Fatalf("%q: words %q, base %s", phrase, w.Words, w.Base)
		}
		checkOrder(t, w.Value)
	})
}

func BenchmarkResolve(b *testing.B) {
	base := mustDate(b, published)
	for _, phrase := range []string{"25 February 1992", "29 years ago, on the night of February 25-26", "no date at all"} {
		b.Run(phrase, func(b *testing.B) {
			for b.Loop() {
				w, err := dates.Resolve(phrase, base)
				if err == nil && w.Words != phrase {
					b.Fatal(w)
				}
			}
		})
	}
}

func ExampleResolve() {
	base, _ := dates.Gregorian.Date(2021, 2, 26)
	for _, phrase := range []string{"29 years ago", "29 years ago, on the night of February 25-26", "early March", "some time ago"} {
		w, err := dates.Resolve(phrase, base)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(w.Words, "=", w.Value)
	}
	// Output:
	// 29 years ago = 1992
	// 29 years ago, on the night of February 25-26 = 1992-02-25/1992-02-26
	// early March = [2020-03-01~..2020-03-10~]
	// the phrase "some time ago" is not one that is read as a date. Keep the words and enter the date itself
}
