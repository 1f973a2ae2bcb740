package source_test

import (
	"testing"

	"pgregory.net/rapid"

	"reckon/source"
)

func TestSpreadsheetsRunNoCell(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"=1", "+1", "-1", "@x", " =1", "\t=1", "\u200b=1", "＝1", "'x", "\x00"} {
		if got := source.Guard(cell); got != "'"+cell {
			t.Errorf("%q became %q", cell, got)
		}
	}
	for _, cell := range []string{"", " ", "12", "a=b", "S-1", "2041-03", "١٢"} {
		if got := source.Guard(cell); got != cell {
			t.Errorf("%q became %q", cell, got)
		}
	}
}

func TestGuardedCellsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("'=+-@ \t\u200b")), rapid.Rune())).Draw(t, "cell")
		if got := source.Unguard(source.Guard(cell)); got != cell {
			t.Fatalf("%q came back as %q", cell, got)
		}
	})
}
