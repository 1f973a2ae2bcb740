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
	"reckon/names"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// minimal returns a statement of every kind with what the kind requires.
func minimal(t *testing.T, other string) []statement.Statement {
	t.Helper()
	figure, err := statement.ParseQuantity("at least 20")
	if err != nil {
		t.Fatal(err)
	}
	var all []statement.Statement
	for _, c := range []statement.Content{
		&statement.Toll{Figure: figure, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}},
		&statement.Happening{What: "siege"},
		&statement.Person{Name: "Tarnik", NameKind: names.AsWritten, Fate: "killed"},
		&statement.Allegation{Actor: "a column", ActorType: "other:a column", Role: "carried_out", Act: "the siege", Reply: "none_recorded", Standing: "alleged"},
		&statement.Denial{Mode: "denial", Of: "the siege"},
		&statement.Acknowledgement{Of: "the siege"},
		&statement.Finding{Body: "an inquiry", Finding: "it was a siege"},
		&statement.Proceeding{Stage: "none"},
		&statement.Material{Medium: "film", Of: "the market"},
		&statement.Characterisation{Of: "the siege", Term: "the longest"},
		&statement.Link{Link: "cites", Target: source.ID(other), Basis: "a footnote"},
		&statement.Scope{Of: "killed", Meaning: "within a week"},
		&statement.Appeal{CallsFor: "remembrance"},
	} {
		all = append(all, statement.Statement{Content: c})
	}
	return all
}

func TestEveryKindOfStatement(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		s.add("Another report from Orlin.\n")
		all := minimal(t, "S-2")
		if len(all) != len(statement.Kinds()) {
			t.Fatalf("%d kinds of %d", len(all), len(statement.Kinds()))
		}
		for i, st := range all {
			kind := st.Kind()
			e := s.code("S-1", st, "at least 20 people were killed in Vesmar")
			if !e.Anchored || e.Standing != store.Current || !strings.HasPrefix(e.Sentence, "S-1 (Vesmar Post) says that ") {
				t.Errorf("%s: %+v", kind, e)
			}
			got := s.statement(e.Ref)
			if got.Kind != kind || got.Content().Anchor == nil {
				t.Errorf("%s: %+v", kind, got)
			}
			e, err := s.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Edit: note("looked at again"), Reason: "a note was missing"})
			s.ok(err)
			if i%2 == 0 {
				_, err = s.p.WithdrawStatement(s.Context(), e.Ref, "coded twice")
				s.ok(err)
			}
		}
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", statement.Statement{}, "in Vesmar"))), "ST001")
	})
}

// firstOf drops a result, so that an error can be looked at where it comes.
func firstOf[T any](_ T, err error) error { return err }

func TestQuotes(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", toll(t, "20"), "thirty people"))), "SO043")
		twice := firstOf(s.p.AddStatement(s.Context(), quoting("S-1", toll(t, "20"), "20 people were")))
		s.refused(twice, "SO045")
		has(t, twice.Error(), "S-1")
		has(t, twice.Error(), "[20 people were]")
		for nth, start := range map[int]int{1: 38, 2: 81} {
			in := quoting("S-1", toll(t, "20"))
			in.Quotes = []reckon.Quote{{Words: "20 people were", Nth: nth}}
			e, err := s.p.AddStatement(s.Context(), in)
			s.ok(err)
			if f := s.statement(e.Ref).Content().Anchor.Fragments[0]; f.Start != start {
				t.Errorf("number %d begins at %d", nth, f.Start)
			}
		}
		in := quoting("S-1", toll(t, "20"))
		in.Quotes = []reckon.Quote{{Words: "20 people were", Nth: 3}}
		s.refused(firstOf(s.p.AddStatement(s.Context(), in)), "SO044")

		e := s.code("S-1", toll(t, "20"), "The Orlin registry … in Vesmar")
		if q := s.statement(e.Ref).Content().Quote; q != "The Orlin registry said that at least 20 people were killed in Vesmar" {
			t.Errorf("elided: %q", q)
		}
		e = s.code("S-1", toll(t, "20"), "The Orlin registry", "killed  in\nVesmar", "At least 20 people were hurt")
		if c := s.statement(e.Ref).Content(); c.Quote != "The Orlin registry … killed in Vesmar … At least 20 people were hurt" || len(c.Anchor.Fragments) != 3 {
			t.Errorf("discontinuous: %q", c.Quote)
		}
		s.code("S-1", toll(t, "20"), "registry said that at least 20 people", "at least 20 people were killed") // overlapping
		loose, err := s.p.CheckAnchors(s.Context(), "S-1")
		if err != nil || len(loose) > 0 {
			t.Errorf("unanchored: %v, %v", loose, err)
		}
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", toll(t, "20"), ""))), "SO042")
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", toll(t, "20")))), "ST011")
	})
}

