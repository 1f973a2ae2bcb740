package reckon_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// shared makes a project with one source that has a text.
func shared(t *testing.T, text string) *reckon.Project {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "p")
	p, _, err := reckon.Init(t.Context(), dir, reckon.InitOptions{Title: "T", Actor: "Ana", Device: "laptop"}, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	addText(t, p, "Release of the district office", text)
	return p
}

func addText(t *testing.T, p *reckon.Project, title, text string) reckon.Ingested {
	t.Helper()
	in := reckon.Ingest{
		Name: "a.txt", Data: strings.NewReader(text), How: "file",
		About: source.Added{Title: title, Material: "press_release", SaidBy: "District office", Confidentiality: source.Internal},
	}
	got, err := p.AddSource(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func tollOf(words string) statement.Statement {
	q, err := statement.ParseQuantity(words)
	if err != nil {
		panic(err)
	}
	return statement.Statement{Content: &statement.Toll{
		Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"},
	}}
}

func found(t *testing.T, p *reckon.Project, query, kind string) []store.Hit {
	t.Helper()
	if err := p.Index(t.Context()); err != nil {
		t.Fatal(err)
	}
	var hits []store.Hit
	err := p.Read(t.Context(), func(r *store.Reader) (err error) {
		hits, err = r.Search(query, kind, 0, 50)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func TestProjectServesSeveralGoroutines(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := shared(t, "At least 20 persons were killed in Vesmar.\n")
	var wg sync.WaitGroup
	failed := make(chan error, 64)
	for i := range 2 {
		wg.Go(func() {
			for range 2 {
				if _, err := p.AddStatement(ctx, reckon.Coded{Source: "S-1", Quotes: []reckon.Quote{{Words: "At least 20"}}, Statement: tollOf("at least 20")}); err != nil {
					failed <- err
				}
			}
		})
		wg.Go(func() {
			in := reckon.Ingest{Name: "b.txt", Data: strings.NewReader(fmt.Sprintf("Text %d", i)), How: "file",
				About: source.Added{Title: "B", Material: "other", Confidentiality: source.Internal}}
			if _, err := p.AddSource(ctx, in); err != nil {
				failed <- err
			}
		})
		wg.Go(func() {
			for range 4 {
				if err := p.Read(ctx, func(r *store.Reader) error { _, err := r.Tallies(); return err }); err != nil {
					failed <- err
				}
				if _, _, err := p.Text(ctx, "S-1", ""); err != nil {
					failed <- err
				}
			}
		})
	}
	// Meanwhile another process derives the database again.
	wg.Go(func() {
		if _, err := reckon.Rebuild(ctx, p.Dir(), reckon.Key{}, reckon.Environment{}); err != nil {
			failed <- err
		}
	})
	wg.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	if _, err := p.Verify(ctx, reckon.VerifyOptions{Deep: true}); err != nil {
		t.Error(err)
	}
	if n := len(found(t, p, "vesmar", store.FoundText)); n != 1 {
		t.Errorf("the text is found %d times", n)
	}
	if n := len(found(t, p, "at least", store.FoundStatement)); n != 4 {
		t.Errorf("%d of 4 statements are found", n)
	}
}

func TestQuoteByPlaceMustHoldTheWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := shared(t, "👩‍👩‍👧 were seen.\r\nAt least 20 were killed, at least 20 hurt.\n")
	text, _, err := p.Text(ctx, "S-1", "")
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(text.String(), "at least 20")
	start := text.CodePoint(at)
	q := reckon.Quote{Words: "at least 20", Start: start, End: start + 11}
	e, err := p.AddStatement(ctx, reckon.Coded{Source: "S-1", Quotes: []reckon.Quote{q}, Statement: tollOf("at least 20")})
	if err != nil {
		t.Fatal(err)
	}
	if loose, err := p.CheckAnchors(ctx, "S-1"); err != nil || len(loose) > 0 {
		t.Errorf("the anchor does not hold: %v %v", loose, err)
	}
	across := reckon.Quote{Words: "seen.\nAt", Start: start - 35, End: start - 26} // a form sends line ends as it likes
	for i := range 40 {
		if across.Start = i; textFrom(text, i, i+len("seen.\r\nAt")) == "seen.\r\nAt" {
			break
		}
	}
	across.End = across.Start + len("seen.\r\nAt")
	if _, err := p.AddStatement(ctx, reckon.Coded{Source: "S-1", Quotes: []reckon.Quote{across}, Statement: tollOf("20")}); err != nil {
		t.Error(err)
	}
	for _, bad := range []reckon.Quote{
		{Words: "at least 20", Start: start + 1, End: start + 12},
		{Words: "At least 20", Start: start, End: start + 11},
		{Words: "x", Start: 9000, End: 9001},
		{Words: "x", Start: -4, End: 1},
	} {
		_, err := p.AddStatement(ctx, reckon.Coded{Source: "S-1", Quotes: []reckon.Quote{bad}, Statement: tollOf("20")})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	moved := reckon.Quote{Words: "20", Start: start + 9, End: start + 11}
	_, err = p.CorrectStatement(ctx, reckon.Correction{
		Name: e.Ref, Quotes: []reckon.Quote{moved}, Reason: "shorter", Edit: func(*statement.Statement) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	err = p.Read(ctx, func(r *store.Reader) error {
		s, err := r.Statement(e.Ref)
		if got := s.Content().Anchor.Fragments[0]; got.Exact != "20" || got.Start != start+9 {
			t.Errorf("the words did not move: %+v", got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func textFrom(text *source.Text, start, end int) string {
	f, err := text.Fragment(start, end)
	if err != nil {
		return ""
	}
	return f.Exact
}

func TestSearchFindsEverythingInAllScripts(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := shared(t, "The office said that 20 persons were killed.\n\nوقال الناطق لمُحمَّد إن 20 شخصًا قُتلوا.\n")
	_, err := p.AddStatement(ctx, reckon.Coded{Source: "S-1", Quotes: []reckon.Quote{{Words: "20 persons were killed"}}, Statement: tollOf("20")})
	if err != nil {
		t.Fatal(err)
	}
	incident := register.Incident{Names: []register.IncidentName{{Text: "Vesmar bridge", UsedBy: "the office"}, {Text: "جسر فيسمار", UsedBy: "الناطق"}},
		Display: "Vesmar bridge", Reason: "the place"}
	if _, err := p.AddIncident(ctx, incident, ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query, kind string
		want        int
	}{
		{"RELEASE distr", store.FoundSource, 1},
		{"office", store.FoundSource, 1},
		{"محمد", store.FoundText, 1},
		{"لمحمد قتلوا", store.FoundText, 1},
		{"٢٠", store.FoundText, 1},
		{"persons kill", store.FoundStatement, 1},
		{"district", store.FoundStatement, 1},
		{"جسر فيس", store.FoundIncident, 1},
		{"vesmar", store.FoundIncident, 1},
		{"vesmar", store.FoundText, 0},
		{`" OR kind : text *`, store.FoundText, 0},
		{"", store.FoundText, 0},
	} {
		if n := len(found(t, p, c.query, c.kind)); n != c.want {
			t.Errorf("%q among %s: %d, want %d", c.query, c.kind, n, c.want)
		}
	}
	if _, err := p.CorrectStatement(ctx, reckon.Correction{Name: "S-1#1", Reason: "r", Edit: func(s *statement.Statement) error { s.Note = "quince"; return nil }}); err != nil {
		t.Fatal(err)
	}
	if n := len(found(t, p, "quince", store.FoundStatement)); n != 1 {
		t.Errorf("a correction is found %d times", n)
	}
	if _, err := reckon.Rebuild(ctx, p.Dir(), reckon.Key{}, reckon.Environment{}); err != nil {
		t.Fatal(err)
	}
	again, err := reckon.Open(ctx, p.Dir(), reckon.Key{}, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	hits := found(t, again, "محمد", store.FoundText)
	if len(hits) != 1 || hits[0].At < 46 {
		t.Errorf("after deriving the database again: %+v", hits)
	}
}

func TestSearchGoesOnWhereATextCannotBeRead(t *testing.T) {
	t.Parallel()
	p := shared(t, "Vesmar.\n")
	err := filepath.WalkDir(filepath.Join(p.Dir(), "vault"), func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), "text-") {
			return os.WriteFile(path, []byte("other"), 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reckon.Rebuild(context.Background(), p.Dir(), reckon.Key{}, reckon.Environment{}); err != nil {
		t.Fatal(err)
	}
	addText(t, p, "Another", "Ordun.\n")
	if n := len(found(t, p, "vesmar", store.FoundText)) + len(found(t, p, "ordun", store.FoundText)); n != 1 {
		t.Errorf("%d texts are found", n)
	}
}
