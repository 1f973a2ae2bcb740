// Package house measures the source of a Go module against house rules.
//
// It parses every Go file below a folder and returns plain numbers: how long
// functions and files are, how deeply code is nested, what is exported and
// whether it is documented, which packages import which, where package-level
// state is changed after its declaration. It needs neither a network nor a
// build: other modules are treated as opaque, so a file that does not compile
// can still be measured, but one that does not parse is an error.
//
// Counting rules. Production files are those that do not end in _test.go;
// files that carry the standard "Code generated" line are left out of every
// size. A folder whose name ends in "test" holds test support: its imports
// are recorded, its lines count as test lines. A code line is a line that
// holds a token other than a comment. Closures belong to the function around
// them.
//
// The package judges nothing: the caps and their exceptions belong to its
// callers.
package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Tree is one measured module.
type Tree struct {
	Module   string     // the module's path, from go.mod
	Packages []*Package // in the order of their folders
}

// Package is one measured package: the Go files of one folder.
type Package struct {
	Folder     string // slash path below the module's root, "." for the root
	Name       string // the name in the package clause of the production files; may be empty
	Support    bool   // a folder of test support, named …test
	DocLines   int    // lines of the longest package comment
	Code       int    // code lines of production files
	TestCode   int    // code lines of test files, of test support, and of transcripts of commands
	Imports    []string
	Files      []File
	Funcs      []Func
	Exports    []Symbol
	Interfaces []Interface
	Refs       []Ref     // every use of a name from an imported package
	Inits      []string  // positions of init functions
	State      []Finding // package-level variables changed after their declaration
	Unfinished []Finding // comments and strings that announce missing work
}

// File is one production file.
type File struct {
	Path  string // slash path below the module's root
	Lines int
}

// Finding is something found at a place.
type Finding struct {
	Pos  string // path:line
	What string
}

// Load parses the module whose go.mod lies in root and measures it.
func Load(root string) (*Tree, error) {
	module, err := moduleName(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, err
	}
	tree := &Tree{Module: module}
	err = filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if dir != root && skipped(dir, d.Name()) {
			return filepath.SkipDir
		}
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			return err
		}
		p, err := loadFolder(dir, filepath.ToSlash(rel))
		if p != nil {
			tree.Packages = append(tree.Packages, p)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("measuring %s: %w", root, err)
	}
	return tree, nil
}

// moduleName reads the module's path from a go.mod file.
func moduleName(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading the module's name: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(line, "module "); ok {
			return strings.Trim(strings.TrimSpace(name), `"`), nil
		}
	}
	return "", fmt.Errorf("reading the module's name: %s has no module line", file)
}

// skipped tells whether the go command would pass over a folder too.
func skipped(dir, name string) bool {
	if name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// transcripts counts the lines of the transcripts of commands that a folder's
// tests play, without blank lines and comments.
func transcripts(dir string) (int, error) {
	names, err := filepath.Glob(filepath.Join(dir, "testdata", "script", "*.txtar"))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return 0, fmt.Errorf("counting the lines of a transcript: %w", err)
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				n++
			}
		}
	}
	return n, nil
}

// loadFolder measures one folder; it returns nil where there are no Go files.
func loadFolder(dir, folder string) (*Package, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return nil, err
	}
	p := &Package{Folder: folder, Support: strings.HasSuffix(path.Base(folder), "test")}
	fset := token.NewFileSet()
	var production []*ast.File
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		shown := path.Join(folder, filepath.Base(name))
		if strings.HasSuffix(name, "_test.go") {
			p.TestCode += codeLines(src)
			continue
		}
		f, err := parser.ParseFile(fset, shown, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		production = append(production, f)
		p.addFile(fset, f, src)
	}
	p.inspect(fset, production)
	played, err := transcripts(dir)
	p.TestCode += played
	return p, err
}

// addFile takes in what one file shows on its own.
func (p *Package) addFile(fset *token.FileSet, f *ast.File, src []byte) {
	p.Name = f.Name.Name
	if f.Doc != nil {
		p.DocLines = max(p.DocLines, strings.Count(f.Doc.Text(), "\n"))
	}
	for _, spec := range f.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		if !slices.Contains(p.Imports, name) {
			p.Imports = append(p.Imports, name)
		}
	}
	slices.Sort(p.Imports)
	if p.Support {
		p.TestCode += codeLines(src)
		return
	}
	p.Unfinished = append(p.Unfinished, unfinished(fset, f)...)
	if ast.IsGenerated(f) {
		return
	}
	p.Code += codeLines(src)
	p.Files = append(p.Files, File{Path: fset.Position(f.Package).Filename, Lines: fset.File(f.Package).LineCount()})
	p.Funcs = append(p.Funcs, funcs(fset, f)...)
}

// Imported returns the folders of the module's own packages that p imports.
func (t *Tree) Imported(p *Package) []string {
	var folders []string
	for _, name := range p.Imports {
		switch rest, ok := strings.CutPrefix(name, t.Module+"/"); {
		case ok:
			folders = append(folders, rest)
		case name == t.Module:
			folders = append(folders, ".")
		}
	}
	return folders
}

// Depth returns the longest chain of imports within the module, from the
// package at its top to the one at its bottom.
func (t *Tree) Depth() []string {
	c := chains{tree: t, known: make(map[string][]string)}
	var longest []string
	for _, p := range t.Packages {
		if chain := c.from(p.Folder); !p.Support && len(chain) > len(longest) {
			longest = chain
		}
	}
	return longest
}

// chains remembers the longest import chain from each folder.
type chains struct {
	tree  *Tree
	known map[string][]string
}

func (c chains) from(folder string) []string {
	if chain, ok := c.known[folder]; ok {
		return chain
	}
	c.known[folder] = nil // a cycle does not compile, and must not loop here either
	at := slices.IndexFunc(c.tree.Packages, func(p *Package) bool { return p.Folder == folder })
	if at < 0 {
		return nil
	}
	var below []string
	for _, next := range c.tree.Imported(c.tree.Packages[at]) {
		if chain := c.from(next); len(chain) > len(below) {
			below = chain
		}
	}
	c.known[folder] = append([]string{folder}, below...)
	return c.known[folder]
}
