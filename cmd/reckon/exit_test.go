package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"reckon/fault"
	"reckon/statement"
)

// The statuses are those of docs/commands.md, whatever an error is wrapped in.
func TestExitStatuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		want int
	}{
		{"done", nil, 0},
		{"an error of no kind", errors.New("the disk is full"), 1},
		{"stopped", context.DeadlineExceeded, 1},
		{"invalid", fault.New("ST001", fault.Invalid, "x"), 1},
		{"usage", fault.New("ST001", fault.Usage, "x"), 2},
		{"not found", fault.New("ST001", fault.NotFound, "x"), 3},
		{"integrity", fault.New("ST001", fault.Integrity, "x"), 4},
		{"gate", fault.New("ST001", fault.Gate, "x"), 5},
		{"undecided", fault.New("ST001", fault.Undecided, "x"), 6},
		{"locked", fault.New("ST001", fault.Locked, "x"), 7},
		{"a call that cobra refused", &usageError{err: errors.New("unknown flag")}, 2},
		{"a call refused over another kind", &usageError{err: fault.New("ST001", fault.NotFound, "x")}, 2},
	}
	for _, tt := range tests {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
		if tt.err == nil {
			continue
		}
		if got := exitCode(fmt.Errorf("reading: %w", tt.err)); got != tt.want {
			t.Errorf("%s, wrapped: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// A refusal names the program once, drives no terminal, and points to the help
// of the command that was called wrongly.
func TestRefusals(t *testing.T) {
	t.Parallel()
	command := &cobra.Command{Use: "reckon"}
	tests := []struct {
		err  error
		want string
	}{
		{errors.New("the disk is full"), "reckon: the disk is full\n"},
		{errors.New("reckon: the disk is full"), "reckon: the disk is full\n"},
		{errors.New("a\x1b[2Jb"), "reckon: a\uFFFD[2Jb\n"},
		{errors.New("a\u202eb"), "reckon: a\uFFFDb\n"},
		{errors.New("a\nb"), "reckon: a\nb\n"},
		{&usageError{err: errors.New("unknown flag"), cmd: command}, "reckon: unknown flag\nTry: reckon --help\n"},
		{&usageError{err: errors.New("unknown flag")}, "reckon: unknown flag\n"},
	}
	for _, tt := range tests {
		var b strings.Builder
		(&app{err: &b}).refuse(tt.err)
		if b.String() != tt.want {
			t.Errorf("got %q, want %q", b.String(), tt.want)
		}
	}
}

func TestCleanedCharacters(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"words", "words"},
		{"é ü ß", "é ü ß"},
		{"قُتل ٧", "قُتل ٧"},
		{"日本", "日本"},
		{"🙏", "🙏"},
		{"a\tb\nc", "a\tb\nc"},
		{"a\u200db", "a\u200db"},
		{"a\u200fb", "a\u200fb"},
		{"a\u00a0b", "a\u00a0b"},
		{"a\x00b", "a\uFFFDb"},
		{"a\x07b", "a\uFFFDb"},
		{"a\bb", "a\uFFFDb"},
		{"a\rb", "a\uFFFDb"},
		{"a\x1bb", "a\uFFFDb"},
		{"a\x7fb", "a\uFFFDb"},
		{"a\u0085b", "a\uFFFDb"},
		{"a\u009bb", "a\uFFFDb"},
		{"a\u202ab", "a\uFFFDb"},
		{"a\u202bb", "a\uFFFDb"},
		{"a\u202cb", "a\uFFFDb"},
		{"a\u202db", "a\uFFFDb"},
		{"a\u202eb", "a\uFFFDb"},
		{"a\u2066b", "a\uFFFDb"},
		{"a\u2067b", "a\uFFFDb"},
		{"a\u2068b", "a\uFFFDb"},
		{"a\u2069b", "a\uFFFDb"},
	}
	for _, tt := range tests {
		if got := clean(tt.text); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A code means one thing, wherever it is given.
func TestCodesMeanOneThing(t *testing.T) {
	t.Parallel()
	given := regexp.MustCompile(`fault\.New\("([A-Z]{2}[0-9]{3})", (fault\.\w+, "[^"]*")`)
	meaning := map[string]string{}
	for _, dir := range []string{".", "../../internal/web"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range given.FindAllStringSubmatch(string(raw), -1) {
				if known := meaning[m[1]]; known != "" && known != m[2] {
					t.Errorf("%s: %s means %s and %s", name, m[1], known, m[2])
				}
				meaning[m[1]] = m[2]
			}
		}
	}
	if len(meaning) < 10 {
		t.Errorf("only %d codes were found", len(meaning))
	}
}

// What exists stays, and what cannot be written to its end is not there.
func TestNewFilesAreWholeOrAbsent(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "new")
	full := errors.New("the disk is full")
	half := func(w io.Writer) error { return errors.Join(second(io.WriteString(w, "half")), full) }
	if err := createNew(name, half); !errors.Is(err, full) {
		t.Errorf("writing half: %v", err)
	}
	if left, err := os.ReadFile(name); !os.IsNotExist(err) {
		t.Errorf("left over: %q %v", left, err)
	}
	if err := writeNew(name, "whole"); err != nil {
		t.Error(err)
	}
	if err := writeNew(name, "other"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a file that exists: %v", err)
	}
	if got, err := os.ReadFile(name); string(got) != "whole" {
		t.Errorf("the file holds %q %v", got, err)
	}
}

func second(_ int, err error) error { return err }

// Columns of a terminal (UAX 11): marks take none, wide letters two.
func TestDisplayWidths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want int
	}{
		{"", 0},
		{"a", 1},
		{"words", 5},
		{"é", 1},
		{"e\u0301", 1},
		{"日", 2},
		{"日本", 4},
		{"ａ", 2},
		{"ｱ", 1},
		{"가", 2},
		{"قتل", 3},
		{"قُتل", 3},
		{"a\u200db", 2},
		{"a\u2068b\u2069", 2},
		{"“a”", 3},
	}
	for _, tt := range tests {
		if got := displayWidth(tt.text); got != tt.want {
			t.Errorf("%q takes %d columns, want %d", tt.text, got, tt.want)
		}
	}
}

