package rendition

import (
	"path"
	"strings"
	"unicode/utf8"
)

// readCSV reads a table in plain text (RFC 4180 and what is written in its
// stead: semicolons, tabs, bare line feeds). The text is the file as it is,
// so that a quotation is what a person sees in it; the cells say where their
// words stand. A quote that is never closed, or stands within a word, is a
// character like any other.
func readCSV(in *input) (Document, error) {
	d, err := readText(in)
	if err != nil {
		return Document{}, err
	}
	d.Reader, d.Version = "csv", "1"
	c := &fields{in: in, text: d.Text, delimiter: delimiter(in.hint.Name, d.Text)}
	for c.at < len(c.text) {
		if err := c.line(); err != nil {
			return Document{}, err
		}
	}
	d.Cells = c.cells
	return d, nil
}

// delimiter finds what sets the fields apart: the sign that splits the first
// lines into the most fields, alike in each.
func delimiter(name, text string) byte {
	if ext := strings.ToLower(path.Ext(name)); ext == ".tsv" || ext == ".tab" {
		return '\t'
	}
	best, most := byte(','), 0
	for _, sign := range []byte{',', ';', '\t', '|'} {
		if n := regular(text, sign); n > most {
			best, most = sign, n
		}
	}
	return best
}

// regular returns how often a sign stands outside of quotes in each of the
// first lines at least, weighed by how many lines agree.
func regular(text string, sign byte) int {
	counts := map[int]int{}
	n, quoted := 0, false
	for i := 0; i < min(len(text), sample); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == sign:
			n++
		case c == '\n':
			counts[n]++
			n = 0
		}
	}
	counts[n]++
	score := 0
	for n, lines := range counts {
		score = max(score, n*lines)
	}
	return score
}

// fields splits a text into cells.
type fields struct {
	in        *input
	text      string
	delimiter byte
	at        int // byte offset
	points    int // code points before at
	row       int
	cells     []Cell
}

func (f *fields) advance(n int) {
	f.points += utf8.RuneCountInString(f.text[f.at : f.at+n])
	f.at += n
}

// line reads one row.
func (f *fields) line() error {
	f.row++
	if f.row%1024 == 0 {
		if err := stopped(f.in.ctx); err != nil {
			return err
		}
	}
	for column := 1; ; column++ {
		if err := f.field(column); err != nil {
			return err
		}
		if f.at == len(f.text) {
			return nil
		}
		sign := f.text[f.at]
		f.advance(1)
		if sign == f.delimiter {
			continue
		}
		if sign == '\r' && strings.HasPrefix(f.text[f.at:], "\n") {
			f.advance(1)
		}
		return nil
	}
}

// field reads one field and stops at what ends it.
func (f *fields) field(column int) error {
	rest := f.text[f.at:]
	begin, length, after := 0, 0, 0
	if n := quoted(rest, f.delimiter); n > 0 {
		begin, length, after = 1, n-2, 1
	} else if length = strings.IndexAny(rest, string(f.delimiter)+"\r\n"); length < 0 {
		length = len(rest)
	}
	f.advance(begin)
	start := f.points
	raw := f.text[f.at : f.at+length]
	f.advance(length)
	if begin > 0 {
		raw = strings.ReplaceAll(raw, `""`, `"`)
	}
	if raw != "" {
		if len(f.cells) >= f.in.limits.Cells {
			return over("cells", f.in.limits.Cells)
		}
		f.cells = append(f.cells, Cell{Row: f.row, Column: column, Span: Span{start, f.points}, Raw: raw})
	}
	f.advance(after)
	return nil
}

// longest is the most bytes of a quoted field. Beyond it the quote is taken
// for a stray one, which keeps reading linear.
const longest = 64 << 10

// quoted returns the length of the quoted field that rest begins with, its
// quotes included, or 0 where it begins with none.
func quoted(rest string, delimiter byte) int {
	if rest == "" || rest[0] != '"' {
		return 0
	}
	for i := 1; i < min(len(rest), longest); i++ {
		if rest[i] != '"' {
			continue
		}
		if i+1 < len(rest) && rest[i+1] == '"' {
			i++
			continue
		}
		if i+1 == len(rest) || rest[i+1] == delimiter || rest[i+1] == '\n' || rest[i+1] == '\r' {
			return i + 1
		}
		return 0
	}
	return 0
}
