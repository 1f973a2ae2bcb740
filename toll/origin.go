package toll

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"reckon/source"
	"reckon/statement"
)

// Origins is how many independent origins stand behind the figures of a group:
// at least Low, at most High. Carriers are no origins. The upper end counts
// every speaker apart; the lower leaves out those who, as far as the record
// shows, may only pass on what another said.
type Origins struct {
	Low     int      `json:"low"`
	High    int      `json:"high"`
	Reasons []Reason `json:"reasons"`
}

// origin is one speaker within a group.
type origin struct {
	voice
	figures []Figure
}

// origins counts the speakers of a group. Equal numbers play no part.
func (x *index) origins(figures []Figure) Origins {
	list := x.speakers(figures)
	o := Origins{High: len(list)}
	if len(list) == 0 {
		o.Reasons = []Reason{x.say("origins_none")}
		return o
	}
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = s.name
	}
	o.Reasons = append(o.Reasons, x.say("origins_high", strconv.Itoa(len(list)), strings.Join(names, "; ")))
	var sure []origin
	for _, s := range list {
		if doubt := x.doubt(s, list); doubt.Code != "" {
			o.Reasons = append(o.Reasons, doubt)
			continue
		}
		sure = append(sure, s)
	}
	for i, s := range sure {
		fuller := func(t origin) bool {
			return len(t.words) > len(s.words) && t.nested(s.voice)
		}
		j := slices.IndexFunc(sure, fuller)
		if j < 0 {
			j = slices.IndexFunc(sure[:i], func(t origin) bool { return len(t.words) == len(s.words) && t.nested(s.voice) })
		}
		if j >= 0 {
			o.Reasons = append(o.Reasons, x.say("origins_names", s.name, sure[j].name))
			continue
		}
		o.Low++
	}
	if len(sure) == 0 {
		o.Low = 1
		o.Reasons = append(o.Reasons, x.say("origins_one"))
	}
	return o
}

// speakers lists who gives the figures of a group, each with theirs, in the
// order of their names; those who say that no number is known give none.
func (x *index) speakers(figures []Figure) []origin {
	var list []origin
	for _, f := range figures {
		if silent(f.Quantity) {
			continue
		}
		v := x.voice[f.ID]
		i := slices.IndexFunc(list, func(o origin) bool { return o.key == v.key })
		if i < 0 {
			list = append(list, origin{voice: v})
			i = len(list) - 1
		}
		list[i].figures = append(list[i].figures, f)
		list[i].name = min(list[i].name, v.name)
	}
	slices.SortFunc(list, func(a, b origin) int { return strings.Compare(a.key, b.key) })
	return list
}

// doubt says why a speaker may have the figure from another of the group: it is
// a carrier that names nobody; every source with it is judged to draw on a
// source with the figure of another; it passes on another's figure elsewhere.
func (x *index) doubt(s origin, all []origin) Reason {
	if !slices.ContainsFunc(s.figures, attributed) {
		return x.say("origins_carrier", s.name)
	}
	for _, o := range all {
		if f, ok := o.carriedBy(s.key); ok && o.key != s.key {
			return x.say("origins_passes", s.name, o.name, string(f.Source))
		}
	}
	var judged Link
	for _, f := range s.figures {
		l, ok := x.drawsOnOther(f.Source, s, all)
		if !ok {
			return Reason{}
		}
		judged = l
	}
	return x.say("origins_judged", s.name, string(judged.From), x.word(judged.Kind), string(judged.To), judged.By, judged.Basis)
}

// carriedBy finds a figure of the speaker that another carries.
func (o origin) carriedBy(key string) (Figure, bool) {
	for _, f := range o.figures {
		for _, c := range f.Speakers[:max(0, len(f.Speakers)-1)] {
			if voiceOf(f.Source, []statement.Speaker{c}).key == key {
				return f, true
			}
		}
	}
	return Figure{}, false
}

// drawsOnOther finds a judged path from a source to one that has the figure of
// another speaker.
func (x *index) drawsOnOther(from source.ID, s origin, all []origin) (Link, bool) {
	for _, o := range all {
		if o.key == s.key {
			continue
		}
		for _, f := range o.figures {
			if path := x.path(from, f.Source); len(path) > 0 {
				return path[0], true
			}
		}
	}
	return Link{}, false
}

