package rendition

import (
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// readDOCX reads the main text of a WordprocessingML document (ECMA-376 part
// 1), with the headers before it and the footers after it, each distinct one
// once, and footnotes and endnotes at the end, numbered as they are referred
// to. Text that was deleted under change tracking and hidden text is left out
// and noted. Relations to elsewhere, macros, pictures and embedded objects
// are not opened.
func readDOCX(in *input) (Document, error) {
	c, err := openContainer(in, true)
	if err != nil {
		return Document{}, err
	}
	w := &word{flow: newFlow(in.limits), in: in, c: c, left: map[string]int{}}
	for _, step := range []func() error{
		func() error { return w.margins("word/header") },
		func() error { return w.read("word/document.xml") },
		w.endnotes,
		func() error { return w.margins("word/footer") },
		w.outside,
	} {
		if err := step(); err != nil {
			return Document{}, damaged("DOCX", err)
		}
	}
	text, err := w.finish()
	if err != nil {
		return Document{}, err
	}
	return Document{Text: text, Reader: "docx", Version: "1", Encoding: "utf-8", Notes: remarks(w.left)}, nil
}

// word is a DOCX file being read.
type word struct {
	*flow
	in    *input
	c     *container
	run   script
	cell  bool   // a cell has begun whose width is not known yet
	cells []bool // open cells: whether the flow has one for it
	refs  []noteRef
	texts map[noteRef]string
	note  *noteRef       // the note being read
	left  map[string]int // what was left out
}

// script is how a run of words stands on the line.
type script struct{ hidden, raised, lowered bool }

// place puts words as they show.
func (s script) place(words string) string {
	switch {
	case s.raised:
		return raised.Replace(words)
	case s.lowered:
		return lowered.Replace(words)
	}
	return words
}

type noteRef struct{ kind, id string }

func (w *word) read(part string) error {
	data, err := w.c.part(part)
	if err != nil {
		return err
	}
	if data == nil {
		return fmt.Errorf("it has no part %s", part)
	}
	return newTokens(w.in, data).each(w)
}

// margins reads the headers or the footers.
func (w *word) margins(prefix string) error {
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(w.c.files)) {
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, ".xml") {
			continue
		}
		m := &word{flow: newFlow(w.limits), in: w.in, c: w.c, left: w.left}
		if err := m.read(name); err != nil {
			return err
		}
		text, err := m.finish()
		if err != nil {
			return err
		}
		if text = strings.TrimSpace(text); !seen[text] {
			seen[text] = true
			w.block()
			w.text(text)
		}
	}
	w.block()
	return nil
}

// endnotes writes the footnotes and endnotes, in the order in which the text
// refers to them.
func (w *word) endnotes() error {
	if len(w.refs) == 0 {
		return nil
	}
	w.texts = map[noteRef]string{}
	for _, part := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
		data, err := w.c.part(part)
		if err != nil {
			return err
		}
		if data == nil {
			continue
		}
		n := &word{flow: newFlow(w.limits), in: w.in, c: w.c, left: w.left, texts: w.texts}
		if err := newTokens(w.in, data).each(n); err != nil {
			return err
		}
	}
	for i, ref := range w.refs {
		w.block()
		w.text(raised.Replace(strconv.Itoa(i+1)) + " " + w.texts[ref])
	}
	w.block()
	return nil
}

// outside notes what the document would have fetched or run.
func (w *word) outside() error {
	for _, name := range slices.Sorted(maps.Keys(w.c.files)) {
		if strings.HasSuffix(name, "vbaproject.bin") {
			w.left["macros were left out"]++
		}
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		data, err := w.c.part(name)
		if err != nil {
			return err
		}
		if err := newTokens(w.in, data).each(relations{w.left}); err != nil {
			return err
		}
	}
	return nil
}

// relations counts the relations of a part to things elsewhere.
type relations struct{ left map[string]int }

func (r relations) begin(_ *tokens, e xml.StartElement) error {
	if attr(e, "TargetMode") == "External" && !strings.HasSuffix(attr(e, "Type"), "/hyperlink") {
		r.left["references to files elsewhere were not followed"]++
	}
	return nil
}
func (relations) end(string) error   { return nil }
func (relations) chars([]byte) error { return nil }

// dropped lists elements that are left out, with what to call them; those
// without a name hold no text of the document.
var dropped = map[string]string{
	"del": "passages deleted under change tracking were left out", "moveFrom": "", "delText": "", "instrText": "", "Fallback": "",
	"sectPr": "", "tblPr": "", "trPr": "", "tblGrid": "", "sdtPr": "", "sdtEndPr": "", "fldData": "", "delInstrText": "", "rt": "",
}

