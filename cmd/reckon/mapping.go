package main

import (
	"github.com/spf13/cobra"

	"reckon"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

func (a *app) tollMapping() *cobra.Command {
	var in toll.MappingSet
	c := a.lister(&cobra.Command{
		Use: "mapping [ONE OTHER] --reason WHY", Short: "Declare what may stand on one axis, or list what does", Args: cobra.MatchAll(cobra.MaximumNArgs(2), noneOrTwo),
		Long: `Declare that figures of two terms, or of two groups, may stand on one axis, or
with --apart that they stand apart. Each row keeps its own word, and the
declaration is printed with the figures. Without terms, what is in force is
listed: a project begins with the words that sources use for one another.`,
		Example: `  reckon toll mapping
  reckon toll mapping maimed wounded --reason "the two hospitals use both words for the same list"
  reckon toll mapping hostage captive --apart --reason "the exchange lists count them separately"
  reckon toll mapping killed/persons killed/persons/attributes:civilians --list group --reason "nobody else lived there"`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.read(c.Context(), a.listMappings)
			}
			in.From, in.To = args[0], args[1]
			return a.with(c.Context(), func(p *reckon.Project) error {
				if err := p.Map(c.Context(), in); err != nil {
					return flagged(err, c)
				}
				verb := "joined"
				if in.Apart {
					verb = "parted"
				}
				a.print("%s   %s and %s", verb, isolate(in.From), isolate(in.To))
				return nil
			})
		},
	})
	f := c.Flags()
	f.StringVar(&in.List, "list", "status", "what the two are: status, stage, attribute, or group")
	f.BoolVar(&in.Apart, "apart", false, "they stand apart")
	f.StringVar(&in.Reason, "reason", "", "why; required")
	complete(c, "list", []string{"status", "stage", "attribute", "group"})
	return c
}

func noneOrTwo(_ *cobra.Command, args []string) error {
	if len(args) == 1 {
		return usage("name two terms, or none to list what is in force")
	}
	return nil
}

func (a *app) listMappings(r *store.Reader) error {
	declared, err := r.Mappings()
	if err != nil {
		return err
	}
	t := columns{head: []string{"List", "One", "Other", "By", "Why"}, empty: "Every term stands apart."}
	return listing(a, all(toll.InForce(declared)), t, func(m toll.Mapping) (any, []string) {
		return m, []string{m.List, m.From, m.To, m.By, m.Reason}
	})
}

func (a *app) codebookCommand() *cobra.Command {
	return parent("codebook", "How vague words are read", a.codebookShow(), a.codebookUse())
}

// codebooks are the ready ones by name.
func codebooks() []source.Term {
	var all []source.Term
	for _, b := range statement.Presets() {
		all = append(all, source.Term{Name: b.Version, Help: b.Title})
	}
	return all
}

func preset(name string) *statement.Codebook {
	for _, b := range statement.Presets() {
		if b.Version == name {
			return &b
		}
	}
	return nil
}

func (a *app) codebookShow() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "show [NAME]", Short: "Show how the project, or a ready codebook, reads vague words", Args: cobra.MaximumNArgs(1),
		Long: `Show how the project reads vague words when figures are compared. No number of
it is ever written into a statement: “dozens” stays what was said.`,
		Example: "  reckon codebook show\n  reckon codebook show acled-1",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				b := preset(args[0])
				if b == nil {
					return usage("there is no codebook %q; use one of: %s", args[0], termList(codebooks()))
				}
				return a.showCodebook(b)
			}
			return a.read(c.Context(), func(r *store.Reader) error {
				b, err := r.Codebook()
				if err != nil {
					return err
				}
				if b == nil {
					b = &statement.Presets()[0]
				}
				return a.showCodebook(b)
			})
		},
	})
}

func (a *app) showCodebook(b *statement.Codebook) error {
	if a.json {
		return a.line(b)
	}
	a.note("codebook %s: %s", b.Version, b.Title)
	t := columns{head: []string{"Words", "At least", "At most"}, empty: "No vague word is read as a number."}
	err := listing(a, all(b.Readings), t, func(r statement.Reading) (any, []string) {
		return r, []string{r.Words, digits(r.Low), digits(r.High)}
	})
	if b.Note != "" {
		a.note("%s", b.Note)
	}
	return err
}

func (a *app) codebookUse() *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use: "use NAME --reason WHY", Short: "Read vague words by a ready codebook from now on", Args: cobra.ExactArgs(1),
		Long:    "Read vague words by a ready codebook from now on: " + termList(codebooks()) + ".",
		Example: `  reckon codebook use acled-1 --reason "to compare with their list"`,
		RunE: func(c *cobra.Command, args []string) error {
			b := preset(args[0])
			if b == nil {
				return usage("there is no codebook %q; use one of: %s", args[0], termList(codebooks()))
			}
			return a.with(c.Context(), func(p *reckon.Project) error {
				if err := p.SetCodebook(c.Context(), *b, reason); err != nil {
					return err
				}
				a.print("codebook %s: %s", b.Version, b.Title)
				return nil
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; required")
	return c
}
