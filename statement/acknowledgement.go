package statement

import "reckon/fault"

// Acknowledgement is the statement that something held against the speaker or
// the speaker's side is so, wholly or in part.
type Acknowledgement struct {
	Of     string `json:"of"`
	Extent string `json:"extent,omitempty"`
	Target ID     `json:"target,omitempty"`
}

// Kind returns "acknowledgement".
func (*Acknowledgement) Kind() string { return "acknowledgement" }

// Fields lists the content's fields.
func (a *Acknowledgement) Fields() []Field {
	return []Field{
		prose("of", "what the statement is about, in the source's own words", &a.Of).need(),
		term("extent", "how far it goes", "extent", &a.Extent),
		line("target", "the statement it is directed at, where there is one", &a.Target),
	}
}

func (a *Acknowledgement) check(l *fault.List) { checkID(l, "target", a.Target) }

func (a *Acknowledgement) say() string {
	text := "this is so: " + quoted(a.Of)
	if a.Extent != "" {
		text += " (as to: " + saidTerm(a.Extent) + ")"
	}
	return text + directed(a.Target)
}
