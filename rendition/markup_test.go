package rendition_test

import (
	"strings"
	"testing"

	"reckon/rendition"
)

// reads tests what text a document has.
func reads(t *testing.T, name, data, want string) {
	t.Helper()
	got, err := read(t, data, rendition.Hint{Name: name})
	if err != nil || got.Text != want {
		t.Errorf("%.120q: got %q, %v, want %q", data, got.Text, err, want)
	}
}

// What a reference stands for is told by HTML's list of named characters.
func TestCharacterReferences(t *testing.T) {
	t.Parallel()
	tests := []struct{ reference, want string }{
		{"&amp;", "&"},
		{"&lt;", "<"},
		{"&gt;", ">"},
		{"&quot;", `"`},
		{"&apos;", "'"},
		{"&copy;", "©"},
		{"&eacute;", "é"},
		{"&Eacute;", "É"},
		{"&ouml;", "ö"},
		{"&szlig;", "ß"},
		{"&ndash;", "–"},
		{"&mdash;", "—"},
		{"&lsquo;", "‘"},
		{"&rsquo;", "’"},
		{"&ldquo;", "“"},
		{"&rdquo;", "”"},
		{"&laquo;", "«"},
		{"&raquo;", "»"},
		{"&hellip;", "…"},
		{"&bull;", "•"},
		{"&dagger;", "†"},
		{"&Dagger;", "‡"},
		{"&sect;", "§"},
		{"&frac12;", "½"},
		{"&times;", "×"},
		{"&ge;", "≥"},
		{"&le;", "≤"},
		{"&euro;", "€"},
		{"&alpha;", "α"},
		{"&Omega;", "Ω"},
		{"&#233;", "é"},
		{"&#xE9;", "é"},
		{"&#Xe9;", "é"},
		{"&#1632;", "٠"},
		{"&#x4E2D;", "中"},
		{"&#128591;", "🙏"},
		{"&#8217;", "’"},
		{"&#147;", "“"},
		{"&#xD800;", "\uFFFD"},
		{"&#x110000;", "\uFFFD"},
		{"&amp;lt;", "&lt;"},
		{"&amp", "&"},
		{"&copy 2031", "© 2031"},
		{"&nosuchname;", "&nosuchname;"},
		{"&", "&"},
		{"A & B", "A & B"},
		{"&#;", "&#;"},
	}
	for _, tt := range tests {
		reads(t, "a.html", "<p>x"+tt.reference+"y", "x"+tt.want+"y\n")
	}
}

// Elements that a browser sets on lines of their own do so here; elements of
// a line leave no gap.
func TestElementsOfALineAndOfABlock(t *testing.T) {
	t.Parallel()
	for name := range strings.FieldsSeq("a abbr b bdi bdo cite code data dfn em font i ins kbd label mark s samp small span strong time u var tt big unknown") {
		reads(t, "a.html", "<p>nor<"+name+">th</"+name+">ern", "northern\n")
	}
	for name := range strings.FieldsSeq("address article aside blockquote center div fieldset figure figcaption footer form header main nav section details summary") {
		got, err := read(t, "one<"+name+">two</"+name+">three", rendition.Hint{Name: "a.html"})
		if words := strings.Fields(got.Text); err != nil || strings.Join(words, " ") != "one two three" || strings.Contains(strings.TrimSpace(got.Text), " ") {
			t.Errorf("%s: got %q, %v", name, got.Text, err)
		}
	}
	for name := range strings.FieldsSeq("h1 h2 h3 h4 h5 h6 p") {
		reads(t, "a.html", "<div>one</div><"+name+">two</"+name+"><div>three</div>", "one\n\ntwo\n\nthree\n")
	}
	for name := range strings.FieldsSeq("script style template iframe object audio video canvas svg select datalist") {
		reads(t, "a.html", "<p>one<"+name+">unseen</"+name+"> two", "one two\n")
	}
}

func TestPagesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	tests := []struct{ page, text string }{
		// white space
		{"<p>  one   two  </p>", "one two\n"},
		{"<p>one\t\ttwo\n\n\nthree", "one two three\n"},
		{"<p>one<!-- a comment -->two", "onetwo\n"},
		{"<p>one <b> two </b> three", "one two three\n"},
		{"<p></p><p> </p><p>one</p>", "one\n"},
		{"<pre>one\n  two</pre>", "one\n  two\n"},
		// lines
		{"one<br>two", "one\ntwo\n"},
		{"one<br/>two", "one\ntwo\n"},
		{"one<BR />two", "one\ntwo\n"},
		{"one<hr>two", "one\n\ntwo\n"},
		{"<div>one<div>two</div></div>", "one\ntwo\n"},
		// letter case of tags
		{"<P>one</P><P>two</P>", "one\n\ntwo\n"},
		{"<SCRIPT>unseen</SCRIPT>one", "one\n"},
		// lists
		{"<ul><li>one</li><li>two</li></ul>", "• one\n• two\n"},
		{"<ul><li>one <b>two</b></ul>", "• one two\n"},
		// tables
		{"<table><tr><td>a<td>b</table>", "a\tb\n"},
		{"<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "a\tb\n"},
		{"<table><thead><tr><th>a<th>b<tbody><tr><td>c<td>d</table>", "a\tb\nc\td\n"},
		{"<table><tr><td>a<tr><td>b<tr><td>c</table>", "a\nb\nc\n"},
		{"<table><tr><td colspan=2>a<td>b</table>", "a\t\tb\n"},
		{"<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "a\tb\n\tc\n"},
		{"<table><tr><td> a <td>\nb\n</table>", "a\tb\n"},
		{"<p>before<table><tr><td>a</table><p>after", "before\n\na\n\nafter\n"},
		// hidden
		{"<p>one<span hidden>two</span>", "one\n"},
		{"<p>one<span hidden=hidden>two</span>", "one\n"},
		{"<p>one<span hidden=until-found>two</span>", "onetwo\n"},
		{"<p>one<span style='display:none'>two</span>", "one\n"},
		{"<p>one<span style='DISPLAY : NONE;'>two</span>", "one\n"},
		{"<p>one<span style='visibility: hidden'>two</span>", "one\n"},
		{"<p>one<span style='color: red'>two</span>", "onetwo\n"},
		{"<div hidden><p>one<p>two</div><p>three", "three\n"},
		// marks
		{"<p>30<sup>2</sup>", "30²\n"},
		{"<p>30<sup>12</sup> dead", "30¹² dead\n"},
		{"<p>30<sup><a href=#n>3</a></sup> dead", "30³ dead\n"},
		{"<p>30<sup>a</sup>", "30a\n"},
		{"<p>CO<sub>2</sub>", "CO₂\n"},
		{"<p><q>one</q>", "“one”\n"},
		// right to left
		{"<p dir=rtl>قُتل ٧ أشخاص", "قُتل ٧ أشخاص\n"},
	}
	for _, tt := range tests {
		reads(t, "a.html", tt.page, tt.text)
	}
}

// Control words of the specification that stand for characters or end things.
func TestRTFControlWords(t *testing.T) {
	t.Parallel()
	tests := []struct{ body, text string }{
		{`one\emdash two`, "one—two\n"},
		{`one\endash two`, "one–two\n"},
		{`\lquote one\rquote`, "‘one’\n"},
		{`\ldblquote one\rdblquote`, "“one”\n"},
		{`\bullet one`, "•one\n"},
		{`one\tab two`, "one\ttwo\n"},
		{`one\~two`, "one\u00a0two\n"},
		{`one\_two`, "one\u2011two\n"},
		{`\{one\}`, "{one}\n"},
		{`one\\two`, "one\\two\n"},
		{`one\line two`, "one\ntwo\n"},
		{`one\par two`, "one\n\ntwo\n"},
		{`one\sect two`, "one\n\ntwo\n"},
		{`one\page two`, "one\n\ntwo\n"},
		{"one\\\ntwo", "one\n\ntwo\n"},
		{"one\ntwo", "onetwo\n"},
		{`{\b one}{\i two}`, "onetwo\n"},
		{`{\b one} two`, "one two\n"},
		{`\b one\b0  two`, "one two\n"},
		{`\fs24 one`, "one\n"},
		{`\u233?`, "é\n"},
		{`\u233 ?`, "é\n"},
		{`\u-3913?`, "\uf0b7\n"},
		{`{\uc2\u233 ??}x`, "éx\n"},
		{`\uc0\u233 x`, "éx\n"},
		{`\'e9`, "é\n"},
		{`\'93one\'94`, "“one”\n"},
		{`{\*\unknown unseen}one`, "one\n"},
		{`{\info{\author unseen}}one`, "one\n"},
		{`{\pict ffd8ff}one`, "one\n"},
		{`{\v unseen}one`, "one\n"},
		{`\v unseen\v0 one`, "one\n"},
		{`\v unseen\plain one`, "one\n"},
		{`{\deleted unseen}one`, "one\n"},
		{`30{\super 2} dead`, "30² dead\n"},
		{`CO{\sub 2}`, "CO₂\n"},
		{`\super 2\nosupersub 2`, "²2\n"},
		{`{\field{\*\fldinst PAGE}{\fldrslt 7}}`, "7\n"},
		{`{\*\annotation unseen}one`, "one\n"},
	}
	for _, tt := range tests {
		reads(t, "a.rtf", `{\rtf1\ansi `+tt.body+"}", tt.text)
	}
}

// Each code page is read by the name that Windows numbers it with.
func TestRTFCodePages(t *testing.T) {
	t.Parallel()
	tests := []struct{ page, bytes, text string }{
		{"866", `\'8c\'a8\'e0`, "Мир"},
		{"874", `\'a1`, "ก"},
		{"932", `\'93\'fa`, "日"},
		{"936", `\'d6\'d0`, "中"},
		{"949", `\'b0\'a1`, "가"},
		{"950", `\'a4\'a4`, "中"},
		{"1250", `\'b3`, "ł"},
		{"1251", `\'cc\'e8\'f0`, "Мир"},
		{"1252", `\'e9`, "é"},
		{"1253", `\'e1`, "α"},
		{"1254", `\'fe`, "ş"},
		{"1255", `\'e0`, "א"},
		{"1256", `\'d3\'e1\'c7\'e3`, "سلام"},
		{"1257", `\'e0`, "ą"},
		{"1258", `\'f0`, "đ"},
		{"10000", `\'8e`, "é"},
		{"65001", `\'c3\'a9`, "é"},
		{"4242", `\'e9`, "é"},
	}
	for _, tt := range tests {
		reads(t, "a.rtf", `{\rtf1\ansi\ansicpg`+tt.page+" "+tt.bytes+"}", tt.text+"\n")
	}
}
