package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/names"
	"reckon/places"
	"reckon/register"
	"reckon/statement"
)

func (a *app) personCommand() *cobra.Command {
	return parent("person", "Persons that sources name or describe", a.personAdd(), a.personList(), a.personShow())
}

// personFlags are what person add takes.
type personFlags struct {
	names, aliases, statements []string
	born, died, age, reason    string
}

func (a *app) personAdd() *cobra.Command {
	var f personFlags
	var p register.Person
	c := &cobra.Command{
		Use: "add --name NAME --statement STATEMENT", Short: "Enter a person by hand, resting on statements", Args: cobra.NoArgs,
		Long: `Enter a person by hand. A person rests on the statements that name or describe
them. A person of whom there is no name is described instead. A date of death
is accepted only where a statement says that the person is dead.`,
		Example: `  reckon person add --name "Tesh Amarel" --statement S-1#7 --age 34
  reckon person add --description "a woman in a grey coat" --statement S-1#9 --age-band adult`,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.fill(&p); err != nil {
				return err
			}
			return a.with(c.Context(), func(project *reckon.Project) error {
				got, err := project.AddPerson(c.Context(), p, f.reason)
				return a.registered(got, err)
			})
		},
	}
	fl := c.Flags()
	fl.StringArrayVar(&f.names, "name", nil, "name as written; again for further spellings or scripts")
	fl.StringArrayVar(&f.aliases, "alias", nil, "another name; may be given again")
	fl.StringArrayVar(&f.statements, "statement", nil, "statement that names or describes the person; may be given again")
	fl.StringVar(&p.Description, "description", "", "how the source describes a person it does not name")
	fl.StringVar(&p.Sex, "sex", "", "as the source has it")
	fl.StringVar(&f.age, "age", "", "whole years at the event")
	fl.StringVar(&p.AgeBand, "age-band", "", "where the years are not known: "+termList(register.Bands()))
	fl.StringVar(&f.born, "born", "", "date of birth, as far as it is known")
	fl.StringVar(&f.died, "died", "", "date of death, as far as it is known")
	fl.StringVar(&p.Note, "note", "", "anything a later reader should know")
	fl.StringVar(&f.reason, "reason", "", "why")
	return c
}

// fill reads the flags into the person.
func (f *personFlags) fill(p *register.Person) (err error) {
	for _, n := range f.names {
		p.Names = append(p.Names, names.Name{Text: n, Kind: names.AsWritten})
	}
	for _, n := range f.aliases {
		p.Names = append(p.Names, names.Name{Text: n, Kind: names.Alias})
	}
	for _, s := range f.statements {
		p.Statements = append(p.Statements, statement.ID(s))
	}
	if f.age != "" {
		n, err := strconv.ParseInt(f.age, 10, 64)
		if err != nil {
			return usage("--age %q is not a number of years", f.age)
		}
		p.Age = &n
	}
	if p.Born, err = (reckon.Phrase{Words: f.born}).Date(); err != nil {
		return err
	}
	p.Died, err = reckon.Phrase{Words: f.died}.Date()
	return err
}

func (a *app) registered(got reckon.RegisteredAs, err error) error {
	if err != nil {
		return err
	}
	if a.json {
		return a.line(got)
	}
	a.print("entered  %s", got.Ref)
	return nil
}

// personRow is a person as --json prints it.
type personRow struct {
	Ref    string          `json:"ref"`
	Erased bool            `json:"erased,omitempty"`
	Person register.Person `json:"person"`
	By     string          `json:"by"`
	Time   string          `json:"time"`
}

func (a *app) personList() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "list", Short: "List the persons entered", Args: cobra.NoArgs,
		Example: "  reckon person list",
		RunE:    func(c *cobra.Command, _ []string) error { return a.read(c.Context(), a.listPersons) },
	})
}

func (a *app) listPersons(r *store.Reader) error {
	by, err := r.ActorNames()
	if err != nil {
		return err
	}
	t := columns{head: []string{"Ref", "Name", "Age", "Statements"}, empty: "Nobody yet. reckon person add enters somebody whom a statement names."}
	return listing(a, r.Persons(), t, func(p store.Person) (any, []string) {
		return personRowOf(p, by), []string{p.Ref, nameOf(p.Person), ageOf(p.Person), strconv.Itoa(len(p.Statements))}
	})
}

