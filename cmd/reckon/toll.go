package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/chart"
	"reckon/dates"
	"reckon/fault"
	"reckon/internal/tollsheet"
	"reckon/internal/tollview"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

func (a *app) tollCommand() *cobra.Command {
	return parent("toll", "Competing figures side by side", a.tollShow(), a.tollExplain(), a.tollPosition(), a.tollMapping())
}

// tollFlags choose the figures.
type tollFlags struct {
	scope          tollsheet.Scope
	from, to       string
	svg, sheet     string
	group          string
	sentence       bool
	first          []string
	handling, note string
}

func (f *tollFlags) choose(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.scope.Place, "place", "", "only figures of this `PLACE`, of those filed under no incident")
	fl.StringVar(&f.from, "from", "", "only those of this `DATE` or later, likewise")
	fl.StringVar(&f.to, "to", "", "only those of this `DATE` or earlier, likewise")
	fl.StringSliceVar(&f.scope.Statuses, "status", nil, "only those with this `STATUS`; may be given again")
	fl.StringSliceVar(&f.scope.Units, "unit", nil, "only those that count this `UNIT`; may be given again")
	complete(c, "status", source.TermNames(statement.Terms("status")))
	complete(c, "unit", source.TermNames(statement.Terms("unit")))
}

// chosen is the scope that the arguments and flags say.
func (f *tollFlags) chosen(args []string) (tollsheet.Scope, error) {
	s := f.scope
	if len(args) > 0 {
		s.Incident = args[0]
	}
	if f.from == "" && f.to == "" {
		return s, nil
	}
	end := func(text string) string {
		if text == "" {
			return ".."
		}
		return text
	}
	period := end(f.from) + "/" + end(f.to)
	var err error
	if s.Period, err = dates.Parse(period); err != nil {
		return s, usage("--from and --to make no period: %v", err)
	}
	return s, nil
}

func (a *app) tollShow() *cobra.Command {
	var f tollFlags
	c := a.lister(&cobra.Command{
		Use: "show [INCIDENT]", Short: "Show who says how many, figure by figure", Args: cobra.MaximumNArgs(1),
		Long: `Show who says how many, figure by figure, on one axis for each thing that is
counted. With an incident, the figures filed under it; without one, those filed
under none. Nothing is averaged and nothing is added up.`,
		Example: `  reckon toll show I-1
  reckon toll show I-1 --status killed --csv
  reckon toll show I-1 --svg toll.svg --sheet toll.html
  reckon toll show --place Vesmar --from 2031-03-01 --to 2031-03-31`,
		RunE: func(c *cobra.Command, args []string) error {
			t, err := a.toll(c, &f, args)
			if err != nil {
				return err
			}
			return a.showToll(t, &f)
		},
	})
	f.choose(c)
	fl := c.Flags()
	fl.StringVar(&f.svg, "svg", "", "write the picture to this new `FILE`")
	fl.StringVar(&f.sheet, "sheet", "", "write a sheet to print and cite, in HTML, to this new `FILE`")
	fl.BoolVar(&f.sentence, "sentence", false, "print the one sentence that says whose figures these are")
	fl.StringVar(&f.group, "group", "", "with --sentence, that of this `GROUP`")
	return c
}

// toll reads the sheet.
func (a *app) toll(c *cobra.Command, f *tollFlags, args []string) (t *tollsheet.Sheet, err error) {
	scope, err := f.chosen(args)
	if err != nil {
		return nil, err
	}
	err = a.with(c.Context(), func(p *reckon.Project) error {
		t, err = p.Toll(c.Context(), scope)
		return err
	})
	return t, err
}

func (a *app) showToll(t *tollsheet.Sheet, f *tollFlags) error {
	if err := a.writeToll(t, f); err != nil {
		return err
	}
	switch {
	case f.sentence && (a.json || a.csv || a.plain):
		return usage("--sentence goes with none of --json, --csv and --plain")
	case f.sentence:
		return a.tollSentence(t, f.group)
	case f.group != "":
		return usage("--group is given without --sentence")
	case a.csv, a.plain:
		a.tollNotes(t)
		return a.listToll(t)
	case a.json:
		return a.line(t)
	}
	a.drawToll(t)
	return nil
}

// writeToll writes the files that were asked for.
func (a *app) writeToll(t *tollsheet.Sheet, f *tollFlags) error {
	if f.svg != "" {
		if err := writeNew(f.svg, tollview.Picture(t, chart.Frame{Standalone: true}, nil).SVG()); err != nil {
			return err
		}
		a.note("picture  %s", f.svg)
	}
	if f.sheet == "" {
		return nil
	}
	page, err := tollview.Sheet(t)
	if err != nil {
		return err
	}
	if err := writeNew(f.sheet, page); err != nil {
		return err
	}
	a.note("sheet    %s", f.sheet)
	return nil
}

