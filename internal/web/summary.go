package web

import (
	"strings"

	"reckon"
	"reckon/internal/store"
	"reckon/statement"
)

// summary is a statement in a list.
type summary struct {
	Ref, N, Source string
	Kind           string
	Quote          string
	Sentence       string // in plain English, always as what the speaker says
	Speakers       string
	Said           []said // the fields, where the pages are not in English
}

// said is one field of a statement in the language of the page.
type said struct {
	Label, Value string
}

// summary describes a statement in the language of the page: as a sentence
// where there is one in that language, else field by field.
func (q *request) summary(r *store.Reader, st store.Statement) summary {
	c := st.Content()
	s := summary{Ref: st.Ref, N: numberOf(st.Ref), Source: st.Label, Kind: st.Kind}
	if c == nil {
		return s
	}
	s.Quote, s.Speakers = c.Quote, chainField(c).Text()
	if q.lang == first {
		s.Sentence = reckon.Sentence(r, st.Label, c)
		return s
	}
	s.Said = q.said(c)
	return s
}

// said lists what a statement says, field by field.
func (q *request) said(c *statement.Statement) []said {
	var all []said
	if c.Content != nil {
		for _, f := range c.Content.Fields() {
			if text := f.Text(); text != "" && !derived[f.Name] {
				all = append(all, said{q.say("field." + f.Name), q.sayTerms(f, text)})
			}
		}
	}
	if c.When != nil {
		all = append(all, said{q.say("field.when"), strings.TrimSpace(c.When.Value.String() + " " + c.When.Words)})
	}
	if c.Where != nil {
		all = append(all, said{q.say("field.where"), c.Where.String()})
	}
	return all
}

// derived are the fields of a figure that follow from its words.
var derived = map[string]bool{"form": true, "value": true, "low": true, "high": true, "name_kind": true}

// sayTerms translates the words of a closed list.
func (q *request) sayTerms(f statement.Field, text string) string {
	if f.List == "" {
		return text
	}
	terms := []string{text}
	if f.Many {
		terms = termsOf(text)
	}
	for i, t := range terms {
		terms[i] = q.sayTerm(f.List, t)
	}
	return strings.Join(terms, q.say("list.separator"))
}

func (q *request) sayTerm(list, term string) string {
	key := "term." + list + "." + term
	if text := q.say(key); text != key {
		return text
	}
	_, own, found := strings.Cut(term, ":")
	if found {
		return own
	}
	return term
}
