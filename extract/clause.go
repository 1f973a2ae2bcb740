package extract

// rightScan walks from a phrase to the status word that says what became of
// the people in it: over auxiliaries, places, relative clauses and insertions.
type rightScan struct {
	s        *sentence
	c        *candidate // the phrase walked from
	owner    *candidate // the candidate it is for
	i        int
	pp       bool // inside a prepositional phrase
	far      bool // walked over more than auxiliaries and adverbs
	be       bool // saw a passive auxiliary
	aux      bool // saw another auxiliary
	relative bool
	modal    bool // saw "may", "will", "not" without "have" behind it
	leave    bool // the phrase is the object of "leaving"
	found    frame
	ok       bool
}

// rightFrame binds a phrase to a status word on its right.
func (s *sentence) rightFrame(c *candidate) (frame, bool) {
	owner := c
	if c.partitive {
		c = &candidate{first: c.first, last: c.last, from: c.from, to: s.beyond(c), form: c.form, unit: c.unit, head: c.head, sent: s}
	}
	r := &rightScan{s: s, c: c, owner: owner, i: c.to, leave: s.leaveBefore(c)}
	for n := 0; n < reach && r.i < len(s.words); n++ {
		if r.step() {
			break
		}
	}
	return r.found, r.ok
}

// beyond returns the word behind the whole of "X of the Y", with the
// participle that belongs to Y: "3 of the 5 people killed".
func (s *sentence) beyond(c *candidate) int {
	if c.whole == nil {
		i := c.to + 1
		for i < len(s.words) && i < c.to+5 && s.groupWord(i) {
			i++
		}
		return i
	}
	i := c.whole.to
	for i < len(s.words) && s.words[i].has(slotBefore) && s.words[i].has(slotAfter) {
		i++
	}
	return i
}

// groupWord reports whether word i can belong to the name of a group without a
// number: "of the wounded", "of the applicants' relatives".
func (s *sentence) groupWord(i int) bool {
	w := &s.words[i]
	if w.is(isLight) {
		return false
	}
	if w.is(isDefinite|isDeterminer|isModifier|isPerson|isBuilding|isClitic|isPronoun|isUnitName) || w.has(slotMixed|slotNoun) {
		return true
	}
	return w.class == 0 && w.slots == 0 && w.kind == kindWord
}

// leaveBefore reports whether "leaving" or "with" stands before the phrase.
func (s *sentence) leaveBefore(c *candidate) bool {
	i := c.from - 1
	for i >= 0 && s.words[i].is(isAdverb) {
		i--
	}
	return i >= 0 && s.words[i].is(isLeave)
}

// step takes one word or one insertion and reports whether the walk is over.
func (r *rightScan) step() bool {
	w := &r.s.words[r.i]
	if d := r.s.at[r.i]; d != nil && d.first != r.c.first {
		return r.number(d)
	}
	switch {
	case r.speaks(w):
		r.owner.subject = true
		return true
	case w.status != "" && w.slots&^(slotOf|slotToll) != 0:
		return r.status(w)
	case w.is(isBe | isAux | isRelative):
		r.auxiliary(w)
	case w.is(isAdverb | isLight | isWhom), w.mark("\"“”"):
	case w.mark(",(–—-"):
		return r.insertion()
	case w.is(isConjunction) && r.s.word(r.i-1).is(isAux):
	case r.closed(w):
		return true
	case w.is(isInclude):
		return !r.jump(r.s.resume(r.i+1, ""))
	default:
		return r.plain(w)
	}
	r.i++
	return false
}

// speaks reports whether the phrase is the subject of a reporting verb: "three
// officials said that".
func (r *rightScan) speaks(w *word) bool {
	return w.is(isSay) && !r.be && r.s.word(r.i+1).is(isConjunction)
}

// auxiliary notes what an auxiliary or a relative pronoun says of the verb to
// come.
func (r *rightScan) auxiliary(w *word) {
	r.modal = w.is(isModal) || r.modal && !w.is(isAux)
	r.be = r.be || w.is(isBe)
	r.aux = r.aux || w.is(isAux)
	r.relative = r.relative || w.is(isRelative)
	r.pp = false
}

// closed reports whether nothing behind w can belong to the phrase.
func (r *rightScan) closed(w *word) bool {
	return w.is(isConjunction|isSay) || w.is(isBy) && r.be || w.mark(":;.?!)")
}

// jump moves the walk to word j and reports whether there is such a word.
func (r *rightScan) jump(j int) bool {
	if j < 0 {
		return false
	}
	r.i, r.far, r.pp = j, true, false
	return true
}

// plain takes a word that is no grammar: fine inside a phrase hanging on the
// noun, the end of the walk elsewhere.
func (r *rightScan) plain(w *word) bool {
	switch {
	case w.is(isAnd) && !r.pp && !r.relative:
		return !r.partner()
	case w.is(isVerb) && !w.is(isPreposition|isOf|isRaise) && !r.afterArticle():
		r.owner.subject = true
		return true
	case w.is(isPreposition | isOf | isRaise | isBy):
		r.pp = true
	case !r.inPhrase(w):
		return true
	}
	r.far = true
	r.i++
	return false
}

