// Command acts measures how fast acts are kept: appended to database and log,
// replayed, opened and verified, in a plain and in a sealed project.
//
//	go run ./bench/acts [-n 100000] [-rounds 3]
//
// Every bar is printed beside the median of interleaved runs, and the rates of
// appending beside the peer: a loop that inserts the same rows into the same
// SQLite in the same minutes, with nothing checked, drawn, hashed, signed,
// projected or published. The acts are statements of invented places with a
// figure, an anchor and a speaker chain, of about a kilobyte each.
//
// Appending without projection is sealing, inserting and publishing acts whose
// payloads are written already; with projection it is all that happens to a
// statement from the Go value on: checking, writing, sealing, inserting,
// projecting and publishing. Both run on one core; rebuilding may use all
// there are, as it does in use. On a machine that does other things too, the
// column of processor time tells more than the clock.
//
// It exits with 1 when a bar is missed at 100,000 acts; smaller runs only print.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"reckon/internal/store"
)

func main() {
	r := run{out: os.Stdout}
	flag.IntVar(&r.n, "n", full, "how many acts")
	flag.IntVar(&r.rounds, "rounds", 3, "how many interleaved `runs` the medians are of")
	child := flag.String("open", "", "open the project in `DIR`, print the seconds it took and end")
	cache := flag.String("cache", "", "keep the compiled database engine in `DIR`")
	flag.Parse()
	err := useCache(*cache)
	switch {
	case err != nil:
	case *child != "":
		err = openOnce(*child)
	default:
		err = r.all()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "acts:", err)
		os.Exit(1)
	}
}

func useCache(dir string) error {
	if dir == "" {
		return nil
	}
	return store.UseCache(dir)
}

// full is the number of acts that the bars are set for.
const full = 100_000

// run is one run of all measurements.
type run struct {
	n, rounds int
	out       io.Writer
	dir       string // for temporary files
	ctx       context.Context
	figures   figures
}

func (r *run) all() (err error) {
	r.ctx = context.Background()
	if r.dir, err = os.MkdirTemp("", "reckon-acts-"); err != nil {
		return fmt.Errorf("making room: %w", err)
	}
	defer os.RemoveAll(r.dir)
	printMachine(r.out)
	for _, step := range []func() error{r.appending, r.projects} {
		if err := step(); err != nil {
			return err
		}
	}
	return r.figures.print(r.out, r.n == full)
}

// fresh returns a new folder.
func (r *run) fresh(name string) (string, error) {
	dir, err := os.MkdirTemp(r.dir, name+"-")
	if err != nil {
		return "", fmt.Errorf("making room: %w", err)
	}
	return filepath.Join(dir, "p"), nil
}
