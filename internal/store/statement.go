package store

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

// The kinds of version.
const (
	versionAdded     = "added"
	versionCorrected = "corrected"
	versionWithdrawn = "withdrawn"
)

// The standings of a statement.
const (
	Current   = "current"   // one version stands
	Withdrawn = "withdrawn" // it was taken back
	Conflict  = "conflict"  // several versions stand side by side until a person decides
	Erased    = "erased"    // its first version was erased
)

// statementAdded writes a statement and its first version.
func statementAdded(t *Tx, a *ledger.Act, p *statement.Added) error {
	if p == nil {
		return t.statement(a, &statement.Statement{ID: statement.ID(a.ID)}, Erased)
	}
	return t.statement(a, &p.Statement, Current)
}

func (t *Tx) statement(a *ledger.Act, s *statement.Statement, standing string) error {
	n, err := t.number(a, string(s.Source))
	if err != nil {
		return err
	}
	if err := t.query.exec(`INSERT INTO statement (id, ref, source, kind, incident, standing, anchored, position)
		VALUES (?, coalesce((SELECT ref FROM source WHERE id = ?), ?) || ?, ?, ?, ?, ?, ?, ?)`,
		string(s.ID), string(s.Source), "S-"+string(s.Source), "#"+n, string(s.Source), s.Kind(), s.Incident,
		standing, s.Anchor != nil, position(s)); err != nil {
		return err
	}
	return t.version(a, string(s.ID), versionAdded, nil)
}

// position is where the statement's words begin; what has no anchor stands
// after everything that has.
func position(s *statement.Statement) int64 {
	if s.Anchor == nil || len(s.Anchor.Fragments) == 0 {
		return 1 << 40
	}
	return int64(s.Anchor.Fragments[0].Start)
}

// version notes what an act did to a statement. The words stay in the act.
func (t *Tx) version(a *ledger.Act, id, kind string, bases []string) error {
	raw, err := json.Marshal(bases)
	if err != nil {
		return fmt.Errorf("encoding the bases of %s: %w", id, err)
	}
	return t.query.exec("INSERT INTO version (statement, act, kind, bases, superseded) VALUES (?, ?, ?, ?, 0)",
		id, string(a.ID), kind, string(raw))
}

func statementCorrected(t *Tx, a *ledger.Act, p *statement.Corrected) error {
	if p == nil {
		return nil // which statement it was about is gone with it
	}
	return t.supersede(a, string(p.Statement), versionCorrected, p.Bases)
}

func statementWithdrawn(t *Tx, a *ledger.Act, p *statement.Withdrawn) error {
	if p == nil {
		return nil
	}
	return t.supersede(a, string(p.Statement), versionWithdrawn, p.Bases)
}

// supersede adds a version that replaces others, and derives the standing
// from the versions that nothing replaces.
func (t *Tx) supersede(a *ledger.Act, id, kind string, bases []string) error {
	var known int
	if _, err := t.query.one("SELECT count(*) FROM statement WHERE id = ?", []any{id}, &known); err != nil {
		return err
	}
	if known == 0 {
		return t.trouble(a, "it changes the statement %s, which no log holds", id)
	}
	if err := t.version(a, id, kind, bases); err != nil {
		return err
	}
	for _, b := range bases {
		if err := t.query.exec("UPDATE version SET superseded = 1 WHERE statement = ? AND act = ?", id, b); err != nil {
			return err
		}
	}
	return t.stand(id)
}

// stand derives a statement's row from its heads.
func (t *Tx) stand(id string) error {
	one := []Statement{{ID: statement.ID(id)}}
	if err := t.versions(one); err != nil {
		return err
	}
	heads := one[0].Heads()
	if err := t.query.exec("UPDATE statement SET standing = ? WHERE id = ?", standing(heads), id); err != nil {
		return err
	}
	for _, h := range heads {
		if s := h.Statement; s != nil {
			return t.query.exec("UPDATE statement SET kind = ?, incident = ?, anchored = ?, position = ? WHERE id = ?",
				s.Kind(), s.Incident, s.Anchor != nil, position(s), id)
		}
	}
	return nil
}

