// Command house prints how the module's source compares with the bar that the
// house has set itself, one measure a line, and exits with 1 when one fails.
//
//	go run ./bench/house
//
// It measures production Go only, as package internal/house counts it. The
// number of dependencies is that of the program in cmd/reckon: modules that
// go.mod names directly and that are linked into it, so that test libraries
// and tools do not count. It runs in the module's root and needs no network.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"

	"reckon/internal/house"
)

func main() {
	if err := run(".", os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(1)
	}
}

func run(root string, out io.Writer) error {
	t, err := house.Load(root)
	if err != nil {
		return err
	}
	direct := math.NaN()
	modules, err := linked(root, "./cmd/reckon")
	if err == nil {
		direct = float64(len(modules))
	}
	return errors.Join(err, show(out, bars(t, direct)))
}

// linked lists the modules that go.mod requires directly and that the program
// of the given package is linked with.
func linked(root, program string) ([]string, error) {
	const format = `{{with .Module}}{{if not .Main}}{{if not .Indirect}}{{.Path}}{{end}}{{end}}{{end}}`
	cmd := exec.Command("go", "list", "-deps", "-f", format, program)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	listed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing what %s links: %w: %s", program, err, strings.TrimSpace(stderr.String()))
	}
	modules := strings.Fields(string(listed))
	slices.Sort(modules)
	return slices.Compact(modules), nil
}

// show prints the bars and returns an error that counts those that fail.
func show(out io.Writer, all []bar) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	failed := 0
	for _, b := range all {
		verdict := "ok"
		if !b.holds() {
			verdict = "FAIL"
			failed++
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", verdict, b.name, b.number(b.value), b.wanted(), b.note)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d measures miss the bar", failed, len(all))
	}
	return nil
}
