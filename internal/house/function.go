package house

import (
	"fmt"
	"go/ast"
	"go/token"
)

// Func is one measured function.
type Func struct {
	Name       string // Name or Type.Name
	Pos        string // path:line
	Lines      int    // first to last line of the declaration, comment not included
	Cyclomatic int    // McCabe's number: 1 + if, for, case, communication clause, && and ||
	Nesting    int    // blocks and closures around the innermost statement; else-if adds nothing
	Params     int    // parameters without the receiver
}

// funcs measures the functions declared in f, and the closures that
// package-level variables hold.
func funcs(fset *token.FileSet, f *ast.File) []Func {
	var out []Func
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			out = append(out, measure(fset, funcName(d), d, d.Type))
		case *ast.GenDecl:
			out = append(out, closures(fset, d)...)
		}
	}
	return out
}

func closures(fset *token.FileSet, d *ast.GenDecl) []Func {
	var out []Func
	ast.Inspect(d, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if ok {
			out = append(out, measure(fset, "closure", lit, lit.Type))
		}
		return !ok
	})
	return out
}

func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	return receiver(d) + "." + d.Name.Name
}

// receiver returns the name of the type a method belongs to.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return "?"
		}
	}
}

func measure(fset *token.FileSet, name string, n ast.Node, sig *ast.FuncType) Func {
	deepest := 0
	start := nesting{deepest: &deepest}
	if lit, ok := n.(*ast.FuncLit); ok {
		ast.Walk(start, lit.Body) // the closure is the function here, not a level within one
	} else {
		ast.Walk(start, n)
	}
	return Func{
		Name:       name,
		Pos:        position(fset, n.Pos()),
		Lines:      fset.Position(n.End()).Line - fset.Position(n.Pos()).Line + 1,
		Cyclomatic: cyclomatic(n),
		Nesting:    deepest,
		Params:     sig.Params.NumFields(),
	}
}

// cyclomatic counts the decisions in n, plus one: T. J. McCabe, "A Complexity
// Measure", IEEE Transactions on Software Engineering SE-2 (4), 1976.
func cyclomatic(n ast.Node) int {
	count := 1
	ast.Inspect(n, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			count++
		case *ast.CaseClause:
			if x.List != nil {
				count++
			}
		case *ast.CommClause:
			if x.Comm != nil {
				count++
			}
		case *ast.BinaryExpr:
			if x.Op == token.LAND || x.Op == token.LOR {
				count++
			}
		}
		return true
	})
	return count
}

// nesting is a visitor that remembers the deepest block it has been in.
type nesting struct {
	depth   int
	deepest *int
}

func (v nesting) deeper() nesting {
	v.depth++
	*v.deepest = max(*v.deepest, v.depth)
	return v
}

// Visit implements ast.Visitor.
func (v nesting) Visit(n ast.Node) ast.Visitor {
	switch x := n.(type) {
	case *ast.IfStmt:
		v.visitIf(x)
		return nil
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.FuncLit:
		return v.deeper()
	}
	return v
}

// visitIf keeps "else if" on the level of its "if".
func (v nesting) visitIf(s *ast.IfStmt) {
	if s.Init != nil {
		ast.Walk(v, s.Init)
	}
	ast.Walk(v, s.Cond)
	ast.Walk(v.deeper(), s.Body)
	switch e := s.Else.(type) {
	case *ast.IfStmt:
		ast.Walk(v, e)
	case *ast.BlockStmt:
		ast.Walk(v.deeper(), e)
	}
}

func position(fset *token.FileSet, p token.Pos) string {
	at := fset.Position(p)
	return fmt.Sprintf("%s:%d", at.Filename, at.Line)
}
