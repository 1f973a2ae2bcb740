package rendition_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/rendition"
)

func TestRTF(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, text string }{
		{"paragraphs", `{\rtf1\ansi One\par two {\b three}\par}`, "One\n\ntwo three\n"},
		{"escapes", `{\rtf1 a\{b\}c\\d\~e\_f\tab g\line h\'e9}`, "a{b}c\\d\u00a0e\u2011f\tg\nhé\n"},
		{"code page", `{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}`, "Мир\n"},
		{"code page of a font", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}\f1 \'cc\'e8\'f0\f0  \'e9}`, "Мир é\n"},
		{"unicode with fallback", `{\rtf1\uc1 \u1593?\u1583\'3f\u1583 ?x}`, "عددx\n"},
		{"no fallback", `{\rtf1\uc0 \u1593\u1583 x}`, "عدx\n"},
		{"negative and surrogates", `{\rtf1 \u-10179?\u-8694?!}`, "😊!\n"},
		{"destinations", `{\rtf1{\info{\title T}}{\stylesheet{\s1 Head;}}{\*\generator G;}{\*\unknown u}{\pict\bin4 }}}}}x{\colortbl;\red0;}y}`, "xy\n"},
		{"hidden and deleted", `{\rtf1 a{\v b}\v c\v0 d{\deleted e}f}`, "adf\n"},
		{"raised", `{\rtf1 20{\super 1} dead \super 2\nosupersub  x\sub 3\plain y}`, "20¹ dead ² x₃y\n"},
		{"raised by half-points", `{\rtf1 20{\up8 1} dead{\up2 2}{\dn8 3}}`, "20¹ dead2₃\n"},
		{"table", `{\rtf1\trowd\cellx1\cellx2\pard\intbl Village\cell Killed\cell\row\trowd\pard\intbl North\par Ford\cell 12\cell\row\pard after\par}`, "Village\tKilled\nNorth Ford\t12\n\nafter\n"},
		{"two tables", `{\rtf1\pard\intbl a\cell\row\pard x\par\pard\intbl b\cell\row}`, "a\n\nx\n\nb\n"},
		{"footnote", `{\rtf1 Twenty{\footnote As of {\i March}.\par} dead\par}`, "Twenty¹ dead\n\n¹ As of March.\n"},
		{"fields", `{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}}`, "link\n"},
		{"list text", `{\rtf1{\listtext 1.\tab}item\par}`, "1.\titem\n"},
		{"unclosed", `{\rtf1 {\footnote open {a`, "¹\n\n¹ open a\n"},
		{"too many closed", `{\rtf1 a}}}} b`, "a b\n"},
		{"cut off in a control", `{\rtf1 a\'e`, "ae\n"},
		{"raw bytes", "{\\rtf1\\ansicpg1251 \xcc\xe8\xf0}", "Мир\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, tt.data, rendition.Hint{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, got.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRTFNamedEncoding(t *testing.T) {
	t.Parallel()
	got, err := read(t, `{\rtf1\ansicpg1252 \'cc\'e8\'f0}`, rendition.Hint{Encoding: "windows-1251"})
	if err != nil || got.Text != "Мир\n" || got.Encoding != "windows-1251" {
		t.Errorf("got %q in %s (%v)", got.Text, got.Encoding, err)
	}
	if _, err := read(t, `{\rtf1 a}`, rendition.Hint{Encoding: "klingon"}); fault.CodeOf(err) != "RD003" {
		t.Errorf("got %v", err)
	}
}

func FuzzRTF(f *testing.F) {
	f.Add(`{\rtf1\ansi\ansicpg1251{\fonttbl{\f1\fcharset204 A;}}\f1 \'cc\u1593?{\footnote a}\intbl b\cell\row}`)
	f.Fuzz(func(t *testing.T, data string) {
		if _, err := read(t, "{\\rtf1"+data, rendition.Hint{}); err != nil && !coded(err) {
			t.Error(err)
		}
	})
}
