package extract

// percents turns down strengths and the shares of what is no toll, and gives a
// share of people named before their fate: "over 78% of the casualties".
func (s *sentence) percents() {
	for _, c := range s.cands {
		if c.live() && s.word(c.from-1).is(isPopulation) && !c.adjacent() {
			c.frame = frame{}
			c.turn("population")
		}
		if c.live() && (c.percent || c.form == formPart) && !s.divides(c) {
			c.frame = frame{}
			c.turn("percent_other")
		}
	}
}

// adjacent reports whether the status word stands right behind the phrase.
func (c *candidate) adjacent() bool {
	return c.frame.bond == tight && !c.frame.passive && c.frame.at == c.to
}

// divides reports whether a percentage or fraction is a share of a toll.
func (s *sentence) divides(c *candidate) bool {
	w := s.word(c.to)
	group := c.partitive || w.is(isWhom) && w.is(isInclude) || c.percent && s.madeUp(c)
	switch {
	case group && s.shareOf(c):
		return true
	case c.bound() && (c.whole != nil || w.is(isWhom)):
		return true
	}
	return c.percent && c.frame.bond == tight
}

// madeUp reports whether a share is said to be of a group: "60 per cent are
// children".
func (s *sentence) madeUp(c *candidate) bool {
	if !s.word(c.to).is(isBe) {
		return false
	}
	for i := c.to + 1; i < c.to+4; i++ {
		if w := s.word(i); w.is(isPerson) && len(w.groups) > 0 {
			return true
		}
	}
	return false
}

// shareOf binds a share to the figure whose people it divides.
func (s *sentence) shareOf(c *candidate) bool {
	st, people := s.group(c)
	if st == "" && !people {
		return false
	}
	whole := s.dividend(c, st)
	switch {
	case whole != nil && (st == "" || covers(st, whole.frame.status)):
		st = whole.frame.status
	case st == "" || whole == nil && s.madeUp(c):
		return false
	}
	c.parent = whole
	c.set(frame{status: st, at: c.to, bond: tight, how: "is a share of people whose fate is named"})
	return true
}

// group reads what stands behind a share: the fate of the group, and whether
// it is one of people at all.
func (s *sentence) group(c *candidate) (st Status, people bool) {
	people = s.madeUp(c)
	for i := c.to; i < len(s.words) && i < c.to+5; i++ {
		w := &s.words[i]
		people = people || w.is(isPerson|isPronoun|isWhom) || s.at[i] != nil && s.at[i] == c.whole
		if st == "" {
			st = w.status
		}
	}
	return st, people
}

// dividend finds the figure that a share of people with status st divides.
func (s *sentence) dividend(c *candidate, st Status) *candidate {
	whole := s.doc.antecedent(st)
	for _, d := range s.cands {
		if d.first >= c.first || !d.live() || !d.bound() || d.parent != nil || d.percent {
			continue
		}
		if st == "" || covers(d.frame.status, st) || covers(st, d.frame.status) {
			whole = d
		}
	}
	return whole
}

// casesOf keeps "312 cases of enforced disappearance", where the noun behind
// the link says what became of the people.
func (s *sentence) casesOf(c *candidate) bool {
	if c.head < 0 || !s.words[c.head].is(isTollHead) || !s.word(c.to).is(isOf) {
		return false
	}
	for i := c.to + 1; i <= c.to+3; i++ {
		if w := s.word(i); w.has(slotSelf | slotOf) {
			c.implied, c.unit = w.status, persons
			return true
		}
	}
	return false
}
