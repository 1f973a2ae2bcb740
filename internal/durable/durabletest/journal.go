package durabletest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"reckon/internal/durable"
)

// journal remembers how to take back what was not synced.
type journal struct {
	steps []step
	files map[string]*content // files written through this file system, by their present path
}

// content is how much of a file was written and how much of it was synced.
type content struct{ size, kept int64 }

// step is one change of directory entries that can be taken back.
type step struct {
	parent string // the directory whose sync keeps it
	undo   func() error
}

// created notes a new entry, and returns where to count its bytes.
func (j *journal) created(path string) *content {
	c := &content{}
	j.files[path] = c
	j.note(path, func() error { return os.RemoveAll(path) })
	return c
}

func (j *journal) note(path string, undo func() error) {
	j.steps = append(j.steps, step{parent: filepath.Dir(path), undo: undo})
}

// rename moves an entry and notes how to move it back.
func (j *journal) rename(oldpath, newpath string) error {
	restore, err := saved(newpath)
	if err != nil {
		return err
	}
	if err := (durable.OS{}).Rename(oldpath, newpath); err != nil {
		return err
	}
	j.moved(oldpath, newpath)
	j.note(newpath, func() error {
		err := os.Rename(newpath, oldpath)
		if errors.Is(err, fs.ErrNotExist) {
			// The directory it came from is gone for good, so it is lost.
			err = os.RemoveAll(newpath)
		}
		return errors.Join(err, restore())
	})
	return nil
}

// moved renames the files known under oldpath.
func (j *journal) moved(oldpath, newpath string) {
	delete(j.files, newpath)
	for name, c := range j.files {
		rest, inside := strings.CutPrefix(name, oldpath+string(filepath.Separator))
		switch {
		case name == oldpath:
			delete(j.files, name)
			j.files[newpath] = c
		case inside:
			delete(j.files, name)
			j.files[filepath.Join(newpath, rest)] = c
		}
	}
}

// remove deletes an entry and notes how to bring it back.
func (j *journal) remove(path string) error {
	restore, err := saved(path)
	if err != nil {
		return err
	}
	if err := (durable.OS{}).Remove(path); err != nil {
		return err
	}
	delete(j.files, path)
	j.note(path, restore)
	return nil
}

// saved returns a function that brings back what stands at path now.
func saved(path string) (func() error, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return func() error { return nil }, nil
	}
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return func() error { return unlessGone(os.Mkdir(path, 0o700)) }, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return func() error { return unlessGone(os.WriteFile(path, data, 0o600)) }, nil
}

// unlessGone forgives bringing an entry back into a directory that was itself
// removed for good.
func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// synced keeps the changes made in dir so far.
func (j *journal) synced(dir string) {
	kept := j.steps[:0]
	for _, s := range j.steps {
		if s.parent != dir {
			kept = append(kept, s)
		}
	}
	j.steps = kept
}

// rollBack cuts files to what was synced and takes back entries, newest first.
func (j *journal) rollBack() error {
	var errs []error
	for name, c := range j.files {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && c.kept < info.Size() {
			errs = append(errs, os.Truncate(name, c.kept))
		}
	}
	for i := len(j.steps) - 1; i >= 0; i-- {
		errs = append(errs, j.steps[i].undo())
	}
	j.steps = nil
	return errors.Join(errs...)
}
