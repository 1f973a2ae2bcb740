package extract

import (
	"strconv"
	"strings"
)

// numbers finds every number expression of the sentence, left to right.
func (s *sentence) numbers() {
	s.at = make([]*candidate, len(s.words))
	for i := 0; i < len(s.words); {
		c := s.numberAt(i)
		if c == nil {
			i++
			continue
		}
		c.sent, c.head = s, -1
		c.from, c.to = c.first, c.last+1
		if c.percent && c.to < len(s.words) && s.words[c.to].is(isPercent) {
			c.to++
		}
		s.qualify(c)
		for j := c.first; j <= c.last; j++ {
			s.at[j] = c
		}
		s.cands = append(s.cands, c)
		i = c.last + 1
	}
}

// numberAt reads the number expression that begins at word i, with its range.
func (s *sentence) numberAt(i int) *candidate {
	if s.words[i].is(isRangeOpen) {
		return s.between(i)
	}
	c := s.single(i)
	if c == nil || c.form != formExact || c.percent {
		return c
	}
	if r := s.rangeFrom(c); r != nil {
		return r
	}
	return c
}

// between reads "between A and B".
func (s *sentence) between(i int) *candidate {
	if i+1 >= len(s.words) {
		return nil
	}
	a := s.single(i + 1)
	if a == nil || a.form != formExact || a.last+2 >= len(s.words) || !s.words[a.last+1].is(isAnd) {
		return nil
	}
	b := s.single(a.last + 2)
	if b == nil || b.form != formExact || s.calendar(b.last+1) || b.value <= a.value {
		return nil
	}
	r := join(a, b, s)
	r.cueA, r.cueB = i, i
	return r
}

// rangeFrom reads "A to B", "A or B", "A-B" after its first end.
func (s *sentence) rangeFrom(a *candidate) *candidate {
	if !s.rangeLink(a) {
		return nil
	}
	b := s.single(a.last + 2)
	if b == nil || b.form != formExact || b.percent || s.separate(a, b) {
		return nil
	}
	r := join(a, b, s)
	if r.low >= r.high && !(yearly(s, a) && b.value < 100) {
		return nil
	}
	return r
}

// rangeLink reports whether the word behind a number can lead to the other end
// of a range.
func (s *sentence) rangeLink(a *candidate) bool {
	if a.last+2 >= len(s.words) || a.last == a.first && s.words[a.first].is(isArticle) {
		return false
	}
	link := &s.words[a.last+1]
	if link.mark("-–—") {
		return link.glued && s.words[a.last+2].glued
	}
	return link.is(isRangeLink)
}

// separate reports whether two numbers with a link between them are no range:
// "rose from 120 to 132", "since October 2023 to 48,200".
func (s *sentence) separate(a, b *candidate) bool {
	if yearly(s, a) {
		return !yearly(s, b) && b.value >= 100 && s.word(a.first-1).is(isMonth|isEra)
	}
	return s.word(a.first-1).is(isRaise) && s.word(a.first-2).is(isRaise)
}

// join makes one range of two ends. A scale word behind the second end counts
// for the first too: "two or three hundred", "2 to 3 million".
func join(a, b *candidate, s *sentence) *candidate {
	low := a.value
	scale := s.words[b.last].value
	if b.last > b.first && scale >= 100 && a.first == a.last && a.value < b.value/scale {
		low *= scale
	}
	return &candidate{
		first: a.first, last: b.last, form: formRange, low: low, high: b.value, cueA: -1, cueB: -1,
		percent: b.percent,
	}
}

// yearly reports whether the candidate is written like a year.
func yearly(s *sentence, c *candidate) bool {
	return c.first == c.last && len(s.words[c.first].text) == 4 && s.words[c.first].kind == kindDigit &&
		c.value >= 1000 && c.value < 2200
}

// single reads one number without a range.
func (s *sentence) single(i int) *candidate {
	w := &s.words[i]
	switch {
	case w.kind == kindDigit:
		return s.digits(i)
	case w.is(isZero):
		return &candidate{first: i, last: i, form: formZero, cueA: -1, cueB: -1}
	case w.is(isVague):
		return s.vague(i)
	}
	if w.is(isNumber) {
		if c := s.cardinal(i); c != nil {
			return c
		}
	}
	switch {
	case w.is(isPart):
		return &candidate{first: i, last: i, form: formPart, value: w.value, cueA: -1, cueB: -1}
	case w.is(isArticle) && !s.word(i-1).is(isOf) && s.personAhead(i):
		return &candidate{first: i, last: i, form: formOne, value: 1, cueA: -1, cueB: -1}
	case w.is(isOthers) && s.alone(i):
		return &candidate{first: i, last: i, form: formOthers, others: true, cueA: -1, cueB: -1}
	}
	return nil
}

// digits reads a number in digits, with spaces between thousands, a scale word
// and a percent sign.
func (s *sentence) digits(i int) *candidate {
	c := &candidate{first: i, last: i, cueA: -1, cueB: -1}
	text := s.words[i].text
	for len(text) <= 11 && c.last+1 < len(s.words) && s.thousands(c.last, text) {
		c.last++
		text += s.words[c.last].text
	}
	v, ok := readDigits(text, s.lang.Digits())
	if !ok {
		c.form = formUnclear
		return c
	}
	c.value = v
	if j := c.last + 1; j < len(s.words) && s.words[j].is(isMultiplier) {
		c.value *= s.words[j].value
		c.last = j
	}
	if j := c.last + 1; j < len(s.words) && s.words[j].is(isPercent) {
		c.percent = true
		if s.words[j].glued {
			c.last = j
		}
	}
	return c
}

