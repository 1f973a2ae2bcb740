package source_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/source"
)

var digest = strings.Repeat("0a", 32)

var ref = source.ObjectRef{Object: "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff", Version: 1, Inventory: digest + digest}

func added() source.Added {
	return source.Added{
		Source: "s-1", Title: "Release on Vesmar", Material: "press_release", SaidBy: "Lantern Society",
		Published: "2031-03-04", Language: "en", Confidentiality: source.Public, Note: "two\nlines",
		Original: &source.Original{
			Object: ref,
			SHA256: digest, Size: 12, MediaType: "text/plain", Name: "a.txt",
		},
	}
}

func TestAdded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		change func(*source.Added)
		want   fault.Code
	}{
		{func(*source.Added) {}, ""},
		{func(a *source.Added) { a.Original, a.Citation = nil, "Vesmar Post, 4 March 2031, p. 2" }, ""},
		{func(a *source.Added) { a.Source = "" }, "SO001"},
		{func(a *source.Added) { a.Source = "-a" }, "SO001"},
		{func(a *source.Added) { a.Source = source.ID(strings.Repeat("a", 65)) }, "SO001"},
		{func(a *source.Added) { a.Title = "\xff" }, "SO002"},
		{func(a *source.Added) { a.SaidBy = strings.Repeat("a", 1001) }, "SO003"},
		{func(a *source.Added) { a.Title = "a\u202eb" }, "SO004"},
		{func(a *source.Added) { a.Note = "a\tb" }, "SO004"},
		{func(a *source.Added) { a.Title = " " }, "SO030"},
		{func(a *source.Added) { a.Material = "rumour" }, "SO031"},
		{func(a *source.Added) { a.Confidentiality = "" }, "SO032"},
		{func(a *source.Added) { a.Published = "bad" }, "SO033"},
		{func(a *source.Added) { a.Original = nil }, "SO034"},
		{func(a *source.Added) { a.Language = "english language" }, "SO037"},
		{func(a *source.Added) { a.Language = "e" }, "SO037"},
		{func(a *source.Added) { a.Original.SHA256 = strings.ToUpper(digest) }, "SO021"},
		{func(a *source.Added) { a.Original.MediaType = "text" }, "SO024"},
		{func(a *source.Added) { a.Original.Size = -1 }, "SO025"},
		{func(a *source.Added) { a.Original.Object.Version = 0 }, "SO036"},
		{func(a *source.Added) { a.Original.Object.Object = "o1" }, "SO036"},
		{func(a *source.Added) { a.Original.Object.Inventory = digest }, "SO036"},
	}
	for i, tt := range tests {
		a := added()
		tt.change(&a)
		if got := fault.CodeOf(a.Validate()); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
	}
	var back source.Added
	roundTrip(t, added(), &back)
	if diff := cmp.Diff(added(), back); diff != "" {
		t.Error(diff)
	}
	if (source.Added{}).Kind() != "source.added/1" {
		t.Error("the kind of the act changed")
	}
}

func TestAttached(t *testing.T) {
	t.Parallel()
	attached := func() source.Attached { return source.Attached{Source: "s-1", Original: *added().Original} }
	tests := []struct {
		change func(*source.Attached)
		want   fault.Code
	}{
		{func(*source.Attached) {}, ""},
		{func(a *source.Attached) { a.Source = "" }, "SO001"},
		{func(a *source.Attached) { a.Original.SHA256 = "" }, "SO021"},
		{func(a *source.Attached) { a.Original.MediaType = "" }, "SO024"},
		{func(a *source.Attached) { a.Original.Size = -1 }, "SO025"},
		{func(a *source.Attached) { a.Original.Object.Version = 0 }, "SO036"},
	}
	for i, tt := range tests {
		a := attached()
		tt.change(&a)
		if got := fault.CodeOf(a.Validate()); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
	}
	var back source.Attached
	roundTrip(t, attached(), &back)
	if back != attached() || back.Kind() != "source.attached/1" {
		t.Errorf("got %+v", back)
	}
}

