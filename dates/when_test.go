package dates_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/dates"
	"reckon/fault"
)

func mustJulian(t testing.TB, text string) dates.Value {
	t.Helper()
	v, err := dates.Julian.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhenJSON(t *testing.T) {
	t.Parallel()
	tests := []struct {
		w    dates.When
		json string
	}{
		{dates.When{}, `{}`},
		{dates.When{Value: mustParse(t, "1992-02~")}, `{"edtf":"1992-02~"}`},
		{dates.When{Words: "<the cold spring> & after"}, `{"words":"<the cold spring> & after"}`},
		{
			dates.When{Value: mustParse(t, "1992-02-25/1992-02-26"), Words: "29 years ago", Base: mustDate(t, "2021-02-26")},
			`{"base":"2021-02-26","edtf":"1992-02-25/1992-02-26","words":"29 years ago"}`,
		},
		{
			dates.When{Value: mustJulian(t, "1918-02-01"), Words: "1 February, old style"},
			`{"calendar":"julian","edtf":"1918-02-14","given":"1918-02-01","words":"1 February, old style"}`,
		},
		{dates.When{Value: mustJulian(t, "1918-02")}, `{"calendar":"julian","edtf":"[1918-02-14..1918-03-13]","given":"1918-02"}`},
		{dates.When{Value: mustJulian(t, "1905/1907")}, `{"calendar":"julian","given":"1905/1907"}`},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(tt.w); err != nil {
			t.Errorf("%s: %v", tt.json, err)
			continue
		}
		if diff := cmp.Diff(tt.json+"\n", b.String()); diff != "" {
			t.Errorf("written: %s", diff)
		}
		var back dates.When
		if err := json.Unmarshal(b.Bytes(), &back); err != nil {
			t.Errorf("%s: %v", tt.json, err)
		}
		if !back.Equal(tt.w) {
			t.Errorf("%s reads as %+v", tt.json, back)
		}
		if back.IsZero() != (tt.json == `{}`) {
			t.Errorf("%s: IsZero is %v", tt.json, back.IsZero())
		}
	}
}

func TestWhenEqualMindsEveryField(t *testing.T) {
	t.Parallel()
	w := dates.When{Value: mustParse(t, "1992"), Words: "29 years ago", Base: mustDate(t, "2021")}
	for _, x := range []dates.When{
		{Value: mustParse(t, "1993"), Words: w.Words, Base: w.Base},
		{Value: w.Value, Words: "then", Base: w.Base},
		{Value: w.Value, Words: w.Words},
	} {
		if w.Equal(x) || !x.Equal(x) {
			t.Errorf("%+v, %+v", w, x)
		}
	}
}

func TestWhenJSONIsStrict(t *testing.T) {
	t.Parallel()
	tests := map[string]fault.Code{
		`null`:                                      "DA011",
		`"1992"`:                                    "DA011",
		`["1992"]`:                                  "DA011",
		`{"edtf":1992}`:                             "DA011",
		`{"edtf":null}`:                             "DA011",
		`{"edtf":{}}`:                               "DA011",
		`{"edtf":""}`:                               "DA011",
		`{"edtf":"1992","edtf":"1992"}`:             "DA011",
		`{"EDTF":"1992"}`:                           "DA011",
		`{"edtf":"1992","note":"x"}`:                "DA011",
		"{\"words\":\"\xff\"}":                      "DA011",
		`{"edtf":"1992-02-30"}`:                     "DA002",
		`{"edtf":"[1992, 1993]"}`:                   "DA011",
		`{"edtf":"1992","base":"2021/2022"}`:        "DA001",
		`{"edtf":"1992","calendar":"coptic"}`:       "DA010",
		`{"edtf":"1992","calendar":"gregorian"}`:    "DA001",
		`{"edtf":"1918-02-14","calendar":"julian"}`: "DA001",
		`{"edtf":"1918-02-13","calendar":"julian","given":"1918-02-01"}`:      "DA011",
		`{"given":"1918-02-01","calendar":"julian"}`:                          "DA011",
		`{"given":"1918-02-01"}`:                                              "DA011",
		`{"edtf":"1905/1907","calendar":"julian","given":"1905/1907"}`:        "DA011",
		`{"edtf":"1918-02-14","calendar":"julian","given":"[1918-02-01, 3]"}`: "DA001",
	}
	for text, code := range tests {
		w := dates.When{Words: "before"}
		err := json.Unmarshal([]byte(text), &w)
		if got := fault.CodeOf(err); got != code {
			t.Errorf("%s: %v, code %q, want %q", text, err, got, code)
		}
		if w.Words != "before" {
			t.Errorf("%s changed the receiver", text)
		}
	}
	for _, text := range []string{``, `{`, `{"edtf"`, `{x`, `{"edtf":`, `{"edtf":"1992"`, `{"edtf":"1992"}{}`, `{"edtf":"1992"}]`} {
		var w dates.When
		if err := w.UnmarshalJSON([]byte(text)); fault.CodeOf(err) != "DA011" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhenRefusesToWriteWhatItCouldNotRead(t *testing.T) {
	t.Parallel()
	base, _ := mustJulian(t, "1918-02-01").Date()
	for code, w := range map[fault.Code]dates.When{
		"DA012": {Words: "\xff"},
		"DA010": {Base: base},
	} {
		if b, err := json.Marshal(w); fault.CodeOf(err) != code {
			t.Errorf("%s, %v, want %s", b, err, code)
		}
	}
}

func FuzzWhenJSON(f *testing.F) {
	for _, s := range []string{`{}`, `{"edtf":"1992-02~","words":"x"}`, `{"base":"2021","edtf":"[1990..1992]"}`,
		`{"calendar":"julian","edtf":"1918-02-14","given":"1918-02-01"}`, `{"edtf":1}`, `[`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var w dates.When
		if w.UnmarshalJSON(data) != nil {
			return
		}
		b, err := w.MarshalJSON()
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		var back dates.When
		if err := back.UnmarshalJSON(b); err != nil || !back.Equal(w) {
			t.Fatalf("%q writes %s, which reads as %+v, %v", data, b, back, err)
		}
	})
}

func ExampleWhen() {
	published, _ := dates.Gregorian.Date(2021, 2, 26)
	w, _ := dates.Resolve("on the night of February 25-26", published)
	b, _ := json.Marshal(w)
	fmt.Println(string(b))
	// Output: {"base":"2021-02-26","edtf":"2021-02-25/2021-02-26","words":"on the night of February 25-26"}
}
