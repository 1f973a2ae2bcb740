package pdf

import (
	"cmp"
	"math"
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// glyph is one character and where it stands: points from the lower left
// corner of the page.
type glyph struct {
	r                        rune
	left, right, bottom, top float64
	em                       float64 // size of its font, or 0
	index                    int     // its place in the order of the file
	turned                   bool    // it does not stand upright
	straight                 bool    // it belongs to a left-to-right run
}

// noMeaning stands for a character that the file does not say the meaning of.
const noMeaning = unicode.ReplacementChar

// place puts a glyph where the file says, unless that is nowhere on a page.
func (g *glyph) place(left, right, bottom, top float64) {
	for _, v := range []float64{left, right, bottom, top} {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return
		}
	}
	g.left, g.right, g.bottom, g.top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
}

// solid says that a glyph takes up room on the page. Spaces do not, whether
// the file has them or PDFium added them.
func (g glyph) solid() bool { return g.right > g.left || g.top > g.bottom }

// hyphen is how PDFium marks a hyphen at the end of a line, the break itself
// being left out.
const hyphen = '\u0002'

// breaks says that a glyph ends a line.
func (g glyph) breaks() bool { return g.r == '\r' || g.r == '\n' || g.r == hyphen }

func (g glyph) center() float64 { return (g.left + g.right) / 2 }

// class is what the reading order of a line depends on.
type class int

const (
	neutral class = iota
	leftward
	rightward // a letter of a right-to-left script
	digit
	separator // between digits of one number
	sign      // before or after a number
	mark
)

func classOf(r rune) class {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.L:
		return leftward
	case bidi.R, bidi.AL:
		return rightward
	case bidi.EN, bidi.AN:
		return digit
	case bidi.CS, bidi.ES:
		return separator
	case bidi.ET:
		return sign
	case bidi.NSM:
		return mark
	}
	return neutral
}

// line is the glyphs of one line of a page.
type line struct {
	glyphs  []glyph
	em      float64
	base    float64 // height of the line that letters stand on
	arabic  bool    // it has letters of Arabic script
	broken  bool    // it ends in a hyphen that PDFium took for a word division
	letters struct{ left, right int }
}

// newLine measures a line. Where the file does not say the size of a font,
// the height of the glyphs stands in for it.
func newLine(glyphs []glyph) *line {
	l := &line{glyphs: glyphs}
	var bottoms, heights []float64
	for _, g := range glyphs {
		switch classOf(g.r) {
		case leftward:
			l.letters.left++
		case rightward:
			l.letters.right++
			l.arabic = l.arabic || unicode.In(g.r, unicode.Arabic, unicode.Syriac, unicode.Thaana)
		}
		if g.solid() {
			bottoms, heights = append(bottoms, g.bottom), append(heights, g.top-g.bottom)
			l.em = max(l.em, g.em)
		}
	}
	if len(bottoms) > 0 {
		l.base = median(bottoms)
	}
	if l.em == 0 {
		slices.Sort(heights)
		if n := len(heights); n > 0 {
			l.em = 1.2 * heights[n*9/10]
		}
	}
	return l
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// box returns the room that the solid glyphs take up.
func (l *line) box() (left, bottom, right, top float64) {
	left, bottom, right, top = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, g := range l.glyphs {
		if g.solid() {
			left, bottom = min(left, g.left), min(bottom, g.bottom)
			right, top = max(right, g.right), max(top, g.top)
		}
	}
	return left, bottom, right, top
}

// empty says that a line has no glyph that takes up room.
func (l *line) empty() bool { return !slices.ContainsFunc(l.glyphs, glyph.solid) }

// continues says that next is the rest of l, which PDFium broke off because
// a glyph stands higher or lower: they overlap in height and next begins
// where l ends.
func (l *line) continues(next *line) bool {
	if l.broken || l.turned() || next.turned() || l.letters.right+next.letters.right > 0 {
		return false
	}
	_, b1, r1, t1 := l.box()
	l2, b2, _, t2 := next.box()
	overlap := min(t1, t2) - max(b1, b2)
	em := max(l.em, next.em)
	return overlap > 0.3*min(t1-b1, t2-b2) && l2 > r1-0.3*em && l2-r1 < 0.6*em
}

func (l *line) turned() bool {
	return slices.ContainsFunc(l.glyphs, func(g glyph) bool { return g.turned })
}

// cutLines cuts the glyphs of a page where PDFium breaks lines, and mends
// lines that it broke within.
func cutLines(glyphs []glyph) []*line {
	var lines []*line
	begin := 0
	for i, g := range glyphs {
		if !g.breaks() && i < len(glyphs)-1 {
			continue
		}
		end := i
		if !g.breaks() || g.r == hyphen {
			end = i + 1
		}
		l := newLine(glyphs[begin:end:end])
		begin = i + 1
		l.broken = g.r == hyphen
		if l.empty() {
			continue
		}
		if n := len(lines); n > 0 && lines[n-1].continues(l) {
			l2 := newLine(append(lines[n-1].glyphs, l.glyphs...))
			l2.broken = l.broken
			lines[n-1] = l2
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

// byPlace sorts glyphs from left to right by their right edges, which is
// where a right-to-left reader meets them. A mark goes next to the letter
// that it stands on, so that it follows the letter when the line is turned.
func byPlace(glyphs []glyph) []glyph {
	var solid, marks []glyph
	for _, g := range glyphs {
		switch {
		case !g.solid():
		case classOf(g.r) == mark:
			marks = append(marks, g)
		default:
			solid = append(solid, g)
		}
	}
	place := func(a, b glyph) int { return cmp.Or(cmp.Compare(a.right, b.right), cmp.Compare(a.left, b.left)) }
	slices.SortStableFunc(solid, place)
	slices.SortStableFunc(marks, place)
	return slices.Concat(merge(solid, marks)...)
}

// merge puts each mark before the letter that it stands on, or before the
// next one on its right.
func merge(solid, marks []glyph) [][]glyph {
	var all [][]glyph
	begin := 0
	for _, m := range marks {
		at := begin
		for at < len(solid)-1 && solid[at].right < m.center() {
			at++
		}
		if at < len(solid) && at > begin {
			all = append(all, solid[begin:at])
			begin = at
		}
		all = append(all, []glyph{m})
	}
	return append(all, solid[begin:])
}
