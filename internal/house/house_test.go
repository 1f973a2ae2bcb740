package house_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/internal/house"
)

// load measures the fixture module.
func load(t *testing.T) map[string]*house.Package {
	t.Helper()
	tree, err := house.Load(filepath.Join("testdata", "tree"))
	if err != nil {
		t.Fatal(err)
	}
	if tree.Module != "example" {
		t.Errorf("module is %q", tree.Module)
	}
	packages := make(map[string]*house.Package)
	for _, p := range tree.Packages {
		packages[p.Folder] = p
	}
	return packages
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestPackagesAreThoseOfTheGoCommand(t *testing.T) {
	t.Parallel()
	packages := load(t)
	var got []string
	for _, folder := range []string{"low", "middle", "middle/suitetest", "cmd/tool", "nested", "vendor/skipped", ".hidden", "."} {
		if packages[folder] != nil {
			got = append(got, folder)
		}
	}
	equal(t, "folders", got, []string{"low", "middle", "middle/suitetest", "cmd/tool"})
}

func TestLines(t *testing.T) {
	t.Parallel()
	packages := load(t)
	low := packages["low"]
	equal(t, "package comment", low.DocLines, 4)
	equal(t, "test code", low.TestCode, 3)
	equal(t, "files without the generated one", low.Files, []house.File{{Path: "low/low.go", Lines: 70}})
	equal(t, "code lines", low.Code, 49)
	support := packages["middle/suitetest"]
	equal(t, "support", []any{support.Support, support.Code, support.TestCode, support.Imports},
		[]any{true, 0, 3, []string{"testing"}})
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	want := []house.Func{
		{Name: "T.Exported", Pos: "middle/middle.go:8", Lines: 1, Cyclomatic: 1, Params: 3},
		{Name: "Shape", Pos: "middle/middle.go:11", Lines: 21, Cyclomatic: 10, Nesting: 5, Params: 3},
		{Name: "closure", Pos: "middle/middle.go:33", Lines: 6, Cyclomatic: 2, Nesting: 1, Params: 1},
	}
	equal(t, "functions", load(t)["middle"].Funcs, want)
}

func TestUnfinishedWork(t *testing.T) {
	t.Parallel()
	packages := load(t)
	equal(t, "unfinished", packages["middle"].Unfinished, []house.Finding{
		{Pos: "middle/middle.go:34", What: "FIX" + "ME"},
		{Pos: "middle/middle.go:36", What: "not implem" + "ented"},
	})
	equal(t, "nothing to find", packages["low"].Unfinished, []house.Finding(nil))
}

func TestExports(t *testing.T) {
	t.Parallel()
	packages := load(t)
	got := make(map[string]bool)
	for _, s := range append(packages["low"].Exports, packages["middle"].Exports...) {
		got[s.Name] = s.Documented
	}
	equal(t, "exports and whether documented", got, map[string]bool{
		"One": true, "Two": true, "Bare": false, "ErrNone": true, "Wide": true, "Now": true,
		"T": true, "T.Exported": false, "Shape": true,
	})
	methods := make(map[string]int)
	for _, i := range packages["low"].Interfaces {
		methods[i.Name] = i.Methods
	}
	equal(t, "interfaces", methods, map[string]int{"inner": 2, "Wide": 3})
}

func TestStateAndReferences(t *testing.T) {
	t.Parallel()
	low := load(t)["low"]
	var got []string
	for _, f := range low.State {
		got = append(got, f.What)
	}
	equal(t, "state", got, []string{
		"lock holds a sync.Mutex", "pipe holds a channel", "count is assigned",
		"table is assigned", "table is changed by delete", "list is assigned", "pointed is reached by its address",
		"shared is changed through add",
	})
	equal(t, "init", low.Inits, []string{"low/low.go:53"})
	clock := 0
	for _, r := range low.Refs {
		if r.Package == "time" && r.Name == "Now" {
			clock++
		}
	}
	equal(t, "uses of the clock", clock, 1)
}

func TestDepthIsTheLongestChain(t *testing.T) {
	t.Parallel()
	tree, err := house.Load(filepath.Join("testdata", "tree"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "chain", tree.Depth(), []string{"cmd/tool", "middle", "low"})
}

func TestLoadRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	tests := map[string]map[string]string{
		"no go.mod":      {"a.go": "package a\n"},
		"no module line": {"go.mod": "go 1.26\n"},
		"broken file":    {"go.mod": "module m\n", "a.go": "package a\nfunc {"},
	}
	for name, files := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := house.Load(dir); err == nil {
				t.Error("loaded without an error")
			}
		})
	}
}
