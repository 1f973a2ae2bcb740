package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/chart"
	"reckon/fault"
	"reckon/internal/sample"
	"reckon/internal/store"
	"reckon/internal/tollsheet"
	"reckon/internal/tollview"
	"reckon/places"
	"reckon/register"
	"reckon/source"
)

// demoDir is where the demonstration goes unless somebody says otherwise.
const demoDir = "reckon-demo"

// inventedTitle is what the project of the invented case is called.
const inventedTitle = "Sodrin, autumn 2047 (invented)"

// demoOptions are the flags of reckon demo.
type demoOptions struct {
	dir     string
	seed    uint64
	folder  string // of a case, instead of the invented one
	named   bool   // the flags say which case
	noServe bool
}

func (a *app) demoCommand() *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use: "demo", Short: "Make a project to look at, from an invented case or a case folder", Args: cobra.NoArgs,
		Long: `Make a project from a case that is invented from beginning to end, print who
says how many, say where everything is, and serve the pages to this computer.
Where the demonstration is there already, it is shown as it is now.

With --case the project is made from a folder with incident.json, sources.csv
and statements.csv, and the files of sources in its folder files.`,
		Example: `  reckon demo
  reckon demo --no-serve --seed 7 --dir another
  reckon demo --case examples/maraga-1992 --dir maraga`,
		RunE: func(c *cobra.Command, _ []string) error {
			if o.folder != "" && c.Flags().Changed("seed") {
				return usage("--seed is for the invented case, --case for another; give one of them")
			}
			o.named = o.folder != "" || c.Flags().Changed("seed")
			return a.demo(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.dir, "dir", demoDir, "new or empty `FOLDER` for the project")
	f.Uint64Var(&o.seed, "seed", 1, "`NUMBER` that the invented case is drawn from")
	f.StringVar(&o.folder, "case", "", "`FOLDER` of a case instead of the invented one")
	f.BoolVar(&o.noServe, "no-serve", false, "print and stop")
	return c
}

func (a *app) demo(ctx context.Context, o demoOptions) error {
	p, err := a.demoProject(ctx, o)
	if err != nil {
		return err
	}
	if err := errors.Join(a.showDemo(ctx, p), p.Close()); err != nil || o.noServe || a.json {
		return err
	}
	a.dir = o.dir
	return a.serve(ctx, defaultAddress, false)
}

// demoProject makes the demonstration, or opens the one that is there.
func (a *app) demoProject(ctx context.Context, o demoOptions) (*reckon.Project, error) {
	if reckon.Exists(o.dir) && !o.named {
		a.useCache()
		a.note("%s is there already and shown as it is; remove it to begin anew", o.dir)
		return reckon.Open(ctx, o.dir, reckon.Key{}, a.environment())
	}
	if err := checkEmpty(o.dir); err != nil {
		return nil, err
	}
	title, c, err := o.read()
	if err != nil {
		return nil, err
	}
	a.useCache()
	init := reckon.InitOptions{Title: title, Actor: a.who(), Device: a.device("")}
	p, _, err := reckon.Init(ctx, o.dir, init, a.environment())
	if err != nil {
		return nil, err
	}
	if _, err := p.LoadCase(ctx, c); err != nil {
		return nil, errors.Join(err, p.Close(), emptied(o.dir))
	}
	return p, nil
}

// emptied empties a folder that was new or empty before.
func emptied(dir string) error {
	found, err := os.ReadDir(dir)
	for _, f := range found {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, f.Name())))
	}
	if err != nil {
		return fmt.Errorf("taking back what was made in %s: %w", dir, err)
	}
	return nil
}

// checkEmpty refuses a folder with something in it.
func checkEmpty(dir string) error {
	found, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking into the folder for the demonstration: %w", err)
	case len(found) > 0:
		return fault.New("CL012", fault.Invalid, "the folder is not empty").At(dir).Unchanged("Nothing was made").
			Try("Name a new one with --dir, or remove this one")
	}
	return nil
}

