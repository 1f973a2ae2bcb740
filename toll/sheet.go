package toll

import (
	"cmp"
	"slices"
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/source"
	"reckon/statement"
)

// Sheet is the figures of a scope side by side.
type Sheet struct {
	Scope     Scope      `json:"scope"`
	Groups    []Group    `json:"groups"`
	Replies   []Reply    `json:"replies"`
	Conflicts []Conflict `json:"conflicts"`
	Checks    []Check    `json:"checks"`
	Outside   []Excluded `json:"outside,omitempty"`
	Codebook  string     `json:"codebook,omitempty"` // version by which vague words were read in comparing

	x *index
}

// Group is the figures that answer one question, the earliest first.
type Group struct {
	ID        string    `json:"id"`
	Question  Question  `json:"question"`
	Label     string    `json:"label"`
	Why       []Reason  `json:"why"`
	Figures   []Figure  `json:"figures"`
	Rows      []Row     `json:"rows"` // the figures as they are printed, one for one
	Span      Span      `json:"span"`
	SpanText  string    `json:"span_text"`
	Origins   Origins   `json:"origins"`
	Revisions []Revised `json:"revisions,omitempty"`
	Position  *Position `json:"position,omitempty"` // nil where no rule is declared
	Sentence  string    `json:"sentence"`           // to copy, with who says what
}

// Row is a figure as tables and pictures print it.
type Row struct {
	Speaker string   `json:"speaker"`
	Via     []string `json:"via,omitempty"` // carriers, the nearest to the speaker first
	Said    string   `json:"said"`          // the figure in its form, with the source's words where they say more
	Says    string   `json:"says"`          // the figure with who says it and where
	Date    string   `json:"date,omitempty"`
	Low     *int64   `json:"low,omitempty"` // the number named, or the lower of two; absent for words
	High    *int64   `json:"high,omitempty"`
	Revises int      `json:"revises,omitempty"` // the row, from 1, that this is the same speaker's later figure to
}

// Revised is what one speaker says over time, step by step.
type Revised struct {
	Speaker string         `json:"speaker"`
	Steps   []statement.ID `json:"steps"`
	Reason  Reason         `json:"reason"`
}

// Excluded is a figure that the scope's filter leaves out, and why.
type Excluded struct {
	Figure statement.ID `json:"figure"`
	Reason Reason       `json:"reason"`
}

// index is the input looked up by id, and what was found out about each figure.
type index struct {
	in       Input
	messages map[string]string
	figure   map[statement.ID]Figure
	source   map[source.ID]Source
	links    map[source.ID][]Link // judged ones, by the source that draws on another
	voice    map[statement.ID]voice
	quoted   map[statement.ID]string // the figure in words
	allows   map[statement.ID]bounds
	asOf     map[statement.ID]dates.Value // up to which it counts
	dated    map[statement.ID]dates.Value // from which it speaks
	question map[statement.ID]Question
	group    map[statement.ID]string
	used     map[string][]string // the sheet's own words for each status that stands for several
}

// Build sets the figures of a scope side by side. It refuses mappings and rules
// without a reason, and ids given twice.
func Build(in Input) (*Sheet, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	x := newIndex(in)
	s := &Sheet{Scope: in.Scope, x: x, Replies: slices.Clone(in.Replies)}
	if in.Codebook != nil {
		s.Codebook = in.Codebook.Version
	}
	slices.SortFunc(s.Replies, func(a, b Reply) int { return strings.Compare(string(a.ID), string(b.ID)) })
	find := newSorter(x)
	byGroup := map[string][]Figure{}
	for _, f := range x.inOrder() {
		q := find.question(f)
		x.question[f.ID] = q
		if reason := x.outside(f, q); reason.Code != "" {
			s.Outside = append(s.Outside, Excluded{f.ID, reason})
			continue
		}
		byGroup[x.join(q.id())] = append(byGroup[x.join(q.id())], f)
		for _, word := range f.Category.Statuses {
			if is := find.status.term(word); !slices.Contains(x.used[is], word) {
				x.used[is] = append(x.used[is], word)
			}
		}
	}
	for _, list := range x.used {
		slices.SortFunc(list, newFolding("status", nil).compare)
	}
	var shown []Figure
	for id, figures := range byGroup {
		for _, f := range figures {
			x.group[f.ID] = id
		}
		s.Groups = append(s.Groups, Group{ID: id, Figures: figures})
	}
	slices.SortFunc(s.Groups, func(a, b Group) int { return x.compareGroups(find, a, b) })
	for i := range s.Groups {
		x.fill(&s.Groups[i], find)
		shown = append(shown, s.Groups[i].Figures...)
	}
	if in.Brief {
		return s, nil
	}
	s.Conflicts = x.conflicts(s.Groups, s.Replies)
	s.Checks = x.checks(shown)
	return s, nil
}

