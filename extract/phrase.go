package extract

import (
	"strings"
	"unicode"
)

// maxPhrase bounds the walk from a number to its noun, in words.
const maxPhrase = 9

// phrases finds the noun phrase of every candidate still alive.
func (s *sentence) phrases() {
	for _, c := range s.cands {
		if c.live() {
			s.phrase(c)
		}
	}
}

// phrase walks right from a number over adjectives and compound nouns to the
// head noun, and collects unit, attributes and a status the noun implies.
func (s *sentence) phrase(c *candidate) {
	i := s.link(c)
	for n := 0; n < maxPhrase && i < len(s.words); n++ {
		if s.at[i] != nil && s.at[i] != c && s.at[i].form != formOne && !s.words[i].is(isOthers) {
			break
		}
		if !s.extend(c, i) {
			break
		}
		i++
	}
	s.trim(c)
	s.siblings(c)
	s.whole(c)
}

// link steps over the word that ties a count to its noun: "hundreds of people".
func (s *sentence) link(c *candidate) int {
	if c.to < len(s.words) && s.words[c.to].glued && s.words[c.to].mark("*†‡") {
		c.to++
	}
	i := c.to
	if i >= len(s.words) || !s.words[i].is(isOf) {
		return i
	}
	if i+1 < len(s.words) && s.words[i+1].is(isDefinite|isDeterminer|isPronoun|isRelative|isWhom) && !s.words[i+1].is(isArticle) {
		c.partitive = true
		return i
	}
	if c.form == formVague || c.form == formPart || c.form == formZero {
		return i + 1
	}
	return i
}

// extend takes word i into the phrase if it can belong there.
func (s *sentence) extend(c *candidate, i int) bool {
	w := &s.words[i]
	switch {
	case c.partitive:
		return false
	case w.kind == kindMark:
		return c.head < 0 && (w.mark("\"“”") || w.mark("-") && w.glued)
	case w.kind == kindDigit:
		return false
	case s.fateful(c, i):
		return true
	case s.fateAdjective(w):
		return s.participle(c, i)
	case w.is(isPerson | isBuilding | isThing):
		return s.noun(c, i)
	case w.is(isOthers):
		c.others, c.to = true, i+1
		return true
	case w.slots != 0:
		return s.participle(c, i)
	}
	return s.adjunct(c, i)
}

// fateAdjective reports whether a status word can be read as an attribute
// before it is read as a noun: "12 wounded soldiers".
func (s *sentence) fateAdjective(w *word) bool {
	return w.has(slotBefore) && w.status != "" && !w.is(isThing|isBuilding)
}

// fateful takes a noun that is itself a fate: "57 deaths".
func (s *sentence) fateful(c *candidate, i int) bool {
	w := &s.words[i]
	if c.sure || !w.has(slotSelf|slotNoun) || w.is(isPerson|isBuilding|isThing) || w.has(slotBefore) || s.verbal(i) {
		return false
	}
	c.head, c.sure, c.to = i, true, i+1
	c.implied, c.unit = w.status, w.unit
	return true
}

// adjunct takes a word that may stand between the number and its noun.
func (s *sentence) adjunct(c *candidate, i int) bool {
	w := &s.words[i]
	switch {
	case c.head >= 0 && c.sure:
		return false
	case w.is(isModifier):
		c.groups = append(c.groups, w.groups...)
		return true
	case w.is(isAdverb) && c.head < 0 && s.word(i+1).is(isModifier):
		return true
	}
	return s.unknown(c, i)
}

// noun takes a noun of the lexicon as the head; a later one replaces it, since
// the last noun of a compound is what is counted.
func (s *sentence) noun(c *candidate, i int) bool {
	w := &s.words[i]
	if c.sure && s.words[c.head].is(isThing) && w.is(isThing) || s.finite(i) && c.head >= 0 {
		return false
	}
	c.head, c.sure, c.to = i, true, i+1
	c.groups = append(c.groups, w.groups...)
	if w.unit != "" || w.is(isPerson) {
		c.unit = w.unit
	}
	if w.has(slotNoun|slotSelf) && c.implied == "" {
		c.implied = w.status
	}
	return true
}

// participle takes a status word as an attribute of the noun after it:
// "12 wounded soldiers".
func (s *sentence) participle(c *candidate, i int) bool {
	if c.head >= 0 || !s.attributive(i) {
		return false
	}
	c.implied = s.words[i].status
	c.groups = append(c.groups, s.words[i].groups...)
	return true
}

