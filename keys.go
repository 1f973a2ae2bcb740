package reckon

import (
	"context"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/seal"
	"reckon/internal/store"
)

// Sheet is the text of a recovery sheet, to be printed.
func Sheet(project, recovery string) string { return seal.Sheet(project, recovery) }

// ReadSheet returns the recovery key of a sheet that was typed or scanned.
func ReadSheet(text string) (string, error) { return seal.ReadSheet(text) }

// ChangePassphrase sets a new passphrase. Copies of the old key file open the
// project with the old one for ever.
func ChangePassphrase(dir string, key Key, passphrase string, workFactor int, env Environment) error {
	p, err := load(dir, env)
	if err != nil {
		return err
	}
	if err := p.unlock(key); err != nil {
		return err
	}
	keys, ok := p.sealer.(*seal.Keys)
	if !ok {
		return fault.New("PR012", fault.Invalid, "the project is not sealed: it has no passphrase").Unchanged("Nothing was changed")
	}
	if workFactor == 0 {
		workFactor = seal.DefaultWorkFactor
	}
	raw, err := keys.ChangePassphrase(passphrase, workFactor)
	if err != nil {
		return unchanged(err)
	}
	return p.locked(context.Background(), func() error {
		return durable.WriteFile(p.env.FS, p.path(seal.IdentityFile), raw)
	})
}

// ActAs lets another person act in this process: everything that follows is
// recorded as theirs.
func (p *Project) ActAs(ctx context.Context, name string) error {
	return p.Read(ctx, func(r *store.Reader) error {
		id, err := r.ActorNamed(name)
		if err != nil {
			return err
		}
		if id == "" {
			return fault.New("PE002", fault.NotFound, "nobody called %q works in this project", name).
				Unchanged("Nothing was changed").Try("reckon actor list shows who does; reckon actor add enters somebody")
		}
		p.device.Actor = id
		return nil
	})
}
