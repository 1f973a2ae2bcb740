package extract

import (
	"sort"
	"unicode/utf8"
)

// offsets maps byte offsets of a text to code points, through marks set at
// regular steps so that a lookup costs the same anywhere in the text.
type offsets struct {
	src   string
	bytes []int // marks, at rune boundaries
	runes []int // code points before each mark
}

const offsetStep = 256

func newOffsets(src string) *offsets {
	m := &offsets{src: src}
	n, next := 0, 0
	for i := range src {
		if i >= next {
			m.bytes, m.runes = append(m.bytes, i), append(m.runes, n)
			next = i + offsetStep
		}
		n++
	}
	return m
}

// at returns the code point offset of a byte offset at a rune boundary.
func (m *offsets) at(b int) int {
	k := sort.SearchInts(m.bytes, b+1) - 1
	if k < 0 {
		return 0
	}
	return m.runes[k] + utf8.RuneCountInString(m.src[m.bytes[k]:b])
}
