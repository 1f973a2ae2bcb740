package store

import (
	"reckon/ledger"
	"reckon/toll"
)

func positionSet(t *Tx, a *ledger.Act, p *toll.PositionSet) error {
	if p == nil {
		return nil // what it was about is gone with it
	}
	return t.query.exec(`INSERT OR REPLACE INTO position (incident, question, body, act, actor, time) VALUES (?, ?, ?, ?, ?, ?)`,
		p.Incident, p.Group, string(a.Payload), string(a.ID), string(a.Actor), ledger.FormatTime(a.Time))
}

// Position is how the project handles figures that differ, as last declared
// for a group.
type Position struct {
	toll.PositionSet
	Act  ledger.ActID
	By   string // name of who declared it
	Time string
}

// Positions returns what was declared for the figures of an incident, or for
// those of the project as a whole where it is empty, by group. What was taken
// back is among them.
func (r *Reader) Positions(incident string) ([]Position, error) {
	return collect(each(r.query, func(s scanner) (Position, error) {
		var p Position
		var body string
		if err := s.Scan(&body, &p.Act, &p.By, &p.Time); err != nil {
			return p, err
		}
		return p, decode(body, &p.PositionSet)
	}, `SELECT body, position.act, coalesce(nullif(actor.name, ''), position.actor), time
		FROM position LEFT JOIN actor ON actor.id = position.actor WHERE incident = ? ORDER BY question`, incident))
}
