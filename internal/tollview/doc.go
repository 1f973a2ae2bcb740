// Package tollview turns a sheet of competing figures into what people look at:
// a picture, a graph of who draws on whom, and a sheet of paper that can be
// cited.
//
// It is the one place where a sheet becomes a picture, so that the terminal,
// the pages and a printed sheet show the same. Invariants: every figure that is
// on the sheet is in each of them, with who says it and where; a position of
// the project stands beside the figures and never in their place; what sources
// say is set apart from the program's own words.
//
// It computes nothing from figures, and asks no clock and no network.
package tollview
