package extract

// voice is a speaker found in a sentence and the words it governs.
type voice struct {
	first, last int // words of the noun phrase
	from, to    int // words governed, end exclusive
	pronoun     bool
}

// voices finds who speaks in the sentence.
func (s *sentence) voices() []voice {
	var out []voice
	for i := range s.words {
		w := &s.words[i]
		switch {
		case w.is(isAccording):
			out = s.accordingTo(out, i)
		case s.reports(i):
			out = s.saying(out, i)
		}
	}
	return out
}

// reports reports whether the word at i is a reporting verb here: a name in
// capitals ("United States") is none.
func (s *sentence) reports(i int) bool {
	w := &s.words[i]
	if s.proper(i) || s.word(i-1).is(isOf|isPreposition|isDeterminer|isDefinite|isArticle) {
		return false
	}
	if next := s.word(i + 1); w.is(isLight) && next.is(isLight) && !next.is(isSay) {
		return false
	}
	if next := s.word(i + 1); next.status != "" && next.has(slotBefore) && w.is(isLight) {
		return false
	}
	for _, c := range s.cands {
		if c.from == i+1 && c.head >= 0 && s.words[c.head].is(isLeave) {
			return false
		}
	}
	return w.is(isSay) || w.is(isSayThat) && s.word(i+1).is(isConjunction)
}

// proper reports whether the word at i is part of a name, whatever it means
// otherwise: "Human Rights Watch".
func (s *sentence) proper(i int) bool { return i > 0 && s.words[i].name && !s.caps }

// accordingTo reads "according to X", which governs its whole sentence, up to
// another speaker, or the bracket it stands in.
func (s *sentence) accordingTo(out []voice, i int) []voice {
	last := s.phraseEnd(i + 1)
	if last <= i {
		return out
	}
	v := voice{first: i + 1, last: last, from: 0, to: len(s.words)}
	if open := s.bracket(i); open >= 0 {
		v.from, v.to = open, last+1
		return append(out, v)
	}
	if k := len(out) - 1; k >= 0 {
		v.from = s.clauseStart(i, out[k].last+1)
		if out[k].to > v.from {
			out[k].to = v.from
		}
	}
	return append(out, v)
}

// bracket returns the bracket that is open at word i, or -1.
func (s *sentence) bracket(i int) int {
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		if s.words[j].mark(")") {
			return -1
		}
		if s.words[j].mark("(") {
			return j
		}
	}
	return -1
}

// clauseStart walks back from i to the last place where a clause may begin.
func (s *sentence) clauseStart(i, floor int) int {
	for j := i - 1; j > floor; j-- {
		if s.words[j].mark(";,(") && j < i-1 || s.words[j].is(isConjunction) {
			return j
		}
	}
	return floor
}

// phraseEnd returns the last word of the noun phrase that begins at i.
func (s *sentence) phraseEnd(i int) int {
	j := i
	for j < len(s.words) && j < i+reach && !s.breaksName(j, j == i) {
		j++
	}
	return j - 1
}

// breaksName reports whether a speaker's name that is read to the right cannot
// go on with word j.
func (s *sentence) breaksName(j int, first bool) bool {
	w := &s.words[j]
	switch {
	case w.mark(".") && s.word(j-1).is(isAbbreviation):
		return false
	case w.mark(",;:()—–\"”.!?"), w.is(isConjunction | isRelative | isBe | isAux | isInclude), s.reports(j):
		return true
	case first:
		return false
	case w.is(isTimeScope), s.liveAt(j):
		return true
	}
	return !s.proper(j) && s.verbish(w)
}

// verbish reports whether a word is a verb and can be nothing else.
func (s *sentence) verbish(w *word) bool {
	if w.is(isPerson | isThing) {
		return false
	}
	return w.is(isVerb) && !w.is(isModifier) || w.has(slotBefore) && !w.has(slotNoun) && !w.is(isModifier)
}

// saying reads a reporting verb: its subject stands before it, or, in
// "..., said X", behind it.
func (s *sentence) saying(out []voice, i int) []voice {
	prev := s.word(i - 1)
	if s.passiveReport(i) {
		return s.reportedBy(out, i)
	}
	first, last := s.subject(i)
	if first < 0 {
		if prev.mark(",\"”") && !s.word(i+1).is(isConjunction|isPronoun) && s.word(i+1).kind == kindWord {
			if end := s.phraseEnd(i + 1); end > i {
				return append(out, voice{first: i + 1, last: end, from: s.floor(out), to: i})
			}
		}
		return s.continued(out, i)
	}
	if s.holdsFigure(first, last) {
		return out
	}
	v := voice{first: first, last: last, from: i, to: len(s.words), pronoun: first == last && s.words[first].is(isPronoun)}
	if s.trailing(first, i) {
		v.from, v.to = s.floor(out), first
		if s.word(i + 1).mark(",:") {
			v.to = len(s.words)
		}
	} else if k := len(out) - 1; k >= 0 && out[k].to > first {
		out[k].to = first
	}
	if q := s.word(i + 1); q.mark("\"“") && v.from == i {
		v.to = s.unquote(i + 2)
	}
	return append(out, v)
}

// holdsFigure reports whether words first to last hold a count of people with
// a fate, so that they name no speaker: "12 survivors say" does, "3,296 refugees
// have registered" does not matter to it.
func (s *sentence) holdsFigure(first, last int) bool {
	for _, c := range s.cands {
		if c.first >= first && c.last <= last && c.live() && c.form != formOne && (c.frame.bond == tight || c.implied != "") {
			return true
		}
	}
	return false
}

