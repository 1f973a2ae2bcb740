package reckon_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
)

const report = "The Orlin registry said that at least 20 people were killed in Vesmar.\r\nAt least 20 people were hurt.\n"

func TestSourceFromEndToEnd(t *testing.T) {
	both(t, func(s *scene) {
		first := s.add(report)
		if first.Ref != "S-1" || first.Encoding != "utf-8" || first.Chars != int64(len(report)) || first.SameBytes != nil || first.NoText != "" {
			t.Errorf("added %+v", first)
		}
		second := s.add(report)
		if !slices.Equal(second.SameBytes, []string{"S-1"}) || second.Ref != "S-2" {
			t.Errorf("the same bytes again: %+v", second)
		}
		text, rendition, err := s.p.Text(s.Context(), "S-1", "")
		if err != nil || text.String() != report || rendition.CodePoints != int64(len(report)) {
			t.Errorf("text %q, %v", text, err)
		}
		src, err := s.p.CheckSource(s.Context(), "S-1")
		s.ok(err)
		if src.Original.Name != "report.txt" || src.Original.MediaType != "text/plain" {
			t.Errorf("original %+v", src.Original)
		}
		to := filepath.Join(s.TempDir(), "out.txt")
		_, err = s.p.ExportOriginal(s.Context(), "S-2", to)
		s.ok(err)
		if back, err := os.ReadFile(to); err != nil || string(back) != report {
			t.Errorf("exported %q, %v", back, err)
		}
		_, err = s.p.ExportOriginal(s.Context(), "S-2", to)
		s.refused(err, "IN009")
	})
}

func TestReferenceOnly(t *testing.T) {
	both(t, func(s *scene) {
		in := about("2060")
		in.Citation = "Orlin archive, box 3"
		got, err := s.p.AddSource(s.Context(), reckon.Ingest{About: in, Reason: "seen, not copied"})
		s.ok(err)
		if got.Ref != "S-1" || got.SHA256 != "" || got.Chars != 0 {
			t.Errorf("%+v", got)
		}
		_, _, err = s.p.Text(s.Context(), "S-1", "")
		s.untouched(err, "IN008")
		_, err = s.p.ExportOriginal(s.Context(), "S-1", filepath.Join(s.TempDir(), "x"))
		s.untouched(err, "IN004")
		_, err = s.p.ReadAgain(s.Context(), "S-1", "", "")
		s.refused(err, "IN004")
		_, err = s.p.CheckSource(s.Context(), "S-1")
		s.ok(err)
		in.Citation = ""
		_, err = s.p.AddSource(s.Context(), reckon.Ingest{About: in})
		s.refused(err, "SO034")

		// Words of a source without a text are kept and wait.
		e := s.code("S-1", toll(t, "20"), "20 people were killed", "in Vesmar")
		if e.Anchored || s.statement(e.Ref).Content().Quote != "20 people were killed … in Vesmar" {
			t.Errorf("%+v", s.statement(e.Ref).Content())
		}
		if f := s.finding("anchors"); f.OK {
			t.Errorf("%+v", f)
		}
	})
}

