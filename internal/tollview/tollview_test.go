package tollview_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"reckon/chart"
	"reckon/internal/tollsheet"
	"reckon/internal/tollview"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// quay is an invented sheet with a figure of every form.
func quay(t *testing.T) *tollsheet.Sheet {
	t.Helper()
	in := toll.Input{Mappings: toll.InForce(nil), Links: []toll.Link{
		{From: "S-2", To: "S-1", Kind: "cites", Basis: "the text names it", By: "Ana"},
		{From: "S-3", To: "S-1", Kind: "repeats", Basis: "same words", By: "Ana"},
		{From: "S-4", To: "S-1", Kind: "same_figures_as", Basis: "equal", By: "Ana"},
	}}
	for i, words := range []string{"12", "at least 31", "more than 33", "up to 57", "fewer than 61", "about 44", "5 to 9", "dozens"} {
		q, err := statement.ParseQuantity(words)
		if err != nil {
			t.Fatal(err)
		}
		n := string(rune('1' + i))
		in.Sources = append(in.Sources, toll.Source{ID: source.ID("S-" + n), Title: "Account " + n, Published: "2031-03-0" + n})
		in.Figures = append(in.Figures, toll.Figure{
			ID: statement.ID("S-" + n + "#1"), Source: source.ID("S-" + n), Party: "witness", Quantity: q,
			Speakers: []statement.Speaker{{Name: "Resident " + n + " <i>", Role: "witness"}}, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"},
		})
	}
	in.Rules = []toll.Rule{{Handling: toll.LowHigh, Reason: "none was nearer", By: "Ana"}}
	s, err := toll.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return &tollsheet.Sheet{Sheet: s, Title: "Quay <b>", AsOf: "2031-04-01T00:00:00.000Z", Act: "an-act",
		Sources: []tollsheet.Source{{Ref: "S-1", Title: "Account 1", SHA256: "ab12"}, {Ref: "S-2", Title: "حساب"}}, Unsettled: []string{"S-9#9"}, LeftOut: 3}
}

func TestPictureHasEveryFigureInItsForm(t *testing.T) {
	t.Parallel()
	p := tollview.Picture(quay(t), chart.Frame{}, nil)
	if len(p.Axes) != 1 || p.Axes[0].Note == "" {
		t.Fatalf("%+v", p)
	}
	want := map[chart.Mark]int64{chart.Dot: 12, chart.AtLeast: 31, chart.MoreThan: 33, chart.UpTo: 57, chart.FewerThan: 61, chart.About: 44, chart.Bar: 5, chart.Words: 0}
	for _, c := range p.Axes[0].Claims {
		low, ok := want[c.Mark]
		if !ok || c.Low != low || c.Mark == chart.Bar && c.High != 9 || !strings.HasPrefix(c.Ref, "S-") || c.Kind != "witness" {
			t.Errorf("%+v, want %d", c, low)
		}
		delete(want, c.Mark)
	}
	if len(want) > 0 {
		t.Errorf("not drawn: %v", want)
	}
	named := tollview.Picture(quay(t), chart.Frame{}, func(g toll.Group) string { return "of " + g.ID })
	if named.Axes[0].Label != "of killed/persons" || named.Axes[0].Note != "" {
		t.Errorf("%+v", named.Axes[0])
	}
}

func TestDependenceDrawsOnlyWhatIsJudged(t *testing.T) {
	t.Parallel()
	d := tollview.Dependence(quay(t), "", chart.Frame{})
	count := map[chart.Style]int{}
	for _, e := range d.Edges {
		count[e.Style]++
	}
	if count[chart.Named] != 8 || count[chart.Cites] != 1 || count[chart.Repeats] != 1 || len(d.Apart) != 1 || d.Apart[0] != [2]string{"S-4", "S-1"} {
		t.Errorf("%v, apart %v", count, d.Apart)
	}
}

