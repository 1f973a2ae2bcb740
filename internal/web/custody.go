package web

import (
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
)

// actsShown is how many acts stand on one page.
const actsShown = 50

type custodyPage struct {
	page
	Changes []change
	People  []option
	Kinds   []option
	Of      string // display number of the source that the acts are about
	Acts    int64
	Older   string // address of the next page, or ""
	Newer   string
	Checked *check
	Source  *store.Source
}

// check is what the last verification from these pages found.
type check struct {
	Time    string
	Found   reckon.Verified
	Problem *problem
}

// custodyPage lists what was done, the newest first.
func (s *Server) custodyPage(q *request) error {
	v := q.r.URL.Query()
	p := custodyPage{page: q.head("custody", q.say("custody.title")), Of: strings.TrimSpace(v.Get("source")), Checked: s.lastCheck()}
	return s.listActs(q, &p, v)
}

// sourceCustody lists what was done with one source, from its receipt on.
func (s *Server) sourceCustody(q *request) error {
	p := custodyPage{page: q.head("custody", q.say("custody.of", q.r.PathValue("ref"))), Of: q.r.PathValue("ref"), Source: new(store.Source)}
	return s.listActs(q, &p, q.r.URL.Query())
}

func (s *Server) listActs(q *request, p *custodyPage, v url.Values) error {
	f := store.ActFilter{Actor: ledger.ActorID(v.Get("by")), Kind: v.Get("kind")}
	skip, err := strconv.Atoi(v.Get("skip"))
	if err != nil || skip < 0 {
		skip = 0
	}
	err = q.project.Read(q.ctx(), func(r *store.Reader) error {
		if p.Of != "" {
			src, err := r.Source(p.Of)
			if err != nil {
				return err
			}
			f.Source = source.ID(src.ID)
			if p.Source != nil {
				p.Source = &src
			}
		}
		return p.fill(q, r, f, skip)
	})
	if err != nil {
		return err
	}
	return q.ok("custody", p)
}

func (p *custodyPage) fill(q *request, r *store.Reader, f store.ActFilter, skip int) error {
	tallies, err := r.Tallies()
	if err != nil {
		return err
	}
	p.Acts = tallies.Acts
	names, err := r.ActorNames()
	if err != nil {
		return err
	}
	for id, name := range names {
		p.People = append(p.People, option{string(id), name, id == f.Actor})
	}
	slices.SortFunc(p.People, func(a, b option) int { return strings.Compare(a.Label+a.Value, b.Label+b.Value) })
	for _, k := range r.ActKinds() {
		p.Kinds = append(p.Kinds, option{k, q.say("kindof." + k), k == f.Kind})
	}
	records, err := r.Acts(f, skip, actsShown+1)
	if err != nil {
		return err
	}
	if len(records) > actsShown {
		records = records[:actsShown]
		p.Older = skipped(q.r.URL, skip+actsShown)
	}
	if skip > 0 {
		p.Newer = skipped(q.r.URL, max(0, skip-actsShown))
	}
	p.Changes, err = q.changes(r, records, names)
	return err
}

// skipped is the address of another page of a list.
func skipped(u *url.URL, skip int) string {
	v := u.Query()
	v.Set("skip", strconv.Itoa(skip))
	return u.Path + "?" + v.Encode()
}

// change is an act as people read it.
type change struct {
	Time, Reason string
	Sentence     template.HTML
}

// changes puts acts into sentences.
func (q *request) changes(r *store.Reader, records []*ledger.Record, names map[ledger.ActorID]string) ([]change, error) {
	all := make([]change, len(records))
	for i, rec := range records {
		a := &rec.Act
		what, err := objectOf(r, a)
		if err != nil {
			return nil, err
		}
		by := names[a.Actor]
		all[i] = change{
			Time: ledger.FormatTime(a.Time), Reason: a.Reason,
			Sentence: sentence(q.say("act."+a.Kind), isolate(by), what),
		}
	}
	return all, nil
}

