package web

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reckon"
	"reckon/dates"
	"reckon/internal/store"
	"reckon/places"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// world is a real project behind a real server on the loopback.
type world struct {
	t       *testing.T
	base    string
	code    string
	project *reckon.Project
	server  *Server
	http    *http.Server
	dir     string
}

// newWorld makes a project with some invented sources, statements and an
// incident, and serves it.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := emptyWorld(t)
	p, _, err := reckon.Init(t.Context(), w.dir, reckon.InitOptions{Title: "Vesmar district, 2031", Actor: "Ana Lund", Device: "laptop"}, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	w.project, w.server.project = p, p
	return w
}

// emptyWorld serves a folder in which no project lies yet.
func emptyWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, dir: filepath.Join(t.TempDir(), "project"), code: NewCode()}
	s, err := New(Options{Dir: w.dir, Code: w.code, Actor: "Ana Lund", Device: "laptop", Environment: reckon.Environment{}})
	if err != nil {
		t.Fatal(err)
	}
	w.server = s
	w.listen("127.0.0.1:0")
	t.Cleanup(func() {
		w.stop()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) listen(address string) {
	w.t.Helper()
	l, err := net.Listen("tcp", address)
	for range 40 {
		if err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
		l, err = net.Listen("tcp", address)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	h, err := w.server.Handler()
	if err != nil {
		w.t.Fatal(err)
	}
	w.base = "http://" + l.Addr().String()
	w.http = &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go w.http.Serve(l)
}

// stop ends the server as a killed program would.
func (w *world) stop() { w.http.Close() }

// source adds a text and returns its display number.
func (w *world) source(title, text, language string) string {
	w.t.Helper()
	in := reckon.Ingest{Name: "release.txt", Data: strings.NewReader(text), How: "file"}
	in.About = source.Added{Title: title, Material: "press_release", SaidBy: "District office", Published: "2031-03-04", Language: language, Confidentiality: source.Internal}
	got, err := w.project.AddSource(context.Background(), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return got.Ref
}

// code codes words of a source.
func (w *world) coded(ref, quote string, content statement.Content, change ...func(*statement.Statement)) string {
	w.t.Helper()
	in := reckon.Coded{Source: ref, Quotes: []reckon.Quote{{Words: quote, Nth: 1}}}
	in.Statement.Content = content
	for _, c := range change {
		c(&in.Statement)
	}
	got, err := w.project.AddStatement(context.Background(), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return got.Ref
}

func figure(words string) *statement.Toll {
	q, err := statement.ParseQuantity(words)
	if err != nil {
		panic(err)
	}
	return &statement.Toll{Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}}
}

func named(name, fate, age string) *statement.Person {
	return &statement.Person{Name: name, Fate: fate, Age: age}
}

const (
	englishText = "Vesmar, 4 March 2031. The district office said that at least 20 persons were killed in the upper town on the night of 2 March.\n\n" +
		"Residents blamed the air force. “They came over the bridge,” said one of them, Oren Talvi, 34, who lost both parents.\n\n" +
		"Mira Sund, 12, is missing since that night.\n"
	arabicText = "قال الناطق باسم المكتب إن ما لا يقل عن 20 شخصًا قُتلوا في المدينة العليا ليلة 2 آذار 2031، وسُلّمت الرسالة لمحمد صباحًا.\n\n" +
		"وأضاف أن أحمد الخطيب (34 عامًا) ومحمد الخطيب (12 عامًا) في عداد المفقودين حتى تاريخ 2031-03-12.\n"
)

// filled gives the world what most pages show something of.
func (w *world) filled() *world {
	w.t.Helper()
	ctx := context.Background()
	incident := register.Incident{
		Names:   []register.IncidentName{{Text: "Vesmar upper town, 2 March 2031", UsedBy: "the project"}, {Text: "المدينة العليا", Language: "ar", UsedBy: "الناطق باسم المكتب"}},
		Display: "Vesmar upper town, 2 March 2031", Reason: "place and date, which nobody disputes",
		When: &dates.When{Value: mustDate("2031-03-02")}, Where: &places.Place{Words: "upper town of Vesmar", Precision: "settlement"},
	}
	got, err := w.project.AddIncident(ctx, incident, "")
	if err != nil {
		w.t.Fatal(err)
	}
	in := func(s *statement.Statement) { s.Incident = got.ID }
	en := w.source("Release of the district office", englishText, "en")
	w.coded(en, "at least 20 persons were killed", figure("at least 20"), in)
	w.coded(en, "The district office said that at least 20 persons were killed in the upper town", &statement.Happening{What: "killing"}, in)
	w.coded(en, "air force", &statement.Allegation{Actor: "air force", ActorType: "force", Role: "carried_out", Act: "came over the bridge", Reply: "none_recorded", Standing: "alleged"}, in)
	w.coded(en, "blamed the air force", &statement.Characterisation{Of: "the night", Term: "blamed"}, in)
	w.coded(en, "Mira Sund, 12, is missing", named("Mira Sund", "missing", "12"), in)
	ar := w.source("بيان المكتب", arabicText, "ar")
	w.coded(ar, "ما لا يقل عن 20 شخصًا قُتلوا", figure("20"), in)
	w.coded(ar, "أحمد الخطيب", named("أحمد الخطيب", "missing", "34"), in)
	w.coded(ar, "محمد الخطيب", named("محمد الخطيب", "missing", "12"), in)
	if _, err := w.project.CorrectStatement(ctx, reckon.Correction{Name: en + "#1", Reason: "the scope was left out", Edit: func(s *statement.Statement) error {
		s.Note = "checked against the printed release"
		return nil
	}}); err != nil {
		w.t.Fatal(err)
	}
	gone := w.coded(en, "Oren Talvi", named("Oren Talvi", "survived", "34"), in)
	if _, err := w.project.WithdrawStatement(ctx, gone, "coded twice"); err != nil {
		w.t.Fatal(err)
	}
	w.reference("Letter to the council", "In the archive of the council, folder 7")
	return w
}

// reference adds a source known by reference alone, with a waiting statement.
func (w *world) reference(title, citation string) {
	w.t.Helper()
	in := reckon.Ingest{About: source.Added{Title: title, Material: "letter", SaidBy: "Council of Vesmar", Citation: citation, Confidentiality: source.Internal}}
	got, err := w.project.AddSource(context.Background(), in)
	if err != nil {
		w.t.Fatal(err)
	}
	w.coded(got.Ref, "dozens", figure("dozens"))
}

func mustDate(text string) dates.Value {
	v, err := dates.Parse(text)
	if err != nil {
		panic(err)
	}
	return v
}

// pages are the addresses of every page of a filled world.
func pages() []string {
	return []string{
		"/", "/sources", "/sources/S-1", "/sources/S-2", "/sources/S-3", "/sources/S-1/code", "/sources/S-1/code?kind=toll",
		"/sources/S-1/statements/1", "/sources/S-1/statements/6", "/incidents", "/incidents/I-1", "/toll", "/toll/I-1", "/toll/project", "/custody", "/custody/S-1",
		"/custody/card", "/search", "/search?q=vesmar", "/keys", "/nowhere",
	}
}

// statement reads a statement back as it stands.
func (w *world) statement(ref string) (store.Statement, *statement.Statement) {
	w.t.Helper()
	var st store.Statement
	err := w.project.Read(context.Background(), func(r *store.Reader) (err error) {
		st, err = r.Statement(ref)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return st, st.Content()
}

// anchored wants every anchor of a source to hold in its text.
func (w *world) anchored(ref string) {
	w.t.Helper()
	loose, err := w.project.CheckAnchors(context.Background(), ref)
	if err != nil || len(loose) > 0 {
		w.t.Errorf("anchors of %s that do not hold: %v %v", ref, loose, err)
	}
}
