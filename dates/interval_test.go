package dates_test

import (
	"fmt"
	"testing"

	"reckon/dates"
	"reckon/fault"
)

func TestFourPointsAsEDTF(t *testing.T) {
	t.Parallel()
	day := func(s string) dates.Day { return mustDate(t, s).First() }
	tests := []struct {
		in   dates.Interval
		want string
		code fault.Code
	}{
		{mustParse(t, "1992-02-25").Interval(), "1992-02-25", ""},
		{mustParse(t, "1992-02~").Interval(), "1992-02~", ""},
		{mustParse(t, "1992").Interval(), "1992", ""},
		{mustParse(t, "199X").Interval(), "199X", ""},
		{mustParse(t, "19XX").Interval(), "19XX", ""},
		{mustParse(t, "-198X").Interval(), "-198X", ""},
		{mustParse(t, "-19XX").Interval(), "-19XX", ""},
		{mustParse(t, "-9999").Interval(), "-9999", ""},
		{mustParse(t, "9999").Interval(), "9999", ""},
		{mustParse(t, "-999X").Interval(), "-999X", ""},
		{mustParse(t, "Y-10000").Interval(), "Y-10000", ""},
		{mustParse(t, "Y17000").Interval(), "Y17000", ""},
		{mustParse(t, "1992-XX").Interval(), "1992", ""},
		{mustParse(t, "1992-21").Interval(), "[1992-03-01..1992-11-30]", ""},
		{mustParse(t, "1984?/2004-06~").Interval(), "1984?/2004-06~", ""},
		{mustParse(t, "1984/..").Interval(), "1984/..", ""},
		{mustParse(t, "/1984-02-03").Interval(), "/1984-02-03", ""},
		{mustParse(t, "../199X").Interval(), "../199X", ""},
		{mustParse(t, "1992-02/1992-02").Interval(), "1992-02", ""},
		{mustParse(t, "1992-02?/1992-02~").Interval(), "[1992-02-01?..1992-02-29~]", ""},
		{mustParse(t, "[..1984]").Interval(), "[..1984-12-31]", ""},
		{mustParse(t, "[1984-05..]").Interval(), "[1984-05-01..]", ""},
		{mustParse(t, "[1667,1668,1670..1672]").Interval(), "[1667-01-01..1672-12-31]", ""},
		{mustParse(t, "[1670~,1672]").Interval(), "[1670-01-01~..1672-12-31~]", ""},
		{mustParse(t, "{1667,1670..1672}").Interval(), "1667/1672", ""},
		{dates.Interval{StartAfter: day("1992-02-25"), StartBefore: day("1992-02-26"), EndAfter: day("1992-02-27"), EndBefore: day("1992-02-27")}, "", "DA009"},
		{dates.Interval{StartAfter: day("1992-02-25"), StartBefore: day("1992-02-25"), EndAfter: day("1992-02-27")}, "", "DA009"},
		{dates.Interval{StartBefore: day("1992-02-25"), EndBefore: day("1992-02-27")}, "", "DA009"},
		{dates.Interval{StartAfter: day("1992-02-25"), StartBefore: day("1992-02-25"), OpenStart: true}, "", "DA009"},
		{dates.Interval{StartAfter: day("1992-02-25"), EndAfter: day("1992-02-25"), OpenEnd: true}, "", "DA009"},
		{dates.Interval{StartBefore: mustDate(t, "Y12000").Last(), EndBefore: mustDate(t, "Y12000").Last()}, "", "DA009"},
		{dates.Interval{StartAfter: mustDate(t, "Y12000").Last(), EndAfter: mustDate(t, "Y12000").Last()}, "", "DA009"},
		{dates.Interval{}, "", "DA009"},
		{dates.Interval{StartAfter: day("1992-02-26"), StartBefore: day("1992-02-25")}, "", "DA006"},
		{dates.Interval{EndAfter: day("1992-02-26"), EndBefore: day("1992-02-25")}, "", "DA006"},
		{dates.Interval{StartAfter: day("1992-02-26"), EndBefore: day("1992-02-25")}, "", "DA006"},
	}
	for _, tt := range tests {
		v, err := tt.in.Value()
		if v.String() != tt.want || fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %q, %v, want %q %s", tt.in, v, err, tt.want, tt.code)
		}
	}
}

