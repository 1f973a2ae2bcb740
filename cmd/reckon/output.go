package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"reckon/fault"
)

// line prints v as one line of JSON. Characters that could drive a terminal or
// reorder a line are written as escapes, which change nothing for a program.
func (a *app) line(v any) error {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	text := strings.TrimSuffix(b.String(), "\n")
	if strings.ContainsFunc(text, drives) {
		text = escapeRunes(text)
	}
	_, err := fmt.Fprintln(a.out, text)
	return err
}

func escapeRunes(text string) string {
	var b strings.Builder
	for _, r := range text {
		if drives(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// print writes a line of data for people.
func (a *app) print(format string, args ...any) {
	fmt.Fprintf(a.out, format+"\n", shown(args)...)
}

// note writes a line beside the data.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", shown(args)...)
	}
}

// isolated is text that was cleaned and set apart from what surrounds it.
type isolated string

// shown cleans the texts among the arguments of a printed line.
func shown(args []any) []any {
	safe := make([]any, len(args))
	for i, arg := range args {
		safe[i] = arg
		if err, ok := arg.(error); ok {
			safe[i] = clean(err.Error())
		} else if s, ok := arg.(fmt.Stringer); ok {
			safe[i] = clean(s.String())
		} else if v := reflect.ValueOf(arg); v.Kind() == reflect.String && v.Type() != reflect.TypeFor[isolated]() {
			safe[i] = clean(v.String())
		}
	}
	return safe
}

// clean keeps hostile text from driving the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && drives(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// drives reports characters that a terminal obeys instead of showing them:
// controls, and those that set the direction of what follows (UAX 9).
func drives(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// terminal says whether w is one.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// data is where a document goes as it is: cleaned where that is a terminal.
func (a *app) data() io.Writer {
	if terminal(a.out) {
		return &cleaner{w: a.out}
	}
	return a.out
}

// cleaner cleans text that is written through it.
type cleaner struct {
	w    io.Writer
	rest []byte // the beginning of a character whose end has not come yet
}

func (c *cleaner) Write(b []byte) (int, error) {
	text := append(c.rest, b...)
	end := len(text)
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				end -= n
			}
			break
		}
	}
	c.rest = append([]byte(nil), text[end:]...)
	if _, err := io.WriteString(c.w, clean(string(text[:end]))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// progress reports long work: a line that is rewritten on a terminal, a line
// every few seconds elsewhere.
func (a *app) progress() func(what string, done, total int) {
	tty := terminal(a.err)
	begun, last := time.Now(), time.Now()
	return func(what string, done, total int) {
		pause := 5 * time.Second
		if tty {
			pause = 100 * time.Millisecond
		}
		if a.quiet || time.Since(begun) < time.Second || time.Since(last) < pause && done != total {
			return
		}
		last = time.Now()
		text := fmt.Sprintf("%s %d", what, done)
		if total > 0 {
			text = fmt.Sprintf("%s %d of %d", what, done, total)
		}
		if tty {
			fmt.Fprintf(a.err, "\r%s\x1b[K", text)
			if done == total {
				fmt.Fprintln(a.err)
			}
			return
		}
		fmt.Fprintln(a.err, text)
	}
}

// createNew has write fill a file that must not exist yet. Where that fails no
// half of a file is left.
func createNew(to string, write func(io.Writer) error) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fault.New("CL005", fault.Invalid, "the file exists already").At(to).Unchanged("Nothing was written").Try("Name a new file")
	}
	if err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// writeNew writes a text to a file that must not exist yet.
func writeNew(to, text string) error {
	return createNew(to, func(w io.Writer) error {
		if _, err := io.WriteString(w, text); err != nil {
			return fmt.Errorf("writing the file: %w", err)
		}
		return nil
	})
}

// short cuts a digest for people.
func short(digest string) string {
	if len(digest) <= 12 {
		return digest
	}
	return digest[:4] + " " + digest[4:8] + " … " + digest[len(digest)-4:]
}

// day is the date of a time as acts hold it.
func day(t string) string {
	if len(t) < 16 {
		return t
	}
	return t[:10] + " " + t[11:16]
}
