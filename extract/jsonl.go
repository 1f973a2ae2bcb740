package extract

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"reckon/fault"
)

// Options says how JSONL reads and what it writes.
type Options struct {
	Language Language
	Grade    Grade // Look adds the proposals of that grade; anything else leaves them out
}

// MaxLine is the longest line JSONL reads, in bytes.
const MaxLine = 64 << 20

type lineIn struct {
	ID   *string `json:"id"`
	Text *string `json:"text"`
}

type lineOut struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Result
}

// JSONL reads lines with id and text and writes a line with id, text, figures
// and not_figures for each. Lines that are no such object are reported together,
// with their numbers, in a fault.List after all others are done; a reader or
// writer that breaks ends the work at once.
func JSONL(r io.Reader, w io.Writer, opts Options) error {
	in := bufio.NewReaderSize(r, 64<<10)
	out := bufio.NewWriter(w)
	var bad fault.List
	for n := 1; ; n++ {
		line, long, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading line %d: %w", n, err)
		}
		if long || len(line) > 0 {
			p, werr := one(line, long, out, opts)
			if werr != nil {
				return fmt.Errorf("writing the result of line %d: %w", n, werr)
			}
			if p != nil {
				bad.Add(p.At("line " + strconv.Itoa(n)))
			}
		}
		if err != nil {
			break
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	return bad.Err()
}

// readLine reads to the end of the line. What is longer than MaxLine is read
// past and reported as long.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > MaxLine {
			line, long = nil, true
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return trimmed(line), long, err
	}
}

func trimmed(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r' || line[len(line)-1] == ' ') {
		line = line[:len(line)-1]
	}
	return line
}

// one reads one line and writes its result, or says what is wrong with it.
func one(line []byte, long bool, w io.Writer, opts Options) (*fault.Problem, error) {
	if long {
		return refuse("EX002", "the line is longer than %d bytes", MaxLine), nil
	}
	if !utf8.Valid(line) {
		return refuse("EX003", "the line is not UTF-8"), nil
	}
	var in lineIn
	if err := json.Unmarshal(line, &in); err != nil {
		return refuse("EX004", "the line is no JSON object with id and text (%v)", err), nil
	}
	if in.ID == nil || in.Text == nil {
		return refuse("EX004", "the line has no id or no text"), nil
	}
	out := lineOut{ID: *in.ID, Text: *in.Text, Result: Text(*in.Text, opts.Language)}
	if opts.Grade != Look {
		out.Result = out.Result.Without(Look)
	}
	data, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(append(data, '\n'))
	return nil, err
}

func refuse(code fault.Code, format string, args ...any) *fault.Problem {
	return fault.New(code, fault.Invalid, format, args...).
		Unchanged("The other lines were read").Try("Give one object with the strings id and text a line")
}
