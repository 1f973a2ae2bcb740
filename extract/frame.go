package extract

import "slices"

// reach bounds every walk over a sentence, in words, so that the cost of a
// text grows with its length alone.
const reach = 40

// frames binds every live candidate to the status word whose slot it fills.
func (s *sentence) frames() {
	for _, c := range s.cands {
		if !c.live() {
			continue
		}
		if f, ok := s.ownFrame(c); ok {
			c.set(f)
			if f.status.forBuildings() && c.head < 0 && c.unit == persons {
				c.unit = houses
			}
		}
	}
}

// ownFrame tries the slots from the tightest to the loosest.
func (s *sentence) ownFrame(c *candidate) (frame, bool) {
	if f, ok := s.selfFrame(c); ok {
		return f, true
	}
	of, hasOf := s.ofFrame(c)
	if hasOf && of.status == recovered {
		c.unit = bodies
		return of, true
	}
	if f, ok := s.verbFrame(c, of, hasOf); ok {
		return f, true
	}
	return s.tollFrame(c)
}

// verbFrame chooses between the verb before a phrase, the word behind it and a
// status noun with a link: the tightest wins, and of two tight ones the verb
// before, unless that verb only leads to the fate behind: "lost 30 killed".
func (s *sentence) verbFrame(c *candidate, of frame, hasOf bool) (frame, bool) {
	left, hasLeft := s.activeFrame(c)
	hasLeft = hasLeft && fits(c, left.status)
	leads := hasLeft && s.words[left.at].is(isLeave)
	if hasLeft && left.bond == tight && !leads {
		return left, true
	}
	right, hasRight := s.rightFrame(c)
	hasRight = hasRight && (!c.divided || s.ownParticiple(c, right))
	switch {
	case hasRight && right.bond == tight:
		return right, true
	case hasLeft && left.bond == tight:
		return left, true
	case hasOf:
		return of, true
	case hasRight:
		return right, true
	}
	return left, hasLeft && !c.agent
}

// ownParticiple reports whether the Y of "X of the Y" has a participle of its
// own: the verb behind it is that of X.
func (s *sentence) ownParticiple(c *candidate, f frame) bool {
	return f.relative || !f.passive && f.at == c.to && (c.head < 0 || s.words[f.at].has(slotAfter))
}

// selfFrame binds a number whose noun is itself the status: "57 deaths".
func (s *sentence) selfFrame(c *candidate) (frame, bool) {
	if c.head < 0 || !s.words[c.head].has(slotSelf) || s.words[c.head].is(isPerson) {
		return frame{}, false
	}
	w := &s.words[c.head]
	return frame{status: w.status, at: c.head, bond: tight, how: "counts “" + w.text + "”, which is itself a fate"}, true
}

// activeFrame binds an object to the verb before it: "killing 15 people".
// Between them there may be people without a number: "killed the driver and
// two passengers".
func (s *sentence) activeFrame(c *candidate) (frame, bool) {
	i := c.from - 1
	for i >= 0 && (s.words[i].is(isArticle) || s.words[i].is(isAdverb) && !s.words[i].is(isPreposition)) {
		i--
	}
	if i < 0 {
		return frame{}, false
	}
	if s.active(i) {
		return s.objectOf(c, i, tight), true
	}
	if c.form == formOne || !s.words[i].is(isAnd) && !s.words[i].mark(",") {
		return frame{}, false
	}
	for n := 0; i >= 0 && n < 14 && !s.breaksList(i); n++ {
		if s.active(i) {
			ok := s.object(i+1) || s.words[i+1].is(isPronoun)
			return s.objectOf(c, i, loose), ok
		}
		i--
	}
	return frame{}, false
}

// breaksList reports whether word i cannot stand among people named without a
// number between a verb and a count.
func (s *sentence) breaksList(i int) bool {
	w := &s.words[i]
	if s.active(i) {
		return false
	}
	if w.is(isConjunction|isBe|isAux|isSay|isInclude) || w.is(isVerb) && s.verbish(w) || w.mark(".;:()—") || s.liveAt(i) {
		return true
	}
	return w.slots != 0 && !w.has(slotNoun|slotMixed)
}

