package web

import (
	"net/url"
	"strconv"
	"strings"

	"reckon/internal/store"
)

// hitsShown is how many hits of a kind are shown at once.
const hitsShown = 20

type searchPage struct {
	page
	Query  string
	Groups []group
	Behind int    // acts that the index has not taken in yet
	Jump   string // address of what has the display number that was typed
}

// group is the hits among one kind of thing.
type group struct {
	Kind string
	Hits []hit
	More string // address of further ones, or ""
}

type hit struct {
	Ref, To string
	Title   string
	Parts   []store.Part
	Gone    bool // withdrawn
}

// searchPage searches everything at once: what is shown first is what has the
// display number that was typed.
func (s *Server) searchPage(q *request) error {
	v := q.r.URL.Query()
	p := searchPage{page: q.head("search", q.say("search.title")), Query: strings.TrimSpace(v.Get("q"))}
	p.Find = p.Query
	kinds := []string{store.FoundIncident, store.FoundPerson, store.FoundSource, store.FoundStatement, store.FoundText}
	if only := v.Get("in"); only != "" {
		kinds = []string{only}
	}
	skip, err := strconv.Atoi(v.Get("skip"))
	if err != nil || skip < 0 {
		skip = 0
	}
	if err := s.prepareSearch(q); err != nil {
		return err
	}
	err = q.project.Read(q.ctx(), func(r *store.Reader) (err error) {
		if p.Behind, err = r.Behind(); err != nil {
			return err
		}
		ref, err := r.Numbered(p.Query)
		if err != nil {
			return err
		}
		p.Jump = pageOf(ref)
		for _, kind := range kinds {
			if err := p.search(r, kind, skip); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return q.ok("search", p)
}

// fewActs is how many acts a search indexes first, so that what was just
// entered is found. More are indexed beside it, and the page says so.
const fewActs = 200

func (s *Server) prepareSearch(q *request) error {
	var behind int
	err := q.project.Read(q.ctx(), func(r *store.Reader) (err error) {
		behind, err = r.Behind()
		return err
	})
	switch {
	case err != nil || behind == 0:
		return err
	case behind <= fewActs:
		return q.project.Index(q.ctx())
	}
	s.catchUp(q.project)
	return nil
}

func (p *searchPage) search(r *store.Reader, kind string, skip int) error {
	if !searchable(kind) {
		return nil
	}
	hits, err := r.Search(p.Query, kind, skip, hitsShown+1)
	if err != nil || len(hits) == 0 {
		return err
	}
	g := group{Kind: kind}
	if len(hits) > hitsShown {
		hits = hits[:hitsShown]
		g.More = "/search?" + url.Values{"q": {p.Query}, "in": {kind}, "skip": {strconv.Itoa(skip + hitsShown)}}.Encode()
	}
	for _, h := range hits {
		shown, err := hitOf(r, h)
		if err != nil {
			return err
		}
		g.Hits = append(g.Hits, shown)
	}
	p.Groups = append(p.Groups, g)
	return nil
}

func searchable(kind string) bool {
	switch kind {
	case store.FoundSource, store.FoundText, store.FoundStatement, store.FoundIncident, store.FoundPerson:
		return true
	}
	return false
}

// hitOf names what was found and where to look at it.
func hitOf(r *store.Reader, h store.Hit) (hit, error) {
	out := hit{Parts: h.Parts}
	switch h.Kind {
	case store.FoundSource, store.FoundText:
		s, err := r.Source(h.ID)
		if err != nil {
			return out, err
		}
		out.Ref, out.Title, out.To = s.Ref, s.Title, pageOf(s.Ref)
		if h.Kind == store.FoundText {
			out.To += "?at=" + strconv.Itoa(h.At) + "#" + here
		}
	case store.FoundStatement:
		s, err := r.Statement(h.ID)
		if err != nil {
			return out, err
		}
		out.Ref, out.Gone = s.Ref, s.Standing == store.Withdrawn
		label, n, _ := strings.Cut(s.Ref, "#")
		out.To = pageOf(label) + "#st-" + n
	case store.FoundIncident:
		i, err := r.Incident(h.ID)
		if err != nil {
			return out, err
		}
		out.Ref, out.Title, out.To = i.Ref, i.Display, pageOf(i.Ref)
	case store.FoundPerson:
		p, err := r.Person(h.ID)
		if err != nil || len(p.Statements) == 0 {
			return out, err
		}
		out.Ref = p.Ref
		s, err := r.Statement(string(p.Statements[0]))
		out.To = pageOf(s.Ref)
		return out, err
	}
	return out, nil
}
