package web

import (
	"net/http"
	"net/url"
	"strings"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/propose"
	"reckon/source"
	"reckon/statement"
)

// acceptProposals enters proposals as they are.
func (s *Server) acceptProposals(q *request) error {
	v, letters, err := q.decision()
	if err != nil {
		return err
	}
	got, err := q.project.AcceptProposals(q.ctx(), reckon.Acceptance{
		Source: q.r.PathValue("ref"), Proposals: letters, Reason: strings.TrimSpace(v.Get("reason")),
	})
	if err != nil {
		return err
	}
	return q.accepted(got)
}

// changeProposal enters a proposal with what a form changed of it.
func (s *Server) changeProposal(q *request) error {
	v, letters, err := q.decision()
	if err != nil {
		return err
	}
	if len(letters) != 1 || letters[0] != q.r.PathValue("letter") {
		return fault.New("WE020", fault.Usage, "the form names no proposal, or another than its page").Unchanged("Nothing was changed")
	}
	in := reckon.Acceptance{
		Source: q.r.PathValue("ref"), Proposals: letters, Reason: strings.TrimSpace(v.Get("reason")), Alone: v.Get("part") == "apart",
		When: reckon.Phrase{Words: strings.TrimSpace(v.Get("when")), Base: strings.TrimSpace(v.Get("when_base"))},
		Edit: func(s *statement.Statement) error { return fill(s, v) },
	}
	if typed := v.Get("quote"); len(v["exact"]) > 0 || oneLine(typed) != v.Get("quote_before") {
		if in.Quotes, err = quotes(v); err != nil {
			return err
		}
	}
	got, err := q.project.AcceptProposals(q.ctx(), in)
	if err != nil {
		return err
	}
	return q.accepted(got)
}

// accepted answers an acceptance with the statements that were entered.
func (q *request) accepted(got []reckon.Entered) error {
	refs, numbers := make([]string, len(got)), make([]string, len(got))
	for i, e := range got {
		refs[i], numbers[i] = e.Ref, numberOf(e.Ref)
	}
	message := "proposal.accepted"
	if len(refs) == 1 {
		message = "coding.added"
	}
	done := q.say(message, q.listed(refs))
	if q.asksData() {
		return q.data(http.StatusOK, answer{Numbers: numbers, Done: done})
	}
	q.redirect("/sources/" + url.PathEscape(q.r.PathValue("ref")) + "?done=" + url.QueryEscape(done) + "#proposals")
	return nil
}

// formOf makes the coding form of a proposal, filled in with what it says.
func (q *request) formOf(p *propose.Proposal) (f form, err error) {
	err = q.project.Read(q.ctx(), func(r *store.Reader) error {
		src, err := r.Source(q.r.PathValue("ref"))
		if err != nil {
			return err
		}
		c, err := q.choices(r, src.ID)
		f = q.form(p.Statement, c)
		f.Action = "/sources/" + src.Ref + "/proposals/" + p.ID
		f.Rendition = source.RenditionID(p.Statement.Anchor.Rendition)
		return err
	})
	return f, err
}

// listed puts display numbers and letters into a line of plain text, each of
// them isolated from the direction of the text around it.
func (q *request) listed(names []string) string {
	return "\u2066" + strings.Join(names, "\u2069"+q.say("list.separator")+"\u2066") + "\u2069"
}
