package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reckon/source"
	"reckon/statement"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

const referencePage = "../../docs/commands.md"

// The reference in docs/commands.md is what the command table says. It is
// written anew with: go test ./cmd/reckon -run Reference -update
func TestReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	want := reference()
	if *update {
		if err := os.WriteFile(referencePage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(referencePage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/commands.md is out of date; write it anew with go test ./cmd/reckon -run Reference -update\n%s", diff)
	}
}

func commands() *cobra.Command {
	return (&app{getenv: func(string) string { return "" }}).root()
}

// reference is the whole command table as a page.
func reference() string {
	root := commands()
	var b strings.Builder
	b.WriteString("# Commands\n\n")
	b.WriteString("Written from the command table by `go test ./cmd/reckon -run Reference -update`; do not edit.\n\n")
	fmt.Fprintf(&b, "%s\n\n", root.Long)
	b.WriteString("Every command has these flags:\n\n")
	flagTable(&b, root.PersistentFlags(), func(*pflag.Flag) bool { return true })
	each(root, func(c *cobra.Command) {
		if c == root || c.IsAdditionalHelpTopicCommand() || strings.HasPrefix(c.CommandPath(), "reckon completion ") {
			return
		}
		section(&b, c)
	})
	b.WriteString("## Kinds of statement\n\n")
	for _, k := range statement.Kinds() {
		kindSection(&b, k)
	}
	each(root, func(c *cobra.Command) {
		if c.IsAdditionalHelpTopicCommand() {
			fmt.Fprintf(&b, "## Topic: %s\n\n```\n%s\n```\n\n", c.Name(), c.Long)
		}
	})
	return strings.TrimSpace(b.String()) + "\n"
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		each(sub, do)
	}
}

func section(b *strings.Builder, c *cobra.Command) {
	level := strings.Repeat("#", 1+strings.Count(c.CommandPath(), " "))
	fmt.Fprintf(b, "%s %s\n\n%s.\n\n", level, c.CommandPath(), strings.TrimSuffix(c.Short, "."))
	if c.HasSubCommands() {
		return
	}
	fmt.Fprintf(b, "```\n%s\n```\n\n", c.UseLine())
	if c.Long != "" {
		fmt.Fprintf(b, "%s\n\n", c.Long)
	}
	kinds := false
	flagTable(b, c.LocalNonPersistentFlags(), func(f *pflag.Flag) bool {
		kinds = kinds || f.Annotations[noteKinds] != nil
		return f.Annotations[noteKinds] == nil && f.Name != "help"
	})
	if kinds {
		b.WriteString("The flags of each kind stand under [kinds of statement](#kinds-of-statement).\n\n")
	}
	if c.Example != "" {
		fmt.Fprintf(b, "```sh\n%s\n```\n\n", strings.ReplaceAll(strings.TrimPrefix(c.Example, "  "), "\n  ", "\n"))
	}
}

func flagTable(b *strings.Builder, flags *pflag.FlagSet, keep func(*pflag.Flag) bool) {
	n := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if !keep(f) {
			return
		}
		if n++; n == 1 {
			b.WriteString("| flag | |\n|---|---|\n")
		}
		e := flagEntry(f)
		fmt.Fprintf(b, "| `%s` | %s |\n", e[0], cell(e[1]))
	})
	if n > 0 {
		b.WriteString("\n")
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func kindSection(b *strings.Builder, k statement.Content) {
	fmt.Fprintf(b, "### %s\n\nStates %s.\n\n| flag | needed | |\n|---|---|---|\n", k.Kind(), strings.TrimPrefix(kindHelp(k.Kind()), "states "))
	need := kindFlags(k)
	for _, f := range k.Fields() {
		flag, mark := "--"+flagName(f.Name), ""
		if slices.Contains(need, flag+"*") || f.Required && (f.Name == "words" || f.Name == "form") {
			mark = "yes"
		}
		help := f.Help
		if terms := statement.Terms(f.List); len(terms) > 0 {
			help += ": " + quotedTerms(terms)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", flag, mark, cell(help))
	}
	b.WriteString("\n")
	if note := kindNote(k); note != "" {
		b.WriteString(note + "\n\n")
	}
}

func quotedTerms(terms []source.Term) string {
	all := make([]string, len(terms))
	for i, t := range terms {
		all[i] = "`" + t.Name + "`"
	}
	return strings.Join(all, ", ")
}

// Every command says what it does and shows how it is called.
func TestEveryCommandIsExplained(t *testing.T) {
	t.Parallel()
	each(commands(), func(c *cobra.Command) {
		if c.Short == "" {
			t.Errorf("%s: no description", c.CommandPath())
		}
		own := c.Runnable() && !c.HasSubCommands() && !strings.HasPrefix(c.CommandPath(), "reckon completion ")
		if own && (c.Example == "" || !strings.Contains(c.Example, c.CommandPath())) {
			t.Errorf("%s: no example that calls it", c.CommandPath())
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s: --%s is not explained", c.CommandPath(), f.Name)
			}
		})
	})
	for _, k := range kindNames() {
		if kindHelp(k) == "" {
			t.Errorf("the kind %s is not explained", k)
		}
	}
}
