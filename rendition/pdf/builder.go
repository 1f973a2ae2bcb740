package pdf

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"reckon/fault"
	"reckon/rendition"
)

// builder makes a document of pages.
type builder struct {
	limits  rendition.Limits
	doc     rendition.Document
	b       strings.Builder
	points  int
	blank   int // pages without text
	unknown int // characters without meaning
}

func (b *builder) write(s string) {
	b.b.WriteString(s)
	b.points += utf8.RuneCountInString(s)
}

// page is where a builder gets its glyphs from.
type page interface {
	glyphs() (all []glyph, width, height float64, err error)
}

// add adds one page.
func (b *builder) add(ctx context.Context, number int, p page) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	glyphs, width, height, err := p.glyphs()
	if err != nil {
		return fmt.Errorf("page %d: %w", number, err)
	}
	begin := b.points
	lines := cutLines(glyphs)
	if len(lines) == 0 {
		b.blank++
	}
	b.lines(number, lines)
	if b.b.Len() > b.limits.Text {
		return tooMany("bytes of text", b.limits.Text)
	}
	b.doc.Pages = append(b.doc.Pages, rendition.Page{
		Number: number, Span: rendition.Span{Start: begin, End: b.points}, Width: width, Height: height,
	})
	return nil
}

func (b *builder) lines(number int, lines []*line) {
	rightToLeft, mirrored := rightToLeftPage(lines), mirrors(lines)
	pitch := usualPitch(lines)
	for i, l := range lines {
		if i > 0 && apart(lines[i-1], l, pitch) {
			b.write("\n")
		}
		words := l.words(rightToLeft, mirrored)
		b.unknown += strings.Count(words, string(noMeaning))
		begin := b.points
		b.write(words)
		left, bottom, right, top := l.box()
		b.doc.Boxes = append(b.doc.Boxes, rendition.Box{
			Page: number, Span: rendition.Span{Start: begin, End: b.points},
			Left: float32(left), Bottom: float32(bottom), Right: float32(right), Top: float32(top),
		})
		b.write("\n")
	}
	if len(lines) > 0 {
		b.write("\n")
	}
}

func rightToLeftPage(lines []*line) bool {
	left, right := 0, 0
	for _, l := range lines {
		left, right = left+l.letters.left, right+l.letters.right
	}
	return right > left
}

// usualPitch is the lower quartile of the distances between neighbouring lines
// of a page: most lines have a neighbour in their own paragraph.
func usualPitch(lines []*line) float64 {
	var all []float64
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].base - lines[i].base; d > 0 {
			all = append(all, d)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/4]
}

// apart says that a line begins a new paragraph or column: it stands well
// below the line before, or above it.
func apart(before, l *line, pitch float64) bool {
	d := before.base - l.base
	em := max(before.em, l.em)
	return d < -0.5*em || d > 1.4*pitch && d > 1.5*em
}

// append adds the pages of another builder after its own.
func (b *builder) append(o *builder) {
	shift := func(s rendition.Span) rendition.Span {
		return rendition.Span{Start: s.Start + b.points, End: s.End + b.points}
	}
	for _, p := range o.doc.Pages {
		p.Span = shift(p.Span)
		b.doc.Pages = append(b.doc.Pages, p)
	}
	for _, box := range o.doc.Boxes {
		box.Span = shift(box.Span)
		b.doc.Boxes = append(b.doc.Boxes, box)
	}
	b.write(o.b.String())
	b.blank, b.unknown = b.blank+o.blank, b.unknown+o.unknown
}

func (b *builder) finish() (rendition.Document, error) {
	if b.blank == len(b.doc.Pages) {
		return rendition.Document{}, fault.New("RD001", fault.Invalid, "none of the %d pages holds text", b.blank).
			Try("If they are pictures of text, type what you can read, or save them as pictures and have them recognised")
	}
	if b.b.Len() > b.limits.Text {
		return rendition.Document{}, tooMany("bytes of text", b.limits.Text)
	}
	if b.blank > 0 {
		b.doc.Notes = append(b.doc.Notes, fmt.Sprintf("%d of %d pages hold no text; they may be pictures", b.blank, len(b.doc.Pages)))
	}
	if b.unknown > 0 {
		b.doc.Notes = append(b.doc.Notes, fmt.Sprintf("%d characters have no meaning in the file and are shown as U+FFFD", b.unknown))
	}
	b.doc.Text, b.doc.Reader, b.doc.Version, b.doc.Encoding = b.b.String(), "pdf", "1", "binary"
	return b.doc, nil
}
