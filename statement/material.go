package statement

import "reckon/fault"

// Material is evidence that the source mentions and the project may not have:
// film, documents, recorded testimony.
type Material struct {
	Medium string `json:"medium"`
	Of     string `json:"of"`
	MadeBy string `json:"made_by,omitempty"`
	HeldBy string `json:"held_by,omitempty"`
}

// Kind returns "material".
func (*Material) Kind() string { return "material" }

// Fields lists the content's fields.
func (m *Material) Fields() []Field {
	return []Field{
		term("medium", "what sort of material", "medium", &m.Medium).need(),
		prose("of", "what the statement is about, in the source's own words", &m.Of).need(),
		line("made_by", "who made it, as the source writes it", &m.MadeBy),
		line("held_by", "who has it, where the source says so", &m.HeldBy),
	}
}

func (m *Material) check(*fault.List) {}

func (m *Material) say() string {
	return clause("there is material ("+saidTerm(m.Medium)+") of "+quoted(m.Of), ", made by ", m.MadeBy, ", held by ", m.HeldBy)
}
