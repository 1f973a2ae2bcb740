package pdf

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// wordGap is the part of a font's size from which a gap parts words; columnGap
// the one from which it parts columns of a table.
const (
	wordGap   = 0.22
	columnGap = 1.5
)

// words returns the text of a line in reading order. rightToLeft is the
// direction of the page; mirrored says that its brackets are to be turned.
func (l *line) words(rightToLeft, mirrored bool) string {
	if l.letters.right == 0 || l.turned() {
		return l.asGiven()
	}
	glyphs := byPlace(l.glyphs)
	rightToLeft = l.rightToLeft(glyphs, rightToLeft)
	glyphs = l.spaced(glyphs)
	if rightToLeft {
		slices.Reverse(glyphs)
		l.restore(glyphs)
	} else {
		l.turnRuns(glyphs)
	}
	var b strings.Builder
	for _, g := range glyphs {
		if mirrored && !g.straight {
			g.r = opposite(g.r)
		}
		b.WriteString(l.written(g))
	}
	return strings.TrimSpace(b.String())
}

// rightToLeft returns the direction of a line. The sign that ends a sentence
// stands where the line ends; failing that, the letters decide, those of the
// page weighing as much as half of the line's.
func (l *line) rightToLeft(glyphs []glyph, page bool) bool {
	const ends = ".,:;!?،؛؟۔"
	left := strings.ContainsRune(ends, glyphs[0].r)
	right := strings.ContainsRune(ends, glyphs[len(glyphs)-1].r)
	switch {
	case left != right:
		return left
	case page:
		return 2*l.letters.right > l.letters.left
	}
	return l.letters.right > l.letters.left
}

// asGiven keeps the order of the file, and turns the spaces of wide gaps into
// tabs.
func (l *line) asGiven() string {
	var b strings.Builder
	var before *glyph
	space := false
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if !g.solid() {
			space = space || unicode.IsSpace(g.r)
			continue
		}
		if before != nil {
			gap := g.left - before.right
			switch {
			case gap > columnGap*l.em && !l.turned():
				b.WriteByte('\t')
			case space:
				b.WriteByte(' ')
			}
		}
		b.WriteString(l.written(*g))
		before, space = g, false
	}
	return b.String()
}

// spaced puts spaces between glyphs that stand apart. The glyphs go from left
// to right; marks stand before their letter and leave its gaps as they are.
func (l *line) spaced(glyphs []glyph) []glyph {
	all := make([]glyph, 0, len(glyphs))
	edge, begin := 0.0, 0
	var before *glyph
	for i := range glyphs {
		g := &glyphs[i]
		if classOf(g.r) == mark && i+1 < len(glyphs) {
			continue
		}
		if before != nil && l.parts(*before, *g, g.left-edge) {
			space := glyph{r: ' ', left: edge, right: g.left, bottom: g.bottom, top: g.bottom}
			if g.left-edge > columnGap*l.em {
				space.r = '\t'
			}
			all = append(all, space)
		}
		all = append(all, glyphs[begin:i+1]...)
		before, begin, edge = g, i+1, max(edge, g.right)
	}
	return all
}

// parts says that a gap between two glyphs parts words. Within numbers and
// words of left-to-right scripts the order of the file is right and knows
// better: the figure 1 stands as far from its neighbours as a word would.
func (l *line) parts(a, b glyph, gap float64) bool {
	if ca, cb := classOf(a.r), classOf(b.r); ca != rightward && cb != rightward && (inRun(ca) || inRun(cb)) {
		switch b.index - a.index {
		case 1:
			return gap > 2*wordGap*l.em
		case 2:
			return true
		}
	}
	return gap > wordGap*l.em
}

func inRun(c class) bool { return c == leftward || c == digit }

