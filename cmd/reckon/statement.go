package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/dates"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/rendition"
	"reckon/source"
	"reckon/statement"
)

func (a *app) statementCommand() *cobra.Command {
	return parent("statement", "Code what sources state, anchored to their words",
		a.statementAdd(), a.statementReview(), a.statementList(), a.statementShow(), a.statementCorrect(), a.statementMove(), a.statementWithdraw(),
		a.statementUndo(), a.statementKinds(), a.statementExport(), a.statementImport())
}

func (a *app) statementAdd() *cobra.Command {
	var k coding
	var kind string
	c := &cobra.Command{
		Use:   "add SOURCE --kind KIND --quote WORDS",
		Short: "Code one thing that a source states",
		Long: `Code one thing that a source states, by quoting the words that say it. The
words must stand in the source's text; quotes of a source without a text are
kept and wait for it. The speaker is whom the source speaks for, unless
--speaker names another. reckon statement kinds lists the kinds, and with one
of them its fields; so does --kind KIND --help.`,
		Example: `  reckon statement add S-1 --kind toll --quote "412 people lost their lives" --number 412 --statuses died --unit persons
  reckon statement add S-1 --kind toll --quote "41 children" --number 41 --statuses died --unit persons --attributes children --subset-of S-1#1
  reckon statement add S-1 --kind happening --quote "two days of shelling" --what shelling --when "from 8 to 10 March 2041" --where Vesmar
  reckon statement add S-1 --kind allegation --quote "units of the League took part" --actor "units of the League" \
      --actor-type force --role took_part --act "the storming" --speaker "> Lantern Watch [organisation]"`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			in, err := k.coded(c, kind)
			if err != nil {
				return flagged(err, c)
			}
			in.Source = args[0]
			return a.with(c.Context(), func(p *reckon.Project) error {
				e, err := p.AddStatement(c.Context(), in)
				return a.entered("coded", e, flagged(err, c))
			})
		},
	}
	c.Flags().StringVar(&kind, "kind", "", "`KIND` of statement: "+strings.Join(kindNames(), ", "))
	group(c, groupWords, "kind")
	complete(c, "kind", kindNames())
	k.flags(c)
	return c
}

// coded is the statement that the flags say.
func (k *coding) coded(c *cobra.Command, kind string) (in reckon.Coded, err error) {
	if kind == "" {
		return in, usage("--kind is missing; it is one of: %s", strings.Join(kindNames(), ", "))
	}
	s := &in.Statement
	if s.Content, err = statement.NewContent(kind); err != nil {
		return in, err
	}
	in.Reason = k.reason
	if in.When, err = k.date(); err != nil {
		return in, err
	}
	if in.Quotes, err = k.quotesGiven(); err != nil {
		return in, err
	}
	if s.Speakers, in.Further, err = k.chain(); err != nil {
		return in, err
	}
	if err := k.apply(c, s); err != nil {
		return in, err
	}
	settle(s)
	return in, k.complain(s)
}

// entered prints the outcome of a change.
func (a *app) entered(verb string, e reckon.Entered, err error) error {
	if err != nil {
		return err
	}
	if a.json {
		return a.line(e)
	}
	a.print("%-8s %s  %s", verb, e.Ref, e.Sentence)
	if !e.Anchored && e.Standing == store.Current {
		a.note("waiting  the source has no text, so the words are not anchored yet")
	}
	if e.Standing == store.Conflict {
		a.note("conflict two corrections stand side by side: correct it once more to settle which")
	}
	return nil
}

func (a *app) statementCorrect() *cobra.Command {
	var k coding
	c := &cobra.Command{
		Use: "correct STATEMENT --reason WHY", Short: "Enter a new version; the old one stays readable", Args: cobra.ExactArgs(1),
		Example: `  reckon statement correct S-1#4 --number "at least 25" --reason "misread the scan"`,
		RunE: func(c *cobra.Command, args []string) error {
			in, err := k.correction(c)
			if err != nil {
				return flagged(err, c)
			}
			in.Name = args[0]
			return a.with(c.Context(), func(p *reckon.Project) error {
				e, err := p.CorrectStatement(c.Context(), in)
				return a.entered("corrected", e, flagged(err, c))
			})
		},
	}
	k.flags(c)
	return c
}

// correction is the change that the flags say.
func (k *coding) correction(c *cobra.Command) (in reckon.Correction, err error) {
	in.Reason = k.reason
	if in.When, err = k.date(); err != nil {
		return in, err
	}
	words := ""
	if in.When.Words == "" { // the date stays, in new words
		words, in.When.Said = in.When.Said, ""
	}
	if in.Quotes, err = k.quotesGiven(); err != nil {
		return in, err
	}
	own, further, err := k.chain()
	in.Further = further
	in.Edit = func(s *statement.Statement) error {
		if own != nil {
			s.Speakers = own
		}
		if words != "" {
			when := dates.When{}
			if s.When != nil {
				when = *s.When
			}
			when.Words = words
			s.When = &when
		}
		return k.apply(c, s)
	}
	return in, err
}