func TestKindsComeInOneOrder(t *testing.T) {
	t.Parallel()
	kinds := []toll.Kind{toll.Contradiction, toll.Disputed, toll.Revision, toll.SameOrigin, toll.Compatible, toll.DifferentQuestion}
	var list []toll.Conflict
	for _, k := range kinds {
		list = append(list, toll.Conflict{Kind: k})
	}
	titles := map[string]bool{}
	var got []toll.Kind
	for _, g := range tollview.ByKind(list) {
		got, titles[g.Title()] = append(got, g.Kind), true
	}
	want := []toll.Kind{toll.DifferentQuestion, toll.SameOrigin, toll.Revision, toll.Compatible, toll.Disputed, toll.Contradiction}
	if !slices.Equal(got, want) || len(titles) != 6 {
		t.Errorf("%v, %v", got, titles)
	}
}

// The sheet says everything that is on the screen, needs nothing from elsewhere
// and runs nothing.
func TestSheetStandsAlone(t *testing.T) {
	t.Parallel()
	s := quay(t)
	page, err := tollview.Sheet(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range s.Groups {
		for i, r := range g.Rows {
			if !strings.Contains(page, "<bdi>"+string(g.Figures[i].ID)+"</bdi>") || !strings.Contains(page, "<bdi>"+r.Said+"</bdi>") {
				t.Errorf("%s is missing", g.Figures[i].ID)
			}
		}
	}
	for _, want := range []string{"Quay &lt;b&gt;", "2031-04-01", "an-act", "none was nearer", "<svg", "ab12", "no file", "3 more figures", "S-9#9", "They cannot both hold"} {
		if !strings.Contains(page, want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
	if bad := regexp.MustCompile(`<script|<b>|<i>|(src|href)="|https?://[^w]|mean|median`).FindString(page); bad != "" {
		t.Errorf("the sheet has %q", bad)
	}
	if tollview.Sentence(s, "") != s.Groups[0].Sentence || tollview.Sentence(s, "killed/persons") == "" || tollview.Sentence(s, "none") != "" {
		t.Error("another sentence")
	}
}

// Conflicts that have one side and what it says in common are told once; others
// stand alone.
func TestConflictsAreFolded(t *testing.T) {
	t.Parallel()
	both := func(a, b, said, other string, more ...toll.Reason) toll.Conflict {
		r := toll.Reason{Code: "cannot_both", Args: []string{said, other}}
		return toll.Conflict{Kind: toll.Contradiction, A: []statement.ID{statement.ID(a)}, B: []statement.ID{statement.ID(b)}, Reasons: append([]toll.Reason{r}, more...)}
	}
	none := toll.Conflict{Kind: toll.Disputed, A: []statement.ID{"S-9#1"}, Reasons: []toll.Reason{{Code: "disputed", Text: "not accepted"}}}
	k := tollview.KindGroup{Conflicts: []toll.Conflict{
		both("S-1#1", "S-2#1", "12", "20"), both("S-3#1", "S-2#1", "9", "20"), none, both("S-1#1", "S-4#1", "12", "about 30", toll.Reason{Text: "other days"}), none,
	}}
	var got []string
	for _, f := range k.Folds() {
		line := tollview.Refs(f.A) + " " + f.Said
		for _, c := range f.Against {
			line += " / " + tollview.Refs(c.B)
			if f.Said != "" {
				line += " " + tollview.Other(c)
			}
		}
		for _, m := range f.Remarks() {
			line += " | " + m.Text + ":" + tollview.Refs(m.About)
		}
		got = append(got, line)
	}
	if want := []string{"S-1#1 12 / S-2#1 20 / S-4#1 about 30 | other days:S-4#1", "S-3#1 9 / S-2#1 20", "S-9#1  /  | not accepted:", "S-9#1  /  | not accepted:"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestFiguresAreNamedByTheirGroup(t *testing.T) {
	t.Parallel()
	g := toll.Group{ID: "killed/persons", Figures: []toll.Figure{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	for want, ids := range map[string][]statement.ID{
		"all of killed/persons": {"c", "a", "b"}, "a, b": {"a", "b"}, "a, b, d": {"a", "b", "d"}, "": nil,
	} {
		if got := tollview.Named([]toll.Group{g}, ids); got != want {
			t.Errorf("%v: %s", ids, got)
		}
	}
}
