package statement

import (
	"slices"
	"strings"

	"reckon/fault"
)

// Category says what a figure counts, in the source's own sense. Several
// statuses mean that one number counts them together; attributes narrow who is
// counted. Nothing follows from a category about another.
type Category struct {
	Statuses   []string `json:"statuses,omitempty"`
	Unit       string   `json:"unit,omitempty"`
	Stage      string   `json:"stage,omitempty"`
	Attributes []string `json:"attributes,omitempty"`
}

func (c *Category) fields() []Field {
	return []Field{
		terms("statuses", "what happened to those counted; several where one number counts them together", "status", &c.Statuses).need(),
		term("unit", "what is counted", "unit", &c.Unit).need(),
		term("stage", "where on its way to certainty the source counts them", "stage", &c.Stage),
		terms("attributes", "who is counted: children, women, civilians, nationality:…", "attribute", &c.Attributes),
	}
}

// noun returns what is counted, for one or for several.
func (c Category) noun(single bool) string {
	noun := saidTerm(c.Unit)
	if u, ok := find(units[:], c.Unit); ok {
		noun = u.many
		if single {
			noun = u.one
		}
	}
	if len(c.Attributes) == 1 && c.Unit == "persons" && !single && !strings.Contains(c.Attributes[0], ":") {
		return strings.Replace(saidTerm(c.Attributes[0]), "elderly", "elderly people", 1)
	}
	if len(c.Attributes) == 0 {
		return noun
	}
	said := make([]string, len(c.Attributes))
	for i, a := range c.Attributes {
		said[i] = saidTerm(a)
	}
	return noun + " (" + strings.Join(said, ", ") + ")"
}

// verb returns what happened to what is counted: were killed or wounded.
func (c Category) verb(single bool) string {
	said := make([]string, len(c.Statuses))
	for i, name := range c.Statuses {
		said[i] = predicate(name, single)
		auxiliary, rest, _ := strings.Cut(said[i], " ")
		if i > 0 && strings.HasPrefix(said[0], auxiliary+" ") {
			said[i] = rest
		}
	}
	text := strings.Join(said, " or ")
	if len(said) > 1 {
		text += " (counted together)"
	}
	return text
}

func predicate(status string, single bool) string {
	s, ok := find(statuses[:], status)
	switch {
	case ok && single:
		return s.one
	case ok:
		return s.many
	case single:
		return "is described as " + saidTerm(status)
	}
	return "are described as " + saidTerm(status)
}

// Speaker is one link of a chain of speakers. The first link is the carrier
// nearest to the document, the last is the one who says it: "a newspaper reports
// that a ministry says" is a chain of the newspaper and the ministry.
type Speaker struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

// chainField writes a chain as: The Post [press] > Ministry [authority].
func chainField(p *[]Speaker) Field {
	return Field{
		Name: "speakers", Help: "who says it, from the carrier nearest to the document to the speaker: The Post [press] > Ministry [authority]",
		Required: true,
		text: func() string {
			links := make([]string, len(*p))
			for i, s := range *p {
				links[i] = escape(s.Name, "[>")
				if s.Role != "" {
					links[i] += " [" + escape(s.Role, ">") + "]"
				}
			}
			return strings.Join(links, " > ")
		},
		set: func(text string) error {
			*p = nil
			for _, link := range pieces(text, '>') {
				name, rest, _ := cut(link, '[')
				role := strings.TrimSuffix(strings.TrimSpace(rest), "]")
				*p = append(*p, Speaker{strings.TrimSpace(unescape(name)), strings.TrimSpace(unescape(role))})
			}
			return nil
		},
	}
}

// SetSpeakers sets the chain of speakers from its text, from the carrier
// nearest to the document to the one who says it, and checks it:
// The Post [press] > Ministry [authority]. Roles may be left out. A backslash
// keeps a mark that belongs to a name.
func (s *Statement) SetSpeakers(text string) error {
	if err := chainField(&s.Speakers).Set(text); err != nil {
		return err
	}
	var l fault.List
	checkChain(&l, s.Speakers)
	return l.Err()
}

func checkChain(l *fault.List, chain []Speaker) {
	if len(chain) == 0 || len(chain) > maxList {
		l.Add(fault.New("ST008", fault.Invalid, "nobody says it, or the chain has more than %d links", maxList).At("speakers").
			Try("Name the speaker; where the text names none, name the publisher of the document"))
	}
	for _, s := range chain {
		if s.Name == "" {
			l.Add(fault.New("ST010", fault.Invalid, "a speaker has no name").At("speakers").Try("Describe the speaker as the source does"))
		}
		l.Add(checkText("speakers", s.Name, maxLine, false))
		if s.Role != "" {
			if p := checkTerm("speaker", s.Role); p != nil {
				l.Add(p.At("speakers"))
			}
			l.Add(checkText("speakers", s.Role, maxLine, false))
		}
	}
}

// said names the speaker and, nearest to the speaker first, the carriers.
func said(chain []Speaker) string {
	if len(chain) == 0 {
		return "speaker not recorded"
	}
	carriers := slices.Clone(chain[:len(chain)-1])
	slices.Reverse(carriers)
	text := chain[len(chain)-1].Name
	for i, c := range carriers {
		text += map[bool]string{true: ", via ", false: ", "}[i == 0] + c.Name
	}
	return text
}
