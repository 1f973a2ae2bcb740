package toll_test

import (
	"strings"
	"testing"

	"reckon/toll"
)

// A sheet in other words says the same: the same groups, kinds and codes, in
// the sentences that were handed over, each value set apart.
func TestSheetsInOtherWords(t *testing.T) {
	t.Parallel()
	in := quay()
	plain, err := toll.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Brief = true
	if brief, err := toll.Build(in); err != nil || len(brief.Groups) != len(plain.Groups) || len(brief.Conflicts)+len(brief.Checks) > 0 {
		t.Errorf("a brief sheet: %v", err)
	}
	in.Brief = false
	in.Words = toll.Words{Messages: map[string]string{}, Terms: map[string]string{"killed": "KILLED", "persons": "PERSONS"}, RightToLeft: true}
	for code, text := range toll.Messages() {
		in.Words.Messages[code] = "¶" + text
	}
	other, err := toll.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(plain.Groups) != len(other.Groups) || len(plain.Conflicts) != len(other.Conflicts) || len(plain.Checks) != len(other.Checks) {
		t.Fatalf("%d, %d, %d of %d, %d, %d", len(other.Groups), len(other.Conflicts), len(other.Checks), len(plain.Groups), len(plain.Conflicts), len(plain.Checks))
	}
	for i, g := range other.Groups {
		if g.ID != plain.Groups[i].ID || !strings.HasPrefix(g.Label, "\u200f¶") || !strings.Contains(g.Sentence, "\u2068") {
			t.Errorf("%s: %q, %q", g.ID, g.Label, g.Sentence)
		}
	}
	if g := other.Groups[0]; !strings.Contains(g.Label, "PERSONS") || !strings.Contains(g.Label, "KILLED") {
		t.Errorf("%q", g.Label)
	}
	for i, c := range other.Conflicts {
		for j, r := range c.Reasons {
			if p := plain.Conflicts[i].Reasons[j]; r.Code != p.Code || !strings.HasPrefix(r.Text, "\u200f¶") || strings.Contains(p.Text, "\u2068") {
				t.Errorf("%q was %q", r.Text, p.Text)
			}
		}
	}
	if len(toll.Messages()) != len(toll.Codes()) {
		t.Error("some messages are not handed out")
	}
}
