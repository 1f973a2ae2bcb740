package toll

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"reckon/statement"
)

// Reason says why, as a code that programs can rely on, the values it is about,
// and a sentence for people. The sentence follows from the other two.
type Reason struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"`
	Text string   `json:"text"`
}

// messages is every word this package prints of itself, a line for each code:
// whole sentences with numbered places for values, so that a language with
// another order of words needs another table and nothing else. What sources say
// is put in as they say it, in quotation marks.
const messages = `
aspect_status: what happened to those counted
aspect_unit: what is counted
aspect_stage: the stage at which they are counted
aspect_attributes: who is counted
aspect_of: out of whom they are counted
aspect_part: part and whole
aspect_scope: what the source says it covers
aspect_period: the period
aspect_place: the place
or: or
and: and
nobody: a speaker not recorded
cites: names as its source
repeats: copies
parts_disjoint: that nobody is in two parts
parts_exhaustive: that the parts make up the whole
parts_disjoint_exhaustive: that nobody is in two parts and that the parts make up the whole
handling_prioritise: one speaker or source first
handling_range: from the lowest to the highest figure
handling_unknown: unknown or uncorroborated
handling_pending: pending
handling_ask_source: go back to the source
form_at_least: at least {0}
form_more_than: more than {0}
form_up_to: up to {0}
form_fewer_than: fewer than {0}
form_about: about {0}
form_range: {0} to {1}
form_words: {0} (“{1}”)
form_vague: “{0}”
reach_closed: {0} to {1}
reach_one: {0}
reach_low: {0} or more
label: {0}: {1}
label_more: {0}: {1}; {2}
together: {0}, in one number
label_stage: counted as {0}
label_of: of those {0}
label_part: a part of a figure of the same kind
label_scope: covering “{0}”
label_period: period {0}
label_place: place “{0}”
scoped: {0} ({1})
open_term: “{0}”
open_named: {0} “{1}”
says: {1} according to {0} ({2}, {3})
says_undated: {1} according to {0} ({2})
says_via: {1} according to {0}, via {4} ({2}, {3})
says_via_undated: {1} according to {0}, via {4} ({2})
says_more: {0}, and the same in {1} more
span_none: no number is given
span_closed: from {0} to {1}
span_open_high: from {0} to {1}, open above
span_open_low: from {0} to {1}, open below
span_open_both: from {0} to {1}, open below and above
span_same: {0}
span_same_high: {0}, open above
span_same_low: {0}, open below
span_same_both: {0}, open below and above
sentence_few: {0}: {1} (independent origins: {2}).
sentence_many: {0}: {1} statements run {2}. Lowest: {3}. Highest: {4} (speakers: {5}; independent origins: {6}).
sentence_words: {0}: {1} statements run {2}. Lowest: {3}. Highest: {4}. Words without a number: {7} (speakers: {5}; independent origins: {6}).
sentence_vague: {0}: {1} statements give no number: {2} (speakers: {3}; independent origins: {4}).
origins_range: {0} to {1}
origins_single: {0}
origins_none: nobody gives a figure here
origins_high: at most {0}, one for each speaker: {1}
origins_carrier: {0}: nobody is named as the source, and the figure may come from another speaker here: counted at the upper end alone
origins_passes: {0} also stands between {1} and source {2}, and may do so here: counted at the upper end alone
origins_judged: {0}: source {1} {2} {3}, as {4} judges (“{5}”): counted at the upper end alone
origins_names: {0} and {1} may be two names of one speaker: counted once at the lower end
origins_one: none is known to be independent, and one there must be
grouped: these figures all count {0}
mapped: {0} and {1} stand on one axis because {2} declares it: “{3}”
outside_unit: the scope leaves out the unit {0}
outside_status: the scope leaves out the status {0}
different: they count different things ({0}): {1}, and {2}
same_number: the number is the same, {0}, and what it counts is not
narrow_over_wide: {0} is said of {1}, all of whom {2} would have to count too, said of {3}
no_number: {0} and {1}: one of them says that no number is known
as_of: {0} counts up to {1}, {2} up to {3}
equal: {0} in both; equal numbers show neither a common origin nor a confirmation
told_again: one speaker, {0}: {1} in both
told_differently: one speaker, {0}: {1} and {2}, and nothing shows which is later
two_names: {0} or {1}, two names that fit one speaker
revised: one speaker, {0}: {1} ({2}) and later {3} ({4})
step: {0} ({1})
steps: {0}: {1}
link: source {0} {1} {2}, as {3} judges (“{4}”)
vague: {0} and {1} cannot be compared: words have no number without a codebook's reading
cannot_both: {0} and {1} cannot both hold
can_both: {0} and {1} can both hold
read_about: {0} is compared as {1} to {2}, 15 percent either way, by convention
read_vague: {0} is compared as codebook {1} reads it: {2}
other_days: the two are from different days, and neither says up to when it counts
disputed: not accepted, and no figure given here, by {0}: “{1}”
denied: said not to be so, and no figure given here, by {0}: “{1}”
acknowledged: said to be so by {0}: “{1}”
part_over_whole: the part, {0}, is larger than the whole, {1}
no_sum: the source does not say that the {0} parts of {1} exclude each other or make it up, so they are not added: {2}
sum_holds: {0} comes to {1}, which agrees with the whole, {2}; the source says {3}
sum_fails: {0} comes to {1}, which does not agree with the whole, {2}; the source says {3}
two_readings: sources differ on what is a part of what: {0}, as a part of {1} ({2}) or as a line of its own ({3}); both readings stay
rule_declared: rule: {0}, declared by {1}: “{2}”
first_absent: no figure here according to {0}
first_differs: both {1} and {2} according to {0}, and nothing shows which is later; neither is taken
first_found: {1} according to {0} (source {2}), the latest of that speaker or source here
range_empty: no figure here has a number
range_low: lower end: {0}
range_high: upper end: {0}
range_low_open: the lower end stays open: none in {0}
range_high_open: the upper end stays open: none in {0}
range_vague: words without a number take no part: {0}
position_none: the project takes no position on {0}: its rule gives none
position_prioritise: the project's position on {0}: {1}, according to {2} (source {3})
position_range: the project's position on {0}: {1}
position_unknown: the project's position on {0}: unknown, the figures are not corroborated
position_pending: the project's position on {0}: pending
position_ask_source: the project's position on {0}: none until the sources have been asked
`