// thousands reports whether the digits behind word i are its next thousands
// group: "9 300", "1 250 000".
func (s *sentence) thousands(i int, sofar string) bool {
	next := &s.words[i+1]
	if next.kind != kindDigit || len(next.text) != 3 || next.glued || len(s.words[i].text) > 3 {
		return false
	}
	if strings.ContainsAny(sofar, ".,") || s.words[i].text[0] == '0' || i > 0 && s.words[i-1].is(isMonth) {
		return false
	}
	switch s.src[s.words[i].end:next.start] {
	case " ", "\u00a0", "\u2009", "\u202f":
		return true
	}
	return false
}

// readDigits reads digits with grouping and decimal marks. What is grouped in
// no known way is refused rather than guessed.
func readDigits(text string, d Digits) (float64, bool) {
	whole, frac, hasFrac := strings.Cut(text, string(d.Decimal))
	if hasFrac && !plain(frac) {
		return dotted(text, d)
	}
	groups := strings.FieldsFunc(whole, func(r rune) bool { return strings.ContainsRune(d.Group, r) })
	for k, g := range groups {
		if k > 0 && len(g) != 3 && (k == len(groups)-1 || len(g) != 2) || k == 0 && len(groups) > 1 && len(g) > 3 {
			return 0, false
		}
	}
	if hasFrac {
		return asciiNumber(strings.Join(groups, "") + "." + frac)
	}
	return asciiNumber(strings.Join(groups, ""))
}

// dotted reads "1.275.300", where the decimal mark can only be grouping.
func dotted(text string, d Digits) (float64, bool) {
	groups := strings.Split(text, string(d.Decimal))
	for k, g := range groups {
		if !plain(g) || k > 0 && len(g) != 3 || len(g) > 3 {
			return 0, false
		}
	}
	return asciiNumber(strings.Join(groups, ""))
}

func plain(s string) bool {
	for _, r := range s {
		if digitValue(r) < 0 {
			return false
		}
	}
	return s != ""
}

// digitValue reads a decimal digit of the Latin and the two Arabic sets.
func digitValue(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	}
	return -1
}

// maxDigits keeps values exact in a float64.
const maxDigits = 12

func asciiNumber(s string) (float64, bool) {
	var b strings.Builder
	for _, r := range s {
		if r == '.' {
			b.WriteByte('.')
			continue
		}
		v := digitValue(r)
		if v < 0 {
			return 0, false
		}
		b.WriteByte(byte('0' + v))
	}
	if b.Len() > maxDigits {
		return 0, false
	}
	v, err := strconv.ParseFloat(b.String(), 64)
	return v, err == nil
}

// vague reads "dozens", "tens of thousands", "several hundred".
func (s *sentence) vague(i int) *candidate {
	c := &candidate{first: i, last: i, form: formVague, cueA: -1, cueB: -1}
	if s.words[i].is(isCue) && s.numeric(i+1) {
		return nil
	}
	for c.last+1 < len(s.words) {
		j := c.last + 1
		if s.words[j].is(isOf) && j+1 < len(s.words) && s.words[j+1].is(isVague|isMultiplier) && !s.words[j+1].is(isCue) {
			c.last = j + 1
			continue
		}
		if s.words[j].is(isMultiplier) || s.words[j].is(isOthers) && s.words[j].is(isVague) {
			c.last = j
			continue
		}
		break
	}
	return c
}

// numeric reports whether a number in digits or words begins at word i.
func (s *sentence) numeric(i int) bool {
	if i >= len(s.words) {
		return false
	}
	w := &s.words[i]
	if w.kind == kindDigit {
		return true
	}
	return w.is(isNumber) && s.cardinal(i) != nil
}

// maxCardinal is the longest number in words, in words.
const maxCardinal = 14

// cardinal reads a number in words.
func (s *sentence) cardinal(i int) *candidate {
	var list [maxCardinal]string
	n := 0
	for j := i; j < len(s.words) && n < maxCardinal; j++ {
		if s.words[j].kind != kindWord || j > i && !s.words[j].is(isNumber|isAnd) {
			break
		}
		list[n] = s.words[j].fold
		n++
	}
	v, taken := s.lang.Cardinal(list[:n])
	if taken == 0 {
		return nil
	}
	c := &candidate{first: i, last: i + taken - 1, value: v, cueA: -1, cueB: -1}
	if j := c.last + 1; j < len(s.words) && s.words[j].is(isPercent) {
		c.percent = true
	}
	return c
}

// calendar reports whether word i names a month or a day.
func (s *sentence) calendar(i int) bool {
	return i >= 0 && i < len(s.words) && s.words[i].is(isMonth|isWeekday)
}

// alone reports whether "others" at word i is a subject of its own.
func (s *sentence) alone(i int) bool {
	if i+1 >= len(s.words) || i > 0 && !s.words[i-1].is(isAnd) && !s.words[i-1].mark(",") && !s.words[i-1].is(isConjunction) {
		return false
	}
	return s.words[i+1].is(isBe | isAux | isLight)
}

// personAhead reports whether an article opens a phrase for one person, or a
// pronoun stands for one.
func (s *sentence) personAhead(i int) bool {
	for j := i + 1; j < len(s.words) && j <= i+6; j++ {
		w := &s.words[j]
		switch {
		case w.is(isPerson):
			return j+1 == len(s.words) || s.words[j+1].is(isPerson) || !s.words[j+1].is(isThing|isBuilding)
		case w.kind == kindMark && !w.mark("-") || w.is(isBe|isAux):
			return j == i+1 && w.is(isBe|isAux)
		case w.is(isPreposition | isOf | isAnd | isConjunction):
			return false
		}
	}
	return false
}
