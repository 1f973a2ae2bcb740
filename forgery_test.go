package reckon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

// forgeryDisk writes without waiting for the disk.
type forgeryDisk struct{ durable.OS }

func (forgeryDisk) SyncDir(string) error { return nil }

// forger is somebody who has a device's signing key and rewrites its log.
type forger struct {
	t     *testing.T
	p     *Project
	lines []*ledger.Record
}

// newForger opens the project in dir and reads what its own log holds.
func newForger(t *testing.T, dir string) *forger {
	t.Helper()
	p, err := Open(context.Background(), dir, Key{}, Environment{})
	tamperMust(t, err)
	f := &forger{t: t, p: p}
	log, err := journal.Open(p.path(logOf(p.Writer())), p.sealer)
	tamperMust(t, err)
	for r, err := range log.Records(context.Background(), 0) {
		tamperMust(t, err)
		f.lines = append(f.lines, r)
	}
	return f
}

// forge puts a log with the given acts in the place of the true one, signed
// as that was, and removes the database. What else lay there stays: kept
// checkpoints and other writers' logs.
func (f *forger) forge(acts []*ledger.Record) {
	f.t.Helper()
	w := f.p.Writer()
	var lines [][]byte
	var objects []journal.ObjectEntry
	for i, r := range acts {
		a := r.Act
		a.Seq, a.Clock = int64(i), int64(i+1)
		again, err := ledger.Seal(a, f.p.env.Random)
		tamperMust(f.t, err)
		lines = append(lines, again.Line)
		if ref := forgeryObject(f.t, &a); ref != nil {
			objects = append(objects, journal.ObjectEntry{Object: string(ref.Object), Version: ref.Version, Inventory: ref.Inventory})
		}
	}
	dir := filepath.Join(tamperTemp(f.t), string(w))
	verifier, err := f.p.verifierKey(w)
	tamperMust(f.t, err)
	tamperMust(f.t, journal.Create(forgeryDisk{}, dir, verifier))
	log, err := journal.Open(dir, f.p.sealer)
	tamperMust(f.t, err)
	tamperMust(f.t, log.Publish(context.Background(), forgeryDisk{}, journal.Publication{
		Signer: f.p.signer, Size: int64(len(lines)), ObjectCount: int64(len(objects)),
		Records: func(from int64) iter.Seq2[[]byte, error] { return forgerySeq(lines[from:]) },
		Objects: func(from int64) iter.Seq2[journal.ObjectEntry, error] { return forgerySeq(objects[from:]) },
	}))
	tamperMust(f.t, f.p.Close())
	kept := filepath.Join(f.p.dir, logOf(w), "anchors")
	if _, err := os.Lstat(kept); err == nil {
		tamperMust(f.t, os.CopyFS(filepath.Join(dir, "anchors"), os.DirFS(kept)))
	}
	tamperMust(f.t, os.RemoveAll(f.p.path(logOf(w))))
	tamperMust(f.t, os.CopyFS(f.p.path(logOf(w)), os.DirFS(dir)))
	tamperMust(f.t, os.RemoveAll(f.p.path(databaseDir)))
	tamperMust(f.t, os.Mkdir(f.p.path(databaseDir), 0o700))
}

