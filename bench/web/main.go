// Command web measures how fast the pages answer in a project of ordinary
// size.
//
//	go run ./bench/web [-sources 1000] [-statements 10000] [-rounds 40]
//
// It makes a project of invented sources and statements, builds the program,
// serves the project as `reckon serve` does, signs in, and asks for each page
// again and again over the loopback, from the first byte sent to the last
// received. The bars are a median below 50 ms and a 99th percentile below 150
// ms for every page; the page with a text of 500 pages is printed beside them
// and has its bar in a browser test, since there it is the browser that works.
//
// It exits with 1 when a bar is missed at full size; smaller runs only print.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"text/tabwriter"
	"time"
)

const (
	fullSources    = 1000
	fullStatements = 10_000
	medianBar      = 50 * time.Millisecond
	tailBar        = 150 * time.Millisecond
)

// run is one run of the measurements.
type run struct {
	sources, statements, rounds int
	out                         io.Writer
}

func main() {
	r := run{out: os.Stdout}
	flag.IntVar(&r.sources, "sources", fullSources, "how many sources")
	flag.IntVar(&r.statements, "statements", fullStatements, "how many statements")
	flag.IntVar(&r.rounds, "rounds", 40, "how often each page is asked for")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := r.all(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

func (r *run) all(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "reckon-web-")
	if err != nil {
		return fmt.Errorf("making room: %w", err)
	}
	defer os.RemoveAll(dir)
	long, err := r.fill(ctx, dir+"/project")
	if err != nil {
		return err
	}
	s, err := serve(ctx, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	return r.measure(ctx, s, long)
}

// figures are what was measured of one page.
type figures struct {
	name         string
	bytes        int
	median, tail time.Duration
	barred       bool
}

// measure asks for every page by turns, so that all of them meet the same
// disturbances.
func (r *run) measure(ctx context.Context, s *served, long string) error {
	pages := pages(r.sources, long)
	took := make([][]time.Duration, len(pages))
	size := make([]int, len(pages))
	for round := range r.rounds + 1 {
		for i, p := range pages {
			begin := time.Now()
			n, err := s.get(ctx, p.address(round))
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			if size[i] = n; round > 0 { // the first round warms
				took[i] = append(took[i], time.Since(begin))
			}
		}
	}
	all := make([]figures, len(pages))
	for i, p := range pages {
		slices.Sort(took[i])
		n := len(took[i])
		all[i] = figures{p.name, size[i], took[i][n/2], took[i][min(n-1, n*99/100)], p.barred}
	}
	return r.print(all)
}

func (r *run) print(all []figures) error {
	t := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%d sources, %d statements, %d rounds\n\t\t\t\t\n", r.sources, r.statements, r.rounds)
	fmt.Fprintf(t, "page\tkB\tmedian ms\t99th ms\t\n")
	missed := 0
	for _, f := range all {
		verdict := "ok"
		switch {
		case !f.barred:
			verdict = "no bar"
		case f.median > medianBar || f.tail > tailBar:
			verdict = "MISSED"
			missed++
		}
		fmt.Fprintf(t, "%s\t%d\t%.1f\t%.1f\t%s\n", f.name, f.bytes>>10, ms(f.median), ms(f.tail), verdict)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if missed > 0 && r.sources >= fullSources && r.statements >= fullStatements {
		return fmt.Errorf("%d bars are missed", missed)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
