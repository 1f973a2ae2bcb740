package rendition

import (
	"strings"
)

// flow gathers the text of a document that is made of blocks, lines and
// tables. Blocks are set apart by an empty line. Cells of a table are set
// apart by tabs and rows by line ends; a table that a page was laid out with,
// rather than one of data, comes out as blocks.
//
// Breaks are owed, not written: they appear when text follows, so that empty
// elements leave no holes.
type flow struct {
	frames  []*frame
	written int // bytes in all frames
	cells   int
	limits  Limits
	full    bool // a limit was reached; nothing more is kept
}

// frame is text that is gathered by itself: the document, or one cell.
type frame struct {
	b      strings.Builder
	breaks int    // owed line ends
	space  bool   // an owed space
	prefix string // owed before the next words: the mark of a list item
	table  *grid
	column int  // of a cell
	nested bool // a table was written into it
}

// grid is a table being gathered.
type grid struct {
	rows   [][]string
	spans  map[int]int // column: rows that a cell above still covers
	layout bool
}

// A table with a cell beyond these is one of layout.
const (
	cellText   = 2000
	cellBlocks = 3
)

// gridSpan is the most rows and columns that a cell is taken to span, and
// gridDepth the most tables in one another.
const (
	gridSpan  = 64
	gridDepth = 16
)

func newFlow(limits Limits) *flow {
	return &flow{frames: []*frame{{}}, limits: limits}
}

func (f *flow) top() *frame { return f.frames[len(f.frames)-1] }

// text adds words as they are.
func (f *flow) text(s string) {
	if s == "" || f.full {
		return
	}
	if f.written += len(s); f.written > f.limits.Text {
		f.full = true
		return
	}
	t := f.top()
	if t.breaks > 0 && t.b.Len() > 0 {
		t.b.WriteString("\n\n"[:t.breaks])
	} else if t.space && t.b.Len() > 0 {
		t.b.WriteByte(' ')
	}
	t.b.WriteString(t.prefix)
	t.breaks, t.space, t.prefix = 0, false, ""
	t.b.WriteString(s)
}

// collapsed adds words as a browser shows them: runs of white space become
// one space, and none stands at the beginning or end of a line.
func (f *flow) collapsed(s string) {
	for s != "" {
		n := strings.IndexAny(s, " \t\n\r\f")
		if n == 0 {
			t := f.top()
			t.space = t.breaks == 0
			s = strings.TrimLeft(s, " \t\n\r\f")
			continue
		}
		if n < 0 {
			n = len(s)
		}
		f.text(s[:n])
		s = s[n:]
	}
}

// line ends a line, block a paragraph.
func (f *flow) line()  { f.owe(1) }
func (f *flow) block() { f.owe(2) }

func (f *flow) owe(n int) {
	t := f.top()
	t.breaks = max(t.breaks, n)
	t.space = false
}

// lineBreak is one that the document asks for: two of them end a paragraph.
func (f *flow) lineBreak() { f.owe(min(f.top().breaks+1, 2)) }

// item begins a list item and unlist ends it.
func (f *flow) item()   { f.line(); f.top().prefix = "• " }
func (f *flow) unlist() { f.line(); f.top().prefix = "" }

// deep says that no further table can begin here.
func (f *flow) deep() bool { return len(f.frames) >= gridDepth }

// openTable begins a table. What stands in it outside of cells is not lost:
// it goes before the table.
func (f *flow) openTable() {
	f.closeTable()
	f.block()
	f.top().table = &grid{spans: map[int]int{}}
}

func (f *flow) row() {
	if g := f.top().table; g != nil {
		g.rows = append(g.rows, nil)
	}
}

// openCell begins a cell that spans some columns and rows. Outside of a table
// it does nothing and returns false.
func (f *flow) openCell(columns, rows int) bool {
	g := f.top().table
	if g == nil {
		return false
	}
	if len(g.rows) == 0 {
		f.row()
	}
	row := &g.rows[len(g.rows)-1]
	for g.spans[len(*row)] > 0 {
		g.spans[len(*row)]--
		*row = append(*row, "")
	}
	at := len(*row)
	for range min(max(columns, 1), gridSpan) {
		if rows > 1 {
			g.spans[len(*row)] = min(rows, gridSpan) - 1
		}
		*row = append(*row, "")
		f.cells++
	}
	f.full = f.full || f.cells > f.limits.Cells
	f.frames = append(f.frames, &frame{column: at})
	return true
}

// closeCell ends the innermost cell.
func (f *flow) closeCell() {
	if len(f.frames) == 1 {
		return
	}
	f.closeTable()
	cell := f.top()
	f.frames = f.frames[:len(f.frames)-1]
	g := f.top().table
	text := strings.TrimSpace(cell.b.String())
	g.rows[len(g.rows)-1][cell.column] = text
	g.layout = g.layout || cell.nested || len(text) > cellText || strings.Count(text, "\n\n") >= cellBlocks
}

// closeTable ends the table of the innermost frame and writes it down.
func (f *flow) closeTable() {
	t := f.top()
	g := t.table
	if g == nil {
		return
	}
	t.table, t.nested = nil, true
	f.block()
	for _, row := range g.rows {
		g.write(f, row)
	}
	f.block()
}

func (g *grid) write(f *flow, row []string) {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	if len(row) == 0 {
		return
	}
	for i, cell := range row {
		f.written -= len(cell) // counted when it was gathered
		if g.layout {
			f.text(cell)
			f.block()
			continue
		}
		if i > 0 {
			f.top().tab()
		}
		f.text(strings.Join(strings.Fields(cell), " "))
	}
	f.line()
}

// tab writes a tab where a row has begun or begins.
func (t *frame) tab() {
	if t.b.Len() > 0 {
		t.b.WriteString("\n\n"[:t.breaks])
	}
	t.breaks = 0
	t.b.WriteByte('\t')
}

// finish ends what is open and returns the text.
func (f *flow) finish() (string, error) {
	for len(f.frames) > 1 {
		f.closeCell()
	}
	f.closeTable()
	if f.full {
		return "", over("bytes of text or table cells", f.limits.Text)
	}
	return strings.TrimRight(f.top().b.String(), " \n") + "\n", nil
}

// raised are the signs that stand for digits above and below the line. A
// reference mark after a number must not become part of it: 20¹ is not 201.
var (
	raised  = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
	lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉")
)
