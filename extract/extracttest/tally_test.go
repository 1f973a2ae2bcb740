package extracttest_test

import (
	"strings"
	"testing"

	"reckon/extract"
	"reckon/extract/extracttest"
)

const gold = `{"id": "p", "text": "x", "genre": "wire", "layout": "prose", "figures": [
{"id": "a", "start": 0, "end": 3, "value": 10, "low": 10, "high": 10, "qualifier": "exact", "unit": "persons", "status": "killed"},
{"id": "b", "start": 10, "end": 12, "value": 4, "low": 4, "high": 4, "qualifier": "exact", "unit": "persons", "status": "killed", "subset_of": "a"},
{"id": "c", "start": 20, "end": 26, "low": 3, "high": 5, "qualifier": "range", "unit": "persons", "status": "wounded", "attribution": {"start": 30, "end": 34}},
{"id": "d", "start": 40, "end": 41, "value": 1, "qualifier": "exact", "unit": "persons", "status": "killed", "implicit_one": true},
{"id": "e", "start": 50, "end": 56, "qualifier": "vague", "unit": "persons", "status": "missing"}],
"not_figures": [{"start": 60, "end": 64, "reason": "year"}, {"start": 70, "end": 72, "reason": "date"}]}`

func number(v float64) *float64 { return &v }

func TestTally(t *testing.T) {
	t.Parallel()
	passages, err := extracttest.Load(strings.NewReader(strings.ReplaceAll(gold, "\n", " ") + "\n"))
	if err != nil || len(passages) != 1 {
		t.Fatal(err)
	}
	a := "a"
	given := extract.Result{Figures: []extract.Figure{
		{ID: "a", Start: 0, End: 3, Value: number(10), Qualifier: "exact", Unit: "persons", Status: "killed", Grade: extract.Firm},
		{ID: "b", Start: 10, End: 12, Value: number(4), Qualifier: "at_least", Unit: "persons", Status: "killed", SubsetOf: &a},
		{ID: "c", Start: 22, End: 26, Low: number(3), High: number(5), Unit: "persons", Status: "killed", Grade: extract.Firm,
			Attribution: &extract.Span{Start: 33, End: 36}},
		{ID: "d", Start: 40, End: 41, Value: number(1), Unit: "persons", Status: "killed"},
		{ID: "e", Start: 50, End: 56, Value: number(12), Unit: "persons", Status: "missing", Grade: extract.Firm,
			Attribution: &extract.Span{Start: 1, End: 2}, SubsetOf: &a},
		{ID: "f", Start: 60, End: 64, Value: number(1999), Unit: "persons", Status: "killed", Grade: extract.Firm},
	}}
	var got extracttest.Tally
	got.Add(passages[0], given)
	want := extracttest.Tally{
		Gold: 4, System: 5, Span: 4, Value: 3, Core: 2, Strict: 1, Misses: 2, FirmValue: 1,
		Firm: extracttest.Ratio{Right: 1, Of: 4}, Traps: extracttest.Ratio{Right: 1, Of: 2},
		Subset: extracttest.Ratio{Right: 1, Of: 1}, NoSubset: extracttest.Ratio{Right: 1, Of: 3},
		Speaker: extracttest.Ratio{Right: 1, Of: 1}, NoSpeaker: extracttest.Ratio{Right: 1, Of: 3},
	}
	got.Confusions = nil
	if got.Gold != want.Gold || got.System != want.System || got.Span != want.Span || got.Value != want.Value || got.Core != want.Core ||
		got.Strict != want.Strict || got.Misses != want.Misses || got.FirmValue != want.FirmValue || got.Firm != want.Firm ||
		got.Traps != want.Traps || got.Subset != want.Subset || got.NoSubset != want.NoSubset || got.Speaker != want.Speaker ||
		got.NoSpeaker != want.NoSpeaker {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got.Precision() != 0.4 || got.Recall() != 0.5 {
		t.Errorf("precision %v, recall %v", got.Precision(), got.Recall())
	}
}

func TestTallyOfNothing(t *testing.T) {
	t.Parallel()
	var empty extracttest.Tally
	empty.Add(extracttest.Passage{}, extract.Result{})
	if empty.Precision() != 1 || empty.Recall() != 1 {
		t.Errorf("%+v", empty)
	}
}

func TestMissedPassage(t *testing.T) {
	t.Parallel()
	passages, err := extracttest.Load(strings.NewReader(strings.ReplaceAll(gold, "\n", " ")))
	if err != nil {
		t.Fatal(err)
	}
	var got extracttest.Tally
	got.Add(passages[0], extract.Result{})
	if got.Misses != 4 || got.System != 0 || got.Recall() != 0 {
		t.Errorf("%+v", got)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	if _, err := extracttest.Load(strings.NewReader("{}\nnot json\n")); err == nil || !strings.Contains(err.Error(), "passage 2") {
		t.Errorf("got %v", err)
	}
}
