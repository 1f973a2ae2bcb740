package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"reckon/source"
)

// columns are the head of a listing and what is said where it has no rows.
// The last more of them are for programs only: tables leave them out.
type columns struct {
	head  []string
	more  int
	empty string
}

// lister gives a command the forms in which a listing can be printed.
func (a *app) lister(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVar(&a.csv, "csv", false, "print data as CSV with a head")
	c.Flags().BoolVar(&a.plain, "plain", false, "print data as lines of cells with a tab between them, unwrapped")
	return c
}

// listing prints everything a sequence yields: as JSON, a line each, as CSV,
// as plain lines, or as one table. show returns a value's JSON form and its
// cells.
func listing[T any](a *app, seq iter.Seq2[T, error], t columns, show func(T) (any, []string)) error {
	out, err := a.rows(t)
	if err != nil {
		return err
	}
	for v, err := range seq {
		if err != nil {
			return err
		}
		if err := out.add(show(v)); err != nil {
			return err
		}
	}
	return out.end()
}

// rows is where the rows of a listing go.
type rows struct {
	add func(data any, cells []string) error
	end func() error
}

func (a *app) rows(t columns) (rows, error) {
	nothing := func() error { return nil }
	switch {
	case a.csv && a.json, a.plain && a.json, a.csv && a.plain:
		return rows{}, usage("--json, --csv and --plain exclude each other")
	case a.json:
		return rows{func(data any, _ []string) error { return a.line(data) }, nothing}, nil
	case a.csv:
		w := csv.NewWriter(a.data())
		err := w.Write(t.head)
		add := func(_ any, cells []string) error {
			for i, c := range cells {
				cells[i] = source.Guard(c)
			}
			return w.Write(cells)
		}
		return rows{add, func() error { w.Flush(); return w.Error() }}, err
	case a.plain:
		return rows{func(_ any, cells []string) error { return plainLine(a.data(), cells) }, nothing}, nil
	}
	var all [][]string
	return rows{func(_ any, cells []string) error { all = append(all, cells); return nil },
		func() error { return a.table(t, all) }}, nil
}

func (a *app) table(t columns, all [][]string) error {
	if len(all) == 0 {
		a.note("%s", t.empty)
		return nil
	}
	_, err := io.WriteString(a.out, table(t.head[:len(t.head)-t.more], all, a.width()))
	return err
}

// plainLine writes cells on one line.
func plainLine(w io.Writer, cells []string) error {
	flat := make([]string, len(cells))
	for i, c := range cells {
		flat[i] = clean(oneLine(c))
	}
	_, err := fmt.Fprintln(w, strings.Join(flat, "\t"))
	return err
}

// all yields the values of a slice.
func all[T any](values []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// width is how many columns a table may take: what COLUMNS says, that of the
// terminal, or 80.
func (a *app) width() int {
	if n, err := strconv.Atoi(a.getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if f, ok := a.out.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return 80
}
