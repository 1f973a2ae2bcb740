package rendition

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// readHTML reads everything that a page shows: title, headings, paragraphs,
// lists, tables. A guess at which part is the article would leave out a
// caption, a correction or a byline that a statement needs, and would guess
// otherwise tomorrow; so nothing visible is left out. Scripts, styles and
// elements hidden where they stand are, and a style sheet is not consulted.
//
// The page is read as a stream of tags, not as a tree: a tree built after the
// standard's recovery rules can be quadratically larger than its page.
func readHTML(in *input) (Document, error) {
	_, charset := in.hint.stated()
	if charset == "" {
		charset = metaCharset(in.data)
	}
	d, err := decode(in.data, decoding{named: in.hint.Encoding, declared: charset, language: in.hint.Language, patched: true})
	if err != nil {
		return Document{}, err
	}
	text, notes, err := pageText(in, d.text)
	if err != nil {
		return Document{}, err
	}
	d.text, d.notes = text, append(d.notes, notes...)
	return d.document("html", "1"), nil
}

// metaCharset finds the charset that a page declares in its first 4,096
// bytes.
func metaCharset(data []byte) string {
	low := strings.ToLower(string(head(data, 4096)))
	if strings.HasPrefix(low, "<?xml") {
		if decl, _, ok := strings.Cut(low, "?>"); ok {
			return valueAfter(decl, "encoding")
		}
	}
	for {
		_, rest, ok := strings.Cut(low, "<meta")
		if !ok {
			return ""
		}
		tag, after, _ := strings.Cut(rest, ">")
		if name := valueAfter(tag, "charset"); name != "" {
			return name
		}
		low = after
	}
}

// valueAfter returns the word after key and an equals sign.
func valueAfter(s, key string) string {
	_, s, ok := strings.Cut(s, key)
	s, eq := strings.CutPrefix(strings.TrimLeft(s, " \t\r\n"), "=")
	if !ok || !eq {
		return ""
	}
	s = strings.TrimLeft(s, " \t\r\n\"'")
	if i := strings.IndexAny(s, " \t\r\n\"';/?>"); i >= 0 {
		s = s[:i]
	}
	return s
}

// page is a page being read.
type page struct {
	*flow
	stack  []element
	open   map[string]int // elements in the stack by name
	depth  int            // the most elements kept open
	unseen int            // open elements that do not show
	pre    int            // open elements in which white space counts
	raised int            // open sup elements
	below  int            // open sub elements
	left   int            // elements left out because they do not show
	deep   bool
}

type element struct {
	name   string
	unseen bool
	cell   bool // a cell was opened for it
}

// maxTag is the most bytes of one tag or run of words; pictures are written
// into tags.
const maxTag = 32 << 20

func pageText(in *input, s string) (string, []string, error) {
	p := &page{flow: newFlow(in.limits), open: map[string]int{}, depth: in.limits.Depth}
	z := html.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(maxTag)
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := stopped(in.ctx); err != nil {
				return "", nil, err
			}
		}
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				return "", nil, over("bytes in one element or passage", maxTag)
			}
			break
		}
		if p.full {
			break
		}
		p.token(z, kind)
	}
	text, err := p.finish()
	var notes []string
	if p.left > 0 {
		notes = append(notes, fmt.Sprintf("%d elements that the page does not show were left out", p.left))
	}
	if p.deep {
		notes = append(notes, fmt.Sprintf("elements nested more than %d deep were read as if they were not", p.depth))
	}
	return text, notes, err
}

func (p *page) token(z *html.Tokenizer, kind html.TokenType) {
	switch kind {
	case html.TextToken:
		p.words(string(z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := z.TagName()
		if bytes.Equal(name, []byte("noscript")) {
			z.NextIsNotRawText()
		}
		p.start(string(name), attributes(z, more))
	case html.EndTagToken:
		name, _ := z.TagName()
		p.end(string(name))
	}
}

// attributes are those that a reader of text looks at.
type tagAttributes struct {
	hidden        bool
	columns, rows int
}

func attributes(z *html.Tokenizer, more bool) (a tagAttributes) {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			a.hidden = a.hidden || string(value) != "until-found"
		case "style":
			style := strings.Map(dropSpace, strings.ToLower(string(value)))
			a.hidden = a.hidden || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
		case "colspan":
			a.columns = small(value)
		case "rowspan":
			a.rows = small(value)
		}
	}
	return a
}

func dropSpace(r rune) rune {
	if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
		return -1
	}
	return r
}

func small(value []byte) int {
	n, err := strconv.Atoi(strings.TrimSpace(string(head(value, 8))))
	if err != nil || n < 0 {
		return 1
	}
	return n
}

// words adds text, as the elements around it have it.
func (p *page) words(s string) {
	if p.unseen > 0 {
		return
	}
	s = strings.Map(visible, s)
	if p.raised > 0 {
		s = raised.Replace(s)
	} else if p.below > 0 {
		s = lowered.Replace(s)
	}
	if p.pre > 0 {
		p.text(strings.ReplaceAll(s, "\r", ""))
		return
	}
	p.collapsed(s)
}

// visible drops control characters, which a page cannot show.
func visible(r rune) rune {
	if r < 0x20 && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r >= 0x7F && r < 0xA0 {
		return -1
	}
	return r
}

