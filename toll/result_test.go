package toll_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/statement"
	"reckon/toll"
)

func TestOrigins(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		event     *event
		low, high int
		codes     []string
	}{
		{"ten carriers of one speaker", newEvent().says("a.1", "Post[press] > Orlin Council[authority]", "5", "killed").
			says("b.1", "Bell[press] > Council of Orlin[authority]", "5", "killed").says("c.1", "Radio[press] > Post[press] > the Orlin Council[authority]", "6", "killed"),
			1, 1, []string{"origins_high"}},
		{"equal numbers of two speakers", newEvent().says("a.1", "X Watch[organisation]", "5", "killed").says("b.1", "Orlin Council[authority]", "5", "killed"),
			2, 2, []string{"origins_high"}},
		{"equal figures as a link", newEvent().says("a.1", "X Watch[organisation]", "5", "killed").says("b.1", "Orlin Council[authority]", "5", "killed").link("a", "same_figures_as", "b"),
			2, 2, []string{"origins_high"}},
		{"newspapers that name nobody", newEvent().says("a.1", "Post[press]", "5", "killed").says("b.1", "Bell[press]", "6", "killed"),
			1, 2, []string{"origins_high", "origins_carrier", "origins_carrier", "origins_one"}},
		{"one source judged to draw on the other", newEvent().says("a.1", "X Watch[organisation]", "5", "killed").says("b.1", "Orlin Council[authority]", "5", "killed").link("a", "repeats", "b"),
			1, 2, []string{"origins_high", "origins_judged"}},
		{"through a third source", newEvent().says("a.1", "X Watch[organisation]", "5", "killed").says("b.1", "Orlin Council[authority]", "5", "killed").link("a", "cites", "z").link("z", "cites", "b"),
			1, 2, []string{"origins_high", "origins_judged"}},
		{"in a circle", newEvent().says("a.1", "X Watch[organisation]", "5", "killed").says("b.1", "Orlin Council[authority]", "5", "killed").link("a", "cites", "b").link("b", "cites", "a"),
			1, 2, []string{"origins_high", "origins_judged", "origins_judged", "origins_one"}},
		{"judged of another source only", newEvent().says("a.1", "X Watch[organisation]", "5", "killed").says("c.1", "X Watch[organisation]", "5", "killed").
			says("b.1", "Orlin Council[authority]", "5", "killed").link("a", "cites", "b"), 2, 2, []string{"origins_high"}},
		{"two names that fit one speaker", newEvent().says("a.1", "Orlin Council[authority]", "5", "killed").says("b.1", "Spokesman of the Orlin Council[authority]", "5", "killed"),
			1, 2, []string{"origins_high", "origins_names"}},
		{"a country and its officials", newEvent().says("a.1", "Hestia[authority]", "5", "killed").says("b.1", "Hestian officials[authority]", "5", "killed").says("c.1", "Interior Ministry of Hestia[authority]", "5", "killed"),
			2, 3, []string{"origins_high", "origins_names"}},
		{"a deputy is somebody else", newEvent().says("a.1", "Mayor of Orlin[authority]", "5", "killed").says("b.1", "Deputy Mayor of Orlin[authority]", "5", "killed"),
			2, 2, []string{"origins_high"}},
		{"an acronym", newEvent().says("a.1", "RFM[international]", "5", "killed").says("b.1", "Relief Field Mission[international]", "5", "killed"),
			1, 2, []string{"origins_high", "origins_names"}},
		{"descriptions in two sources", newEvent().says("a.1", "Post[press] > a nurse[medical]", "5", "killed").says("b.1", "Bell[press] > a nurse[medical]", "5", "killed"),
			1, 2, []string{"origins_high", "origins_names"}},
		{"one who also passes on", newEvent().says("a.1", "Nord Agency[other:wire]", "5", "killed").says("b.1", "Nord Agency[other:wire] > Orlin Council[authority]", "5", "killed"),
			1, 2, []string{"origins_high", "origins_passes"}},
		{"the police, in two papers", newEvent().says("a.1", "Post[press] > police[authority]", "5", "killed").says("b.1", "Bell[press] > Police[authority]", "5", "killed"),
			1, 1, []string{"origins_high"}},
		{"residents, in two papers", newEvent().says("a.1", "Post[press] > Residents[witness]", "5", "killed").says("b.1", "Bell[press] > residents[witness]", "5", "killed"),
			1, 2, []string{"origins_high", "origins_names"}},
		{"how a name came into the text", newEvent().says("a.1", "Orlin Council, as the paper has it[authority]", "5", "killed").says("b.1", "Orlin Council, to the mission[authority]", "5", "killed"),
			1, 1, []string{"origins_high"}},
		{"nobody's number", newEvent().says("a.1", "Orlin Council[authority]", "unknown", "killed"), 0, 0, []string{"origins_none"}},
		{"no roles at all", newEvent().says("a.1", "Post", "5", "killed").says("b.1", "Post > Orlin Council", "7", "killed"),
			1, 2, []string{"origins_high", "origins_passes"}},
	} {
		for i := range c.event.in.Figures {
			if c.name == "no roles at all" {
				c.event.in.Figures[i].Party = []string{"newspaper", "state"}[i]
			}
		}
		o := c.event.build(t).Groups[0].Origins
		codes := []string{}
		for _, r := range o.Reasons {
			codes = append(codes, r.Code)
			if r.Text == "" || strings.Contains(r.Text, "{") {
				t.Errorf("%s: the reason %s reads %q", c.name, r.Code, r.Text)
			}
		}
		if o.Low != c.low || o.High != c.high {
			t.Errorf("%s: %d to %d, want %d to %d", c.name, o.Low, o.High, c.low, c.high)
		}
		if diff := cmp.Diff(c.codes, codes); diff != "" && c.name != "no roles at all" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPartyTellsCarriersWhereRolesAreMissing(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "Alpha", "5", "killed").says("b.1", "Beta", "6", "killed").says("c.1", "Gamma", "7", "killed").says("d.1", "Delta > Epsilon", "8", "killed")
	e.in.Figures[0].Party, e.in.Figures[1].Party = "press", "non-governmental organisation"
	o := e.build(t).Groups[0].Origins
	if o.Low != 2 || o.High != 4 { // Beta and Epsilon; Alpha is press, of Gamma nothing is known
		t.Errorf("origins %d to %d: %v", o.Low, o.High, o.Reasons)
	}
}

