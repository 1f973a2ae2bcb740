package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"reckon/fault"
	"reckon/internal/store"
)

// raw runs SQL on a device's database behind the ledger's back and returns
// the first column of the first row, where there is one.
func raw(t *testing.T, d *device, query string) string {
	t.Helper()
	name := "file:" + d.path
	if d.key != nil {
		name += "?vfs=adiantum"
	}
	db, err := driver.Open(name, func(c *sqlite3.Conn) error {
		if d.key == nil {
			return nil
		}
		return c.Exec("PRAGMA hexkey = '" + hex.EncodeToString(d.key) + "'")
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got sql.NullString
	if err := db.QueryRowContext(t.Context(), query).Scan(&got); err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatalf("%s: %v", query, err)
	}
	return got.String
}

var secret = bytes.Repeat([]byte{7}, 32)

func TestCreateAndOpen(t *testing.T) {
	t.Parallel()
	for name, key := range map[string][]byte{"plain": nil, "sealed": secret} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "below", "reckon.db")
			d := newDevice(t, path, "create", key)
			records := d.everything()
			if err := d.db.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Create(t.Context(), path, key); !errors.Is(err, os.ErrExist) {
				t.Errorf("a database was written over: %v", err)
			}
			var err error
			if d.db, err = store.Open(t.Context(), path, key); err != nil {
				t.Fatal(err)
			}
			defer d.db.Close()
			if got := d.records(d.writer.ID, 0); len(got) != len(records) {
				t.Errorf("%d acts after opening again, %d before", len(got), len(records))
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if visible := bytes.Contains(raw, []byte("Vesmar")); visible != (key == nil) {
				t.Errorf("a title can be read in the file: %v", visible)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "reckon.db")
	_, err := store.Open(t.Context(), path, nil)
	wantCode(t, err, store.CodeMissing)
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("got the kind %v", fault.KindOf(err))
	}

	d := newDevice(t, path, "open", secret)
	d.everything()
	if err := d.db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{"the wrong key": bytes.Repeat([]byte{8}, 32), "no key": nil} {
		if _, err := store.Open(t.Context(), path, key); fault.CodeOf(err) != "DB002" || fault.KindOf(err) != fault.Integrity {
			t.Errorf("%s: %v", name, err)
		}
	}
	raw(t, d, "PRAGMA user_version = 99")
	_, err = store.Open(t.Context(), path, secret)
	wantCode(t, err, store.CodeOtherVersion)

	for name, data := range map[string][]byte{"text": bytes.Repeat([]byte("not a database\n"), 500), "nothing": nil} {
		file := filepath.Join(t.TempDir(), "x.db")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if db, err := store.Open(t.Context(), file, nil); fault.KindOf(err) != fault.Integrity {
			t.Errorf("%s: %v, %v", name, db, err)
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Create(t.Context(), filepath.Join(file, "reckon.db"), nil); err == nil {
		t.Error("a database lies in a file")
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Create(done, filepath.Join(t.TempDir(), "reckon.db"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "reckon.db"), []byte("short")); err == nil {
		t.Error("a key of five bytes was taken")
	}
}

func TestCancelledContext(t *testing.T) {
	t.Parallel()
	d := laptop(t, "cancelled")
	d.everything()
	before := len(d.records(d.writer.ID, 0))
	done, cancel := context.WithCancel(t.Context())
	err := d.db.Write(done, d.writer, func(tx *store.Tx) error {
		if _, err := tx.Append(d.draft(d.named("Ben"))); err == nil {
			t.Error("the same actor was entered twice")
		}
		cancel()
		_, err := tx.Append(store.Draft{Actor: d.actor, Payload: d.named("Ben")})
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("writing: %v", err)
	}
	if err := d.db.Write(done, d.writer, func(*store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("beginning: %v", err)
	}
	if err := d.db.Read(done, func(*store.Reader) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("reading: %v", err)
	}
	done, cancel = context.WithCancel(t.Context())
	err = d.db.Read(done, func(r *store.Reader) error {
		cancel()
		_, err := r.Recent(0, 5)
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("reading on: %v", err)
	}
	if err := d.db.Compare(done, d.db); !errors.Is(err, context.Canceled) {
		t.Errorf("comparing: %v", err)
	}
	_, err = store.Rebuild(done, filepath.Join(t.TempDir(), "r.db"), nil, sequence(nil, nil))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("rebuilding: %v", err)
	}
	if after := len(d.records(d.writer.ID, 0)); after != before {
		t.Errorf("%d acts, %d before", after, before)
	}
}

// A reader sees one state however much is written meanwhile, and never waits.
func TestReadersSeeOneState(t *testing.T) {
	t.Parallel()
	d := laptop(t, "one state")
	d.everything()
	count := func(r *store.Reader) int {
		n := 0
		for _, err := range r.Sources() {
			if err != nil {
				t.Error(err)
			}
			n++
		}
		return n
	}
	d.read(func(r *store.Reader) error {
		if n := count(r); n != 3 {
			t.Errorf("%d sources", n)
		}
		err := d.db.Write(t.Context(), d.writer, func(tx *store.Tx) error {
			if _, err := tx.Append(d.draft(d.cited())); err != nil {
				return err
			}
			if n := count(&tx.Reader); n != 4 {
				t.Errorf("the writer sees %d sources", n)
			}
			return d.db.Read(t.Context(), func(other *store.Reader) error {
				if n := count(other); n != 3 {
					t.Errorf("another reader sees %d sources before the commit", n)
				}
				return nil
			})
		})
		if n := count(r); n != 3 {
			t.Errorf("the reader now sees %d sources", n)
		}
		return err
	})
	d.read(func(r *store.Reader) error {
		if n := count(r); n != 4 {
			t.Errorf("%d sources after the commit", n)
		}
		return nil
	})
}

func TestAFailedWriteChangesNothing(t *testing.T) {
	t.Parallel()
	d := laptop(t, "failed")
	d.everything()
	broken := errors.New("broken")
	err := d.db.Write(t.Context(), d.writer, func(tx *store.Tx) error {
		if _, err := tx.Append(d.draft(d.cited())); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	fresh := d.rebuilt(filepath.Join(t.TempDir(), "r.db"), d.writer.ID)
	defer fresh.Close()
	if err := d.db.Compare(t.Context(), fresh); err != nil {
		t.Error(err)
	}
	if refs := d.refs(); len(refs) != 7 {
		t.Errorf("%v", refs)
	}
}

func TestClosedDatabaseRefuses(t *testing.T) {
	t.Parallel()
	d := laptop(t, "closed")
	if err := d.db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.db.Write(t.Context(), d.writer, func(*store.Tx) error { return nil }); err == nil {
		t.Error("written")
	}
	if err := d.db.Read(t.Context(), func(*store.Reader) error { return nil }); err == nil {
		t.Error("read")
	}
	if err := d.db.Compare(t.Context(), d.db); err == nil {
		t.Error("compared")
	}
}

func TestDamagedFile(t *testing.T) {
	t.Parallel()
	for name, key := range map[string][]byte{"plain": nil, "sealed": secret} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDevice(t, filepath.Join(t.TempDir(), "reckon.db"), "damaged", key)
			d.everything()
			fresh := d.rebuilt(filepath.Join(t.TempDir(), "r.db"), d.writer.ID)
			defer fresh.Close()
			if err := d.db.Close(); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(d.path)
			if err != nil {
				t.Fatal(err)
			}
			for i := 4096; i < len(data); i++ {
				data[i] ^= 0x55
			}
			if err := os.WriteFile(d.path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := store.Open(t.Context(), d.path, key)
			if err == nil {
				defer db.Close()
				err = db.Compare(t.Context(), fresh)
			}
			if fault.KindOf(err) != fault.Integrity {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	d := laptop(t, "files")
	d.everything()
	names, err := filepath.Glob(d.path + "*")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, name := range store.Files(d.path) {
		known[name] = true
	}
	for _, name := range names {
		if !known[name] {
			t.Errorf("%s is not among the files of a database", name)
		}
	}
}

func TestUseCacheRefuses(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.UseCache(filepath.Join(file, "cache")); err == nil {
		t.Error("a cache lies in a file")
	}
	open := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := store.UseCache(open); err == nil {
		t.Error("code that anybody can write would be run")
	}
}