func rendition() source.RenditionAdded {
	return source.RenditionAdded{
		Source: "s-1", Rendition: "r-1", Reader: "text", ReaderVersion: "1", Encoding: "utf-8", SHA256: digest, CodePoints: 10,
		Object: ref,
	}
}

func TestRenditionAdded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		change func(*source.RenditionAdded)
		want   fault.Code
	}{
		{func(*source.RenditionAdded) {}, ""},
		{func(a *source.RenditionAdded) { a.Source = "a b" }, "SO001"},
		{func(a *source.RenditionAdded) { a.Rendition = "" }, "SO001"},
		{func(a *source.RenditionAdded) { a.Reader = "" }, "SO001"},
		{func(a *source.RenditionAdded) { a.ReaderVersion = "é" }, "SO001"},
		{func(a *source.RenditionAdded) { a.Encoding = "" }, "SO035"},
		{func(a *source.RenditionAdded) { a.CodePoints = -1 }, "SO025"},
		{func(a *source.RenditionAdded) { a.SHA256 = digest[1:] }, "SO021"},
		{func(a *source.RenditionAdded) { a.Object.Inventory = "" }, "SO036"},
		{func(a *source.RenditionAdded) { a.Typing, a.By, a.Language = "transcription", "M. Orel", "ar" }, ""},
		{func(a *source.RenditionAdded) { a.Typing = "translation" }, "SO039"},
		{func(a *source.RenditionAdded) { a.Typing = "summary" }, "SO057"},
		{func(a *source.RenditionAdded) { a.Language = "!" }, "SO037"},
		{func(a *source.RenditionAdded) { a.By = "a\u202eb" }, "SO004"},
	}
	for i, tt := range tests {
		a := rendition()
		tt.change(&a)
		if got := fault.CodeOf(a.Validate()); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
	}
	var back source.RenditionAdded
	roundTrip(t, rendition(), &back)
	if back != rendition() || back.Kind() != "source.rendition-added/1" {
		t.Errorf("got %+v", back)
	}
}

func TestRenditionFailed(t *testing.T) {
	t.Parallel()
	act := source.RenditionFailed{Source: "s-1", Reason: "the file holds no text"}
	var back source.RenditionFailed
	roundTrip(t, act, &back)
	if back != act || back.Kind() != "source.rendition-failed/1" {
		t.Errorf("got %+v", back)
	}
	for want, act := range map[fault.Code]source.RenditionFailed{
		"SO001": {Reason: "x"}, "SO058": {Source: "s-1", Reason: " "}, "SO004": {Source: "s-1", Reason: "a\x07"}, "": act,
	} {
		if got := fault.CodeOf(act.Validate()); got != want {
			t.Errorf("%+v: %s", act, got)
		}
	}
}

func accession() source.Accession {
	return source.Accession{
		Name: "../a\u202e.txt", MediaType: "text/plain", Size: 3, SHA256: digest, ReceivedAt: time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC),
		By: "A. Coder", How: "file", Note: "on a stick",
	}
}

func TestAccession(t *testing.T) {
	t.Parallel()
	tests := []struct {
		change func(*source.Accession)
		want   fault.Code
	}{
		{func(*source.Accession) {}, ""},
		{func(a *source.Accession) { a.Name = "\xff" }, "SO002"},
		{func(a *source.Accession) { a.Name = strings.Repeat("a", 1001) }, "SO002"},
		{func(a *source.Accession) { a.By = "" }, "SO020"},
		{func(a *source.Accession) { a.SHA256 = "" }, "SO021"},
		{func(a *source.Accession) { a.ReceivedAt = time.Time{} }, "SO022"},
		{func(a *source.Accession) { a.ReceivedAt = a.ReceivedAt.In(time.FixedZone("x", 60)) }, "SO022"},
		{func(a *source.Accession) { a.How = "found" }, "SO023"},
		{func(a *source.Accession) { a.MediaType = "a/b c" }, "SO024"},
		{func(a *source.Accession) { a.URL = "a\nb" }, "SO004"},
	}
	for i, tt := range tests {
		a := accession()
		tt.change(&a)
		if got := fault.CodeOf(a.Validate()); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
	}
	var back source.Accession
	roundTrip(t, accession(), &back)
	if diff := cmp.Diff(accession(), back); diff != "" {
		t.Error(diff)
	}
}

