package statement_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"reckon/statement"
)

var update = flag.Bool("update", false, "write the generated part of docs/page/statements.md")

const (
	formatsPage = "../docs/formats/statements.md"
	begins      = "<!-- generated from the tables of package statement; go test ./statement -update writes it -->\n"
)

// The page that tells partners what a file holds says what the program reads.
func TestFormatsAreCurrent(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(formatsPage)
	if err != nil {
		t.Fatal(err)
	}
	prose, old, found := strings.Cut(string(page), begins)
	if !found {
		t.Fatalf("%s has no generated part", formatsPage)
	}
	if *update {
		if err := os.WriteFile(formatsPage, []byte(prose+begins+reference()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := reference(); old != want {
		t.Errorf("%s is behind the tables: run go test ./statement -update", formatsPage)
	}
}

// reference prints fields, kinds and lists as the page has them.
func reference() string {
	var b strings.Builder
	b.WriteString("\n## Columns of every statement\n\n")
	b.WriteString("In this order; the columns of the kinds follow, a name that several kinds share once.\n\n")
	common := (&statement.Statement{}).Fields()
	fields(&b, append([]statement.Field{{Name: "kind", Help: "one of the kinds below", Required: true}}, common...))
	lists := []string{}
	for _, c := range statement.Kinds() {
		fmt.Fprintf(&b, "\n## Kind `%s`\n\n", c.Kind())
		fields(&b, c.Fields())
		for _, f := range c.Fields() {
			if f.List != "" && !slices.Contains(lists, f.List) {
				lists = append(lists, f.List)
			}
		}
	}
	slices.Sort(lists)
	b.WriteString("\n## Lists\n\nWhere a list is open, `other:` and the source's own word is a term as well.\n")
	for _, list := range append(lists, "speaker") {
		terms := statement.Terms(list)
		if len(terms) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### `%s`%s\n\n", list, openness(list))
		for _, term := range terms {
			fmt.Fprintf(&b, "- `%s`: %s\n", term.Name, term.Help)
		}
	}
	return b.String()
}

// openness says whether a list takes terms of the source's own.
func openness(list string) string {
	s := &statement.Statement{
		ID: "a", Source: "s", Quote: "q", Speakers: []statement.Speaker{{Name: "A"}},
		Content: &statement.Toll{Category: statement.Category{Unit: "persons", Statuses: []string{"killed"}}},
	}
	if list == "speaker" {
		s.Speakers[0].Role = "other:a word"
		if s.Validate() != nil && strings.Contains(s.Validate().Error(), "other:a word") {
			return ""
		}
		return " (open)"
	}
	for _, c := range statement.Kinds() {
		s.Content = c
		for _, f := range c.Fields() {
			if f.List != list {
				continue
			}
			if err := f.Set("other:a word"); err != nil || strings.Contains(fmt.Sprint(s.Validate()), "other:a word") {
				return ""
			}
			return " (open)"
		}
	}
	return ""
}

func fields(b *strings.Builder, all []statement.Field) {
	b.WriteString("| field | | list | what |\n|---|---|---|---|\n")
	for _, f := range all {
		needed, list := "", ""
		if f.Required {
			needed = "needed"
		}
		if f.List != "" {
			list = "`" + f.List + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Name, needed, list, strings.ReplaceAll(f.Help, "|", "\\|"))
	}
}
