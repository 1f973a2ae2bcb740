package main

import (
	"github.com/spf13/cobra"

	"reckon"
)

func (a *app) backupCommand() *cobra.Command {
	return parent("backup", "One file that holds everything, and its restoring", a.backupCreate(), a.backupVerify(), a.backupRestore())
}

func (a *app) backupCreate() *cobra.Command {
	return &cobra.Command{
		Use: "create FILE", Short: "Write everything that matters into one new file", Args: cobra.ExactArgs(1),
		Long: `Write everything that matters into one new file. A sealed project's backup is as
sealed as the project; a plain one's can be read by whoever has it.`,
		Example: "  reckon backup create /media/stick/records.reckon",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.Backup(c.Context(), args[0])
				if err != nil {
					return err
				}
				if !p.Sealed() {
					a.note("plain    whoever has this file can read the project")
				}
				a.note("next     reckon backup verify %s", args[0])
				return a.archived(got)
			})
		},
	}
}

func (a *app) archived(got reckon.Archived) error {
	if a.json {
		return a.line(got)
	}
	a.print("written  %s  %d files, %s, sha256 %s", got.Path, got.Files, bytesText(got.Size), short(got.SHA256))
	return nil
}

func (a *app) backupVerify() *cobra.Command {
	var locked bool
	c := &cobra.Command{
		Use: "verify FILE", Short: "Verify a backup as a project is verified", Args: cobra.ExactArgs(1),
		Example: "  reckon backup verify /media/stick/records.reckon",
		RunE: func(c *cobra.Command, args []string) error {
			a.useCache()
			key, err := a.key()
			if err != nil {
				return err
			}
			if locked {
				key = reckon.Key{}
			}
			v, err := reckon.VerifyBackup(c.Context(), args[0], key, reckon.VerifyOptions{}, a.environment())
			if err != nil {
				return err
			}
			if a.json {
				return a.line(v)
			}
			a.whole(v)
			return nil
		},
	}
	c.Flags().BoolVar(&locked, "locked", false, "check a sealed backup's digests and signatures without its key")
	return c
}

func (a *app) backupRestore() *cobra.Command {
	var device string
	c := &cobra.Command{
		Use: "restore FILE FOLDER", Short: "Make a project out of a backup or a whole bundle", Args: cobra.ExactArgs(2),
		Long: `Make a project out of a backup or a whole bundle, in a new or empty folder. It
is verified first. The copy goes on under a writer of its own, so that two
copies can never sign different histories under one name.`,
		Example: "  reckon backup restore /media/stick/records.reckon records",
		RunE: func(c *cobra.Command, args []string) error {
			return a.restore(c, args[0], args[1], device)
		},
	}
	c.Flags().StringVar(&device, "device", "", "what this device is called (the host's name)")
	return c
}

func (a *app) restore(c *cobra.Command, file, dir, device string) error {
	a.useCache()
	key, err := a.key()
	if err != nil {
		return err
	}
	p, err := reckon.Restore(c.Context(), file, dir,
		reckon.RestoreOptions{Actor: a.who(), Device: a.device(device), Key: key}, a.environment())
	if err != nil {
		return err
	}
	if a.json {
		err = a.line(map[string]any{"project": p.ID(), "dir": p.Dir(), "writer": p.Writer()})
	} else {
		a.print("restored %s", p.Dir())
		a.print("writer   %s: this copy signs under a name of its own", p.Writer())
	}
	if cerr := p.Close(); err == nil {
		err = cerr
	}
	return err
}

func (a *app) bundleCommand() *cobra.Command {
	return parent("bundle", "Exchange work with a colleague who has no network", a.bundleExport(), a.bundleImport())
}

func (a *app) bundleExport() *cobra.Command {
	var received string
	c := &cobra.Command{
		Use: "export FILE", Short: "Write the work of all devices known here into one new file", Args: cobra.ExactArgs(1),
		Long: `Write the work of all devices known here into one new file. --received names a
bundle that came from the colleague it is for: what that one held already is
left out.`,
		Example: "  reckon bundle export to-ben.reckon --received from-ben.reckon",
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.ExportBundle(c.Context(), args[0], received)
				if err != nil {
					return err
				}
				return a.archived(got)
			})
		},
	}
	c.Flags().StringVar(&received, "received", "", "bundle that came from whom this one is for")
	return c
}

func (a *app) bundleImport() *cobra.Command {
	var device string
	c := &cobra.Command{
		Use: "import FILE", Short: "Take over a colleague's work: all of it or nothing", Args: cobra.ExactArgs(1),
		Long: `Take over a colleague's work: all of it or nothing, verified first. Nothing that
stands here is overwritten; where both corrected one statement, both versions
stand until somebody settles it. In an empty folder the bundle becomes a
project, which goes on under a writer of its own.`,
		Example: "  reckon bundle import from-ben.reckon",
		RunE: func(c *cobra.Command, args []string) error {
			if !reckon.Exists(a.dir) {
				return a.restore(c, args[0], a.dir, device)
			}
			return a.with(c.Context(), func(p *reckon.Project) error {
				got, err := p.ImportBundle(c.Context(), args[0])
				if err != nil {
					return err
				}
				if a.json {
					return a.line(got)
				}
				a.print("taken    %d acts of %d devices, %d objects", got.Acts, len(got.Writers), got.Objects)
				for _, ref := range got.Conflicts {
					a.print("conflict %s has two versions side by side: reckon statement show %s", ref, ref)
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&device, "device", "", "what this device is called, when the bundle becomes a project here")
	return c
}
