// Package journal keeps one writer's log on disk, below log/<writer>/ of a
// project, and checks it.
//
// The log is the published form of the acts: records in segments of 256, the
// Merkle tree over their leaves in the C2SP tlog-tiles layout, lists of vault
// objects, a signed manifest and a signed checkpoint. docs/formats/log.md
// states every file and every byte.
//
// Invariants: a log grows by publications, and the rename of the checkpoint is
// the moment at which one counts; every other file is written once, under a
// name that the size decides, and only the manifest is ever issued again; the
// files of a log are exactly those that its checkpoint and manifest imply,
// save for the anchors and for the traces of a publication that a marker
// announces. Verify is stricter than the formats it reads: one spelling, one
// set of files.
//
// The package draws no randomness but what sealing takes, asks no clock, holds
// no lock and makes no key. The caller sees to it that one process at a time
// publishes, and that nobody verifies meanwhile.
package journal
