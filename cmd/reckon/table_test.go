package main

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/source"
)

func TestTableFits(t *testing.T) {
	t.Parallel()
	head := []string{"Ref", "What"}
	rows := [][]string{
		{"S-1", "at least 20 people were killed on the road"},
		{"S-22", "בערך עשרים בני אדם"},
		{"S-3", "二十人"},
	}
	want := strings.Join([]string{
		"Ref   What",
		"────  ──────────────",
		"S-1   at least 20",
		"      people were",
		"      killed on the",
		"      road",
		"S-22  \u2068בערך עשרים בני\u2069",
		"      \u2068אדם\u2069",
		"S-3   二十人",
		"",
	}, "\n")
	if diff := cmp.Diff(want, table(head, rows, 20)); diff != "" {
		t.Error(diff)
	}
}

// Whatever the cells hold, no line is wider than the limit, no word is lost,
// and nothing reaches the terminal that would drive it.
func TestTableKeepsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(40, 120).Draw(t, "limit")
		cells := rapid.SliceOfN(rapid.String(), 3, 3)
		rows := rapid.SliceOfN(cells, 1, 5).Draw(t, "rows")
		got := table([]string{"a", "b", "c"}, rows, limit)
		for line := range strings.Lines(got) {
			if w := displayWidth(strings.TrimSuffix(line, "\n")); w > limit {
				t.Fatalf("%d columns of %d: %q", w, limit, line)
			}
		}
		plain := strings.Map(func(r rune) rune {
			if r == 0x2068 || r == 0x2069 {
				return -1
			}
			return r
		}, got)
		if strings.ContainsFunc(plain, func(r rune) bool { return drives(r) && r != '\n' }) {
			t.Fatalf("a control character came through: %q", got)
		}
		for _, r := range rows {
			for _, c := range r {
				for _, letter := range strings.Join(strings.Fields(clean(c)), "") {
					if !strings.ContainsRune(plain, letter) {
						t.Fatalf("%q is lost from %q", letter, c)
					}
				}
			}
		}
	})
}

func TestWrapBreaksLongWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		most int
		want []string
	}{
		{"", 8, []string{""}},
		{"one two", 8, []string{"one two"}},
		{"one  two three", 8, []string{"one two", "three"}},
		{"abcdefghijkl mn", 8, []string{"abcdefgh", "ijkl mn"}},
		{"二十二十二十", 5, []string{"二十", "二十", "二十"}},
		{"e\u0301e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301"}},
	} {
		if diff := cmp.Diff(tt.want, wrap(tt.text, tt.most)); diff != "" {
			t.Errorf("%q in %d: %s", tt.text, tt.most, diff)
		}
	}
}

// A text written in pieces of any size comes out cleaned and otherwise whole.
func TestCleanerJoinsCharacters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var b strings.Builder
		c := cleaner{w: &b}
		for rest := []byte(text); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "n")
			if _, err := c.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if want := clean(text); b.String() != want {
			t.Fatalf("got %q, want %q", b.String(), want)
		}
	})
}

func TestLinesOfJSONDriveNoTerminal(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	a := app{out: &b}
	if err := a.line(map[string]string{"title": "a\u009b31m\u202eb\x7f\u2068 <é>"}); err != nil {
		t.Fatal(err)
	}
	want := `{"title":"a\u009b31m\u202eb\u007f\u2068 <é>"}` + "\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

type name string

func TestPrintedLinesAreClean(t *testing.T) {
	t.Parallel()
	var out, err strings.Builder
	a := app{out: &out, err: &err}
	a.print("%s %s %d %s", "a\x1b[1m", name("b\u202e"), 3, isolate("שלום\x07"))
	a.note("%v", usage("no\x1b"))
	if want := "a\uFFFD[1m b\uFFFD 3 \u2068שלום\uFFFD\u2069\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if want := "no\uFFFD\n"; err.String() != want {
		t.Errorf("got %q, want %q", err.String(), want)
	}
	a.quiet = true
	a.note("more")
	if want := "no\uFFFD\n"; err.String() != want {
		t.Errorf("a quiet program said %q", err.String())
	}
}

// Anchors that do not hold are named in the order of their statements, every
// time.
func TestLooseAnchorsComeInOrder(t *testing.T) {
	t.Parallel()
	loose := map[string]source.State{}
	want := ""
	for n := range 12 {
		ref := fmt.Sprintf("S-1#%d", n+1)
		loose[ref] = source.State{Reason: source.Changed}
		want += fmt.Sprintf("         %s %s\n", ref, loose[ref])
	}
	var out strings.Builder
	(&app{err: &out}).listLoose(loose)
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestCleanKeepsText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if utf8.RuneCountInString(clean(s)) != utf8.RuneCountInString(s) {
			t.Fatalf("%q changed its length", s)
		}
	})
}
