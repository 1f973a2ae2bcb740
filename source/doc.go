// Package source holds what is preserved and where in it something is said: the
// accession record beside an original, the acts that register a source and the
// texts read from it, and anchors, which tie a statement to its exact words.
//
// A source is one document of one publisher. Its original bytes are kept as
// received; a rendition is a text derived from them by a named version of a
// reader, with offsets that never move, since a better reading is another
// rendition. An anchor names fragments of one rendition by Unicode code
// points together with their words and what stands before and after.
//
// Invariants: offsets count code points, the end is exclusive; an anchor holds
// only where position, words and context all agree, and is otherwise reported
// as unanchored with the reason, never moved to a likely place; decoders refuse
// what they do not know.
//
// The package stores nothing and opens no file; the vault does that.
package source
