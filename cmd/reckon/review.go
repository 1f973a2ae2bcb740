package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/extract"
	"reckon/propose"
	"reckon/statement"
)

// review is what the flags of a review say.
type review struct {
	coding
	accept []string
	reject []string
	reopen []string
	grade  string
	why    bool
}

func (a *app) statementReview() *cobra.Command {
	var v review
	c := a.lister(&cobra.Command{
		Use:   "review SOURCE",
		Short: "Go through the figures proposed from a source's text",
		Long: `Go through the figures that were found in a source's text. Nothing is recorded
until a person decides. Without flags the open ones are listed, and on a
terminal asked for one by one: y accepts, n turns down and asks why, s skips, w
says why it is proposed, q ends.

--accept takes the letters of proposals, firm for those that are surest, or
all. A part is entered after its whole: a whole that is still open is accepted
with its part. Other flags change the one that is accepted. What is turned down
with --reject stays so when the text is read again, until --reopen takes that
back.`,
		Example: `  reckon statement review S-1 --why
  reckon statement review S-1 --accept a,b
  reckon statement review S-1 --accept firm
  reckon statement review S-1 --accept c --statuses wounded
  reckon statement review S-1 --reject d --reason "the year of a law"
  reckon statement review S-1 --reopen d --reason "it counts people after all"`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := v.check(c); err != nil {
				return err
			}
			return a.with(c.Context(), func(p *reckon.Project) error {
				return flagged(a.review(c, p, args[0], &v), c)
			})
		},
	})
	f := c.Flags()
	f.StringSliceVar(&v.accept, "accept", nil, "`LETTERS` of those that are right, or firm, or all")
	f.StringSliceVar(&v.reject, "reject", nil, "`LETTERS` of those that are no figures to be coded; needs --reason")
	f.StringSliceVar(&v.reopen, "reopen", nil, "`LETTERS` of those that were turned down and are open again; needs --reason")
	f.StringVar(&v.grade, "grade", "", "look: also propose what is least sure")
	f.BoolVar(&v.why, "why", false, "say why each is proposed, and which numbers are not")
	v.flags(c)
	return c
}

// check refuses flags that do not go together.
func (v *review) check(c *cobra.Command) error {
	if v.grade != "" && v.grade != string(extract.Look) {
		return usage("--grade takes look, which adds what is least sure")
	}
	for _, letter := range v.reject {
		if slices.Contains(v.accept, letter) {
			return usage("%s is both accepted and rejected", letter)
		}
		if slices.Contains(v.reopen, letter) {
			return usage("%s is both rejected and reopened", letter)
		}
	}
	edits := v.edits(c)
	if len(edits) == 0 {
		return nil
	}
	one := len(v.accept) == 1 && v.accept[0] != "all" && v.accept[0] != string(extract.Firm)
	if !one && (len(v.accept) == 0 || !slices.Equal(edits, []string{"speaker"})) {
		return usage("--%s changes one proposal: name it alone with --accept", edits[0])
	}
	return nil
}

// edits names the flags that change what is proposed.
func (v *review) edits(c *cobra.Command) []string {
	names := []string{"quote", "nth", "speaker", "number", "when", "when-words", "when-base"}
	for field := range v.fields {
		names = append(names, flagName(field))
	}
	return slices.DeleteFunc(names, func(name string) bool { return !c.Flags().Changed(name) })
}

// review does what the flags say, asks, or lists.
func (a *app) review(c *cobra.Command, p *reckon.Project, src string, v *review) error {
	ctx := c.Context()
	turns := []turn{{"reopened", v.reopen, p.ReopenProposals}, {"rejected", v.reject, p.RejectProposals}}
	for _, t := range turns {
		if err := a.turn(ctx, t, src, v.reason); err != nil {
			return err
		}
	}
	found, err := p.Proposals(ctx, src, extract.Grade(v.grade))
	if err != nil {
		return err
	}
	switch {
	case len(v.accept) > 0:
		return a.acceptChosen(c, p, &found, v)
	case len(v.reject)+len(v.reopen) > 0:
		return nil
	case terminal(a.in) && terminal(a.out) && !a.json && !a.csv && !a.plain:
		d := dialogue{app: a, p: p, lines: linesOf(a.in), done: map[string]bool{}}
		return d.run(ctx, &found)
	}
	return a.listProposals(&found, v.why)
}

