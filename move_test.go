package reckon_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/source"
)

// typed stores a text that a person made.
func (s *scene) typed(ref string, in reckon.Typed, text string) reckon.Ingested {
	s.Helper()
	in.Path = s.file("typed.txt", []byte(text))
	got, err := s.p.AddTyped(s.Context(), ref, in)
	s.ok(err)
	return got
}

// texts lists the texts of a source.
func (s *scene) texts(ref string) []store.Rendition {
	s.Helper()
	var src store.Source
	s.read(func(r *store.Reader) (err error) {
		src, err = r.Source(ref)
		return err
	})
	return src.Renditions
}

func TestTextsThatPersonsMake(t *testing.T) {
	both(t, func(s *scene) {
		in := about("2060")
		in.Citation = "a tape in the Orlin archive"
		_, err := s.p.AddSource(s.Context(), reckon.Ingest{About: in})
		s.ok(err)
		s.typed("S-1", reckon.Typed{Kind: "transcription", By: "M. Orel"}, "On the tape 20 people were killed.")
		s.typed("S-1", reckon.Typed{Kind: source.Translation, Language: "fr", Reason: "for the commission"}, "Sur la bande, 20 morts.")
		all := s.texts("S-1")
		if len(all) != 2 || all[0].Typing != "transcription" || all[0].By != "M. Orel" || all[0].Reader != "person" || all[1].Language != "fr" {
			t.Errorf("%+v", all)
		}
		// What is coded is anchored in the original's words unless a translation is named.
		e := s.code("S-1", toll(t, "20"), "20 people were killed")
		if c := s.statement(e.Ref).Content(); c.Anchor.Rendition != all[0].Rendition {
			t.Errorf("anchored in %s of %+v", c.Anchor.Rendition, all)
		}
		abroad := quoting("S-1", toll(t, "20"), "20 morts")
		abroad.Rendition = all[1].Rendition
		_, err = s.p.AddStatement(s.Context(), abroad)
		s.ok(err)

		path := s.file("x.txt", []byte("text"))
		for code, in := range map[string]reckon.Typed{
			"IN015": {Path: path}, "SO057": {Path: path, Kind: "summary"}, "SO039": {Path: path, Kind: source.Translation},
			"SO037": {Path: path, Kind: source.Translation, Language: "!"}, "SO004": {Path: path, Kind: "transcription", By: "a\x07"},
			"IN003": {Path: s.file("none.txt", nil), Kind: "transcription"},
			"IN014": {Path: s.file("x.pdf", []byte("%PDF-1.4 and so on")), Kind: "transcription"},
		} {
			_, err := s.p.AddTyped(s.Context(), "S-1", in)
			s.refused(err, fault.Code(code))
		}
		_, err = s.p.AddTyped(s.Context(), "S-9", reckon.Typed{Path: path, Kind: "transcription"})
		s.untouched(err, "DB010")
	})
}

// A text that only exists in translation is read all the same.
func TestOnlyATranslation(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	in := about("2060")
	in.Citation = "a letter"
	_, err := s.p.AddSource(s.Context(), reckon.Ingest{About: in})
	s.ok(err)
	s.typed("S-1", reckon.Typed{Kind: source.Translation, Language: "en"}, "12 people died.")
	if e := s.code("S-1", toll(t, "12"), "12 people died"); !e.Anchored {
		t.Errorf("%+v", e)
	}
}

