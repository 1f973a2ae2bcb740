// Package en holds English for package extract: the words as data in text
// files, and the small grammar that data cannot hold, which is how number
// words compose and what an unknown word's ending says.
//
// The lexicon is even-handed: it has the words with which any party's dead are
// counted, the names of peoples only as attributes, and no name of any event.
// It makes no judgement about what happened.
package en

import (
	_ "embed" // the word lists
	"strings"

	"reckon/extract"
)

var (
	//go:embed numbers.txt
	numbers string
	//go:embed people.txt
	people string
	//go:embed statuses.txt
	statuses string
	//go:embed things.txt
	things string
	//go:embed grammar.txt
	grammar string
	//go:embed verbs.txt
	verbs string
	//go:embed nations.txt
	nations string
)

// English is the language; New makes one. It never changes and may be shared.
type English struct {
	lex *extract.Lexicon
}

// New reads the word lists. An error means that this package itself is broken.
func New() (*English, error) {
	lex, err := extract.ParseLexicon(numbers, people, statuses, things, grammar, verbs, nations)
	if err != nil {
		return nil, err
	}
	return &English{lex}, nil
}

// Tag returns "en".
func (*English) Tag() string { return "en" }

// Lexicon returns the English words.
func (e *English) Lexicon() *extract.Lexicon { return e.lex }

// Fold lowers the case and brings apostrophes and hyphens to one form.
func (*English) Fold(word string) string {
	plain := true
	for i := 0; i < len(word); i++ {
		if b := word[i]; b >= 0x80 || b >= 'A' && b <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	return folder.Replace(strings.ToLower(word))
}

var folder = strings.NewReplacer("’", "'", "‐", "-", "\u2011", "-")

// Digits says that commas divide thousands and a full stop the decimals.
func (*English) Digits() extract.Digits {
	return extract.Digits{Group: ",'’", Decimal: '.'}
}

// Guess judges a word by its ending.
func (*English) Guess(word string) extract.Shape {
	n := len(word)
	switch {
	case n > 4 && strings.HasSuffix(word, "ly"):
		return extract.Adverb
	case n > 4 && strings.HasSuffix(word, "ing"):
		return extract.Gerund
	case n > 3 && strings.HasSuffix(word, "ed"):
		return extract.Participle
	case n > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return extract.Plural
	}
	return extract.Unshaped
}
