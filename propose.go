package reckon

import (
	"cmp"
	"context"
	"strings"

	"reckon/extract"
	"reckon/extract/en"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/propose"
	"reckon/source"
)

// proposer names what proposes figures, with its version.
const proposer = "extract-en/" + extract.Version

// Proposals reads a source's newest text and proposes the figures that it
// states. Nothing is recorded. The least sure ones are left out unless grade
// is extract.Look; letters are given out before that, so that a figure keeps
// its letter.
func (p *Project) Proposals(ctx context.Context, name string, grade extract.Grade) (propose.Set, error) {
	src, err := p.source(ctx, name)
	if err != nil {
		return propose.Set{}, err
	}
	text, rendition, err := p.textOf(ctx, src, "")
	if err != nil {
		return propose.Set{}, err
	}
	out := propose.Set{Source: src.Ref, Rendition: rendition.Rendition}
	language := cmp.Or(rendition.Language, src.Language)
	if tag, _, _ := strings.Cut(strings.ToLower(language), "-"); tag != "" && tag != "en" {
		out.Note = "figures are proposed from English texts only; the language of " + src.Ref + " is " + language
		return out, nil
	}
	inText, err := p.figures.In(text, rendition.SHA256)
	if err != nil {
		return out, err
	}
	found, err := propose.Of(propose.Text{
		Ref: src.Ref, Source: source.ID(src.ID), Rendition: rendition.Rendition, Text: text,
		Carriers: speakersOf(src.SaidBy), Proposer: proposer,
	}, inText, en.Wording())
	if err != nil {
		return out, err
	}
	if rendition.Doubtful {
		found.Doubt()
	}
	if grade != extract.Look {
		found.LeaveLook()
	}
	return *found, p.Read(ctx, func(r *store.Reader) error { return decided(r, src, text, found) })
}

// decided marks the proposals on which somebody has decided.
func decided(r *store.Reader, src store.Source, text *source.Text, found *propose.Set) error {
	rejections, err := r.Rejections(source.ID(src.ID))
	if err != nil {
		return err
	}
	for _, rj := range rejections {
		found.TurnDown(text, rj.Anchor.Fragments, rj.Reason)
	}
	for s, err := range r.Statements(store.Filter{Source: source.ID(src.ID), Kind: "toll"}) {
		if err != nil {
			return err
		}
		if s.Standing != store.Current && s.Standing != store.Conflict {
			continue
		}
		if c := s.Content(); c != nil {
			found.Code(text, s.Ref, c)
		}
	}
	return nil
}

// waiting says how many figures of a source wait for a decision; none where it
// has no text.
func (p *Project) waiting(ctx context.Context, name string) (int, error) {
	found, err := p.Proposals(ctx, name, "")
	if fault.CodeOf(err) == "IN008" {
		return 0, nil
	}
	return len(found.Open()), err
}