func (a *app) statementWithdraw() *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use: "withdraw STATEMENT --reason WHY", Short: "Take a statement back; it stays readable", Args: cobra.ExactArgs(1),
		Example: `  reckon statement withdraw S-1#4 --reason "coded twice"`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				e, err := p.WithdrawStatement(c.Context(), args[0], reason)
				return a.entered("withdrawn", e, err)
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why")
	return c
}

func (a *app) statementMove() *cobra.Command {
	var to, reason string
	c := &cobra.Command{
		Use: "move SOURCE", Short: "Anchor a source's statements in another of its texts", Args: cobra.ExactArgs(1),
		Long: `Anchor a source's statements in another of its texts: those whose words stand
there between the same words, in one place. The others stay where they are and
are listed. Each move is a correction that can be undone.`,
		Example: `  reckon statement move S-3
  reckon statement move S-3 --to 5kq3xq --reason "the better reading"`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.MoveStatements(c.Context(), args[0], source.RenditionID(to), reason)
				if err != nil {
					return flagged(err, c)
				}
				if a.json {
					return a.line(got)
				}
				a.print("moved    %s", cmp.Or(strings.Join(got.Anchored, ", "), "none"))
				a.waiting(got)
				return nil
			})
		},
	}
	c.Flags().StringVar(&to, "to", "", "which `TEXT` (the newest that is no translation)")
	c.Flags().StringVar(&reason, "reason", "", "why")
	return c
}

// waiting lists the statements that stay as they are.
func (a *app) waiting(got reckon.Placed) {
	for _, w := range got.Waiting {
		a.print("waiting  %s  %s", w.Ref, w.Why)
	}
}

func (a *app) statementUndo() *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use: "undo STATEMENT", Short: "Undo the last change of a statement; the undoing is recorded", Args: cobra.ExactArgs(1),
		Example: "  reckon statement undo S-1#4",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				e, err := p.Undo(c.Context(), args[0], reason)
				return a.entered("undone", e, err)
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why")
	return c
}

// statementRow is a statement as --json prints it.
type statementRow struct {
	Ref       string               `json:"ref"`
	Source    string               `json:"source"`
	Standing  string               `json:"standing"`
	Anchored  bool                 `json:"anchored"`
	Sentence  string               `json:"sentence"`
	Place     rendition.Place      `json:"place,omitzero"` // of the words, in the original
	Statement *statement.Statement `json:"statement,omitempty"`
	Versions  []versionRow         `json:"versions,omitempty"`
}

type versionRow struct {
	Act       string               `json:"act"`
	Kind      string               `json:"kind"`
	Bases     []string             `json:"bases,omitempty"`
	Stands    bool                 `json:"stands"`
	Erased    bool                 `json:"erased,omitempty"`
	Reason    string               `json:"reason,omitempty"`
	By        string               `json:"by"`
	Time      string               `json:"time"`
	Statement *statement.Statement `json:"statement,omitempty"`
}

func statementRowOf(r *store.Reader, s store.Statement) statementRow {
	return statementRow{
		Ref: s.Ref, Source: s.Label, Standing: s.Standing, Anchored: s.Anchored, Sentence: reckon.Sentence(r, s.Label, s.Content()), Statement: s.Content(),
	}
}

func (a *app) statementList() *cobra.Command {
	var f store.Filter
	var src string
	c := a.lister(&cobra.Command{
		Use: "list", Short: "List statements in the order of their sources' texts", Args: cobra.NoArgs,
		Example: `  reckon statement list --source S-1
  reckon statement list --kind toll --json
  reckon statement list --unanchored`,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.read(c.Context(), func(r *store.Reader) error {
				if err := checkStanding(f.Standing); err != nil {
					return err
				}
				if err := resolveFilter(r, &f, src); err != nil {
					return err
				}
				return a.listStatements(r, f)
			})
		},
	})
	filterFlags(c, &f, &src)
	fl := c.Flags()
	fl.StringVar(&f.Standing, "standing", "", "only current, withdrawn, conflict or erased ones")
	fl.BoolVar(&f.Unanchored, "unanchored", false, "only those whose words are not anchored in a text")
	return c
}

// filterFlags are those that choose statements.
func filterFlags(c *cobra.Command, f *store.Filter, src *string) {
	fl := c.Flags()
	fl.StringVar(src, "source", "", "only those of this `SOURCE`")
	fl.StringVar(&f.Kind, "kind", "", "only those of this `KIND`")
	fl.StringVar(&f.Incident, "incident", "", "only those filed under this `INCIDENT`")
	complete(c, "kind", kindNames())
}

func checkStanding(name string) error {
	known := []string{"", store.Current, store.Withdrawn, store.Conflict, store.Erased}
	if !slices.Contains(known, name) {
		return usage("--standing %q is not one of%s", name, strings.Join(known, " "))
	}
	return nil
}

