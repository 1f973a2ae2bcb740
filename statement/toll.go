package statement

import (
	"reckon/dates"
	"reckon/fault"
)

// Toll is a figure: how many, of whom, with what status. SubsetOf names the
// figure of the same source that it is a part of, and Parts what the source
// says of the parts of that figure; where it says nothing, nothing is assumed.
type Toll struct {
	Figure   Quantity `json:"figure"`
	Category Category `json:"category"`
	SubsetOf ID       `json:"subset_of,omitempty"`
	Parts    string   `json:"parts,omitempty"`
	Scope    string   `json:"scope,omitempty"` // what the figure covers, in the source's words
	AsOf     string   `json:"as_of,omitempty"` // EDTF date up to which it counts
}

// Kind returns "toll".
func (*Toll) Kind() string { return "toll" }

// Fields lists the content's fields.
func (t *Toll) Fields() []Field {
	return append(append(t.Figure.fields(true), t.Category.fields()...),
		line("subset_of", "the statement whose figure this one is a part of", &t.SubsetOf),
		term("parts", "what the source says of the parts of that figure", "parts", &t.Parts),
		line("scope", "what the figure covers, in the source's own words", &t.Scope),
		line("as_of", "date up to which the figure counts", &t.AsOf),
	)
}

func (t *Toll) check(l *fault.List) {
	t.Figure.check(l)
	if t.Parts != "" && t.SubsetOf == "" {
		l.Add(fault.New("ST013", fault.Invalid, "a part is described and its whole is not named").At("subset_of").
			Try("Name the statement with the whole figure"))
	}
	checkID(l, "subset_of", t.SubsetOf)
	checkDate(l, "as_of", t.AsOf)
}

func (t *Toll) say() string {
	single := t.Figure.Form == Exact && t.Figure.Value != nil && *t.Figure.Value == 1
	number := t.Figure.say()
	if t.Figure.Form == Exact && t.Figure.Value != nil && *t.Figure.Value == 0 && t.Figure.Mark == "" {
		number = "no"
	}
	text := number + " " + t.Category.noun(single) + " " + t.Category.verb(single)
	if t.Category.Stage != "" {
		text += " (counted as " + saidTerm(t.Category.Stage) + ")"
	}
	if t.SubsetOf != "" {
		text += " (a part of the figure in statement " + string(t.SubsetOf) + ")"
	}
	text = clause(text, ", covering ", t.Scope)
	if t.AsOf != "" {
		text += ", up to " + t.AsOf
	}
	return text
}

// checkDate reports a date that is not EDTF.
func checkDate(l *fault.List, where, text string) {
	if text == "" {
		return
	}
	if _, err := dates.Parse(text); err != nil {
		l.Add(fault.New("ST018", fault.Invalid, "the date %q cannot be read: %v", shorten(text), err).At(where).
			Try("Write it as far as it is known: 2031, 2031-03 or 2031-03-04"))
	}
}