// read returns the case that the flags name, and a title for its project.
func (o demoOptions) read() (string, reckon.Case, error) {
	if o.folder == "" {
		c, err := inventedCase(o.seed)
		return inventedTitle, c, err
	}
	c, err := readCase(os.DirFS(o.folder))
	if err != nil {
		return "", c, fmt.Errorf("reading the case %s: %w", o.folder, err)
	}
	return c.Incidents[0].Display, c, nil
}

// demoSheets reads the sheets of a project: one for each incident, and one for
// what is filed under none, where there is something.
func demoSheets(r *store.Reader) ([]*tollsheet.Sheet, error) {
	var all []*tollsheet.Sheet
	add := func(s tollsheet.Scope) error {
		t, err := tollsheet.Read(r, s)
		if err == nil && len(t.Groups) > 0 {
			all = append(all, t)
		}
		return err
	}
	for i, err := range r.Incidents() {
		if err != nil {
			return nil, err
		}
		if err := add(tollsheet.Scope{Incident: i.Ref}); err != nil {
			return nil, err
		}
	}
	return all, add(tollsheet.Scope{})
}

// showDemo prints who says how many, and where everything is.
func (a *app) showDemo(ctx context.Context, p *reckon.Project) error {
	var sheets []*tollsheet.Sheet
	var tallies store.Tallies
	var about store.Project
	err := p.Read(ctx, func(r *store.Reader) (err error) {
		if tallies, err = r.Tallies(); err != nil {
			return err
		}
		if about, err = r.Project(); err != nil {
			return err
		}
		sheets, err = demoSheets(r)
		return err
	})
	if err != nil {
		return err
	}
	if a.json {
		for _, t := range sheets {
			if err := a.line(t); err != nil {
				return err
			}
		}
		return nil
	}
	for _, t := range sheets {
		if t.Incident == nil {
			a.print("Filed under no incident:")
		}
		a.print("%s", tollview.Picture(t, chart.Frame{}, nil).Text(a.width()))
	}
	if about.Title == inventedTitle {
		a.print("Everything in it is invented: places, organisations, people, figures.")
	}
	a.whereItIs(p, tallies)
	return nil
}

func (a *app) whereItIs(p *reckon.Project, n store.Tallies) {
	a.print("project  %s", p.Dir())
	a.print("vault    %d sources, byte for byte or by reference", n.Sources)
	a.print("log      %d acts, each signed and none ever overwritten", n.Acts)
	a.note("next     reckon -C %s toll explain I-1        why the figures differ", p.Dir())
	a.note("         reckon -C %s statement list", p.Dir())
	a.note("         reckon -C %s audit verify --deep", p.Dir())
	a.note("         reckon -C %s serve                   the pages again", p.Dir())
}

// inventedCase is the embedded case of a seed.
func inventedCase(seed uint64) (reckon.Case, error) {
	made, err := sample.New(seed)
	if err != nil {
		return reckon.Case{}, err
	}
	c := reckon.Case{Statements: made.Coding, Reason: "invented, to show the program"}
	for _, s := range made.Sources {
		s.About.Source = source.ID(s.Key)
		c.Sources = append(c.Sources, reckon.Ingest{
			About: s.About, Name: s.Key + ".txt", Data: strings.NewReader(s.Text), How: "file", Reason: "invented",
		})
	}
	for _, i := range []struct {
		key               register.IncidentID
		name, when, place string
	}{
		{"market", "Sodrin market, October 2047", "2047-10-14", "Sodrin"},
		{"bridge", "Tesk bridge, October 2047", "2047-10", "Tesk"},
	} {
		when, err := reckon.Phrase{Words: i.when}.Date()
		if err != nil {
			return c, err
		}
		c.Incidents = append(c.Incidents, register.Incident{
			ID:      i.key,
			Names:   []register.IncidentName{{Text: i.name, UsedBy: "the project"}},
			Display: i.name, Reason: "place and month, which no party disputes", When: when,
			Where: &places.Place{Words: i.place, Precision: "settlement"},
		})
	}
	return c, nil
}
