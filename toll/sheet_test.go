package toll_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/dates"
	"reckon/fault"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// TestWhatKeepsFiguresApart names each aspect that makes another question, and
// beside it what looks like one and is not.
func TestWhatKeepsFiguresApart(t *testing.T) {
	t.Parallel()
	const base = "Orlin Registry[authority]"
	for _, c := range []struct {
		name     string
		category string
		options  []string
		together bool
	}{
		{"another status", "wounded", nil, false},
		{"a word that sources use for it", "died", nil, true},
		{"an open word that sources use for it", "other:dead", nil, true},
		{"two statuses in one number", "killed+wounded", nil, false},
		{"two words that share an axis, in one number", "killed+died", nil, true},
		{"another unit", "killed/families", nil, false},
		{"bodies", "killed/bodies", nil, false},
		{"a group", "killed//civilians", nil, false},
		{"an open group", "killed//other:fishers", nil, false},
		{"a described mixture", "killed//other:mainly fishers", nil, true},
		{"both sides", "killed//nationality:Hestian and Orlin together", nil, true},
		{"one side", "killed//nationality:Hestian", nil, false},
		{"everybody", "killed//other:residents", nil, true},
		{"some of everybody", "killed//other:residents of the dock", nil, false},
		{"a stage that counts fewer", "killed", []string{"stage=named"}, false},
		{"a stage of the count", "killed", []string{"stage=preliminary"}, true},
		{"scope words", "killed", []string{"scope=the whole valley"}, false},
		{"scope words for the event", "killed", []string{"scope=only that night"}, true},
		{"scope words for its course", "killed", []string{"scope=during the two-day operation"}, true},
		{"scope words that name its place", "killed", []string{"scope=In the town of Tarnik."}, true},
		{"scope words that name its day", "killed", []string{"scope=on 4 March"}, true},
		{"scope words that name another day", "killed", []string{"scope=on 9 March"}, false},
		{"scope words since its day", "killed", []string{"scope=since 4 March"}, false},
		{"its own date", "killed", []string{"when=2031-03-04"}, true},
		{"a coarser date", "killed", []string{"when=2031"}, true},
		{"another date", "killed", []string{"when=2031-05-01"}, false},
		{"a span of months", "killed", []string{"when=2031-01/2031-06"}, false},
		{"an open span", "killed", []string{"when=2031-03-04/.."}, false},
		{"a part of the same kind", "killed", []string{"part=a.1"}, false},
		{"a part of another source's whole", "killed", []string{"part=a.9"}, true},
		{"a part of captives", "killed", []string{"part=a.2"}, false},
		{"a part of those affected", "killed", []string{"part=a.3"}, true},
		{"a part of casualties", "killed", []string{"part=a.4"}, true},
		{"a part of what covers more", "killed//children", []string{"part=a.5"}, false},
	} {
		e := newEvent()
		e.in.Scope = toll.Scope{Period: must("2031-03-04"), Places: []string{"Tarnik"}}
		e.source("a", "2031-03-05", "").says("a.1", base, "20", "killed").says("a.2", base, "30", "captive").says("a.3", base, "300", "affected").
			says("a.4", base, "60", "killed+wounded").says("a.5", base, "90", "killed", "scope=the whole valley").
			says("b.1", base, "7", c.category, c.options...)
		s := e.build(t)
		if got := group(t, s, "a.1").ID == group(t, s, "b.1").ID; got != c.together {
			t.Errorf("%s: together %v, want %v: %s", c.name, got, c.together, group(t, s, "b.1").Label)
		}
	}
}

func TestThePlaceKeepsFiguresApart(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "X[authority]", "1", "killed").says("a.2", "X[authority]", "2", "killed").says("a.3", "X[authority]", "3", "killed")
	e.in.Figures[1].Where = &places.Place{Words: "the market of Tarnik"}
	e.in.Figures[2].Where = &places.Place{Names: []places.Name{{Text: "Vesmar"}}}
	wantTogether(t, e.build(t), "a.1", "a.2", "a.3")
	e.in.Scope.Places = []string{"tarnik"}
	s := e.build(t)
	wantTogether(t, s, "a.1", "a.2")
	wantApart(t, s, "a.1", "a.3")
	if got := group(t, s, "a.3").Label; got != "persons: killed; place “Vesmar”" {
		t.Errorf("the group is called %q", got)
	}
}