func TestGraph(t *testing.T) {
	t.Parallel()
	s := newEvent().source("a", "", "").says("a.1", "Post[press] > Orlin Council[authority]", "5", "killed").says("b.1", "Council of Orlin[authority]", "5", "killed").
		says("c.1", "X Watch[organisation]", "9", "wounded").replies("d.1", "Interior Ministry[authority]", "dispute", "it", "").
		link("b", "cites", "a").link("c", "same_figures_as", "b").link("y", "cites", "z").build(t)
	g := s.Graph("killed/persons")
	var nodes, edges []string
	for _, n := range g.Nodes {
		nodes = append(nodes, n.Kind+" "+n.Label)
	}
	for _, e := range g.Edges {
		edges = append(edges, e.From+" → "+e.To+" "+e.Basis+" "+e.By)
	}
	if diff := cmp.Diff([]string{"source Source a", "source b", "speaker Council of Orlin", "carrier Post"}, nodes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"source:a → speaker:post chain ", "source:b → source:a cites a coder", "source:b → speaker:council orlin chain ", "speaker:post → speaker:council orlin chain ",
	}, edges); diff != "" {
		t.Error(diff)
	}
	if len(g.Same) != 1 {
		t.Errorf("equal figures: %v", g.Same)
	}
	if all := s.Graph(""); len(all.Nodes) != 8 || len(all.Edges) != 6 {
		t.Errorf("the whole graph has %d nodes, %d edges: %v", len(all.Nodes), len(all.Edges), all.Nodes)
	}
}