func personRowOf(p store.Person, by map[ledger.ActorID]string) personRow {
	return personRow{p.Ref, p.Erased, p.Person, by[p.Actor], p.Time}
}

func nameOf(p register.Person) string {
	if len(p.Names) == 0 {
		return p.Description
	}
	return p.Names[0].Text
}

func ageOf(p register.Person) string {
	if p.Age != nil {
		return strconv.FormatInt(*p.Age, 10)
	}
	return p.AgeBand
}

func (a *app) personShow() *cobra.Command {
	return &cobra.Command{
		Use: "show PERSON", Short: "Show a person and the statements they rest on", Args: cobra.ExactArgs(1),
		Example: "  reckon person show R-1",
		RunE: func(c *cobra.Command, args []string) error {
			return a.read(c.Context(), func(r *store.Reader) error { return a.showPerson(r, args[0]) })
		},
	}
}

func (a *app) showPerson(r *store.Reader, name string) error {
	p, err := r.Person(name)
	if err != nil {
		return err
	}
	by, err := r.ActorNames()
	if err != nil {
		return err
	}
	if a.json {
		return a.line(personRowOf(p, by))
	}
	a.print("%s", p.Ref)
	var pairs [][2]string
	for _, n := range p.Names {
		pairs = append(pairs, [2]string{strings.ReplaceAll(string(n.Kind), "_", " "), n.Text + "  (" + string(n.Script()) + ")"})
	}
	pairs = append(pairs, [2]string{"described", p.Description}, [2]string{"sex", p.Sex}, [2]string{"age", ageOf(p.Person)})
	if p.Born != nil {
		pairs = append(pairs, [2]string{"born", p.Born.Value.String()})
	}
	if p.Died != nil {
		pairs = append(pairs, [2]string{"died", p.Died.Value.String()})
	}
	pairs = append(pairs, [2]string{"note", p.Note}, [2]string{"entered", day(p.Time) + " by " + by[p.Actor]})
	a.pairs(pairs)
	said, err := r.StatementsOf(p)
	if err != nil {
		return err
	}
	for _, s := range said {
		a.print("  %-11s %s", s.Ref, isolate(reckon.Sentence(r, s.Label, s.Content())))
	}
	return nil
}

func (a *app) incidentCommand() *cobra.Command {
	return parent("incident", "Incidents that statements are filed under", a.incidentAdd(), a.incidentList(), a.incidentShow())
}

// incidentFlags are what incident add takes.
type incidentFlags struct {
	names             []string
	when, where       string
	whereNames        []string
	precision, reason string
}

func (a *app) incidentAdd() *cobra.Command {
	var f incidentFlags
	var i register.Incident
	c := &cobra.Command{
		Use: "add --name NAME --when DATE --where PLACE", Short: "Enter an incident by hand", Args: cobra.NoArgs,
		Long: `Enter an incident by hand. Every name that sources use may be kept with who uses
it, as NAME|WHO; the project prints one of them, and says why.`,
		Example: `  reckon incident add --name "Vesmar, March 2041" --when 2041-03-10/2041-03-11 --where Vesmar
  reckon incident add --name "Vesmar, March 2041|the project" --name "the fall of Vesmar|Keldane League" \
      --display "Vesmar, March 2041" --display-reason "place and date, which no side disputes"`,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.fill(&i); err != nil {
				return err
			}
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.AddIncident(c.Context(), i, f.reason)
				return a.registered(got, err)
			})
		},
	}
	fl := c.Flags()
	fl.StringArrayVar(&f.names, "name", nil, "name, or NAME|WHO uses it; may be given again")
	fl.StringVar(&i.Display, "display", "", "the name that the project prints (the first)")
	fl.StringVar(&i.Reason, "display-reason", "", "why it prints that one")
	fl.StringVar(&f.when, "when", "", "date or span, as far as it is known")
	fl.StringVar(&f.where, "where", "", "place")
	fl.StringArrayVar(&f.whereNames, "where-name", nil, "another name of the place, as NAME|LANGUAGE|WHO uses it; may be given again")
	fl.StringVar(&f.precision, "where-precision", "", "how exactly the place is known")
	fl.StringVar(&i.Note, "note", "", "anything a later reader should know")
	fl.StringVar(&f.reason, "reason", "", "why it is entered")
	return c
}

