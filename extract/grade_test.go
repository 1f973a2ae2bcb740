package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/extract"
)

// The grade of the last figure in each text.
func TestGradesByBond(t *testing.T) {
	t.Parallel()
	tests := []struct{ grade, text string }{
		{"firm", "Fourteen people were killed."},
		{"firm", "The flood killed 14 people."},
		{"firm", "The death toll rose to 14."},
		{"firm", "Fourteen houses were destroyed."},
		{"firm", "At least 14 people were killed."},
		{"firm", "Forty people were killed, including nine children."},
		{"firm", "Fourteen people may have been killed."},
		{"probable", "Fourteen brellows were killed."},
		{"probable", "A teacher was killed."},
		{"probable", "In a similar attack 14 people were killed."},
		{"look", "Guards shot 14 residents."},
		{"look", "Fourteen people may be killed."},
		{"look", "The storm could kill 14 people."},
		{"look", "Nine people were killed, including 14 women."},
		{"look", "Most of the residents were killed."},
	}
	l := english(t)
	for _, tt := range tests {
		r := extract.Text(tt.text, l)
		if len(r.Figures) == 0 {
			t.Errorf("%s: nothing", tt.text)
			continue
		}
		f := r.Figures[len(r.Figures)-1]
		if string(f.Grade) != tt.grade || f.Why[len(f.Why)-1] != "graded "+tt.grade {
			t.Errorf("%s: %s, why %q, want %s", tt.text, f.Grade, f.Why, tt.grade)
		}
	}
}

// A zero is a figure, and the span is the word that says it.
func TestZeroes(t *testing.T) {
	t.Parallel()
	l := english(t)
	for text, want := range map[string]string{
		"No one was killed.":                    "No one killed",
		"Nobody was killed.":                    "Nobody killed",
		"No people were killed.":                "No killed",
		"No children were killed.":              "No killed children",
		"No casualties were reported.":          "No killed_or_wounded",
		"There were no casualties.":             "no killed_or_wounded",
		"There were no deaths.":                 "no killed",
		"There were no injuries.":               "no wounded",
		"No houses were destroyed.":             "No destroyed houses",
		"Nine died; no one was injured.":        "Nine killed; no one wounded",
		"No one was injured, the council said.": "No one wounded @the council",
	} {
		r := extract.Text(text, l)
		got := []string{}
		for _, f := range r.Figures {
			got = append(got, render(r, f))
			if strings.EqualFold(f.Text[:2], "no") && !strings.HasPrefix(f.Text, "Nine") && bounds(f) != "0 0 0" {
				t.Errorf("%s: bounds %s", text, bounds(f))
			}
		}
		if d := cmp.Diff(want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%s\n%s", text, d)
		}
	}
}

// One person without a number is proposed as an implicit one.
func TestImplicitOne(t *testing.T) {
	t.Parallel()
	l := english(t)
	for text, want := range map[string]string{
		"A woman was killed.":     "A killed women",
		"A child was wounded.":    "A wounded children",
		"An officer was killed.":  "An killed officers",
		"A soldier was killed.":   "A killed soldiers",
		"A teacher was abducted.": "A abducted school_staff",
		"A nurse was arrested.":   "A detained health_workers",
	} {
		r := extract.Text(text, l)
		if len(r.Figures) != 1 || render(r, r.Figures[0]) != want || !r.Figures[0].ImplicitOne || bounds(r.Figures[0]) != "1 1 1" {
			t.Errorf("%s: %+v, want %s", text, r.Figures, want)
		}
	}
}

// The phrases of time and place nearest to the figure, as words of the text.
func TestScopes(t *testing.T) {
	t.Parallel()
	l := english(t)
	for text, want := range map[string]string{
		"Since Monday 14 people have been killed.":         "time Since Monday",
		"Fourteen people were killed yesterday.":           "time yesterday",
		"Fourteen people were killed last week.":           "time last week",
		"Fourteen people were killed overnight.":           "time overnight",
		"Fourteen people were killed in Belo.":             "place in Belo",
		"Fourteen people were killed near Mora.":           "place near Mora",
		"Fourteen people were killed in Upper Belo.":       "place in Upper Belo",
		"Fourteen people were killed.":                     "",
		"Since Monday 14 people have been killed in Belo.": "time Since Monday, place in Belo",
		"The flood killed 14 people in the valley.":        "",
	} {
		f := extract.Text(text, l).Figures[0]
		got := []string{}
		for _, s := range f.Scope {
			got = append(got, s.Kind+" "+s.Text)
			if string([]rune(text)[s.Start:s.End]) != s.Text {
				t.Errorf("%s: %+v is not there", text, s)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// The same text read twice, or with a text before it, gives the same figures.
func TestNoMemoryBetweenTexts(t *testing.T) {
	t.Parallel()
	l := english(t)
	texts := []string{
		"The council said that 14 people were killed.", "It added that 20 were wounded.", "The five men were brothers.",
		"Among the dead were nine women.", "Of the 14, two were children.", "Later 432 died, 477 were wounded.", "",
	}
	first := make([]extract.Result, len(texts))
	for k, text := range texts {
		first[k] = extract.Text(text, l)
	}
	for k := len(texts) - 1; k >= 0; k-- {
		if d := cmp.Diff(first[k], extract.Text(texts[k], l)); d != "" {
			t.Errorf("%s\n%s", texts[k], d)
		}
	}
}