func TestPartsAndWholes(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		s.add("Another report.\n")
		whole := s.code("S-1", toll(t, "at least 20"), "at least 20 people were killed")
		part := func(of string) statement.Statement {
			st := toll(t, "20")
			st.Content.(*statement.Toll).SubsetOf = statement.ID(of)
			return st
		}
		e := s.code("S-1", part(whole.Ref), "At least 20 people were hurt")
		if c := s.statement(e.Ref).Content().Content.(*statement.Toll); c.SubsetOf != whole.ID {
			t.Errorf("a part of %q", c.SubsetOf)
		}
		has(t, e.Sentence, "a part of the figure in statement ")
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", part("S-1#99"), "in Vesmar"))), "DB010")
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-2", part(whole.Ref), "Another report"))), "CO001")
		orphan := toll(t, "20")
		orphan.Content.(*statement.Toll).Parts = "disjoint"
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", orphan, "in Vesmar"))), "ST013")
		_, err := s.p.CorrectStatement(s.Context(), reckon.Correction{Name: whole.Ref, Reason: "a slip", Edit: func(st *statement.Statement) error {
			st.Content.(*statement.Toll).SubsetOf = whole.ID
			return nil
		}})
		s.refused(err, "ST012")

		denial := statement.Statement{Content: &statement.Denial{Mode: "dispute", Of: "the number", Target: statement.ID(whole.Ref)}}
		d := s.code("S-2", denial, "Another report")
		if c := s.statement(d.Ref).Content().Content.(*statement.Denial); c.Target != whole.ID {
			t.Errorf("a denial of %q", c.Target)
		}
		denial.Content.(*statement.Denial).Target = "S-7#1"
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-2", denial, "Another report"))), "DB010")
		link := statement.Statement{Content: &statement.Link{Link: "cites", Target: "S-9", Basis: "a footnote"}}
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-2", link, "Another report"))), "DB010")
		filed := toll(t, "20")
		filed.Incident = "I-9"
		s.refused(firstOf(s.p.AddStatement(s.Context(), quoting("S-1", filed, "in Vesmar"))), "DB010")
	})
}

func TestDates(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report) // published 2060-03-11
		for _, tt := range []struct{ words, base, edtf, kept string }{
			{"2041-03-10/2041-03-11", "", "2041-03-10/2041-03-11", ""},
			{"2041-03?", "", "2041-03?", ""},
			{"19 years ago", "", "2041", "19 years ago"},
			{"yesterday", "2050-01-01", "2049-12-31", "yesterday"},
		} {
			in := quoting("S-1", toll(t, "20"), "in Vesmar")
			in.When = reckon.Phrase{Words: tt.words, Base: tt.base}
			e, err := s.p.AddStatement(s.Context(), in)
			s.ok(err)
			if when := s.statement(e.Ref).Content().When; when.Value.String() != tt.edtf || when.Words != tt.kept {
				t.Errorf("%s: %s, words %q", tt.words, when.Value, when.Words)
			}
		}
		for _, words := range []string{"2041-02-30", "2041-13", "the day the mill burned", "2041-03-11/2041-03-10"} {
			in := quoting("S-1", toll(t, "20"), "in Vesmar")
			in.When.Words = words
			err := firstOf(s.p.AddStatement(s.Context(), in))
			s.refused(err, fault.CodeOf(err))
			if fault.CodeOf(err) == "" {
				t.Errorf("%s: %v", words, err)
			}
		}
		in := quoting("S-1", toll(t, "20"), "in Vesmar")
		in.When = reckon.Phrase{Words: "yesterday", Base: "not a date"}
		if err := firstOf(s.p.AddStatement(s.Context(), in)); fault.CodeOf(err) == "" {
			t.Errorf("got %v", err)
		}
		if when, err := (reckon.Phrase{Words: "2041"}).Date(); err != nil || when.Value.String() != "2041" {
			t.Errorf("%v, %v", when, err)
		}
		if when, err := (reckon.Phrase{}).Date(); err != nil || when != nil {
			t.Errorf("%v, %v", when, err)
		}
	})
}

