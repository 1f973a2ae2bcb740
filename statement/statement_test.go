package statement_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/dates"
	"reckon/fault"
	"reckon/names"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
)

func TestValidateNamesEachRule(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 1001)
	tests := []struct {
		rule   string
		change func(*statement.Statement, *statement.Toll)
		want   fault.Code
	}{
		{"valid", func(*statement.Statement, *statement.Toll) {}, ""},
		{"no content", func(s *statement.Statement, _ *statement.Toll) { s.Content = nil }, "ST001"},
		{"no id", func(s *statement.Statement, _ *statement.Toll) { s.ID = "" }, "ST002"},
		{"bad id", func(s *statement.Statement, _ *statement.Toll) { s.ID = "a b" }, "SO001"},
		{"no source", func(s *statement.Statement, _ *statement.Toll) { s.Source = "" }, "ST002"},
		{"bad source", func(s *statement.Statement, _ *statement.Toll) { s.Source = "/" }, "SO001"},
		{"bad incident", func(s *statement.Statement, _ *statement.Toll) { s.Incident = "/" }, "SO001"},
		{"no unit", func(_ *statement.Statement, c *statement.Toll) { c.Category.Unit = "" }, "ST002"},
		{"no status", func(_ *statement.Statement, c *statement.Toll) { c.Category.Statuses = nil }, "ST002"},
		{"no words", func(_ *statement.Statement, c *statement.Toll) { c.Figure.Words = "" }, "ST002"},
		{"unknown status", func(_ *statement.Statement, c *statement.Toll) { c.Category.Statuses = []string{"slain"} }, "ST003"},
		{"empty other", func(_ *statement.Statement, c *statement.Toll) { c.Category.Unit = "other: " }, "ST009"},
		{"empty other", func(_ *statement.Statement, c *statement.Toll) { c.Category.Unit = "other:" }, "ST003"},
		{"open status", func(_ *statement.Statement, c *statement.Toll) { c.Category.Statuses = []string{"other:frostbitten"} }, ""},
		{"nationality", func(_ *statement.Statement, c *statement.Toll) {
			c.Category.Attributes = []string{"nationality:Sundren"}
		}, ""},
		{"nationality as status", func(_ *statement.Statement, c *statement.Toll) { c.Category.Statuses = []string{"nationality:x"} }, "ST003"},
		{"other form", func(_ *statement.Statement, c *statement.Toll) { c.Figure.Form = "other:x" }, "ST003"},
		{"twice", func(_ *statement.Statement, c *statement.Toll) { c.Category.Statuses = []string{"killed", "killed"} }, "ST003"},
		{"broken text", func(s *statement.Statement, _ *statement.Toll) { s.Note = "\xff" }, "ST005"},
		{"long text", func(_ *statement.Statement, c *statement.Toll) { c.Scope = long }, "ST006"},
		{"control", func(s *statement.Statement, _ *statement.Toll) { s.Quote = "a\u202eb" }, "ST007"},
		{"line break", func(s *statement.Statement, _ *statement.Toll) { s.Quote = "a\nb" }, "ST007"},
		{"break in note", func(s *statement.Statement, _ *statement.Toll) { s.Note = "a\nb" }, ""},
		{"carriage return", func(s *statement.Statement, _ *statement.Toll) { s.Note = "a\rb" }, "ST007"},
		{"no chain", func(s *statement.Statement, _ *statement.Toll) { s.Speakers = nil }, "ST002"},
		{"long chain", func(s *statement.Statement, _ *statement.Toll) { s.Speakers = slices.Repeat(s.Speakers[:1], 101) }, "ST008"},
		{"longest chain", func(s *statement.Statement, _ *statement.Toll) { s.Speakers = slices.Repeat(s.Speakers[:1], 100) }, ""},
		{"longest text", func(_ *statement.Statement, c *statement.Toll) { c.Scope = long[:2000] }, ""},
		{"longest mark", func(_ *statement.Statement, c *statement.Toll) { c.Figure.Mark = "********" }, ""},
		{"largest number", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.About, Value: number(1e12), Words: "x"}
		}, ""},
		{"outer space", func(s *statement.Statement, _ *statement.Toll) { s.Speakers[0].Name = "A " }, "ST009"},
		{"no speaker", func(s *statement.Statement, _ *statement.Toll) { s.Speakers[1].Name = "" }, "ST010"},
		{"unknown role", func(s *statement.Statement, _ *statement.Toll) { s.Speakers[1].Role = "spy" }, "ST003"},
		{"no quote", func(s *statement.Statement, _ *statement.Toll) { s.Quote = "" }, "ST011"},
		{"part of itself", func(_ *statement.Statement, c *statement.Toll) { c.SubsetOf = "st-1" }, "ST012"},
		{"part without whole", func(_ *statement.Statement, c *statement.Toll) { c.Parts = "disjoint" }, "ST013"},
		{"bad whole", func(_ *statement.Statement, c *statement.Toll) { c.SubsetOf = "a/b" }, "SO001"},
		{"low above high", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.Range, Low: number(5), High: number(3), Words: "5-3"}
		}, "ST014"},
		{"numbers of another form", func(_ *statement.Statement, c *statement.Toll) { c.Figure.Form = statement.Vague }, "ST015"},
		{"exact that is not", func(_ *statement.Statement, c *statement.Toll) { c.Figure.High = number(21) }, "ST015"},
		{"lower bound above value", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.AtLeast, Value: number(5), Low: number(6), Words: "x"}
		}, "ST015"},
		{"about with a bound", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.About, Value: number(5), Low: number(5), Words: "x"}
		}, "ST015"},
		{"up to nothing", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.UpTo, Value: number(5), Words: "x"}
		}, "ST015"},
		{"negative", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.About, Value: number(-5), Words: "-5"}
		}, "ST016"},
		{"too large", func(_ *statement.Statement, c *statement.Toll) {
			c.Figure = statement.Quantity{Form: statement.About, Value: number(1e12 + 1), Words: "x"}
		}, "ST016"},
		{"long mark", func(_ *statement.Statement, c *statement.Toll) { c.Figure.Mark = "*********" }, "ST017"},
		{"bad date", func(_ *statement.Statement, c *statement.Toll) { c.AsOf = "3 May" }, "ST018"},
		{"empty date", func(s *statement.Statement, _ *statement.Toll) { s.When = new(dates.When) }, "ST018"},
		{"broken date words", func(s *statement.Statement, _ *statement.Toll) { s.When = &dates.When{Words: "\xff"} }, "ST005"},
		{"empty place", func(s *statement.Statement, _ *statement.Toll) { s.Where = new(places.Place) }, "PL001"},
		{"bad anchor", func(s *statement.Statement, _ *statement.Toll) { s.Anchor = new(source.Anchor) }, "SO001"},
		{"quote not of the anchor", func(s *statement.Statement, _ *statement.Toll) {
			s.Anchor = &source.Anchor{Rendition: "r", Fragments: []source.Fragment{{Start: 0, End: 1, Exact: "x"}}}
		}, "ST011"},
	}
	for _, tt := range tests {
		s := toll("20")
		tt.change(s, s.Content.(*statement.Toll))
		err := s.Validate()
		if got := fault.CodeOf(err); got != tt.want {
			t.Errorf("%s: got %q (%v), want %q", tt.rule, got, err, tt.want)
		}
	}
}

