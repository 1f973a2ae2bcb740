package toll

import (
	"cmp"
	"slices"
	"strings"

	"reckon/dates"
	"reckon/statement"
)

// Kind sorts how two figures, or a figure and a reply, stand to each other.
type Kind string

// The kinds. A different question, a same origin, a revision and two figures
// that can both hold leave nothing for a person to decide; a contradiction does.
const (
	DifferentQuestion Kind = "different_question" // they count different things
	SameOrigin        Kind = "same_origin"        // one speaker, or one source drawing on the other
	Revision          Kind = "revision"           // one speaker, later
	Contradiction     Kind = "contradiction"      // different speakers, and both cannot hold
	Compatible        Kind = "compatible"         // different speakers, and both can hold
	Disputed          Kind = "disputed"           // somebody does not accept it and gives no figure
)

// Conflict is how figures stand to one another: every figure of A so to some of
// B, for the same reasons. B is empty where a reply is about the scope as a
// whole.
type Conflict struct {
	Kind    Kind           `json:"kind"`
	Groups  []string       `json:"groups,omitempty"`
	A       []statement.ID `json:"a"`
	B       []statement.ID `json:"b,omitempty"`
	Reasons []Reason       `json:"reasons"`
}

// Between tells how any two statements of the sheet stand to each other, in
// either order. It returns false where one of them is not on the sheet.
func (s *Sheet) Between(a, b statement.ID) (Conflict, bool) {
	c := Conflict{A: []statement.ID{a}, B: []statement.ID{b}}
	fa, okA := s.x.figure[a]
	fb, okB := s.x.figure[b]
	switch {
	case a == b:
		return c, false
	case okA && okB:
		c.Kind, c.Reasons = s.x.classify(fa, fb)
		s.x.tell(c.Reasons)
		c.Groups = []string{s.x.group[a]}
		if s.x.group[a] != s.x.group[b] {
			c.Groups = append(c.Groups, s.x.group[b])
		}
		return c, true
	}
	for _, r := range s.Replies {
		other := b
		if r.ID != a {
			other = a
		}
		if _, known := s.x.figure[other]; known && (r.ID == a || r.ID == b) {
			c.Kind, c.Reasons = Disputed, []Reason{s.x.replied(r)}
			c.Groups = []string{s.x.group[other]}
			return c, true
		}
	}
	return c, false
}

// classify sorts a pair of figures. The order of the questions is the method:
// what is counted, then who speaks, then when, then whether both can hold.
func (x *index) classify(a, b Figure) (Kind, []Reason) {
	a, b = x.ordered(a, b)
	if x.group[a.ID] != x.group[b.ID] {
		return x.acrossGroups(a, b)
	}
	if x.voice[a.ID].close(x.voice[b.ID]) {
		return x.oneSpeaker(a, b)
	}
	if silent(a.Quantity) || silent(b.Quantity) {
		return Compatible, []Reason{x.reason("no_number", x.said(a), x.said(b))}
	}
	if kind, reasons := x.judged(a, b); kind != "" {
		return kind, reasons
	}
	if va, vb := x.asOf[a.ID], x.asOf[b.ID]; before(va, vb) || before(vb, va) {
		return DifferentQuestion, []Reason{x.reason("as_of", x.said(a), a.AsOf, x.said(b), b.AsOf)}
	}
	if same(a.Quantity, b.Quantity) {
		return Compatible, []Reason{x.reason("equal", x.said(a))}
	}
	return x.readings(a, b)
}

// acrossGroups sorts figures that answer different questions. One that counts
// some of those whom the other counts cannot be larger.
func (x *index) acrossGroups(a, b Figure) (Kind, []Reason) {
	qa, qb := x.question[a.ID], x.question[b.ID]
	switch {
	case x.exceeds(a, b) && qa.within(qb):
		return Contradiction, []Reason{x.reason("narrow_over_wide", x.said(a), x.label(qa), x.said(b), x.label(qb))}
	case x.exceeds(b, a) && qb.within(qa):
		return Contradiction, []Reason{x.reason("narrow_over_wide", x.said(b), x.label(qb), x.said(a), x.label(qa))}
	}
	reasons := []Reason{x.aspects(qa, qb)}
	if alike(a, b) {
		reasons = append(reasons, x.reason("same_number", x.said(a)))
	}
	return DifferentQuestion, reasons
}

