package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reckon/source"
	"reckon/statement"
)

// pageWidth is how wide help is laid out, whatever the terminal.
const pageWidth = 80

// showUsage prints what follows the description of a command.
func showUsage(c *cobra.Command) error {
	p := page{w: c.OutOrStdout()}
	if c.Runnable() || c.HasAvailableSubCommands() {
		p.head("Usage")
		if c.Runnable() && !c.HasAvailableSubCommands() {
			p.text("  " + c.UseLine())
		}
		if c.HasAvailableSubCommands() {
			p.text("  " + c.CommandPath() + " COMMAND")
		}
	}
	if c.HasExample() {
		p.head("Examples")
		p.text(c.Example)
	}
	p.commands(c)
	if !c.IsAdditionalHelpTopicCommand() {
		p.flags(c)
		p.text("\nExit status: 0 done, else why not: reckon help exit-status")
	}
	return p.err
}

// page is help being printed. The first error stays.
type page struct {
	w     io.Writer
	begun bool // so that a blank line parts what follows
	err   error
}

func (p *page) text(s string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, s)
	}
}

func (p *page) head(s string) {
	if p.begun {
		p.text("")
	}
	p.begun = true
	p.text(s + ":")
}

// commands lists subcommands and, apart from them, topics.
func (p *page) commands(c *cobra.Command) {
	var subs, topics [][2]string
	for _, sub := range c.Commands() {
		switch entry := [2]string{sub.Name(), sub.Short}; {
		case sub.IsAdditionalHelpTopicCommand():
			topics = append(topics, entry)
		case sub.IsAvailableCommand() || sub.Name() == "help":
			subs = append(subs, entry)
		}
	}
	p.entries("Commands", subs)
	p.entries("Topics, for reckon help TOPIC", topics)
	if len(subs) > 0 {
		p.text("\n" + c.CommandPath() + " COMMAND --help says more of each.")
	}
}

// flags prints the flags of a command, group by group, then those of kinds of
// statement, then those of every command.
func (p *page) flags(c *cobra.Command) {
	groups := map[string][][2]string{}
	order := []string{groupWords, groupTime, groupFiling, "Flags"}
	kinds := false
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		if f.Annotations[noteKinds] != nil {
			kinds = true
			return
		}
		name := append(f.Annotations[noteGroup], "Flags")[0]
		groups[name] = append(groups[name], flagEntry(f))
	})
	for _, name := range order {
		p.entries(name, groups[name])
	}
	if kinds {
		p.kinds(c)
	}
	var shared [][2]string
	c.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) { shared = append(shared, flagEntry(f)) })
	shared = append(shared, [2]string{"-h, --help", "print this"})
	p.entries("Flags of every command", shared)
}

// kinds prints the flags of the kind that --kind names, or the names of those
// of all kinds.
func (p *page) kinds(c *cobra.Command) {
	if f := c.Flags().Lookup("kind"); f != nil && f.Changed {
		content, err := statement.NewContent(f.Value.String())
		if err == nil {
			p.kind(c, content)
			return
		}
	}
	var entries [][2]string
	for _, content := range statement.Kinds() {
		entries = append(entries, [2]string{content.Kind(), strings.Join(kindFlags(content), " ")})
	}
	p.entries("Flags of each kind (* needed; reckon statement kinds KIND explains them)", entries)
}

func (p *page) kind(c *cobra.Command, content statement.Content) {
	var entries [][2]string
	for _, f := range content.Fields() {
		help := f.Help
		if terms := source.TermNames(statement.Terms(f.List)); len(terms) > 0 {
			help += ": " + strings.Join(terms, ", ")
		}
		entries = append(entries, [2]string{"--" + flagName(f.Name), help})
	}
	p.entries("Flags of the kind "+content.Kind(), entries)
}

// kindFlags names the flags of a kind, the needed ones first and marked.
func kindFlags(content statement.Content) []string {
	var flags, rest []string
	for _, n := range needed(content) {
		flags = append(flags, n.name+"*")
	}
	for _, f := range content.Fields() {
		name := "--" + flagName(f.Name)
		if f.Name == "words" && !f.Required {
			rest = append(rest, "--number")
		}
		if f.Name != "words" && f.Name != "form" && !slices.Contains(flags, name+"*") {
			rest = append(rest, name)
		}
	}
	return append(flags, rest...)
}

// entries prints names and, beside or below them, what they mean.
func (p *page) entries(head string, entries [][2]string) {
	if len(entries) == 0 {
		return
	}
	p.head(head)
	wide := 0
	for _, e := range entries {
		wide = max(wide, displayWidth(e[0]))
	}
	wide = min(wide, 26)
	for _, e := range entries {
		lines := wrap(e[1], pageWidth-wide-4)
		if displayWidth(e[0]) > wide {
			p.text("  " + e[0])
		} else {
			p.text(fmt.Sprintf("  %-*s  %s", wide, e[0], lines[0]))
			lines = lines[1:]
		}
		for _, l := range lines {
			p.text(strings.Repeat(" ", wide+4) + l)
		}
	}
}

func flagEntry(f *pflag.Flag) [2]string {
	holds, help := pflag.UnquoteUsage(f)
	switch holds {
	case "string", "stringArray":
		holds = "TEXT"
	case "int", "ints":
		holds = "N"
	}
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "[]" {
		help += " (" + f.DefValue + ")"
	}
	return [2]string{strings.TrimSpace(name + " " + holds), help}
}

// helpCommand explains a command or a topic, and refuses what is neither.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND|TOPIC]", Short: "Explain a command or a topic", Args: cobra.ArbitraryArgs,
		Example: "  reckon help statement add\n  reckon help dates",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			found, _, err := c.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var names []string
			for _, sub := range found.Commands() {
				names = append(names, sub.Name())
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usage("%s: no command or topic %q", c.Root().Name(), strings.Join(args, " ")).Try("reckon --help lists them")
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}
