package reckon

import (
	"context"

	"reckon/ledger"
	"reckon/register"
	"reckon/statement"
)

// RegisteredAs is the outcome of entering a person or an incident.
type RegisteredAs struct {
	Ref string `json:"ref"`
	ID  string `json:"id"`
}

// AddPerson enters a person by hand. The statements that the person rests on
// are named by display number or identifier; a date of death needs one that
// says that the person is dead, since missing is not dead.
func (p *Project) AddPerson(ctx context.Context, person register.Person, reason string) (out RegisteredAs, err error) {
	if out.ID, err = p.newID(); err != nil {
		return out, err
	}
	person.ID = register.PersonID(out.ID)
	err = p.commit(ctx, func(c *change) error {
		said := make([]*statement.Statement, 0, len(person.Statements))
		for i, name := range person.Statements {
			s, err := c.standing(string(name))
			if err != nil {
				return err
			}
			person.Statements[i] = s.ID
			said = append(said, s.Content())
		}
		if err := person.CheckDeath(said); err != nil {
			return err
		}
		if err := c.append(ledger.ActID(out.ID), reason, register.PersonAdded{Person: person}); err != nil {
			return err
		}
		entered, err := c.Person(out.ID)
		out.Ref = entered.Ref
		return err
	})
	return out, err
}

// AddIncident enters an incident by hand.
func (p *Project) AddIncident(ctx context.Context, incident register.Incident, reason string) (out RegisteredAs, err error) {
	if out.ID, err = p.newID(); err != nil {
		return out, err
	}
	incident.ID = register.IncidentID(out.ID)
	err = p.commit(ctx, func(c *change) error {
		if err := c.append(ledger.ActID(out.ID), reason, register.IncidentAdded{Incident: incident}); err != nil {
			return err
		}
		entered, err := c.Incident(out.ID)
		out.Ref = entered.Ref
		return err
	})
	return out, err
}