func TestStatementsMoveWithTheirWords(t *testing.T) {
	both(t, func(s *scene) {
		// Read as windows-1252, the two bytes of é are two characters: what
		// stands near it does not move.
		s.add("Café reports followed. " + strings.Repeat("Nothing else is known. ", 3) + "In Vesmar 20 people were killed, and 7 in Orlin. " + strings.Repeat("More is not known. ", 4))
		near := s.code("S-1", toll(t, "1"), "reports followed")
		far := s.code("S-1", toll(t, "20"), "20 people were killed")
		apart := s.code("S-1", toll(t, "7"), "In Vesmar", "7 in Orlin")
		_, err := s.p.ReadAgain(s.Context(), "S-1", "windows-1252", "")
		s.ok(err)
		newest := s.texts("S-1")[1].Rendition
		got, err := s.p.MoveStatements(s.Context(), "S-1", "", "")
		s.ok(err)
		if !slices.Equal(got.Anchored, []string{apart.Ref, far.Ref}) || len(got.Waiting) != 1 || got.Waiting[0].Ref != near.Ref {
			t.Errorf("%+v", got)
		}
		for ref, want := range map[string]bool{near.Ref: false, far.Ref: true, apart.Ref: true} {
			if c := s.statement(ref).Content(); (c.Anchor.Rendition == newest) != want {
				t.Errorf("%s is anchored in %s", ref, c.Anchor.Rendition)
			}
		}
		loose, err := s.p.CheckAnchors(s.Context(), "S-1")
		if err != nil || len(loose) > 0 {
			t.Errorf("%v, %v", loose, err)
		}
		before := s.acts
		got, err = s.p.MoveStatements(s.Context(), "S-1", "", "")
		s.ok(err)
		if len(got.Anchored) != 0 || s.acts != before {
			t.Errorf("moved twice: %+v", got)
		}
		_, err = s.p.Undo(s.Context(), far.Ref, "")
		s.ok(err)
		if c := s.statement(far.Ref).Content(); c.Anchor.Rendition == newest {
			t.Error("the move was not undone")
		}
		_, err = s.p.MoveStatements(s.Context(), "S-1", "nowhere", "")
		s.refused(err, "IN007")
	})
}

// Words that stand twice between the same words are not moved on a guess.
func TestWordsThatCouldBeElsewhereStay(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	line := strings.Repeat("Nothing is known. ", 3) + "Here 20 people were killed. " + strings.Repeat("Nothing is known. ", 3)
	s.add(line)
	e := s.code("S-1", toll(t, "20"), "20 people were killed")
	s.typed("S-1", reckon.Typed{Kind: "transcription"}, "Page 1. "+line+line)
	got, err := s.p.MoveStatements(s.Context(), "S-1", "", "")
	s.ok(err)
	if len(got.Anchored) != 0 || len(got.Waiting) != 1 || got.Waiting[0].Ref != e.Ref || !strings.Contains(got.Waiting[0].Why, "more than once") {
		t.Errorf("%+v", got)
	}
}

// A text of a source goes into the object of whoever made that, and otherwise
// into one of its own: two devices never write versions of one object.
func TestTextsOfAFileThatAnotherDeviceAttached(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	in := about("2060")
	in.Citation = "a letter"
	_, err := s.p.AddSource(s.Context(), reckon.Ingest{About: in})
	s.ok(err)
	backup := filepath.Join(t.TempDir(), "backup")
	_, err = s.p.Backup(s.Context(), backup)
	s.ok(err)
	other, err := reckon.Restore(s.Context(), backup, filepath.Join(t.TempDir(), "other"), reckon.RestoreOptions{Actor: "Ben", Device: "other"}, reckon.Environment{})
	s.ok(err)
	defer other.Close()
	_, err = other.Attach(s.Context(), "S-1", reckon.Ingest{Path: s.file("letter.txt", []byte("In Vesmar 20 died.")), How: "file"})
	s.ok(err)
	bundle := filepath.Join(t.TempDir(), "bundle")
	_, err = other.ExportBundle(s.Context(), bundle, "")
	s.ok(err)
	_, err = s.p.ImportBundle(s.Context(), bundle)
	s.ok(err)
	_, err = s.p.ReadAgain(s.Context(), "S-1", "windows-1252", "")
	s.ok(err)
	texts := s.texts("S-1")
	if len(texts) != 2 || texts[0].Object.Object == texts[1].Object.Object {
		t.Errorf("%+v", texts)
	}
}

// Why a file could not be read stays known, until a text is there.
func TestUnreadSourcesSayWhy(t *testing.T) {
	both(t, func(s *scene) {
		got, err := s.p.AddSource(s.Context(), reckon.Ingest{About: about("2060"), Path: s.file("film.bin", []byte("\x00\xff\xfe\x01\x00\x80\x00\x00")), How: "file"})
		s.ok(err)
		why := func() string {
			var src store.Source
			s.read(func(r *store.Reader) (err error) {
				src, err = r.Source("S-1")
				return err
			})
			return src.NoText
		}
		if got.NoText == "" || why() == "" || !strings.HasPrefix(got.NoText, why()[:10]) {
			t.Errorf("%q, kept is %q", got.NoText, why())
		}
		s.typed("S-1", reckon.Typed{Kind: "transcription"}, "What the film shows.")
		if w := why(); w != "" {
			t.Errorf("there is a text, and still: %s", w)
		}
	})
}