func TestRevisionsAreSteps(t *testing.T) {
	t.Parallel()
	e := newEvent().source("a", "2031-03-02", "").source("b", "2031-03-05", "").source("c", "2031-03-09", "").source("d", "", "").source("e", "2040", "book").
		says("a.1", "Orlin Council[authority]", "20", "killed").says("a.2", "X Watch[organisation]", "20", "killed").
		says("b.1", "Orlin Council[authority]", "31", "killed").says("b.2", "X Watch[organisation]", "20", "killed").
		says("c.1", "Orlin Council[authority]", "27", "killed").says("c.2", "Orlin Council[authority]", "28", "killed").
		says("d.1", "Orlin Council[authority]", "99", "killed").says("e.1", "A Book[author] > Orlin Council[authority]", "30", "killed")
	s := e.build(t)
	want := []toll.Revised{{
		Speaker: "Orlin Council", Steps: []statement.ID{"a.1", "b.1", "c.1"},
		Reason: toll.Reason{
			Code: "steps", Args: []string{"Orlin Council", "20 (2031-03-02) → 31 (2031-03-05) → 27 (2031-03-09)"},
			Text: "Orlin Council: 20 (2031-03-02) → 31 (2031-03-05) → 27 (2031-03-09)",
		},
	}}
	if diff := cmp.Diff(want, s.Groups[0].Revisions); diff != "" {
		t.Error(diff)
	}
	rows := s.Groups[0].Rows
	later := map[statement.ID]statement.ID{}
	for i, r := range rows {
		if r.Revises > 0 {
			later[s.Groups[0].Figures[i].ID] = s.Groups[0].Figures[r.Revises-1].ID
		}
	}
	if diff := cmp.Diff(map[statement.ID]statement.ID{"b.1": "a.1", "c.1": "b.1"}, later); diff != "" {
		t.Error(diff)
	}
	wantKind(t, s, toll.Revision, "b.1", "c.1") // a lower figure later is one too
	wantKind(t, s, toll.SameOrigin, "c.1", "c.2")
	wantKind(t, s, toll.SameOrigin, "c.1", "d.1") // without a date nothing is later
	wantKind(t, s, toll.SameOrigin, "c.1", "e.1") // a book tells, and dates nothing
	c, _ := s.Between("c.1", "b.1")
	if want := "one speaker, Orlin Council: 31 (2031-03-05) and later 27 (2031-03-09)"; c.Reasons[0].Text != want {
		t.Errorf("%q, want %q", c.Reasons[0].Text, want)
	}
}

func TestLinksMakeOneOriginOnlyOfWhatTheyCanBeAbout(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "Post[press]", "21", "killed").says("b.1", "X Watch[organisation]", "20", "killed").
		says("c.1", "Bell[press] > Orlin Council[authority]", "40", "killed").says("d.1", "Radio[press] > Hospital[medical]", "20", "killed").
		says("e.1", "Y Group[organisation]", "25", "killed").
		link("a", "cites", "b").link("c", "cites", "b").link("d", "cites", "b").link("e", "repeats", "b")
	s := e.build(t)
	wantKind(t, s, toll.SameOrigin, "a.1", "b.1")    // names nobody else
	wantKind(t, s, toll.Contradiction, "c.1", "b.1") // names another for another number
	wantKind(t, s, toll.SameOrigin, "d.1", "b.1")    // the number is the other's
	wantKind(t, s, toll.SameOrigin, "e.1", "b.1")    // copies it
	c, _ := s.Between("a.1", "b.1")
	if want := "source a names as its source b, as a coder judges (“the text says so”)"; c.Reasons[0].Text != want {
		t.Errorf("%q, want %q", c.Reasons[0].Text, want)
	}
}

