package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"reckon/statement"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"reckon": main})
}

// TestScripts runs every transcript of testdata/script in a folder of its own.
// Besides testscript's commands there are those of the table below.
func TestScripts(t *testing.T) {
	t.Parallel()
	cache := t.TempDir() // compiled once for all
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("RECKON_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			for name, path := range map[string]string{
				"README": "../../README.md", "TOUR": "../../docs/tour.md", "PICTURE": "../../rendition/ocr/testdata/page.png", "EXAMPLES": "../../examples", "CODE": "../../examples/twin/code.sh", "TWIN": "../../statement/testdata/twin.txt", "TWIN_CODED": "../../statement/testdata/twin.jsonl",
			} {
				abs, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				env.Setenv(name, abs)
			}
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("COLUMNS", "80")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "jsonkeys": jsonKeys, "samecoding": sameCoding, "session": session, "bytes": writeBytes, "intact": intact,
			"narrow": narrow, "hold": hold,
		},
	})
}

// exits N reckon …: the command ends with that status, and prints nothing on
// standard output unless it is 0.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N command [argument…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
	if out := ts.ReadFile("stdout"); got != 0 && out != "" {
		ts.Fatalf("a refusal printed data: %q", out)
	}
	if text := ts.ReadFile("stderr"); got != 0 && !strings.Contains("\n"+text, "\nreckon: ") {
		ts.Fatalf("a refusal does not say why: %q", text)
	}
}

// jsonkeys FILE 'key key…': each line is one JSON object, and together they
// have these keys and no others. Keys in brackets may be absent.
func jsonKeys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: jsonkeys FILE 'key key…'")
	}
	seen := map[string]bool{}
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		var object map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("%q: %v", line, err)
		}
		for key := range object {
			seen[key] = true
		}
	}
	var want []string
	for _, key := range strings.Fields(args[1]) {
		name := strings.Trim(key, "[]")
		if name == key || seen[name] {
			want = append(want, name)
		}
		if name == key && !seen[name] {
			ts.Fatalf("no line has the key %q", name)
		}
		delete(seen, name)
	}
	for key := range seen {
		ts.Fatalf("the key %q is not among %s", key, args[1])
	}
	if len(want) == 0 {
		ts.Fatalf("there was no line")
	}
}

// samecoding GOLDEN EXPORT: both hold the same statements, identifiers and
// order apart.
func sameCoding(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: samecoding GOLDEN EXPORT")
	}
	want, got := nameless(ts, args[0]), nameless(ts, args[1])
	if diff := cmp.Diff(want, got); diff != "" {
		ts.Fatalf("the coding differs (-golden +export):\n%s", diff)
	}
}

// nameless reads statements and names each by its kind and its words.
func nameless(ts *testscript.TestScript, file string) map[string]string {
	names := map[string]string{"": ""}
	var all []*statement.Statement
	for s, err := range statement.ReadJSONL(strings.NewReader(ts.ReadFile(file))) {
		ts.Check(err)
		all = append(all, s)
		names[string(s.ID)] = s.Kind() + ": " + s.Quote
	}
	coded := map[string]string{}
	for _, s := range all {
		name := names[string(s.ID)]
		coded[name] = normal(ts, s, names)
	}
	if len(coded) != len(all) {
		ts.Fatalf("two statements of %s have one kind and the same words", file)
	}
	return coded
}

func normal(ts *testscript.TestScript, s *statement.Statement, names map[string]string) string {
	s.ID, s.Source, s.Codebook = "x", "source", ""
	if s.Incident != "" {
		s.Incident = "incident"
	}
	if s.Anchor != nil {
		s.Anchor.Rendition = "text"
	}
	switch c := s.Content.(type) {
	case *statement.Toll:
		c.SubsetOf = statement.ID(names[string(c.SubsetOf)])
	case *statement.Scope:
		c.Target = statement.ID(names[string(c.Target)])
	}
	raw, err := s.MarshalJSON()
	ts.Check(err)
	var b bytes.Buffer
	ts.Check(json.Indent(&b, raw, "", " "))
	return b.String()
}

// session FILE SCRIPT: writes the fenced blocks of a page that stand after the
// comment <!-- session --> into one shell script.
func session(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: session PAGE SCRIPT")
	}
	page, err := os.ReadFile(args[0])
	if err != nil {
		ts.Fatalf("the page with the session is not there: %v", err)
	}
	var script strings.Builder
	marked, inside := false, false
	lines := bufio.NewScanner(bytes.NewReader(page))
	for lines.Scan() {
		switch line := lines.Text(); {
		case line == "<!-- session -->":
			marked = true
		case marked && line == "```sh":
			marked, inside = false, true
		case inside && line == "```":
			inside = false
		case inside:
			fmt.Fprintln(&script, line)
		}
	}
	ts.Check(lines.Err())
	if script.Len() == 0 {
		ts.Fatalf("%s has no sh block after <!-- session -->", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(script.String()), 0o600))
}

// bytes FILE TEXT [N]: writes a Go string with escapes, N times over.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bytes FILE TEXT [N]")
	}
	name, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	n := 1
	if len(args) == 3 {
		n, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(name), bytes.Repeat([]byte(text), n), 0o600))
}

// intact FOLDER: the project passes a deep verification, and nothing of an
// unfinished change lies in it.
func intact(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: intact FOLDER")
	}
	if err := ts.Exec("reckon", "-C", args[0], "audit", "verify", "--deep"); err != nil {
		ts.Fatalf("the project does not verify: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "work", "*"))
	ts.Check(err)
	if len(left) > 0 {
		ts.Fatalf("left over: %q", left)
	}
}

// hold FILE: another process has locked the file until the script ends.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FILE")
	}
	lock := flock.New(ts.MkAbs(args[0]))
	ts.Check(lock.Lock())
	ts.Defer(func() { ts.Check(lock.Unlock()) })
}

// narrow FILE: no line is wider than 80 columns, and none ends in a space.
func narrow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: narrow FILE")
	}
	text := ts.ReadFile(args[0])
	if text == "" {
		ts.Fatalf("%s is empty", args[0])
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if displayWidth(line) > 80 {
			ts.Fatalf("%d columns: %s", displayWidth(line), line)
		}
	}
	if slices.ContainsFunc([]rune(text), func(r rune) bool { return r == 0x1b }) {
		ts.Fatalf("%s holds an escape character", args[0])
	}
}
