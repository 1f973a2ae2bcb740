package extract

// attribute gives every figure the speaker who governs it. carried is the
// speaker of the sentence before, for sentences that plainly go on.
func (s *sentence) attribute(voices []voice, carried [2]int) {
	for _, c := range s.cands {
		if !c.live() || !c.bound() {
			continue
		}
		for k := len(voices) - 1; k >= 0; k-- {
			v := &voices[k]
			if c.first < v.from || c.first >= v.to || v.first <= c.first && c.first <= v.last {
				continue
			}
			c.speaker = [2]int{s.words[v.first].start, s.words[v.last].end}
			if v.pronoun {
				c.speaker = carried
			}
			if c.speaker[1] > 0 {
				c.say("said by “" + s.src[c.speaker[0]:c.speaker[1]] + "”")
			}
			break
		}
	}
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
