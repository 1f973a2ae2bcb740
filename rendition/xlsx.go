package rendition

import (
	"encoding/xml"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// readXLSX reads the cells of a SpreadsheetML workbook (ECMA-376 part 1).
// Numbers are shown as written, never rounded to their format; dates, which
// are stored as numbers, are shown as EDTF at the precision of their format;
// formulas are shown as the result stored when the file was saved, and
// flagged. Nothing is computed, and other workbooks are not opened.
func readXLSX(in *input) (Document, error) {
	c, err := openContainer(in, true)
	if err != nil {
		return Document{}, err
	}
	b := &book{in: in, c: c, sheets: sheets{limits: in.limits}, left: map[string]int{}, targets: map[string]string{}}
	for _, step := range []func() error{b.relations, b.index, b.strings, b.styles, b.pages} {
		if err := step(); err != nil {
			return Document{}, damaged("XLSX", err)
		}
	}
	return b.sheets.finish("xlsx", "1", append(remarks(b.left), b.hidden...)), nil
}

// book is a workbook being read.
type book struct {
	sheets
	in      *input
	c       *container
	targets map[string]string // relation id: part
	names   []struct{ name, relation string }
	hidden  []string // notes about hidden sheets
	epoch   bool     // dates count from 1904
	shared  []string
	formats []string // number format of each cell style
	left    map[string]int
}

// events adapts functions to a handler.
type events struct {
	onBegin func(*tokens, xml.StartElement) error
	onEnd   func(string) error
}

func (e events) begin(t *tokens, s xml.StartElement) error { return e.onBegin(t, s) }
func (e events) chars([]byte) error                        { return nil }
func (e events) end(name string) error {
	if e.onEnd == nil {
		return nil
	}
	return e.onEnd(name)
}

// walk reads a part, if there is one.
func (b *book) walk(part string, h handler) error {
	data, err := b.c.part(part)
	if err != nil || data == nil {
		return err
	}
	return newTokens(b.in, data).each(h)
}

func (b *book) relations() error {
	return b.walk("xl/_rels/workbook.xml.rels", events{onBegin: func(_ *tokens, e xml.StartElement) error {
		if attr(e, "TargetMode") == "External" {
			b.left["references to files elsewhere were not followed"]++
		} else if id, target := attr(e, "Id"), attr(e, "Target"); id != "" && len(b.targets) < b.limits.Entries {
			b.targets[id] = strings.TrimPrefix(path.Join("/xl", target), "/")
			if strings.HasPrefix(target, "/") {
				b.targets[id] = strings.TrimPrefix(path.Clean(target), "/")
			}
		}
		return nil
	}})
}

func (b *book) index() error {
	return b.walk("xl/workbook.xml", events{onBegin: func(_ *tokens, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.epoch = isTrue(attr(e, "date1904"))
		case "sheet":
			if len(b.names) >= b.limits.Entries {
				return over("sheets", b.limits.Entries)
			}
			name := attr(e, "name")
			b.names = append(b.names, struct{ name, relation string }{name, relationID(e)})
			if state := attr(e, "state"); state == "hidden" || state == "veryHidden" {
				b.hidden = append(b.hidden, fmt.Sprintf("the sheet %.40q is hidden in the workbook", name))
			}
		}
		return nil
	}})
}

// relationID returns the attribute id that is a relation's, since a sheet has
// another of the same local name.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && strings.HasSuffix(a.Name.Space, "/relationships") {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }

// strings reads the shared strings. Phonetic guides are left out.
func (b *book) strings() error {
	return b.walk("xl/sharedStrings.xml", events{onBegin: func(t *tokens, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		if len(b.shared) >= b.limits.Cells {
			return over("strings", b.limits.Cells)
		}
		s, err := words(t)
		b.shared = append(b.shared, s)
		return err
	}})
}

