package journal_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/internal/durable/durabletest"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/ledger"
)

// tamperer changes one file of a log at a time and puts it back.
type tamperer struct {
	t      *testing.T
	w      *world
	dir    string
	opts   journal.Options
	most   int // bytes of a file to flip; a sample of it is tried where it has more
	trials int
}

// files returns the log's files with their content.
func (x *tamperer) files() map[string][]byte {
	files := map[string][]byte{}
	for _, name := range listing(x.t, x.dir) {
		if info, err := os.Stat(filepath.Join(x.dir, name)); err == nil && info.Mode().IsRegular() {
			files[name] = read(x.t, filepath.Join(x.dir, name))
		}
	}
	return files
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// missed reports a change that Verify does not pin on one of the given files.
func (x *tamperer) missed(change string, rels ...string) {
	x.t.Helper()
	x.trials++
	res, err := journal.Verify(x.t.Context(), x.dir, x.opts)
	var p *fault.Problem
	if !errors.As(err, &p) || p.Kind != fault.Integrity {
		x.t.Fatalf("%s of %v: %+v, %v", change, rels, res, err)
	}
	if !slices.Contains(rels, strings.TrimPrefix(p.Where, "log/"+x.w.writer+"/")) {
		x.t.Errorf("%s of %v is blamed on %q: %v", change, rels, p.Where, p)
	}
}

// content tries one content of a file.
func (x *tamperer) content(change, rel string, data []byte) {
	x.t.Helper()
	write(x.t, filepath.Join(x.dir, rel), string(data))
	x.missed(change, rel)
}

// bytes flips bits of a file: every byte where it is small, a sample otherwise.
func (x *tamperer) bytes(rel string, whole []byte, random *rand.Rand) {
	at := make([]int, 0, len(whole))
	for i := range whole {
		at = append(at, i)
	}
	if len(at) > x.most {
		random.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
		at = at[:x.most]
	}
	for _, i := range at {
		odd := bytes.Clone(whole)
		odd[i] ^= 1 << random.IntN(8)
		x.content("a flipped bit", rel, odd)
	}
	for _, n := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		x.content("a cut", rel, whole[:n])
	}
	for _, tail := range []string{"\n", "\x00", string(whole)} {
		x.content("an addition", rel, append(bytes.Clone(whole), tail...))
	}
}

// place removes, replaces and doubles a file.
func (x *tamperer) place(rel string, whole []byte, others map[string][]byte) {
	path := filepath.Join(x.dir, rel)
	must(x.t, os.Remove(path))
	x.missed("removal", rel)
	must(x.t, os.Mkdir(path, 0o700))
	x.missed("a directory in place", rel)
	must(x.t, os.Remove(path))
	elsewhere := filepath.Join(x.t.TempDir(), "same")
	write(x.t, elsewhere, string(whole))
	must(x.t, os.Symlink(elsewhere, path))
	x.missed("a link in place", rel)
	must(x.t, os.Remove(path))
	write(x.t, path, string(whole))
	for _, double := range []string{rel + "~", filepath.Join(filepath.Dir(rel), "7"), filepath.Join(filepath.Dir(rel), ".tmp-X"), rel + ".new"} {
		double = filepath.ToSlash(double)
		if _, ok := others[double]; ok || slices.Contains([]string{"publishing.new", "anchor.new", "vkey.new", "manifest.new"}, double) {
			continue
		}
		write(x.t, filepath.Join(x.dir, double), string(whole))
		x.missed("a double", double)
		must(x.t, os.Remove(filepath.Join(x.dir, double)))
	}
	for other, content := range others {
		if bytes.Equal(content, whole) {
			continue
		}
		write(x.t, path, string(content))
		write(x.t, filepath.Join(x.dir, other), string(whole))
		x.missed("an exchange", rel, other)
		write(x.t, filepath.Join(x.dir, other), string(content))
	}
	write(x.t, path, string(whole))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoTamperingIsMissed(t *testing.T) {
	t.Parallel()
	keys, locked := sealed(t)
	tests := []struct {
		name          string
		publish, read seal.Sealer
		acts, objects int
		most          int
	}{
		{"plain", seal.Plain{}, seal.Plain{}, 3, 2, 5000},
		{"plain, two segments", seal.Plain{}, seal.Plain{}, 259, 257, 60},
		{"sealed", keys, keys, 3, 2, 300},
		{"sealed and locked", keys, locked, 3, 2, 300},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.publish, tt.acts, 1)
			dir := w.create(t)
			l := w.publish(t, dir, 2, 1)
			must(t, l.Keep(unsynced{}, w.signer, l.Note()))
			w.publish(t, dir, tt.acts, tt.objects)
			x := &tamperer{t: t, w: w, dir: dir, opts: journal.Options{Sealer: tt.read}, most: tt.most}
			if _, err := journal.Verify(t.Context(), dir, x.opts); err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(1, 2))
			files := x.files()
			for rel, whole := range files {
				x.bytes(rel, whole, random)
				x.place(rel, whole, files)
			}
			for _, rel := range []string{"more", "payload/more", "tile/8", "objects/9"} {
				must(t, os.Mkdir(filepath.Join(dir, rel), 0o700))
				x.missed("an empty directory", rel)
				must(t, os.Remove(filepath.Join(dir, rel)))
			}
			if _, err := journal.Verify(t.Context(), dir, x.opts); err != nil {
				t.Fatalf("put back as it was: %v", err)
			}
			t.Logf("%d changes, none missed", x.trials)
		})
	}
}

