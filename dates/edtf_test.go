package dates_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"reckon/dates"
	"reckon/fault"
)

func mustParse(t testing.TB, text string) dates.Value {
	t.Helper()
	v, err := dates.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return v
}

func mustDate(t testing.TB, text string) dates.Date {
	t.Helper()
	if text == "" {
		return dates.Date{}
	}
	d, ok := mustParse(t, text).Date()
	if !ok {
		t.Fatalf("%q is no single date", text)
	}
	return d
}

// points writes four points compactly: "a b" for a start and end with the same
// bounds, "a b c d" otherwise, "-" for a missing one.
func points(in dates.Interval) string {
	text := func(d dates.Day) string {
		if !d.Known() {
			return "-"
		}
		return d.String()
	}
	s := text(in.StartAfter) + " " + text(in.StartBefore)
	if in.StartAfter == in.EndAfter && in.StartBefore == in.EndBefore {
		return s
	}
	return s + " " + text(in.EndAfter) + " " + text(in.EndBefore)
}

// The expressions are those of the Library of Congress specification of 2019,
// by its sections, and further ones of the same forms.
func TestReadsEDTF(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, points, unit string }{
		// Level 0: date.
		{"1985-04-12", "1985-04-12 1985-04-12", "day"},
		{"1985-04", "1985-04-01 1985-04-30", "month"},
		{"1985", "1985-01-01 1985-12-31", "year"},
		{"0000", "0000-01-01 0000-12-31", "year"},
		{"2000-02-29", "2000-02-29 2000-02-29", "day"},
		// Level 0: date and time.
		{"1985-04-12T23:20:30", "1985-04-12 1985-04-12", "day"},
		{"1985-04-12T23:20:30Z", "1985-04-12 1985-04-12", "day"},
		{"1985-04-12T23:20:30-04", "1985-04-12 1985-04-12", "day"},
		{"1985-04-12T23:20:30+04:30", "1985-04-12 1985-04-12", "day"},
		{"2021-02-26T14:00Z", "2021-02-26 2021-02-26", "day"},
		{"2016-12-31T23:59:60Z", "2016-12-31 2016-12-31", "day"},
		{"2021-02-26T00:00+00:00", "2021-02-26 2021-02-26", "day"},
		{"2021-02-26T14:00-00:30", "2021-02-26 2021-02-26", "day"},
		// Level 0: interval.
		{"1964/2008", "1964-01-01 1964-12-31 2008-01-01 2008-12-31", "year"},
		{"2004-06/2006-08", "2004-06-01 2004-06-30 2006-08-01 2006-08-31", "month"},
		{"2004-02-01/2005-02-08", "2004-02-01 2004-02-01 2005-02-08 2005-02-08", "day"},
		{"2004-02-01/2005-02", "2004-02-01 2004-02-01 2005-02-01 2005-02-28", "month"},
		{"2004-02-01/2005", "2004-02-01 2004-02-01 2005-01-01 2005-12-31", "year"},
		{"2005/2006-02", "2005-01-01 2005-12-31 2006-02-01 2006-02-28", "year"},
		// Level 1: years of more than four digits.
		{"Y17000", "17000-01-01 17000-12-31", "year"},
		{"Y170000002", "170000002-01-01 170000002-12-31", "year"},
		{"Y-170000002", "-170000002-01-01 -170000002-12-31", "year"},
		// Level 1: seasons, in bounds that hold in both hemispheres.
		{"2001-21", "2001-03-01 2001-11-30", "season"},
		{"2001-22", "2000-12-01 2002-02-28", "season"},
		{"2001-23", "2001-03-01 2001-11-30", "season"},
		{"2003-24", "2002-12-01 2004-02-29", "season"},
		// Level 1: qualification of the whole date.
		{"1984?", "1984-01-01 1984-12-31", "year"},
		{"2004-06~", "2004-06-01 2004-06-30", "month"},
		{"2004-06-11%", "2004-06-11 2004-06-11", "day"},
		{"2001-21?", "2001-03-01 2001-11-30", "season"},
		// Level 1: unspecified digits from the right.
		{"201X", "2010-01-01 2019-12-31", "decade"},
		{"20XX", "2000-01-01 2099-12-31", "century"},
		{"2004-XX", "2004-01-01 2004-12-31", "year"},
		{"1985-04-XX", "1985-04-01 1985-04-30", "month"},
		{"1985-XX-XX", "1985-01-01 1985-12-31", "year"},
		{"199X~", "1990-01-01 1999-12-31", "decade"},
		{"-198X", "-1989-01-01 -1980-12-31", "decade"},
		{"-19XX", "-1999-01-01 -1900-12-31", "century"},
		// Level 1: open and unknown ends.
		{"1985-04-12/..", "1985-04-12 1985-04-12 - -", "day"},
		{"1985-04/..", "1985-04-01 1985-04-30 - -", "month"},
		{"1985/..", "1985-01-01 1985-12-31 - -", "year"},
		{"../1985-04-12", "- - 1985-04-12 1985-04-12", "day"},
		{"../1985-04", "- - 1985-04-01 1985-04-30", "month"},
		{"../1985", "- - 1985-01-01 1985-12-31", "year"},
		{"1985-04-12/", "1985-04-12 1985-04-12 - -", "day"},
		{"1985-04/", "1985-04-01 1985-04-30 - -", "month"},
		{"1985/", "1985-01-01 1985-12-31 - -", "year"},
		{"/1985-04-12", "- - 1985-04-12 1985-04-12", "day"},
		{"/1985-04", "- - 1985-04-01 1985-04-30", "month"},
		{"/1985", "- - 1985-01-01 1985-12-31", "year"},
		{"1984~/2004-06", "1984-01-01 1984-12-31 2004-06-01 2004-06-30", "year"},
		{"1984/2004-06~", "1984-01-01 1984-12-31 2004-06-01 2004-06-30", "year"},
		{"1984?/2004%", "1984-01-01 1984-12-31 2004-01-01 2004-12-31", "year"},
		{"2004-06-XX/2004-07-03", "2004-06-01 2004-06-30 2004-07-03 2004-07-03", "month"},
		// A span within a year overlaps its own ends.
		{"2004-02-01/2004", "2004-02-01 2004-02-01 2004-01-01 2004-12-31", "year"},
		// Level 1: negative years.
		{"-1985", "-1985-01-01 -1985-12-31", "year"},
		{"-0004-02-29", "-0004-02-29 -0004-02-29", "day"},
		// Level 2: one of a set.
		{"[1667,1668,1670..1672]", "1667-01-01 1672-12-31", "year"},
		{"[..1760-12-03]", "- 1760-12-03", "day"},
		{"[1760-12..]", "1760-12-01 -", "month"},
		{"[1760-01,1760-02,1760-12..]", "1760-01-01 -", "month"},
		{"[1667,1760-12]", "1667-01-01 1760-12-31", "year"},
		{"[1760-12,1667]", "1667-01-01 1760-12-31", "year"},
		{"[..1984]", "- 1984-12-31", "year"},
		{"[..1984,1990~]", "- 1990-12-31", "year"},
		{"[1992]", "1992-01-01 1992-12-31", "year"},
		// Level 2: all of a set.
		{"{1667,1668,1670..1672}", "1667-01-01 1667-12-31 1672-01-01 1672-12-31", "year"},
		{"{1960,1961-12}", "1960-01-01 1960-12-31 1961-12-01 1961-12-31", "year"},
		{"{1961-12,1960}", "1960-01-01 1960-12-31 1961-12-01 1961-12-31", "year"},
		{"{..1984}", "- - 1984-01-01 1984-12-31", "year"},
		{"{..1984,1990}", "- - 1990-01-01 1990-12-31", "year"},
		{"{1980,1984..}", "1980-01-01 1980-12-31 - -", "year"},
	}
	for _, tt := range tests {
		v, err := dates.Parse(tt.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.text, err)
			continue
		}
		if v.String() != tt.text {
			t.Errorf("Parse(%q) writes back %q", tt.text, v)
		}
		if got := points(v.Interval()); got != tt.points {
			t.Errorf("%s: points %s, want %s", tt.text, got, tt.points)
		}
		if got := v.Granularity().String(); got != tt.unit {
			t.Errorf("%s is to the %s, want %s", tt.text, got, tt.unit)
		}
	}
}