func TestADeclaredMappingJoinsAndSaysSo(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "X[authority]", "5", "killed").says("b.1", "Y[authority]", "9", "body_recovered/bodies", "stage=found").
		says("c.1", "Z[authority]", "5", "maimed").says("d.1", "Z[authority]", "5", "died")
	e.in.Mappings = append(e.in.Mappings,
		toll.Mapping{List: "group", From: "killed/persons", To: "body_recovered/bodies/stage:found", Reason: "every body was counted once", By: "the project"})
	s := e.build(t)
	wantTogether(t, s, "a.1", "b.1", "d.1")
	wantApart(t, s, "a.1", "c.1")
	var said []string
	for _, r := range group(t, s, "b.1").Why {
		said = append(said, r.Code+" "+r.Text)
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"every body was counted once", "the project declares it", "mapped died and killed"} {
		if !strings.Contains(text, want) {
			t.Errorf("the reasons lack %q:\n%s", want, text)
		}
	}
	if why := group(t, s, "c.1").Why; len(why) != 1 {
		t.Errorf("a group of one word names mappings: %v", why)
	}
	alone := newEvent().says("a.1", "X[authority]", "5", "killed").build(t)
	if why := alone.Groups[0].Why; len(why) != 1 || why[0].Text != "these figures all count persons: killed" {
		t.Errorf("a mapping that joins nothing here is named: %v", why)
	}
	e.in.Mappings = nil
	s = e.build(t)
	wantApart(t, s, "a.1", "b.1")
	wantApart(t, s, "a.1", "d.1")
}

func TestLabelsUseTheSourcesOwnWords(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "X[authority]", "5", "captive").says("a.2", "X[authority]", "2", "missing//nationality:Orlin", "part=a.1")
	s := e.build(t)
	if got := group(t, s, "a.1").Label; got != "persons: captive" {
		t.Errorf("captives are called %q", got)
	}
	if got := group(t, s, "a.2").Label; got != "persons: missing; nationality “Orlin”; of those captive" {
		t.Errorf("the missing among them are called %q", got)
	}
	e.says("b.1", "Y[authority]", "6", "hostage").says("b.2", "Y[authority]", "9", "killed+wounded")
	s = e.build(t)
	if got := group(t, s, "a.1").Label; got != "persons: hostage or captive" {
		t.Errorf("hostages and captives are called %q", got)
	}
	if got := group(t, s, "b.2").Label; got != "persons: killed and wounded, in one number" {
		t.Errorf("casualties are called %q", got)
	}
}

func TestScopeFilters(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "X[authority]", "5", "died").says("a.2", "X[authority]", "2", "wounded").says("a.3", "X[authority]", "2", "killed/families")
	e.in.Scope = toll.Scope{Units: []string{"persons"}, Statuses: []string{"killed"}}
	s := e.build(t)
	if len(s.Groups) != 1 || s.Groups[0].Figures[0].ID != "a.1" {
		t.Errorf("the scope keeps %+v", s.Groups)
	}
	var out []string
	for _, o := range s.Outside {
		out = append(out, string(o.Figure)+" "+o.Reason.Text)
	}
	want := []string{"a.2 the scope leaves out the status wounded", "a.3 the scope leaves out the unit families"}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
}

func TestSpansKeepOpenEndsOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		figures []string
		want    string
	}{
		{[]string{"11"}, "11"},
		{[]string{"11", "23-31"}, "from 11 to 31"},
		{[]string{"11", "at least 20"}, "from 11 to 20, open above"},
		{[]string{"at least 20"}, "20, open above"},
		{[]string{"up to 50"}, "50, open below"},
		{[]string{"11", "up to 50"}, "from 11 to 50, open below"},
		{[]string{"more than 11", "fewer than 50"}, "from 11 to 50, open below and above"},
		{[]string{"more than 11", "fewer than 11"}, "11, open below and above"},
		{[]string{"about 40", "11"}, "from 11 to about 40"},
		{[]string{"about 40", "40"}, "40"},
		{[]string{"as many as 500-1000", "300"}, "from 300 to 1,000, open below"},
		{[]string{"dozens", "unknown"}, "no number is given"},
		{[]string{"dozens", "7"}, "7"},
	} {
		e := newEvent()
		for i, words := range c.figures {
			e.says("a."+string(rune('1'+i)), "Speaker "+string(rune('A'+i))+"[witness]", words, "killed")
		}
		if got := e.build(t).Groups[0].SpanText; got != c.want {
			t.Errorf("%v: %q, want %q", c.figures, got, c.want)
		}
	}
}

