package propose

import (
	"math"
	"slices"
	"strings"

	"reckon/extract"
	"reckon/source"
	"reckon/statement"
)

// Text is the text of a source that figures were found in.
type Text struct {
	Ref       string    // the source's display number
	Source    source.ID // its identifier
	Rendition source.RenditionID
	Text      *source.Text
	Carriers  []statement.Speaker // whom the source speaks for
	Proposer  string              // name and version of what found the figures
}

// Of makes statements out of the figures that were found in a text.
func Of(t Text, found extract.Result, w extract.Wording) (*Set, error) {
	s := &Set{Source: t.Ref, Rendition: t.Rendition, NotFigures: found.NotFigures, Proposals: make([]Proposal, len(found.Figures))}
	all, text := s.Proposals, t.Text
	words := clauses{text, found.Figures, w}
	for k := range found.Figures {
		f := &found.Figures[k]
		fragment, err := words.of(k)
		if err != nil {
			return nil, err
		}
		number, err := text.Fragment(f.Start, f.End)
		if err != nil {
			return nil, err
		}
		anchor := &source.Anchor{Rendition: t.Rendition, Fragments: []source.Fragment{fragment}}
		all[k] = Proposal{
			ID: f.ID, Standing: Open, Grade: f.Grade, Why: f.Why, Marks: f.Marks, Number: number,
			Statement: &statement.Statement{
				Source: t.Source, Speakers: chainTo(t.Carriers, f.Attribution), Anchor: anchor, Quote: anchor.Quote(),
				Content: tollOf(f, text, found.NotFigures, category(f, fragment.Exact, w)), Proposed: t.Proposer,
			},
		}
		if f.SubsetOf != nil {
			all[k].PartOf = *f.SubsetOf
		}
	}
	inherit(all, text, w)
	return s, nil
}

// chainTo is the speakers of a source with whom the text itself names.
func chainTo(carriers []statement.Speaker, named *extract.Span) []statement.Speaker {
	chain := slices.Clone(carriers)
	if named == nil {
		return chain
	}
	name := onOneLine(named.Text)
	if len(chain) > 0 && strings.EqualFold(chain[len(chain)-1].Name, name) {
		return chain
	}
	return append(chain, statement.Speaker{Name: name})
}

func onOneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

// tollOf is the content of the statement that a figure would be.
func tollOf(f *extract.Figure, text *source.Text, nots []extract.NotFigure, counts statement.Category) *statement.Toll {
	t := &statement.Toll{Figure: quantityOf(f, text)}
	for _, n := range nots {
		if n.Reason == "footnote" && n.Start == f.End {
			t.Figure.Mark = n.Text
			t.Figure.Words += n.Text
		}
	}
	t.Category = counts
	scope := make([]string, len(f.Scope))
	for i, s := range f.Scope {
		scope[i] = onOneLine(s.Text)
	}
	t.Scope = strings.Join(scope, "; ")
	return t
}

// quantityOf is a figure's number. One that is not whole, such as a half, is
// kept in the source's words alone.
func quantityOf(f *extract.Figure, text *source.Text) statement.Quantity {
	start, end := edges(f)
	words := f.Text
	if span, err := text.Fragment(start, end); err == nil && end-start <= len(f.Text)+40 {
		words = onOneLine(span.Exact)
	}
	q := statement.Quantity{Form: statement.Form(f.Qualifier), Words: words}
	var fits [3]bool
	q.Value, fits[0] = wholeNumber(f.Value)
	q.Low, fits[1] = wholeNumber(f.Low)
	q.High, fits[2] = wholeNumber(f.High)
	if fits != [3]bool{true, true, true} || q.Form == statement.Exact && q.Value == nil {
		return statement.Quantity{Form: statement.Vague, Words: words}
	}
	return q
}

// wholeNumber returns a number as a whole one, and whether it is one that a
// statement can hold.
func wholeNumber(v *float64) (*int64, bool) {
	const most = 1e12
	if v == nil {
		return nil, true
	}
	if *v != math.Trunc(*v) || *v < 0 || *v > most {
		return nil, false
	}
	n := int64(*v)
	return &n, true
}
