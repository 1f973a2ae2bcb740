package extract

// Language is what the cascade asks of a language. Almost all of a language is
// its lexicon; the methods are the grammar that data cannot hold.
type Language interface {
	// Tag returns the BCP 47 tag, such as "en".
	Tag() string

	// Lexicon returns the words and phrases. It is called once per text.
	Lexicon() *Lexicon

	// Fold brings a word to the form under which the lexicon has it: lower
	// case, one form per letter. It must not change what the word begins with.
	Fold(word string) string

	// Cardinal reads a number in words at the head of the folded words and
	// says how many it took; none where there is no number.
	Cardinal(words []string) (value float64, taken int)

	// Guess says what a folded word that is in no lexicon looks like.
	Guess(word string) Shape

	// Digits says how digits are grouped.
	Digits() Digits
}

// Shape is what an unknown word looks like from its ending.
type Shape int

// The shapes. A language that cannot tell returns Unshaped.
const (
	Unshaped   Shape = iota
	Plural           // may be a plural noun
	Participle       // may be a finite past form or a participle
	Gerund           // may be a verbal noun or a present participle
	Adverb           // may be an adverb
)

// Digits says how a language writes numbers in digits.
type Digits struct {
	Group   string // characters that divide thousands besides spaces
	Decimal rune   // the decimal mark
}
