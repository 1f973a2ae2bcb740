package statement

import (
	"reckon/fault"
	"reckon/names"
)

// Person is a person whom the source names or describes, with the fate it
// states. A missing person is missing: no fate is ever read out of another.
type Person struct {
	Name        string     `json:"name,omitempty"`
	NameKind    names.Kind `json:"name_kind,omitempty"`
	Description string     `json:"description,omitempty"`
	Fate        string     `json:"fate"`
	Sex         string     `json:"sex,omitempty"`
	Age         string     `json:"age,omitempty"` // in the source's words, at the event
}

// Kind returns "person".
func (*Person) Kind() string { return "person" }

// Fields lists the content's fields.
func (p *Person) Fields() []Field {
	return []Field{
		line("name", "the name as the source writes it", &p.Name),
		term("name_kind", "what sort of name it is", "name_kind", &p.NameKind),
		prose("description", "how the source describes the person", &p.Description),
		term("fate", "what the source says befell the person", "fate", &p.Fate).need(),
		term("sex", "where the source shows it", "sex", &p.Sex),
		line("age", "age at the event, in the source's own words", &p.Age),
	}
}

func (p *Person) check(l *fault.List) {
	if p.Name == "" && p.Description == "" {
		l.Add(fault.New("ST002", fault.Invalid, "the person is neither named nor described").At("name"))
	}
	if p.NameKind != "" && p.Name == "" {
		l.Add(fault.New("ST002", fault.Invalid, "there is a kind of name and no name").At("name"))
	}
}

func (p *Person) say() string {
	subject := clause("a person", " named ", p.Name, " described as ", p.Description, " aged ", p.Age)
	if p.Fate == "not_stated" {
		return subject + " is concerned, and states no fate"
	}
	return subject + " " + predicate(p.Fate, true)
}
