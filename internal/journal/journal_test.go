package journal_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/ledger"
)

// world is an invented project's writer: its key, its acts and its objects.
type world struct {
	writer  string
	signer  note.Signer
	vkey    string
	sealer  seal.Sealer
	lines   [][]byte
	objects []journal.ObjectEntry
}

// newWorld makes a writer with acts and objects that depend on the seed alone.
func newWorld(t testing.TB, s seal.Sealer, acts int, seed byte) *world {
	t.Helper()
	random := rand.NewChaCha8([32]byte{seed})
	id := func() string {
		s, err := ledger.NewID(random)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w := &world{writer: id(), sealer: s}
	skey, vkey, err := ledger.GenerateKey(random, ledger.Origin(id(), ledger.WriterID(w.writer)))
	if err != nil {
		t.Fatal(err)
	}
	if w.signer, err = note.NewSigner(skey); err != nil {
		t.Fatal(err)
	}
	w.vkey = vkey
	actor := ledger.ActorID(id())
	for seq := range acts {
		r, err := ledger.Seal(ledger.Act{
			ID: ledger.ActID(id()), Kind: "source.added/1", Writer: ledger.WriterID(w.writer), Seq: int64(seq), Clock: int64(2*seq + 1),
			Actor: actor, Key: "k", Time: time.Unix(1_900_000_000+int64(seq), 0), Reason: "post from Qarya",
			Payload: fmt.Appendf(nil, `{"n":%d,"title":"Bericht é"}`, seq),
		}, random)
		if err != nil {
			t.Fatal(err)
		}
		w.lines = append(w.lines, r.Line)
	}
	for n := range acts {
		w.objects = append(w.objects, journal.ObjectEntry{
			Object: fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012x", n), Version: 1 + n%3,
			Inventory: fmt.Sprintf("%0128x", n+1),
		})
	}
	return w
}

// publication is what publishing the first acts and objects asks for.
func (w *world) publication(acts, objects int) journal.Publication {
	return journal.Publication{
		Signer: w.signer, Size: int64(acts), ObjectCount: int64(objects),
		Records: func(from int64) iter.Seq2[[]byte, error] { return sequence(w.lines[from:acts]) },
		Objects: func(from int64) iter.Seq2[journal.ObjectEntry, error] { return sequence(w.objects[from:objects]) },
	}
}

func sequence[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// create makes the writer's empty log in a new project folder.
func (w *world) create(t testing.TB) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "log", w.writer)
	if err := journal.Create(durable.OS{}, dir, w.vkey); err != nil {
		t.Fatal(err)
	}
	return dir
}

// copyOf copies a log into another project folder.
func copyOf(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "log", filepath.Base(dir))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func (w *world) open(t testing.TB, dir string) *journal.Log {
	t.Helper()
	l, err := journal.Open(dir, w.sealer)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// publish grows the log at dir.
func (w *world) publish(t testing.TB, dir string, acts, objects int) *journal.Log {
	t.Helper()
	l := w.open(t, dir)
	if err := l.Publish(t.Context(), unsynced{}, w.publication(acts, objects)); err != nil {
		t.Fatalf("publishing %d acts: %v", acts, err)
	}
	return l
}

// verify wants a sound log of the given size.
func (w *world) verify(t testing.TB, dir string, acts, objects int) {
	t.Helper()
	n := 0
	res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: w.sealer, Each: func(r *ledger.Record) error {
		if r.Act.Seq != int64(n) {
			t.Errorf("record %d came as number %d", r.Act.Seq, n)
		}
		n++
		return nil
	}})
	if err != nil {
		t.Fatalf("a log of %d acts: %v", acts, err)
	}
	if n != acts || res.Checkpoint.Size != int64(acts) || !res.Opened || res.Interrupted {
		t.Fatalf("%d records, %+v", n, res)
	}
	if diff := cmp.Diff(w.objects[:objects], res.Objects, cmp.Transformer("nil", func(l []journal.ObjectEntry) string { return fmt.Sprint(l) })); diff != "" {
		t.Fatalf("objects:\n%s", diff)
	}
}

// unsynced is the real file system without waiting for the disk: what is
// synced, and in which order, the tests of crashes look at.
type unsynced struct{ durable.OS }

func (unsynced) SyncDir(string) error { return nil }

func (u unsynced) Create(path string) (durable.File, error) {
	f, err := u.OS.Create(path)
	return unsyncedFile{f}, err
}

