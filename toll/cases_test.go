package toll_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reckon/dates"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// caseFile is the shape of a development case: attributed figures of a public
// record, kept outside the repository.
type caseFile struct {
	Event struct {
		ID         string `json:"id"`
		Date       string `json:"date"`
		PlaceNames []struct {
			Text string `json:"text"`
		} `json:"place_names"`
	} `json:"event"`
	Sources []caseSource `json:"sources"`
	Links   []struct {
		From, To, Kind, Basis string
		JudgedBy              string `json:"judged_by"`
	} `json:"links"`
}

type caseSource struct {
	ID         string          `json:"id"`
	Source     string          `json:"source"`
	Kind       string          `json:"kind"`
	Published  string          `json:"published"`
	ReadAt     string          `json:"read_at"`
	Via        string          `json:"via"`
	Speaker    string          `json:"speaker"`
	Party      string          `json:"party"`
	Statements []caseStatement `json:"statements"`
}

type caseStatement struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Status    string   `json:"status"`
	Value     *int64   `json:"value"`
	Low       *int64   `json:"low"`
	High      *int64   `json:"high"`
	Qualifier string   `json:"qualifier"`
	Unit      string   `json:"unit"`
	Group     []string `json:"group"`
	Stage     string   `json:"stage"`
	Scope     string   `json:"scope"`
	AsOf      string   `json:"as_of"`
	SubsetOf  string   `json:"subset_of"`
	Words     string   `json:"words"`
	Modality  string   `json:"modality"`
	Gist      string   `json:"gist"`
	Speaker   string   `json:"speaker"`
	Party     string   `json:"party"`
}