// path returns the judged links, cites or repeats, that lead from one source to
// another, the fewest; nothing where none do or both are the same.
func (x *index) path(from, to source.ID) []Link {
	if from == to {
		return nil
	}
	paths := [][]Link{nil}
	at := []source.ID{from}
	for i := 0; i < len(at); i++ {
		for _, l := range x.links[at[i]] {
			if slices.Contains(at, l.To) {
				continue
			}
			path := append(slices.Clone(paths[i]), l)
			if l.To == to {
				return path
			}
			at, paths = append(at, l.To), append(paths, path)
		}
	}
	return nil
}

// Node is a source, a carrier or a speaker in the graph of dependence.
type Node struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"` // source, carrier or speaker
	Label string `json:"label"`
}

// Edge says that what one node says comes from another. Basis is chain where
// the text names who says it, and cites or repeats where somebody judged so.
type Edge struct {
	From    string         `json:"from"`
	To      string         `json:"to"`
	Basis   string         `json:"basis"`
	By      string         `json:"by,omitempty"`
	Reason  string         `json:"reason,omitempty"`
	Figures []statement.ID `json:"figures,omitempty"`
}

// Graph shows who draws on whom. Same lists the sources whose numbers are equal
// and nothing shows why: they are no edges and nothing follows from them.
type Graph struct {
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
	Same  []Link `json:"same_figures_as,omitempty"`
}

// Graph returns the graph of dependence behind a group, or behind the whole
// sheet where the id is empty.
func (s *Sheet) Graph(group string) Graph {
	var g Graph
	in := map[source.ID]bool{}
	for _, each := range s.Groups {
		if group != "" && each.ID != group {
			continue
		}
		for _, f := range each.Figures {
			in[f.Source] = true
			g.chain(s.x, f)
		}
	}
	for _, r := range s.Replies {
		if group == "" {
			in[r.Source] = true
			g.chain(s.x, Figure{ID: r.ID, Source: r.Source, Speakers: r.Speakers})
		}
	}
	for _, l := range s.x.in.Links {
		switch {
		case !in[l.From] && !in[l.To]:
		case l.Kind == "same_figures_as":
			g.Same = append(g.Same, l)
		case l.Kind == "cites" || l.Kind == "repeats":
			g.node(Node{"source:" + string(l.From), "source", s.x.title(l.From)})
			g.node(Node{"source:" + string(l.To), "source", s.x.title(l.To)})
			g.edge(Edge{From: "source:" + string(l.From), To: "source:" + string(l.To), Basis: l.Kind, By: l.By, Reason: l.Basis})
		}
	}
	slices.SortFunc(g.Nodes, func(a, b Node) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(g.Edges, func(a, b Edge) int {
		return strings.Compare(a.From+"\x00"+a.To+"\x00"+a.Basis, b.From+"\x00"+b.To+"\x00"+b.Basis)
	})
	return g
}

// chain adds the source of a figure and its chain of speakers.
func (g *Graph) chain(x *index, f Figure) {
	from := "source:" + string(f.Source)
	g.node(Node{from, "source", x.title(f.Source)})
	for i, s := range f.Speakers {
		to := fmt.Sprintf("speaker:%s", voiceOf(f.Source, []statement.Speaker{s}).key)
		kind := "carrier"
		if i == len(f.Speakers)-1 {
			kind = "speaker"
		}
		g.node(Node{to, kind, s.Name})
		if from != to {
			g.edge(Edge{From: from, To: to, Basis: "chain", Figures: []statement.ID{f.ID}})
		}
		from = to
	}
}

// node adds a node once; who speaks anywhere is a speaker, and the label is the
// first in order of those in use.
func (g *Graph) node(n Node) {
	i := slices.IndexFunc(g.Nodes, func(m Node) bool { return m.ID == n.ID })
	if i < 0 {
		g.Nodes = append(g.Nodes, n)
		return
	}
	g.Nodes[i].Kind = max(g.Nodes[i].Kind, n.Kind)
	g.Nodes[i].Label = min(g.Nodes[i].Label, n.Label)
}

func (g *Graph) edge(e Edge) {
	i := slices.IndexFunc(g.Edges, func(o Edge) bool {
		return o.From == e.From && o.To == e.To && o.Basis == e.Basis && o.By == e.By && o.Reason == e.Reason
	})
	if i < 0 {
		g.Edges = append(g.Edges, e)
		return
	}
	g.Edges[i].Figures = append(g.Edges[i].Figures, e.Figures...)
}