type unsyncedFile struct{ durable.File }

func (unsyncedFile) Sync() error { return nil }

// sealed returns keys of a new sealed project, open and locked.
func sealed(t testing.TB) (open, locked *seal.Keys) {
	t.Helper()
	s, err := seal.NewKeys("five plain words in a row", 1)
	if err != nil {
		t.Fatal(err)
	}
	locked, err = seal.Recipients(s.Files)
	if err != nil {
		t.Fatal(err)
	}
	return s.Keys, locked
}

// sealers are the two kinds of project.
func sealers(t testing.TB) map[string]seal.Sealer {
	open, _ := sealed(t)
	return map[string]seal.Sealer{"plain": seal.Plain{}, "sealed": open}
}

func TestPublishStepByStep(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, s, 1030, 1)
			dir := w.create(t)
			w.verify(t, dir, 0, 0)
			steps := []struct{ acts, objects int }{
				{1, 0}, {2, 1}, {3, 1}, {255, 100}, {256, 255}, {257, 256}, {258, 257}, {511, 257}, {512, 512}, {513, 513}, {1025, 600}, {1030, 1024},
			}
			var earlier []ledger.Checkpoint
			for _, step := range steps {
				l := w.publish(t, dir, step.acts, step.objects)
				earlier = append(earlier, l.Checkpoint())
				w.verify(t, dir, step.acts, step.objects)
				if err := l.Publish(t.Context(), refusing{}, w.publication(step.acts, step.objects)); err != nil {
					t.Fatalf("publishing the same again: %v", err)
				}
			}
			res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: s, Earlier: earlier})
			if err != nil || res.Checkpoint != earlier[len(earlier)-1] {
				t.Errorf("with every earlier checkpoint: %+v, %v", res, err)
			}
			// A log published in one step is the same but for sealing.
			bulk := w.create(t)
			w.publish(t, bulk, 1030, 1024)
			if a, b := listing(t, dir), listing(t, bulk); cmp.Diff(a, b) != "" {
				t.Errorf("step by step and at once differ:\n%s", cmp.Diff(a, b))
			}
			if w.open(t, bulk).Checkpoint() != w.open(t, dir).Checkpoint() {
				t.Error("step by step and at once give different roots")
			}
		})
	}
}

// refusing fails the test when anything is written.
type refusing struct{ durable.FS }