// counted lists elements that stand for what cannot be shown as text.
var counted = map[string]string{
	"blip": "pictures were left out", "imagedata": "pictures were left out",
	"commentReference": "comments were left out", "OLEObject": "embedded objects were left out",
	"altChunk": "embedded documents were left out", "chart": "charts were left out",
}

// signs lists elements that stand for a character.
var signs = map[string]string{
	"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "sym": "\uFFFD",
}

func (w *word) begin(t *tokens, e xml.StartElement) error {
	name := e.Name.Local
	if what, ok := dropped[name]; ok {
		if what != "" {
			w.left[what]++
		}
		return t.skip()
	}
	if what, ok := counted[name]; ok {
		w.left[what]++
		return nil
	}
	if sign, ok := signs[name]; ok {
		w.put(sign)
		return nil
	}
	switch name {
	case "t":
		words, err := t.content()
		w.put(words)
		return err
	case "r":
		w.run = script{}
	case "rPr":
		return w.properties(t, func(e xml.StartElement) { w.run.set(e) })
	case "pPr":
		return w.properties(t, w.list)
	case "p":
		w.openPending(1)
	case "br", "cr":
		w.line()
	case "footnoteReference", "endnoteReference":
		w.refs = append(w.refs, noteRef{strings.TrimSuffix(name, "Reference"), attr(e, "id")})
		w.text(raised.Replace(strconv.Itoa(len(w.refs))))
	case "footnote", "endnote":
		return w.openNote(t, noteRef{name, attr(e, "id")}, attr(e, "type"))
	case "txbxContent":
		w.block()
	default:
		return w.beginTable(t, name)
	}
	return nil
}

func (w *word) beginTable(t *tokens, name string) error {
	switch name {
	case "tbl":
		w.openPending(1)
		if !w.deep() {
			w.openTable()
		}
	case "tr":
		w.row()
	case "tc":
		w.cell = true
	case "tcPr":
		columns := 1
		err := w.properties(t, func(e xml.StartElement) {
			if e.Name.Local == "gridSpan" {
				columns = small([]byte(attr(e, "val")))
			}
		})
		w.openPending(columns)
		return err
	}
	return nil
}

// openPending opens the cell that has begun.
func (w *word) openPending(columns int) {
	if w.cell {
		w.cell = false
		w.cells = append(w.cells, w.openCell(columns, 1))
	}
}

// put adds words of a run.
func (w *word) put(words string) {
	if w.run.hidden {
		w.left["hidden runs were left out"]++
		return
	}
	w.text(strings.Map(visible, w.run.place(words)))
}

// properties calls f for each element within the one that was begun last.
func (w *word) properties(t *tokens, f func(xml.StartElement)) error {
	for end := t.depth - 1; t.depth > end; {
		token, err := t.next()
		if err != nil {
			return unexpected(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			f(e)
		}
	}
	return nil
}

func (s *script) set(e xml.StartElement) {
	value := attr(e, "val")
	switch e.Name.Local {
	case "vanish", "webHidden":
		s.hidden = value != "0" && value != "false" && value != "off"
	case "vertAlign":
		s.raised, s.lowered = value == "superscript", value == "subscript"
	case "position": // in half-points; some programs raise words so
		n, err := strconv.Atoi(value)
		s.raised, s.lowered = err == nil && n >= 4, err == nil && n <= -4
	}
}

// list marks a paragraph that is an item of a list.
func (w *word) list(e xml.StartElement) {
	if e.Name.Local == "numId" && attr(e, "val") != "0" {
		w.item()
	}
}

func (w *word) openNote(t *tokens, ref noteRef, kind string) error {
	if len(w.texts) >= w.limits.Entries {
		return over("notes", w.limits.Entries)
	}
	if w.texts == nil || kind != "" && kind != "normal" {
		return t.skip()
	}
	w.flow, w.note = newFlow(w.limits), &ref
	return nil
}

func (w *word) end(name string) error {
	switch name {
	case "p":
		if w.top().prefix != "" {
			w.unlist()
		}
		w.block()
	case "r":
		w.run = script{}
	case "txbxContent":
		w.block()
	case "tbl":
		w.closeTable()
	case "tc":
		w.openPending(1)
		if n := len(w.cells); n > 0 {
			if w.cells[n-1] {
				w.closeCell()
			}
			w.cells = w.cells[:n-1]
		}
	case "footnote", "endnote":
		if w.note == nil {
			return nil
		}
		text, err := w.finish()
		w.texts[*w.note] = strings.TrimSpace(text)
		w.note = nil
		return err
	}
	return nil
}

// chars is not used: the words of a document stand in elements of their own.
func (w *word) chars([]byte) error { return nil }

// remarks puts counts into words, in a stable order.
func remarks(left map[string]int) []string {
	var notes []string
	for _, what := range slices.Sorted(maps.Keys(left)) {
		notes = append(notes, fmt.Sprintf("%d %s", left[what], what))
	}
	return notes
}
