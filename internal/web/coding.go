package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/rendition"
	"reckon/source"
	"reckon/statement"
)

// maxForm bounds a form without files.
const maxForm = 1 << 20

// values reads the fields of a form. They come as one of two encodings: that
// of plain forms, or that of the pages' own requests.
func (q *request) values() (url.Values, error) {
	q.r.Body = http.MaxBytesReader(q.w, q.r.Body, maxForm)
	if err := q.r.ParseForm(); err != nil {
		return nil, fault.New("WE004", fault.Usage, "the form cannot be read").Unchanged("Nothing was changed")
	}
	return q.r.PostForm, nil
}

// quotes reads which words a form is about: those that were selected, by
// place, or those that were typed.
func quotes(v url.Values) ([]reckon.Quote, error) {
	var all []reckon.Quote
	for i, words := range v["exact"] {
		start, end, err := place(v, i)
		if err != nil {
			return nil, err
		}
		all = append(all, reckon.Quote{Words: words, Start: start, End: end})
	}
	if typed := v.Get("quote"); len(all) == 0 && strings.TrimSpace(typed) != "" {
		nth, err := strconv.Atoi(cmp.Or(v.Get("nth"), "0"))
		if err != nil {
			return nil, fault.New("WE007", fault.Usage, "%q is no number of an occurrence", v.Get("nth")).Unchanged("Nothing was changed")
		}
		for _, words := range strings.Split(typed, "\n+\n") {
			all = append(all, reckon.Quote{Words: words, Nth: nth})
		}
	}
	return all, nil
}

func place(v url.Values, i int) (start, end int, err error) {
	starts, ends := v["start"], v["end"]
	if i >= len(starts) || i >= len(ends) {
		return 0, 0, fault.New("WE008", fault.Usage, "the words come without their place").Unchanged("Nothing was changed")
	}
	start, err1 := strconv.Atoi(starts[i])
	end, err2 := strconv.Atoi(ends[i])
	if err1 != nil || err2 != nil || start < 0 || end <= start {
		return 0, 0, fault.New("WE009", fault.Usage, "the place of the words is no place").Unchanged("Nothing was changed")
	}
	return start, end, nil
}

// addStatement codes what a form says.
func (s *Server) addStatement(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	in := reckon.Coded{Source: q.r.PathValue("ref"), Rendition: source.RenditionID(v.Get("rendition")), Reason: v.Get("reason")}
	if in.Statement.Content, err = statement.NewContent(v.Get("kind")); err != nil {
		return err
	}
	if in.Quotes, err = quotes(v); err != nil {
		return err
	}
	in.When = reckon.Phrase{Words: strings.TrimSpace(v.Get("when")), Base: strings.TrimSpace(v.Get("when_base"))}
	if err := fill(&in.Statement, v); err != nil {
		return err
	}
	got, err := q.project.AddStatement(q.ctx(), in)
	if err != nil {
		return err
	}
	return q.changed(got, "coding.added")
}

// changed answers a change of a statement: with where it now stands to the
// pages' own requests, by leading there otherwise.
func (q *request) changed(got reckon.Entered, message string) error {
	label, n, _ := strings.Cut(got.Ref, "#")
	done := q.say(message, got.Ref)
	if q.asksData() {
		return q.data(http.StatusOK, answer{Ref: got.Ref, N: n, Done: done})
	}
	q.redirect(pageOf(label) + "?done=" + url.QueryEscape(done) + "#st-" + url.PathEscape(n))
	return nil
}

// codePage is the form for one kind of statement by itself, for whoever works
// without scripts.
type codePage struct {
	page
	Source store.Source
	Kinds  []string
	Form   *form
}

