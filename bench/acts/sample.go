package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"reckon/source"
	"reckon/statement"
)

// perText is how many statements one text makes.
const perText = 500

// sample is one invented text and what it states.
type sample struct {
	text       string
	statements []*statement.Statement
}

// samples makes n statements of invented texts, always the same ones.
func samples(n int) ([]sample, error) {
	chance := rand.New(rand.NewPCG(1, 2))
	var all []sample
	for first := 0; first < n; first += perText {
		s, err := newSample(chance, first, min(perText, n-first))
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func newSample(chance *rand.Rand, first, n int) (sample, error) {
	var b strings.Builder
	s := sample{}
	for i := range n {
		count := 2 + chance.IntN(200)
		words := fmt.Sprintf("at least %d residents were killed in quarter %d of Vesmar", count, i+1)
		fmt.Fprintf(&b, "The Orlin registry said on %d March 2041 that %s, and that others were still missing.\n", 1+i%28, words)
		figure, err := statement.ParseQuantity(fmt.Sprintf("at least %d", count))
		if err != nil {
			return s, fmt.Errorf("making a sample: %w", err)
		}
		s.statements = append(s.statements, &statement.Statement{
			ID: statement.ID(fmt.Sprintf("sample-%d", first+i)), Quote: words,
			Speakers: []statement.Speaker{{Name: "Heraldwire", Role: "agency"}, {Name: "Orlin registry", Role: "authority"}},
			Content: &statement.Toll{
				Figure:   figure,
				Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons", Attributes: []string{"other:residents"}},
				Scope:    fmt.Sprintf("quarter %d of Vesmar", i+1), AsOf: "2041-03",
			},
			Note: "coded for a measurement",
		})
	}
	s.text = b.String()
	return s, nil
}

// anchor anchors the statements of a sample in its text, for appending without
// a project.
func (s *sample) anchor(id source.ID, rendition source.RenditionID) error {
	text, err := source.NewText(s.text)
	if err != nil {
		return err
	}
	for _, st := range s.statements {
		f, err := text.Find(st.Quote, 0)
		if err != nil {
			return err
		}
		st.Source = id
		st.Anchor = &source.Anchor{Rendition: rendition, Fragments: []source.Fragment{f}}
		st.Quote = st.Anchor.Quote()
	}
	return nil
}