// words gathers the t elements within the element that was begun last. What
// stands between them is only the layout of the XML.
func words(t *tokens) (string, error) {
	var s strings.Builder
	for end := t.depth - 1; t.depth > end; {
		token, err := t.next()
		if err != nil {
			return "", unexpected(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "t":
			text, err := t.content()
			if err != nil {
				return "", err
			}
			s.WriteString(text)
		case "rPh":
			if err := t.skip(); err != nil {
				return "", err
			}
		}
	}
	return s.String(), nil
}

func (b *book) styles() error {
	codes := map[string]string{}
	inCells := false
	return b.walk("xl/styles.xml", events{
		onBegin: func(_ *tokens, e xml.StartElement) error {
			switch e.Name.Local {
			case "numFmt":
				if len(codes) >= b.limits.Entries {
					return over("number formats", b.limits.Entries)
				}
				codes[attr(e, "numFmtId")] = attr(e, "formatCode")
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells && len(b.formats) < b.limits.Cells {
					b.formats = append(b.formats, formatCode(attr(e, "numFmtId"), codes))
				}
			}
			return nil
		},
		onEnd: func(name string) error {
			inCells = inCells && name != "cellXfs"
			return nil
		},
	})
}

// builtin are the number formats of dates that a workbook uses without
// writing them down (ECMA-376 part 1, 18.8.30).
var builtin = map[string]string{
	"14": "mm-dd-yy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM",
	"20": "h:mm", "21": "h:mm:ss", "22": "m/d/yy h:mm", "45": "mm:ss", "47": "mmss.0",
}

func formatCode(id string, codes map[string]string) string {
	if code, ok := codes[id]; ok {
		return code
	}
	return builtin[id]
}

func (b *book) pages() error {
	if len(b.names) == 0 {
		return fmt.Errorf("it has no sheet")
	}
	for _, n := range b.names {
		b.sheet(n.name)
		part := b.targets[n.relation]
		if !b.c.has(part) || !strings.Contains(part, "worksheets/") {
			b.left["sheets without cells were left out"]++
			continue
		}
		if err := b.walk(part, &grille{book: b}); err != nil {
			return err
		}
	}
	return nil
}

// grille is one worksheet being read.
type grille struct {
	*book
	row, column int // of the last cell
	cell        Cell
	kind        string // the cell's type
	style       int
	value       string
	inline      string
}

func (g *grille) begin(t *tokens, e xml.StartElement) (err error) {
	switch e.Name.Local {
	case "row":
		g.row, g.column = g.row+1, 0
		if r := attr(e, "r"); r != "" {
			if g.row, err = strconv.Atoi(r); err != nil || g.row < 1 || g.row > maxRow {
				return fmt.Errorf("there is no row %.20q", r)
			}
		}
	case "c":
		return g.beginCell(e)
	case "f":
		g.cell.Formula = true
		return t.skip()
	case "v":
		g.value, err = t.content()
	case "is":
		g.inline, err = words(t)
	case "drawing", "legacyDrawing":
		g.left["sheets had drawings or comments, which were left out"]++
	}
	return err
}

func (g *grille) beginCell(e xml.StartElement) error {
	row, column := g.row, g.column+1
	if ref := attr(e, "r"); ref != "" {
		var ok bool
		if row, column, ok = parseRef(ref); !ok {
			return fmt.Errorf("there is no cell %.20q", ref)
		}
	}
	g.row, g.column = row, column
	g.cell = Cell{Row: row, Column: column}
	g.kind, g.value, g.inline = attr(e, "t"), "", ""
	g.style = 0
	if s := attr(e, "s"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			return fmt.Errorf("there is no cell style %.20q", s)
		}
		g.style = n
	}
	return nil
}

func (g *grille) end(name string) error {
	if name != "c" {
		return nil
	}
	c, shown := g.cell, g.value
	switch g.kind {
	case "s":
		n, err := strconv.Atoi(g.value)
		if g.value != "" && (err != nil || n < 0 || n >= len(g.shared)) {
			return fmt.Errorf("there is no shared string %.20q", g.value)
		}
		if g.value != "" {
			shown = g.shared[n]
		}
		c.Raw = shown
	case "inlineStr":
		c.Raw, shown = g.inline, g.inline
	case "b":
		c.Raw, shown = g.value, map[string]string{"1": "TRUE", "0": "FALSE"}[g.value]
	case "", "n":
		c.Raw = g.value
		if g.style < len(g.formats) {
			c.Format = g.formats[g.style]
			shown = serial(g.value, c.Format, g.epoch)
		}
	default: // results of formulas, errors, ISO dates
		c.Raw = g.value
	}
	if shown == "" && !c.Formula {
		return nil
	}
	return g.add(c, shown)
}

func (g *grille) chars([]byte) error { return nil }