func forgerySeq[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// forgeryObject returns the vault object that an act brought in.
func forgeryObject(t *testing.T, a *ledger.Act) *source.ObjectRef {
	t.Helper()
	switch a.Kind {
	case source.Added{}.Kind():
		var s source.Added
		tamperMust(t, ledger.DecodePayload(a, &s))
		if s.Original != nil {
			return &s.Original.Object
		}
	case source.RenditionAdded{}.Kind():
		var r source.RenditionAdded
		tamperMust(t, ledger.DecodePayload(a, &r))
		return &r.Object
	}
	return nil
}

// forgeries are ways to make another history out of the true one.
func forgeries() map[string]func(t *testing.T, acts []*ledger.Record) []*ledger.Record {
	last := func(acts []*ledger.Record) int { return len(acts) - 1 }
	return map[string]func(*testing.T, []*ledger.Record) []*ledger.Record{
		"an act dropped": func(_ *testing.T, acts []*ledger.Record) []*ledger.Record {
			return slices.Delete(acts, last(acts)-4, last(acts)-3)
		},
		"the end cut off": func(_ *testing.T, acts []*ledger.Record) []*ledger.Record { return acts[:len(acts)-3] },
		"two acts exchanged": func(_ *testing.T, acts []*ledger.Record) []*ledger.Record {
			i := last(acts)
			acts[i], acts[i-5] = acts[i-5], acts[i]
			return acts
		},
		"a reason reworded": func(_ *testing.T, acts []*ledger.Record) []*ledger.Record {
			r := *acts[last(acts)-2]
			r.Act.Reason = "as if it had been so"
			acts[last(acts)-2] = &r
			return acts
		},
		"a figure changed": func(t *testing.T, acts []*ledger.Record) []*ledger.Record {
			r := *acts[last(acts)-1]
			var s statement.Added
			tamperMust(t, ledger.DecodePayload(&r.Act, &s))
			n := int64(1)
			s.Statement.Content.(*statement.Toll).Figure.Value = &n
			raw, err := json.Marshal(s)
			tamperMust(t, err)
			r.Act.Payload = raw
			acts[last(acts)-1] = &r
			return acts
		},
		"everything signed anew with other salts": func(_ *testing.T, acts []*ledger.Record) []*ledger.Record { return acts },
	}
}

// forgeryProject makes a small project and returns its folder with the signed
// checkpoints of several moments.
func forgeryProject(t *testing.T) (dir string, notes [][]byte) {
	t.Helper()
	p, _ := tamperInit(t, false)
	src := tamperSource(t, p, "first", tamperItems(30))
	for i := range 3 {
		tamperImport(t, p, src.Ref, 10*i, 10*(i+1))
		head, err := p.Checkpoint(context.Background())
		tamperMust(t, err)
		notes = append(notes, []byte(head.Note))
	}
	return p.Dir(), notes
}

func forgeryCopy(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(tamperTemp(t), "project")
	tamperMust(t, os.CopyFS(to, os.DirFS(dir)))
	return to
}

// forgeryVerify opens the project, which derives the database that the forger
// removed, and verifies everything.
func forgeryVerify(t *testing.T, dir string, o VerifyOptions) (err error) {
	t.Helper()
	p, err := Open(context.Background(), dir, Key{}, Environment{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	o.Deep = true
	v, err := p.Verify(context.Background(), o)
	if err == nil && !v.Deep {
		t.Error("the database was not compared")
	}
	return err
}

// forgeryFound wants an error that names the given log, and its code.
func forgeryFound(t *testing.T, err error, where string, codes ...fault.Code) {
	t.Helper()
	var p *fault.Problem
	if !errors.As(err, &p) || p.Kind != fault.Integrity || !slices.Contains(codes, p.Code) || !strings.HasPrefix(p.Where, where) {
		t.Errorf("got %v, want %v at %s", err, codes, where)
	}
}

// TestHistoryForgedWithTheKeyPassesWhereNobodyHoldsACheckpoint states what no
// verification can find: whoever has the signing key and the only copy can
// write any history. Every one of the checkpoints that were handed out after
// the change finds it, and so does one that was kept, and the log of another
// device that has seen the true history.
func TestHistoryForgedWithTheKeyPassesWhereNobodyHoldsACheckpoint(t *testing.T) {
	t.Parallel()
	dir, notes := forgeryProject(t)
	for name, change := range forgeries() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := forgeryCopy(t, dir)
			f := newForger(t, dir)
			log := logOf(f.p.Writer())
			f.forge(change(t, slices.Clone(f.lines)))
			if err := forgeryVerify(t, dir, VerifyOptions{}); err != nil {
				t.Fatalf("nobody can know, and yet: %v", err)
			}
			forgeryFound(t, forgeryVerify(t, dir, VerifyOptions{Earlier: notes[2:]}), log, "JO008", "JO009")
			forgeryFound(t, forgeryVerify(t, dir, VerifyOptions{Earlier: notes}), log, "JO008", "JO009")
			err := forgeryVerify(t, dir, VerifyOptions{Earlier: notes[:1]})
			if name == "everything signed anew with other salts" {
				forgeryFound(t, err, log, "JO008")
			}
		})
	}
}

