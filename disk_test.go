package reckon_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"reckon"
)

// crashDisk is the disk below the sealed databases of the tests.
var crashDisk = &failingDisk{VFS: vfs.Find("")}

// failingDisk is SQLite's file layer with one writing operation that fails.
type failingDisk struct {
	vfs.VFS
	mu     sync.Mutex
	faults map[string]*diskFault // by the folder whose files are meant
}

// diskFault counts the writing operations on the files of a folder and fails
// one of them.
type diskFault struct {
	at   int   // number of the operation, from 1; 0 never
	err  error // what it fails with
	ever bool  // all later ones fail, too
	ops  int
}

// plan sets what happens to the databases below dir, and returns where their
// operations are counted.
func (d *failingDisk) plan(dir string, f diskFault) *diskFault {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.faults == nil {
		d.faults = map[string]*diskFault{}
	}
	d.faults[dir] = &f
	return &f
}

// step counts an operation on a file and returns the error it is to end with.
func (d *failingDisk) step(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for dir, f := range d.faults {
		if !strings.HasPrefix(name, dir) {
			continue
		}
		if f.ops++; f.at > 0 && (f.ops == f.at || f.ever && f.ops > f.at) {
			return f.err
		}
	}
	return nil
}

// OpenFilename opens a file of a database.
func (d *failingDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	return &failingFile{File: f, disk: d, name: name.String()}, flags, nil
}

// failingFile is one file of a database.
type failingFile struct {
	vfs.File
	disk *failingDisk
	name string
}

// WriteAt writes p, or half of it where the disk fails.
func (f *failingFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.disk.step(f.name); err != nil {
		n, werr := f.File.WriteAt(p[:len(p)/2], off)
		if werr != nil {
			return n, werr
		}
		return n, err
	}
	return f.File.WriteAt(p, off)
}

// Truncate cuts the file.
func (f *failingFile) Truncate(size int64) error {
	if err := f.disk.step(f.name); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

// Sync makes the file survive a power loss.
func (f *failingFile) Sync(flags vfs.SyncFlag) error {
	if err := f.disk.step(f.name); err != nil {
		return err
	}
	return f.File.Sync(flags)
}

// What the system's files can do beyond the required.
func (f *failingFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *failingFile) LockState() vfs.LockLevel       { return vfsutil.WrapLockState(f.File) }
func (f *failingFile) HasMoved() (bool, error)        { return vfsutil.WrapHasMoved(f.File) }
func (f *failingFile) SizeHint(size int64) error      { return vfsutil.WrapSizeHint(f.File, size) }

// TestDatabaseCannotWrite makes the disk below the database fail at its
// writes, once or for good. The change is refused or, where it was
// acknowledged, there; the project opens and verifies once the disk works.
func TestDatabaseCannotWrite(t *testing.T) {
	t.Parallel()
	changes := map[string]func(ctx context.Context, p *reckon.Project, dir string) error{
		"source": addSecond,
		"statement": func(ctx context.Context, p *reckon.Project, _ string) error {
			_, err := p.AddStatement(ctx, crashCoded("S-1", "new v1"))
			return err
		},
	}
	after := map[string]crashState{
		"source":    {"source second": crashSource(crashDigest(crashText("second")), 1)},
		"statement": {"statement new": "v1 current"},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := useCase{name: name, sealed: true, after: after[name]}
			dir := crashCopy(t, true)
			count := crashDisk.plan(dir, diskFault{})
			ops := 0
			crashMust(t, withProject(t.Context(), dir, reckon.Environment{}, func(p *reckon.Project) error {
				err := change(t.Context(), p, dir)
				ops = count.ops + 4 // and the first of those that closing makes
				return err
			}))
			u.check(t, dir, true)
			refused := 0
			trials := diskFaults(t, ops)
			for _, f := range trials {
				if u.diskFails(t, f, change) {
					refused++
				}
			}
			t.Logf("%d writing operations of the database, %d trials, %d refused", ops, len(trials), refused)
			if refused < len(trials)/2 {
				t.Error("the faults hardly ever struck")
			}
		})
	}
}

// diskFaults are the faults to try where so many operations are made.
func diskFaults(t *testing.T, ops int) (list []diskFault) {
	t.Helper()
	kinds := []diskFault{
		{err: sqlite3.FULL, ever: true}, {err: sqlite3.IOERR_WRITE}, {err: sqlite3.FULL}, {err: sqlite3.IOERR_WRITE, ever: true},
	}
	most := 40
	if crashFull() {
		most = ops * len(kinds)
	}
	r := crashRandom(t)
	for i, n := range r.Perm(ops * len(kinds))[:min(most, ops*len(kinds))] {
		f := kinds[i%len(kinds)]
		f.at = n/len(kinds) + 1
		list = append(list, f)
	}
	return list
}

// diskFails makes a change on a failing disk and looks at what came of it.
func (u *useCase) diskFails(t *testing.T, f diskFault, change func(context.Context, *reckon.Project, string) error) (refused bool) {
	t.Helper()
	dir := crashCopy(t, u.sealed)
	defer os.RemoveAll(dir)
	crashDisk.plan(dir, f)
	p, err := reckon.Open(t.Context(), filepath.Join(dir, crashProject), crashKey(), reckon.Environment{})
	if err == nil {
		err = change(t.Context(), p, dir)
		if cerr := p.Close(); cerr != nil && err == nil {
			t.Logf("closing after the change was acknowledged: %v", cerr)
		}
	}
	crashDisk.plan(dir, diskFault{})
	if u.check(t, dir, err == nil); t.Failed() {
		t.Fatalf("operation %d, %v, for good %v: ended with %v", f.at, f.err, f.ever, err)
	}
	if err != nil && !errors.Is(err, f.err) && !strings.Contains(err.Error(), "disk") {
		t.Errorf("operation %d: the error does not say that it was the disk: %v", f.at, err)
	}
	return err != nil
}
