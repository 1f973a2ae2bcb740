package figures_test

import (
	"fmt"
	"sync"
	"testing"

	"reckon/internal/figures"
	"reckon/source"
)

func TestFoundOncePerText(t *testing.T) {
	t.Parallel()
	var f figures.Found
	look := func(n int) string {
		body, err := source.NewText(fmt.Sprintf("At least %d persons were killed in Vesmar.", n))
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.In(body, fmt.Sprint(n))
		if err != nil || len(r.Figures) != 1 {
			t.Fatal(r, err)
		}
		return r.Figures[0].Text
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for n := 20; n < 40; n++ { // more than are kept
				if got := look(n); got != fmt.Sprint(n) {
					t.Errorf("%d: found %s", n, got)
				}
			}
		})
	}
	all.Wait()
	// What is kept is found by the digest, without the text being read.
	other, err := source.NewText("Nothing was counted.")
	if err != nil {
		t.Fatal(err)
	}
	for digest, want := range map[string]int{"39": 1, "20": 0} {
		if r, err := f.In(other, digest); err != nil || len(r.Figures) != want {
			t.Errorf("%s: %d figures, %v", digest, len(r.Figures), err)
		}
	}
}
