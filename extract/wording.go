package extract

// Wording is what a language's words say beyond the figure itself: where its
// clause ends, and what exactly became of the people it counts. A word that may
// have endings is given as its beginning.
type Wording struct {
	Partitive  []string          // between a part and its whole: "3 of the 5"
	LeadsOn    []string          // words at the end of a clause that belong to what follows
	Death      []string          // say that people died
	Killing    []string          // say that they were killed
	Closer     []Closer          // say more exactly what became of them than a status does
	GroupTerms map[string]string // terms of the codebook for groups that have other names in the word lists
}

// Closer gives the term of the codebook for words that narrow a status.
type Closer struct {
	Status Status
	Units  []Unit // nil for all
	Words  []string
	Term   string
}
