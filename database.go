package reckon

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"reckon/fault"
	"reckon/internal/store"
)

// openDatabase opens the project's database.
func (p *Project) openDatabase(ctx context.Context) error {
	key, err := p.databaseKey()
	if err != nil {
		return err
	}
	if p.db, err = store.Open(ctx, p.path(database), key); err != nil {
		return err
	}
	if p.opened, err = os.Stat(p.path(database)); err != nil {
		return errors.Join(fmt.Errorf("opening the database: %w", err), p.db.Close())
	}
	// SQLite syncs its files, and leaves out the entry of a new write-ahead log.
	if err := p.env.FS.SyncDir(p.path(databaseDir)); err != nil {
		return errors.Join(fmt.Errorf("opening the database: %w", err), p.db.Close())
	}
	return nil
}

// openOrDerive opens the database, and derives it first where it is lost, was
// made by another version, or was being replaced when a process was cut off.
// One that is damaged is refused: a person should know of it. The lock must
// be held.
func (p *Project) openOrDerive(ctx context.Context) error {
	_, err := os.Lstat(p.path(database + freshExt))
	if errors.Is(err, fs.ErrNotExist) {
		err = p.openDatabase(ctx)
		if code := fault.CodeOf(err); code != store.CodeMissing && code != store.CodeOtherVersion {
			return err
		}
	}
	if err := p.saveUnpublished(ctx); err != nil {
		return err
	}
	if _, err := p.replaceDatabase(ctx); err != nil {
		return err
	}
	return p.openDatabase(ctx)
}

// refresh opens the database again where another process has replaced it, so
// that nothing is written to a file that is no longer the project's.
func (p *Project) refresh(ctx context.Context) error {
	if p.current() {
		return nil
	}
	p.handle.Lock()
	defer p.handle.Unlock()
	if err := p.db.Close(); err != nil {
		return err
	}
	return p.openOrDerive(ctx)
}

// current says whether the database that is open, if one is, is the
// project's still.
func (p *Project) current() bool {
	if p.db == nil || p.opened == nil {
		return true
	}
	now, err := os.Stat(p.path(database))
	return err == nil && os.SameFile(now, p.opened)
}
