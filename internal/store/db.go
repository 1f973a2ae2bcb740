package store

import (
	"context"
	"database/sql"
	_ "embed" // the schema
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/embed"        // SQLite itself
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting file layer
	"github.com/tetratelabs/wazero"

	"reckon/fault"
)

// SchemaVersion is the schema's version. A database of another version is derived
// anew from the log.
const SchemaVersion = 1

// Codes of the two refusals of Open that deriving the database anew answers.
const (
	CodeMissing      fault.Code = "DB001"
	CodeOtherVersion fault.Code = "DB003"
)

//go:embed schema.sql
var schema string

// DB is an open database: one connection that writes and a small pool that
// reads.
type DB struct {
	w, r *sql.DB
}

// UseCache keeps SQLite's compiled form in dir, which cuts the time to open a
// database from a second to a few hundredths. The folder holds code that will
// be executed, so it is made for the user alone. It must be called before the
// first database is opened.
func UseCache(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the compile cache: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("making the compile cache: %w", err)
	}
	if info.Mode().Perm()&0o022 != 0 && os.PathSeparator == '/' {
		return fmt.Errorf("the compile cache %s can be written by others", dir)
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return fmt.Errorf("opening the compile cache: %w", err)
	}
	sqlite3.RuntimeConfig = wazero.NewRuntimeConfig().WithCompilationCache(cache)
	return nil
}

// Create makes a new, empty database at path, encrypted where key is given.
func Create(ctx context.Context, path string, key []byte) (*DB, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("creating the database: %w", os.ErrExist)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("creating the database: %w", err)
	}
	d, err := open(path, key)
	if err != nil {
		return nil, err
	}
	_, err = d.w.ExecContext(ctx, fmt.Sprintf("%s; PRAGMA user_version = %d", schema, SchemaVersion))
	if err != nil {
		d.Close()
		return nil, fmt.Errorf("creating the database: %w", err)
	}
	return d, nil
}

// Open opens an existing database of this version.
func Open(ctx context.Context, path string, key []byte) (*DB, error) {
	if _, err := os.Lstat(path); err != nil {
		return nil, fault.New(CodeMissing, fault.NotFound, "the database is missing").At(path).
			Try("Run reckon rebuild: it is derived again from vault and log")
	}
	d, err := open(path, key)
	if err != nil {
		return nil, err
	}
	var version int
	if err := d.w.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		d.Close()
		return nil, fault.New("DB002", fault.Integrity, "the database cannot be read: %v", err).At(path).
			Try("Run reckon rebuild: it is derived again from vault and log")
	}
	if version != SchemaVersion {
		d.Close()
		return nil, fault.New(CodeOtherVersion, fault.Integrity, "the database has version %d, this Reckon reads %d", version, SchemaVersion).
			At(path).Try("Run reckon rebuild")
	}
	return d, nil
}

func open(path string, key []byte) (*DB, error) {
	w, err := connect(path, key, "immediate", 1)
	if err != nil {
		return nil, err
	}
	r, err := connect(path, key, "deferred", 4)
	if err != nil {
		return nil, err
	}
	return &DB{w: w, r: r}, nil
}

// pragmas are set on every connection after the key. Temporary tables stay in
// memory, since a spill to disk would be plain text; a commit is on the disk
// before it is acknowledged.
const pragmas = `PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
PRAGMA temp_store = memory; PRAGMA secure_delete = on; PRAGMA cache_size = -65536`

func connect(path string, key []byte, lock string, most int) (*sql.DB, error) {
	query := url.Values{"_txlock": {lock}}
	if key != nil {
		query.Set("vfs", "adiantum")
	}
	name := (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: query.Encode()}).String()
	pool, err := driver.Open(name, func(c *sqlite3.Conn) error {
		if key != nil {
			if err := c.Exec("PRAGMA hexkey = '" + hex.EncodeToString(key) + "'"); err != nil {
				return err
			}
		}
		return c.Exec(pragmas)
	})
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	pool.SetMaxOpenConns(most)
	return pool, nil
}

// Close closes all connections. The write-ahead log is folded in.
func (d *DB) Close() error {
	rerr := d.r.Close()
	if err := d.w.Close(); err != nil {
		return fmt.Errorf("closing the database: %w", err)
	}
	if rerr != nil {
		return fmt.Errorf("closing the database: %w", rerr)
	}
	return nil
}

// Files returns the names that belong to the database at path.
func Files(path string) []string {
	return []string{path, path + "-wal", path + "-shm", path + "-journal"}
}

// Write runs fn in one transaction. Where fn or the commit returns an error,
// nothing was changed.
func (d *DB) Write(ctx context.Context, w Writer, fn func(*Tx) error) (err error) {
	tx, err := d.w.BeginTx(ctx, nil)
	if err != nil {
		return unreadable("beginning a transaction", err)
	}
	t := &Tx{Reader: Reader{query: newQueries(ctx, tx)}, writer: w}
	defer func() {
		t.query.close()
		if err != nil {
			_ = tx.Rollback() // the first error says more
		}
	}()
	if err := fn(t); err != nil {
		return err
	}
	t.query.close()
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", cutOff(ctx, err))
	}
	return nil
}

// Read runs fn on one consistent state of the database.
func (d *DB) Read(ctx context.Context, fn func(*Reader) error) error {
	tx, err := d.r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return unreadable("beginning to read", err)
	}
	r := &Reader{query: newQueries(ctx, tx)}
	defer func() {
		r.query.close()
		_ = tx.Rollback() // nothing was written
	}()
	return fn(r)
}
