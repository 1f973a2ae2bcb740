package source_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/source"
)

const body = "In Vesmar 20 people were killed and, the mayor said, 7 were wounded. In Orlin 20 people were killed too."

func anchor(t testing.TB, body string, quotes ...string) source.Anchor {
	t.Helper()
	a := source.Anchor{Rendition: "r1"}
	for _, q := range quotes {
		f, err := text(t, body).Find(q, 1)
		if err != nil {
			t.Fatal(err)
		}
		a.Fragments = append(a.Fragments, f)
	}
	return a
}

func TestResolve(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		quotes []string
		text   string
		want   source.State
	}{
		{"same text", []string{"20 people were killed"}, body, source.State{Anchored: true}},
		{"in pieces, nested and overlapping", []string{"7 were wounded", "20 people", "people were", "20 people were killed"}, body, source.State{Anchored: true}},
		{"a character inserted before", []string{"7 were wounded"}, "x" + body, source.State{Reason: source.Elsewhere, Fragment: 1, Found: 1}},
		{"the words changed", []string{"7 were wounded"}, strings.Replace(body, "7 were", "9 were", 1), source.State{Reason: source.Changed, Fragment: 1}},
		{"the words repeated elsewhere", []string{"20 people were killed"}, "." + body, source.State{Reason: source.Elsewhere, Fragment: 1, Found: 2}},
		{"the place before changed", []string{"20 people were killed"}, strings.Replace(body, "Vesmar", "Torgal", 1), source.State{Reason: source.Context, Fragment: 1, Found: 2}},
		{"the place after changed", []string{"20 people were killed"}, strings.Replace(body, "the mayor", "the pilot", 1), source.State{Reason: source.Context, Fragment: 1, Found: 2}},
		{"the text cut off", []string{"In Vesmar", "killed too"}, body[:50], source.State{Reason: source.OutOfRange, Fragment: 2}},
		{"an empty text", []string{"In Vesmar"}, "", source.State{Reason: source.OutOfRange, Fragment: 1}},
	}
	for _, tt := range tests {
		got := anchor(t, body, tt.quotes...).Resolve(text(t, tt.text))
		if got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
		if strings.HasPrefix(got.String(), "unanchored: ") == got.Anchored {
			t.Errorf("%s: reads %q", tt.name, got)
		}
	}
	if got := (source.Anchor{}).Resolve(text(t, body)); got.Reason != source.Malformed || got.String() != "unanchored: malformed" {
		t.Errorf("an empty anchor is %v", got)
	}
}

// Cutting anything but the end of a text never leaves an anchor holding on to
// other words, and never moves it.
func TestResolveNeverHoldsOnOtherWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringOfN(rapid.RuneFrom([]rune("ab ع")), 1, 60, -1).Draw(t, "before")
		after := rapid.StringOfN(rapid.RuneFrom([]rune("ab ع")), 1, 60, -1).Draw(t, "after")
		n := len([]rune(before))
		start := rapid.IntRange(0, n-1).Draw(t, "start")
		f, err := text2(t, before).Fragment(start, rapid.IntRange(start+1, n).Draw(t, "end"))
		if err != nil {
			t.Fatal(err)
		}
		a := source.Anchor{Rendition: "r", Fragments: []source.Fragment{f}}
		if !a.Resolve(text2(t, after)).Anchored {
			return
		}
		got, err := text2(t, after).Fragment(f.Start, f.End)
		if err != nil || got.Exact != f.Exact || !strings.HasSuffix(got.Prefix, f.Prefix) || !strings.HasPrefix(got.Suffix, f.Suffix) {
			t.Fatalf("%+v holds in %q", f, after)
		}
	})
}

func TestQuoteIsOneCleanLine(t *testing.T) {
	t.Parallel()
	a := anchor(t, "one\n\ttwo\u202e three \f four", "one two\u202e three", "four")
	if got := a.Quote(); got != "one two three … four" {
		t.Errorf("got %+q", got)
	}
}

