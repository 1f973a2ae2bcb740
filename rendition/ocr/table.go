package ocr

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"reckon/fault"
	"reckon/rendition"
)

// The columns of tesseract's TSV output.
const (
	colLevel = iota
	colPage
	colBlock
	colParagraph
	colLine
	colWord
	colLeft
	colTop
	colWidth
	colHeight
	colConfidence
	colText
	columns
)

// levelPage and levelWord are the levels of rows that matter.
const (
	levelPage = 1
	levelWord = 5
)

// table is TSV being read into a document.
type table struct {
	doc    rendition.Document
	b      strings.Builder
	points int
	last   [4]int // page, block, paragraph and line of the last word
}

func (t *table) write(s string) {
	t.b.WriteString(s)
	t.points += utf8.RuneCountInString(s)
}

// parse reads tesseract's TSV: words with spaces between, a line for each
// line, and an empty line between paragraphs.
func parse(tsv []byte, limits rendition.Limits) (rendition.Document, error) {
	t := &table{}
	for line := range strings.Lines(string(tsv)) {
		fields := strings.SplitN(strings.TrimRight(line, "\r\n"), "\t", columns)
		if len(fields) < columns || fields[0] == "level" {
			continue
		}
		if err := t.row(fields, limits); err != nil {
			return rendition.Document{}, err
		}
	}
	t.endPage()
	if len(t.doc.Boxes) == 0 {
		return rendition.Document{}, fault.New("RD001", fault.Invalid, "no words were recognised in the picture").
			Try("Type what you can read")
	}
	t.doc.Text = t.b.String()
	return t.doc, nil
}

func (t *table) row(fields []string, limits rendition.Limits) error {
	var n [colConfidence]int
	for i := range n {
		v, err := strconv.Atoi(fields[i])
		if err != nil {
			return fault.New("RD007", fault.Invalid, "the recogniser's table cannot be read: %v", err)
		}
		n[i] = v
	}
	switch n[colLevel] {
	case levelPage:
		t.endPage()
		if len(t.doc.Pages) >= limits.Pages {
			return fault.New("RD008", fault.Invalid, "the picture has more than the %d pages that are read", limits.Pages)
		}
		t.doc.Pages = append(t.doc.Pages, rendition.Page{
			Number: n[colPage], Span: rendition.Span{Start: t.points}, Width: float64(n[colWidth]), Height: float64(n[colHeight]),
		})
	case levelWord:
		confidence, err := strconv.ParseFloat(fields[colConfidence], 32)
		if err != nil {
			return fault.New("RD007", fault.Invalid, "the recogniser's table cannot be read: %v", err)
		}
		t.word(n, strings.TrimSpace(strings.ToValidUTF8(fields[colText], "\uFFFD")), float32(confidence))
	}
	return nil
}

func (t *table) word(n [colConfidence]int, text string, confidence float32) {
	if text == "" {
		return
	}
	at := [4]int{n[colPage], n[colBlock], n[colParagraph], n[colLine]}
	switch {
	case len(t.doc.Boxes) == 0 || at[0] != t.last[0]:
	case at[1] != t.last[1] || at[2] != t.last[2]:
		t.write("\n\n")
	case at[3] != t.last[3]:
		t.write("\n")
	default:
		t.write(" ")
	}
	t.last = at
	begin := t.points
	t.write(text)
	t.doc.Boxes = append(t.doc.Boxes, rendition.Box{
		Page: n[colPage], Span: rendition.Span{Start: begin, End: t.points}, Confidence: confidence,
		Left: float32(n[colLeft]), Top: float32(n[colTop]), Right: float32(n[colLeft] + n[colWidth]), Bottom: float32(n[colTop] + n[colHeight]),
	})
}

// endPage ends the page that is open.
func (t *table) endPage() {
	if n := len(t.doc.Pages); n > 0 {
		if t.points > t.doc.Pages[n-1].Start {
			t.write("\n\n")
		}
		t.doc.Pages[n-1].End = t.points
	}
}
