package propose

import (
	"cmp"
	"slices"
	"strings"

	"reckon/extract"
	"reckon/source"
	"reckon/statement"
)

// statusTerms gives the terms of a proposal's status where they have other
// names than its own.
var statusTerms = map[extract.Status][]string{
	"killed_or_wounded":         {"killed", "wounded"},
	"killed_wounded_or_missing": {"killed", "wounded", "missing"},
	"wounded_or_missing":        {"wounded", "missing"},
	"abducted_or_missing":       {"abducted", "missing"},
	"detained_or_disappeared":   {"detained", "disappeared"},
	"displaced_or_killed":       {"displaced", "killed"},
}

// category is what a figure counts, in the terms of statements.
func category(f *extract.Figure, clause string, w extract.Wording) statement.Category {
	c := statement.Category{Statuses: statusesOf(f, clause, w), Unit: string(f.Unit)}
	for _, g := range f.Group {
		g = cmp.Or(w.GroupTerms[g], g)
		if !slices.Contains(c.Attributes, g) {
			c.Attributes = append(c.Attributes, g)
		}
	}
	return c
}

func statusesOf(f *extract.Figure, clause string, w extract.Wording) []string {
	if terms, ok := statusTerms[f.Status]; ok {
		return slices.Clone(terms)
	}
	own := strings.ToLower(onOneLine(clause))
	said := own + "\n" + strings.ToLower(framing(f.Why))
	for _, c := range w.Closer {
		if c.Status == f.Status && (c.Units == nil || slices.Contains(c.Units, f.Unit)) && containsAny(said, c.Words) {
			return []string{c.Term}
		}
	}
	if f.Status == "killed" && (onlyDeath(own, w) || onlyDeath(said, w)) {
		return []string{"died"}
	}
	return []string{string(f.Status)}
}

// onlyDeath says that words tell of a death, and not of a killing.
func onlyDeath(said string, w extract.Wording) bool {
	return containsAny(said, w.Death) && !containsAny(said, w.Killing)
}

// framing is the words of the text that a figure was bound to, as its reasons
// quote them.
func framing(why []string) string {
	var b strings.Builder
	for _, reason := range why {
		if strings.HasPrefix(reason, "said by") {
			continue
		}
		for _, part := range strings.Split(reason, "“")[1:] {
			words, _, _ := strings.Cut(part, "”")
			b.WriteString(words + "\n")
		}
	}
	return b.String()
}

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		for from := 0; ; {
			i := strings.Index(text[from:], w)
			if i < 0 {
				return false
			}
			if at := from + i; at == 0 || !isLetter(text[at-1]) {
				return true // at the beginning of a word
			}
			from += i + 1
		}
	})
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 0x80 }

// inherit gives a part the word of its whole for their common fate, where the
// part has no word of its own, and the speaker of its whole within one
// sentence or list: "A says that 41 persons died, including: 12 children".
func inherit(all []Proposal, text *source.Text, w extract.Wording) {
	for k := range all {
		of := find(all, all[k].PartOf)
		if of == nil {
			continue
		}
		if q := all[k].Statement; len(q.Speakers) < len(of.Statement.Speakers) && oneSentence(text, of.Number.End, all[k].Number.Start) {
			q.Speakers = slices.Clone(of.Statement.Speakers)
			all[k].Why = append(slices.Clone(all[k].Why), "said by the speaker of "+of.ID)
		}
		part, whole := &all[k].Toll().Category, &of.Toll().Category
		own := strings.ToLower(all[k].Statement.Quote)
		if slices.Equal(part.Statuses, []string{"killed"}) && slices.Equal(whole.Statuses, []string{"died"}) && !containsAny(own, w.Killing) {
			part.Statuses = slices.Clone(whole.Statuses)
		}
	}
}

// oneSentence says that no sentence ends between two places of a text.
func oneSentence(text *source.Text, from, to int) bool {
	between, err := text.Fragment(from, to)
	if err != nil {
		return false // the part stands before its whole
	}
	words := strings.Fields(between.Exact)
	return !slices.ContainsFunc(words, func(w string) bool { return strings.ContainsAny(w[len(w)-1:], ".!?") })
}