// active reports whether the status word at i takes an object here: it is no
// participle behind an auxiliary.
func (s *sentence) active(i int) bool {
	w := &s.words[i]
	if !w.has(slotAfter) || w.status == "" {
		return false
	}
	if !w.has(slotBefore) {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if s.words[j].is(isBe) {
			return false
		}
		if !s.words[j].is(isAdverb) {
			break
		}
	}
	if i == 0 {
		return true
	}
	if s.attributive(i) && s.words[i-1].is(isDefinite|isArticle|isDeterminer|isModifier) {
		return false
	}
	return s.at[i-1] == nil || s.at[i-1].measure()
}

func (s *sentence) objectOf(c *candidate, i int, b bond) frame {
	st := s.joined(i, -1)
	if s.words[i].has(slotNoun) && c.head >= 0 && s.words[c.head].status != "" {
		st = s.words[c.head].status
	}
	modal := s.word(i-1).is(isModal) || s.word(i-1).is(isAdverb) && s.word(i-2).is(isModal)
	return frame{status: st, at: i, bond: b, modal: modal, how: "is the object of “" + s.words[i].text + "”"}
}

// ofFrame binds what is counted after a status noun: "the deaths of 12 people".
func (s *sentence) ofFrame(c *candidate) (frame, bool) {
	i := c.from - 1
	for i >= 0 && s.words[i].is(isDefinite|isArticle|isTotal|isModifier) {
		i--
	}
	if i < 1 || !s.words[i].is(isOf) {
		return frame{}, false
	}
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		w := &s.words[j]
		if w.has(slotOf) {
			return frame{status: w.status, at: j, bond: tight, how: "follows “" + s.src[w.start:s.words[i].end] + "”"}, true
		}
		if !w.is(isModifier | isAdverb) {
			break
		}
	}
	return frame{}, false
}

// joined gives the status of a word together with others coordinated to it:
// "killed or wounded". dir is +1 to look right, -1 to look left. A comma joins
// only what no auxiliary stands between.
func (s *sentence) joined(i, dir int) Status {
	list := []Status{s.words[i].status}
	link, and := false, false
	for j := i + dir; j >= 0 && j < len(s.words); j += dir {
		w := &s.words[j]
		if link && !and && w.is(isBe|isAux) {
			break
		}
		if w.is(isAnd|isAdverb|isLight|isBe|isAux) || w.mark(",/") {
			and = and || w.is(isAnd)
			link = link || and || w.kind == kindMark
			continue
		}
		if !link || !s.joins(j, dir) {
			break
		}
		list, link, and = append(list, w.status), false, false
	}
	if dir < 0 {
		slices.Reverse(list)
	}
	return combine(list)
}

// joins reports whether the word at j is a status word that shares its people
// with one before it (dir +1) or behind it (dir -1).
func (s *sentence) joins(j, dir int) bool {
	w := &s.words[j]
	if w.status == "" || s.at[j] != nil {
		return false
	}
	if dir < 0 {
		return w.has(slotAfter)
	}
	return w.has(slotBefore) && !(w.has(slotAfter) && s.object(j+1))
}

// putBefore reports whether a reporting verb governs the toll at i: "puts the
// number of dead at 40".
func (s *sentence) putBefore(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		if w := &s.words[j]; w.is(isSay|isLeave) || w.is(isRaise) && !w.is(isPreposition|isBe) {
			return true
		}
	}
	return false
}

// linked reports whether an "and", "or" or comma stands between neighbours.
func (s *sentence) linked(a, b int) bool {
	for j := min(a, b); j <= max(a, b); j++ {
		if s.words[j].is(isAnd) || s.words[j].mark(",/") {
			return true
		}
	}
	return false
}

