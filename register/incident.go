package register

import (
	"fmt"
	"slices"
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/names"
	"reckon/places"
	"reckon/source"
)

// IncidentID is an incident's random, permanent id.
type IncidentID string

// IncidentName is one name of an incident and who uses it.
type IncidentName struct {
	Text     string `json:"text"`
	Language string `json:"language,omitempty"` // BCP 47 tag
	UsedBy   string `json:"used_by"`
}

// Incident is an incident entered by hand.
type Incident struct {
	ID      IncidentID     `json:"id"`
	Names   []IncidentName `json:"names"`
	Display string         `json:"display"` // the name the project prints
	Reason  string         `json:"reason"`  // why it prints that one
	When    *dates.When    `json:"when,omitempty"`
	Where   *places.Place  `json:"where,omitempty"`
	Note    string         `json:"note,omitempty"`
}

// Validate reports what is wrong with the entry, as a fault.List.
func (n Incident) Validate() error {
	l := source.Token("id", string(n.ID))
	if len(n.Names) == 0 || len(n.Names) > maxList {
		l.Add(fault.New("RE020", fault.Invalid, "the incident has %d names, it needs 1 to %d", len(n.Names), maxList).At("names").
			Try("Use a plain name such as the place and the date where sources use none"))
	}
	for i, name := range n.Names {
		where := fmt.Sprintf("name %d", i+1)
		l.Join(where, names.Name{Text: name.Text, Kind: names.AsWritten, Language: name.Language}.Validate())
		if strings.TrimSpace(name.UsedBy) == "" {
			l.Add(fault.New("RE021", fault.Invalid, "nobody is named who uses the name %q", name.Text).At(where).
				Try("Say who uses it; the project itself is an answer"))
		}
		checkText(&l, where, name.UsedBy, maxLine, false)
	}
	if !slices.ContainsFunc(n.Names, func(name IncidentName) bool { return name.Text == n.Display }) {
		l.Add(fault.New("RE022", fault.Invalid, "the display name %q is none of the names", n.Display).At("display"))
	}
	if strings.TrimSpace(n.Reason) == "" {
		l.Add(fault.New("RE023", fault.Invalid, "the display name has no reason").At("reason").Try("Say why the project prints this name"))
	}
	checkText(&l, "reason", n.Reason, maxLine, false)
	checkText(&l, "note", n.Note, maxProse, true)
	checkWhen(&l, "when", n.When)
	if n.Where != nil {
		l.Join("where", n.Where.Validate())
	}
	return l.Err()
}

// IncidentAdded is the act that enters an incident.
type IncidentAdded struct {
	Incident Incident `json:"incident"`
}

// Kind returns the act's kind and version.
func (IncidentAdded) Kind() string { return "incident.added/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a IncidentAdded) Validate() error { return a.Incident.Validate() }

// UnmarshalJSON reads the act strictly.
func (a *IncidentAdded) UnmarshalJSON(data []byte) error {
	type wire IncidentAdded
	return source.Decode(data, (*wire)(a))
}

func checkText(l *fault.List, where, text string, limit int, lines bool) {
	if lines {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	if p := names.Plain(text, limit); p != nil {
		l.Add(p.At(where))
	}
}

func checkWhen(l *fault.List, where string, w *dates.When) {
	if w == nil {
		return
	}
	if w.IsZero() {
		l.Add(fault.New("RE011", fault.Invalid, "the date is empty").At(where).Try("Leave it out"))
	}
	if _, err := w.MarshalJSON(); err != nil {
		l.Add(fault.New("RE011", fault.Invalid, "the date cannot be stored: %v", err).At(where))
	}
	checkText(l, where, w.Words, maxLine, false)
}
