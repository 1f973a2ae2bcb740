package store

import (
	"iter"

	"reckon/ledger"
	"reckon/register"
)

func personAdded(t *Tx, a *ledger.Act, _ *register.PersonAdded) error {
	return t.entry(a, "person", "R")
}

func incidentAdded(t *Tx, a *ledger.Act, _ *register.IncidentAdded) error {
	return t.entry(a, "incident", "I")
}

// entry writes a person or an incident. Its identifier is that of the act.
func (t *Tx) entry(a *ledger.Act, table, area string) error {
	n, err := t.number(a, area)
	if err != nil {
		return err
	}
	return t.query.exec("INSERT INTO "+table+" (id, ref, erased, body, act, actor, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
		string(a.ID), area+"-"+n, a.Erased, string(a.Payload), string(a.ID), string(a.Actor), ledger.FormatTime(a.Time))
}

// Person is a registered person.
type Person struct {
	Entry
	register.Person
}

// Incident is a registered incident.
type Incident struct {
	Entry
	register.Incident
	Statements int
}

func scanPerson(s scanner) (Person, error) {
	var p Person
	var added register.PersonAdded
	var body string
	err := s.Scan(&p.Entry.ID, &p.Ref, &p.Erased, &body, &p.Act, &p.Actor, &p.Time)
	if err != nil || p.Erased {
		return p, err
	}
	err = decode(body, &added)
	p.Person = added.Person
	return p, err
}

func scanIncident(s scanner) (Incident, error) {
	var i Incident
	var added register.IncidentAdded
	var body string
	err := s.Scan(&i.Entry.ID, &i.Ref, &i.Erased, &body, &i.Act, &i.Actor, &i.Time, &i.Statements)
	if err != nil || i.Erased {
		return i, err
	}
	err = decode(body, &added)
	i.Incident = added.Incident
	return i, err
}

const personColumns = "SELECT id, ref, erased, body, act, actor, time FROM person"

const incidentColumns = `SELECT id, ref, erased, body, act, actor, time,
	(SELECT count(*) FROM statement WHERE statement.incident = incident.id AND statement.incident <> ''
	AND standing <> 'withdrawn') FROM incident`

// Persons yields all persons in the order they were entered.
func (r *Reader) Persons() iter.Seq2[Person, error] {
	return each(r.query, scanPerson, personColumns+" ORDER BY time, ref")
}

// Person returns the person that a display number or identifier names.
func (r *Reader) Person(name string) (Person, error) {
	found, err := collect(each(r.query, scanPerson, personColumns+" WHERE ref = ? OR id = ?", name, name))
	if err != nil {
		return Person{}, err
	}
	if len(found) == 0 {
		return Person{}, notFound("person", name, "reckon person list")
	}
	return found[0], nil
}

// Incidents yields all incidents in the order they were entered.
func (r *Reader) Incidents() iter.Seq2[Incident, error] {
	return each(r.query, scanIncident, incidentColumns+" ORDER BY time, ref")
}

// Incident returns the incident that a display number or identifier names.
func (r *Reader) Incident(name string) (Incident, error) {
	found, err := collect(each(r.query, scanIncident, incidentColumns+" WHERE ref = ? OR id = ?", name, name))
	if err != nil {
		return Incident{}, err
	}
	if len(found) == 0 {
		return Incident{}, notFound("incident", name, "reckon incident list")
	}
	return found[0], nil
}

// StatementsOf returns what the statements that a person rests on say, in the
// person's order.
func (r *Reader) StatementsOf(p Person) ([]Statement, error) {
	all := make([]Statement, 0, len(p.Statements))
	for _, id := range p.Statements {
		s, err := r.Statement(string(id))
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