func TestCorrectWithdrawUndo(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		e := s.code("S-1", toll(t, "20"), "at least 20 people were killed")
		expect := func(standing, note string, versions int) {
			t.Helper()
			got := s.statement(e.Ref)
			if got.Standing != standing || got.Content().Note != note || len(got.Versions) != versions {
				t.Errorf("%s, note %q, %d versions; want %s, %q, %d", got.Standing, got.Content().Note, len(got.Versions), standing, note, versions)
			}
		}
		correct := func(text string) {
			t.Helper()
			_, err := s.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Edit: note(text), Reason: "better"})
			s.ok(err)
		}
		undo := func() {
			t.Helper()
			_, err := s.p.Undo(s.Context(), e.Ref, "")
			s.ok(err)
		}
		correct("one")
		expect(store.Current, "one", 2)
		undo()
		expect(store.Current, "", 3)
		undo() // the undoing itself
		expect(store.Current, "one", 4)
		_, err := s.p.WithdrawStatement(s.Context(), e.Ref, "not in the source")
		s.ok(err)
		expect(store.Withdrawn, "one", 5)
		s.refused(firstOf(s.p.WithdrawStatement(s.Context(), e.Ref, "again")), "CO003")
		s.refused(firstOf(s.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Edit: note("x"), Reason: "x"})), "CO003")
		undo()
		expect(store.Current, "one", 6)
		first := s.code("S-1", toll(t, "21"), "people were hurt")
		_, err = s.p.Undo(s.Context(), first.Ref, "entered by mistake")
		s.ok(err)
		if got := s.statement(first.Ref); got.Standing != store.Withdrawn || got.Versions[1].Reason != "entered by mistake" {
			t.Errorf("%+v", got)
		}
		_, err = s.p.Undo(s.Context(), first.Ref, "")
		s.ok(err)
		if got := s.statement(first.Ref); got.Standing != store.Current {
			t.Errorf("%+v", got)
		}
		for _, err := range []error{
			firstOf(s.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Edit: note("x")})),
			firstOf(s.p.WithdrawStatement(s.Context(), e.Ref, "")),
		} {
			s.refused(err, "CO004")
		}
		for _, err := range []error{
			firstOf(s.p.CorrectStatement(s.Context(), reckon.Correction{Name: "S-1#9", Edit: note("x"), Reason: "x"})),
			firstOf(s.p.WithdrawStatement(s.Context(), "S-1#9", "x")), firstOf(s.p.Undo(s.Context(), "S-1#9", "x")),
		} {
			s.refused(err, "DB010")
		}
		stop := fault.New("XX001", fault.Invalid, "no")
		s.refused(firstOf(s.p.CorrectStatement(s.Context(), reckon.Correction{
			Name: e.Ref, Reason: "x", Edit: func(*statement.Statement) error { return stop },
		})), "XX001")
		// The new words and the new date of a correction are anchored and resolved.
		got, err := s.p.CorrectStatement(s.Context(), reckon.Correction{
			Name: e.Ref, Reason: "the other place", Quotes: []reckon.Quote{{Words: "At least 20 people were hurt"}},
			When: reckon.Phrase{Words: "19 years ago"}, Edit: note("moved"),
		})
		s.ok(err)
		if c := s.statement(got.Ref).Content(); c.Quote != "At least 20 people were hurt" || c.When.Value.String() != "2041" {
			t.Errorf("%q, %v", c.Quote, c.When)
		}
		s.refused(firstOf(s.p.CorrectStatement(s.Context(), reckon.Correction{
			Name: e.Ref, Reason: "x", Quotes: []reckon.Quote{{Words: "not there"}}, Edit: note("x"),
		})), "SO043")
	})
}

