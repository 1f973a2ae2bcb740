package reckon_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/internal/tollsheet"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

const caseHead = "kind,id,source,speakers,quote,incident,words,statuses,unit,subset_of,link,target,basis\n"

// smallCase is a case of two sources, one of them by reference alone.
func smallCase() reckon.Case {
	about := source.Added{Title: "Release", Material: "press_release", SaidBy: "Ministry [authority]", Confidentiality: source.Internal}
	cited := about
	about.Source, cited.Source = "release", "courier"
	cited.Title, cited.Citation = "Courier", "Vesmar Courier, page 2"
	return reckon.Case{
		Sources: []reckon.Ingest{
			{
				About: about, Name: "release.txt", How: "file",
				Data: strings.NewReader("In Vesmar 20 people were killed, among them 7 children.\n"),
			},
			{About: cited},
		},
		Incidents: []register.Incident{{
			ID: "vesmar", Names: []register.IncidentName{{Text: "Vesmar", UsedBy: "the project"}}, Display: "Vesmar", Reason: "the only name",
		}},
		Statements: []byte(caseHead +
			"toll,part,release,Ministry [authority],7 children,vesmar,7,killed,persons,whole,,,\n" +
			"toll,whole,release,Ministry [authority],20 people were killed,vesmar,20,killed,persons,,,,\n" +
			"toll,other,courier,Courier [press],20,,20,killed,persons,,,,\n" +
			"link,link,courier,coder [coder],,vesmar,,,,,same_figures_as,release,20 in both\n"),
		Reason: "to try",
	}
}

func newProject(t *testing.T) *reckon.Project {
	t.Helper()
	p, err := crashInit(filepath.Join(t.TempDir(), "p"), false, reckon.Environment{})
	crashMust(t, err)
	t.Cleanup(func() { crashMust(t, p.Close()) })
	return p
}

func TestLoadCase(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	got, err := p.LoadCase(t.Context(), smallCase())
	crashMust(t, err)
	if got.Sources != 2 || got.Incidents != 1 || got.Statements.Added != 4 || got.Statements.Unanchored != 1 || len(got.Names) != 3 {
		t.Errorf("%+v", got)
	}
	crashMust(t, p.Read(t.Context(), func(r *store.Reader) error {
		whole, err := r.Statement("S-1#1")
		if err != nil || !whole.Anchored || whole.Content().Incident != got.Names["vesmar"] {
			t.Errorf("%+v, %v", whole, err)
		}
		part, err := r.Statement("S-1#2")
		if err != nil || part.Content().Content.(*statement.Toll).SubsetOf != whole.ID {
			t.Errorf("%+v, %v", part.Content(), err)
		}
		filed, err := tollsheet.Read(r, tollsheet.Scope{Incident: got.Names["vesmar"]})
		if err != nil || len(filed.Groups) != 2 {
			t.Errorf("%d groups of the incident, %v", len(filed.Groups), err)
		}
		rest, err := tollsheet.Read(r, tollsheet.Scope{})
		if err != nil || len(rest.Groups) != 1 || rest.Groups[0].Figures[0].ID != "S-2#1" {
			t.Errorf("figures of no incident: %+v, %v", rest, err)
		}
		return nil
	}))
	wantSound(t, p)
}

// wantSound verifies a project deeply, before and after a rebuild.
func wantSound(t *testing.T, p *reckon.Project) {
	t.Helper()
	_, err := p.Verify(t.Context(), reckon.VerifyOptions{Deep: true})
	crashMust(t, err)
	_, err = reckon.Rebuild(t.Context(), p.Dir(), reckon.Key{}, reckon.Environment{})
	crashMust(t, err)
	again, err := reckon.Open(t.Context(), p.Dir(), reckon.Key{}, reckon.Environment{})
	crashMust(t, err)
	_, err = again.Verify(t.Context(), reckon.VerifyOptions{Deep: true})
	crashMust(t, err)
	crashMust(t, again.Close())
}

