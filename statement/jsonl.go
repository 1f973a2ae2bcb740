package statement

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"reckon/fault"
	"reckon/source"
)

// maxRecord bounds one line of an exchange file, in bytes.
const maxRecord = 1 << 20

const byteOrderMark = "\uFEFF"

// WriteJSONL writes statements as JSON Lines, the lossless form. It stops at
// the first statement that is not valid.
func WriteJSONL(w io.Writer, statements iter.Seq[*Statement]) error {
	b := bufio.NewWriter(w)
	for s := range statements {
		if err := s.Validate(); err != nil {
			return fmt.Errorf("writing statement %s: %w", s.ID, err)
		}
		data, err := source.Encode(s)
		if err != nil {
			return fmt.Errorf("writing statement %s: %w", s.ID, err)
		}
		if _, err := b.Write(append(data, '\n')); err != nil {
			return fmt.Errorf("writing statements: %w", err)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("writing statements: %w", err)
	}
	return nil
}

// ReadJSONL reads statements from JSON Lines. Empty lines and a byte order mark
// are passed over. A line that cannot be read or is not valid yields an error
// with its number, and reading goes on; only a line over 1 MiB or a broken
// reader ends it.
func ReadJSONL(r io.Reader) iter.Seq2[*Statement, error] {
	return func(yield func(*Statement, error) bool) {
		lines := bufio.NewScanner(skipMark(r))
		lines.Buffer(make([]byte, 0, 1<<16), maxRecord)
		n := 0
		for lines.Scan() {
			n++
			text := lines.Bytes()
			if len(bytes.TrimSpace(text)) == 0 {
				continue
			}
			if !yield(located(n, readLine(text))) {
				return
			}
		}
		switch err := lines.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield(nil, tooLong(n+1))
		case err != nil:
			yield(nil, fmt.Errorf("reading line %d: %w", n+1, err))
		}
	}
}

func readLine(text []byte) func() (*Statement, error) {
	return func() (*Statement, error) {
		var s Statement
		if err := source.Decode(text, &s); err != nil {
			return nil, err
		}
		return &s, s.Validate()
	}
}

// located runs a reading of one record and puts the line's number before what
// it refuses.
func located(n int, read func() (*Statement, error)) (*Statement, error) {
	s, err := read()
	if err == nil {
		return s, nil
	}
	var l fault.List
	var p *fault.Problem
	if !errors.As(err, &l) && errors.As(err, &p) {
		l = fault.List{p}
	}
	if len(l) == 0 {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	var placed fault.List
	placed.Join(fmt.Sprintf("line %d", n), l)
	return nil, placed
}

func tooLong(n int) error {
	return fault.New("ST040", fault.Invalid, "the line is longer than %d bytes", maxRecord).At(fmt.Sprintf("line %d", n)).
		Unchanged("Nothing from here on was read").Try("Check that the file is one of statements")
}
