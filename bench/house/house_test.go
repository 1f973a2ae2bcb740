package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reckon/internal/house"
)

func TestQuantileIsNearestRank(t *testing.T) {
	t.Parallel()
	tests := []struct {
		values []int
		p      int
		want   float64
	}{
		{[]int{7}, 50, 7},
		{[]int{4, 1, 3, 2}, 50, 2},
		{[]int{4, 1, 3, 2}, 95, 4},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 90, 9},
	}
	for _, tt := range tests {
		if got := quantile(tt.values, tt.p); got != tt.want {
			t.Errorf("quantile(%v, %d) = %v, want %v", tt.values, tt.p, got, tt.want)
		}
	}
	if !math.IsNaN(quantile(nil, 50)) {
		t.Error("the quantile of nothing is a number")
	}
}

func TestBarHoldsInItsRange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		b      bar
		holds  bool
		wanted string
		number string
	}{
		{bar{value: 3, high: 3, unit: " %"}, true, "at most 3 %", "3 %"},
		{bar{value: 3.014, high: 3}, false, "at most 3", "3.01"},
		{bar{value: 0.7, low: 0.8, high: 1.2}, false, "0.80 to 1.20", "0.70"},
		{bar{value: 1.2, low: 0.8, high: 1.2}, true, "0.80 to 1.20", "1.20"},
		{bar{value: 100, low: 100, high: 100}, true, "100", "100"},
		{bar{value: 0}, true, "0", "0"},
		{bar{value: 5, low: 2, high: math.Inf(1)}, true, "at least 2", "5"},
		{bar{value: math.NaN(), high: 20}, false, "at most 20", "not measured"},
	}
	for _, tt := range tests {
		if got := tt.b.holds(); got != tt.holds {
			t.Errorf("%+v holds = %v, want %v", tt.b, got, tt.holds)
		}
		if tt.b.wanted() != tt.wanted || tt.b.number(tt.b.value) != tt.number {
			t.Errorf("%+v reads %q, %q", tt.b, tt.b.wanted(), tt.b.number(tt.b.value))
		}
	}
}

func TestBarsOfASmallTree(t *testing.T) {
	t.Parallel()
	tree := &house.Tree{Module: "m", Packages: []*house.Package{{
		Folder: "a", Name: "a", DocLines: 5, Code: 100, TestCode: 50, Imports: []string{"m/b"},
		Files:      []house.File{{Path: "a/a.go", Lines: 900}},
		Funcs:      []house.Func{{Lines: 61, Cyclomatic: 16, Nesting: 4}, {Lines: 10}},
		Exports:    []house.Symbol{{Name: "A", Documented: true}, {Name: "B"}},
		Interfaces: []house.Interface{{Name: "I", Methods: 7}},
		Inits:      []string{"a/a.go:3"},
	}, {Folder: "b", Name: "main"}}}
	want := map[string]float64{
		"functions over 60 lines": 50, "cyclomatic complexity over 15": 50, "nested four deep or more": 50,
		"95th percentile function length": 61, "median function length": 10, "90th percentile file length": 900,
		"longest file": 900, "largest package, code lines": 100, "test lines per production line": 0.5,
		"exports documented": 50, "packages documented": 50, "largest interface, methods": 7, "init functions": 1,
		"direct dependencies of the binary": 4, "import depth": 2,
	}
	got := bars(tree, 4)
	for _, b := range got {
		if b.value != want[b.name] {
			t.Errorf("%s = %v, want %v", b.name, b.value, want[b.name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d measures, want %d", len(got), len(want))
	}
	var out strings.Builder
	err := show(&out, got)
	if err == nil || !strings.Contains(err.Error(), "11 of 15 measures miss the bar") {
		t.Errorf("verdict: %v\n%s", err, out.String())
	}
}

func TestRunSaysWhenThereIsNoProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module m\n\ngo 1.26\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err := run(dir, &out)
	if err == nil || !strings.Contains(err.Error(), "listing what ./cmd/reckon links") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(out.String(), "not measured") {
		t.Errorf("a measure was made up:\n%s", out.String())
	}
}
