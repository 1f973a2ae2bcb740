package extract

import "slices"

// Span is a stretch of the text in code points, end exclusive.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Figure is one proposal. Its span is that of the number expression alone.
type Figure struct {
	ID            string    `json:"id"`
	Start         int       `json:"start"`
	End           int       `json:"end"`
	Text          string    `json:"text"`
	Value         *float64  `json:"value"` // nil for ranges and vague words
	Low           *float64  `json:"low"`   // nil where the text sets no lower bound
	High          *float64  `json:"high"`  // nil where the text sets no upper bound
	Qualifier     Qualifier `json:"qualifier"`
	QualifierSpan *Span     `json:"qualifier_span"`
	Unit          Unit      `json:"unit"`
	Status        Status    `json:"status"`
	Group         []string  `json:"group"`
	SubsetOf      *string   `json:"subset_of"`
	Attribution   *Span     `json:"attribution"`
	ImplicitOne   bool      `json:"implicit_one"`
	Grade         Grade     `json:"grade"`
	Marks         []Mark    `json:"marks,omitempty"`
	Scope         []Scope   `json:"scope,omitempty"`
	Why           []string  `json:"why"` // the reasons in the order they were found
}

// Mark is a warning that a figure may not be a new one of the event at hand.
// Kind is restates (Figure is the id of the one it repeats), same_people
// (Figure counts the same people in another unit), rival (another count of
// what Figure counts), older or other_event.
type Mark struct {
	Kind   string `json:"kind"`
	Figure string `json:"figure,omitempty"`
	Span
}

// Scope is a phrase that limits what a figure covers: words of the text, never
// a date or a place.
type Scope struct {
	Kind string `json:"kind"` // time or place
	Span
}

// NotFigure is a number that must not be coded, with the reason.
type NotFigure struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Result is what Text found, both lists in text order.
type Result struct {
	Figures    []Figure    `json:"figures"`
	NotFigures []NotFigure `json:"not_figures"`
}

// Without returns the result without the figures of one grade. A part whose
// whole is left out stands alone.
func (r Result) Without(g Grade) Result {
	kept := map[string]bool{}
	out := Result{Figures: []Figure{}, NotFigures: r.NotFigures}
	for _, f := range r.Figures {
		if f.Grade != g {
			kept[f.ID] = true
			out.Figures = append(out.Figures, f)
		}
	}
	for k := range out.Figures {
		f := &out.Figures[k]
		if f.SubsetOf != nil && !kept[*f.SubsetOf] {
			f.SubsetOf = nil
		}
		f.Marks = slices.Clone(f.Marks)
		for i := range f.Marks {
			if !kept[f.Marks[i].Figure] {
				f.Marks[i].Figure = ""
			}
		}
	}
	return out
}
