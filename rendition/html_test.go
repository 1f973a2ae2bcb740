package rendition_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/rendition"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, text string }{
		{"paragraphs", "<p>One\n two</p><p>three<p>four", "One two\n\nthree\n\nfour\n"},
		{"title and headings", "<!doctype html><html><head><title>A title</title><body><h1>Head</h1>Text<h2>Sub</h2>more", "A title\n\nHead\n\nText\n\nSub\n\nmore\n"},
		{"lines", "a<br>b<div>c</div><div>d</div>e<br><br>f", "a\nb\nc\nd\ne\n\nf\n"},
		{"inline elements join", "<p>ei<b>gh</b>t <i> men </i>died</p>", "eight men died\n"},
		{"list", "<ul><li>one<li>two<ul><li>nested</ul><li><p>three</p></ul>after", "• one\n• two\n\n• nested\n\n• three\n\nafter\n"},
		{"empty item leaves no mark", "<ul><li></li><li>x</ul>", "• x\n"},
		{"table", "<table><tr><th>Place<th>Killed<tr><td>North Ford<td>12<tr><td>South<br>Ford<td></table>after", "Place\tKilled\nNorth Ford\t12\nSouth Ford\n\nafter\n"},
		{"cells that span", "<table><tr><td rowspan=2>A<td colspan=2>B<td>C<tr><td>d<td>e<td>f</table>", "A\tB\t\tC\n\td\te\tf\n"},
		{"layout table", "<table><tr><td><p>a<p>b<p>c<p>d<p>e<td>side</table>", "a\n\nb\n\nc\n\nd\n\ne\n\nside\n"},
		{"table in a table", "<table><tr><td><table><tr><td>1<td>2</table><td>x</table>", "1\t2\n\nx\n"},
		{"first cell empty", "<table><tr><td><td>Killed<tr><td>May<td>3</table>", "\tKilled\nMay\t3\n"},
		{"script and style", "a<script>if (a < b) { x('</p>') }</script><style>p{}</style>b<!-- c --><template>d</template>", "ab\n"},
		{"hidden", `a<p hidden>b</p><span style="color:red; display : none">c<b>d</b></span>e<div style="VISIBILITY:hidden"><p>f</div>g`, "aeg\n"},
		{"hidden until closed by the next", "<p hidden>a<p>b", "b\n"},
		{"hidden item", "<ul><li hidden>a<li>b</ul>", "• b\n"},
		{"noscript shows", "<noscript><p>no script</p></noscript>", "no script\n"},
		{"a raised mark is no digit", "<p>20<sup>1</sup> killed, 10<sup>6</sup> m<sup>2</sup>, H<sub>2</sub>O", "20¹ killed, 10⁶ m², H₂O\n"},
		{"preformatted", "<pre>a  b\r\n  c</pre>d   e", "a  b\n  c\n\nd e\n"},
		{"entities", "<p>&lt;b&gt; &amp; &#1601; &nbsp;x&#0;", "<b> & ف \u00a0x\uFFFD\n"},
		{"quotation", "<p>He said <q>seven dead</q>.", "He said “seven dead”.\n"},
		{"controls dropped", "<p>a\x01\x7fb", "ab\n"},
		{"unclosed", "<div><p>a<span>b<table><tr><td>c", "ab\n\nc\n"},
		{"stray ends", "</td></table></p>a</div></li></sup>b", "ab\n"},
		{"frames and forms", "<iframe src=x>in</iframe>a<select><option>o</select><textarea>t</textarea>", "a\n\nt\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, tt.page, rendition.Hint{Name: "a.html"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, got.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHTMLEncodings(t *testing.T) {
	t.Parallel()
	win, koi := encode(t, russian, "windows-1251"), encode(t, russian, "koi8-r")
	tests := []struct {
		name, page string
		hint       rendition.Hint
		encoding   string
		guessed    bool
	}{
		{"meta charset", "<meta charset=\"windows-1251\"><p>" + win, rendition.Hint{}, "windows-1251", false},
		{"meta http-equiv", "<meta name=x><meta http-equiv='Content-Type' content='text/html; charset=KOI8-R'><p>" + koi, rendition.Hint{}, "koi8-r", false},
		{"XML declaration", "<?xml version='1.0' encoding='koi8-r'?><html><p>" + koi, rendition.Hint{}, "koi8-r", false},
		{"the carrier's word first", "<meta charset=koi8-r><p>" + win, rendition.Hint{MediaType: "text/html; charset=windows-1251"}, "windows-1251", false},
		{"a person's word before all", "<meta charset=windows-1251><p>" + koi, rendition.Hint{Encoding: "koi8-r"}, "koi8-r", false},
		{"none", "<p>" + win, rendition.Hint{}, "windows-1251", true},
		{"UTF-8 in fact", "<meta charset=iso-8859-1><p>" + russian, rendition.Hint{}, "utf-8", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.hint.Name = "a.htm"
			got, err := read(t, tt.page, tt.hint)
			if err != nil {
				t.Fatal(err)
			}
			if got.Encoding != tt.encoding || got.Guessed != tt.guessed || strings.TrimSpace(got.Text) != russian {
				t.Errorf("read in %s (guessed %t): %.80q", got.Encoding, got.Guessed, got.Text)
			}
		})
	}
}

func TestHTMLShowsWhatHasNoMeaning(t *testing.T) {
	t.Parallel()
	got, err := read(t, "<meta charset=utf-8><p>seven \xff people \xfe died", rendition.Hint{Name: "a.html"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Text != "seven \uFFFD people \uFFFD died\n" || !got.Guessed || !strings.Contains(strings.Join(got.Notes, "\n"), "2 places") {
		t.Errorf("got %q, guessed %t, notes %q", got.Text, got.Guessed, got.Notes)
	}
}

// TestHTMLStaysLinear reads pages whose trees, built after the standard's
// recovery rules, would be far larger than they are.
func TestHTMLStaysLinear(t *testing.T) {
	t.Parallel()
	var open strings.Builder
	for i := range 500 {
		open.WriteString("<b a=" + strings.Repeat("x", i) + ">")
	}
	pages := map[string]string{
		"reopened formatting": "<p>" + open.String() + strings.Repeat("</p><p>x", 20_000),
		"deep blocks":         strings.Repeat("<div>", 200_000) + "x",
		"deep tables":         strings.Repeat("<table><tr><td>", 50_000) + "x",
		"deep lists":          strings.Repeat("<ul><li>", 50_000) + "x",
		"deep hidden":         "x" + strings.Repeat("<div hidden>", 100_000),
		"stray ends":          "x" + strings.Repeat("</p></td></li></q>", 100_000),
		"wide cells":          "<table>x" + strings.Repeat("<td colspan=9999 rowspan=9999>x", 1000),
		"attributes":          "<p " + strings.Repeat("a=b ", 200_000) + ">x",
		"unclosed comment":    "x<!--" + strings.Repeat("<p>", 200_000),
		"entities":            strings.Repeat("&notin;", 100_000),
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, page, rendition.Hint{Name: "a.html"})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Text) > 8*len(page) {
				t.Errorf("%d bytes became %d", len(page), len(got.Text))
			}
		})
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("<p>One<table><tr><td>a<td>b</table><ul><li>c")
	f.Add("<p hidden>a<p>b<sup>1</sup><pre>c</pre><q>d")
	f.Fuzz(func(t *testing.T, page string) {
		if _, err := read(t, page, rendition.Hint{Name: "a.html"}); err != nil && !coded(err) {
			t.Error(err)
		}
	})
}
