package durabletest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"reckon/internal/durable"
	"reckon/internal/durable/durabletest"
)

// read returns a file's text, or "-" where there is none.
func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "-"
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// put writes a file through fsys, syncing it on request.
func put(t *testing.T, fsys durable.FS, path, text string, sync bool) {
	t.Helper()
	f, err := fsys.Create(path)
	must(t, err)
	_, err = f.Write([]byte(text))
	must(t, err)
	if sync {
		must(t, f.Sync())
	}
	must(t, f.Close())
}

func TestPowerLossTakesBackWhatWasNotSynced(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		run  func(t *testing.T, f *durabletest.Faulty, dir string)
		want string // text of dir/x afterwards
	}{
		{"new file, directory not synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			put(t, f, dir+"/x", "new", true)
		}, "-"},
		{"new file, bytes not synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			put(t, f, dir+"/x", "new", false)
			must(t, f.SyncDir(dir))
		}, ""},
		{"new file, all synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			put(t, f, dir+"/x", "new", true)
			must(t, f.SyncDir(dir))
		}, "new"},
		{"replaced, not synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			must(t, os.WriteFile(dir+"/x", []byte("old"), 0o600))
			put(t, f, dir+"/y", "new", true)
			must(t, f.Rename(dir+"/y", dir+"/x"))
		}, "old"},
		{"replaced and synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			must(t, os.WriteFile(dir+"/x", []byte("old"), 0o600))
			put(t, f, dir+"/y", "new", true)
			must(t, f.Rename(dir+"/y", dir+"/x"))
			must(t, f.SyncDir(dir))
		}, "new"},
		{"replaced by bytes never synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			must(t, os.WriteFile(dir+"/x", []byte("old"), 0o600))
			put(t, f, dir+"/y", "new", false)
			must(t, f.Rename(dir+"/y", dir+"/x"))
			must(t, f.SyncDir(dir))
		}, ""},
		{"removed, not synced", func(t *testing.T, f *durabletest.Faulty, dir string) {
			must(t, os.WriteFile(dir+"/x", []byte("old"), 0o600))
			must(t, f.Remove(dir+"/x"))
		}, "old"},
		{"moved out of a directory that was removed for good", func(t *testing.T, f *durabletest.Faulty, dir string) {
			must(t, os.MkdirAll(dir+"/w/s", 0o700))
			must(t, os.WriteFile(dir+"/w/s/x", []byte("staged"), 0o600))
			must(t, f.Rename(dir+"/w/s/x", dir+"/x"))
			must(t, f.Remove(dir+"/w/s"))
			must(t, f.SyncDir(dir+"/w"))
		}, "-"},
		{"moved with its directory", func(t *testing.T, f *durabletest.Faulty, dir string) {
			must(t, f.Mkdir(dir+"/s"))
			put(t, f, dir+"/s/x", "new", false)
			must(t, f.SyncDir(dir+"/s"))
			must(t, f.Rename(dir+"/s", dir+"/t"))
			must(t, f.SyncDir(dir))
			must(t, f.Rename(dir+"/t/x", dir+"/x"))
			must(t, f.SyncDir(dir))
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			f := durabletest.New(durabletest.Fault{})
			tt.run(t, f, dir)
			must(t, f.PowerLoss())
			if got := read(t, filepath.Join(dir, "x")); got != tt.want {
				t.Errorf("after the power loss x holds %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFaultStrikesOnceAndACrashForGood(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := durabletest.New(durabletest.Fault{At: 2, Err: syscall.ENOSPC})
	must(t, f.Mkdir(dir+"/a"))
	if err := f.Mkdir(dir + "/b"); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("operation 2 returned %v", err)
	}
	must(t, f.Mkdir(dir+"/b"))
	if f.Ops() != 3 || f.Crashed() {
		t.Errorf("%d operations, crashed %v", f.Ops(), f.Crashed())
	}

	c := durabletest.New(durabletest.Fault{At: 1, Err: durabletest.ErrCrash})
	for range 2 {
		if _, err := c.Create(dir + "/c"); !errors.Is(err, durabletest.ErrCrash) {
			t.Errorf("a crashed file system created a file: %v", err)
		}
	}
	if !c.Crashed() || read(t, dir+"/c") != "-" {
		t.Error("the crash left something behind")
	}
}

func TestShortWriteLeavesHalf(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x")
	f := durabletest.New(durabletest.Fault{At: 2, Err: durabletest.ErrCrash, Short: true})
	w, err := f.Create(path)
	must(t, err)
	if n, err := w.Write([]byte("abcdef")); n != 3 || !errors.Is(err, durabletest.ErrCrash) {
		t.Errorf("Write = %d, %v", n, err)
	}
	if err := w.Sync(); !errors.Is(err, durabletest.ErrCrash) {
		t.Errorf("Sync after the crash = %v", err)
	}
	must(t, w.Close())
	if got := read(t, path); got != "abc" {
		t.Errorf("the file holds %q", got)
	}
}
