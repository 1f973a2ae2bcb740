package main

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

const (
	gap        = "  " // between columns
	leastWidth = 8    // a column is never made narrower
)

// table lays rows out for people within a number of columns of the terminal; 0
// is no limit. Long cells are wrapped, never cut. Values that hold a letter of
// a right-to-left script are isolated, so that they cannot reorder their
// neighbours.
func table(head []string, rows [][]string, limit int) string {
	all := [][][]string{nil}
	for _, h := range head {
		all[0] = append(all[0], []string{h})
	}
	widths := fit(head, rows, limit)
	for _, r := range rows {
		cells := make([][]string, len(head))
		for i := range head {
			cells[i] = wrap(clean(r[i]), widths[i])
		}
		all = append(all, cells)
	}
	var b strings.Builder
	for i, cells := range all {
		writeRow(&b, cells, widths)
		if i == 0 {
			b.WriteString(rule(widths) + "\n")
		}
	}
	return b.String()
}

// fit returns the width of each column: that of its widest cell, or, where
// that is too much, the widest columns cut down to one common width.
func fit(head []string, rows [][]string, limit int) []int {
	widths := make([]int, len(head))
	for i, h := range head {
		widths[i] = displayWidth(h)
		for _, r := range rows {
			widths[i] = max(widths[i], displayWidth(oneLine(r[i])))
		}
	}
	room := limit - len(gap)*(len(head)-1)
	for limit > 0 && total(widths) > room {
		widest := slices.Index(widths, slices.Max(widths))
		if widths[widest] <= leastWidth {
			break
		}
		widths[widest]--
	}
	return widths
}

func total(widths []int) int {
	n := 0
	for _, w := range widths {
		n += w
	}
	return n
}

func writeRow(b *strings.Builder, cells [][]string, widths []int) {
	height := 1
	for _, c := range cells {
		height = max(height, len(c))
	}
	for i := range height {
		var line strings.Builder
		for col, c := range cells {
			text := ""
			if i < len(c) {
				text = c[i]
			}
			line.WriteString(string(isolate(text)) + strings.Repeat(" ", max(0, widths[col]-displayWidth(text))) + gap)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

func rule(widths []int) string {
	lines := make([]string, len(widths))
	for i, w := range widths {
		lines[i] = strings.Repeat("─", w)
	}
	return strings.Join(lines, gap)
}

// wrap breaks a text at its spaces into lines of at most a number of columns;
// a word that is longer is broken inside.
func wrap(text string, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && displayWidth(line)+1+displayWidth(word) <= most {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for displayWidth(word) > most {
			head := firstColumns(word, most)
			lines, word = append(lines, head), word[len(head):]
		}
		line = word
	}
	return append(lines, line)
}

// firstColumns is the longest beginning of a word that fits, and at least one
// character.
func firstColumns(word string, most int) string {
	n := 0
	for i, r := range word {
		if n += runeWidth(r); n > most && i > 0 {
			return word[:i]
		}
	}
	return word
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// displayWidth is how many columns of a terminal a text takes (UAX 11).
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// isolate wraps a value that holds a right-to-left letter in Unicode isolates.
func isolate(s string) isolated {
	s = clean(s)
	if strings.ContainsFunc(s, rightToLeft) {
		s = "\u2068" + s + "\u2069"
	}
	return isolated(s)
}

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan,
		unicode.Mandaic, unicode.Adlam)
}
