package extract

import "slices"

// document is the state that one text's reading carries from sentence to
// sentence.
type document struct {
	src  string
	lang Language
	lex  *Lexicon

	figures []*candidate // bound, in text order
	nots    []NotFigure
	header  *header
	table   *table
	told    told    // who spoke last
	topic   Status  // of the group the sentence before is about
	latest  float64 // the latest year named so far
}

// Text proposes the casualty figures of a text. It returns every grade; the
// caller chooses. It is a pure function: the same text and language give the
// same result.
func Text(text string, lang Language) Result {
	d := &document{src: text, lang: lang, lex: lang.Lexicon()}
	for _, seg := range segments(text) {
		d.segment(seg)
	}
	return d.result()
}

// segment reads one paragraph, list item or table line.
func (d *document) segment(seg segment) {
	lx := &lexer{lang: d.lang, lex: d.lex, src: d.src}
	words := lx.words(seg.start, seg.end)
	if d.row(seg, words) {
		return
	}
	for k, part := range sentences(words) {
		s := &sentence{src: d.src, lang: d.lang, words: part, doc: d, opening: k == 0, item: seg.item}
		s.caps = s.capitals()
		d.sentence(s)
	}
	d.heading(words)
}

// sentence runs the cascade over one sentence.
func (d *document) sentence(s *sentence) {
	s.months()
	s.numbers()
	if len(s.cands) > 0 {
		s.reject()
		s.phrases()
		for _, c := range s.cands {
			if c.live() {
				s.late(c)
			}
		}
		d.years(s)
		d.repeats(s)
		s.frames()
		s.percents()
		s.labels()
		d.items(s)
		s.parts()
		s.share()
		s.imply()
		d.relate(s)
	}
	voices := s.voices()
	s.inSpeaker(voices)
	s.attribute(voices, d.told)
	d.carry(s, voices)
	d.topic = s.topic()
	d.collect(s)
}

// carry keeps the speaker of a sentence for one that goes on, and of one that
// introduces a list for its items.
func (d *document) carry(s *sentence, voices []voice) {
	if len(voices) > 0 {
		if v := voices[len(voices)-1]; !v.pronoun {
			d.told.by = [2]int{s.words[v.first].start, s.words[v.last].end}
		}
		d.told.quoted = slices.ContainsFunc(s.words, func(w word) bool { return w.mark("\"“”«»") })
	} else if !d.told.quoted || !s.words[0].mark("\"“«") {
		d.told.by, d.told.quoted = [2]int{}, false
	}
	if s.item {
		return
	}
	d.told.list = [2]int{}
	if s.words[len(s.words)-1].mark(":") {
		d.told.list = d.told.by
	}
}

// collect grades what the sentence has and keeps it.
func (d *document) collect(s *sentence) {
	d.nots = append(d.nots, s.codes()...)
	for _, c := range s.cands {
		if c.live() && !c.bound() {
			c.turn(s.unboundReason(c))
		}
		if c.live() {
			s.limits(c)
			s.grade(c)
			d.figures = append(d.figures, c)
			continue
		}
		if c.reject != silent {
			w, v := &s.words[c.first], &s.words[c.last]
			d.nots = append(d.nots, NotFigure{Start: w.start, End: v.end, Text: d.src[w.start:v.end], Reason: c.reject})
		}
		d.footnote(s, c)
	}
	for _, c := range s.cands {
		if c.live() {
			d.footnote(s, c)
		}
	}
}

// footnote lists the mark that stands on a number: "150*".
func (d *document) footnote(s *sentence, c *candidate) {
	if w := s.word(c.last + 1); w.glued && w.mark("*†‡") {
		d.nots = append(d.nots, NotFigure{Start: w.start, End: w.end, Text: w.text, Reason: "footnote"})
	}
}

// silent marks what is neither a figure nor a number worth listing: an article,
// "no" before anything else.
const silent = "-"

// result turns candidates into figures and byte offsets into code points.
func (d *document) result() Result {
	r := Result{Figures: make([]Figure, 0, len(d.figures)), NotFigures: d.nots}
	if r.NotFigures == nil {
		r.NotFigures = []NotFigure{}
	}
	slices.SortStableFunc(r.NotFigures, func(a, b NotFigure) int { return a.Start - b.Start })
	for k, c := range d.figures {
		c.id = letters(k)
	}
	m := newOffsets(d.src)
	for _, c := range d.figures {
		r.Figures = append(r.Figures, d.figure(c, m))
	}
	for k := range r.NotFigures {
		n := &r.NotFigures[k]
		n.Start, n.End = m.at(n.Start), m.at(n.End)
	}
	return r
}

func (d *document) figure(c *candidate, m *offsets) Figure {
	words := c.sent.words
	f := Figure{ID: c.id, Unit: c.unit, Status: c.frame.status, Group: groups(c), Grade: c.grade, Why: c.why, ImplicitOne: c.form == formOne}
	sp := d.span(words[c.first].start, words[c.last].end, m)
	f.Start, f.End, f.Text = sp.Start, sp.End, sp.Text
	f.Qualifier, f.Value, f.Low, f.High = c.bounds()
	if c.cueA >= 0 {
		q := d.span(words[c.cueA].start, words[c.cueB].end, m)
		f.QualifierSpan = &q
	}
	if c.parent != nil && c.parent.id != "" {
		id := c.parent.id
		f.SubsetOf = &id
	}
	if c.speaker[1] > 0 {
		a := d.span(c.speaker[0], c.speaker[1], m)
		f.Attribution = &a
	}
	for _, x := range c.marks {
		mark := Mark{Kind: x.kind, Span: d.span(x.first.start, x.last.end, m)}
		if x.of != nil {
			mark.Figure = x.of.id
		}
		f.Marks = append(f.Marks, mark)
	}
	for _, x := range c.scope {
		x.Span = d.span(x.Start, x.End, m)
		f.Scope = append(f.Scope, x)
	}
	return f
}

func (d *document) span(from, to int, m *offsets) Span {
	return Span{Start: m.at(from), End: m.at(to), Text: d.src[from:to]}
}

// groups returns the attributes without repeats, in the order of the text.
func groups(c *candidate) []string {
	out := []string{}
	for _, g := range c.groups {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// letters names the k-th figure: a to z, then aa, ab and so on.
func letters(k int) string {
	name := ""
	for k++; k > 0; k = (k - 1) / 26 {
		name = string(rune('a'+(k-1)%26)) + name
	}
	return name
}

// years keeps the latest year named, against which others are older.
func (d *document) years(s *sentence) {
	for _, c := range s.cands {
		if c.reject == "year" && c.form == formExact && yearly(s, c) {
			d.latest = max(d.latest, c.value)
		}
	}
}