func roundTrip(t *testing.T, in, out any) {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, out); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
}

func TestRanksAreStrict(t *testing.T) {
	t.Parallel()
	order := []source.Confidentiality{source.Public, source.Internal, source.Confidential, source.Sealed, "pubic"}
	for i, c := range order {
		if c.Rank() != i {
			t.Errorf("%s ranks %d, want %d", c, c.Rank(), i)
		}
	}
}

func TestDecodeIsStrict(t *testing.T) {
	t.Parallel()
	type thing struct {
		Name string `json:"name"`
		N    int64  `json:"n"`
		List []int  `json:"list"`
	}
	var got thing
	if err := source.Decode([]byte(` {"name":"a","n":9007199254740993,"list":[1,2]} `), &got); err != nil || got.N != 9007199254740993 || len(got.List) != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	var keys strings.Builder
	for i := range 10_001 {
		fmt.Fprintf(&keys, `"k%d":0,`, i)
	}
	tests := map[string]fault.Code{
		`{}"`: "SO010", `{}"a"`: "SO010", `[{}"a"]`: "SO010", `{"a":{}"b"}`: "SO010",
		``: "SO010", `{`: "SO010", `{} {}`: "SO010", `{}]`: "SO010", `{"name":"a",}`: "SO010",
		`{"nam":"a"}`: "SO010", `{"Name":"a"}`: "SO010", "{\"n\u212a\":\"a\"}": "SO010", `{"name":1}`: "SO010",
		`{"name":"a","name":"b"}`: "SO011", `{"n":1.5}`: "SO012", `{"n":1e2}`: "SO012", `{"n":1.0}`: "SO012",
		`{"n":99999999999999999999}`: "SO012", "{\"name\":\"\xff\"}": "SO002",
		strings.Repeat("[", 33) + strings.Repeat("]", 33): "SO013", strings.Repeat("[", 1<<20): "SO013",
		`{"list":[1,2.5]}`: "SO012", `{"list":[{"a":1,"a":2}]}`: "SO011",
	}
	for data, want := range tests {
		var v thing
		if err := source.Decode([]byte(data), &v); fault.CodeOf(err) != want {
			t.Errorf("%.40q: got %v, want %s", data, err, want)
		}
	}
	var v thing
	if err := source.Decode([]byte("{"+keys.String()+`"n":0}`), &v); fault.CodeOf(err) != "SO013" {
		t.Errorf("too many fields: %v", err)
	}
}

func TestMaterialsAndWaysAreDescribedOnce(t *testing.T) {
	t.Parallel()
	for _, list := range [][]source.Term{source.Materials(), source.Ways()} {
		seen := map[string]bool{}
		for _, term := range list {
			if term.Help == "" || seen[term.Name] {
				t.Errorf("%+v is not described, or twice", term)
			}
			seen[term.Name] = true
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"source":"a"}`, `[1,[2,{"a":null}]]`, `{"a":{"a":1}}`, `1e5`, "\xff", `{}"`, `[{}""`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if source.Decode(data, &v) == nil && !json.Valid(data) {
			t.Errorf("%q was read and is not JSON", data)
		}
		for _, act := range []json.Unmarshaler{new(source.Added), new(source.Attached), new(source.RenditionAdded), new(source.ProposalRejected), new(source.ProposalReopened), new(source.Accession)} {
			if act.UnmarshalJSON(data) == nil && !json.Valid(data) {
				t.Errorf("%q was read as %T", data, act)
			}
		}
	})
}

