package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"reckon/chart"
)

// river is a picture with every mark, a revision and text of two directions.
func river(f chart.Frame) chart.Tolls {
	return chart.Tolls{
		Frame: f, Title: "Flood at Vesmar", Summary: "Eight claims by seven speakers.",
		Axes: []chart.Axis{
			{Label: "persons: killed or died", Claims: []chart.Claim{
				{Speaker: "Orlin Health Office", Said: "12", Ref: "S-1, 2031-03-02", Mark: chart.Dot, Low: 12},
				{Speaker: "Orlin Health Office", Said: "19", Ref: "S-3", Mark: chart.Dot, Low: 19, Revises: 1},
				{Speaker: "Relief Field Mission", Said: "23 to 31", Ref: "S-4", Mark: chart.Bar, Low: 23, High: 31},
				{Speaker: "مستشفى الزهراء", Said: "at least 20", Ref: "S-5", Mark: chart.AtLeast, Low: 20},
				{Speaker: "residents", Said: "more than 25", Mark: chart.MoreThan, Low: 25},
				{Speaker: "Border Police & others", Said: "up to 30", Mark: chart.UpTo, Low: 30},
				{Speaker: "Ferry crew", Said: "fewer than 10", Mark: chart.FewerThan, Low: 10},
				{Speaker: "The Evening Bell", Said: "about 40", Mark: chart.About, Low: 40},
				{Speaker: "Witness 14", Said: "dozens", Mark: chart.Words},
			}},
			{Label: "bodies: examined", Note: "one source", Claims: []chart.Claim{{Speaker: "Mortuary", Said: "4", Mark: chart.Dot, Low: 4}, {Speaker: "Register", Said: "1,250*", Mark: chart.Dot, Low: 1250}}},
			{Label: "persons: missing", Claims: []chart.Claim{{Speaker: "Daily Kestrel", Said: "many", Mark: chart.Words}}},
		},
	}
}

// chains is a picture of dependence with every style of edge.
func chains(f chart.Frame) chart.Dependence {
	return chart.Dependence{
		Frame: f, Title: "Who draws on whom", Summary: "Two speakers stand behind five sources.",
		Nodes: []chart.Node{
			{ID: "a", Label: "Orlin Health Office", Kind: "speaker"}, {ID: "b", Label: "Vesmar Post", Kind: "carrier"},
			{ID: "c", Label: "Report of 2 March <draft>", Kind: "source"}, {ID: "d", Label: "جريدة النهر", Kind: "source"}, {ID: "e", Label: "The Evening Bell, late edition", Kind: "source"},
		},
		Edges: []chart.Edge{
			{From: "c", To: "b"}, {From: "b", To: "a"}, {From: "d", To: "a"},
			{From: "e", To: "c", Style: chart.Repeats, By: "a coder", Basis: "the same misprint"}, {From: "d", To: "e", Style: chart.Cites, By: "a coder"},
			{From: "a", To: "d", Style: chart.Cites}, {From: "x", To: "a"},
		},
		Apart: [][2]string{{"The Evening Bell", "Daily Kestrel"}},
	}
}

// read parses a picture and returns all its text and the names of its elements.
func read(t interface {
	Helper()
	Fatalf(string, ...any)
}, svg string) (text string, elements map[string]int) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	elements = map[string]int{}
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), elements
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		switch x := token.(type) {
		case xml.StartElement:
			elements[x.Name.Local]++
		case xml.CharData:
			b.Write(x)
			b.WriteByte('\n')
		}
	}
}

// frames are the widths and directions that pages use.
func frames() []chart.Frame {
	return []chart.Frame{{Width: 320}, {Width: 768}, {Width: 1366}, {Width: 320, RTL: true}, {Width: 768, RTL: true, Standalone: true}, {}}
}

func wantText(t *testing.T, where, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s lacks %q in\n%s", where, w, text)
		}
	}
}
