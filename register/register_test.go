package register_test

import (
	"encoding/json"
	"strings"
	"testing"

	"reckon/dates"
	"reckon/fault"
	"reckon/names"
	"reckon/places"
	"reckon/register"
	"reckon/statement"
)

func when(t *testing.T, text string) *dates.When {
	t.Helper()
	v, err := dates.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return &dates.When{Value: v, Words: "in " + text}
}

func person(t *testing.T) register.Person {
	age := int64(12)
	return register.Person{
		ID: "p-1", Names: []names.Name{{Text: "Tarnik Odelva", Kind: names.AsWritten}, {Text: "Тарник Одельва", Kind: names.Transliteration}},
		Description: "a pupil\nof the mill school", Sex: "female", Age: &age, Born: when(t, "2019"), Statements: []statement.ID{"st-1", "st-2"},
	}
}

func TestPersonValidate(t *testing.T) {
	t.Parallel()
	negative, old := int64(-1), int64(131)
	tests := []struct {
		change func(*register.Person)
		want   fault.Code
	}{
		{func(*register.Person) {}, ""},
		{func(p *register.Person) { p.Names = nil }, ""},
		{func(p *register.Person) { p.Age, p.AgeBand = nil, "child" }, ""},
		{func(p *register.Person) { p.Sex = "other:not shown" }, ""},
		{func(p *register.Person) { p.ID = "" }, "SO001"},
		{func(p *register.Person) { p.Names, p.Description = nil, " " }, "RE001"},
		{func(p *register.Person) { p.Statements = make([]statement.ID, 1001) }, "RE002"},
		{func(p *register.Person) { p.Names[1].Text = "a\u202e" }, "NA007"},
		{func(p *register.Person) { p.Sex = "f" }, "RE003"},
		{func(p *register.Person) { p.Age = &negative }, "RE004"},
		{func(p *register.Person) { p.Age = &old }, "RE004"},
		{func(p *register.Person) { p.Age, p.AgeBand = nil, "young" }, "RE005"},
		{func(p *register.Person) { p.AgeBand = "child" }, "RE006"},
		{func(p *register.Person) { p.Statements = nil }, "RE007"},
		{func(p *register.Person) { p.Statements[1] = "st-1" }, "RE008"},
		{func(p *register.Person) { p.Statements[1] = "a b" }, "SO001"},
		{func(p *register.Person) { p.Died = new(dates.When) }, "RE011"},
		{func(p *register.Person) { p.Born.Words = "\xff" }, "RE011"},
		{func(p *register.Person) { p.Born.Words = "a\nb" }, "NA007"},
		{func(p *register.Person) { p.Description = "a\x00" }, "NA007"},
		{func(p *register.Person) { p.Note = strings.Repeat("a", 20_001) }, "NA006"},
	}
	for i, tt := range tests {
		p := person(t)
		tt.change(&p)
		a := register.PersonAdded{Person: p}
		if got := fault.CodeOf(a.Validate()); got != tt.want || a.Kind() != "person.added/1" {
			t.Errorf("%d: got %q (%v), want %q", i, got, a.Validate(), tt.want)
		}
	}
}

func TestMissingIsNotDead(t *testing.T) {
	t.Parallel()
	rest := func(fates ...string) []*statement.Statement {
		all := []*statement.Statement{{ID: "other", Content: &statement.Person{Fate: "killed"}}}
		for i, f := range fates {
			all = append(all, &statement.Statement{ID: statement.ID([]string{"st-1", "st-2"}[i]), Content: &statement.Person{Fate: f}})
		}
		return all
	}
	dead := person(t)
	dead.Died = when(t, "2031-03")
	alive := person(t)
	tests := []struct {
		p    register.Person
		on   []*statement.Statement
		want fault.Code
	}{
		{alive, rest("missing", "missing"), ""},
		{dead, rest("missing", "missing"), "RE010"},
		{dead, rest("missing", "disappeared"), "RE010"},
		{dead, rest("hostage", "fate_unknown"), "RE010"},
		{dead, rest("missing", "killed"), ""},
		{dead, rest("body_recovered", "missing"), ""},
		{dead, rest("died"), "RE009"},
		{alive, rest(), "RE009"},
		{dead, []*statement.Statement{{ID: "st-1", Content: &statement.Toll{}}, {ID: "st-2"}}, "RE010"},
	}
	for i, tt := range tests {
		if got := fault.CodeOf(tt.p.CheckDeath(tt.on)); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
	}
}