// exceeds reports that one speaker's figure is certainly above another's.
func (x *index) exceeds(a, b Figure) bool {
	v, w := x.bounds(a), x.bounds(b)
	return v.low > w.high && v.by == "" && w.by == "" && x.voice[a.ID].key != x.voice[b.ID].key
}

// alike reports that two figures name the same number in the same form.
func alike(a, b Figure) bool {
	return a.Quantity.Form != statement.Vague && same(a.Quantity, b.Quantity)
}

// aspects says in what two questions differ.
func (x *index) aspects(a, b Question) Reason {
	var named []string
	for _, n := range a.differs(b) {
		named = append(named, x.word("aspect_"+n))
	}
	return x.reason("different", strings.Join(named, ", "), x.label(a), x.label(b))
}

// oneSpeaker sorts two figures of one speaker: told twice, or changed later.
func (x *index) oneSpeaker(a, b Figure) (Kind, []Reason) {
	name := x.voice[a.ID].name
	if x.voice[a.ID].key != x.voice[b.ID].key {
		name = x.say("two_names", name, x.voice[b.ID].name).Text
	}
	if same(a.Quantity, b.Quantity) {
		return SameOrigin, []Reason{x.reason("told_again", name, x.said(a))}
	}
	da, db := x.date(a), x.date(b)
	if before(db, da) {
		a, b, da, db = b, a, db, da
	}
	if before(da, db) {
		return Revision, []Reason{x.reason("revised", name, x.said(a), da.String(), x.said(b), db.String())}
	}
	return SameOrigin, []Reason{x.reason("told_differently", name, x.said(a), x.said(b))}
}

// judged sorts two figures of which one source is judged to draw on the other.
// A source that names another speaker for another number is not the other's
// carrier by having cited it for something.
func (x *index) judged(a, b Figure) (Kind, []Reason) {
	for _, pair := range [][2]Figure{{a, b}, {b, a}} {
		from, to := pair[0], pair[1]
		path := x.path(from.Source, to.Source)
		if len(path) == 0 {
			continue
		}
		if attributed(from) && path[0].Kind != "repeats" && !same(from.Quantity, to.Quantity) {
			continue
		}
		l := path[0]
		return SameOrigin, []Reason{x.reason("link", string(l.From), x.word(l.Kind), string(l.To), l.By, l.Basis)}
	}
	return "", nil
}

// readings sorts two figures by what they allow.
func (x *index) readings(a, b Figure) (Kind, []Reason) {
	va, vb := x.bounds(a), x.bounds(b)
	if !va.known || !vb.known {
		return Compatible, []Reason{x.reason("vague", x.said(a), x.said(b))}
	}
	kind, reasons := Contradiction, []Reason{x.reason("cannot_both", x.said(a), x.said(b))}
	if va.meets(vb) {
		kind, reasons = Compatible, []Reason{x.reason("can_both", x.said(a), x.said(b))}
	}
	for _, f := range []Figure{a, b} {
		switch v := x.bounds(f); v.by {
		case "about":
			reasons = append(reasons, x.reason("read_about", x.said(f), number(v.low), number(v.high)))
		case "vague":
			reasons = append(reasons, x.reason("read_vague", x.said(f), x.in.Codebook.Version, x.reach(v)))
		}
	}
	if da, db := x.date(a), x.date(b); kind == Contradiction && (before(da, db) || before(db, da)) {
		reasons = append(reasons, x.reason("other_days"))
	}
	return kind, reasons
}

// replied says who does not accept what, or acknowledges it, without a figure.
func (x *index) replied(r Reply) Reason {
	code := "disputed"
	switch r.Kind {
	case "denial":
		code = "denied"
	case "acknowledgement":
		code = "acknowledged"
	}
	return x.say(code, cmp.Or(last(r.Speakers).Name, x.word("nobody")), r.Of)
}

// sorted collects pairs into conflicts: those with the same kind, reasons and
// readings become one.
type sorted struct {
	x    *index
	list []*Conflict
	at   map[string]*Conflict
	key  []byte // of the conflict looked for, kept for the next
}

func (s *sorted) add(kind Kind, groups []string, a, b statement.ID, reasons []Reason) {
	c := s.of(kind, groups, reasons)
	c.A, c.B = append(c.A, a), append(c.B, b)
}

