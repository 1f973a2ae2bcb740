package reckon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"reckon/fault"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

const tamperPassphrase = "seven plain words that nobody would guess"

// tamperWorld is a project that two devices have worked on: a full segment,
// several sources, two of them with a second text, a kept checkpoint.
type tamperWorld struct {
	dir      string
	recovery string                     // of a sealed project
	writers  []ledger.WriterID          // this device's first
	earlier  map[ledger.WriterID][]byte // checkpoints handed out on the way
	old      string                     // a copy of the folder as it was when they were
}

func (w *tamperWorld) key() Key { return Key{Recovery: w.recovery} }

func tamperMust(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tamperTemp returns a folder in memory where the system has one: these tests
// write much and want none of it to last.
func tamperTemp(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "reckon-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// tamperSource adds a source of the given text.
func tamperSource(t testing.TB, p *Project, title, text string) Ingested {
	t.Helper()
	file := filepath.Join(tamperTemp(t), "received.txt")
	tamperMust(t, os.WriteFile(file, []byte(text), 0o600))
	got, err := p.AddSource(context.Background(), Ingest{Path: file, How: "file", About: source.Added{
		Title: title, Material: "press_release", SaidBy: "Ministry of Works", Confidentiality: source.Internal,
	}})
	tamperMust(t, err)
	return got
}

// tamperItems is a text of n sentences, each of which can be quoted.
func tamperItems(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Item %03d: at least %d persons were killed.\n", i, i+1)
	}
	return b.String()
}

// tamperImport enters a figure for each of the items of a source.
func tamperImport(t testing.TB, p *Project, ref string, from, to int) {
	t.Helper()
	var all iter.Seq[*statement.Statement] = func(yield func(*statement.Statement) bool) {
		for i := from; i < to; i++ {
			figure, err := statement.ParseQuantity(fmt.Sprintf("at least %d", i+1))
			tamperMust(t, err)
			s := &statement.Statement{
				ID: statement.ID(fmt.Sprintf("item-%d", i)), Source: source.ID(ref), Quote: fmt.Sprintf("Item %03d: at least %d persons were killed", i, i+1),
				Speakers: []statement.Speaker{{Name: "Ministry of Works"}},
				Content:  &statement.Toll{Figure: figure, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}},
			}
			if !yield(s) {
				return
			}
		}
	}
	file := filepath.Join(tamperTemp(t), "statements.jsonl")
	f, err := os.Create(file)
	tamperMust(t, err)
	tamperMust(t, statement.WriteJSONL(f, all))
	tamperMust(t, f.Close())
	got, err := p.ImportStatements(context.Background(), file, ImportOptions{})
	tamperMust(t, err)
	if got.Added != to-from {
		t.Fatalf("%d statements were added, not %d", got.Added, to-from)
	}
}

func tamperInit(t testing.TB, sealed bool) (*Project, string) {
	t.Helper()
	o := InitOptions{Title: "Orlin district", Actor: "Ana Lund", Device: "first laptop", WorkFactor: 10}
	if sealed {
		o.Passphrase = tamperPassphrase
	}
	p, recovery, err := Init(context.Background(), filepath.Join(tamperTemp(t), "project"), o, Environment{})
	tamperMust(t, err)
	t.Cleanup(func() { tamperMust(t, p.Close()) })
	return p, recovery
}

// tamperProject makes the project of a tamperWorld.
func tamperProject(t testing.TB, sealed bool) *tamperWorld {
	t.Helper()
	ctx := context.Background()
	p, recovery := tamperInit(t, sealed)
	w := &tamperWorld{dir: p.Dir(), recovery: recovery, earlier: map[ledger.WriterID][]byte{}}
	first := tamperSource(t, p, "first", tamperItems(270))
	second := tamperSource(t, p, "second", "Nobody was hurt, says the second.\n")
	for _, ref := range []string{first.Ref, second.Ref} {
		_, err := p.ReadAgain(ctx, ref, "latin1", "to see")
		tamperMust(t, err)
	}
	tamperImport(t, p, first.Ref, 0, 100)
	head, err := p.Checkpoint(ctx)
	tamperMust(t, err)
	tamperMust(t, p.KeepCheckpoint(ctx, []byte(head.Note)))
	w.earlier[p.Writer()] = []byte(head.Note)

	work := tamperTemp(t)
	backup := filepath.Join(work, "backup")
	_, err = p.Backup(ctx, backup)
	tamperMust(t, err)
	other, err := Restore(ctx, backup, filepath.Join(work, "other"), RestoreOptions{Actor: "Ben Sorel", Device: "second laptop", Key: w.key()}, Environment{})
	tamperMust(t, err)
	tamperSource(t, other, "third", tamperItems(3))
	head, err = other.Checkpoint(ctx)
	tamperMust(t, err)
	w.earlier[other.Writer()] = []byte(head.Note)
	bring := func(name string) {
		_, err := other.ExportBundle(ctx, filepath.Join(work, name), "")
		tamperMust(t, err)
		_, err = p.ImportBundle(ctx, filepath.Join(work, name))
		tamperMust(t, err)
	}
	bring("bundle-1")
	w.old = filepath.Join(work, "old")
	tamperMust(t, os.CopyFS(w.old, os.DirFS(w.dir)))
	tamperImport(t, p, first.Ref, 100, 270)
	tamperSource(t, other, "fourth", tamperItems(4))
	bring("bundle-2")
	tamperMust(t, errors.Join(other.Close(), p.Close()))
	w.writers = []ledger.WriterID{p.Writer(), other.Writer()}
	return w
}

