package extract

// scope is an open list of parts.
type scope struct {
	whole *candidate
	at    int  // word of the cue
	post  bool // the cue stands behind the status word of the whole
	paren bool
	rest  bool // goes on to the end of the sentence: "of the 30, 12 are ..."
	last  *candidate
}

// parts links every part to its whole within the sentence.
func (s *sentence) parts() {
	var open *scope
	var prev *candidate
	for _, c := range s.cands {
		if c.same != nil {
			prev = c
		}
		if !c.live() || c.form == formOthers || c.form == formZero && c.head < 0 {
			continue
		}
		open = s.scopeOf(c, prev, open)
		s.assign(c, open, prev)
		if open != nil {
			open.last = c
		}
		if c.form != formOne && !partOfNext(c, prev) {
			prev = c
		}
	}
}

// scopeOf returns the list of parts that c is in: a new one, the open one, or
// none.
func (s *sentence) scopeOf(c, prev *candidate, open *scope) *scope {
	sc := s.opens(c, prev)
	if sc != nil && (open == nil || open.at != sc.at) && (sc.rest || prev == nil || s.nextTo(sc.at, c) || s.stays(sc, c)) {
		return sc
	}
	if open != nil && s.stays(open, c) {
		return open
	}
	return nil
}

// partOfNext reports whether c is the Y of "X of the Y", which gives way to X
// as the figure that later words go on from.
func partOfNext(c, prev *candidate) bool { return prev != nil && prev.whole == c }

// nextTo reports whether c follows the cue at once: "including those of three
// children".
func (s *sentence) nextTo(cue int, c *candidate) bool {
	for i := cue + 1; i < c.from; i++ {
		if !s.words[i].is(isOf | isDefinite | isArticle | isModifier | isAdverb) {
			return false
		}
	}
	return true
}

// assign makes c a part of the open scope's whole, or of the Y in "X of the Y".
func (s *sentence) assign(c *candidate, open *scope, prev *candidate) {
	switch {
	case c.others && prev != nil && prev.whole != nil && prev.whole != c && prev.whole.origin() != nil:
		c.parent = prev.whole.origin()
		c.say("is the rest of the number after “of”")
	case c.whole != nil && c.whole.origin() != nil:
		c.parent = c.whole.origin()
		if c.head < 0 && c.unit == persons {
			c.unit = c.whole.unit
		}
		c.say("is a part of the number after “of”")
	case open != nil && open.whole != c && !descends(open.whole, c):
		c.parent = open.whole.origin()
		if open.rest && c.head < 0 && c.unit == persons {
			c.unit = open.whole.unit // "of the 640 families, 410 are ..."
		}
		c.say("is a part, since “" + s.words[open.at].text + "” opens a list of parts")
	}
}

// opens returns the scope that c is the first part of, if it is.
func (s *sentence) opens(c, prev *candidate) *scope {
	if sc := s.ofTheScope(c, prev); sc != nil {
		return sc
	}
	if sc := s.inverted(c, prev); sc != nil {
		return sc
	}
	if prev == nil {
		return s.doc.reopen(s, c)
	}
	if prev.peer != nil && prev.parent == nil {
		prev = prev.peer
	}
	if i := s.cueBefore(c, prev); i >= 0 {
		return &scope{whole: s.divided(prev, i), at: i, post: prev.bound() && prev.frame.at < i && prev.frame.at >= 0, paren: s.words[i].mark("(") || s.word(i-1).mark("(")}
	}
	if i := s.whomAfter(c); i >= 0 {
		w := prev
		if prev.parent != nil && s.whomAfter(prev) >= 0 {
			w = prev.parent
		}
		return &scope{whole: w, at: i, post: true}
	}
	return nil
}

// divided returns the figure that a cue behind prev divides: prev, or, where
// the cue repeats one that prev is already a part of, the same whole.
func (s *sentence) divided(prev *candidate, cue int) *candidate {
	if prev.parent != nil && prev.parent.sent == s && s.againAfter(prev, cue) {
		return prev.parent
	}
	return prev
}

// againAfter reports whether the main verb stands between a part and a second
// cue, so that the second cue speaks of the whole again: "five people,
// including a boy, were killed, including two at the camp".
func (s *sentence) againAfter(part *candidate, cue int) bool {
	f := part.parent.frame
	return part.parent.bound() && f.at > part.last && f.at < cue
}

// cueBefore returns the word that opens parts right before c: a cue, or a
// bracket, colon or dash behind a figure. Between it and c there may be people
// without a number.
func (s *sentence) cueBefore(c, prev *candidate) int {
	for i := c.from - 1; i >= prev.to && i > c.from-reach; i-- {
		w := &s.words[i]
		if w.is(isInclude) || i == c.from-1 && (w.is(isWhom) || s.divider(c, prev, i)) {
			return i
		}
		if s.breaksParts(i) {
			return -1
		}
	}
	return -1
}

// divider reports whether the mark at i opens a breakdown of prev.
func (s *sentence) divider(c, prev *candidate, i int) bool {
	w := &s.words[i]
	if w.mark("(") {
		return s.breakdown(c, prev, i)
	}
	dash := w.mark("—–") || w.mark("-") && !w.glued
	if dash && s.insertion(c) {
		return prev.bound() && s.near(prev, i)
	}
	return (w.mark(":") || dash) && prev.bound() && !s.ownVerb(c) && s.near(prev, i)
}

