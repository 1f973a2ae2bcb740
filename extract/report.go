package extract

// attribute gives every figure the speaker who governs it, or who plainly goes
// on from the sentence before.
func (s *sentence) attribute(voices []voice, before told) {
	for _, c := range s.cands {
		if !c.live() || !c.bound() {
			continue
		}
		if v := governs(voices, c); v != nil && v.pronoun {
			c.speaker = before.by
		} else if v != nil {
			c.speaker = [2]int{s.words[v.first].start, s.words[v.last].end}
		} else if len(voices) == 0 {
			c.speaker = s.goesOn(c, before)
		}
		if c.speaker[1] > 0 {
			c.say("said by “" + s.src[c.speaker[0]:c.speaker[1]] + "”")
		}
	}
}

// governs returns the last voice whose words hold a figure, or nil.
func governs(voices []voice, c *candidate) *voice {
	for k := len(voices) - 1; k >= 0; k-- {
		v := &voices[k]
		if c.first >= v.from && c.first < v.to && (c.first < v.first || c.first > v.last) {
			return v
		}
	}
	return nil
}

// told is who spoke last before a sentence.
type told struct {
	by     [2]int // bytes of the name; zero for nobody
	quoted bool   // in words set between quotation marks
	list   [2]int // who introduced the list that is open
}

// goesOn returns who speaks in a sentence that names nobody: the speaker of the
// whole that the figure is a part of, of a quotation that goes on, or of the
// list that the sentence is an item of.
func (s *sentence) goesOn(c *candidate, before told) [2]int {
	switch {
	case c.parent != nil && c.parent.sent != s && c.parent.speaker[1] > 0:
		return c.parent.speaker
	case before.quoted && s.words[0].mark("\"“«"):
		return before.by
	case s.item:
		return before.list
	}
	return [2]int{}
}

// inSpeaker rejects numbers inside the name of a speaker.
func (s *sentence) inSpeaker(voices []voice) {
	for _, c := range s.cands {
		for _, v := range voices {
			if c.first < v.first || c.last > v.last || c.frame.bond == tight {
				continue
			}
			c.frame, c.reject = frame{}, "in_attribution"
			if c.form == formOne || c.form == formZero {
				c.reject = silent
			}
		}
	}
}

// passiveReport reports whether the reporting verb is "was reported".
func (s *sentence) passiveReport(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if s.words[j].is(isBe) {
			return true
		}
		if !s.words[j].is(isAdverb) {
			return false
		}
	}
	return false
}

// reportedBy reads "was revised by X to 57".
func (s *sentence) reportedBy(out []voice, i int) []voice {
	for j := i + 1; j < len(s.words) && j <= i+2; j++ {
		if s.words[j].is(isBy) {
			end := j + 1
			for end < len(s.words) && !s.words[end].is(isRaise|isPreposition|isConjunction|isAdverb) && s.words[end].kind != kindMark {
				end++
			}
			if end > j+1 {
				return append(out, voice{first: j + 1, last: end - 1, from: s.clauseStart(i, s.floor(out)-1) + 1, to: len(s.words)})
			}
		}
	}
	return out
}

// continued lets "..., and reported eight deaths" keep the subject of the
// clause before: the noun phrase at the head of the sentence.
func (s *sentence) continued(out []voice, i int) []voice {
	if !s.word(i-1).is(isAnd) && (len(out) == 0 || !s.word(i-1).mark(",")) {
		return out
	}
	if len(out) > 0 {
		v := out[len(out)-1]
		v.from, v.to = i, len(s.words)
		return append(out, v)
	}
	for j := 0; j < i; j++ {
		if s.words[j].is(isVerb|isSay|isBe|isAux) && j > 0 && !s.words[j].is(isModifier|isThing) {
			first := s.strip(0, j-1)
			if first < 0 {
				return out
			}
			return append(out, voice{first: first, last: j - 1, from: i, to: len(s.words)})
		}
	}
	return out
}
