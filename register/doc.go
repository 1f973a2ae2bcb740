// Package register holds the persons and incidents that a project enters by
// hand, each resting on statements.
//
// A person has the names that sources give, what is known of sex, age and dates
// at the precision it was given in, and the statements all of it rests on. An
// incident has every name that is used for it, with who uses it, and one the
// project prints, with the reason.
//
// Invariants: a date of death needs a statement that says the person is dead; a
// statement that the person is missing is not one, however many there are. There
// is no field for a fate, since fates follow from statements.
//
// The package does not merge or split persons, and draws no conclusion about
// who did what.
package register
