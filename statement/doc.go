// Package statement holds what one source says: one statement, one speaker,
// one thing said, tied to the words that say it.
//
// A statement has a kind from one closed table (a toll figure, a happening, a
// person, an allegation, a denial, and so on); the content of each kind lists
// its fields once, and flags, columns, printed pages and checks all follow that
// list. Quantities keep their form: "at least 20", "dozens" and "150*" stay what
// they are. Speakers form a chain, from the carrier nearest to the document to
// the one who says it. Vocabularies are closed, with the escape other:….
//
// Invariants: nothing here is asserted; every sentence the package prints names
// who says it, uses says and no other verb of saying, and puts the source's own
// words in quotation marks. Vague words are given numbers only by a codebook's
// reading, which is computed and never stored. Reading back what was written
// gives the same statements.
//
// The package does not judge who is right, does not add figures up and does not
// know which persons are the same.
package statement