func standing(heads []Version) string {
	switch {
	case len(heads) > 1:
		return Conflict
	case len(heads) == 1 && heads[0].Kind == versionWithdrawn:
		return Withdrawn
	case len(heads) == 1 && heads[0].Erased:
		return Erased
	}
	return Current
}

func codebookSet(t *Tx, a *ledger.Act, p *statement.CodebookSet) error {
	if p == nil {
		return nil
	}
	return t.query.exec("INSERT INTO codebook (act, body, n) SELECT ?, ?, coalesce(max(n), 0) + 1 FROM codebook",
		string(a.ID), string(a.Payload))
}

// Version is one version of a statement.
type Version struct {
	Act        ledger.ActID
	Kind       string // added, corrected or withdrawn
	Bases      []string
	Superseded bool
	Erased     bool
	Statement  *statement.Statement // nil for a withdrawal or where erased
	Reason     string
	Actor      ledger.ActorID
	Time       string
}

// versionOf is a version with the statement that it is one of.
type versionOf struct {
	statement statement.ID
	Version
}

func scanVersion(s scanner) (versionOf, error) {
	var v versionOf
	var bases string
	var line []byte
	if err := s.Scan(&v.statement, &v.Kind, &bases, &v.Superseded, &line); err != nil {
		return v, err
	}
	if err := decode(bases, &v.Bases); err != nil {
		return v, err
	}
	r, err := ledger.ParseRecord(line)
	if err != nil {
		return v, err
	}
	v.Act, v.Erased, v.Reason, v.Actor, v.Time = r.Act.ID, r.Act.Erased, r.Act.Reason, r.Act.Actor, ledger.FormatTime(r.Act.Time)
	if v.Erased {
		return v, nil
	}
	v.Statement, err = content(v.Kind, &r.Act)
	return v, err
}

// content returns the statement that an act holds, nil for a withdrawal.
func content(kind string, a *ledger.Act) (*statement.Statement, error) {
	switch kind {
	case versionAdded:
		var p statement.Added
		return &p.Statement, ledger.DecodePayload(a, &p)
	case versionCorrected:
		var p statement.Corrected
		return &p.Content, ledger.DecodePayload(a, &p)
	}
	return nil, nil
}

// versions gives statements their versions, in the stated order of their acts.
func (r *Reader) versions(list []Statement) error {
	ids := make([]statement.ID, len(list))
	at := make(map[statement.ID]*Statement, len(list))
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	named, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("naming statements: %w", err)
	}
	for v, err := range each(r.query, scanVersion, `SELECT version.statement, version.kind, bases, superseded, line
		FROM version JOIN act ON act.id = version.act WHERE version.statement IN (SELECT value FROM json_each(?))
		ORDER BY act.clock, act.writer, act.seq`, string(named)) {
		if err != nil {
			return err
		}
		s := at[v.statement]
		s.Versions = append(s.Versions, v.Version)
	}
	return nil
}

// Statement is a statement with its versions.
type Statement struct {
	ID       statement.ID
	Ref      string // display number, such as S-44#2
	Source   source.ID
	Label    string // the source's display number
	Kind     string
	Standing string
	Anchored bool
	Versions []Version // in the order they were made
}

// Heads returns the versions that stand: one, or several in a conflict.
func (s *Statement) Heads() []Version {
	return slices.DeleteFunc(slices.Clone(s.Versions), func(v Version) bool { return v.Superseded })
}

// Content returns the newest version that has content, or nil.
func (s *Statement) Content() *statement.Statement {
	for _, v := range slices.Backward(s.Heads()) {
		if v.Statement != nil {
			return v.Statement
		}
	}
	for _, v := range slices.Backward(s.Versions) {
		if v.Statement != nil {
			return v.Statement
		}
	}
	return nil
}

