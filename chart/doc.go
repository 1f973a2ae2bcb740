// Package chart draws pictures from plain values: as SVG for pages, reports and
// releases, as text for a terminal, and as the table that says the same.
//
// A picture is a value with everything it shows. Tolls draws competing figures,
// a row for each, every question on an axis of its own; Dependence draws who
// draws on whom. One value gives all three forms, so they cannot differ.
//
// Invariants: every number and every name stands in the picture as text, each
// isolated so that its direction cannot change its neighbours'; figures keep
// their form, so that at least has an arrow and words have no mark; zero lies on
// the side where lines of text begin; nothing depends on colour; the same value
// gives the same bytes, and they are well-formed XML whatever the texts hold.
//
// The package computes no figure: no sum, no mean, no middle of a range.
package chart
