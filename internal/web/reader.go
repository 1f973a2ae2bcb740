package web

import (
	"html/template"
	"strconv"
	"strings"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

type readerPage struct {
	page
	Source        store.Source
	By            string // who entered it
	Before, After string // display numbers of the neighbours
	Rendition     *store.Rendition
	Text          template.HTML
	Damage        string // why the text cannot be shown
	Direction     string // auto, ltr or rtl
	Statements    []coded
	Proposals     *proposals // nil where the text shown is not the newest, or none
	Reasons       []string   // messages of the reasons for turning one down
	Forms         []form
}

// coded is a statement as the reader lists it.
type coded struct {
	summary
	Standing string
	Tone     string
	Marked   bool   // its words are marked in the text that is shown
	Loose    string // message that says why they are not
	Other    source.RenditionID
	When     string
	By       string
}

// readerPage shows a source's text and what is coded of it.
func (s *Server) readerPage(q *request) error {
	p := readerPage{page: q.head("sources", ""), Direction: "auto", Reasons: readyReasons()}
	if d := q.r.URL.Query().Get("dir"); d == "rtl" || d == "ltr" {
		p.Direction = d
	}
	var all []store.Statement
	var said []summary // of each
	var names map[ledger.ActorID]string
	err := q.project.Read(q.ctx(), func(r *store.Reader) (err error) {
		if p.Source, err = r.Source(q.r.PathValue("ref")); err != nil {
			return err
		}
		if p.Before, p.After, err = r.Neighbours(p.Source); err != nil {
			return err
		}
		if names, err = r.ActorNames(); err != nil {
			return err
		}
		for st, err := range r.Statements(store.Filter{Source: source.ID(p.Source.ID)}) {
			if err != nil {
				return err
			}
			if st.Standing != store.Erased {
				all = append(all, st)
				said = append(said, q.summary(r, st))
			}
		}
		p.Forms, err = q.forms(r, p.Source)
		return err
	})
	if err != nil {
		return err
	}
	p.Title, p.By = p.Source.Title, names[p.Source.Actor]
	if p.Source.Erased {
		p.Title = q.say("sources.erased")
	}
	text, err := q.shownText(&p)
	if err != nil {
		return err
	}
	var spans []span
	for i, st := range all {
		c, marks := codedIn(st, text, p.Rendition)
		c.summary = said[i]
		c.By = names[st.Versions[len(st.Versions)-1].Actor]
		p.Statements = append(p.Statements, c)
		spans = append(spans, marks...)
	}
	var open []span
	if p.Proposals, open, err = q.proposalsOf(&p, text, q.r.URL.Query().Get("list") == "all"); err != nil {
		return err
	}
	spans = append(spans, open...)
	if text != nil {
		p.Text = readingOf(text, spans, p.Direction, placeAsked(q, text))
	}
	return q.ok("reader", p)
}

// shownText reads the text that was asked for, or the newest. A source
// without one has a page all the same, and so has one whose text is damaged.
func (q *request) shownText(p *readerPage) (*source.Text, error) {
	asked := source.RenditionID(q.r.URL.Query().Get("rendition"))
	if len(p.Source.Renditions) == 0 {
		return nil, nil
	}
	text, rendition, err := q.project.Text(q.ctx(), p.Source.Ref, asked)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil, err
	case fault.KindOf(err) == fault.Integrity:
		p.Damage = err.Error()
		return nil, nil
	case err != nil:
		return nil, err
	}
	p.Rendition = &rendition
	return text, nil
}

// placeAsked returns the byte that a link from the search leads to, or -1.
func placeAsked(q *request, text *source.Text) int {
	n, err := strconv.Atoi(q.r.URL.Query().Get("at"))
	if err != nil {
		return -1
	}
	if at, ok := text.ByteOffset(n); ok {
		return at
	}
	return -1
}

// codedIn makes a statement's line in the list, but for what it says, and its
// spans in the text.
func codedIn(st store.Statement, text *source.Text, shown *store.Rendition) (coded, []span) {
	content := st.Content()
	c := coded{Standing: st.Standing}
	c.When = st.Versions[len(st.Versions)-1].Time
	fate := ""
	if person, ok := contentOf(content).(*statement.Person); ok {
		fate = person.Fate
	}
	c.Tone = toneOf(st.Kind, fate)
	switch {
	case st.Standing == store.Withdrawn:
		return c, nil
	case content == nil || content.Anchor == nil:
		c.Loose = "loose.waiting"
		return c, nil
	case text == nil:
		c.Loose = "loose.notext"
		return c, nil
	case content.Anchor.Rendition != shown.Rendition:
		c.Loose, c.Other = "loose.other", content.Anchor.Rendition
		return c, nil
	}
	if state := content.Anchor.Resolve(text); !state.Anchored {
		c.Loose = "loose." + strings.ReplaceAll(string(state.Reason), " ", "_")
		return c, nil
	}
	c.Marked = true
	var spans []span
	for _, f := range content.Anchor.Fragments {
		from, to := bytesOf(text, f)
		n := numberOf(st.Ref)
		spans = append(spans, span{from: from, to: to, n: n, tone: c.Tone, details: "st-" + n})
	}
	return c, spans
}

func contentOf(s *statement.Statement) statement.Content {
	if s == nil {
		return nil
	}
	return s.Content
}

// numberOf returns a statement's number within its source.
func numberOf(ref string) string {
	_, n, _ := strings.Cut(ref, "#")
	return n
}

// collect gathers a sequence, or returns its first error.
func collect[T any](seq func(func(T, error) bool)) ([]T, error) {
	var all []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
