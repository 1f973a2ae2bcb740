package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/fault"
	"reckon/source"
	"reckon/statement"
)

// coding is what the flags of add and correct say.
type coding struct {
	quotes   []string
	nth      []int
	speakers []string
	when     reckon.Phrase
	number   string
	reason   string
	fields   map[string]*string // by field name
}

// The headings under which help shows flags. A flag with kinds is shown with
// these instead.
const (
	groupWords  = "What is said, and who says it"
	groupTime   = "When and where, according to the speaker"
	groupFiling = "Filing"

	noteGroup = "group"
	noteKinds = "kinds"
)

// flags registers one flag for every field that a kind of statement has, from
// the table of kinds.
func (k *coding) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&k.quotes, "quote", nil, "the `WORDS` that say it, as they stand in the text; again for words that stand apart")
	f.IntSliceVar(&k.nth, "nth", nil, "which occurrence of the quote, where it occurs several times")
	f.StringArrayVar(&k.speakers, "speaker", nil, "who says it, as `NAME` or NAME [ROLE]; again for a chain, the carrier nearest to the document first;"+
		" \"> NAME\" goes on from whom the source speaks for, who says it otherwise")
	f.StringVar(&k.number, "number", "", `the figure in the source's words: 613, 150*, "at least 20", dozens`)
	group(c, groupWords, "quote", "nth", "speaker", "number")
	f.StringVar(&k.when.Words, "when", "", "`DATE` such as 2031-02-25, or the source's words, such as \"on the night of 25-26 February\"")
	f.StringVar(&k.when.Said, "when-words", "", "the source's words for the date that --when gives, or alone where they give none")
	f.StringVar(&k.when.Base, "when-base", "", "`DATE` that the words count from (the source's date of publication)")
	group(c, groupTime, "when", "when-words", "when-base")
	f.StringVar(&k.reason, "reason", "", "why it is entered")
	group(c, groupFiling, "reason")
	k.fields = map[string]*string{}
	for _, field := range new(statement.Statement).Fields() {
		if !reserved()[field.Name] {
			k.add(c, field)
			group(c, fieldGroup(field.Name), flagName(field.Name))
		}
	}
	for _, content := range statement.Kinds() {
		for _, field := range content.Fields() {
			k.add(c, field)
			flag := f.Lookup(flagName(field.Name))
			_ = f.SetAnnotation(flag.Name, noteKinds, append(flag.Annotations[noteKinds], content.Kind())) // the flag exists
		}
	}
}

// add registers the flag of a field, unless another kind has the same field.
func (k *coding) add(c *cobra.Command, field statement.Field) {
	if _, ok := k.fields[field.Name]; ok {
		return
	}
	name := flagName(field.Name)
	k.fields[field.Name] = c.Flags().String(name, "", field.Help)
	if terms := source.TermNames(statement.Terms(field.List)); len(terms) > 0 {
		complete(c, name, terms)
	}
}

// complete offers values to the completion of the shell.
func complete(c *cobra.Command, flag string, values []string) {
	_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // the flag exists
}

// group notes under which heading help shows flags.
func group(c *cobra.Command, heading string, flags ...string) {
	for _, name := range flags {
		_ = c.Flags().SetAnnotation(name, noteGroup, []string{heading}) // the flag exists
	}
}

func fieldGroup(field string) string {
	if strings.HasPrefix(field, "where") {
		return groupTime
	}
	return groupFiling
}

// reserved are the fields that are not given one by one.
func reserved() map[string]bool {
	return map[string]bool{
		"id": true, "source": true, "quote": true, "anchor": true, "speakers": true,
		"when": true, "when_words": true, "when_base": true,
	}
}

func flagName(field string) string { return strings.ReplaceAll(field, "_", "-") }

func (k *coding) quotesGiven() ([]reckon.Quote, error) {
	if len(k.nth) > len(k.quotes) {
		return nil, usage("--nth is given more often than --quote")
	}
	var quotes []reckon.Quote
	for i, words := range k.quotes {
		q := reckon.Quote{Words: words}
		if i < len(k.nth) {
			q.Nth = k.nth[i]
		}
		quotes = append(quotes, q)
	}
	return quotes, nil
}

// date is what the flags say of the date.
func (k *coding) date() (reckon.Phrase, error) {
	if k.when.Base != "" && k.when.Words == "" {
		return reckon.Phrase{}, usage("--when-base is given without --when")
	}
	return k.when, nil
}

