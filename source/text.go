package source

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"reckon/fault"
)

// sampleEvery is the number of code points between two kept byte offsets. A
// look-up decodes at most that many; a text of 5 MB needs 80 kB of offsets.
const sampleEvery = 512

// Text is the text of one rendition, addressed by code points. It is read-only
// and safe for use by several goroutines.
type Text struct {
	body    string
	length  int   // code points
	offsets []int // byte offset of code point i*sampleEvery

	squeezed sync.Once // plain and runs are made when words are first looked for
	plain    string
	runs     []run
}

// run says that from byte at of the squeezed text on, the body is shift bytes
// ahead, because a run of white space before it was made one space.
type run struct{ at, shift int }

// NewText indexes a text. It refuses invalid UTF-8, in which code points
// cannot be counted.
func NewText(body string) (*Text, error) {
	if !utf8.ValidString(body) {
		return nil, fault.New("SO040", fault.Invalid, "the text is not valid UTF-8").Try("Read it again in its own encoding")
	}
	t := &Text{body: body}
	for at := range body {
		if t.length%sampleEvery == 0 {
			t.offsets = append(t.offsets, at)
		}
		t.length++
	}
	return t, nil
}

// Len returns the number of code points.
func (t *Text) Len() int { return t.length }

// String returns the text.
func (t *Text) String() string { return t.body }

// ByteOffset returns where code point i begins, or false where there is none.
// The end of the text counts as a place.
func (t *Text) ByteOffset(i int) (int, bool) {
	switch {
	case i < 0 || i > t.length:
		return 0, false
	case i == t.length:
		return len(t.body), true
	}
	at := t.offsets[i/sampleEvery]
	for range i % sampleEvery {
		_, size := utf8.DecodeRuneInString(t.body[at:])
		at += size
	}
	return at, true
}

// CodePoint returns the number of code points before byte offset at.
func (t *Text) CodePoint(at int) int {
	low := sort.SearchInts(t.offsets, at+1)
	if low == 0 {
		return 0
	}
	return (low-1)*sampleEvery + utf8.RuneCountInString(t.body[t.offsets[low-1]:min(at, len(t.body))])
}

// Fragment returns the fragment from start to end with its words and context.
func (t *Text) Fragment(start, end int) (Fragment, error) {
	from, ok1 := t.ByteOffset(start)
	to, ok2 := t.ByteOffset(end)
	if !ok1 || !ok2 || start >= end {
		return Fragment{}, fault.New("SO041", fault.Invalid, "there is nothing from %d to %d in a text of %d characters", start, end, t.length)
	}
	return Fragment{
		Start: start, End: end, Exact: t.body[from:to],
		Prefix: lastPoints(t.body[:from], contextLength), Suffix: firstPoints(t.body[to:], contextLength),
	}, nil
}

// squeeze builds the text in which every run of white space is one space, so
// that a quotation can be found across line wraps by plain search.
func (t *Text) squeeze() {
	var b strings.Builder
	b.Grow(len(t.body))
	inSpace, shift := false, 0
	for at, r := range t.body {
		space := unicode.IsSpace(r)
		if !space {
			if ahead := at - b.Len(); ahead != shift {
				shift = ahead
				t.runs = append(t.runs, run{b.Len(), shift})
			}
			b.WriteRune(r)
		} else if !inSpace {
			b.WriteByte(' ')
		}
		inSpace = space
	}
	t.plain = b.String()
}

// unsqueeze returns the offset in the body of byte at of the squeezed text,
// which must not be a space.
func (t *Text) unsqueeze(at int) int {
	low := sort.Search(len(t.runs), func(i int) bool { return t.runs[i].at > at })
	if low == 0 {
		return at
	}
	return at + t.runs[low-1].shift
}

func firstPoints(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at]
		}
		n--
	}
	return s
}

func lastPoints(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}