// turn is the turning down of proposals, or the taking back of that.
type turn struct {
	done    string
	letters []string
	do      func(ctx context.Context, name string, letters []string, reason string) error
}

func (a *app) turn(ctx context.Context, t turn, src, reason string) error {
	if len(t.letters) == 0 {
		return nil
	}
	if err := t.do(ctx, src, t.letters, reason); err != nil {
		return err
	}
	if !a.json {
		a.print("%s %s  %s", t.done, src, strings.Join(t.letters, ", "))
	}
	return nil
}

// acceptChosen enters the proposals that --accept names.
func (a *app) acceptChosen(c *cobra.Command, p *reckon.Project, found *propose.Set, v *review) error {
	in := reckon.Acceptance{Source: found.Source, Proposals: chosen(found, v.accept), Reason: v.reason}
	if len(in.Proposals) == 0 {
		a.note("%s", nothingOpen(found))
		return nil
	}
	if len(v.edits(c)) > 0 {
		edit, err := v.correction(c)
		if err != nil {
			return err
		}
		in.Edit, in.Quotes, in.When, in.Further = edit.Edit, edit.Quotes, edit.When, edit.Further
	}
	return a.accept(c.Context(), p, in)
}

func (a *app) accept(ctx context.Context, p *reckon.Project, in reckon.Acceptance) error {
	all, err := p.AcceptProposals(ctx, in)
	if err != nil {
		return err
	}
	for _, e := range all {
		if err := a.entered("coded", e, nil); err != nil {
			return err
		}
	}
	return nil
}

// chosen turns firm and all into letters.
func chosen(found *propose.Set, words []string) []string {
	var letters []string
	for _, word := range words {
		group := word == "all" || word == string(extract.Firm)
		if !group {
			letters = append(letters, word)
			continue
		}
		for _, q := range found.Open() {
			if word == "all" || q.Grade == extract.Firm {
				letters = append(letters, q.ID)
			}
		}
	}
	return letters
}

func nothingOpen(found *propose.Set) string {
	switch {
	case len(found.Open()) > 0:
		return "None of the open proposals is firm: name those that are right by their letters."
	case found.Note != "":
		return "Nothing is proposed: " + found.Note + "."
	case len(found.Proposals) > 0:
		return "Every proposed figure of " + found.Source + " is decided on."
	}
	return "No figures are found in the text of " + found.Source + "."
}

// listProposals prints the open proposals.
func (a *app) listProposals(found *propose.Set, why bool) error {
	t := columns{
		head: []string{"No.", "Words", "Counts", "Part of", "Said by", "Grade", "Why"}, more: 1, empty: nothingOpen(found),
	}
	if why {
		t.more = 0
	}
	open := found.Open()
	err := listing(a, all(open), t, func(q propose.Proposal) (any, []string) {
		return q, []string{
			q.ID, q.Marked(), counted(q.Statement), q.PartOf, speakers(q.Statement), string(q.Grade), reasons(&q),
		}
	})
	if err != nil || a.json || a.csv || a.plain {
		return err
	}
	if why {
		for _, n := range found.NotFigures {
			a.note("not      %s: %s", oneLine(n.Text), whyNot(n.Reason))
		}
	}
	if len(open) > 0 {
		a.note("next     reckon statement review %s --accept firm, or letters; --reject LETTERS --reason WHY", found.Source)
	}
	return nil
}

// whyNot says why a number is no figure.
func whyNot(reason string) string {
	if reason == extract.Acting {
		return "those said to have acted"
	}
	return strings.ReplaceAll(reason, "_", " ")
}

// counted says what a proposal counts.
func counted(s *statement.Statement) string {
	t, ok := s.Content.(*statement.Toll)
	if !ok {
		return ""
	}
	parts := append(slices.Clone(t.Category.Statuses), t.Category.Unit)
	return strings.ReplaceAll(strings.Join(append(parts, t.Category.Attributes...), ", "), "_", " ")
}

func speakers(s *statement.Statement) string {
	names := make([]string, len(s.Speakers))
	for i, v := range s.Speakers {
		names[i] = v.Name
	}
	return strings.Join(names, " > ")
}

func reasons(q *propose.Proposal) string {
	all := slices.Clone(q.Why)
	for _, m := range q.Marks {
		all = append(all, strings.TrimSpace(strings.ReplaceAll(m.Kind, "_", " ")+" "+m.Figure))
	}
	return strings.Join(all, "; ")
}
