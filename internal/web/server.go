package web

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"sync"
	"sync/atomic"

	"reckon"
)

//go:embed static
var staticFiles embed.FS

// Options are what a server is made from.
type Options struct {
	Dir         string             // folder of the project, which may not exist yet
	Project     *reckon.Project    // the open project; nil where there is none or it is locked
	Environment reckon.Environment // handed to projects that are opened or made here
	Code        string             // one-time code that signs the first browser in
	Actor       string             // name offered for the person at the keyboard
	ActAs       string             // who acts in a project that is opened here; empty for whom the device belongs to
	Device      string             // name of this device
	Announce    func(code string)  // tells the person at the machine the next one-time code
	Report      func(err error)    // tells the person at the machine what went wrong beside a request
}

// Server serves the pages of one project folder.
type Server struct {
	options Options
	signing *signing
	views   *views

	mu      sync.RWMutex
	project *reckon.Project // guarded by mu
	checked *check          // what the last verification found; guarded by mu

	indexing   atomic.Bool    // the index of words is being brought up to date
	background sync.WaitGroup // what goes on beside requests
	stop       context.CancelFunc
	stopped    context.Context // ends what goes on beside requests
}

// New makes a server. It refuses templates or messages that do not parse.
func New(o Options) (*Server, error) {
	v, err := newViews()
	if err != nil {
		return nil, err
	}
	server := &Server{options: o, signing: newSigning(o.Code, o.Announce), views: v, project: o.Project}
	server.stopped, server.stop = context.WithCancel(context.Background())
	if o.Project != nil {
		server.catchUp(o.Project)
	}
	return server, nil
}

// catchUp brings the index of words up to date beside the requests. Where
// that fails, the search says that something is not searched.
func (s *Server) catchUp(p *reckon.Project) {
	if s.stopped.Err() != nil || !s.indexing.CompareAndSwap(false, true) {
		return
	}
	s.background.Go(func() {
		defer s.indexing.Store(false)
		if err := p.Index(s.stopped); err != nil && s.options.Report != nil {
			s.options.Report(err)
		}
	})
}

// Handler returns the server's routes behind the checks that every request
// passes.
func (s *Server) Handler() (http.Handler, error) {
	files, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("reading the static files: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", http.StripPrefix("/static/", cached(http.FileServerFS(files))))
	for _, r := range s.routes() {
		mux.Handle(r.pattern, s.handle(r))
	}
	return guarded(mux), nil
}

// Close closes the project that is open.
func (s *Server) Close() error {
	s.stop()
	s.background.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.project == nil {
		return nil
	}
	err := s.project.Close()
	s.project = nil
	return err
}

// open returns the open project, or nil.
func (s *Server) open() *reckon.Project {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.project
}

// route is one page or action.
type route struct {
	pattern string
	open    bool // may be asked for without being signed in
	empty   bool // works without an open project
	serve   func(*request) error
}

// routes is the one table of what the server answers.
func (s *Server) routes() []route {
	return []route{
		{"GET /signin", true, true, s.signInPage},
		{"POST /signin", true, true, s.signIn},
		{"POST /conceal", true, true, s.conceal},
		{"GET /away", true, true, s.away},
		{"POST /settings", true, true, s.settings},
		{"GET /{$}", false, true, s.home},
		{"POST /project", false, true, s.makeProject},
		{"POST /unlock", false, true, s.openProject},
		{"GET /sources", false, false, s.sourcesPage},
		{"POST /sources", false, false, s.addSource},
		{"GET /sources/{ref}", false, false, s.readerPage},
		{"GET /sources/{ref}/original", false, false, s.original},
		{"POST /sources/{ref}/texts", false, false, s.addText},
		{"GET /sources/{ref}/code", false, false, s.codePage},
		{"POST /sources/{ref}/statements", false, false, s.addStatement},
		{"GET /sources/{ref}/statements/{n}", false, false, s.statementPage},
		{"POST /sources/{ref}/statements/{n}/correct", false, false, s.correct},
		{"POST /sources/{ref}/statements/{n}/withdraw", false, false, s.withdraw},
		{"POST /sources/{ref}/statements/{n}/undo", false, false, s.undo},
		{"POST /sources/{ref}/proposals/accept", false, false, s.acceptProposals},
		{"POST /sources/{ref}/proposals/reject", false, false, s.rejectProposals},
		{"POST /sources/{ref}/proposals/reopen", false, false, s.reopenProposals},
		{"GET /sources/{ref}/proposals/{letter}", false, false, s.proposalPage},
		{"POST /sources/{ref}/proposals/{letter}", false, false, s.changeProposal},
		{"GET /incidents", false, false, s.incidentsPage},
		{"POST /incidents", false, false, s.addIncident},
		{"GET /incidents/{ref}", false, false, s.incidentPage},
		{"GET /toll", false, false, s.tollPage},
		{"GET /toll/{incident}", false, false, s.figuresPage},
		{"POST /toll/{incident}/position", false, false, s.declare},
		{"GET /custody", false, false, s.custodyPage},
		{"POST /custody/verify", false, false, s.verify},
		{"GET /custody/card", false, false, s.card},
		{"GET /custody/checkpoint.txt", false, false, s.checkpoint},
		{"GET /custody/{ref}", false, false, s.sourceCustody},
		{"GET /search", false, false, s.searchPage},
		{"GET /keys", false, true, s.keysPage},
		{"GET /", false, true, s.missing},
	}
}

// handle wraps a route: sign-in, the open project, errors.
func (s *Server) handle(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		q := &request{w: w, r: hr, s: s, project: s.open(), lang: s.views.words.languageOf(hr)}
		if !r.open && !s.signing.signedIn(hr) {
			q.askToSignIn()
			return
		}
		if q.project == nil && !r.empty {
			q.redirect("/")
			return
		}
		if err := r.serve(q); err != nil {
			q.fail(err)
		}
	})
}

// request is one request under way.
type request struct {
	w       http.ResponseWriter
	r       *http.Request
	s       *Server
	project *reckon.Project
	lang    string
}

// askToSignIn leads to the sign-in page. What a script asked is refused
// instead, so that the page keeps what was typed.
func (q *request) askToSignIn() {
	if !q.asksData() {
		q.redirect("/signin")
		return
	}
	if err := q.data(http.StatusUnauthorized, answer{What: q.say("signin.again")}); err != nil {
		http.Error(q.w, "signed out", http.StatusUnauthorized)
	}
}

func (q *request) ctx() context.Context { return q.r.Context() }

func (q *request) redirect(to string) { http.Redirect(q.w, q.r, to, http.StatusSeeOther) }
