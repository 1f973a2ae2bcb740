package web

import (
	"net/url"
	"strings"

	"reckon"
)

// addText stores a text that a person typed of a source.
func (s *Server) addText(q *request) error {
	v, err := q.values()
	if err != nil {
		return err
	}
	got, err := q.project.AddTyped(q.ctx(), q.r.PathValue("ref"), reckon.Typed{
		Kind: v.Get("kind"), Data: strings.NewReader(v.Get("text")),
		Language: strings.TrimSpace(v.Get("language")), By: strings.TrimSpace(v.Get("by")), Reason: strings.TrimSpace(v.Get("reason")),
	})
	if err != nil {
		return err
	}
	q.redirect(pageOf(got.Ref) + "?done=" + url.QueryEscape(q.say("texts.kept", got.Ref)))
	return nil
}
