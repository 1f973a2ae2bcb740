package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/statement"
)

// record is a case as it was compiled, outside the repository.
type record struct {
	Sources []struct {
		ID         string         `json:"id"`
		Statements []recordFigure `json:"statements"`
	} `json:"sources"`
	Links []struct{ From, To, Kind string } `json:"links"`
}

type recordFigure struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Status    string `json:"status"`
	Unit      string `json:"unit"`
	Value     *int64 `json:"value"`
	Low       *int64 `json:"low"`
	High      *int64 `json:"high"`
	Qualifier string `json:"qualifier"`
	SubsetOf  string `json:"subset_of"`
}

// said gives the statuses for the words of the record that are not terms.
func said(status, unit string) string {
	terms := map[string]string{
		"annihilated": "all_members_killed", "lost both parents": "lost_both_parents", "lost one parent": "lost_one_parent",
		"unaccounted for": "missing", "examined": "body_recovered", "brought to Aghdam": "body_recovered", "recovered": "body_recovered",
		"found": "body_recovered", "filmed": "body_recovered", "washed": "body_recovered", "housed in a temporary morgue": "body_recovered",
		"transported out": "body_recovered", "received at the mosque": "body_recovered", "counted dead": "counted_dead",
		"reported dead": "counted_dead", "captive, handed over": "released", "dead": "died", "named dead": "died", "claimed killed": "killed",
		"wounded, missing or taken hostage": "wounded; missing; hostage", "registered as missing": "missing", "injured": "wounded",
		"fate unknown": "fate_unknown", "taken prisoner": "captive", "killed in captivity": "killed",
	}
	if status == "seen" && unit == "bodies" {
		return "body_recovered"
	}
	if term, ok := terms[status]; ok {
		return term
	}
	for _, t := range statement.Terms("status") {
		if t.Name == status {
			return status
		}
	}
	return "other:" + status
}

