package extract

import (
	"slices"
	"strconv"
	"strings"

	"reckon/fault"
)

// Lexicon holds the words and phrases of a language with their senses. It is
// read once with ParseLexicon and never changes afterwards, so that it may be
// shared between goroutines.
type Lexicon struct {
	words map[string]*entry
}

// entry is what begins with one word: its own sense and the longer phrases.
type entry struct {
	sense   *sense
	phrases []phraseEntry // longest first
}

type phraseEntry struct {
	rest  []string
	sense *sense
}

// ParseLexicon reads lexicon texts. A line names classes and their values
// before the first colon and words or phrases, divided by commas, after it:
//
//	status killed after before: killed
//	person group=children: child, children
//	qualifier at_least: at least
//
// A word named on several lines has all their senses. Blank lines and lines
// that begin with # are skipped. What cannot be read is refused with its line.
func ParseLexicon(texts ...string) (*Lexicon, error) {
	lex := &Lexicon{words: map[string]*entry{}}
	var bad fault.List
	for _, text := range texts {
		for n, line := range strings.Split(text, "\n") {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			bad.Add(lex.line(line).orNil("lexicon line " + strconv.Itoa(n+1)))
		}
	}
	for _, e := range lex.words {
		slices.SortFunc(e.phrases, func(a, b phraseEntry) int { return len(b.rest) - len(a.rest) })
	}
	return lex, bad.Err()
}

// refusal is a problem without its place; nil where all is well.
type refusal struct{ what string }

func (r *refusal) orNil(where string) *fault.Problem {
	if r == nil {
		return nil
	}
	return fault.New("EX001", fault.Invalid, "%s", r.what).At(where).
		Try("Correct the line; the classes are listed in docs/methods/extraction.md")
}

func (l *Lexicon) line(line string) *refusal {
	head, items, ok := strings.Cut(line, ": ")
	if !ok {
		return &refusal{"no colon followed by words in " + strconv.Quote(line)}
	}
	var add sense
	for field := range strings.FieldsSeq(head) {
		if !add.field(field) {
			return &refusal{"unknown word " + strconv.Quote(field) + " in " + strconv.Quote(head)}
		}
	}
	for item := range strings.SplitSeq(items, ",") {
		if item = strings.TrimSpace(item); item != "" {
			l.add(strings.Fields(item), add)
		}
	}
	return nil
}

// field adds what one word of a line's head means, and reports whether it
// means anything.
func (s *sense) field(field string) bool {
	key, value, pair := strings.Cut(field, "=")
	if !pair {
		return s.flag(field)
	}
	switch key {
	case "status":
		s.status = Status(value)
		return knownStatus(s.status)
	case "unit":
		s.unit = Unit(value)
		return slices.Contains(units[:], s.unit)
	case "group":
		s.groups = append(s.groups, strings.Split(value, "+")...)
		return value != ""
	case "reason":
		s.reason = value
		return value != ""
	case "lead":
		s.lead = value
		return value != ""
	case "cue":
		s.cue = Qualifier(value)
		return slices.Contains(qualifiers[:], s.cue)
	case "value":
		v, err := strconv.ParseFloat(value, 64)
		s.value = v
		return err == nil
	}
	return false
}

func (s *sense) flag(name string) bool {
	if c, ok := classNames[name]; ok {
		s.class |= c
		return true
	}
	if l, ok := slotNames[name]; ok {
		s.slots |= l
		return true
	}
	return false
}

func (l *Lexicon) add(words []string, add sense) {
	e := l.words[words[0]]
	if e == nil {
		e = &entry{sense: nothing}
		l.words[words[0]] = e
	}
	if len(words) == 1 {
		e.sense = merge(e.sense, add)
		return
	}
	rest := words[1:]
	for i, p := range e.phrases {
		if slices.Equal(p.rest, rest) {
			e.phrases[i].sense = merge(p.sense, add)
			return
		}
	}
	e.phrases = append(e.phrases, phraseEntry{rest, merge(nothing, add)})
}

// merge returns a sense that has all of old and all of add.
func merge(old *sense, add sense) *sense {
	m := *old
	m.class |= add.class
	m.slots |= add.slots
	m.groups = append(slices.Clone(old.groups), add.groups...)
	if add.status != "" {
		m.status = add.status
	}
	if add.unit != "" {
		m.unit = add.unit
	}
	if add.reason != "" {
		m.reason = add.reason
	}
	if add.lead != "" {
		m.lead = add.lead
	}
	if add.value != 0 {
		m.value = add.value
	}
	if add.cue != "" {
		m.cue = add.cue
	}
	return &m
}

// look returns the sense of one folded word.
func (l *Lexicon) look(word string) *sense {
	if e := l.words[word]; e != nil {
		return e.sense
	}
	return nothing
}

func (l *Lexicon) known(word string) bool { return l.words[word] != nil }
