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
// once. Within it sources and incidents have keys of its own in the place of
// identifiers, by which the statements name them.
type Case struct {
	Sources    []Ingest
	Incidents  []register.Incident
	Statements []byte // as CSV
	Reason     string
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
	for _, s := range l.c.Sources {
		key := string(s.About.Source)
		if err := l.name(key); err != nil {
			return err
		}
		s.About.Source = source.ID(l.ids[key])
		if err := l.receiveOne(ctx, key, s); err != nil {
			return fmt.Errorf("source %s: %w", key, err)
		}
	}
	for _, i := range l.c.Incidents {
		if err := l.name(string(i.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) receiveOne(ctx context.Context, key string, s Ingest) error {
	if err := s.checkSpeakers(); err != nil || s.byReference() {
		return err
	}
	a, err := l.p.receive(ctx, &s, &Ingested{})
	if err == nil {
		l.files[key] = a
	}
	return err
}

// stage puts all objects of the case into one stage, that of its first source
// with a file.
func (l *loading) stage(ctx context.Context) (release func() error, err error) {
	id := ""
	for _, s := range l.c.Sources {
		if key := string(s.About.Source); l.files[key] != nil {
			id = l.ids[key]
			break
		}
	}
	if id == "" {
		return func() error { return nil }, nil
	}
	return l.p.stage(ctx, id, func(st *durable.Stage) error {
		for _, s := range l.c.Sources {
			a := l.files[string(s.About.Source)]
			if a == nil {
				continue
			}
			if err := a.put(ctx, st); err != nil {
				return fmt.Errorf("source %s: %w", s.About.Source, err)
			}
		}
		return nil
	})
}

// register appends the acts of the sources and incidents.
func (l *loading) register(c *change) error {
	for _, s := range l.c.Sources {
		if err := l.source(c, s.About); err != nil {
			return fmt.Errorf("source %s: %w", s.About.Source, err)
		}
		l.out.Sources++
	}
	for _, i := range l.c.Incidents {
		key := i.ID
		i.ID = register.IncidentID(l.ids[string(key)])
		if err := c.append(ledger.ActID(i.ID), l.c.Reason, register.IncidentAdded{Incident: i}); err != nil {
			return fmt.Errorf("incident %s: %w", key, err)
		}
		l.out.Incidents++
	}
	return nil
}

func (l *loading) source(c *change, about source.Added) error {
	a := l.files[string(about.Source)]
	about.Source = source.ID(l.ids[string(about.Source)])
	if a != nil {
		about.Original = a.original
	}
	if err := c.append(ledger.ActID(about.Source), l.c.Reason, about); err != nil || a == nil {
		return err
	}
	return c.reading(about.Source, a.added, a.noText)
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