const statementColumns = `SELECT statement.id, statement.ref, source, coalesce(source.ref, ''), kind, standing, anchored
	FROM statement LEFT JOIN source ON source.id = statement.source`

func scanStatement(s scanner) (Statement, error) {
	var st Statement
	return st, s.Scan(&st.ID, &st.Ref, &st.Source, &st.Label, &st.Kind, &st.Standing, &st.Anchored)
}

// Filter narrows a list of statements. Empty fields do not.
type Filter struct {
	Source     source.ID
	Kind       string
	Incident   string
	Beside     string // only of sources with something filed under this incident
	Standing   string
	Unanchored bool
}

// where spells the filter with nothing in it that is not asked, so that an
// index can serve what is.
func (f Filter) where() (text string, args []any) {
	text = " WHERE true"
	for _, c := range []struct{ sql, value string }{
		{" AND source = ?", string(f.Source)}, {" AND kind = ?", f.Kind},
		{" AND incident = ? AND incident <> ''", f.Incident},
		{" AND source IN (SELECT source FROM statement WHERE incident = ? AND incident <> '')", f.Beside}, {" AND standing = ?", f.Standing},
	} {
		if c.value != "" {
			text += c.sql
			args = append(args, c.value)
		}
	}
	if f.Unanchored {
		text += " AND NOT anchored"
	}
	return text, args
}

// versionsAtOnce bounds how many statements are in memory with their versions.
const versionsAtOnce = 200

// Statements yields the statements that the filter lets through with their
// versions, by source and in the order of the text.
func (r *Reader) Statements(f Filter) iter.Seq2[Statement, error] {
	return func(yield func(Statement, error) bool) {
		where, args := f.where()
		found, err := collect(each(r.query, scanStatement, statementColumns+where+
			" ORDER BY source.time, length(source.ref), source.ref, source, position, length(statement.ref), statement.ref", args...))
		if err != nil {
			yield(Statement{}, err)
			return
		}
		for some := range slices.Chunk(found, versionsAtOnce) {
			if !handOver(some, r.versions(some), yield) {
				return
			}
		}
	}
}

// handOver yields statements, and says whether more are wanted.
func handOver(some []Statement, err error, yield func(Statement, error) bool) bool {
	for _, s := range some {
		if !yield(s, err) || err != nil {
			return false
		}
	}
	return true
}

// Statement returns the statement that a display number or identifier names.
func (r *Reader) Statement(name string) (Statement, error) {
	found, err := collect(each(r.query, scanStatement, statementColumns+" WHERE statement.ref = ? OR statement.id = ?", name, name))
	if err != nil {
		return Statement{}, err
	}
	if len(found) == 0 {
		return Statement{}, notFound("statement", name, "reckon statement list")
	}
	err = r.versions(found[:1])
	return found[0], err
}

// StatementRef returns the display number of a statement.
func (r *Reader) StatementRef(id statement.ID) (string, error) {
	var ref string
	_, err := r.query.one("SELECT ref FROM statement WHERE id = ?", []any{string(id)}, &ref)
	return ref, err
}

// Conflicts returns the display numbers of the statements of which several
// versions stand.
func (r *Reader) Conflicts() ([]string, error) {
	return collect(each(r.query, scanString, "SELECT ref FROM statement WHERE standing = 'conflict' ORDER BY ref"))
}

// Trouble is an act that could be read but not applied.
type Trouble struct {
	Act  ledger.ActID
	What string
}

// Troubles returns the acts that could not be applied.
func (r *Reader) Troubles() ([]Trouble, error) {
	return collect(each(r.query, func(s scanner) (Trouble, error) {
		var t Trouble
		return t, s.Scan(&t.Act, &t.What)
	}, "SELECT act, what FROM trouble ORDER BY act"))
}
