package statement

import "reckon/fault"

// Characterisation is what the source calls something: a name, a comparison, a
// judgement in law or in morals. It is always printed as the source's words.
type Characterisation struct {
	Of   string `json:"of"`
	Term string `json:"term"`
}

// Kind returns "characterisation".
func (*Characterisation) Kind() string { return "characterisation" }

// Fields lists the content's fields.
func (c *Characterisation) Fields() []Field {
	return []Field{
		prose("of", "what the statement is about, in the source's own words", &c.Of).need(),
		prose("term", "what the source calls it, in its own words", &c.Term).need(),
	}
}

func (c *Characterisation) check(*fault.List) {}

func (c *Characterisation) say() string {
	return quoted(c.Of) + " is " + quoted(c.Term)
}
