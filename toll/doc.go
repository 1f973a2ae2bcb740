// Package toll sets competing figures side by side: who says how many, what
// each figure counts, how the figures depend on one another, and why they
// differ.
//
// Build takes the figures of one scope as plain values and returns a sheet:
// figures in groups by what they count, the origins behind each group as a
// range, revisions of one speaker as steps, pairs of figures sorted by the kind
// of their difference, checks of parts against wholes, and, where a project has
// declared one, a handling of the disagreement with its derivation. Every
// result carries its reason as a code and in words.
//
// Invariants: a figure keeps its form and its words; figures of different
// units, statuses, stages or scopes never share a group unless a mapping with a
// reason joins them; equal numbers never make two figures depend on each other;
// words such as dozens have no number except by a named codebook's reading, and
// then only in comparing; nothing is averaged; the order of the input changes
// nothing.
//
// The package does not decide who is right, adds no figures up on its own, and
// reads nothing out of a missing figure. docs/methods/toll.md has the rules.
package toll
