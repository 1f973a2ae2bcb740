package reckon_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"reckon/internal/house"
)

// The names of the layers, for the table below. A name that ends in /* stands
// for the folders directly under it.
const (
	kits   = "fault dates names places "
	coded  = kits + "source statement "
	known  = coded + "register "
	domain = known + "extract propose lists rendition link estimate toll tracing ledger publish chart "
)

// mayImport is the whole import graph: a package, and the packages of this
// module that its production files may import. docs/decisions/0001 says why
// it has this shape; a new edge needs a decision record.
var mayImport = map[string]string{
	"fault":       "",
	"dates":       "fault",
	"names":       "fault",
	"places":      "fault",
	"ledger":      "fault",
	"estimate":    "fault",
	"estimate/*":  "fault estimate estimate/*",
	"chart":       "fault dates",
	"source":      "fault dates",
	"link":        kits,
	"statement":   kits + "source",
	"rendition":   "fault dates source",
	"rendition/*": "fault rendition",
	"register":    coded,
	"extract":     coded + "extract/*",
	"extract/*":   coded + "extract extract/*",
	"propose":     coded + "extract extract/*",
	"lists":       coded,
	"toll":        known,
	"tracing":     known,
	"publish":     strings.ReplaceAll(domain, "link ", ""),

	"internal/house":      "",
	"internal/durable":    "",
	"internal/archive":    "fault",
	"internal/figures":    "fault source extract extract/*",
	"internal/intake":     "fault",
	"internal/config":     "fault",
	"internal/seal":       "fault ledger source internal/durable",
	"internal/journal":    "fault ledger source internal/durable internal/seal",
	"internal/vault":      "fault ledger source internal/durable internal/seal",
	"internal/vault/ocfl": "fault",
	"internal/store":      strings.ReplaceAll(domain, "chart ", ""),
	".":                   domain + "estimate/* extract/* internal/store internal/vault internal/journal internal/seal internal/durable internal/archive internal/figures internal/intake internal/tollsheet",
	"internal/sample":     domain + ".",
	"internal/tollsheet":  domain + "internal/store",
	"internal/tollview":   domain + "internal/tollsheet",
	"internal/web":        domain + ". internal/store internal/tollsheet internal/tollview",
	"internal/web/*":      domain + ". internal/store internal/web internal/web/*",
	"internal/api":        domain + ". internal/store",
	"cmd/reckon":          domain + "estimate/* extract/* rendition/* . internal/store internal/config internal/sample internal/tollsheet internal/tollview internal/web internal/api",

	"bench": "",
	"bench/*": domain + "estimate/* extract/* rendition/* . internal/house internal/sample internal/store internal/journal " +
		"internal/durable internal/seal internal/vault internal/web internal/tollsheet",
}

// engines are the packages that must give the same output for the same input
// on any machine, together with the folders under them.
var engines = strings.Fields("fault dates names places source statement extract propose lists register link estimate " +
	"toll tracing ledger chart")

// impure are imports that an engine does without: input and output, the
// network, processes, and chance that does not come from a seed passed in.
var impure = []string{
	"crypto/rand", "database/sql", "io/ioutil", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http",
	"os", "os/exec", "os/signal", "os/user", "plugin", "syscall", "unsafe",
}

// clock are the names of package time that read the machine's clock, its
// timers or its zone.
var clock = strings.Fields("Now Since Until Sleep After AfterFunc Tick NewTicker NewTimer Local LoadLocation")

// exceptions lists what may break a cap, and why. A key is the beginning of
// the finding as the test prints it ("path/file.go Func: lines").
var exceptions = map[string]string{}

// measured parses the module once for all tests.
var measured = sync.OnceValues(func() (*house.Tree, error) { return house.Load(".") })

func tree(t *testing.T) *house.Tree {
	t.Helper()
	tr, err := measured()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// entry returns the key of mayImport that covers a folder, or "".
func entry(folder string) string {
	if _, ok := mayImport[folder]; ok {
		return folder
	}
	if pattern := path.Dir(folder) + "/*"; mayImport[pattern] != "" {
		return pattern
	}
	return ""
}

// allowed lists what a package may import. Test support for a package stands
// in a folder under it, and may import it and what it may import.
func allowed(p *house.Package) (list []string, ok bool) {
	key := entry(p.Folder)
	if key == "" && p.Support {
		key = entry(path.Dir(p.Folder))
		list = append(list, key)
	}
	return append(list, strings.Fields(mayImport[key])...), key != ""
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	for _, p := range tr.Packages {
		list, ok := allowed(p)
		if !ok {
			t.Errorf("package %s has no place in the house: add it to mayImport with a decision record", p.Folder)
			continue
		}
		for _, target := range tr.Imported(p) {
			if !slices.Contains(list, entry(target)) {
				t.Errorf("%s imports %s, which docs/decisions/0001-rings-and-the-root-package.md does not allow",
					p.Folder, target)
			}
		}
	}
}

// TestTheTableItselfPointsDown keeps the table honest: no entry allows a
// package that is not in it, and only the root, surfaces and benches may see
// machinery from outside internal/.
func TestTheTableItselfPointsDown(t *testing.T) {
	t.Parallel()
	for folder, list := range mayImport {
		outside := folder != "." && !strings.HasPrefix(folder, "internal/") &&
			!strings.HasPrefix(folder, "cmd/") && !strings.HasPrefix(folder, "bench")
		for _, target := range strings.Fields(list) {
			if _, ok := mayImport[target]; !ok {
				t.Errorf("%s may import %s, which is not in the table", folder, target)
			}
			if outside && (target == "." || strings.HasPrefix(target, "internal/")) {
				t.Errorf("%s is a domain package and may not import %s", folder, target)
			}
		}
	}
}

func TestEnginesArePure(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t).Packages {
		first, _, _ := strings.Cut(p.Folder, "/")
		if p.Support || !slices.Contains(engines, first) {
			continue
		}
		for _, name := range p.Imports {
			if slices.Contains(impure, name) {
				t.Errorf("%s imports %s: an engine takes plain values, and an io.Reader where it needs chance", p.Folder, name)
			}
		}
		for _, r := range p.Refs {
			if r.Package == "time" && slices.Contains(clock, r.Name) {
				t.Errorf("%s: time.%s: an engine takes the time as a value", r.Pos, r.Name)
			}
		}
	}
}

