package pdf

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// lay puts a line on paper as the Unicode bidirectional algorithm shows it:
// glyphs from left to right, spaces as gaps. The order of the file is that of
// the paper, which is what PDFium makes of a browser's text.
func lay(t testing.TB, s string, rightToLeft bool) []glyph {
	t.Helper()
	var p bidi.Paragraph
	direction := bidi.LeftToRight
	if rightToLeft {
		direction = bidi.RightToLeft
	}
	if _, err := p.SetString(s, bidi.DefaultDirection(direction)); err != nil {
		t.Skip(err)
	}
	o, err := p.Order()
	if err != nil {
		t.Skip(err)
	}
	var glyphs []glyph
	x := 20.0
	for _, run := range onPaper(&o, rightToLeft) {
		for _, r := range run {
			if unicode.IsSpace(r) {
				x += 4
				continue
			}
			glyphs = append(glyphs, glyph{r: r, left: x, right: x + 5, bottom: 100, top: 108, em: 10, index: len(glyphs) + int(x)})
			x += 6
		}
	}
	return glyphs
}

// onPaper puts runs, which the library gives in the order of the text, into
// that of the paper (UAX 9, L2).
func onPaper(o *bidi.Ordering, rightToLeft bool) []string {
	var all, inner []string // inner: right-to-left runs and the numbers among them
	flush := func() {
		slices.Reverse(inner)
		all = append(all, inner...)
		inner = nil
	}
	for i := range o.NumRuns() {
		run := o.Run(i)
		text := run.String()
		turned := run.Direction() == bidi.RightToLeft
		if turned {
			text = bidi.ReverseString(text)
		}
		number := strings.ContainsFunc(text, unicode.IsDigit) && !strings.ContainsFunc(text, unicode.IsLetter)
		if !rightToLeft && !turned && !(number && len(inner) > 0) {
			flush()
			all = append(all, text)
			continue
		}
		inner = append(inner, text)
	}
	flush()
	return all
}

func TestReadingOrder(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text  string
		rightToLeft bool
	}{
		{"Arabic", "قتل سبعة أشخاص في القرية.", true},
		{"number", "قتل 20 شخصا يوم 12/3/2024 منهم 1,250 و 3.5", true},
		{"Arabic digits", "أصيب ٣٥ شخصا", true},
		{"range beside Arabic letters", "بين 7-9 أطفال", true},
		{"percent beside Arabic letters", "أي 12.5% من السكان", true},
		{"words of another script", "وذكر تقرير Upper Valley Hospital أن العدد كبير", true},
		{"Hebrew with digits after a hyphen", "נהרגו ב-12 במרץ ו-35 נפצעו.", true},
		{"percent beside Hebrew letters", "היו 12.5% מהם", true},
		{"English with Arabic in it", "The word شهيد stands here.", false},
		{"English with an Arabic phrase", "The phrase قتل 11 شخصا stands here.", false},
		{"English alone", "At least 20 people died.", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLine(lay(t, tt.text, tt.rightToLeft))
			if l.letters.right == 0 {
				l.glyphs = l.spaced(l.glyphs)
			}
			got := l.words(tt.rightToLeft, false)
			if strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(tt.text), "") {
				t.Errorf("got %q, want %q", got, tt.text)
			}
		})
	}
}

func TestBrackets(t *testing.T) {
	t.Parallel()
	text := "سكان القرية (المنطقة الشمالية) قالوا"
	l := newLine(lay(t, text, true)) // by look: the paper shows mirrored brackets
	if !mirrors([]*line{l}) || l.words(true, true) != text {
		t.Errorf("by look: got %q", l.words(true, true))
	}
	for i, g := range l.glyphs { // by meaning
		l.glyphs[i].r = opposite(g.r)
	}
	if mirrors([]*line{l}) || l.words(true, false) != text {
		t.Errorf("by meaning: got %q", l.words(true, false))
	}
	for r, want := range map[rune]rune{'(': ')', ']': '[', '「': '」', '」': '「', 'x': 'x'} {
		if got := opposite(r); got != want {
			t.Errorf("the opposite of %c is %c, want %c", r, got, want)
		}
	}
}

func TestMarksFollowTheirLetters(t *testing.T) {
	t.Parallel()
	at := func(r rune, left, right float64) glyph {
		return glyph{r: r, left: left, right: right, bottom: 100, top: 108, em: 10}
	}
	// The fathatan stands over the right part of the alef's neighbour and
	// reaches beyond it.
	l := newLine([]glyph{at('ا', 20, 22), at('ص', 23, 30), at('ً', 25, 31), at('خ', 31, 36), at('ش', 37, 44)})
	if got := l.words(true, false); got != "شخصًا" {
		t.Errorf("got %q", got)
	}
}

func TestShapesBecomeLetters(t *testing.T) {
	t.Parallel()
	l := &line{em: 10, base: 100}
	for r, want := range map[rune]string{'ﻻ': "لا", 'ﺳ': "س", 'ﬁ': "fi", '\u0001': "\uFFFD", hyphen: "-", 'é': "é"} {
		if got := l.written(glyph{r: r, bottom: 100}); got != want {
			t.Errorf("%U is written %q, want %q", r, got, want)
		}
	}
	if got := l.written(glyph{r: '7', bottom: 103}); got != "⁷" {
		t.Errorf("a raised 7 is written %q", got)
	}
}

// FuzzReadingOrder holds that a line loses and gains nothing but space,
// whatever its letters.
func FuzzReadingOrder(f *testing.F) {
	f.Add("قتل 20 (a) שלום 12.5% \u0651x", true)
	f.Add("abc ]شهيد[ 1-2", false)
	f.Fuzz(func(t *testing.T, s string, rightToLeft bool) {
		glyphs := lay(t, s, rightToLeft)
		want := tally(glyphs)
		l := newLine(glyphs)
		if l.empty() {
			return
		}
		var got []glyph
		for _, r := range l.words(rightToLeft, false) {
			got = append(got, glyph{r: r})
		}
		for r := range want { // what is written as other letters
			if l.written(glyph{r: r, bottom: 100}) != string(r) {
				t.Skip()
			}
		}
		have := tally(got)
		delete(have, ' ')
		delete(have, '\t')
		if !maps.Equal(want, have) {
			t.Errorf("%q came out as %q", s, l.words(rightToLeft, false))
		}
	})
}

func tally(glyphs []glyph) map[rune]int {
	n := map[rune]int{}
	for _, g := range glyphs {
		n[g.r]++
	}
	return n
}
