package statement

import "reckon/fault"

// Happening is something that the source says took place. When and where are
// the statement's own; who did it is for an Allegation.
type Happening struct {
	What        string `json:"what"`
	Part        string `json:"part,omitempty"` // whether the date is of the beginning, the course or the end
	Upon        string `json:"upon,omitempty"` // who or what it befell, in the source's words
	Description string `json:"description,omitempty"`
}

// Kind returns "happening".
func (*Happening) Kind() string { return "happening" }

// Fields lists the content's fields.
func (h *Happening) Fields() []Field {
	return []Field{
		term("what", "what took place", "happening", &h.What).need(),
		term("part", "what the date is of, where it is not the whole", "part", &h.Part),
		line("upon", "who or what it befell, in the source's own words", &h.Upon),
		prose("description", "how the source describes it", &h.Description),
	}
}

func (h *Happening) check(*fault.List) {}

func (h *Happening) say() string {
	verb := map[string]string{"": "took place", "began": "began", "continued": "continued", "ended": "ended"}[h.Part]
	return clause("the following "+verb+": "+saidTerm(h.What), ", upon ", h.Upon, ", described as ", h.Description)
}
