package reckon

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/ledger"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// Case is a body of sources, incidents and statements that is entered at
// once. Within it sources and incidents have keys of its own, by which the
// statements name them.
type Case struct {
	Sources    []CaseSource
	Incidents  []CaseIncident
	Statements []byte // as CSV
	Reason     string
}

// CaseSource is a source of a case: with its bytes, or by reference.
type CaseSource struct {
	Key string
	Ingest
}

// CaseIncident is an incident of a case.
type CaseIncident struct {
	Key      string
	Incident register.Incident
}

// LoadedCase is the outcome of entering a case.
type LoadedCase struct {
	Sources    int               `json:"sources"`
	Incidents  int               `json:"incidents"`
	Statements Imported          `json:"statements"`
	Names      map[string]string `json:"names"` // identifiers here, by the keys of the case
}

// loading is a case on its way into a project.
type loading struct {
	p     *Project
	c     Case
	ids   map[string]string
	files map[string]*accession // by the keys of their sources
	out   LoadedCase
}

// LoadCase enters a case: all of it or nothing, in one commit.
func (p *Project) LoadCase(ctx context.Context, c Case) (_ LoadedCase, err error) {
	read, err := gather("the statements of the case", statement.ReadCSV(bytes.NewReader(c.Statements)))
	if err != nil {
		return LoadedCase{}, unchanged(err)
	}
	l := &loading{p: p, c: c, ids: map[string]string{}, files: map[string]*accession{}}
	l.out.Names = l.ids
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.receive(ctx); err != nil {
		return LoadedCase{}, unchanged(err)
	}
	release, err := l.stage(ctx)
	if err != nil {
		return LoadedCase{}, unchanged(err)
	}
	defer func() { err = errors.Join(err, release()) }()
	err = p.commit(ctx, func(ch *change) error {
		if err := l.register(ch); err != nil {
			return err
		}
		return l.code(ctx, ch, read)
	})
	return l.out, err
}

func (l *loading) close() error {
	var errs []error
	for _, a := range l.files {
		errs = append(errs, a.close())
	}
	return errors.Join(errs...)
}

// name draws the identifier of a thing of the case.
func (l *loading) name(key string) error {
	if err := source.Token("key", key).Err(); err != nil {
		return err
	}
	if l.ids[key] != "" {
		return fault.New("IN020", fault.Invalid, "two things of the case have the key %s", key)
	}
	id, err := l.p.newID()
	l.ids[key] = id
	return err
}

// receive opens every file of the case and reads its text.
func (l *loading) receive(ctx context.Context) error {
	for i := range l.c.Sources {
		s := &l.c.Sources[i]
		if err := l.name(s.Key); err != nil {
			return err
		}
		s.About.Source = source.ID(l.ids[s.Key])
		if err := s.checkSpeakers(); err != nil {
			return fmt.Errorf("source %s: %w", s.Key, err)
		}
		if s.byReference() {
			continue
		}
		a, err := l.p.receive(ctx, &s.Ingest, &Ingested{})
		if err != nil {
			return fmt.Errorf("source %s: %w", s.Key, err)
		}
		l.files[s.Key] = a
	}
	for _, i := range l.c.Incidents {
		if err := l.name(i.Key); err != nil {
			return err
		}
	}
	return nil
}

// stage puts all objects of the case into one stage, that of its first source
// with a file.
func (l *loading) stage(ctx context.Context) (release func() error, err error) {
	id := ""
	for _, s := range l.c.Sources {
		if l.files[s.Key] != nil {
			id = l.ids[s.Key]
			break
		}
	}
	if id == "" {
		return func() error { return nil }, nil
	}
	return l.p.stage(ctx, id, func(st *durable.Stage) error {
		for _, s := range l.c.Sources {
			a := l.files[s.Key]
			if a == nil {
				continue
			}
			if err := a.put(ctx, st); err != nil {
				return fmt.Errorf("source %s: %w", s.Key, err)
			}
		}
		return nil
	})
}

// register appends the acts of the sources and incidents.
func (l *loading) register(c *change) error {
	for _, s := range l.c.Sources {
		if err := l.source(c, s); err != nil {
			return fmt.Errorf("source %s: %w", s.Key, err)
		}
		l.out.Sources++
	}
	for _, i := range l.c.Incidents {
		i.Incident.ID = register.IncidentID(l.ids[i.Key])
		if err := c.append(ledger.ActID(i.Incident.ID), l.c.Reason, register.IncidentAdded{Incident: i.Incident}); err != nil {
			return fmt.Errorf("incident %s: %w", i.Key, err)
		}
		l.out.Incidents++
	}
	return nil
}

func (l *loading) source(c *change, s CaseSource) error {
	a := l.files[s.Key]
	if a != nil {
		s.About.Original = a.original
	}
	if err := c.append(ledger.ActID(s.About.Source), l.c.Reason, s.About); err != nil {
		return err
	}
	if a == nil || a.added == nil {
		return nil
	}
	return c.append("", "", *a.added)
}

// code enters the statements. The texts they quote are not in the vault
// before the commit, so they are handed over.
func (l *loading) code(ctx context.Context, c *change, read []*statement.Statement) error {
	im := l.p.importing(ctx, ImportOptions{CSV: true, Reason: l.c.Reason, Names: l.ids})
	im.change = c
	for _, a := range l.files {
		if a.text == nil {
			continue
		}
		t, err := source.NewText(a.text.Text)
		if err != nil {
			return err
		}
		im.texts[source.RenditionID(a.rendition)] = t
	}
	err := im.enter(read)
	l.out.Statements = im.out
	return err
}
