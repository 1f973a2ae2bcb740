package web

import (
	"net/url"
	"slices"
	"strings"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/internal/tollsheet"
	"reckon/places"
	"reckon/register"
	"reckon/statement"
)

type incidentsPage struct {
	page
	Incidents  []store.Incident
	Precisions []option
	Names      []int // rows for names in the form
}

// namesAsked is how many names the form for an incident has room for.
const namesAsked = 4

// incidentsPage lists the incidents and takes new ones.
func (s *Server) incidentsPage(q *request) error {
	p := incidentsPage{page: q.head("incidents", q.say("incidents.title"))}
	for i := range namesAsked {
		p.Names = append(p.Names, i+1)
	}
	for _, class := range places.Precisions() {
		p.Precisions = append(p.Precisions, option{Value: string(class), Label: q.say("term.precision." + string(class))})
	}
	err := q.project.Read(q.ctx(), func(r *store.Reader) (err error) {
		p.Incidents, err = collect(r.Incidents())
		return err
	})
	if err != nil {
		return err
	}
	return q.ok("incidents", p)
}

// addIncident enters what a form says.
func (s *Server) addIncident(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	i, err := incidentOf(v)
	if err != nil {
		return err
	}
	got, err := q.project.AddIncident(q.ctx(), i, v.Get("why"))
	if err != nil {
		return err
	}
	q.redirect(pageOf(got.Ref) + "?done=" + url.QueryEscape(q.say("incidents.added", got.Ref)))
	return nil
}

// incidentOf reads an incident from a form. The name that the project prints
// is the one that was marked, or the first.
func incidentOf(v url.Values) (register.Incident, error) {
	var i register.Incident
	i.Reason, i.Note = strings.TrimSpace(v.Get("reason")), strings.TrimSpace(v.Get("note"))
	names, by, langs := v["name"], v["used_by"], v["name_language"]
	if len(by) != len(names) || len(langs) != len(names) {
		return i, fault.New("WE004", fault.Usage, "the form cannot be read").Unchanged("Nothing was changed")
	}
	for n, text := range names {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		i.Names = append(i.Names, register.IncidentName{Text: text, UsedBy: strings.TrimSpace(by[n]), Language: strings.TrimSpace(langs[n])})
		if i.Display == "" {
			i.Display = text
		}
	}
	when, err := reckon.Phrase{Words: strings.TrimSpace(v.Get("when"))}.Date()
	if err != nil {
		return i, err
	}
	i.When = when
	place := places.Place{Words: strings.TrimSpace(v.Get("where")), Precision: places.Precision(v.Get("where_precision"))}
	if place.Words != "" || place.Precision != "" { // one without words is refused, not dropped
		i.Where = &place
	}
	return i, nil
}

type incidentPage struct {
	page
	Incident store.Incident
	By       string
	Kinds    []kindGroup
	People   []person
	Toll     tollSection
}

// kindGroup is the statements of one kind.
type kindGroup struct {
	Kind       string
	Statements []coded
}

// person is a person as one statement names or describes them.
type person struct {
	Name, Age, Fate string
	Ref, To         string
}

// incidentPage shows what is said of an incident, by kind.
func (s *Server) incidentPage(q *request) error {
	p := incidentPage{page: q.head("incidents", "")}
	err := q.project.Read(q.ctx(), func(r *store.Reader) error { return p.fill(q, r) })
	if err != nil {
		return err
	}
	p.Title = p.Incident.Display
	if p.Incident.Erased {
		p.Title = q.say("sources.erased")
	}
	return q.ok("incident", p)
}

func (p *incidentPage) fill(q *request, r *store.Reader) (err error) {
	if p.Incident, err = r.Incident(q.r.PathValue("ref")); err != nil {
		return err
	}
	t, err := tollsheet.Read(r, tollsheet.Scope{Incident: p.Incident.Ref, Brief: true, Words: q.s.views.words.ofSheets(q.lang)})
	if err != nil {
		return err
	}
	p.Toll = q.section(t)
	names, err := r.ActorNames()
	if err != nil {
		return err
	}
	p.By = names[p.Incident.Actor]
	all, err := collect(r.Statements(store.Filter{Incident: p.Incident.Entry.ID}))
	if err != nil {
		return err
	}
	groups := map[string][]coded{}
	for _, st := range all {
		if st.Standing == store.Erased {
			continue
		}
		c := coded{summary: q.summary(r, st), Standing: st.Standing}
		groups[st.Kind] = append(groups[st.Kind], c)
		if said, ok := contentOf(st.Content()).(*statement.Person); ok && st.Standing != store.Withdrawn {
			p.People = append(p.People, person{
				Name: nameOrDescription(said), Age: said.Age, Fate: q.sayTerm("fate", said.Fate), Ref: st.Ref, To: pageOf(st.Ref),
			})
		}
	}
	for _, content := range statement.Kinds() {
		if list := groups[content.Kind()]; len(list) > 0 {
			p.Kinds = append(p.Kinds, kindGroup{content.Kind(), list})
		}
	}
	slices.SortStableFunc(p.People, func(a, b person) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// nameOrDescription is the name, or what stands for it.
func nameOrDescription(p *statement.Person) string {
	if p.Name != "" {
		return p.Name
	}
	return p.Description
}
