package web

import (
	"cmp"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"reckon/chart"
	"reckon/internal/store"
	"reckon/internal/tollsheet"
	"reckon/internal/tollview"
	"reckon/statement"
	"reckon/toll"
)

// unfiled stands in addresses for the figures that are filed under no incident.
const unfiled = "project"

// tollSection is what an incident's page shows of its figures.
type tollSection struct {
	Ref          string // in addresses
	Groups       []tollGroup
	Wide, Narrow template.HTML // the picture, for two widths of window
}

// tollGroup is the figures that share an axis, in the language of the page.
type tollGroup struct {
	toll.Group
	Name  string
	Lines []tollLine
}

type tollLine struct {
	tollview.Line
	Figure string // as said, in the language of the page
	To     string // its statement's page
}

// section prepares the figures of a sheet for a page.
func (q *request) section(t *tollsheet.Sheet) tollSection {
	s := tollSection{Ref: unfiled}
	if t.Incident != nil {
		s.Ref = t.Incident.Ref
	}
	for _, g := range t.Groups {
		s.Groups = append(s.Groups, q.tollGroup(g))
	}
	s.Wide, s.Narrow = q.picture(t, "wide", 720), q.picture(t, "narrow", 300)
	return s
}

func (q *request) tollGroup(g toll.Group) tollGroup {
	all := tollGroup{Group: g, Name: q.counted(g)}
	for i, l := range tollview.Lines(g) {
		all.Lines = append(all.Lines, tollLine{l, q.figure(g.Figures[i], l.Said), pageOf(string(l.ID))})
	}
	return all
}

// picture draws the figures. Its texts are in the language of the page, those
// of sources as they are.
func (q *request) picture(t *tollsheet.Sheet, id string, width int) template.HTML {
	p := tollview.Picture(t, q.frame(id, width), q.counted)
	for i, g := range t.Groups {
		for j, f := range g.Figures {
			p.Axes[i].Claims[j].Said = q.figure(f, p.Axes[i].Claims[j].Said)
		}
	}
	p.Title = q.say("toll.picture", t.Title)
	return template.HTML(p.SVG()) // chart escapes every text
}

func (q *request) frame(id string, width int) chart.Frame {
	return chart.Frame{ID: id, Width: width, RTL: direction(q.lang) == "rtl", Terms: chart.Terms{
		Linear: q.say("toll.chart.linear"), Log: q.say("toll.chart.log"),
		Named: q.say("toll.chart.named"), Cites: q.say("toll.chart.cites"), Repeats: q.say("toll.chart.repeats"),
		Apart: q.say("toll.chart.apart"), Nothing: q.say("toll.none"),
	}}
}

// counted names what a group counts in the language of the page.
func (q *request) counted(g toll.Group) string {
	if q.lang == first {
		return g.Label
	}
	u := g.Question
	text := q.say("toll.counted", q.sayTerm("unit", u.Unit), q.sayList("status", u.Statuses))
	for _, part := range []string{
		q.sayList("attribute", u.Attributes), q.sayTerm("stage", u.Stage), q.sayList("status", u.Of), u.Scope, u.Period, u.Place,
	} {
		if part != "" {
			text += q.say("list.separator") + part
		}
	}
	if u.Part {
		text += q.say("list.separator") + q.say("toll.part")
	}
	return text
}

func (q *request) sayList(list string, terms []string) string {
	said := make([]string, len(terms))
	for i, t := range terms {
		said[i] = q.sayTerm(list, t)
	}
	return strings.Join(said, q.say("list.separator"))
}

// figure says a figure in the language of the page. Words without a number
// stay as the source has them, and so does all that the engine quotes.
func (q *request) figure(f toll.Figure, said string) string {
	n := f.Quantity
	if q.lang == first || n.Form == statement.Vague {
		return said
	}
	one := n.Value
	if one == nil {
		one = cmp.Or(n.Low, n.High)
	}
	switch {
	case n.Low != nil && n.High != nil && *n.Low != *n.High:
		return q.say("toll.form.range", *n.Low, *n.High)
	case one == nil:
		return said
	case n.Form == statement.Exact:
		return strconv.FormatInt(*one, 10)
	}
	return q.say("toll.form."+string(n.Form), *one)
}

type tollPage struct {
	page
	Incidents []store.Incident
	Unfiled   int // figures that are filed under no incident
}

