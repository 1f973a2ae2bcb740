// Package durabletest provides a file system that fails on demand.
//
// A Faulty passes every writing operation on to the real file system and
// counts them, so that a test can run its subject once to learn the count and
// then once more for every operation: failing it (disk full, input/output
// error), cutting the process off there (a crash), or cutting the power (a
// crash after which everything not synced is gone).
//
// The model of a power loss is harsher than real disks: of a file only the
// bytes before its last Sync remain; a creation, rename, removal or new
// directory that no SyncDir of its parent followed has not happened. A rename
// between directories is one step and is kept by a sync of the new parent. It
// does not model reordering inside one directory or torn sectors.
//
// Files are meant to be small: what a rename or removal destroys is kept in
// memory so that it can be brought back.
package durabletest

import (
	"errors"
	"fmt"
	"sync"

	"reckon/internal/durable"
)

// ErrCrash is returned by the operation at which the process was cut off and
// by every operation after it.
var ErrCrash = errors.New("the process was cut off here")

// Fault says what goes wrong, and at which operation.
type Fault struct {
	At    int   // number of the operation, from 1; 0 never
	Err   error // returned instead of doing it; ErrCrash also ends all later ones
	Short bool  // where the operation is a write, half of it is done first
}

// Faulty is a durable.FS over the real file system.
type Faulty struct {
	mu      sync.Mutex
	fault   Fault
	ops     int
	crashed bool
	journal journal
}

// New returns a file system in which the given fault will happen.
func New(fault Fault) *Faulty {
	return &Faulty{fault: fault, journal: journal{files: map[string]*content{}}}
}

// Ops returns how many operations were asked for so far: Create, Write, Sync,
// Rename, Remove, Mkdir and SyncDir count, Close does not.
func (f *Faulty) Ops() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ops
}

// Crashed reports whether the fault was a crash and has happened.
func (f *Faulty) Crashed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.crashed
}

// PowerLoss takes back everything that was not synced. It may be called once,
// after the subject has stopped.
func (f *Faulty) PowerLoss() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.journal.rollBack()
}

// step counts one operation and returns the error it is to end with.
func (f *Faulty) step() error {
	f.ops++
	if f.crashed {
		return ErrCrash
	}
	if f.ops != f.fault.At {
		return nil
	}
	f.crashed = errors.Is(f.fault.Err, ErrCrash)
	return f.fault.Err
}

// do runs one operation under the lock, unless the fault strikes.
func (f *Faulty) do(op func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.step(); err != nil {
		return err
	}
	return op()
}

// Create makes a new file.
func (f *Faulty) Create(path string) (durable.File, error) {
	file := &faultyFile{fs: f}
	err := f.do(func() (err error) {
		if file.File, err = (durable.OS{}).Create(path); err == nil {
			file.content = f.journal.created(path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("creating %s: %w", path, err)
	}
	return file, nil
}

// Rename moves a file or directory.
func (f *Faulty) Rename(oldpath, newpath string) error {
	return f.do(func() error { return f.journal.rename(oldpath, newpath) })
}

// Remove deletes a file or an empty directory.
func (f *Faulty) Remove(path string) error {
	return f.do(func() error { return f.journal.remove(path) })
}

// Mkdir makes a directory.
func (f *Faulty) Mkdir(path string) error {
	return f.do(func() error {
		err := durable.OS{}.Mkdir(path)
		if err == nil {
			f.journal.created(path)
		}
		return err
	})
}

// SyncDir makes the entries of a directory survive a power loss.
func (f *Faulty) SyncDir(path string) error {
	return f.do(func() error {
		err := durable.OS{}.SyncDir(path)
		if err == nil {
			f.journal.synced(path)
		}
		return err
	})
}

// faultyFile is a file whose writes and syncs count.
type faultyFile struct {
	durable.File
	fs      *Faulty
	content *content
}

// Write appends p, or half of it where the fault is a short write.
func (w *faultyFile) Write(p []byte) (int, error) {
	w.fs.mu.Lock()
	defer w.fs.mu.Unlock()
	fault := w.fs.step()
	if fault != nil {
		if !w.fs.fault.Short || w.fs.ops != w.fs.fault.At {
			return 0, fault
		}
		p = p[:len(p)/2]
	}
	n, err := w.File.Write(p)
	w.content.size += int64(n)
	return n, errors.Join(fault, err)
}

// Sync makes the bytes written so far survive a power loss.
func (w *faultyFile) Sync() error {
	return w.fs.do(func() error {
		err := w.File.Sync()
		if err == nil {
			w.content.kept = w.content.size
		}
		return err
	})
}