// english reads the table.
func english() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(messages) {
		if code, text, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			m[code] = text
		}
	}
	return m
}

// say fills in a message.
func (x *index) say(code string, args ...string) Reason {
	text, other := x.message(code)
	var b strings.Builder
	if other && x.in.Words.RightToLeft {
		b.WriteString(rightToLeft)
	}
	for {
		i := strings.IndexByte(text, '{')
		if i < 0 || i+2 >= len(text) {
			break
		}
		b.WriteString(text[:i])
		if n := int(text[i+1] - '0'); n < len(args) {
			value := args[n]
			if other {
				value = isolate(value)
			}
			b.WriteString(value)
		}
		text = text[i+3:]
	}
	b.WriteString(text)
	return Reason{code, args, b.String()}
}

// reason is what say returns without its sentence, which most pairs of figures
// share with another and never need; tell adds it.
func (x *index) reason(code string, args ...string) Reason { return Reason{Code: code, Args: args} }

// tell gives reasons their sentences.
func (x *index) tell(reasons []Reason) {
	for i, r := range reasons {
		reasons[i] = x.say(r.Code, r.Args...)
	}
}

// word returns a message that takes no values.
func (x *index) word(code string) string {
	text, _ := x.message(code)
	return text
}

// term prints a term of a vocabulary: a closed one in plain words, an open one
// as the source's own.
func (x *index) term(name string) string {
	if prefix, rest, ok := strings.Cut(name, ":"); ok {
		if prefix == "other" {
			return x.say("open_term", rest).Text
		}
		return x.say("open_named", prefix, rest).Text
	}
	if said := x.in.Words.Terms[name]; said != "" {
		return said
	}
	return strings.ReplaceAll(name, "_", " ")
}

