package durable_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/internal/durable"
	"reckon/internal/durable/durabletest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tree returns every file below dir with its text, and every empty directory
// with "/".
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		delete(got, strings.TrimSuffix(rel, "/"+d.Name())+"/")
		if d.IsDir() {
			got[rel+"/"] = "/"
			return nil
		}
		data, err := os.ReadFile(name)
		got[rel] = string(data)
		return err
	}))
	return got
}

// fill writes files below dir without any ceremony.
func fill(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for rel, text := range files {
		name := filepath.Join(dir, filepath.FromSlash(rel))
		must(t, os.MkdirAll(filepath.Dir(name), 0o700))
		must(t, os.WriteFile(name, []byte(text), 0o600))
	}
}

// everyFault runs a subject once for each of its operations and each way for
// that operation to go wrong.
func everyFault(t *testing.T, run func(t *testing.T, fault durabletest.Fault) (ops int)) {
	t.Helper()
	for _, kind := range []durabletest.Fault{
		{Err: syscall.ENOSPC}, {Err: syscall.EIO, Short: true},
		{Err: durabletest.ErrCrash}, {Err: durabletest.ErrCrash, Short: true},
	} {
		for at := 1; ; at++ {
			kind.At = at
			if run(t, kind) < at {
				break
			}
		}
	}
}

func TestWriteFileIsOldOrNew(t *testing.T) {
	t.Parallel()
	everyFault(t, func(t *testing.T, fault durabletest.Fault) int {
		dir := t.TempDir()
		path := filepath.Join(dir, "x")
		fill(t, dir, map[string]string{"x": "old"})
		f := durabletest.New(fault)
		err := durable.WriteFile(f, path, []byte("new bytes"))
		if err == nil {
			must(t, f.PowerLoss())
			if got := tree(t, dir); got["x"] != "new bytes" || len(got) != 1 {
				t.Errorf("acknowledged, but after a power loss: %v", got)
			}
			return f.Ops()
		}
		if !errors.Is(err, fault.Err) {
			t.Errorf("fault %+v came out as %v", fault, err)
		}
		if x := tree(t, dir)["x"]; x != "old" && x != "new bytes" {
			t.Errorf("fault %+v left %q", fault, x)
		}
		if !f.Crashed() && len(tree(t, dir)) != 1 {
			t.Errorf("fault %+v left a temporary file: %v", fault, tree(t, dir))
		}
		must(t, f.PowerLoss())
		must(t, durable.Sweep(durable.OS{}, dir))
		if got := tree(t, dir); got["x"] != "old" || len(got) != 1 {
			t.Errorf("fault %+v and a power loss left %v", fault, got)
		}
		return f.Ops()
	})
}

func TestPermissionsAreForTheOwnerAlone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	dir := t.TempDir()
	must(t, durable.MkdirAll(durable.OS{}, dir+"/a/b"))
	must(t, durable.WriteFile(durable.OS{}, dir+"/a/b/x", nil))
	for name, want := range map[string]fs.FileMode{"a": 0o700, "a/b": 0o700, "a/b/x": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has permissions %v", name, info.Mode().Perm())
		}
	}
}

func TestCreateRefusesAnExistingFileAndReportsLateErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fill(t, dir, map[string]string{"x": "old"})
	if _, err := durable.Create(durable.OS{}, dir+"/x"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("creating over a file: %v", err)
	}
	w, err := durable.Create(durabletest.New(durabletest.Fault{At: 2, Err: syscall.ENOSPC}), dir+"/y")
	must(t, err)
	if _, err := w.Write([]byte("lost")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Write = %v", err)
	}
	if _, err := w.Write([]byte("more")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a write after a lost write = %v", err)
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Close hides the lost write: %v", err)
	}
	if err := w.Close(); err == nil {
		t.Error("a second Close is fine")
	}
}

func TestMkdirAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fill(t, dir, map[string]string{"file": ""})
	f := durabletest.New(durabletest.Fault{})
	must(t, durable.MkdirAll(f, dir+"/a/b/c"))
	must(t, f.PowerLoss())
	must(t, durable.MkdirAll(f, dir+"/a/b/c"))
	if got := tree(t, dir); got["a/b/c/"] != "/" || f.Ops() != 6 {
		t.Errorf("%v after %d operations", got, f.Ops())
	}
	for _, bad := range []string{"/file", "/file/x"} {
		if err := durable.MkdirAll(f, dir+bad); err == nil {
			t.Errorf("%s became a directory", bad)
		}
	}
}

func TestSweepTakesOnlyTemporaryFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fill(t, dir, map[string]string{".tmp-X": "", "keep": "", ".tmp-dir/x": ""})
	must(t, durable.Sweep(durable.OS{}, dir))
	want := map[string]string{"keep": "", ".tmp-dir/x": ""}
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := durable.Sweep(durable.OS{}, dir+"/none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("sweeping nothing: %v", err)
	}
}

// The project of the stage tests: one object that gets a second version, one
// object new to a known folder, one new folder.
var (
	before = map[string]string{
		"v/a/inventory": "1", "v/a/v1/x": "x", "log/0": "0",
	}
	staged = map[string]string{
		"v/a/inventory": "2", "v/a/v2/y": "y", "v/b/inventory": "1", "v/b/v1/z": "z", "log/1": "1", "new/c/d": "d",
	}
	after = map[string]string{
		"v/a/inventory": "2", "v/a/v1/x": "x", "v/a/v2/y": "y", "v/b/inventory": "1", "v/b/v1/z": "z",
		"log/0": "0", "log/1": "1", "new/c/d": "d", "work/": "/",
	}
)

func isLast(rel string) bool { return strings.HasSuffix(rel, "/inventory") }

// stage writes the staged files through fsys.
func stage(fsys durable.FS, dir string, files map[string]string) error {
	s, err := durable.NewStage(fsys, dir, "s-1")
	if err != nil {
		return err
	}
	for _, rel := range slices.Sorted(maps.Keys(files)) {
		w, err := s.Create(rel)
		if err != nil {
			return err
		}
		_, werr := fmt.Fprint(w, files[rel])
		if err := errors.Join(werr, w.Close()); err != nil {
			return err
		}
	}
	return s.Sync()
}

func TestStageIsAllOrNothing(t *testing.T) {
	t.Parallel()
	everyFault(t, func(t *testing.T, fault durabletest.Fault) int {
		dir := t.TempDir()
		fill(t, dir, before)
		f := durabletest.New(fault)
		err := stage(f, dir, staged)
		must(t, f.PowerLoss())
		if err != nil {
			must(t, durable.DropStage(durable.OS{}, dir, "s-1"))
			got := tree(t, dir)
			delete(got, "work/")
			if diff := cmp.Diff(before, got); diff != "" {
				t.Errorf("fault %+v changed the project: %s", fault, diff)
			}
			return f.Ops()
		}
		must(t, durable.ApplyStage(durable.OS{}, dir, "s-1", isLast))
		if diff := cmp.Diff(after, tree(t, dir)); diff != "" {
			t.Errorf("a complete stage lost something: %s", diff)
		}
		return f.Ops()
	})
}

// lastAfterAll fails where a new root file is visible before what it describes.
func lastAfterAll(t *testing.T, dir, when string) {
	t.Helper()
	got := tree(t, dir)
	if got["v/a/inventory"] != "2" {
		return
	}
	for rel, text := range staged {
		if !isLast(rel) && got[rel] != text {
			t.Errorf("%s the last file was visible before %s", when, rel)
		}
	}
}

func TestApplyFinishesAfterAnyCutOff(t *testing.T) {
	t.Parallel()
	everyFault(t, func(t *testing.T, fault durabletest.Fault) int {
		for _, power := range []bool{false, true} {
			dir := t.TempDir()
			fill(t, dir, before)
			must(t, stage(durable.OS{}, dir, staged))
			f := durabletest.New(fault)
			err := durable.ApplyStage(f, dir, "s-1", isLast)
			when := fmt.Sprintf("fault %+v, power loss %v:", fault, power)
			lastAfterAll(t, dir, when)
			ops := f.Ops()
			if power {
				must(t, f.PowerLoss())
				lastAfterAll(t, dir, when)
			}
			if err == nil && !power && ops < fault.At {
				return ops
			}
			// Without a power loss the second run is under the same journal, and
			// what it acknowledges must survive a loss that comes later.
			if power || f.Crashed() {
				f = durabletest.New(durabletest.Fault{})
			}
			must(t, durable.ApplyStage(f, dir, "s-1", isLast))
			must(t, f.PowerLoss())
			if diff := cmp.Diff(after, tree(t, dir)); diff != "" {
				t.Fatalf("%s %s", when, diff)
			}
		}
		return fault.At
	})
}

