package dates_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/dates"
)

func TestListingOrder(t *testing.T) {
	t.Parallel()
	want := []string{
		"[..1991]", "../1992-02-25", "/1992-02-25", "[..1992-02-25]",
		"-0044", "199X", "1992-01-01", "1992-01", "1992", "1992-XX", "1992~",
		"1992-02-25", "1992-02-25/1992-02-26", "1992-02-25/..", "1992-03", "Y17000", "",
	}
	// The reversed list and a shuffle by stride sort to the same order.
	for _, stride := range []int{1, 5, 7} {
		var list []dates.Value
		for i := range want {
			var v dates.Value
			if err := v.UnmarshalText([]byte(want[(len(want)-1-i)*stride%len(want)])); err != nil {
				t.Fatal(err)
			}
			list = append(list, v)
		}
		slices.SortFunc(list, dates.Value.Compare)
		var got []string
		for _, v := range list {
			got = append(got, v.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("stride %d: %s", stride, diff)
		}
	}
}

func TestOrderTellsCalendarsApart(t *testing.T) {
	t.Parallel()
	g := mustParse(t, "1918-02-14")
	j, err := dates.Julian.Parse("1918-02-01")
	if err != nil {
		t.Fatal(err)
	}
	if g.Compare(j) == 0 || g.Compare(j) != -j.Compare(g) || g.Equal(j) {
		t.Error("the same day in two calendars is one value")
	}
}
