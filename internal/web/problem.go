package web

import (
	"errors"
	"net/http"

	"reckon/fault"
)

// status maps an error to the status that tells its kind. It is the only
// place that does.
func status(err error) int {
	switch fault.KindOf(err) {
	case fault.Usage, fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gate:
		return http.StatusForbidden
	case fault.Undecided:
		return http.StatusConflict
	case fault.Locked:
		return http.StatusLocked
	}
	return http.StatusInternalServerError
}

// problem is something amiss in words: what happened, what is safe, what to
// do.
type problem struct {
	What, Kept, Do, Where string
	More                  []string // further problems found in one pass
}

// problemOf puts an error into words, nil where there is none.
func problemOf(err error) *problem {
	if err == nil {
		return nil
	}
	p := &problem{What: err.Error()}
	var f *fault.Problem
	if errors.As(err, &f) {
		*p = problem{What: f.What, Kept: f.Kept, Do: f.Do, Where: f.Where}
	}
	var l fault.List
	if errors.As(err, &l) {
		for _, further := range l[1:] {
			p.More = append(p.More, further.Error())
		}
	}
	return p
}

// problemPage tells what happened, what is safe and what to do.
type problemPage struct {
	page
	problem
	Damaged bool
	Safe    bool // nothing was changed, for all that is known
}

// fail renders an error. What was typed stays in the browser's form, to which
// the page leads back.
func (q *request) fail(err error) {
	p := problemPage{page: q.head("", q.say("problem.title")), problem: *problemOf(err), Damaged: fault.KindOf(err) == fault.Integrity}
	p.Safe = q.r.Method == http.MethodGet || status(err) != http.StatusInternalServerError
	if q.asksData() {
		err = q.data(status(err), answer{What: p.What, Kept: p.Kept, Do: p.Do, Where: p.Where, More: p.More})
	} else {
		err = q.render("problem", status(err), p)
	}
	if err != nil {
		http.Error(q.w, "The page could not be made.", http.StatusInternalServerError)
	}
}

// missing answers addresses that lead nowhere.
func (s *Server) missing(*request) error {
	return fault.New("WE001", fault.NotFound, "there is no page at this address")
}