// TestHistorySignedAnew rewrites, cuts and replays with the signing key in
// hand, which only an earlier checkpoint shows.
func TestHistorySignedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 600, 1)
	dir := w.create(t)
	var earlier []ledger.Checkpoint
	var old string
	for _, size := range []int{3, 10, 256, 300} {
		l := w.publish(t, dir, size, 0)
		earlier = append(earlier, l.Checkpoint())
		if size == 10 {
			old = copyOf(t, dir)
		}
	}
	forger := newWorld(t, seal.Plain{}, 600, 1)
	forger.lines[7] = alike(t, forger.lines[7])
	forged := forger.create(t)
	forger.publish(t, forged, 600, 0)
	tests := []struct {
		name    string
		dir     string
		earlier []ledger.Checkpoint
		code    fault.Code
		says    string
	}{
		{"rewritten, nobody knows", forged, nil, "", ""},
		{"rewritten, known before the change", forged, earlier[:1], "", ""},
		{"rewritten", forged, earlier, "JO008", "between act 3 and act 9"},
		{"rewritten, known late only", forged, earlier[2:], "JO008", "between act 0 and act 255"},
		{"rewritten, given in another order", forged, []ledger.Checkpoint{earlier[3], earlier[0], earlier[1]}, "JO008", "between act 3 and act 9"},
		{"replayed, nobody knows", old, earlier[:2], "", ""},
		{"replayed", old, earlier, "JO009", "size 256 was signed and the log has only 10 acts"},
		{"of another log", dir, []ledger.Checkpoint{{Origin: "reckon/a/b", Size: 1}}, "JO008", "of the log reckon/a/b"},
		{"of nothing", dir, []ledger.Checkpoint{{Origin: w.signer.Name()}}, "JO008", "size 0"},
	}
	for _, tt := range tests {
		res, err := journal.Verify(t.Context(), tt.dir, journal.Options{Sealer: seal.Plain{}, Earlier: tt.earlier})
		if fault.CodeOf(err) != tt.code || tt.code != "" && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %+v, %v", tt.name, res, err)
		}
	}
	// The same through anchors.
	must(t, os.CopyFS(filepath.Join(forged, "anchors"), os.DirFS(anchored(t, w, dir))))
	if _, err := journal.Verify(t.Context(), forged, journal.Options{Sealer: seal.Plain{}}); fault.CodeOf(err) != "JO008" ||
		!strings.Contains(err.Error(), "/anchors/300.checkpoint: ") {
		t.Errorf("an anchor of the true history: %v", err)
	}
}