// listing returns every name below a folder.
func listing(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.Walk(dir, func(name string, _ os.FileInfo, err error) error {
		rel, _ := filepath.Rel(dir, name)
		names = append(names, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestFilesOfALog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 258, 1)
	dir := w.create(t)
	w.publish(t, dir, 258, 257)
	want := []string{
		".", "checkpoint", "manifest", "manifest/258", "objects", "objects/000", "objects/001.p", "objects/001.p/1",
		"payload", "payload/000.jsonl", "payload/001.p", "payload/001.p/2.jsonl", "tile", "tile/0", "tile/0/000", "tile/0/001.p", "tile/0/001.p/2",
		"tile/1", "tile/1/000.p", "tile/1/000.p/1", "tile/entries", "tile/entries/000", "tile/entries/001.p", "tile/entries/001.p/2", "vkey",
	}
	if diff := cmp.Diff(want, listing(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestFsyncsOfOneAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 20, 1)
	dir := w.create(t)
	w.publish(t, dir, 17, 3)
	count := &counting{}
	if err := w.open(t, dir).Publish(t.Context(), count, w.publication(18, 3)); err != nil {
		t.Fatal(err)
	}
	if count.syncs != 16 {
		t.Errorf("one act takes %d calls of fsync; the comment of Publish says 16", count.syncs)
	}
}

// counting counts calls of fsync.
type counting struct {
	durable.OS
	syncs int
}

func (c *counting) SyncDir(dir string) error { c.syncs++; return c.OS.SyncDir(dir) }

func (c *counting) Create(path string) (durable.File, error) {
	f, err := c.OS.Create(path)
	return countingFile{f, c}, err
}

type countingFile struct {
	durable.File
	c *counting
}

func (f countingFile) Sync() error { f.c.syncs++; return f.File.Sync() }

func TestRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 600, 1)
	dir := w.create(t)
	l := w.publish(t, dir, 600, 0)
	for _, from := range []int64{0, 1, 255, 256, 257, 599, 600, 900} {
		next := from
		for r, err := range l.Records(t.Context(), from) {
			if err != nil || r.Act.Seq != next || string(r.Line) != string(w.lines[next]) {
				t.Fatalf("from %d: record %d, %v", from, next, err)
			}
			next++
		}
		if next != max(from, 600) {
			t.Errorf("from %d the records end at %d", from, next)
		}
	}
	for r := range l.Records(t.Context(), 0) {
		if r.Act.Seq == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range l.Records(ctx, 0) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
	// The tree and the manifest both fix a record: a changed one is not read.
	path := filepath.Join(dir, "payload", "001.jsonl")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), `"n":300`, `"n":301`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, err := range l.Records(t.Context(), 0) {
		if err != nil {
			if seen != 256 || !strings.HasPrefix(err.Error(), "log/"+w.writer+"/payload/001.jsonl: ") {
				t.Errorf("after %d records: %v", seen, err)
			}
			break
		}
		seen++
	}
}

func TestProve(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 600, 1)
	dir := w.create(t)
	l := w.open(t, dir)
	if _, err := l.Prove(t.Context(), 0); fault.KindOf(err) != fault.NotFound || l.Note() != nil {
		t.Errorf("an act of an empty log: %v, %q", err, l.Note())
	}
	if _, err := tlog.TreeHash(1, l.HashReader()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a hash of an empty log: %v", err)
	}
	v, err := ledger.NewVerifier(w.vkey)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1, 2, 256, 257, 600} {
		w.publish(t, dir, size, 0)
		l := w.open(t, dir)
		for _, seq := range []int64{0, 1, 100, 255, 256, int64(size) - 1, int64(size)} {
			p, err := l.Prove(t.Context(), seq)
			if seq >= int64(size) {
				if fault.KindOf(err) != fault.NotFound {
					t.Errorf("act %d of %d: %v", seq, size, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("act %d of %d: %v", seq, size, err)
			}
			r, c, err := p.Check(v)
			if err != nil || r.Act.Seq != seq || c.Size != int64(size) {
				t.Errorf("act %d of %d: %v", seq, size, err)
			}
		}
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, seal.Plain{}, 0, 1), newWorld(t, seal.Plain{}, 0, 2)
	dir := w.create(t)
	if err := journal.Create(refusing{}, dir, w.vkey); err != nil {
		t.Errorf("creating it again: %v", err)
	}
	if err := journal.Create(refusing{}, dir, other.vkey); fault.CodeOf(err) != "JO013" {
		t.Errorf("with another writer's key: %v", err)
	}
	if err := journal.Create(refusing{}, dir, "nonsense"); fault.CodeOf(err) != "LE012" {
		t.Errorf("with no key: %v", err)
	}
	_, second, err := ledger.GenerateKey(rand.NewChaCha8([32]byte{9}), w.signer.Name())
	if err != nil {
		t.Fatal(err)
	}
	if err := journal.Create(refusing{}, dir, second); fault.CodeOf(err) != "JO013" {
		t.Errorf("with a second key: %v", err)
	}
	if err := journal.Create(unsynced{}, filepath.Join(dir, "vkey", w.writer), w.vkey); err == nil {
		t.Error("a log was made below a file")
	}
}

func TestPublishRefuses(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, seal.Plain{}, 600, 1), newWorld(t, seal.Plain{}, 600, 2)
	broken := errors.New("broken pipe")
	tests := []struct {
		name   string
		change func(p *journal.Publication)
		code   fault.Code
	}{
		{"another key", func(p *journal.Publication) { p.Signer = other.signer }, "JO013"},
		{"fewer acts", func(p *journal.Publication) { p.Size = 299 }, "JO011"},
		{"fewer objects", func(p *journal.Publication) { p.ObjectCount = 9 }, "JO011"},
		{"objects without an act", func(p *journal.Publication) { p.Size, p.ObjectCount = 300, 11 }, "JO011"},
		{"too many at once", func(p *journal.Publication) { p.Size = 1 << 40 }, "JO011"},
		{"another history", func(p *journal.Publication) {
			again := newWorld(t, seal.Plain{}, 600, 1)
			again.lines[270] = alike(t, again.lines[270])
			p.Records = again.publication(600, 0).Records
		}, "JO012"},
		{"too few records", func(p *journal.Publication) { p.Size = 601 }, "JO012"},
		{"too many records", func(p *journal.Publication) { p.Size = 599 }, "JO012"},
		{"too few objects", func(p *journal.Publication) { p.ObjectCount = 61 }, "JO012"},
		{"too many objects", func(p *journal.Publication) { p.ObjectCount = 59 }, "JO012"},
		{"other objects", func(p *journal.Publication) {
			p.Objects = func(int64) iter.Seq2[journal.ObjectEntry, error] { return sequence(w.objects[1:61]) }
		}, "JO012"},
		{"an odd object", func(p *journal.Publication) {
			list := append([]journal.ObjectEntry{}, w.objects[:60]...)
			list[40].Object = "urn:a b"
			p.Objects = func(int64) iter.Seq2[journal.ObjectEntry, error] { return sequence(list) }
		}, "JO014"},
		{"an odd digest", func(p *journal.Publication) {
			list := append([]journal.ObjectEntry{}, w.objects[:60]...)
			list[40].Inventory = strings.ToUpper(fmt.Sprintf("%0128x", 10))
			p.Objects = func(int64) iter.Seq2[journal.ObjectEntry, error] { return sequence(list) }
		}, "JO014"},
		{"a broken database", func(p *journal.Publication) {
			p.Records = func(int64) iter.Seq2[[]byte, error] {
				return func(yield func([]byte, error) bool) { yield(nil, broken) }
			}
		}, ""},
		{"a broken table of objects", func(p *journal.Publication) {
			p.Objects = func(int64) iter.Seq2[journal.ObjectEntry, error] {
				return func(yield func(journal.ObjectEntry, error) bool) { yield(journal.ObjectEntry{}, broken) }
			}
		}, ""},
		{"a torn record", func(p *journal.Publication) {
			p.Records = func(from int64) iter.Seq2[[]byte, error] {
				list := append([][]byte{}, w.lines[from:600]...)
				list[300] = list[300][:50]
				return sequence(list)
			}
		}, "LE006"},
		{"a record in another's place", func(p *journal.Publication) {
			p.Records = func(from int64) iter.Seq2[[]byte, error] {
				list := append([][]byte{}, w.lines[from:600]...)
				list[300] = list[299]
				return sequence(list)
			}
		}, "JO007"},
		{"another writer's record", func(p *journal.Publication) {
			p.Records = func(from int64) iter.Seq2[[]byte, error] {
				list := append([][]byte{}, w.lines[from:600]...)
				list[300] = other.lines[from+300]
				return sequence(list)
			}
		}, "JO007"},
	}
	base := w.create(t)
	w.publish(t, base, 300, 10)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := copyOf(t, base)
			p := w.publication(600, 60)
			tt.change(&p)
			l := w.open(t, dir)
			err := l.Publish(t.Context(), unsynced{}, p)
			if err == nil || fault.CodeOf(err) != tt.code || tt.code == "" && !errors.Is(err, broken) {
				t.Errorf("got %v, want %s", err, tt.code)
			}
			w.verify(t, dir, 300, 10)
			if err := l.Publish(t.Context(), unsynced{}, w.publication(600, 60)); err != nil {
				t.Errorf("afterwards: %v", err)
			}
			w.verify(t, dir, 600, 60)
		})
	}
}