// tollPage lists where competing figures stand side by side.
func (s *Server) tollPage(q *request) error {
	p := tollPage{page: q.head("toll", q.say("toll.title"))}
	err := q.project.Read(q.ctx(), func(r *store.Reader) error {
		all, err := collect(r.Incidents())
		if err != nil {
			return err
		}
		for _, i := range all {
			if i.Statements > 0 {
				p.Incidents = append(p.Incidents, i)
			}
		}
		p.Unfiled, err = r.Unfiled()
		return err
	})
	if err != nil {
		return err
	}
	return q.ok("toll", p)
}

// A page lists so many folds of a kind, and so many of the other side of each:
// thousands are for a file.
const (
	foldsShown  = 40
	othersShown = 30
)

// kindShown is how figures of one kind differ, as far as a page lists it.
type kindShown struct {
	Kind  toll.Kind
	Folds []foldShown
	More  int
}

type foldShown struct {
	tollview.Fold
	B      []statement.ID // of the one conflict, where it is one
	Others []otherShown
	More   int // others that are left out
}

type otherShown struct {
	Said string
	B    []statement.ID
}

func shownKinds(conflicts []toll.Conflict) []kindShown {
	var all []kindShown
	for _, k := range tollview.ByKind(conflicts) {
		folds := k.Folds()
		shown := kindShown{Kind: k.Kind, More: max(0, len(folds)-foldsShown)}
		for _, f := range folds[:len(folds)-shown.More] {
			shown.Folds = append(shown.Folds, shownFold(f))
		}
		all = append(all, shown)
	}
	return all
}

func shownFold(f tollview.Fold) foldShown {
	if f.Said == "" {
		return foldShown{Fold: f, B: f.Against[0].B}
	}
	out := foldShown{Fold: f, More: max(0, len(f.Against)-othersShown)}
	out.Against = f.Against[:len(f.Against)-out.More]
	for _, c := range out.Against {
		out.Others = append(out.Others, otherShown{tollview.Other(c), c.B})
	}
	return out
}

type figuresPage struct {
	page
	Sheet     *tollsheet.Sheet
	Toll      tollSection
	Kinds     []kindShown
	Wide      template.HTML // who draws on whom, for two widths of window
	Narrow    template.HTML
	Handlings []option
}

// figuresPage sets the figures of an incident side by side.
func (s *Server) figuresPage(q *request) error {
	t, err := q.project.Toll(q.ctx(), tollsheet.Scope{Incident: q.tollScope(), Words: q.s.views.words.ofSheets(q.lang)})
	if err != nil {
		return err
	}
	p := figuresPage{page: q.head("toll", t.Title), Sheet: t, Toll: q.section(t), Kinds: shownKinds(t.Conflicts)}
	p.Wide, p.Narrow = q.graph(t, "graph-wide", 720), q.graph(t, "graph-narrow", 300)
	for _, h := range toll.Handlings() {
		p.Handlings = append(p.Handlings, option{Value: string(h), Label: q.say("toll.handling." + string(h))})
	}
	return q.ok("figures", p)
}

// graph draws who draws on whom.
func (q *request) graph(t *tollsheet.Sheet, id string, width int) template.HTML {
	d := tollview.Dependence(t, "", q.frame(id, width))
	d.Title = q.say("toll.graph")
	return template.HTML(d.SVG()) // chart escapes every text
}

// tollScope is the incident that the address names, empty for figures that are
// filed under none.
func (q *request) tollScope() string {
	if ref := q.r.PathValue("incident"); ref != unfiled {
		return ref
	}
	return ""
}

// declare takes how the project handles figures that differ.
func (s *Server) declare(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	in := toll.PositionSet{
		Incident: q.tollScope(), Group: v.Get("group"), Handling: toll.Handling(v.Get("handling")), Reason: strings.TrimSpace(v.Get("reason")),
	}
	for line := range strings.Lines(v.Get("first")) {
		if name := strings.TrimSpace(line); name != "" {
			in.First = append(in.First, name)
		}
	}
	if _, err := q.project.Position(q.ctx(), in); err != nil {
		return err
	}
	q.redirect("/toll/" + url.PathEscape(q.r.PathValue("incident")) + "?done=" + url.QueryEscape(q.say("toll.declared")))
	return nil
}

// keysPage lists the keys.
func (s *Server) keysPage(q *request) error {
	return q.ok("keys", q.head("", q.say("keys.title")))
}
