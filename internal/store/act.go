package store

import (
	"iter"

	"reckon/fault"
	"reckon/ledger"
)

// Reader reads one consistent state of the database. It has no method that
// writes.
type Reader struct {
	query *queries
}

// Size returns how many acts of a writer the database holds.
func (r *Reader) Size(w ledger.WriterID) (int64, error) {
	var n int64
	_, err := r.query.one("SELECT coalesce(max(seq) + 1, 0) FROM act WHERE writer = ?", []any{string(w)}, &n)
	return n, err
}

// Lines yields a writer's records from the given place on, as the log holds
// them.
func (r *Reader) Lines(w ledger.WriterID, from int64) iter.Seq2[[]byte, error] {
	return each(r.query, func(s scanner) (line []byte, err error) {
		return line, s.Scan(&line)
	}, "SELECT line FROM act WHERE writer = ? AND seq >= ? ORDER BY seq", string(w), from)
}

// Act returns the record of an act.
func (r *Reader) Act(id ledger.ActID) (*ledger.Record, error) {
	var line []byte
	ok, err := r.query.one("SELECT line FROM act WHERE id = ?", []any{string(id)}, &line)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New("DB005", fault.NotFound, "no act %s", id).Try("reckon audit log lists them")
	}
	return ledger.ParseRecord(line)
}

// Last returns the last act in the stated order, or nil.
func (r *Reader) Last() (*ledger.Act, error) {
	var id ledger.ActID
	ok, err := r.query.one("SELECT id FROM act ORDER BY clock DESC, writer DESC, seq DESC LIMIT 1", nil, &id)
	if err != nil || !ok {
		return nil, err
	}
	rec, err := r.Act(id)
	if err != nil {
		return nil, err
	}
	return &rec.Act, nil
}

// order yields the identifiers of all acts in their stated order.
func (r *Reader) order() iter.Seq2[ledger.ActID, error] {
	return each(r.query, scanActID, "SELECT id FROM act ORDER BY clock, writer, seq")
}

func scanActID(s scanner) (ledger.ActID, error) {
	var id ledger.ActID
	return id, s.Scan(&id)
}

// Recent returns up to limit acts, the newest first, skipping the first skip.
func (r *Reader) Recent(skip, limit int) ([]*ledger.Record, error) {
	return collect(each(r.query, func(s scanner) (*ledger.Record, error) {
		var line []byte
		if err := s.Scan(&line); err != nil {
			return nil, err
		}
		return ledger.ParseRecord(line)
	}, "SELECT line FROM act ORDER BY clock DESC, writer DESC, seq DESC LIMIT ? OFFSET ?", limit, skip))
}

// Holds says whether an act is held.
func (r *Reader) Holds(id ledger.ActID) (bool, error) {
	var n int
	_, err := r.query.one("SELECT count(*) FROM act WHERE id = ?", []any{string(id)}, &n)
	return n > 0, err
}
