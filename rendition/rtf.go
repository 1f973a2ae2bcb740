package rendition

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// readRTF reads the text of a Rich Text Format document (specification 1.9.1,
// Microsoft 2008): paragraphs, tables, footnotes at the end, list numbers as
// they show. Pictures, objects, field codes, hidden and deleted text are left
// out. Letters written as bytes are read in the code page of their font or,
// failing that, of the document, unless a person names another.
func readRTF(in *input) (Document, error) {
	r := &rtf{
		flow: newFlow(in.limits), in: in, data: in.data, group: group{uc: 1, page: "windows-1252"},
		charset: "windows-1252", fonts: map[int]string{}, left: map[string]int{},
	}
	if in.hint.Encoding != "" {
		name, _, err := lookup(in.hint.Encoding)
		if err != nil {
			return Document{}, err
		}
		r.charset, r.group.page, r.named = name, name, true
	}
	for n := 0; r.at < len(r.data) && !r.full; n++ {
		if n%1024 == 0 {
			if err := stopped(in.ctx); err != nil {
				return Document{}, err
			}
		}
		if err := r.step(); err != nil {
			return Document{}, err
		}
	}
	r.flush()
	for len(r.outer) > 0 {
		r.leave()
	}
	for _, note := range r.notes {
		r.block()
		r.text(note)
	}
	text, err := r.finish()
	if err != nil {
		return Document{}, err
	}
	if len(r.stack) > 0 {
		r.left["groups were never closed"] = len(r.stack)
	}
	return Document{Text: text, Reader: "rtf", Version: "1", Encoding: r.charset, Notes: remarks(r.left)}, nil
}

// rtf is a document being read.
type rtf struct {
	*flow
	in      *input
	data    []byte
	at      int
	group   group
	stack   []group
	fonts   map[int]string // font number: encoding
	font    int            // being defined
	charset string         // of the document
	named   bool           // by a person
	bytes   []byte         // letters not yet decoded
	units   []uint16       // UTF-16 units not yet decoded
	ignore  int            // fallback letters still to leave out
	star    bool           // the last word was \*
	cell    bool           // a cell is open
	ended   bool           // the row was ended
	outer   []*flow        // around the footnotes that are open
	open    []int          // their numbers, counted from 0
	notes   []string
	left    map[string]int
}

// group is what a brace restores.
type group struct {
	run     script
	skip    bool
	uc      int    // fallback letters that follow a \u
	page    string // encoding of bytes
	inTable bool
	fonts   bool // in the font table
	note    bool // a footnote begins here
}

func (r *rtf) step() error {
	switch c := r.data[r.at]; c {
	case '{':
		r.flush()
		if len(r.stack) >= r.in.limits.Depth {
			return over("nested groups", r.in.limits.Depth)
		}
		r.stack = append(r.stack, r.group)
		r.group.note = false
		r.ignore = 0
		r.at++
	case '}':
		r.flush()
		r.at++
		r.close()
	case '\\':
		r.at++
		r.control()
	case '\r', '\n', 0:
		r.at++
	default:
		r.at++
		r.letter(c)
	}
	return nil
}

func (r *rtf) close() {
	r.ignore = 0
	if r.group.note {
		r.leave()
	}
	if n := len(r.stack); n > 0 {
		r.group = r.stack[n-1]
		r.stack = r.stack[:n-1]
	}
}

// letter takes one byte of text.
func (r *rtf) letter(c byte) {
	switch {
	case r.ignore > 0:
		r.ignore--
	case r.group.skip:
	default:
		r.words()
		r.bytes = append(r.bytes, c)
	}
}

