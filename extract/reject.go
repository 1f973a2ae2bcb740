package extract

import "strings"

// A rejecter names the reason why a number is no casualty figure, or "".
type rejecter func(s *sentence, c *candidate) string

// early are the rejecters that need no noun phrase, in order. A reason once
// given stays.
var early = [...]rejecter{
	unreadable, ordinal, clock, age, compound, date, money, reference, formation, year, address, pronounOne,
}

// reject turns down what is no figure by its own form and neighbours. It goes
// from right to left, since a month stands behind the last of several days.
func (s *sentence) reject() {
	for k := len(s.cands) - 1; k >= 0; k-- {
		c := s.cands[k]
		for _, r := range early {
			if why := r(s, c); why != "" {
				c.turn(why)
				break
			}
		}
	}
	for _, c := range s.cands {
		if c.live() {
			s.follow(c)
		}
	}
}

// follow rejects what continues a list of dates or references:
// "June 13 and 15", "paragraphs 142 and 143".
func (s *sentence) follow(c *candidate) {
	if c.first < 2 || s.words[c.first].kind != kindDigit || s.counted(c.last+1) {
		return
	}
	link := &s.words[c.first-1]
	prev := s.at[c.first-2]
	if prev == nil || prev.live() || !link.is(isAnd|isRangeLink) && !link.mark(",&/") {
		return
	}
	switch prev.reject {
	case "date":
		if c.value <= 31 || yearly(s, c) {
			c.turn("date")
		}
	case "age":
		if c.value <= 110 {
			c.turn("age")
		}
	case "para", "legal", "reference", "footnote", "time":
		c.turn(prev.reject)
	}
}

// word returns the word at i, or an empty one outside the sentence.
func (s *sentence) word(i int) *word {
	if i < 0 || i >= len(s.words) {
		return &word{sense: nothing}
	}
	return &s.words[i]
}

// counted reports whether what is at word i can be counted: a noun for people
// or houses, or a word for what became of them.
func (s *sentence) counted(i int) bool {
	w := s.word(i)
	return w.is(isPerson|isBuilding|isOthers|isModifier) && !w.is(isMonth) || w.slots != 0
}

func unreadable(_ *sentence, c *candidate) string {
	if c.form == formUnclear {
		return "unreadable"
	}
	return ""
}

// ordinal rejects "29th", and says so where it numbers a formation or a day.
func ordinal(s *sentence, c *candidate) string {
	next := s.word(c.last + 1)
	if s.words[c.last].kind != kindDigit || !next.glued || !next.is(isOrdinal) {
		return ""
	}
	c.last++
	s.at[c.last] = c
	for i := c.last + 1; i <= c.last+4; i++ {
		w := s.word(i)
		if w.is(isUnitName) {
			return "unit_name"
		}
		if w.kind != kindWord || w.is(isPreposition|isBe|isAux) {
			break
		}
	}
	if s.monthAfter(c.last+1) || s.word(c.first-1).is(isMonth) {
		return "date"
	}
	return "ordinal"
}

// compound rejects a number that a hyphen ties to a noun for what is no casualty:
// in "a nine-storey block of flats" it counts storeys and not flats.
func compound(s *sentence, c *candidate) string {
	tie, noun := s.word(c.last+1), s.word(c.last+2)
	if tie.mark("-\u2010\u2011") && tie.glued && noun.glued && noun.is(isThing) {
		return noun.reason
	}
	return ""
}

// age rejects "80-year-old", "aged 12", "Ana Ruiz, 34," and "(34)" after a name.
func age(s *sentence, c *candidate) string {
	i := c.last + 1
	if s.word(i).mark("-–") && s.word(i).glued {
		i++
	}
	if s.word(i).is(isAgeTail) {
		for ; c.last < i; c.last++ {
			s.at[c.last+1] = c
		}
		return "age"
	}
	if s.word(c.first-1).is(isAgeLead) || s.ageOfName(c) || s.ageBound(c) {
		return "age"
	}
	return ""
}

// ageBound reports whether a bounded number behind a noun for people is their
// age: "children under five".
func (s *sentence) ageBound(c *candidate) bool {
	if c.cueA < 1 || c.cue != fewerThan && c.cue != moreThan || c.form != formExact || c.value > 110 {
		return false
	}
	return s.words[c.cueA-1].is(isPerson) && s.word(c.cueB).end < s.words[c.first].start && !s.counted(c.last+1)
}

