package propose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/extract"
	"reckon/source"
)

// maxClause is how far, in characters, the words of a proposal reach behind
// its number.
const maxClause = 200

// clauses finds the words in which each figure of a text stands: from its
// qualifier or number to the end of its clause, or to the next figure.
type clauses struct {
	text    *source.Text
	figures []extract.Figure
	wording extract.Wording
}

// edges returns where a figure begins and ends, its qualifier included.
func edges(f *extract.Figure) (start, end int) {
	start, end = f.Start, f.End
	if q := f.QualifierSpan; q != nil {
		start, end = min(start, q.Start), max(end, q.End)
	}
	return start, end
}

// of returns the words of the k-th figure.
func (c clauses) of(k int) (source.Fragment, error) {
	start, end := edges(&c.figures[k])
	body := c.text.String()
	from := c.byte(end)
	stop := from + c.clauseEnd(body[from:c.next(k, end)])
	return c.text.Fragment(start, max(end, c.text.CodePoint(stop)))
}

func (c clauses) byte(point int) int {
	at, _ := c.text.ByteOffset(point) // a figure's ends lie in its text
	return at
}

// next returns where the figure after the k-th begins, in bytes. "3 of the 5
// people" does not end before the 5.
func (c clauses) next(k, end int) int {
	body := c.text.String()
	for _, f := range c.figures[k+1:] {
		start, _ := edges(&f)
		if start < end {
			continue
		}
		if between := strings.TrimSpace(body[c.byte(end):c.byte(start)]); !c.partitive(between) {
			return c.byte(start)
		}
	}
	return len(body)
}

func (c clauses) partitive(between string) bool {
	return slices.Contains(c.wording.Partitive, strings.ToLower(between))
}

// clauseEnd returns how many bytes of what stands behind a figure belong to
// its clause.
func (c clauses) clauseEnd(rest string) int {
	end, n := 0, 0
	for at, r := range rest {
		if n++; n > maxClause || closes(rest, at, r) {
			break
		}
		if !unicode.IsSpace(r) {
			end = at + utf8.RuneLen(r)
		}
	}
	if n > maxClause {
		end = strings.LastIndexFunc(rest[:end], unicode.IsSpace) // no half word
	}
	return c.trimLinks(rest, max(end, 0))
}

// closes says that a clause ends before the character at.
func closes(rest string, at int, r rune) bool {
	after, _ := utf8.DecodeRuneInString(rest[at+utf8.RuneLen(r):])
	switch r {
	case '.', ',':
		before, _ := utf8.DecodeLastRuneInString(rest[:at])
		return !unicode.IsDigit(after) || !unicode.IsDigit(before)
	case '\n', '\r':
		// A line broken by the page width goes on with a small letter.
		return !unicode.IsLower(after) && after != '\n' || strings.HasPrefix(strings.TrimLeft(rest[at:], " \r"), "\n\n")
	case '-':
		return unicode.IsSpace(after)
	}
	return strings.ContainsRune(";:!?()[]{}–—|\t•", r)
}

// trimLinks takes off words that lead on to something else.
func (c clauses) trimLinks(rest string, end int) int {
	for end > 0 {
		words := strings.TrimRightFunc(rest[:end], func(r rune) bool { return unicode.IsSpace(r) || r == '/' })
		at := strings.LastIndexFunc(words, unicode.IsSpace) + 1
		if !slices.Contains(c.wording.LeadsOn, strings.ToLower(words[at:])) {
			return len(words)
		}
		end = at
	}
	return 0
}
