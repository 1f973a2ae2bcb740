package toll_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"reckon/dates"
	"reckon/fault"
	"reckon/places"
	"reckon/toll"
)

func TestPositionsAreValidated(t *testing.T) {
	t.Parallel()
	good := toll.PositionSet{Incident: "0123456789abcdef0123456789abcdef", Group: "killed/persons", Handling: toll.LowHigh, Reason: "two origins"}
	for _, c := range []struct {
		name string
		edit func(*toll.PositionSet)
		want fault.Code
	}{
		{"good", func(*toll.PositionSet) {}, ""},
		{"of the project as a whole", func(p *toll.PositionSet) { p.Incident, p.Group = "", "" }, ""},
		{"taken back", func(p *toll.PositionSet) { p.Handling = toll.NoPosition }, ""},
		{"taken back without a reason", func(p *toll.PositionSet) { p.Handling, p.Reason = toll.NoPosition, " " }, "TO012"},
		{"no handling", func(p *toll.PositionSet) { p.Handling = "" }, "TO010"},
		{"another handling", func(p *toll.PositionSet) { p.Handling = "mean" }, "TO010"},
		{"nobody first", func(p *toll.PositionSet) { p.Handling = toll.Prioritise }, "TO011"},
		{"somebody first", func(p *toll.PositionSet) { p.Handling, p.First = toll.Prioritise, []string{"Orlin Council"} }, ""},
		{"an empty name first", func(p *toll.PositionSet) { p.Handling, p.First = toll.Prioritise, []string{" "} }, "TO014"},
		{"a long group", func(p *toll.PositionSet) { p.Group = strings.Repeat("a", 5000) }, "NA006"},
		{"no reason", func(p *toll.PositionSet) { p.Reason = "" }, "TO012"},
		{"an incident that is no id", func(p *toll.PositionSet) { p.Incident = "I 1\n" }, "SO001"},
	} {
		p := good
		c.edit(&p)
		err := p.Validate()
		if got := fault.CodeOf(err); got != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if !slices.Contains(toll.Handlings(), toll.NoPosition) || len(toll.Handlings()) != 6 {
		t.Error(toll.Handlings())
	}
}

func TestPositionsAreReadStrictly(t *testing.T) {
	t.Parallel()
	in := toll.PositionSet{Group: "killed/persons", Handling: toll.Prioritise, First: []string{"Orlin Council"}, Reason: "nearest to the event"}
	raw, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out toll.PositionSet
	if err := json.Unmarshal(raw, &out); err != nil || out.Rule("Ana").First[0] != "Orlin Council" || out.Rule("Ana").By != "Ana" {
		t.Errorf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"handling":"range","reason":"x","mean":12}`), &out); err == nil {
		t.Error("an unknown field was taken")
	}
}

// Figures of a wide scope stand together only where place and time are the same.
func TestWideScopesKeepPlacesAndPeriodsApart(t *testing.T) {
	t.Parallel()
	in := quay()
	in.Scope.Wide = true
	together, err := toll.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Figures = slices.Clone(in.Figures)
	in.Figures[0].Where = &places.Place{Words: "Tarnik"}
	in.Figures[1].When = &dates.When{Value: must("2031-03-01")}
	apart, err := toll.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(together.Groups) != 2 || len(apart.Groups) != 4 {
		t.Errorf("%d groups, then %d", len(together.Groups), len(apart.Groups))
	}
}
