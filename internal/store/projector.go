package store

import (
	"fmt"
	"strconv"

	"reckon/fault"
	"reckon/ledger"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// projections are the tables that are derived.
var projections = [...]string{
	"project", "writer", "actor", "numbering", "object", "source", "artifact", "rendition", "unread",
	"incident", "person", "rejection", "statement", "version", "codebook", "position", "mapping", "trouble",
}

// projector reads acts of one kind and writes what they mean into the
// projections. It refuses no act because of what the act says: rules are kept
// when an act is appended, and an act that stands in the log is applied as
// well as it can be, erased or not.
type projector struct {
	read  func(*ledger.Act) (any, error)
	apply func(*Tx, *ledger.Act, any) error
}

// of makes a projector out of the function that writes. That gets a nil
// payload where the act was erased.
func of[P any, PP interface {
	*P
	ledger.Payload
}](apply func(*Tx, *ledger.Act, PP) error) projector {
	return projector{
		read: func(a *ledger.Act) (any, error) {
			if a.Erased {
				return PP(nil), nil
			}
			p := PP(new(P))
			return p, ledger.DecodePayload(a, p)
		},
		apply: func(t *Tx, a *ledger.Act, payload any) error {
			if p, ok := payload.(P); ok {
				return apply(t, a, &p)
			}
			return apply(t, a, payload.(PP))
		},
	}
}

// projectors says what each kind of act writes.
var projectors = map[string]projector{
	ledger.ProjectCreated{}.Kind():   of(projectCreated),
	ledger.WriterJoined{}.Kind():     of(writerJoined),
	ledger.ActorAdded{}.Kind():       of(actorAdded),
	source.Added{}.Kind():            of(sourceAdded),
	source.Attached{}.Kind():         of(sourceAttached),
	source.RenditionAdded{}.Kind():   of(renditionAdded),
	source.RenditionFailed{}.Kind():  of(renditionFailed),
	source.ProposalRejected{}.Kind(): of(proposalRejected),
	source.ProposalReopened{}.Kind(): of(proposalReopened),
	statement.Added{}.Kind():         of(statementAdded),
	statement.Corrected{}.Kind():     of(statementCorrected),
	statement.Withdrawn{}.Kind():     of(statementWithdrawn),
	statement.CodebookSet{}.Kind():   of(codebookSet),
	register.IncidentAdded{}.Kind():  of(incidentAdded),
	register.PersonAdded{}.Kind():    of(personAdded),
	toll.PositionSet{}.Kind():        of(positionSet),
	toll.MappingSet{}.Kind():         of(mappingSet),
}

// projectorOf returns the projector of a kind, and refuses kinds that are not
// known here.
func projectorOf(kind string) (projector, error) {
	p, ok := projectors[kind]
	if !ok {
		return p, fault.New("DB004", fault.Invalid, "an act of the kind %s was written by a newer Reckon", kind).
			Try("Use a newer Reckon on this project")
	}
	return p, nil
}

// project applies one act to the projections. The payload is the act's own
// type, read from the act by the projector or about to be recorded in it.
func (t *Tx) project(a *ledger.Act, payload any) error {
	p, err := projectorOf(a.Kind)
	if err == nil {
		err = p.apply(t, a, payload)
	}
	return applying(a, err)
}

// read reads the payload of an act.
func read(a *ledger.Act) (any, error) {
	p, err := projectorOf(a.Kind)
	if err != nil {
		return nil, applying(a, err)
	}
	payload, err := p.read(a)
	return payload, applying(a, err)
}

// readAndProject applies an act that was not appended here.
func (t *Tx) readAndProject(a *ledger.Act) error {
	payload, err := read(a)
	if err != nil {
		return err
	}
	return t.project(a, payload)
}

func applying(a *ledger.Act, err error) error {
	if err != nil {
		return fmt.Errorf("applying act %s (%s): %w", a.ID, a.Kind, err)
	}
	return nil
}

// trouble notes why an act could not be applied.
func (t *Tx) trouble(a *ledger.Act, format string, args ...any) error {
	return t.query.exec("INSERT INTO trouble (act, what) VALUES (?, ?)", string(a.ID), fmt.Sprintf(format, args...))
}

// number gives out the next display number of an area to the act's writer:
// "12" for the project's first writer, "k7q-12" for one with a tag, so that
// numbers given out on two laptops never meet and never change.
func (t *Tx) number(a *ledger.Act, area string) (string, error) {
	var n int64
	var tag string
	if _, err := t.query.one(`INSERT INTO numbering (writer, area, n) VALUES (?, ?, 1)
		ON CONFLICT (writer, area) DO UPDATE SET n = numbering.n + 1
		RETURNING n, coalesce((SELECT tag FROM writer WHERE writer.id = numbering.writer), '')`,
		[]any{string(a.Writer), area}, &n, &tag); err != nil {
		return "", err
	}
	if tag == "" {
		return strconv.FormatInt(n, 10), nil
	}
	return tag + "-" + strconv.FormatInt(n, 10), nil
}

// object notes a vault object's version that the act brought in.
func (t *Tx) object(a *ledger.Act, ref source.ObjectRef) error {
	return t.query.exec(`INSERT INTO object (writer, n, object, version, inventory)
		SELECT ?, coalesce(max(n) + 1, 0), ?, ?, ? FROM object WHERE writer = ?`,
		string(a.Writer), string(ref.Object), ref.Version, ref.Inventory, string(a.Writer))
}
