package main

import (
	"cmp"
	"runtime"
	"runtime/debug"
	"strconv"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/internal/store"
)

func (a *app) actorCommand() *cobra.Command {
	return parent("actor", "Who works in the project, on which devices", a.actorList(), a.actorAdd())
}

func (a *app) actorList() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "list", Short: "List people, and devices with the keys that sign their logs", Args: cobra.NoArgs,
		Example: "  reckon actor list",
		RunE:    func(c *cobra.Command, _ []string) error { return a.read(c.Context(), a.listActors) },
	})
}

// whoRow is a person or device as --json prints it.
type whoRow struct {
	Is   string `json:"is"` // person or device
	ID   string `json:"id"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
	Tag  string `json:"tag,omitempty"`
	Key  string `json:"key,omitempty"` // verifier key of the device's log
	Acts int64  `json:"acts"`
}

func (a *app) listActors(r *store.Reader) error {
	people, err := r.Actors()
	if err != nil {
		return err
	}
	devices, err := r.WriterList()
	if err != nil {
		return err
	}
	var rows []whoRow
	for _, p := range people {
		rows = append(rows, whoRow{Is: "person", ID: string(p.Actor), Name: p.Name, Note: p.Note, Acts: p.Acts})
	}
	for _, d := range devices {
		rows = append(rows, whoRow{Is: "device", ID: string(d.Writer), Name: d.Name, Tag: d.Tag, Key: d.Verifier, Acts: d.Acts})
	}
	return listing(a, all(rows), columns{head: []string{"Is", "Name", "Acts", "Note", "Id or key"}, more: 1}, func(w whoRow) (any, []string) {
		return w, []string{w.Is, w.Name, strconv.FormatInt(w.Acts, 10), w.Note, cmp.Or(w.Key, w.ID)}
	})
}

func (a *app) actorAdd() *cobra.Command {
	var note, reason string
	c := &cobra.Command{
		Use: "add NAME", Short: "Enter somebody who works in the project", Args: cobra.ExactArgs(1),
		Example: `  reckon actor add "Ben Sorel" --note "field office, from March"`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				added, err := p.AddActor(c.Context(), args[0], note, reason)
				if err != nil {
					return err
				}
				if a.json {
					return a.line(added)
				}
				a.print("actor    %s  %s", added.Actor, added.Name)
				return nil
			})
		},
	}
	c.Flags().StringVar(&note, "note", "", "anything to remember")
	c.Flags().StringVar(&reason, "reason", "", "why")
	return c
}

func (a *app) rebuildCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rebuild", Short: "Derive the database again from vault and log alone", Args: cobra.NoArgs,
		Long: `Derive the database again from vault and log alone. Nothing that was
acknowledged can be lost by it: the database holds nothing else.`,
		Example: "  reckon rebuild",
		RunE: func(c *cobra.Command, _ []string) error {
			a.useCache()
			key, err := a.key()
			if err != nil {
				return err
			}
			n, err := reckon.Rebuild(c.Context(), a.dir, key, a.environment())
			if err != nil {
				return err
			}
			if a.json {
				return a.line(map[string]int64{"acts": n})
			}
			a.print("rebuilt  from %d acts", n)
			return nil
		},
	}
}

func (a *app) doctorCommand() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "doctor", Short: "Look at what commonly goes wrong, and say what to do", Args: cobra.NoArgs,
		Example: "  reckon doctor",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				findings, err := p.Doctor(c.Context())
				if err != nil {
					return err
				}
				return a.findings(findings)
			})
		},
	})
}

func (a *app) findings(findings []reckon.Finding) error {
	return listing(a, all(findings), columns{head: []string{"State", "What", "Found", "What to do"}}, func(f reckon.Finding) (any, []string) {
		mark := "ok"
		if !f.OK {
			mark = "look"
		}
		return f, []string{mark, f.What, f.Text, f.Do}
	})
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of the program and of its formats", Args: cobra.NoArgs,
		Example: "  reckon version --json",
		RunE: func(*cobra.Command, []string) error {
			v := version()
			if a.json {
				return a.line(v)
			}
			a.print("reckon %s %s", v.Version, v.Commit)
			a.print("%s %s, project format %d, database schema %d", v.Go, v.System, v.Format, v.Schema)
			return nil
		},
	}
}

// buildRow is what the program knows of itself.
type buildRow struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
	System  string `json:"system"`
	Format  int    `json:"project_format"`
	Schema  int    `json:"database_schema"`
}

func version() buildRow {
	v := buildRow{
		Version: "development", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Format: reckon.ProjectFormat, Schema: store.SchemaVersion,
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if m := info.Main.Version; m != "" && m != "(devel)" {
		v.Version = m
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v.Commit = s.Value
		}
	}
	return v
}

func (a *app) keyCommand() *cobra.Command {
	var file string
	var factor int
	change := &cobra.Command{
		Use: "passphrase", Short: "Set a new passphrase for a sealed project", Args: cobra.NoArgs,
		Long: `Set a new passphrase. The project is opened with the old one, or with the
recovery sheet that RECKON_RECOVERY_FILE names. Copies that somebody made of
the old key file open the project with the old passphrase for ever.`,
		Example: "  RECKON_RECOVERY_FILE=sheet.txt reckon key passphrase",
		RunE: func(*cobra.Command, []string) error {
			key, err := a.key()
			if err != nil {
				return err
			}
			fresh, err := a.freshPassphrase(file)
			if err != nil {
				return err
			}
			if err := reckon.ChangePassphrase(a.dir, key, fresh, factor, a.environment()); err != nil {
				return err
			}
			a.note("the new passphrase is set")
			return nil
		},
	}
	change.Flags().StringVar(&file, "new-passphrase-file", "", "file with the new passphrase")
	change.Flags().IntVar(&factor, "work-factor", 0, "cost of trying a passphrase, as a power of two (18)")
	return parent("key", "Keys of a sealed project", change)
}
