package extract

// clock rejects times of day.
func clock(s *sentence, c *candidate) string {
	if s.word(c.last+1).is(isClock) || s.digitsBehind(c, ":.") || s.digitsBefore(c, ":") || s.military(c) {
		return "time"
	}
	return ""
}

// digitsBehind reports whether one of the marks ties more digits to the end of
// the number: "10:30", "2016-03".
func (s *sentence) digitsBehind(c *candidate, marks string) bool {
	mark, next := s.word(c.last+1), s.word(c.last+2)
	return mark.mark(marks) && mark.glued && next.glued && next.kind == kindDigit
}

// digitsBefore reports whether one of the marks ties the number to digits
// before it.
func (s *sentence) digitsBefore(c *candidate, marks string) bool {
	mark := s.word(c.first - 1)
	return mark.mark(marks) && mark.glued && s.words[c.first].glued && s.word(c.first-2).kind == kindDigit
}

// military reports whether the number is a time in four digits: "at 0640".
func (s *sentence) military(c *candidate) bool {
	w := &s.words[c.first]
	if c.first != c.last || len(w.text) != 4 || w.kind != kindDigit || s.counted(c.last+1) {
		return false
	}
	prev := s.word(c.first - 1)
	return w.text[0] == '0' || prev.is(isPlace) && prev.is(isRaise) && !s.word(c.first-2).is(isRaise)
}

// monthAfter reports whether a month stands at word i, or after "of".
func (s *sentence) monthAfter(i int) bool {
	if s.word(i).is(isOf) {
		i++
	}
	return s.word(i).is(isMonth)
}

// date rejects days of a month, in every order, and dates written in digits.
func date(s *sentence, c *candidate) string {
	if s.words[c.first].kind != kindDigit {
		return ""
	}
	if s.digitsBehind(c, "/.-") || s.digitsBefore(c, "/.-") {
		return "date"
	}
	small := c.form == formRange && c.high <= 31 || c.form == formExact && c.value <= 31
	if small && (s.monthAfter(c.last+1) || s.daysAfter(c)) {
		return "date"
	}
	prev := s.word(c.first - 1)
	if prev.is(isMonth) || prev.mark(".") && s.word(c.first-2).is(isMonth) {
		return monthBefore(s, c, small)
	}
	return ""
}

// monthBefore decides about a number after a month: a day, or a year.
func monthBefore(s *sentence, c *candidate, small bool) string {
	if yearly(s, c) {
		return "year"
	}
	if small && !s.word(c.last+1).is(isPerson) || len(s.words[c.first].text) == 2 && s.at[max(c.first-2, 0)] != nil {
		return "date"
	}
	return ""
}

// daysAfter reports whether the next number is a day of a month already
// recognised: "13 and 15 June".
func (s *sentence) daysAfter(c *candidate) bool {
	link := s.word(c.last + 1)
	if !link.is(isAnd|isRangeLink) && !link.mark(",&") {
		return false
	}
	if c.last+2 >= len(s.words) {
		return false
	}
	d := s.at[c.last+2]
	return d != nil && d.reject == "date" && s.monthAfter(d.last+1)
}

// year rejects four digits without grouping that nothing countable follows,
// spans of years, and decades.
func year(s *sentence, c *candidate) string {
	switch {
	case s.words[c.first].kind != kindDigit:
	case s.decade(c), s.yearSpan(c):
		return "year"
	case yearly(s, c) && c.form == formExact && s.calendarYear(c):
		return "year"
	}
	return ""
}

// decade reports whether the number is one of "the 1990s" or "'89".
func (s *sentence) decade(c *candidate) bool {
	w, next := &s.words[c.first], s.word(c.last+1)
	if len(w.text) == 2 && w.glued && s.word(c.first-1).mark("'’") {
		return true
	}
	return c.first == c.last && next.glued && next.is(isEra)
}

// yearSpan reports whether the number is one of "1991-94", "1999-2001".
func (s *sentence) yearSpan(c *candidate) bool {
	if c.form != formRange || !yearlyAt(s, c.first) || !yearlyAt(s, c.last) && len(s.words[c.last].text) != 2 {
		return false
	}
	return s.word(c.first-1).is(isEra|isDefinite) || !s.counted(c.last+1)
}

// calendarYear reports whether four digits are a year where they stand.
func (s *sentence) calendarYear(c *candidate) bool {
	prev, next := s.word(c.first-1), s.word(c.last+1)
	switch {
	case prev.is(isEra), prev.mark("(") && !s.counted(c.last+1):
		return true
	case c.value < 1700 || c.value >= 2100:
		return false
	case prev.is(isDefinite|isDeterminer|isClitic) && (next.has(slotOf|slotSelf) || next.is(isThing)):
		return true
	case s.counted(c.last+1) && !next.is(isThing):
		return false
	}
	return !prev.has(slotAfter) && !prev.is(isRaise|isCue)
}

func yearlyAt(s *sentence, i int) bool {
	w := &s.words[i]
	return w.kind == kindDigit && len(w.text) == 4 && (w.text[0] == '1' || w.text[0] == '2')
}
