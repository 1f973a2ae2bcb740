// Package names holds one name of a person or a place as a source wrote it.
//
// A name is kept letter for letter. Its script is read off its letters and is
// never stored beside them, so that the two cannot disagree. The kind says
// what sort of name it is (as written, an alias, a nom de guerre, another
// party's transliteration) and the language is kept where the source shows
// it.
//
// Invariants: a valid name is clean UTF-8 text of bounded length without
// control characters and without characters that reorder the line it is
// printed on. The folding key is for looking a name up and for nothing else:
// two names with one key are written alike, which does not make them one
// person.
//
// The package does not transliterate, does not compare spellings and does not
// link persons.
package names
