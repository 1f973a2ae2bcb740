package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number, a dash or a comma of a phrase.
type token struct {
	kind   tokenKind
	word   string // in lower case
	number int
	digits int  // how many the number was written with
	plural bool // 1990s
}

type tokenKind uint8

const (
	other tokenKind = iota // a sign that fits no rule
	word
	number
	ordinal // 25th
	dash    // any dash, or the slash of 25/26 February
	comma
)

// maxTokens is more than any phrase of the grammar can use.
const maxTokens = 40

// tokens splits a phrase. A phrase that is too long ends in a token that fits
// no rule.
func tokens(phrase string) []token {
	var list []token
	for rest := phrase; rest != ""; {
		if len(list) == maxTokens {
			return append(list, token{kind: other})
		}
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r):
			rest = rest[size:]
		case unicode.IsLetter(r):
			n := spanOf(rest, letter)
			list = append(list, token{kind: word, word: strings.ToLower(rest[:n])})
			// The point of an abbreviation belongs to the word.
			rest = strings.TrimPrefix(rest[n:], ".")
		case r >= '0' && r <= '9':
			t, n := numeral(rest)
			list = append(list, t)
			rest = rest[n:]
		default:
			list = append(list, token{kind: signs(r)})
			rest = rest[size:]
		}
	}
	return list
}

func signs(r rune) tokenKind {
	switch {
	case r == ',':
		return comma
	case r == '/', unicode.Is(unicode.Pd, r):
		return dash
	}
	return other
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }

// spanOf returns the length of the runes at the start of text that fit.
func spanOf(text string, fits func(rune) bool) int {
	n := strings.IndexFunc(text, func(r rune) bool { return !fits(r) })
	if n < 0 {
		return len(text)
	}
	return n
}

// numeral reads digits and an ending such as th or s.
func numeral(text string) (token, int) {
	n := spanOf(text, func(r rune) bool { return r >= '0' && r <= '9' })
	t := token{kind: number, digits: n}
	if n > 4 {
		return token{kind: other}, n
	}
	for _, b := range []byte(text[:n]) {
		t.number = t.number*10 + int(b-'0')
	}
	rest := text[n:]
	for _, mark := range [...]string{"'", "’"} {
		if after, ok := strings.CutPrefix(rest, mark+"s"); ok {
			rest = "s" + after
			n += len(mark)
		}
	}
	m := spanOf(rest, letter)
	switch strings.ToLower(rest[:m]) {
	case "":
	case "st", "nd", "rd", "th":
		t.kind = ordinal
	case "s":
		t.plural = true
	default:
		t.kind = other
	}
	return t, n + m
}
