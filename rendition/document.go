// Package rendition turns the bytes of an artifact into text with stable
// code-point offsets.
//
// A rendition is made once, by a named and versioned reader, and stored with
// its digest; statements point into the stored text, never into what a reader
// would say today. The same bytes, hint and limits give the same Document,
// byte for byte, in every reader of this package.
//
// A reader decides nothing silently. The encoding it settled on is part of
// the result, and where it is a guess the result says so; what was left out
// stands in the notes; what cannot be read with certainty is refused with a
// code, so that the artifact is kept and a person chooses.
//
// The bytes are taken to be hostile. Every reader counts bytes, entries,
// cells and depth against Limits, fetches nothing, runs nothing, writes no
// file, and looks at its context often; a fault in a reader or in a library
// under it comes out of Read as an error, never as a panic.
//
// The package is pure: bytes in, values out. PDF files and pictures need
// machinery that is not, and are read by engines that a caller hands in; see
// the packages rendition/pdf and rendition/ocr.
package rendition

import "context"

// Document is an artifact read as text.
type Document struct {
	Text      string // what statements point into, addressed in code points
	MediaType string // the format the bytes turned out to have
	Reader    string // who read it
	Version   string // the reader's version; a change of its output raises it
	Encoding  string // WHATWG name of the encoding of the bytes, or "binary"

	Guessed  bool // the encoding is a proposal; a person may name another
	Doubtful bool // the words were recognised from a picture; each needs a person's eye

	Pages    []Page       // in order, without gaps or overlaps; empty where the format has none
	Cells    []Cell       // in reading order; empty unless the format is a table
	Boxes    []Box        // where lines or words stand on their page; empty where the format does not say
	Children []Attachment // files inside this one, to be added as sources of their own
	Notes    []string     // what was left out and what was guessed, for a person
}

// Span is a half-open range of code points.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Page is one page and the text on it.
type Page struct {
	Number int `json:"number"` // counted from 1
	Span
	Width  float64 `json:"width"` // in points, or pixels of a picture
	Height float64 `json:"height"`
}

// Box is where a line or word stands on a page: points from the page's lower
// left corner for a PDF, pixels from the upper left corner for a picture.
type Box struct {
	Page int `json:"page"`
	Span
	Left       float32 `json:"left"`
	Bottom     float32 `json:"bottom"`
	Right      float32 `json:"right"`
	Top        float32 `json:"top"`
	Confidence float32 `json:"confidence,omitempty"` // 0 to 100 from a recogniser; 0 where the text is certain
}

// Cell is one cell of a table.
type Cell struct {
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row"`    // counted from 1
	Column int    `json:"column"` // counted from 1
	Span          // its words in the text
	Raw    string `json:"raw"`              // as stored: numbers are not rounded, dates stay serial numbers
	Format string `json:"format,omitempty"` // the number format, where the cell has one
	// Formula says that the cell is computed. Its words are those that the
	// file had stored when it was saved; nothing is computed here.
	Formula bool `json:"formula,omitempty"`
}

// Ref returns the cell's name as spreadsheets write it, such as AB3.
func (c Cell) Ref() string { return ref(c.Row, c.Column) }

// Attachment is a file inside another.
type Attachment struct {
	Name      string // cleaned of folders, controls and reordering marks
	MediaType string // as the container states it; not checked
	Data      []byte
}

// Hint is what is known of the bytes beside the bytes.
type Hint struct {
	Name      string // the file's name
	MediaType string // as a server or a mail stated it, perhaps with a charset
	Encoding  string // named by a person: overrides everything else
	Language  string // BCP 47 tag of the document's language, for guessing an encoding
	Inside    int    // how many containers it was taken out of
}

// Engine reads a format that needs machinery outside this package.
type Engine interface {
	Read(ctx context.Context, data []byte, hint Hint, limits Limits) (Document, error)
}
