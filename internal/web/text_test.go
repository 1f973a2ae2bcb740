package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"reckon/source"
)

// shown reads back what a browser would hold of a laid-out text, and which
// statements mark each piece.
func shown(t rapid.TB, markup string) (string, [][2]string) {
	doc, err := html.Parse(strings.NewReader("<!doctype html><body><div>" + markup + "</div>"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	var marks [][2]string
	for n := range doc.Descendants() {
		if n.Type != html.TextNode {
			continue
		}
		all.WriteString(n.Data)
		if n.Parent.Data == "mark" {
			marks = append(marks, [2]string{attributes(n.Parent)["data-s"], n.Data})
		}
	}
	return all.String(), marks
}

func TestShownTextIsTheSourcesToTheLetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringOf(rapid.RuneFrom([]rune("aب <>&\"'\n\n\r\té👩\u200d\u0301\f"))).Draw(t, "text")
		text, err := source.NewText(body)
		if err != nil || body == "" {
			return
		}
		var spans []span
		for i := range rapid.IntRange(0, 6).Draw(t, "spans") {
			from := rapid.IntRange(0, text.Len()-1).Draw(t, "from")
			to := rapid.IntRange(from+1, text.Len()).Draw(t, "to")
			a, _ := text.ByteOffset(from)
			b, _ := text.ByteOffset(to)
			spans = append(spans, span{from: a, to: b, n: string(rune('1' + i)), tone: "toll"})
		}
		got, marks := shown(t, string(readingOf(text, spans, "auto", -1)))
		if got != body {
			t.Fatalf("%q is shown as %q", body, got)
		}
		for _, s := range spans {
			marked := ""
			for _, m := range marks {
				if strings.Contains(" "+m[0]+" ", " "+s.n+" ") {
					marked += m[1]
				}
			}
			if marked != body[s.from:s.to] {
				t.Fatalf("the marks of %+v hold %q, not %q", s, marked, body[s.from:s.to])
			}
		}
	})
}

func TestMarksNameTheSmallestFirst(t *testing.T) {
	t.Parallel()
	text, err := source.NewText("one two three four five")
	if err != nil {
		t.Fatal(err)
	}
	spans := []span{{from: 0, to: 23, n: "1", tone: "toll", details: "st-1"}, {from: 4, to: 18, n: "2", tone: "person", details: "st-2"}, {from: 8, to: 13, n: "3", tone: "place", details: "st-3"}, {from: 8, to: 18, n: "4", tone: "date", details: "st-4"}}
	_, marks := shown(t, string(readingOf(text, spans, "auto", 9)))
	want := [][2]string{{"1", "one "}, {"2 1", "two "}, {"3 4 2 1", "three"}, {"4 2 1", " four"}, {"1", " five"}}
	for i, m := range want {
		if i >= len(marks) || marks[i] != m {
			t.Fatalf("marks are %v, want %v", marks, want)
		}
	}
	if out := string(readingOf(text, spans, "rtl", 9)); !strings.Contains(out, `class="m-place a-place b-date c-person" data-s="3 4 2 1" aria-details="st-3"`) || !strings.Contains(out, `<p id="here" data-at="0" dir="rtl">`) {
		t.Error(out)
	}
}

func TestParagraphsEndAfterBlankLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "a": 1, "a\nb": 1, "a\n\nb": 2, "a\n\n\n\nb\n": 2, "\n\na\n\nb": 3, "a\r\n\r\nb": 2,
		strings.Repeat(strings.Repeat("x", 100)+"\n", 100): 3,
	} {
		ends := paragraphs(text)
		if len(ends) != want || want > 0 && ends[len(ends)-1] != len(text) {
			t.Errorf("%.20q has paragraphs %v, want %d", text, ends, want)
		}
	}
}
