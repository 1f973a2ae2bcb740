package reckon

import (
	"context"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
)

// AddActor enters a person who works in the project.
func (p *Project) AddActor(ctx context.Context, name, note, reason string) (ledger.ActorAdded, error) {
	id, err := p.newID()
	if err != nil {
		return ledger.ActorAdded{}, err
	}
	a := ledger.ActorAdded{Actor: ledger.ActorID(id), Name: name, Note: note}
	err = p.commit(ctx, func(c *change) error {
		if known, err := c.ActorNamed(name); err != nil || known != "" {
			if err == nil {
				err = exists("actor", name)
			}
			return err
		}
		return c.append(ledger.ActID(id), reason, a)
	})
	return a, err
}

// Writers returns the devices that append to logs of their own.
func (p *Project) Writers(ctx context.Context) (writers []store.WriterInfo, err error) {
	err = p.Read(ctx, func(r *store.Reader) error {
		writers, err = r.WriterList()
		return err
	})
	return writers, err
}

func exists(what, name string) *fault.Problem {
	return fault.New("PE001", fault.Invalid, "there is an %s called %q already", what, name)
}
