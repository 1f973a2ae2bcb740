package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"reckon/fault"
	"reckon/internal/durable"
)

// folder is a log's directory. Paths inside it are written with slashes.
type folder string

func (d folder) path(rel string) string { return filepath.Join(string(d), filepath.FromSlash(rel)) }

// writer is the name of the directory: the identifier of the log's writer.
func (d folder) writer() string { return filepath.Base(string(d)) }

// where names a file from the project's root.
func (d folder) where(rel string) string { return path.Join("log", d.writer(), rel) }

// refuse says that a file is not what it has to be.
func (d folder) refuse(rel string, code fault.Code, format string, args ...any) *fault.Problem {
	return fault.New(code, fault.Integrity, format, args...).At(d.where(rel))
}

// at puts the name of a file to an error that it caused.
func (d folder) at(rel string, err error) error {
	var p *fault.Problem
	if errors.As(err, &p) {
		return p.At(d.where(rel))
	}
	return fmt.Errorf("%s: %w", d.where(rel), err)
}

// maxSmall bounds the files that take a line or a few.
const maxSmall = 16 << 10

// read returns a small file that has to be there.
func (d folder) read(rel string) ([]byte, error) { return d.readUpTo(rel, maxSmall) }

// readSized returns a file that has to be there and of a given size.
func (d folder) readSized(rel string, size int) ([]byte, error) {
	data, err := d.readUpTo(rel, int64(size))
	if err == nil && len(data) != size {
		err = d.refuse(rel, "JO002", "the file is %d bytes long where %d are due", len(data), size)
	}
	return data, err
}

// readUpTo returns a regular file that has to be there and may not be larger
// than limit.
func (d folder) readUpTo(rel string, limit int64) ([]byte, error) {
	info, err := os.Lstat(d.path(rel))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, d.refuse(rel, "JO001", "the file is missing")
	case err != nil:
		return nil, fmt.Errorf("reading the log: %w", err)
	case !info.Mode().IsRegular():
		return nil, d.refuse(rel, "JO001", "it is not a regular file")
	case info.Size() > limit:
		return nil, d.refuse(rel, "JO002", "the file is %d bytes long where at most %d are due", info.Size(), limit)
	}
	data, err := os.ReadFile(d.path(rel))
	if err != nil {
		return nil, fmt.Errorf("reading the log: %w", err)
	}
	return data, nil
}

// has says whether anything stands under a name.
func (d folder) has(rel string) (bool, error) {
	_, err := os.Lstat(d.path(rel))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading the log: %w", err)
	}
	return true, nil
}

// names lists what lies in a directory of the log, if it is there.
func (d folder) names(rel string) ([]string, error) {
	entries, err := os.ReadDir(d.path(rel))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the log: %w", err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

// replace writes data under temp and renames it to name, replacing what stands
// there: create, write, fsync, rename, fsync of both directories.
func (d folder) replace(fsys durable.FS, temp, name string, data []byte) error {
	if err := d.remove(fsys, temp); err != nil {
		return err
	}
	w, err := durable.Create(fsys, d.path(temp))
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("writing %s: %w", name, errors.Join(err, w.Abort()))
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := fsys.Rename(d.path(temp), d.path(name)); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if dir := path.Dir(name); dir != "." {
		if err := fsys.SyncDir(d.path(dir)); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return d.sync(fsys)
}

// sync makes the entries of the log's own directory survive a power loss.
func (d folder) sync(fsys durable.FS) error {
	if err := fsys.SyncDir(string(d)); err != nil {
		return fmt.Errorf("writing the log: %w", err)
	}
	return nil
}

// remove deletes a file, if it is there.
func (d folder) remove(fsys durable.FS, rel string) error {
	there, err := d.has(rel)
	if err != nil || !there {
		return err
	}
	if err := fsys.Remove(d.path(rel)); err != nil {
		return fmt.Errorf("removing %s: %w", rel, err)
	}
	return nil
}

// removeAll deletes files and the directories that they leave empty, and makes
// that survive a power loss.
func (d folder) removeAll(fsys durable.FS, paths []string) error {
	touched := map[string]bool{}
	for _, p := range paths {
		if err := d.remove(fsys, p); err != nil {
			return err
		}
		touched[path.Dir(p)] = true
	}
	for len(touched) > 0 {
		above := map[string]bool{}
		for _, dir := range sortedKeys(touched) {
			gone, err := d.prune(fsys, dir)
			if err != nil {
				return err
			}
			if gone {
				above[path.Dir(dir)] = true
			}
		}
		touched = above
	}
	return nil
}

// prune removes a directory that is empty, and syncs one that is not. It says
// whether the directory is gone.
func (d folder) prune(fsys durable.FS, dir string) (gone bool, err error) {
	entries, err := os.ReadDir(d.path(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("reading the log: %w", err)
	case len(entries) > 0 || dir == ".":
		err = fsys.SyncDir(d.path(dir))
	default:
		gone, err = true, fsys.Remove(d.path(dir))
	}
	if err != nil {
		return false, fmt.Errorf("clearing %s: %w", dir, err)
	}
	return gone, nil
}
