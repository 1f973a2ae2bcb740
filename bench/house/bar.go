package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"reckon/internal/house"
)

// bar is one measure of the house with the range it must lie in.
type bar struct {
	name  string
	value float64
	low   float64 // at least this
	high  float64 // at most this
	unit  string  // appended to each number
	note  string  // where the extreme lies; may be empty
}

// holds is false for a value that could not be measured.
func (b bar) holds() bool {
	return b.value >= b.low && b.value <= b.high
}

// wanted says the range in words.
func (b bar) wanted() string {
	switch {
	case math.IsInf(b.high, 1):
		return "at least " + b.number(b.low)
	case b.low == b.high:
		return b.number(b.low)
	case b.low == 0:
		return "at most " + b.number(b.high)
	}
	return b.number(b.low) + " to " + b.number(b.high)
}

func (b bar) number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "not measured"
	case v == math.Trunc(v):
		return fmt.Sprintf("%.0f%s", v, b.unit)
	}
	return fmt.Sprintf("%.2f%s", v, b.unit)
}

// bars measures a tree. direct is the number of modules that the program
// names and links, NaN where it cannot be known.
func bars(t *house.Tree, direct float64) []bar {
	var all []bar
	all = append(all, functionBars(t)...)
	all = append(all, fileBars(t)...)
	all = append(all, documentationBars(t)...)
	return append(all,
		bar{name: "direct dependencies of the binary", value: direct, high: 20},
		bar{name: "import depth", value: float64(len(t.Depth())), high: 10, note: fmt.Sprint(t.Depth())},
	)
}

func functionBars(t *house.Tree) []bar {
	var lengths []int
	var long, tangled, deep float64
	for _, p := range t.Packages {
		for _, f := range p.Funcs {
			lengths = append(lengths, f.Lines)
			long += one(f.Lines > 60)
			tangled += one(f.Cyclomatic > 15)
			deep += one(f.Nesting >= 4)
		}
	}
	n := float64(len(lengths))
	return []bar{
		{name: "functions over 60 lines", value: percent(long, n), high: 3, unit: " %"},
		{name: "cyclomatic complexity over 15", value: percent(tangled, n), high: 2, unit: " %"},
		{name: "nested four deep or more", value: percent(deep, n), high: 1, unit: " %"},
		{name: "95th percentile function length", value: quantile(lengths, 95), high: 45},
		{name: "median function length", value: quantile(lengths, 50), high: 12},
	}
}

func fileBars(t *house.Tree) []bar {
	var lengths []int
	longest, largest := bar{name: "longest file", high: 800}, bar{name: "largest package, code lines", high: 5000}
	var code, tests float64
	for _, p := range t.Packages {
		for _, f := range p.Files {
			lengths = append(lengths, f.Lines)
			longest.raise(f.Lines, f.Path)
		}
		largest.raise(p.Code, p.Folder)
		if measuring := p.Folder == "bench" || strings.HasPrefix(p.Folder, "bench/"); !measuring {
			code += float64(p.Code) // programs that measure are neither the product nor its tests
			tests += float64(p.TestCode)
		}
	}
	return []bar{
		{name: "90th percentile file length", value: quantile(lengths, 90), high: 400},
		longest,
		largest,
		{name: "test lines per production line", value: ratio(tests, code), low: 0.8, high: 1.2},
	}
}

func documentationBars(t *house.Tree) []bar {
	var exports, documented, packages, explained float64
	widest, inits := bar{name: "largest interface, methods", high: 6}, bar{name: "init functions"}
	for _, p := range t.Packages {
		for _, s := range p.Exports {
			exports += one(p.Name != "main")
			documented += one(p.Name != "main" && s.Documented)
		}
		packages += one(p.Name != "")
		explained += one(p.Name != "" && p.DocLines > 0)
		for _, i := range p.Interfaces {
			widest.raise(i.Methods, p.Folder+"."+i.Name)
		}
		inits.value += float64(len(p.Inits))
	}
	return []bar{
		{name: "exports documented", value: percent(documented, exports), low: 100, high: 100, unit: " %"},
		{name: "packages documented", value: percent(explained, packages), low: 100, high: 100, unit: " %"},
		widest,
		inits,
	}
}

// raise takes a larger value and remembers where it was seen.
func (b *bar) raise(v int, where string) {
	if float64(v) > b.value {
		b.value, b.note = float64(v), where
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// percent is not a number where there is no whole.
func percent(part, whole float64) float64 {
	return 100 * ratio(part, whole)
}

// ratio is not a number where there is nothing to divide by.
func ratio(part, whole float64) float64 {
	if whole == 0 {
		return math.NaN()
	}
	return part / whole
}

// quantile returns the smallest value that p per cent of the values do not
// exceed (nearest rank, Hyndman and Fan's definition 1).
func quantile(values []int, p int) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := (p*len(sorted) + 99) / 100
	return float64(sorted[max(rank, 1)-1])
}
