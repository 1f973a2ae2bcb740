package web

import (
	"crypto/rand"
	"net/http"
	"strings"

	"reckon/fault"
)

type signInPage struct {
	page
	Wrong bool
}

// signInPage signs a browser in that brings a code, and asks others for one.
func (s *Server) signInPage(q *request) error {
	if code := q.r.URL.Query().Get("code"); code != "" && s.signing.enter(q.w, code) {
		q.redirect("/")
		return nil
	}
	s.signing.asked()
	p := signInPage{page: q.head("", q.say("signin.title")), Wrong: q.r.URL.Query().Get("code") != ""}
	return q.ok("signin", p)
}

// signIn takes a code that was typed.
func (s *Server) signIn(q *request) error {
	if s.signing.enter(q.w, strings.ToUpper(strings.TrimSpace(q.r.PostFormValue("code")))) {
		q.redirect("/")
		return nil
	}
	return q.render("signin", http.StatusForbidden, signInPage{page: q.head("", q.say("signin.title")), Wrong: true})
}

// NewCode draws a one-time code that can be read out and typed.
func NewCode() string {
	c := rand.Text()
	return c[:4] + "-" + c[4:8]
}

// conceal signs the browser out at once and leads away. The next code is
// announced where the program runs.
func (s *Server) conceal(q *request) error {
	s.signing.leave(q.w, q.r)
	q.redirect("/away")
	return nil
}

// away is what stands on the screen after concealing: nothing of the project.
func (s *Server) away(q *request) error {
	return q.ok("away", q.head("", q.say("away.title")))
}

// settings keeps the language and theme of this browser.
func (s *Server) settings(q *request) error {
	if lang := q.r.PostFormValue("language"); s.views.words.known(lang) {
		keep(q.w, languageCookie, lang)
	}
	keep(q.w, themeCookie, q.r.PostFormValue("theme"))
	back := q.r.PostFormValue("back")
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") {
		return fault.New("WE002", fault.Usage, "the page to go back to is none of this project's")
	}
	q.redirect(back)
	return nil
}

func keep(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}
