package names

import "unicode"

// Script names a writing system by its Unicode script name; Unknown where a
// text has no letter of a listed script, Mixed where two are equally frequent.
type Script string

// The answers of ScriptOf that are not the name of a script.
const (
	Unknown Script = "Unknown"
	Mixed   Script = "Mixed"
)

// scriptTables orders the scripts of the places where casualty recorders are
// known to work; a letter outside them leaves a text Unknown, which is harmless.
func scriptTables() []string {
	return []string{
		"Latin", "Cyrillic", "Arabic", "Armenian", "Hebrew", "Georgian", "Greek", "Devanagari",
		"Bengali", "Sinhala", "Tamil", "Thaana", "Myanmar", "Khmer", "Thai", "Lao", "Tibetan", "Ethiopic",
		"Syriac", "Tifinagh", "Nko", "Han", "Hiragana", "Katakana", "Hangul", "Gujarati", "Gurmukhi",
		"Telugu", "Kannada", "Malayalam", "Mongolian", "Coptic",
	}
}

// ScriptOf returns the script of most letters of the text.
func ScriptOf(text string) Script {
	counts := map[string]int{}
	for _, r := range text {
		if name := scriptOfRune(r); name != "" {
			counts[name]++
		}
	}
	best, most, tied := "", 0, false
	for _, name := range scriptTables() {
		switch n := counts[name]; {
		case n > most:
			best, most, tied = name, n, false
		case n > 0 && n == most:
			tied = true
		}
	}
	switch {
	case most == 0:
		return Unknown
	case tied:
		return Mixed
	}
	return Script(best)
}

func scriptOfRune(r rune) string {
	if !unicode.IsLetter(r) {
		return ""
	}
	for _, name := range scriptTables() {
		if unicode.Is(unicode.Scripts[name], r) {
			return name
		}
	}
	return ""
}