func TestHistoryForgedWithTheKeyIsFoundByAKeptCheckpoint(t *testing.T) {
	t.Parallel()
	dir, notes := forgeryProject(t)
	p, err := Open(context.Background(), dir, Key{}, Environment{})
	tamperMust(t, err)
	tamperMust(t, p.KeepCheckpoint(context.Background(), notes[2]))
	tamperMust(t, p.Close())
	for name, change := range forgeries() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := forgeryCopy(t, dir)
			f := newForger(t, dir)
			f.forge(change(t, slices.Clone(f.lines)))
			forgeryFound(t, forgeryVerify(t, dir, VerifyOptions{}), logOf(f.p.Writer()), "JO008", "JO009")
		})
	}
}

func TestHistoryForgedWithTheKeyIsFoundByAnotherDevicesLog(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir, _ := forgeryProject(t)
	p, err := Open(ctx, dir, Key{}, Environment{})
	tamperMust(t, err)
	work := tamperTemp(t)
	_, err = p.Backup(ctx, filepath.Join(work, "backup"))
	tamperMust(t, err)
	other, err := Restore(ctx, filepath.Join(work, "backup"), filepath.Join(work, "other"), RestoreOptions{Actor: "Ben Sorel", Device: "second"}, Environment{})
	tamperMust(t, err)
	_, err = other.ExportBundle(ctx, filepath.Join(work, "bundle"), "")
	tamperMust(t, err)
	_, err = p.ImportBundle(ctx, filepath.Join(work, "bundle"))
	tamperMust(t, err)
	tamperMust(t, errors.Join(p.Close(), other.Close()))
	for name, change := range forgeries() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := forgeryCopy(t, dir)
			f := newForger(t, dir)
			f.forge(change(t, slices.Clone(f.lines)))
			forgeryFound(t, forgeryVerify(t, dir, VerifyOptions{}), logOf(f.p.Writer()), "VF007", "VF008")
		})
	}
}