func (x *index) terms(names []string, joint string) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = x.term(n)
	}
	return strings.Join(all, " "+x.word(joint)+" ")
}

// label names what a question counts, in all the words that the sheet's figures
// use for it: a term that stands for several is never printed for the others.
func (x *index) label(q Question) string { return x.labelWith(q, x.inUse(q.Statuses)) }

// inUse prints statuses, for each the words of the sheet that it stands for.
func (x *index) inUse(statuses []string) string {
	all := make([]string, len(statuses))
	for i, s := range statuses {
		all[i] = cmp.Or(x.terms(x.used[s], "or"), x.term(s))
	}
	if len(all) > 1 {
		return x.say("together", strings.Join(all, " "+x.word("and")+" ")).Text
	}
	return strings.Join(all, "")
}

// groupLabel names what a group counts in the words that its own figures use.
func (x *index) groupLabel(g Group) string {
	if len(g.Question.Statuses) > 1 {
		return x.label(g.Question)
	}
	used := x.spoken(g, func(f Figure) []string { return f.Category.Statuses })
	slices.SortFunc(used, newFolding("status", nil).compare)
	return x.labelWith(g.Question, x.terms(used, "or"))
}

func (x *index) labelWith(q Question, statuses string) string {
	var more []string
	add := func(code, text string) {
		if text != "" {
			more = append(more, x.say(code, text).Text)
		}
	}
	if len(q.Attributes) > 0 {
		more = append(more, x.terms(q.Attributes, "and"))
	}
	if q.Stage != "" {
		add("label_stage", x.term(q.Stage))
	}
	if len(q.Of) > 0 {
		add("label_of", x.inUse(q.Of))
	}
	if q.Part {
		more = append(more, x.word("label_part"))
	}
	add("label_scope", q.Scope)
	add("label_period", q.Period)
	add("label_place", q.Place)
	if len(more) == 0 {
		return x.say("label", x.term(q.Unit), statuses).Text
	}
	return x.say("label_more", x.term(q.Unit), statuses, strings.Join(more, "; ")).Text
}

// said prints a figure, as quote does, once for all who ask.
func (x *index) said(f Figure) string { return x.quoted[f.ID] }

// quote prints a figure in its form, with the source's words where they hold a
// number or a hedge that the form does not.
func (x *index) quote(f Figure) string {
	q := f.Quantity
	text := ""
	switch n := first(q.Value, q.Low, q.High); {
	case q.Form == statement.Vague || n == nil:
		return x.say("form_vague", q.Words).Text
	case q.Form == statement.Range && q.Low != nil && q.High != nil:
		text = x.say("form_range", number(*q.Low), number(*q.High)).Text + q.Mark
	case q.Form == statement.Exact:
		text = number(*n) + q.Mark
	default:
		text = x.say("form_"+string(q.Form), number(*n)+q.Mark).Text
	}
	if q.Words != "" && !numbersIn(text, q.Words) {
		text = x.say("form_words", text, q.Words).Text
	}
	if q.Modality != "" && !strings.Contains(text, q.Modality) {
		text = x.say("form_words", text, q.Modality).Text
	}
	return text
}

// numbersIn reports that every number in the words, written in figures, also
// stands in the text.
func numbersIn(text, said string) bool {
	have := digits(text)
	for _, n := range digits(said) {
		if !slices.Contains(have, n) {
			return false
		}
	}
	return true
}

func digits(text string) []string {
	text = strings.NewReplacer(",", "", "\u00a0", "", " ", " ").Replace(text)
	return strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// number writes a number with commas between groups of three digits.
func number(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// reach prints bounds, an open upper one as open.
func (x *index) reach(b bounds) string {
	switch {
	case b.high == open:
		return x.say("reach_low", number(b.low)).Text
	case b.low == b.high:
		return x.say("reach_one", number(b.low)).Text
	}
	return x.say("reach_closed", number(b.low), number(b.high)).Text
}

// bounds returns what a figure allows.
func (x *index) bounds(f Figure) bounds { return x.allows[f.ID] }
