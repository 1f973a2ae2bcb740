package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"reckon/extract"
	"reckon/fault"
	"reckon/propose"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// proposalsListed is how many open proposals the reader lists at once, and how
// many numbers that are none.
const proposalsListed = 30

// proposals is what the reader page has of the figures proposed from its text.
type proposals struct {
	Source string     // display number
	Open   []proposed // those that are listed
	All    int        // how many are open
	More   int        // how many of them are not listed
	Firm   []string   // keys of the listed ones that can be accepted together
	Down   []proposed // turned down
	Not    []notFigure
	Nots   int    // how many numbers are none
	Note   string // message that says why nothing is proposed, or ""
	Whole  string // address of the page that lists all
}

// proposed is a proposal as people read it.
type proposed struct {
	ID, Key               string // letter; letter with the place of the number
	Grade                 extract.Grade
	Standing              propose.Standing
	Before, Number, After string // the words around and of the number
	Figure, Counts, Scope string
	Of                    *wholeOf
	Speaker, Via          string
	Why                   []string
	Marks                 []template.HTML
	Ref, Reason           string // of the statement that codes it; why it was turned down
}

// wholeOf is what a proposal is a part of.
type wholeOf struct {
	Message     string
	Name, Words string // display number or letter, and the number
}

// notFigure is a number that is no figure to be coded, with the reason.
type notFigure struct{ Words, Reason string }

// markMessages are the words for what makes a proposal doubtful.
var markMessages = map[string]string{
	"restates": "proposal.mark.restates", "rival": "proposal.mark.rival", "same_people": "proposal.mark.same_people",
	"other_event": "proposal.mark.other_event", "older": "proposal.mark.older",
}

// notMessages are the words for why a number is no figure.
var notMessages = map[string]string{
	"address": "proposal.not.address", "age": "proposal.not.age", "body_parts": "proposal.not.body_parts", "date": "proposal.not.date",
	"distance": "proposal.not.distance", "duration": "proposal.not.duration", "footnote": "proposal.not.footnote",
	"in_attribution": "proposal.not.in_attribution", "incidents": "proposal.not.incidents", "legal": "proposal.not.legal",
	"medical": "proposal.not.medical", "military_units": "proposal.not.military_units", "money": "proposal.not.money",
	"no_fate": "proposal.not.no_fate", "objects": "proposal.not.objects", "occupants": "proposal.not.occupants",
	"ordinal": "proposal.not.ordinal", "para": "proposal.not.para", "percent_other": "proposal.not.percent_other",
	extract.Acting: "proposal.not.actors", "personnel": "proposal.not.personnel", "places": "proposal.not.places",
	"population": "proposal.not.population", "pronoun": "proposal.not.pronoun", "reference": "proposal.not.reference",
	"repeat": "proposal.not.repeat", "time": "proposal.not.time", "unit_name": "proposal.not.unit_name",
	"unreadable": "proposal.not.unreadable", "weapons": "proposal.not.weapons", "year": "proposal.not.year",
}

// readyReasons are the reasons for turning a proposal down that the pages
// offer; any other can be written.
func readyReasons() []string {
	return []string{"proposal.reason.event", "proposal.reason.older", "proposal.reason.people", "proposal.reason.restated", "proposal.reason.misread"}
}

// proposalsOf reads what is proposed from the text that a page shows. There is
// nothing but where that is the text that coding goes by. With all, nothing is left
// out of the list.
func (q *request) proposalsOf(p *readerPage, text *source.Text, all bool) (*proposals, []span, error) {
	if newest, ok := p.Source.Text(); text == nil || !ok || p.Rendition.Rendition != newest.Rendition {
		return nil, nil, nil
	}
	found, err := q.project.Proposals(q.ctx(), p.Source.Ref, extract.Look)
	if err != nil {
		return nil, nil, err
	}
	limit := proposalsListed
	if all {
		limit = len(found.Proposals) + len(found.NotFigures)
	}
	open := found.Open()
	out := &proposals{Source: p.Source.Ref, All: len(open), Nots: len(found.NotFigures), Note: noteOf(&found), Whole: wholeList(q.r.URL)}
	listed := open[:min(limit, len(open))]
	out.More = len(open) - len(listed)
	for i := range listed {
		out.Open = append(out.Open, q.proposed(&found, &listed[i]))
	}
	for i := range found.Proposals {
		if r := &found.Proposals[i]; r.Standing == propose.Rejected {
			out.Down = append(out.Down, q.proposed(&found, r))
		}
	}
	for _, n := range found.NotFigures[:min(limit, len(found.NotFigures))] {
		out.Not = append(out.Not, q.notFigure(n))
	}
	out.Firm = together(&found, listed)
	return out, proposedSpans(text, open, len(listed)), nil
}