// form gives the numbers and the form that a figure of the record has here.
func (f recordFigure) form() string {
	form := f.Qualifier
	switch form {
	case "up_to_range": // an upper bound that is itself a range has no lower one
		form, f.Low = "up_to", nil
	case "not_established":
		form = "vague"
	}
	text, err := json.Marshal([]any{form, f.Value, f.Low, f.High, said(f.Status, f.Unit), f.Unit, f.SubsetOf})
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func formOf(t *testing.T, s *statement.Statement) string {
	t.Helper()
	c, ok := s.Content.(*statement.Toll)
	if !ok {
		t.Fatalf("%s is no figure", s.ID)
	}
	text, err := json.Marshal([]any{
		c.Figure.Form, c.Figure.Value, c.Figure.Low, c.Figure.High, strings.Join(c.Category.Statuses, "; "), c.Category.Unit, c.SubsetOf,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// examples are the folders of cases, with how many sources they have.
func examples() map[string]int {
	return map[string]int{"khojaly-1992": 41, "maraga-1992": 14, "sumgait-1988": 13}
}

// Each example becomes a project that verifies, with all its sources known by
// reference alone.
func TestExamplesLoad(t *testing.T) {
	t.Parallel()
	for name, sources := range examples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := readCase(os.DirFS(filepath.Join("../../examples", name)))
			if err != nil {
				t.Fatal(err)
			}
			o := reckon.InitOptions{Title: name, Actor: "Ana Lund", Device: "laptop"}
			p, _, err := reckon.Init(t.Context(), filepath.Join(t.TempDir(), "p"), o, reckon.Environment{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			got, err := p.LoadCase(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if got.Sources != sources || got.Incidents != 1 {
				t.Errorf("%d sources, %d incidents", got.Sources, got.Incidents)
			}
			if _, err := p.Verify(t.Context(), reckon.VerifyOptions{Deep: true}); err != nil {
				t.Error(err)
			}
			checkSources(t, p)
		})
	}
}

func checkSources(t *testing.T, p *reckon.Project) {
	t.Helper()
	err := p.Read(t.Context(), func(r *store.Reader) error {
		for s, err := range r.Sources() {
			if err != nil {
				return err
			}
			if s.Original != nil || !strings.HasPrefix(s.Note, "Entered by reference alone") || s.Citation == "" {
				t.Errorf("%s does not say that it is a reference: %q", s.Title, s.Note)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Every figure of the record stands in the example with its numbers, form,
// status, unit and whole, and every denial, dispute, acknowledgement and link.
func TestExamplesAreTheRecord(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("RECKON_SHARED")
	if shared == "" {
		t.Skip("RECKON_SHARED is not set: the records are not here")
	}
	for name := range examples() {
		raw, err := os.ReadFile(filepath.Join(shared, "seed", "cases", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want record
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.coded(), codedExample(t, name)); diff != "" {
			t.Errorf("%s (-record +example):\n%s", name, diff)
		}
	}
}

// coded is what an example of the record must hold.
func (r record) coded() map[string]string {
	all := map[string]string{}
	for _, s := range r.Sources {
		for _, f := range s.Statements {
			switch f.Kind {
			case "toll":
				all[f.ID] = f.form()
			case "attribution_of_responsibility": // figures only: who is held responsible is left out
			default:
				all[f.ID] = f.Kind
			}
		}
	}
	for _, l := range r.Links {
		all["link "+l.From+" "+l.To] = strings.ReplaceAll(l.Kind, " ", "_")
	}
	return all
}

func codedExample(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../examples", name, "statements.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string]string{}
	for s, err := range statement.ReadCSV(f) {
		if err != nil {
			t.Fatal(err)
		}
		switch c := s.Content.(type) {
		case *statement.Toll:
			all[string(s.ID)] = formOf(t, s)
		case *statement.Denial:
			all[string(s.ID)] = c.Mode
		case *statement.Link:
			all["link "+string(s.Source)+" "+string(c.Target)] = c.Link
		default:
			all[string(s.ID)] = s.Kind()
		}
	}
	return all
}

// What the examples say in their own words takes no side: words for what
// happened stand only where a name in use is quoted with who uses it.
func TestExamplesTakeNoSide(t *testing.T) {
	t.Parallel()
	loaded := regexp.MustCompile(`(?i)massacre|genocid|pogrom|tragedy|atrocit|aggress|terror|occup|separatis|\bliberat|heinous|brutal|victims? of`)
	for name := range examples() {
		c, err := readCase(os.DirFS(filepath.Join("../../examples", name)))
		if err != nil {
			t.Fatal(err)
		}
		texts := []string{c.Incidents[0].Display, c.Incidents[0].Reason, c.Incidents[0].Note}
		for _, s := range c.Sources {
			texts = append(texts, s.About.Title, s.About.Citation, s.About.Note, s.About.SaidBy)
		}
		for s, err := range statement.ReadCSV(strings.NewReader(string(c.Statements))) {
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, s.Sentence(""), s.Note)
		}
		for _, text := range texts {
			if loaded.MatchString(text) {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
}

func TestReadCaseRefuses(t *testing.T) {
	t.Parallel()
	whole := fstest.MapFS{
		"incident.json":  {Data: []byte(`{"key": "i", "names": [], "display": "V", "reason": "r", "when": "2031", "where": null, "note": ""}`)},
		"sources.csv":    {Data: []byte(sourceColumns + "\na,T,book,,,,page 2,,\n")},
		"statements.csv": {Data: []byte("kind\n")},
	}
	c, err := readCase(whole)
	if err != nil || len(c.Sources) != 1 || c.Sources[0].About.Citation != "page 2" || string(c.Statements) != "kind\n" {
		t.Fatalf("%+v, %v", c, err)
	}
	kept := maps.Clone(whole)
	kept["files/a.txt"] = &fstest.MapFile{Data: []byte("12 people died.")}
	if c, err := readCase(kept); err != nil || c.Sources[0].Data == nil || c.Sources[0].Name != "a.txt" {
		t.Errorf("a source with a file: %+v, %v", c, err)
	}
	for _, name := range []string{"files/b.txt", "files/a.pdf"} {
		broken := maps.Clone(kept)
		broken[name] = &fstest.MapFile{Data: []byte("x")}
		if _, err := readCase(broken); fault.CodeOf(err) != "CL015" {
			t.Errorf("%s: %v", name, err)
		}
	}
	tests := []struct {
		file, text string
		want       fault.Code
	}{
		{"incident.json", `{"colour": 1}`, "CL013"},
		{"incident.json", `{"key": "i", "when": "some day"}`, "DA"},
		{"sources.csv", "key,title\n", "CL013"},
		{"sources.csv", sourceColumns + "\na,b\n", "CL013"},
		{"sources.csv", "", "CL013"},
	}
	for _, tt := range tests {
		broken := maps.Clone(whole)
		broken[tt.file] = &fstest.MapFile{Data: []byte(tt.text)}
		if _, err := readCase(broken); !strings.HasPrefix(string(fault.CodeOf(err)), string(tt.want)) {
			t.Errorf("%s %q: %v", tt.file, tt.text, err)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(whole)) {
		broken := maps.Clone(whole)
		delete(broken, file)
		if _, err := readCase(broken); err == nil {
			t.Errorf("read without %s", file)
		}
	}
}