// Every field of every kind is a flag under its name with dashes, and a flag
// sets its field and no other.
func TestFlagsSetTheirFields(t *testing.T) {
	t.Parallel()
	tests := []struct{ kind, flag, value, field string }{
		{"toll", "statuses", "died", "statuses"},
		{"toll", "unit", "families", "unit"},
		{"toll", "stage", "identified", "stage"},
		{"toll", "attributes", "children", "attributes"},
		{"toll", "parts", "disjoint", "parts"},
		{"toll", "scope", "that night", "scope"},
		{"toll", "as-of", "2031-03", "as_of"},
		{"toll", "note", "a remark", "note"},
		{"happening", "what", "siege", "what"},
		{"happening", "part", "ended", "part"},
		{"happening", "upon", "the town", "upon"},
		{"happening", "description", "heavy", "description"},
		{"person", "name", "Tarnik", "name"},
		{"person", "name-kind", "alias", "name_kind"},
		{"person", "fate", "missing", "fate"},
		{"person", "sex", "female", "sex"},
		{"person", "age", "about twelve", "age"},
		{"allegation", "actor", "a column", "actor"},
		{"allegation", "actor-type", "unit", "actor_type"},
		{"allegation", "role", "present", "role"},
		{"allegation", "act", "the storming", "act"},
		{"allegation", "reply-text", "no", "reply_text"},
		{"allegation", "proceedings", "none known", "proceedings"},
		{"denial", "mode", "dispute", "mode"},
		{"denial", "of", "the number", "of"},
		{"acknowledgement", "extent", "act", "extent"},
		{"finding", "body", "a court", "body"},
		{"finding", "finding", "it rained", "finding"},
		{"finding", "standard", "likely", "standard"},
		{"proceeding", "stage-of-proceeding", "trial", "stage_of_proceeding"},
		{"material", "medium", "film", "medium"},
		{"material", "made-by", "a passer-by", "made_by"},
		{"material", "held-by", "an archive", "held_by"},
		{"characterisation", "term", "a storm", "term"},
		{"link", "link", "cites", "link"},
		{"link", "basis", "the wording", "basis"},
		{"scope", "meaning", "all", "meaning"},
		{"scope", "includes", "all", "includes"},
		{"scope", "excludes", "none", "excludes"},
		{"appeal", "calls-for", "an inquiry", "calls_for"},
		{"appeal", "addressee", "the council", "addressee"},
		{"appeal", "purpose", "so that it is known", "purpose"},
	}
	for _, tt := range tests {
		var k coding
		c := &cobra.Command{Use: "add"}
		k.flags(c)
		if err := c.Flags().Parse([]string{"--" + tt.flag, tt.value}); err != nil {
			t.Errorf("%s: %v", tt.flag, err)
			continue
		}
		content, err := statement.NewContent(tt.kind)
		if err != nil {
			t.Fatal(err)
		}
		s := &statement.Statement{Content: content}
		if err := k.apply(c, s); err != nil {
			t.Errorf("%s --%s: %v", tt.kind, tt.flag, err)
			continue
		}
		var set []string
		for _, f := range s.Fields() {
			if f.Text() != "" {
				set = append(set, f.Name+"="+f.Text())
			}
		}
		if want := []string{tt.field + "=" + tt.value}; !slices.Equal(set, want) {
			t.Errorf("%s --%s set %q, want %q", tt.kind, tt.flag, set, want)
		}
	}
}