func TestTextsKnowEveryHiddenCharacter(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x3000; r++ {
		hidden := r < 0x20 || r > 0x7E && r < 0xA0 || r == 0x2028 || r == 0x2029 || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)
		a := added()
		a.SaidBy = "a" + string(r)
		if got := a.Validate() != nil; got != hidden {
			t.Errorf("U+%04X: refused is %v", r, got)
		}
	}
}

func TestLanguageTags(t *testing.T) {
	t.Parallel()
	for tag, ok := range map[string]bool{
		"": true, "en": true, "zh-Hant-TW": true, "az-x-a": true, "abcdefgh": true, "en-12345678": true,
		"e": false, "abcdefghi": false, "en-": false, "-en": false, "en_GB": false, "en-123456789": false, "русский": false,
	} {
		a := added()
		a.Language = tag
		if got := a.Validate() == nil; got != ok {
			t.Errorf("%q: accepted is %v", tag, got)
		}
	}
}

func TestProposalRejected(t *testing.T) {
	t.Parallel()
	tests := []struct {
		change func(*source.ProposalRejected)
		want   fault.Code
	}{
		{func(*source.ProposalRejected) {}, ""},
		{func(a *source.ProposalRejected) { a.Source = "" }, "SO001"},
		{func(a *source.ProposalRejected) { a.Anchor.Rendition = "" }, "SO001"},
		{func(a *source.ProposalRejected) { a.Anchor.Fragments = nil }, "SO050"},
		{func(a *source.ProposalRejected) { a.Proposed = "" }, "SO038"},
		{func(a *source.ProposalRejected) { a.Proposed = "a\u202eb" }, "SO004"},
	}
	for i, tt := range tests {
		act := source.ProposalRejected{
			Source: "s-1", Proposed: "reader/1",
			Anchor: source.Anchor{Rendition: "r-1", Fragments: []source.Fragment{{Start: 4, End: 6, Exact: "41", Prefix: "all ", Suffix: " d"}}},
		}
		tt.change(&act)
		if got := fault.CodeOf(act.Validate()); got != tt.want {
			t.Errorf("%d: got %q, want %q", i, got, tt.want)
		}
		if tt.want != "" {
			continue
		}
		raw, err := json.Marshal(act)
		if err != nil {
			t.Fatal(err)
		}
		var back source.ProposalRejected
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(act, back); diff != "" || back.Kind() != "proposal.rejected/1" {
			t.Error(diff)
		}
		if err := json.Unmarshal([]byte(`{"source":"s-1","verdict":"no"}`), &back); err == nil {
			t.Error("an unknown field is read")
		}
	}
}

// A reopening names what it takes back as the rejection named it.
func TestProposalReopened(t *testing.T) {
	t.Parallel()
	act := source.ProposalReopened{
		Source: "s-1", Proposed: "reader/1",
		Anchor: source.Anchor{Rendition: "r-1", Fragments: []source.Fragment{{Start: 4, End: 6, Exact: "41", Prefix: "all ", Suffix: " d"}}},
	}
	raw, err := json.Marshal(act)
	if err != nil {
		t.Fatal(err)
	}
	var back source.ProposalReopened
	if err := json.Unmarshal(raw, &back); err != nil || act.Validate() != nil {
		t.Fatal(err, act.Validate())
	}
	if diff := cmp.Diff(act, back); diff != "" || back.Kind() != "proposal.reopened/1" {
		t.Error(diff)
	}
	var rejected source.ProposalRejected
	if err := json.Unmarshal(raw, &rejected); err != nil || !cmp.Equal(rejected, source.ProposalRejected(act)) {
		t.Errorf("%+v, %v", rejected, err)
	}
	act.Proposed = ""
	if got := fault.CodeOf(act.Validate()); got != "SO038" {
		t.Errorf("got %q", got)
	}
	if err := json.Unmarshal([]byte(`{"source":"s-1","verdict":"no"}`), &back); err == nil {
		t.Error("an unknown field is read")
	}
}