func TestRefusesWhatIsNotEDTF(t *testing.T) {
	t.Parallel()
	tests := map[fault.Code][]string{
		"DA001": {"", " ", "-", "?", "1", "198", "19855", "1985-4", "1985-4-1", "1985/04/12", "19850412", "1985-04-12 ",
			" 1985", "1985-04-12-", "1985-", "12-04-1985", "Feb 1992", "1985--04", "١٩٨٥", "+1985", "[1985", "1985]",
			"[]", "{}", "[1985,]", "[,1985]", "[1985,  1986]", "[[1985]]", "1985..1986", "unknown/1985", "open",
			"1984/2004/2005", "1985-0a", "1985-01-0a", "[1985..x]", "[x..1985]", "[1985}", "/1985-", "Yx"},
		"DA002": {"1992-02-30", "1993-02-29", "1900-02-29", "-0003-02-29", "1992-13", "1992-00", "1992-00-01", "1992-01-00",
			"1992-04-31", "1992-13-XX", "1992-20", "1992-42", "1992-21-01", "1992-01-32/1993"},
		"DA003": {"Y-17E7", "Y171010000S3", "1950S2", "156X-12-25", "15XX-12-25", "XXXX-12-XX", "1XXX-XX", "1984-XX-12",
			"2004-06~-11", "2004?-06-11", "?2004-06-~11", "2004-%06", "2001-34", "1985-25", "199X-03", "1XXX", "XXXX",
			"1984?~", "X984", "1X84"},
		"DA004": {"Y1985", "Y", "Y-", "Y-1985", "Y019850", "Y0", "-0000", "-0000-01-01", "-000X", "-00XX"},
		"DA005": {"1985-04-12T24:00:00", "1985-04-12T23:60", "1985-04-12T23", "1985-04-12T", "1985-04-12T2:20", "1985-04-12T23:20:60",
			"1985-04-12T23:59:61", "1985-04-12T23:20:30z", "1985-04-12T23:20+4", "1985-04-12T23:20-00:00",
			"1985-04-12T23:20-00", "1985-04-12T23:20+04:60", "1985-04-12T23:20Z?", "1985-04-12T23:20+04:30:00",
			"1985-04T10:00", "1985T10:00", "1985-04-12T10:00/1985-04-13", "[1985-04-12T10:00,1986]",
			"1985-04-12T23:20:30.5", "1985-04-12T10:00:"},
		"DA006": {"2008/1964", "2004-02-02/2004-02-01", "2005/2004-12-31", "[1672..1670]", "{1672..1670}"},
		"DA007": {"/", "../", "/..", "../..", "[..]", "{..}", "[1985,..]"},
		"DA008": {"[1760-12..1762]", "{1760..1762-01-01}", "[1985,..1986]", "[1985..,1986]"},
	}
	for code, texts := range tests {
		for _, text := range texts {
			v, err := dates.Parse(text)
			if got := fault.CodeOf(err); got != code {
				t.Errorf("Parse(%q) = %v, %v: code %q, want %q", text, v, err, got, code)
			}
			if !errors.Is(err, fs.ErrInvalid) {
				t.Errorf("Parse(%q): the error is no invalid input: %v", text, err)
			}
			if !v.IsZero() {
				t.Errorf("Parse(%q) returns %v beside an error", text, v)
			}
		}
	}
}

