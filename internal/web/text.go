package web

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"reckon/source"
)

// longParagraph is how many bytes a paragraph may have before it is cut at
// the end of a line.
const longParagraph = 4000

// sectionOf is how many paragraphs a browser lays out at once.
const sectionOf = 16

// here is the id of the paragraph to which a link leads.
const here = "here"

// span is the words of one statement in the shown text, in bytes, or those of
// a proposal or its number.
type span struct {
	from, to int
	n        string // the statement's number within the source, or the proposal's letter
	tone     string // what its mark looks like
	details  string // id of what says more about it, or ""
	proposed bool
	number   bool // the proposal's number alone
}

// paragraphs returns where each paragraph of a text ends, in bytes: after
// blank lines, and after a line where it would get too long.
func paragraphs(text string) []int {
	var ends []int
	begin, at := 0, 0
	for line := range strings.Lines(text) {
		next := at + len(line)
		blank := strings.TrimSpace(line) == ""
		switch {
		case blank && at > begin:
			at = next
			ends = append(ends, at)
			begin = at
			continue
		case blank && len(ends) > 0 && at == begin:
			ends[len(ends)-1] = next // more blank lines belong to the one before
			begin = next
		case next-begin > longParagraph && at > begin:
			ends = append(ends, at)
			begin = at
		}
		at = next
	}
	if begin < at {
		ends = append(ends, at)
	}
	return ends
}

// reading writes a text as HTML: paragraphs in sections, with the statements'
// words as marks that do not overlap. The text of the elements is the text to
// the letter.
type reading struct {
	b      strings.Builder
	text   string
	cuts   []int  // where a mark begins or ends, ascending
	spans  []span // by their beginnings
	active []span // those that cover the place that is written, smallest first
	next   int    // of spans
	dir    string
	goTo   int // byte to which a link leads, or -1
}

// readingOf lays out a text. Anchors that were checked against it lie in it.
func readingOf(text *source.Text, spans []span, dir string, goTo int) template.HTML {
	r := &reading{text: text.String(), spans: slices.Clone(spans), dir: dir, goTo: goTo}
	for _, s := range spans {
		r.cuts = append(r.cuts, s.from, s.to)
	}
	slices.Sort(r.cuts)
	r.cuts = slices.Compact(r.cuts)
	slices.SortStableFunc(r.spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	r.b.Grow(len(r.text) + 200*len(spans))
	at, point := 0, 0
	for i, end := range paragraphs(r.text) {
		if i%sectionOf == 0 {
			if i > 0 {
				r.b.WriteString("</div>")
			}
			r.b.WriteString(`<div class="leaf">`)
		}
		r.paragraph(i, at, end, point)
		point += utf8.RuneCountInString(r.text[at:end])
		at = end
	}
	if at > 0 {
		r.b.WriteString("</div>")
	}
	return template.HTML(r.b.String())
}

func (r *reading) paragraph(i, at, end, point int) {
	id := "p" + strconv.Itoa(i+1)
	if r.goTo >= at && r.goTo < end {
		id = here
	}
	r.b.WriteString(`<p id="` + id + `" data-at="` + strconv.Itoa(point) + `" dir="` + r.dir + `">`)
	for at < end {
		stop := end
		if j, _ := slices.BinarySearch(r.cuts, at+1); j < len(r.cuts) {
			stop = min(end, r.cuts[j])
		}
		r.segment(at, stop)
		at = stop
	}
	r.b.WriteString("</p>")
}

// segment writes a piece of text that the same statements cover from its
// beginning to its end.
func (r *reading) segment(at, stop int) {
	r.active = slices.DeleteFunc(r.active, func(s span) bool { return s.to <= at })
	for r.next < len(r.spans) && r.spans[r.next].from <= at {
		r.active = append(r.active, r.spans[r.next])
		r.next++
	}
	if len(r.active) == 0 {
		escapeText(&r.b, r.text[at:stop])
		return
	}
	slices.SortStableFunc(r.active, func(a, b span) int { return cmp.Compare(a.to-a.from, b.to-b.from) })
	mark(&r.b, r.active)
	escapeText(&r.b, r.text[at:stop])
	r.b.WriteString("</mark>")
}

// mark opens the mark of spans, the smallest of which comes first: statements
// have backgrounds and solid lines, proposals broken ones.
func mark(b *strings.Builder, all []span) {
	var classes, coded, proposed []string
	for _, s := range all {
		switch n := len(coded); {
		case s.number:
			classes = append(classes, "q-number")
		case s.proposed:
			if len(proposed) == 0 {
				classes = append(classes, "q-"+s.tone)
			}
			proposed = append(proposed, s.n)
		default:
			if n == 0 {
				classes = append(classes, "m-"+s.tone)
			}
			if n < 3 {
				classes = append(classes, "abc"[n:n+1]+"-"+s.tone)
			}
			coded = append(coded, s.n)
		}
	}
	b.WriteString(`<mark class="` + strings.Join(classes, " ") + `"`)
	attribute(b, "data-s", strings.Join(coded, " "))
	attribute(b, "data-p", strings.Join(proposed, " "))
	attribute(b, "aria-details", all[0].details)
	b.WriteByte('>')
}

// attribute writes an attribute of numbers and letters, where it has a value.
func attribute(b *strings.Builder, name, value string) {
	if value != "" {
		b.WriteString(" " + name + `="` + value + `"`)
	}
}

// escapeText writes text so that a browser reads the same characters back: a
// carriage return has to be spelt, since browsers take a bare one for a line
// feed.
func escapeText(b *strings.Builder, text string) {
	last := 0
	for i := range len(text) {
		var to string
		switch text[i] {
		case '&':
			to = "&amp;"
		case '<':
			to = "&lt;"
		case '>':
			to = "&gt;"
		case '\r':
			to = "&#13;"
		default:
			continue
		}
		b.WriteString(text[last:i])
		b.WriteString(to)
		last = i + 1
	}
	b.WriteString(text[last:])
}

// tones are what marks can look like, by what a statement is about.
func toneOf(kind, fate string) string {
	switch kind {
	case "toll":
		return "toll"
	case "person":
		switch fate {
		case "missing", "fate_unknown", "disappeared":
			return "missing"
		}
		return "person"
	case "allegation", "denial", "acknowledgement", "finding", "proceeding":
		return "alleged"
	case "happening":
		return "place"
	}
	return "date"
}