func (in Input) check() error {
	var l fault.List
	add := func(where string, err error) {
		if problems, ok := err.(fault.List); ok {
			for _, p := range problems {
				l.Add(p.At(where + ": " + p.Where))
			}
		}
	}
	for _, m := range in.Mappings {
		add("mapping "+m.From, m.Validate())
	}
	for _, r := range in.Rules {
		add("rule", r.Validate())
	}
	seen := map[statement.ID]bool{}
	see := func(id statement.ID) {
		if id == "" || seen[id] {
			l.Add(fault.New("TO020", fault.Invalid, "the statement id %.64q is empty or given twice", string(id)).At("figures"))
		}
		seen[id] = true
	}
	for _, f := range in.Figures {
		see(f.ID)
	}
	for _, r := range in.Replies {
		see(r.ID)
	}
	return l.Err()
}

func newIndex(in Input) *index {
	x := &index{
		in: in, messages: english(), figure: map[statement.ID]Figure{}, source: map[source.ID]Source{},
		links: map[source.ID][]Link{}, voice: map[statement.ID]voice{}, question: map[statement.ID]Question{},
		group: map[statement.ID]string{}, used: map[string][]string{},
		quoted: map[statement.ID]string{}, allows: map[statement.ID]bounds{},
		asOf: map[statement.ID]dates.Value{}, dated: map[statement.ID]dates.Value{},
	}
	for _, s := range in.Sources {
		x.source[s.ID] = s
	}
	for _, f := range in.Figures {
		x.figure[f.ID] = f
		x.voice[f.ID] = voiceOf(f.Source, f.Speakers)
		x.quoted[f.ID] = x.quote(f)
		x.allows[f.ID] = read(f.Quantity, in.Codebook)
		x.asOf[f.ID] = day(f.AsOf)
		x.dated[f.ID] = x.datedBy(f)
	}
	links := slices.Clone(in.Links)
	slices.SortFunc(links, func(a, b Link) int {
		return cmp.Or(strings.Compare(string(a.From), string(b.From)), strings.Compare(string(a.To), string(b.To)),
			strings.Compare(a.Kind, b.Kind), strings.Compare(a.By, b.By), strings.Compare(a.Basis, b.Basis))
	})
	x.in.Links = links
	for _, l := range links {
		if l.Kind == "cites" || l.Kind == "repeats" {
			x.links[l.From] = append(x.links[l.From], l)
		}
	}
	return x
}

// inOrder returns the figures by their own dates, those without one last.
func (x *index) inOrder() []Figure {
	list := slices.Clone(x.in.Figures)
	slices.SortFunc(list, func(a, b Figure) int {
		return cmp.Or(x.date(a).Compare(x.date(b)), strings.Compare(x.voice[a.ID].key, x.voice[b.ID].key), strings.Compare(string(a.ID), string(b.ID)))
	})
	return list
}

// date is the day a figure speaks from.
func (x *index) date(f Figure) dates.Value { return x.dated[f.ID] }

// datedBy finds the day a figure speaks from: the one up to which it counts, or
// that of its source. A book that tells what somebody said has no such day.
func (x *index) datedBy(f Figure) dates.Value {
	if v := x.asOf[f.ID]; !v.IsZero() {
		return v
	}
	s := x.source[f.Source]
	if len(f.Speakers) > 1 {
		switch s.Material {
		case "book", "encyclopaedia", "scholarly_work", "web_page":
			return dates.Value{}
		}
	}
	return day(s.Published)
}

// outside says why the scope's filter leaves a figure out.
func (x *index) outside(f Figure, q Question) Reason {
	units, statuses := x.in.Scope.Units, x.in.Scope.Statuses
	if len(units) > 0 && !slices.Contains(units, q.Unit) {
		return x.say("outside_unit", x.term(q.Unit))
	}
	has := func(s string) bool { return slices.Contains(f.Category.Statuses, s) || slices.Contains(q.Statuses, s) }
	if len(statuses) > 0 && !slices.ContainsFunc(statuses, has) {
		return x.say("outside_status", x.terms(f.Category.Statuses, "or"))
	}
	return Reason{}
}

