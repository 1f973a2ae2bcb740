package reckon_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"
	"github.com/ncruces/go-sqlite3/vfs/adiantum"

	"reckon"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
)

// TestMain runs the tests, or one of the processes that they start in order
// to kill it. All of them share SQLite's compiled form.
func TestMain(m *testing.M) {
	if task := os.Getenv(crashTaskEnv); task != "" {
		os.Exit(crashChild(task))
	}
	os.Exit(crashRun(m))
}

// crashHomeEnv names the folder of everything that the tests share.
const crashHomeEnv = "RECKON_TEST_HOME"

func crashRun(m *testing.M) int {
	home, err := os.MkdirTemp("", "reckon-test-")
	if err == nil {
		defer os.RemoveAll(home)
		err = store.UseCache(filepath.Join(home, "cache"))
	}
	if err == nil {
		err = os.Setenv(crashHomeEnv, home)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	// Sealed databases get a disk under them that fails on demand.
	vfs.Register("adiantum", adiantum.Wrap(crashDisk, nil))
	return m.Run()
}

// crashPass is the passphrase of the sealed projects.
const crashPass = "seven invented words make one long passphrase"

func crashKey() reckon.Key {
	return reckon.Key{Passphrase: func() (string, error) { return crashPass, nil }}
}

// must ends a test at an error that it is not about.
func crashMust(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// crashInit makes a new project.
func crashInit(dir string, sealed bool, env reckon.Environment) (*reckon.Project, error) {
	o := reckon.InitOptions{Title: "Vesmar district, 2031", Actor: "Ana Lund", Device: "laptop"}
	if sealed {
		o.Passphrase, o.WorkFactor = crashPass, 10
	}
	p, _, err := reckon.Init(context.Background(), dir, o, env)
	return p, err
}

// crashText is the text of an invented source; every source has its own.
func crashText(title string) string {
	return "Press release " + title + ". The ministry said that at least 20 people were killed in Vesmar on 3 March 2031, " +
		"and that 7 of them were children. The council of Vesmar disputes the figure.\n"
}

const crashQuote = "at least 20 people were killed"

// crashFile writes an invented source below dir and returns it as it is to be
// added.
func crashFile(dir, title string) (reckon.Ingest, error) {
	file := filepath.Join(dir, title+".txt")
	err := os.WriteFile(file, []byte(crashText(title)), 0o600)
	return reckon.Ingest{
		Path: file, How: "file",
		About: source.Added{Title: title, Material: "press_release", SaidBy: "Ministry", Confidentiality: "internal"},
	}, err
}

// crashCoded is a statement of a source whose note tells it from others.
func crashCoded(src, note string) reckon.Coded {
	return reckon.Coded{
		Source: src, Quotes: []reckon.Quote{{Words: crashQuote}}, Statement: crashToll(note),
	}
}

func crashToll(note string) statement.Statement {
	q, err := statement.ParseQuantity("at least 20")
	if err != nil {
		panic(err)
	}
	return statement.Statement{
		Speakers: []statement.Speaker{{Name: "Ministry"}}, Note: note,
		Content: &statement.Toll{Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}},
	}
}

// crashImport writes a file of statements of one source.
func crashImport(file, src string, notes []string) error {
	var b bytes.Buffer
	err := statement.WriteJSONL(&b, func(yield func(*statement.Statement) bool) {
		for i, note := range notes {
			s := crashToll(note)
			s.ID, s.Source, s.Quote = statement.ID(fmt.Sprintf("row-%d", i+1)), source.ID(src), crashQuote
			if !yield(&s) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o600)
}

// crashState is all that can be seen of a project, without the identifiers
// that are drawn at random: what is kept under a name that the test gave.
type crashState map[string]string

// crashObserve reads a project's state.
func crashObserve(ctx context.Context, p *reckon.Project) (crashState, error) {
	state := crashState{}
	err := p.Read(ctx, func(r *store.Reader) error {
		for s, err := range r.Sources() {
			if err != nil {
				return err
			}
			full, err := r.Source(s.ID)
			if err != nil {
				return err
			}
			if _, twice := state["source "+s.Title]; twice {
				return fmt.Errorf("%s is there twice", s.Title)
			}
			state["source "+s.Title] = crashSource(s.Original.SHA256, len(full.Renditions))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return state, p.Read(ctx, func(r *store.Reader) error {
		for s, err := range r.Statements(store.Filter{}) {
			if err != nil {
				return err
			}
			name, version := crashNote(&s)
			if _, twice := state[name]; twice {
				return fmt.Errorf("%s is there twice", name)
			}
			state[name] = crashStatement(version, s.Standing)
		}
		return nil
	})
}

func crashSource(sha256 string, renditions int) string {
	return fmt.Sprintf("%s %d", sha256, renditions)
}

func crashStatement(version, standing string) string { return version + " " + standing }

// crashNote splits a statement's note into its name and version. One that was
// withdrawn is named by the version before.
func crashNote(s *store.Statement) (name, version string) {
	for _, v := range slices.Backward(s.Versions) {
		if v.Statement != nil {
			name, version, _ = strings.Cut(v.Statement.Note, " ")
			break
		}
	}
	return "statement " + name, version
}

// with returns the state after further changes.
func (s crashState) with(changes crashState) crashState {
	next := maps.Clone(s)
	maps.Copy(next, changes)
	return next
}

func (s crashState) String() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "  %s: %s\n", k, s[k])
	}
	return b.String()
}

// crashSeed is a project that is copied for every trial, and files to work
// with.
type crashSeed struct {
	dir    string // holds the project, a bundle of a partner, and files
	before crashState
}

// The names inside a seed's folder.
const (
	crashProject = "project"
	crashSecond  = "second.txt"
	crashRows    = "rows.jsonl"
	crashBundle  = "partner.tar"
	crashHead    = "head.txt" // an earlier checkpoint
	crashBackup  = "backup.tar"
)

// crashSeeds makes the two seeds once.
var crashSeeds = map[bool]func() (*crashSeed, error){
	false: sync.OnceValues(func() (*crashSeed, error) { return newCrashSeed(false) }),
	true:  sync.OnceValues(func() (*crashSeed, error) { return newCrashSeed(true) }),
}

func newCrashSeed(sealed bool) (*crashSeed, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp(os.Getenv(crashHomeEnv), "seed-")
	if err != nil {
		return nil, err
	}
	s := &crashSeed{dir: dir}
	p, err := crashInit(filepath.Join(dir, crashProject), sealed, reckon.Environment{})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	if _, err := crashFill(ctx, p, dir, "first", 3); err != nil {
		return nil, err
	}
	head, err := p.Checkpoint(ctx)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, crashHead), []byte(head.Note), 0o600)
	}
	if err == nil {
		_, err = p.Backup(ctx, filepath.Join(dir, crashBackup))
	}
	if err == nil {
		err = crashPartner(ctx, dir)
	}
	if err == nil {
		_, err = p.AddStatement(ctx, crashCoded("S-1", "here v1"))
	}
	if err == nil {
		_, err = crashFile(dir, strings.TrimSuffix(crashSecond, ".txt"))
	}
	if err == nil {
		err = crashImport(filepath.Join(dir, crashRows), "S-1", []string{"row-1 v1", "row-2 v1", "row-3 v1"})
	}
	if err != nil {
		return nil, err
	}
	s.before, err = crashObserve(ctx, p)
	return s, err
}