// unquote returns the word that closes the quotation open at i, or the end.
func (s *sentence) unquote(i int) int {
	for j := i; j < len(s.words); j++ {
		if s.words[j].mark("\"”") {
			return j
		}
	}
	return len(s.words)
}

func (s *sentence) floor(out []voice) int {
	if len(out) == 0 {
		return 0
	}
	return min(out[len(out)-1].to, out[len(out)-1].last+1)
}

// subject returns the noun phrase before the reporting verb at i, or -1.
func (s *sentence) subject(i int) (first, last int) {
	last = i - 1
	for last >= 0 && (s.words[last].is(isAux|isAdverb) && !s.words[last].is(isThing|isPerson)) {
		last--
	}
	if last >= 0 && s.words[last].is(isAnd) {
		return -1, -1
	}
	if last >= 0 && s.words[last].is(isPronoun) {
		return last, last
	}
	apposed := last >= 0 && s.words[last].mark(",)")
	if apposed {
		first, last = s.apposition(last)
	} else {
		first = s.back(last)
	}
	first = s.strip(first, last)
	if first < 0 || first > last || !s.someone(first, last) {
		return -1, -1
	}
	if c := s.at[first]; c != nil && !c.live() && c.reject != "age" {
		return -1, -1 // "5.5 per 1,000 were reported"
	}
	return first, last
}

// someone reports whether there is more in words first to last than articles
// and adjectives.
func (s *sentence) someone(first, last int) bool {
	for i := first; i <= last; i++ {
		w := &s.words[i]
		if w.is(isPerson|isThing|isPronoun) || s.proper(i) || w.class == 0 && w.slots == 0 || w.class&^(isModifier|isDeterminer|isDefinite|isArticle|isNumber|isOrdinal|isAdverb) != 0 {
			return true
		}
	}
	return false
}

// apposition reads "X, the minister, said" and "X (Y) said" from the mark that
// closes the insertion.
func (s *sentence) apposition(last int) (int, int) {
	open, end := ",", last-1
	if s.words[last].mark(")") {
		open, end = "(", last
	}
	j := s.insertedAt(last, open)
	if j > 0 && s.words[j-1].mark(")") {
		j = s.insertedAt(j-1, "(")
	}
	if j <= 0 {
		return -1, -1
	}
	return s.back(j - 1), end
}

// insertedAt returns the mark that opens the insertion which ends before last,
// or -1.
func (s *sentence) insertedAt(last int, open string) int {
	for j := last - 1; j > 0 && j > last-14; j-- {
		if s.words[j].mark(open) {
			return j
		}
		if s.words[j].is(isSay|isConjunction|isAux|isAccording) || s.liveAt(j) && s.at[j].bound() {
			return -1
		}
	}
	return -1
}

// back walks left over a noun phrase and returns its first word.
func (s *sentence) back(last int) int {
	j := last
	for j >= 0 && j > last-20 && !s.breaksSubject(j) {
		j--
	}
	return j + 1
}

// breaksSubject reports whether a speaker's name that is read to the left
// cannot hold word j.
func (s *sentence) breaksSubject(j int) bool {
	w := &s.words[j]
	switch {
	case w.kind == kindMark:
		return !s.inName(j)
	case w.is(isConjunction | isRelative | isBe | isAux | isAccording | isInclude):
		return true
	case s.proper(j):
		return false
	}
	if c := s.at[j]; c != nil && c.live() && c.frame.bond == tight {
		return true
	}
	return s.reports(j) || w.is(isPast) || w.is(isVerb) && s.verbish(w) || s.fateWord(j)
}

// inName reports whether the mark at j can stand inside a name: the full stop
// of an abbreviation, or a hyphen.
func (s *sentence) inName(j int) bool {
	w := &s.words[j]
	if w.mark(".") && j > 0 {
		return abbreviation(&s.words[j-1])
	}
	return w.mark("-'’&/_") && w.glued && s.word(j+1).glued
}

// fateWord reports whether the status word at j is no part of a name.
func (s *sentence) fateWord(j int) bool {
	w := &s.words[j]
	return w.slots&(slotBefore|slotAfter) != 0 && !w.has(slotNoun) && !w.is(isPerson|isThing) && !s.attributive(j)
}

// strip drops what opens a clause from the left of a noun phrase: "while",
// "in a statement", times.
func (s *sentence) strip(first, last int) int {
	for first >= 0 && first <= last {
		w := &s.words[first]
		if c := s.at[first]; c != nil && c.measure() && c.last < last {
			first = c.last + 1
			continue
		}
		if !w.is(isAnd|isAdverb|isPreposition|isConjunction|isTimeScope|isMonth|isWeekday) || w.is(isDeterminer) {
			break
		}
		first++
	}
	if first > last || first < 0 {
		return -1
	}
	if w := &s.words[last]; w.kind == kindMark && !w.mark(")") {
		return -1
	}
	return first
}

// trailing reports whether "X said" stands behind what it reports.
func (s *sentence) trailing(first, say int) bool {
	if first == 0 || !s.words[first-1].mark(",\"”") {
		return false
	}
	for j := say + 1; j < len(s.words); j++ {
		w := &s.words[j]
		if w.is(isConjunction) && w.fold == "that" {
			return false
		}
		if s.at[j] != nil && s.at[j].live() && s.at[j].bound() {
			return false
		}
		if w.mark(",;:") {
			break
		}
	}
	for _, c := range s.cands {
		if c.live() && c.bound() && c.first < first {
			return true
		}
	}
	return false
}
