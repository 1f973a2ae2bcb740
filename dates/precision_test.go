package dates_test

import (
	"encoding/json"
	"testing"

	"reckon/dates"
	"reckon/fault"
)

func TestDaysThatADateMayCover(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want int // 0 where nobody can tell
	}{
		{"2003-07-16T10:00", 1},
		{"2003-07-16/2003-07-16", 1},
		{"2003-07-16/2003-07-17", 2},
		{"2003-07-16/2003-07-20", 5},
		{"2003-07-16/2003-07-21", 6},
		{"2003-07-16/2003-07-22", 7},
		{"2003-07-16/2003-07-23", 8},
		{"2003-02", 28},
		{"2004-02", 29},
		{"2003-06", 30},
		{"2003-07", 31},
		{"2003-07-XX", 31},
		{"2003-07-01/2003-07-31", 31},
		{"2003-07-01/2003-08-01", 32},
		{"2003-06/2003-07", 61},
		{"2003", 365},
		{"2004", 366},
		{"2003-XX-XX", 365},
		{"2003-01-01/2004-01-01", 366},
		{"2004-01-01/2005-01-01", 367},
		{"2003-21", 275},
		{"2003/2004", 731},
		{"200X", 3653},
		{"20XX", 36525},
		{"[2003-07-16,2003-07-18]", 3},
		{"{2003-07-16,2003-07-18}", 3},
		{"[2003-07-01~..2003-07-10~]", 10},
		{"2003/..", 0},
		{"../2003", 0},
		{"2003/", 0},
		{"[2003..]", 0},
	}
	for _, tt := range tests {
		got, ok := mustParse(t, tt.text).Interval().Days()
		if got != tt.want || ok != (tt.want > 0) {
			t.Errorf("%s: %d, %v, want %d", tt.text, got, ok, tt.want)
		}
	}
}

func TestGranularityIsThatOfTheCoarsest(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]dates.Granularity{
		"2003-07-16/2003-07":       dates.ToTheMonth,
		"2003-07/2003-07-16":       dates.ToTheMonth,
		"2003-22/2003-12":          dates.ToTheSeason,
		"2003/2003-12-31":          dates.ToTheYear,
		"199X/2003":                dates.ToTheDecade,
		"19XX/2003-07-16":          dates.ToTheCentury,
		"[2003-07-16,2003]":        dates.ToTheYear,
		"{2003-07-16,2003-07}":     dates.ToTheMonth,
		"2003-07-16/..":            dates.ToTheDay,
		"../199X":                  dates.ToTheDecade,
		"[..2003-07]":              dates.ToTheMonth,
		"Y12000/Y13000":            dates.ToTheYear,
		"2003-XX-XX/2004-01-01":    dates.ToTheYear,
		"2003-07-16T10:00:00Z":     dates.ToTheDay,
		"[2003-07-16..2003-08-01]": dates.ToTheDay,
	} {
		if got := mustParse(t, text).Granularity(); got != want {
			t.Errorf("%s is to the %s, want %s", text, got, want)
		}
	}
}