// chain reads --speaker. The speakers go on from those of the source where the
// first begins with the mark of a further link.
func (k *coding) chain() (own, further []statement.Speaker, err error) {
	if len(k.speakers) == 0 {
		return nil, nil, nil
	}
	text := strings.TrimSpace(strings.Join(k.speakers, " > "))
	rest, goesOn := strings.CutPrefix(text, ">")
	var s statement.Statement
	if err := s.SetSpeakers(strings.TrimSpace(rest)); err != nil {
		return nil, nil, err
	}
	if goesOn {
		return nil, s.Speakers, nil
	}
	return s.Speakers, nil, nil
}

// apply sets the fields whose flags were given.
func (k *coding) apply(c *cobra.Command, s *statement.Statement) error {
	if err := k.applyNumber(s); err != nil {
		return err
	}
	fields := map[string]statement.Field{}
	for _, f := range s.Fields() {
		fields[f.Name] = f
	}
	for name, value := range k.fields {
		if !c.Flags().Changed(flagName(name)) {
			continue
		}
		f, ok := fields[name]
		if !ok {
			return usage("--%s does not belong to the kind %s: reckon statement kinds %s lists what does", flagName(name), s.Kind(), s.Kind())
		}
		if err := f.Set(*value); err != nil {
			return err
		}
	}
	return nil
}

// applyNumber reads --number into the fields of the figure.
func (k *coding) applyNumber(s *statement.Statement) error {
	if k.number == "" {
		return nil
	}
	q, err := statement.ParseQuantity(k.number)
	if err != nil {
		return err
	}
	switch c := s.Content.(type) {
	case *statement.Toll:
		c.Figure = q
	case *statement.Denial:
		c.Figure = q
	default:
		return usage("--number does not belong to the kind %s, which has no figure", s.Kind())
	}
	return nil
}

// settle fills in what every coder would otherwise type: an allegation of which
// the project knows no more than that it is made, and a name as it is written.
func settle(s *statement.Statement) {
	switch c := s.Content.(type) {
	case *statement.Allegation:
		if c.Reply == "" {
			c.Reply = "none_recorded"
		}
		if c.Standing == "" {
			c.Standing = "alleged"
		}
	case *statement.Person:
		if c.Name != "" && c.NameKind == "" {
			c.NameKind = "as_written"
		}
	}
}

// complain names every flag that is missing at once.
func (k *coding) complain(s *statement.Statement) error {
	var missing []string
	if len(k.quotes) == 0 && s.Kind() != "link" {
		missing = append(missing, "--quote")
	}
	for _, flag := range needed(s.Content) {
		if flag.text() == "" {
			missing = append(missing, flag.name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fault.New("CL006", fault.Usage, "a statement of the kind %s needs %s too", s.Kind(), strings.Join(missing, ", ")).
		Unchanged("Nothing was changed").Try("reckon statement kinds " + s.Kind() + " explains them")
}

// need is a flag that a kind of statement cannot do without.
type need struct {
	name string
	text func() string
}

// needed lists them. A figure is given as one flag, whatever fields it fills,
// and what settle fills in may be left out.
func needed(c statement.Content) []need {
	var all []need
	for _, f := range c.Fields() {
		switch name := "--" + flagName(f.Name); {
		case !f.Required, slices.Contains([]string{"form", "reply", "standing"}, f.Name):
		case f.Name == "words":
			all = append(all, need{"--number", f.Text})
		default:
			all = append(all, need{name, f.Text})
		}
	}
	return all
}

// flagged names flags instead of fields in refusals.
func flagged(err error, c *cobra.Command) error {
	const unreadDate = "DA020"
	var p *fault.Problem
	if errors.As(err, &p) && p.Code == unreadDate {
		return p.Try("Give the date, as far as it is known, with --when, and the words with --when-words; reckon help dates says more")
	}
	var l fault.List
	if !errors.As(err, &l) {
		return err
	}
	named := make(fault.List, len(l))
	for i, p := range l {
		named[i] = p
		name := flagName(p.Where)
		if other, ok := renamed()[name]; ok {
			name = other
		}
		if p.Where != "" && c.Flags().Lookup(name) != nil {
			named[i] = p.At("--" + name)
		}
	}
	return named
}

// renamed are the fields whose flags have other names.
func renamed() map[string]string {
	return map[string]string{"material": "type", "language": "lang", "words": "number", "speakers": "speaker", "citation": "reference"}
}