func TestCountsUpToDifferentDaysAreDifferentQuestions(t *testing.T) {
	t.Parallel()
	s := newEvent().says("a.1", "X Watch[organisation]", "20", "killed", "as_of=2031-03-01").says("b.1", "Orlin Council[authority]", "40", "killed", "as_of=2031-03-09").
		says("c.1", "Hospital[medical]", "40", "killed", "as_of=2031-03").build(t)
	wantKind(t, s, toll.DifferentQuestion, "a.1", "b.1")
	wantKind(t, s, toll.Contradiction, "a.1", "c.1")
}

func TestNumbersThatCanBothHold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want toll.Kind
	}{
		{"23", "at least 20", toll.Compatible}, {"20", "more than 20", toll.Contradiction}, {"21", "more than 20", toll.Compatible},
		{"20", "up to 20", toll.Compatible}, {"20", "fewer than 20", toll.Contradiction}, {"23-31", "31-40", toll.Compatible},
		{"23-30", "31-40", toll.Contradiction}, {"at least 30", "up to 20", toll.Contradiction}, {"as many as 500-1000", "1200", toll.Contradiction},
		{"as many as 500-1000", "2", toll.Compatible}, {"about 100", "115", toll.Compatible}, {"about 100", "116", toll.Contradiction},
		{"about 3", "4", toll.Compatible}, {"0", "dozens", toll.Contradiction}, {"up to dozens", "3", toll.Compatible}, {"20", "20", toll.Compatible},
		{"unknown", "20", toll.Compatible}, {"many", "20", toll.Compatible},
	} {
		s := newEvent().says("a.1", "X Watch[organisation]", c.a, "killed").says("b.1", "Orlin Council[authority]", c.b, "killed").build(t)
		if got, _ := s.Between("a.1", "b.1"); got.Kind != c.want {
			t.Errorf("%s and %s: %s, want %s", c.a, c.b, got.Kind, c.want)
		}
	}
}

func TestAPartCannotExceedWhatContainsIt(t *testing.T) {
	t.Parallel()
	s := newEvent().says("a.1", "X Watch[organisation]", "30", "killed//civilians").says("b.1", "Orlin Council[authority]", "20", "killed").
		says("c.1", "Hospital[medical]", "25", "killed", "stage=named").says("d.1", "Y Group[organisation]", "10", "killed//civilians").
		says("e.1", "Ferry crew[witness]", "about 90", "killed//civilians").says("f.1", "Z[witness]", "40", "killed", "part=g.1").says("g.1", "Z[witness]", "50", "captive").build(t)
	wantKind(t, s, toll.Contradiction, "a.1", "b.1")
	wantKind(t, s, toll.Contradiction, "c.1", "b.1")
	wantKind(t, s, toll.DifferentQuestion, "d.1", "b.1")
	wantKind(t, s, toll.DifferentQuestion, "e.1", "b.1") // about has no bounds of its own
	wantKind(t, s, toll.Contradiction, "f.1", "b.1")
	wantKind(t, s, toll.DifferentQuestion, "c.1", "a.1")
	s = newEvent().says("a.1", "X Watch[organisation]", "30", "killed").says("b.1", "Orlin Council[authority]", "20", "killed+wounded").
		says("c.1", "Hospital[medical]", "45", "killed+wounded").says("d.1", "Ferry crew[witness]", "60", "killed+missing").build(t)
	wantKind(t, s, toll.Contradiction, "a.1", "b.1")
	wantKind(t, s, toll.DifferentQuestion, "a.1", "c.1")
	own := newEvent().says("a.1", "X Watch[organisation]", "30", "killed//children").says("b.1", "X Watch[organisation]", "20", "killed").build(t)
	wantKind(t, own, toll.DifferentQuestion, "a.1", "b.1") // a speaker does not contradict a speaker by being one
	wantKind(t, s, toll.DifferentQuestion, "c.1", "d.1")
}