// join returns the group that a declared mapping puts a question in.
func (x *index) join(id string) string { return newFolding("group", x.in.Mappings).term(id) }

// compareGroups orders groups: persons first, then by the vocabulary's order of
// statuses, the wider question before the narrower.
func (x *index) compareGroups(s sorter, a, b Group) int {
	qa, qb := x.question[a.Figures[0].ID], x.question[b.Figures[0].ID]
	units := newFolding("unit", nil)
	return cmp.Or(
		units.compare(qa.Unit, qb.Unit),
		slices.CompareFunc(qa.Statuses, qb.Statuses, s.status.compare),
		cmp.Compare(len(a.ID), len(b.ID)),
		strings.Compare(a.ID, b.ID),
	)
}

// fill works out what a sheet says of one group.
func (x *index) fill(g *Group, s sorter) {
	g.Question = x.question[g.Figures[0].ID]
	named := func(f Figure) bool { return x.question[f.ID].id() == g.ID }
	if i := slices.IndexFunc(g.Figures, named); i >= 0 {
		g.Question = x.question[g.Figures[i].ID]
	}
	g.Label = x.groupLabel(*g)
	g.Why = x.why(*g, s)
	g.Span = span(g.Figures)
	g.SpanText = x.spanText(g.Span)
	g.Origins = x.origins(g.Figures)
	g.Revisions = x.revisions(g.Figures)
	g.Rows = x.rows(*g)
	g.Position = x.position(*g)
	g.Sentence = x.sentence(*g)
}

// why says what the figures of a group have in common, and which declarations
// let them stand together.
func (x *index) why(g Group, s sorter) []Reason {
	all := []Reason{x.say("grouped", g.Label)}
	var used []Mapping
	used = append(used, s.status.used(x.spoken(g, func(f Figure) []string { return f.Category.Statuses }))...)
	used = append(used, s.stage.used(x.spoken(g, func(f Figure) []string { return []string{f.Category.Stage} }))...)
	used = append(used, s.attribute.used(x.spoken(g, func(f Figure) []string { return f.Category.Attributes }))...)
	used = append(used, newFolding("group", x.in.Mappings).used(x.spoken(g, func(f Figure) []string { return []string{x.question[f.ID].id()} }))...)
	for _, m := range used {
		all = append(all, x.say("mapped", x.term(m.From), x.term(m.To), m.By, m.Reason))
	}
	return all
}

// spoken lists the different words that the figures of a group use.
func (x *index) spoken(g Group, of func(Figure) []string) []string {
	var all []string
	for _, f := range g.Figures {
		all = append(all, of(f)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// revisions lists, for each speaker with figures from different days that say
// different things, the steps from the first to the last.
func (x *index) revisions(figures []Figure) []Revised {
	var all []Revised
	for _, o := range x.speakers(figures) {
		var steps []Figure
		for _, f := range o.figures {
			if len(steps) == 0 && !x.date(f).IsZero() {
				steps = append(steps, f)
				continue
			}
			if n := len(steps); n > 0 && before(x.date(steps[n-1]), x.date(f)) && !same(steps[n-1].Quantity, f.Quantity) {
				steps = append(steps, f)
			}
		}
		if len(steps) < 2 {
			continue
		}
		r := Revised{Speaker: o.name}
		var said []string
		for _, f := range steps {
			r.Steps = append(r.Steps, f.ID)
			said = append(said, x.say("step", x.said(f), x.date(f).String()).Text)
		}
		r.Reason = x.say("steps", o.name, strings.Join(said, " → "))
		all = append(all, r)
	}
	return all
}

// rows prints the figures of a group.
func (x *index) rows(g Group) []Row {
	at := map[statement.ID]int{}
	list := make([]Row, len(g.Figures))
	for i, f := range g.Figures {
		at[f.ID] = i
		q := f.Quantity
		r := Row{Speaker: x.speaker(f), Via: via(f), Said: x.said(f), Says: x.claim(f), Date: x.date(f).String()}
		if q.Form != statement.Vague {
			r.Low, r.High = first(q.Low, q.Value, q.High), first(q.High, q.Value, q.Low)
		}
		list[i] = r
	}
	for _, revised := range g.Revisions {
		for i, id := range revised.Steps[1:] {
			list[at[id]].Revises = at[revised.Steps[i]] + 1
		}
	}
	return list
}
