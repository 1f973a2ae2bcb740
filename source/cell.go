package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// formulaStarts are the characters that make a spreadsheet compute a cell
// (OWASP, CSV Injection), with their full-width and small forms.
const formulaStarts = "=+-@＝＋－＠﹦﹢﹣﹫−"

// Guard keeps a spreadsheet from computing a cell of CSV, with an apostrophe
// before it. Spaces and invisible characters before the first visible one do
// not hide it.
func Guard(cell string) string {
	if cell == "" {
		return cell
	}
	first, _ := utf8.DecodeRuneInString(cell)
	visible := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) })
	start, _ := utf8.DecodeRuneInString(visible)
	if first == '\'' || unicode.IsControl(first) || visible != "" && strings.ContainsRune(formulaStarts, start) {
		return "'" + cell
	}
	return cell
}

// Unguard is the inverse of Guard.
func Unguard(cell string) string { return strings.TrimPrefix(cell, "'") }
