package propose

import (
	"slices"

	"reckon/extract"
	"reckon/fault"
	"reckon/source"
	"reckon/statement"
)

// Standing says what became of a proposal.
type Standing string

// The standings of a proposal.
const (
	Open     Standing = "open"     // nobody has decided on it
	Accepted Standing = "accepted" // a statement codes it
	Rejected Standing = "rejected" // a person turned it down
)

// Proposal is a figure found in a source's text, as the statement that it
// would be. The statement has no identifier yet, and does not name its whole.
type Proposal struct {
	ID        string               `json:"id"` // a, b, … in the order of the text
	Standing  Standing             `json:"standing"`
	Grade     extract.Grade        `json:"grade"`
	Why       []string             `json:"why"`
	Marks     []extract.Mark       `json:"marks,omitempty"`
	PartOf    string               `json:"part_of,omitempty"` // the proposal of the whole
	Statement *statement.Statement `json:"statement"`
	Ref       string               `json:"ref,omitempty"`    // of the statement that codes it
	Reason    string               `json:"reason,omitempty"` // why it was turned down
	Number    source.Fragment      `json:"-"`                // the number alone
}

// Marked is the words of the proposal on one line, with the number in
// brackets.
func (p *Proposal) Marked() string {
	f, points := p.Statement.Anchor.Fragments[0], []rune(p.Statement.Anchor.Fragments[0].Exact)
	from, to := p.Number.Start-f.Start, p.Number.End-f.Start
	return onOneLine(string(points[:from]) + "[" + string(points[from:to]) + "]" + string(points[to:]))
}

// Toll is what the proposal counts; a proposal is of a figure always.
func (p *Proposal) Toll() *statement.Toll { return p.Statement.Content.(*statement.Toll) }

// Set is what was found in a text of a source.
type Set struct {
	Source     string // display number
	Rendition  source.RenditionID
	Proposals  []Proposal
	NotFigures []extract.NotFigure // numbers that are none to be coded, with the reason
	Note       string              // why nothing is proposed, where that has a reason
}

// Open returns the proposals on which nobody has decided.
func (s *Set) Open() []Proposal {
	return slices.DeleteFunc(slices.Clone(s.Proposals), func(p Proposal) bool { return p.Standing != Open })
}

// Doubt makes no proposal firm: the words were recognised in a picture, and a
// person compares each with it first.
func (s *Set) Doubt() {
	for k := range s.Proposals {
		if p := &s.Proposals[k]; p.Grade == extract.Firm {
			p.Grade, p.Why = extract.Probable, append(slices.Clone(p.Why), "the words were recognised in a picture: compare them with it")
		}
	}
}

// LeaveLook leaves the least sure proposals out. A part of one stands alone.
// The others keep their letters.
func (s *Set) LeaveLook() {
	s.Proposals = slices.DeleteFunc(s.Proposals, func(p Proposal) bool { return p.Grade == extract.Look })
	for k := range s.Proposals {
		if s.Find(s.Proposals[k].PartOf) == nil {
			s.Proposals[k].PartOf = ""
		}
	}
}

// Find returns the proposal of a letter, or nil.
func (s *Set) Find(id string) *Proposal { return find(s.Proposals, id) }

func find(all []Proposal, id string) *Proposal {
	for k := range all {
		if all[k].ID == id {
			return &all[k]
		}
	}
	return nil
}

// Undecided returns the proposal of a letter. One that is not there is refused
// with code PP001, one on which somebody has decided with PP002.
func (s *Set) Undecided(letter string) (*Proposal, error) {
	p, err := s.named(letter)
	switch {
	case err != nil:
		return nil, err
	case p.Standing == Accepted:
		return nil, fault.New("PP002", fault.Invalid, "%s is coded already, as %s", letter, p.Ref).At(s.Source).Unchanged(nothing)
	case p.Standing == Rejected:
		return nil, fault.New("PP002", fault.Invalid, "%s was turned down: %s", letter, p.Reason).At(s.Source).Unchanged(nothing).
			Try("reckon statement review " + s.Source + " --reopen " + letter + " opens it again")
	}
	return p, nil
}

// TurnedDown returns the proposal of a letter that somebody turned down. One
// that is not there is refused with code PP001, one that nobody turned down
// with PP003.
func (s *Set) TurnedDown(letter string) (*Proposal, error) {
	p, err := s.named(letter)
	switch {
	case err != nil:
		return nil, err
	case p.Standing == Accepted:
		return nil, fault.New("PP003", fault.Invalid, "%s is coded, as %s", letter, p.Ref).At(s.Source).Unchanged(nothing).
			Try("Withdraw the statement, and it is open again")
	case p.Standing == Open:
		return nil, fault.New("PP003", fault.Invalid, "%s is open: nobody turned it down", letter).At(s.Source).Unchanged(nothing)
	}
	return p, nil
}

const nothing = "Nothing was changed"

func (s *Set) named(letter string) (*Proposal, error) {
	p := s.Find(letter)
	if p == nil {
		return nil, fault.New("PP001", fault.NotFound, "no figure of %s is proposed as %.20q", s.Source, letter).
			Unchanged(nothing).Try("reckon statement review " + s.Source + " lists those that are")
	}
	return p, nil
}

// SetApart makes the proposals of the given letters parts of nothing.
func (s *Set) SetApart(letters []string) {
	for k := range s.Proposals {
		if slices.Contains(letters, s.Proposals[k].ID) {
			s.Proposals[k].PartOf = ""
		}
	}
}

// WithWholes returns the open proposals of the given letters, each after its
// whole where nobody has decided on that. A whole that is among the least sure
// comes only by its own letter.
func (s *Set) WithWholes(letters []string) ([]*Proposal, error) {
	var chosen []*Proposal
	for _, letter := range letters {
		p, err := s.Undecided(letter)
		if err != nil {
			return nil, err
		}
		line := []*Proposal{p}
		for of := s.Find(p.PartOf); of != nil && !slices.Contains(line, of); of = s.Find(of.PartOf) {
			if of.Standing != Open || of.Grade == extract.Look && !slices.Contains(letters, of.ID) {
				break
			}
			line = append(line, of)
		}
		for _, p := range slices.Backward(line) {
			if !slices.Contains(chosen, p) {
				chosen = append(chosen, p)
			}
		}
	}
	return chosen, nil
}
