// Package places holds one place as sources name it, at the precision they
// give it.
//
// A place keeps the source's words, every name known for it with the party
// that uses it, and, where the project has chosen one name to print, that name
// with the reason for choosing it. A position is two whole numbers of
// microdegrees and always comes with a precision class, because a district
// drawn as a point has been read as a street corner before.
//
// Invariants: nothing is more precise than it was given; there is no floating
// point number; a display name is one of the place's own names and has a
// reason.
//
// The package looks nothing up and does not decide whose a place is.
package places
