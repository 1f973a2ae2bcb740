package store

import (
	"encoding/json"
	"fmt"

	"reckon/fault"
	"reckon/ledger"
)

func projectCreated(t *Tx, a *ledger.Act, p *ledger.ProjectCreated) error {
	if p == nil {
		return t.trouble(a, "the founding act was erased")
	}
	files, err := json.Marshal(p.Files)
	if err != nil {
		return fmt.Errorf("encoding the project's files: %w", err)
	}
	return t.query.exec("INSERT INTO project (id, title, sealed, files, act) VALUES (?, ?, ?, ?, ?)",
		p.Project, p.Title, p.Sealed, string(files), string(a.ID))
}

func writerJoined(t *Tx, a *ledger.Act, w *ledger.WriterJoined) error {
	if w == nil {
		w = &ledger.WriterJoined{Writer: a.Writer}
	}
	if w.Writer != a.Writer {
		return t.trouble(a, "a writer joined in another writer's log")
	}
	tag, err := t.ownTag(w)
	if err != nil {
		return err
	}
	return t.query.exec("INSERT OR IGNORE INTO writer (id, name, tag, verifier, act) VALUES (?, ?, ?, ?, ?)",
		string(w.Writer), w.Name, tag, w.Verifier, string(a.ID))
}

// ownTag returns the tag of a writer's display numbers: the one it drew,
// unless an earlier writer has it, as when two copies drew the same or when
// the act that said it is erased.
func (t *Tx) ownTag(w *ledger.WriterJoined) (string, error) {
	var taken int
	if _, err := t.query.one("SELECT count(*) FROM writer WHERE tag = ?", []any{w.Tag}, &taken); err != nil {
		return "", err
	}
	if taken > 0 {
		return string(w.Writer)[:8], nil
	}
	return w.Tag, nil
}

func actorAdded(t *Tx, a *ledger.Act, p *ledger.ActorAdded) error {
	if p == nil {
		p = &ledger.ActorAdded{Actor: ledger.ActorID(a.ID)}
	}
	return t.query.exec("INSERT OR IGNORE INTO actor (id, name, note, act) VALUES (?, ?, ?, ?)",
		string(p.Actor), p.Name, p.Note, string(a.ID))
}

// Project is what a project says of itself.
type Project struct {
	ID     string
	Title  string
	Sealed bool
	Files  map[string]string // SHA-256 of the fixed files, by path
}

// Project returns the project's founding record.
func (r *Reader) Project() (Project, error) {
	var p Project
	var files string
	ok, err := r.query.one("SELECT id, title, sealed, files FROM project ORDER BY id LIMIT 1", nil,
		&p.ID, &p.Title, &p.Sealed, &files)
	if err != nil {
		return p, err
	}
	if !ok {
		return p, fault.New("DB006", fault.Integrity, "the project's founding act is missing")
	}
	return p, decode(files, &p.Files)
}

// WriterInfo is a device or server that appends to a log of its own.
type WriterInfo struct {
	ledger.WriterJoined
	Acts int64
}

// WriterList returns the writers that have joined, in the order of their
// identifiers.
func (r *Reader) WriterList() ([]WriterInfo, error) {
	return collect(each(r.query, func(s scanner) (WriterInfo, error) {
		var w WriterInfo
		return w, s.Scan(&w.Writer, &w.Name, &w.Tag, &w.Verifier, &w.Acts)
	}, `SELECT id, name, tag, verifier, (SELECT count(*) FROM act WHERE act.writer = writer.id)
		FROM writer ORDER BY id`))
}

// Actor is a person who works in the project.
type Actor struct {
	ledger.ActorAdded
	Acts int64
}

// Actors returns the people who work in the project, by name.
func (r *Reader) Actors() ([]Actor, error) {
	return collect(each(r.query, func(s scanner) (Actor, error) {
		var a Actor
		return a, s.Scan(&a.Actor, &a.Name, &a.Note, &a.Acts)
	}, `SELECT id, name, note, coalesce(n, 0)
		FROM actor LEFT JOIN (SELECT actor, count(*) AS n FROM act GROUP BY actor) AS acts ON acts.actor = actor.id
		ORDER BY name, id`))
}

// ActorNamed returns the identifier of the person of that name, or "".
func (r *Reader) ActorNamed(name string) (ledger.ActorID, error) {
	var id ledger.ActorID
	_, err := r.query.one("SELECT id FROM actor WHERE name = ? ORDER BY id LIMIT 1", []any{name}, &id)
	return id, err
}
