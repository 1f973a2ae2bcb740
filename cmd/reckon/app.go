package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/rendition"
)

// app is one run of the program: its streams and the flags that every
// command has.
type app struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	getenv func(string) string

	dir     string
	actor   string
	json    bool
	csv     bool
	plain   bool
	quiet   bool
	keyFile string

	pictures rendition.Engine // reads pictures, where that was asked for
}

// root builds the command table.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "reckon",
		Short: "A casualty recorder's workbench",
		Long: `Reckon keeps sources unchanged, codes who says what, and makes every act
provable. It records what sources say and asserts nothing itself.

A project is a folder. Commands work on the one in the current folder, or on
the one that -C names.`,
		Example: `  reckon init --title "Vesmar district, 2031" --as "Ana Lund"
  reckon source add release.txt --said-by "Ministry of the Interior" --published 2031-03-03
  reckon statement add S-1 --kind toll --quote "at least 20 people were killed" --number "at least 20" --statuses killed --unit persons
  reckon audit verify`,
		SilenceUsage: true, SilenceErrors: true,
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "dir", "C", ".", "`FOLDER` of the project")
	flags.StringVar(&a.actor, "as", "", "`NAME` of who does this (whom this device belongs to)")
	flags.BoolVar(&a.json, "json", false, "print data as JSON, one object a line")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print no progress and no advice")
	flags.StringVar(&a.keyFile, "passphrase-file", "", "`FILE` with the passphrase of a sealed project")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return &usageError{err, c} })
	root.AddCommand(
		a.initCommand(), a.sourceCommand(), a.statementCommand(), a.personCommand(), a.incidentCommand(),
		a.actorCommand(), a.auditCommand(), a.rebuildCommand(), a.backupCommand(), a.bundleCommand(),
		a.keyCommand(), a.doctorCommand(), a.versionCommand(), a.extractCommand(), a.serveCommand(), a.tollCommand(), a.codebookCommand(), a.demoCommand(),
	)
	root.AddCommand(topics()...)
	root.SetHelpCommand(helpCommand())
	root.SetUsageFunc(showUsage)
	root.InitDefaultCompletionCmd()
	forUsage(root)
	return root
}

// forUsage makes every refusal of arguments a usage error, and an unknown
// subcommand one with a suggestion.
func forUsage(c *cobra.Command) {
	check := c.Args
	if c.HasSubCommands() {
		c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		check = func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(c, args[0])
		}
	}
	if check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return &usageError{err, c}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		forUsage(sub)
	}
}

func unknownCommand(c *cobra.Command, name string) error {
	text := fmt.Sprintf("%s: no command %q", c.CommandPath(), name)
	c.SuggestionsMinimumDistance = 2
	if s := c.SuggestionsFor(name); len(s) > 0 {
		text += fmt.Sprintf(". Did you mean %q?", s[0])
	}
	return errors.New(text)
}

// parent is a command that only holds others.
func parent(use, short string, subs ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short}
	c.AddCommand(subs...)
	return c
}

// environment is what the outside world gives to a project.
func (a *app) environment() reckon.Environment {
	wait, err := time.ParseDuration(a.getenv("RECKON_LOCK_WAIT"))
	if err != nil || wait < 0 {
		wait = 0 // the usual time
	}
	return reckon.Environment{
		Progress: a.progress(), LockWait: wait, Engines: rendition.Readers{PDF: &pdfEngine{}, Picture: a.pictures},
	}
}

// key is how a sealed project is opened: a passphrase from a file, from the
// environment or typed, or the recovery key from its sheet.
func (a *app) key() (reckon.Key, error) {
	if file := a.getenv("RECKON_RECOVERY_FILE"); file != "" {
		text, err := readFile(file)
		if err != nil {
			return reckon.Key{}, err
		}
		recovery, err := reckon.ReadSheet(string(text))
		return reckon.Key{Recovery: recovery}, err
	}
	return reckon.Key{Passphrase: a.passphrase}, nil
}

// open opens the project and, where --as names somebody, lets them act.
func (a *app) open(ctx context.Context) (*reckon.Project, error) {
	a.useCache()
	key, err := a.key()
	if err != nil {
		return nil, err
	}
	p, err := reckon.Open(ctx, a.dir, key, a.environment())
	if err != nil {
		return nil, err
	}
	if a.actor == "" {
		return p, nil
	}
	if err := p.ActAs(ctx, a.actor); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// with opens the project, runs fn, and closes it.
func (a *app) with(ctx context.Context, fn func(*reckon.Project) error) error {
	p, err := a.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(fn(p), p.Close())
}

// read opens the project and runs fn on one state of it.
func (a *app) read(ctx context.Context, fn func(*store.Reader) error) error {
	return a.with(ctx, func(p *reckon.Project) error { return p.Read(ctx, fn) })
}

// useCache keeps the compiled form of the database engine in the user's cache
// folder. Without one the program is slower and works all the same.
func (a *app) useCache() {
	base, err := os.UserCacheDir()
	if err != nil {
		return
	}
	_ = store.UseCache(filepath.Join(base, cacheName("engine"))) // slower without it
}

// cacheName names a folder of this build's compiled code below the user's
// cache folder.
func cacheName(of string) string { return filepath.Join("reckon", of+"-"+buildName()) }

// buildName tells builds apart, so that none runs what another compiled.
func buildName() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return strings.Trim(info.Main.Version, "()")
}

// usage is a refusal of the form of a call.
func usage(format string, args ...any) *fault.Problem {
	return fault.New("CL001", fault.Usage, format, args...)
}
