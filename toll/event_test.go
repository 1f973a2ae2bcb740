package toll_test

import (
	"testing"

	"reckon/statement"
	"reckon/toll"
)

// pair is how a careful reader sorts two statements.
type pair struct {
	a, b statement.ID
	want toll.Kind
}

// story is an invented event with what a careful reader makes of it.
type story struct {
	name    string
	event   *event
	pairs   []pair
	groups  [][]statement.ID     // figures that belong on one axis
	apart   [][2]statement.ID    // figures that do not
	origins map[statement.ID]int // how many independent origins a figure's group really has
}

// flood is a count by day: one office revises, others carry it, an independent
// body counts less.
func flood() story {
	e := newEvent().
		source("a", "2031-03-02", "news_report").source("b", "2031-03-03", "news_report").source("c", "2031-03-05", "news_report").
		source("d", "2031-03-09", "organisation_report").source("e", "2031-03-04", "news_report").source("f", "2034", "encyclopaedia").
		says("a.1", "Vesmar Post[press] > Orlin Health Office[authority]", "12", "killed").
		says("b.1", "Radio Tarnik[press] > Health Office of Orlin[authority]", "12", "died").
		says("c.1", "Vesmar Post[press] > Orlin Health Office[authority]", "19", "killed").
		says("d.1", "Relief Field Mission[international]", "at least 31", "killed").
		says("e.1", "The Evening Bell[press]", "19", "killed").
		says("e.2", "The Evening Bell[press]", "dozens", "wounded").
		says("f.1", "Encyclopaedia of Rivers[publisher] > Orlin Health Office[authority]", "17", "killed").
		says("a.2", "Vesmar Post[press] > Orlin Health Office[authority]", "40", "missing").
		says("a.3", "Vesmar Post[press] > Orlin Health Office[authority]", "40", "destroyed/houses").
		link("e", "repeats", "c")
	return story{"flood", e, []pair{
		{"a.1", "b.1", toll.SameOrigin}, {"a.1", "c.1", toll.Revision}, {"b.1", "c.1", toll.Revision}, {"c.1", "d.1", toll.Contradiction},
		{"e.1", "c.1", toll.SameOrigin}, {"f.1", "c.1", toll.SameOrigin}, {"a.1", "a.2", toll.DifferentQuestion},
		{"a.2", "a.3", toll.DifferentQuestion}, {"d.1", "e.2", toll.DifferentQuestion},
	}, [][]statement.ID{{"a.1", "b.1", "c.1", "d.1", "e.1", "f.1"}}, [][2]statement.ID{{"a.1", "a.2"}, {"a.2", "a.3"}},
		map[statement.ID]int{"a.1": 2}}
}

// raid is a night with a total, its parts, captives, and somebody who does not
// accept the number.
func raid() story {
	e := newEvent().
		source("g", "2031-06-02", "official_statement").source("h", "2031-06-04", "organisation_report").source("i", "2031-06-05", "letter").
		source("j", "2041-06-01", "official_statement").source("k", "2031-06-03", "news_report").source("l", "2031-06-07", "table").
		says("g.1", "Province Council of Hestia[authority]", "46", "killed").
		says("g.2", "Province Council of Hestia[authority]", "12", "killed//children", "part=g.1").
		says("g.3", "Province Council of Hestia[authority]", "9", "killed//women", "part=g.1").
		says("g.4", "Province Council of Hestia[authority]", "49", "hostage").
		says("h.1", "Lantern Watch[organisation]", "at least 40", "killed").
		says("h.2", "Lantern Watch[organisation]", "25", "body_recovered/bodies", "stage=examined").
		says("h.3", "Lantern Watch[organisation]", "46", "buried/graves").
		says("h.4", "Lantern Watch[organisation]", "49", "killed//civilians").
		says("j.1", "Province Council of Hestia[authority]", "52", "killed", "as_of=2041-06-01").
		says("k.1", "Hestia Courier[press] > a doctor[medical]", "about 50", "killed").
		says("k.2", "Hestia Courier[press] > a nurse[medical]", "up to 30", "killed").
		says("k.3", "Hestia Courier[press] > residents[witness]", "46", "killed", "scope=the whole district since May").
		says("l.1", "Register of Hestia[inquiry]", "44 to 48", "killed").
		says("l.2", "Register of Hestia[inquiry]", "31", "killed", "stage=named").
		says("l.3", "Register of Hestia[inquiry]", "6", "missing", "part=l.4").
		says("l.4", "Register of Hestia[inquiry]", "51", "captive").
		says("g.5", "Province Council of Hestia[authority]", "6", "missing").
		replies("i.1", "Ministry of the Interior[authority]", "dispute", "the account of the council", "").
		replies("i.2", "Ministry of the Interior[authority]", "denial", "that anybody was taken", "g.4")
	return story{"raid", e, []pair{
		{"g.1", "h.1", toll.Compatible}, {"g.1", "j.1", toll.Revision}, {"g.1", "k.1", toll.Compatible}, {"g.1", "k.2", toll.Contradiction},
		{"g.1", "k.3", toll.DifferentQuestion}, {"g.1", "l.1", toll.Compatible}, {"g.1", "l.2", toll.DifferentQuestion},
		{"g.1", "g.2", toll.DifferentQuestion}, {"g.2", "g.3", toll.DifferentQuestion}, {"g.1", "h.3", toll.DifferentQuestion},
		{"h.4", "g.4", toll.DifferentQuestion}, {"h.1", "k.2", toll.Contradiction}, {"l.1", "j.1", toll.Contradiction},
		{"g.1", "i.1", toll.Disputed}, {"g.4", "i.2", toll.Disputed}, {"g.4", "l.4", toll.Contradiction}, {"h.4", "g.1", toll.Contradiction},
		{"h.2", "h.3", toll.DifferentQuestion},
	}, [][]statement.ID{{"g.1", "h.1", "j.1", "k.1", "k.2", "l.1"}, {"g.4", "l.4"}},
		[][2]statement.ID{{"g.1", "h.2"}, {"g.1", "h.3"}, {"g.1", "g.4"}, {"g.1", "k.3"}, {"l.2", "l.1"}, {"l.3", "g.5"}},
		map[statement.ID]int{"g.1": 5}}
}