// control reads a control word or sign; the backslash is behind.
func (r *rtf) control() {
	if r.at >= len(r.data) {
		return
	}
	c := r.data[r.at]
	if c < 'a' || c > 'z' {
		if c < 'A' || c > 'Z' {
			r.at++
			r.sign(c)
			return
		}
	}
	begin := r.at
	for r.at < len(r.data) && r.data[r.at]|0x20 >= 'a' && r.data[r.at]|0x20 <= 'z' {
		r.at++
	}
	word := string(r.data[begin:r.at])
	begin = r.at
	if r.at < len(r.data) && r.data[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
		r.at++
	}
	value, err := strconv.Atoi(string(r.data[begin:r.at]))
	if r.at < len(r.data) && r.data[r.at] == ' ' {
		r.at++
	}
	star := r.star
	r.star = false
	r.word(word, value, err == nil, star)
}

// rtfSigns are control signs and words that stand for a character.
var rtfSigns = map[string]string{
	"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}",
	"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "nestcell": "\t",
}

func (r *rtf) sign(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.data) {
			if n, err := strconv.ParseUint(string(r.data[r.at:r.at+2]), 16, 8); err == nil {
				r.at += 2
				r.letter(byte(n))
			}
		}
	case '*':
		r.star = true
	case '\n', '\r':
		r.word("par", 0, false, false)
	default:
		r.character(rtfSigns[string(c)])
	}
}

// character adds a character that is named rather than written.
func (r *rtf) character(s string) {
	if s == "" || r.group.skip {
		return
	}
	if r.ignore > 0 {
		r.ignore--
		return
	}
	r.words()
	r.flush()
	r.put(s)
}

// rtfDropped are destinations without text of the document. Any that is
// marked with \* and is not known here is left out as well.
var rtfDropped = set("colortbl stylesheet info pict objdata fldinst nonshppict themedata colorschememapping datastore latentstyles " +
	"generator xmlnstbl listtable listoverridetable rsidtbl revtbl pgptbl filetbl template annotation atnid atnauthor atndate " +
	"background bkmkstart bkmkend tc xe falt panose")

func (r *rtf) word(word string, value int, has, star bool) {
	if word == "u" || word == "uc" {
		r.flushBytes()
	} else {
		r.flush()
	}
	switch {
	case word == "bin":
		if has && value > 0 {
			r.at += min(value, len(r.data)-r.at)
		}
		return
	case word == "fonttbl":
		r.group.fonts, r.group.skip = true, true
		return
	case word == "pict":
		r.left["pictures were left out"]++
	case word == "annotation":
		r.left["comments were left out"]++
	}
	if star || rtfDropped[word] {
		r.group.skip = true
		return
	}
	if r.group.fonts {
		r.define(word, value)
		return
	}
	if r.group.skip {
		return
	}
	if s := rtfSigns[word]; s != "" {
		r.character(s)
		return
	}
	if !r.state(word, value, has) {
		r.layout(word)
	}
}

// define reads the font table, which says in which code page a font writes.
func (r *rtf) define(word string, value int) {
	switch word {
	case "f":
		r.font = value
	case "fcharset":
		if len(r.fonts) < r.in.limits.Entries {
			r.fonts[r.font] = fontCharsets[value]
		}
	}
}

// state reads words that change how the text after them is read.
func (r *rtf) state(word string, value int, has bool) bool {
	on := !has || value != 0
	switch word {
	case "u":
		r.words()
		r.units = append(r.units, uint16(value))
		r.ignore = r.group.uc
	case "uc":
		r.group.uc = max(0, min(value, 100))
	case "ansicpg":
		if name := codePages[value]; name != "" && !r.named {
			r.charset, r.group.page = name, name
		}
	case "mac":
		if !r.named {
			r.charset, r.group.page = "macintosh", "macintosh"
		}
	case "f":
		r.group.page = r.charset
		if name := r.fonts[value]; name != "" && !r.named {
			r.group.page = name
		}
	case "intbl":
		r.group.inTable = on
	case "pard":
		r.group.inTable = false
	default:
		return r.group.run.word(word, value, has)
	}
	return true
}

// word reads words that change how the ones after them stand on the line.
func (s *script) word(word string, value int, has bool) bool {
	on := !has || value != 0
	switch word {
	case "v", "deleted":
		s.hidden = on
	case "super":
		s.raised = on
	case "sub":
		s.lowered = on
	case "up": // in half-points; some programs raise words so
		s.raised = !has || value >= 4
	case "dn":
		s.lowered = !has || value >= 4
	case "nosupersub":
		s.raised, s.lowered = false, false
	case "plain":
		*s = script{}
	default:
		return false
	}
	return true
}