func TestAnchorValidate(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 10_001)
	tests := []struct {
		change func(*source.Anchor)
		want   fault.Code
	}{
		{func(*source.Anchor) {}, ""},
		{func(a *source.Anchor) { a.Rendition = "a/b" }, "SO001"},
		{func(a *source.Anchor) { a.Fragments = nil }, "SO050"},
		{func(a *source.Anchor) { a.Fragments = slices.Repeat(a.Fragments, 64) }, ""},
		{func(a *source.Anchor) { a.Fragments = slices.Repeat(a.Fragments, 65) }, "SO050"},
		{func(a *source.Anchor) {
			a.Fragments[0] = source.Fragment{Start: 0, End: 10_000, Exact: long[:20_000], Prefix: long[:64], Suffix: long[:64]}
		}, ""},
		{func(a *source.Anchor) { a.Fragments[0].Start = -1 }, "SO051"},
		{func(a *source.Anchor) { a.Fragments[0].End = a.Fragments[0].Start }, "SO051"},
		{func(a *source.Anchor) { a.Fragments[0].Prefix = "\xff" }, "SO002"},
		{func(a *source.Anchor) {
			a.Fragments[0] = source.Fragment{Start: 0, End: 10_001, Exact: long}
		}, "SO052"},
		{func(a *source.Anchor) { a.Fragments[0].End++ }, "SO053"},
		{func(a *source.Anchor) { a.Fragments[0] = source.Fragment{Start: 0, End: 2, Exact: " \n"} }, "SO054"},
		{func(a *source.Anchor) { a.Fragments[0].Suffix = long[:70] }, "SO055"},
	}
	for i, tt := range tests {
		a := anchor(t, body, "20 people")
		tt.change(&a)
		if got := fault.CodeOf(a.Validate()); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
		if _, err := json.Marshal(a); (err != nil) != (tt.want != "") {
			t.Errorf("%d: writing it gives %v", i, err)
		}
	}
}

