// Package ledger is the append-only record of acts.
//
// Every change to a project is an act: a kind, a payload, an actor, a time
// and a reason. An act is written once, as one line of canonical JSON, and is
// committed to by a leaf of a Merkle tree (RFC 6962 hashing). The tree head,
// signed, is a checkpoint; a checkpoint held by somebody else makes rewriting
// visible.
//
// What a leaf says. A leaf is the hash of a random salt and the act's head;
// the head holds a hash of another random salt and the act's body (reason and
// payload). So the tree, its tiles and its checkpoints may be shown to
// anybody and answer no question about what the project holds, and a body can
// be erased for good while every proof still stands.
//
// The package holds formats, hashing and checks on plain values. It opens no
// file, asks no clock and draws no randomness of its own: callers pass a
// reader of random bytes and the time. Writing the log to disk is not its
// business.
package ledger
