package toll

import (
	"slices"
	"strings"

	"reckon/fault"
	"reckon/names"
	"reckon/source"
)

// MappingSet is the act by which a project declares that two terms, or two
// groups, may stand on one axis, or that they stand apart: also two that the
// usual mappings join. A later one for the same two replaces it.
type MappingSet struct {
	List   string `json:"list"` // status, stage, attribute or group
	From   string `json:"from"`
	To     string `json:"to"`
	Apart  bool   `json:"apart,omitempty"`
	Reason string `json:"reason"`

	By string `json:"-"` // name of who declared it, where it is read back
}

// Kind returns the act's kind and version.
func (MappingSet) Kind() string { return "toll.mapping-set/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (m MappingSet) Validate() error {
	var l fault.List
	l.Join("", m.mapping("the project").Validate())
	for _, f := range []struct{ where, text string }{{"from", m.From}, {"to", m.To}, {"reason", strings.ReplaceAll(m.Reason, "\n", " ")}} {
		if problem := names.Plain(f.text, maxGroup); problem != nil {
			l.Add(problem.At(f.where))
		}
	}
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (m *MappingSet) UnmarshalJSON(data []byte) error {
	type wire MappingSet
	return source.Decode(data, (*wire)(m))
}

func (m MappingSet) mapping(by string) Mapping { return Mapping{m.List, m.From, m.To, m.Reason, by} }

// InForce returns the usual mappings and those that a project declared, in that
// order, without the pairs that it declared to stand apart.
func InForce(declared []MappingSet) []Mapping {
	all := usualMappings()
	for _, m := range declared {
		all = slices.DeleteFunc(all, func(o Mapping) bool { return o.List == m.List && o.other(m.From) == m.To })
		if !m.Apart {
			all = append(all, m.mapping(m.By))
		}
	}
	return all
}
