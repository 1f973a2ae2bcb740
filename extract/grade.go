package extract

import "slices"

// imply gives what is still unbound the status its own noun carries, and,
// failing that, guesses from the nearest status word: a guess is for a person
// to read, never more.
func (s *sentence) imply() {
	for _, c := range s.cands {
		if !c.live() || c.bound() || c.form == formOne || c.form == formOthers {
			continue
		}
		st := s.takenAs(c)
		switch {
		case c.implied != "" && (!c.agent || s.words[c.head].is(isTollHead)):
			c.set(frame{status: c.implied, at: c.head, bond: loose, how: "is a number of people whose noun says what became of them"})
		case st != "":
			c.set(frame{status: st, at: c.head, bond: loose, how: "is a number of “" + s.words[c.head].text + "” who were taken or held"})
		case s.guessable(c):
			s.guess(c)
		}
	}
}

// guessable reports whether nothing speaks against a guess.
func (s *sentence) guessable(c *candidate) bool {
	if c.form == formZero || c.percent || c.agent || c.subject || c.partitive {
		return false
	}
	return c.form != formVague || c.head >= 0
}

// takenAs reads "forty prisoners were taken": the noun says the fate and the
// verb only that it came about.
func (s *sentence) takenAs(c *candidate) Status {
	if c.head < 0 || !s.words[c.head].has(slotMixed) {
		return ""
	}
	if w := s.word(c.from - 1); w.is(isLeave) && w.is(isVerb) {
		return s.words[c.head].status
	}
	if !s.word(c.to).is(isBe | isAux) {
		return ""
	}
	for i := c.to; i < c.to+4; i++ {
		if s.word(i).is(isLeave) {
			return s.words[c.head].status
		}
	}
	return ""
}

// guess takes the status word nearest to a count of people; where the sentence
// has none, the fate of the group that the sentence before is about: "these
// prisoners".
func (s *sentence) guess(c *candidate) {
	if c.head >= 0 && !c.sure && s.words[c.head].shape != Plural || s.word(c.from-1).is(isAboard) {
		return
	}
	best := s.nearest(c)
	switch {
	case best >= 0 && fits(c, s.words[best].status):
		c.set(frame{status: s.words[best].status, at: best, bond: guessed, how: "stands near “" + s.words[best].text + "”; nothing else binds it"})
	case best < 0 && s.doc.topic != "" && c.sure && fits(c, s.doc.topic):
		c.set(frame{status: s.doc.topic, at: -1, bond: guessed, how: "follows a sentence about people whose fate is named; nothing else binds it"})
	}
}

// nearest returns the status word nearest to the candidate, or -1.
func (s *sentence) nearest(c *candidate) int {
	best, dist := -1, 13
	for i := range s.words {
		w := &s.words[i]
		if w.status == "" || w.slots&^slotToll == 0 {
			continue
		}
		n := i - c.to + 1
		if i < c.from {
			n = c.from - i
		}
		if n < dist {
			best, dist = i, n
		}
	}
	return best
}

// topic returns the fate of a group that the sentence is about without a
// number: "these prisoners", "the wounded".
func (s *sentence) topic() Status {
	for i := range s.words {
		if w := &s.words[i]; w.has(slotMixed) && s.word(i-1).is(isDefinite|isWhom) {
			return w.status
		}
	}
	return ""
}

// grade says how sure a bound candidate is.
func (s *sentence) grade(c *candidate) {
	c.grade = s.gradeOf(c)
	if c.grade == Firm && c.warned() {
		c.grade = Probable
	}
	if c.parent != nil && c.grade == Firm && c.parent.form == formExact && c.form == formExact && c.unit == c.parent.unit && c.value > c.parent.value {
		c.grade = Look
		c.say("is larger than the figure it seems to be a part of")
	}
	c.say("graded " + string(c.grade))
}

// warned reports whether a mark casts doubt on the figure being a new one.
func (c *candidate) warned() bool {
	return slices.ContainsFunc(c.marks, func(w warning) bool { return w.kind != "same_people" })
}

func (s *sentence) gradeOf(c *candidate) Grade {
	switch {
	case s.doubtful(c), s.vagueNoun(c):
		return Look
	case c.form == formOne:
		return s.gradeOne(c)
	case c.frame.bond == tight && !c.frame.relative && (c.head < 0 || c.sure):
		return Firm
	case c.frame.bond == shared && c.parent != nil && c.sure && c.parent.grade == Firm:
		return Firm
	}
	return Probable
}

