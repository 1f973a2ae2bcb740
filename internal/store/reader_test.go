package store_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

func TestNotFound(t *testing.T) {
	t.Parallel()
	for _, filled := range []bool{false, true} {
		d := laptop(t, "not found")
		if filled {
			d.everything()
		}
		d.read(func(r *store.Reader) error {
			lookups := map[string]func(string) error{
				"source":    func(n string) error { _, err := r.Source(n); return err },
				"statement": func(n string) error { _, err := r.Statement(n); return err },
				"person":    func(n string) error { _, err := r.Person(n); return err },
				"incident":  func(n string) error { _, err := r.Incident(n); return err },
				"act":       func(n string) error { _, err := r.Act(ledger.ActID(n)); return err },
			}
			for what, lookup := range lookups {
				for _, name := range []string{"", "S-99", "S-1' OR '1'='1", "%"} {
					if err := lookup(name); fault.KindOf(err) != fault.NotFound {
						t.Errorf("%s %q: %v", what, name, err)
					}
				}
			}
			if id, err := r.ActorNamed("nobody"); id != "" || err != nil {
				t.Errorf("actor %q, %v", id, err)
			}
			if ref, err := r.StatementRef("nothing"); ref != "" || err != nil {
				t.Errorf("statement %q, %v", ref, err)
			}
			if held, err := r.Holds("nothing"); held || err != nil {
				t.Errorf("holds nothing: %v, %v", held, err)
			}
			if size, err := r.Size("nobody"); size != 0 || err != nil {
				t.Errorf("nobody has %d acts, %v", size, err)
			}
			return nil
		})
	}
}

func TestAnEmptyDatabaseReadsAsEmpty(t *testing.T) {
	t.Parallel()
	d := laptop(t, "empty")
	d.read(func(r *store.Reader) error {
		_, err := r.Project()
		wantCode(t, err, "DB006")
		last, err := r.Last()
		if last != nil || err != nil {
			t.Errorf("last %v, %v", last, err)
		}
		recent, err := r.Recent(0, 10)
		if recent != nil || err != nil {
			t.Errorf("recent %v, %v", recent, err)
		}
		return nil
	})
	if refs := d.refs(); refs != nil {
		t.Errorf("%v", refs)
	}
}

