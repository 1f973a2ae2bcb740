package journal_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"reckon/fault"
	"reckon/internal/durable/durabletest"
	"reckon/internal/journal"
	"reckon/internal/seal"
)

// growth is one publication that the tests interrupt everywhere.
type growth struct{ fromActs, fromObjects, acts, objects int }

// growths begin and end at the sizes where files fill.
var growths = []growth{
	{0, 0, 1, 0}, {0, 0, 3, 2}, {3, 2, 4, 2}, {3, 2, 4, 3}, {254, 2, 255, 2}, {255, 255, 256, 256}, {256, 256, 257, 257},
	{255, 0, 258, 2}, {0, 0, 256, 256}, {300, 5, 520, 300},
}

// TestEveryInterruption cuts Publish off at every operation of the file system
// in turn: as a crash of the process, as a power loss, and as an error of the
// disk. Each time Recover leaves a log that verifies in the old or the new
// state, and publishing again arrives at the new one.
func TestEveryInterruption(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 600, 1)
	keys, _ := sealed(t)
	for _, g := range growths {
		if testing.Short() && g.acts >= 255 {
			continue
		}
		t.Run(fmt.Sprint(g), func(t *testing.T) {
			t.Parallel()
			s := *w
			if g.acts == 4 || g.acts == 258 {
				s.sealer = keys
			}
			base := s.create(t)
			if g.fromActs > 0 {
				s.publish(t, base, g.fromActs, g.fromObjects)
			}
			whole := durabletest.New(durabletest.Fault{})
			if err := s.open(t, copyOf(t, base)).Publish(t.Context(), whole, s.publication(g.acts, g.objects)); err != nil {
				t.Fatal(err)
			}
			for at := 1; at <= whole.Ops(); at++ {
				s.interrupt(t, base, g, durabletest.Fault{At: at, Err: durabletest.ErrCrash})
				if g.acts < 256 || at%2 == 0 {
					s.interrupt(t, base, g, durabletest.Fault{At: at, Err: durabletest.ErrCrash, Short: true})
				}
				if g.acts < 256 || at%2 == 1 {
					s.interrupt(t, base, g, durabletest.Fault{At: at, Err: syscall.ENOSPC, Short: true})
				}
				s.interrupt(t, base, g, durabletest.Fault{At: at, Err: syscall.EIO})
			}
		})
	}
}

// interrupt runs one publication with a fault. One that is not short is
// followed by a power loss.
func (w *world) interrupt(t *testing.T, base string, g growth, f durabletest.Fault) {
	t.Helper()
	dir := copyOf(t, base)
	fsys := durabletest.New(f)
	err := w.open(t, dir).Publish(t.Context(), fsys, w.publication(g.acts, g.objects))
	if !errors.Is(err, f.Err) {
		t.Fatalf("%+v: Publish returned %v", f, err)
	}
	if !f.Short {
		if err := fsys.PowerLoss(); err != nil {
			t.Fatal(err)
		}
	}
	res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: w.sealer})
	if err != nil {
		t.Fatalf("%+v: before Recover: %v", f, err)
	}
	// An error of the disk is cleared at once, unless clearing it met the error.
	l := w.open(t, dir)
	if err := l.Recover(unsynced{}); err != nil {
		t.Fatalf("%+v: Recover: %v", f, err)
	}
	if got := l.Checkpoint().Size; got != res.Checkpoint.Size || got != int64(g.fromActs) && got != int64(g.acts) {
		t.Fatalf("%+v: the log has %d acts", f, got)
	}
	if l.Checkpoint().Size == int64(g.acts) {
		w.verify(t, dir, g.acts, g.objects)
	} else {
		w.verify(t, dir, g.fromActs, g.fromObjects)
	}
	if err := l.Publish(t.Context(), unsynced{}, w.publication(g.acts, g.objects)); err != nil {
		t.Fatalf("%+v: publishing again: %v", f, err)
	}
	w.verify(t, dir, g.acts, g.objects)
}

// TestRecoveryCutOff cuts Recover itself off at every operation.
func TestRecoveryCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 600, 1)
	base := w.create(t)
	w.publish(t, base, 255, 3)
	p := w.publication(257, 4)
	whole := durabletest.New(durabletest.Fault{})
	if err := w.open(t, copyOf(t, base)).Publish(t.Context(), whole, p); err != nil {
		t.Fatal(err)
	}
	// Just before the rename that commits, and just behind it.
	for _, cut := range []int{whole.Ops() - 30, whole.Ops() - 12, whole.Ops() - 4} {
		torn := copyOf(t, base)
		if err := w.open(t, torn).Publish(t.Context(), durabletest.New(durabletest.Fault{At: cut, Err: durabletest.ErrCrash}), p); !errors.Is(err, durabletest.ErrCrash) {
			t.Fatal(err)
		}
		for at := 1; ; at++ {
			dir := copyOf(t, torn)
			fsys := durabletest.New(durabletest.Fault{At: at, Err: durabletest.ErrCrash})
			err := w.open(t, dir).Recover(fsys)
			if err == nil {
				break
			}
			if err := fsys.PowerLoss(); err != nil {
				t.Fatal(err)
			}
			l := w.open(t, dir)
			if err := l.Publish(t.Context(), unsynced{}, p); err != nil {
				t.Fatalf("cut at %d, recovery cut at %d: %v", cut, at, err)
			}
			w.verify(t, dir, 257, 4)
		}
	}
}

func TestRecoverTouchesNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 20, 1)
	base := w.create(t)
	w.publish(t, base, 10, 0)
	torn := copyOf(t, base)
	err := w.open(t, torn).Publish(t.Context(), durabletest.New(durabletest.Fault{At: 12, Err: durabletest.ErrCrash}), w.publication(20, 0))
	if !errors.Is(err, durabletest.ErrCrash) {
		t.Fatal(err)
	}
	stray := filepath.Join(torn, "payload", "000.p", "19.jsonl")
	write(t, stray, "not of this publication")
	if err := w.open(t, torn).Recover(unsynced{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stray); err != nil {
		t.Errorf("a stray file was removed: %v", err)
	}
	w.refused(t, torn, "JO001", "payload/000.p/19.jsonl")
}

// refused wants Verify to name a file.
func (w *world) refused(t testing.TB, dir string, code fault.Code, rel string) {
	t.Helper()
	res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: w.sealer})
	var p *fault.Problem
	if !errors.As(err, &p) || p.Code != code || p.Kind != fault.Integrity || p.Where != "log/"+w.writer+"/"+rel {
		t.Errorf("got %+v, %v; want %s at %s", res, err, code, rel)
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMarkers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 20, 1)
	base := w.create(t)
	w.publish(t, base, 10, 5)
	for _, odd := range []string{
		"", "\n", "10 20\n", "10 20 5 5", "10 20 5 5\n\n", "010 20 5 5\n", "10 10 5 5\n", "20 10 5 5\n", "10 20 5 4\n", "-1 10 5 5\n", "10 20 -5 5\n",
		"11 20 5 5\n", "9 20 5 5\n", "10 20 6 6\n", "10 99999999999 5 5\n", "10 20 5 99999999999\n", "x\n",
	} {
		dir := copyOf(t, base)
		write(t, filepath.Join(dir, "publishing"), odd)
		w.refused(t, dir, "JO010", "publishing")
		l := w.open(t, dir)
		if err := l.Recover(refusing{}); fault.CodeOf(err) != "JO010" {
			t.Errorf("Recover with the marker %q: %v", odd, err)
		}
		if err := l.Publish(t.Context(), refusing{}, w.publication(20, 5)); fault.CodeOf(err) != "JO010" {
			t.Errorf("Publish with the marker %q: %v", odd, err)
		}
	}
	for _, sound := range []string{"10 20 5 5\n", "9 10 5 5\n", "0 10 0 5\n"} {
		dir := copyOf(t, base)
		write(t, filepath.Join(dir, "publishing"), sound)
		res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: w.sealer})
		if err != nil || !res.Interrupted {
			t.Errorf("the marker %q: %+v, %v", sound, res, err)
		}
		if err := w.open(t, dir).Recover(unsynced{}); err != nil {
			t.Error(err)
		}
		w.verify(t, dir, 10, 5)
	}
	dir := copyOf(t, base)
	write(t, filepath.Join(dir, "checkpoint.new"), "left without a marker")
	w.refused(t, dir, "JO001", "checkpoint.new")
}

// flaky fails to sync one directory once a checkpoint was renamed into it.
type flaky struct {
	*durabletest.Faulty
	dir             string
	renamed, failed bool
}

func (f *flaky) Rename(oldpath, newpath string) error {
	f.renamed = f.renamed || filepath.Base(newpath) == "checkpoint"
	return f.Faulty.Rename(oldpath, newpath)
}

func (f *flaky) SyncDir(dir string) error {
	if f.renamed && !f.failed && dir == f.dir {
		f.failed = true
		return syscall.EIO
	}
	return f.Faulty.SyncDir(dir)
}

// TestCommitThatMayNotLast lets the sync of the commit fail, and then takes the
// power away at every operation of clearing up: the old state must not go
// before the new one is safe.
func TestCommitThatMayNotLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 20, 1)
	base := w.create(t)
	w.publish(t, base, 10, 3)
	for at, cut := 1, true; cut; at++ {
		dir := copyOf(t, base)
		fsys := &flaky{Faulty: durabletest.New(durabletest.Fault{At: at, Err: durabletest.ErrCrash}), dir: dir}
		err := w.open(t, dir).Publish(t.Context(), fsys, w.publication(20, 4))
		if cut = fsys.Crashed(); !cut && (!errors.Is(err, syscall.EIO) || !fsys.failed) {
			t.Fatalf("Publish returned %v", err)
		}
		must(t, fsys.PowerLoss())
		if _, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: w.sealer}); err != nil {
			t.Fatalf("cut off at %d: %v", at, err)
		}
		w.publish(t, dir, 20, 4)
		w.verify(t, dir, 20, 4)
	}
}