// crashFill adds a source and statements of it, and returns its number.
func crashFill(ctx context.Context, p *reckon.Project, dir, title string, statements int) (ref string, err error) {
	in, err := crashFile(dir, title)
	if err != nil {
		return "", err
	}
	src, err := p.AddSource(ctx, in)
	for i := 0; i < statements && err == nil; i++ {
		_, err = p.AddStatement(ctx, crashCoded(src.Ref, fmt.Sprintf("%s-%d v1", title, i)))
	}
	return src.Ref, err
}

// crashPartner restores the backup elsewhere, works on it, and makes a bundle
// of that: a new source, a further text of one that is known, a correction.
func crashPartner(ctx context.Context, dir string) error {
	o := reckon.RestoreOptions{Actor: "Ben Iru", Device: "other laptop", Key: crashKey()}
	p, err := reckon.Restore(ctx, filepath.Join(dir, crashBackup), filepath.Join(dir, "partner"), o, reckon.Environment{})
	if err != nil {
		return err
	}
	defer p.Close()
	theirs, err := crashFill(ctx, p, dir, "theirs", 2)
	if err != nil {
		return err
	}
	if _, err := p.ReadAgain(ctx, "S-1", "windows-1252", ""); err != nil {
		return err
	}
	if err := crashCorrect(ctx, p, "S-1#1", "first-0 v2"); err != nil {
		return err
	}
	if _, err = p.ExportBundle(ctx, filepath.Join(dir, crashBundle), ""); err != nil {
		return err
	}
	for k := range crashBundles {
		if _, err := crashFill(ctx, p, dir, fmt.Sprintf("later-%d", k), 1); err != nil {
			return err
		}
		if _, err := p.ReadAgain(ctx, theirs, "windows-1252", ""); err != nil {
			return err
		}
		if _, err := p.ExportBundle(ctx, filepath.Join(dir, crashBundleName(k)), ""); err != nil {
			return err
		}
	}
	return nil
}

