package reckon

import (
	"context"
	"errors"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
)

// Attached is what became of a file that was given to a source.
type Attached struct {
	Ingested
	Placed
}

// Placed is what became of statements whose words were looked for in a text.
type Placed struct {
	Anchored []string `json:"anchored"`          // those whose words were found
	Waiting  []Loose  `json:"waiting,omitempty"` // those that stay as they are
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
	if err := c.append(id, a.in.Reason, source.Attached{Source: source.ID(out.ID), Original: *a.original}); err != nil {
		return err
	}
	if err := c.reading(source.ID(out.ID), a.added, a.noText); err != nil || a.added == nil {
		return err
	}
	text, err := source.NewText(a.text.Text)
	if err != nil {
		return err
	}
	return c.anchorIn(&out.Placed, text, placing{source: source.ID(out.ID), rendition: a.added.Rendition, waiting: true, reason: foundHere})
}