func TestApplyNeverReplacesOtherBytes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 40<<10)
	tests := []struct {
		name      string
		have, add map[string]string
		ok        bool
	}{
		{"same bytes", map[string]string{"a/x": long}, map[string]string{"a/x": long}, true},
		{"other bytes", map[string]string{"a/x": long}, map[string]string{"a/x": long[1:] + "y"}, false},
		{"longer", map[string]string{"a/x": long}, map[string]string{"a/x": long + "y"}, false},
		{"a directory", map[string]string{"a/x/y": "1"}, map[string]string{"a/x": "1"}, false},
		{"a file for a directory", map[string]string{"a": "1"}, map[string]string{"a/x": "1"}, false},
		{"a last file", map[string]string{"a/inventory": "1"}, map[string]string{"a/inventory": "2"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			fill(t, dir, tt.have)
			must(t, stage(durable.OS{}, dir, tt.add))
			err := durable.ApplyStage(durable.OS{}, dir, "s-1", isLast)
			if tt.ok {
				must(t, err)
				return
			}
			if !errors.Is(err, fs.ErrExist) {
				t.Errorf("got %v", err)
			}
			got := tree(t, dir)
			for rel, text := range tt.have {
				if got[rel] != text {
					t.Errorf("%s was replaced", rel)
				}
			}
		})
	}
}

func TestApplyDoesNotFollowLinksOut(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "v")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	must(t, stage(durable.OS{}, dir, staged))
	if err := durable.ApplyStage(durable.OS{}, dir, "s-1", nil); err == nil {
		t.Error("files went through a symbolic link")
	}
	if got := tree(t, outside); len(got) != 0 {
		t.Errorf("outside the project: %v", got)
	}
}

func TestStageRefusals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, id := range []string{"", "../x", "A", "-a", "a/b", strings.Repeat("a", 65)} {
		_, err := durable.NewStage(durable.OS{}, dir, id)
		for _, err := range []error{err, durable.DropStage(durable.OS{}, dir, id), durable.ApplyStage(durable.OS{}, dir, id, nil)} {
			if !errors.Is(err, fs.ErrInvalid) {
				t.Errorf("id %q: %v", id, err)
			}
		}
	}
	s, err := durable.NewStage(durable.OS{}, dir, "s")
	must(t, err)
	for _, rel := range []string{"", ".", "..", "../x", "/x", "a/../x", "a//x", "a/", `a\x`, "work", "work/t/x"} {
		if _, err := s.Create(rel); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("staging %q: %v", rel, err)
		}
	}
	w, err := s.Create("a/x")
	must(t, err)
	if _, err := s.Create("a/x"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("staging a name twice: %v", err)
	}
	if err := s.Sync(); err == nil {
		t.Error("a stage with an open file is complete")
	}
	must(t, w.Close())
	must(t, s.Sync())
	if err := w.Close(); err == nil {
		t.Error("a second Close is fine")
	}
	if _, err := durable.NewStage(durable.OS{}, dir, "s"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second stage of the same id: %v", err)
	}
}

func TestStagesListsAndDrops(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if ids, err := durable.Stages(dir); err != nil || ids != nil {
		t.Errorf("Stages of an empty project = %v, %v", ids, err)
	}
	for _, id := range []string{"b", "a"} {
		s, err := durable.NewStage(durable.OS{}, dir, id)
		must(t, err)
		w, err := s.Create("x/y")
		must(t, err)
		must(t, w.Close())
	}
	fill(t, dir, map[string]string{"work/stray": ""})
	ids, err := durable.Stages(dir)
	must(t, err)
	if !slices.Equal(ids, []string{"a", "b"}) {
		t.Errorf("Stages = %v", ids)
	}
	for range 2 {
		must(t, durable.DropStage(durable.OS{}, dir, "a"))
	}
	must(t, durable.ApplyStage(durable.OS{}, dir, "a", nil))
	if ids, _ := durable.Stages(dir); !slices.Equal(ids, []string{"b"}) {
		t.Errorf("after the drop: %v", ids)
	}
}

func TestCompleteStageOutlivesAnEarlierCutOff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// The first run makes work/ and is cut off before syncing that entry.
	f := durabletest.New(durabletest.Fault{At: 2, Err: syscall.EIO})
	if err := stage(f, dir, staged); !errors.Is(err, syscall.EIO) {
		t.Fatalf("got %v", err)
	}
	must(t, stage(f, dir, staged))
	must(t, f.PowerLoss())
	must(t, durable.ApplyStage(durable.OS{}, dir, "s-1", isLast))
	got := tree(t, dir)
	for rel, text := range staged {
		if got[rel] != text {
			t.Errorf("%s is lost", rel)
		}
	}
}