func TestSetsMayHaveASpaceAfterTheComma(t *testing.T) {
	t.Parallel()
	if got := mustParse(t, "[1667, 1668, 1670..1672]").String(); got != "[1667,1668,1670..1672]" {
		t.Errorf("canonical form %s", got)
	}
}

func TestTellsOpenFromUnknown(t *testing.T) {
	t.Parallel()
	open, unknown := mustParse(t, "1985/..").Interval(), mustParse(t, "1985/").Interval()
	if !open.OpenEnd || open.OpenStart || unknown.OpenEnd {
		t.Errorf("open %+v, unknown %+v", open, unknown)
	}
	if in := mustParse(t, "../1985").Interval(); !in.OpenStart || in.OpenEnd {
		t.Errorf("%+v", in)
	}
	if in := mustParse(t, "{1980,1984..}").Interval(); !in.OpenEnd {
		t.Errorf("%+v", in)
	}
}

func TestDateKeepsItsParts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text             string
		year, month, day int
	}{
		{"1992-02-25", 1992, 2, 25},
		{"1992-02~", 1992, 2, 0},
		{"1992-02-XX", 1992, 2, 0},
		{"1992-XX-XX?", 1992, 0, 0},
		{"1992-22%", 1992, 0, 0},
		{"199X", 0, 0, 0},
		{"Y-17000", -17000, 0, 0},
		{"2021-02-26T14:00Z", 2021, 2, 26},
	}
	for _, tt := range tests {
		d := mustDate(t, tt.text)
		if y, m, n := d.Parts(); y != tt.year || m != tt.month || n != tt.day || d.String() != tt.text {
			t.Errorf("%s: %d %d %d, and it is written %s", tt.text, y, m, n, d)
		}
	}
}

