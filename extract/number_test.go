package extract_test

import (
	"testing"

	"reckon/extract"
)

// Each number stands before "people were killed."; the span is the number
// expression alone. The bounds are value, low and high.
func TestNumberForms(t *testing.T) {
	t.Parallel()
	tests := []struct{ lead, number, tail, bounds, qualifier string }{
		// Digits.
		{"", "7", "", "7 7 7", "exact"},
		{"", "70", "", "70 70 70", "exact"},
		{"", "4,321", "", "4321 4321 4321", "exact"},
		{"", "54,321", "", "54321 54321 54321", "exact"},
		{"", "1,654,321", "", "1654321 1654321 1654321", "exact"},
		{"", "4 321", "", "4321 4321 4321", "exact"},
		{"", "4\u00a0321", "", "4321 4321 4321", "exact"},
		{"", "4\u2009321", "", "4321 4321 4321", "exact"},
		{"", "4\u202f321", "", "4321 4321 4321", "exact"},
		{"", "1 654 321", "", "1654321 1654321 1654321", "exact"},
		{"", "4'321", "", "4321 4321 4321", "exact"},
		{"", "1.5 million", "", "1500000 1500000 1500000", "exact"},
		{"", "2 million", "", "2000000 2000000 2000000", "exact"},
		{"", "12 thousand", "", "12000 12000 12000", "exact"},
		{"", "3 hundred", "", "300 300 300", "exact"},
		{"", "٣٤", "", "34 34 34", "exact"},
		// Words.
		{"", "seven", "", "7 7 7", "exact"},
		{"", "nineteen", "", "19 19 19", "exact"},
		{"", "twenty-one", "", "21 21 21", "exact"},
		{"", "ninety-nine", "", "99 99 99", "exact"},
		{"", "one hundred", "", "100 100 100", "exact"},
		{"", "a hundred", "", "100 100 100", "exact"},
		{"", "one hundred and seven", "", "107 107 107", "exact"},
		{"", "three hundred and forty-two", "", "342 342 342", "exact"},
		{"", "two thousand", "", "2000 2000 2000", "exact"},
		{"", "a thousand", "", "1000 1000 1000", "exact"},
		{"", "two thousand three hundred", "", "2300 2300 2300", "exact"},
		{"", "fifteen hundred", "", "1500 1500 1500", "exact"},
		{"", "one million", "", "1000000 1000000 1000000", "exact"},
		{"", "a dozen", "", "12 12 12", "exact"},
		{"", "two dozen", "", "24 24 24", "exact"},
		// Ranges.
		{"", "10 to 15", "", "- 10 15", "range"},
		{"", "10-15", "", "- 10 15", "range"},
		{"", "10–15", "", "- 10 15", "range"},
		{"between ", "10 and 15", "", "- 10 15", "range"},
		{"", "ten or twelve", "", "- 10 12", "range"},
		{"", "five to seven", "", "- 5 7", "range"},
		{"", "1,000 to 1,500", "", "- 1000 1500", "range"},
		{"", "two to three thousand", "", "- 2000 3000", "range"},
		{"between ", "two and three hundred", "", "- 200 300", "range"},
		// Vague words.
		{"", "dozens", " of", "- - -", "vague"},
		{"", "scores", " of", "- - -", "vague"},
		{"", "hundreds", " of", "- - -", "vague"},
		{"", "thousands", " of", "- - -", "vague"},
		{"", "tens of thousands", " of", "- - -", "vague"},
		{"", "hundreds of thousands", " of", "- - -", "vague"},
		{"", "several", "", "- - -", "vague"},
		{"", "many", "", "- - -", "vague"},
		{"", "several dozen", "", "- - -", "vague"},
		{"", "several thousand", "", "- - -", "vague"},
		{"", "a few", "", "- - -", "vague"},
		{"", "numerous", "", "- - -", "vague"},
		// Zero.
		{"", "no", "", "0 0 0", "exact"},
		{"", "zero", "", "0 0 0", "exact"},
		// Cues.
		{"at least ", "40", "", "40 40 -", "at_least"},
		{"no less than ", "40", "", "40 40 -", "at_least"},
		{"no fewer than ", "40", "", "40 40 -", "at_least"},
		{"not less than ", "40", "", "40 40 -", "at_least"},
		{"a minimum of ", "40", "", "40 40 -", "at_least"},
		{"more than ", "40", "", "40 40 -", "more_than"},
		{"over ", "40", "", "40 40 -", "more_than"},
		{"well over ", "40", "", "40 40 -", "more_than"},
		{"upwards of ", "40", "", "40 40 -", "more_than"},
		{"in excess of ", "40", "", "40 40 -", "more_than"},
		{"up to ", "40", "", "40 - 40", "up_to"},
		{"as many as ", "40", "", "40 - 40", "up_to"},
		{"at most ", "40", "", "40 - 40", "up_to"},
		{"no more than ", "40", "", "40 - 40", "up_to"},
		{"less than ", "40", "", "40 - 40", "fewer_than"},
		{"fewer than ", "40", "", "40 - 40", "fewer_than"},
		{"just under ", "40", "", "40 - 40", "fewer_than"},
		{"about ", "40", "", "40 - -", "about"},
		{"around ", "40", "", "40 - -", "about"},
		{"approximately ", "40", "", "40 - -", "about"},
		{"nearly ", "40", "", "40 - -", "about"},
		{"almost ", "40", "", "40 - -", "about"},
		{"roughly ", "40", "", "40 - -", "about"},
		{"some ", "40", "", "40 - -", "about"},
		{"an estimated ", "40", "", "40 - -", "about"},
		{"close to ", "40", "", "40 - -", "about"},
		{"", "40", " or more", "40 40 -", "at_least"},
		{"", "40", " or so", "40 - -", "about"},
		{"at least ", "forty", "", "40 40 -", "at_least"},
		{"nearly ", "two hundred", "", "200 - -", "about"},
		{"more than ", "a dozen", "", "12 12 -", "more_than"},
		{"at least ", "1.5 million", "", "1500000 1500000 -", "at_least"},
		{"an estimated ", "10 to 15", "", "- 10 15", "range"},
		{"about ", "10-15", "", "- 10 15", "range"},
		// Words that add nothing.
		{"a total of ", "40", "", "40 40 40", "exact"},
		{"another ", "40", "", "40 40 40", "exact"},
		{"a further ", "40", "", "40 40 40", "exact"},
		{"an additional ", "40", "", "40 40 40", "exact"},
		{"a total of at least ", "40", "", "40 40 -", "at_least"},
	}
	l := english(t)
	for _, tt := range tests {
		text := "In Belo " + tt.lead + tt.number + tt.tail + " people were killed."
		r := extract.Text(text, l)
		if len(r.Figures) != 1 {
			t.Errorf("%s: %v", text, briefs(r))
			continue
		}
		f := r.Figures[0]
		if f.Text != tt.number || bounds(f) != tt.bounds || string(f.Qualifier) != tt.qualifier {
			t.Errorf("%s: %q %s %s, want %q %s %s", text, f.Text, bounds(f), f.Qualifier, tt.number, tt.bounds, tt.qualifier)
		}
		if f.Status != "killed" || f.Unit != "persons" || f.SubsetOf != nil || f.Attribution != nil {
			t.Errorf("%s: %s", text, render(r, f))
		}
	}
}