// TestWholeThingsTakenAwayOrPutBack changes more than one file at once, as
// somebody would who knows the formats and has no key.
func TestWholeThingsTakenAwayOrPutBack(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		w := tamperProject(t, sealed)
		own, other := logOf(w.writers[0]), logOf(w.writers[1])
		latest, err := os.ReadFile(filepath.Join(w.dir, own, "checkpoint"))
		tamperMust(t, err)
		glob := func(x *tamperer, pattern string) string {
			found, err := filepath.Glob(x.path(pattern))
			tamperMust(x.t, err)
			if len(found) == 0 {
				x.t.Fatalf("there is no %s", pattern)
			}
			rel, err := filepath.Rel(x.dir, found[0])
			tamperMust(x.t, err)
			return filepath.ToSlash(rel)
		}
		swap := func(x *tamperer, from, to string) {
			data, err := os.ReadFile(from)
			tamperMust(x.t, err)
			x.write(to, data)
		}
		tests := map[string]struct {
			change  func(x *tamperer) []string // returns what may be named
			earlier [][]byte
		}{
			"a source's object": {change: func(x *tamperer) []string {
				object := glob(x, "vault/objects/???/???/???/*")
				tamperMust(x.t, os.RemoveAll(x.path(object)))
				return []string{path3(object), object}
			}},
			"a source's object without a trace of its folder": {change: func(x *tamperer) []string {
				object := glob(x, "vault/objects/???/???/???/*")
				tamperMust(x.t, os.RemoveAll(x.path(strings.Join(strings.Split(object, "/")[:3], "/"))))
				return []string{object}
			}},
			"the newest version of an object, cleanly": {change: func(x *tamperer) []string {
				second := glob(x, "vault/objects/*/*/*/*/v2")
				object := strings.TrimSuffix(second, "/v2")
				tamperMust(x.t, os.RemoveAll(x.path(second)))
				for _, name := range []string{"inventory.json", "inventory.json.sha512"} {
					swap(x, x.path(object+"/v1/"+name), object+"/"+name)
				}
				return []string{object} // no file of it is odd in itself
			}},
			"the second writer's log": {change: func(x *tamperer) []string {
				tamperMust(x.t, os.RemoveAll(x.path(other)))
				return []string{other}
			}},
			"the first writer's log": {change: func(x *tamperer) []string {
				tamperMust(x.t, os.RemoveAll(x.path(own)))
				return []string{own}
			}},
			"a segment replaced by the other writer's": {change: func(x *tamperer) []string {
				to := glob(x, own+"/payload/000.*")
				swap(x, x.path(glob(x, other+"/payload/000.p/*")), to)
				return []string{to}
			}},
			"an older manifest with its checkpoint": {change: func(x *tamperer) []string {
				tamperMust(x.t, os.RemoveAll(x.path(own+"/manifest")))
				tamperMust(x.t, os.CopyFS(x.path(own+"/manifest"), os.DirFS(filepath.Join(w.old, own, "manifest"))))
				swap(x, filepath.Join(w.old, own, "checkpoint"), own+"/checkpoint")
				return []string{own + "/"}
			}},
			"an older log": {change: func(x *tamperer) []string {
				tamperMust(x.t, os.RemoveAll(x.path(own)))
				tamperMust(x.t, os.CopyFS(x.path(own), os.DirFS(filepath.Join(w.old, own))))
				return []string{own + "/checkpoint"}
			}, earlier: [][]byte{latest}},
			"an older log of the other writer": {change: func(x *tamperer) []string {
				tamperMust(x.t, os.RemoveAll(x.path(other)))
				tamperMust(x.t, os.CopyFS(x.path(other), os.DirFS(filepath.Join(w.old, other))))
				return []string{other + "/checkpoint"}
			}},
			"a kept checkpoint": {change: func(x *tamperer) []string {
				kept := glob(x, own+"/anchors/*")
				tamperMust(x.t, os.Remove(x.path(kept)))
				return []string{kept}
			}},
			"all kept checkpoints": {change: func(x *tamperer) []string {
				kept := glob(x, own+"/anchors/*")
				tamperMust(x.t, os.RemoveAll(x.path(own+"/anchors")))
				return []string{kept}
			}},
		}
		for name, tt := range tests {
			t.Run(fmt.Sprintf("%s, sealed %v", name, sealed), func(t *testing.T) {
				t.Parallel()
				dir := forgeryCopy(t, w.dir)
				x := newTamperer(t, dir, w.key(), 1)
				named := tt.change(x)
				for _, key := range []Key{w.key(), {}} {
					_, err := VerifyFolder(context.Background(), dir, key, VerifyOptions{Earlier: tt.earlier}, Environment{})
					var p *fault.Problem
					if !errors.As(err, &p) || p.Kind != fault.Integrity || !slices.ContainsFunc(named, func(n string) bool {
						return p.Where == n || strings.HasSuffix(n, "/") && strings.HasPrefix(p.Where, n)
					}) {
						t.Errorf("got %v, want one of %v", err, named)
					}
				}
			})
		}
	}
}

// path3 is the folder that a removed object leaves empty.
func path3(object string) string { return object[:strings.LastIndex(object, "/")] }