// loadCase reads a case and makes statements and source records of it, so that
// the engine is entered by the door that a project uses.
func loadCase(t *testing.T, name string) *toll.Sheet {
	t.Helper()
	folder := os.Getenv("RECKON_SHARED")
	if folder == "" {
		t.Skip("RECKON_SHARED is not set: the development cases are not here")
	}
	data, err := os.ReadFile(filepath.Join(folder, "seed", "cases", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var c caseFile
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	scope := toll.Scope{Incident: c.Event.ID, Name: c.Event.ID}
	if scope.Period, err = dates.Parse(c.Event.Date); err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Event.PlaceNames {
		scope.Places = append(scope.Places, regexp.MustCompile(`[ (/)]+`).Split(p.Text, -1)...)
	}
	scope.Places = slices.DeleteFunc(scope.Places, func(p string) bool { return p == "" })
	statements, sources := c.convert(t)
	s, err := toll.Build(toll.FromStatements(scope, statements, sources))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (c caseFile) convert(t *testing.T) (statements []*statement.Statement, sources []source.Added) {
	for _, src := range c.Sources {
		sources = append(sources, source.Added{
			Source: source.ID(src.ID), Title: src.Source, Published: src.Published, Material: material(src.Kind),
			Confidentiality: source.Public, Citation: src.Source,
		})
		for _, cs := range src.Statements {
			s := &statement.Statement{
				ID: statement.ID(cs.ID), Source: source.ID(src.ID), Incident: c.Event.ID, Quote: orDefault(cs.Words, "in the source"),
				Speakers: chain(src, cs), Content: cs.content(),
			}
			if err := s.Validate(); err != nil {
				t.Fatalf("%s: %v", cs.ID, err)
			}
			statements = append(statements, s)
		}
	}
	if err := statement.CheckParts(statements); err != nil {
		t.Fatal(err)
	}
	for i, l := range c.Links {
		statements = append(statements, &statement.Statement{
			ID: statement.ID("link-" + l.From + "-" + string(rune('a'+i))), Source: source.ID(l.From), Incident: c.Event.ID,
			Speakers: []statement.Speaker{{Name: l.JudgedBy, Role: "coder"}},
			Content:  &statement.Link{Link: strings.ReplaceAll(l.Kind, " ", "_"), Target: source.ID(l.To), Basis: l.Basis},
		})
	}
	return statements, sources
}

func (cs caseStatement) content() statement.Content {
	switch cs.Kind {
	case "denial", "dispute":
		return &statement.Denial{Mode: cs.Kind, Of: cs.Gist}
	case "acknowledgement":
		return &statement.Acknowledgement{Of: cs.Gist}
	case "attribution_of_responsibility":
		return &statement.Characterisation{Of: "responsibility", Term: cs.Gist}
	}
	q := statement.Quantity{Form: statement.Form(cs.Qualifier), Value: cs.Value, Low: cs.Low, High: cs.High, Words: cs.Words, Modality: cs.Modality}
	switch cs.Qualifier {
	case "up_to_range":
		q.Form, q.Low = statement.UpTo, nil
	case "not_established":
		q.Form, q.Words = statement.Vague, "not established"
	}
	if q.Words == "" {
		q.Words = q.String()
		if q.Words == "“”" {
			q.Words = "not established"
		}
	}
	if strings.HasSuffix(q.Words, "*") {
		q.Mark = "*"
	}
	statuses, stage := statuses(cs.Status)
	if cs.Stage != "" {
		stage = stageTerm(cs.Stage)
	}
	return &statement.Toll{
		Figure: q, SubsetOf: statement.ID(cs.SubsetOf), Scope: cs.Scope, AsOf: cs.AsOf,
		Category: statement.Category{Statuses: statuses, Unit: cs.Unit, Stage: stage, Attributes: attributes(cs.Group)},
	}
}

// chain makes a chain of the speaker named and of the site or work the
// statement was read in.
func chain(src caseSource, cs caseStatement) []statement.Speaker {
	name, party := orDefault(cs.Speaker, src.Speaker), orDefault(cs.Party, src.Party)
	role := map[string]string{
		"press": "press", "state": "authority", "ngo": "organisation", "witness": "witness", "scholar": "scholar",
		"individual in office": "authority", "parliament": "inquiry", "": "anonymous",
	}[party]
	if name == "" {
		return []statement.Speaker{{Name: src.Source, Role: "press"}}
	}
	for _, cut := range []string{", as ", ", told by", ", to ", ", quoted by"} {
		name, _, _ = strings.Cut(name, cut)
	}
	list := []statement.Speaker{{Name: name, Role: role}}
	if src.ReadAt == "quoted in" {
		via, _, _ := strings.Cut(src.Via, ",")
		list = append([]statement.Speaker{{Name: via, Role: "publisher"}}, list...)
	} else if cs.Speaker != "" {
		list = append([]statement.Speaker{{Name: src.Source, Role: "press"}}, list...)
	}
	return list
}

func statuses(status string) (list []string, stage string) {
	known := map[string]string{
		"dead": "died", "claimed killed": "killed", "reported dead": "counted_dead", "annihilated": "all_members_killed",
		"injured": "wounded", "unaccounted for": "missing", "fate unknown": "fate_unknown", "never returned": "missing",
		"taken prisoner": "captive", "lost one parent": "lost_one_parent", "lost both parents": "lost_both_parents",
		"wounded, missing or taken hostage": "wounded|missing|hostage", "captive, handed over": "captive|released",
		"listed as victim": "counted_dead/listed", "named dead": "counted_dead/named", "registered as missing": "missing/registered",
		"counted dead": "counted_dead", "examined": "body_recovered/examined", "recovered": "body_recovered/found",
		"submitted for forensic examination": "body_recovered/other:submitted for examination",
	}
	name, stage, _ := strings.Cut(orDefault(known[status], status), "/")
	for _, s := range strings.Split(name, "|") {
		if !slices.ContainsFunc(statement.Terms("status"), func(t source.Term) bool { return t.Name == s }) {
			s = "other:" + s
		}
		list = append(list, s)
	}
	return list, stage
}

func stageTerm(stage string) string {
	if strings.HasPrefix(stage, "footnote") {
		return ""
	}
	if strings.HasPrefix(stage, "preliminary") {
		return "preliminary"
	}
	for word, term := range map[string]string{"examin": "examined", "list of names": "named", "incomplete list": "named", "buried": "buried"} {
		if strings.Contains(stage, word) {
			return term
		}
	}
	return "other:" + stage
}

func attributes(group []string) []string {
	var all []string
	for _, g := range group {
		term := strings.Replace(g, "nationality: ", "nationality:", 1)
		if !strings.Contains(term, ":") && !slices.ContainsFunc(statement.Terms("attribute"), func(t source.Term) bool { return t.Name == term }) {
			term = "other:" + term
		}
		all = append(all, term)
	}
	return all
}

func material(kind string) string {
	switch {
	case strings.Contains(kind, "encyclop"):
		return "encyclopaedia"
	case strings.Contains(kind, "book"):
		return "book"
	case strings.Contains(kind, "news"), strings.Contains(kind, "magazine"):
		return "news_report"
	}
	return "other"
}

func orDefault(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// group returns the group that a figure stands in.
func group(t *testing.T, s *toll.Sheet, id statement.ID) toll.Group {
	t.Helper()
	for _, g := range s.Groups {
		if slices.ContainsFunc(g.Figures, func(f toll.Figure) bool { return f.ID == id }) {
			return g
		}
	}
	t.Fatalf("%s is in no group", id)
	return toll.Group{}
}

func wantApart(t *testing.T, s *toll.Sheet, a, b statement.ID) {
	t.Helper()
	if group(t, s, a).ID == group(t, s, b).ID {
		t.Errorf("%s and %s share the axis %q", a, b, group(t, s, a).Label)
	}
}

func wantTogether(t *testing.T, s *toll.Sheet, list ...statement.ID) {
	t.Helper()
	for _, id := range list[1:] {
		if got, want := group(t, s, id).ID, group(t, s, list[0]).ID; got != want {
			t.Errorf("%s is in %q, %s in %q", id, got, list[0], want)
		}
	}
}

func wantKind(t *testing.T, s *toll.Sheet, kind toll.Kind, a, b statement.ID) {
	t.Helper()
	for _, pair := range [][2]statement.ID{{a, b}, {b, a}} {
		if c, ok := s.Between(pair[0], pair[1]); !ok || c.Kind != kind {
			t.Errorf("%s and %s: %v %v, want %s", pair[0], pair[1], c.Kind, c.Reasons, kind)
		}
	}
}

func TestKhojalyAsAReaderMustSeeIt(t *testing.T) {
	t.Parallel()
	s := loadCase(t, "khojaly-1992")
	for _, id := range []statement.ID{
		"K09.1", "K12.2", "K36.7", "K22.1", "K12.9", "K23.1", "K07.1", "K18.6", "K18.7", "K08.1", "K32.2", "K01.5", "K01.11", "K01.8",
	} {
		wantApart(t, s, "K01.1", id)
	}
	wantTogether(t, s, "K12.2", "K36.7")
	wantApart(t, s, "K12.2", "K18.6") // examined, recovered
	wantApart(t, s, "K12.2", "K23.1") // examined, washed
	wantApart(t, s, "K31.1", "K01.11")
	wantApart(t, s, "K32.2", "K01.11")
	wantApart(t, s, "K01.8", "K02.6") // 487 in three words
	wantApart(t, s, "K02.6", "K44.5")
	wantTogether(t, s, "K01.1", "K03.1", "K42.1", "K18.2", "K15.3", "K22.5")
	wantTogether(t, s, "K01.2", "K04.3", "K42.4", "K43.3")
	wantKind(t, s, toll.Contradiction, "K01.2", "K04.3")      // 63 and 83 children
	wantKind(t, s, toll.Compatible, "K01.1", "K42.1")         // 613 in both, no chain shown
	wantKind(t, s, toll.Compatible, "K15.3", "K06.1")         // as many as 500-1000 and 485
	wantKind(t, s, toll.SameOrigin, "K28.1", "K06.1")         // the inquiry, carried
	wantKind(t, s, toll.SameOrigin, "K35.2", "K36.2")         // one prosecutor under two names
	wantKind(t, s, toll.SameOrigin, "K04.1", "K03.1")         // the page cites the agency
	wantKind(t, s, toll.DifferentQuestion, "K42.10", "K41.7") // 150 as a part and as a line
	wantKind(t, s, toll.Disputed, "K25.3", "K01.1")

	killed := group(t, s, "K01.1")
	if killed.Span.Low.Number == nil || *killed.Span.Low.Number != 2 || !killed.Span.High.Open || !killed.Span.Low.Open {
		t.Errorf("the span is %+v", killed.Span)
	}
	if !strings.Contains(killed.Sentence, "according to") {
		t.Errorf("the sentence attributes nothing: %s", killed.Sentence)
	}
}

func TestRecurringNumbersMakeNoDependence(t *testing.T) {
	t.Parallel()
	s := loadCase(t, "khojaly-1992")
	g := s.Graph("")
	if len(g.Same) != 10 {
		t.Errorf("%d links of equal figures, want 10", len(g.Same))
	}
	for _, e := range g.Edges {
		if e.Basis != "chain" && e.Basis != "cites" && e.Basis != "repeats" {
			t.Errorf("an edge rests on %q", e.Basis)
		}
		if e.From == "source:K01" && e.To == "source:K02" {
			t.Errorf("equal numbers became an edge: %+v", e)
		}
	}
	for _, id := range []statement.ID{"K01.1", "K01.2", "K01.3"} {
		if o := group(t, s, id).Origins; o.High < 6 || o.Low >= o.High {
			t.Errorf("%s: origins %d to %d", id, o.Low, o.High)
		}
	}
}

func TestTheMissingKeepTwoReadings(t *testing.T) {
	t.Parallel()
	s := loadCase(t, "khojaly-1992")
	for _, c := range s.Checks {
		if c.Code == "two_readings" {
			for _, id := range []statement.ID{"K42.10", "K01.11", "K02.5", "K38.4", "K41.7"} {
				if !slices.Contains(c.Figures, id) {
					t.Errorf("%s is not in the check %v", id, c.Figures)
				}
			}
			return
		}
	}
	t.Error("no check shows that sources differ on what the 150 are a part of")
}

func TestWhoGivesNoFigure(t *testing.T) {
	t.Parallel()
	s := loadCase(t, "khojaly-1992")
	disputed := map[statement.ID]bool{}
	for _, c := range s.Conflicts {
		if c.Kind == toll.Disputed {
			disputed[c.A[0]] = true
		}
	}
	for _, id := range []statement.ID{"K25.3", "K26.1", "K27.1", "K39.1", "K39.2", "K40.3", "K45.2", "K46.1"} {
		if !disputed[id] {
			t.Errorf("%s is not shown as disputing without a figure", id)
		}
	}
	c := s.Conflicts[slices.IndexFunc(s.Conflicts, func(c toll.Conflict) bool { return slices.Contains(c.A, "K25.3") })]
	if len(c.Reasons) != 2 || c.Reasons[1].Code != "acknowledged" {
		t.Errorf("who disputes and also acknowledges is shown as %+v", c.Reasons)
	}
}

func TestMaragaAsAReaderMustSeeIt(t *testing.T) {
	t.Parallel()
	s := loadCase(t, "maraga-1992")
	for _, pair := range [][2]statement.ID{{"M06.1", "M05.2"}, {"M07.1", "M03.2"}, {"M03.1", "M12.2"}, {"M03.1", "M04.2"}, {"M01.1", "M04.1"}} {
		wantApart(t, s, pair[0], pair[1])
		wantKind(t, s, toll.DifferentQuestion, pair[0], pair[1])
	}
	wantTogether(t, s, "M03.3", "M05.6", "M11.6", "M13.3")
	wantApart(t, s, "M10.5", "M10.1") // killed in captivity
	wantKind(t, s, toll.Revision, "M10.1", "M11.2")
	wantKind(t, s, toll.Compatible, "M04.1", "M10.1")
	wantKind(t, s, toll.Disputed, "M14.2", "M04.1")
	if r := group(t, s, "M10.1").Revisions; len(r) != 1 || !slices.Equal(r[0].Steps, []statement.ID{"M10.1", "M11.2"}) {
		t.Errorf("the ministry's steps are %+v", r)
	}
}

func TestSumgaitAsAReaderMustSeeIt(t *testing.T) {
	t.Parallel()
	s := loadCase(t, "sumgait-1988")
	wantApart(t, s, "S01.1", "S05.1") // 26 as a part and as the total
	wantApart(t, s, "S02.1", "S03.1") // 32 in all and all of one nationality
	wantApart(t, s, "S06.1", "S01.1") // two events
	wantTogether(t, s, "S01.1", "S02.2", "S03.1", "S13.1")
	wantKind(t, s, toll.DifferentQuestion, "S01.1", "S05.1")
	wantKind(t, s, toll.Contradiction, "S05.1", "S02.1")
	wantKind(t, s, toll.SameOrigin, "S02.2", "S03.1")
	total := group(t, s, "S07.1")
	var order []statement.ID
	for _, f := range total.Figures {
		if slices.Contains([]statement.ID{"S08.1", "S07.1", "S09.1", "S10.1"}, f.ID) {
			order = append(order, f.ID)
		}
	}
	if !slices.Equal(order, []statement.ID{"S08.1", "S07.1", "S09.1", "S10.1"}) {
		t.Errorf("the successive counts 17, 31, 32 stand as %v", order)
	}
	for _, c := range s.Conflicts {
		if c.Kind == toll.DifferentQuestion && slices.Contains(c.A, "S01.1") && slices.Contains(c.B, "S05.1") {
			return
		}
	}
	t.Error("nothing says that 26 is one part in one source and the total in another")
}