func TestVagueWordsHaveNoNumberButByACodebook(t *testing.T) {
	t.Parallel()
	e := newEvent().says("a.1", "X[witness]", "dozens", "killed").says("b.1", "Y[witness]", "500", "killed").says("c.1", "Z[witness]", "some", "killed")
	s := e.build(t)
	wantKind(t, s, toll.Contradiction, "a.1", "b.1")
	c, _ := s.Between("a.1", "b.1")
	if len(c.Reasons) != 2 || c.Reasons[1].Text != "“dozens” is compared as codebook reckon-1 reads it: 24 to 99" {
		t.Errorf("the reading is not named: %+v", c.Reasons)
	}
	wantKind(t, s, toll.Compatible, "c.1", "b.1")
	g := group(t, s, "a.1")
	if len(g.Span.Vague) != 2 || g.SpanText != "500" || s.Codebook != "reckon-1" {
		t.Errorf("the span is %+v", g.Span)
	}
	e.in.Codebook = nil
	s = e.build(t)
	wantKind(t, s, toll.Compatible, "a.1", "b.1")
	if s.Codebook != "" {
		t.Errorf("a codebook %q from nowhere", s.Codebook)
	}
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	good := toll.Mapping{List: "status", From: "a", To: "b", Reason: "r", By: "b"}
	for _, c := range []struct {
		code fault.Code
		in   toll.Input
	}{
		{"TO001", toll.Input{Mappings: []toll.Mapping{{List: "unit", From: "a", To: "b", Reason: "r", By: "b"}}}},
		{"TO002", toll.Input{Mappings: []toll.Mapping{{List: "group", From: "a", To: "a", Reason: "r", By: "b"}}}},
		{"TO003", toll.Input{Mappings: []toll.Mapping{good, {List: "group", From: "a", To: "b", Reason: " ", By: "b"}}}},
		{"TO004", toll.Input{Mappings: []toll.Mapping{{List: "stage", From: "a", To: "b", Reason: "r"}}}},
		{"TO010", toll.Input{Rules: []toll.Rule{{Handling: "average", Reason: "r", By: "b"}}}},
		{"TO011", toll.Input{Rules: []toll.Rule{{Handling: toll.Prioritise, Reason: "r", By: "b"}}}},
		{"TO011", toll.Input{Rules: []toll.Rule{{Handling: toll.Pending, First: []string{"x"}, Reason: "r", By: "b"}}}},
		{"TO012", toll.Input{Rules: []toll.Rule{{Handling: toll.LowHigh, By: "b"}}}},
		{"TO013", toll.Input{Rules: []toll.Rule{{Handling: toll.Unknown, Reason: "r"}}}},
		{"TO020", toll.Input{Figures: []toll.Figure{{}}}},
		{"TO020", toll.Input{Figures: []toll.Figure{{ID: "a"}}, Replies: []toll.Reply{{ID: "a"}}}},
	} {
		if _, err := toll.Build(c.in); fault.CodeOf(err) != c.code {
			t.Errorf("%v, want %s", err, c.code)
		}
	}
	if s, err := toll.Build(toll.Input{Mappings: []toll.Mapping{good}}); err != nil || len(s.Groups) != 0 {
		t.Errorf("an empty scope: %+v %v", s, err)
	}
	if _, err := toll.Build(toll.Input{Mappings: toll.InForce(nil)}); err != nil {
		t.Errorf("the usual mappings: %v", err)
	}
}

