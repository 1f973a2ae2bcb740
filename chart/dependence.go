package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Node is one who says something, or the document it stands in.
type Node struct {
	ID    string
	Label string
	Kind  string // a word for the page's style
}

// Style is how an edge is drawn, which follows from what it rests on.
type Style uint8

// The styles.
const (
	Named   Style = iota // a solid line: the text names who says it
	Cites                // dashes: somebody judged that it names the other as its source
	Repeats              // dots: somebody judged that it copies the other
)

// Edge says that what From says comes from To.
type Edge struct {
	From, To string // ids of nodes
	Style    Style
	By       string // who judged so
	Basis    string
}

// Dependence is a picture of who draws on whom, in layers: those who draw on
// nobody stand where lines of text begin. Apart are pairs with equal figures and
// nothing to show why; they are listed in words and never drawn as edges.
type Dependence struct {
	Frame   Frame
	Title   string
	Summary string
	Nodes   []Node
	Edges   []Edge
	Apart   [][2]string
}

// place is where a node is drawn.
type place struct {
	layer       int
	order       float64
	x, y, w, h  float64
	label, kind string
	stacked     bool
}

// layers gives each node its layer: one above the highest it draws on. Circles
// are cut where the search, in the order given, comes back to a node.
func (d Dependence) layers() []int {
	index := d.index()
	layer := make([]int, len(d.Nodes))
	state := make([]int, len(d.Nodes)) // 0 new, 1 being searched, 2 done
	var visit func(i int)
	visit = func(i int) {
		state[i] = 1
		for _, e := range d.Edges {
			j, ok := index[e.To]
			if e.From != d.Nodes[i].ID || !ok || state[j] == 1 {
				continue
			}
			if state[j] == 0 {
				visit(j)
			}
			layer[i] = max(layer[i], layer[j]+1)
		}
		state[i] = 2
	}
	for i := range d.Nodes {
		if state[i] == 0 {
			visit(i)
		}
	}
	return layer
}

// index finds nodes by id; of nodes with one id it finds the first.
func (d Dependence) index() map[string]int {
	m := make(map[string]int, len(d.Nodes))
	for i, n := range d.Nodes {
		if _, twice := m[n.ID]; !twice {
			m[n.ID] = i
		}
	}
	return m
}

// arrange places the nodes: a column for each layer, within it ordered by the
// barycentre of the nodes they draw on (Sugiyama, Tagawa and Toda 1981), ties in
// the order given.
func (d Dependence) arrange() []place {
	layer := d.layers()
	places := make([]place, len(d.Nodes))
	columns := make([][]int, slices.Max(append(layer, 0))+1)
	for i, n := range d.Nodes {
		places[i] = place{layer: layer[i], label: n.Label, kind: n.Kind}
		columns[layer[i]] = append(columns[layer[i]], i)
	}
	index := d.index()
	for _, column := range columns {
		for _, i := range column {
			places[i].order = d.pull(i, index, places)
		}
		slices.SortStableFunc(column, func(a, b int) int { return cmp.Compare(places[a].order, places[b].order) })
		for rank, i := range column {
			places[i].order = float64(rank)
		}
	}
	width := (float64(d.Frame.width()) - 2*margin - gap*float64(len(columns)-1)) / float64(len(columns))
	if width < leastBox {
		d.stack(places, columns)
		return places
	}
	for depth, column := range columns {
		y := margin
		for _, i := range column {
			y = places[i].set(margin+float64(depth)*(width+gap), y, width) + 10
		}
	}
	return places
}

const (
	gap      = 28.0  // between layers
	leastBox = 110.0 // width below which a name in a box cannot be read
	lane     = 7.0   // between edges that run beside the boxes
	lanes    = 12
)

// stack places the nodes below one another, layer after layer, with room beside
// them for the edges: the form for narrow pictures.
func (d Dependence) stack(places []place, columns [][]int) {
	left := margin + lane*float64(min(lanes, len(d.Edges))) + 14
	y := margin
	for depth, column := range columns {
		for _, i := range column {
			places[i].stacked = true
			y = places[i].set(left, y, float64(d.Frame.width())-left-margin) + 10
		}
		if depth < len(columns)-1 {
			y += 8
		}
	}
}

// set gives a box its place and returns where it ends.
func (p *place) set(x, y, width float64) float64 {
	p.x, p.y, p.w = x, y, width
	p.h = float64(len(wrap(p.label, width-12, smallSize)))*(lineHeight-2) + 10
	return y + p.h
}

// pull is the barycentre of the nodes that a node draws on, far down where there
// are none. It orders boxes on the page and is no figure.
func (d Dependence) pull(i int, index map[string]int, places []place) float64 {
	sum, n := 0.0, 0.0
	for _, e := range d.Edges {
		if j, ok := index[e.To]; ok && e.From == d.Nodes[i].ID && places[j].layer < places[i].layer {
			sum += places[j].order
			n++
		}
	}
	if n == 0 {
		return math.MaxFloat64
	}
	return sum / n
}

// SVG draws the picture.
func (d Dependence) SVG() string {
	c := &canvas{frame: d.Frame}
	places := d.arrange()
	index := d.index()
	bottom := margin
	for n, e := range d.Edges {
		from, okFrom := index[e.From]
		to, okTo := index[e.To]
		switch {
		case !okFrom || !okTo || from == to:
		case places[from].stacked:
			c.detour(places[from], places[to], e.Style, n%lanes)
		default:
			c.edge(places[from], places[to], e.Style)
		}
	}
	for _, p := range places {
		c.box(p)
		bottom = max(bottom, p.y+p.h)
	}
	if len(places) == 0 {
		bottom += lineHeight
		c.text(label{margin, bottom, "note", "start", fontSize, d.Frame.terms().Nothing})
	}
	return c.svg(d.Title, strings.TrimSpace(d.Summary), d.legend(c, bottom+lineHeight)+margin)
}