// attributive reports whether the status word at i stands before its noun.
func (s *sentence) attributive(i int) bool {
	if !s.words[i].has(slotBefore) {
		return false
	}
	for j := i + 1; j < len(s.words) && j <= i+2; j++ {
		w := &s.words[j]
		if s.at[j] != nil {
			return false
		}
		if w.is(isPerson|isBuilding) || w.has(slotNoun) {
			return true
		}
		if !w.is(isModifier) {
			return false
		}
	}
	return false
}

// unknown takes a word that no lexicon line names as part of a compound or as
// a head, if its form allows.
func (s *sentence) unknown(c *candidate, i int) bool {
	w := &s.words[i]
	if w.class&^(isUnitName|isStreet|isReference|isTollHead) != 0 || w.shape == Adverb || w.kind == kindWord && w.shape == Gerund {
		return false
	}
	if w.shape == Participle && (i+1 >= len(s.words) || !s.nounish(i+1)) {
		return false
	}
	if c.head >= 0 && s.words[c.head].shape == Plural && !s.nounish(i) {
		return false
	}
	c.head, c.to = i, i+1
	return true
}

// nounish reports whether word i can go on a noun phrase.
func (s *sentence) nounish(i int) bool {
	w := &s.words[i]
	return w.is(isPerson|isBuilding|isThing|isModifier) || w.class == 0 && w.slots == 0 && w.shape == Plural
}

// verbal reports whether a word that may be a noun or a verb is a verb here:
// an auxiliary or another noun phrase follows.
func (s *sentence) verbal(i int) bool {
	w := &s.words[i]
	return w.has(slotAfter) && s.object(i+1)
}

// finite reports whether word i may be a verb and is followed by its object.
func (s *sentence) finite(i int) bool { return s.words[i].is(isVerb) && s.object(i+1) }

// object reports whether a noun phrase without preposition begins at word i.
func (s *sentence) object(i int) bool {
	for ; i < len(s.words); i++ {
		w := &s.words[i]
		if w.is(isAdverb) && !w.is(isCue|isModifier) || w.mark("\"“") {
			continue
		}
		if w.is(isMonth | isWeekday | isAdverb) {
			return false
		}
		if s.at[i] != nil {
			return !s.at[i].measure()
		}
		return w.is(isDeterminer|isDefinite|isCue|isPerson|isTotal|isModifier) || w.name && w.class == 0 && w.kind == kindWord && !s.caps
	}
	return false
}

// capitals reports whether the sentence is written in capitals throughout, so
// that a capital at a word's head means nothing.
func (s *sentence) capitals() bool {
	upper, words := 0, 0
	for i := range s.words {
		w := &s.words[i]
		if w.kind != kindWord || len(w.text) < 2 {
			continue
		}
		words++
		if !strings.ContainsFunc(w.text, unicode.IsLower) {
			upper++
		}
	}
	return upper*10 >= words*7
}

// trim drops an unknown head that stands right before a thing that decides
// nothing, and settles the unit.
func (s *sentence) trim(c *candidate) {
	if c.unit == "" {
		c.unit = persons
	}
	switch {
	case c.percent:
		c.unit = percent
	case c.form == formPart:
		c.unit = fraction
	}
}

// siblings takes nouns joined to the head without a number of their own:
// "12 women and children".
func (s *sentence) siblings(c *candidate) {
	if c.head < 0 || !s.words[c.head].is(isPerson) {
		return
	}
	for s.word(c.to).is(isAnd) || s.word(c.to).mark(",") {
		j := c.to + 1
		if s.word(j).is(isAnd) {
			j++
		}
		for s.word(j).is(isModifier) && !s.word(j).is(isPerson) {
			j++
		}
		if !s.word(j).is(isPerson) || s.at[j] != nil {
			return
		}
		for s.word(j + 1).is(isPerson) {
			j++
		}
		c.groups = append(c.groups, s.words[j].groups...)
		c.to = j + 1
	}
}

// whole finds the Y of "X of the Y", also behind an owner: "of the town's
// 6,000 residents".
func (s *sentence) whole(c *candidate) {
	if !c.partitive {
		return
	}
	for i := c.to + 1; i < len(s.words) && i <= c.to+6; i++ {
		if d := s.at[i]; d != nil && d != c && d.form != formOne {
			c.whole, d.divided = d, true
			return
		}
		if w := &s.words[i]; w.is(isBuilding) {
			c.unit = w.unit
		} else if !w.is(isDefinite|isDeterminer|isCue|isModifier|isTotal|isClitic) && !s.word(i+1).is(isClitic) {
			return
		}
	}
}
