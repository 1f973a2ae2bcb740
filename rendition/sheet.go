package rendition

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

// sheets gathers the cells of a workbook and the text that shows them: the
// name of each sheet on a line, a line for each row that holds anything, and
// a tab between columns. A long run of empty cells is one tab; the cells keep
// their true places.
type sheets struct {
	doc    Document
	b      strings.Builder
	points int // code points written
	limits Limits
	name   string
	row    int
	column int
}

// gap is the longest run of empty cells that is shown as such.
const gap = 32

var oneLine = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

func (s *sheets) write(text string) {
	s.b.WriteString(text)
	s.points += utf8.RuneCountInString(text)
}

// sheet begins a sheet.
func (s *sheets) sheet(name string) {
	if s.row > 0 || s.b.Len() > 0 {
		s.write("\n\n")
	}
	s.name, s.row, s.column = name, 0, 0
	s.write(oneLine.Replace(strings.Map(visible, name)))
}

// add adds a cell that shows words. Cells come in reading order.
func (s *sheets) add(c Cell, words string) error {
	if c.Row < s.row || c.Row == s.row && c.Column <= s.column || c.Row < 1 || c.Column < 1 {
		return fault.New("RD007", fault.Invalid, "the cells of the sheet %.40q are not in order", s.name)
	}
	if len(s.doc.Cells) >= s.limits.Cells {
		return over("cells", s.limits.Cells)
	}
	words = oneLine.Replace(strings.Map(visible, words))
	if s.b.Len()+len(words)+gap > s.limits.Text {
		return over("bytes of text", s.limits.Text)
	}
	if c.Row > s.row {
		s.write("\n")
		s.row, s.column = c.Row, 1
	}
	if empty := c.Column - s.column; empty > gap {
		s.write("\t")
	} else {
		s.write(strings.Repeat("\t", empty))
	}
	s.column = c.Column
	c.Sheet = s.name
	c.Start = s.points
	s.write(words)
	c.End = s.points
	s.doc.Cells = append(s.doc.Cells, c)
	return nil
}

func (s *sheets) finish(reader, version string, notes []string) Document {
	s.write("\n")
	s.doc.Text, s.doc.Reader, s.doc.Version, s.doc.Encoding, s.doc.Notes = s.b.String(), reader, version, "utf-8", notes
	return s.doc
}

// ref names a cell as spreadsheets do: row 3, column 28 is AB3.
func ref(row, column int) string {
	var letters []byte
	for ; column > 0; column = (column - 1) / 26 {
		letters = append(letters, byte('A'+(column-1)%26))
	}
	for i, j := 0, len(letters)-1; i < j; i, j = i+1, j-1 {
		letters[i], letters[j] = letters[j], letters[i]
	}
	return string(letters) + strconv.Itoa(row)
}

// The last cell of a spreadsheet is XFD1048576.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
)

// parseRef is the inverse of ref.
func parseRef(ref string) (row, column int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return row, column, err == nil && i > 0 && column <= maxColumn && row >= 1 && row <= maxRow
}
