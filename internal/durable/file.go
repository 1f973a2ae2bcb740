package durable

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tempPrefix marks names that a crash may leave behind and nobody may read.
const tempPrefix = ".tmp-"

// WriteFile puts data under path, replacing what is there, so that a reader or
// a crash sees the old bytes or the new bytes. It issues, in this order:
//
//	open(dir/.tmp-RANDOM, O_CREAT|O_EXCL|O_WRONLY, 0600)
//	write, fsync, close
//	rename(dir/.tmp-RANDOM, path)
//	open(dir), fsync, close
//
// After an error before the rename the old file is untouched and the temporary
// file is removed; after a crash Sweep removes it. After an error of the last
// step the new bytes are visible but may not survive a power loss.
func WriteFile(fsys FS, path string, data []byte) error {
	dir := filepath.Dir(path)
	temp := filepath.Join(dir, tempPrefix+rand.Text())
	if err := writeNew(fsys, temp, data); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := fsys.Rename(temp, path); err != nil {
		return fmt.Errorf("writing %s: %w", path, errors.Join(err, fsys.Remove(temp)))
	}
	if err := fsys.SyncDir(dir); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// writeNew creates path with data, synced, and removes it where that stops
// half way.
func writeNew(fsys FS, path string, data []byte) error {
	w, err := Create(fsys, path)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return errors.Join(err, w.Abort())
	}
	if err := w.Close(); err != nil {
		return errors.Join(err, fsys.Remove(path))
	}
	return nil
}

// Sweep removes the temporary files that a crash left directly in dir. The
// caller makes sure that nobody is writing there.
func Sweep(fsys FS, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("sweeping: %w", err)
	}
	for _, e := range entries {
		if !Temporary(e) {
			continue
		}
		if err := fsys.Remove(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("sweeping: %w", err)
		}
	}
	return nil
}

// RemoveAll removes a file, or a directory and everything in it, without
// following links. One that does not exist is no error. It syncs nothing.
func RemoveAll(fsys FS, path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fsys.Remove(path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := RemoveAll(fsys, filepath.Join(path, e.Name())); err != nil {
			return err
		}
	}
	return fsys.Remove(path)
}

// Temporary says whether an entry is one that Sweep removes.
func Temporary(e fs.DirEntry) bool {
	return strings.HasPrefix(e.Name(), tempPrefix) && e.Type().IsRegular()
}

// Writer is a new file that is synced when it is closed.
type Writer struct {
	fs   FS
	path string
	f    File
	err  error // first write error; Close reports it instead of syncing a torso
}

// Create makes a new file at path for streaming into; the name must not exist
// yet. It issues open(O_CREAT|O_EXCL|O_WRONLY, 0600) at once, and fsync and
// close on Close. It does not sync the directory.
func Create(fsys FS, path string) (*Writer, error) {
	f, err := fsys.Create(path)
	if err != nil {
		return nil, err
	}
	return &Writer{fs: fsys, path: path, f: f}, nil
}

// Write appends p.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.f.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	w.err = err
	return n, err
}

// Close syncs and closes the file. It returns the first error of any write, so
// that a caller who only looks at Close is safe. A second Close is an error.
func (w *Writer) Close() error {
	if w.err == nil {
		w.err = w.f.Sync()
	}
	err := errors.Join(w.err, w.f.Close())
	w.err = fs.ErrClosed
	return err
}

// Abort closes the file without syncing it and removes it.
func (w *Writer) Abort() error {
	w.err = fs.ErrClosed
	return errors.Join(w.f.Close(), w.fs.Remove(w.path))
}

// MkdirAll makes path and the directories above it that are missing, from the
// top down, and for each one issues mkdir(0700) and an fsync of its parent.
// Directories that exist are left as they are.
func MkdirAll(fsys FS, path string) error {
	info, err := os.Stat(path)
	if err == nil {
		if !info.IsDir() {
			return fmt.Errorf("making directory %s: %w: it is not a directory", path, fs.ErrExist)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("making directory: %w", err)
	}
	parent := filepath.Dir(path)
	if parent == path {
		return fmt.Errorf("making directory: %w", err)
	}
	if err := MkdirAll(fsys, parent); err != nil {
		return err
	}
	if err := fsys.Mkdir(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("making directory: %w", err)
	}
	return fsys.SyncDir(parent)
}
