package extract

import "cmp"

// header is a clause that ends in a colon and governs the list under it.
type header struct {
	figure *candidate // the whole, where the clause has one
	status Status
	part   bool // the items are parts of the figure
}

// heading keeps the last clause of a segment that ends in a colon.
func (d *document) heading(words []word) {
	n := len(words)
	if n == 0 || !words[n-1].mark(":") {
		return
	}
	h := &header{}
	for k := len(d.figures) - 1; k >= 0; k-- {
		c := d.figures[k]
		if c.sent.words[c.first].start < words[0].start {
			break
		}
		if c.parent == nil {
			h.figure, h.status, h.part = c, c.frame.status, true
			break
		}
	}
	for i := n - 1; i >= 0 && h.status == "" && i > n-15; i-- {
		h.status = words[i].status
	}
	d.header = h
	if h.status == "" {
		d.header = nil
	}
}

// items gives the figures of a list line what the heading says of them. A line
// with a verb of its own closes the list of parts.
func (d *document) items(s *sentence) {
	h := d.header
	if h == nil {
		return
	}
	first := true
	for _, c := range s.cands {
		if !c.live() {
			continue
		}
		switch {
		case c.bound() && first:
			d.header = nil
			if c.frame.passive || !covers(h.status, c.frame.status) {
				return
			}
			d.header = h
			c.parent = h.figure
		case !c.bound() && first && c.from <= 3 && fits(c, h.status):
			c.set(frame{status: h.status, at: -1, bond: shared, how: "stands in the list under a heading that says “" + string(h.status) + "”"})
			c.parent = h.figure
		}
		first = false
	}
	if first {
		d.header = nil
	}
}

// labels binds the number behind a label, as in "Refugees: 518,445", and the
// number before its own definition.
func (s *sentence) labels() {
	for k, c := range s.cands {
		if !c.live() || c.bound() {
			continue
		}
		if f, ok := s.labelBefore(c, k); ok {
			c.set(f)
		} else if f, ok := s.definition(c); ok {
			c.set(f)
		}
	}
}

// labelBefore reads the label that stands before a number.
func (s *sentence) labelBefore(c *candidate, k int) (frame, bool) {
	i := c.from - 1
	colon := s.word(i).mark(":|=")
	if !colon && !s.endsLine(c, k) {
		return frame{}, false
	}
	at := -1
	for n := 0; i >= 0 && n < 10 && !s.breaksLabel(i, colon); n++ {
		w := &s.words[i]
		if at < 0 && w.status != "" {
			at = i
		}
		if w.is(isPerson|isBuilding) && c.head < 0 {
			c.groups = append(c.groups, w.groups...)
			c.unit = cmp.Or(w.unit, c.unit)
		}
		i--
	}
	if at < 0 {
		return frame{}, false
	}
	return frame{status: s.joined(at, -1), at: at, bond: tight, how: "stands behind the label “" + s.words[at].text + "”"}, true
}

// endsLine reports whether the first number of a short line closes it.
func (s *sentence) endsLine(c *candidate, k int) bool {
	return k == 0 && c.from <= 5 && (c.to+1 >= len(s.words) || s.words[c.to].mark(".(,;*|"))
}

// breaksLabel reports whether word i cannot be part of a label. Without a
// colon a label holds no verb and no place.
func (s *sentence) breaksLabel(i int, colon bool) bool {
	w := &s.words[i]
	if w.mark(";,.") || s.at[i] != nil || w.is(isBe|isAux|isSay) {
		return true
	}
	return !colon && w.is(isVerb|isPreposition)
}

// definition reads "120,000 – the number of people forced out of their homes".
func (s *sentence) definition(c *candidate) (frame, bool) {
	if c.from > 1 || s.word(c.to).kind != kindMark || s.word(c.to).mark("),.") {
		return frame{}, false
	}
	counts := false
	for i := c.to + 1; i < len(s.words) && i < c.to+20 && !s.liveAt(i); i++ {
		w := &s.words[i]
		counts = counts || w.is(isTollHead)
		if w.has(slotToll) || counts && w.status != "" {
			return frame{status: w.status, at: i, bond: tight, how: "is defined as “" + w.text + "”"}, true
		}
		if counts && w.is(isBuilding) {
			c.unit = w.unit
		}
	}
	return frame{}, false
}