func TestReadingFromStatements(t *testing.T) {
	t.Parallel()
	q, err := statement.ParseQuantity("46")
	if err != nil {
		t.Fatal(err)
	}
	make := func(id, src, incident string, c statement.Content) *statement.Statement {
		return &statement.Statement{ID: statement.ID(id), Source: source.ID(src), Incident: incident, Content: c, Speakers: links("Post[press] > Council[authority]")}
	}
	figure := &statement.Toll{Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}, Scope: "all", AsOf: "2031"}
	in := toll.FromStatements(toll.Scope{Incident: "i-1"}, []*statement.Statement{
		make("a", "s-1", "i-1", figure), make("b", "s-2", "i-2", figure), nil, make("c", "s-1", "i-1", nil),
		make("d", "s-3", "i-1", &statement.Denial{Mode: "denial", Of: "it", Target: "a", Figure: q}),
		make("e", "s-3", "i-1", &statement.Denial{Mode: "dispute", Of: "it"}),
		make("f", "s-3", "i-1", &statement.Acknowledgement{Of: "it", Target: "a"}),
		make("g", "s-1", "", &statement.Link{Link: "cites", Target: "s-9", Basis: "says so"}),
		make("h", "s-2", "", &statement.Link{Link: "cites", Target: "s-9", Basis: "says so"}),
		make("i", "s-4", "i-1", &statement.Appeal{CallsFor: "x"}),
	}, []source.Added{{Source: "s-1", Title: "One", Published: "2031-03", Material: "book"}})
	wantFigure := toll.Figure{
		ID: "a", Source: "s-1", Speakers: links("Post[press] > Council[authority]"), Party: "authority", Quantity: q, Category: figure.Category, Scope: "all", AsOf: "2031",
	}
	if diff := cmp.Diff([]toll.Figure{wantFigure}, in.Figures); diff != "" {
		t.Error(diff)
	}
	chain := links("Post[press] > Council[authority]")
	if diff := cmp.Diff([]toll.Reply{
		{"d", "s-3", chain, "denial", "it", "a", "46"}, {"e", "s-3", chain, "dispute", "it", "", ""}, {"f", "s-3", chain, "acknowledgement", "it", "a", ""},
	}, in.Replies); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]toll.Link{{"s-1", "s-9", "cites", "says so", "Council"}}, in.Links); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]toll.Source{{ID: "s-1", Title: "One", Published: "2031-03", Material: "book"}}, in.Sources); diff != "" {
		t.Error(diff)
	}
	if in.Codebook == nil || len(in.Mappings) == 0 {
		t.Error("no codebook or no usual mappings")
	}
	if all := toll.FromStatements(toll.Scope{}, []*statement.Statement{make("a", "s-1", "i-1", figure), make("b", "s-2", "i-2", figure)}, nil); len(all.Figures) != 2 {
		t.Errorf("an open scope takes %d figures", len(all.Figures))
	}
}

// anyEvent draws an event of any figures, links and replies.
func anyEvent(t *rapid.T) *event {
	e := newEvent()
	srcs := []string{"a", "b", "c", "d"}
	for _, s := range srcs {
		e.source(s, rapid.SampledFrom([]string{"", "2031-03-02", "2031-03", "2032"}).Draw(t, "published"), rapid.SampledFrom([]string{"", "book"}).Draw(t, "material"))
	}
	for i := range rapid.IntRange(0, 9).Draw(t, "figures") {
		id := rapid.SampledFrom(srcs).Draw(t, "source") + "." + string(rune('a'+i))
		chain := rapid.SampledFrom([]string{"Post[press]", "Post[press] > Ministry of Health[authority]", "Health Ministry[authority]", "a nurse[medical]", "UN[international]", "United Nations", ""}).Draw(t, "chain")
		words := rapid.SampledFrom([]string{"7", "12", "12*", "at least 9", "more than 12", "up to 8", "fewer than 5", "about 10", "8-11", "dozens", "unknown", "as many as 5-9"}).Draw(t, "words")
		category := rapid.SampledFrom([]string{"killed", "died", "missing", "captive", "killed+wounded", "killed//children", "buried/graves"}).Draw(t, "category")
		var options []string
		if i > 0 && rapid.Bool().Draw(t, "part") {
			options = append(options, "part="+string(e.in.Figures[rapid.IntRange(0, i-1).Draw(t, "whole")].ID),
				"parts="+rapid.SampledFrom([]string{"", "disjoint", "exhaustive", "disjoint_exhaustive"}).Draw(t, "parts"))
		}
		if rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
			options = append(options, "as_of="+rapid.SampledFrom([]string{"2031-03-01", "2031-03-09"}).Draw(t, "as of"))
		}
		e.says(id, chain, words, category, options...)
	}
	for range rapid.IntRange(0, 3).Draw(t, "links") {
		e.link(rapid.SampledFrom(srcs).Draw(t, "from"), rapid.SampledFrom([]string{"cites", "repeats", "same_figures_as"}).Draw(t, "kind"), rapid.SampledFrom(srcs).Draw(t, "to"))
	}
	if rapid.Bool().Draw(t, "reply") {
		e.replies("a.r", "Council[authority]", "dispute", "it", "")
	}
	e.in.Rules = []toll.Rule{{Handling: toll.LowHigh, Reason: "r", By: "b"}}
	return e
}