// alike seals the act of a line again, with other salts.
func alike(t testing.TB, line []byte) []byte {
	t.Helper()
	r, err := ledger.ParseRecord(line)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ledger.Seal(r.Act, rand.NewChaCha8([32]byte{77}))
	if err != nil {
		t.Fatal(err)
	}
	return again.Line
}

func TestCancelledPublication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 600, 1)
	dir := w.create(t)
	ctx, cancel := context.WithCancel(t.Context())
	p := w.publication(600, 0)
	p.Records = func(int64) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			for i, line := range w.lines {
				if i == 400 {
					cancel()
				}
				if !yield(line, nil) {
					return
				}
			}
		}
	}
	if err := w.open(t, dir).Publish(ctx, unsynced{}, p); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	w.verify(t, dir, 0, 0)
}

func TestErasedRecordsArePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 10, 1)
	for _, i := range []int{0, 4, 9} {
		r, err := ledger.ParseRecord(w.lines[i])
		if err != nil {
			t.Fatal(err)
		}
		w.lines[i] = r.Erase().Line
	}
	dir := w.create(t)
	w.publish(t, dir, 10, 0)
	w.verify(t, dir, 10, 0)
}

// BenchmarkLog is the cost of 100,000 acts: published at once, read for a
// rebuild, verified.
func BenchmarkLog(b *testing.B) {
	w := newWorld(b, seal.Plain{}, 100_000, 1)
	dir := w.create(b)
	w.publish(b, dir, 100_000, 1000)
	b.Run("publish", func(b *testing.B) {
		for b.Loop() {
			w.publish(b, w.create(b), 100_000, 1000)
		}
	})
	b.Run("records", func(b *testing.B) {
		l := w.open(b, dir)
		for b.Loop() {
			n := 0
			for _, err := range l.Records(b.Context(), 0) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != 100_000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			w.verify(b, dir, 100_000, 1000)
		}
	})
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// TestPeers notes the head of another writer's log in the manifest, where it
// stays until it is noted anew.
func TestPeers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 30, 1)
	other := newWorld(t, seal.Plain{}, 30, 2)
	peer := func(acts int) ledger.ManifestHead {
		c := other.publish(t, other.create(t), acts, 0).Checkpoint()
		return ledger.ManifestHead{Writer: ledger.WriterID(other.writer), Size: c.Size, Root: c.Root}
	}
	dir := w.create(t)
	five, six := peer(5), peer(6)
	wants := func(step string, want ...ledger.ManifestHead) {
		t.Helper()
		res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: seal.Plain{}})
		if err != nil || cmp.Diff(want, res.Peers) != "" {
			t.Errorf("%s: %v\n%s", step, err, cmp.Diff(want, res.Peers))
		}
	}
	if err := w.open(t, dir).Peer(refusing{}, w.signer, []ledger.ManifestHead{five}); err != nil {
		t.Errorf("in an empty log: %v", err)
	}
	p := w.publication(10, 0)
	p.Peers = []ledger.ManifestHead{five}
	must(t, w.open(t, dir).Publish(t.Context(), unsynced{}, p))
	wants("published with it", five)
	l := w.open(t, dir)
	must(t, l.Peer(refusing{}, w.signer, []ledger.ManifestHead{five}))
	must(t, l.Peer(unsynced{}, w.signer, []ledger.ManifestHead{six}))
	wants("noted anew", six)
	must(t, l.Keep(unsynced{}, w.signer, l.Note()))
	wants("beside an anchor", six)
	w.publish(t, dir, 20, 0)
	wants("left out")
	for _, size := range []int64{1, 7, 20} {
		root, err := journal.RootAt(dir, seal.Plain{}, size)
		want := w.publish(t, w.create(t), int(size), 0).Checkpoint().Root
		if err != nil || root != want {
			t.Errorf("the root at size %d is %v, %v; want %v", size, root, err, want)
		}
	}
	if _, err := journal.RootAt(dir, seal.Plain{}, 21); err == nil {
		t.Error("a root beyond the log")
	}
	if _, err := journal.RootAt(filepath.Join(dir, "absent"), seal.Plain{}, 1); err == nil {
		t.Error("a root of no log")
	}
}

func TestTakeOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 30, 1)
	ours, theirs, absent := w.create(t), w.create(t), filepath.Join(t.TempDir(), "log", w.writer)
	w.publish(t, ours, 10, 3)
	w.publish(t, theirs, 20, 4)
	tests := []struct {
		name, dir, from, marker string
		code                    fault.Code
	}{
		{"newer", ours, theirs, "10 20 3 4\n", ""},
		{"new here", absent, theirs, "", ""},
		{"older", theirs, ours, "", "JO011"},
		{"none", ours, absent, "", "JO001"},
	}
	for _, tt := range tests {
		got, err := journal.TakeOver(tt.dir, tt.from, seal.Plain{})
		if string(got) != tt.marker || fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
	// The files of the copy and the marker in place, the checkpoint last.
	for _, rel := range listing(t, theirs) {
		from, to := filepath.Join(theirs, rel), filepath.Join(ours, rel)
		if info, err := os.Stat(from); err == nil && info.Mode().IsRegular() && rel != "checkpoint" {
			write(t, to, string(read(t, from)))
		}
	}
	write(t, filepath.Join(ours, journal.Marker), "10 20 3 4\n")
	if c := w.open(t, ours).Checkpoint(); c.Size != 10 {
		t.Errorf("before the checkpoint is moved the log has %d acts", c.Size)
	}
	write(t, filepath.Join(ours, "checkpoint"), string(read(t, filepath.Join(theirs, "checkpoint"))))
	must(t, w.open(t, ours).Recover(unsynced{}))
	w.verify(t, ours, 20, 4)
}
