package reckon

import (
	"context"
	"slices"
	"strings"

	"reckon/extract"
	"reckon/ledger"
	"reckon/propose"
	"reckon/source"
	"reckon/statement"
)

// Acceptance is a person's word that proposals are right, or what to change
// of them first.
type Acceptance struct {
	Source    string                             // display number or identifier
	Proposals []string                           // their letters
	Quotes    []Quote                            // new words; none to keep those proposed
	When      Phrase                             // the date that the speaker gives; empty for none
	Further   []statement.Speaker                // speakers beyond the source's own; none to keep those proposed
	Alone     bool                               // not as parts of what they are proposed as parts of
	Edit      func(s *statement.Statement) error // changes what is proposed; nil to take it as it is
	Reason    string
}

// AcceptProposals enters proposed figures as statements, all or none. A whole
// is entered before its parts: one on which nobody has decided is accepted
// with the part, and a part of one that was turned down stands alone.
func (p *Project) AcceptProposals(ctx context.Context, in Acceptance) ([]Entered, error) {
	found, err := p.Proposals(ctx, in.Source, extract.Look)
	if err != nil {
		return nil, unchanged(err)
	}
	if in.Alone {
		found.SetApart(in.Proposals)
	}
	chosen, err := found.WithWholes(in.Proposals)
	if err != nil {
		return nil, err
	}
	if err := p.identify(ctx, chosen, &found, in); err != nil {
		return nil, unchanged(err)
	}
	var out []Entered
	err = p.commit(ctx, func(c *change) error {
		if err := c.stillOpen(ctx, &found, chosen); err != nil {
			return err
		}
		for _, q := range chosen {
			e, err := c.accept(q, &found, in.Reason)
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return nil
	})
	if err != nil {
		return nil, unchanged(err)
	}
	return out, nil
}

// identify gives the chosen proposals identifiers, and those that were named
// what the person changed of them.
func (p *Project) identify(ctx context.Context, chosen []*propose.Proposal, found *propose.Set, in Acceptance) error {
	for _, q := range chosen {
		id, err := p.newID()
		if err != nil {
			return err
		}
		q.Statement.ID = statement.ID(id)
		if !slices.Contains(in.Proposals, q.ID) {
			continue // a whole, taken as it is
		}
		if in.Edit != nil {
			if err := in.Edit(q.Statement); err != nil {
				return err
			}
		}
		again := Coded{Source: in.Source, Rendition: found.Rendition, Quotes: in.Quotes, When: in.When, Further: in.Further}
		if err := p.anchor(ctx, &again, q.Statement); err != nil {
			return err
		}
	}
	return nil
}

// stillOpen refuses what somebody has decided on since the proposals were
// made.
func (c *change) stillOpen(ctx context.Context, found *propose.Set, chosen []*propose.Proposal) error {
	src, err := c.Source(found.Source)
	if err != nil {
		return err
	}
	text, _, err := c.p.textOf(ctx, src, found.Rendition)
	if err != nil {
		return err
	}
	if err := decided(&c.Reader, src, text, found); err != nil {
		return err
	}
	for _, q := range chosen {
		if _, err := found.Undecided(q.ID); err != nil {
			return err
		}
	}
	return nil
}

// accept enters a proposal. Its whole is entered already, where it is to be.
func (c *change) accept(q *propose.Proposal, found *propose.Set, reason string) (Entered, error) {
	toll, ok := q.Statement.Content.(*statement.Toll)
	if of := found.Find(q.PartOf); ok && of != nil && toll.SubsetOf == "" {
		switch {
		case of.Standing == propose.Accepted && of.Ref != "":
			toll.SubsetOf = statement.ID(of.Ref)
		case of.Statement.ID != "":
			toll.SubsetOf = of.Statement.ID
		}
	}
	return c.enter(q.Statement, reason)
}

// RejectProposals notes that proposed figures are none to be coded. They stay
// turned down when the text is read again, wherever the same words stand
// between the same words.
func (p *Project) RejectProposals(ctx context.Context, name string, letters []string, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return noReason("reject")
	}
	found, err := p.Proposals(ctx, name, extract.Look)
	if err != nil {
		return unchanged(err)
	}
	chosen := make([]*propose.Proposal, 0, len(letters))
	for _, letter := range letters {
		q, err := found.Undecided(letter)
		if err != nil {
			return err
		}
		if !slices.Contains(chosen, q) {
			chosen = append(chosen, q)
		}
	}
	err = p.commit(ctx, func(c *change) error {
		if err := c.stillOpen(ctx, &found, chosen); err != nil {
			return err
		}
		for _, q := range chosen {
			a := source.Anchor{Rendition: found.Rendition, Fragments: []source.Fragment{q.Number}}
			if err := c.append("", reason, source.ProposalRejected{Source: q.Statement.Source, Anchor: a, Proposed: proposer}); err != nil {
				return err
			}
		}
		return nil
	})
	return unchanged(err)
}

// ReopenProposals takes back that proposed figures were turned down, all or
// none: they are open again, and both decisions stay in the log.
func (p *Project) ReopenProposals(ctx context.Context, name string, letters []string, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return noReason("reopen")
	}
	found, err := p.Proposals(ctx, name, extract.Look)
	if err != nil {
		return unchanged(err)
	}
	for _, letter := range letters {
		if _, err := found.TurnedDown(letter); err != nil {
			return err
		}
	}
	return unchanged(p.commit(ctx, func(c *change) error {
		again, err := c.turnedDown(ctx, &found, letters)
		if err != nil {
			return err
		}
		for _, rj := range again {
			if err := c.append("", reason, source.ProposalReopened(rj)); err != nil {
				return err
			}
		}
		return nil
	}))
}

// turnedDown returns the rejections by which proposals are turned down now.
func (c *change) turnedDown(ctx context.Context, found *propose.Set, letters []string) ([]source.ProposalRejected, error) {
	src, err := c.Source(found.Source)
	if err != nil {
		return nil, err
	}
	text, _, err := c.p.textOf(ctx, src, found.Rendition)
	if err != nil {
		return nil, err
	}
	rejections, err := c.Rejections(source.ID(src.ID))
	if err != nil {
		return nil, err
	}
	all := make([]source.ProposalRejected, len(rejections))
	for i, rj := range rejections {
		all[i] = rj.ProposalRejected
	}
	return found.Against(text, all, letters)
}

// enter appends a statement whose anchor is found.
func (c *change) enter(s *statement.Statement, reason string) (Entered, error) {
	if err := c.resolveNames(s); err != nil {
		return Entered{}, err
	}
	if err := c.append(ledger.ActID(s.ID), reason, statement.Added{Statement: *s}); err != nil {
		return Entered{}, err
	}
	return c.entered(string(s.ID))
}