func TestAnchorIsAWebAnnotationTarget(t *testing.T) {
	t.Parallel()
	a := anchor(t, "a <b> & c", "<b>")
	got, err := a.MarshalJSON()
	want := `{"type":"SpecificResource","source":"r1","selector":[` +
		`{"type":"TextPositionSelector","start":2,"end":5},` +
		`{"type":"TextQuoteSelector","exact":"<b>","prefix":"a ","suffix":" & c"}]}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	for _, a := range []source.Anchor{a, anchor(t, body, "7 were wounded", "20 people")} {
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back source.Anchor
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, back); diff != "" {
			t.Error(diff)
		}
	}
}

const (
	position = `{"type":"TextPositionSelector","start":0,"end":2}`
	quote    = `{"type":"TextQuoteSelector","exact":"ab"}`
)

func resource(selector string) string {
	return `{"type":"SpecificResource","source":"r1","selector":` + selector + `}`
}

func TestReadSelectors(t *testing.T) {
	t.Parallel()
	good := []string{
		resource(`[` + position + `,` + quote + `]`),
		resource(`[` + quote + `,` + position + `]`),
		`[` + resource(`[`+position+`,`+quote+`]`) + `]`,
		resource(`{"type":"TextPositionSelector","start":0,"end":2,"refinedBy":` + quote + `}`),
	}
	want := source.Anchor{Rendition: "r1", Fragments: []source.Fragment{{Start: 0, End: 2, Exact: "ab"}}}
	for _, data := range good {
		var a source.Anchor
		if err := json.Unmarshal([]byte(data), &a); err != nil || !cmp.Equal(a, want) {
			t.Errorf("%s: got %+v, %v", data, a, err)
		}
	}
	bad := []string{
		`null`, `[]`, `{}`, `"x"`, `[1]`, `[[]]`,
		resource(`null`), resource(`[]`), resource(`[` + position + `]`), resource(quote), resource(position),
		resource(`[` + position + `,` + position + `]`),
		resource(`[` + quote + `,` + quote + `]`),
		resource(`[` + position + `,` + quote + `,` + quote + `]`),
		resource(`[{"type":"TextPositionSelector","start":0,"end":2,"refinedBy":` + quote + `},` + quote + `]`),
		resource(`[{"type":"TextPositionSelector","start":0},` + quote + `]`),
		resource(`[{"type":"TextPositionSelector","start":0.5,"end":2},` + quote + `]`),
		resource(`[{"type":"TextPositionSelector","Start":0,"end":2},` + quote + `]`),
		resource(`[{"type":"TextPositionSelector","start":0,"end":2,"x":1},` + quote + `]`),
		resource(`[{"type":"TextPositionSelector","start":"0","end":2},` + quote + `]`),
		resource(`[` + position + `,{"type":"TextQuoteSelector"}]`),
		resource(`[` + position + `,{"type":"TextQuoteSelector","exact":"abc"}]`),
		resource(`[` + position + `,{"type":"TextQuoteSelector","exact":"ab","exact":"ab"}]`),
		resource(`[` + position + `,1]`),
		strings.Replace(resource(`[`+position+`,`+quote+`]`), "SpecificResource", "Thing", 1),
		strings.Replace(resource(`[`+position+`,`+quote+`]`), `"source"`, `"id":1,"source"`, 1),
		`[` + resource(`[`+position+`,`+quote+`]`) + `,` + strings.Replace(resource(`[`+position+`,`+quote+`]`), "r1", "r2", 1) + `]`,
	}
	for _, data := range bad {
		var a source.Anchor
		if err := json.Unmarshal([]byte(data), &a); err == nil || len(a.Fragments) > 0 {
			t.Errorf("%s was read as %+v", data, a)
		}
	}
}

func FuzzSelector(f *testing.F) {
	f.Add([]byte(resource(`[`+position+`,`+quote+`]`)), "ab")
	f.Add([]byte(`[`+resource(`{"type":"TextPositionSelector","start":0,"end":2,"refinedBy":`+quote+`}`)+`]`), "abc")
	f.Add([]byte(`{`), "\xff")
	f.Fuzz(func(t *testing.T, data []byte, body string) {
		var a source.Anchor
		if a.UnmarshalJSON(data) != nil {
			return
		}
		out, err := a.MarshalJSON()
		if err != nil {
			t.Fatalf("%+v was read and cannot be written: %v", a, err)
		}
		var back source.Anchor
		if err := back.UnmarshalJSON(out); err != nil || !cmp.Equal(a, back) {
			t.Fatalf("%+v came back as %+v, %v", a, back, err)
		}
		if tx, err := source.NewText(body); err == nil && a.Resolve(tx).Anchored && !strings.Contains(body, a.Fragments[0].Exact) {
			t.Fatalf("%+v holds in %+q", a, body)
		}
	})
}

func FuzzResolve(f *testing.F) {
	f.Add(body, 3, 9, "Vesmar", "", "")
	f.Add("", -1, 1<<62, "x", "y", "z")
	f.Fuzz(func(t *testing.T, body string, start, end int, exact, prefix, suffix string) {
		tx, err := source.NewText(body)
		if err != nil {
			return
		}
		a := source.Anchor{Rendition: "r", Fragments: []source.Fragment{{Start: start, End: end, Exact: exact, Prefix: prefix, Suffix: suffix}}}
		want := false
		if runes := []rune(body); start >= 0 && start < end && end <= len(runes) {
			want = string(runes[start:end]) == exact && strings.HasSuffix(string(runes[:start]), prefix) &&
				strings.HasPrefix(string(runes[end:]), suffix)
		}
		if got := a.Resolve(tx).Anchored; got != (want && a.Validate() == nil) {
			t.Fatalf("anchored is %v", got)
		}
	})
}
