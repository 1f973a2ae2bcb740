package reckon

import (
	"context"

	"reckon/internal/store"
	"reckon/ledger"
)

// indexBatch is from how many acts things are indexed in one transaction.
const indexBatch = 500

// Index takes into the index of words what acts have changed since it was last
// brought up to date; who searches calls it first. No change waits for it
// longer than for one batch, and where nothing is behind it waits for no
// change. The index is a convenience: a text that cannot be read is left out
// of it, and verifying the project tells what is wrong with it.
func (p *Project) Index(ctx context.Context) error {
	for more := true; more; {
		var behind int
		err := p.Read(ctx, func(r *store.Reader) (err error) {
			behind, err = r.Behind()
			return err
		})
		if err != nil || behind == 0 {
			return err
		}
		err = p.locked(ctx, func() (err error) {
			more, err = p.indexSome(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// indexSome indexes what a batch of acts changed, and reports whether there
// was any. The lock must be held.
func (p *Project) indexSome(ctx context.Context) (some bool, err error) {
	var things []store.Thing
	var upTo map[ledger.WriterID]int64
	err = p.db.Read(ctx, func(r *store.Reader) (err error) {
		things, upTo, err = r.Unsearched(indexBatch)
		return err
	})
	if err != nil || len(upTo) == 0 {
		return false, err
	}
	return true, p.db.Index(ctx, func(x *store.Index) error {
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