func TestEachKindChecksItsOwnRules(t *testing.T) {
	t.Parallel()
	allegation := statement.Allegation{Actor: "a unit", ActorType: "unit", Role: "took_part", Act: "x", Reply: "none_recorded", Standing: "alleged"}
	with := func(f func(*statement.Allegation)) *statement.Allegation { a := allegation; f(&a); return &a }
	tests := []struct {
		content statement.Content
		want    fault.Code
	}{
		{&allegation, ""},
		{with(func(a *statement.Allegation) { a.Actor = "" }), "ST002"},
		{with(func(a *statement.Allegation) { a.Standing = "charged" }), "ST019"},
		{with(func(a *statement.Allegation) { a.Reply = "no_reply" }), "ST019"},
		{with(func(a *statement.Allegation) { a.Standing, a.Checked = "charged", "2031-05" }), ""},
		{with(func(a *statement.Allegation) { a.Checked = "May" }), "ST018"},
		{with(func(a *statement.Allegation) { a.Reply = "given" }), "ST002"},
		{with(func(a *statement.Allegation) { a.ReplyText = "not us" }), "ST002"},
		{with(func(a *statement.Allegation) { a.Reply, a.ReplyText = "given", "not us" }), ""},
		{with(func(a *statement.Allegation) { a.Standing = "guilty" }), "ST003"},
		{&statement.Person{Fate: "missing"}, "ST002"},
		{&statement.Person{Fate: "missing", Description: "a man of about thirty"}, ""},
		{&statement.Person{Fate: "missing", Description: "x", NameKind: "alias"}, "ST002"},
		{&statement.Person{Name: "Tarnik"}, "ST002"},
		{&statement.Person{Name: "Tarnik", Fate: "destroyed"}, "ST003"},
		{&statement.Person{Name: "Tarnik", Fate: "not_stated", NameKind: "alias", Sex: "male", Age: "about 30"}, ""},
		{&statement.Denial{Mode: "denial", Of: "the shelling"}, ""},
		{&statement.Denial{Mode: "refusal", Of: "the shelling"}, "ST003"},
		{&statement.Denial{Mode: "denial", Of: "x", Target: "a b"}, "SO001"},
		{&statement.Denial{Mode: "dispute", Of: "x", Figure: statement.Quantity{Form: statement.Vague}}, "ST002"},
		{&statement.Denial{Mode: "dispute", Of: "x", Figure: statement.Quantity{Words: "many", Form: statement.Vague, Value: number(1)}}, "ST015"},
		{&statement.Acknowledgement{Of: "x", Target: "a b"}, "SO001"},
		{&statement.Acknowledgement{}, "ST002"},
		{&statement.Finding{Body: "a court", Finding: "x"}, ""},
		{&statement.Finding{Finding: "x"}, "ST002"},
		{&statement.Proceeding{Stage: "none"}, ""},
		{&statement.Proceeding{Stage: "trial"}, "ST002"},
		{&statement.Proceeding{Stage: "trial", Court: "a court"}, ""},
		{&statement.Material{Medium: "film", Of: "x"}, ""},
		{&statement.Material{Medium: "film"}, "ST002"},
		{&statement.Characterisation{Of: "x"}, "ST002"},
		{&statement.Link{Link: "cites", Target: "s-2", Basis: "names it"}, ""},
		{&statement.Link{Link: "cites", Target: "s-2"}, "ST002"},
		{&statement.Link{Link: "cites", Target: "s 2", Basis: "x"}, "SO001"},
		{&statement.Link{Link: "confirms", Target: "s-2", Basis: "x"}, "ST003"},
		{&statement.Scope{Of: "x", Meaning: "y", Target: "a b"}, "SO001"},
		{&statement.Scope{Of: "x"}, "ST002"},
		{&statement.Appeal{}, "ST002"},
		{&statement.Happening{What: "siege"}, ""},
		{&statement.Happening{What: "siege", Part: "stopped"}, "ST003"},
	}
	for _, tt := range tests {
		s := toll("20")
		s.Content = tt.content
		if got := fault.CodeOf(s.Validate()); got != tt.want {
			t.Errorf("%+v: got %q (%v), want %q", tt.content, got, s.Validate(), tt.want)
		}
	}
	s := toll("20")
	s.Content, s.Quote = &statement.Link{Link: "same_figures_as", Target: "s-2", Basis: "20 and 7 agree"}, ""
	mustValid(t, s)
}

