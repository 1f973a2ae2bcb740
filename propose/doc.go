// Package propose turns figures found in a source's text into statements that
// a person can accept with one key, change, or turn down.
//
// A proposal is the statement as it would be entered: the figure's exact words
// with the clause around them, its number, what it counts in the terms of the
// codebook, its speakers, and the whole that it is a part of. Invariants: its
// words stand in the text where it says; nothing is a statement before a person
// decides; what was decided is found again when the text is read anew, by the
// words and what stands around them.
//
// It reads no text itself (package extract does), records nothing, and never
// guesses a speaker, a date or a place that the text does not name.
package propose