// fill reads the flags into the incident.
func (f *incidentFlags) fill(i *register.Incident) (err error) {
	for _, n := range f.names {
		text, by, _ := strings.Cut(n, "|")
		if by == "" {
			by = "the project"
		}
		i.Names = append(i.Names, register.IncidentName{Text: text, UsedBy: by})
	}
	if i.Display == "" && len(i.Names) > 0 {
		i.Display = i.Names[0].Text
	}
	if i.Reason == "" && len(i.Names) == 1 {
		i.Reason = "the only name entered"
	}
	if i.When, err = (reckon.Phrase{Words: f.when}).Date(); err != nil {
		return err
	}
	if f.where == "" && (len(f.whereNames) > 0 || f.precision != "") {
		return usage("--where-name and --where-precision say more of a place that --where names, which is missing")
	}
	if f.where == "" {
		return nil
	}
	i.Where = &places.Place{Words: f.where, Precision: places.Precision(f.precision)}
	for _, n := range f.whereNames {
		parts := append(strings.SplitN(n, "|", 3), "", "")
		i.Where.Names = append(i.Where.Names, places.Name{Text: parts[0], Language: parts[1], UsedBy: parts[2]})
	}
	return nil
}

// incidentRow is an incident as --json prints it.
type incidentRow struct {
	Ref        string            `json:"ref"`
	Erased     bool              `json:"erased,omitempty"`
	Incident   register.Incident `json:"incident"`
	Statements int               `json:"statements"`
	By         string            `json:"by"`
	Time       string            `json:"time"`
}

func (a *app) incidentList() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "list", Short: "List the incidents entered", Args: cobra.NoArgs,
		Example: "  reckon incident list",
		RunE:    func(c *cobra.Command, _ []string) error { return a.read(c.Context(), a.listIncidents) },
	})
}

func (a *app) listIncidents(r *store.Reader) error {
	by, err := r.ActorNames()
	if err != nil {
		return err
	}
	t := columns{head: []string{"Ref", "Name", "When", "Where", "Statements"}, empty: "No incidents yet. reckon incident add enters one."}
	return listing(a, r.Incidents(), t, func(i store.Incident) (any, []string) {
		return incidentRowOf(i, by), []string{i.Ref, i.Display, whenOf(i.Incident), whereOf(i.Incident), strconv.Itoa(i.Statements)}
	})
}

func incidentRowOf(i store.Incident, by map[ledger.ActorID]string) incidentRow {
	return incidentRow{i.Ref, i.Erased, i.Incident, i.Statements, by[i.Actor], i.Time}
}

func whenOf(i register.Incident) string {
	if i.When == nil {
		return ""
	}
	return i.When.Value.String()
}

func whereOf(i register.Incident) string {
	if i.Where == nil {
		return ""
	}
	return i.Where.String()
}

func (a *app) incidentShow() *cobra.Command {
	return &cobra.Command{
		Use: "show INCIDENT", Short: "Show an incident and what is said of it", Args: cobra.ExactArgs(1),
		Example: "  reckon incident show I-1",
		RunE: func(c *cobra.Command, args []string) error {
			return a.read(c.Context(), func(r *store.Reader) error { return a.showIncident(r, args[0]) })
		},
	}
}

func (a *app) showIncident(r *store.Reader, name string) error {
	i, err := r.Incident(name)
	if err != nil {
		return err
	}
	by, err := r.ActorNames()
	if err != nil {
		return err
	}
	if a.json {
		return a.line(incidentRowOf(i, by))
	}
	a.print("%s  %s", i.Ref, isolate(i.Display))
	pairs := [][2]string{{"why so", i.Reason}, {"when", whenOf(i.Incident)}, {"where", whereOf(i.Incident)}, {"note", i.Note}}
	for _, n := range i.Names {
		pairs = append(pairs, [2]string{"name", n.Text + "  (used by " + n.UsedBy + ")"})
	}
	a.pairs(append(pairs, [2]string{"entered", day(i.Time) + " by " + by[i.Actor]}))
	for s, err := range r.Statements(store.Filter{Incident: i.Entry.ID, Standing: store.Current}) {
		if err != nil {
			return err
		}
		a.print("  %-11s %s", s.Ref, isolate(reckon.Sentence(r, s.Label, s.Content())))
	}
	return nil
}
