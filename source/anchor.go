package source

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

const (
	contextLength = 32 // code points kept before and after a fragment
	maxFragments  = 64
)

// Fragment is one unbroken part of a text: its place, its words and what stands
// around it.
type Fragment struct {
	Start, End     int // code points, end exclusive
	Exact          string
	Prefix, Suffix string
}

// Anchor ties something to one or more fragments of a rendition. Fragments of
// one anchor may nest, overlap and leave gaps, as may those of different ones.
type Anchor struct {
	Rendition RenditionID
	Fragments []Fragment
}

// Quote returns the words on one line: fragments joined by an ellipsis, white
// space made single, invisible characters left out.
func (a Anchor) Quote() string {
	parts := make([]string, len(a.Fragments))
	for i, f := range a.Fragments {
		clean := strings.Map(func(r rune) rune {
			if invisible(r) && !strings.ContainsRune("\t\n\v\f\r\u0085\u2028\u2029", r) {
				return -1
			}
			return r
		}, f.Exact)
		parts[i] = strings.Join(strings.Fields(clean), " ")
	}
	return strings.Join(parts, " … ")
}

// Validate reports what is wrong with the anchor in itself, as a fault.List.
// Whether its text agrees is for Resolve.
func (a Anchor) Validate() error {
	l := Token("rendition", string(a.Rendition))
	if len(a.Fragments) == 0 || len(a.Fragments) > maxFragments {
		l.Add(fault.New("SO050", fault.Invalid, "the anchor has %d fragments, it needs 1 to %d", len(a.Fragments), maxFragments))
	}
	for i, f := range a.Fragments {
		if p := f.check(); p != nil {
			l.Add(p.At(fmt.Sprintf("fragment %d", i+1)))
		}
	}
	return l.Err()
}

func (f Fragment) check() *fault.Problem {
	switch {
	case f.Start < 0 || f.End <= f.Start:
		return fault.New("SO051", fault.Invalid, "nothing lies from %d to %d", f.Start, f.End)
	case !utf8.ValidString(f.Exact + "|" + f.Prefix + "|" + f.Suffix):
		return fault.New("SO002", fault.Invalid, "the words are not valid UTF-8")
	case f.End-f.Start > maxQuote:
		return fault.New("SO052", fault.Invalid, "the fragment is longer than %d characters", maxQuote).Try("Anchor the words that say it, not the page")
	case utf8.RuneCountInString(f.Exact) != f.End-f.Start:
		return fault.New("SO053", fault.Invalid, "%d characters are quoted for %d to %d", utf8.RuneCountInString(f.Exact), f.Start, f.End)
	case strings.TrimSpace(f.Exact) == "":
		return fault.New("SO054", fault.Invalid, "the fragment is only white space")
	case utf8.RuneCountInString(f.Prefix) > contextLength || utf8.RuneCountInString(f.Suffix) > contextLength:
		return fault.New("SO055", fault.Invalid, "the context is longer than %d characters", contextLength)
	}
	return nil
}

// Reason says why an anchor does not hold.
type Reason string

// The reasons, from the plainest.
const (
	Malformed  Reason = "malformed"       // the anchor itself is invalid
	OutOfRange Reason = "out of range"    // the text ends before it
	Changed    Reason = "text changed"    // the words are not in the text at all
	Elsewhere  Reason = "found elsewhere" // the words stand in other places
	Context    Reason = "context changed" // the words stand there, among other words
)

// State is how an anchor stands to a text.
type State struct {
	Anchored bool
	Reason   Reason // empty where anchored
	Fragment int    // number of the first fragment that does not hold, from 1
	Found    int    // occurrences of its words in the whole text, up to 1000
}

// String returns the state in words.
func (s State) String() string {
	switch {
	case s.Anchored:
		return "anchored"
	case s.Reason == Malformed:
		return "unanchored: malformed"
	}
	return fmt.Sprintf("unanchored: %s (fragment %d; its words occur %s)", s.Reason, s.Fragment, times(s.Found))
}

// Resolve checks the anchor against a text. It holds where, for every fragment,
// position, words and context agree. It never looks for a better place.
func (a Anchor) Resolve(t *Text) State {
	if a.Validate() != nil {
		return State{Reason: Malformed}
	}
	for i, f := range a.Fragments {
		if reason := f.mismatch(t); reason != "" {
			found := len(occurrences(t.body, f.Exact))
			if reason == Changed && found > 0 {
				reason = Elsewhere
			}
			return State{Reason: reason, Fragment: i + 1, Found: found}
		}
	}
	return State{Anchored: true}
}

func (f Fragment) mismatch(t *Text) Reason {
	from, _ := t.ByteOffset(f.Start)
	to, ok := t.ByteOffset(f.End)
	switch {
	case !ok:
		return OutOfRange
	case t.body[from:to] != f.Exact:
		return Changed
	case !strings.HasSuffix(t.body[:from], f.Prefix) || !strings.HasPrefix(t.body[to:], f.Suffix):
		return Context
	}
	return ""
}
