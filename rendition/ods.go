package rendition

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// readODS reads the cells of an OpenDocument spreadsheet. A cell shows the
// text that the file stores for it, and its raw value is the one that the
// file stores beside that text. Empty cells are left out, however often they
// are repeated.
func readODS(in *input) (Document, error) {
	c, err := openContainer(in, true)
	if err != nil {
		return Document{}, err
	}
	if err := plainOpenDocument(c); err != nil {
		return Document{}, err
	}
	data, err := c.part("content.xml")
	if err != nil {
		return Document{}, err
	}
	o := &openSheet{sheets: sheets{limits: in.limits}, left: map[string]int{}}
	if err := newTokens(in, data).each(o); err != nil {
		return Document{}, damaged("ODS", err)
	}
	if o.b.Len() == 0 {
		return Document{}, damaged("ODS", fmt.Errorf("it has no sheet"))
	}
	return o.sheets.finish("ods", "1", remarks(o.left)), nil
}

// openSheet is a spreadsheet being read.
type openSheet struct {
	sheets
	tables int // open tables: one in another is part of its cell
	at     struct{ row, column int }
	repeat int    // of the row
	cells  []Cell // of the row
	words  []string
	span   int // of the cell
	cell   *Cell
	shown  strings.Builder
	lines  int // paragraphs of the cell
	inside int // open paragraphs
	left   map[string]int
}

func (o *openSheet) begin(t *tokens, e xml.StartElement) error {
	switch e.Name.Local {
	case "annotation":
		o.left["comments were left out"]++
		return t.skip()
	case "tracked-changes", "scripts", "forms", "shapes":
		return t.skip()
	case "table":
		if o.tables++; o.tables == 1 {
			o.sheet(attr(e, "name"))
			o.at.row = 1
		}
	case "table-row":
		o.repeat, o.at.column = repeated(e, "number-rows-repeated"), 1
	case "table-cell", "covered-table-cell":
		o.span = repeated(e, "number-columns-repeated")
		o.cell = &Cell{Raw: stored(e), Format: attr(e, "value-type"), Formula: attr(e, "formula") != ""}
		o.shown.Reset()
		o.lines = 0
	case "p":
		if o.inside++; o.lines > 0 {
			o.shown.WriteByte('\n')
		}
		o.lines++
	case "s":
		o.shown.WriteString(strings.Repeat(" ", min(repeated(e, "c"), gridSpan)))
	case "tab", "line-break":
		o.shown.WriteByte(' ')
	}
	return nil
}

// stored returns the value of a cell as the file keeps it.
func stored(e xml.StartElement) string {
	for _, name := range []string{"value", "date-value", "time-value", "boolean-value", "string-value"} {
		if v := attr(e, name); v != "" {
			return v
		}
	}
	return ""
}

func repeated(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxRow)
}

func (o *openSheet) end(name string) error {
	switch name {
	case "table":
		o.tables--
	case "p":
		o.inside--
	case "table-cell", "covered-table-cell":
		return o.endCell()
	case "table-row":
		return o.endRow()
	}
	return nil
}

func (o *openSheet) endCell() error {
	if o.cell == nil {
		return nil
	}
	c, words := *o.cell, o.shown.String()
	o.cell = nil
	if c.Raw == "" {
		c.Raw = words
	}
	if words == "" {
		words = c.Raw
	}
	if words == "" && !c.Formula {
		o.at.column += o.span
		return nil
	}
	if len(o.cells)+o.span > o.limits.Cells {
		return over("cells", o.limits.Cells)
	}
	for range o.span {
		c.Column = o.at.column
		o.at.column++
		o.cells, o.words = append(o.cells, c), append(o.words, words)
	}
	return nil
}

func (o *openSheet) endRow() error {
	if len(o.cells) > 0 {
		for i := range o.repeat {
			if err := o.addRow(o.at.row + i); err != nil {
				return err
			}
		}
	}
	o.at.row += o.repeat
	o.cells, o.words = nil, nil
	return nil
}

func (o *openSheet) addRow(row int) error {
	for i, c := range o.cells {
		c.Row = row
		if err := o.add(c, o.words[i]); err != nil {
			return err
		}
	}
	return nil
}

func (o *openSheet) chars(data []byte) error {
	if o.inside > 0 && o.cell != nil && o.shown.Len() < o.limits.Text {
		o.shown.Write(data)
	}
	return nil
}