// written returns a glyph as text: letters in their plain form, raised digits
// as such.
func (l *line) written(g glyph) string {
	switch r := g.r; {
	case r == hyphen:
		return "-"
	case r >= '0' && r <= '9' && l.raises(g):
		return string([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'])
	case r >= 0xFB00 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC:
		return norm.NFKC.String(string(r)) // shapes of letters, not letters
	case r < 0x20 && r != '\t' || r >= 0x7F && r < 0xA0 || r == 0xFFFE || r == 0xFFFF:
		return string(noMeaning)
	default:
		return string(r)
	}
}

// raises says that a digit stands above the line. Digits of every style stand
// on it or hang below, so that a fifth of the font's size is enough to tell.
func (l *line) raises(g glyph) bool {
	return !g.turned && g.bottom > l.base+0.2*l.em
}

// restore puts the left-to-right runs of a line back that was turned round as
// a whole: words of other scripts and numbers.
func (l *line) restore(glyphs []glyph) {
	for i := 0; i < len(glyphs); i++ {
		c := classOf(glyphs[i].r)
		if c != leftward && c != digit && (c != sign || l.arabic || !nextIs(glyphs, i, digit)) {
			continue
		}
		j := l.runEnd(glyphs, i)
		if i > 0 && unpaired(glyphs[i:j], glyphs[i-1].r) {
			i-- // the bracket that closes one within the run
		}
		run := glyphs[i:j]
		slices.Reverse(run)
		for k := range run {
			run[k].straight = true
		}
		i = j - 1
	}
}

func nextIs(glyphs []glyph, i int, want class) bool {
	return i+1 < len(glyphs) && classOf(glyphs[i+1].r) == want
}

// runEnd returns where the left-to-right run that begins at i ends. Between
// words of another script anything but right-to-left letters belongs to it;
// between digits only what stands within a number (UAX 9, W2 to W5: beside
// Arabic letters, a sign of percent or minus is none of it).
func (l *line) runEnd(glyphs []glyph, i int) int {
	end := i + 1
	hasLetter := classOf(glyphs[i].r) == leftward
	for j := end; j < len(glyphs); j++ {
		switch c := classOf(glyphs[j].r); {
		case c == rightward:
			return end
		case c == leftward:
			hasLetter = true
			end = j + 1
		case c == digit && (hasLetter || l.joined(glyphs[end-1:j+1])):
			end = j + 1
		case c == sign && j == end && (hasLetter || !l.arabic):
			end = j + 1
		}
	}
	return end
}

// joined says that what stands between the first and the last glyph is at
// most one separator within a number.
func (l *line) joined(glyphs []glyph) bool {
	switch len(glyphs) {
	case 2:
		return true
	case 3:
		r := glyphs[1].r
		return classOf(r) == separator && !(l.arabic && (r == '-' || r == '+'))
	}
	return false
}

// unpaired says that r is a bracket and that the run holds an odd number of
// them.
func unpaired(run []glyph, r rune) bool {
	if _, bracket := bracketOf(r); !bracket {
		return false
	}
	n := 0
	for _, g := range run {
		if _, bracket := bracketOf(g.r); bracket {
			n++
		}
	}
	return n%2 == 1
}

// turnRuns turns the right-to-left runs of a left-to-right line round.
func (l *line) turnRuns(glyphs []glyph) {
	for i := range glyphs {
		glyphs[i].straight = true
	}
	for i := 0; i < len(glyphs); i++ {
		if classOf(glyphs[i].r) != rightward {
			continue
		}
		end := i + 1
		for j := end; j < len(glyphs) && classOf(glyphs[j].r) != leftward; j++ {
			if c := classOf(glyphs[j].r); c == rightward || c == mark {
				end = j + 1
			}
		}
		run := glyphs[i:end]
		slices.Reverse(run)
		for k := range run {
			run[k].straight = false
		}
		l.restore(run)
		i = end - 1
	}
}

// mirrors says that the file gives the brackets of right-to-left text by
// their look and not by their meaning: reading them as they are would close
// more of them before they are opened than reading them the other way round.
func mirrors(lines []*line) bool {
	asIs, turned := 0, 0
	depth, other := 0, 0
	for _, l := range lines {
		if l.letters.right <= l.letters.left || l.turned() {
			continue
		}
		glyphs := byPlace(l.glyphs)
		slices.Reverse(glyphs)
		l.restore(glyphs)
		for _, g := range glyphs {
			opens, bracket := bracketOf(g.r)
			if !bracket || g.straight {
				continue
			}
			asIs += step(&depth, opens)
			turned += step(&other, !opens)
		}
	}
	return asIs > turned
}

// step counts a bracket and returns 1 where it closes what is not open.
func step(depth *int, opens bool) int {
	switch {
	case opens:
		*depth++
	case *depth == 0:
		return 1
	default:
		*depth--
	}
	return 0
}

func bracketOf(r rune) (opens, bracket bool) {
	p, _ := bidi.LookupRune(r)
	return p.IsOpeningBracket(), p.IsBracket()
}

// opposite returns the other bracket of a pair, or what is no bracket as it
// is. Pairs stand side by side in Unicode, but for those of ASCII.
func opposite(r rune) rune {
	const ascii = "()[]{}<>"
	if i := strings.IndexRune(ascii, r); i >= 0 {
		return rune(ascii[i^1])
	}
	switch opens, bracket := bracketOf(r); {
	case !bracket:
		return r
	case opens:
		return r + 1
	}
	return r - 1
}
