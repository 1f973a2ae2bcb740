package chart

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"
)

// canvas collects the parts of a picture. Its x runs from the side where lines
// of text begin, so that a mirrored picture is drawn by the same calls.
type canvas struct {
	frame Frame
	body  strings.Builder
}

// style is put into files of their own. Pages bring their own rules for the same
// classes and variables.
const style = `svg{color:var(--ink,#1d1c1a);background:var(--page,transparent)}` +
	`@media (prefers-color-scheme:dark){svg{color:var(--ink,#eae7e0);background:var(--page,#15171a)}}` +
	`text{font-family:system-ui,"Noto Sans","Segoe UI",sans-serif;font-variant-numeric:tabular-nums}`

const (
	fontSize   = 14
	smallSize  = 12
	lineHeight = 18
)

// x turns a distance from the beginning of a line into a coordinate.
func (c *canvas) x(v float64) string {
	if c.frame.RTL {
		v = float64(c.frame.width()) - v
	}
	return coordinate(v)
}

// coordinate prints a coordinate to a tenth of a pixel, the same on any machine.
func coordinate(v float64) string {
	s := strconv.FormatFloat(v, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}

func (c *canvas) add(parts ...string) {
	for _, p := range parts {
		c.body.WriteString(p)
	}
	c.body.WriteByte('\n')
}

// point is a place in the picture.
type point struct{ x, y float64 }

// line draws a straight line with a class and, where dash is not empty, dashes.
func (c *canvas) line(class, dash string, from, to point) {
	c.add(`<path class="`, class, `" d="M`, c.x(from.x), " ", coordinate(from.y), "L", c.x(to.x), " ", coordinate(to.y), `" fill="none" stroke="currentColor"`, dashed(dash), `/>`)
}

func dashed(pattern string) string {
	if pattern == "" {
		return ""
	}
	return ` stroke-dasharray="` + pattern + `"`
}

// dot draws a filled or a hollow dot.
func (c *canvas) dot(x, y float64, hollow bool) {
	fill := `fill="currentColor"`
	if hollow {
		fill = `fill="var(--page,Canvas)"`
	}
	c.add(`<circle class="mark" cx="`, c.x(x), `" cy="`, coordinate(y), `" r="4.5" stroke="currentColor" stroke-width="1.5" `, fill, `/>`)
}

// arrow draws a head at x that points away from the beginning of the line, or
// back to it.
func (c *canvas) arrow(x, y float64, back bool) {
	from := x - 7
	if back {
		from = x + 7
	}
	c.add(`<path class="mark" d="M`, c.x(from), " ", coordinate(y-4), "L", c.x(x), " ", coordinate(y), "L", c.x(from), " ", coordinate(y+4),
		`" fill="none" stroke="currentColor" stroke-width="1.5"/>`)
}

// label is a piece of text: where it stands, how, and what it says.
type label struct {
	x, y   float64
	class  string
	anchor string // start, middle or end, seen along the line of text
	size   int
	text   string
}

// text writes one line. Each has the direction of its own letters and is
// isolated; the anchor, which follows it, is turned so that the line still lies
// where the picture's direction puts it.
func (c *canvas) text(l label) {
	dir := direct(l.text)
	anchor := l.anchor
	if (dir == "rtl") != c.frame.RTL {
		switch l.anchor {
		case "start":
			anchor = "end"
		case "end":
			anchor = "start"
		}
	}
	c.add(`<text class="`, l.class, `" x="`, c.x(l.x), `" y="`, coordinate(l.y), `" font-size="`, strconv.Itoa(l.size), `" text-anchor="`, anchor,
		`" direction="`, dir, `" unicode-bidi="isolate" fill="currentColor">`, escape(l.text), `</text>`)
}

// lines writes text wrapped to a width and returns how far down it reaches.
func (c *canvas) lines(l label, width float64) float64 {
	for _, line := range wrap(l.text, width, l.size) {
		one := l
		one.text = line
		c.text(one)
		l.y += lineHeight
	}
	return l.y - lineHeight
}

// svg closes the picture: its size, its title and its description for those who
// do not see it.
func (c *canvas) svg(title, summary string, height float64) string {
	var b strings.Builder
	id, width := escape(c.frame.id()), strconv.Itoa(c.frame.width())
	h := coordinate(height)
	direction := "ltr"
	if c.frame.RTL {
		direction = "rtl"
	}
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="` + width + `" height="` + h + `" viewBox="0 0 ` + width + " " + h +
		`" direction="` + direction + `" aria-labelledby="` + id + `-title ` + id + `-desc">` + "\n")
	b.WriteString(`<title id="` + id + `-title">` + escape(title) + `</title>` + "\n")
	b.WriteString(`<desc id="` + id + `-desc">` + escape(summary) + `</desc>` + "\n")
	if c.frame.Standalone {
		b.WriteString("<style>" + style + "</style>\n")
	}
	b.WriteString(c.body.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// escape makes text safe in XML. What XML cannot hold becomes U+FFFD.
func escape(text string) string {
	var b strings.Builder
	// A strings.Builder returns no error.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// direct returns the direction of the first letter that has one (UAX 9, P2).
func direct(text string) string {
	for _, r := range text {
		switch {
		case rightToLeft(r):
			return "rtl"
		case unicode.IsLetter(r):
			return "ltr"
		}
	}
	return "ltr"
}

// rightToLeft covers the blocks of scripts written from the right.
func rightToLeft(r rune) bool {
	return unicode.IsLetter(r) && (r >= 0x590 && r < 0x900 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFF00 || r >= 0x10800 && r < 0x11000 || r >= 0x1E800 && r < 0x1F000)
}

// advance estimates the width of a text in pixels, on the wide side: there is no
// font here to ask.
func advance(text string, size int) float64 {
	em := 0.0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.M, r):
		case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F000):
			em++
		case strings.ContainsRune("ijl.,;:'|! ", r):
			em += 0.32
		case unicode.IsUpper(r), r == 'm', r == 'w':
			em += 0.75
		default:
			em += 0.58
		}
	}
	return em * float64(size)
}

// wrap breaks a text into lines of at most the width, at spaces where there are
// any and inside a word that is too long by itself. An empty text is one line.
func wrap(text string, width float64, size int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch joined := strings.TrimSpace(line + " " + word); {
		case advance(joined, size) <= width:
			line = joined
			continue
		case line != "":
			lines = append(lines, line)
		}
		for advance(word, size) > width {
			n := fitting(word, width, size)
			lines = append(lines, word[:n])
			word = word[n:]
		}
		line = word
	}
	return append(lines, line)
}

// fitting returns how many bytes of a word fit, one letter at least.
func fitting(word string, width float64, size int) int {
	n := len(word)
	for i := range word {
		if i > 0 && advance(word[:i], size) > width {
			break
		}
		n = i
	}
	if n == 0 || n == len(word) {
		for i := range word {
			if i > 0 {
				return i
			}
		}
		return len(word)
	}
	return n
}