func TestActs(t *testing.T) {
	t.Parallel()
	d := laptop(t, "acts")
	records := d.everything()
	d.read(func(r *store.Reader) error {
		for _, want := range records {
			got, err := r.Act(want.Act.ID)
			if err != nil || string(got.Line) != string(want.Line) {
				t.Errorf("act %s: %v", want.Act.ID, err)
			}
		}
		last, err := r.Last()
		if err != nil || last.ID != records[len(records)-1].Act.ID {
			t.Errorf("last %+v, %v", last, err)
		}
		recent, err := r.Recent(1, 2)
		if err != nil || len(recent) != 2 || recent[0].Act.ID != records[len(records)-2].Act.ID {
			t.Errorf("recent %+v, %v", recent, err)
		}
		size, err := r.Size(d.writer.ID)
		if err != nil || size != int64(len(records)) {
			t.Errorf("size %d, %v", size, err)
		}
		held, err := r.Holds(records[0].Act.ID)
		if !held || err != nil {
			t.Errorf("an act is not held: %v", err)
		}
		id, err := r.ActorNamed("Ana")
		if id != d.actor || err != nil {
			t.Errorf("Ana is %q, %v", id, err)
		}
		ref, err := r.StatementRef(statement.ID(records[7].Act.ID))
		if ref != "S-1#1" || err != nil {
			t.Errorf("the first statement is %q, %v", ref, err)
		}
		return nil
	})
	if rest := d.records(d.writer.ID, int64(len(records))-1); len(rest) != 1 {
		t.Errorf("%d acts from the last on", len(rest))
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	d := laptop(t, "filters")
	one, two, incident := d.original("a"), d.cited(), d.incident()
	filed := d.toll(one, "20", 30)
	filed.Statement.Incident = string(incident.Incident.ID)
	early, loose, gone := d.toll(one, "21", 2), d.toll(one, "22", -1), d.toll(two, "23", -1)
	other := d.toll(two, "24", -1)
	other.Statement.Content = &statement.Appeal{CallsFor: "remember"}
	d.write(d.joined(""), one, two, incident, filed, early, loose, gone, other)
	d.write(withdrawn(gone.Statement, ledger.ActID(gone.Statement.ID)))
	tests := []struct {
		name   string
		filter store.Filter
		want   []string
	}{
		{"all, by source and by place in the text", store.Filter{}, []string{"S-1#2", "S-1#1", "S-1#3", "S-2#1", "S-2#2"}},
		{"of a source", store.Filter{Source: two.Source}, []string{"S-2#1", "S-2#2"}},
		{"of a kind", store.Filter{Kind: "appeal"}, []string{"S-2#2"}},
		{"of an incident", store.Filter{Incident: string(incident.Incident.ID)}, []string{"S-1#1"}},
		{"beside an incident", store.Filter{Beside: string(incident.Incident.ID)}, []string{"S-1#2", "S-1#1", "S-1#3"}},
		{"withdrawn", store.Filter{Standing: store.Withdrawn}, []string{"S-2#1"}},
		{"unanchored", store.Filter{Unanchored: true}, []string{"S-1#3", "S-2#1", "S-2#2"}},
		{"unanchored and standing", store.Filter{Unanchored: true, Standing: store.Current}, []string{"S-1#3", "S-2#2"}},
		{"everything at once", store.Filter{one.Source, "toll", string(incident.Incident.ID), string(incident.Incident.ID), store.Current, false}, []string{"S-1#1"}},
		{"what excludes itself", store.Filter{Source: one.Source, Kind: "appeal"}, nil},
		{"of no source", store.Filter{Source: source.ID("none")}, nil},
	}
	for _, tt := range tests {
		var got []string
		d.read(func(r *store.Reader) error {
			for s, err := range r.Statements(tt.filter) {
				if err != nil {
					return err
				}
				if len(s.Versions) == 0 {
					t.Errorf("%s comes without its versions", s.Ref)
				}
				got = append(got, s.Ref)
			}
			return nil
		})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// A reader that has seen enough stops, and nothing is left open.
func TestSequencesCanBeLeft(t *testing.T) {
	t.Parallel()
	d := laptop(t, "left")
	d.everything()
	d.read(func(r *store.Reader) error {
		for range r.Statements(store.Filter{}) {
			break
		}
		for range r.Sources() {
			break
		}
		for range r.Lines(d.writer.ID, 0) {
			break
		}
		_, err := r.Source("S-1")
		return err
	})
}

// A row that was made unreadable behind the ledger is told of as damage.
func TestUnreadableRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, edit string
		read       func(*store.Reader) error
	}{
		{"source", "UPDATE source SET body = '{'", func(r *store.Reader) error { _, err := r.Source("S-1"); return err }},
		{"rendition", "UPDATE rendition SET body = '[]'", func(r *store.Reader) error { _, err := r.Source("S-1"); return err }},
		{"person", "UPDATE person SET body = ''", func(r *store.Reader) error { _, err := r.Person("R-1"); return err }},
		{"incident", "UPDATE incident SET body = 'x'", func(r *store.Reader) error { _, err := r.Incident("I-1"); return err }},
		{"bases", "UPDATE version SET bases = 'x'", func(r *store.Reader) error { _, err := r.Statement("S-1#1"); return err }},
		{"act", "UPDATE act SET line = 'x'", func(r *store.Reader) error { _, err := r.Statement("S-1#1"); return err }},
		{"last", "UPDATE act SET line = 'x'", func(r *store.Reader) error { _, err := r.Last(); return err }},
		{"recent", "UPDATE act SET line = 'x'", func(r *store.Reader) error { _, err := r.Recent(0, 1); return err }},
		{"kind", "UPDATE version SET kind = 'corrected'", func(r *store.Reader) error { _, err := r.Statement("S-1#1"); return err }},
		{"project", "UPDATE project SET files = 'x'", func(r *store.Reader) error { _, err := r.Project(); return err }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := laptop(t, "unreadable")
			d.everything()
			raw(t, d, tt.edit)
			if err := d.db.Read(t.Context(), tt.read); fault.KindOf(err) != fault.Integrity {
				t.Errorf("got %v", err)
			}
			got := 0
			d.read(func(r *store.Reader) error {
				for _, err := range r.Statements(store.Filter{}) {
					if err != nil {
						got++
					}
				}
				return nil
			})
			if damaged := slices.Contains([]string{"bases", "act", "last", "recent", "kind"}, tt.name); damaged != (got > 0) {
				t.Errorf("%d errors in the list of statements", got)
			}
		})
	}
}
