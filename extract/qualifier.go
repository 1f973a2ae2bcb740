package extract

// qualify finds the cue of a number and the words before it that belong to its
// phrase ("a total of", "the", "another").
func (s *sentence) qualify(c *candidate) {
	s.cueAfter(c)
	for i := c.first - 1; i >= 0 && i >= c.first-5; i-- {
		w := &s.words[i]
		switch {
		case w.is(isCue) && (c.form != formRange || c.cueA != i) && c.cueA < 0 && c.form != formOne && c.form != formZero:
			c.cueA, c.cueB, c.cue = i, i, w.cue
		case c.cueA == i:
		case w.is(isDefinite):
			c.definite = c.definite || c.form == formExact
		case w.is(isTotal):
		case w.mark("\"“‘'"):
		default:
			return
		}
		c.from = i
	}
}

// cueAfter finds a cue that stands behind the number: "20 or more".
func (s *sentence) cueAfter(c *candidate) {
	if c.cueA >= 0 {
		return
	}
	if i := c.last + 1; s.word(i).is(isAfterCue) {
		c.cueA, c.cueB, c.cue, c.to = i, i, s.words[i].cue, i+1
		return
	}
	for i := c.last + 1; s.word(i).mark("("); {
		j := i + 1
		for s.word(j).kind == kindDigit {
			j++
		}
		if s.word(j).is(isAfterCue) {
			c.cueA, c.cueB, c.cue = j, j, s.words[j].cue
			return
		}
		if i = s.close(j) + 1; i == 0 {
			return
		}
	}
}

// close returns the word that closes the bracket open at i, or -1.
func (s *sentence) close(i int) int {
	for j := i; j < len(s.words) && j < i+reach; j++ {
		if s.words[j].mark(")") {
			return j
		}
	}
	return -1
}

// bounds gives qualifier, value, low and high as the schema has them.
func (c *candidate) bounds() (q Qualifier, value, low, high *float64) {
	v := c.value
	switch {
	case c.form == formVague || c.form == formOthers:
		return vague, nil, nil, nil
	case c.form == formRange:
		lo, hi := c.low, c.high
		return ranged, nil, &lo, &hi
	}
	switch c.cue {
	case atLeast, moreThan:
		return c.cue, &v, &v, nil
	case upTo, fewerThan:
		return c.cue, &v, nil, &v
	case about:
		return about, &v, nil, nil
	}
	return exact, &v, &v, &v
}