// Every form is written back as it was read, and keeps its shape.
func TestFormsRoundTrip(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		shape dates.Shape
	}{
		{"2003-07-16", dates.Single},
		{"2003-07-16?", dates.Single},
		{"2003-07-16~", dates.Single},
		{"2003-07-16%", dates.Single},
		{"2003-07-XX~", dates.Single},
		{"2003-XX?", dates.Single},
		{"2003-XX-XX%", dates.Single},
		{"2003-24~", dates.Single},
		{"200X?", dates.Single},
		{"20XX%", dates.Single},
		{"-0001", dates.Single},
		{"-0001-01-01", dates.Single},
		{"-001X", dates.Single},
		{"Y10000", dates.Single},
		{"Y-10000~", dates.Single},
		{"Y999999999", dates.Single},
		{"2003-07-16T00:00", dates.Single},
		{"2003-07-16T23:59:59", dates.Single},
		{"2003-07-16T23:59:60", dates.Single},
		{"2003-07-16T12:30Z", dates.Single},
		{"2003-07-16T12:30+01", dates.Single},
		{"2003-07-16T12:30:15-03:30", dates.Single},
		{"2003-07-16/2003-07-16", dates.Span},
		{"2003?/2004~", dates.Span},
		{"2003-21/2003-24", dates.Span},
		{"199X/200X", dates.Span},
		{"19XX/20XX", dates.Span},
		{"-0002/-0001", dates.Span},
		{"-0001/0001", dates.Span},
		{"Y-12000/2003", dates.Span},
		{"2003~/..", dates.Span},
		{"../2003%", dates.Span},
		{"2003/", dates.Span},
		{"/2003", dates.Span},
		{"[2003]", dates.OneOf},
		{"[2003..2004]", dates.OneOf},
		{"[..2003~]", dates.OneOf},
		{"[2003%..]", dates.OneOf},
		{"[..2001,2003,2005..2007,2009..]", dates.OneOf},
		{"[199X,2003-07-16]", dates.OneOf},
		{"{2003}", dates.AllOf},
		{"{2003?,2005}", dates.AllOf},
		{"{..2001,2003-07,2005..}", dates.AllOf},
	}
	for _, tt := range tests {
		v := mustParse(t, tt.text)
		if v.String() != tt.text || v.Shape() != tt.shape {
			t.Errorf("%s is %s, %s", tt.text, v, v.Shape())
		}
		data, err := json.Marshal(dates.When{Value: v, Words: "as told"})
		if want := `{"edtf":"` + tt.text + `","words":"as told"}`; err != nil || string(data) != want {
			t.Errorf("%s is stored as %s, %v", tt.text, data, err)
		}
		var back dates.When
		if err := json.Unmarshal(data, &back); err != nil || !back.Value.Equal(v) {
			t.Errorf("%s comes back as %s, %v", data, back.Value, err)
		}
	}
}

func TestWhenRefusesFormsThatAreNotCanonical(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]fault.Code{
		`{"base":2003}`:                        "DA011",
		`{"base":""}`:                          "DA011",
		`{"base":"2003","base":"2003"}`:        "DA011",
		`{"base":"[2003]"}`:                    "DA001",
		`{"base":"2003-02-29"}`:                "DA002",
		`{"base":"2003/2004"}`:                 "DA001",
		`{"words":["a"]}`:                      "DA011",
		`{"words":true}`:                       "DA011",
		`{"Words":"a"}`:                        "DA011",
		`{"value":"2003"}`:                     "DA011",
		`{"edtf":"2003","words":""}`:           "DA011",
		`{"edtf":" 2003"}`:                     "DA001",
		`{"edtf":"2003/2001"}`:                 "DA006",
		`{"edtf":"/"}`:                         "DA007",
		`{"edtf":"2003-07-16T25:00"}`:          "DA005",
		`{"edtf":"Y2003"}`:                     "DA004",
		`{"edtf":"1XXX"}`:                      "DA003",
		`{"edtf":"[2003..2004-05]"}`:           "DA008",
		`{"calendar":"julian"}`:                "DA001",
		`{"calendar":"Julian","given":"1918"}`: "DA010",
		`{"calendar":"julian","edtf":"1918-02-14","given":"1918-02-30"}`: "DA002",
		`{"calendar":"julian","edtf":"1918-02-14","given":"1918-02-02"}`: "DA011",
		`1`:        "DA011",
		`true`:     "DA011",
		`[]`:       "DA011",
		`{"":"x"}`: "DA011",
	} {
		w := dates.When{Words: "kept"}
		if err := json.Unmarshal([]byte(text), &w); fault.CodeOf(err) != code || w.Words != "kept" {
			t.Errorf("%s: %v, words %q, want %s", text, err, w.Words, code)
		}
	}
}
