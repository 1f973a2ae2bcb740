package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reckon/source"
	"reckon/statement"
)

// kindHelp says in a few words what each kind of statement is.
func kindHelp(kind string) string {
	return map[string]string{
		"toll":             "a figure: how many, of whom, with what status",
		"happening":        "something that took place, such as a siege or an arrest",
		"person":           "a person whom the source names or describes, with the fate it states",
		"allegation":       "that somebody did something; the project finds nothing by it",
		"denial":           "that something is not so, or that the speaker does not accept it",
		"acknowledgement":  "that something held against the speaker or their side is so",
		"finding":          "a conclusion of a court, a commission, an organisation or an expert",
		"proceeding":       "a proceeding before a court or authority, or that there is none",
		"material":         "film, documents, testimony or other evidence that the source mentions",
		"characterisation": "what the source calls something, in its own words",
		"link":             "how this source depends on another",
		"scope":            "what the source says that its words or figures cover",
		"appeal":           "what the source calls for",
	}[kind]
}

func kindNames() []string {
	var names []string
	for _, c := range statement.Kinds() {
		names = append(names, c.Kind())
	}
	return names
}

func (a *app) statementKinds() *cobra.Command {
	return a.lister(&cobra.Command{
		Use: "kinds [KIND]", Short: "List the kinds of statement, or the fields of one", Args: cobra.MaximumNArgs(1),
		Example:   "  reckon statement kinds\n  reckon statement kinds toll",
		ValidArgs: kindNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listKinds()
			}
			content, err := statement.NewContent(args[0])
			if err != nil {
				return err
			}
			return a.listFields(content)
		},
	})
}

// kindRow is a kind of statement as --json prints it.
type kindRow struct {
	Kind   string   `json:"kind"`
	Help   string   `json:"help"`
	Needed []string `json:"needed"` // flags that it cannot do without
}

func (a *app) listKinds() error {
	t := columns{head: []string{"Kind", "What it states", "Needs"}}
	return listing(a, all(statement.Kinds()), t, func(c statement.Content) (any, []string) {
		row := kindRow{Kind: c.Kind(), Help: kindHelp(c.Kind()), Needed: []string{}}
		for _, n := range needed(c) {
			row.Needed = append(row.Needed, n.name)
		}
		return row, []string{row.Kind, row.Help, strings.Join(row.Needed, " ")}
	})
}

// fieldRow is a field of a kind as --json prints it.
type fieldRow struct {
	Kind     string        `json:"kind"`
	Flag     string        `json:"flag"`
	Required bool          `json:"required"`
	Help     string        `json:"help"`
	Terms    []source.Term `json:"terms,omitempty"`
}

func (a *app) listFields(c statement.Content) error {
	fields := c.Fields()
	t := columns{head: []string{"Flag", "Needed", "What it holds", "One of"}, more: 1}
	yes := map[bool]string{true: "yes"}
	err := listing(a, all(fields), t, func(f statement.Field) (any, []string) {
		row := fieldRow{c.Kind(), "--" + flagName(f.Name), f.Required, f.Help, statement.Terms(f.List)}
		return row, []string{row.Flag, yes[f.Required], f.Help, strings.Join(source.TermNames(statement.Terms(f.List)), " ")}
	})
	if err != nil || a.json || a.csv || a.plain {
		return err
	}
	if note := kindNote(c); note != "" {
		a.print("\n%s", note)
	}
	return a.listTerms(fields)
}

// kindNote says what else is to be known of the flags of a kind.
func kindNote(c statement.Content) string {
	switch {
	case slices.ContainsFunc(c.Fields(), func(f statement.Field) bool { return f.Name == "words" }):
		return "--number fills in --words, --form, --value, --low, --high and --mark at once."
	case c.Kind() == "allegation":
		return "Where they are left out, --reply is none_recorded and --standing is alleged."
	}
	return ""
}

// listTerms prints what may be said in each field with a closed list.
func (a *app) listTerms(fields []statement.Field) error {
	for _, f := range fields {
		if f.List == "" {
			continue
		}
		a.print("")
		t := columns{head: []string{"--" + flagName(f.Name), "Meaning"}}
		err := listing(a, all(statement.Terms(f.List)), t, func(term source.Term) (any, []string) {
			return term, []string{term.Name, term.Help}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