// tamperer changes one thing of a folder at a time and puts it back.
type tamperer struct {
	t      testing.TB
	dir    string
	key    Key
	spare  string // where what is taken away waits
	random *rand.Rand
	files  []string // below log/ and vault/, and the fixed ones
	dirs   []string
	whole  map[string][]byte // content of each file
	trials map[string]int
}

func newTamperer(t testing.TB, dir string, key Key, seed uint64) *tamperer {
	t.Helper()
	x := &tamperer{
		t: t, dir: dir, key: key, spare: tamperTemp(t), random: rand.New(rand.NewPCG(seed, 14)), whole: map[string][]byte{}, trials: map[string]int{},
	}
	x.files = []string{aboutFile, readmeFile}
	if _, err := os.Lstat(x.path(keysDir + "/recipients.txt")); err == nil {
		x.files = append(x.files, keysDir+"/recipients.txt")
	}
	for _, top := range []string{logDir, vaultDir} {
		tamperMust(t, filepath.WalkDir(x.path(top), func(name string, d fs.DirEntry, err error) error {
			rel, rerr := filepath.Rel(dir, name)
			switch rel = filepath.ToSlash(rel); {
			case err != nil || rerr != nil:
				return errors.Join(err, rerr)
			case d.IsDir():
				x.dirs = append(x.dirs, rel)
			default:
				x.files = append(x.files, rel)
			}
			return nil
		}))
	}
	for _, rel := range x.files {
		data, err := os.ReadFile(x.path(rel))
		tamperMust(t, err)
		x.whole[rel] = data
	}
	return x
}

func (x *tamperer) path(rel string) string { return filepath.Join(x.dir, filepath.FromSlash(rel)) }

func (x *tamperer) verify() error {
	_, err := VerifyFolder(context.Background(), x.dir, x.key, VerifyOptions{}, Environment{})
	return err
}

// found wants a verification to find what was done and to name one of the
// given places; a place that ends in / stands for everything below it.
func (x *tamperer) found(what string, places ...string) {
	x.t.Helper()
	x.trials[what]++
	err := x.verify()
	var p *fault.Problem
	if !errors.As(err, &p) || p.Kind != fault.Integrity && p.Code != "PR003" { // a newer format is no damage
		x.t.Errorf("%s of %s was missed: %v", what, strings.Join(places, ", "), err)
		return
	}
	for _, place := range places {
		if p.Where == strings.TrimSuffix(place, "/") || strings.HasSuffix(place, "/") && strings.HasPrefix(p.Where, place) {
			return
		}
	}
	x.t.Errorf("%s of %s was blamed on %s", what, strings.Join(places, ", "), p)
}

func (x *tamperer) write(rel string, data []byte) {
	x.t.Helper()
	tamperMust(x.t, os.WriteFile(x.path(rel), data, 0o600))
}

// put tries another content of a file.
func (x *tamperer) put(what, rel string, data []byte) {
	x.t.Helper()
	if bytes.Equal(data, x.whole[rel]) {
		return
	}
	x.write(rel, data)
	x.found(what, rel)
	x.write(rel, x.whole[rel])
}

func (x *tamperer) file() string { return x.files[x.random.IntN(len(x.files))] }

func (x *tamperer) folder() string { return x.dirs[x.random.IntN(len(x.dirs))] }

// inner returns a folder that is not one of the two at the top.
func (x *tamperer) inner() string {
	for {
		if d := x.folder(); strings.Contains(d, "/") {
			return d
		}
	}
}

func (x *tamperer) flip() {
	rel := x.file()
	odd := bytes.Clone(x.whole[rel])
	odd[x.random.IntN(len(odd))] ^= 1 << x.random.IntN(8)
	x.put("flip", rel, odd)
}