func TestOverlapsOfIntervals(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b, overlaps string }{
		{"1992-02-25", "1992-02-25", "yes"},
		{"1992-02-25", "1992-02-26", "no"},
		{"1992-02", "1992-02-26", "possibly"},
		{"1992-02", "1992-02", "possibly"},
		{"1992-02", "1992-03", "no"},
		{"1992-02-01/1992-02-29", "1992-02-26", "yes"},
		{"1992-02-01/1992-02-29", "1992-02", "yes"},
		{"1992-02-26", "1992-02-01/1992-02-29", "yes"},
		{"1992-02-25/1992-02-26", "1992-02-26/1992-02-27", "yes"},
		{"1991/1993", "1992-06", "yes"},
		{"1991/1993", "1993-06", "possibly"},
		{"1991/1993", "1994", "no"},
		{"1988/..", "1987", "no"},
		{"1988/..", "1995", "possibly"},
		{"1988/", "1988-12-31/1995", "possibly"},
		{"[..1992-02-25]", "1992-02-26", "no"},
		{"[..1992-02-25]", "1992-02-25", "possibly"},
		{"1667-01-01/1667-12-31", "1667-03", "yes"},
	}
	for _, tt := range tests {
		a, b := mustParse(t, tt.a), mustParse(t, tt.b)
		if got := a.Interval().Overlaps(b.Interval()).String(); got != tt.overlaps {
			t.Errorf("%s overlaps %s: %s, want %s", a, b, got, tt.overlaps)
		}
		if x, y := a.Overlaps(b), b.Overlaps(a); x != y || x.String() != tt.overlaps {
			t.Errorf("%s overlaps %s: %s, and the other way %s, want %s", a, b, x, y, tt.overlaps)
		}
	}
}

func TestOverlapsMindsTheGapsInSets(t *testing.T) {
	t.Parallel()
	tests := []struct{ a, b, want string }{
		{"[1667-05-01,1667-05-03]", "1667-05-02", "no"},
		{"[1667-05-01,1667-05-03]", "1667-05-03", "possibly"},
		{"[1667-05-01,1667-05-03]", "1667-05-01/1667-05-03", "yes"},
		{"{1667-05-01,1667-05-03}", "1667-05-02", "no"},
		{"{1667-05-01,1667-05-03}", "1667-05-03", "yes"},
		{"{1667,1669}", "1669", "possibly"},
		{"{1667-05-01..1667-05-09}", "1667-05-03", "yes"},
		{"[1667-05-01..1667-05-09]", "1667-05-03", "possibly"},
		{"[1667-05-01,1667-05-03]", "{1667-05-01,1667-05-03}", "yes"},
		{"[1667-05-01,1667-05-03]", "[1667-05-02,1667-05-04]", "no"},
	}
	for _, tt := range tests {
		if got := mustParse(t, tt.a).Overlaps(mustParse(t, tt.b)).String(); got != tt.want {
			t.Errorf("%s overlaps %s: %s, want %s", tt.a, tt.b, got, tt.want)
		}
	}
	if got := (dates.Value{}).Overlaps(mustParse(t, "1992")); got != dates.Possibly {
		t.Errorf("no date overlaps: %s", got)
	}
}

func TestMembersHaveTheirOwnPoints(t *testing.T) {
	t.Parallel()
	list := mustParse(t, "[1667,1670..1672]").Members()
	if len(list) != 2 || points(list[0]) != "1667-01-01 1667-12-31" || points(list[1]) != "1670-01-01 1672-12-31" {
		t.Errorf("%v", list)
	}
	if (dates.Value{}).Members() != nil {
		t.Error("no date has members")
	}
	if got := (dates.Value{}).Interval(); got != (dates.Interval{}) {
		t.Errorf("no date has the points %v", got)
	}
}

func TestNamesOfKinds(t *testing.T) {
	t.Parallel()
	got := fmt.Sprint(dates.Single, dates.Span, dates.OneOf, dates.AllOf, dates.Shape(0), dates.Shape(9), dates.Granularity(0),
		dates.Granularity(9), dates.Answer(9), mustParse(t, "{1992}").Shape(), dates.Day{}.String() == "", dates.Interval{})
	want := "single span one of all of none unknown none unknown unknown all of true (.., .., .., ..)"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func ExampleInterval() {
	night, _ := dates.Parse("1992-02-25/1992-02-26")
	month, _ := dates.Parse("1992-02")
	in := night.Interval()
	days, _ := in.Days()
	fmt.Println("started", in.StartAfter, "ended", in.EndBefore, "days", days)
	fmt.Println("shares a day with some event in February:", in.Overlaps(month.Interval()))
	// Output:
	// started 1992-02-25 ended 1992-02-26 days 2
	// shares a day with some event in February: possibly
}