// inPhrase reports whether a word can go on a phrase of place, a relative
// clause, or the noun phrase itself.
func (r *rightScan) inPhrase(w *word) bool {
	if r.pp {
		return w.shape != Participle || r.afterArticle()
	}
	return r.relative || w.is(isModifier|isClitic) || r.be && w.is(isArticle|isDefinite)
}

// afterArticle reports whether the word at hand opens with an article or
// adjective before it, so that it is a noun or adjective itself.
func (r *rightScan) afterArticle() bool {
	return r.i > 0 && r.s.words[r.i-1].is(isDeterminer|isDefinite|isArticle|isModifier|isClitic)
}

// number meets another number: part of a place or date, or the next of a list.
func (r *rightScan) number(d *candidate) bool {
	if d.form == formOne && r.pp || !d.live() || r.pp && !r.s.coordinate(r.i) {
		r.i, r.far = max(d.to, d.last+1), true
		return false
	}
	return true
}

// coordinate reports whether the word before i joins or divides a list.
func (s *sentence) coordinate(i int) bool {
	if i > 0 && s.at[i] != nil {
		i = s.at[i].from
	}
	return i > 0 && (s.words[i-1].is(isAnd) || s.words[i-1].mark(","))
}

// countAt reports whether a number that may be a figure covers word i.
func (s *sentence) countAt(i int) bool {
	return i < len(s.words) && s.at[i] != nil && !s.at[i].percent
}

// liveAt reports whether a number that may be a figure, and is more than an
// article, covers word i.
func (s *sentence) liveAt(i int) bool {
	return s.at[i] != nil && s.at[i].live() && s.at[i].form != formOne
}

// status meets a status word: the frame, unless its slot is on the other side.
func (r *rightScan) status(w *word) bool {
	switch {
	case w.has(slotNoun|slotSelf) && !w.has(slotBefore|slotAfter):
		return r.noun(w)
	case r.elsewhere(w):
		r.i++
		return false
	case r.governs(w):
		r.owner.agent = true
		return true
	case r.c.head >= 0 && w.status.forBuildings() != r.c.built(), r.barred():
		return true
	}
	r.ok = true
	r.found = frame{status: r.s.joined(r.i, 1), at: r.i, bond: tight, relative: r.relative, how: "fills the slot before “" + w.text + "”"}
	r.found.passive, r.found.modal = (r.be || r.aux) && !r.relative, r.modal
	if r.far && !r.be && !r.relative {
		r.found.bond = loose
	}
	if r.relative || !r.be && !r.aux {
		r.main()
	}
	return true
}

// elsewhere reports whether the status word belongs to a noun inside a phrase
// of place: "in the besieged city".
func (r *rightScan) elsewhere(w *word) bool {
	return r.pp && r.afterArticle() && (!w.has(slotBefore) || r.s.attributive(r.i))
}

// governs reports whether the status word is a verb with an object of its own,
// of which the phrase is the subject.
func (r *rightScan) governs(w *word) bool {
	if !w.has(slotBefore) {
		return true
	}
	return !r.be && !r.leave && w.has(slotAfter) && r.s.object(r.i+1)
}

// noun meets a noun that implies a status: the complement of "were", or part
// of a place.
func (r *rightScan) noun(w *word) bool {
	if r.pp {
		r.i++
		return false
	}
	if (r.be || r.aux) && w.status != "" && w.has(slotNoun) && r.s.at[r.i] == nil {
		r.found = frame{status: w.status, at: r.i, bond: loose, passive: true, how: "is said to be “" + w.text + "”"}
		r.ok = true
	}
	return true
}

// barred reports whether a preposition right before the phrase keeps it from
// being the subject of a verb.
func (r *rightScan) barred() bool {
	prev := r.s.word(r.c.from - 1)
	return (r.be || r.aux) && !r.relative && prev.is(isPreposition) && !prev.is(isConjunction|isLeave|isInclude|isRaise)
}

// main looks for the verb of the main clause behind a relative clause or a
// participle: "20 people who had been kidnapped were released".
func (r *rightScan) main() {
	s := r.s
	for j := r.found.at + 1; j < len(s.words) && j < r.found.at+16; j++ {
		w := &s.words[j]
		if w.is(isBe) {
			r.mainVerb(j + 1)
			return
		}
		if w.is(isConjunction|isRelative|isInclude|isAnd|isSay|isAux) || w.mark(",.;:()") || s.liveAt(j) {
			return
		}
	}
}

// mainVerb takes the status word behind an auxiliary that ends before i.
func (r *rightScan) mainVerb(i int) {
	for k := i; k < len(r.s.words) && k < i+3; k++ {
		v := &r.s.words[k]
		if v.status != "" && v.has(slotBefore) {
			r.found.status, r.found.at, r.found.passive = v.status, k, true
			r.found.how = "fills the slot before “" + v.text + "”, the verb of the main clause"
			return
		}
		if !v.is(isBe | isAux | isAdverb | isLight) {
			return
		}
	}
}
