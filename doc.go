// Package reckon holds the use cases of a casualty recorder's workbench, and
// nothing else: open a project, ingest a source, code a statement, import a
// list, link and judge mentions, reconcile figures, estimate, trace the
// missing, publish, verify, rebuild. Each is one method that a command, a
// page or an API call can make, and each change it makes is one act.
//
// # From bytes to a published figure
//
// A project is a folder. Its vault keeps artifacts, the bytes as received. A
// named and versioned reader derives a rendition from an artifact: text with
// stable code-point offsets, or table cells. A statement is one thing one
// speaker says, anchored to a span of a rendition. A mention is a person as
// named in a statement or in a row of a list. Judgments say which mentions
// are the same person; mentions and judgments together give the register of
// persons, incidents and fates. A figure is what a scope adds up to, claim by
// claim. An estimate is what no list documented, with its interval. A release
// is a numbered, frozen and redacted publication. Lower layers do not know
// about higher ones, and a reader can walk down from any figure to the exact
// words that it rests on.
//
// # What is kept and what is derived
//
// The vault's bytes and the ledger's acts are the project. An act has a kind
// and version, an actor, a time, a reason and a payload, and it is applied in
// the transaction that records it. Every other table can be dropped and comes
// out identical when all acts are replayed. Nothing is overwritten: a
// correction, a split or a withdrawal is a further act.
//
// # How the packages lie
//
// Domain packages stand at the top level and are pure: plain values in, plain
// values out, no clock, no input or output, no randomness but from a seed
// passed in. Machinery (storage, the vault on disk, pages, the API) stands
// under internal/. Imports point down: fault imports nothing; dates, names,
// places, estimate, ledger and chart stand on fault; then source, statement,
// register, and toll, tracing and publish above them. Only this package joins
// the domain with the machinery, and only cmd/reckon stands above it. Surfaces
// read through a type that has no write methods, so that a change which is not
// an act does not compile. The test in arch_test.go executes these rules.
//
// # What it will not do
//
// It asserts no figure of its own and averages none. It does not send
// anything anywhere unless a person starts a capture or a publication. It does
// not merge beyond undoing, and it does not treat missing as dead or unknown
// as zero.
package reckon
