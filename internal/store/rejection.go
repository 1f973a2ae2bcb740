package store

import (
	"slices"

	"reckon/ledger"
	"reckon/source"
)

func proposalRejected(t *Tx, a *ledger.Act, r *source.ProposalRejected) error {
	if r == nil {
		return nil // which figure it was about is gone with it
	}
	return t.rejection(a, r.Source, true)
}

func (t *Tx) rejection(a *ledger.Act, src source.ID, holds bool) error {
	return t.query.exec("INSERT INTO rejection (act, source, body, reason, holds) VALUES (?, ?, ?, ?, ?)",
		string(a.ID), string(src), string(a.Payload), a.Reason, holds)
}

// proposalReopened takes back what was turned down of the same number before,
// in the stated order of acts. A rejection that comes after it in that order
// holds, whichever of the two was made or arrived first.
func proposalReopened(t *Tx, a *ledger.Act, r *source.ProposalReopened) error {
	if r == nil {
		return nil // which figure it was about is gone with it
	}
	all, err := t.Rejections(r.Source)
	if err != nil {
		return err
	}
	for _, rj := range all {
		if rj.Anchor.Rendition != r.Anchor.Rendition || !slices.Equal(rj.Anchor.Fragments, r.Anchor.Fragments) {
			continue
		}
		if err := t.query.exec("UPDATE rejection SET holds = 0 WHERE act = ?", string(rj.Act)); err != nil {
			return err
		}
	}
	return t.rejection(a, r.Source, false)
}

// Rejection is a proposed figure that a person turned down.
type Rejection struct {
	source.ProposalRejected
	Act    ledger.ActID
	Reason string
}

// Rejections returns what was turned down of a source and not reopened since.
func (r *Reader) Rejections(src source.ID) ([]Rejection, error) {
	return collect(each(r.query, func(s scanner) (Rejection, error) {
		var rj Rejection
		var body string
		if err := s.Scan(&rj.Act, &body, &rj.Reason); err != nil {
			return rj, err
		}
		return rj, decode(body, &rj.ProposalRejected)
	}, "SELECT act, body, reason FROM rejection WHERE source = ? AND holds ORDER BY act", string(src)))
}
