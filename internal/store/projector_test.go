package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

func TestEveryKindIsProjected(t *testing.T) {
	t.Parallel()
	d := laptop(t, "every kind")
	records := d.everything()
	d.read(func(r *store.Reader) error {
		project, err := r.Project()
		if err != nil || project.Title != "Vesmar" || project.Files["README.txt"] == "" {
			t.Errorf("project %+v, %v", project, err)
		}
		writers, err := r.WriterList()
		if err != nil || len(writers) != 1 || writers[0].Name != "laptop " || writers[0].Acts != int64(len(records)) {
			t.Errorf("writers %+v, %v", writers, err)
		}
		actors, err := r.Actors()
		if err != nil || len(actors) != 1 || actors[0].Name != "Ana" || actors[0].Note != "a note" || actors[0].Acts != int64(len(records)) {
			t.Errorf("actors %+v, %v", actors, err)
		}
		src, err := r.Source("S-1")
		if err != nil || src.Original == nil || src.Statements != 1 || len(src.Renditions) != 1 || src.Renditions[0].Encoding != "utf-8" {
			t.Errorf("source %+v, %v", src, err)
		}
		cited, err := r.Source("S-2")
		if err != nil || cited.Original != nil || cited.Citation != "page 3" || cited.Statements != 0 {
			t.Errorf("source %+v, %v", cited, err)
		}
		found, err := r.Source("S-3")
		if err != nil || found.Original == nil || found.Citation != "page 3" || found.Original.SHA256 != strings.Repeat("c", 64) {
			t.Errorf("source %+v, %v", found, err)
		}
		if same, err := r.SameBytes(strings.Repeat("c", 64)); err != nil || len(same) != 1 {
			t.Errorf("same bytes %v, %v", same, err)
		}
		incident, err := r.Incident("I-1")
		if err != nil || incident.Display != "Vesmar" || incident.Statements != 1 {
			t.Errorf("incident %+v, %v", incident, err)
		}
		person, err := r.Person("R-1")
		if err != nil || person.Names[0].Text != "Tarnik" || person.Entry.ID != string(person.Act) {
			t.Errorf("person %+v, %v", person, err)
		}
		objects, err := r.ObjectCount(d.writer.ID)
		if err != nil || objects != 3 {
			t.Errorf("%d objects, %v", objects, err)
		}
		return nil
	})
	first, second := d.statement("S-1#1"), d.statement("S-2#1")
	if first.Standing != store.Current || first.Content().Note != "better" || !first.Anchored || first.Label != "S-1" {
		t.Errorf("statement %+v", first)
	}
	if second.Standing != store.Withdrawn || second.Anchored || second.Content() == nil || second.Heads()[0].Statement != nil {
		t.Errorf("statement %+v", second)
	}
	if v := first.Versions[1]; v.Kind != "corrected" || v.Reason == "" || v.Actor != d.actor || v.Bases[0] != string(first.ID) || v.Time == "" {
		t.Errorf("version %+v", v)
	}
}

