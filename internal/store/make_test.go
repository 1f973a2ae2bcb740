package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/names"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// device is a database with a writer of its own.
type device struct {
	t      tester
	db     *store.DB
	path   string
	key    []byte
	writer store.Writer
	actor  ledger.ActorID
	hour   int
}

// chance is a stream of random bytes that is the same in every run.
func chance(seed string) io.Reader {
	var key [32]byte
	copy(key[:], seed)
	return rand.NewChaCha8(key)
}

func newID(t tester, r io.Reader) string {
	t.Helper()
	id, err := ledger.NewID(r)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// newDevice makes a device that draws everything from the seed.
func newDevice(t tester, path, seed string, key []byte) *device {
	t.Helper()
	db, err := store.Create(context.Background(), path, key)
	if err != nil {
		t.Fatal(err)
	}
	r := chance(seed)
	d := &device{t: t, db: db, path: path, key: key, actor: ledger.ActorID(newID(t, r))}
	d.writer = store.Writer{ID: ledger.WriterID(newID(t, r)), Key: "aabbccdd", Random: r}
	return d
}

// laptop is a new device in a folder that the test cleans up.
func laptop(t *testing.T, seed string) *device {
	t.Helper()
	d := newDevice(t, filepath.Join(t.TempDir(), "reckon.db"), seed, nil)
	t.Cleanup(func() { d.db.Close() })
	return d
}

// write appends acts and returns their records.
func (d *device) write(payloads ...ledger.Payload) []*ledger.Record {
	d.t.Helper()
	var records []*ledger.Record
	err := d.db.Write(context.Background(), d.writer, func(tx *store.Tx) error {
		for _, p := range payloads {
			r, err := tx.Append(d.draft(p))
			if err != nil {
				return err
			}
			records = append(records, r)
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return records
}

// draft gives an act the identifier that its payload enters something under.
func (d *device) draft(p ledger.Payload) store.Draft {
	d.hour++
	draft := store.Draft{
		Actor: d.actor, Payload: p, Reason: fmt.Sprintf("reason %d", d.hour),
		Time: time.Date(2031, 1, 1, d.hour, 0, 0, 0, time.UTC),
	}
	switch p := p.(type) {
	case ledger.ActorAdded:
		draft.ID = ledger.ActID(p.Actor)
	case source.Added:
		draft.ID = ledger.ActID(p.Source)
	case source.RenditionAdded:
		draft.ID = ledger.ActID(p.Rendition)
	case statement.Added:
		draft.ID = ledger.ActID(p.Statement.ID)
	case register.PersonAdded:
		draft.ID = ledger.ActID(p.Person.ID)
	case register.IncidentAdded:
		draft.ID = ledger.ActID(p.Incident.ID)
	}
	return draft
}

// read runs fn on the device's database.
func (d *device) read(fn func(*store.Reader) error) {
	d.t.Helper()
	if err := d.db.Read(context.Background(), fn); err != nil {
		d.t.Fatal(err)
	}
}

// records returns a writer's records from a place on.
func (d *device) records(w ledger.WriterID, from int64) []*ledger.Record {
	d.t.Helper()
	var all []*ledger.Record
	d.read(func(r *store.Reader) error {
		for line, err := range r.Lines(w, from) {
			if err != nil {
				return err
			}
			rec, err := ledger.ParseRecord(line)
			if err != nil {
				return err
			}
			all = append(all, rec)
		}
		return nil
	})
	return all
}

// take enters records of other devices, as a bundle brings them.
func (d *device) take(records []*ledger.Record) error {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b *ledger.Record) int {
		if a.Act.Before(&b.Act) {
			return -1
		}
		return 1
	})
	return d.db.Write(context.Background(), store.Writer{}, func(tx *store.Tx) error {
		last, err := tx.Last()
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := tx.Insert(r); err != nil {
				return err
			}
		}
		return tx.Apply(records, last)
	})
}

// mustTake takes records and fails the test where they are refused.
func (d *device) mustTake(records ...*ledger.Record) {
	d.t.Helper()
	if err := d.take(records); err != nil {
		d.t.Fatal(err)
	}
}

// statement returns a statement by name.
func (d *device) statement(name string) store.Statement {
	d.t.Helper()
	var s store.Statement
	d.read(func(r *store.Reader) (err error) {
		s, err = r.Statement(name)
		return err
	})
	return s
}

// rebuilt derives the device's database again beside it and returns it open.
func (d *device) rebuilt(path string, writers ...ledger.WriterID) *store.DB {
	d.t.Helper()
	var logs []iter.Seq2[*ledger.Record, error]
	for _, w := range writers {
		logs = append(logs, sequence(d.records(w, 0), nil))
	}
	if _, err := store.Rebuild(context.Background(), path, d.key, store.Merge(logs)); err != nil {
		d.t.Fatal(err)
	}
	db, err := store.Open(context.Background(), path, d.key)
	if err != nil {
		d.t.Fatal(err)
	}
	return db
}

// sequence yields records and then, where there is one, an error.
func sequence(records []*ledger.Record, err error) iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// What follows makes payloads about invented people and places.

func (d *device) created() ledger.ProjectCreated {
	return ledger.ProjectCreated{Project: newID(d.t, d.writer.Random), Title: "Vesmar", Files: map[string]string{"README.txt": strings.Repeat("a", 64)}}
}

func (d *device) joined(tag string) ledger.WriterJoined {
	d.t.Helper()
	_, verifier, err := ledger.GenerateKey(d.writer.Random, ledger.Origin("p", d.writer.ID))
	if err != nil {
		d.t.Fatal(err)
	}
	return ledger.WriterJoined{Writer: d.writer.ID, Name: "laptop " + tag, Tag: tag, Verifier: verifier}
}

func (d *device) named(name string) ledger.ActorAdded {
	return ledger.ActorAdded{Actor: d.actor, Name: name, Note: "a note"}
}

func (d *device) ref(version int) source.ObjectRef {
	d.t.Helper()
	id, err := source.NewObjectID(d.writer.Random)
	if err != nil {
		d.t.Fatal(err)
	}
	return source.ObjectRef{Object: id, Version: version, Inventory: strings.Repeat("0f", 64)}
}

// original is a source with bytes of the given digit.
func (d *device) original(digit string) source.Added {
	return source.Added{
		Source: source.ID(newID(d.t, d.writer.Random)), Title: "A report", Material: "press_release", Confidentiality: source.Internal,
		Original: &source.Original{Object: d.ref(1), SHA256: strings.Repeat(digit, 64), Size: 10, MediaType: "text/plain", Name: "a.txt"},
	}
}

// cited is a source known by reference alone.
func (d *device) cited() source.Added {
	return source.Added{
		Source: source.ID(newID(d.t, d.writer.Random)), Title: "A book", Material: "press_release", Confidentiality: source.Internal, Citation: "page 3",
	}
}

// attached gives a cited source bytes of the given digit.
func (d *device) attached(s source.Added, digit string) source.Attached {
	return source.Attached{Source: s.Source, Original: *d.original(digit).Original}
}

func (d *device) text(s source.Added) source.RenditionAdded {
	return source.RenditionAdded{
		Source: s.Source, Rendition: source.RenditionID(newID(d.t, d.writer.Random)), Reader: "text", ReaderVersion: "1", Encoding: "utf-8",
		SHA256: strings.Repeat("b", 64), CodePoints: 10, Object: d.ref(2),
	}
}

// toll is a statement of a figure, anchored from start on unless that is
// negative.
func (d *device) toll(s source.Added, figure string, start int) statement.Added {
	d.t.Helper()
	q, err := statement.ParseQuantity(figure)
	if err != nil {
		d.t.Fatal(err)
	}
	st := statement.Statement{
		ID: statement.ID(newID(d.t, d.writer.Random)), Source: s.Source, Quote: "words", Speakers: []statement.Speaker{{Name: "Orlin registry"}},
		Content: &statement.Toll{Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}},
	}
	if start >= 0 {
		st.Anchor = &source.Anchor{Rendition: "r-1", Fragments: []source.Fragment{{Start: start, End: start + 5, Exact: "words"}}}
	}
	return statement.Added{Statement: st}
}

