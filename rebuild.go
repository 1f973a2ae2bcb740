package reckon

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/store"
	"reckon/ledger"
)

// Rebuild derives the database in dir again from vault and log alone, and
// reports how many acts were applied. Acts that an old database still holds
// and the log lacks are published first, where that database can be read. The
// old database is replaced in one step at the end.
func Rebuild(ctx context.Context, dir string, key Key, env Environment) (n int64, err error) {
	p, err := loadDevice(dir, key, env)
	if err != nil {
		return 0, err
	}
	err = p.locked(ctx, func() error {
		if err := p.saveUnpublished(ctx); err != nil {
			return err
		}
		if n, err = p.replaceDatabase(ctx); err != nil {
			return err
		}
		return p.reopen(ctx)
	})
	return n, err
}

// saveUnpublished publishes what a database that still works holds and the
// log lacks: the work of a process that was cut off after its commit.
func (p *Project) saveUnpublished(ctx context.Context) error {
	key, err := p.databaseKey()
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, p.path(database), key)
	if err != nil {
		return nil // it is lost or damaged; the log is what there is
	}
	p.db = db
	serr := p.settle(ctx)
	if fault.KindOf(serr) == fault.Integrity {
		serr = nil // it is behind, which is why it is being replaced
	}
	p.db = nil
	return errors.Join(serr, db.Close())
}

// replaceDatabase derives a new database and puts it in the old one's place.
func (p *Project) replaceDatabase(ctx context.Context) (int64, error) {
	fresh := p.path(database + freshExt)
	if err := removeDatabase(p.env.FS, fresh); err != nil {
		return 0, err
	}
	n, err := p.rebuildInto(ctx, fresh)
	if err != nil {
		return n, errors.Join(err, removeDatabase(p.env.FS, fresh))
	}
	if err := removeDatabase(p.env.FS, p.path(database)); err != nil {
		return n, err
	}
	if err := p.env.FS.Rename(fresh, p.path(database)); err != nil {
		return n, fmt.Errorf("replacing the database: %w", err)
	}
	return n, p.env.FS.SyncDir(p.path(databaseDir))
}

// reopen settles the project on its new database, which drops or finishes
// what stages are left.
func (p *Project) reopen(ctx context.Context) error {
	if err := p.openDatabase(ctx); err != nil {
		return err
	}
	return errors.Join(p.settle(ctx), p.db.Close())
}

// rebuildInto derives a database at path from all logs.
func (p *Project) rebuildInto(ctx context.Context, path string) (int64, error) {
	writers, err := p.logWriters()
	if err != nil {
		return 0, err
	}
	var logs []iter.Seq2[*ledger.Record, error]
	var total int64
	for _, w := range writers {
		log, err := journal.Open(p.path(logOf(w)), p.sealer)
		if err != nil {
			return 0, err
		}
		total += log.Checkpoint().Size
		logs = append(logs, log.Records(ctx, 0))
	}
	key, err := p.databaseKey()
	if err != nil {
		return 0, err
	}
	return store.Rebuild(ctx, path, key, p.counted(store.Merge(logs), int(total)))
}

// counted reports progress on a sequence of records.
func (p *Project) counted(seq iter.Seq2[*ledger.Record, error], total int) iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		n := 0
		for r, err := range seq {
			if n++; n%1000 == 0 || n == total {
				p.env.Progress("acts", n, total)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// freshExt is behind the name of a database that is to replace another. As
// long as one is there, replacing is not finished.
const freshExt = ".new"

// removeDatabase removes a database with the files beside it.
func removeDatabase(fsys durable.FS, path string) error {
	for _, name := range store.Files(path) {
		if err := removeIfThere(fsys, name); err != nil {
			return fmt.Errorf("removing a database: %w", err)
		}
	}
	return nil
}

// alive says whether a stage is being filled by a process at this moment.
func (p *Project) alive(id string) bool {
	_, err := os.Lstat(p.livePath(id))
	return err == nil
}
