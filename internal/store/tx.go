package store

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"reckon/ledger"
)

// Writer is who appends here: the device's identity in its own log, and
// where identifiers and salts are drawn from.
type Writer struct {
	ID     ledger.WriterID
	Key    string // name of the key that signs the writer's checkpoints
	Random io.Reader
}

// Draft is an act that is about to be appended.
type Draft struct {
	ID      ledger.ActID // drawn anew where empty
	Actor   ledger.ActorID
	Time    time.Time
	Reason  string
	Payload ledger.Payload
}

// Tx is a transaction that writes. It has two writing methods, and both take
// an act.
type Tx struct {
	Reader
	writer Writer
	next   *edge // the writer's next place, read once
}

// edge is where the next act of the writer goes.
type edge struct {
	seq, clock int64
}

// Append seals an act, writes it at the end of the writer's log and projects
// it.
func (t *Tx) Append(d Draft) (*ledger.Record, error) {
	if err := d.Payload.Validate(); err != nil {
		return nil, err
	}
	a, err := t.act(d)
	if err != nil {
		return nil, err
	}
	r, err := ledger.Seal(a, t.writer.Random)
	if err != nil {
		return nil, err
	}
	if err := t.Insert(r); err != nil {
		return nil, err
	}
	t.next.seq++
	t.next.clock++
	if err := t.project(&r.Act, d.Payload); err != nil {
		return nil, err
	}
	return r, nil
}

func (t *Tx) act(d Draft) (ledger.Act, error) {
	payload, err := encode(d.Payload)
	if err != nil {
		return ledger.Act{}, fmt.Errorf("encoding %s: %w", d.Payload.Kind(), err)
	}
	if d.ID == "" {
		id, err := ledger.NewID(t.writer.Random)
		if err != nil {
			return ledger.Act{}, err
		}
		d.ID = ledger.ActID(id)
	}
	if t.next == nil {
		if t.next, err = t.edge(); err != nil {
			return ledger.Act{}, err
		}
	}
	return ledger.Act{
		ID: d.ID, Kind: d.Payload.Kind(), Writer: t.writer.ID, Seq: t.next.seq, Clock: t.next.clock,
		Actor: d.Actor, Key: t.writer.Key, Time: d.Time, Reason: d.Reason, Payload: payload,
	}, nil
}

// encode writes a payload as JSON, which sealing brings into canonical form.
// One that writes itself is not gone over another time.
func encode(p ledger.Payload) ([]byte, error) {
	if m, ok := p.(json.Marshaler); ok {
		return m.MarshalJSON()
	}
	return json.Marshal(p)
}

func (t *Tx) edge() (*edge, error) {
	size, err := t.Size(t.writer.ID)
	if err != nil {
		return nil, err
	}
	var clock int64
	if _, err := t.query.one("SELECT coalesce(max(clock), 0) FROM act", nil, &clock); err != nil {
		return nil, err
	}
	return &edge{seq: size, clock: clock + 1}, nil
}

// Insert writes a record that another log holds, without projecting it: the
// caller projects everything afterwards. It must continue its writer's log.
func (t *Tx) Insert(r *ledger.Record) error {
	a := &r.Act
	return t.query.exec(`INSERT INTO act (writer, seq, id, clock, kind, actor, time, line)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		string(a.Writer), a.Seq, string(a.ID), a.Clock, a.Kind, string(a.Actor),
		ledger.FormatTime(a.Time), r.Line)
}

// Apply projects the acts that were inserted after the acts known before, in
// their stated order. Where one of them sorts before an act that was already
// applied, all projections are derived anew.
func (t *Tx) Apply(inserted []*ledger.Record, before *ledger.Act) error {
	for _, r := range inserted {
		if before != nil && r.Act.Before(before) {
			return t.reproject()
		}
	}
	for _, r := range inserted {
		if err := t.readAndProject(&r.Act); err != nil {
			return err
		}
	}
	return nil
}

// reproject empties every projection and derives it again from the acts.
func (t *Tx) reproject() error {
	for _, table := range projections {
		if err := t.query.exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	acts, err := collect(t.order())
	if err != nil {
		return err
	}
	for _, key := range acts {
		a, err := t.Act(key)
		if err != nil {
			return err
		}
		if err := t.readAndProject(&a.Act); err != nil {
			return err
		}
	}
	return nil
}
