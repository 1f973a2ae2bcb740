package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
)

func (a *app) auditCommand() *cobra.Command {
	return parent("audit", "See who did what, and verify that nothing was altered",
		a.auditLog(), a.auditVerify(), a.auditCheckpoint(), a.auditKeep(), a.auditProof(), a.auditCheckProof())
}

// actRow is an act as --json prints it.
type actRow struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	By     string `json:"by"`
	Time   string `json:"time"`
	Writer string `json:"writer"`
	Seq    int64  `json:"seq"`
	Clock  int64  `json:"clock"`
	Reason string `json:"reason,omitempty"`
	Erased bool   `json:"erased,omitempty"`
	Body   any    `json:"payload,omitempty"`
}

func (a *app) auditLog() *cobra.Command {
	var limit, skip int
	var payload bool
	c := a.lister(&cobra.Command{
		Use: "log", Short: "List acts, the newest first", Args: cobra.NoArgs,
		Long: `List acts, the newest first. The identifier of an act, which audit proof takes,
is in the forms for programs: --plain, --csv and --json.`,
		Example: "  reckon audit log --limit 20\n  reckon audit log --json --payload",
		RunE: func(c *cobra.Command, _ []string) error {
			if limit < 0 || skip < 0 {
				return usage("--limit and --skip are not negative")
			}
			return a.read(c.Context(), func(r *store.Reader) error {
				acts, err := r.Recent(skip, limit)
				if err != nil {
					return err
				}
				names, err := r.ActorNames()
				if err != nil {
					return err
				}
				return a.listActs(acts, names, payload)
			})
		},
	})
	c.Flags().IntVar(&limit, "limit", 50, "how many")
	c.Flags().IntVar(&skip, "skip", 0, "how many of the newest to pass over")
	c.Flags().BoolVar(&payload, "payload", false, "with --json: print what each act says")
	return c
}

func (a *app) listActs(acts []*ledger.Record, names map[ledger.ActorID]string, payload bool) error {
	t := columns{head: []string{"Time (UTC)", "By", "Act", "Reason", "Id"}, more: 1, empty: "No acts."}
	return listing(a, all(acts), t, func(rec *ledger.Record) (any, []string) {
		act := rec.Act
		by, when := names[act.Actor], ledger.FormatTime(act.Time)
		kind, _, _ := strings.Cut(act.Kind, "/")
		r := actRow{
			ID: string(act.ID), Kind: act.Kind, By: by, Time: when, Writer: string(act.Writer),
			Seq: act.Seq, Clock: act.Clock, Reason: act.Reason, Erased: act.Erased,
		}
		if payload && !act.Erased {
			r.Body = act.Payload
		}
		return r, []string{day(when), by, kind, act.Reason, string(act.ID)}
	})
}

func (a *app) auditVerify() *cobra.Command {
	var o reckon.VerifyOptions
	var files []string
	var locked bool
	c := &cobra.Command{
		Use: "verify", Short: "Verify the whole project and name the first thing that is wrong", Args: cobra.NoArgs,
		Long: `Verify the whole project: signatures, the tree over all acts, every file of
vault and log, and the list of files itself. --deep also derives the database
again and compares every row. --checkpoint compares with an earlier
checkpoint that somebody else holds, which is what shows a rewritten history.

A log that nobody else holds a checkpoint of proves nothing against its owner:
hand one out with reckon audit checkpoint.`,
		Example: `  reckon audit verify
  reckon audit verify --deep --checkpoint partner-2031-03-10.checkpoint`,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, f := range files {
				raw, err := readFile(f)
				if err != nil {
					return err
				}
				o.Earlier = append(o.Earlier, raw)
			}
			return a.verify(c, o, locked)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.Deep, "deep", false, "derive the database again and compare every row")
	f.StringArrayVar(&files, "checkpoint", nil, "earlier checkpoint held elsewhere; may be given again")
	f.BoolVar(&locked, "locked", false, "check a sealed project's digests and signatures without its key")
	return c
}

func (a *app) verify(c *cobra.Command, o reckon.VerifyOptions, locked bool) error {
	v, err := a.verifyProject(c, o, locked)
	if err != nil {
		if a.json {
			err = errors.Join(err, a.line(faultRow(err)))
		}
		return err
	}
	if a.json {
		return a.line(v)
	}
	a.whole(v)
	if o.Deep {
		a.print("database every row follows from the log")
	}
	if v.Earlier > 0 {
		a.print("earlier  %d checkpoints continued", v.Earlier)
	}
	return nil
}

// whole prints what a verification found whole.
func (a *app) whole(v reckon.Verified) {
	for _, l := range v.Logs {
		a.print("log      %s  %d acts, unbroken, root %s", l.Writer, l.Acts, short(l.Root))
	}
	a.print("vault    %d objects as recorded", v.Objects)
	if !v.Opened {
		a.note("sealed   digests and signatures only: no key was given")
	}
}

