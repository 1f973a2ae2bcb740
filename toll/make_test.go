package toll_test

import (
	"strings"
	"testing"

	"reckon/dates"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// event is an invented event written down line by line.
type event struct {
	in toll.Input
}

func newEvent() *event {
	book := statement.Presets()[0]
	return &event{toll.Input{Mappings: toll.InForce(nil), Codebook: &book}}
}

// source adds a source: its id, its date and what it is.
func (e *event) source(id, published, material string) *event {
	e.in.Sources = append(e.in.Sources, toll.Source{ID: source.ID(id), Title: "Source " + id, Published: published, Material: material})
	return e
}

// says adds a figure: its id, whose first part is the source; the chain, each
// link with a role in brackets; the words of the number; and what it counts as
// statuses/unit/attributes, all but the first as needed. Options follow as
// key=value: part, parts, scope, as_of, stage, when.
func (e *event) says(id, chain, number, category string, options ...string) *event {
	q, err := statement.ParseQuantity(number)
	if err != nil {
		panic(err)
	}
	src, _, _ := strings.Cut(id, ".")
	kinds := append(strings.Split(category, "/"), "", "")
	f := toll.Figure{
		ID: statement.ID(id), Source: source.ID(src), Speakers: links(chain), Quantity: q,
		Category: statement.Category{Statuses: strings.Split(kinds[0], "+"), Unit: "persons"},
	}
	if kinds[1] != "" {
		f.Category.Unit = kinds[1]
	}
	if kinds[2] != "" {
		f.Category.Attributes = strings.Split(kinds[2], "+")
	}
	for _, o := range options {
		key, value, _ := strings.Cut(o, "=")
		switch key {
		case "part":
			f.SubsetOf = statement.ID(value)
		case "parts":
			f.Parts = value
		case "scope":
			f.Scope = value
		case "as_of":
			f.AsOf = value
		case "stage":
			f.Category.Stage = value
		case "when":
			f.When = &dates.When{Value: must(value)}
		default:
			panic(o)
		}
	}
	e.in.Figures = append(e.in.Figures, f)
	return e
}

// replies adds a dispute, a denial or an acknowledgement.
func (e *event) replies(id, chain, kind, of, target string) *event {
	src, _, _ := strings.Cut(id, ".")
	e.in.Replies = append(e.in.Replies, toll.Reply{
		ID: statement.ID(id), Source: source.ID(src), Speakers: links(chain), Kind: kind, Of: of, Target: statement.ID(target),
	})
	return e
}

func (e *event) link(from, kind, to string) *event {
	e.in.Links = append(e.in.Links, toll.Link{From: source.ID(from), To: source.ID(to), Kind: kind, Basis: "the text says so", By: "a coder"})
	return e
}

func (e *event) build(t testing.TB) *toll.Sheet {
	t.Helper()
	s, err := toll.Build(e.in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func links(chain string) []statement.Speaker {
	var all []statement.Speaker
	for part := range strings.SplitSeq(chain, " > ") {
		name, role, _ := strings.Cut(part, "[")
		all = append(all, statement.Speaker{Name: strings.TrimSpace(name), Role: strings.TrimSuffix(role, "]")})
	}
	return all
}

func must(text string) dates.Value {
	v, err := dates.Parse(text)
	if err != nil {
		panic(err)
	}
	return v
}