func (a *app) tollSentence(t *tollsheet.Sheet, group string) error {
	s := tollview.Sentence(t, group)
	if s == "" {
		return noGroup(t, group)
	}
	a.print("%s", s)
	return nil
}

func noGroup(t *tollsheet.Sheet, group string) error {
	if len(t.Groups) == 0 {
		return fault.New("CL009", fault.NotFound, "there are no figures").Try("reckon statement add --kind toll codes one")
	}
	return fault.New("CL008", fault.NotFound, "no group of figures is called %q", group).Try("reckon toll explain lists the groups")
}

// listed is one figure with its group.
type listed struct {
	group toll.Group
	line  tollview.Line
	form  statement.Form
}

// ends are the numbers that the figure itself names as its ends: at least 20
// has no upper one.
func (l listed) ends() (low, high string) {
	low, high = digits(l.line.Low), digits(l.line.High)
	switch l.form {
	case statement.AtLeast, statement.MoreThan:
		high = ""
	case statement.UpTo, statement.FewerThan:
		low = ""
	}
	return low, high
}

func (a *app) listToll(t *tollsheet.Sheet) error {
	var list []listed
	for _, g := range t.Groups {
		for i, l := range tollview.Lines(g) {
			list = append(list, listed{g, l, g.Figures[i].Quantity.Form})
		}
	}
	head := columns{empty: "No figures here.", head: []string{"Group", "Counted", "Statement", "Source", "Speaker", "Via", "Figure", "Form", "Low", "High", "Day", "Later figure to"}}
	return listing(a, all(list), head, func(v listed) (any, []string) {
		l := v.line
		low, high := v.ends()
		return l, []string{v.group.ID, v.group.Label, string(l.ID), l.Source, l.Speaker, strings.Join(l.Via, ", "), l.Said,
			string(v.form), low, high, l.Date, string(l.Revised)}
	})
}

