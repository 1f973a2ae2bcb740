package reckon_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/rendition"
	"reckon/rendition/pdf"
)

// zipped makes an archive of names and contents by turns.
func zipped(t *testing.T, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		f, err := w.Create(entries[i])
		crashMust(t, err)
		_, err = f.Write([]byte(entries[i+1]))
		crashMust(t, err)
	}
	crashMust(t, w.Close())
	return b.String()
}

const letter = "From: a@example.org\r\nTo: b@example.org\r\nSubject: Report\r\nDate: Mon, 3 Mar 2031 10:00:00 +0000\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nAttached: 3 people were killed.\r\n" +
	"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=list.txt\r\n\r\nTwo people were wounded.\r\n--x--\r\n"

// inbox writes a folder with good files, an empty one, an archive in an
// archive, a mail and a project that is passed over.
func inbox(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.txt": "At least 20 people were killed.", "b.txt": "", "c.zip": zipped(t, "in.txt", "Five died.", "deep.zip", zipped(t, "x.txt", "Six died.")),
		"d/e.eml": letter, "d/same.txt": "At least 20 people were killed.", "p/reckon.json": "{}", "p/x.txt": "not to be read",
	} {
		file := filepath.Join(dir, name)
		crashMust(t, os.MkdirAll(filepath.Dir(file), 0o700))
		crashMust(t, os.WriteFile(file, []byte(content), 0o600))
	}
	return dir
}

func (s *scene) batch(again bool, stop error, paths ...string) (lines []string, refused int, err error) {
	s.Helper()
	b := reckon.Batch{
		Each: reckon.Ingest{About: about("2060"), How: "file"}, Paths: paths, Again: again,
		Title: func(name string) string { return name },
	}
	if several, err := b.Several(); err != nil || !several {
		s.Errorf("%v is no batch: %v", paths, err)
	}
	b.Report = func(o reckon.FileOutcome) error {
		name := o.Name
		for _, p := range paths {
			name = strings.TrimPrefix(name, p+string(filepath.Separator))
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %d", o.Outcome, o.Ref, filepath.ToSlash(name), o.Proposed))
		if stop != nil && len(lines) == 4 {
			return stop
		}
		return nil
	}
	refused, err = s.p.AddBatch(s.Context(), b)
	return lines, refused, err
}

func TestBatch(t *testing.T) {
	both(t, func(s *scene) {
		dir := inbox(t)
		interrupted := errors.New("interrupted")
		if lines, _, err := s.batch(false, interrupted, dir); !errors.Is(err, interrupted) || len(lines) != 4 {
			t.Fatalf("%q, %v", lines, err)
		}
		s.ok(nil)
		got, refused, err := s.batch(false, nil, dir)
		s.ok(err)
		want := []string{
			"known S-1 a.txt 0", "refused  b.txt 0", "known S-2 c.zip 0", "known S-3 c.zip › in.txt 0", "kept S-4 c.zip › deep.zip 0",
			"kept S-5 c.zip › deep.zip › x.txt 1", "kept S-6 d/e.eml 1", "kept S-7 d/e.eml › list.txt 1", "known S-1 d/same.txt 0",
		}
		if !slices.Equal(got, want) || refused != 1 {
			t.Errorf("%d refused, got\n%s", refused, strings.Join(got, "\n"))
		}
		s.read(func(r *store.Reader) error {
			src, err := r.Source("S-5")
			if want := "Taken out of S-4, deep.zip.\nTaken out of S-2, c.zip."; src.Note != want || src.Title != "x.txt" || src.SaidBy != "Vesmar Post" {
				t.Errorf("%+v", src.Added)
			}
			return err
		})
		got, _, err = s.batch(true, nil, filepath.Join(dir, "a.txt"), filepath.Join(dir, "missing.txt"))
		s.ok(err)
		if len(got) != 2 || !strings.HasPrefix(got[0], "kept S-8") || !strings.HasPrefix(got[1], "refused ") {
			t.Errorf("again: %q", got)
		}
	})
}

func TestOneFileIsNoBatch(t *testing.T) {
	t.Parallel()
	dir := inbox(t)
	for name, want := range map[string]bool{"a.txt": false, "missing": false, "c.zip": true, "d/e.eml": true, "d": true} {
		b := reckon.Batch{Paths: []string{filepath.Join(dir, name)}}
		if several, err := b.Several(); err != nil || several != want {
			t.Errorf("%s: %v, %v", name, several, err)
		}
	}
}

// broken is an engine that fails as it is told.
type broken struct{ err error }

func (b broken) Read(context.Context, []byte, rendition.Hint, rendition.Limits) (rendition.Document, error) {
	if b.err == nil {
		panic("the engine broke down")
	}
	return rendition.Document{}, b.err
}

func TestPDF(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	engine, err := pdf.New(filepath.Join(os.Getenv(crashHomeEnv), "pdf"))
	crashMust(t, err)
	t.Cleanup(func() { crashMust(t, engine.Close(context.Background())) })
	add := func(e rendition.Engine) reckon.Ingested {
		t.Helper()
		crashMust(t, s.p.Close())
		s.env.Engines.PDF = e
		s.reopen()
		got, err := s.p.AddSource(s.Context(), reckon.Ingest{About: about("2060"), Path: "rendition/pdf/testdata/press-office.pdf", How: "file"})
		s.ok(err)
		return got
	}
	for _, e := range []rendition.Engine{nil, broken{}, broken{fault.New("RD008", fault.Invalid, "too many pages")}} {
		if got := add(e); got.NoText == "" || got.Chars != 0 || got.SHA256 == "" {
			t.Errorf("with %v: %+v", e, got)
		}
	}
	if got := add(engine); got.NoText != "" || got.Proposed == 0 {
		t.Errorf("%+v", got)
	}
	// What was kept unread is read once there is something to read it.
	got, err := s.p.ReadAgain(s.Context(), "S-1", "", "a reader for PDF")
	s.ok(err)
	if found := s.proposals("S-1"); got.Proposed == 0 || len(found.Open()) != got.Proposed {
		t.Errorf("%+v, %d proposals", got, len(found.Open()))
	}
}
