// Package tollsheet gathers the figures, replies, links and positions of a
// scope out of a project and has them set side by side.
//
// It stands between the store and the engine that compares: what it hands over
// is what the project holds at one moment, with display numbers in the place of
// identifiers, and the result says of which moment. Invariants: no figure of
// the scope is left out without being counted; what was withdrawn or erased
// does not come in. It decides nothing about figures and writes nothing.
package tollsheet

import (
	"maps"
	"slices"
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// Scope says whose figures a sheet is of: those filed under an incident,
// or those of the project that are filed under none.
type Scope struct {
	Incident string      // display number or identifier; empty for figures filed under none
	Place    string      // only figures of a place whose name has these words; not with an incident
	Period   dates.Value // only figures of which the date may lie within it; not with an incident
	Statuses []string
	Units    []string
	Brief    bool       // without why figures differ
	Words    toll.Words // to say it in; empty for English
}

// Sheet is the figures of a scope side by side, with what a reader needs
// to check them. Sources, statements and the incident have their display
// numbers in it.
type Sheet struct {
	*toll.Sheet
	Title     string           `json:"title"`
	Incident  *store.Incident  `json:"-"`
	Sources   []Source         `json:"sources"`
	Positions []store.Position `json:"-"`                   // as declared, also those taken back
	Unsettled []string         `json:"unsettled,omitempty"` // statements of which two versions stand; the newest is shown
	LeftOut   int              `json:"left_out"`            // figures that place or period leave out
	AsOf      string           `json:"as_of"`               // time of the last act that was counted
	Act       ledger.ActID     `json:"act"`
}

// Source is a source as the list below a sheet names it.
type Source struct {
	Ref       string `json:"ref"`
	Title     string `json:"title"`
	SaidBy    string `json:"said_by,omitempty"`
	Published string `json:"published,omitempty"`
	Material  string `json:"material,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

// Read sets the figures of a scope side by side, as one state of a project has
// them.
func Read(r *store.Reader, scope Scope) (*Sheet, error) {
	g := gathering{r: r, scope: scope, refs: map[statement.ID]statement.ID{}, sources: map[source.ID]source.Added{}, out: &Sheet{}}
	in, err := g.input()
	if err != nil {
		return nil, err
	}
	if g.out.Sheet, err = toll.Build(in); err != nil {
		return nil, err
	}
	g.listSources(in)
	return g.out, nil
}

// gathering collects what a sheet is made of.
type gathering struct {
	r       *store.Reader
	scope   Scope
	out     *Sheet
	refs    map[statement.ID]statement.ID // display numbers of statements
	sources map[source.ID]source.Added    // by identifier; the source has its display number as one
}

func (g *gathering) input() (toll.Input, error) {
	scope, err := g.named()
	if err != nil {
		return toll.Input{}, err
	}
	list, err := g.statements()
	if err != nil {
		return toll.Input{}, err
	}
	if err := g.readSources(used(list)); err != nil {
		return toll.Input{}, err
	}
	for _, s := range list {
		g.relabel(s, scope.Incident)
	}
	in := toll.FromStatements(scope, list, slices.Collect(maps.Values(g.sources)))
	in.Words, in.Brief = g.scope.Words, g.scope.Brief
	if err := g.declarations(&in); err != nil {
		return in, err
	}
	last, err := g.r.Last()
	if err == nil && last != nil {
		g.out.AsOf, g.out.Act = ledger.FormatTime(last.Time), last.ID
	}
	return in, err
}

// named finds the incident and makes the engine's scope.
func (g *gathering) named() (toll.Scope, error) {
	s := toll.Scope{Statuses: g.scope.Statuses, Units: g.scope.Units}
	if g.scope.Incident == "" {
		about, err := g.r.Project()
		s.Wide, s.Period, g.out.Title = true, g.scope.Period, about.Title
		if g.scope.Place != "" {
			s.Places = []string{g.scope.Place}
		}
		return s, err
	}
	if g.scope.Place != "" || !g.scope.Period.IsZero() {
		return s, fault.New("TU001", fault.Usage, "a place or a period chooses among figures that are filed under no incident").
			Try("Leave out the incident, or the place and the period")
	}
	i, err := g.r.Incident(g.scope.Incident)
	if err != nil {
		return s, err
	}
	g.out.Incident, g.out.Title = &i, i.Display
	s.Incident, s.Name, s.Places = i.Ref, i.Display, placeNames(i.Where)
	if i.When != nil {
		s.Period = i.When.Value
	}
	return s, nil
}

// placeNames lists every name in use for a place.
func placeNames(p *places.Place) []string {
	if p == nil {
		return nil
	}
	var all []string
	for _, n := range p.Names {
		all = append(all, n.Text)
	}
	if p.Words != "" && !slices.Contains(all, p.Words) {
		all = append(all, p.Words)
	}
	return all
}

// used lists the sources of the figures and replies, and what links of theirs
// lead to.
func used(list []*statement.Statement) []source.ID {
	seen := map[source.ID]bool{}
	for _, s := range list {
		if s.Kind() != "link" {
			seen[s.Source] = true
		}
	}
	filed := maps.Clone(seen)
	for _, s := range list {
		if l, ok := s.Content.(*statement.Link); ok && filed[s.Source] {
			seen[l.Target] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func (g *gathering) readSources(ids []source.ID) error {
	for s, err := range g.r.SourcesOf(ids) {
		if err != nil {
			return err
		}
		added := s.Added
		added.Source = source.ID(s.Ref)
		g.sources[source.ID(s.ID)] = added
	}
	return nil
}

// statements reads the figures and replies of the scope, and all links.
func (g *gathering) statements() ([]*statement.Statement, error) {
	incident := ""
	if g.out.Incident != nil {
		incident = g.out.Incident.Entry.ID
	}
	var list []*statement.Statement
	for _, kind := range []string{"toll", "denial", "acknowledgement", "link"} {
		f := store.Filter{Kind: kind, Incident: incident}
		if kind == "link" {
			f.Incident, f.Beside = "", incident // links are between sources, whatever they are filed under
		}
		for st, err := range g.r.Statements(f) {
			if err != nil {
				return nil, err
			}
			s := st.Content()
			if s == nil || st.Standing == store.Withdrawn || st.Standing == store.Erased || !g.wanted(s) {
				continue
			}
			if st.Standing == store.Conflict {
				g.out.Unsettled = append(g.out.Unsettled, st.Ref)
			}
			g.refs[s.ID] = statement.ID(st.Ref)
			list = append(list, s)
		}
	}
	return list, nil
}

// wanted says whether a statement belongs to the scope, and counts the figures
// that place or period leave out.
func (g *gathering) wanted(s *statement.Statement) bool {
	if s.Kind() == "link" || g.scope.Incident != "" {
		return true
	}
	if s.Incident != "" {
		return false
	}
	if g.inPlace(s.Where) && g.inPeriod(s.When) {
		return true
	}
	if s.Kind() == "toll" {
		g.out.LeftOut++
	}
	return false
}

func (g *gathering) inPlace(p *places.Place) bool {
	return g.scope.Place == "" || slices.ContainsFunc(placeNames(p), func(name string) bool {
		return strings.Contains(strings.ToLower(name), strings.ToLower(g.scope.Place))
	})
}

func (g *gathering) inPeriod(w *dates.When) bool {
	if g.scope.Period.IsZero() {
		return true
	}
	return w != nil && !w.Value.IsZero() && w.Value.Overlaps(g.scope.Period) != dates.No
}

// relabel puts display numbers in the place of identifiers. The statement was
// decoded for this sheet alone.
func (g *gathering) relabel(s *statement.Statement, incident string) {
	s.ID = g.ref(s.ID)
	s.Source = g.label(s.Source)
	if s.Incident != "" {
		s.Incident = incident
	}
	if to := s.RefersTo(); to != nil && *to != "" {
		*to = g.ref(*to)
	}
	if l, ok := s.Content.(*statement.Link); ok {
		l.Target = g.label(l.Target)
	}
}

func (g *gathering) ref(id statement.ID) statement.ID {
	if ref, ok := g.refs[id]; ok {
		return ref
	}
	return id
}

func (g *gathering) label(id source.ID) source.ID {
	if s, ok := g.sources[id]; ok {
		return s.Source
	}
	return id
}

// declarations are what the project says of how its figures are to be read.
func (g *gathering) declarations(in *toll.Input) error {
	declared, err := g.r.Mappings()
	if err != nil {
		return err
	}
	in.Mappings = toll.InForce(declared)
	codebook, err := g.r.Codebook()
	if err != nil {
		return err
	}
	if codebook != nil {
		in.Codebook = codebook
	}
	in.Rules, err = g.rules()
	return err
}

// rules are the positions in force.
func (g *gathering) rules() ([]toll.Rule, error) {
	incident := ""
	if g.out.Incident != nil {
		incident = g.out.Incident.Entry.ID
	}
	positions, err := g.r.Positions(incident)
	if err != nil {
		return nil, err
	}
	var first []source.ID
	for _, p := range positions {
		for _, name := range p.First {
			first = append(first, source.ID(name)) // a speaker's name is no source's
		}
	}
	if err := g.readSources(first); err != nil {
		return nil, err
	}
	var rules []toll.Rule
	for i, p := range positions {
		for j, name := range p.First {
			positions[i].First[j] = string(g.label(source.ID(name)))
		}
		if p.Handling != toll.NoPosition {
			rules = append(rules, positions[i].Rule(p.By))
		}
	}
	g.out.Positions = positions
	return rules, nil
}

// listSources lists the sources of the figures and replies, in their order.
func (g *gathering) listSources(in toll.Input) {
	used := map[source.ID]bool{}
	for _, f := range in.Figures {
		used[f.Source] = true
	}
	for _, r := range in.Replies {
		used[r.Source] = true
	}
	for _, s := range g.sources {
		if !used[s.Source] {
			continue
		}
		row := Source{Ref: string(s.Source), Title: s.Title, SaidBy: s.SaidBy, Published: s.Published, Material: s.Material}
		if s.Original != nil {
			row.SHA256 = s.Original.SHA256
		}
		g.out.Sources = append(g.out.Sources, row)
	}
	slices.SortFunc(g.out.Sources, func(a, b Source) int {
		if len(a.Ref) != len(b.Ref) {
			return len(a.Ref) - len(b.Ref)
		}
		return strings.Compare(a.Ref, b.Ref)
	})
}
