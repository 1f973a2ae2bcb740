package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// count is what a stream of test events comes to so far.
type count struct {
	output  map[string][]string // by package and test: what it printed
	parents map[string]bool     // tests that have subtests
	ended   map[string]string   // by test that ended: pass, fail or skip
	order   []string            // keys of ended, as they came
	covered map[string]float64  // by package: per cent of statements
	failed  []string            // packages that failed, for whatever reason
}

// rules is what the verdict holds a count against.
type rules struct {
	strict bool
	floor  float64
	of     []string
}

func newCount() *count {
	return &count{
		output:  make(map[string][]string),
		parents: make(map[string]bool),
		ended:   make(map[string]string),
		covered: make(map[string]float64),
	}
}

// key names a test, or a package where test is empty.
func key(pkg, test string) string {
	return strings.TrimSuffix(pkg+" "+test, " ")
}

// take adds one event, and prints a line where it ends a package.
func (c *count) take(e event, out io.Writer) {
	built, _, _ := strings.Cut(e.ImportPath, " ") // "m/toll [m/toll.test]" is m/toll
	k := key(e.Package+built, e.Test)
	switch e.Action {
	case "output", "build-output":
		c.output[k] = append(c.output[k], e.Output)
		c.coverage(e)
	case "build-fail":
		c.fail(k)
	case "pass", "fail", "skip":
		if e.Test == "" {
			c.endPackage(e, out)
			return
		}
		c.endTest(e, k)
	}
}

// fail remembers a package once, however many events say so.
func (c *count) fail(pkg string) {
	if !slices.Contains(c.failed, pkg) {
		c.failed = append(c.failed, pkg)
	}
}

func (c *count) endTest(e event, k string) {
	if cut := strings.LastIndex(e.Test, "/"); cut >= 0 {
		c.parents[key(e.Package, e.Test[:cut])] = true
	}
	c.ended[k] = e.Action
	c.order = append(c.order, k)
	if e.Action == "pass" {
		delete(c.output, k)
	}
}

func (c *count) endPackage(e event, out io.Writer) {
	covered := "no statements"
	if v, ok := c.covered[e.Package]; ok {
		covered = fmt.Sprintf("%5.1f %% covered", v)
	}
	switch e.Action {
	case "skip":
		fmt.Fprintf(out, "  none  %-28s no tests\n", e.Package)
	case "fail":
		c.fail(e.Package)
		fmt.Fprintf(out, "  FAIL  %-28s %6.1f s\n", e.Package, e.Elapsed)
	default:
		fmt.Fprintf(out, "  ok    %-28s %6.1f s  %s\n", e.Package, e.Elapsed, covered)
	}
}

// coverage reads the sentence by which a test binary reports what it covered.
func (c *count) coverage(e event) {
	_, rest, ok := strings.Cut(e.Output, "coverage: ")
	number, _, of := strings.Cut(rest, "% of statements")
	if v, err := strconv.ParseFloat(number, 64); ok && of && err == nil && e.Test == "" {
		c.covered[e.Package] = v
	}
}

// verdict prints failures, skips and totals, and returns what is wrong.
func (c *count) verdict(out io.Writer, r rules) error {
	var errs []error
	n := map[string]int{}
	for _, k := range c.order {
		if c.parents[k] && c.ended[k] != "fail" {
			continue
		}
		c.show(out, k)
		if !c.parents[k] {
			n[c.ended[k]]++
		}
	}
	for _, k := range slices.Sorted(slices.Values(c.failed)) {
		errs = append(errs, fmt.Errorf("%s failed", k))
		fmt.Fprintf(out, "\n--- %s\n%s", k, strings.Join(c.output[k], ""))
	}
	if n["pass"]+n["fail"]+n["skip"] == 0 {
		errs = append(errs, errors.New("no test ran"))
	}
	if r.strict && n["skip"] > 0 {
		errs = append(errs, fmt.Errorf("%d skipped where nothing may be skipped", n["skip"]))
	}
	errs = append(errs, c.below(r)...)
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", n["pass"], max(n["fail"], len(c.failed)), n["skip"])
	return errors.Join(errs...)
}

// show prints what a failed or skipped test printed.
func (c *count) show(out io.Writer, k string) {
	if verdict := c.ended[k]; verdict != "pass" {
		fmt.Fprintf(out, "\n--- %s: %s\n%s", verdict, k, strings.Join(c.output[k], ""))
	}
}

// below returns an error for each package under the floor that r sets. A
// package without statements has nothing to cover.
func (c *count) below(r rules) []error {
	var errs []error
	for pkg, v := range c.covered {
		_, folder, _ := strings.Cut(pkg, "/")
		first, _, _ := strings.Cut(folder, "/")
		if slices.Contains(r.of, first) && first != "" && v < r.floor {
			errs = append(errs, fmt.Errorf("%s is covered to %.1f %%, at least %.0f %% are asked for", pkg, v, r.floor))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errs
}