// Two devices correct the same version: both stand until a person decides.
func TestConflictBetweenDevices(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		e := s.code("S-1", toll(t, "20"), "at least 20 people were killed")
		backup := filepath.Join(s.TempDir(), "backup.tar")
		_, err := s.p.Backup(s.Context(), backup)
		s.ok(err)
		other := &scene{T: s.T, dir: filepath.Join(s.TempDir(), "other"), key: s.key}
		if other.p, err = reckon.Restore(s.Context(), backup, other.dir, reckon.RestoreOptions{Actor: "Ben", Device: "tablet", Key: s.key}, other.env); err != nil {
			t.Fatal(err)
		}
		defer func() { other.p.Close() }()
		other.ok(nil)
		for where, words := range map[*scene]string{s: "here", other: "there"} {
			_, err := where.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Edit: note(words), Reason: "seen " + words})
			where.ok(err)
		}
		bundle := filepath.Join(s.TempDir(), "bundle.tar")
		_, err = other.p.ExportBundle(s.Context(), bundle, "")
		other.ok(err)
		got, err := s.p.ImportBundle(s.Context(), bundle)
		s.ok(err)
		if !slices.Equal(got.Conflicts, []string{e.Ref}) || got.Acts != 3 || len(got.Writers) != 1 {
			t.Errorf("%+v", got)
		}
		if f := s.finding("conflicts"); f.OK {
			t.Errorf("%+v", f)
		}
		if st := s.statement(e.Ref); st.Standing != store.Conflict || len(st.Heads()) != 2 {
			t.Errorf("%+v", st)
		}
		again, err := s.p.ImportBundle(s.Context(), bundle)
		s.ok(err)
		if again.Acts != 0 {
			t.Errorf("the same bundle brought %+v", again)
		}
		settled, err := s.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Edit: note("both"), Reason: "they mean the same"})
		s.ok(err)
		if settled.Standing != store.Current {
			t.Errorf("%+v", settled)
		}
		back := filepath.Join(s.TempDir(), "back.tar")
		_, err = s.p.ExportBundle(s.Context(), back, bundle)
		s.ok(err)
		_, err = other.p.ImportBundle(s.Context(), back)
		other.ok(err)
		if a, b := s.listing(), other.listing(); !slices.Equal(a, b) {
			t.Errorf("one has %q, the other %q", a, b)
		}
		other.end()
	})
}