// noteOf says why nothing is proposed.
func noteOf(found *propose.Set) string {
	switch {
	case found.Note != "":
		return "proposal.note.language"
	case len(found.Proposals) == 0:
		return "proposal.note.none"
	case len(found.Open()) == 0:
		return "proposal.note.decided"
	}
	return ""
}

// wholeList is the address of the page with nothing left out of its lists.
func wholeList(u *url.URL) string {
	v := u.Query()
	v.Del("done")
	v.Set("list", "all")
	return u.Path + "?" + v.Encode()
}

// together returns the keys of the firm ones among those that are listed that
// need no further decision: they have a speaker, and what they are parts of is
// decided on or firm and listed too.
func together(found *propose.Set, listed []propose.Proposal) []string {
	var keys []string
	for i := range listed {
		p, apart := &listed[i], false
		for of := p; of != nil && of.Standing == propose.Open && !apart; of = found.Find(of.PartOf) {
			apart = of.Grade != extract.Firm || len(of.Statement.Speakers) == 0 ||
				!slices.ContainsFunc(listed, func(l propose.Proposal) bool { return l.ID == of.ID })
		}
		if !apart {
			keys = append(keys, keyOf(p))
		}
	}
	return keys
}

// keyOf names a proposal in a form: its letter, and where its number stands, so
// that a page that has grown old names no other.
func keyOf(p *propose.Proposal) string { return p.ID + "@" + strconv.Itoa(p.Number.Start) }

// proposedSpans are the words of the open proposals, and their numbers. The
// first ones are those that have a place in the list.
func proposedSpans(text *source.Text, open []propose.Proposal, listed int) []span {
	spans := make([]span, 0, 2*len(open))
	for i := range open {
		p := &open[i]
		details := ""
		if i < listed {
			details = "pr-" + p.ID
		}
		for _, f := range p.Statement.Anchor.Fragments {
			from, to := bytesOf(text, f)
			spans = append(spans, span{from: from, to: to, n: p.ID, tone: string(p.Grade), details: details, proposed: true})
		}
		from, to := bytesOf(text, p.Number)
		spans = append(spans, span{from: from, to: to, details: details, number: true})
	}
	return spans
}

// bytesOf returns where a fragment that was made from a text lies in it.
func bytesOf(text *source.Text, f source.Fragment) (from, to int) {
	from, _ = text.ByteOffset(f.Start)
	to, _ = text.ByteOffset(f.End)
	return from, to
}

// proposed describes a proposal in the language of the page.
func (q *request) proposed(found *propose.Set, p *propose.Proposal) proposed {
	t := p.Toll()
	f := p.Statement.Anchor.Fragments[0]
	points := []rune(f.Exact)
	from, to := p.Number.Start-f.Start, p.Number.End-f.Start
	out := proposed{
		ID: p.ID, Key: keyOf(p), Grade: p.Grade, Standing: p.Standing, Why: p.Why, Ref: p.Ref, Reason: p.Reason, Scope: t.Scope,
		Before: string(points[:from]), Number: string(points[from:to]), After: string(points[to:]),
		Figure: q.figure(toll.Figure{Quantity: t.Figure}, t.Figure.String()), Counts: q.counts(t), Of: wholeFor(found, p),
	}
	if n := len(p.Statement.Speakers); n > 0 {
		out.Speaker = p.Statement.Speakers[n-1].Name
		out.Via = chainField(&statement.Statement{Speakers: p.Statement.Speakers[:n-1]}).Text()
	}
	for _, m := range p.Marks {
		out.Marks = append(out.Marks, sentence(q.say(markMessages[m.Kind]), isolate(cmp.Or(m.Figure, "“"+oneLine(m.Text)+"”"))))
	}
	return out
}

// counts says what a figure counts.
func (q *request) counts(t *statement.Toll) string {
	said := []string{q.sayTerm("unit", t.Category.Unit), q.sayList("status", t.Category.Statuses)}
	if len(t.Category.Attributes) > 0 {
		said = append(said, q.sayList("attribute", t.Category.Attributes))
	}
	return strings.Join(said, q.say("list.separator"))
}