// layout reads words that end something.
func (r *rtf) layout(word string) {
	switch word {
	case "par", "sect", "page", "header", "footer", "headerl", "headerr", "headerf", "footerl", "footerr", "footerf":
		r.block()
	case "line", "nestrow":
		r.line()
	case "cell":
		r.openRTFCell()
		r.closeCell()
		r.cell = false
	case "row":
		r.ended = true
	case "footnote":
		r.notes = append(r.notes, "")
		r.put(raised.Replace(strconv.Itoa(len(r.notes))))
		r.outer, r.open = append(r.outer, r.flow), append(r.open, len(r.notes)-1)
		r.flow = newFlow(r.in.limits)
		r.group.note, r.group.inTable = true, false
	}
}

// openRTFCell opens a cell where none is open, and the row and the table that
// it needs.
func (r *rtf) openRTFCell() {
	if r.cell || len(r.outer) > 0 {
		return
	}
	if r.top().table == nil {
		r.openTable()
		r.ended = true
	}
	if r.ended {
		r.row()
		r.ended = false
	}
	r.cell = r.openCell(1, 1)
}

// words makes ready for words: inside of a cell, or outside of a table.
func (r *rtf) words() {
	switch {
	case len(r.outer) > 0:
	case r.group.inTable:
		r.openRTFCell()
	case !r.cell:
		r.closeTable()
	}
}

// leave ends a footnote.
func (r *rtf) leave() {
	n := len(r.outer)
	if n == 0 {
		return
	}
	text, err := r.finish()
	note := r.open[n-1]
	r.notes[note] = raised.Replace(strconv.Itoa(note+1)) + " " + strings.TrimSpace(text)
	r.flow, r.outer, r.open = r.outer[n-1], r.outer[:n-1], r.open[:n-1]
	r.full = r.full || err != nil
}

// flush decodes what is pending.
func (r *rtf) flush() {
	r.flushBytes()
	if len(r.units) > 0 {
		units := r.units
		r.units = nil
		r.put(string(utf16.Decode(units)))
	}
}

func (r *rtf) flushBytes() {
	if len(r.bytes) == 0 {
		return
	}
	pending := r.bytes
	r.bytes = nil
	if units := r.units; len(units) > 0 {
		r.units = nil
		r.put(string(utf16.Decode(units)))
	}
	r.put(r.decode(pending))
}

func (r *rtf) decode(data []byte) string {
	var e encoding.Encoding = charmap.Windows1252
	if _, found, err := lookup(r.group.page); err == nil {
		e = found
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return strings.Repeat("\uFFFD", len(data))
	}
	return string(out)
}

func (r *rtf) put(s string) {
	if r.group.run.hidden {
		r.left["hidden or deleted runs were left out"]++
		return
	}
	r.text(strings.Map(visible, r.group.run.place(s)))
}

// codePages are Windows code pages by the names that web pages use.
var codePages = map[int]string{
	866: "ibm866", 874: "windows-874", 932: "shift_jis", 936: "gbk", 949: "euc-kr", 950: "big5", 1250: "windows-1250",
	1251: "windows-1251", 1252: "windows-1252", 1253: "windows-1253", 1254: "windows-1254", 1255: "windows-1255",
	1256: "windows-1256", 1257: "windows-1257", 1258: "windows-1258", 10000: "macintosh", 10007: "x-mac-cyrillic", 65001: "utf-8",
}

// fontCharsets are the encodings that a font's charset number stands for.
var fontCharsets = map[int]string{
	77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gbk", 136: "big5", 161: "windows-1253", 162: "windows-1254",
	163: "windows-1258", 177: "windows-1255", 178: "windows-1256", 186: "windows-1257", 204: "windows-1251", 222: "windows-874",
	238: "windows-1250",
}
