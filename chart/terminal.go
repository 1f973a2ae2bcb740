package chart

import (
	"strings"
	"unicode"
)

// Text draws the picture for a terminal of so many columns, 80 where it is 0.
// Each text is isolated (UAX 9) where a script could carry it off.
func (t Tolls) Text(columns int) string {
	if columns <= 0 {
		columns = 80
	}
	columns = max(columns, 40)
	var b strings.Builder
	line := func(text string) { b.WriteString(strings.TrimRight(text, " ") + "\n") }
	line(isolate(clean(t.Title)))
	if t.Summary != "" {
		line(isolate(clean(t.Summary)))
	}
	if len(t.Axes) == 0 {
		line(t.Frame.terms().Nothing)
	}
	for _, a := range t.Axes {
		line("")
		line(isolate(clean(a.Label)))
		if note := strings.Trim(a.Note+"; "+t.scaleNote(a), "; "); note != "" {
			line("  " + isolate(clean(note)))
		}
		width := columns / 3
		for _, c := range a.Claims {
			who := isolate(clean(c.Speaker))
			if c.Ref != "" {
				who += " (" + isolate(clean(c.Ref)) + ")"
			}
			line("  " + strings.TrimSpace(who) + ": " + isolate(clean(c.text())))
			if c.Mark != Words {
				line("  " + bar(c, a.scale(), columns-4-width/4))
			}
		}
		if a.marked() {
			line("  " + ruler(a.scale(), columns-4-width/4))
		}
	}
	return b.String()
}

// bar draws the mark of a claim in so many columns, zero first.
func bar(c Claim, s scale, width int) string {
	cells := []rune("│" + strings.Repeat(" ", width))
	at := func(n int64) int { return 1 + int(s.at(n)*float64(width-4)) }
	fill := func(from, to int, r rune) {
		for i := from; i <= to; i++ {
			cells[i] = r
		}
	}
	n := c.numbers()
	x := at(n[0])
	dot := '●'
	if c.Mark == MoreThan || c.Mark == FewerThan {
		dot = '○'
	}
	switch c.Mark {
	case Bar:
		fill(x, at(n[1]), '─')
		cells[x] = '├'
		cells[at(n[1])] = '┤'
		return string(cells)
	case AtLeast, MoreThan:
		fill(x, width-1, '╌')
		cells[width] = '▶'
	case UpTo, FewerThan:
		fill(1, x, '╌')
		cells[0] = '◀'
	case About:
		fill(max(1, x-2), min(width, x+2), '~')
	}
	cells[x] = dot
	return string(cells)
}

// ruler names zero and the end of the axis.
func ruler(s scale, width int) string {
	end := number(s.top)
	return "0" + strings.Repeat(" ", max(1, width-4-len(end))) + end
}

// isolate wraps a text that has letters of another direction, so that it does
// not reorder its neighbours.
func isolate(text string) string {
	if strings.ContainsFunc(text, rightToLeft) {
		return "\u2068" + text + "\u2069"
	}
	return text
}

// clean leaves out what would steer a terminal.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
