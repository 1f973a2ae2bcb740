package store

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"reckon/fault"
	"reckon/ledger"
	"reckon/source"
)

// sourceAdded writes a source. Its identifier is that of the act, so that one
// whose act is erased leaves a stone to mark where it was.
func sourceAdded(t *Tx, a *ledger.Act, s *source.Added) error {
	if s == nil {
		s = &source.Added{Source: source.ID(a.ID)}
	}
	n, err := t.number(a, "S")
	if err != nil {
		return err
	}
	if err := t.query.exec(`INSERT INTO source (id, ref, erased, body, act, actor, time) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(s.Source), "S-"+n, a.Erased, string(a.Payload), string(a.ID), string(a.Actor), ledger.FormatTime(a.Time)); err != nil {
		return err
	}
	if s.Original == nil {
		return nil
	}
	if err := t.query.exec("INSERT INTO artifact (source, sha256) VALUES (?, ?)", string(s.Source), s.Original.SHA256); err != nil {
		return err
	}
	return t.object(a, s.Original.Object)
}

// sourceAttached gives a source known by reference alone its original. The
// object is noted whatever becomes of the rest, since the vault holds it. Of
// two attachments made apart from each other the first in the stated order
// stands, on every device.
func sourceAttached(t *Tx, a *ledger.Act, p *source.Attached) error {
	if p == nil {
		return nil
	}
	if err := t.object(a, p.Original.Object); err != nil {
		return err
	}
	found, err := collect(each(t.query, scanSource, sourceColumns+" WHERE id = ?", string(p.Source)))
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return t.trouble(a, "it attaches a file to the source %s, which no log holds", p.Source)
	case found[0].Erased:
		return nil // the stone stays bare
	case found[0].Original != nil:
		return t.trouble(a, "it attaches a file to the source %s, which has one already", p.Source)
	}
	about := found[0].Added
	about.Original = &p.Original
	body, err := ledger.Encode(about)
	if err != nil {
		return err
	}
	if err := t.query.exec("UPDATE source SET body = ? WHERE id = ?", string(body), string(p.Source)); err != nil {
		return err
	}
	return t.query.exec("INSERT INTO artifact (source, sha256) VALUES (?, ?)", string(p.Source), p.Original.SHA256)
}

func renditionAdded(t *Tx, a *ledger.Act, r *source.RenditionAdded) error {
	if r == nil {
		return nil
	}
	if err := t.query.exec("INSERT INTO rendition (id, source, body, act, actor, time) VALUES (?, ?, ?, ?, ?, ?)",
		string(r.Rendition), string(r.Source), string(a.Payload), string(a.ID), string(a.Actor), ledger.FormatTime(a.Time)); err != nil {
		return err
	}
	return t.object(a, r.Object)
}

func renditionFailed(t *Tx, a *ledger.Act, f *source.RenditionFailed) error {
	if f == nil {
		return nil
	}
	return t.query.exec("INSERT INTO unread (act, source, reason, time) VALUES (?, ?, ?, ?)",
		string(a.ID), string(f.Source), f.Reason, ledger.FormatTime(a.Time))
}

// Entry is what every registered thing has beside its content: its
// identifiers, and the act that entered it.
type Entry struct {
	ID     string
	Ref    string // display number, such as S-44
	Erased bool
	Act    ledger.ActID
	Actor  ledger.ActorID
	Time   string
}

// Source is a registered source.
type Source struct {
	Entry
	source.Added
	Renditions []Rendition
	NoText     string // why there is none, where one was tried and there are no renditions
	Statements int
}

// Text returns the text that statements are coded from where none is named:
// the newest that is no translation, or the newest. There may be none.
func (s *Source) Text() (r Rendition, ok bool) {
	for _, r := range slices.Backward(s.Renditions) {
		if r.Typing != source.Translation {
			return r, true
		}
	}
	if n := len(s.Renditions); n > 0 {
		return s.Renditions[n-1], true
	}
	return r, false
}

// Rendition is a stored text of a source.
type Rendition struct {
	source.RenditionAdded
	Act   ledger.ActID
	Actor ledger.ActorID
	Time  string
}

const sourceColumns = `SELECT id, ref, erased, body, act, actor, time,
	(SELECT count(*) FROM statement WHERE statement.source = source.id AND standing <> 'withdrawn') FROM source`

func scanSource(s scanner) (Source, error) {
	var src Source
	var body string
	err := s.Scan(&src.ID, &src.Ref, &src.Erased, &body, &src.Act, &src.Actor, &src.Time, &src.Statements)
	if err != nil || src.Erased {
		return src, err
	}
	return src, decode(body, &src.Added)
}

// decode reads a stored body.
func decode(body string, into any) error {
	if err := json.Unmarshal([]byte(body), into); err != nil {
		return fault.New("DB009", fault.Integrity, "a row of the database cannot be read: %v", err).
			Try("The log is the truth: reckon rebuild derives the database again")
	}
	return nil
}

// Sources yields all sources in the order they were entered.
func (r *Reader) Sources() iter.Seq2[Source, error] {
	return each(r.query, scanSource, sourceColumns+" ORDER BY time, length(ref), ref")
}

// SourcesOf yields the sources with the given identifiers, without their
// renditions, in the order they were entered.
func (r *Reader) SourcesOf(ids []source.ID) iter.Seq2[Source, error] {
	list, err := json.Marshal(ids)
	if err != nil {
		return func(yield func(Source, error) bool) { yield(Source{}, fmt.Errorf("naming sources: %w", err)) }
	}
	return each(r.query, scanSource, sourceColumns+" WHERE id IN (SELECT value FROM json_each(?)) ORDER BY time, length(ref), ref", string(list))
}

// Source returns the source that a display number or identifier names, with
// its renditions.
func (r *Reader) Source(name string) (Source, error) {
	found, err := collect(each(r.query, scanSource, sourceColumns+" WHERE ref = ? OR id = ?", name, name))
	if err != nil {
		return Source{}, err
	}
	if len(found) == 0 {
		return Source{}, notFound("source", name, "reckon source list")
	}
	s := found[0]
	if s.Renditions, err = r.renditions(s.ID); err != nil || len(s.Renditions) > 0 {
		return s, err
	}
	_, err = r.query.one("SELECT reason FROM unread WHERE source = ? ORDER BY time DESC, act DESC LIMIT 1", []any{s.ID}, &s.NoText)
	return s, err
}

// Maker returns the writer who put an object into the vault, empty where no
// log tells of it.
func (r *Reader) Maker(object source.ObjectID) (w ledger.WriterID, err error) {
	_, err = r.query.one("SELECT writer FROM object WHERE object = ? ORDER BY version, writer LIMIT 1", []any{string(object)}, &w)
	return w, err
}

func notFound(what, name, list string) *fault.Problem {
	return fault.New("DB010", fault.NotFound, "no %s is called %.60q", what, name).Try(list + " shows what there is")
}

func (r *Reader) renditions(id string) ([]Rendition, error) {
	return collect(each(r.query, func(s scanner) (Rendition, error) {
		var rd Rendition
		var body string
		if err := s.Scan(&body, &rd.Act, &rd.Actor, &rd.Time); err != nil {
			return rd, err
		}
		return rd, decode(body, &rd.RenditionAdded)
	}, "SELECT body, act, actor, time FROM rendition WHERE source = ? ORDER BY time, id", id))
}

// SameBytes returns the display numbers of the sources whose original has the
// given SHA-256 digest.
func (r *Reader) SameBytes(sha256 string) ([]string, error) {
	return collect(each(r.query, scanString,
		"SELECT ref FROM source JOIN artifact ON artifact.source = source.id WHERE sha256 = ? ORDER BY ref", sha256))
}

func scanString(s scanner) (string, error) {
	var v string
	return v, s.Scan(&v)
}

// Objects yields the object versions that a writer's acts brought in, from
// the given place on.
func (r *Reader) Objects(w ledger.WriterID, from int64) iter.Seq2[source.ObjectRef, error] {
	return each(r.query, func(s scanner) (source.ObjectRef, error) {
		var o source.ObjectRef
		return o, s.Scan(&o.Object, &o.Version, &o.Inventory)
	}, "SELECT object, version, inventory FROM object WHERE writer = ? AND n >= ? ORDER BY n", string(w), from)
}

// ObjectCount returns how many object versions a writer's acts brought in.
func (r *Reader) ObjectCount(w ledger.WriterID) (int64, error) {
	var n int64
	if _, err := r.query.one("SELECT count(*) FROM object WHERE writer = ?", []any{string(w)}, &n); err != nil {
		return 0, fmt.Errorf("counting objects: %w", err)
	}
	return n, nil
}
