package extract

// insertion steps over what commas, dashes or brackets enclose, if the verb
// follows behind it.
func (r *rightScan) insertion() bool {
	w, next := &r.s.words[r.i], r.s.word(r.i+1)
	switch {
	case w.mark("("):
		end := r.s.close(r.i + 1)
		return end < 0 || !r.jump(end+1)
	case next.is(isWhom):
		return !r.jump(r.s.resume(r.i+1, ","))
	case next.is(isInclude):
		return !r.jump(r.s.resume(r.i+2, ""))
	case next.is(isRelative), r.predicate(next):
		r.i++
		return false
	case next.is(isAnd) && r.s.countAt(r.i+2):
		return true
	}
	if r.jump(r.s.resume(r.i+1, ",–—-")) {
		return false
	}
	return !w.mark(",") || !r.company()
}

// predicate reports whether a status word right behind the comma belongs to
// the phrase before it: "some fifty, dead or dying".
func (r *rightScan) predicate(next *word) bool {
	return next.status != "" && next.has(slotBefore) && !next.has(slotAfter) && !r.far && r.s.at[r.i+1] == nil && !r.s.coordinateStatus(r.i)
}

// company steps over a list of people without numbers that ends in "and":
// "the six priests, their cook and her daughter were killed".
func (r *rightScan) company() bool {
	j := r.s.resume(r.i+1, "")
	joined := false
	for i := r.i + 1; i < j; i++ {
		w := &r.s.words[i]
		joined = joined || w.is(isAnd)
		if r.s.liveAt(i) || w.is(isPreposition|isRelative|isInclude) {
			return false
		}
	}
	return joined && r.jump(j)
}

// partner steps over people without a number who share the verb: "two
// journalists and their driver are killed".
func (r *rightScan) partner() bool {
	j := r.s.resume(r.i+1, "")
	for i := r.i + 1; i < j; i++ {
		if r.s.liveAt(i) {
			return false
		}
	}
	return r.jump(j)
}

// coordinateStatus reports whether the comma at i divides a list of counts:
// a number stands before the next comma or the end.
func (s *sentence) coordinateStatus(i int) bool {
	for j := i + 1; j < len(s.words) && j < i+5; j++ {
		if s.at[j] != nil {
			return true
		}
		if s.words[j].mark(",.;") {
			return false
		}
	}
	return false
}

// resume finds where the verb of a subject goes on behind an insertion that
// began at i: at an auxiliary that the given mark, where one is asked for,
// precedes. It returns -1 where the sentence does not go on so.
func (s *sentence) resume(i int, after string) int {
	relative := false
	for j := i; j < len(s.words) && j < i+reach; j++ {
		w := &s.words[j]
		switch {
		case w.is(isRelative) || w.mark(","):
			relative = w.is(isRelative)
		case w.mark(".;:"):
			return -1
		case relative:
		case w.is(isBe | isAux):
			if s.follows(j, after) {
				return j
			}
			return -1
		case w.is(isConjunction), s.otherVerb(j, after):
			return -1
		case s.predicateAt(j):
			return j
		}
	}
	return -1
}

// follows reports whether one of the marks stands right before word j, or
// before an adverb there; any word does where no mark is asked for.
func (s *sentence) follows(j int, marks string) bool {
	if marks == "" || s.word(j-1).mark(marks) {
		return true
	}
	return s.word(j-1).is(isAdverb) && s.word(j-2).mark(marks)
}

// otherVerb reports whether word j is a verb that cannot be the fate of the
// subject.
func (s *sentence) otherVerb(j int, after string) bool {
	w := &s.words[j]
	if w.is(isVerb) && !w.is(isModifier|isAdverb) && !s.word(j-1).is(isDeterminer|isModifier) {
		return true
	}
	return after != "" && w.has(slotAfter) && !w.has(slotBefore)
}

// predicateAt reports whether a status word behind a closing mark is the verb
// of the sentence: "nine people, most of them tourists, die".
func (s *sentence) predicateAt(j int) bool {
	w := &s.words[j]
	if !w.has(slotBefore) || w.status == "" || s.at[j] != nil || !s.word(j-1).mark(",–—-") {
		return false
	}
	return !w.has(slotAfter) || !s.coordinateStatus(j)
}
