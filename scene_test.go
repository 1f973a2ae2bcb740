package reckon_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
)

// scene is a project under test. After every change it is verified.
type scene struct {
	*testing.T
	p    *reckon.Project
	dir  string
	key  reckon.Key
	env  reckon.Environment
	acts int64
}

const sealing = "an invented passphrase"

func passphrase(words string) reckon.Key {
	return reckon.Key{Passphrase: func() (string, error) { return words, nil }}
}

// begin makes a project, plain or sealed.
func begin(t *testing.T, sealed bool) *scene {
	t.Helper()
	s := &scene{T: t, dir: filepath.Join(t.TempDir(), "project")}
	o := reckon.InitOptions{Title: "Vesmar", Actor: "Ana", Device: "laptop", WorkFactor: 10}
	if sealed {
		o.Passphrase, s.key = sealing, passphrase(sealing)
	}
	p, _, err := reckon.Init(t.Context(), s.dir, o, s.env)
	if err != nil {
		t.Fatal(err)
	}
	s.p = p
	t.Cleanup(func() { s.p.Close() })
	s.ok(nil)
	return s
}

// both runs a scenario on a plain and on a sealed project, and in the end
// derives it anew in another process's place.
func both(t *testing.T, fn func(*scene)) {
	t.Helper()
	t.Parallel()
	for name, sealed := range map[string]bool{"plain": false, "sealed": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, sealed)
			fn(s)
			s.end()
		})
	}
}

// ok wants a change to have succeeded and the project to verify.
func (s *scene) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
	v, err := s.p.Verify(s.Context(), reckon.VerifyOptions{})
	if err != nil {
		s.Fatal(err)
	}
	s.acts = 0
	for _, log := range v.Logs {
		s.acts += log.Acts
	}
}

// refused wants a refusal that says what was not changed, and nothing to have
// changed.
func (s *scene) refused(err error, code fault.Code) {
	s.Helper()
	s.untouched(err, code)
	if err != nil && !strings.Contains(err.Error(), "Nothing was") && !strings.Contains(err.Error(), "No place was chosen") {
		s.Errorf("it is not said what was not changed: %v", err)
	}
}

// untouched wants a refusal and nothing to have changed.
func (s *scene) untouched(err error, code fault.Code) {
	s.Helper()
	if fault.CodeOf(err) != code {
		s.Errorf("got %v, want %s", err, code)
	}
	before := s.acts
	s.ok(nil)
	if s.acts != before {
		s.Errorf("%d acts after a refusal, %d before", s.acts, before)
	}
}

// end verifies deeply, derives the project anew, and compares again.
func (s *scene) end() {
	s.Helper()
	if _, err := s.p.Verify(s.Context(), reckon.VerifyOptions{Deep: true}); err != nil {
		s.Fatal(err)
	}
	before := s.listing()
	if err := s.p.Close(); err != nil {
		s.Fatal(err)
	}
	n, err := reckon.Rebuild(s.Context(), s.dir, s.key, s.env)
	if err != nil || n != s.acts {
		s.Fatalf("%d acts replayed of %d: %v", n, s.acts, err)
	}
	s.reopen()
	if _, err := s.p.Verify(s.Context(), reckon.VerifyOptions{Deep: true}); err != nil {
		s.Fatal(err)
	}
	if after := s.listing(); !slices.Equal(before, after) {
		s.Errorf("derived anew it says %q, before %q", after, before)
	}
}

func (s *scene) reopen() {
	s.Helper()
	var err error
	if s.p, err = reckon.Open(s.Context(), s.dir, s.key, s.env); err != nil {
		s.Fatal(err)
	}
}

// listing is all that stands, in words.
func (s *scene) listing() []string {
	s.Helper()
	var all []string
	s.read(func(r *store.Reader) error {
		for src, err := range r.Sources() {
			if err != nil {
				return err
			}
			all = append(all, src.Ref+" "+src.Title)
		}
		for st, err := range r.Statements(store.Filter{}) {
			if err != nil {
				return err
			}
			all = append(all, st.Ref+" "+st.Standing+" "+st.Content().Sentence(st.Label))
		}
		for p, err := range r.Persons() {
			if err != nil {
				return err
			}
			all = append(all, p.Ref)
		}
		return nil
	})
	return all
}

func (s *scene) read(fn func(*store.Reader) error) {
	s.Helper()
	if err := s.p.Read(s.Context(), fn); err != nil {
		s.Fatal(err)
	}
}

// file writes a file outside the project.
func (s *scene) file(name string, data []byte) string {
	s.Helper()
	path := filepath.Join(s.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}

// about describes an invented source.
func about(published string) source.Added {
	return source.Added{
		Title: "A report from Vesmar", Material: "press_release", SaidBy: "Vesmar Post", Published: published,
		Confidentiality: source.Internal, Language: "en",
	}
}

// add preserves a text and returns what became of it.
func (s *scene) add(text string) reckon.Ingested {
	s.Helper()
	got, err := s.p.AddSource(s.Context(), reckon.Ingest{About: about("2060-03-11"), Path: s.file("report.txt", []byte(text)), How: "file"})
	s.ok(err)
	return got
}

// toll is an invented figure of people killed.
func toll(t *testing.T, words string) statement.Statement {
	t.Helper()
	q, err := statement.ParseQuantity(words)
	if err != nil {
		t.Fatal(err)
	}
	return statement.Statement{Content: &statement.Toll{
		Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"},
	}}
}

// code enters a statement that quotes the words.
func (s *scene) code(ref string, st statement.Statement, words ...string) reckon.Entered {
	s.Helper()
	got, err := s.p.AddStatement(s.Context(), quoting(ref, st, words...))
	s.ok(err)
	return got
}

func quoting(ref string, st statement.Statement, words ...string) reckon.Coded {
	c := reckon.Coded{Source: ref, Statement: st}
	for _, w := range words {
		c.Quotes = append(c.Quotes, reckon.Quote{Words: w})
	}
	return c
}

// statement returns a statement by its name.
func (s *scene) statement(name string) *store.Statement {
	s.Helper()
	var got store.Statement
	s.read(func(r *store.Reader) (err error) {
		got, err = r.Statement(name)
		return err
	})
	return &got
}

// note is a correction that changes the coder's note alone.
func note(text string) func(*statement.Statement) error {
	return func(s *statement.Statement) error {
		s.Note = text
		return nil
	}
}

// at is a clock that stands still.
func at(text string) func() time.Time {
	return func() time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			panic(err)
		}
		return when
	}
}

// finding returns what a check-up says of one thing.
func (s *scene) finding(what string) reckon.Finding {
	s.Helper()
	all, err := s.p.Doctor(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	for _, f := range all {
		if f.What == what {
			return f
		}
	}
	s.Fatalf("nothing is said of %s", what)
	return reckon.Finding{}
}

func has(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q does not say %q", text, part)
	}
}