func TestTestCodeStaysInTests(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t).Packages {
		for _, name := range p.Imports {
			first, _, _ := strings.Cut(name, "/")
			test := first == "testing" || name == "pgregory.net/rapid" || strings.HasPrefix(name, "github.com/google/go-cmp/")
			if test && !p.Support {
				t.Errorf("%s imports %s in a production file: move it to a _test.go file or a …test package", p.Folder, name)
			}
		}
	}
}

func TestNothingIsLeftUnfinished(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t).Packages {
		for _, f := range p.Unfinished {
			t.Errorf("%s: %s", f.Pos, f.What)
		}
	}
}

// TestCapsHold executes the hard caps on size and the ban on hidden state.
// CONTRIBUTING.md says what to aim at; these are the limits that need a
// reason to break. Each exception must still be needed.
func TestCapsHold(t *testing.T) {
	t.Parallel()
	var found []string
	for _, p := range tree(t).Packages {
		found = append(found, hiddenState(p)...)
		found = append(found, packageSizes(p)...)
		for _, f := range p.Funcs {
			found = append(found, functionSizes(f)...)
		}
	}
	needed := make(map[string]bool)
	for _, f := range found {
		if prefix := exception(f); prefix != "" {
			needed[prefix] = true
			continue
		}
		t.Error(f)
	}
	for prefix, reason := range exceptions {
		if !needed[prefix] {
			t.Errorf("the exception %q (%s) is no longer needed: take it out", prefix, reason)
		}
	}
}

func hiddenState(p *house.Package) []string {
	var found []string
	for _, pos := range p.Inits {
		found = append(found, file(pos)+": an init function")
	}
	for _, f := range p.State {
		found = append(found, file(f.Pos)+": package-level state: "+f.What)
	}
	return found
}

func packageSizes(p *house.Package) []string {
	names := 0
	for _, s := range p.Exports {
		if !s.Method {
			names++
		}
	}
	found := over(nil, p.Folder, "code lines", p.Code, 5000)
	found = over(found, p.Folder, "exported names", names, 45)
	for _, f := range p.Files {
		found = over(found, f.Path, "lines", f.Lines, 800)
	}
	for _, i := range p.Interfaces {
		found = over(found, file(i.Pos)+" "+i.Name, "interface methods", i.Methods, 6)
	}
	return found
}

func functionSizes(f house.Func) []string {
	where := file(f.Pos) + " " + f.Name
	found := over(nil, where, "lines", f.Lines, 80)
	found = over(found, where, "cyclomatic complexity", f.Cyclomatic, 20)
	found = over(found, where, "nesting", f.Nesting, 3)
	return over(found, where, "parameters", f.Params, 5)
}

// over appends a finding to found where a measure is above its limit.
func over(found []string, where, what string, got, limit int) []string {
	if got <= limit {
		return found
	}
	return append(found, fmt.Sprintf("%s: %s: %d, at most %d", where, what, got, limit))
}

// exception returns the key of the exception that covers a finding, or "".
func exception(finding string) string {
	for prefix := range exceptions {
		if strings.HasPrefix(finding, prefix) {
			return prefix
		}
	}
	return ""
}

func TestEverythingExportedIsDocumented(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t).Packages {
		if p.DocLines < 5 && p.Name != "" {
			t.Errorf("package %s: its comment has %d lines, at least 5", p.Folder, p.DocLines)
		}
		for _, s := range p.Exports {
			if !s.Documented && p.Name != "main" {
				t.Errorf("%s: %s has no doc comment", s.Pos, s.Name)
			}
		}
	}
}

// file cuts the line from a position, so that an exception survives edits.
func file(pos string) string {
	name, _, _ := strings.Cut(pos, ":")
	return name
}

// TestThePictureHasEveryPackage keeps docs/architecture.svg from growing old.
func TestThePictureHasEveryPackage(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("docs/architecture.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range tree(t).Packages {
		first, _, _ := strings.Cut(p.Folder, "/")
		name := strings.TrimPrefix(p.Folder, "internal/")
		if p.Support || p.Folder == "." || first == "bench" || first == "cmd" || strings.Contains(name, "/") {
			continue
		}
		if !strings.Contains(string(raw), ">"+name+"<") {
			t.Errorf("docs/architecture.svg does not show %s", p.Folder)
		}
	}
}