// TestRebuildChild is not a test of its own: TestDatabaseIsDerivedInANewProcess
// starts it in another process.
func TestRebuildChild(t *testing.T) {
	dir := os.Getenv("RECKON_TEST_REBUILD")
	if dir == "" {
		return
	}
	if err := store.UseCache(os.Getenv("RECKON_TEST_CACHE")); err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	n, err := Rebuild(context.Background(), dir, Key{Recovery: os.Getenv("RECKON_TEST_RECOVERY")}, Environment{})
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	fmt.Println("rebuilt from", n, "acts")
	os.Exit(0)
}

func TestDatabaseIsDerivedInANewProcess(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	tamperMust(t, err)
	cache := tamperTemp(t) // so that one process compiles the engine for all
	rebuild := func(t *testing.T, dir, recovery string) {
		t.Helper()
		cmd := exec.Command(self, "-test.run=^TestRebuildChild$")
		cmd.Env = append(os.Environ(), "RECKON_TEST_REBUILD="+dir, "RECKON_TEST_RECOVERY="+recovery, "RECKON_TEST_CACHE="+cache, "TMPDIR="+cache)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "rebuilt from") {
			t.Fatalf("%v: %s", err, out)
		}
	}
	garbage := make([]byte, 70_000)
	random := rand.NewChaCha8([32]byte{9})
	random.Read(garbage)
	damages := map[string]func(whole []byte) []byte{
		"lost": func([]byte) []byte { return nil }, "emptied": func([]byte) []byte { return []byte{} },
		"a byte left": func(b []byte) []byte { return b[:1] }, "a page left": func(b []byte) []byte { return b[:4096] },
		"half of it left": func(b []byte) []byte { return b[:len(b)/2] }, "an odd length left": func(b []byte) []byte { return b[:len(b)-1000] },
		"garbage": func([]byte) []byte { return garbage }, "garbage behind its head": func(b []byte) []byte { return append(bytes.Clone(b[:4096]), garbage...) },
		"a hole": func(b []byte) []byte {
			b = bytes.Clone(b)
			clear(b[len(b)/3 : len(b)/2])
			return b
		},
		"text": func([]byte) []byte { return []byte("this is not a database") },
	}
	for _, sealed := range []bool{false, true} {
		w := tamperProject(t, sealed)
		rebuild(t, forgeryCopy(t, w.dir), w.recovery)
		for name, damage := range damages {
			t.Run(fmt.Sprintf("%s, sealed %v", name, sealed), func(t *testing.T) {
				t.Parallel()
				dir := forgeryCopy(t, w.dir)
				db := filepath.Join(dir, database)
				whole, err := os.ReadFile(db)
				tamperMust(t, err)
				before := filepath.Join(tamperTemp(t), "before.db")
				tamperMust(t, os.WriteFile(before, whole, 0o600))
				tamperMust(t, os.Remove(db))
				if data := damage(whole); data != nil {
					tamperMust(t, os.WriteFile(db, data, 0o600))
				}
				rebuild(t, dir, w.recovery)
				forgeryEqual(t, dir, w.key(), before)
			})
		}
	}
}

// forgeryEqual wants a project's database to be the same, row by row, as the
// one in the file before.
func forgeryEqual(t *testing.T, dir string, key Key, before string) {
	t.Helper()
	ctx := context.Background()
	p, err := Open(ctx, dir, key, Environment{})
	tamperMust(t, err)
	secret, err := p.databaseKey()
	tamperMust(t, err)
	old, err := store.Open(ctx, before, secret)
	tamperMust(t, err)
	if err := p.db.Compare(ctx, old); err != nil {
		t.Error(err)
	}
	if _, err := p.Verify(ctx, VerifyOptions{Deep: true}); err != nil {
		t.Error(err)
	}
	tamperMust(t, errors.Join(old.Close(), p.Close()))
}
