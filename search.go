package reckon

import (
	"context"

	"reckon/internal/store"
	"reckon/ledger"
)

// indexBatch is from how many acts things are indexed in one transaction.
const indexBatch = 5000

// Index takes into the index of words what acts have changed since it was last
// brought up to date; who searches calls it first. No change waits for it. The
// index is a convenience: a text that cannot be read is left out of it, and
// verifying the project tells what is wrong with it.
func (p *Project) Index(ctx context.Context) error {
	return p.locked(ctx, func() error { return p.index(ctx) })
}

func (p *Project) index(ctx context.Context) error {
	for {
		n, err := p.indexSome(ctx)
		if err != nil || n < indexBatch {
			return err
		}
	}
}

// indexSome indexes what up to indexBatch acts changed, and reports how many
// acts that were.
func (p *Project) indexSome(ctx context.Context) (n int, err error) {
	var things []store.Thing
	var upTo map[ledger.WriterID]int64
	err = p.db.Read(ctx, func(r *store.Reader) error {
		if n, err = r.Behind(); err != nil || n == 0 {
			return err
		}
		things, upTo, err = r.Unsearched(indexBatch)
		return err
	})
	if err != nil || n == 0 {
		return 0, err
	}
	return n, p.db.Index(ctx, func(x *store.Index) error {
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
