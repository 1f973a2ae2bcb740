package dates

import (
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

// Resolve reads an English date phrase, such as "29 years ago, on the night of
// February 25-26", against the date of the text it stands in. A zero base is
// no base; phrases that need one are then refused. The result keeps the words
// exactly, and the base where it was used.
//
// How it reads:
//
//   - Units. "29 years ago" is that calendar year, "two months ago" that month,
//     "two weeks ago" some day of the seven around it, approximately, "ten
//     days ago" that day.
//   - Dates without a year take the year that the phrase names elsewhere ("29
//     years ago, on 3 March"), or else the nearest one in which they do not
//     begin after the base. The second end of a range follows the first.
//   - A night is the span of its two days.
//   - "Early", "mid" and "late" are the thirds of a month (1st to 10th, 11th
//     to 20th, the rest) or of a year (four months each), one day or month of
//     it, marked approximate since the cut is a convention.
//   - "From 3 to 5 May" and "3-5 May" are a span; "between 3 and 5 May" is one
//     of these days. "By" and "before" are one of the dates up to it, "after"
//     one of those that follow, "since" and "until" spans open at one end.
//   - "That night" and "the day before" relate to a date that the text named
//     earlier; for these the base must be that date.
//
// A phrase outside the grammar, or with two readings, is refused.
func Resolve(phrase string, base Date) (When, error) {
	if !utf8.ValidString(phrase) {
		return When{}, refuse(codeWords, "the words %q are not UTF-8 text", phrase)
	}
	if base.cal != Gregorian {
		return When{}, refuse(codeBase, "the base date %s is not in the Gregorian calendar", base)
	}
	r := &reading{lang: english(), all: tokens(phrase), base: base}
	v, ok := r.phrase()
	switch {
	case !ok:
		return When{}, refuse(codePhrase, "the phrase %q is not one that is read as a date", strings.TrimSpace(phrase)).
			Try("Keep the words and enter the date itself")
	case r.err != nil:
		return When{}, r.err
	}
	w := When{Value: v, Words: phrase}
	if r.based {
		w.Value, w.Base = v.qualified(base.qualifier), base
	}
	return w, nil
}

// reading is the state of reading one phrase: the tokens still in view, where
// it stands, and what it has learnt.
type reading struct {
	lang   *language
	all    []token
	pos    int
	end    int // the tokens in view end here
	base   Date
	based  bool  // the base was used
	year   *int  // the year that another part of the phrase names
	placed bool  // that year, if any, was used
	err    error // the phrase fits the grammar, but says something impossible
}

// rule reads one kind of phrase. It reports whether the tokens fit; where they
// do and the date is impossible it sets err.
type rule func(*reading) (Value, bool)

func rules() []rule {
	return []rule{
		(*reading).nearbyDay, (*reading).nearbyMonth, (*reading).nearbyYear, (*reading).ago,
		(*reading).nightOf, (*reading).choice, (*reading).bound, (*reading).fromOn,
		(*reading).stretch, (*reading).hedged, (*reading).plain,
	}
}

// phrase reads all tokens: as one date, or as a date with its year apart
// before or after it.
func (r *reading) phrase() (Value, bool) {
	if v, ok := r.between(0, len(r.all), nil); ok {
		return v, true
	}
	for cut := 1; cut < len(r.all); cut++ {
		next := cut
		if r.all[cut].kind == comma {
			next++
			if v, ok := r.apart(0, cut, next, len(r.all)); ok {
				return v, true
			}
		}
		if v, ok := r.apart(next, len(r.all), 0, cut); ok {
			return v, true
		}
	}
	return Value{}, false
}

// apart reads the tokens of one stretch as a year and nothing else, and those
// of the other as a date in it.
func (r *reading) apart(yearFrom, yearTo, from, to int) (Value, bool) {
	v, ok := r.between(yearFrom, yearTo, nil)
	year, err := int(v.from.year), r.err
	if fault.CodeOf(err) == codeBase {
		year = 2000 // a year with all days, to see whether the rest is a date
	} else if !ok || err != nil || v.shape != Single || v.from.form != formYear || v.from.qualifier != 0 {
		return Value{}, false
	}
	if v, ok = r.between(from, to, &year); !ok {
		return Value{}, false
	}
	if err != nil {
		r.err = err
	}
	return v, true
}

// between tries each rule on the tokens from one place to another, all of
// which it must use, together with the year named apart from them: "in 1992,
// yesterday" is no date.
func (r *reading) between(from, to int, year *int) (Value, bool) {
	based := year != nil && r.based
	for _, rule := range rules() {
		r.pos, r.end, r.year, r.based, r.err = from, to, year, based, nil
		r.placed = year == nil
		if v, ok := rule(r); ok && r.pos == r.end && r.placed {
			return v, true
		}
	}
	r.err = nil
	return Value{}, false
}

// fail notes why a phrase that fits the grammar is no date.
func (r *reading) fail(err error) (Value, bool) {
	if r.err == nil {
		r.err = err
	}
	return Value{}, true
}

// made passes on what a constructor returned.
func (r *reading) made(v Value, err error) (Value, bool) {
	if err != nil {
		return r.fail(err)
	}
	return v, true
}

// peek returns the token n places on, a token that fits nothing past the end.
func (r *reading) peek(n int) token {
	if r.pos+n >= r.end {
		return token{}
	}
	return r.all[r.pos+n]
}

// words consumes the words of entry, if they come next.
func (r *reading) words(entry string) bool {
	n := 0
	for w := range strings.SplitSeq(entry, " ") {
		if t := r.peek(n); t.kind != word || t.word != w {
			return false
		}
		n++
	}
	r.pos += n
	return true
}

// any consumes the first entry that comes next.
func (r *reading) any(entries []string) bool {
	for _, e := range entries {
		if r.words(e) {
			return true
		}
	}
	return false
}

// named consumes the first entry that comes next and returns its value.
func (r *reading) named(entries []named) (int, bool) {
	for _, e := range entries {
		if r.words(e.words) {
			return e.value, true
		}
	}
	return 0, false
}

// sign consumes a dash or comma.
func (r *reading) sign(kind tokenKind) bool {
	if r.peek(0).kind != kind {
		return false
	}
	r.pos++
	return true
}

// baseTo returns the base's parts where it is known at least as finely as
// asked.
func (r *reading) baseTo(g Granularity) (year, month, day int, ok bool) {
	r.based = true
	if r.base.IsZero() {
		r.fail(refuse(codeBase, "the phrase is relative, and there is no date to relate it to").
			Try("Give the date of the text"))
		return 0, 0, 0, false
	}
	if r.base.Granularity() > g || r.base.form == formLong {
		r.fail(refuse(codeBase, "the base date %s is not known to the %s", r.base, g))
		return 0, 0, 0, false
	}
	year, month, day = r.base.Parts()
	return year, month, day, true
}
