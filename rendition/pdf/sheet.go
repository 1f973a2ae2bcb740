package pdf

import "math"

// sheet is the page of an open file that is being read.
type sheet struct {
	m       *module
	file    uint64
	number  int // counted from 0
	scratch uint64
	before  uint64 // the page read before
}

// maxGlyphs is the most characters of one page that are looked at.
const maxGlyphs = 500_000

// glyphs returns the characters of the page in the order in which PDFium
// gives them, and the page's size in points. A page that cannot be loaded is
// an empty one: the rest of the file may be whole.
func (s *sheet) glyphs() (all []glyph, width, height float64, err error) {
	m := s.m
	page := m.call("FPDF_LoadPage", s.file, uint64(s.number))
	if page == 0 {
		return nil, 0, 0, m.err
	}
	width, height = finite(math.Float64frombits(m.call("FPDF_GetPageWidth", page))), finite(math.Float64frombits(m.call("FPDF_GetPageHeight", page)))
	text := m.call("FPDFText_LoadPage", page)
	if text != 0 {
		n := m.count("FPDFText_CountChars", text)
		if n > maxGlyphs {
			return nil, 0, 0, tooMany("characters on a page", maxGlyphs)
		}
		all = s.collect(text, max(n, 0))
		m.call("FPDFText_ClosePage", text)
	}
	// The page before stays open until now, so that the fonts that both use are
	// not read from the file again for every page.
	if s.before != 0 {
		m.call("FPDF_ClosePage", s.before)
	}
	s.before = page
	return all, width, height, m.err
}

func finite(v float64) float64 {
	if math.IsNaN(v) || math.Abs(v) > 1e6 {
		return 0
	}
	return v
}

func (s *sheet) collect(text uint64, n int) []glyph {
	m := s.m
	runes := s.runes(text, n)
	all := make([]glyph, 0, n)
	em, turned := 0.0, false
	for i := range n {
		if m.err != nil {
			return nil
		}
		g := glyph{r: runes[i], index: i}
		if m.count("FPDFText_GetCharBox", text, uint64(i), s.scratch, s.scratch+8, s.scratch+16, s.scratch+24) != 0 {
			v := m.floats(s.scratch, 4)
			g.place(v[0], v[1], v[2], v[3])
		}
		// The size and the angle of a font seldom change within a line;
		// asking once a line is enough for the width of its gaps.
		if g.solid() && em == 0 {
			em, turned = s.font(text, i)
		}
		g.em, g.turned = em, turned
		if g.breaks() {
			em = 0
		}
		all = append(all, g)
	}
	return all
}

// runes returns the characters of the page, one for each place. PDFium gives
// them at once where they are all in the basic plane and have a meaning.
func (s *sheet) runes(text uint64, n int) []rune {
	m := s.m
	if n == 0 {
		return nil
	}
	at := m.room(2 * (n + 1))
	units := m.count("FPDFText_GetText", text, 0, uint64(n), at)
	var all []rune
	if units == n+1 {
		all = m.runes(at, n)
	}
	m.call("free", at)
	if len(all) == n {
		for i, r := range all {
			if r == 0xFFFE { // how FPDFText_GetText writes it
				all[i] = hyphen
			}
		}
		return all
	}
	all = make([]rune, n)
	for i := range all {
		if r := m.count("FPDFText_GetUnicode", text, uint64(i)); r > 0 {
			all[i] = rune(r)
		} else {
			all[i] = noMeaning
		}
	}
	return all
}

// font returns the size of a character's font as it appears on the page, and
// whether the character stands upright.
func (s *sheet) font(text uint64, i int) (em float64, turned bool) {
	m := s.m
	size := math.Float64frombits(m.call("FPDFText_GetFontSize", text, uint64(i)))
	if m.count("FPDFText_GetMatrix", text, uint64(i), s.scratch) == 0 {
		return 0, false
	}
	a, b := m.float32At(s.scratch, 0), m.float32At(s.scratch, 1)
	c, d := m.float32At(s.scratch, 2), m.float32At(s.scratch, 3)
	return finite(size * math.Hypot(c, d)), math.Abs(b) > math.Abs(a)*0.1 || a < 0
}