func (s *Server) codePage(q *request) error {
	p := codePage{page: q.head("sources", q.say("coding.title"))}
	for _, c := range statement.Kinds() {
		p.Kinds = append(p.Kinds, c.Kind())
	}
	kind := q.r.URL.Query().Get("kind")
	err := q.project.Read(q.ctx(), func(r *store.Reader) (err error) {
		if p.Source, err = r.Source(q.r.PathValue("ref")); err != nil || kind == "" {
			return err
		}
		if _, err := statement.NewContent(kind); err != nil {
			return err
		}
		forms, err := q.forms(r, p.Source)
		for i := range forms {
			if forms[i].Kind == kind {
				p.Form = &forms[i]
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return q.ok("code", p)
}

type statementPage struct {
	page
	Source    store.Source
	Statement summary
	Standing  string
	Versions  []version
	Form      *form
	Undoable  bool
	Damage    string          // why it cannot be said where the words stand
	At        rendition.Place // where the words stand in the original

	anchor *source.Anchor
}

// version is one version of a statement as people read it.
type version struct {
	Time, By, Kind, Reason string
	Stands                 bool
	Quote                  string
	Sentence               string
	Said                   []said
}

// statementPage shows one statement with its history, and the forms that
// change it.
func (s *Server) statementPage(q *request) error {
	p := statementPage{page: q.head("sources", "")}
	err := q.project.Read(q.ctx(), func(r *store.Reader) error { return p.fill(q, r) })
	if err != nil {
		return err
	}
	if p.At, err = q.project.Place(q.ctx(), p.Source.Ref, p.anchor); fault.KindOf(err) == fault.Integrity {
		p.Damage = err.Error()
	} else if err != nil {
		return err
	}
	p.Title = q.say("statement.title", p.Statement.Ref)
	return q.ok("statement", p)
}

func (p *statementPage) fill(q *request, r *store.Reader) (err error) {
	if p.Source, err = r.Source(q.r.PathValue("ref")); err != nil {
		return err
	}
	st, err := r.Statement(p.Source.Ref + "#" + q.r.PathValue("n"))
	if err != nil {
		return err
	}
	names, err := r.ActorNames()
	if err != nil {
		return err
	}
	p.Statement, p.Standing = q.summary(r, st), st.Standing
	for _, v := range st.Versions {
		p.Versions = append(p.Versions, q.version(r, st, v, names))
	}
	p.Undoable = st.Standing != store.Erased && st.Standing != store.Conflict
	content := st.Content()
	if content != nil {
		p.anchor = content.Anchor
	}
	if content == nil || st.Standing == store.Withdrawn || st.Standing == store.Erased {
		return nil
	}
	c, err := q.choices(r, p.Source.ID)
	if err != nil {
		return err
	}
	f := q.form(content, c)
	f.Action = q.r.URL.Path + "/correct"
	if content.Anchor != nil {
		f.Rendition = content.Anchor.Rendition
	}
	p.Form = &f
	return nil
}

func (q *request) version(r *store.Reader, st store.Statement, v store.Version, names map[ledger.ActorID]string) version {
	out := version{Time: v.Time, By: names[v.Actor], Kind: v.Kind, Reason: v.Reason, Stands: !v.Superseded}
	if v.Statement == nil {
		return out
	}
	out.Quote = v.Statement.Quote
	if q.lang == first {
		out.Sentence = reckon.Sentence(r, st.Label, v.Statement)
	} else {
		out.Said = q.said(v.Statement)
	}
	return out
}

func (q *request) statementName() string { return q.r.PathValue("ref") + "#" + q.r.PathValue("n") }

// correct enters a new version of a statement: its content, its words, or
// both.
func (s *Server) correct(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	in := reckon.Correction{Name: q.statementName(), Rendition: source.RenditionID(v.Get("rendition")), Reason: strings.TrimSpace(v.Get("reason"))}
	if in.Quotes, err = quotes(v); err != nil {
		return err
	}
	when := reckon.Phrase{Words: strings.TrimSpace(v.Get("when")), Base: strings.TrimSpace(v.Get("when_base"))}
	_, dated := v["when"]
	before, err := s.before(q)
	if err != nil {
		return err
	}
	if dated && when.Words != before.Words || when.Words != "" && when.Base != before.Base {
		in.When = when
	}
	in.Edit = func(st *statement.Statement) error {
		if dated && when.Words == "" {
			st.When = nil
		}
		return fill(st, v)
	}
	if typed := v.Get("quote"); len(v["exact"]) == 0 && typed != "" && v.Get("quote_before") == oneLine(typed) {
		in.Quotes = nil // the words were left alone
	}
	got, err := q.project.CorrectStatement(q.ctx(), in)
	if err != nil {
		return err
	}
	return q.changed(got, "coding.corrected")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// before returns the date of the statement as its form had it.
func (s *Server) before(q *request) (phrase reckon.Phrase, err error) {
	err = q.project.Read(q.ctx(), func(r *store.Reader) error {
		st, err := r.Statement(q.statementName())
		if content := st.Content(); err == nil && content != nil {
			phrase = phraseOf(content)
		}
		return err
	})
	return phrase, err
}

func (s *Server) withdraw(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	got, err := q.project.WithdrawStatement(q.ctx(), q.statementName(), strings.TrimSpace(v.Get("reason")))
	if err != nil {
		return err
	}
	return q.changed(got, "coding.withdrawn")
}

func (s *Server) undo(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	got, err := q.project.Undo(q.ctx(), q.statementName(), strings.TrimSpace(v.Get("reason")))
	if err != nil {
		return err
	}
	return q.changed(got, "coding.undone")
}