// resolveFilter turns display numbers into identifiers.
func resolveFilter(r *store.Reader, f *store.Filter, src string) error {
	if f.Kind != "" {
		if _, err := statement.NewContent(f.Kind); err != nil {
			return err
		}
	}
	if src != "" {
		s, err := r.Source(src)
		if err != nil {
			return err
		}
		f.Source = source.ID(s.ID)
	}
	if f.Incident != "" {
		i, err := r.Incident(f.Incident)
		if err != nil {
			return err
		}
		f.Incident = i.Entry.ID
	}
	return nil
}

func (a *app) listStatements(r *store.Reader, f store.Filter) error {
	t := columns{
		head: []string{"Ref", "Kind", "Standing", "What is said", "Words"}, more: 1,
		empty: "No statements. reckon statement add codes one.",
	}
	return listing(a, r.Statements(f), t, func(s store.Statement) (any, []string) {
		state := s.Standing
		if !s.Anchored && state == store.Current {
			state = "unanchored"
		}
		quote := ""
		if c := s.Content(); c != nil {
			quote = c.Quote
		}
		row := statementRowOf(r, s)
		return row, []string{s.Ref, s.Kind, state, row.Sentence, quote}
	})
}

func (a *app) statementShow() *cobra.Command {
	return &cobra.Command{
		Use: "show STATEMENT", Short: "Show a statement with its history", Args: cobra.ExactArgs(1),
		Example: "  reckon statement show S-1#4",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				at, err := a.placeOf(c.Context(), p, args[0])
				if err != nil {
					return err
				}
				return p.Read(c.Context(), func(r *store.Reader) error { return a.statementNamed(r, args[0], at) })
			})
		},
	}
}

// placeOf returns where a statement's words stand in the original.
func (a *app) placeOf(ctx context.Context, p *reckon.Project, name string) (at rendition.Place, err error) {
	var content *statement.Statement
	err = p.Read(ctx, func(r *store.Reader) error {
		s, err := r.Statement(name)
		content = s.Content()
		return err
	})
	if err != nil || content == nil {
		return at, err
	}
	return p.Place(ctx, string(content.Source), content.Anchor)
}

func (a *app) statementNamed(r *store.Reader, name string, at rendition.Place) error {
	s, err := r.Statement(name)
	if err != nil {
		return err
	}
	names, err := r.ActorNames()
	if err != nil {
		return err
	}
	if a.json {
		row := fullRow(r, s, names)
		row.Place = at
		return a.line(row)
	}
	a.showStatement(r, s, names, at)
	return nil
}

// placeText says where words stand in the original.
func placeText(at rendition.Place) string {
	var parts []string
	if at.Page > 0 {
		parts = append(parts, "page "+strconv.Itoa(at.Page))
	}
	if at.Sheet != "" {
		parts = append(parts, "sheet “"+at.Sheet+"”")
	}
	if at.Cell != "" {
		parts = append(parts, "cell "+at.Cell)
	}
	return strings.Join(parts, ", ")
}

func fullRow(r *store.Reader, s store.Statement, names map[ledger.ActorID]string) statementRow {
	row := statementRowOf(r, s)
	for _, v := range s.Versions {
		row.Versions = append(row.Versions, versionRow{
			Act: string(v.Act), Kind: v.Kind, Bases: v.Bases, Stands: !v.Superseded, Erased: v.Erased,
			Reason: v.Reason, By: names[v.Actor], Time: v.Time, Statement: v.Statement,
		})
	}
	return row
}

func (a *app) showStatement(r *store.Reader, s store.Statement, names map[ledger.ActorID]string, at rendition.Place) {
	a.print("%s  %s", s.Ref, s.Standing)
	for _, h := range s.Heads() {
		if h.Statement != nil {
			a.print("  %s", isolate(reckon.Sentence(r, s.Label, h.Statement)))
			a.showFields(h.Statement)
			a.pairs([][2]string{{"original", placeText(at)}})
		}
	}
	a.print("  history")
	for _, v := range s.Versions {
		stands := ""
		if !v.Superseded {
			stands = "  stands"
		}
		reason := ""
		if v.Reason != "" {
			reason = ": " + v.Reason
		}
		a.print("    %s  %s by %s%s%s", day(v.Time), v.Kind, names[v.Actor], reason, stands)
		if v.Superseded && v.Statement != nil {
			a.print("      %s", isolate(reckon.Sentence(r, s.Label, v.Statement)))
		}
	}
}

func (a *app) showFields(s *statement.Statement) {
	var pairs [][2]string
	for _, f := range s.Fields() {
		switch f.Name {
		case "id", "source", "anchor":
			continue
		}
		pairs = append(pairs, [2]string{f.Name, f.Text()})
	}
	if s.Anchor != nil {
		for _, f := range s.Anchor.Fragments {
			pairs = append(pairs, [2]string{"at", fmt.Sprintf("characters %d to %d", f.Start, f.End)})
		}
	}
	a.pairs(pairs)
}