// insertion reports whether a second dash stands between c and its verb, so that
// the verb is that of what stands before the first: "twenty people – 12 men and
// eight women – were killed".
func (s *sentence) insertion(c *candidate) bool {
	for j := c.to; j < c.frame.at; j++ {
		if w := &s.words[j]; w.mark("—–") || w.mark("-") && !w.glued {
			return true
		}
	}
	return false
}

// breaksParts reports whether word i cannot stand between a cue and a part.
func (s *sentence) breaksParts(i int) bool {
	w := &s.words[i]
	if w.mark(";.():—–") || w.mark("-") && !w.glued || w.is(isConjunction|isBe|isAux|isSay|isRelative) {
		return true
	}
	return w.slots&(slotAfter|slotBefore) != 0 && !w.is(isPerson|isModifier)
}

// near reports whether only the status word and its places stand between a
// figure and the colon at i.
func (s *sentence) near(prev *candidate, i int) bool {
	for j := prev.to; j < i; j++ {
		if s.words[j].mark(";") || s.words[j].is(isConjunction) {
			return false
		}
	}
	return true
}

// ownVerb reports whether a verb of its own makes c more than a part.
func (s *sentence) ownVerb(c *candidate) bool { return c.bound() && c.frame.passive }

// breakdown reports whether a bracket behind prev divides it. The same people
// in another unit are no part, and neither is another speaker's count.
func (s *sentence) breakdown(c, prev *candidate, i int) bool {
	if i-prev.to > 3 || c.percent {
		return false
	}
	for j := c.to; j < len(s.words) && !s.words[j].mark(")"); j++ {
		if s.words[j].is(isAccording | isSay) {
			c.rival = prev
			return false
		}
	}
	if c.unit != prev.unit || c.form == formExact && prev.form == formExact && c.value > prev.value {
		if prev.bound() || !c.bound() {
			c.peer = prev
		}
		return false
	}
	return true
}

// whomAfter returns the word behind c that makes it a part: "five of them".
func (s *sentence) whomAfter(c *candidate) int {
	for i := c.last + 1; i <= c.to && i < len(s.words); i++ {
		if s.words[i].is(isWhom) && s.words[i].is(isInclude) {
			return i
		}
	}
	if s.word(c.to).is(isWhom) && c.head < 0 && (c.to+1 >= len(s.words) || s.words[c.to+1].kind == kindMark || s.words[c.to+1].is(isPreposition|isConjunction)) {
		return c.to
	}
	return -1
}

// ofTheScope opens the scope of "Of the 1,314 families, 295 are ...".
func (s *sentence) ofTheScope(c, prev *candidate) *scope {
	if prev == nil || c.from <= prev.to {
		return nil
	}
	of := prev.from - 1
	if s.word(of).is(isDeterminer) {
		of--
	}
	if of < 0 || !s.words[of].is(isOf) || of > 0 && !s.words[of-1].mark(",;*-•") && !s.words[of-1].is(isConjunction) {
		return nil
	}
	for i := prev.to; i < c.from; i++ {
		if s.words[i].mark(",") {
			prev.divided = true
			return &scope{whole: prev, at: of, rest: true}
		}
	}
	return nil
}

// inverted opens the scope of "Among the 89 people arrested were six minors".
func (s *sentence) inverted(c, prev *candidate) *scope {
	if prev == nil || c.from <= prev.to || c.bound() || !s.word(c.from-1).is(isBe) {
		return nil
	}
	cue := prev.from - 1
	if s.word(cue).is(isDefinite | isDeterminer) {
		cue--
	}
	if cue < 0 || cue > 1 || !s.words[cue].is(isInclude) {
		return nil
	}
	return &scope{whole: prev, at: cue, rest: true}
}

// stays reports whether c goes on with the open scope.
func (s *sentence) stays(open *scope, c *candidate) bool {
	if open.rest {
		return true
	}
	gap := s.gap(open, c)
	if gap.stop || open.paren && gap.closed {
		return false
	}
	listed := gap.joined || open.paren
	f := c.frame
	switch {
	case !c.bound():
		return listed || c.others
	case f.relative || c.others:
		return f.relative
	case s.otherFate(open, f):
		return !open.post && f.passive && open.whole.frame.at == f.at
	}
	return listed && !s.leaves(open, c)
}

// otherFate reports whether people of the frame's status cannot be among those
// of the whole.
func (s *sentence) otherFate(open *scope, f frame) bool {
	return open.whole.bound() && !covers(open.whole.frame.status, f.status)
}

// leaves reports whether the candidate's own verb starts a new statement.
func (s *sentence) leaves(open *scope, c *candidate) bool {
	f := c.frame
	return f.passive && open.post || f.bond == tight && f.at < c.first && f.at > open.at
}

type gap struct{ stop, closed, joined bool }

// gap sums up what stands between the last part and c.
func (s *sentence) gap(open *scope, c *candidate) gap {
	var g gap
	from := open.at + 1
	if open.last != nil {
		from = open.last.to
	}
	for i := from; i < c.from; i++ {
		w := &s.words[i]
		g.closed = g.closed || w.mark(")")
		g.joined = g.joined || w.is(isAnd) || w.mark(",")
		g.stop = g.stop || w.mark(";") || w.is(isConjunction) || w.is(isBe) && !s.relativeBefore(i) && !open.post
	}
	return g
}

// relativeBefore reports whether the auxiliary at i follows "who".
func (s *sentence) relativeBefore(i int) bool {
	return s.word(i-1).is(isRelative) || s.word(i-1).is(isAux) && s.word(i-2).is(isRelative)
}
