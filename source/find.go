package source

import (
	"fmt"
	"strings"

	"reckon/fault"
)

const (
	maxQuote   = 10_000 // code points of a fragment
	maxHits    = 1000   // occurrences that are told apart
	maxOffered = 5      // contexts shown in a refusal
)

// span is a hit in the squeezed text, in bytes.
type span struct{ from, to int }

// Find returns the fragment whose words are the quote. White space in the quote
// stands for any run of white space in the text; everything else must agree to
// the letter. A long quote may be given as "first words … last words". Where the
// quote occurs more than once, nth (from 1) says which; with nth 0 an ambiguous
// quote is refused and the occurrences are shown with their context.
func (t *Text) Find(quote string, nth int) (Fragment, error) {
	wanted := strings.Join(strings.Fields(quote), " ")
	if wanted == "" {
		return Fragment{}, fault.New("SO042", fault.Invalid, "the quote is empty").Try("Give the words of the text")
	}
	t.squeezed.Do(t.squeeze)
	hits := occurrences(t.plain, wanted)
	if len(hits) == 0 {
		hits = t.elided(wanted)
	}
	switch {
	case len(hits) == 0:
		return Fragment{}, fault.New("SO043", fault.NotFound, "the text does not contain %q", shorten(wanted)).
			Try("Copy the words from the text as they stand there")
	case nth < 0 || nth > len(hits):
		return Fragment{}, fault.New("SO044", fault.NotFound, "the quote occurs %s, there is no number %d", times(len(hits)), nth)
	case nth == 0 && len(hits) > 1:
		return Fragment{}, fault.New("SO045", fault.Undecided, "the quote occurs %s", times(len(hits))).
			Unchanged("No place was chosen").Try("Say which one, or quote more words:" + t.offer(hits))
	}
	hit := hits[max(nth, 1)-1]
	from, to := t.bounds(hit)
	return t.Fragment(t.CodePoint(from), t.CodePoint(to))
}

// occurrences returns where the words occur in a text, overlapping ones
// included.
func occurrences(text, words string) []span {
	var hits []span
	for from := 0; len(hits) < maxHits; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			break
		}
		hits = append(hits, span{from + i, from + i + len(words)})
		from += i + len(firstPoints(words, 1))
	}
	return hits
}

// elided reads a quote such as "first words … last words": each place where the
// first words are followed, within the length of a fragment, by the last. The
// nearest last words close it, which is the shortest reading.
func (t *Text) elided(wanted string) []span {
	head, tail, found := strings.Cut(strings.ReplaceAll(wanted, "...", "…"), "…")
	head, tail = strings.TrimSpace(head), strings.TrimSpace(tail)
	if !found || head == "" || tail == "" {
		return nil
	}
	var hits []span
	for _, h := range occurrences(t.plain, head) {
		rest := t.plain[h.to:]
		if limit := maxQuote - (h.to - h.from); limit > 0 {
			rest = firstPoints(rest, limit)
		}
		if i := strings.Index(rest, tail); i >= 0 {
			hits = append(hits, span{h.from, h.to + i + len(tail)})
		}
	}
	return hits
}

// bounds returns the hit's place in the body. Hits neither begin nor end with
// white space, so the last byte's place gives the end.
func (t *Text) bounds(h span) (from, to int) {
	return t.unsqueeze(h.from), t.unsqueeze(h.to-1) + 1
}

func times(n int) string {
	switch n {
	case 0:
		return "nowhere"
	case 1:
		return "once"
	case maxHits:
		return fmt.Sprintf("%d times or more", maxHits)
	}
	return fmt.Sprintf("%d times", n)
}

func (t *Text) offer(hits []span) string {
	var b strings.Builder
	for i, h := range hits {
		if i == maxOffered {
			fmt.Fprintf(&b, "\n  … and %d more", len(hits)-i)
			break
		}
		before, after := lastPoints(t.plain[:h.from], contextLength), firstPoints(t.plain[h.to:], contextLength)
		fmt.Fprintf(&b, "\n  %d: …%s[%s]%s…", i+1, printable(before), printable(shorten(t.plain[h.from:h.to])), printable(after))
	}
	return b.String()
}

func shorten(s string) string {
	if head := firstPoints(s, 2*contextLength); len(head) < len(s) {
		return head + "…"
	}
	return s
}

// printable replaces what could hide or reorder the letters beside it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}
