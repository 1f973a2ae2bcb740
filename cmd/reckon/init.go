package main

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/fault"
)

func (a *app) initCommand() *cobra.Command {
	var o reckon.InitOptions
	var sealed bool
	var sheet string
	c := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Make a project in a new or empty folder",
		Long: `Make a project in a new or empty folder.

A sealed project encrypts everything it stores with a passphrase, and prints
a recovery sheet that opens it when the passphrase is lost. Whether a project
is sealed cannot be changed later.`,
		Example: `  reckon init records --title "Vesmar district, 2031" --as "Ana Lund"
  reckon init records --sealed --recovery-sheet /media/stick/sheet.txt`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.dir = args[0]
			}
			return a.makeProject(c, o, sealed, sheet)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Title, "title", "", "what the project is called (the folder's name)")
	f.StringVar(&o.Device, "device", "", "what this device is called (the host's name)")
	f.BoolVar(&sealed, "sealed", false, "encrypt everything with a passphrase")
	f.StringVar(&sheet, "recovery-sheet", "", "write the recovery sheet to this file instead of printing it")
	f.IntVar(&o.WorkFactor, "work-factor", 0, "cost of trying a passphrase, as a power of two (18)")
	return c
}

func (a *app) makeProject(c *cobra.Command, o reckon.InitOptions, sealed bool, sheet string) error {
	a.useCache()
	a.fillIn(&o)
	if sealed {
		passphrase, err := a.firstPassphrase()
		if err != nil {
			return err
		}
		if passphrase == "" {
			return fault.New("CL004", fault.Invalid, "the passphrase is empty").Unchanged("Nothing was made")
		}
		o.Passphrase = passphrase
	}
	if sheet != "" {
		if _, err := os.Lstat(sheet); err == nil {
			return fault.New("CL005", fault.Invalid, "the file exists already").At(sheet).Unchanged("Nothing was made").Try("Name a new file")
		}
	}
	p, recovery, err := reckon.Init(c.Context(), a.dir, o, a.environment())
	if err != nil {
		return err
	}
	err = a.handOut(p, recovery, sheet)
	if err == nil {
		err = a.announce(p, o)
	}
	return errors.Join(err, p.Close())
}

// handOut gives the recovery key of a sealed project away, before anything
// else can fail: it is shown once. Where the file for it cannot be written it
// is printed all the same.
func (a *app) handOut(p *reckon.Project, recovery, sheet string) (err error) {
	if recovery == "" {
		return nil
	}
	text := reckon.Sheet(p.ID(), recovery)
	if sheet != "" {
		if err = writeNew(sheet, text); err == nil {
			a.note("sheet    %s: print it, then delete the file", sheet)
			return nil
		}
		err = fmt.Errorf("the project is made, but its recovery sheet is only printed, here and now: %w", err)
	}
	_, failed := fmt.Fprintf(a.err, "\n%s", text) // not part of the data, and not silenced
	return errors.Join(err, failed)
}

// fillIn takes names from the machine where none are given.
func (a *app) fillIn(o *reckon.InitOptions) {
	if o.Title == "" {
		if abs, err := filepath.Abs(a.dir); err == nil {
			o.Title = filepath.Base(abs)
		}
	}
	o.Actor, o.Device = a.who(), a.device(o.Device)
}

// who is the name of the person at the keyboard.
func (a *app) who() string {
	if a.actor != "" {
		return a.actor
	}
	if u, err := user.Current(); err == nil && u.Name != "" {
		return u.Name
	} else if err == nil && u.Username != "" {
		return u.Username
	}
	return "unnamed"
}

func (a *app) device(name string) string {
	if name != "" {
		return name
	}
	if host, err := os.Hostname(); err == nil && host != "" {
		return host
	}
	return "unnamed"
}

// announce prints what was made.
func (a *app) announce(p *reckon.Project, o reckon.InitOptions) error {
	if !p.Sealed() {
		a.note("next     reckon -C %s source add FILE", a.dir)
	}
	if a.json {
		return a.line(map[string]any{"project": p.ID(), "dir": p.Dir(), "sealed": p.Sealed(), "writer": p.Writer(), "actor": o.Actor})
	}
	a.print("project  %s  %s", p.ID(), o.Title)
	a.print("folder   %s", p.Dir())
	a.print("actor    %s on %s", o.Actor, o.Device)
	return nil
}