func digits(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// drawToll draws the sheet for people. The picture isolates its own texts.
func (a *app) drawToll(t *tollsheet.Sheet) {
	fmt.Fprint(a.out, tollview.Picture(t, chart.Frame{}, nil).Text(a.width()))
	for _, g := range t.Groups {
		if g.Position != nil {
			a.print("\nposition   %s\n  beside the figures, by %s: %s", isolate(g.Position.Text), isolate(g.Position.Rule.By), isolate(g.Position.Rule.Reason))
		}
	}
	a.tollNotes(t)
	if len(t.Groups) == 0 {
		a.note("No figures here. reckon statement add --kind toll codes one; --incident files it.")
		return
	}
	a.note("\nNothing is averaged. reckon toll explain says why these differ.")
}

// tollNotes says what is not shown, and what stands twice.
func (a *app) tollNotes(t *tollsheet.Sheet) {
	if n := len(t.Outside); n > 0 {
		a.note("%d figures are left out by --status or --unit", n)
	}
	if t.LeftOut > 0 {
		a.note("%d figures are of another place or period, or of none that is stated", t.LeftOut)
	}
	for _, ref := range t.Unsettled {
		a.note("two versions of %s stand; the newest is shown", ref)
	}
}

func (a *app) tollExplain() *cobra.Command {
	var f tollFlags
	c := &cobra.Command{
		Use: "explain [INCIDENT]", Short: "Say why figures differ, and on whom they rest", Args: cobra.MaximumNArgs(1),
		Long: `Say what each group of figures counts and why they stand together, how many
independent origins stand behind them, why figures differ, sorted by kind, and
whether parts fit their wholes. Every line names the statements it is about.`,
		Example: "  reckon toll explain I-1",
		RunE: func(c *cobra.Command, args []string) error {
			t, err := a.toll(c, &f, args)
			if err != nil {
				return err
			}
			if a.json {
				return a.line(t)
			}
			a.explain(t)
			return nil
		},
	}
	f.choose(c)
	return c
}

func (a *app) explain(t *tollsheet.Sheet) {
	a.print("%s", isolate(t.Title))
	for _, g := range t.Groups {
		a.explainGroup(g)
	}
	for _, k := range tollview.ByKind(t.Conflicts) {
		a.print("\n%s", k.Title())
		for _, f := range k.Folds() {
			a.explainFold(t.Groups, f)
		}
	}
	if len(t.Checks) > 0 {
		a.print("\nArithmetic")
	}
	for _, c := range t.Checks {
		refs := c.Figures
		if c.Whole != "" {
			refs = append([]statement.ID{c.Whole}, refs...)
		}
		a.print("  %s", tollview.Refs(refs))
		a.print("    %s", isolate(c.Reason.Text))
	}
	a.tollNotes(t)
}

func (a *app) explainGroup(g toll.Group) {
	a.print("\ngroup %s", isolate(g.ID))
	a.print("  figures: %s", tollview.Refs(figureIDs(g)))
	for _, r := range g.Why {
		a.print("  %s", isolate(r.Text))
	}
	a.print("  independent origins: %s", span(g.Origins))
	for _, r := range g.Origins.Reasons {
		a.print("    %s", isolate(r.Text))
	}
	if g.Position == nil {
		return
	}
	a.print("  %s", isolate(g.Position.Text))
	for _, r := range g.Position.Derivation {
		a.print("    %s", isolate(r.Text))
	}
}

func figureIDs(g toll.Group) []statement.ID {
	var all []statement.ID
	for _, f := range g.Figures {
		all = append(all, f.ID)
	}
	return all
}

func span(o toll.Origins) string {
	if o.Low == o.High {
		return strconv.Itoa(o.Low)
	}
	return fmt.Sprintf("%d to %d", o.Low, o.High)
}

// explainFold says once what several conflicts have in common, and of each
// further reason which of them it is about.
func (a *app) explainFold(groups []toll.Group, f tollview.Fold) {
	if f.Said == "" {
		a.explainOne(groups, f.Against[0])
		return
	}
	a.print("  %s  %s", tollview.Refs(f.A), isolate(f.Said))
	var others []string
	for _, c := range f.Against {
		others = append(others, string(isolate(tollview.Other(c)))+" ("+tollview.Refs(c.B)+")")
	}
	a.print("    and %s", isolated(strings.Join(others, "; ")))
	for _, m := range f.Remarks() {
		a.print("      %s: %s", isolate(m.Text), tollview.Refs(m.About))
	}
}

func (a *app) explainOne(groups []toll.Group, c toll.Conflict) {
	names := tollview.Named(groups, c.A)
	if len(c.B) > 0 {
		names += " – " + tollview.Named(groups, c.B)
	}
	a.print("  %s", names)
	for _, r := range c.Reasons {
		a.print("    %s", isolate(r.Text))
	}
}

func (a *app) tollPosition() *cobra.Command {
	var f tollFlags
	c := &cobra.Command{
		Use: "position [INCIDENT] --handling HANDLING --reason WHY", Short: "Declare how the project handles figures that differ", Args: cobra.MaximumNArgs(1),
		Long: `Declare how the project handles figures that differ, in one of five ways, or take
such a declaration back with none. The position is printed beside the figures,
with who declared it and why, and never in their place. There is no position
unless somebody declares one.

  prioritise  one speaker or source first, named with --first
  range       from the lowest to the highest figure
  unknown     unknown or uncorroborated
  pending     left open until more is known
  ask_source  go back to the source
  none        no position, after all`,
		Example: `  reckon toll position I-1 --group killed/persons --handling range --reason "neither origin could be visited"
  reckon toll position I-1 --group killed/persons --handling none --reason "a third origin was found"`,
		RunE: func(c *cobra.Command, args []string) error { return a.declare(c, &f, args) },
	}
	fl := c.Flags()
	fl.StringVar(&f.group, "group", "", "id of the `GROUP`, as toll explain prints it (every group)")
	fl.StringVar(&f.handling, "handling", "", "one of prioritise, range, unknown, pending, ask_source, none")
	fl.StringArrayVar(&f.first, "first", nil, "with prioritise, `SPEAKER` or source; again for who comes next")
	fl.StringVar(&f.note, "reason", "", "why; required")
	var names []string
	for _, h := range toll.Handlings() {
		names = append(names, string(h))
	}
	complete(c, "handling", names)
	return c
}

func (a *app) declare(c *cobra.Command, f *tollFlags, args []string) error {
	in := toll.PositionSet{Group: f.group, Handling: toll.Handling(f.handling), First: f.first, Reason: f.note}
	if len(args) > 0 {
		in.Incident = args[0]
	}
	return a.with(c.Context(), func(p *reckon.Project) error {
		t, err := p.Position(c.Context(), in)
		if err != nil {
			return flagged(err, c)
		}
		if a.json {
			return a.line(t)
		}
		if in.Handling == toll.NoPosition {
			a.print("taken back")
		}
		for _, g := range t.Groups {
			if g.Position != nil && (in.Group == "" || g.ID == in.Group) {
				a.print("declared %s", isolate(g.Position.Text))
			}
		}
		return nil
	})
}