// ageOfName reports whether a small number stands between marks behind a name.
func (s *sentence) ageOfName(c *candidate) bool {
	if s.caps || c.form != formExact || c.value > 110 || c.first != c.last || s.words[c.first].kind != kindDigit {
		return false
	}
	name := s.word(c.first - 2)
	if !name.name || name.class&^isTitle != 0 || name.kind != kindWord {
		return false
	}
	prev, next := s.word(c.first-1), s.word(c.last+1)
	return prev.mark(",") && (next.mark(",;.") || next.is(isAnd)) || prev.mark("(") && next.mark(")")
}

func money(s *sentence, c *candidate) string {
	if s.word(c.first-1).is(isMoney) || s.word(c.last+1).is(isMoney) {
		return "money"
	}
	return ""
}

// reference rejects the number of a paragraph, article, case or note.
func reference(s *sentence, c *candidate) string {
	if s.words[c.first].kind != kindDigit && s.words[c.first].fold != "" && !s.word(c.first-1).is(isReference) {
		return ""
	}
	prev := s.word(c.first - 1)
	if prev.mark(".") {
		if lead := s.word(c.first - 2); lead.is(isReference) && lead.is(isAbbreviation) {
			return lead.lead
		}
	}
	if prev.is(isReference) && !s.counted(c.last+1) {
		return prev.lead
	}
	if prev.mark("[") && s.word(c.last+1).mark("]") {
		return "footnote"
	}
	if c.first == 0 && s.opening && s.word(1).mark(".)") && c.form == formExact {
		return "para"
	}
	return ""
}

// formation rejects the number of a military unit written behind its noun.
func formation(s *sentence, c *candidate) string {
	if s.words[c.first].kind == kindDigit && s.word(c.first-1).is(isUnitName) && !s.counted(c.last+1) {
		return "unit_name"
	}
	return ""
}

// address rejects a house number: "345 Park Avenue".
func address(s *sentence, c *candidate) string {
	if s.words[c.first].kind != kindDigit {
		return ""
	}
	for i := c.last + 1; i <= c.last+4; i++ {
		w := s.word(i)
		if w.is(isStreet) && i > c.last+1 {
			return "address"
		}
		if !w.name || w.kind != kindWord {
			return ""
		}
	}
	return ""
}

// pronounOne rejects "one of the strikes", "the one".
func pronounOne(s *sentence, c *candidate) string {
	w := &s.words[c.first]
	if c.form != formExact || c.value != 1 || w.kind != kindWord || w.is(isArticle) {
		return ""
	}
	if s.word(c.first-1).is(isDefinite) && !s.counted(c.last+1) {
		return "pronoun"
	}
	if !s.word(c.last+1).is(isOf) || s.ofPeople(c.last+2) {
		return ""
	}
	return "pronoun"
}

// ofPeople reports whether a phrase from word i on names people or counts them.
func (s *sentence) ofPeople(i int) bool {
	for j := i; j < len(s.words) && j < i+6; j++ {
		w := &s.words[j]
		if w.is(isPerson) || w.slots != 0 || s.at[j] != nil && s.at[j].form != formVague {
			return true
		}
		if w.is(isThing) || w.kind == kindMark {
			return false
		}
	}
	return false
}

// late rejects by the noun the number counts, once phrases are known.
func (s *sentence) late(c *candidate) {
	if s.ratio(c) || s.casesOf(c) || c.head < 0 {
		return
	}
	w := &s.words[c.head]
	if s.word(c.last+1).mark("-–") && w.is(isPerson) {
		c.turn("objects") // "a four-member family" counts no family
		return
	}
	if !w.is(isThing) || w.is(isPerson|isBuilding) {
		return
	}
	if c.form == formOne {
		c.turn(silent)
	}
	c.turn(w.reason)
}

// ratio rejects both numbers of "one in five".
func (s *sentence) ratio(c *candidate) bool {
	i := c.last + 2
	if c.head >= 0 || !s.word(i-1).is(isPlace) || i >= len(s.words) || s.at[i] == nil || !s.at[i].live() {
		return false
	}
	if d := s.at[i]; d.first != i || d.head >= 0 && !s.words[d.head].is(isPerson) || d.form != formExact {
		return false
	}
	c.turn("percent_other")
	s.at[i].turn("percent_other")
	return true
}

// codes lists the names made of letters and digits: "M23", "F-16".
func (s *sentence) codes() []NotFigure {
	var out []NotFigure
	for i := range s.words {
		w := &s.words[i]
		if w.kind != kindCode || w.class != 0 {
			continue
		}
		reason := "model"
		if s.word(i+1).is(isUnitName) || !strings.ContainsAny(w.text, "-") {
			reason = "unit_name"
		}
		out = append(out, NotFigure{Start: w.start, End: w.end, Text: w.text, Reason: reason})
	}
	return out
}
