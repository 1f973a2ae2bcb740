package rendition

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	l := Layout{
		Pages: []Page{{Number: 1, Span: Span{0, 10}}, {Number: 2, Span: Span{10, 20}}, {Number: 3, Span: Span{20, 20}}},
		Cells: []Cell{{Sheet: "Dead", Row: 3, Column: 28, Span: Span{2, 5}}, {Row: 4, Column: 1, Span: Span{5, 5}}},
	}
	for point, want := range map[int]Place{
		0: {Page: 1}, 2: {Page: 1, Sheet: "Dead", Cell: "AB3"}, 4: {Page: 1, Sheet: "Dead", Cell: "AB3"}, 5: {Page: 1}, 9: {Page: 1}, 10: {Page: 2}, 19: {Page: 2}, 20: {Page: 3}, 99: {Page: 3},
	} {
		if got := l.At(point); got != want {
			t.Errorf("%d: %+v", point, got)
		}
	}
	if got := (Layout{}).At(3); got != (Place{}) || !(Layout{}).Empty() || l.Empty() {
		t.Errorf("%+v", got)
	}
}

// What is stored comes back as it was.
func TestLayoutIsStoredWhole(t *testing.T) {
	t.Parallel()
	d, err := Read(t.Context(), []byte("Name,Born\nAna,1950\n"), Hint{Name: "list.csv"}, DefaultLimits())
	if err != nil || len(d.Cells) != 4 {
		t.Fatal(d, err)
	}
	d.Pages = []Page{{Number: 1, Span: Span{0, 3}, Width: 595.5, Height: 842}}
	d.Boxes = []Box{{Page: 1, Span: Span{0, 3}, Left: 1, Bottom: 2.5, Right: 3, Top: 4, Confidence: 91}}
	raw, err := json.Marshal(d.Layout())
	if err != nil {
		t.Fatal(err)
	}
	var back Layout
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d.Layout(), back); diff != "" {
		t.Error(diff)
	}
}
