package reckon

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

// Attached is what became of a file that was given to a source.
type Attached struct {
	Ingested
	Anchored []string `json:"anchored"`          // statements whose words were found
	Waiting  []Loose  `json:"waiting,omitempty"` // statements that go on waiting
}

// Loose is a statement whose words have no certain place in the text.
type Loose struct {
	Ref string `json:"ref"`
	Why string `json:"why"`
}

const foundHere = "found in the attached file"

// Attach gives a source known by reference alone its bytes, which the Ingest
// names as it does for a new source; what it says about the source is not
// used. The words of the statements that wait for a text are looked for in
// it: those that stand there once are anchored, the others are reported. All
// of it is one commit.
func (p *Project) Attach(ctx context.Context, name string, in Ingest) (out Attached, err error) {
	src, err := p.source(ctx, name)
	if err != nil {
		return out, err
	}
	if err := canAttach(src); err != nil {
		return out, err
	}
	in.About = src.Added
	out.Ref, out.ID, out.Anchored = src.Ref, src.ID, []string{}
	a, err := p.receive(ctx, &in, &out.Ingested)
	if err != nil {
		return out, unchanged(err)
	}
	defer func() { err = errors.Join(err, a.close()) }()
	act, err := p.newID()
	if err != nil {
		return out, err
	}
	release, err := p.stage(ctx, act, func(s *durable.Stage) error { return a.put(ctx, s) })
	if err != nil {
		return out, unchanged(err)
	}
	defer func() { err = errors.Join(err, release()) }()
	a.describe(&out.Ingested)
	err = p.commit(ctx, func(c *change) error { return c.attach(&out, ledger.ActID(act), a) })
	return out, err
}

func canAttach(src store.Source) error {
	switch {
	case src.Erased:
		return fault.New("IN012", fault.Invalid, "the source was erased").At(src.Ref).Unchanged(nothingChanged)
	case src.Original != nil:
		return fault.New("IN013", fault.Invalid, "the source has a file already").At(src.Ref).Unchanged(nothingChanged).
			Try("Add another file as a source of its own")
	}
	return nil
}

// attach appends the acts of an attachment.
func (c *change) attach(out *Attached, id ledger.ActID, a *accession) error {
	src, err := c.Source(out.ID)
	if err == nil {
		err = canAttach(src) // somebody may have been faster
	}
	if err != nil {
		return err
	}
	if out.SameBytes, err = c.SameBytes(a.original.SHA256); err != nil {
		return err
	}
	err = c.append(id, a.in.Reason, source.Attached{Source: source.ID(out.ID), Original: *a.original})
	if err != nil || a.added == nil {
		return err
	}
	if err := c.append("", "", *a.added); err != nil {
		return err
	}
	text, err := source.NewText(a.text.Text)
	if err != nil {
		return err
	}
	return c.anchorWaiting(out, a.added.Rendition, text)
}

// anchorWaiting looks for the words of every statement of the source that has
// no anchor.
func (c *change) anchorWaiting(out *Attached, rendition source.RenditionID, text *source.Text) error {
	for s, err := range c.Statements(store.Filter{Source: source.ID(out.ID), Standing: store.Current, Unanchored: true}) {
		if err != nil {
			return err
		}
		said := s.Content()
		if said == nil || said.Quote == "" {
			continue
		}
		f, why := onlyPlace(text, said.Quote)
		if why != "" {
			out.Waiting = append(out.Waiting, Loose{s.Ref, why})
			continue
		}
		again, err := clone(said)
		if err != nil {
			return err
		}
		again.Anchor = &source.Anchor{Rendition: rendition, Fragments: []source.Fragment{f}}
		again.Quote = again.Anchor.Quote()
		err = c.append("", foundHere, statement.Corrected{Statement: s.ID, Bases: headActs(&s), Content: *again})
		if err != nil {
			return err
		}
		out.Anchored = append(out.Anchored, s.Ref)
	}
	return nil
}

// onlyPlace returns where the words stand in the text, or why that is not
// certain. Words that are only a part of a longer word or number do not
// count: 63 does not stand in 1,637.
func onlyPlace(text *source.Text, words string) (source.Fragment, string) {
	var places []source.Fragment
	for nth := 1; ; nth++ {
		f, err := text.Find(words, nth)
		if err != nil {
			break
		}
		if standsAlone(f) {
			places = append(places, f)
		}
		if len(places) > 1 {
			return source.Fragment{}, "the words stand there more than once; quote more of them"
		}
	}
	if len(places) == 0 {
		return source.Fragment{}, "the text does not contain the words"
	}
	return places[0], ""
}

// standsAlone says that a fragment neither begins nor ends within a word or number.
func standsAlone(f source.Fragment) bool {
	before, after := []rune(f.Prefix), []rune(f.Suffix)
	slices.Reverse(before)
	first, _ := utf8.DecodeRuneInString(f.Exact)
	last, _ := utf8.DecodeLastRuneInString(f.Exact)
	return !goesOn(first, before) && !goesOn(last, after)
}

// goesOn says whether a word or number with this character at its edge goes on
// in the characters that follow, the nearest first.
func goesOn(edge rune, beyond []rune) bool {
	if len(beyond) == 0 || !wordy(edge) {
		return false
	}
	if wordy(beyond[0]) {
		return true
	}
	return len(beyond) > 1 && unicode.IsDigit(edge) && strings.ContainsRune(",.'’\u00a0\u202f", beyond[0]) && unicode.IsDigit(beyond[1])
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