// verifyProject verifies through the database where there is one, and the
// folder alone otherwise.
func (a *app) verifyProject(c *cobra.Command, o reckon.VerifyOptions, locked bool) (v reckon.Verified, err error) {
	if locked {
		return reckon.VerifyFolder(c.Context(), a.dir, reckon.Key{}, o, a.environment())
	}
	err = a.with(c.Context(), func(p *reckon.Project) error {
		v, err = p.Verify(c.Context(), o)
		return err
	})
	return v, err
}

// faultRow is a refusal as --json prints it.
func faultRow(err error) map[string]string {
	row := map[string]string{"error": err.Error()}
	var p *fault.Problem
	if errors.As(err, &p) {
		row["code"], row["kind"], row["where"], row["what"] = string(p.Code), p.Kind.String(), p.Where, p.What
	}
	return row
}

func (a *app) auditCheckpoint() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "checkpoint", Short: "Print this device's signed checkpoint, to be handed to somebody else", Args: cobra.NoArgs,
		Long: `Print this device's signed checkpoint: a few lines that commit to every act up
to now and say nothing about any. Hand it to a partner, print it, read it out.
Whoever holds it can show later whether history was rewritten.`,
		Example: "  reckon audit checkpoint --out for-partner.checkpoint",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				h, err := p.Checkpoint(c.Context())
				if err != nil {
					return err
				}
				return a.head(h, to)
			})
		},
	}
	c.Flags().StringVar(&to, "out", "", "write it to this new file")
	return c
}

// head prints a checkpoint, or writes it to a file.
func (a *app) head(h reckon.Head, to string) error {
	if to != "" {
		if err := writeNew(to, h.Note); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.line(h)
	case to == "":
		a.print("%s", strings.TrimSuffix(h.Note, "\n"))
	default:
		a.print("written  %s  %d acts, root %s", to, h.Size, short(h.Root))
	}
	a.note("verifier key: %s", h.Verifier)
	return nil
}

func (a *app) auditKeep() *cobra.Command {
	return &cobra.Command{
		Use: "keep FILE", Short: "Keep a checkpoint that somebody else holds, so that every verification uses it", Args: cobra.ExactArgs(1),
		Example: "  reckon audit keep for-partner.checkpoint",
		RunE: func(c *cobra.Command, args []string) error {
			raw, err := readFile(args[0])
			if err != nil {
				return err
			}
			return a.with(c.Context(), func(p *reckon.Project) error {
				if err := p.KeepCheckpoint(c.Context(), raw); err != nil {
					return err
				}
				a.note("kept: verification compares with it from now on")
				return nil
			})
		},
	}
}

func (a *app) auditProof() *cobra.Command {
	var to string
	var open bool
	c := &cobra.Command{
		Use: "proof ACT|SOURCE|STATEMENT", Short: "Write the proof that an act stands in the log", Args: cobra.ExactArgs(1),
		Long: `Write the proof that an act stands in the log, as a .tlog-proof file that can be
checked without the project. It says when and by which device the act was
recorded; with --open it also says what the act says.`,
		Example: "  reckon audit proof S-1 --out s1.tlog-proof",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				var id ledger.ActID
				err := p.Read(c.Context(), func(r *store.Reader) (err error) {
					id, err = actOf(r, args[0])
					return err
				})
				if err != nil {
					return err
				}
				text, err := p.Prove(c.Context(), id, open)
				if err != nil {
					return err
				}
				if to == "" {
					a.print("%s", strings.TrimSuffix(text, "\n"))
					return nil
				}
				if err := writeNew(to, text); err != nil {
					return err
				}
				h, err := p.Checkpoint(c.Context())
				a.note("check it with: reckon audit check-proof %s --key '%s'", to, h.Verifier)
				return err
			})
		},
	}
	c.Flags().StringVar(&to, "out", "", "write it to this new file")
	c.Flags().BoolVar(&open, "open", false, "include what the act says")
	return c
}

// actOf finds the act that a name means: of a source or statement the one
// that added it.
func actOf(r *store.Reader, name string) (ledger.ActID, error) {
	if s, err := r.Source(name); err == nil {
		return s.Act, nil
	}
	if s, err := r.Statement(name); err == nil && len(s.Versions) > 0 {
		return s.Versions[0].Act, nil
	}
	rec, err := r.Act(ledger.ActID(name))
	if err != nil {
		return "", err
	}
	return rec.Act.ID, nil
}

func (a *app) auditCheckProof() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use: "check-proof FILE --key KEY", Short: "Check a .tlog-proof; needs no project", Args: cobra.ExactArgs(1),
		Example: "  reckon audit check-proof s1.tlog-proof --key 'reckon/…+…+…'",
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" {
				return usage("--key is missing: the verifier key that the holder of the log gave you")
			}
			raw, err := readFile(args[0])
			if err != nil {
				return err
			}
			v, err := reckon.CheckProof(string(raw), key)
			if err != nil {
				return err
			}
			if a.json {
				return a.line(v)
			}
			a.print("holds    act %s (%s) of %s", v.Act, v.Kind, v.Time)
			a.print("log      %s, among the first %s acts, root %s", v.Writer, strconv.FormatInt(v.Size, 10), short(v.Root))
			return nil
		},
	}
	c.Flags().StringVar(&key, "key", "", "verifier key of the log")
	return c
}