// An erased act leaves a stone where something was entered, and nothing else.
func TestErasedPayloadsAreApplied(t *testing.T) {
	t.Parallel()
	d := laptop(t, "erased")
	for i, r := range d.everything() {
		t.Run(r.Act.Kind, func(t *testing.T) {
			t.Parallel()
			other := laptop(t, "other")
			records := d.records(d.writer.ID, 0)
			records[i] = records[i].Erase()
			other.mustTake(records...)
			troubles := 0
			other.read(func(r *store.Reader) error {
				found, err := r.Troubles()
				troubles = len(found)
				return err
			})
			if founding := (r.Act.Kind == ledger.ProjectCreated{}.Kind()); founding != (troubles == 1) {
				t.Errorf("%d troubles", troubles)
			}
			other.read(func(r *store.Reader) error {
				_, err := r.Project()
				if fault.CodeOf(err) != "" != (records[i].Act.Kind == ledger.ProjectCreated{}.Kind()) {
					t.Errorf("project: %v", err)
				}
				return nil
			})
			fresh := other.rebuilt(t.TempDir()+"/r.db", d.writer.ID)
			defer fresh.Close()
			if err := other.db.Compare(t.Context(), fresh); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestErasedEntriesStayAsStones(t *testing.T) {
	t.Parallel()
	d, other := laptop(t, "stones"), laptop(t, "other")
	records := d.everything()
	for i := range records {
		if records[i].Act.Kind != (ledger.WriterJoined{}).Kind() {
			records[i] = records[i].Erase()
		}
	}
	other.mustTake(records...)
	other.read(func(r *store.Reader) error {
		src, err := r.Source("S-1")
		if err != nil || !src.Erased || src.Title != "" || src.ID == "" {
			t.Errorf("source %+v, %v", src, err)
		}
		person, err := r.Person("R-1")
		if err != nil || !person.Erased || person.Names != nil {
			t.Errorf("person %+v, %v", person, err)
		}
		incident, err := r.Incident("I-1")
		if err != nil || !incident.Erased || incident.Display != "" {
			t.Errorf("incident %+v, %v", incident, err)
		}
		actors, err := r.Actors()
		if err != nil || len(actors) != 1 || actors[0].Name != "" {
			t.Errorf("actors %+v, %v", actors, err)
		}
		for s, err := range r.Statements(store.Filter{}) {
			if err != nil || s.Standing != store.Erased || s.Content() != nil || len(s.Versions) != 1 || !s.Versions[0].Erased {
				t.Errorf("statement %+v, %v", s, err)
			}
		}
		return nil
	})
	if len(other.records(d.writer.ID, 0)) != len(records) {
		t.Error("an act is gone")
	}
}

func TestActsOfOtherProgramsAreRefusedWhole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, kind, payload string
		code                fault.Code
	}{
		{"a kind from the future", "statement.weighed/1", `{}`, "DB004"},
		{"a version from the future", "statement.added/2", `{}`, "DB004"},
		{"an unknown field", "actor.added/1", `{"actor":"a","name":"Ana","rank":1}`, "LE007"},
		{"an unknown field inside", "source.added/1", `{"source":"s","original":{"colour":"red"}}`, "LE007"},
		{"a kind of statement from the future", "statement.added/1", `{"statement":{"id":"a","source":"s","kind":"dream","content":{}}}`, "LE007"},
		{"no statement", "statement.corrected/1", `{"statement":"a","bases":["b"],"content":{}}`, "LE007"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := laptop(t, tt.name)
			d.everything()
			before := len(d.records(d.writer.ID, 0))
			bad := d.forged(tt.kind, tt.payload)
			err := d.take([]*ledger.Record{bad})
			wantCode(t, err, tt.code)
			if !strings.Contains(err.Error(), string(bad.Act.ID)) {
				t.Errorf("%v does not name the act", err)
			}
			if after := len(d.records(d.writer.ID, 0)); after != before {
				t.Errorf("%d acts, %d before", after, before)
			}
			_, err = store.Rebuild(t.Context(), t.TempDir()+"/r.db", nil, sequence(append(d.records(d.writer.ID, 0), bad), nil))
			wantCode(t, err, tt.code)
		})
	}
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	d := laptop(t, "append")
	src := d.original("a")
	d.write(d.joined(""), src)
	twice := d.toll(src, "20", 1)
	d.write(twice)
	bad := src
	bad.Title = ""
	tests := map[string]store.Draft{
		"a payload that breaks its rules": d.draft(bad),
		"an identifier used before":       d.draft(twice),
		"no actor":                        {Payload: src},
	}
	for name, draft := range tests {
		err := d.db.Write(t.Context(), d.writer, func(tx *store.Tx) error {
			_, err := tx.Append(draft)
			return err
		})
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	exhausted := d.writer
	exhausted.Random = strings.NewReader("")
	err := d.db.Write(t.Context(), exhausted, func(tx *store.Tx) error {
		_, err := tx.Append(store.Draft{Actor: d.actor, Payload: d.named("Ben")})
		return err
	})
	if err == nil {
		t.Error("an act was made without randomness")
	}
	if n := len(d.records(d.writer.ID, 0)); n != 3 {
		t.Errorf("%d acts stand", n)
	}
}

// A payload can be handed over by value or by reference.
func TestAppendTakesPointers(t *testing.T) {
	t.Parallel()
	d := laptop(t, "pointers")
	src := d.original("a")
	toll := d.toll(src, "20", 1)
	d.write(&src)
	draft := d.draft(toll)
	draft.Payload = &toll
	err := d.db.Write(t.Context(), d.writer, func(tx *store.Tx) error {
		_, err := tx.Append(draft)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := d.statement("S-1#1"); s.Content() == nil {
		t.Errorf("%+v", s)
	}
}

func TestStandings(t *testing.T) {
	t.Parallel()
	d := laptop(t, "standings")
	src := d.original("a")
	added := d.toll(src, "20", 4)
	s, id := added.Statement, ledger.ActID(added.Statement.ID)
	d.write(src, added)
	expect := func(standing, note string, heads int) {
		t.Helper()
		got := d.statement("S-1#1")
		if got.Standing != standing || got.Content().Note != note || len(got.Heads()) != heads {
			t.Errorf("%s with note %q and %d heads, want %s, %q, %d", got.Standing, got.Content().Note, len(got.Heads()), standing, note, heads)
		}
	}
	expect(store.Current, "", 1)
	one := d.write(corrected(s, "one", id))[0].Act.ID
	expect(store.Current, "one", 1)
	two := d.write(corrected(s, "two", id))[0].Act.ID // made without knowing of one
	expect(store.Conflict, "two", 2)
	var conflicts []string
	d.read(func(r *store.Reader) (err error) {
		conflicts, err = r.Conflicts()
		return err
	})
	if !slices.Equal(conflicts, []string{"S-1#1"}) {
		t.Errorf("conflicts %v", conflicts)
	}
	three := d.write(corrected(s, "three", one, two))[0].Act.ID
	expect(store.Current, "three", 1)
	four := d.write(withdrawn(s, three))[0].Act.ID
	expect(store.Withdrawn, "three", 1)
	d.write(corrected(s, "five", four))
	expect(store.Current, "five", 1)
	now := d.statement(string(s.ID))
	last := now.Heads()[0].Act
	d.write(withdrawn(s, last))
	d.write(corrected(s, "six", last)) // withdrawn here, corrected there
	expect(store.Conflict, "six", 2)
}

func TestErasedCorrectionsAndBases(t *testing.T) {
	t.Parallel()
	d, other := laptop(t, "erased correction"), laptop(t, "other")
	src := d.original("a")
	added := d.toll(src, "20", 4)
	records := d.write(src, added, corrected(added.Statement, "one", ledger.ActID(added.Statement.ID)))
	records[1] = records[1].Erase()
	other.mustTake(records[:2]...)
	other.read(func(r *store.Reader) error {
		s, err := r.Statement(string(added.Statement.ID))
		if err != nil || s.Standing != store.Erased || s.Source != "" || s.Label != "" {
			t.Errorf("%+v, %v", s, err)
		}
		return nil
	})
	other.mustTake(records[2])
	s := other.statement(string(added.Statement.ID))
	if s.Standing != store.Current || s.Content().Note != "one" || len(s.Versions) != 2 {
		t.Errorf("%+v", s)
	}
}

func TestTroubles(t *testing.T) {
	t.Parallel()
	d, other := laptop(t, "troubles"), laptop(t, "other")
	src := d.original("a")
	stray := d.toll(src, "20", 4)
	foreign := other.joined("xyz")
	correction := corrected(stray.Statement, "", ledger.ActID(stray.Statement.ID))
	records := d.write(foreign, correction, withdrawn(stray.Statement, "b"))
	d.read(func(r *store.Reader) error {
		found, err := r.Troubles()
		got := map[ledger.ActID]string{}
		for _, f := range found {
			got[f.Act] = f.What
		}
		want := map[ledger.ActID]string{
			records[0].Act.ID: "a writer joined in another writer's log",
			records[1].Act.ID: "it changes the statement " + string(stray.Statement.ID) + ", which no log holds",
			records[2].Act.ID: "it changes the statement " + string(stray.Statement.ID) + ", which no log holds",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

// Numbers are given out by the writer, with its tag, and stay what they are
// whatever arrives later.
func TestNumbering(t *testing.T) {
	t.Parallel()
	a, b := laptop(t, "a"), laptop(t, "b")
	srcA, srcB := a.original("a"), b.original("b")
	tollA, tollB := a.toll(srcA, "20", 9), b.toll(srcA, "30", 1)
	ra := a.write(a.joined(""), srcA, tollA, a.toll(srcA, "21", 5), a.person(tollA), a.incident())
	b.mustTake(ra...)
	rb := b.write(b.joined("k7q"), srcB, tollB, b.toll(srcB, "31", -1), b.person(tollB), b.incident())
	a.mustTake(rb...)
	ra = a.write(a.cited())
	b.mustTake(ra...)
	want := []string{"I-1", "I-k7q-1", "R-1", "R-k7q-1", "S-1", "S-1#1", "S-1#2", "S-1#k7q-1", "S-2", "S-k7q-1", "S-k7q-1#k7q-1"}
	for _, d := range []*device{a, b} {
		if diff := cmp.Diff(want, d.refs()); diff != "" {
			t.Error(diff)
		}
	}
}

// Two writers that have one tag, or whose tags were erased, keep their numbers
// apart.
func TestTagsThatMeet(t *testing.T) {
	t.Parallel()
	for _, erased := range []bool{false, true} {
		first, a, b := laptop(t, "first"), laptop(t, "a"), laptop(t, "b")
		first.write(first.joined(""), first.original("c"))
		var records [2][]*ledger.Record
		for i, d := range []*device{a, b} {
			d.mustTake(first.records(first.writer.ID, 0)...)
			records[i] = d.write(d.joined("k7q"), d.original("a"))
			if erased {
				records[i][0] = records[i][0].Erase()
			}
		}
		a, b = laptop(t, "a again"), laptop(t, "b again")
		for _, d := range []*device{a, b} {
			d.mustTake(first.records(first.writer.ID, 0)...)
		}
		a.mustTake(records[0]...)
		a.mustTake(records[1]...)
		b.mustTake(records[1]...)
		b.mustTake(records[0]...)
		if err := a.db.Compare(t.Context(), b.db); err != nil {
			t.Error(err)
		}
		if refs := a.refs(); len(slices.Compact(refs)) != 3 || slices.Contains(refs, "S-k7q-1") == erased {
			t.Errorf("erased %v: %v", erased, refs)
		}
	}
}

// refs lists all display numbers.
func (d *device) refs() []string {
	d.t.Helper()
	var refs []string
	add := func(ref string, err error) {
		if err != nil {
			d.t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	d.read(func(r *store.Reader) error {
		for s, err := range r.Sources() {
			add(s.Ref, err)
		}
		for s, err := range r.Statements(store.Filter{}) {
			add(s.Ref, err)
		}
		for p, err := range r.Persons() {
			add(p.Ref, err)
		}
		for i, err := range r.Incidents() {
			add(i.Ref, err)
		}
		return nil
	})
	slices.Sort(refs)
	return refs
}

func TestObjectsAreCountedByWriter(t *testing.T) {
	t.Parallel()
	a, b := laptop(t, "a"), laptop(t, "b")
	src := a.original("a")
	a.write(src, a.text(src), a.text(src))
	b.mustTake(a.records(a.writer.ID, 0)...)
	mine := b.original("b")
	b.write(b.joined("k7q"), mine)
	b.read(func(r *store.Reader) error {
		for _, tt := range []struct {
			writer ledger.WriterID
			from   int64
			want   []string
		}{
			{a.writer.ID, 0, []string{"1", "2", "2"}}, {a.writer.ID, 2, []string{"2"}}, {a.writer.ID, 3, nil}, {b.writer.ID, 0, []string{"1"}},
		} {
			var got []string
			for o, err := range r.Objects(tt.writer, tt.from) {
				if err != nil {
					return err
				}
				got = append(got, fmt.Sprint(o.Version))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("objects from %d: %v, want %v", tt.from, got, tt.want)
			}
		}
		n, err := r.ObjectCount("nobody")
		if n != 0 {
			t.Errorf("%d objects of nobody", n)
		}
		return err
	})
}

func TestSourcesAcrossKinds(t *testing.T) {
	t.Parallel()
	d := laptop(t, "same bytes")
	first, second, cited := d.original("a"), d.original("a"), d.cited()
	d.write(first, second, cited, d.original("c"))
	d.read(func(r *store.Reader) error {
		same, err := r.SameBytes(strings.Repeat("a", 64))
		if err != nil || !slices.Equal(same, []string{"S-1", "S-2"}) {
			t.Errorf("same bytes: %v, %v", same, err)
		}
		none, err := r.SameBytes(strings.Repeat("0", 64))
		if err != nil || none != nil {
			t.Errorf("same bytes: %v, %v", none, err)
		}
		return nil
	})
	renditions := []ledger.Payload{d.text(first), d.text(first)}
	d.write(renditions...)
	d.read(func(r *store.Reader) error {
		src, err := r.Source(string(first.Source))
		if err != nil || len(src.Renditions) != 2 || src.Renditions[1].Rendition != renditions[1].(source.RenditionAdded).Rendition {
			t.Errorf("the renditions are not in the order they came: %+v, %v", src.Renditions, err)
		}
		return nil
	})
}

func TestCodebooksAreKeptInOrder(t *testing.T) {
	t.Parallel()
	d := laptop(t, "codebook")
	for _, c := range statement.Presets() {
		d.write(statement.CodebookSet{Codebook: c})
	}
	if got := raw(t, d, "SELECT group_concat(n || ' ' || (body LIKE '%reckon-1%'), ', ') FROM (SELECT * FROM codebook ORDER BY n)"); got != "1 1, 2 0" {
		t.Errorf("codebooks: %s", got)
	}
}

// Of two files attached apart from each other the first in the stated order
// stands, whichever arrived first; the vault's object is noted all the same.
func TestTwoAttachments(t *testing.T) {
	t.Parallel()
	a, b := laptop(t, "attach a"), laptop(t, "attach b")
	src := a.cited()
	a.write(a.created(), a.joined(""), a.named("Ana"), src)
	b.mustTake(a.records(a.writer.ID, 0)...)
	b.write(b.joined("k7q"))
	first := a.write(a.attached(src, "c"))
	b.write(b.attached(src, "d"))
	b.mustTake(first...)
	a.mustTake(b.records(b.writer.ID, 0)...)
	for _, d := range []*device{a, b} {
		d.read(func(r *store.Reader) error {
			got, err := r.Source("S-1")
			if err != nil || got.Original == nil || got.Original.SHA256 != strings.Repeat("c", 64) {
				t.Errorf("%+v, %v", got.Original, err)
			}
			troubles, err := r.Troubles()
			if err != nil || len(troubles) != 1 || !strings.Contains(troubles[0].What, "has one already") {
				t.Errorf("troubles %+v, %v", troubles, err)
			}
			if n, err := r.ObjectCount(b.writer.ID); err != nil || n != 1 {
				t.Errorf("%d objects, %v", n, err)
			}
			return nil
		})
	}
	wantSame(t, a, b)
}

func wantSame(t *testing.T, a, b *device) {
	t.Helper()
	fresh := a.rebuilt(t.TempDir()+"/r.db", a.writer.ID, b.writer.ID)
	defer fresh.Close()
	for _, d := range []*device{a, b} {
		if err := d.db.Compare(t.Context(), fresh); err != nil {
			t.Error(err)
		}
	}
}

func TestAttachingToNothing(t *testing.T) {
	t.Parallel()
	d := laptop(t, "attach to nothing")
	d.write(d.created(), d.joined(""), d.named("Ana"), d.attached(d.cited(), "c"))
	d.read(func(r *store.Reader) error {
		troubles, err := r.Troubles()
		if err != nil || len(troubles) != 1 || !strings.Contains(troubles[0].What, "no log holds") {
			t.Errorf("troubles %+v, %v", troubles, err)
		}
		return nil
	})
}

func TestRejections(t *testing.T) {
	t.Parallel()
	d := laptop(t, "rejections")
	src, other := d.original("a"), d.original("b")
	text := d.text(src)
	d.write(src, other, text)
	record := d.write(turnedDown(text))[0]
	d.read(func(r *store.Reader) error {
		all, err := r.Rejections(src.Source)
		if len(all) != 1 || all[0].Act != record.Act.ID || all[0].Reason != record.Act.Reason || all[0].Anchor.Fragments[0].Exact != "41" {
			t.Errorf("rejections %+v", all)
		}
		if none, err := r.Rejections(other.Source); err != nil || len(none) > 0 {
			t.Errorf("of another source: %+v, %v", none, err)
		}
		return err
	})
}

// rejected lists the reasons with which figures of a source are turned down.
func (d *device) rejected(src source.ID) []string {
	d.t.Helper()
	var reasons []string
	d.read(func(r *store.Reader) error {
		all, err := r.Rejections(src)
		for _, rj := range all {
			reasons = append(reasons, rj.Reason)
		}
		return err
	})
	return reasons
}

func TestReopenedIsOpen(t *testing.T) {
	t.Parallel()
	d := laptop(t, "reopened")
	src, other := d.original("a"), d.original("b")
	text := d.text(src)
	d.write(src, other, text)
	no, elsewhere, again, foreign := turnedDown(text), turnedDown(text), turnedDown(text), turnedDown(text)
	elsewhere.Anchor.Fragments = []source.Fragment{{Start: 9, End: 11, Exact: "41"}}
	again.Anchor.Rendition = "r-2"
	again.Anchor.Fragments = no.Anchor.Fragments
	foreign.Source = other.Source
	d.write(source.ProposalReopened(no)) // of nothing
	d.write(no, no, elsewhere, again, foreign)
	if got := d.rejected(src.Source); len(got) != 4 {
		t.Fatalf("turned down: %v", got)
	}
	reopened := source.ProposalReopened(no)
	reopened.Proposed = "reader/2" // what proposed it does not matter
	d.write(reopened)
	if got := d.rejected(src.Source); len(got) != 2 {
		t.Errorf("after reopening: %v", got)
	}
	if got := d.rejected(other.Source); len(got) != 1 {
		t.Errorf("of another source: %v", got)
	}
	d.write(no)
	if got := d.rejected(src.Source); len(got) != 3 {
		t.Errorf("turned down once more: %v", got)
	}
}

// The stated order decides, not the order of arrival: a reopening that arrives
// before its rejection takes it back all the same, and a rejection that comes
// after it in the order holds.
func TestReopeningGoesByTheStatedOrder(t *testing.T) {
	t.Parallel()
	a, b, c := laptop(t, "reopen a"), laptop(t, "reopen b"), laptop(t, "reopen c")
	src := a.original("a")
	text := a.text(src)
	begun := a.write(a.created(), a.joined(""), a.named("Ana"), src, text)
	b.mustTake(begun...)
	c.mustTake(begun...)
	b.mustTake(a.write(turnedDown(text))...)
	b.write(b.joined("k7q"), source.ProposalReopened(turnedDown(text)))
	c.mustTake(b.records(b.writer.ID, 0)...)
	c.mustTake(a.records(a.writer.ID, int64(len(begun)))...)
	for name, d := range map[string]*device{"b": b, "c": c} {
		if got := d.rejected(src.Source); len(got) > 0 {
			t.Errorf("%s: still turned down: %v", name, got)
		}
	}
	// Meanwhile the first device goes on, and turns it down once more.
	last := a.write(a.cited(), a.cited(), a.cited(), turnedDown(text))[3]
	a.mustTake(b.records(b.writer.ID, 0)...)
	b.mustTake(a.records(a.writer.ID, int64(len(begun))+1)...)
	for name, d := range map[string]*device{"a": a, "b": b} {
		if got := d.rejected(src.Source); len(got) != 1 || got[0] != last.Act.Reason {
			t.Errorf("%s: turned down: %v, want %s", name, got, last.Act.Reason)
		}
	}
	wantSame(t, a, b)
}
