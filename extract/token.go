package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind sorts tokens by how they are written.
type kind uint8

const (
	kindWord  kind = iota
	kindDigit      // digits with inner grouping and decimal marks
	kindCode       // letters and digits mixed: M23, F-16
	kindMark       // one punctuation character
	kindBreak      // the end of a line that stays inside its block
)

// word is one token, or several that the lexicon knows as a phrase.
type word struct {
	start, end int // bytes
	text, fold string
	*sense
	kind  kind
	shape Shape
	glued bool // no space before it
	name  bool // capitalised inside mixed text
}

// mark reports whether the word is one of the given punctuation characters.
func (w *word) mark(chars string) bool {
	return w.kind == kindMark && strings.Contains(chars, w.text)
}

// lexer cuts one text into words.
type lexer struct {
	lang Language
	lex  *Lexicon
	src  string
	pos  int
	out  []word
}

// words cuts src[from:to] into words with their senses.
func (l *lexer) words(from, to int) []word {
	l.pos, l.out = from, make([]word, 0, (to-from)/5+4)
	for l.pos < to {
		r, size := utf8.DecodeRuneInString(l.src[l.pos:to])
		switch {
		case unicode.IsSpace(r):
			l.pos += size
		case unicode.IsDigit(r):
			l.push(kindDigit, l.pos+l.digits(to))
		case wordRune(r):
			l.letters(to)
		default:
			l.push(kindMark, l.pos+size)
		}
	}
	return l.phrases(l.out)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// push appends the token from the current position to end and moves there.
func (l *lexer) push(k kind, end int) {
	text := l.src[l.pos:end]
	w := word{start: l.pos, end: end, text: text, fold: text, kind: k, sense: nothing}
	w.glued = l.pos > 0 && len(l.out) > 0 && l.out[len(l.out)-1].end == l.pos
	if k == kindWord || k == kindCode {
		w.fold = l.lang.Fold(text)
		r, _ := utf8.DecodeRuneInString(text)
		w.name = unicode.IsUpper(r)
	}
	w.sense = l.lex.look(w.fold)
	if w.sense == nothing && k == kindWord {
		w.sense, w.shape = l.unlisted(w.fold)
	}
	l.out = append(l.out, w)
	l.pos = end
}

// digits returns the length of the digit run at the position, with marks
// between digits that group or divide them.
func (l *lexer) digits(to int) int {
	n := 0
	for l.pos+n < to {
		r, size := utf8.DecodeRuneInString(l.src[l.pos+n : to])
		if unicode.IsDigit(r) {
			n += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(l.src[min(l.pos+n+size, to):to])
		if n == 0 || !l.inner(r) || !unicode.IsDigit(next) {
			break
		}
		n += size
	}
	return n
}

func (l *lexer) inner(r rune) bool {
	d := l.lang.Digits()
	return r == d.Decimal || strings.ContainsRune(d.Group, r)
}

// letters pushes a word that begins with a letter, with inner apostrophes,
// hyphens and the full stops of initials; what the language splits is split.
func (l *lexer) letters(to int) {
	end, k := l.pos, kindWord
	for end < to {
		r, size := utf8.DecodeRuneInString(l.src[end:to])
		if !wordRune(r) && !l.joins(r, end, end+size, to) {
			break
		}
		if unicode.IsDigit(r) {
			k = kindCode
		}
		end += size
	}
	if cut := l.split(end); cut > 0 {
		l.push(k, l.pos+cut)
		if strings.HasPrefix(l.src[l.pos:], "'") || strings.HasPrefix(l.src[l.pos:], "’") {
			l.push(kindWord, end)
		}
		return
	}
	l.push(k, end)
}

// joins reports whether the mark at at belongs inside a word.
func (l *lexer) joins(r rune, at, after, to int) bool {
	next, _ := utf8.DecodeRuneInString(l.src[min(after, to):to])
	switch r {
	case '\'', '’', '-', '\u2010', '\u2011':
		return wordRune(next)
	case '.':
		return l.initials(at, after, to, next)
	}
	return false
}

// initials reports whether the full stop at at is one of "U.S." or "a.m.".
func (l *lexer) initials(at, after, to int, next rune) bool {
	_, size := utf8.DecodeLastRuneInString(l.src[l.pos:at])
	single := at-size == l.pos || l.src[at-size-1] == '.'
	if !single {
		return false
	}
	if strings.ContainsRune(l.src[l.pos:at], '.') && !wordRune(next) {
		return true
	}
	if !unicode.IsLetter(next) {
		return false
	}
	_, nsize := utf8.DecodeRuneInString(l.src[after:to])
	return after+nsize < to && l.src[after+nsize] == '.'
}

// split returns where a word has to be cut: before a clitic, or after a number
// that a hyphen ties to something else ("four-year-old"). Zero means nowhere.
func (l *lexer) split(end int) int {
	text := l.src[l.pos:end]
	if i := strings.LastIndexAny(text, "'’"); i > 0 && l.lex.look(l.lang.Fold(text[i:])).is(isClitic) {
		return i
	}
	if !strings.ContainsAny(text, "-\u2010\u2011") || l.lex.known(l.lang.Fold(text)) {
		return 0
	}
	return l.splitNumber(text)
}

// splitNumber returns the end of the number that a hyphenated word begins
// with; zero where it begins with none, or is one.
func (l *lexer) splitNumber(text string) int {
	parts := strings.Split(l.lang.Fold(text), "-")
	if first := l.lex.look(parts[0]); !first.is(isNumber) || first.is(isArticle) {
		return 0
	}
	if l.cardinal(parts) || l.lex.look(parts[len(parts)-1]).is(isOrdinal) {
		return 0
	}
	cut := strings.IndexAny(text, "-\u2010\u2011")
	for n, i := 1, cut; n < len(parts); n++ {
		if l.cardinal(parts[:n]) {
			cut = i
		}
		if next := strings.IndexAny(text[i+1:], "-\u2010\u2011"); next >= 0 {
			i += 1 + next
		}
	}
	return cut
}

// phrases joins neighbours that the lexicon knows as one phrase.
func (l *lexer) phrases(in []word) []word {
	out := in[:0]
	for i := 0; i < len(in); {
		w := in[i]
		n := 1
		if w.kind == kindWord || w.kind == kindMark {
			n = l.longest(in[i:], &w)
		}
		out = append(out, w)
		i += n
	}
	return out
}

// longest widens w to the longest phrase at the head of in.
func (l *lexer) longest(in []word, w *word) int {
	e := l.lex.words[w.fold]
	if e == nil {
		return 1
	}
	for _, p := range e.phrases {
		n := len(p.rest) + 1
		if n <= len(in) && matches(in[1:n], p.rest) {
			w.end, w.sense = in[n-1].end, p.sense
			w.text, w.fold = l.src[w.start:w.end], w.fold+" "+strings.Join(p.rest, " ")
			return n
		}
	}
	return 1
}

func matches(words []word, want []string) bool {
	for i := range want {
		if words[i].fold != want[i] {
			return false
		}
	}
	return true
}

// unlisted judges a word that is in no lexicon: a number with hyphens, or a
// word with a telling ending.
func (l *lexer) unlisted(fold string) (*sense, Shape) {
	if strings.Contains(fold, "-") {
		if parts := strings.Split(fold, "-"); l.lex.look(parts[0]).is(isNumber) && l.cardinal(parts) {
			return numeral, Unshaped
		}
	}
	return nothing, l.lang.Guess(fold)
}

// numeral is the sense of a number written with hyphens.
var numeral = &sense{class: isNumber}

func (l *lexer) cardinal(parts []string) bool {
	_, n := l.lang.Cardinal(parts)
	return n == len(parts)
}
