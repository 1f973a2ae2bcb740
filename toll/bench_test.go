package toll_test

import (
	"fmt"
	"testing"

	"reckon/toll"
)

// crowded is an event with many figures of few questions, the worst case for
// sorting pairs.
func crowded(n int) toll.Input {
	e := newEvent()
	for i := range n {
		src := fmt.Sprintf("s%d", i)
		e.source(src, fmt.Sprintf("2031-03-%02d", 1+i%28), "news_report")
		category := []string{"killed", "died", "wounded", "missing", "killed//children"}[i%5]
		e.says(src+".a", fmt.Sprintf("Outlet %d[press] > Office %d[authority]", i, i%40), fmt.Sprint(10+i%37), category)
	}
	return e.in
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{30, 100, 1000} {
		in := crowded(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := toll.Build(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
