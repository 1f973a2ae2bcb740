package toll

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"reckon/source"
	"reckon/statement"
)

// few is how many figures a sentence lists one by one; of more it gives the
// ends.
const few = 4

// sentence says what the figures of a group are and whose, in one line to copy.
// A number never stands in it without the one who says it.
func (x *index) sentence(g Group) string {
	label := g.Label
	if name := x.in.Scope.Name; name != "" {
		label = x.say("scoped", label, name).Text
	}
	all := make([]statement.ID, len(g.Figures))
	for i, f := range g.Figures {
		all[i] = f.ID
	}
	count, origins := strconv.Itoa(len(all)), x.originsText(g.Origins)
	speakers := strconv.Itoa(len(x.speakers(g.Figures)))
	s := g.Span
	wordy := append(slices.Clone(s.Vague), s.Silent...)
	switch {
	case len(all) <= few:
		return x.say("sentence_few", label, x.claims(all), origins).Text
	case s.Low.Number == nil:
		return x.say("sentence_vague", label, count, x.firstOf(wordy), speakers, origins).Text
	case len(wordy) > 0:
		return x.say("sentence_words", label, count, x.spanText(s), x.firstOf(s.Low.Figures), x.firstOf(s.High.Figures), speakers, origins,
			x.claims(wordy)).Text
	}
	return x.say("sentence_many", label, count, x.spanText(s), x.firstOf(s.Low.Figures), x.firstOf(s.High.Figures), speakers, origins).Text
}

func (x *index) originsText(o Origins) string {
	if o.Low == o.High {
		return x.say("origins_single", strconv.Itoa(o.Low)).Text
	}
	return x.say("origins_range", strconv.Itoa(o.Low), strconv.Itoa(o.High)).Text
}

// firstOf prints the first claim of a list and how many say the same.
func (x *index) firstOf(list []statement.ID) string {
	if len(list) == 1 {
		return x.claims(list)
	}
	return x.say("says_more", x.claims(list[:1]), strconv.Itoa(len(list)-1)).Text
}

// claim prints one figure with who says it, who carries it, and where.
func (x *index) claim(f Figure) string {
	code := "says"
	carriers := via(f)
	if len(carriers) > 0 {
		code += "_via"
	}
	published := x.source[f.Source].Published
	if published == "" {
		code += "_undated"
	}
	return x.say(code, x.speaker(f), x.said(f), string(f.Source), published, strings.Join(carriers, ", ")).Text
}

func (x *index) speaker(f Figure) string { return cmp.Or(x.voice[f.ID].name, x.word("nobody")) }

// via lists the carriers of a figure, the nearest to the speaker first.
func via(f Figure) []string {
	var list []string
	for _, s := range f.Speakers[:max(0, len(f.Speakers)-1)] {
		list = append(list, s.Name)
	}
	slices.Reverse(list)
	return list
}

// title names a source as readers know it.
func (x *index) title(id source.ID) string { return cmp.Or(x.source[id].Title, string(id)) }

// spanText prints how far the figures lie apart, with open ends open.
func (x *index) spanText(s Span) string {
	if s.Low.Number == nil || s.High.Number == nil {
		return x.word("span_none")
	}
	low, high := x.end(s.Low), x.end(s.High)
	code := "span_"
	switch {
	case low == high:
		code += "same"
	case !s.Low.Open && !s.High.Open:
		code += "closed"
	default:
		code += "open"
	}
	switch {
	case s.Low.Open && s.High.Open:
		code += "_both"
	case s.Low.Open:
		code += "_low"
	case s.High.Open:
		code += "_high"
	}
	return x.say(code, low, high).Text
}

func (x *index) end(e limit) string {
	if e.About {
		return x.say("form_about", number(*e.Number)).Text
	}
	return number(*e.Number)
}
