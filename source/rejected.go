package source

import "reckon/fault"

// ProposalRejected is the act by which a person says that a number in a text,
// proposed as a figure, is none to be coded. The anchor holds the number and
// what stands around it, so that the decision holds for another reading of the
// same words too. Why it was rejected is the act's reason.
type ProposalRejected struct {
	Source   ID     `json:"source"`
	Anchor   Anchor `json:"anchor"`
	Proposed string `json:"proposed"` // name and version of what proposed it
}

// Kind returns the act's kind and version.
func (ProposalRejected) Kind() string { return "proposal.rejected/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (r ProposalRejected) Validate() error {
	l := Token("source", string(r.Source))
	if err := r.Anchor.Validate(); err != nil {
		l = append(l, err.(fault.List)...) // what Anchor.Validate returns
	}
	if r.Proposed == "" {
		l.Add(fault.New("SO038", fault.Invalid, "it is not said what proposed the figure").At("proposed"))
	}
	l.Add(plain("proposed", r.Proposed, maxLine))
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (r *ProposalRejected) UnmarshalJSON(data []byte) error {
	type wire ProposalRejected
	return Decode(data, (*wire)(r))
}

// ProposalReopened is the act by which a person takes a rejection back: it
// names the number with the anchor that the rejection has, and the figure is
// open to be decided on again. Why is the act's reason.
type ProposalReopened ProposalRejected

// Kind returns the act's kind and version.
func (ProposalReopened) Kind() string { return "proposal.reopened/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (r ProposalReopened) Validate() error { return ProposalRejected(r).Validate() }

// UnmarshalJSON reads the act strictly.
func (r *ProposalReopened) UnmarshalJSON(data []byte) error {
	type wire ProposalReopened
	return Decode(data, (*wire)(r))
}