func TestConflictsAreListedOnce(t *testing.T) {
	t.Parallel()
	s := newEvent().says("a.1", "A Watch[organisation]", "20", "killed").says("b.1", "B Council[authority]", "20", "killed").
		says("c.1", "C Hospital[medical]", "31", "killed").says("d.1", "D Crew[witness]", "31", "killed").says("e.1", "E Post[press]", "20", "missing").
		replies("f.1", "F Ministry[authority]", "dispute", "all of it", "").replies("f.2", "F Ministry[authority]", "acknowledgement", "that people died", "").build(t)
	var got []string
	for _, c := range s.Conflicts {
		codes := []string{}
		for _, r := range c.Reasons {
			codes = append(codes, r.Code)
		}
		got = append(got, strings.Join([]string{string(c.Kind), join(c.A), join(c.B), strings.Join(c.Groups, " "), strings.Join(codes, " ")}, " | "))
	}
	want := []string{
		"contradiction | a.1 b.1 | c.1 d.1 | killed/persons | cannot_both",
		"compatible | a.1 | b.1 | killed/persons | equal",
		"compatible | c.1 | d.1 | killed/persons | equal",
		"different_question | a.1 b.1 | e.1 | killed/persons missing/persons | different same_number",
		"disputed | f.1 |  |  | disputed acknowledged",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, two := range [][2]statement.ID{{"a.1", "a.1"}, {"a.1", "nobody"}, {"f.1", "f.2"}} {
		if c, ok := s.Between(two[0], two[1]); ok {
			t.Errorf("%v: %+v", two, c)
		}
	}
	if c, ok := s.Between("f.2", "a.1"); !ok || c.Reasons[0].Text != "said to be so by F Ministry: “that people died”" {
		t.Errorf("an acknowledgement: %+v", c)
	}
}

func join(list []statement.ID) string {
	all := make([]string, len(list))
	for i, id := range list {
		all[i] = string(id)
	}
	return strings.Join(all, " ")
}

func TestSumsAreCheckedOnlyWhereTheSourceSaysWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, whole, stated string
		parts               []string
		code                string
		holds               bool
	}{
		{"adds up", "30", "disjoint_exhaustive", []string{"10", "20"}, "sum_holds", true},
		{"does not", "31", "disjoint_exhaustive", []string{"10", "20"}, "sum_fails", false},
		{"disjoint, and less", "31", "disjoint", []string{"10", "20"}, "sum_holds", true},
		{"disjoint, and more", "29", "disjoint", []string{"10", "20"}, "sum_fails", false},
		{"exhaustive, and more", "29", "exhaustive", []string{"10", "20"}, "sum_holds", true},
		{"exhaustive, and less", "31", "exhaustive", []string{"10", "20"}, "sum_fails", false},
		{"an open part", "45", "disjoint_exhaustive", []string{"at least 10", "20"}, "sum_holds", true},
		{"an open part, too large", "25", "disjoint_exhaustive", []string{"at least 10", "20"}, "sum_fails", false},
		{"ranges", "31", "disjoint_exhaustive", []string{"10-12", "20"}, "sum_holds", true},
		{"about", "99", "disjoint_exhaustive", []string{"about 10", "20"}, "sum_holds", true},
		{"an open whole", "at least 50", "disjoint_exhaustive", []string{"10", "20"}, "sum_fails", false},
		{"one part that is all", "10", "exhaustive", []string{"9"}, "sum_fails", false},
		{"nothing said", "30", "", []string{"10", "20"}, "no_sum", false},
		{"nothing said, and too much", "30", "", []string{"20", "20"}, "no_sum", false},
	} {
		e := newEvent().says("a.0", "Orlin Council[authority]", c.whole, "killed")
		for i, p := range c.parts {
			e.says("a."+string(rune('1'+i)), "Orlin Council[authority]", p, "killed//"+[]string{"women", "men"}[i], "part=a.0", "parts="+c.stated)
		}
		checks := e.build(t).Checks
		if len(checks) != 1 || checks[0].Reason.Code != c.code || (checks[0].Holds != nil && *checks[0].Holds) != c.holds || (checks[0].Holds == nil) != (c.code == "no_sum") {
			t.Errorf("%s: %+v", c.name, checks)
		}
	}
}

