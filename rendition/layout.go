package rendition

import (
	"slices"
	"sort"
)

// Layout is where the words of a document stand in the original: on which page
// and in which box, or in which cell. It is kept beside the text.
type Layout struct {
	Pages []Page `json:"pages,omitempty"`
	Cells []Cell `json:"cells,omitempty"`
	Boxes []Box  `json:"boxes,omitempty"`
}

// Layout returns where the document's words stand.
func (d *Document) Layout() Layout { return Layout{Pages: d.Pages, Cells: d.Cells, Boxes: d.Boxes} }

// Empty says that the format has neither pages nor cells.
func (l Layout) Empty() bool { return len(l.Pages)+len(l.Cells)+len(l.Boxes) == 0 }

// Place is where words stand in the original. It is empty where the format does
// not say.
type Place struct {
	Page  int    `json:"page,omitempty"` // counted from 1; 0 where there are none
	Sheet string `json:"sheet,omitempty"`
	Cell  string `json:"cell,omitempty"` // such as AB3
}

// At returns where the character at a code point stands: on the last page that
// has begun by then, in the cell that it lies in.
func (l Layout) At(point int) Place {
	var p Place
	if i := sort.Search(len(l.Pages), func(i int) bool { return l.Pages[i].Start > point }); i > 0 {
		p.Page = l.Pages[i-1].Number
	}
	at := slices.IndexFunc(l.Cells, func(c Cell) bool { return c.Start <= point && point < c.End })
	if at >= 0 {
		p.Sheet, p.Cell = l.Cells[at].Sheet, l.Cells[at].Ref()
	}
	return p
}