// objectOf returns what an act is about, as a link where it has a page.
func objectOf(r *store.Reader, a *ledger.Act) (template.HTML, error) {
	var p struct {
		Statement any
		Incident  any // of a position its identifier
		Source    string
		Name      string
		Title     string
	}
	if a.Erased || json.Unmarshal(a.Payload, &p) != nil {
		return "", nil
	}
	id := string(a.ID)
	if s, ok := p.Statement.(string); ok {
		id = s
	} else if s, ok := p.Incident.(string); ok {
		ref, err := r.Numbered(s)
		if err != nil || ref == "" {
			return "", err
		}
		return "(" + linkedTo("/toll/"+url.PathEscape(ref), ref) + ")", nil
	} else if p.Source != "" && !strings.HasPrefix(a.Kind, "source.added") {
		id = p.Source
	}
	ref, err := r.Numbered(id)
	if err != nil {
		return "", err
	}
	switch {
	case ref != "":
		return linked(ref), nil
	case p.Title != "":
		return isolate(p.Title), nil
	}
	return isolate(p.Name), nil
}

// linked makes a display number a link to its page, where it has one.
func linked(ref string) template.HTML {
	if to := pageOf(ref); to != "" {
		return linkedTo(to, ref)
	}
	return leftToRight(ref)
}

func linkedTo(address, ref string) template.HTML {
	return template.HTML(`<a href="` + template.HTMLEscapeString(address) + `">` + string(leftToRight(ref)) + `</a>`)
}

// pageOf returns the address of what has a display number, or "".
func pageOf(ref string) string {
	label, n, statement := strings.Cut(ref, "#")
	switch {
	case statement:
		return "/sources/" + url.PathEscape(label) + "/statements/" + url.PathEscape(n)
	case strings.HasPrefix(ref, "S-"):
		return "/sources/" + url.PathEscape(ref)
	case strings.HasPrefix(ref, "I-"):
		return "/incidents/" + url.PathEscape(ref)
	}
	return ""
}

// sentence fills the places of a message with values that are HTML already.
func sentence(message string, values ...template.HTML) template.HTML {
	text := template.HTMLEscapeString(message)
	for i, v := range values {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", string(v))
	}
	return template.HTML(text)
}

// verify checks the whole project and shows what came of it. A failure has a
// page of its own.
func (s *Server) verify(q *request) error {
	found, err := q.project.Verify(q.ctx(), reckon.VerifyOptions{Deep: q.r.PostFormValue("deep") != ""})
	if err != nil && fault.KindOf(err) != fault.Integrity {
		return err
	}
	c := &check{Time: ledger.FormatTime(time.Now()), Found: found, Problem: problemOf(err)}
	s.mu.Lock()
	s.checked = c
	s.mu.Unlock()
	p := verifiedPage{page: q.head("custody", q.say("verified.title")), Check: c}
	if err == nil {
		return q.ok("verified", p)
	}
	p.Title = q.say("verified.failed")
	return q.render("verified", http.StatusInternalServerError, p)
}

type verifiedPage struct {
	page
	Check *check
}

// lastCheck returns what the last verification found, or nil.
func (s *Server) lastCheck() *check {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.checked
}

type cardPage struct {
	page
	Name string // of the project
	Head reckon.Head
	Date string
}

// card is the head of the log to be printed and handed to somebody.
func (s *Server) card(q *request) error {
	p := cardPage{page: q.head("custody", q.say("card.title")), Date: ledger.FormatTime(time.Now())}
	err := q.project.Read(q.ctx(), func(r *store.Reader) error {
		about, err := r.Project()
		p.Name = about.Title
		return err
	})
	if err != nil {
		return err
	}
	if p.Head, err = q.project.Checkpoint(q.ctx()); err != nil {
		return err
	}
	return q.ok("card", p)
}

// checkpoint is the signed head as the file that verification takes.
func (s *Server) checkpoint(q *request) error {
	head, err := q.project.Checkpoint(q.ctx())
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="checkpoint.txt"`)
	_, _ = q.w.Write([]byte(head.Note)) // a browser that has gone away cannot be told
	return nil
}