// doubtful reports whether the words that bind the candidate are too weak for
// more than a guess.
func (s *sentence) doubtful(c *candidate) bool {
	if c.frame.modal || c.frame.bond == guessed || c.form == formOthers && !c.frame.passive {
		return true
	}
	if c.form == formVague && s.words[c.first].value == 1 {
		return true
	}
	if c.frame.at < 0 || c.frame.bond <= shared {
		return false
	}
	if open := &s.words[c.frame.at]; open.status != "" && open.value == 1 && !c.named() {
		return true
	}
	return c.value == 1 && c.head < 0 && c.frame.bond == tight && s.weak(c)
}

// vagueNoun reports whether what is counted is unknown and may be no people.
func (s *sentence) vagueNoun(c *candidate) bool {
	if c.head < 0 || c.sure || c.form == formOne {
		return false
	}
	w := &s.words[c.head]
	return c.frame.bond == shared || w.shape != Plural && !w.name
}

// named reports whether the noun itself says the status the candidate has.
func (c *candidate) named() bool {
	return c.head >= 0 && c.sent.words[c.head].has(slotMixed) && c.sent.words[c.head].status == c.frame.status
}

// gradeOne keeps a single person named without a number for a reader's eye,
// unless the status is in the tightest slot and no list precedes.
func (s *sentence) gradeOne(c *candidate) Grade {
	for _, d := range s.cands {
		if d.to == c.from-1 && d.live() && s.words[d.to].is(isAnd) {
			return Look
		}
	}
	if c.frame.bond == tight && c.sure && c.parent == nil {
		return Probable
	}
	return Look
}

// unboundReason names why a number that no status word reaches is no figure.
func (s *sentence) unboundReason(c *candidate) string {
	switch {
	case c.form == formOne || c.form == formOthers || c.form == formZero:
		return silent
	case c.form == formVague && c.head < 0:
		return silent
	case c.percent || c.form == formPart:
		return "percent_other"
	}
	for i := max(0, c.from-4); i < min(len(s.words), c.to+4); i++ {
		if s.words[i].is(isAboard) {
			return "occupants"
		}
		if s.words[i].is(isPopulation) {
			return "population"
		}
	}
	return s.role(c)
}

// role names what counted people or things do where nothing happens to them.
func (s *sentence) role(c *candidate) string {
	if c.head < 0 {
		if c.agent {
			return Acting
		}
		return "no_fate"
	}
	switch w := &s.words[c.head]; {
	case w.is(isBuilding) || !w.is(isPerson):
		return "objects"
	case c.agent || c.subject:
		return Acting
	}
	return "personnel"
}

// limits keeps the phrases that say when and where a figure holds, as words.
func (s *sentence) limits(c *candidate) {
	lo, hi := max(0, c.first-reach), min(len(s.words), c.to+reach)
	for i := lo; i < hi; i++ {
		w := &s.words[i]
		switch {
		case w.is(isTimeScope) && !c.scoped("time"):
			c.limit("time", w.start, s.words[max(i, s.limitEnd(i))].end)
		case w.is(isPlace) && i >= c.to && s.word(i+1).name && !s.caps && !s.word(i+1).is(isMonth|isWeekday) && !c.scoped("place"):
			c.limit("place", w.start, s.words[max(i, s.limitEnd(i))].end)
		}
	}
}

func (c *candidate) scoped(kind string) bool {
	for _, x := range c.scope {
		if x.Kind == kind {
			return true
		}
	}
	return false
}

func (c *candidate) limit(kind string, start, end int) {
	c.scope = append(c.scope, Scope{Kind: kind, Span: Span{Start: start, End: end}})
}

// limitEnd returns the last word of a phrase of time or place that begins at i.
func (s *sentence) limitEnd(i int) int {
	j := i + 1
	for ; j < len(s.words) && j <= i+8; j++ {
		w := &s.words[j]
		if w.kind == kindMark || w.is(isBe|isAux|isAnd|isConjunction|isPreposition|isInclude|isRelative|isVerb) || w.slots != 0 {
			break
		}
		if s.at[j] != nil && s.at[j].live() {
			break
		}
	}
	return j - 1
}