// The table of fields is the whole of a content: whatever a field can hold comes
// back through its text, and a content whose fields are copied is the same.
func TestFieldsAreTheWholeContent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := valid(t)
		var twin *statement.Statement
		for _, c := range statement.Kinds() {
			if c.Kind() == s.Kind() {
				twin = &statement.Statement{Content: c}
			}
		}
		from, to := s.Fields(), twin.Fields()
		for i := range from {
			if err := to[i].Set(from[i].Text()); err != nil {
				t.Fatalf("%s does not read back %q: %v", from[i].Name, from[i].Text(), err)
			}
		}
		if diff := cmp.Diff(asJSON(t, s), asJSON(t, twin)); diff != "" {
			t.Fatal(diff)
		}
		for _, f := range to {
			if err := f.Set(""); err != nil {
				t.Fatalf("%s cannot be emptied: %v", f.Name, err)
			}
			if f.Text() != "" {
				t.Fatalf("%s still holds %q", f.Name, f.Text())
			}
		}
		if twin.When != nil || twin.Where != nil || twin.Anchor != nil {
			t.Fatalf("an emptied statement holds %+v", twin)
		}
	})
}

func TestFieldsAreDescribedOnce(t *testing.T) {
	t.Parallel()
	kinds := map[string]bool{}
	for _, c := range statement.Kinds() {
		if kinds[c.Kind()] {
			t.Errorf("the kind %s is there twice", c.Kind())
		}
		kinds[c.Kind()] = true
		seen := map[string]bool{"kind": true}
		for _, f := range (&statement.Statement{Content: c}).Fields() {
			if seen[f.Name] || f.Help == "" {
				t.Errorf("%s: the field %s is there twice or without help", c.Kind(), f.Name)
			}
			seen[f.Name] = true
			if f.List != "" && len(statement.Terms(f.List)) == 0 {
				t.Errorf("%s: the field %s has an empty list", c.Kind(), f.Name)
			}
		}
	}
	if len(kinds) != 13 {
		t.Errorf("there are %d kinds", len(kinds))
	}
	if statement.Terms("nothing") != nil {
		t.Error("an unknown list has terms")
	}
}

