package house

import (
	"go/ast"
	"go/token"
)

// Symbol is one exported name: a package-level declaration, or a method of an
// exported type.
type Symbol struct {
	Name       string
	Pos        string
	Method     bool
	Documented bool // it, or the group it stands in, has a comment
}

// Interface is one interface type with the number of methods it asks for,
// embedded ones included where they are declared in the same package.
type Interface struct {
	Name    string
	Pos     string
	Methods int
}

// Ref is one use of a name from another package.
type Ref struct {
	Pos     string
	Package string // import path
	Name    string
}

// symbols lists what f exports.
func symbols(fset *token.FileSet, f *ast.File) []Symbol {
	var out []Symbol
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if s, ok := funcSymbol(fset, d); ok {
				out = append(out, s)
			}
		case *ast.GenDecl:
			out = append(out, groupSymbols(fset, d)...)
		}
	}
	return out
}

func funcSymbol(fset *token.FileSet, d *ast.FuncDecl) (Symbol, bool) {
	s := Symbol{Name: funcName(d), Pos: position(fset, d.Pos()), Method: d.Recv != nil, Documented: d.Doc != nil}
	return s, d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d)))
}

func groupSymbols(fset *token.FileSet, d *ast.GenDecl) []Symbol {
	var out []Symbol
	add := func(documented bool, names ...*ast.Ident) {
		for _, n := range names {
			if n.IsExported() {
				out = append(out, Symbol{Name: n.Name, Pos: position(fset, n.Pos()), Documented: documented})
			}
		}
	}
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			add(d.Doc != nil || s.Doc != nil, s.Name)
		case *ast.ValueSpec:
			add(d.Doc != nil || s.Doc != nil || s.Comment != nil, s.Names...)
		}
	}
	return out
}
