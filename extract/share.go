package extract

// share lets numbers without a status word of their own take it from a
// neighbour joined to them: "six guerrillas and one soldier were killed",
// "killing 15 people in Orsk and three in Dorim".
func (s *sentence) share() {
	s.backward(true)
	s.backward(false)
	s.forward()
	s.backward(false)
	for _, c := range s.cands {
		if c.live() && !c.bound() && c.peer != nil && c.peer.bound() {
			s.take(c, c.peer, "counts the same people in another unit")
		}
		if c.live() && !c.bound() && c.rival != nil && c.rival.bound() {
			s.take(c, c.rival, "is another count of the figure before the bracket")
		}
		if c.live() && !c.bound() && c.parent != nil && c.parent.bound() {
			s.inherit(c)
		}
	}
}

// backward takes the verb that closes a list of subjects for all of them.
func (s *sentence) backward(passive bool) {
	for k := len(s.cands) - 1; k >= 0; k-- {
		c := s.cands[k]
		next := s.sibling(k)
		if next == nil || !c.live() || c.divided || c.agent || c.form == formOthers {
			continue
		}
		if c.bound() && !s.weak(c) || c.parent != next.parent || !next.closes(c, passive) {
			continue
		}
		if s.adjoins(c, next) && fits(c, next.frame.status) {
			s.take(c, next, "shares the verb of the next figure")
		}
	}
}

// weak reports whether the candidate's verb only leads to its fate: "lost
// three officers and forty men killed".
func (s *sentence) weak(c *candidate) bool {
	return c.bound() && c.frame.at >= 0 && c.frame.at < c.first && (s.words[c.frame.at].is(isLeave) || s.words[c.frame.at].has(slotToll))
}

// sibling returns the next live candidate behind k that is no part of it, nor
// of another in between.
func (s *sentence) sibling(k int) *candidate {
	for _, d := range s.cands[k+1:] {
		if d.live() && !d.divided && !descends(d, s.cands[k]) && (d.parent == nil || d.parent == s.cands[k].parent) {
			return d
		}
	}
	return nil
}

func descends(c, of *candidate) bool {
	for n := 0; c != nil && n < 8; n++ {
		if c.parent == of {
			return true
		}
		c = c.parent
	}
	return false
}

// ownFate reports whether two figures in a row are each named by their fate:
// "22 injuries and 3 missing persons".
func ownFate(prev, c *candidate) bool {
	return prev.frame.at == prev.head && c.implied != "" && c.implied != prev.frame.status
}

// forward takes the status of the figure before it.
func (s *sentence) forward() {
	var prev *candidate
	for _, c := range s.cands {
		if !c.live() || c.divided || c.parent != nil {
			continue
		}
		if prev != nil && prev.bound() && s.elliptic(c) && s.adjoins(prev, c) && fits(c, prev.frame.status) && s.ends(c) && !ownFate(prev, c) {
			s.take(c, prev, "goes on from the figure before it")
		}
		if c.bound() || c.form != formOne {
			prev = c
		}
	}
}

// elliptic reports whether a candidate may lack its own status word.
func (s *sentence) elliptic(c *candidate) bool {
	return !c.bound() && !c.agent && !c.percent && c.form != formOthers && c.form != formOne
}

// ends reports whether nothing but places and ends follow an elliptic phrase:
// a verb behind it would make it the subject of that verb.
func (s *sentence) ends(c *candidate) bool {
	for i := c.to; i < len(s.words) && i < c.to+12; i++ {
		w := &s.words[i]
		if w.mark(".;,()") || w.is(isConjunction|isInclude|isRelative|isSay) || s.at[i] != nil && s.at[i] != c && s.at[i].live() {
			return true
		}
		if w.is(isBe | isAux) {
			return false
		}
		if w.is(isVerb) && !w.is(isModifier|isPreposition|isThing|isPerson) && !s.word(i-1).is(isPreposition|isDeterminer) {
			return false
		}
	}
	return true
}

// closes reports whether c's status word may close a list that prev is in.
func (c *candidate) closes(prev *candidate, passive bool) bool {
	if !c.bound() || c.frame.at <= c.first || c.frame.passive != passive {
		return false
	}
	return passive || prev.head >= 0 && c.frame.at != c.head
}

// fits reports whether a status can hold for what the candidate counts.
func fits(c *candidate, st Status) bool {
	return c.head < 0 || st.forBuildings() == c.built() || c.unit == percent || c.unit == fraction
}

// take copies the frame of a neighbour. A noun left out is that of the
// neighbour as well, and so are its attributes.
func (s *sentence) take(c, from *candidate, how string) {
	f := from.frame
	f.bond, f.how = shared, how
	c.set(f)
	s.noNoun(c, from)
}

// noNoun gives a candidate without a noun the unit and attributes of another.
func (s *sentence) noNoun(c, from *candidate) {
	if c.head >= 0 {
		return
	}
	if len(c.groups) == 0 {
		c.groups = append(c.groups, from.groups...)
	}
	if c.unit == persons && from.unit != "" && from.unit != percent && from.unit != fraction {
		c.unit = from.unit
	}
}

// inherit gives a part the status of its whole.
func (s *sentence) inherit(c *candidate) {
	f := c.parent.frame
	f.bond, f.how = shared, "has the status of the figure it is a part of"
	if w := s.word(c.from - 1); !fits(c, f.status) || w.is(isPreposition) && !w.is(isInclude|isLeave|isWhom) {
		return
	}
	c.set(f)
	s.noNoun(c, c.parent)
	if c.parent.unit == bodies && c.unit == persons {
		c.unit = bodies
	}
}

// adjoins reports whether a and b are members of one list: between them there
// are only commas, "and", and phrases hanging on a or on its verb.
func (s *sentence) adjoins(a, b *candidate) bool {
	if w := s.word(b.from - 1); w.is(isOf) || w.is(isPreposition) && !w.is(isInclude|isRaise) {
		return false
	}
	i := a.to
	if a.bound() && a.frame.at >= a.to && a.frame.at < b.from {
		i = a.frame.at + 1
	}
	if i > b.from || b.from-i > reach {
		return false
	}
	joined := false
	for ; i < b.from; i++ {
		joined = joined || s.words[i].is(isAnd) || s.words[i].mark(",")
		if s.separates(i, a, b) {
			return false
		}
	}
	return joined
}

// separates reports whether word i keeps a and b from being one list.
func (s *sentence) separates(i int, a, b *candidate) bool {
	w := &s.words[i]
	if s.at[i] != nil && (!s.at[i].live() || s.at[i].parent != nil) || w.is(isAnd) {
		return false
	}
	switch {
	case w.mark(";:."), w.is(isConjunction | isRelative | isSay | isBe | isAux):
		return true
	case w.is(isInclude):
		return !s.partBefore(i, b)
	case w.is(isVerb) && !w.is(isModifier|isPreposition|isThing|isPerson):
		return true
	}
	return w.status != "" && w.has(slotAfter|slotBefore) && !w.is(isPerson|isThing) && !s.coveredBy(i, a, b)
}

// partBefore reports whether the cue at i opens parts that end before b.
func (s *sentence) partBefore(i int, b *candidate) bool {
	for _, d := range s.cands {
		if d.first > i && d.to <= b.from && d.parent != nil {
			return true
		}
	}
	return false
}

// coveredBy reports whether the status word at i belongs to a's own frame:
// "killed and wounded", "killed or injured".
func (s *sentence) coveredBy(i int, a, b *candidate) bool {
	return a.bound() && i > a.frame.at && i < b.from && s.linked(a.frame.at, i) && i-a.frame.at <= 3
}
