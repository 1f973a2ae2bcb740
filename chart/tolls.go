package chart

import (
	"slices"
	"strconv"
	"strings"
)

// Mark is how a figure is drawn, which follows from its form.
type Mark uint8

// The marks. Bounds that the source leaves open have an arrow; words have no
// mark at all, since they have no place on an axis.
const (
	Dot       Mark = iota // one number
	Bar                   // from one number to another
	AtLeast               // a dot, and an arrow to the higher side
	MoreThan              // the same with a hollow dot: the number itself is not meant
	UpTo                  // an arrow from the lower side to a dot
	FewerThan             // the same with a hollow dot
	About                 // a dot with open whiskers of no stated length
	Words                 // the words alone, in quotation marks
)

// Claim is one row: who says what. Low is the number of a mark with one number;
// a bar has both.
type Claim struct {
	Speaker string
	Said    string // the figure as it is printed
	Ref     string // where it stands: a source, a statement
	Kind    string // kind of speaker, a word for the page's style and the table
	Mark    Mark
	Low     int64
	High    int64
	Revises int // the row, counted from 1 in its axis, that this is a later figure to; 0 where none
}

// Axis is the claims that answer one question.
type Axis struct {
	Label  string
	Note   string
	Claims []Claim
}

// Tolls is a picture of competing figures.
type Tolls struct {
	Frame   Frame
	Title   string
	Summary string
	Axes    []Axis
}

func (c Claim) numbers() []int64 {
	switch c.Mark {
	case Words:
		return nil
	case Bar:
		return []int64{min(c.Low, c.High), max(c.Low, c.High)}
	}
	return []int64{c.Low}
}

// text is the figure as printed, with any number that the words lack.
func (c Claim) text() string {
	text := c.Said
	if c.Mark == Words {
		return strings.TrimSpace(quote(text))
	}
	for _, n := range c.numbers() {
		if !strings.Contains(digits(text), digits(number(n))) {
			text += " [" + number(n) + "]"
		}
	}
	return strings.TrimSpace(text)
}

func quote(text string) string {
	if strings.ContainsAny(text, "“„«»”") {
		return text
	}
	return "“" + text + "”"
}

// digits keeps the figures of a text, in whichever script's digits, and puts a
// space for everything else but what groups them.
func digits(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, r := range text {
		if strings.ContainsRune(",.٬'’\u00a0\u202f", r) {
			continue
		}
		d := byte(' ')
		for _, zero := range []rune{'0', '٠', '۰', '०', '০'} {
			if r >= zero && r <= zero+9 {
				d = byte('0' + r - zero)
			}
		}
		b.WriteByte(d)
	}
	b.WriteByte(' ')
	return b.String()
}

func (a Axis) scale() scale {
	var all []int64
	for _, c := range a.Claims {
		all = append(all, c.numbers()...)
	}
	return scaleOf(all)
}

// marked reports that any claim of the axis has a place on it.
func (a Axis) marked() bool {
	return slices.ContainsFunc(a.Claims, func(c Claim) bool { return c.Mark != Words })
}

// scaleNote says in words what kind of scale an axis has.
func (t Tolls) scaleNote(a Axis) string {
	if !a.marked() {
		return ""
	}
	if a.scale().log {
		return t.Frame.terms().Log
	}
	return t.Frame.terms().Linear
}

const (
	margin = 8.0
	tail   = 22.0 // room past the highest number for an arrow
)

// SVG draws the picture.
func (t Tolls) SVG() string {
	c := &canvas{frame: t.Frame}
	y := 0.0
	if len(t.Axes) == 0 {
		y += lineHeight
		c.text(label{margin, y, "note", "start", fontSize, t.Frame.terms().Nothing})
	}
	for _, a := range t.Axes {
		y = t.axis(c, a, y+lineHeight+6)
	}
	return c.svg(t.Title, t.describe(), y+margin)
}