func TestBytesOfEveryKind(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("Vesmar, 41 children")
	if err != nil {
		t.Fatal(err)
	}
	cyrillic, err := charmap.Windows1251.NewEncoder().String("Весмар: 41 ребёнок")
	if err != nil {
		t.Fatal(err)
	}
	arabic, err := charmap.Windows1256.NewEncoder().String("في فسمار 41 طفلا")
	if err != nil {
		t.Fatal(err)
	}
	both(t, func(s *scene) {
		tests := []struct {
			name, data, encoding string
			text, read           string // text "" where there is none
		}{
			{"UTF-16", utf16, "", "Vesmar, 41 children", "utf-16le"},
			{"windows-1251", cyrillic, "windows-1251", "Весмар: 41 ребёнок", "windows-1251"},
			{"windows-1256", arabic, "windows-1256", "في فسمار 41 طفلا", "windows-1256"},
			{"with a mark", "\ufeffVesmar", "", "Vesmar", "utf-8"},
			{"undecodable", "Vesmar\xff\xfe\xfd", "", "", ""},
			{"binary", "\x7fELF\x00\x01\x02", "", "", ""},
			{"white space", " \n\t\n", "", "", ""},
		}
		for _, tt := range tests {
			got, err := s.p.AddSource(s.Context(), reckon.Ingest{
				About: about(""), Path: s.file("x.txt", []byte(tt.data)), Encoding: tt.encoding, How: "file",
			})
			s.ok(err)
			if (got.NoText == "") != (tt.text != "") || got.Encoding != tt.read || got.Size != int64(len(tt.data)) {
				t.Errorf("%s: %+v", tt.name, got)
			}
			to := filepath.Join(s.TempDir(), "out")
			_, err = s.p.ExportOriginal(s.Context(), got.Ref, to)
			s.ok(err)
			if back, err := os.ReadFile(to); err != nil || string(back) != tt.data {
				t.Errorf("%s: the bytes came back as %q, %v", tt.name, back, err)
			}
			text, _, err := s.p.Text(s.Context(), got.Ref, "")
			if tt.text == "" {
				s.untouched(err, "IN008")
			} else if err != nil || text.String() != tt.text {
				t.Errorf("%s: text %q, %v", tt.name, text, err)
			}
		}
	})
}

func TestFilesThatAreRefused(t *testing.T) {
	both(t, func(s *scene) {
		tests := []struct {
			name, path, encoding string
			code                 fault.Code
		}{
			{"missing", filepath.Join(s.TempDir(), "missing"), "", "IN001"},
			{"a directory", s.TempDir(), "", "IN002"},
			{"empty", s.file("empty", nil), "", "IN003"},
			{"not in the encoding named", s.file("a", []byte("Vesmar\xff")), "utf-8", "RD004"},
			{"an encoding that does not exist", s.file("b", []byte("Vesmar")), "klingon", "RD003"},
		}
		if runtime.GOOS != "windows" {
			tests = append(tests, struct {
				name, path, encoding string
				code                 fault.Code
			}{"a device", os.DevNull, "", "IN002"})
		}
		for _, tt := range tests {
			s.Log(tt.name)
			_, err := s.p.AddSource(s.Context(), reckon.Ingest{About: about(""), Path: tt.path, Encoding: tt.encoding, How: "file"})
			s.refused(err, tt.code)
		}
		bad := about("the day before")
		_, err := s.p.AddSource(s.Context(), reckon.Ingest{About: bad, Path: s.file("c", []byte("Vesmar")), How: "file"})
		s.refused(err, "SO033")
		_, err = s.p.AddSource(s.Context(), reckon.Ingest{About: about(""), Path: s.file("d", []byte("Vesmar")), How: "in a dream"})
		s.refused(err, "SO023")
		if left, err := os.ReadDir(filepath.Join(s.dir, "work")); err != nil || len(left) > 0 {
			t.Errorf("left in work: %v, %v", left, err)
		}
	})
}

// A file's name is evidence: it is kept, and never used as a path.
func TestHostileNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let such files be made")
	}
	both(t, func(s *scene) {
		for _, tt := range []struct{ name, kept string }{
			{"..\\..\\etc\\passwd", "..\\..\\etc\\passwd"},
			{"-rf", "-rf"},
			{"CON", "CON"},
			{"a\nb\tc\x1b[31m", "a\nb\tc\x1b[31m"},
			{"txt.\u202egpj.exe", "txt.\u202egpj.exe"},
			{"caf\xe9.txt", "caf\ufffd.txt"},
			{strings.Repeat("n", 250) + ".txt", strings.Repeat("n", 250) + ".txt"},
			{"original", "original"},
			{"accession.json", "accession.json"},
		} {
			got, err := s.p.AddSource(s.Context(), reckon.Ingest{About: about(""), Path: s.file(tt.name, []byte("Vesmar "+tt.kept)), How: "mail"})
			s.ok(err)
			src, err := s.p.CheckSource(s.Context(), got.Ref)
			if err != nil || src.Original.Name != tt.kept {
				t.Errorf("%q was kept as %q, %v", tt.name, src.Original.Name, err)
			}
		}
	})
}