func TestAFateIsOneThatAPersonCanHave(t *testing.T) {
	t.Parallel()
	fates := statement.Terms("fate")
	if n := len(fates); fates[n-1].Name != "not_stated" || fates[n-2].Name != "buried" {
		t.Errorf("the fates end with %v", fates[n-2:])
	}
}

func TestTermsAreDescribedOnce(t *testing.T) {
	t.Parallel()
	lists := map[string]bool{"status": true, "unit": true, "stage": true, "attribute": true, "speaker": true}
	for _, c := range statement.Kinds() {
		for _, f := range c.Fields() {
			lists[f.List] = true
		}
	}
	delete(lists, "")
	for list := range lists {
		seen := map[string]bool{}
		for _, term := range statement.Terms(list) {
			if term.Name == "" || term.Help == "" || seen[term.Name] {
				t.Errorf("%s: %+v is not described, or twice", list, term)
			}
			seen[term.Name] = true
		}
	}
}

func TestCheckParts(t *testing.T) {
	t.Parallel()
	part := func(id, of statement.ID) *statement.Statement {
		s := toll("20")
		s.ID = id
		s.Content.(*statement.Toll).SubsetOf = of
		return s
	}
	other := toll("20")
	other.ID, other.Content = "x", &statement.Appeal{CallsFor: "y"}
	tests := []struct {
		in   []*statement.Statement
		want string
	}{
		{nil, ""},
		{[]*statement.Statement{part("a", ""), part("b", "a"), part("c", "b"), part("d", "a"), other, part("e", "x")}, ""},
		{[]*statement.Statement{part("a", "z")}, "ST021 a"},
		{[]*statement.Statement{part("a", ""), part("a", "")}, "ST023 a"},
		{[]*statement.Statement{part("a", "b"), part("b", "a")}, "ST022 a ST022 b"},
		{[]*statement.Statement{part("a", "b"), part("b", "c"), part("c", "b")}, "ST022 a ST022 b ST022 c"},
	}
	for _, tt := range tests {
		var got []string
		if err := statement.CheckParts(tt.in); err != nil {
			for _, p := range err.(fault.List) {
				got = append(got, string(p.Code)+" "+p.Where)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// The three packages whose texts a statement joins import nothing in common
// that could hold their table of characters that hide or reorder others, so
// each has its own: what one refuses in its texts, all refuse. Beyond the first
// plane only the characters for formatting are tried.
func TestNamesPlacesAndSourcesRefuseTheSameCharacters(t *testing.T) {
	t.Parallel()
	valid := source.Added{
		Source: "s-1", Title: "t", Material: "press_release", Confidentiality: source.Internal, Citation: "p. 2",
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r > 0xFFFF && !unicode.Is(unicode.Cf, r) {
			continue
		}
		text := "a" + string(r) + "b"
		said := valid
		said.SaidBy = text
		name, place, by := names.Plain(text, 3) != nil, places.Place{Words: text}.Validate() != nil, said.Validate() != nil
		if name != place || name != by {
			t.Errorf("U+%04X: a name refuses it is %v, a place %v, a source %v", r, name, place, by)
		}
	}
}

func TestStoredDatesMayBeOfAnotherCalendar(t *testing.T) {
	t.Parallel()
	s := toll("20")
	for _, f := range s.Fields() {
		if f.Name == "when" {
			if err := f.Set("julian:1905-01-09"); err != nil || f.Text() != "julian:1905-01-09" {
				t.Errorf("got %q, %v", f.Text(), err)
			}
		}
	}
	mustValid(t, s)
	if !strings.Contains(asJSON(t, s), `"calendar":"julian","edtf":"1905-01-22"`) {
		t.Errorf("got %s", asJSON(t, s))
	}
}

func TestActs(t *testing.T) {
	t.Parallel()
	type act interface {
		Kind() string
		Validate() error
	}
	corrected := func(f func(*statement.Corrected)) statement.Corrected {
		a := statement.Corrected{Statement: "st-1", Bases: []string{"act-1", "act-2"}, Content: *toll("20")}
		f(&a)
		return a
	}
	quoteless := toll("20")
	quoteless.Quote = ""
	tests := []struct {
		act  act
		kind string
		want fault.Code
	}{
		{statement.Added{Statement: *toll("20")}, "statement.added/1", ""},
		{statement.Added{Statement: *quoteless}, "statement.added/1", "ST011"},
		{statement.Added{}, "statement.added/1", "ST001"},
		{corrected(func(*statement.Corrected) {}), "statement.corrected/1", ""},
		{corrected(func(a *statement.Corrected) { a.Bases = nil }), "statement.corrected/1", "ST050"},
		{corrected(func(a *statement.Corrected) { a.Bases[1] = "act-1" }), "statement.corrected/1", "ST050"},
		{corrected(func(a *statement.Corrected) { a.Bases[1] = "a b" }), "statement.corrected/1", "SO001"},
		{corrected(func(a *statement.Corrected) { a.Content.ID = "st-2" }), "statement.corrected/1", "ST051"},
		{corrected(func(a *statement.Corrected) { a.Content = *quoteless }), "statement.corrected/1", "ST011"},
		{statement.Withdrawn{Statement: "st-1", Bases: []string{"act-1"}}, "statement.withdrawn/1", ""},
		{statement.Withdrawn{Bases: []string{"act-1"}}, "statement.withdrawn/1", "SO001"},
		{statement.Withdrawn{Statement: "st-1"}, "statement.withdrawn/1", "ST050"},
	}
	for _, tt := range tests {
		if got := fault.CodeOf(tt.act.Validate()); got != tt.want || tt.act.Kind() != tt.kind {
			t.Errorf("%+v: got %q, want %q", tt.act, got, tt.want)
		}
	}
}

// A statement in another value, behind no pointer, must not come out in the
// form that encoding/json would give its fields.
func TestStatementsAreWrittenAlikeWhereverTheyStand(t *testing.T) {
	t.Parallel()
	s := toll("20 to 25")
	want := asJSON(t, s)
	for form, v := range map[string]any{
		"%s":               *s,
		"[%s]":             []statement.Statement{*s},
		`{"k":%s}`:         map[string]statement.Statement{"k": *s},
		`[%s,null]`:        []*statement.Statement{s, nil},
		`{"Said":%s}`:      struct{ Said statement.Statement }{*s},
		`{"statement":%s}`: statement.Added{Statement: *s},
		`{"statement":"st-1","bases":["a"],"content":%s}`: statement.Corrected{Statement: "st-1", Bases: []string{"a"}, Content: *s},
	} {
		got, err := json.Marshal(v)
		if want := fmt.Sprintf(form, want); err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}

func TestActsRoundTrip(t *testing.T) {
	t.Parallel()
	acts := map[string]struct{ in, out any }{
		"added":     {statement.Added{Statement: *toll("20")}, new(statement.Added)},
		"corrected": {statement.Corrected{Statement: "st-1", Bases: []string{"b"}, Content: *toll("20")}, new(statement.Corrected)},
		"withdrawn": {statement.Withdrawn{Statement: "st-1", Bases: []string{"b"}}, new(statement.Withdrawn)},
		"codebook":  {statement.CodebookSet{Codebook: statement.Presets()[0]}, new(statement.CodebookSet)},
	}
	for name, tt := range acts {
		data, err := json.Marshal(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, tt.out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		back, err := json.Marshal(tt.out)
		if err != nil || string(back) != string(data) {
			t.Errorf("%s: %s came back as %s", name, data, back)
		}
		strange := strings.Replace(string(data), "{", `{"strange":1,`, 1)
		if err := json.Unmarshal([]byte(strange), tt.out); err == nil {
			t.Errorf("%s: an unknown field is read", name)
		}
	}
}
