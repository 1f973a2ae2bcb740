package tollview

import (
	"slices"
	"strings"

	"reckon/chart"
	"reckon/internal/tollsheet"
	"reckon/statement"
	"reckon/toll"
)

// mark is how a form is drawn. A figure whose form lacks its number is words.
func mark(f statement.Form) chart.Mark {
	switch f {
	case statement.Exact:
		return chart.Dot
	case statement.Range:
		return chart.Bar
	case statement.AtLeast:
		return chart.AtLeast
	case statement.MoreThan:
		return chart.MoreThan
	case statement.UpTo:
		return chart.UpTo
	case statement.FewerThan:
		return chart.FewerThan
	case statement.About:
		return chart.About
	}
	return chart.Words
}

// Picture is the picture of a sheet: an axis for each group, a row for each
// figure. label names a group; nil takes the sheet's own name for it.
func Picture(t *tollsheet.Sheet, f chart.Frame, label func(toll.Group) string) chart.Tolls {
	p := chart.Tolls{Frame: f, Title: t.Title}
	for _, g := range t.Groups {
		axis := chart.Axis{Label: g.Label}
		if label != nil {
			axis.Label = label(g)
		} else if marked(g) {
			axis.Note = g.SpanText
		}
		for i, r := range g.Rows {
			axis.Claims = append(axis.Claims, row(g.Figures[i], r))
		}
		p.Axes = append(p.Axes, axis)
	}
	return p
}

func marked(g toll.Group) bool {
	return slices.ContainsFunc(g.Rows, func(r toll.Row) bool { return r.Low != nil })
}

// row draws a figure. Who carries it stands beside its number, so that several
// carriers of one speaker are told apart.
func row(f toll.Figure, r toll.Row) chart.Claim {
	c := chart.Claim{Speaker: r.Speaker, Said: r.Said, Ref: strings.Join(append([]string{string(f.ID)}, r.Via...), " · "), Kind: f.Party, Mark: mark(f.Quantity.Form), Revises: r.Revises}
	switch {
	case r.Low == nil:
		c.Mark = chart.Words
	case c.Mark == chart.UpTo || c.Mark == chart.FewerThan:
		c.Low, c.High = *r.High, *r.High
	default:
		c.Low, c.High = *r.Low, *r.High
	}
	return c
}

// Dependence is the picture of who draws on whom behind a group, or behind the
// whole sheet where the group is empty.
func Dependence(t *tollsheet.Sheet, group string, f chart.Frame) chart.Dependence {
	g := t.Graph(group)
	d := chart.Dependence{Frame: f, Title: t.Title}
	for _, n := range g.Nodes {
		d.Nodes = append(d.Nodes, chart.Node{ID: n.ID, Label: n.Label, Kind: n.Kind})
	}
	for _, e := range g.Edges {
		style := chart.Named
		switch e.Basis {
		case "cites":
			style = chart.Cites
		case "repeats":
			style = chart.Repeats
		}
		d.Edges = append(d.Edges, chart.Edge{From: e.From, To: e.To, Style: style, By: e.By, Basis: e.Reason})
	}
	for _, l := range g.Same {
		d.Apart = append(d.Apart, [2]string{string(l.From), string(l.To)})
	}
	return d
}

// KindGroup is the conflicts of one kind.
type KindGroup struct {
	Kind      toll.Kind
	Conflicts []toll.Conflict
}

// ByKind sorts why figures differ by kind: first what leaves nothing to decide,
// what a person has to look at last.
func ByKind(conflicts []toll.Conflict) []KindGroup {
	var all []KindGroup
	for _, kind := range []toll.Kind{toll.DifferentQuestion, toll.SameOrigin, toll.Revision, toll.Compatible, toll.Disputed, toll.Contradiction} {
		group := KindGroup{Kind: kind}
		for _, c := range conflicts {
			if c.Kind == kind {
				group.Conflicts = append(group.Conflicts, c)
			}
		}
		if len(group.Conflicts) > 0 {
			all = append(all, group)
		}
	}
	return all
}

// Title names a kind in English.
func (k KindGroup) Title() string {
	switch k.Kind {
	case toll.DifferentQuestion:
		return "They count different things"
	case toll.SameOrigin:
		return "Same origin"
	case toll.Revision:
		return "One speaker, a later figure"
	case toll.Compatible:
		return "Both can hold"
	case toll.Disputed:
		return "Disputed without a figure"
	}
	return "They cannot both hold: a person has to look"
}