// of returns the conflict of a kind with the reasons, a new one where there is
// none.
func (s *sorted) of(kind Kind, groups []string, reasons []Reason) *Conflict {
	s.key = append(s.key[:0], kind...)
	for _, g := range groups {
		s.key = append(append(s.key, 0), g...)
	}
	for _, r := range reasons {
		s.key = append(append(s.key, 0), r.Code...)
		for _, arg := range r.Args {
			s.key = append(append(s.key, 1), arg...)
		}
	}
	c := s.at[string(s.key)]
	if c == nil {
		s.x.tell(reasons)
		c = &Conflict{Kind: kind, Groups: groups, Reasons: reasons}
		s.at[string(s.key)] = c
		s.list = append(s.list, c)
	}
	return c
}

// done returns the conflicts with their figures sorted. Where the same figures
// stand on both sides they are listed once on each.
func (s *sorted) done() []Conflict {
	all := make([]Conflict, 0, len(s.list))
	for _, c := range s.list {
		slices.Sort(c.A)
		slices.Sort(c.B)
		c.A, c.B = slices.Compact(c.A), slices.Compact(c.B)
		all = append(all, *c)
	}
	return all
}

// conflicts lists how the figures of each group stand to one another, then
// equal numbers and impossible parts across groups, then the replies.
func (x *index) conflicts(groups []Group, replies []Reply) []Conflict {
	s := &sorted{x: x, at: map[string]*Conflict{}}
	for _, g := range groups {
		for i, a := range g.Figures {
			for _, b := range g.Figures[i+1:] {
				a, b := x.ordered(a, b)
				kind, reasons := x.classify(a, b)
				s.add(kind, []string{g.ID}, a.ID, b.ID, reasons)
			}
		}
	}
	for i, g := range groups {
		for _, h := range groups[i+1:] {
			x.across(s, g, h)
		}
	}
	all := s.done()
	for _, r := range replies {
		if r.Kind == "acknowledgement" {
			continue
		}
		c := Conflict{Kind: Disputed, A: []statement.ID{r.ID}, Reasons: []Reason{x.replied(r)}}
		if group, ok := x.group[r.Target]; ok {
			c.B, c.Groups = []statement.ID{r.Target}, []string{group}
		}
		for _, other := range replies {
			if other.Kind == "acknowledgement" && voiceOf(other.Source, other.Speakers).key == voiceOf(r.Source, r.Speakers).key {
				c.Reasons = append(c.Reasons, x.replied(other))
			}
		}
		all = append(all, c)
	}
	return all
}

// across lists what is worth saying of two groups: one number of one unit that
// answers two questions, a part larger than its whole, and, once for both
// groups, what keeps them apart where a single aspect does.
func (x *index) across(s *sorted, g, h Group) {
	inner, outer := g.Question.within(h.Question), h.Question.within(g.Question)
	aspects := g.Question.differs(h.Question)
	apart := len(aspects) == 1 && aspects[0] != "status" && aspects[0] != "unit" && (aspects[0] != "attributes" || inner || outer)
	sameUnit := g.Question.Unit == h.Question.Unit
	for _, a := range g.Figures {
		for _, b := range h.Figures {
			if !(sameUnit && alike(a, b)) && !(inner && x.exceeds(a, b)) && !(outer && x.exceeds(b, a)) {
				continue
			}
			a, b := x.ordered(a, b)
			kind, reasons := x.acrossGroups(a, b)
			s.add(kind, []string{g.ID, h.ID}, a.ID, b.ID, reasons)
		}
	}
	if !apart {
		return
	}
	c := s.of(DifferentQuestion, []string{g.ID, h.ID}, []Reason{x.aspects(g.Question, h.Question)})
	for _, a := range g.Figures {
		c.A = append(c.A, a.ID)
	}
	for _, b := range h.Figures {
		c.B = append(c.B, b.ID)
	}
}

// ordered puts the figure whose words come first on the first side, so that a
// pair reads the same in either order and pairs with the same readings meet.
func (x *index) ordered(a, b Figure) (Figure, Figure) {
	if cmp.Or(strings.Compare(x.said(a), x.said(b)), strings.Compare(string(a.ID), string(b.ID))) > 0 {
		return b, a
	}
	return a, b
}

// day reads a date and returns the zero value for what is none.
func day(text string) dates.Value {
	v, err := dates.Parse(text)
	if err != nil {
		return dates.Value{}
	}
	return v
}

// before reports that the first date certainly ends before the second begins.
func before(a, b dates.Value) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	end, start := a.Interval().EndBefore, b.Interval().StartAfter
	return end.Known() && start.Known() && end.JDN() < start.JDN()
}