// No fate of the list is taken for a death unless it says one.
func TestOnlyDeathsCarryADateOfDeath(t *testing.T) {
	t.Parallel()
	deaths := map[string]bool{"killed": true, "died": true, "counted_dead": true, "body_recovered": true, "buried": true}
	p := person(t)
	p.Died, p.Statements = when(t, "2031"), p.Statements[:1]
	for _, fate := range statement.Terms("fate") {
		on := []*statement.Statement{{ID: "st-1", Content: &statement.Person{Fate: fate.Name}}}
		if accepted := p.CheckDeath(on) == nil; accepted != deaths[fate.Name] {
			t.Errorf("%s: a date of death is accepted: %v", fate.Name, accepted)
		}
	}
}

func incident(t *testing.T) register.Incident {
	return register.Incident{
		ID: "i-1", Names: []register.IncidentName{{Text: "Vesmar, March 2041", UsedBy: "the project"}, {Text: "the night of the mill", Language: "en", UsedBy: "survivors"}},
		Display: "Vesmar, March 2041", Reason: "place and date; no party objects", When: when(t, "2041-03-10/2041-03-11"), Where: &places.Place{Words: "Vesmar"},
	}
}

func TestIncidentValidate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		change func(*register.Incident)
		want   fault.Code
	}{
		{func(*register.Incident) {}, ""},
		{func(n *register.Incident) { n.When, n.Where = nil, nil }, ""},
		{func(n *register.Incident) { n.ID = "a/b" }, "SO001"},
		{func(n *register.Incident) { n.Names = nil }, "RE020"},
		{func(n *register.Incident) { n.Names[1].UsedBy = "" }, "RE021"},
		{func(n *register.Incident) { n.Names[1].UsedBy = "a\u2066" }, "NA007"},
		{func(n *register.Incident) { n.Names[1].Text = "" }, "NA001"},
		{func(n *register.Incident) { n.Names[1].Language = "english language" }, "NA004"},
		{func(n *register.Incident) { n.Display = "another" }, "RE022"},
		{func(n *register.Incident) { n.Reason = "" }, "RE023"},
		{func(n *register.Incident) { n.Note = "a\rb" }, "NA007"},
		{func(n *register.Incident) { n.When = new(dates.When) }, "RE011"},
		{func(n *register.Incident) { n.Where = new(places.Place) }, "PL001"},
	}
	for i, tt := range tests {
		n := incident(t)
		tt.change(&n)
		a := register.IncidentAdded{Incident: n}
		if got := fault.CodeOf(a.Validate()); got != tt.want || a.Kind() != "incident.added/1" {
			t.Errorf("%d: got %q (%v), want %q", i, got, a.Validate(), tt.want)
		}
	}
}

func TestActsRoundTripStrictly(t *testing.T) {
	t.Parallel()
	acts := []struct{ in, out any }{
		{register.PersonAdded{Person: person(t)}, new(register.PersonAdded)},
		{register.IncidentAdded{Incident: incident(t)}, new(register.IncidentAdded)},
	}
	for _, tt := range acts {
		data, err := json.Marshal(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, tt.out); err != nil {
			t.Fatal(err)
		}
		if back, err := json.Marshal(tt.out); err != nil || string(back) != string(data) {
			t.Errorf("%s came back as %s", data, back)
		}
		if err := json.Unmarshal([]byte(strings.Replace(string(data), `"id"`, `"fate":"died","id"`, 1)), tt.out); err == nil {
			t.Errorf("%T: a field for a fate is read", tt.out)
		}
	}
}

func FuzzActs(f *testing.F) {
	f.Add([]byte(`{"person":{"id":"p","names":[{"text":"x","kind":"alias"}],"statements":["s"]}}`))
	f.Add([]byte(`{"incident":{"id":"i","names":[{"text":"x","used_by":"y"}],"display":"x","reason":"z"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p register.PersonAdded
		if p.UnmarshalJSON(data) == nil && p.Validate() == nil && len(p.Person.Statements) == 0 {
			t.Errorf("%s rests on nothing", data)
		}
		var n register.IncidentAdded
		if n.UnmarshalJSON(data) == nil && n.Validate() == nil && n.Incident.Reason == "" {
			t.Errorf("%s has no reason", data)
		}
	})
}