// Spans count code points, whatever stands before the number.
func TestSpansBehindWideText(t *testing.T) {
	t.Parallel()
	l := english(t)
	for _, lead := range []string{
		"", "x ", "é ", "e\u0301 ", "🕯 ", "🕯🕯🕯 ", "👩‍👧 ", "🇦🇶 ", "日本 ", "मोरा ", "مورا ", "“", "— ", "Ünïcödé. ", "\u00a0", "\ufeff", "ﬁ ",
		"𝔅𝔢𝔩𝔬 ", "Z̶a̶l̶g̶o̶ ", "line\n\n", "line\r\n\r\n", "\t", "· ", "🕯\n\n🕯 ",
	} {
		text := lead + "At least 14 people were killed, the council of Bélo said."
		r := extract.Text(text, l)
		if len(r.Figures) != 1 {
			t.Errorf("%q: %v", text, briefs(r))
			continue
		}
		f, points := r.Figures[0], []rune(text)
		at := len([]rune(lead))
		if f.Start != at+9 || f.End != at+11 || string(points[f.Start:f.End]) != "14" {
			t.Errorf("%q: number from %d to %d", text, f.Start, f.End)
		}
		if q := f.QualifierSpan; q == nil || q.Start != at || q.End != at+8 || string(points[q.Start:q.End]) != q.Text {
			t.Errorf("%q: qualifier %+v", text, q)
		}
		if a := f.Attribution; a == nil || string(points[a.Start:a.End]) != "the council of Bélo" {
			t.Errorf("%q: speaker %+v", text, a)
		}
	}
}
