// Package extract reads casualty figures out of prose, lists and tables and
// proposes them to a coder.
//
// A figure is a number that a text gives for people (or families, bodies,
// houses) who were killed, wounded, displaced and so on. Each proposal carries
// the exact words it was read from, as code-point offsets, its value or range,
// qualifier, unit, status, attributes, the figure it is a part of, the speaker,
// a grade and the ordered reasons for all of these. Every other number of the
// text is returned too, with the reason why it is not a casualty figure.
//
// Invariants: Text is a pure function of its arguments; every span lies in the
// text and equals its slice; a number that cannot be read has no value, never
// zero. The package never records anything and never decides what happened: a
// proposal says what the text says and who says it.
//
// A language is data plus a small grammar behind the Language interface; the
// cascade itself knows no word of any language. Package en holds English.
package extract