// anchored keeps the log's checkpoint and returns the folder of anchors.
func anchored(t *testing.T, w *world, dir string) string {
	t.Helper()
	l := w.open(t, dir)
	must(t, l.Keep(unsynced{}, w.signer, l.Note()))
	return filepath.Join(dir, "anchors")
}

func TestKeep(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 30, 1)
	dir := filepath.Join(t.TempDir(), "cases [2031]", "log", w.writer) // a name that is no pattern
	must(t, journal.Create(unsynced{}, dir, w.vkey))
	l := w.publish(t, dir, 10, 0)
	ten := l.Note()
	w.publish(t, dir, 20, 0)
	l = w.open(t, dir)
	must(t, l.Keep(unsynced{}, w.signer, ten))
	must(t, l.Keep(unsynced{}, w.signer, ten))
	w.verify(t, dir, 20, 0)
	if got := read(t, filepath.Join(dir, "anchors", "10.checkpoint")); !bytes.Equal(got, ten) {
		t.Errorf("kept is %s", got)
	}
	forger := newWorld(t, seal.Plain{}, 30, 1)
	forger.lines[7] = alike(t, forger.lines[7])
	forged := forger.publish(t, forger.create(t), 10, 0).Note()
	later := w.publish(t, copyOf(t, dir), 30, 0).Note()
	for _, tt := range []struct {
		name string
		msg  []byte
		code fault.Code
	}{
		{"of a rewritten history", forged, "JO008"},
		{"of a longer log", later, "JO009"},
		{"torn", ten[:50], "LE011"},
	} {
		if err := l.Keep(refusing{}, w.signer, tt.msg); fault.CodeOf(err) != tt.code {
			t.Errorf("a checkpoint %s: %v", tt.name, err)
		}
	}
	// An anchor taken away is missed, now and after the next publication.
	must(t, os.RemoveAll(filepath.Join(dir, "anchors")))
	w.refused(t, dir, "JO001", "anchors/10.checkpoint")
	write(t, filepath.Join(dir, "anchors", "11.checkpoint"), string(ten))
	w.refused(t, dir, "JO001", "anchors/11.checkpoint")
}

// TestKeepCutOff cuts Keep off at every operation: the log verifies all the
// same, and keeping again completes it.
func TestKeepCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 30, 1)
	base := w.create(t)
	ten := w.publish(t, base, 10, 0).Note()
	w.publish(t, base, 20, 0)
	for at := 1; ; at++ {
		dir := copyOf(t, base)
		fsys := durabletest.New(durabletest.Fault{At: at, Err: durabletest.ErrCrash, Short: true})
		err := w.open(t, dir).Keep(fsys, w.signer, ten)
		if err == nil {
			if at < 10 {
				t.Errorf("only %d operations", at)
			}
			return
		}
		if at%2 == 0 {
			must(t, fsys.PowerLoss())
		}
		if _, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: w.sealer}); err != nil {
			t.Fatalf("cut off at %d: %v", at, err)
		}
		l := w.open(t, dir)
		must(t, l.Recover(unsynced{}))
		must(t, l.Keep(unsynced{}, w.signer, ten))
		w.verify(t, dir, 20, 0)
		must(t, os.Remove(filepath.Join(dir, "anchors", "10.checkpoint")))
		w.refused(t, dir, "JO001", "anchors/10.checkpoint")
	}
}

