package statement

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"reckon/fault"
	"reckon/source"
)

const kindColumn = "kind"

// columns lists the columns of the table: those of every statement, then those
// of each kind in turn, a name that several kinds share once.
func columns() []string {
	all := []string{kindColumn}
	for _, c := range Kinds() {
		for _, f := range (&Statement{Content: c}).Fields() {
			if !slices.Contains(all, f.Name) {
				all = append(all, f.Name)
			}
		}
	}
	return all
}

// WriteCSV writes statements as one table, a column for each field of any
// kind. A cell that a spreadsheet would take for a formula is written with an
// apostrophe before it, as is one that begins with an apostrophe, so that
// reading gives back what was written. It stops at the first statement that is
// not valid.
func WriteCSV(w io.Writer, statements iter.Seq[*Statement]) error {
	table := csv.NewWriter(w)
	head := columns()
	if err := table.Write(head); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	for s := range statements {
		if err := s.Validate(); err != nil {
			return fmt.Errorf("writing statement %s: %w", s.ID, err)
		}
		cells := map[string]string{kindColumn: s.Kind()}
		for _, f := range s.Fields() {
			cells[f.Name] = f.Text()
		}
		row := make([]string, len(head))
		for i, name := range head {
			row[i] = source.Guard(cells[name])
		}
		if err := table.Write(row); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

// ReadCSV reads statements from a table that WriteCSV wrote or that somebody
// filled in: columns in any order, only those that are needed. A toll may give
// its figure in words alone; it is then read from them. A row that cannot be
// read yields an error with its line, and reading goes on; a broken head, a row
// over 1 MiB or broken quoting ends it.
func ReadCSV(r io.Reader) iter.Seq2[*Statement, error] {
	return func(yield func(*Statement, error) bool) {
		limited := &recordLimit{r: skipMark(r)}
		table := csv.NewReader(limited)
		table.FieldsPerRecord = -1
		head, err := table.Read()
		if err == nil {
			err = checkHead(head)
		}
		if err != nil {
			if err != io.EOF {
				yield(nil, broken(1, err))
			}
			return
		}
		for n := 1; ; {
			limited.read = 0
			row, err := table.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, broken(n+1, err))
				return
			}
			n, _ = table.FieldPos(0)
			if !yield(located(n, func() (*Statement, error) { return readRow(head, row) })) {
				return
			}
		}
	}
}

func checkHead(head []string) error {
	var l fault.List
	known := columns()
	for i, name := range head {
		head[i] = strings.TrimSpace(name)
		if !slices.Contains(known, head[i]) {
			l.Add(fault.New("ST041", fault.Invalid, "there is no column %q", shorten(name)).At("line 1"))
		} else if slices.Contains(head[:i], head[i]) {
			l.Add(fault.New("ST041", fault.Invalid, "the column %q is there twice", head[i]).At("line 1"))
		}
	}
	if !slices.Contains(head, kindColumn) {
		l.Add(fault.New("ST041", fault.Invalid, "the column kind is missing").At("line 1"))
	}
	return l.Err()
}

func readRow(head, row []string) (*Statement, error) {
	if len(row) != len(head) {
		return nil, fault.New("ST042", fault.Invalid, "the row has %d cells, the head has %d", len(row), len(head))
	}
	cells := map[string]string{}
	for i, name := range head {
		cells[name] = source.Unguard(row[i])
	}
	content, err := NewContent(strings.TrimSpace(cells[kindColumn]))
	if err != nil {
		return nil, err
	}
	delete(cells, kindColumn)
	s := &Statement{Content: content}
	var l fault.List
	for _, f := range s.Fields() {
		if err := f.Set(cells[f.Name]); err != nil {
			l.Add(fault.New("ST043", fault.Invalid, "%q cannot be read: %v", shorten(cells[f.Name]), err).At(f.Name))
		}
		delete(cells, f.Name)
	}
	for _, name := range head {
		if cells[name] != "" {
			l.Add(fault.New("ST004", fault.Invalid, "a statement of the kind %s has no %s", s.Kind(), name).At(name).Try("Empty the cell, or correct the kind"))
		}
	}
	if t, ok := content.(*Toll); ok && t.Figure.Form == "" && t.Figure.Words != "" && len(l) == 0 {
		if t.Figure, err = ParseQuantity(t.Figure.Words); err != nil {
			return nil, err
		}
	}
	if len(l) > 0 {
		return nil, l
	}
	return s, s.Validate()
}

// broken describes an error that ends the reading of a table at line n or after.
func broken(n int, err error) error {
	var p *csv.ParseError
	switch {
	case fault.CodeOf(err) != "":
		return err
	case errors.Is(err, errRecord):
		return tooLong(n)
	case errors.As(err, &p):
		return fault.New("ST044", fault.Invalid, "the quoting of the table is broken: %v", p.Err).At(fmt.Sprintf("line %d", p.Line)).
			Unchanged("Nothing from here on was read").Try("Save the table again as CSV with commas and double quotes")
	}
	return fmt.Errorf("reading the table: %w", err)
}

var errRecord = errors.New("record too long")

// recordLimit refuses to read on within one record for ever, which the csv
// package by itself would do after an unclosed quote.
type recordLimit struct {
	r    io.Reader
	read int
}

// Read reads until the record is too long.
func (l *recordLimit) Read(p []byte) (int, error) {
	if l.read > maxRecord {
		return 0, errRecord
	}
	n, err := l.r.Read(p)
	l.read += n
	return n, err
}

// skipMark passes over a byte order mark.
func skipMark(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if head, err := b.Peek(len(byteOrderMark)); err == nil && string(head) == byteOrderMark {
		if _, err := b.Discard(len(byteOrderMark)); err != nil {
			return r
		}
	}
	return b
}
