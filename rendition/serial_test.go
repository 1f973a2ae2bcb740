package rendition

import (
	"strings"
	"testing"
)

func TestSerial(t *testing.T) {
	t.Parallel()
	tests := []struct {
		stored, format string
		from1904       bool
		want           string
	}{
		{"45363", "dd/mm/yyyy", false, "2024-03-12"},
		{"45363", "mmm-yy", false, "2024-03"},
		{"45363", "yyyy", false, "2024"},
		{"45363", "d-mmm", false, "XXXX-03-12"},
		{"45363", "mmmm", false, "XXXX-03"},
		{"45363", "dddd", false, "XXXX-XX-12"},
		{"45363.75", "yyyy-mm-dd hh:mm", false, "2024-03-12T18:00:00"},
		{"0.75", "h:mm AM/PM", false, "18:00:00"},
		{"0.75", "mm:ss", false, "18:00:00"},
		{"43901", "yyyy-mm-dd", true, "2024-03-12"},
		{"1", "yyyy-mm-dd", false, "1900-01-01"},
		{"59", "yyyy-mm-dd", false, "1900-02-28"},
		{"60", "yyyy-mm-dd", false, "60"}, // 29 February 1900, which never was
		{"61", "yyyy-mm-dd", false, "1900-03-01"},
		{"0", "yyyy-mm-dd", false, "0"},
		{"2958465", "yyyy-mm-dd", false, "9999-12-31"},
		{"2958466", "yyyy-mm-dd", false, "2958466"},
		{"-1", "yyyy-mm-dd", false, "-1"},
		{"x", "yyyy-mm-dd", false, "x"},
		{"NaN", "yyyy-mm-dd", false, "NaN"},
		{"1.5", "[h]:mm:ss", false, "1.5"},
		{"12", "General", false, "12"},
		{"12", "", false, "12"},
		{"12", "0.00", false, "12"},
		{"12", "#,##0 \"days\"", false, "12"},
		{"12", `0\d`, false, "12"},
		{"12", "[Red]0_d;yyyy", false, "12"},
		{"45363", `[$-409]d\-mmm\-yyyy;@`, false, "2024-03-12"},
		{"45363", `"year" yyyy`, false, "2024"},
		{"45363", `yyyy"`, false, "2024"},
		{"45363", "yyyy[", false, "2024"},
	}
	for _, tt := range tests {
		if got := serial(tt.stored, tt.format, tt.from1904); got != tt.want {
			t.Errorf("%s under %s: %s, want %s", tt.stored, tt.format, got, tt.want)
		}
	}
}

func TestRefs(t *testing.T) {
	t.Parallel()
	for _, at := range [][2]int{{1, 1}, {9, 26}, {10, 27}, {77, 702}, {1, 703}, {maxRow, maxColumn}} {
		row, column, ok := parseRef(ref(at[0], at[1]))
		if !ok || row != at[0] || column != at[1] {
			t.Errorf("%v came back as %d, %d (%t)", at, row, column, ok)
		}
	}
	for _, s := range []string{"", "A", "1", "a1", "A0", "A-1", "XFE1", "A1048577", "A1B", "AAAAA1"} {
		if _, _, ok := parseRef(s); ok {
			t.Errorf("%q was read", s)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	if got := cut(strings.Repeat("é", 3), 3); got != 2 {
		t.Errorf("cut at %d, want 2", got)
	}
	if got := cut("abc", 9); got != 3 {
		t.Errorf("cut at %d, want 3", got)
	}
}

func FuzzSerial(f *testing.F) {
	f.Add("45363", "[$-409]d\\-mmm;@", false)
	f.Fuzz(func(t *testing.T, stored, format string, from1904 bool) {
		if got := serial(stored, format, from1904); got == "" && stored != "" {
			t.Errorf("%q under %q shows nothing", stored, format)
		}
	})
}