func asJSON(t interface{ Fatal(...any) }, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestTheOrderOfTheInputChangesNothing holds for everything on the sheet.
func TestTheOrderOfTheInputChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := anyEvent(t)
		one, err := toll.Build(e.in)
		if err != nil {
			t.Fatal(err)
		}
		in := e.in
		in.Figures = rapid.Permutation(in.Figures).Draw(t, "figures in another order")
		in.Links = rapid.Permutation(in.Links).Draw(t, "links in another order")
		in.Sources = rapid.Permutation(in.Sources).Draw(t, "sources in another order")
		two, err := toll.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := asJSON(t, one), asJSON(t, two); a != b {
			t.Fatalf("two orders, two sheets:\n%s\n%s", a, b)
		}
		if a, b := asJSON(t, one.Graph("")), asJSON(t, two.Graph("")); a != b {
			t.Fatalf("two orders, two graphs:\n%s\n%s", a, b)
		}
	})
}

// TestInvariants holds the sheet to what the package promises of any input.
func TestInvariants(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := anyEvent(t)
		s, err := toll.Build(e.in)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, g := range s.Groups {
			seen += len(g.Figures)
			if g.Origins.Low > g.Origins.High || g.Origins.High > len(g.Figures) || g.Origins.Low < 0 {
				t.Fatalf("origins %+v of %d figures", g.Origins, len(g.Figures))
			}
			if lo, hi := g.Span.Low.Number, g.Span.High.Number; (lo == nil) != (hi == nil) || lo != nil && *lo > *hi {
				t.Fatalf("a span %+v", g.Span)
			}
			for _, f := range g.Figures {
				if f.Quantity.Form == statement.Vague && slices.Contains(append(slices.Clone(g.Span.Low.Figures), g.Span.High.Figures...), f.ID) {
					t.Fatalf("%s has words and became an end", f.ID)
				}
			}
		}
		if seen != len(e.in.Figures) {
			t.Fatalf("%d figures became %d", len(e.in.Figures), seen)
		}
		for _, a := range e.in.Figures {
			for _, b := range e.in.Figures {
				c, ok := s.Between(a.ID, b.ID)
				d, _ := s.Between(b.ID, a.ID)
				if ok != (a.ID != b.ID) || c.Kind != d.Kind || asJSON(t, c.Reasons) != asJSON(t, d.Reasons) || ok && (c.Kind == "" || len(c.Reasons) == 0 || c.Reasons[0].Text == "") {
					t.Fatalf("%s and %s: %+v, %+v", a.ID, b.ID, c, d)
				}
			}
		}
	})
}

// FuzzFromStatements feeds whatever passes for statements through the whole
// engine.
func FuzzFromStatements(f *testing.F) {
	f.Add(`{"id":"a","source":"s","kind":"toll","speakers":[{"name":"X"}],"quote":"q","content":{"figure":{"form":"at_least","low":5,"words":"at least 5"},"category":{"statuses":["killed"],"unit":"persons"},"subset_of":"b"}}
{"id":"b","source":"s","kind":"toll","speakers":[],"content":{"figure":{"form":"vague","words":"dozens"},"category":{},"subset_of":"a","scope":"{0}","as_of":"2031/.."}}`)
	f.Add(`{"id":"d","source":"s","kind":"denial","speakers":[{"name":"Y"}],"quote":"q","content":{"mode":"denial","of":"it","target":"a"}}
{"id":"l","source":"s","kind":"link","speakers":[{"name":"Y"}],"content":{"link":"cites","target":"s","basis":"b"}}`)
	f.Fuzz(func(t *testing.T, data string) {
		var list []*statement.Statement
		for line := range strings.Lines(data) {
			s := &statement.Statement{}
			if s.UnmarshalJSON([]byte(line)) == nil {
				list = append(list, s)
			}
		}
		scope := toll.Scope{Period: dates.Value{}, Places: []string{"x"}}
		s, err := toll.Build(toll.FromStatements(scope, list, nil))
		if err != nil {
			return
		}
		if asJSON(t, s) == "" || asJSON(t, s.Graph("")) == "" {
			t.Fatal("no sheet")
		}
	})
}
