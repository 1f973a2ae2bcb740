package source

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/fault"
)

// Places finds where fragments of another reading stand in the text: at their
// own place where that still holds, and otherwise wherever their words stand
// between the same words.
func (t *Text) Places(fragments []Fragment) []Fragment {
	var all []Fragment
	for _, f := range fragments {
		if now, err := t.Fragment(f.Start, f.End); err == nil && now == f {
			all = append(all, f)
			continue
		}
		all = append(all, t.elsewhere(f)...)
	}
	return all
}

func (t *Text) elsewhere(f Fragment) []Fragment {
	var all []Fragment
	body, wanted := t.String(), f.Prefix+f.Exact+f.Suffix
	for from := 0; f.Exact != ""; {
		i := strings.Index(body[from:], wanted)
		if i < 0 {
			break
		}
		from += i + len(f.Prefix)
		start := t.CodePoint(from)
		f.Start, f.End = start, start+f.End-f.Start
		all = append(all, f)
		from += len(f.Exact)
	}
	return all
}

// Only returns where words stand in the text. Words that are not there are
// refused with code SO043, words that stand there more than once with SO045.
// Those that are only a part of a longer word or number do not count: 63 does
// not stand in 1,637.
func (t *Text) Only(words string) (Fragment, error) {
	var places []Fragment
	for nth := 1; len(places) < 2; nth++ {
		f, err := t.Find(words, nth)
		if err != nil {
			break
		}
		if standsAlone(f) {
			places = append(places, f)
		}
	}
	switch len(places) {
	case 0:
		return Fragment{}, fault.New("SO043", fault.NotFound, "the text does not contain the words")
	case 1:
		return places[0], nil
	}
	return Fragment{}, fault.New("SO045", fault.Undecided, "the words stand there more than once").Try("Quote more of them")
}

// standsAlone says that a fragment neither begins nor ends within a word or number.
func standsAlone(f Fragment) bool {
	before, after := []rune(f.Prefix), []rune(f.Suffix)
	slices.Reverse(before)
	first, _ := utf8.DecodeRuneInString(f.Exact)
	last, _ := utf8.DecodeLastRuneInString(f.Exact)
	return !goesOn(first, before) && !goesOn(last, after)
}

// goesOn says whether a word or number with this character at its edge goes on
// in the characters that follow, the nearest first.
func goesOn(edge rune, beyond []rune) bool {
	if len(beyond) == 0 || !wordy(edge) {
		return false
	}
	if wordy(beyond[0]) {
		return true
	}
	return len(beyond) > 1 && unicode.IsDigit(edge) && strings.ContainsRune(",.'’\u00a0\u202f", beyond[0]) && unicode.IsDigit(beyond[1])
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