// tollFrame binds a number to a toll named earlier in the clause: "the death
// toll rose to 240", "the number of people displaced stands at 12,000".
func (s *sentence) tollFrame(c *candidate) (frame, bool) {
	i := s.tollLead(c)
	if i < 0 || c.definite {
		return frame{}, false
	}
	if s.words[i].is(isOf) {
		return s.tollOf(i, c)
	}
	led := s.words[i].mark(":")
	for n := 0; i >= 0 && n < 25 && !s.breaksToll(i); n++ {
		w := &s.words[i]
		led = led || s.measures(w)
		if w.has(slotToll) || w.is(isTollHead) {
			return s.tollAt(i, c, led || s.putBefore(i))
		}
		i--
	}
	return frame{}, false
}

// tollLead returns the word that leads from a toll to the number: "to", "at",
// "was", a colon, or the cue itself in "exceeds 100"; -1 where there is none.
func (s *sentence) tollLead(c *candidate) int {
	if c.cueA >= 0 && s.words[c.cueA].is(isRaise) {
		return c.cueA
	}
	i := c.from - 1
	for i >= 0 && s.words[i].is(isAdverb|isArticle) {
		i--
	}
	if i >= 0 && (s.words[i].is(isRaise|isBe) || s.words[i].mark(":")) {
		return i
	}
	return -1
}

// measures reports whether a word can lead from a toll to its number.
func (s *sentence) measures(w *word) bool {
	return w.is(isBe|isSay) || w.is(isRaise) && !w.is(isPreposition) || w.shape == Participle
}

// breaksToll reports whether word i separates a number from any toll before it.
func (s *sentence) breaksToll(i int) bool {
	w := &s.words[i]
	if w.mark(";") || w.is(isInclude) || s.liveAt(i) && s.at[i].bound() {
		return true
	}
	return w.is(isConjunction) && (s.word(i-1).mark(",") || s.word(i-1).is(isAnd))
}

// tollAt binds a number to the toll at word i. led says whether a verb leads
// from one to the other.
func (s *sentence) tollAt(i int, c *candidate, led bool) (frame, bool) {
	w := &s.words[i]
	if w.has(slotToll) {
		return frame{status: w.status, at: i, bond: tight, how: "is the measure of “" + w.text + "”"}, led
	}
	if f, ok := s.countOf(i, c); ok || !led {
		return f, ok
	}
	return s.sameToll(i, c)
}

// tollOf reads "a toll of 12".
func (s *sentence) tollOf(i int, c *candidate) (frame, bool) {
	w := s.word(i - 1)
	if !w.has(slotToll) {
		return frame{}, false
	}
	return frame{status: w.status, at: i - 1, bond: tight, how: "is the measure of “" + w.text + "”"}, true
}

// sameToll reads "put the figure at 46": another count of what was counted
// last.
func (s *sentence) sameToll(i int, c *candidate) (frame, bool) {
	rival := s.doc.antecedent("")
	for _, d := range s.cands {
		if d.last < i && d.live() && d.bound() && d.parent == nil {
			rival = d
		}
	}
	if rival == nil || !s.word(i-1).is(isDefinite) {
		return frame{}, false
	}
	c.rival = rival
	return frame{status: rival.frame.status, at: -1, bond: loose, how: "is another count of the figure before it"}, true
}

// countOf reads what a word like "number" counts: "number of people killed".
func (s *sentence) countOf(i int, c *candidate) (frame, bool) {
	for j := i + 1; j < c.from && j < i+8; j++ {
		w := &s.words[j]
		if w.status != "" {
			if c.unit == persons && w.unit != "" {
				c.unit = w.unit
			}
			c.groups = append(c.groups, w.groups...)
			return frame{status: s.joined(j, 1), at: j, bond: tight, how: "is the measure of “" + s.src[s.words[i].start:w.end] + "”"}, true
		}
		if w.is(isBuilding) {
			c.unit = w.unit
		}
		if w.is(isPerson) {
			c.groups = append(c.groups, w.groups...)
		}
	}
	return frame{}, false
}