// crashBundles is how many further bundles the partner makes, each with a
// source, a statement, and a version of an object more.
const crashBundles = 4

func crashBundleName(k int) string { return fmt.Sprintf("bundle-%d.tar", k) }

// crashTheirs is what the partner's first bundle brings.
func crashTheirs() crashState {
	return crashState{
		"source theirs": crashSource(crashDigest(crashText("theirs")), 1), "statement theirs-0": "v1 current",
		"statement theirs-1": "v1 current", "statement first-0": "v2 current",
		"source first": crashSource(crashDigest(crashText("first")), 2),
	}
}

// crashLater is what the partner's further bundles up to k bring.
func crashLater(k int) crashState {
	state := crashTheirs()
	state["source theirs"] = crashSource(crashDigest(crashText("theirs")), k+2)
	for i := range k + 1 {
		title := fmt.Sprintf("later-%d", i)
		state["source "+title] = crashSource(crashDigest(crashText(title)), 1)
		state["statement "+title+"-0"] = "v1 current"
	}
	return state
}

func crashDigest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func crashCorrect(ctx context.Context, p *reckon.Project, ref, note string) error {
	_, err := p.CorrectStatement(ctx, reckon.Correction{Name: ref, Reason: "read again", Edit: func(s *statement.Statement) error {
		s.Note = note
		return nil
	}})
	return err
}

// crashDir makes a folder for trials, in memory where the system has such a
// place: they sync often, and what they look at does not depend on the disk.
func crashDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "reckon-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { crashMust(t, os.RemoveAll(dir)) })
	return dir
}

// crashCopy copies a seed for one trial and returns the folder.
func crashCopy(t testing.TB, sealed bool) string {
	t.Helper()
	seed, err := crashSeeds[sealed]()
	crashMust(t, err)
	dir := crashDir(t)
	crashMust(t, os.CopyFS(filepath.Join(dir, crashProject), os.DirFS(filepath.Join(seed.dir, crashProject))))
	for _, name := range []string{crashSecond, crashRows, crashBundle, crashHead, crashBackup} {
		raw, err := os.ReadFile(filepath.Join(seed.dir, name))
		crashMust(t, err)
		crashMust(t, os.WriteFile(filepath.Join(dir, name), raw, 0o600))
	}
	return dir
}

// crashLeftovers lists what a change that ended has no business leaving
// behind, below dir.
func crashLeftovers(dir string) (left []string, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		stage := filepath.Base(filepath.Dir(name)) == "work"
		temporary := strings.HasPrefix(base, ".tmp-") || strings.HasPrefix(base, ".reckon-") ||
			slices.Contains([]string{".part", ".new", ".live"}, filepath.Ext(base)) || base == "publishing"
		if stage || temporary {
			left = append(left, name)
		}
		return nil
	})
	return left, err
}
