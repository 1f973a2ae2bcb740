// Package durable writes project files so that a crash leaves either the old
// state or the new one.
//
// It holds the few writing operations everything else is made of (FS), whole
// files replaced in one step (WriteFile), and staging directories whose files
// become visible together after the transaction they belong to has committed
// (Stage, ApplyStage). What each function asks of the operating system is
// written at the function, in order, because that order is the promise.
//
// Invariants: a name becomes visible only after the bytes under it have been
// synced; a directory entry counts as kept only after its directory has been
// synced; files are created for the owner alone (0600, directories 0700); an
// existing file is never opened for writing.
//
// The package does not lock, does not read the clock, and does not decide
// which stages are to be applied: that is known to the database.
package durable

import (
	"fmt"
	"io"
	"os"
	"runtime"
)

// FS is the set of writing operations that a test can count, fail or cut off.
// Reading goes through package os.
type FS interface {
	// Create makes a new file for writing and refuses a name that exists.
	Create(path string) (File, error)
	// Rename moves a file or directory, replacing a file at the new name.
	Rename(oldpath, newpath string) error
	// Remove deletes a file or an empty directory.
	Remove(path string) error
	// Mkdir makes one directory and refuses a name that exists.
	Mkdir(path string) error
	// SyncDir makes the entries of a directory survive a power loss.
	SyncDir(path string) error
}

// File is a file being written.
type File interface {
	io.WriteCloser
	// Sync makes the bytes written so far survive a power loss.
	Sync() error
}

// OS is the real file system.
type OS struct{}

// Create opens path with O_CREATE|O_EXCL|O_WRONLY and permissions 0600.
func (OS) Create(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Rename calls os.Rename, which replaces an existing file on every system.
func (OS) Rename(oldpath, newpath string) error { return os.Rename(oldpath, newpath) }

// Remove calls os.Remove.
func (OS) Remove(path string) error { return os.Remove(path) }

// Mkdir makes a directory with permissions 0700.
func (OS) Mkdir(path string) error { return os.Mkdir(path, 0o700) }

// SyncDir calls fsync on the directory. On Windows a directory cannot be
// synced and does not have to be: NTFS journals its entries.
func (OS) SyncDir(path string) (err error) {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := d.Close(); err == nil {
			err = cerr
		}
	}()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("syncing directory %s: %w", path, err)
	}
	return nil
}
