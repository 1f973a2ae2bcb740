package store

import (
	"reckon/ledger"
	"reckon/statement"
	"reckon/toll"
)

// mappingSet keeps the last declaration for two things, in whichever order
// they are named.
func mappingSet(t *Tx, a *ledger.Act, p *toll.MappingSet) error {
	if p == nil {
		return nil // what it was about is gone with it
	}
	return t.query.exec(`INSERT OR REPLACE INTO mapping (list, one, other, body, act, actor) VALUES (?, ?, ?, ?, ?, ?)`,
		p.List, min(p.From, p.To), max(p.From, p.To), string(a.Payload), string(a.ID), string(a.Actor))
}

// Mappings returns what the project declared to stand on one axis or apart.
func (r *Reader) Mappings() ([]toll.MappingSet, error) {
	return collect(each(r.query, func(s scanner) (toll.MappingSet, error) {
		var m toll.MappingSet
		var body, by string
		if err := s.Scan(&body, &by); err != nil {
			return m, err
		}
		err := decode(body, &m)
		m.By = by
		return m, err
	}, `SELECT body, coalesce(nullif(actor.name, ''), mapping.actor)
		FROM mapping LEFT JOIN actor ON actor.id = mapping.actor ORDER BY list, one, other`))
}

// Codebook returns how the project reads vague words, as last declared; nil
// where nothing was.
func (r *Reader) Codebook() (*statement.Codebook, error) {
	var body string
	found, err := r.query.one("SELECT body FROM codebook ORDER BY n DESC LIMIT 1", nil, &body)
	if err != nil || !found {
		return nil, err
	}
	var set statement.CodebookSet
	err = decode(body, &set)
	return &set.Codebook, err
}
