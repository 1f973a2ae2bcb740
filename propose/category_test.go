package propose

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reckon/extract"
	"reckon/extract/en"
	"reckon/statement"
)

// Every status, unit and group that can be proposed is a term of statements.
func TestEveryProposalHasTerms(t *testing.T) {
	t.Parallel()
	groups := map[string]bool{}
	lists, err := filepath.Glob("../extract/en/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		data, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`group=([\w+]+(?::[\w+]+)?)`).FindAllSubmatch(data, -1) {
			for group := range strings.SplitSeq(string(m[1]), "+") {
				groups[group] = true
			}
		}
	}
	if len(groups) < 30 {
		t.Fatalf("only the groups %v", groups)
	}
	f := extract.Figure{Group: slices.Sorted(maps.Keys(groups))}
	for _, status := range extract.Statuses() {
		for _, unit := range extract.Units() {
			f.Status, f.Unit = status, unit
			for _, clause := range []string{"12 persons", "12 died", "12 wiped out", "12 lost one parent", "12 lost both parents", "12 feared dead"} {
				c := category(&f, clause, en.Wording())
				c.Attributes = nil
				twelve := int64(12)
				s := statement.Statement{
					ID: "x", Source: "y", Quote: "12", Speakers: []statement.Speaker{{Name: "Post"}},
					Content: &statement.Toll{Figure: statement.Quantity{Form: statement.Exact, Value: &twelve, Low: &twelve, High: &twelve, Words: "12"}, Category: c},
				}
				if err := s.Validate(); err != nil {
					t.Errorf("%s %s %q: %v", status, unit, clause, err)
				}
			}
		}
	}
	known := map[string]bool{}
	for _, term := range statement.Terms("attribute") {
		known[term.Name] = true
	}
	for _, a := range category(&f, "", en.Wording()).Attributes {
		if prefix, _, open := strings.Cut(a, ":"); !known[a] && !(open && (prefix == "nationality" || prefix == "religion")) {
			t.Errorf("the group %q is no attribute", a)
		}
	}
}
