// Package store is the project's database: the table of acts and everything
// that is derived from it.
//
// The table act is authoritative inside a transaction: an act is appended and
// projected together or not at all. Every other table is a projection, a
// function of the acts in their stated order (Lamport clock, writer, place),
// and can be dropped and derived again with the same result; so the schema
// has no migrations, only a version, and another version means deriving
// anew.
//
// What people find things by is no projection: DB.Index keeps a copy of words
// that stand elsewhere, some of them in the vault, which this package does not
// read. It can be emptied at any time and is derived again.
//
// Acts are written through Tx.Append and Tx.Insert, and a write that is neither
// an act nor an index does not compile. Surfaces are handed a Reader, which has no
// writing method.
//
// The engine is SQLite, compiled to WebAssembly and run without cgo; a sealed
// project's database is encrypted page by page (Adiantum). Text identifiers
// are the keys of all projections, never row numbers, so that two databases
// that took in the same acts in different order hold the same rows.
package store