func TestReadAgain(t *testing.T) {
	both(t, func(s *scene) {
		word, err := charmap.Windows1251.NewEncoder().String("Весмар")
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.p.AddSource(s.Context(), reckon.Ingest{
			About: about(""), Path: s.file("x", []byte(word+" 41")), Encoding: "windows-1256", How: "file",
		})
		s.ok(err)
		_, first, err := s.p.Text(s.Context(), got.Ref, "")
		if err != nil {
			t.Fatal(err)
		}
		e := s.code(got.Ref, toll(t, "41"), "41")
		again, err := s.p.ReadAgain(s.Context(), got.Ref, "windows-1251", "the first reading was wrong")
		s.ok(err)
		if again.Encoding != "windows-1251" || again.Chars != 9 {
			t.Errorf("%+v", again)
		}
		text, second, err := s.p.Text(s.Context(), got.Ref, "")
		if err != nil || text.String() != "Весмар 41" || second.Rendition == first.Rendition {
			t.Errorf("the newest text is %q, %v", text, err)
		}
		old, _, err := s.p.Text(s.Context(), got.Ref, first.Rendition)
		if err != nil || old.String() == text.String() {
			t.Errorf("the first text is gone: %q, %v", old, err)
		}
		if a := s.statement(e.Ref).Content().Anchor; a.Rendition != first.Rendition {
			t.Errorf("the anchor moved to %s", a.Rendition)
		}
		loose, err := s.p.CheckAnchors(s.Context(), got.Ref)
		if err != nil || len(loose) > 0 {
			t.Errorf("unanchored: %v, %v", loose, err)
		}
		if newer := s.code(got.Ref, toll(t, "41"), "Весмар 41"); s.statement(newer.Ref).Content().Anchor.Rendition != second.Rendition {
			t.Error("a new statement is not anchored in the newest text")
		}
		in := quoting(got.Ref, toll(t, "41"), "Весмар")
		in.Rendition = first.Rendition
		_, err = s.p.AddStatement(s.Context(), in)
		s.refused(err, "SO043")
		in.Rendition = "none"
		_, err = s.p.AddStatement(s.Context(), in)
		s.refused(err, "IN007")
		_, err = s.p.ReadAgain(s.Context(), got.Ref, "utf-8", "")
		s.refused(err, "RD004")
		_, err = s.p.ReadAgain(s.Context(), "S-9", "utf-8", "")
		s.untouched(err, "DB010")
		if _, err := s.p.CheckSource(s.Context(), got.Ref); err != nil {
			t.Error(err)
		}
	})
}

// A source without a text gets one later; what waited is corrected onto it.
func TestTextThatCameLater(t *testing.T) {
	both(t, func(s *scene) {
		got, err := s.p.AddSource(s.Context(), reckon.Ingest{About: about(""), Path: s.file("x", []byte("Vesmar\xe9 41 killed")), How: "scan"})
		s.ok(err)
		if got.NoText == "" {
			t.Fatalf("%+v", got)
		}
		e := s.code(got.Ref, toll(t, "41"), "41 killed")
		if e.Anchored {
			t.Errorf("%+v", e)
		}
		_, err = s.p.ReadAgain(s.Context(), got.Ref, "windows-1252", "")
		s.ok(err)
		e, err = s.p.CorrectStatement(s.Context(), reckon.Correction{
			Name: e.Ref, Quotes: []reckon.Quote{{Words: "41 killed"}}, Edit: note(""), Reason: "there is a text now",
		})
		s.ok(err)
		if !e.Anchored {
			t.Errorf("%+v", e)
		}
		if f := s.finding("anchors"); !f.OK {
			t.Errorf("%+v", f)
		}
	})
}

func TestSourcesAreListed(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		s.code("S-1", toll(t, "at least 20"), "at least 20 people were killed")
		s.read(func(r *store.Reader) error {
			src, err := r.Source("S-1")
			if err != nil || src.Statements != 1 || len(src.Renditions) != 1 || src.Confidentiality != source.Internal {
				t.Errorf("%+v, %v", src, err)
			}
			return nil
		})
		_, err := s.p.AddStatement(s.Context(), quoting("S-2", statement.Statement{}))
		s.refused(err, "DB010")
	})
}
