package toll

import (
	"slices"
	"strings"

	"reckon/fault"
	"reckon/statement"
)

// Handling is how a project deals with figures that differ. The five are those
// that recorders use (Every Casualty, Standards for Casualty Recording, 2016);
// none is the default.
type Handling string

// The handlings.
const (
	Prioritise Handling = "prioritise" // one speaker or source before the others
	LowHigh    Handling = "range"      // the lowest to the highest claim
	Unknown    Handling = "unknown"    // unknown, unconfirmed or uncorroborated
	Pending    Handling = "pending"    // left open until more is known
	AskSource  Handling = "ask_source" // go back to the source
)

// Rule is a project's declaration of a handling for a group of the scope, or
// for every group of it where none is named.
type Rule struct {
	Handling Handling `json:"handling"`
	Group    string   `json:"group,omitempty"`
	First    []string `json:"first,omitempty"` // for prioritise: speakers' names or source ids, in order
	Reason   string   `json:"reason"`
	By       string   `json:"by"`
}

// Validate reports what is wrong with the declaration.
func (r Rule) Validate() error {
	var l fault.List
	switch r.Handling {
	case Prioritise, LowHigh, Unknown, Pending, AskSource:
	default:
		l.Add(fault.New("TO010", fault.Invalid, "%q is no handling", string(r.Handling)).At("handling").
			Try("Use prioritise, range, unknown, pending or ask_source"))
	}
	if (r.Handling == Prioritise) != (len(r.First) > 0) {
		l.Add(fault.New("TO011", fault.Invalid, "who comes first belongs to prioritise, and to nothing else").At("first"))
	}
	if strings.TrimSpace(r.Reason) == "" {
		l.Add(fault.New("TO012", fault.Invalid, "the rule has no reason").At("reason").Try("Say why the project handles it so"))
	}
	if strings.TrimSpace(r.By) == "" {
		l.Add(fault.New("TO013", fault.Invalid, "nobody is named who declares the rule").At("by"))
	}
	return l.Err()
}

// Position is what a project's rule makes of a group: its own position, printed
// beside the claims and never in place of them. Low and High are absent where
// the handling gives no number, or leaves that end open.
type Position struct {
	Rule       Rule           `json:"rule"`
	Low        *int64         `json:"low,omitempty"`
	High       *int64         `json:"high,omitempty"`
	Figures    []statement.ID `json:"figures,omitempty"` // those it rests on
	Text       string         `json:"text"`
	Derivation []Reason       `json:"derivation"`
}

// position applies the rule declared for a group, the one that names it before
// one for all; nil where there is none.
func (x *index) position(g Group) *Position {
	i := slices.IndexFunc(x.in.Rules, func(r Rule) bool { return r.Group == g.ID })
	if i < 0 {
		i = slices.IndexFunc(x.in.Rules, func(r Rule) bool { return r.Group == "" })
	}
	if i < 0 {
		return nil
	}
	p := &Position{Rule: x.in.Rules[i]}
	p.step(x.say("rule_declared", x.word("handling_"+string(p.Rule.Handling)), p.Rule.By, p.Rule.Reason))
	switch p.Rule.Handling {
	case Prioritise:
		x.prioritise(p, g)
	case LowHigh:
		x.lowHigh(p, g)
	default:
		p.Text = x.say("position_"+string(p.Rule.Handling), g.Label).Text
	}
	return p
}

func (p *Position) step(r Reason) { p.Derivation = append(p.Derivation, r) }

// prioritise takes the newest figure of the first in the list who gives one.
// Where several of one day differ, it takes none.
func (x *index) prioritise(p *Position, g Group) {
	for _, name := range p.Rule.First {
		own := x.of(name, g.Figures)
		if len(own) == 0 {
			p.step(x.say("first_absent", name))
			continue
		}
		newest := own[len(own)-1]
		for _, f := range own {
			if !before(x.date(f), x.date(newest)) && !same(f.Quantity, newest.Quantity) {
				p.step(x.say("first_differs", name, x.said(f), x.said(newest)))
				p.Text = x.say("position_none", g.Label).Text
				return
			}
		}
		p.Figures = []statement.ID{newest.ID}
		p.Low, p.High = newest.Quantity.Low, newest.Quantity.High
		p.step(x.say("first_found", name, x.said(newest), string(newest.Source)))
		p.Text = x.say("position_prioritise", g.Label, x.said(newest), x.voice[newest.ID].name, string(newest.Source)).Text
		return
	}
	p.Text = x.say("position_none", g.Label).Text
}

// of returns the figures of a source, by its id, or of a speaker, by the words of
// the name in any order and case.
func (x *index) of(name string, figures []Figure) []Figure {
	var own []Figure
	wanted := voiceOf("", []statement.Speaker{{Name: name}}).words
	for _, f := range figures {
		if string(f.Source) == name || len(wanted) > 0 && slices.Equal(x.voice[f.ID].words, wanted) {
			own = append(own, f)
		}
	}
	return own
}

// lowHigh takes the ends of the span as they are, open ones open.
func (x *index) lowHigh(p *Position, g Group) {
	s := g.Span
	if s.Low.Number == nil && s.High.Number == nil {
		p.step(x.say("range_empty"))
		p.Text = x.say("position_none", g.Label).Text
		return
	}
	p.Figures = append(slices.Clone(s.Low.Figures), s.High.Figures...)
	slices.Sort(p.Figures)
	p.Figures = slices.Compact(p.Figures)
	p.step(x.say("range_low", x.claims(s.Low.Figures)))
	p.step(x.say("range_high", x.claims(s.High.Figures)))
	if !s.Low.Open {
		p.Low = s.Low.Number
	} else {
		p.step(x.say("range_low_open", strings.Join(texts(s.Low.Opens), ", ")))
	}
	if !s.High.Open {
		p.High = s.High.Number
	} else {
		p.step(x.say("range_high_open", strings.Join(texts(s.High.Opens), ", ")))
	}
	if len(s.Vague) > 0 {
		p.step(x.say("range_vague", x.claims(s.Vague)))
	}
	p.Text = x.say("position_range", g.Label, x.spanText(s)).Text
}

// claims lists figures with who says them.
func (x *index) claims(list []statement.ID) string {
	var all []string
	for _, id := range list {
		all = append(all, x.claim(x.figure[id]))
	}
	return strings.Join(all, "; ")
}

func texts[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, t := range list {
		all[i] = string(t)
	}
	return all
}