// wholeFor says what a proposal is a part of, and what becomes of that where
// the part is accepted.
func wholeFor(found *propose.Set, p *propose.Proposal) *wholeOf {
	of := found.Find(p.PartOf)
	if of == nil {
		return nil
	}
	w := &wholeOf{Message: "proposal.part.with", Name: of.ID, Words: of.Number.Exact}
	switch {
	case of.Standing == propose.Accepted:
		w.Message, w.Name = "proposal.part.coded", of.Ref
	case of.Standing == propose.Rejected:
		w.Message = "proposal.part.down"
	case of.Grade == extract.Look:
		w.Message = "proposal.part.apart"
	}
	return w
}

func (q *request) notFigure(n extract.NotFigure) notFigure {
	key, ok := notMessages[n.Reason]
	if !ok {
		key = "proposal.not.other"
	}
	return notFigure{oneLine(n.Text), q.say(key)}
}

// proposalPage shows one proposal with the forms that decide on it.
type proposalPage struct {
	page
	Source    string
	Proposal  proposed
	Coded     template.HTML // the statement that codes it, or ""
	Form      form
	Rendition source.RenditionID
	Reasons   []string
}

func (s *Server) proposalPage(q *request) error {
	found, err := q.project.Proposals(q.ctx(), q.r.PathValue("ref"), extract.Look)
	if err != nil {
		return err
	}
	letter := q.r.PathValue("letter")
	p := found.Find(letter)
	if p == nil {
		return fault.New("WE021", fault.NotFound, "no figure of %s is proposed as %.20q", found.Source, letter)
	}
	out := proposalPage{
		page: q.head("sources", q.say("proposal.one", letter)), Source: found.Source, Proposal: q.proposed(&found, p), Coded: linked(p.Ref),
		Rendition: found.Rendition, Reasons: readyReasons(),
	}
	if out.Form, err = q.formOf(p); err != nil {
		return err
	}
	return q.ok("proposal", out)
}

// decision is what a form says about proposals: their letters, once it is
// clear that they still name what the page showed.
func (q *request) decision() (url.Values, []string, error) {
	v, err := q.values()
	if err != nil {
		return nil, nil, err
	}
	if len(v["p"]) == 0 {
		return nil, nil, fault.New("WE020", fault.Usage, "the form names no proposal, or another than its page").Unchanged("Nothing was changed")
	}
	found, err := q.project.Proposals(q.ctx(), q.r.PathValue("ref"), extract.Look)
	if err != nil {
		return nil, nil, err
	}
	letters := make([]string, len(v["p"]))
	for i, key := range v["p"] {
		letters[i], _, _ = strings.Cut(key, "@")
		if p := found.Find(letters[i]); p == nil || keyOf(p) != key {
			return nil, nil, fault.New("WE022", fault.Invalid, "%.20s is not proposed any more as the page showed it: the text was read anew", letters[i]).
				At(found.Source).Unchanged("Nothing was changed").Try("Open the source again")
		}
	}
	return v, letters, nil
}

// turned answers a decision that made no statement.
func (q *request) turned(message string, letters []string) error {
	done := q.say(message, q.listed(letters))
	if q.asksData() {
		return q.data(http.StatusOK, answer{Done: done})
	}
	q.redirect("/sources/" + url.PathEscape(q.r.PathValue("ref")) + "?done=" + url.QueryEscape(done) + "#proposals")
	return nil
}

func (s *Server) rejectProposals(q *request) error {
	reason := func(v url.Values) string {
		ready, own := strings.TrimSpace(v.Get("ready")), strings.TrimSpace(v.Get("reason"))
		if ready != "" && own != "" {
			return ready + ": " + own
		}
		return ready + own
	}
	return q.turn(q.project.RejectProposals, reason, "proposal.rejected")
}

func (s *Server) reopenProposals(q *request) error {
	reason := func(v url.Values) string { return strings.TrimSpace(v.Get("reason")) }
	return q.turn(q.project.ReopenProposals, reason, "proposal.reopened")
}

// turn turns proposals down, or takes that back.
func (q *request) turn(do func(ctx context.Context, name string, letters []string, reason string) error, reason func(url.Values) string, message string) error {
	v, letters, err := q.decision()
	if err != nil {
		return err
	}
	if err := do(q.ctx(), q.r.PathValue("ref"), letters, reason(v)); err != nil {
		return err
	}
	return q.turned(message, letters)
}