func (x *tamperer) overwrite() {
	rel := x.file()
	odd := bytes.Clone(x.whole[rel])
	at := x.random.IntN(len(odd))
	for i := range odd[at:min(len(odd), at+1+x.random.IntN(40))] {
		odd[at+i] = byte(x.random.Uint32())
	}
	x.put("overwriting", rel, odd)
}

func (x *tamperer) truncate() {
	rel := x.file()
	n := len(x.whole[rel])
	x.put("cut", rel, x.whole[rel][:[]int{0, n - 1, x.random.IntN(n)}[x.random.IntN(3)]])
}

func (x *tamperer) extend() {
	rel := x.file()
	tail := [][]byte{{'\n'}, {0}, []byte("x"), x.whole[rel], x.whole[x.file()]}[x.random.IntN(5)]
	x.put("addition", rel, append(bytes.Clone(x.whole[rel]), tail...))
}

func (x *tamperer) shift() {
	rel := x.file()
	at := x.random.IntN(len(x.whole[rel]))
	if x.random.IntN(2) == 0 {
		x.put("byte taken out", rel, slices.Delete(bytes.Clone(x.whole[rel]), at, at+1))
		return
	}
	x.put("byte put in", rel, slices.Insert(bytes.Clone(x.whole[rel]), at, byte(x.random.Uint32())))
}

func (x *tamperer) replace() {
	rel := x.file()
	x.put("other file's content", rel, x.whole[x.file()])
}

// away takes something out of the folder while fn runs.
func (x *tamperer) away(rel string, fn func(taken string)) {
	x.t.Helper()
	taken := filepath.Join(x.spare, "taken")
	tamperMust(x.t, os.Rename(x.path(rel), taken))
	fn(taken)
	tamperMust(x.t, os.Rename(taken, x.path(rel)))
}

func (x *tamperer) remove() {
	rel := x.file()
	x.away(rel, func(string) { x.found("removal", rel) })
}

func (x *tamperer) removeFolder() {
	rel := x.folder()
	x.away(rel, func(string) { x.found("removal of a folder", x.gone(rel)...) })
}

// gone lists what may be named when a folder was removed: the folder, a file
// that is missed in it, or the folder above, which it leaves empty.
func (x *tamperer) gone(rel string) []string {
	places := []string{rel, rel + "/"}
	if left, err := os.ReadDir(x.path(path.Dir(rel))); err == nil && len(left) == 0 && strings.Contains(rel, "/") {
		places = append(places, path.Dir(rel))
	}
	return places
}

func (x *tamperer) link() {
	rel := x.file()
	x.away(rel, func(taken string) {
		tamperMust(x.t, os.Symlink(taken, x.path(rel)))
		x.found("link in place", rel)
		tamperMust(x.t, os.Remove(x.path(rel)))
	})
}

func (x *tamperer) linkFolder() {
	rel := x.folder()
	x.away(rel, func(taken string) {
		tamperMust(x.t, os.Symlink(taken, x.path(rel)))
		x.found("link in place of a folder", rel, rel+"/")
		tamperMust(x.t, os.Remove(x.path(rel)))
	})
}

func (x *tamperer) emptyFolder() {
	rel := x.file()
	if x.random.IntN(2) == 0 {
		rel = x.folder()
	}
	x.away(rel, func(string) {
		tamperMust(x.t, os.Mkdir(x.path(rel), 0o700))
		x.found("empty folder in place", rel, rel+"/")
		tamperMust(x.t, os.Remove(x.path(rel)))
	})
}

// spareName is a name that nothing has yet, and that could pass.
func (x *tamperer) spareName() string {
	rel := x.file()
	for rel == aboutFile || rel == readmeFile || strings.HasPrefix(rel, keysDir) {
		rel = x.file()
	}
	dir := path.Dir(rel)
	if x.random.IntN(2) == 0 {
		dir = x.dirs[x.random.IntN(len(x.dirs))]
	}
	names := []string{
		path.Base(rel) + "~", ".tmp-X", "." + path.Base(rel), "7", "000", "x001", "v9", "original2", "publishing", "publishing.new", "manifest.new",
		"vkey.new", "anchor.new", "checkpoint.new", "anchors", "content", "extensions", "logs", "abc", "Log",
	}
	for {
		name := path.Join(dir, names[x.random.IntN(len(names))])
		if _, err := os.Lstat(x.path(name)); errors.Is(err, fs.ErrNotExist) {
			return name
		}
	}
}

// allowed says of a name that it may be there: the folder of kept checkpoints,
// when it is empty.
func (x *tamperer) allowed(rel string, data []byte) bool {
	return data == nil && path.Base(rel) == "anchors" && path.Dir(path.Dir(rel)) == logDir
}

