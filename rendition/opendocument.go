package rendition

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// readODT reads an OpenDocument text (OASIS OpenDocument 1.3, ISO/IEC 26300),
// with the headers before the text, footers after it and notes at the end.
// Deleted passages, comments, pictures and embedded objects are left out and
// noted.
func readODT(in *input) (Document, error) {
	c, err := openContainer(in, true)
	if err != nil {
		return Document{}, err
	}
	if err := plainOpenDocument(c); err != nil {
		return Document{}, err
	}
	o := &openText{flow: newFlow(in.limits), left: map[string]int{}, styles: map[string]script{}}
	// The styles come first: the content uses them, and they hold the headers.
	for _, part := range []string{"styles.xml", "content.xml"} {
		if err := o.read(in, c, part); err != nil {
			return Document{}, damaged("ODT", err)
		}
	}
	text, err := o.assemble(in.limits)
	if err != nil {
		return Document{}, err
	}
	return Document{Text: text, Reader: "odt", Version: "1", Encoding: "utf-8", Notes: remarks(o.left)}, nil
}

// plainOpenDocument refuses a file whose parts are encrypted: they would look
// damaged.
func plainOpenDocument(c *container) error {
	manifest, err := c.part("META-INF/manifest.xml")
	if err != nil {
		return err
	}
	if strings.Contains(string(manifest), "encryption-data") {
		return underPassword()
	}
	return nil
}

// openText is an OpenDocument text being read.
type openText struct {
	*flow
	styles  map[string]script
	style   string // being defined
	runs    []script
	inside  int // open paragraphs and headings
	cells   []bool
	saved   []*flow // around a part that is gathered by itself
	header  []string
	footer  []string
	endings []string // notes
	left    map[string]int
}

func (o *openText) read(in *input, c *container, part string) error {
	data, err := c.part(part)
	if err != nil {
		return err
	}
	if data == nil {
		if part == "styles.xml" {
			return nil
		}
		return fmt.Errorf("it has no part %s", part)
	}
	return newTokens(in, data).each(o)
}

// assemble puts headers, text, notes and footers in order.
func (o *openText) assemble(limits Limits) (string, error) {
	main, err := o.finish()
	if err != nil {
		return "", err
	}
	all := newFlow(limits)
	for _, part := range [][]string{o.header, {main}, o.endings, o.footer} {
		for _, text := range part {
			all.text(strings.Trim(text, "\n"))
			all.block()
		}
	}
	return all.finish()
}

var openDropped = map[string]string{
	"annotation": "comments were left out", "tracked-changes": "sets of tracked changes were left out",
	"forms": "", "scripts": "", "script": "", "ruby-text": "", "meta": "", "note-citation": "", "desc": "", "title": "",
}

var openCounted = map[string]string{
	"image": "pictures were left out", "object": "embedded objects were left out", "object-ole": "embedded objects were left out",
}

func (o *openText) begin(t *tokens, e xml.StartElement) error {
	name := e.Name.Local
	if what, ok := openDropped[name]; ok {
		if what != "" {
			o.left[what]++
		}
		return t.skip()
	}
	if what, ok := openCounted[name]; ok {
		o.left[what]++
		return nil
	}
	switch name {
	case "p", "h":
		o.inside++
	case "span":
		o.runs = append(o.runs, o.styles[attr(e, "style-name")])
	case "s":
		o.text(strings.Repeat(" ", max(1, min(small([]byte(attr(e, "c"))), gridSpan))))
	case "tab":
		o.text("\t")
	case "line-break":
		o.line()
	case "list-item":
		o.item()
	case "text-box":
		o.block()
	case "note-body":
		o.text(raised.Replace(strconv.Itoa(len(o.endings) + 1)))
		o.enter()
	case "header", "footer":
		o.enter()
	case "style":
		o.style = attr(e, "name")
	case "text-properties":
		if len(o.styles) >= o.limits.Entries {
			return over("styles", o.limits.Entries)
		}
		o.styles[o.style] = openScript(attr(e, "text-position"), attr(e, "display"))
	default:
		o.beginTable(e)
	}
	return nil
}

func (o *openText) beginTable(e xml.StartElement) {
	switch e.Name.Local {
	case "table":
		if !o.deep() {
			o.openTable()
		}
	case "table-row":
		o.row()
	case "table-cell":
		columns, rows := attr(e, "number-columns-spanned"), attr(e, "number-rows-spanned")
		o.cells = append(o.cells, o.openCell(small([]byte(columns)), small([]byte(rows))))
	}
}

// openScript reads a text position such as "super 58%" or "-33% 58%".
func openScript(position, display string) script {
	first, _, _ := strings.Cut(position, " ")
	up, err := strconv.ParseFloat(strings.TrimSuffix(first, "%"), 64)
	return script{hidden: display == "none", raised: first == "super" || err == nil && up > 0, lowered: first == "sub" || err == nil && up < 0}
}

// enter gathers what follows by itself, leave goes back.
func (o *openText) enter() {
	o.saved = append(o.saved, o.flow)
	o.flow = newFlow(o.limits)
}

func (o *openText) leave() (string, error) {
	if len(o.saved) == 0 {
		return "", nil
	}
	text, err := o.finish()
	o.flow = o.saved[len(o.saved)-1]
	o.saved = o.saved[:len(o.saved)-1]
	return strings.TrimSpace(text), err
}

func (o *openText) end(name string) (err error) {
	var text string
	switch name {
	case "p", "h":
		o.inside--
		o.block()
	case "span":
		o.runs = o.runs[:len(o.runs)-1]
	case "list-item":
		o.unlist()
	case "text-box":
		o.block()
	case "table":
		o.closeTable()
	case "table-cell":
		if o.cells[len(o.cells)-1] {
			o.closeCell()
		}
		o.cells = o.cells[:len(o.cells)-1]
	case "note-body":
		text, err = o.leave()
		o.endings = append(o.endings, raised.Replace(strconv.Itoa(len(o.endings)+1))+" "+text)
	case "header":
		text, err = o.leave()
		o.header = append(o.header, text)
	case "footer":
		text, err = o.leave()
		o.footer = append(o.footer, text)
	}
	return err
}

func (o *openText) chars(data []byte) error {
	if o.inside <= 0 {
		return nil
	}
	run := script{}
	if n := len(o.runs); n > 0 {
		run = o.runs[n-1]
	}
	if run.hidden {
		o.left["hidden runs were left out"]++
		return nil
	}
	o.collapsed(strings.Map(visible, run.place(string(data))))
	return nil
}
