package propose

import (
	"slices"

	"reckon/source"
	"reckon/statement"
)

// TurnDown marks the proposals whose number was rejected, wherever its words
// stand in their context now, and returns them.
func (s *Set) TurnDown(text *source.Text, number []source.Fragment, reason string) []*Proposal {
	var all []*Proposal
	for _, at := range text.Places(number) {
		for k := range s.Proposals {
			if p := &s.Proposals[k]; p.Number.Start == at.Start && p.Number.End == at.End {
				p.Standing, p.Reason = Rejected, reason
				all = append(all, p)
			}
		}
	}
	return all
}

// Against returns those of the given rejections, each once, by which the
// proposals of some letters are turned down. It refuses a proposal that none
// of them turns down, as TurnedDown does.
func (s *Set) Against(text *source.Text, rejections []source.ProposalRejected, letters []string) ([]source.ProposalRejected, error) {
	now := Set{Source: s.Source, Proposals: slices.Clone(s.Proposals)}
	for k := range now.Proposals {
		now.Proposals[k].Standing = Open
	}
	var all []source.ProposalRejected
	for _, rj := range rejections {
		down := now.TurnDown(text, rj.Anchor.Fragments, "")
		if slices.ContainsFunc(down, func(q *Proposal) bool { return slices.Contains(letters, q.ID) }) {
			all = append(all, rj)
		}
	}
	for _, letter := range letters {
		if _, err := now.TurnedDown(letter); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Code marks the proposals whose number a statement of a figure codes, which
// has the display number ref: its words hold that number and no other, or it
// has the number's own words or value.
func (s *Set) Code(text *source.Text, ref string, by *statement.Statement) {
	toll, ok := by.Content.(*statement.Toll)
	if !ok || by.Anchor == nil {
		return
	}
	for _, at := range text.Places(by.Anchor.Fragments) {
		held := s.within(at)
		for _, p := range held {
			if len(held) == 1 || sameNumber(toll.Figure, p.Toll().Figure) {
				p.Standing, p.Ref, p.Reason = Accepted, ref, ""
			}
		}
	}
}

// within returns the proposals whose number lies in a fragment.
func (s *Set) within(at source.Fragment) []*Proposal {
	var held []*Proposal
	for k := range s.Proposals {
		if n := s.Proposals[k].Number; at.Start <= n.Start && n.End <= at.End {
			held = append(held, &s.Proposals[k])
		}
	}
	return held
}

func sameNumber(a, b statement.Quantity) bool {
	number := func(q statement.Quantity) int64 {
		for _, n := range []*int64{q.Value, q.Low, q.High} {
			if n != nil {
				return *n
			}
		}
		return -1
	}
	return a.Words == b.Words || number(a) == number(b) && number(a) >= 0
}