func TestPartsAreCheckedAgainstTheirWhole(t *testing.T) {
	t.Parallel()
	s := newEvent().says("a.1", "X[authority]", "10", "killed").says("a.2", "X[authority]", "11", "killed//children", "part=a.1").
		says("a.3", "X[authority]", "40", "killed/families", "part=a.1").says("a.4", "X[authority]", "about 40", "killed//women", "part=a.1").
		says("b.1", "Y[authority]", "about 10", "killed").says("b.2", "Y[authority]", "30", "killed//children", "part=b.1").build(t)
	var over []toll.Check
	for _, c := range s.Checks {
		if c.Code == "part_over_whole" {
			over = append(over, c)
		}
	}
	if len(over) != 1 || over[0].Whole != "a.1" || over[0].Figures[0] != "a.2" || *over[0].Holds || over[0].Reason.Text != "the part, 11, is larger than the whole, 10" {
		t.Errorf("%+v", over)
	}
}

func TestTwoReadingsNeedTwoSources(t *testing.T) {
	t.Parallel()
	within := func() *event {
		return newEvent().says("a.1", "X[authority]", "100", "captive").says("a.2", "X[authority]", "15", "missing", "part=a.1")
	}
	count := func(e *event) (n int) {
		for _, c := range e.build(t).Checks {
			if c.Code == "two_readings" {
				n++
			}
		}
		return n
	}
	if n := count(within()); n != 0 {
		t.Errorf("one reading, and %d checks", n)
	}
	if n := count(within().says("b.1", "Y[authority]", "15", "missing")); n != 0 {
		t.Errorf("a line without the other beside it, and %d checks", n)
	}
	if n := count(within().says("b.1", "Y[authority]", "90", "hostage").says("b.2", "Y[authority]", "7", "fate_unknown")); n != 1 {
		t.Errorf("two readings of other numbers, and %d checks", n)
	}
}

