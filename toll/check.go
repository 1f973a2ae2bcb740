package toll

import (
	"slices"
	"strconv"
	"strings"

	"reckon/source"
	"reckon/statement"
)

// Check is an arithmetic check of figures that belong together. It is about
// what sources say of their own figures, and asserts no sum that they do not.
type Check struct {
	Code    string         `json:"code"`            // part_over_whole, sum, no_sum or two_readings
	Holds   *bool          `json:"holds,omitempty"` // absent where nothing can be checked
	Whole   statement.ID   `json:"whole,omitempty"`
	Figures []statement.ID `json:"figures"`
	Reason  Reason         `json:"reason"`
}

// checks runs the checks on every figure that has parts, then looks for
// sources that differ on what is a part of what.
func (x *index) checks(figures []Figure) []Check {
	var all []Check
	parts := map[statement.ID][]Figure{}
	for _, f := range figures {
		if whole, ok := x.figure[f.SubsetOf]; ok && whole.ID != f.ID {
			parts[whole.ID] = append(parts[whole.ID], f)
		}
	}
	for _, whole := range figures {
		all = append(all, x.partsOver(whole, parts[whole.ID])...)
		all = append(all, x.sums(whole, parts[whole.ID])...)
	}
	return append(all, x.twoReadings(figures)...)
}

// stated are the bounds a figure states itself: about states none.
func (x *index) stated(f Figure) bounds {
	if f.Quantity.Form == statement.About || f.Quantity.Form == statement.Vague {
		return bounds{0, open, "", false}
	}
	return x.bounds(f)
}

// partsOver reports parts that are larger than their whole can be. Figures of
// different units cannot be compared.
func (x *index) partsOver(whole Figure, parts []Figure) []Check {
	var all []Check
	for _, p := range parts {
		v, w := x.stated(p), x.stated(whole)
		if x.question[p.ID].Unit != x.question[whole.ID].Unit || v.low <= w.high {
			continue
		}
		all = append(all, Check{
			Code: "part_over_whole", Holds: new(bool), Whole: whole.ID, Figures: []statement.ID{p.ID},
			Reason: x.say("part_over_whole", x.said(p), x.said(whole)),
		})
	}
	return all
}

// sums checks each set of parts of which the source says the same.
func (x *index) sums(whole Figure, parts []Figure) []Check {
	sets := map[string][]Figure{}
	for _, p := range parts {
		if x.question[p.ID].Unit == x.question[whole.ID].Unit {
			sets[p.Parts] = append(sets[p.Parts], p)
		}
	}
	var all []Check
	for _, stated := range []string{"disjoint_exhaustive", "disjoint", "exhaustive", ""} {
		if set := sets[stated]; len(set) > 1 || len(set) == 1 && strings.Contains(stated, "exhaustive") {
			all = append(all, x.sum(whole, set, stated))
		}
	}
	return all
}

// sum checks one set of parts. Lower bounds add to a lower bound and upper ones
// to an upper one; a part without one leaves the sum open. Disjoint parts are
// together no more than the whole, exhaustive ones no fewer.
func (x *index) sum(whole Figure, set []Figure, stated string) Check {
	c := Check{Code: "sum", Whole: whole.ID}
	total := bounds{known: true}
	var said []string
	for _, p := range set {
		v := x.stated(p)
		c.Figures = append(c.Figures, p.ID)
		said = append(said, x.said(p))
		total.low += v.low
		total.high = min(open, total.high+min(v.high, open-total.high))
	}
	list := strings.Join(said, " + ")
	if stated == "" {
		c.Code, c.Reason = "no_sum", x.say("no_sum", strconv.Itoa(len(set)), x.said(whole), strings.Join(said, ", "))
		return c
	}
	w := x.stated(whole)
	holds := (stated == "exhaustive" || total.low <= w.high) && (stated == "disjoint" || total.high >= w.low)
	code := "sum_fails"
	if holds {
		code = "sum_holds"
	}
	c.Holds, c.Reason = &holds, x.say(code, list, x.reach(total), x.said(whole), x.word("parts_"+stated))
	return c
}

// line is a figure as a part of another, or as a line of its own beside it.
type line struct{ part, whole string }

// core is what a figure counts, without being a part of anything.
func (x *index) core(f Figure) string {
	q := x.question[f.ID]
	q.Of, q.Part, q.Scope = nil, false, ""
	return q.id()
}

// twoReadings finds sources that count one thing as a part of another where
// others give both as lines of their own. Only parts with another status than
// their whole are meant: a group among those killed is a part of them in any
// reading.
func (x *index) twoReadings(figures []Figure) []Check {
	inside, beside := map[line][]Figure{}, map[line][]Figure{}
	var order []line
	for _, f := range figures {
		whole, ok := x.figure[f.SubsetOf]
		if !ok || len(x.question[f.ID].Of) == 0 {
			continue
		}
		k := line{x.core(f), x.core(whole)}
		if !slices.Contains(order, k) {
			order = append(order, k)
		}
		inside[k] = append(inside[k], f)
	}
	for _, k := range order {
		wholes := map[source.ID]bool{}
		for _, f := range figures {
			wholes[f.Source] = wholes[f.Source] || x.core(f) == k.whole
		}
		for _, f := range figures {
			if f.SubsetOf == "" && wholes[f.Source] && x.core(f) == k.part {
				beside[k] = append(beside[k], f)
			}
		}
	}
	var all []Check
	for _, k := range order {
		if len(beside[k]) == 0 {
			continue
		}
		c := Check{Code: "two_readings"}
		for _, f := range append(slices.Clone(inside[k]), beside[k]...) {
			c.Figures = append(c.Figures, f.ID)
		}
		one, two := inside[k][0], x.figure[inside[k][0].SubsetOf]
		c.Reason = x.say("two_readings", x.label(x.question[one.ID]), x.label(x.question[two.ID]), ids(inside[k]), ids(beside[k]))
		all = append(all, c)
	}
	return all
}

func ids(figures []Figure) string {
	all := make([]string, len(figures))
	for i, f := range figures {
		all[i] = string(f.ID)
	}
	return strings.Join(all, ", ")
}
