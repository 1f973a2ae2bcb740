package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/internal/store"
)

func (a *app) statementExport() *cobra.Command {
	var f store.Filter
	var src, to string
	var csv bool
	c := &cobra.Command{
		Use: "export", Short: "Write statements as JSON Lines or CSV", Args: cobra.NoArgs,
		Long: `Write the statements as they stand now. JSON Lines is the lossless form for
programs; CSV is for spreadsheets, and holds no cell that one would run as a
formula. Both come back unchanged through reckon statement import.`,
		Example: `  reckon statement export > statements.jsonl
  reckon statement export --csv --source S-1 --out s1.csv`,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				err := p.Read(c.Context(), func(r *store.Reader) error { return resolveFilter(r, &f, src) })
				if err != nil {
					return err
				}
				return a.exportTo(to, func(w io.Writer) (int, error) { return p.ExportStatements(c.Context(), w, f, csv) })
			})
		},
	}
	fl := c.Flags()
	fl.BoolVar(&csv, "csv", false, "write CSV instead of JSON Lines")
	fl.StringVar(&to, "out", "", "write to this new file instead of standard output")
	filterFlags(c, &f, &src)
	return c
}

// exportTo runs write on a new file, or on standard output.
func (a *app) exportTo(to string, write func(io.Writer) (int, error)) error {
	if to == "" {
		n, err := write(a.out)
		a.note("%d statements", n)
		return err
	}
	n := 0
	err := createNew(to, func(w io.Writer) (err error) {
		n, err = write(w)
		return err
	})
	if err != nil {
		return err
	}
	a.note("%d statements in %s", n, to)
	return nil
}

func (a *app) statementImport() *cobra.Command {
	var o reckon.ImportOptions
	c := &cobra.Command{
		Use: "import FILE", Short: "Enter the statements of a JSON Lines or CSV file: all or none", Args: cobra.ExactArgs(1),
		Long: `Enter the statements of a JSON Lines or CSV file, all of them or none. Each
names its source by display number or identifier and quotes words of the
source's text; statements that are here already are passed over.`,
		Example: `  reckon statement import coded.jsonl --dry-run
  reckon statement import coded.csv --reason "coded by the field office"`,
		RunE: func(c *cobra.Command, args []string) error {
			o.CSV = o.CSV || strings.HasSuffix(strings.ToLower(args[0]), ".csv")
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.ImportStatements(c.Context(), args[0], o)
				if err != nil {
					return err
				}
				if a.json {
					return a.line(got)
				}
				a.print("added    %d", got.Added)
				a.print("known    %d", got.Known)
				a.print("waiting  %d", got.Unanchored)
				if o.DryRun {
					a.note("nothing was written (dry run)")
				}
				return nil
			})
		},
	}
	f := c.Flags()
	f.BoolVar(&o.CSV, "csv", false, "the file is CSV, whatever its name")
	f.BoolVar(&o.Wait, "wait", false, "let statements wait, unanchored, whose words are not found")
	f.BoolVar(&o.DryRun, "dry-run", false, "check everything and write nothing")
	f.StringVar(&o.Reason, "reason", "", "why they are entered")
	return c
}
