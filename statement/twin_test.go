package statement_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"reckon/source"
	"reckon/statement"
)

// twin reads the invented press release and its coding.
func twin(t *testing.T) (*source.Text, []*statement.Statement) {
	t.Helper()
	body, err := os.ReadFile("testdata/twin.txt")
	if err != nil {
		t.Fatal(err)
	}
	text, err := source.NewText(string(body))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/twin.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []*statement.Statement
	for s, err := range statement.ReadJSONL(f) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return text, all
}

func TestTwinIsAnchored(t *testing.T) {
	t.Parallel()
	text, all := twin(t)
	if err := statement.CheckParts(all); err != nil {
		t.Error(err)
	}
	for _, s := range all {
		if state := s.Anchor.Resolve(text); !state.Anchored {
			t.Errorf("%s: %s", s.ID, state)
		}
	}
}

// Every word of the release is quoted by some statement: what it states is
// coded whole, under some kind.
func TestTwinIsCodedWhole(t *testing.T) {
	t.Parallel()
	text, all := twin(t)
	body := []rune(text.String())
	covered := make([]bool, len(body))
	for _, s := range all {
		for _, f := range s.Anchor.Fragments {
			for i := f.Start; i < f.End; i++ {
				covered[i] = true
			}
		}
	}
	var left []rune
	for i, r := range body {
		if !covered[i] && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			left = append(left, r)
		}
	}
	if len(left) > 0 {
		t.Errorf("%d characters are in no statement: %q", len(left), string(left))
	}
}

func TestTwinUsesTheKindsItNeeds(t *testing.T) {
	t.Parallel()
	_, all := twin(t)
	count := map[string]int{}
	for _, s := range all {
		count[s.Kind()]++
	}
	want := map[string]int{
		"toll": 12, "happening": 4, "person": 2, "allegation": 7, "finding": 2, "material": 3, "characterisation": 3, "proceeding": 1,
		"appeal": 1, "scope": 1,
	}
	for kind, n := range want {
		if count[kind] != n {
			t.Errorf("%d statements of the kind %s, want %d", count[kind], kind, n)
		}
	}
	if len(count) != len(want) {
		t.Errorf("got kinds %v", count)
	}
}

func TestTwinFiguresKeepTheirForm(t *testing.T) {
	t.Parallel()
	_, all := twin(t)
	var got []string
	for _, s := range all {
		c, ok := s.Content.(*statement.Toll)
		if !ok {
			continue
		}
		line := c.Figure.Words + " " + c.Category.Unit + " " + strings.Join(c.Category.Statuses, "+") + " " + strings.Join(c.Category.Attributes, "+")
		if c.SubsetOf != "" {
			line += " of " + string(c.SubsetOf)
		}
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{
		"many persons killed+wounded other:residents", "412 persons died", "41 persons died children of twin-16",
		"97 persons died women of twin-16", "53 persons died elderly of twin-16", "5 families all_members_killed",
		"17 persons lost_both_parents children", "84 persons lost_one_parent children", "326 persons wounded",
		"58 persons wounded children of twin-23", "740 persons hostage", "95* persons missing",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestTwinComesBackFromATable(t *testing.T) {
	t.Parallel()
	_, all := twin(t)
	var table bytes.Buffer
	if err := statement.WriteCSV(&table, slices.Values(all)); err != nil {
		t.Fatal(err)
	}
	var back []*statement.Statement
	for s, err := range statement.ReadCSV(&table) {
		if err != nil {
			t.Fatal(err)
		}
		back = append(back, s)
	}
	var lines bytes.Buffer
	if err := statement.WriteJSONL(&lines, slices.Values(back)); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/twin.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if lines.String() != string(want) {
		t.Error("the coding did not come back the same")
	}
}
