package house

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// inspector looks at one package with its names resolved. Imported packages
// stay opaque, which is enough to know which package-level variable or which
// import a name stands for, and needs neither their source nor a build.
type inspector struct {
	fset *token.FileSet
	pkg  *types.Package
	info *types.Info
	out  *Package
}

// opaque is an importer that knows no package.
type opaque struct{}

// Import implements types.Importer.
func (opaque) Import(string) (*types.Package, error) {
	return nil, errors.New("imports are opaque here")
}

// inspect takes in what needs names resolved across the package's files.
func (p *Package) inspect(fset *token.FileSet, files []*ast.File) {
	if p.Support || len(files) == 0 {
		return
	}
	conf := types.Config{Importer: opaque{}, Error: func(error) {}}
	info := &types.Info{
		Uses:       make(map[*ast.Ident]types.Object),
		Defs:       make(map[*ast.Ident]types.Object),
		Selections: make(map[*ast.SelectorExpr]*types.Selection),
	}
	// The error is the first of those that opaque imports cause by design.
	pkg, _ := conf.Check(p.Folder, fset, files, info)
	in := inspector{fset, pkg, info, p}
	for _, f := range files {
		in.file(f)
	}
}

func (in inspector) file(f *ast.File) {
	if !ast.IsGenerated(f) {
		in.out.Exports = append(in.out.Exports, symbols(in.fset, f)...)
	}
	for _, decl := range f.Decls {
		if d, ok := decl.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == "init" {
			in.out.Inits = append(in.out.Inits, position(in.fset, d.Pos()))
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		in.names(n)
		in.writes(n)
		return true
	})
}

// names records interfaces and references to other packages.
func (in inspector) names(n ast.Node) {
	switch x := n.(type) {
	case *ast.TypeSpec:
		obj := in.info.Defs[x.Name]
		if _, ok := x.Type.(*ast.InterfaceType); !ok || obj == nil {
			return
		}
		if t, ok := obj.Type().Underlying().(*types.Interface); ok {
			in.out.Interfaces = append(in.out.Interfaces, Interface{x.Name.Name, position(in.fset, x.Pos()), t.NumMethods()})
		}
	case *ast.SelectorExpr:
		if path := in.imported(x.X); path != "" {
			in.out.Refs = append(in.out.Refs, Ref{position(in.fset, x.Pos()), path, x.Sel.Name})
		}
	}
}

// imported returns the path of the package that e names, or "".
func (in inspector) imported(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		if name, ok := in.info.Uses[id].(*types.PkgName); ok {
			return name.Imported().Path()
		}
	}
	return ""
}

// writes records each way in which a package-level variable can change after
// its declaration: assignment to it or into it, its address taken, a method
// that may write called on it, or a type made to be changed.
func (in inspector) writes(n ast.Node) {
	switch x := n.(type) {
	case *ast.AssignStmt:
		if x.Tok != token.DEFINE {
			in.changed("assigned", x.Lhs...)
		}
	case *ast.RangeStmt:
		if x.Tok == token.ASSIGN {
			in.changed("assigned", x.Key, x.Value)
		}
	case *ast.IncDecStmt:
		in.changed("assigned", x.X)
	case *ast.UnaryExpr:
		if _, index := x.X.(*ast.IndexExpr); x.Op == token.AND && !index {
			in.changed("reached by its address", x.X)
		}
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok && len(x.Args) > 0 && in.writer(id) {
			in.changed("changed by "+id.Name, x.Args[0])
		}
	case *ast.SelectorExpr:
		if s := in.info.Selections[x]; s != nil && s.Kind() == types.MethodVal && takesAddress(s) {
			in.changed("changed through "+x.Sel.Name, x.X)
		}
	case *ast.ValueSpec:
		in.declared(x)
	}
}

// writer tells whether id is a built-in that writes to its first argument.
func (in inspector) writer(id *ast.Ident) bool {
	_, builtin := in.info.Uses[id].(*types.Builtin)
	return builtin && slices.Contains([]string{"delete", "clear", "copy"}, id.Name)
}

// takesAddress tells whether a method call passes the address of its operand.
func takesAddress(s *types.Selection) bool {
	sig, ok := s.Obj().Type().(*types.Signature)
	if !ok || sig.Recv() == nil {
		return false
	}
	_, wants := sig.Recv().Type().(*types.Pointer)
	_, has := s.Recv().(*types.Pointer)
	return wants && !has
}

func (in inspector) changed(how string, operands ...ast.Expr) {
	for _, e := range operands {
		if name := in.packageLevel(e); name != "" {
			in.out.State = append(in.out.State, Finding{position(in.fset, e.Pos()), name + " is " + how})
		}
	}
}

// packageLevel returns the name of the package-level variable that an operand
// is or lies in, or "".
func (in inspector) packageLevel(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			if path := in.imported(x.X); path != "" {
				return path + "." + x.Sel.Name
			}
			e = x.X
		case *ast.Ident:
			if v, ok := in.info.Uses[x].(*types.Var); ok && v.Parent() == in.pkg.Scope() {
				return v.Name()
			}
			return ""
		default:
			return ""
		}
	}
}

// declared records package-level variables of types that exist to be changed.
func (in inspector) declared(spec *ast.ValueSpec) {
	for _, name := range spec.Names {
		v, ok := in.info.Defs[name].(*types.Var)
		if !ok || v.Parent() != in.pkg.Scope() {
			continue
		}
		for _, part := range append([]ast.Expr{spec.Type}, spec.Values...) {
			if kind := in.changeable(part); kind != "" {
				in.out.State = append(in.out.State, Finding{position(in.fset, name.Pos()), v.Name() + " holds a " + kind})
			}
		}
	}
}

// changeable returns the kind of changing thing that a type or an initial
// value brings in, or "". A value computed once (sync.OnceValue) is a table.
func (in inspector) changeable(e ast.Expr) string {
	if e == nil {
		return ""
	}
	found := ""
	ast.Inspect(e, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ChanType:
			found = "channel"
		case *ast.SelectorExpr:
			path := in.imported(x.X)
			locks := []string{"Mutex", "RWMutex", "Once", "Map", "Pool", "WaitGroup", "Cond"}
			if path == "sync/atomic" || path == "sync" && slices.Contains(locks, x.Sel.Name) {
				found = path + "." + x.Sel.Name
			}
		}
		return found == ""
	})
	return found
}
