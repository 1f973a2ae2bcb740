// Package extracttest scores extraction against annotated passages.
//
// It is for tests and measurements only. A passage has its text, the figures a
// person would code and the numbers that must not be coded. Figures are paired
// one to one by how far their number spans overlap; a pair is right in value,
// then in status and unit (core), then in qualifier and subset (strict).
// Figures for a single person named without a number are neither required nor
// punished. Parts and speakers are counted apart for figures that have one and
// figures that have none, so that leaving them out earns nothing.
package extracttest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"reckon/extract"
)

// Passage is one annotated passage.
type Passage struct {
	ID         string              `json:"id"`
	Text       string              `json:"text"`
	Genre      string              `json:"genre"`
	Layout     string              `json:"layout"`
	Figures    []extract.Figure    `json:"figures"`
	NotFigures []extract.NotFigure `json:"not_figures"`
}

// Load reads passages, one JSON object a line.
func Load(r io.Reader) ([]Passage, error) {
	var out []Passage
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for n := 1; sc.Scan(); n++ {
		var p Passage
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("reading passage %d: %w", n, err)
		}
		out = append(out, p)
	}
	return out, sc.Err()
}

// Ratio is how many of some were right.
type Ratio struct{ Right, Of int }

func (r *Ratio) add(right bool) {
	r.Of++
	if right {
		r.Right++
	}
}

// Share is Right divided by Of, and 1 where there is nothing to get right.
func (r Ratio) Share() float64 {
	if r.Of == 0 {
		return 1
	}
	return float64(r.Right) / float64(r.Of)
}

// Tally is the score of a system over passages.
type Tally struct {
	Gold, System int // figures wanted, figures proposed; single unnumbered persons apart

	Span, Value, Core, Strict int

	Firm       Ratio                     // firm proposals right in value, status and unit
	FirmValue  int                       // firm proposals with a wrong value
	Traps      Ratio                     // numbers not to be coded that were coded
	Subset     Ratio                     // parts whose whole was found
	NoSubset   Ratio                     // figures without a whole that were given one
	Speaker    Ratio                     // attributed figures whose speaker was found
	NoSpeaker  Ratio                     // figures without a speaker that were given one
	Confusions map[[2]extract.Status]int // wanted and given
	Misses     int                       // figures wanted and not right in core
}

// Precision of the core level.
func (t Tally) Precision() float64 { return Ratio{t.Core, t.System}.Share() }

// Recall of the core level.
func (t Tally) Recall() float64 { return Ratio{t.Core, t.Gold}.Share() }

// Add scores one passage.
func (t *Tally) Add(p Passage, r extract.Result) {
	if t.Confusions == nil {
		t.Confusions = map[[2]extract.Status]int{}
	}
	pairs := pair(p.Figures, r.Figures)
	taken := map[int]int{}
	for g, s := range pairs {
		taken[s] = g
	}
	for g, f := range p.Figures {
		if f.ImplicitOne {
			continue
		}
		t.Gold++
		if s, ok := pairs[g]; ok {
			t.match(p, r, pairs, g, s)
		} else {
			t.Misses++
		}
	}
	for s, f := range r.Figures {
		g, ok := taken[s]
		if ok && p.Figures[g].ImplicitOne {
			continue
		}
		t.System++
		if !ok && f.Grade == extract.Firm {
			t.Firm.add(false)
		}
	}
	for _, n := range p.NotFigures {
		t.Traps.add(slices.ContainsFunc(indexes(r.Figures), func(s int) bool {
			_, ok := taken[s]
			return !ok && overlap(n.Start, n.End, r.Figures[s].Start, r.Figures[s].End) > 0
		}))
	}
}

func indexes(list []extract.Figure) []int {
	out := make([]int, len(list))
	for i := range list {
		out[i] = i
	}
	return out
}

// match scores one pair.
func (t *Tally) match(p Passage, r extract.Result, pairs map[int]int, g, s int) {
	a, b := p.Figures[g], r.Figures[s]
	t.Span++
	value := sameValue(a, b)
	core := value && a.Status == b.Status && a.Unit == b.Unit
	subset := t.subset(p, r, pairs, g, s)
	t.speaker(a, b)
	t.Confusions[[2]extract.Status{a.Status, b.Status}]++
	if b.Grade == extract.Firm {
		t.Firm.add(core)
		if !value {
			t.FirmValue++
		}
	}
	if value {
		t.Value++
	}
	if !core {
		t.Misses++
		return
	}
	t.Core++
	if subset && a.Qualifier == b.Qualifier {
		t.Strict++
	}
}

func (t *Tally) subset(p Passage, r extract.Result, pairs map[int]int, g, s int) bool {
	want, given := parent(p.Figures, g), parent(r.Figures, s)
	if want < 0 {
		t.NoSubset.add(given >= 0)
		return given < 0
	}
	at, ok := pairs[want]
	right := given >= 0 && ok && at == given
	t.Subset.add(right)
	return right
}

func parent(list []extract.Figure, i int) int {
	if list[i].SubsetOf == nil {
		return -1
	}
	return slices.IndexFunc(list, func(f extract.Figure) bool { return f.ID == *list[i].SubsetOf })
}

func (t *Tally) speaker(a, b extract.Figure) {
	if a.Attribution == nil {
		t.NoSpeaker.add(b.Attribution != nil)
		return
	}
	x, y := a.Attribution, b.Attribution
	t.Speaker.add(y != nil && overlap(x.Start, x.End, y.Start, y.End) > 0)
}

func sameValue(a, b extract.Figure) bool {
	switch a.Qualifier {
	case "vague":
		return b.Value == nil && b.Low == nil && b.High == nil
	case "range":
		return same(a.Low, b.Low) && same(a.High, b.High)
	}
	return same(a.Value, b.Value)
}

func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func overlap(a, b, c, d int) int { return min(b, d) - max(a, c) }

// pair pairs wanted and given figures by number span, largest overlap first.
func pair(gold, given []extract.Figure) map[int]int {
	type link struct{ overlap, slack, g, s int }
	var all []link
	for g, a := range gold {
		for s, b := range given {
			if n := overlap(a.Start, a.End, b.Start, b.End); n > 0 {
				all = append(all, link{n, -abs((b.End - b.Start) - (a.End - a.Start)), g, s})
			}
		}
	}
	slices.SortFunc(all, func(x, y link) int {
		return slices.Compare([]int{y.overlap, y.slack, y.g, y.s}, []int{x.overlap, x.slack, x.g, x.s})
	})
	out, used := map[int]int{}, map[int]bool{}
	for _, l := range all {
		if _, ok := out[l.g]; !ok && !used[l.s] {
			out[l.g], used[l.s] = l.s, true
		}
	}
	return out
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