func TestPersonsAndIncidents(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		missing := s.code("S-1", statement.Statement{Content: &statement.Person{Name: "Tarnik", NameKind: names.AsWritten, Fate: "missing"}}, "in Vesmar")
		person := func(died string, statements ...string) register.Person {
			p := register.Person{Names: []names.Name{{Text: "Tarnik", Kind: names.AsWritten}}}
			for _, st := range statements {
				p.Statements = append(p.Statements, statement.ID(st))
			}
			when, err := reckon.Phrase{Words: died}.Date()
			if err != nil {
				t.Fatal(err)
			}
			p.Died = when
			return p
		}
		s.refused(firstOf(s.p.AddPerson(s.Context(), person("2041-03-11", missing.Ref), "")), "RE010")
		got, err := s.p.AddPerson(s.Context(), person("", missing.Ref), "")
		s.ok(err)
		dead := s.code("S-1", statement.Statement{Content: &statement.Person{Name: "Tarnik", NameKind: names.AsWritten, Fate: "killed"}}, "were killed in Vesmar")
		second, err := s.p.AddPerson(s.Context(), person("2041-03-11", missing.Ref, dead.Ref), "a second look")
		s.ok(err)
		if got.Ref != "R-1" || second.Ref != "R-2" {
			t.Errorf("%+v, %+v", got, second)
		}
		s.read(func(r *store.Reader) error {
			p, err := r.Person("R-2")
			if err != nil {
				return err
			}
			said, err := r.StatementsOf(p)
			if err != nil || len(said) != 2 || said[1].Ref != dead.Ref {
				t.Errorf("%+v, %v", said, err)
			}
			p.Statements = append(p.Statements, "gone")
			if _, err := r.StatementsOf(p); fault.KindOf(err) != fault.NotFound {
				t.Errorf("got %v", err)
			}
			return nil
		})
		s.refused(firstOf(s.p.AddPerson(s.Context(), person(""), "")), "RE007")
		s.refused(firstOf(s.p.AddPerson(s.Context(), person("", "S-1#77"), "")), "DB010")
		_, err = s.p.WithdrawStatement(s.Context(), dead.Ref, "misread")
		s.ok(err)
		s.refused(firstOf(s.p.AddPerson(s.Context(), person("2041-03-11", dead.Ref), "")), "CO003")

		incident := register.Incident{Names: []register.IncidentName{{Text: "Vesmar", UsedBy: "the project"}}, Display: "Vesmar", Reason: "the only name"}
		in, err := s.p.AddIncident(s.Context(), incident, "")
		s.ok(err)
		filed := toll(t, "20")
		filed.Incident = in.Ref
		e := s.code("S-1", filed, "people were hurt")
		if s.statement(e.Ref).Content().Incident != in.ID {
			t.Errorf("filed under %q", s.statement(e.Ref).Content().Incident)
		}
		incident.Display = "the battle"
		s.refused(firstOf(s.p.AddIncident(s.Context(), incident, "")), "RE022")
	})
}

func TestActors(t *testing.T) {
	both(t, func(s *scene) {
		ben, err := s.p.AddActor(s.Context(), "Ben", "joined in spring", "new")
		s.ok(err)
		s.refused(firstOf(s.p.AddActor(s.Context(), "Ben", "", "")), "PE001")
		s.refused(firstOf(s.p.AddActor(s.Context(), "", "", "")), "LE021")
		s.refused(s.p.ActAs(s.Context(), "Cara"), "PE002")
		s.add(report)
		if err := s.p.ActAs(s.Context(), "Ben"); err != nil || s.p.Actor() != ben.Actor {
			t.Errorf("%v acts, %v", s.p.Actor(), err)
		}
		e := s.code("S-1", toll(t, "20"), "in Vesmar")
		if v := s.statement(e.Ref).Versions[0]; v.Actor != ben.Actor {
			t.Errorf("%s did it", v.Actor)
		}
		writers, err := s.p.Writers(s.Context())
		if err != nil || len(writers) != 1 || writers[0].Name != "laptop" || writers[0].Writer != s.p.Writer() {
			t.Errorf("%+v, %v", writers, err)
		}
	})
}

func TestLooseAnchorsAreTold(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		e := s.code("S-1", toll(t, "20"), "in Vesmar")
		// An anchor that an editor forced past its text is found, not moved.
		_, err := s.p.CorrectStatement(s.Context(), reckon.Correction{Name: e.Ref, Reason: "a slip", Edit: func(st *statement.Statement) error {
			st.Anchor.Fragments[0].Start++
			st.Anchor.Fragments[0].End++
			return nil
		}})
		s.ok(err)
		loose, err := s.p.CheckAnchors(s.Context(), "S-1")
		if err != nil || len(loose) != 1 || loose[e.Ref].Reason != source.Elsewhere {
			t.Errorf("%v, %v", loose, err)
		}
		if _, err := s.p.CheckAnchors(s.Context(), "S-9"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
		if _, err := os.Stat(filepath.Join(s.dir, "lock")); err != nil {
			t.Error(err)
		}
	})
}
