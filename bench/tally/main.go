// Command tally reads what "go test -json" writes and says what it comes to.
//
//	go test -json -cover ./... | go run ./bench/tally -strict -floor 90 -of fault,dates
//
// It prints a line for each package with its time and coverage, the full
// output of each test that failed, each skipped test with its reason, and last
// "N passed, N failed, N skipped". A test with subtests counts as its
// subtests. It exits with 1 when a test or a build failed, when nothing ran,
// when a package named by -of (or a folder below one) is covered by less than
// -floor per cent, and with -strict when a test was skipped.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	strict := flag.Bool("strict", false, "a skipped test is a failure")
	floor := flag.Float64("floor", 0, "the least `per cent` of statements covered in each package of -of")
	of := flag.String("of", "", "`packages` that -floor holds for, comma-separated folders below the module")
	flag.Parse()
	c := newCount()
	err := c.read(os.Stdin, os.Stdout)
	if err == nil {
		err = c.verdict(os.Stdout, rules{strict: *strict, floor: *floor, of: strings.Split(*of, ",")})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

// event is one line of go test -json; see "go doc test2json".
type event struct {
	Action     string
	Package    string
	ImportPath string // set instead of Package by events of the build
	Test       string
	Output     string
	Elapsed    float64
}

// read takes in a stream of events and prints each package as it ends.
func (c *count) read(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(out, lines.Text()) // not an event: the go command speaking for itself
			continue
		}
		c.take(e, out)
	}
	return lines.Err()
}
