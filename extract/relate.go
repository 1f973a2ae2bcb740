package extract

// repeats turns down a number that only points back to a figure: "the five
// men", after five men have been counted.
func (d *document) repeats(s *sentence) {
	for k, c := range s.cands {
		if !c.live() || !c.definite || c.form != formExact || c.percent {
			continue
		}
		c.same = d.counted(c)
		for _, f := range s.cands[:k] {
			if c.same == nil && f.live() && f.head >= 0 && f.equals(c) {
				c.same = f
			}
		}
		if c.same != nil {
			c.turn("repeat")
		}
	}
}

// counted returns the last figure of earlier sentences that c can point back to.
func (d *document) counted(c *candidate) *candidate {
	list := d.recent()
	for j := len(list) - 1; j >= 0; j-- {
		if f := list[j]; f.equals(c) || c.head < 0 && f.form == formExact && f.value == c.value {
			return f
		}
	}
	return nil
}

// equals reports whether two candidates are the same exact count of the same.
func (c *candidate) equals(d *candidate) bool {
	return c.form == formExact && d.form == formExact && c.value == d.value && c.unit == d.unit
}

// memory is how many figures back a text may point, so that the cost of a long
// text grows with its length alone.
const memory = 100

// recent returns the last figures before the sentence at hand.
func (d *document) recent() []*candidate {
	return d.figures[max(0, len(d.figures)-memory):]
}

// antecedent returns the last figure before the sentence whose people can
// include those of the status; any where the status is empty.
func (d *document) antecedent(st Status) *candidate {
	for k := len(d.figures) - 1; k >= 0 && k >= len(d.figures)-12; k-- {
		c := d.figures[k]
		if c.unit == percent || c.unit == fraction || c.form == formZero || c.form == formOne {
			continue
		}
		if st == "" || covers(c.frame.status, st) {
			return c.top()
		}
	}
	return nil
}

// top returns the widest figure of the same fate that c is a part of.
func (c *candidate) top() *candidate {
	for n := 0; n < 8 && c.parent != nil && c.parent.frame.status == c.frame.status; n++ {
		c = c.parent
	}
	return c
}

// root returns the widest figure that c is a part of.
func (c *candidate) root() *candidate {
	for n := 0; n < 8 && c.parent != nil; n++ {
		c = c.parent
	}
	return c
}

// reopen finds the whole of a part whose sentence names it without a number:
// "Among the dead were three children", "Of them, 12 ...".
func (d *document) reopen(s *sentence, c *candidate) *scope {
	cue, st := s.whomAfter(c), Status("")
	for i := c.from - 1; i >= 0 && i > c.from-12; i-- {
		w := &s.words[i]
		if w.is(isInclude) || w.is(isWhom) {
			cue = i
		}
		if w.status != "" && w.slots&(slotBefore|slotMixed|slotNoun|slotSelf) != 0 && st == "" {
			st = w.status
		}
		if w.is(isConjunction|isSay) || w.mark(";:") {
			break
		}
	}
	if cue < 0 {
		return nil
	}
	whole := d.antecedent(st)
	if whole == nil {
		return nil
	}
	if s.words[cue].is(isWhom) && cue <= 1 {
		return &scope{whole: whole.root(), at: cue, rest: true} // "Of these, 12 ..."
	}
	if c.bound() && !covers(whole.frame.status, c.frame.status) && !c.frame.passive {
		return nil
	}
	return &scope{whole: whole, at: cue, rest: s.words[cue].is(isWhom)}
}

// relate links the figures of a sentence to those of earlier ones.
func (d *document) relate(s *sentence) {
	for _, c := range s.cands {
		if !c.live() {
			continue
		}
		if c.partitive && c.parent == nil {
			d.partOf(s, c)
		}
		if c.bound() {
			d.mark(s, c)
		}
	}
	d.oneOf(s)
	d.sums(s)
}

// partOf finds the whole of "22 of the displaced".
func (d *document) partOf(s *sentence, c *candidate) {
	st := Status("")
	pronoun := false
	for i := c.to; i < s.beyond(c); i++ {
		w := &s.words[i]
		pronoun = pronoun || w.is(isPronoun)
		if w.status != "" && st == "" {
			st = w.status
		}
	}
	if st == "" && !pronoun {
		return
	}
	if st != "" && !c.bound() && d.antecedent(st) == nil {
		c.set(frame{status: st, at: c.to, bond: shared, how: "is a number out of people whose fate is named"})
		return
	}
	if w := d.antecedent(st); w != nil && w != c {
		c.parent = w
		c.say("is a part of a figure named without its number")
		if !c.bound() && c.form != formZero {
			s.inherit(c)
		}
	}
}

// oneOf makes the figure of "one of the strikes killed 27" a part of the
// toll of all the strikes.
func (d *document) oneOf(s *sentence) {
	if len(s.cands) < 2 || s.cands[0].reject != "pronoun" || !s.word(s.cands[0].last+1).is(isOf) {
		return
	}
	for _, c := range s.cands[1:] {
		if !c.live() || !c.bound() || c.parent != nil {
			continue
		}
		for k := len(d.recent()) - 1; k >= 0; k-- {
			if f := d.recent()[k]; f.parent == nil && f.frame.status == c.frame.status && f.unit == c.unit {
				c.parent = f
				c.say("is the toll of one of several events counted before")
				break
			}
		}
		return
	}
}

// sums makes two figures parts of an earlier total of both fates that they add
// up to.
func (d *document) sums(s *sentence) {
	for k := 0; k+1 < len(s.cands); k++ {
		a, b := s.cands[k], s.cands[k+1]
		if !a.live() || !b.live() || a.form != formExact || b.form != formExact || a.parent != nil || b.parent != nil {
			continue
		}
		for _, f := range d.recent() {
			st := f.frame.status
			if f.form == formExact && f.value == a.value+b.value && st != a.frame.status && covers(st, a.frame.status) && covers(st, b.frame.status) {
				a.parent, b.parent = f, f
				a.say("adds up with the next figure to an earlier total")
				b.say("adds up with the figure before to an earlier total")
			}
		}
	}
}

// mark warns of figures that may repeat others or belong to another event.
func (d *document) mark(s *sentence, c *candidate) {
	d.restated(s, c)
	if c.rival != nil {
		c.point("rival", c.rival)
	}
	if c.peer != nil && c.peer.bound() {
		c.point("same_people", c.peer)
	}
	for i := range s.words {
		if w := &s.words[i]; w.is(isPast) {
			c.marks = append(c.marks, warning{kind: "other_event", first: w, last: w})
			break
		}
	}
	for _, y := range s.cands {
		if y.reject == "year" && y.form == formExact && y.value > 1000 && y.value+1 < d.latest {
			c.marks = append(c.marks, warning{kind: "older", first: &s.words[y.first], last: &s.words[y.last]})
			break
		}
	}
}

// restated warns where an earlier sentence has the same count of the same fate.
func (d *document) restated(s *sentence, c *candidate) {
	list := d.recent()
	for k := len(list) - 1; k >= 0; k-- {
		f := list[k]
		if f.equals(c) && f.frame.status == c.frame.status && f.sent != s && c.value > 1 {
			c.point("restates", f)
			return
		}
	}
}

// point marks the candidate with a warning about another figure.
func (c *candidate) point(kind string, of *candidate) {
	words := of.sent.words
	c.marks = append(c.marks, warning{kind, of, &words[of.first], &words[of.last]})
}