// corrected replaces the given acts with the same content under another note.
func corrected(s statement.Statement, note string, bases ...ledger.ActID) statement.Corrected {
	s.Note = note
	return statement.Corrected{Statement: s.ID, Bases: spelled(bases), Content: s}
}

func withdrawn(s statement.Statement, bases ...ledger.ActID) statement.Withdrawn {
	return statement.Withdrawn{Statement: s.ID, Bases: spelled(bases)}
}

func spelled(acts []ledger.ActID) []string {
	var all []string
	for _, a := range acts {
		all = append(all, string(a))
	}
	return all
}

func (d *device) person(s statement.Added) register.PersonAdded {
	return register.PersonAdded{Person: register.Person{
		ID: register.PersonID(newID(d.t, d.writer.Random)), Names: []names.Name{{Text: "Tarnik", Kind: names.AsWritten}},
		Statements: []statement.ID{s.Statement.ID},
	}}
}

func (d *device) incident() register.IncidentAdded {
	return register.IncidentAdded{Incident: register.Incident{
		ID: register.IncidentID(newID(d.t, d.writer.Random)), Display: "Vesmar", Reason: "the only name",
		Names: []register.IncidentName{{Text: "Vesmar", UsedBy: "the project"}},
	}}
}

// everything writes an act of every kind and returns the records.
func (d *device) everything() []*ledger.Record {
	d.t.Helper()
	src, cited, incident := d.original("a"), d.cited(), d.incident()
	first, second := d.toll(src, "20", 3), d.toll(cited, "dozens", -1)
	first.Statement.Incident = string(incident.Incident.ID)
	text := d.text(src)
	all := d.write(d.created(), d.joined(""), d.named("Ana"), src, text, cited, incident, first, second, d.person(first))
	all = append(all, d.write(turnedDown(text), turnedDown(text), source.ProposalReopened(turnedDown(text)), turnedDown(text))...)
	all = append(all, d.write(corrected(first.Statement, "better", ledger.ActID(first.Statement.ID)))...)
	all = append(all, d.write(withdrawn(second.Statement, ledger.ActID(second.Statement.ID)))...)
	found := d.cited()
	all = append(all, d.write(found, d.attached(found, "c"), source.RenditionFailed{Source: found.Source, Reason: "the file holds no text"})...)
	position := toll.PositionSet{Incident: string(incident.Incident.ID), Group: "killed/persons", Handling: toll.Pending, Reason: "one origin"}
	mapping := toll.MappingSet{List: "status", From: "wounded", To: "maimed", Reason: "one hospital uses both"}
	return append(all, d.write(statement.CodebookSet{Codebook: statement.Presets()[0]}, position, mapping)...)
}

// turnedDown is the rejection of a figure proposed from a text.
func turnedDown(text source.RenditionAdded) source.ProposalRejected {
	return source.ProposalRejected{
		Source: text.Source, Proposed: "reader/1",
		Anchor: source.Anchor{Rendition: text.Rendition, Fragments: []source.Fragment{{Start: 0, End: 2, Exact: "41"}}},
	}
}

// forged seals a record of any kind with any payload at the end of the
// device's log, as another program could.
func (d *device) forged(kind, payload string) *ledger.Record {
	d.t.Helper()
	var size int64
	d.read(func(r *store.Reader) (err error) {
		size, err = r.Size(d.writer.ID)
		return err
	})
	r, err := ledger.Seal(ledger.Act{
		ID: ledger.ActID(newID(d.t, d.writer.Random)), Kind: kind, Writer: d.writer.ID, Seq: size, Clock: 1000 + size, Actor: d.actor,
		Key: "aabbccdd", Time: time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC), Payload: json.RawMessage(payload),
	}, d.writer.Random)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func wantCode(t tester, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Fatalf("got %v, want %s", err, code)
	}
}
