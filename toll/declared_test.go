package toll

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"reckon/fault"
)

func TestMappingSet(t *testing.T) {
	t.Parallel()
	whole := MappingSet{List: "status", From: "maimed", To: "wounded", Reason: "one list", Apart: true}
	raw, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	var back MappingSet
	if err := json.Unmarshal(raw, &back); err != nil || back != whole || back.Kind() != "toll.mapping-set/1" || back.Validate() != nil {
		t.Errorf("%+v, %v, %v", back, err, back.Validate())
	}
	for want, change := range map[fault.Code]func(*MappingSet){
		"TO001": func(m *MappingSet) { m.List = "colour" }, "TO002": func(m *MappingSet) { m.To = m.From },
		"TO003": func(m *MappingSet) { m.Reason = " " }, "NA007": func(m *MappingSet) { m.From = "a\x07" },
	} {
		m := whole
		change(&m)
		if got := fault.CodeOf(m.Validate()); got != want {
			t.Errorf("%+v: %s, want %s", m, got, want)
		}
	}
}

// What was declared last holds, in whichever order the two are named, and the
// usual mappings are taken apart like any other.
func TestMappingsInForce(t *testing.T) {
	t.Parallel()
	has := func(all []Mapping, from, to string) bool {
		return slices.ContainsFunc(all, func(m Mapping) bool { return m.List == "status" && m.From == from && m.To == to })
	}
	usual := InForce(nil)
	if len(usual) != len(usualMappings()) || !has(usual, "died", "killed") {
		t.Errorf("%v", usual)
	}
	all := InForce([]MappingSet{
		{List: "status", From: "maimed", To: "wounded", Reason: "one list", By: "Ana"},
		{List: "status", From: "killed", To: "died", Apart: true, Reason: "apart here", By: "Ana"},
		{List: "stage", From: "found", To: "missing", Apart: true, Reason: "of another list", By: "Ana"},
	})
	if !has(all, "maimed", "wounded") || has(all, "died", "killed") || len(all) != len(usual) {
		t.Errorf("%v", all)
	}
	if again := InForce([]MappingSet{{List: "status", From: "died", To: "killed", Reason: "our own reason", By: "Ana"}}); len(again) != len(usual) ||
		!strings.Contains(again[len(again)-1].Reason, "our own") {
		t.Errorf("%v", again)
	}
}
