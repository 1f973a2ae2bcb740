package store

import (
	"maps"
	"slices"

	"reckon/ledger"
	"reckon/source"
)

// Tallies are the few counts that a first page shows.
type Tallies struct {
	Sources    int
	Unanchored int // current statements whose words stand in no text
	Acts       int64
}

// Tallies counts.
func (r *Reader) Tallies() (Tallies, error) {
	var t Tallies
	_, err := r.query.one(`SELECT (SELECT count(*) FROM source),
		(SELECT count(*) FROM statement WHERE NOT anchored AND standing = 'current'), (SELECT count(*) FROM act)`,
		nil, &t.Sources, &t.Unanchored, &t.Acts)
	return t, err
}

// Unfiled counts the figures that stand and are filed under no incident.
func (r *Reader) Unfiled() (n int, err error) {
	_, err = r.query.one("SELECT count(*) FROM statement WHERE kind = 'toll' AND incident = '' AND standing IN ('current', 'conflict')", nil, &n)
	return n, err
}

// SourcePage returns up to limit sources in the order they were entered,
// skipping the first skip.
func (r *Reader) SourcePage(skip, limit int) ([]Source, error) {
	return collect(each(r.query, scanSource, sourceColumns+
		" WHERE id IN (SELECT id FROM source ORDER BY time, ref LIMIT ? OFFSET ?) ORDER BY time, ref", limit, skip))
}

// Unread returns up to limit sources that are not erased and have no
// statement, in the order they were entered.
func (r *Reader) Unread(limit int) ([]Source, error) {
	return collect(each(r.query, scanSource, sourceColumns+` WHERE NOT erased
		AND NOT EXISTS (SELECT 1 FROM statement WHERE statement.source = source.id AND standing <> 'withdrawn')
		ORDER BY time, ref LIMIT ?`, limit))
}

// Neighbours returns the display numbers of the sources that were entered
// just before and just after one, empty where there is none.
func (r *Reader) Neighbours(s Source) (before, after string, err error) {
	if _, err = r.query.one(`SELECT ref FROM source WHERE (time, ref) < (?, ?) ORDER BY time DESC, ref DESC LIMIT 1`,
		[]any{s.Time, s.Ref}, &before); err != nil {
		return "", "", err
	}
	_, err = r.query.one(`SELECT ref FROM source WHERE (time, ref) > (?, ?) ORDER BY time, ref LIMIT 1`,
		[]any{s.Time, s.Ref}, &after)
	return before, after, err
}

// ActFilter narrows a list of acts. Empty fields do not.
type ActFilter struct {
	Actor  ledger.ActorID
	Kind   string
	Source source.ID // acts about a source, its texts, its statements and what was proposed from it
}

// Acts returns up to limit acts that the filter lets through, the newest
// first, skipping the first skip.
func (r *Reader) Acts(f ActFilter, skip, limit int) ([]*ledger.Record, error) {
	text, args := " WHERE true", []any{}
	for _, c := range []struct{ sql, value string }{{" AND actor = ?", string(f.Actor)}, {" AND kind = ?", f.Kind}} {
		if c.value != "" {
			text += c.sql
			args = append(args, c.value)
		}
	}
	if f.Source != "" {
		id := string(f.Source)
		text += ` AND id IN (SELECT act FROM source WHERE id = ? UNION SELECT act FROM rendition WHERE source = ?
			UNION SELECT act FROM rejection WHERE source = ? UNION SELECT version.act FROM version JOIN statement ON statement.id = version.statement WHERE statement.source = ?)`
		args = append(args, id, id, id, id)
	}
	// Only keys are sorted, since the lines are long.
	const order = " ORDER BY clock DESC, writer DESC, seq DESC"
	args = append(args, limit, skip)
	return collect(each(r.query, scanRecord, "SELECT line FROM act WHERE id IN (SELECT id FROM act"+text+order+" LIMIT ? OFFSET ?)"+order, args...))
}

// ActKinds returns the kinds of act there are, in the order of their names.
func (*Reader) ActKinds() []string { return slices.Sorted(maps.Keys(projectors)) }

// ActorNames returns the names of the people who work in the project, by
// identifier.
func (r *Reader) ActorNames() (map[ledger.ActorID]string, error) {
	names := map[ledger.ActorID]string{}
	actors := each(r.query, func(s scanner) (ledger.ActorAdded, error) {
		var a ledger.ActorAdded
		return a, s.Scan(&a.Actor, &a.Name)
	}, "SELECT id, name FROM actor")
	for a, err := range actors {
		if err != nil {
			return nil, err
		}
		names[a.Actor] = a.Name
	}
	return names, nil
}

// Numbered returns the display number of the source, statement, incident or
// person that an identifier or a display number names, or "".
func (r *Reader) Numbered(id string) (string, error) {
	var ref string
	for _, table := range []string{"statement", "source", "incident", "person"} {
		for _, column := range []string{"id", "ref"} {
			found, err := r.query.one("SELECT ref FROM "+table+" WHERE "+column+" = ?", []any{id}, &ref)
			if found || err != nil {
				return ref, err
			}
		}
	}
	return "", nil
}
