package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/extract"
)

// Marks say why a figure may not be a new one: the number, the kind and the
// number of the figure it is about.
func TestMarks(t *testing.T) {
	t.Parallel()
	l := english(t)
	for _, tt := range []row{
		{"Floods displaced 200 families (about 900 people).", "900 same_people 200"},
		{"Floods displaced 900 people (200 families).", "200 same_people 900"},
		{"The flood killed 40 people; the council put the figure at 60.", "60 rival 40"},
		{"The flood killed 60 people (40 according to the council).", "40 rival 60"},
		{"The flood killed 40 people. The flood in Mora killed 40 people.", "40 restates 40"},
		{"In a similar attack 14 people were killed.", "14 other_event"},
		{"In a separate attack 14 people were killed.", "14 other_event"},
		{"In an earlier attack 14 people were killed.", "14 other_event"},
		{"Fourteen people were killed.", ""},
		{"Nine people were killed and 14 wounded.", ""},
		{"Forty people were killed, including nine children.", ""},
	} {
		r := extract.Text(tt.text, l)
		got := []string{}
		for _, f := range r.Figures {
			for _, m := range f.Marks {
				line := f.Text + " " + m.Kind
				for _, p := range r.Figures {
					if p.ID == m.Figure {
						line += " " + p.Text
					}
				}
				got = append(got, line)
			}
		}
		if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%s\n%s", tt.text, d)
		}
	}
}

// A sum of two fates is the whole of the two.
func TestSums(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Some 90 people were killed or wounded. Later 40 died and 50 were wounded.", "90 about killed_or_wounded; 40 killed <90; 50 wounded <90"},
		{"Ninety people were killed or wounded.", "Ninety killed_or_wounded"},
		{"Ninety people were killed and wounded.", "Ninety killed_or_wounded"},
		{"The raid killed or wounded 90 people.", "90 killed_or_wounded"},
	})
}

// A count named again is no new figure.
func TestRepeats(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Nine men were killed. The nine men were brothers.", "Nine killed men"},
		{"Nine miners were killed. The nine miners came from Belo.", "Nine killed workers"},
		{"Nine people were arrested. These nine people were teachers.", "Nine detained"},
	})
}

// Lists share the verb that stands once.
func TestShares(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Nine women and six men were killed.", "Nine killed women; six killed men"},
		{"Nine women, six men and two children were killed.", "Nine killed women; six killed men; two killed children"},
		{"The flood killed nine women, six men and two children.", "nine killed women; six killed men; two killed children"},
		{"Nine women and six men were wounded.", "Nine wounded women; six wounded men"},
		{"Nine teachers and six students were abducted.", "Nine abducted school_staff; six abducted students"},
		{"Police arrested nine women and six men.", "nine detained women; six detained men"},
		{"The fire destroyed nine houses and damaged six others.", "nine destroyed houses; six damaged houses"},
		{"The blast killed nine people in Belo and six in Mora.", "nine killed; six killed"},
		{"The blasts killed nine people in Belo, six in Mora and two in Salis.", "nine killed; six killed; two killed"},
		{"At least nine women and about six men were killed.", "nine at_least killed women; six about killed men"},
		{"Dozens of women and six men were killed.", "Dozens vague killed women; six killed men"},
		{"Killing nine women and six men, the fire spread.", "nine killed women; six killed men"},
	})
}

// Words between commas or brackets do not part a number from its verb.
func TestInsertions(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Nine people, most of them farmers, were killed.", "Nine killed"},
		{"Nine people (none from Belo) were killed.", "Nine killed"},
		{"Nine people who were in the hall were killed.", "Nine killed"},
		{"Nine people in the hall were killed.", "Nine killed"},
		{"Nine people, the council said, were killed.", "Nine killed @the council"},
		{"Nine residents of Upper Belo were killed.", "Nine killed"},
		{"Nine members of a family were killed.", "Nine killed"},
		{"Nine men from the village by the river were arrested.", "Nine detained men"},
		{"Nine people – all of them miners – were killed.", "Nine killed"},
		{"In the hall, nine people were killed.", "nine killed"},
		{"After the flood, nine people were missing.", "nine missing"},
		{"Nine people have since been arrested.", "Nine detained"},
		{"Nine people were later released.", "Nine released"},
		{"Nine people were reportedly wounded.", "Nine wounded"},
	})
}