func TestTextRoundTrip(t *testing.T) {
	t.Parallel()
	var v dates.Value
	var d dates.Date
	if err := v.UnmarshalText([]byte("[1984..1986]")); err != nil || v.String() != "[1984..1986]" {
		t.Errorf("%v, %v", v, err)
	}
	if err := d.UnmarshalText([]byte("1984-XX")); err != nil || d.String() != "1984-XX" {
		t.Errorf("%v, %v", d, err)
	}
	if v.UnmarshalText([]byte("soon")) == nil || d.UnmarshalText([]byte("1984/1985")) == nil {
		t.Error("text that is no date was read")
	}
	if v.String() != "[1984..1986]" || d.String() != "1984-XX" {
		t.Error("a refused text changed the receiver")
	}
	if b, err := v.MarshalText(); err != nil || string(b) != "[1984..1986]" {
		t.Errorf("%s, %v", b, err)
	}
	if v.UnmarshalText(nil) != nil || d.UnmarshalText(nil) != nil || !v.IsZero() || !d.IsZero() {
		t.Error("empty text is not the zero value")
	}
	if b, err := v.MarshalText(); err != nil || len(b) != 0 {
		t.Errorf("the zero value writes %q, %v", b, err)
	}
	j, _ := dates.Julian.Parse("1918-02-01")
	jd, _ := j.Date()
	_, err1 := j.MarshalText()
	_, err2 := jd.MarshalText()
	if fault.CodeOf(err1) != "DA010" || fault.CodeOf(err2) != "DA010" {
		t.Errorf("a Julian date passes for EDTF: %v, %v", err1, err2)
	}
}

func TestMakesDates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		year, month, day int
		want             string
		code             fault.Code
	}{
		{1992, 2, 29, "1992-02-29", ""},
		{1992, 2, 0, "1992-02", ""},
		{1992, 0, 0, "1992", ""},
		{-1, 12, 31, "-0001-12-31", ""},
		{1993, 2, 29, "", "DA002"},
		{1993, 13, 0, "", "DA002"},
		{1993, 0, 1, "", "DA002"},
		{1993, -1, 0, "", "DA002"},
		{1993, 1, -1, "", "DA002"},
		{10000, 0, 0, "", "DA004"},
		{-10000, 0, 0, "", "DA004"},
	}
	for _, tt := range tests {
		d, err := dates.Gregorian.Date(tt.year, tt.month, tt.day)
		if d.String() != tt.want || fault.CodeOf(err) != tt.code {
			t.Errorf("Date(%d, %d, %d) = %q, %v", tt.year, tt.month, tt.day, d, err)
		}
	}
}

func TestEqualMindsEveryPart(t *testing.T) {
	t.Parallel()
	texts := []string{"1985", "1985~", "1985/", "1985/..", "/1985", "../1985", "[1985]", "{1985}", "[1985..]", "[1985,1986]",
		"[1985,1987]", "1985/1986", "1985-XX", "1985-01-01", "1985-01-01T10:00", "1985-01-01T10:00Z", "1985-01-01T10:00:00"}
	for i, a := range texts {
		for j, b := range texts {
			if got := mustParse(t, a).Equal(mustParse(t, b)); got != (i == j) {
				t.Errorf("%s equals %s: %v", a, b, got)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1992-02-25", "199X~", "Y-17000", "1984?/..", "[1667, 1668,1670..1672]", "{..1984}",
		"2021-02-26T14:00:00+04:30", "-198X", "1992-XX-XX", "1992-02-30", "/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := dates.Parse(text)
		if err != nil {
			return
		}
		if strings.ReplaceAll(text, ", ", ",") != v.String() {
			t.Errorf("%q writes back %q", text, v)
		}
		w, err := dates.Parse(v.String())
		if err != nil || !w.Equal(v) {
			t.Errorf("%q, %q, %v", v, w, err)
		}
		checkOrder(t, v)
	})
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"1992-02-25", "1992-02/1993~", "[1667,1668,1670..1672]"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := dates.Parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleParse() {
	for _, text := range []string{"1992", "1992-02~", "1992-02-30"} {
		v, err := dates.Parse(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		in := v.Interval()
		fmt.Println(v, "is known to the", v.Granularity(), "- from", in.StartAfter, "to", in.EndBefore)
	}
	// Output:
	// 1992 is known to the year - from 1992-01-01 to 1992-12-31
	// 1992-02~ is known to the month - from 1992-02-01 to 1992-02-29
	// "1992-02-30": that month has no day 30
}
