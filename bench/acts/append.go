package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/mod/sumdb/note"

	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

// appending measures acts appended in bulk on one core.
func (r *run) appending() error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	acts, err := drafts(r.n)
	if err != nil {
		return err
	}
	for range r.rounds {
		for _, sealed := range []bool{false, true} {
			if err := r.appendRound(acts, sealed); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) appendRound(acts []store.Draft, sealed bool) error {
	suffix := suffixOf(sealed)
	var rows []*ledger.Record
	for _, name := range []string{"append without projection", "append with projection"} {
		b, err := r.newBulk(sealed)
		if err != nil {
			return err
		}
		write := b.projecting
		if name == "append without projection" {
			if err := b.encode(acts); err != nil {
				return err
			}
			write = b.plainly
		}
		err = r.figures.time(name+suffix, len(acts), func() error { return b.run(r.ctx, acts, write) })
		if err := errors.Join(err, b.db.Close(), removed(b.dir)); err != nil {
			return err
		}
		rows = b.records
	}
	return r.insertRows(rows, sealed, peer+suffix)
}

// drafts makes n acts, the statements of as many texts as it takes.
func drafts(n int) ([]store.Draft, error) {
	all, err := samples(n)
	if err != nil {
		return nil, err
	}
	actor, err := ledger.NewID(rand.Reader)
	if err != nil {
		return nil, err
	}
	var acts []store.Draft
	for i := range all {
		src, err := ledger.NewID(rand.Reader)
		if err != nil {
			return nil, err
		}
		if err := all[i].anchor(source.ID(src), source.RenditionID(src)); err != nil {
			return nil, err
		}
		for _, s := range all[i].statements {
			id, err := ledger.NewID(rand.Reader)
			if err != nil {
				return nil, err
			}
			s.ID = statement.ID(id)
			acts = append(acts, store.Draft{
				ID: ledger.ActID(id), Actor: ledger.ActorID(actor), Time: time.UnixMilli(1e12), Payload: statement.Added{Statement: *s},
			})
		}
	}
	return acts, nil
}

// bulk is a database with a log, ready to be appended to.
type bulk struct {
	dir      string
	db       *store.DB
	log      *journal.Log
	signer   note.Signer
	writer   store.Writer
	payloads [][]byte
	records  []*ledger.Record
}

func (r *run) newBulk(sealed bool) (*bulk, error) {
	dir, err := r.fresh("bulk")
	if err != nil {
		return nil, err
	}
	id, err := ledger.NewID(rand.Reader)
	if err != nil {
		return nil, err
	}
	var sealer seal.Sealer = seal.Plain{}
	var key []byte
	if sealed {
		setup, err := seal.NewKeys("a passphrase", 10)
		if err != nil {
			return nil, err
		}
		sealer = setup.Keys
		if key, err = setup.Keys.DatabaseKey(); err != nil {
			return nil, err
		}
	}
	b := &bulk{dir: dir, writer: store.Writer{ID: ledger.WriterID(id), Random: rand.Reader}}
	signing, verifier, err := ledger.GenerateKey(rand.Reader, ledger.Origin(id, b.writer.ID))
	if err != nil {
		return nil, err
	}
	if b.signer, err = note.NewSigner(signing); err != nil {
		return nil, err
	}
	b.writer.Key = fmt.Sprintf("%08x", b.signer.KeyHash())
	folder := filepath.Join(dir, "log", id)
	if err := journal.Create(durable.OS{}, folder, verifier); err != nil {
		return nil, err
	}
	if b.log, err = journal.Open(folder, sealer); err != nil {
		return nil, err
	}
	b.db, err = store.Create(r.ctx, filepath.Join(dir, "reckon.db"), key)
	return b, err
}

// run appends all acts in one transaction and publishes them to the log.
func (b *bulk) run(ctx context.Context, acts []store.Draft, write func(*store.Tx, []store.Draft) error) error {
	if err := b.db.Write(ctx, b.writer, func(t *store.Tx) error { return write(t, acts) }); err != nil {
		return err
	}
	return b.db.Read(ctx, func(r *store.Reader) error {
		return b.log.Publish(ctx, durable.OS{}, journal.Publication{
			Signer: b.signer, Size: int64(len(acts)),
			Records: func(from int64) iter.Seq2[[]byte, error] { return r.Lines(b.writer.ID, from) },
		})
	})
}

func (b *bulk) projecting(t *store.Tx, acts []store.Draft) error {
	for _, d := range acts {
		r, err := t.Append(d)
		if err != nil {
			return err
		}
		b.records = append(b.records, r)
	}
	return nil
}

// encode writes the payloads of acts.
func (b *bulk) encode(acts []store.Draft) error {
	for _, d := range acts {
		payload, err := ledger.Encode(d.Payload)
		if err != nil {
			return err
		}
		b.payloads = append(b.payloads, payload)
	}
	return nil
}

// plainly seals and inserts acts that are written already.
func (b *bulk) plainly(t *store.Tx, acts []store.Draft) error {
	for i, d := range acts {
		r, err := ledger.Seal(ledger.Act{
			ID: d.ID, Kind: d.Payload.Kind(), Writer: b.writer.ID, Seq: int64(i), Clock: int64(i) + 1,
			Actor: d.Actor, Key: b.writer.Key, Time: d.Time, Payload: b.payloads[i],
		}, b.writer.Random)
		if err != nil {
			return err
		}
		if err := t.Insert(r); err != nil {
			return err
		}
	}
	return nil
}

// suffixOf tells the kinds of project apart in names of figures.
func suffixOf(sealed bool) string {
	if sealed {
		return ", sealed"
	}
	return ", plain"
}

// removed drops a folder that a measurement is done with.
func removed(dir string) error { return os.RemoveAll(filepath.Dir(dir)) }
