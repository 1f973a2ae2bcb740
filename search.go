package reckon

import (
	"context"

	"reckon/internal/store"
	"reckon/ledger"
)

// indexBatch is from how many acts things are indexed in one transaction.
const indexBatch = 500

// Index takes into the index of words what acts have changed since it was last
// brought up to date, a few acts at a time, so that others can write in
// between. Who searches calls it first; no change waits for it. The index is a
// convenience: a text that cannot be read is left out of it, and verifying the
// project tells what is wrong with it.
func (p *Project) Index(ctx context.Context) error {
	for more := true; more; {
		err := p.locked(ctx, func() (err error) {
			more, err = p.indexSome(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// indexSome indexes what a batch of acts changed, and reports whether there is
// more. The lock must be held.
func (p *Project) indexSome(ctx context.Context) (more bool, err error) {
	var behind int
	var things []store.Thing
	var upTo map[ledger.WriterID]int64
	err = p.db.Read(ctx, func(r *store.Reader) error {
		if behind, err = r.Behind(); err != nil || behind == 0 {
			return err
		}
		things, upTo, err = r.Unsearched(indexBatch)
		return err
	})
	if err != nil || behind == 0 {
		return false, err
	}
	return behind > indexBatch, p.db.Index(ctx, func(x *store.Index) error {
		for i, t := range things {
			p.env.Progress("words", i+1, len(things))
			if err := p.indexThing(ctx, x, t); err != nil {
				return err
			}
		}
		return x.Searched(upTo)
	})
}

func (p *Project) indexThing(ctx context.Context, x *store.Index, t store.Thing) error {
	if t.Kind != store.FoundText {
		passages, err := x.Passages(t)
		if err != nil {
			return err
		}
		return x.Replace(t, passages)
	}
	src, err := x.Source(t.ID)
	if err != nil {
		return err
	}
	text, _, err := p.textOf(ctx, src, "")
	if err != nil {
		return ctx.Err()
	}
	return x.Replace(t, store.TextPassages(text.String()))
}