// describe is the summary with the kind of each scale.
func (t Tolls) describe() string {
	parts := []string{t.Summary}
	for _, a := range t.Axes {
		if note := t.scaleNote(a); note != "" {
			parts = append(parts, a.Label+": "+note+".")
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// plot is where the marks of an axis lie.
type plot struct {
	left, width float64
	scale       scale
}

func (p plot) x(n int64) float64 { return p.left + p.scale.at(n)*p.width }

// axis draws one axis from y downwards and returns where it ends.
func (t Tolls) axis(c *canvas, a Axis, y float64) float64 {
	w := float64(t.Frame.width())
	y = c.lines(label{margin, y, "group", "start", fontSize + 1, a.Label}, w-2*margin)
	if note := strings.Trim(a.Note+"; "+t.scaleNote(a), "; "); note != "" {
		y = c.lines(label{margin, y + lineHeight, "note", "start", smallSize, note}, w-2*margin)
	}
	p := plot{margin + 6, w - 2*margin - tail - 6, a.scale()}
	if w >= narrow {
		p.left, p.width = w*0.36, w*0.40-tail
	}
	top := y + 6
	at := make([]float64, len(a.Claims))
	for i, claim := range a.Claims {
		y, at[i] = t.row(c, p, claim, y+9)
	}
	if !a.marked() {
		return y
	}
	t.steps(c, p, a, at)
	return t.ticks(c, p, top, y+6)
}

// row draws one claim and returns where it ends and the height of its mark.
// Narrow pictures have the texts above the mark, wide ones beside it.
func (t Tolls) row(c *canvas, p plot, claim Claim, y float64) (end, mark float64) {
	w := float64(t.Frame.width())
	who := strings.TrimSpace(claim.Speaker)
	if claim.Ref != "" {
		who = strings.TrimSpace(who + " (" + claim.Ref + ")")
	}
	name := label{margin, y + lineHeight - 4, "who", "start", fontSize, who}
	said := label{margin, 0, "said", "start", fontSize, claim.text()}
	if w >= narrow {
		end = c.lines(name, p.left-margin-14)
		said.x, said.y = p.left+p.width+tail+10, name.y
		end = max(end, c.lines(said, w-said.x-margin))
		mark = y + lineHeight/2
	} else {
		said.y = c.lines(name, w-2*margin) + lineHeight
		end = c.lines(said, w-2*margin)
		if claim.Mark != Words {
			mark = end + lineHeight - 4
			end = mark + 6
		}
	}
	if claim.Mark != Words {
		t.mark(c, p, claim, mark)
	}
	return end, mark
}

// mark draws a figure in its form.
func (t Tolls) mark(c *canvas, p plot, claim Claim, y float64) {
	n := claim.numbers()
	x := p.x(n[0])
	switch claim.Mark {
	case Bar:
		to := p.x(n[1])
		c.line("mark", "", point{x, y}, point{to, y})
		c.line("mark", "", point{x, y - 5}, point{x, y + 5})
		c.line("mark", "", point{to, y - 5}, point{to, y + 5})
		return
	case AtLeast, MoreThan:
		end := p.left + p.width + tail - 4
		c.line("mark open", "4 3", point{x, y}, point{end, y})
		c.arrow(end, y, false)
	case UpTo, FewerThan:
		c.line("mark open", "4 3", point{p.left, y}, point{x, y})
		c.arrow(p.left, y, true)
	case About:
		c.line("mark open", "2 3", point{x - 16, y}, point{x - 6, y})
		c.line("mark open", "2 3", point{x + 6, y}, point{x + 16, y})
	}
	c.dot(x, y, claim.Mark == MoreThan || claim.Mark == FewerThan)
}

// steps joins each later figure to the one it revises: down from the earlier
// mark, then along to the later one.
func (t Tolls) steps(c *canvas, p plot, a Axis, at []float64) {
	for i, claim := range a.Claims {
		j := claim.Revises - 1
		if j < 0 || j >= len(a.Claims) || j == i || claim.Mark == Words || a.Claims[j].Mark == Words {
			continue
		}
		from, to := p.x(a.Claims[j].numbers()[0]), p.x(claim.numbers()[0])
		c.line("step", "1 2", point{from, at[j]}, point{from, at[i]})
		c.line("step", "1 2", point{from, at[i]}, point{to, at[i]})
	}
}

// ticks draws the axis below the rows, from zero, and returns where it ends.
func (t Tolls) ticks(c *canvas, p plot, top, y float64) float64 {
	c.line("axis", "", point{p.left, y}, point{p.left + p.width, y})
	if t.Frame.width() >= narrow {
		c.line("axis", "", point{p.left, top}, point{p.left, y})
	}
	for _, n := range p.scale.ticks() {
		c.line("axis", "", point{p.x(n), y}, point{p.x(n), y + 4})
		c.text(label{p.x(n), y + lineHeight, "tick", "middle", smallSize, number(n)})
	}
	return y + lineHeight
}

// Table returns the rows of the picture as text.
func (t Tolls) Table() Table {
	w := t.Frame.terms()
	table := Table{Head: []string{w.Group, "#", w.Who, w.Said, w.At, w.Later}}
	for _, a := range t.Axes {
		for i, c := range a.Claims {
			later := ""
			if c.Revises > 0 {
				later = strconv.Itoa(c.Revises)
			}
			table.Rows = append(table.Rows, []string{a.Label, strconv.Itoa(i + 1), c.Speaker, c.text(), c.Ref, later})
		}
	}
	return table
}
