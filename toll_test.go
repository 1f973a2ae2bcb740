package reckon_test

import (
	"slices"
	"strings"
	"testing"

	"reckon"
	"reckon/dates"
	"reckon/fault"
	"reckon/internal/tollsheet"
	"reckon/places"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
	figures "reckon/toll"
)

// tollWorld is a project with one incident and figures inside and outside it.
func tollWorld(t *testing.T) *reckon.Project {
	t.Helper()
	p, _, err := reckon.Init(t.Context(), t.TempDir()+"/p", reckon.InitOptions{Title: "Tarnik", Actor: "Ana", Device: "laptop"}, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	for _, by := range []string{"Orlin Council [authority]", "Lantern Watch [organisation]"} {
		about := source.Added{Title: "Account of " + by, SaidBy: by, Published: "2031-03-09", Material: "other", Citation: "page 1", Confidentiality: source.Internal}
		if _, err := p.AddSource(t.Context(), reckon.Ingest{About: about}); err != nil {
			t.Fatal(err)
		}
	}
	i := register.Incident{Names: []register.IncidentName{{Text: "Quay", UsedBy: "the project"}}, Display: "Quay", Reason: "the only name"}
	if _, err := p.AddIncident(t.Context(), i, ""); err != nil {
		t.Fatal(err)
	}
	says := func(src, number, incident, place, when string) {
		t.Helper()
		q, err := statement.ParseQuantity(number)
		if err != nil {
			t.Fatal(err)
		}
		in := reckon.Coded{Source: src, Quotes: []reckon.Quote{{Words: number}}, When: reckon.Phrase{Words: when}}
		in.Statement.Content = &statement.Toll{Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}}
		in.Statement.Incident = incident
		if place != "" {
			in.Statement.Where = &places.Place{Words: place}
		}
		if _, err := p.AddStatement(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	says("S-1", "12", "I-1", "Tarnik", "2031-03-01")
	says("S-2", "at least 31", "I-1", "Tarnik", "2031-03-01")
	says("S-1", "190", "", "Orlin district", "2031-03")
	says("S-2", "341", "", "Orlin district", "2031-03")
	says("S-2", "7", "", "Sodrin", "2031-06")
	says("S-2", "900", "", "", "")
	return p
}

func shownFigures(t *tollsheet.Sheet) string {
	var all []string
	for _, g := range t.Groups {
		for i, r := range g.Rows {
			all = append(all, string(g.Figures[i].ID)+" "+r.Said)
		}
		all = append(all, "|")
	}
	return strings.Join(all, " ")
}

func TestTollScopes(t *testing.T) {
	t.Parallel()
	p := tollWorld(t)
	march, err := dates.Parse("2031-03-01/2031-03-31")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		scope tollsheet.Scope
		want  string
		left  int
		code  fault.Code
	}{
		{"an incident", tollsheet.Scope{Incident: "I-1"}, "S-1#1 12 S-2#1 at least 31 |", 0, ""},
		{"filed under none", tollsheet.Scope{}, "S-2#4 900 | S-2#3 7 | S-1#2 190 S-2#2 341 |", 0, ""},
		{"a place", tollsheet.Scope{Place: "orlin"}, "S-1#2 190 S-2#2 341 |", 2, ""},
		{"a period", tollsheet.Scope{Period: march}, "S-1#2 190 S-2#2 341 |", 2, ""},
		{"a status that nobody uses", tollsheet.Scope{Incident: "I-1", Statuses: []string{"wounded"}}, "", 0, ""},
		{"no such incident", tollsheet.Scope{Incident: "I-7"}, "", 0, "DB010"},
		{"a place within an incident", tollsheet.Scope{Incident: "I-1", Place: "Tarnik"}, "", 0, "TU001"},
	} {
		got, err := p.Toll(t.Context(), c.scope)
		if fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil {
			continue
		}
		if s := shownFigures(got); s != c.want || got.LeftOut != c.left || got.AsOf == "" || got.Act == "" {
			t.Errorf("%s: %q, %d left out, want %q, %d", c.name, s, got.LeftOut, c.want, c.left)
		}
	}
}

// A position stands beside the figures: it takes none away and changes none.
func TestPositionsStandBesideTheFigures(t *testing.T) {
	t.Parallel()
	p := tollWorld(t)
	before, err := p.Toll(t.Context(), tollsheet.Scope{Incident: "I-1"})
	if err != nil {
		t.Fatal(err)
	}
	first := []string{"S-2"}
	got, err := p.Position(t.Context(), figures.PositionSet{Incident: "I-1", Group: "killed/persons", Handling: figures.Prioritise, First: first, Reason: "nearest"})
	if err != nil || shownFigures(got) != shownFigures(before) || first[0] != "S-2" {
		t.Fatalf("%v, %v", got, err)
	}
	pos := got.Groups[0].Position
	if pos == nil || !slices.Equal(pos.Figures, []statement.ID{"S-2#1"}) || pos.Rule.By != "Ana" || pos.Rule.First[0] != "S-2" || len(got.Positions) != 1 {
		t.Errorf("%+v", pos)
	}
	whole, err := p.Toll(t.Context(), tollsheet.Scope{})
	if err != nil || slices.ContainsFunc(whole.Groups, func(g figures.Group) bool { return g.Position != nil }) {
		t.Errorf("the position of an incident was applied to the project: %v", err)
	}
	for _, c := range []struct {
		in   figures.PositionSet
		code fault.Code
	}{
		{figures.PositionSet{Incident: "I-1", Group: "killed/ghosts", Handling: figures.Pending, Reason: "why"}, "TU002"},
		{figures.PositionSet{Incident: "I-1", Handling: "mean", Reason: "why"}, "TO010"},
		{figures.PositionSet{Incident: "I-8", Handling: figures.Pending, Reason: "why"}, "DB010"},
	} {
		if _, err := p.Position(t.Context(), c.in); fault.CodeOf(err) != c.code {
			t.Errorf("%+v: %v", c.in, err)
		}
	}
	got, err = p.Position(t.Context(), figures.PositionSet{Incident: "I-1", Group: "killed/persons", Handling: figures.NoPosition, Reason: "a mistake"})
	if err != nil || got.Groups[0].Position != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// What the project declares of its words holds for its sheets, and outlives the
// database.
func TestDeclarations(t *testing.T) {
	both(t, func(s *scene) {
		s.add("In Vesmar 9 were maimed and dozens wounded.")
		for words, status := range map[string]string{"9": "maimed", "dozens": "wounded"} {
			st := toll(t, words)
			st.Content.(*statement.Toll).Category.Statuses = []string{status}
			s.code("S-1", st, words)
		}
		groups := func() (ids []string, codebook string) {
			s.Helper()
			sheet, err := s.p.Toll(s.Context(), tollsheet.Scope{})
			s.ok(err)
			for _, g := range sheet.Groups {
				ids = append(ids, g.ID)
			}
			return ids, sheet.Codebook
		}
		if ids, book := groups(); len(ids) != 2 || book != "reckon-1" {
			t.Errorf("%v, %s", ids, book)
		}
		s.ok(s.p.Map(s.Context(), figures.MappingSet{List: "status", From: "maimed", To: "wounded", Reason: "one list"}))
		s.ok(s.p.SetCodebook(s.Context(), statement.Presets()[1], "to compare"))
		if ids, book := groups(); len(ids) != 1 || book != "acled-1" {
			t.Errorf("%v, %s", ids, book)
		}
		s.ok(s.p.Map(s.Context(), figures.MappingSet{List: "status", From: "wounded", To: "maimed", Apart: true, Reason: "two lists"}))
		if ids, _ := groups(); len(ids) != 2 {
			t.Errorf("%v", ids)
		}
		s.refused(s.p.Map(s.Context(), figures.MappingSet{List: "status", From: "ghosts", To: "maimed", Reason: "why"}), "TU003")
		s.refused(s.p.Map(s.Context(), figures.MappingSet{List: "status", From: "died", To: "maimed"}), "TO003")
		s.refused(s.p.SetCodebook(s.Context(), statement.Codebook{}, "why"), "SO001")
		s.refused(s.p.SetCodebook(s.Context(), statement.Presets()[0], ""), "CO004")
	})
}
