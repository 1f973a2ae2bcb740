package seal_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/internal/seal"
)

// keyLines returns the four numbered lines of the project's sheet.
func keyLines(t testing.TB) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(seal.Sheet("urn:uuid:0", project(t).Recovery)) {
		if len(line) > 4 && line[:2] == "  " && line[2] >= '1' && line[2] <= '4' {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) != 4 {
		t.Fatalf("the sheet has %d key lines", len(lines))
	}
	return lines
}

func TestSheetIsReadBackHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	p := project(t)
	lines := keyLines(t)
	var bare []string
	for _, l := range lines {
		bare = append(bare, strings.Join(strings.Fields(l)[1:], ""))
	}
	misread := strings.NewReplacer("0", "o", "l", "1").Replace(strings.ToLower(strings.Join(bare, "\n")))
	for name, text := range map[string]string{
		"whole sheet":        seal.Sheet("urn:uuid:0", p.Recovery),
		"whole sheet, CRLF":  strings.ReplaceAll(seal.Sheet("P", p.Recovery), "\n", "\r\n"),
		"project like a key": seal.Sheet("QPZRY9X8GF2", p.Recovery),
		"numbered lines":     strings.Join(lines, "\n"),
		"with dots":          strings.ReplaceAll(strings.Join(lines, "\n"), "  ", ". "),
		"bare, lower case":   strings.ToLower(strings.Join(bare, "\n")),
		"o for 0, 1 for l":   misread,
		"the key itself":     p.Recovery,
		"the key, wrapped":   strings.ToLower(p.Recovery[:30] + "\n" + p.Recovery[30:]),
	} {
		got, err := seal.ReadSheet(text)
		if err != nil || got != p.Recovery {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMistypedLineIsNamed(t *testing.T) {
	t.Parallel()
	lines := keyLines(t)
	const letters = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
	rapid.Check(t, func(t *rapid.T) {
		typed := append([]string(nil), lines...)
		n := rapid.IntRange(0, 3).Draw(t, "line")
		at := rapid.IntRange(3, len(typed[n])-1).Draw(t, "place")
		old := typed[n][at]
		letter := letters[rapid.IntRange(0, 31).Draw(t, "letter")]
		if old == ' ' || old == letter {
			return
		}
		typed[n] = typed[n][:at] + string(letter) + typed[n][at+1:]
		_, err := seal.ReadSheet(strings.Join(typed, "\n"))
		// One change in 32,768 would pass the line and fail the whole.
		if err == nil || !strings.HasPrefix(err.Error(), "line "+string(rune('1'+n))+":") && fault.CodeOf(err) != "SE013" {
			t.Fatalf("line %d mistyped: %v", n+1, err)
		}
	})
}

func TestSheetRefusals(t *testing.T) {
	t.Parallel()
	lines := keyLines(t)
	join := func(l ...string) string { return strings.Join(l, "\n") }
	tests := []struct {
		name, text string
		code       fault.Code
		where      string
	}{
		{"nothing", "", "SE012", "line 1"},
		{"prose", "the sheet is at my aunt's", "SE012", "line 1"},
		{"a line missing", join(lines[0], lines[2], lines[3]), "SE012", "line 2"},
		{"lines swapped", join(lines[1], lines[0], lines[2], lines[3]), "SE012", "line 2"},
		{"a group missing", join(lines[0], lines[1], lines[2], lines[3][:12]), "SE012", "line 4"},
		{"another kind of key", "AGE-SECRET-KEY-1QQQQ", "SE012", "line 1"},
		{"the key cut short", project(t).Recovery[:70], "SE013", ""},
		{"far too much", strings.Repeat("x", 1<<17), "SE013", ""},
	}
	for _, tt := range tests {
		_, err := seal.ReadSheet(tt.text)
		if fault.CodeOf(err) != tt.code || !strings.HasPrefix(err.Error(), tt.where) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestSheetFitsPaper(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(seal.Sheet("urn:uuid:01234567-89ab-4def-8123-456789abcdef", project(t).Recovery)) {
		if len(line) > 76 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("a line for paper is too long or not ASCII: %q", line)
		}
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add(seal.Sheet("P", project(f).Recovery))
	f.Add("1 QQQQQ QQQQQ QQQQQ QQQ\n2. lll-111")
	f.Add("AGE-SECRET-KEY-PQ-1")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := seal.ReadSheet(text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("refused as %v", err)
			}
			return
		}
		if again, err := seal.ReadSheet(seal.Sheet("P", key)); err != nil || again != key {
			t.Errorf("the key does not survive its own sheet: %v", err)
		}
	})
}