func TestPositionsFollowTheDeclaredRule(t *testing.T) {
	t.Parallel()
	event := func(r ...toll.Rule) *event {
		e := newEvent().source("a", "2031-03-02", "").source("b", "2031-03-05", "").source("c", "2031-03-06", "").
			says("a.1", "Orlin Council[authority]", "20", "killed").says("b.1", "Orlin Council[authority]", "27", "killed").
			says("c.1", "X Watch[organisation]", "at least 31", "killed").says("c.2", "Ferry crew[witness]", "dozens", "killed").
			says("c.3", "X Watch[organisation]", "5", "missing").says("c.4", "Ferry crew[witness]", "some", "wounded")
		e.in.Rules = r
		return e
	}
	rule := func(h toll.Handling, first ...string) toll.Rule {
		return toll.Rule{Handling: h, First: first, Reason: "the board decided", By: "the board"}
	}
	for _, c := range []struct {
		rule    toll.Rule
		text    string
		low     int64
		high    int64
		figures string
		codes   string
	}{
		{rule(toll.Prioritise, "Nobody", "council of orlin"), "the project's position on persons: killed: 27, according to Orlin Council (source b)", 27, 27, "b.1", "rule_declared first_absent first_found"},
		{rule(toll.Prioritise, "c"), "the project takes no position on persons: killed: its rule gives none", 0, 0, "", "rule_declared first_differs"},
		{rule(toll.Prioritise, "Nobody"), "the project takes no position on persons: killed: its rule gives none", 0, 0, "", "rule_declared first_absent"},
		{rule(toll.LowHigh), "the project's position on persons: killed: from 20 to 31, open above", 20, 0, "a.1 c.1", "rule_declared range_low range_high range_high_open range_vague"},
		{rule(toll.Unknown), "the project's position on persons: killed: unknown, the figures are not corroborated", 0, 0, "", "rule_declared"},
		{rule(toll.Pending), "the project's position on persons: killed: pending", 0, 0, "", "rule_declared"},
		{rule(toll.AskSource), "the project's position on persons: killed: none until the sources have been asked", 0, 0, "", "rule_declared"},
	} {
		s := event(c.rule).build(t)
		g := group(t, s, "a.1")
		p := g.Position
		codes := []string{}
		for _, r := range p.Derivation {
			codes = append(codes, r.Code)
		}
		if p.Text != c.text || value(p.Low) != c.low || value(p.High) != c.high || join(p.Figures) != c.figures || strings.Join(codes, " ") != c.codes {
			t.Errorf("%s: %+v %v", c.rule.Handling, p, codes)
		}
		if p.Derivation[0].Text != "rule: "+p.Derivation[0].Args[0]+", declared by the board: “the board decided”" {
			t.Errorf("the rule reads %q", p.Derivation[0].Text)
		}
		if len(g.Figures) != 4 {
			t.Error("a position took claims away")
		}
	}
	one := rule(toll.Pending)
	one.Group = "missing/persons"
	s := event(one, rule(toll.LowHigh)).build(t)
	if got := group(t, s, "c.3").Position.Rule.Handling; got != toll.Pending {
		t.Errorf("the rule for the group gave way to %s", got)
	}
	if p := group(t, s, "c.4").Position; p.Low != nil || p.Derivation[1].Code != "range_empty" {
		t.Errorf("words became a range: %+v", p)
	}
	if p := group(t, event().build(t), "a.1").Position; p != nil {
		t.Errorf("a position without a rule: %+v", p)
	}
	below := newEvent().says("a.1", "X[authority]", "up to 9", "killed")
	below.in.Rules = []toll.Rule{rule(toll.LowHigh)}
	if p := below.build(t).Groups[0].Position; p.Low != nil || value(p.High) != 9 {
		t.Errorf("an open lower end: %+v", p)
	}
}

