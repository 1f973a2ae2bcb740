package statement_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"reckon/dates"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
)

// number returns a pointer to n.
func number(n int64) *int64 { return &n }

// toll is a valid statement of so many killed.
func toll(words string) *statement.Statement {
	q, err := statement.ParseQuantity(words)
	if err != nil {
		panic(err)
	}
	return &statement.Statement{
		ID: "st-1", Source: "s-1", Quote: words + " civilians were killed",
		Speakers: []statement.Speaker{{Name: "Vesmar Post", Role: "press"}, {Name: "Orlin registry", Role: "authority"}},
		Content: &statement.Toll{Figure: q, Category: statement.Category{
			Statuses: []string{"killed"}, Unit: "persons", Attributes: []string{"civilians"},
		}},
	}
}

// asJSON prints a statement, for comparing two.
func asJSON(t interface{ Fatal(...any) }, s *statement.Statement) string {
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// nasty draws a text of characters that formats trip over.
func nasty() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune("aé٣ “”'\"\\;|>[]=+-@＝,<&\u200f")), 1, 12, -1)
}

// valid draws a valid statement of any kind with any of its fields filled in,
// through the fields themselves.
func valid(t *rapid.T) *statement.Statement {
	kinds := statement.Kinds()
	s := &statement.Statement{Content: kinds[rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")]}
	for _, f := range s.Fields() {
		if !f.Required && rapid.Bool().Draw(t, "skip "+f.Name) {
			continue
		}
		if err := f.Set(fill(t, f)); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	s.ID, s.Source, s.Incident = "st-1", "s-1", ""
	switch c := s.Content.(type) {
	case *statement.Toll:
		c.Figure, c.AsOf = figure(t), "2031-03"
	case *statement.Denial:
		c.Figure = statement.Quantity{}
	case *statement.Allegation:
		c.Checked, c.Reply, c.ReplyText = "2031", "none_recorded", ""
	case *statement.Person:
		c.Name = "Tarnik"
	case *statement.Proceeding:
		c.Court = "a court"
	}
	if s.Quote == "" {
		s.Quote = "words"
	}
	if rapid.Bool().Draw(t, "anchored") {
		s.Anchor = &source.Anchor{Rendition: "r-1", Fragments: []source.Fragment{{Start: 3, End: 8, Exact: "=a\r\nb", Prefix: "x\u202e\x00"}}}
		s.Quote = s.Anchor.Quote()
	}
	if rapid.Bool().Draw(t, "placed") {
		s.Where = place(t)
	}
	if rapid.Bool().Draw(t, "dated") {
		s.When = &dates.When{Words: clean(nasty().Draw(t, "date words"))}
	}
	if s.Validate() != nil {
		t.Skip("not valid: " + s.Validate().Error())
	}
	return s
}

func figure(t *rapid.T) statement.Quantity {
	q, err := statement.ParseQuantity(rapid.SampledFrom([]string{"-", "150*", "about 20", "dozens", "3-5", "up to 1,000", "feared 7"}[1:]).Draw(t, "figure"))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func place(t *rapid.T) *places.Place {
	name := clean(nasty().Draw(t, "place"))
	return &places.Place{
		Words: name, Names: []places.Name{{Text: name, Language: "en", UsedBy: clean(nasty().Draw(t, "used by"))}, {Text: "x;y|z\\"}},
		Display: &places.Display{Name: name, Reason: clean(nasty().Draw(t, "reason"))}, Gazetteer: "invented:1",
		Point: &places.Point{Lat: -1, Lon: 2_500_000}, Precision: places.District,
	}
}

func fill(t *rapid.T, f statement.Field) string {
	switch f.Name {
	case "when", "when_base", "as_of", "checked":
		return rapid.SampledFrom([]string{"2031", "2031-03", "2031-03-04"}).Draw(t, f.Name)
	case "value", "low", "high", "where_names", "where_display", "where_point", "where_precision", "where_gazetteer", "anchor":
		return ""
	case "subset_of", "target", "id", "source", "incident":
		return "st-9"
	case "speakers":
		return rapid.SampledFrom([]string{"A", "A [press] > B \\[x\\] \\> C [other:y]", "\\[A\\]"}).Draw(t, f.Name)
	}
	if f.List != "" {
		terms := statement.Terms(f.List)
		return terms[rapid.IntRange(0, len(terms)-1).Draw(t, f.Name)].Name
	}
	return clean(nasty().Draw(t, f.Name))
}

// clean puts letters around a text, so that it does not begin or end with a space.
func clean(s string) string { return rapidStart(s) + "x" }

func rapidStart(s string) string {
	if s[0] == ' ' {
		return "." + s
	}
	return s
}

func mustValid(t *testing.T, s *statement.Statement) {
	t.Helper()
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
}
