package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// neverPrinted are words that take a side or a decision: for what a source
// says there is "says", for whom it names "alleged actor", for the missing
// "missing". They may stand between quotation marks as a source's own words,
// and nowhere else.
var neverPrinted = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	"claim", "claims", "claimed", "claiming", "admit", "admits", "admitted", "reveal", "reveals", "revealed", "confess", "confessed",
	"confirm", "confirmed", "confirms", "insist", "insists", "boast", "boasted",
	"perpetrator", "perpetrators", "culprit", "culprits", "guilty", "murderer", "murderers", "killer", "killers",
	"terrorist", "terrorists", "martyr", "martyrs", "martyred", "collaborator", "collaborators", "regime", "regimes", "enemy", "enemies",
	"traitor", "traitors", "rebels", "bandits", "freedom fighters",
	"body count", "body counts", "kills", "collateral", "casualty count", "slaughter", "slaughtered", "butchered",
	"massacre", "massacres", "massacred", "genocide", "atrocity", "atrocities", "liberation", "liberated", "special operation", "pogrom",
	"duplicate", "duplicates", "dedupe", "hero", "heroes", "so-called", "obviously", "presumed dead",
}, "|") + `)\b`)

// unprinted are folders whose texts are not printed: what sources write is
// recognised by them.
var unprinted = map[string]bool{"extract": true, "examples": true, "bench": true, "internal/house": true}

// No sentence of the program takes a side: every text in its source is looked
// at, whether a command prints it today or not.
func TestWordsTakeNoSide(t *testing.T) {
	t.Parallel()
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if unprinted[filepath.ToSlash(rel)] || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(rel, ".go") && !strings.HasSuffix(rel, "_test.go") {
			checkLiterals(t, path, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"README.md", "docs/commands.md"} {
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		if word := neverPrinted.FindString(string(text)); word != "" {
			t.Errorf("%s: %q", page, word)
		}
	}
}

func checkLiterals(t *testing.T, path, rel string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			return true
		}
		if word := neverPrinted.FindString(text); word != "" {
			t.Errorf("%s: %q in %.120q", rel, word, text)
		}
		return true
	})
}
