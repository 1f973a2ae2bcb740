package names_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/names"
)

func TestScriptIsReadOffTheLetters(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want names.Script
	}{
		{"Tarnik Odelva", "Latin"},
		{"Тарник Одельва", "Cyrillic"},
		{"طارنيك أودلفا", "Arabic"},
		{"Տարնիկ", "Armenian"},
		{"טרניק", "Hebrew"},
		{"ტარნიკ", "Georgian"},
		{"ታርኒክ", "Ethiopic"},
		{"Տարնիկ (T.)", "Armenian"},
		{"aб", names.Mixed},
		{"12 – 3", names.Unknown},
		{"", names.Unknown},
	}
	for _, tt := range tests {
		if got := (names.Name{Text: tt.text}).Script(); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestValidateRefusesWhatHidesOrMisleads(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name names.Name
		want fault.Code
	}{
		{names.Name{Text: "Tarnik Odelva", Kind: names.AsWritten}, ""},
		{names.Name{Text: "می\u200cرود", Kind: names.Alias, Language: "fa"}, ""},
		{names.Name{Text: "Odelva", Kind: names.Birth, Language: "az-Cyrl-AZ"}, ""},
		{names.Name{Text: "", Kind: names.AsWritten}, "NA001"},
		{names.Name{Text: " \u00a0", Kind: names.AsWritten}, "NA001"},
		{names.Name{Text: "Odelva ", Kind: names.AsWritten}, "NA002"},
		{names.Name{Text: "Odelva", Kind: "title"}, "NA003"},
		{names.Name{Text: "Odelva"}, "NA003"},
		{names.Name{Text: "Odelva", Kind: names.AsWritten, Language: "e"}, "NA004"},
		{names.Name{Text: "Odelva", Kind: names.AsWritten, Language: "en_GB"}, "NA004"},
		{names.Name{Text: "Odelva", Kind: names.AsWritten, Language: "en-"}, "NA004"},
		{names.Name{Text: "a\xff", Kind: names.AsWritten}, "NA005"},
		{names.Name{Text: strings.Repeat("ա", names.MaxLength), Kind: names.AsWritten}, ""},
		{names.Name{Text: strings.Repeat("ա", names.MaxLength+1), Kind: names.AsWritten}, "NA006"},
		{names.Name{Text: "avle\u202edO", Kind: names.AsWritten}, "NA007"},
		{names.Name{Text: "avle\u2066dO", Kind: names.AsWritten}, "NA007"},
		{names.Name{Text: "a\x00b", Kind: names.AsWritten}, "NA007"},
		{names.Name{Text: "a\u0085b", Kind: names.AsWritten}, "NA007"},
		{names.Name{Text: "a\u2028b", Kind: names.AsWritten}, "NA007"},
		{names.Name{Text: "a\ufeffb", Kind: names.AsWritten}, "NA007"},
	}
	for _, tt := range tests {
		err := tt.name.Validate()
		if got := fault.CodeOf(err); got != tt.want {
			t.Errorf("%+q: got %q (%v), want %q", tt.name, got, err, tt.want)
		}
		if err != nil && !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%+q: the refusal is not one of invalid input", tt.name)
		}
	}
}

func TestFoldIgnoresHowALetterIsEncoded(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"Łodévra", "łODE\u0301VRA"},
		{"Straße", "STRASSE"},
		{"ﻂارق", "طارق"},
		{"مـحـمد", "محمد"},
		{"Odelva\u00a0 Tarnik", "odelva tarnik"},
		{"Ode\u00adlva", "Odelva"},
	}
	for _, pair := range same {
		if a, b := names.Fold(pair[0]), (names.Name{Text: pair[1]}).Key(); a != b {
			t.Errorf("%q and %q fold to %q and %q", pair[0], pair[1], a, b)
		}
	}
	different := [][2]string{{"Odelva", "Odelwa"}, {"Одельва", "Odelva"}, {"é", "e"}}
	for _, pair := range different {
		if names.Fold(pair[0]) == names.Fold(pair[1]) {
			t.Errorf("%q and %q fold to one key", pair[0], pair[1])
		}
	}
}

func TestFoldProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		key := names.Fold(text)
		if names.Fold(norm.NFC.String(text)) != key || names.Fold(norm.NFD.String(text)) != key {
			t.Fatalf("the normal form of %+q matters", text)
		}
		if names.Fold(key) != key {
			t.Fatalf("folding %+q twice differs from once", text)
		}
	})
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{"Odelva", "طارق", "\xff", "a\u202eb", ""} {
		f.Add(seed, "as_written", "en")
	}
	f.Fuzz(func(t *testing.T, text, kind, language string) {
		n := names.Name{Text: text, Kind: names.Kind(kind), Language: language}
		if n.Validate() != nil {
			return
		}
		if n.Text == "" || strings.ContainsAny(n.Text, "\x00\n\r\t\u202e\u2066") {
			t.Errorf("%+q passed", n.Text)
		}
		if n.Script() == "" {
			t.Errorf("%+q has no script", n.Text)
		}
	})
}

func TestPlainKnowsEveryHiddenCharacter(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x3000; r++ {
		hidden := r < 0x20 || r > 0x7E && r < 0xA0 || r == 0x2028 || r == 0x2029 || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)
		if got := names.Plain("a"+string(r), 2) != nil; got != hidden {
			t.Errorf("U+%04X: refused is %v", r, got)
		}
	}
}
