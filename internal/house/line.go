package house

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
)

// codeLines counts the lines of src that hold a token other than a comment.
func codeLines(src []byte) int {
	var s scanner.Scanner
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(src))
	s.Init(file, src, nil, 0)
	count, last := 0, 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return count
		}
		if tok == token.SEMICOLON && lit == "\n" {
			continue // inserted at the end of a line, not written
		}
		first := file.Line(pos)
		end := first + strings.Count(lit, "\n")
		count += end - max(first-1, last)
		last = end
	}
}

// announcement matches words by which authors announce missing work. The
// words are taken apart so that this file does not announce anything.
var announcement = regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME)\b|(?i:\bnot (?:yet )?implem` + `ented\b)`)

// unfinished finds such words in the comments and strings of f.
func unfinished(fset *token.FileSet, f *ast.File) []Finding {
	var out []Finding
	look := func(pos token.Pos, text string) {
		if word := announcement.FindString(text); word != "" {
			out = append(out, Finding{position(fset, pos), word})
		}
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			look(c.Pos(), c.Text)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			look(lit.Pos(), lit.Value)
		}
		return true
	})
	return out
}
