// Command rendition measures the readers of package rendition on documents
// that it makes up: megabytes of file and of text per second in each format,
// the time for a PDF of 500 pages, and the most memory the process held.
//
//	go run ./bench/rendition [-cache FOLDER] [FILE.pdf ...]
//
// PDF files named on the command line are timed as well. Compiling the PDF
// engine, or loading it from a cache folder that was filled before, is shown
// by itself. Times are of one goroutine on one core, except that a long PDF is
// read by two.
//
// The program asserts nothing; it prints what it finds.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"reckon/rendition"
	"reckon/rendition/pdf"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench/rendition:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string) error {
	flags := flag.NewFlagSet("rendition", flag.ContinueOnError)
	cache := flags.String("cache", "", "folder for the compiled PDF engine")
	if err := flags.Parse(args); err != nil {
		return err
	}
	e, err := pdf.New(*cache)
	if err != nil {
		return err
	}
	begin := time.Now()
	if err := e.Warm(context.Background()); err != nil {
		return err
	}
	compile := time.Since(begin)
	fmt.Fprintf(out, "%-22s %9s %9s %9s %9s %9s\n", "format", "file MB", "text MB", "seconds", "file MB/s", "text MB/s")
	for _, s := range samples() {
		if err := line(out, e, s.name, []byte(s.data)); err != nil {
			return err
		}
	}
	if err := line(out, e, "500 pages.pdf", pages(500, 45)); err != nil {
		return err
	}
	for _, name := range flags.Args() {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := line(out, e, name, data); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\ncompiling the PDF engine, or loading it from the cache: %.1f s\n", compile.Seconds())
	fmt.Fprintf(out, "most memory held by the process: %s\n", peak())
	return nil
}

// result is what reading one file took.
type result struct {
	text  int // bytes of text
	pages int
	took  time.Duration
}

func measure(e *pdf.Engine, name string, data []byte) (result, error) {
	begin := time.Now()
	d, err := rendition.Readers{PDF: e}.Read(context.Background(), data, rendition.Hint{Name: name}, rendition.DefaultLimits())
	if err != nil {
		return result{}, fmt.Errorf("%s: %w", name, err)
	}
	return result{len(d.Text), len(d.Pages), time.Since(begin)}, nil
}

// line prints the best of three readings.
func line(out io.Writer, e *pdf.Engine, name string, data []byte) error {
	var best result
	for i := range 3 {
		r, err := measure(e, name, data)
		if err != nil {
			return err
		}
		if i == 0 || r.took < best.took {
			best = r
		}
	}
	const mega = 1e6
	file, text, seconds := float64(len(data))/mega, float64(best.text)/mega, best.took.Seconds()
	fmt.Fprintf(out, "%-22s %9.2f %9.2f %9.3f %9.1f %9.1f", shorten(name), file, text, seconds, file/seconds, text/seconds)
	if best.pages > 0 {
		fmt.Fprintf(out, "  %d pages, %.1f ms each", best.pages, 1000*seconds/float64(best.pages))
	}
	fmt.Fprintln(out)
	return nil
}

func shorten(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	if len(name) > 22 {
		return name[:22]
	}
	return name
}

// peak reads the high-water mark of the process where the system tells it.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "not told by this system"
	}
	for l := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(l, "VmHWM:"); ok {
			return strings.TrimSpace(v)
		}
	}
	return "not told by this system"
}
