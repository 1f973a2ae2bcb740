package toll

import (
	"slices"
	"strings"

	"reckon/fault"
	"reckon/names"
	"reckon/source"
)

// NoPosition is the handling that takes an earlier declaration back.
const NoPosition Handling = "none"

// Handlings lists the handlings that can be declared, and last the one that
// takes a declaration back.
func Handlings() []Handling {
	return []Handling{Prioritise, LowHigh, Unknown, Pending, AskSource, NoPosition}
}

// PositionSet is the act by which a project declares how it handles figures
// that differ. A later one for the same incident and group replaces it; who
// declares it is the act's actor.
type PositionSet struct {
	Incident string   `json:"incident,omitempty"` // id; empty for figures of the project as a whole
	Group    string   `json:"group,omitempty"`    // id of the group; empty for every group of the incident
	Handling Handling `json:"handling"`
	First    []string `json:"first,omitempty"` // for prioritise: speakers' names or source ids, in order
	Reason   string   `json:"reason"`
}

// Kind returns the act's kind and version.
func (PositionSet) Kind() string { return "toll.position-set/1" }

const (
	maxReason = 2000 // characters
	maxGroup  = 4000
	maxFirst  = 100
)

// Validate reports what is wrong with the act, as a fault.List.
func (p PositionSet) Validate() error {
	var l fault.List
	if p.Incident != "" {
		l = source.Token("incident", p.Incident)
	}
	rule := p.Rule("the project")
	if p.Handling == NoPosition {
		rule.Handling = Pending // which, like none, needs a reason and takes nobody first
	}
	l.Join("", rule.Validate())
	plain := func(where, text string, limit int) {
		if problem := names.Plain(text, limit); problem != nil {
			l.Add(problem.At(where))
		}
	}
	plain("group", p.Group, maxGroup)
	plain("reason", strings.ReplaceAll(p.Reason, "\n", " "), maxReason)
	for _, name := range p.First {
		plain("first", name, maxReason)
	}
	if len(p.First) > maxFirst || slices.ContainsFunc(p.First, func(name string) bool { return strings.TrimSpace(name) == "" }) {
		l.Add(fault.New("TO014", fault.Invalid, "who comes first is an empty name, or more than %d names", maxFirst).At("first"))
	}
	return l.Err()
}

// Rule is the declaration as a sheet applies it, by whoever made it.
func (p PositionSet) Rule(by string) Rule {
	return Rule{Handling: p.Handling, Group: p.Group, First: p.First, Reason: p.Reason, By: by}
}

// UnmarshalJSON reads the act strictly.
func (p *PositionSet) UnmarshalJSON(data []byte) error {
	type wire PositionSet
	return source.Decode(data, (*wire)(p))
}