// pattern is the dashes of a style.
func pattern(s Style) string {
	switch s {
	case Cites:
		return "6 4"
	case Repeats:
		return "2 3"
	}
	return ""
}

func class(s Style) string {
	switch s {
	case Cites:
		return "edge cites"
	case Repeats:
		return "edge repeats"
	}
	return "edge named"
}

// edge draws a curve from the box that draws on another to that box, with a head
// at its end.
func (c *canvas) edge(from, to place, s Style) {
	x1, x2 := from.x, to.x+to.w
	if from.layer <= to.layer {
		x1, x2 = from.x+from.w, to.x+to.w
	}
	y1, y2 := from.y+from.h/2, to.y+to.h/2
	bend := 14.0
	if from.layer > to.layer {
		bend = -14
	}
	c.add(`<path class="`, class(s), `" d="M`, c.x(x1), " ", coordinate(y1), "C", c.x(x1+bend), " ", coordinate(y1), " ", c.x(x2+14), " ", coordinate(y2),
		" ", c.x(x2+1), " ", coordinate(y2), `" fill="none" stroke="currentColor" stroke-width="1.2"`, dashed(pattern(s)), `/>`)
	c.arrow(x2+1, y2, true)
}

// detour draws an edge beside stacked boxes, on a lane of its own.
func (c *canvas) detour(from, to place, s Style, n int) {
	x := from.x - 12 - lane*float64(n)
	y1, y2 := from.y+from.h/2+3, to.y+to.h/2-3
	c.add(`<path class="`, class(s), `" d="M`, c.x(from.x), " ", coordinate(y1), "L", c.x(x), " ", coordinate(y1), "L", c.x(x), " ", coordinate(y2),
		"L", c.x(to.x-1), " ", coordinate(y2), `" fill="none" stroke="currentColor" stroke-width="1.2"`, dashed(pattern(s)), `/>`)
	c.arrow(to.x-1, y2, false)
}

// box draws a node with its name.
func (c *canvas) box(p place) {
	left := p.x
	if c.frame.RTL {
		left = p.x + p.w
	}
	c.add(`<rect class="node `, escape(word(p.kind)), `" x="`, c.x(left), `" y="`, coordinate(p.y), `" width="`, coordinate(p.w), `" height="`, coordinate(p.h),
		`" rx="3" fill="var(--card,Canvas)" stroke="currentColor"/>`)
	y := p.y + lineHeight - 3
	for _, line := range wrap(p.label, p.w-12, smallSize) {
		c.text(label{p.x + 6, y, "node-label", "start", smallSize, line})
		y += lineHeight - 2
	}
}

// word makes a class of a word: its letters and digits.
func word(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(text))
}

// legend says what the lines mean, and which sources have equal figures without
// anything to show why.
func (d Dependence) legend(c *canvas, y float64) float64 {
	t := d.Frame.terms()
	w := float64(d.Frame.width())
	for s, text := range []string{t.Named, t.Cites, t.Repeats} {
		c.line(class(Style(s)), pattern(Style(s)), point{margin, y}, point{margin + 30, y})
		y = c.lines(label{margin + 38, y + 4, "note", "start", smallSize, text}, w-margin*2-38) + lineHeight - 4
	}
	for _, pair := range d.Apart {
		y = c.lines(label{margin, y + 4, "note", "start", smallSize, pair[0] + " – " + pair[1] + ": " + t.Apart}, w-2*margin) + lineHeight - 4
	}
	return y
}

// name returns a node's label for its id.
func (d Dependence) name(id string) string {
	if i, ok := d.index()[id]; ok {
		return d.Nodes[i].Label
	}
	return id
}

func (d Dependence) basis(s Style) string {
	t := d.Frame.terms()
	return []string{t.Named, t.Cites, t.Repeats}[min(s, Repeats)]
}

// Table returns the edges as text, and after them the equal figures.
func (d Dependence) Table() Table {
	t := d.Frame.terms()
	table := Table{Head: []string{t.From, t.To, t.Basis, t.Judged}}
	for _, e := range d.Edges {
		basis := d.basis(e.Style)
		if e.Basis != "" {
			basis += ": " + e.Basis
		}
		table.Rows = append(table.Rows, []string{d.name(e.From), d.name(e.To), basis, e.By})
	}
	for _, pair := range d.Apart {
		table.Rows = append(table.Rows, []string{pair[0], pair[1], t.Apart, ""})
	}
	return table
}

// Text draws the picture for a terminal: each node, and below it what it draws
// on.
func (d Dependence) Text() string {
	var b strings.Builder
	t := d.Frame.terms()
	b.WriteString(isolate(clean(d.Title)) + "\n")
	if len(d.Nodes) == 0 {
		b.WriteString(t.Nothing + "\n")
	}
	for _, n := range d.Nodes {
		b.WriteString("\n" + isolate(clean(n.Label)) + "\n")
		for _, e := range d.Edges {
			if e.From == n.ID {
				b.WriteString("  → " + isolate(clean(d.name(e.To))) + " (" + d.basis(e.Style) + ")\n")
			}
		}
	}
	for _, pair := range d.Apart {
		b.WriteString("\n" + isolate(clean(pair[0])) + " – " + isolate(clean(pair[1])) + ": " + t.Apart + "\n")
	}
	return b.String()
}
