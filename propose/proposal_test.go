package propose

import (
	"slices"
	"strings"
	"testing"

	"reckon/extract"
	"reckon/extract/en"
	"reckon/fault"
	"reckon/source"
	"reckon/statement"
)

// found proposes the figures of a text.
func found(t *testing.T, body string) (*Set, *source.Text) {
	t.Helper()
	language, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	text, err := source.NewText(body)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Of(Text{
		Ref: "S-1", Source: "src", Rendition: "r", Text: text, Carriers: []statement.Speaker{{Name: "Post"}}, Proposer: "test/1",
	}, extract.Text(text.String(), language), en.Wording())
	if err != nil {
		t.Fatal(err)
	}
	return s, text
}

// line prints a proposal: words, number, what it counts, whole and speakers.
func line(p *Proposal) string {
	chain := make([]string, len(p.Statement.Speakers))
	for i, v := range p.Statement.Speakers {
		chain[i] = v.Name
	}
	c := p.Toll().Category
	return strings.Join([]string{
		p.Marked(), p.Toll().Figure.String(), strings.Join(append(slices.Clone(c.Statuses), c.Unit), "+"), strings.Join(c.Attributes, "+"),
		p.PartOf, strings.Join(chain, ">"),
	}, "|")
}

func TestFiguresBecomeStatements(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"The office of Orlin said that 41 people died, including: 12 children. 9 women died.": {
			"[41] people died|41|died+persons|||Post>The office of Orlin",
			"[12] children|12|died+persons|children|a|Post>The office of Orlin",
			"[9] women died|9|died+persons|women||Post",
		},
		"At least 20 persons were wounded and dozens fled.": {
			"At least [20] persons were wounded|at least 20|wounded+persons|||Post",
			"[dozens] fled|“dozens”|displaced+persons|||Post",
		},
		"7* are still missing.":        {"[7]* are still missing|7*|missing+persons|||Post"},
		"Two families were wiped out.": {"[Two] families were wiped out|2|all_members_killed+families|||Post"},
		"Three of the 14 people killed were women.": {
			"[Three] of the 14 people killed were women|3|killed+persons||b|Post", "[14] people killed were women|14|killed+persons|||Post",
		},
		"The shelling killed 30 to 35 civilians; nothing else is known.": {"[30 to 35] civilians|between 30 and 35|killed+persons|civilians||Post"},
		"The Post reported 12 dead.":                                     {"[12] dead|12|died+persons|||Post>The Post"},
		"No figure stands here.":                                         nil,
		"On 3 March 2041 the road was open.":                             nil,
	}
	for body, want := range tests {
		s, text := found(t, body)
		var got []string
		for k := range s.Proposals {
			p := &s.Proposals[k]
			got = append(got, line(p))
			if state := p.Statement.Anchor.Resolve(text); !state.Anchored || p.Statement.Proposed != "test/1" || p.Standing != Open {
				t.Errorf("%s: %+v, %v", body, p, state)
			}
			p.Statement.ID = "x"
			if err := p.Statement.Validate(); err != nil {
				t.Errorf("%s: %v", body, err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %s", body, strings.Join(got, "\n     "))
		}
	}
}

func TestASpeakerIsNotNamedTwice(t *testing.T) {
	t.Parallel()
	carriers := []statement.Speaker{{Name: "Agency"}, {Name: "The Ministry"}}
	if got := chainTo(carriers, &extract.Span{Text: "the  ministry"}); len(got) != 2 {
		t.Errorf("%v", got)
	}
	if got := chainTo(carriers, nil); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

// A number that no whole one is stays in the source's words.
func TestNumbersThatAreNotWhole(t *testing.T) {
	t.Parallel()
	text, err := source.NewText("half of them died")
	if err != nil {
		t.Fatal(err)
	}
	half, huge, minus := 0.5, 1e13, -1.0
	for _, v := range []*float64{&half, &huge, &minus, nil} {
		q := quantityOf(&extract.Figure{Text: "half", Start: 0, End: 4, Value: v, Qualifier: "exact"}, text)
		if q.Form != statement.Vague || q.Words != "half" || q.Value != nil {
			t.Errorf("%v: %+v", v, q)
		}
	}
}

func TestLettersThatCannotBeDecidedOn(t *testing.T) {
	t.Parallel()
	s, text := found(t, "41 people died, including 12 children. 5 women were wounded.")
	s.TurnDown(text, []source.Fragment{s.Find("c").Number}, "an older event")
	s.Code(text, "S-1#1", s.Find("a").Statement)
	for letter, want := range map[string]fault.Code{"a": "PP002", "c": "PP002", "z": "PP001", "": "PP001"} {
		if _, err := s.WithWholes([]string{"b", letter}); fault.CodeOf(err) != want {
			t.Errorf("%q: %v", letter, err)
		}
	}
	if open := s.Open(); len(open) != 1 || open[0].ID != "b" {
		t.Errorf("open %v", open)
	}
	if s.Find("a").Ref != "S-1#1" || s.Find("c").Reason != "an older event" {
		t.Errorf("%+v", s.Proposals)
	}
}

func TestWholesComeBeforeTheirParts(t *testing.T) {
	t.Parallel()
	s, _ := found(t, "41 people died, including 12 children. 5 women were wounded.")
	letters := func(want string, chosen ...string) {
		t.Helper()
		list, err := s.WithWholes(chosen)
		got := ""
		for _, p := range list {
			got += p.ID
		}
		if err != nil || got != want {
			t.Errorf("%v: %s, %v", chosen, got, err)
		}
	}
	letters("ab", "b")
	letters("abc", "b", "a", "c", "b")
	s.Find("a").Grade = extract.Look
	letters("b", "b")
	letters("ab", "b", "a")
	s.LeaveLook()
	if s.Find("a") != nil || s.Find("b").PartOf != "" || s.Find("c") == nil {
		t.Errorf("%+v", s.Proposals)
	}
}

// What was decided holds for the same words elsewhere, and for no others.
func TestDecisionsFollowTheirWords(t *testing.T) {
	t.Parallel()
	body := "At the bridge 41 people died. " + strings.Repeat("Nothing is known. ", 4) + "At the mill 41 people died."
	before, _ := found(t, body)
	number, coded := before.Find("a").Number, before.Find("b").Statement
	after, text := found(t, "Printed anew. "+body)
	after.TurnDown(text, []source.Fragment{number}, "no")
	after.Code(text, "S-1#1", coded)
	if a, b := after.Find("a").Standing, after.Find("b").Standing; a != Rejected || b != Accepted {
		t.Errorf("%s, %s", a, b)
	}
	other, text := found(t, "At the ford 41 people died.")
	other.TurnDown(text, []source.Fragment{number}, "no")
	other.Code(text, "S-1#1", coded)
	if s := other.Find("a").Standing; s != Open {
		t.Errorf("words elsewhere: %s", s)
	}
}

// What turned a proposal down is found by its words, each rejection once, and
// among the rejections that there are now.
func TestWhatTurnedAProposalDown(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("Nothing is known. ", 4) + "41 people died, including 12 children. 5 women were wounded."
	s, text := found(t, body)
	rejection := func(at *Set, letter, rendition string) source.ProposalRejected {
		return source.ProposalRejected{
			Source: "src", Proposed: "test/1", Anchor: source.Anchor{Rendition: source.RenditionID(rendition), Fragments: []source.Fragment{at.Find(letter).Number}},
		}
	}
	moved, _ := found(t, "Printed anew. "+body)
	all := []source.ProposalRejected{rejection(s, "b", "r"), rejection(moved, "b", "r2"), rejection(s, "c", "r")}
	for letters, want := range map[string]int{"b": 2, "c": 1, "bc": 3, "bb": 2} {
		got, err := s.Against(text, all, strings.Split(letters, ""))
		if err != nil || len(got) != want {
			t.Errorf("%s: %d rejections, %v", letters, len(got), err)
		}
	}
	if s.Find("b").Standing != Open {
		t.Error("looking for it decided something")
	}
	for _, r := range all {
		s.TurnDown(text, r.Anchor.Fragments, "older")
	}
	s.Code(text, "S-1#1", s.Find("a").Statement)
	for letter, want := range map[string]fault.Code{"a": "PP003", "b": "", "z": "PP001"} {
		if _, err := s.TurnedDown(letter); fault.CodeOf(err) != want {
			t.Errorf("%s: %v", letter, err)
		}
	}
	if _, err := s.Against(text, all[:2], []string{"b", "c"}); fault.CodeOf(err) != "PP003" {
		t.Errorf("reopened meanwhile: %v", err)
	}
}

func TestSetApart(t *testing.T) {
	t.Parallel()
	s, _ := found(t, "41 people died, including 12 children and 9 women.")
	s.SetApart([]string{"b"})
	list, err := s.WithWholes([]string{"b"})
	if err != nil || len(list) != 1 || s.Find("c").PartOf != "a" {
		t.Errorf("%v, %v", list, err)
	}
}

// Words with several numbers code the one whose number the statement has.
func TestOneStatementCodesOneNumber(t *testing.T) {
	t.Parallel()
	s, text := found(t, "At least 20 persons were wounded, and 30 were killed.")
	all, err := text.Fragment(0, text.Len())
	if err != nil {
		t.Fatal(err)
	}
	thirty := int64(30)
	by := &statement.Statement{
		Anchor:  &source.Anchor{Rendition: "r", Fragments: []source.Fragment{all}},
		Content: &statement.Toll{Figure: statement.Quantity{Form: statement.Exact, Value: &thirty, Words: "thirty"}},
	}
	s.Code(text, "S-1#1", by)
	if a, b := s.Find("a").Standing, s.Find("b").Standing; a != Open || b != Accepted {
		t.Errorf("%s, %s", a, b)
	}
	s.Code(text, "S-1#2", &statement.Statement{Content: by.Content})
	s.Code(text, "S-1#2", &statement.Statement{Anchor: by.Anchor, Content: &statement.Happening{}})
	if s.Find("a").Standing != Open || s.Find("b").Ref != "S-1#1" {
		t.Errorf("%+v", s.Proposals)
	}
}

// Whatever stands in a text, its proposals stand where they say.
func FuzzOf(f *testing.F) {
	for _, seed := range []string{"41 people died, including 12 children.", "Three of the 14 people\nkilled", "7* — 3 (dead)", "„Zwei“ 5 killed é́ 6"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if _, err := source.NewText(body); err != nil {
			t.Skip()
		}
		s, text := found(t, body)
		for k := range s.Proposals {
			p := &s.Proposals[k]
			n, f := p.Number, p.Statement.Anchor.Fragments[0]
			if state := p.Statement.Anchor.Resolve(text); !state.Anchored || n.Start < f.Start || n.End > f.End || p.Marked() == "" {
				t.Fatalf("%q: %+v in %+v", body, n, f)
			}
		}
	})
}