// strike is told by agencies, by nobody in particular, in other scripts, and as
// one number for several fates.
func strike() story {
	e := newEvent().
		source("m", "2032-01-10", "agency_report").source("n", "2032-01-11", "news_report").source("o", "2032-01-12", "news_report").
		source("p", "2032-01-20", "organisation_report").source("q", "2033-01-10", "web_page").
		says("m.1", "Agency Nord[agency] > مستشفى الزهراء[medical]", "23", "killed").
		says("n.1", "جريدة النهر[press] > Agency Nord[agency]", "23", "killed").
		says("n.2", "جريدة النهر[press] > مستشفى الزهراء[medical]", "27", "killed").
		says("o.1", "Daily Kestrel[press]", "hundreds", "killed+wounded").
		says("o.2", "Daily Kestrel[press]", "23", "wounded").
		says("o.3", "Daily Kestrel[press]", "hundreds", "killed").
		says("p.1", "Kestrel Monitor[organisation]", "more than 20", "killed", "as_of=2032-01-11").
		says("p.2", "Kestrel Monitor[organisation]", "more than 35", "killed", "as_of=2032-01-19").
		says("p.3", "Kestrel Monitor[organisation]", "an unknown number", "missing").
		says("q.1", "Memory Page[publisher]", "35", "killed", "when=2032-01-10").
		says("q.2", "Memory Page[publisher]", "400", "killed", "when=2031-01-01/2032-12-31").
		says("q.3", "Memory Page[publisher]", "7", "missing").
		says("n.3", "جريدة النهر[press] > Border Police[armed_force]", "fewer than 10", "killed", "as_of=2032-01-10").
		link("q", "cites", "n")
	return story{"strike", e, []pair{
		{"m.1", "n.2", toll.Revision}, {"m.1", "n.1", toll.Compatible}, {"o.1", "o.3", toll.DifferentQuestion},
		{"o.3", "m.1", toll.Contradiction}, {"p.1", "p.2", toll.Revision}, {"p.1", "m.1", toll.Compatible},
		{"p.3", "q.3", toll.Compatible}, {"q.1", "q.2", toll.DifferentQuestion}, {"o.2", "m.1", toll.DifferentQuestion},
		{"n.3", "m.1", toll.Contradiction}, {"n.3", "p.2", toll.DifferentQuestion}, {"q.1", "n.2", toll.SameOrigin},
	}, [][]statement.ID{{"m.1", "n.1", "n.2", "o.3", "p.1", "p.2", "q.1", "n.3"}},
		[][2]statement.ID{{"q.1", "q.2"}, {"o.1", "o.3"}, {"o.2", "m.1"}},
		map[statement.ID]int{"m.1": 4, "p.3": 1}}
}

// TestStoriesAreSortedAsAReaderSortsThem holds the engine to what a careful
// reader says of invented events: every figure in its group, every pair of its
// kind, and the true number of origins within the range.
func TestStoriesAreSortedAsAReaderSortsThem(t *testing.T) {
	t.Parallel()
	for _, st := range []story{flood(), raid(), strike()} {
		t.Run(st.name, func(t *testing.T) {
			t.Parallel()
			s := st.event.build(t)
			for _, p := range st.pairs {
				wantKind(t, s, p.want, p.a, p.b)
			}
			for _, list := range st.groups {
				wantTogether(t, s, list...)
			}
			for _, two := range st.apart {
				wantApart(t, s, two[0], two[1])
			}
			for id, want := range st.origins {
				if o := group(t, s, id).Origins; want < o.Low || want > o.High {
					t.Errorf("%s: origins %d to %d, in truth %d: %v", id, o.Low, o.High, want, o.Reasons)
				}
			}
		})
	}
}
