package statement

import "reckon/fault"

// Scope is what the source says its own words or figures cover: a definition,
// a period, an area, whom it counts and whom it leaves out.
type Scope struct {
	Of       string `json:"of"`
	Meaning  string `json:"meaning"`
	Includes string `json:"includes,omitempty"`
	Excludes string `json:"excludes,omitempty"`
	Target   ID     `json:"target,omitempty"`
}

// Kind returns "scope".
func (*Scope) Kind() string { return "scope" }

// Fields lists the content's fields.
func (s *Scope) Fields() []Field {
	return []Field{
		prose("of", "what the statement is about, in the source's own words", &s.Of).need(),
		prose("meaning", "what the source says it means or covers", &s.Meaning).need(),
		prose("includes", "who or what is counted", &s.Includes),
		prose("excludes", "who or what is left out", &s.Excludes),
		line("target", "the statement it is directed at, where there is one", &s.Target),
	}
}

func (s *Scope) check(l *fault.List) { checkID(l, "target", s.Target) }

func (s *Scope) say() string {
	return clause(quoted(s.Of)+" covers or means "+quoted(s.Meaning), ", including ", s.Includes, ", leaving out ", s.Excludes) + directed(s.Target)
}
