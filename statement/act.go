package statement

import (
	"slices"

	"reckon/fault"
	"reckon/source"
)

// Added is the act that adds a statement.
type Added struct {
	Statement Statement `json:"statement"`
}

// Kind returns the act's kind and version.
func (Added) Kind() string { return "statement.added/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a Added) Validate() error { return a.Statement.Validate() }

// UnmarshalJSON reads the act strictly.
func (a *Added) UnmarshalJSON(data []byte) error {
	type wire Added
	return source.Decode(data, (*wire)(a))
}

// Corrected is the act that replaces what a statement says with a full new
// content. Bases are the acts that the corrector had before them; where another
// act came in between, the two conflict and a person decides.
type Corrected struct {
	Statement ID        `json:"statement"`
	Bases     []string  `json:"bases"`
	Content   Statement `json:"content"`
}

// Kind returns the act's kind and version.
func (Corrected) Kind() string { return "statement.corrected/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a Corrected) Validate() error {
	l := checkBases(a.Statement, a.Bases)
	if a.Content.ID != a.Statement {
		l.Add(fault.New("ST051", fault.Invalid, "the new content has the id %q", a.Content.ID).At("content"))
	}
	l.Join("", a.Content.Validate())
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (a *Corrected) UnmarshalJSON(data []byte) error {
	type wire Corrected
	return source.Decode(data, (*wire)(a))
}

// Withdrawn is the act that takes a statement back. It stays readable.
type Withdrawn struct {
	Statement ID       `json:"statement"`
	Bases     []string `json:"bases"`
}

// Kind returns the act's kind and version.
func (Withdrawn) Kind() string { return "statement.withdrawn/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a Withdrawn) Validate() error { return checkBases(a.Statement, a.Bases).Err() }

// UnmarshalJSON reads the act strictly.
func (a *Withdrawn) UnmarshalJSON(data []byte) error {
	type wire Withdrawn
	return source.Decode(data, (*wire)(a))
}

func checkBases(id ID, bases []string) fault.List {
	l := source.Token("statement", string(id))
	if len(bases) == 0 || len(bases) > maxList {
		l.Add(fault.New("ST050", fault.Invalid, "the act names %d acts it replaces, it needs 1 to %d", len(bases), maxList).At("bases"))
	}
	for i, b := range bases {
		l = append(l, source.Token("bases", b)...)
		if slices.Contains(bases[:i], b) {
			l.Add(fault.New("ST050", fault.Invalid, "the act %s is named twice", b).At("bases"))
		}
	}
	return l
}