// Sorts of elements. What is in none of the lists is a run of words.
var (
	void   = set("area base br col embed frame hr img input link meta param source track wbr keygen basefont bgsound")
	unseen = set("script style template head iframe object audio video canvas svg select datalist noembed noframes map dialog")
	blocks = set("address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form " +
		"h1 h2 h3 h4 h5 h6 header hgroup html legend main menu nav ol p pre section summary table title ul listing plaintext xmp caption textarea")
	tableParts = set("td th tr thead tbody tfoot caption table")
	// closesP begins elements that end an open paragraph.
	closesP = set("address article aside blockquote center details dir div dl fieldset figcaption figure footer form " +
		"h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table ul li dd dt")
	headings = set("p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table pre figure title article section")
	marked   = set("sup sub li")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// Elements that an end does not reach beyond.
var (
	listScope  = set("ul ol menu dir table td th")
	dlScope    = set("dl table td th")
	pScope     = set("td th table li")
	tableScope = set("td th table")
	tableOnly  = set("table")
)

// implied lists, for elements whose end tag may be left out, which open
// element a new one ends, and where to stop looking for it.
var implied = map[string]struct {
	within map[string]bool
	ends   []string
}{
	"li":    {listScope, []string{"li"}},
	"dt":    {dlScope, []string{"dt", "dd"}},
	"dd":    {dlScope, []string{"dt", "dd"}},
	"td":    {tableOnly, []string{"td", "th"}},
	"th":    {tableOnly, []string{"td", "th"}},
	"tr":    {tableOnly, []string{"tr"}},
	"thead": {tableOnly, []string{"thead", "tbody", "tfoot"}},
	"tbody": {tableOnly, []string{"thead", "tbody", "tfoot"}},
	"tfoot": {tableOnly, []string{"thead", "tbody", "tfoot"}},
	"body":  {nil, []string{"head"}},
	"title": {nil, []string{"head"}},
}

// imply ends what a new element of the name ends.
func (p *page) imply(name string) {
	if closesP[name] {
		p.pop(pScope, "p")
	}
	rule, ok := implied[name]
	if !ok {
		return
	}
	if !p.pop(rule.within, rule.ends...) && name == "tr" {
		p.pop(rule.within, "td", "th")
	}
}

func (p *page) start(name string, a tagAttributes) {
	p.imply(name)
	if void[name] {
		p.empty(name)
		return
	}
	hides := a.hidden || unseen[name]
	if !hides && p.unseen == 0 && !blocks[name] && !tableParts[name] && !marked[name] {
		if name == "q" {
			p.words("“")
		}
		return
	}
	if len(p.stack) >= p.depth {
		p.deep = true
		p.block()
		return
	}
	p.stack = append(p.stack, element{name: name, unseen: hides})
	p.open[name]++
	switch {
	case hides:
		if p.unseen++; p.unseen == 1 && name != "head" && name != "script" && name != "style" {
			p.left++
		}
	case p.unseen == 0:
		p.begin(name, a)
	}
}

// empty does what an element without content does.
func (p *page) empty(name string) {
	if p.unseen > 0 {
		return
	}
	switch name {
	case "br":
		p.lineBreak()
	case "hr":
		p.block()
	}
}

// begin does what the beginning of an element that shows does.
func (p *page) begin(name string, a tagAttributes) {
	switch name {
	case "table":
		if !p.flow.deep() {
			p.openTable()
			return
		}
		p.block()
	case "tr":
		p.row()
	case "td", "th":
		p.stack[len(p.stack)-1].cell = p.openCell(a.columns, a.rows)
	case "li":
		p.item()
	case "sup":
		p.raised++
	case "sub":
		p.below++
	case "pre", "textarea", "listing", "xmp", "plaintext":
		p.block()
		p.pre++
	default:
		p.edge(name)
	}
}

// edge is the break before and after an element.
func (p *page) edge(name string) {
	switch {
	case headings[name]:
		p.block()
	case blocks[name]:
		p.line()
	}
}

func (p *page) end(name string) {
	switch {
	case name == "br":
		p.empty(name)
	case name == "q" && p.unseen == 0:
		p.words("”")
	case p.open[name] == 0:
	case tableParts[name]:
		p.pop(tableOnly, name)
	default:
		p.pop(tableScope, name)
	}
}

// pop ends the innermost open element that has one of the names, and all
// within it, unless an element of those within stands before it.
func (p *page) pop(within map[string]bool, names ...string) bool {
	if !slices.ContainsFunc(names, func(name string) bool { return p.open[name] > 0 }) {
		return false
	}
	for i := len(p.stack) - 1; i >= 0; i-- {
		name := p.stack[i].name
		if slices.Contains(names, name) {
			for len(p.stack) > i {
				p.close()
			}
			return true
		}
		if within[name] {
			return false
		}
	}
	return false
}

// close ends the innermost element.
func (p *page) close() {
	e := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	p.open[e.name]--
	if e.unseen {
		p.unseen--
		return
	}
	if p.unseen > 0 {
		return
	}
	switch e.name {
	case "table":
		p.closeTable()
	case "td", "th":
		if e.cell {
			p.closeCell()
		}
	case "li":
		p.unlist()
	case "sup":
		p.raised--
	case "sub":
		p.below--
	case "pre", "textarea", "listing", "xmp", "plaintext":
		p.pre--
		p.block()
	default:
		p.edge(e.name)
	}
}