func (x *tamperer) add() {
	rel := x.spareName()
	if x.random.IntN(3) > 0 {
		x.write(rel, x.whole[x.file()])
		x.found("added file", rel)
		tamperMust(x.t, os.Remove(x.path(rel)))
		return
	}
	if x.allowed(rel, nil) {
		return
	}
	tamperMust(x.t, os.Mkdir(x.path(rel), 0o700))
	x.found("added folder", rel)
	tamperMust(x.t, os.Remove(x.path(rel)))
}

// doubleFolder copies a folder beside itself.
func (x *tamperer) doubleFolder() {
	from, to := x.inner(), x.spareName()
	if strings.HasPrefix(to, from+"/") {
		return
	}
	tamperMust(x.t, os.CopyFS(x.path(to), os.DirFS(x.path(from))))
	x.found("doubled folder", to, to+"/")
	tamperMust(x.t, os.RemoveAll(x.path(to)))
}

func (x *tamperer) swap() {
	a, b := x.file(), x.file()
	if bytes.Equal(x.whole[a], x.whole[b]) {
		return
	}
	x.write(a, x.whole[b])
	x.write(b, x.whole[a])
	x.found("exchange", a, b)
	x.write(a, x.whole[a])
	x.write(b, x.whole[b])
}

func (x *tamperer) swapFolders() {
	a, b := x.inner(), x.inner()
	if a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/") || tamperSame(x.path(a), x.path(b)) {
		return
	}
	exchange := func() {
		x.away(a, func(taken string) {
			tamperMust(x.t, os.Rename(x.path(b), x.path(a)))
			tamperMust(x.t, os.Rename(taken, x.path(b)))
			tamperMust(x.t, os.Rename(x.path(a), taken))
		})
	}
	exchange()
	x.found("exchange of folders", a, a+"/", b, b+"/")
	exchange()
}

func (x *tamperer) rename() {
	from, to := x.file(), x.spareName()
	if x.random.IntN(3) == 0 {
		from = x.inner()
	}
	if strings.HasPrefix(to, from+"/") {
		return
	}
	tamperMust(x.t, os.Rename(x.path(from), x.path(to)))
	x.found("renaming", append(x.gone(from), to, to+"/")...)
	tamperMust(x.t, os.Rename(x.path(to), x.path(from)))
}

// tamperSame says whether two folders hold the same.
func tamperSame(a, b string) bool {
	list := func(dir string) (all []string) {
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				all = append(all, name)
				return err
			}
			data, err := os.ReadFile(filepath.Join(dir, name))
			all = append(all, name, string(data))
			return err
		})
		return append(all, fmt.Sprint(err))
	}
	return slices.Equal(list(a), list(b))
}

// run makes n trials, most of them of single bytes.
func (x *tamperer) run(n int) {
	x.t.Helper()
	ways := []func(){
		x.flip, x.flip, x.flip, x.flip, x.flip, x.overwrite, x.truncate, x.extend, x.shift, x.replace, x.remove, x.removeFolder, x.link,
		x.linkFolder, x.emptyFolder, x.add, x.add, x.doubleFolder, x.swap, x.swapFolders, x.rename,
	}
	if err := x.verify(); err != nil {
		x.t.Fatalf("before anything was done: %v", err)
	}
	for total := 0; total < n && !x.t.Failed(); {
		ways[x.random.IntN(len(ways))]()
		total = 0
		for _, k := range x.trials {
			total += k
		}
	}
	if err := x.verify(); err != nil {
		x.t.Fatalf("put back as it was: %v", err)
	}
}

// TestNoTamperingIsMissed changes one thing of log, vault or the fixed files
// at a time. The verification that follows reads everything each time. The
// place that it names is what was changed. Of an exchange or a renaming it is
// either end; of a folder it is the folder or something in it, and where a
// removed folder was all that the one above held, it may be that one.
func TestNoTamperingIsMissed(t *testing.T) {
	t.Parallel()
	trials, shards := tamperTrials, 2
	for _, kind := range []string{"plain", "sealed", "sealed and locked"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := tamperProject(t, kind != "plain")
			key := w.key()
			if kind == "sealed and locked" {
				key = Key{}
			}
			var mu sync.Mutex
			all := map[string]int{}
			t.Run("shards", func(t *testing.T) {
				for shard := range shards {
					t.Run(fmt.Sprint(shard), func(t *testing.T) {
						t.Parallel()
						dir := filepath.Join(tamperTemp(t), "project")
						tamperMust(t, os.CopyFS(dir, os.DirFS(w.dir)))
						x := newTamperer(t, dir, key, uint64(shard+1))
						x.run(trials / (3 * shards))
						mu.Lock()
						defer mu.Unlock()
						for what, n := range x.trials {
							all[what] += n
						}
					})
				}
			})
			t.Logf("none missed of %v", all)
		})
	}
}
