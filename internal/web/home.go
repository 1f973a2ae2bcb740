package web

import (
	"errors"
	"html/template"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
)

type homePage struct {
	page
	store.Tallies
	Conflicts  []template.HTML // statements of which two versions stand
	Recent     []change
	Unfinished []store.Source // sources without a statement
	Checked    *check
}

// home is the first page: what to go on with, and what waits for somebody. It
// shows no totals of the dead.
func (s *Server) home(q *request) error {
	if q.project == nil {
		return s.firstRun(q)
	}
	p := homePage{page: q.head("home", q.say("home.title")), Checked: s.lastCheck()}
	err := q.project.Read(q.ctx(), func(r *store.Reader) error { return p.fill(q, r) })
	if err != nil {
		return err
	}
	return q.ok("home", p)
}

func (p *homePage) fill(q *request, r *store.Reader) error {
	about, err := r.Project()
	if err != nil {
		return err
	}
	p.Title = about.Title
	if p.Tallies, err = r.Tallies(); err != nil {
		return err
	}
	if p.Unfinished, err = r.Unread(5); err != nil {
		return err
	}
	conflicts, err := r.Conflicts()
	if err != nil {
		return err
	}
	for _, ref := range conflicts {
		p.Conflicts = append(p.Conflicts, linked(ref))
	}
	records, err := r.Acts(store.ActFilter{}, 0, 6)
	if err != nil {
		return err
	}
	names, err := r.ActorNames()
	if err != nil {
		return err
	}
	p.Recent, err = q.changes(r, records, names)
	return err
}

type firstRunPage struct {
	page
	Folder, Actor string
	Locked        bool // a sealed project lies here and waits for its passphrase
	Wrong         string
}

// firstRun is shown where no project is open: it makes one, or opens the
// sealed one that lies here.
func (s *Server) firstRun(q *request) error {
	p := firstRunPage{page: q.head("", q.say("first.title")), Folder: s.options.Dir, Actor: s.options.Actor, Locked: reckon.Exists(s.options.Dir)}
	return q.ok("first", p)
}

// makeProject makes the project that the first page asked for.
func (s *Server) makeProject(q *request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.project != nil {
		return fault.New("WE003", fault.Invalid, "a project is open already")
	}
	o := reckon.InitOptions{
		Title: q.r.PostFormValue("title"), Actor: q.r.PostFormValue("actor"), Device: s.options.Device,
		Passphrase: q.r.PostFormValue("passphrase"),
	}
	p, recovery, err := reckon.Init(q.ctx(), s.options.Dir, o, s.options.Environment)
	if err != nil {
		return err
	}
	s.project = p
	if recovery == "" {
		q.redirect("/sources")
		return nil
	}
	sheet := sheetPage{page: q.head("", q.say("sheet.title")), Sheet: reckon.Sheet(p.ID(), recovery)}
	return q.ok("sheet", sheet)
}

type sheetPage struct {
	page
	Sheet string
}

// openProject opens the sealed project that lies here.
func (s *Server) openProject(q *request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.project == nil {
		passphrase := q.r.PostFormValue("passphrase")
		key := reckon.Key{Passphrase: func() (string, error) { return passphrase, nil }}
		p, err := reckon.Open(q.ctx(), s.options.Dir, key, s.options.Environment)
		if err != nil {
			return err
		}
		if s.options.ActAs != "" {
			if err := p.ActAs(q.ctx(), s.options.ActAs); err != nil {
				return errors.Join(err, p.Close())
			}
		}
		s.project = p
		s.catchUp(p)
	}
	q.redirect("/")
	return nil
}
