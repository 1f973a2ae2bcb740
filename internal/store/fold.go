package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold returns the words that a text is found by, separated by spaces: of
// compatibility form, without letter case, and without the marks and letter
// variants that people leave out when they type. Arabic words stand a second
// time without the particles written at their front, and scripts without
// spaces are cut into letters.
func fold(text string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(plainLetters(text), between) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		if stem := withoutParticles(word); stem != word {
			b.WriteByte(' ')
			b.WriteString(stem)
		}
	}
	return b.String()
}

// terms returns the words of a query.
func terms(query string) []string { return strings.Fields(plainWords(query)) }

// plainWords folds a text without adding anything to it.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(plainLetters(text), between), " ")
}

// between says whether a folded rune stands between words.
func between(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

// plainLetters folds letters and keeps everything else.
func plainLetters(text string) string {
	if plain(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range strings.ToLower(cases.Fold().String(norm.NFKD.String(text))) {
		if pointing(r) {
			continue
		}
		if unspaced(r) {
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(base(r))
	}
	return b.String()
}

// plain says whether a text is ASCII, as most is that is indexed in bulk.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// pointing says whether a rune only adds to the letter before it, or joins or
// stretches letters, in scripts where people leave such marks out: Latin,
// Greek, Cyrillic, Hebrew, Arabic, Syriac, Kana. Vowel signs of other scripts stay.
func pointing(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F, r >= 0x0483 && r <= 0x0489, r >= 0x0591 && r <= 0x05BD, r >= 0x05BF && r <= 0x05C7:
		return true
	case r >= 0x0610 && r <= 0x061A, r >= 0x064B && r <= 0x065F, r >= 0x06D6 && r <= 0x06ED, r >= 0x08D3 && r <= 0x08FF:
		return true
	case r == 0x0640, r == 0x0670, r == 0x0711, r >= 0x0730 && r <= 0x074A, r == 0x3099, r == 0x309A:
		return true
	case r == 0x00AD, r >= 0x200B && r <= 0x200F, r == 0x2060, r == 0xFEFF, r >= 0x2066 && r <= 0x2069, r >= 0x202A && r <= 0x202E:
		return true
	}
	return false
}

// base returns the letter that variants of it are found under.
func base(r rune) rune {
	switch r {
	case 'ٱ':
		return 'ا'
	case 'ى', 'ی', 'ے':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ة', 'ہ', 'ە', 'ھ':
		return 'ه'
	case 'ı':
		return 'i'
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'đ':
		return 'd'
	case '’', 'ʼ', 'ʻ', '`', '‘':
		return '\''
	}
	if r >= 0x0660 && r <= 0x0669 {
		return '0' + r - 0x0660
	}
	if r >= 0x06F0 && r <= 0x06F9 {
		return '0' + r - 0x06F0
	}
	return r
}

// unspaced says whether a rune is of a script that is written without spaces.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r)
}

// withoutParticles takes and, then, in, to, as and the article off the front
// of a folded Arabic word where enough letters stay.
func withoutParticles(word string) string {
	if first, _ := utf8.DecodeRuneInString(word); first < 0x0600 || first > 0x06FF {
		return word
	}
	rest := word
	for _, particle := range []string{"و", "ف", "ب", "ل", "ك"} {
		if cut, ok := strings.CutPrefix(rest, particle); ok && utf8.RuneCountInString(cut) >= 3 {
			rest = cut
			break
		}
	}
	for _, article := range []string{"ال", "ل"} {
		if cut, ok := strings.CutPrefix(rest, article); ok && utf8.RuneCountInString(cut) >= 3 && (article == "ال" || rest != word) {
			return cut
		}
	}
	return rest
}