func value(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

func TestSentences(t *testing.T) {
	t.Parallel()
	e := newEvent().source("a", "2031-03-02", "").says("a.1", "Post[press] > Bell[press] > Orlin Council[authority]", "11*", "killed").says("b.1", "X Watch[organisation]", "23-31", "killed")
	e.in.Scope.Name = "night of 1 March, Tarnik"
	for _, c := range []struct {
		more func()
		want string
	}{
		{func() {}, "persons: killed (night of 1 March, Tarnik): 11* according to Orlin Council, via Bell, Post (a, 2031-03-02); " +
			"23 to 31 according to X Watch (b) (independent origins: 2)."},
		{func() {
			e.says("b.2", "Ferry crew[witness]", "at least 20", "died").says("b.3", "a nurse[medical]", "11", "killed").says("b.4", "Radio > ", "feared 40", "killed")
		}, "persons: killed or died (night of 1 March, Tarnik): 5 statements run from 11 to 40, open above. Lowest: 11* according to Orlin Council, via Bell, Post (a, 2031-03-02), and the same in 1 more. " +
			"Highest: 40 (“feared”) according to a speaker not recorded, via Radio (b) (speakers: 5; independent origins: 5)."},
		{func() { e.says("b.5", "The Evening Star[press]", "dozens", "killed") },
			"persons: killed or died (night of 1 March, Tarnik): 6 statements run from 11 to 40, open above. Lowest: 11* according to Orlin Council, via Bell, Post (a, 2031-03-02), and the same in 1 more. " +
				"Highest: 40 (“feared”) according to a speaker not recorded, via Radio (b). Words without a number: “dozens” according to The Evening Star (b) (speakers: 6; independent origins: 5 to 6)."},
	} {
		c.more()
		if diff := cmp.Diff(c.want, e.build(t).Groups[0].Sentence); diff != "" {
			t.Error(diff)
		}
	}
	words := newEvent()
	for _, id := range []string{"a.1", "a.2", "a.3", "a.4", "a.5"} {
		words.says(id, "X"+id+"[witness]", "many", "missing")
	}
	if got, want := words.build(t).Groups[0].Sentence, "persons: missing: 5 statements give no number: “many” according to Xa.1 (a), and the same in 4 more (speakers: 5; independent origins: 5)."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// never lists words that the package has no business printing of itself: those
// that judge, and those that turn a saying into a knowing.
const never = `claimed admitted revealed confessed insisted alleged massacre atrocity genocide slaughter butcher murder terrorist terrorism martyr
hero regime liberation liberated occupier aggressor aggression perpetrator culprit guilty innocent victim propaganda lie lies false fake true truth
fact facts confirmed proven unfortunately tragic tragedy brutal barbaric separatist rebel bandit enemy best mean median average midpoint estimate`

func TestTheProductNeverJudges(t *testing.T) {
	t.Parallel()
	judging := regexp.MustCompile(`(?i)\b(` + strings.Join(strings.Fields(never), "|") + `)\b`)
	quotes := regexp.MustCompile(`“[^”]*”`)
	check := func(where, text string) {
		if w := judging.FindString(quotes.ReplaceAllString(text, "")); w != "" {
			t.Errorf("%s prints %q: %s", where, w, text)
		}
	}
	for _, code := range toll.Codes() {
		check(code, toll.Message(code))
	}
	for _, st := range []story{flood(), raid(), strike()} {
		s := st.event.build(t)
		for _, g := range s.Groups {
			check(g.ID, g.Sentence)
			check(g.ID, g.Label)
			for _, r := range slices.Concat(g.Why, g.Origins.Reasons) {
				check(g.ID, r.Text)
			}
		}
		for _, c := range s.Conflicts {
			for _, r := range c.Reasons {
				check(r.Code, r.Text)
			}
		}
		for _, c := range s.Checks {
			check(c.Code, c.Reason.Text)
		}
	}
}

func TestEveryMessageIsUsedWithAllItsPlaces(t *testing.T) {
	t.Parallel()
	place := regexp.MustCompile(`\{(\d)\}`)
	for _, code := range toll.Codes() {
		text := toll.Message(code)
		seen := map[string]bool{}
		for _, m := range place.FindAllStringSubmatch(text, -1) {
			seen[m[1]] = true
		}
		for i := range len(seen) {
			if !seen[string(rune('0'+i))] && !strings.HasPrefix(code, "says") && code != "sentence_words" {
				t.Errorf("%s has a gap in its places: %s", code, text)
			}
		}
		if strings.Count(text, "“") != strings.Count(text, "”") {
			t.Errorf("%s leaves a quotation open: %s", code, text)
		}
	}
	if len(toll.Codes()) < 80 {
		t.Errorf("only %d messages", len(toll.Codes()))
	}
}

func TestRowsPrintWhatIsSaid(t *testing.T) {
	t.Parallel()
	e := newEvent().source("a", "2031-03-02", "").says("a.1", "Post[press] > Bell[press] > Council[authority]", "1,275*", "killed").
		says("a.2", "X[witness]", "as many as 500-1000", "killed").says("a.3", "Y[witness]", "dozens", "killed").says("a.4", "Z[witness]", "three or four dozen", "killed")
	var got []string
	for _, r := range e.build(t).Groups[0].Rows {
		got = append(got, strings.Join([]string{r.Speaker, strings.Join(r.Via, "/"), r.Said, r.Date, fmt.Sprint(value(r.Low), value(r.High))}, "|"))
	}
	want := []string{
		"Council|Bell/Post|1,275*|2031-03-02|1275 1275", "X||up to 1,000 (“as many as 500-1000”)|2031-03-02|1000 1000",
		"Y||“dozens”|2031-03-02|0 0", "Z||36 to 48|2031-03-02|36 48",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