// A case that cannot be entered whole leaves nothing behind.
func TestLoadCaseRefuses(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	tests := []struct {
		name   string
		change func(*reckon.Case)
		want   fault.Code
	}{
		{"broken table", func(c *reckon.Case) { c.Statements = []byte("kind,colour\n") }, "EX001"},
		{"words not there", func(c *reckon.Case) {
			c.Statements = []byte(caseHead + "toll,a,release,M [authority],21 people,vesmar,21,killed,persons,,,,\n")
		}, "EX002"},
		{"unknown source", func(c *reckon.Case) {
			c.Statements = []byte(caseHead + "toll,a,gazette,M [authority],21 people,vesmar,21,killed,persons,,,,\n")
		}, "EX002"},
		{"one key twice", func(c *reckon.Case) { c.Incidents[0].ID = "release" }, "IN020"},
		{"no key", func(c *reckon.Case) { c.Sources[1].About.Source = "" }, "SO001"},
		{"no such file", func(c *reckon.Case) { c.Sources[1].Path = "/nowhere/at/all" }, "IN001"},
		{"unreadable chain", func(c *reckon.Case) { c.Sources[1].About.SaidBy = "A [nobody]" }, "ST003"},
		{"neither file nor reference", func(c *reckon.Case) { c.Sources[1].About.Citation = "" }, "SO034"},
		{"incident without a reason", func(c *reckon.Case) { c.Incidents[0].Reason = "" }, "RE023"},
	}
	for _, tt := range tests {
		c := smallCase()
		tt.change(&c)
		if _, err := p.LoadCase(t.Context(), c); fault.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	crashMust(t, p.Read(t.Context(), func(r *store.Reader) error {
		for s, err := range r.Sources() {
			t.Errorf("%s was left, %v", s.Ref, err)
		}
		return nil
	}))
	left, err := os.ReadDir(filepath.Join(p.Dir(), "work"))
	if err == nil && len(left) > 0 {
		t.Errorf("%v was left over", left)
	}
	wantSound(t, p)
}

func TestAttach(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	ctx := t.Context()
	about := source.Added{Title: "Release", Material: "press_release", SaidBy: "Ministry", Citation: "page 3", Confidentiality: source.Internal}
	_, err := p.AddSource(ctx, reckon.Ingest{About: about})
	crashMust(t, err)
	for _, words := range []string{"63 children", "63", "20", "275", "absent", "first … last"} {
		s := crashToll(words)
		_, err := p.AddStatement(ctx, reckon.Coded{Source: "S-1", Quotes: []reckon.Quote{{Words: words}}, Statement: s})
		crashMust(t, err)
	}
	_, err = p.WithdrawStatement(ctx, "S-1#6", "a slip")
	crashMust(t, err)
	text := "In 1963 and 2063, 63 children of 1,275; 20 here, 20 there. The first and the last.\n"
	in := reckon.Ingest{Name: "release.txt", Data: strings.NewReader(text), How: "file", Reason: "found"}
	got, err := p.Attach(ctx, "S-1", in)
	crashMust(t, err)
	if !slices.Equal(got.Anchored, []string{"S-1#1", "S-1#2"}) {
		t.Errorf("anchored %v", got.Anchored)
	}
	var why []string
	for _, w := range got.Waiting {
		why = append(why, w.Ref+" "+w.Why)
	}
	want := []string{
		"S-1#3 the words stand there more than once. Quote more of them", "S-1#4 the text does not contain the words",
		"S-1#5 the text does not contain the words",
	}
	if !slices.Equal(why, want) {
		t.Errorf("waiting %q", why)
	}
	crashMust(t, p.Read(ctx, func(r *store.Reader) error {
		s, err := r.Statement("S-1#2")
		if err != nil || !s.Anchored || s.Versions[1].Reason != "found in the attached file" {
			t.Errorf("%+v, %v", s, err)
		}
		src, err := r.Source("S-1")
		if err != nil || src.Citation != "page 3" || src.Original.Name != "release.txt" || len(src.Renditions) != 1 {
			t.Errorf("%+v, %v", src, err)
		}
		return err
	}))
	loose, err := p.CheckAnchors(ctx, "S-1")
	if err != nil || len(loose) != 0 {
		t.Errorf("loose %v, %v", loose, err)
	}
	if _, err := p.CheckSource(ctx, "S-1"); err != nil {
		t.Error(err)
	}
	in.Data = strings.NewReader("another")
	if _, err := p.Attach(ctx, "S-1", in); fault.CodeOf(err) != "IN013" {
		t.Errorf("a second file: %v", err)
	}
	wantSound(t, p)
}

// A file without a readable text is attached all the same, and one that cannot
// be read in the encoding named is not.
func TestAttachWithoutText(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	ctx := t.Context()
	about := source.Added{Title: "Scan", Material: "photograph", Citation: "box 7", Confidentiality: source.Internal}
	_, err := p.AddSource(ctx, reckon.Ingest{About: about})
	crashMust(t, err)
	bytes := "\x00\x01\x02\xff\xfe not a text"
	if _, err := p.Attach(ctx, "S-1", reckon.Ingest{Name: "a", Data: strings.NewReader(bytes), How: "scan", Encoding: "utf-8"}); err == nil {
		t.Error("attached in an encoding that does not fit")
	}
	if _, err := p.Attach(ctx, "S-9", reckon.Ingest{Path: "a"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no such source: %v", err)
	}
	got, err := p.Attach(ctx, "S-1", reckon.Ingest{Name: "a", Data: strings.NewReader(bytes), How: "scan"})
	crashMust(t, err)
	if got.NoText == "" || got.SHA256 == "" || got.Chars != 0 {
		t.Errorf("%+v", got)
	}
	wantSound(t, p)
}