// TestForgedInside makes logs that are signed and consistent but hold what no
// writer writes.
func TestForgedInside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 5, 1)
	dir := w.create(t)
	w.publish(t, dir, 3, 2)
	manifest := func(change func(*ledger.Manifest)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			v, err := ledger.NewVerifier(w.vkey)
			must(t, err)
			path := filepath.Join(dir, "manifest", "3")
			m, err := ledger.OpenManifest(read(t, path), v)
			must(t, err)
			change(&m)
			msg, err := m.Sign(w.signer)
			must(t, err)
			write(t, path, string(msg))
		}
	}
	tests := []struct {
		name, rel string
		code      fault.Code
		change    func(*testing.T, string)
	}{
		{"manifest of another size", "manifest/3", "JO002", manifest(func(m *ledger.Manifest) { m.Size = 4 })},
		{"manifest without a segment", "manifest/3", "JO002", manifest(func(m *ledger.Manifest) { m.Files = m.Files[1:] })},
		{"manifest without objects", "objects", "JO001", manifest(func(m *ledger.Manifest) { m.Files = m.Files[:1] })},
		{"manifest with a file more", "manifest/3", "JO002", manifest(func(m *ledger.Manifest) { m.Files = append(m.Files, m.Files[0]) })},
		{"manifest with too few records", "manifest/3", "JO002", manifest(func(m *ledger.Manifest) { m.Files[0].Count = 2 })},
		{"manifest with a huge count", "manifest/3", "JO002", manifest(func(m *ledger.Manifest) { m.Files[1].Count = 1 << 60 })},
		{"manifest with another digest", "payload/000.p/3.jsonl", "JO005", manifest(func(m *ledger.Manifest) { m.Files[0].SHA256 = m.Files[1].SHA256 })},
		{"checkpoint of nothing", "checkpoint", "JO002", func(t *testing.T, dir string) {
			msg, err := ledger.Checkpoint{Origin: w.signer.Name()}.Sign(w.signer)
			must(t, err)
			write(t, filepath.Join(dir, "checkpoint"), string(msg))
		}},
		{"checkpoint with another root", "checkpoint", "JO003", func(t *testing.T, dir string) {
			msg, err := ledger.Checkpoint{Origin: w.signer.Name(), Size: 3}.Sign(w.signer)
			must(t, err)
			write(t, filepath.Join(dir, "checkpoint"), string(msg))
		}},
	}
	segment := func(lines ...[]byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) { w.reseal(t, dir, "payload/000.p/3.jsonl", 0, lines...) }
	}
	list := func(lines ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			w.reseal(t, dir, "objects/000.p/2", 1, []byte(strings.Join(lines, "\n")))
		}
	}
	o := "urn:uuid:1 1 " + strings.Repeat("0a", 64)
	for name, change := range map[string]func(*testing.T, string){
		"a record less": segment(w.lines[0], w.lines[1]), "a record more": segment(w.lines[0], w.lines[1], w.lines[2], w.lines[3]),
		"records in another order": segment(w.lines[1], w.lines[0], w.lines[2]), "another record": segment(w.lines[0], w.lines[1], alike(t, w.lines[2])),
		"an odd record": segment(w.lines[0], w.lines[1], []byte("{}")),
	} {
		tests = append(tests, struct {
			name, rel string
			code      fault.Code
			change    func(*testing.T, string)
		}{name, "payload/000.p/3.jsonl", "", change})
	}
	for name, change := range map[string]func(*testing.T, string){
		"an object less": list(o), "an object more": list(o, o, o), "an odd urn": list(o, strings.Replace(o, "urn", "x", 1)),
		"version 0": list(o, strings.Replace(o, " 1 ", " 0 ", 1)), "version 01": list(o, strings.Replace(o, " 1 ", " 01 ", 1)),
		"a short digest": list(o, o[:100]), "two parts": list(o, "urn:uuid:1 1"), "upper case": list(o, strings.ToUpper(o)),
	} {
		tests = append(tests, struct {
			name, rel string
			code      fault.Code
			change    func(*testing.T, string)
		}{name, "objects/000.p/2", "JO014", change})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := copyOf(t, dir)
			tt.change(t, dir)
			res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: seal.Plain{}})
			var p *fault.Problem
			if !errors.As(err, &p) || p.Kind != fault.Integrity || p.Where != "log/"+w.writer+"/"+tt.rel || tt.code != "" && p.Code != tt.code {
				t.Errorf("got %+v, %v", res, err)
			}
		})
	}
}

// reseal writes a file of the manifest anew, with its digest.
func (w *world) reseal(t *testing.T, dir, rel string, i int, lines ...[]byte) {
	t.Helper()
	text := append(bytes.Join(lines, []byte("\n")), '\n')
	write(t, filepath.Join(dir, rel), string(text))
	v, err := ledger.NewVerifier(w.vkey)
	must(t, err)
	path := filepath.Join(dir, "manifest", "3")
	m, err := ledger.OpenManifest(read(t, path), v)
	must(t, err)
	m.Files[i].SHA256 = digestOf(text)
	msg, err := m.Sign(w.signer)
	must(t, err)
	write(t, path, string(msg))
}

func TestVerifyWhatIsNoLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seal.Plain{}, 5, 1)
	dir := w.create(t)
	w.publish(t, dir, 3, 2)
	opts := journal.Options{Sealer: seal.Plain{}}
	if _, err := journal.Verify(t.Context(), filepath.Join(dir, "absent"), opts); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
	if _, err := journal.Verify(t.Context(), filepath.Join(dir, "vkey"), opts); fault.CodeOf(err) != "JO001" {
		t.Errorf("a file: %v", err)
	}
	moved := filepath.Join(t.TempDir(), "log", "other")
	must(t, os.CopyFS(moved, os.DirFS(dir)))
	if _, err := journal.Verify(t.Context(), moved, opts); fault.CodeOf(err) != "JO013" {
		t.Errorf("under another writer's name: %v", err)
	}
	keys, _ := sealed(t)
	if _, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: keys}); fault.CodeOf(err) != "JO002" {
		t.Errorf("plain where it should be sealed: %v", err)
	}
	broken := errors.New("enough")
	opts.Each = func(*ledger.Record) error { return broken }
	if _, err := journal.Verify(t.Context(), dir, opts); !errors.Is(err, broken) {
		t.Errorf("an error of Each: %v", err)
	}
	if _, err := journal.Open(moved, seal.Plain{}); fault.CodeOf(err) != "JO013" {
		t.Errorf("opening it under another name: %v", err)
	}
	must(t, os.Truncate(filepath.Join(dir, "tile", "0", "000.p", "3"), 5))
	if err := w.open(t, dir).Publish(t.Context(), refusing{}, w.publication(5, 2)); fault.CodeOf(err) != "JO002" {
		t.Errorf("publishing on a damaged tile: %v", err)
	}
	write(t, filepath.Join(dir, "tile", "0", "000.p", "3"), strings.Repeat("x", 96))
	if err := w.open(t, dir).Publish(t.Context(), refusing{}, w.publication(5, 2)); fault.CodeOf(err) != "JO003" {
		t.Errorf("publishing on a forged tile: %v", err)
	}
}

// TestClocksGoOn publishes acts whose clock falls back: within a segment, and
// where one begins, which a device without a reading key cannot see.
func TestClocksGoOn(t *testing.T) {
	t.Parallel()
	keys, locked := sealed(t)
	w := newWorld(t, keys, 300, 1)
	low := newWorld(t, keys, 300, 1)
	for seq := 256; seq < 300; seq++ {
		low.lines[seq] = clocked(t, low.lines[seq], int64(seq-200))
	}
	back := *w
	back.lines = slices.Clone(w.lines)
	back.lines[5] = clocked(t, w.lines[5], 9)
	if err := w.open(t, w.create(t)).Publish(t.Context(), unsynced{}, back.publication(10, 0)); fault.CodeOf(err) != "JO007" {
		t.Errorf("within a segment: %v", err)
	}
	dir := w.create(t)
	w.publish(t, dir, 256, 0)
	if err := w.open(t, dir).Publish(t.Context(), refusing{}, low.publication(300, 0)); fault.CodeOf(err) != "JO007" {
		t.Errorf("where a segment begins: %v", err)
	}
	low.sealer = locked
	low.publish(t, dir, 300, 0)
	res, err := journal.Verify(t.Context(), dir, journal.Options{Sealer: locked})
	if err != nil || res.Opened {
		t.Errorf("locked: %+v, %v", res, err)
	}
	w.refused(t, dir, "JO007", "payload/001.p/44.jsonl.age")
}

// clocked seals the act of a line with another clock.
func clocked(t testing.TB, line []byte, clock int64) []byte {
	t.Helper()
	r, err := ledger.ParseRecord(line)
	must(t, err)
	r.Act.Clock = clock
	again, err := ledger.Seal(r.Act, rand.NewChaCha8([32]byte{78}))
	must(t, err)
	return again.Line
}
