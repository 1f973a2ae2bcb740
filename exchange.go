package reckon

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

// Imported tells what an import of statements brought.
type Imported struct {
	Added      int      `json:"added"`
	Known      int      `json:"known"` // the same statements were here already
	Unanchored int      `json:"unanchored"`
	Refs       []string `json:"refs"`
}

// ImportOptions say how an import goes.
type ImportOptions struct {
	CSV    bool // instead of JSON Lines
	Wait   bool // let statements wait whose words are not found in their text
	DryRun bool // check everything and change nothing
	Reason string
	// Names says what the file's own identifiers of sources and incidents stand
	// for here. Where the name of a source is given so, anchors of its
	// statements are taken to be in the newest text here, and hold only where
	// position, words and context agree with it.
	Names map[string]string
}

// maxProblems bounds how many faults of a file are told at once.
const maxProblems = 20

// ImportStatements enters the statements of a file: all of them or none. A
// statement names its source and incident by identifier or display number, or
// as the options say, and a whole it is a part of by its identifier in the file
// or here; wholes are entered before their parts. Words that are quoted
// without an anchor are looked for in the source's text.
func (p *Project) ImportStatements(ctx context.Context, file string, o ImportOptions) (Imported, error) {
	read, err := readStatements(file, o.CSV)
	if err != nil {
		return Imported{}, unchanged(err)
	}
	im := p.importing(ctx, o)
	err = p.commit(ctx, func(c *change) error {
		im.change = c
		if err := im.enter(read); err != nil {
			return err
		}
		if o.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return im.out, err
}

// importing begins an import.
func (p *Project) importing(ctx context.Context, o ImportOptions) *importing {
	return &importing{
		p: p, ctx: ctx, o: o, renamed: map[statement.ID]statement.ID{},
		sources: map[string]store.Source{}, texts: texts{},
	}
}

// errDryRun rolls a transaction back that was only tried.
var errDryRun = fault.New("EX000", fault.Invalid, "a dry run").Unchanged("Nothing was changed")

// readStatements reads a whole file and tells all its faults at once.
func readStatements(file string, csv bool) ([]*statement.Statement, error) {
	f, err := os.Open(file)
	if os.IsNotExist(err) {
		return nil, fault.New("IN001", fault.NotFound, "no such file").At(file)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	defer f.Close()
	read := statement.ReadJSONL
	if csv {
		read = statement.ReadCSV
	}
	return gather(file, read(bufio.NewReader(f)))
}

// gather collects the statements of a file, or tells all its faults at once.
func gather(file string, read iter.Seq2[*statement.Statement, error]) ([]*statement.Statement, error) {
	var all []*statement.Statement
	var faults []string
	for s, err := range read {
		if err != nil {
			faults = append(faults, err.Error())
			if len(faults) == maxProblems {
				break
			}
			continue
		}
		all = append(all, s)
	}
	if len(faults) > 0 {
		return nil, fault.New("EX001", fault.Invalid, "%s", strings.Join(faults, "\n")).At(file).
			Unchanged("Nothing was imported").Try("Correct these and import the file again")
	}
	return all, nil
}

// importing is one import under way.
type importing struct {
	p       *Project
	ctx     context.Context
	o       ImportOptions
	change  *change
	renamed map[statement.ID]statement.ID // identifiers of the file to those here
	sources map[string]store.Source       // by their names in the file
	texts   texts
	out     Imported
}

func (im *importing) enter(all []*statement.Statement) error {
	faults := clashes(all)
	for n, i := range referredFirst(all) {
		if len(faults) >= maxProblems {
			break
		}
		im.p.env.Progress("statements", n+1, len(all))
		id := all[i].ID // as the file has it
		if err := im.one(all[i]); err != nil {
			faults = append(faults, fmt.Sprintf("statement %d (%s): %v", i+1, id, err))
		}
	}
	if len(faults) > 0 {
		return fault.New("EX002", fault.Invalid, "%s", strings.Join(faults, "\n")).
			Unchanged("Nothing was imported").Try("Correct these and import the file again")
	}
	return nil
}

// clashes tells of identifiers that stand in the file twice and of figures
// that are parts of each other. A whole that is not in the file may be here.
func clashes(all []*statement.Statement) []string {
	var faults []string
	problems, _ := statement.CheckParts(all).(fault.List)
	for _, p := range problems {
		if p.Kind != fault.NotFound {
			faults = append(faults, fmt.Sprintf("%s: %v", p.Where, p))
		}
	}
	return faults
}

// referredFirst returns the places of the statements in an order in which what
// is referred to comes first, a whole before its parts, and which is otherwise
// that of the file.
func referredFirst(all []*statement.Statement) []int {
	place := map[statement.ID]int{}
	for i, s := range all {
		place[s.ID] = i
	}
	order, done := make([]int, 0, len(all)), make([]bool, len(all))
	var take func(i int)
	take = func(i int) {
		if done[i] {
			return
		}
		done[i] = true
		if to := all[i].RefersTo(); to != nil {
			if other, ok := place[*to]; ok {
				take(other)
			}
		}
		order = append(order, i)
	}
	for i := range all {
		take(i)
	}
	return order
}

// one enters a statement under its own identifier where that is one of ours,
// and under a new one where the file made its own.
func (im *importing) one(s *statement.Statement) error {
	src, err := im.source(string(s.Source))
	if err != nil {
		return err
	}
	im.rename(src, s)
	if known, err := im.known(s); known || err != nil {
		return err
	}
	if err := im.place(src, s); err != nil {
		return err
	}
	if err := im.change.resolveNames(s); err != nil {
		return err
	}
	if err := im.identify(s); err != nil {
		return err
	}
	if err := im.change.append(ledger.ActID(s.ID), im.o.Reason, statement.Added{Statement: *s}); err != nil {
		return err
	}
	ref, err := im.change.StatementRef(s.ID)
	im.out.Added++
	im.out.Refs = append(im.out.Refs, ref)
	return err
}

// rename gives the things that a statement points to their names here.
func (im *importing) rename(src store.Source, s *statement.Statement) {
	rename := func(name string) string { return cmp.Or(im.o.Names[name], name) }
	if n := len(src.Renditions); n > 0 && s.Anchor != nil && im.o.Names[string(s.Source)] != "" {
		s.Anchor.Rendition = src.Renditions[n-1].Rendition
	}
	s.Source = source.ID(src.ID)
	s.Incident = rename(s.Incident)
	if to := s.RefersTo(); to != nil {
		*to = cmp.Or(im.renamed[*to], *to)
	}
	if l, ok := s.Content.(*statement.Link); ok {
		l.Target = source.ID(rename(string(l.Target)))
	}
}

// source returns the source that the file calls so.
func (im *importing) source(name string) (store.Source, error) {
	src, ok := im.sources[name]
	if ok {
		return src, nil
	}
	src, err := im.change.Source(cmp.Or(im.o.Names[name], name))
	if err == nil {
		im.sources[name] = src
	}
	return src, err
}

// known says whether the very statement is here already, as it is when an
// export comes back.
func (im *importing) known(s *statement.Statement) (bool, error) {
	if ledger.CheckID(string(s.ID)) != nil {
		return false, nil
	}
	here, err := im.change.Statement(string(s.ID))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	content := here.Content()
	if content == nil {
		return false, fault.New("EX003", fault.Invalid, "the statement was erased here")
	}
	mine, err := ledger.Encode(content)
	if err != nil {
		return false, err
	}
	theirs, err := ledger.Encode(s)
	if err != nil {
		return false, err
	}
	if string(mine) != string(theirs) {
		return false, fault.New("EX004", fault.Undecided, "%s stands here with another content", here.Ref).
			Try("Correct it with reckon statement correct, or give the file's statement another id")
	}
	im.out.Known++
	return true, nil
}

// identify gives a statement an identifier where the file made its own.
func (im *importing) identify(s *statement.Statement) error {
	if ledger.CheckID(string(s.ID)) == nil {
		return nil
	}
	id, err := im.p.newID()
	if err != nil {
		return err
	}
	im.renamed[s.ID] = statement.ID(id)
	s.ID = statement.ID(id)
	return nil
}

// place checks a statement's anchor against the text, or finds the words it
// quotes. What is not found is refused, or waits without an anchor.
func (im *importing) place(src store.Source, s *statement.Statement) error {
	if s.Quote == "" && s.Anchor == nil {
		return nil
	}
	err := im.anchor(src, s)
	if err == nil {
		return nil
	}
	if !im.o.Wait && len(src.Renditions) > 0 {
		return err
	}
	s.Anchor = nil
	im.out.Unanchored++
	return nil
}

func (im *importing) anchor(src store.Source, s *statement.Statement) error {
	var rendition source.RenditionID
	if s.Anchor != nil {
		rendition = s.Anchor.Rendition
	}
	chosen, err := chooseRendition(src, rendition)
	if err != nil {
		return err
	}
	text, err := im.texts.of(im.ctx, im.p, src, chosen.Rendition)
	if err != nil {
		return err
	}
	if s.Anchor != nil {
		if state := s.Anchor.Resolve(text); !state.Anchored {
			return fault.New("EX005", fault.Invalid, "its anchor does not hold: %s", state)
		}
		return nil
	}
	f, err := text.Find(s.Quote, 0)
	if err != nil {
		return err
	}
	a := &source.Anchor{Rendition: chosen.Rendition, Fragments: []source.Fragment{f}}
	s.Anchor, s.Quote = a, a.Quote()
	return nil
}

// ExportStatements writes the statements that the filter lets through, as
// they stand now, and reports how many there were.
func (p *Project) ExportStatements(ctx context.Context, w io.Writer, f store.Filter, csv bool) (n int, err error) {
	write := statement.WriteJSONL
	if csv {
		write = statement.WriteCSV
	}
	err = p.Read(ctx, func(r *store.Reader) error {
		var failed error
		err := write(w, exported(r, f, &n, &failed))
		return errors.Join(failed, err)
	})
	return n, err
}

// exported yields what an export holds: the content of every statement that
// stands, and of withdrawn ones where they are asked for.
func exported(r *store.Reader, f store.Filter, n *int, failed *error) iter.Seq[*statement.Statement] {
	return func(yield func(*statement.Statement) bool) {
		for s, err := range r.Statements(f) {
			if *failed = err; err != nil {
				return
			}
			c := s.Content()
			if c == nil || s.Standing == store.Withdrawn && f.Standing == "" {
				continue
			}
			*n++
			if !yield(c) {
				return
			}
		}
	}
}
