package store

import (
	"reckon/ledger"
	"reckon/source"
)

func proposalRejected(t *Tx, a *ledger.Act, r *source.ProposalRejected) error {
	if r == nil {
		return nil // which figure it was about is gone with it
	}
	return t.query.exec("INSERT INTO rejection (act, source, body, reason) VALUES (?, ?, ?, ?)",
		string(a.ID), string(r.Source), string(a.Payload), a.Reason)
}

// Rejection is a proposed figure that a person turned down.
type Rejection struct {
	source.ProposalRejected
	Act    ledger.ActID
	Reason string
}

// Rejections returns what was turned down of a source.
func (r *Reader) Rejections(src source.ID) ([]Rejection, error) {
	return collect(each(r.query, func(s scanner) (Rejection, error) {
		var rj Rejection
		var body string
		if err := s.Scan(&rj.Act, &body, &rj.Reason); err != nil {
			return rj, err
		}
		return rj, decode(body, &rj.ProposalRejected)
	}, "SELECT act, body, reason FROM rejection WHERE source = ? ORDER BY act", string(src)))
}
