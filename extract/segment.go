package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// segment is a stretch of text that no sentence crosses: a paragraph, a list
// item, a line of a table.
type segment struct {
	start, end int // bytes
	item       bool
}

// wrapWidth is the length from which a line is taken to be broken by the width
// of the page and not by its author.
const wrapWidth = 50

// segments cuts a text at blank lines and at line breaks that mean something.
func segments(text string) []segment {
	var out []segment
	open := false
	for pos := 0; pos < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[pos:], '\n'); i >= 0 {
			end = pos + i
		}
		line := text[pos:end]
		switch body := strings.TrimSpace(line); {
		case body == "":
			open = false
		case open && !bullet(body) && wraps(text, out[len(out)-1], line):
			out[len(out)-1].end = end
		default:
			out = append(out, segment{start: pos, end: end, item: bullet(body)})
			open = true
		}
		pos = end + 1
	}
	return out
}

// bullet reports whether a line opens with the mark of a list item.
func bullet(body string) bool {
	r, size := utf8.DecodeRuneInString(body)
	if strings.ContainsRune("*•-–—·▪◦", r) {
		rest := body[size:]
		return strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t")
	}
	i := 0
	for i < len(body) && i < 3 && unicode.IsDigit(rune(body[i])) {
		i++
	}
	return i > 0 && i+1 < len(body) && (body[i] == '.' || body[i] == ')') && body[i+1] == ' '
}

// wraps reports whether line goes on with the last line of the segment.
func wraps(text string, seg segment, line string) bool {
	last := text[seg.start:seg.end]
	if i := strings.LastIndexByte(last, '\n'); i >= 0 {
		last = last[i+1:]
	}
	last = strings.TrimRight(last, " \t\r")
	if cells(last) > 1 || cells(line) > 1 {
		return false
	}
	if strings.HasSuffix(last, ":") || strings.HasSuffix(last, ";") {
		return false
	}
	return utf8.RuneCountInString(last) >= wrapWidth
}

// cells counts the cells of a table line.
func cells(line string) int {
	body := strings.Trim(strings.TrimSpace(line), "|")
	return 1 + strings.Count(body, "|") + strings.Count(body, "\t")
}

// sentence is one sentence of a segment and all that is found in it.
type sentence struct {
	src   string
	lang  Language
	words []word
	cands []*candidate
	at    []*candidate // the candidate whose number covers a word
	doc   *document

	opening bool // first of its segment
	item    bool // of a list item
	caps    bool // written in capitals throughout
}

// maxWords bounds a sentence, so that text without full stops costs no more
// than text with them.
const maxWords = 400

// sentences cuts the words of a segment into sentences.
func sentences(words []word) [][]word {
	var out [][]word
	from := 0
	for i := range words {
		if i-from+1 >= maxWords || ends(words, i) {
			out = append(out, words[from:i+1])
			from = i + 1
		}
	}
	if from < len(words) {
		out = append(out, words[from:])
	}
	return out
}

// ends reports whether the word at i is the last of its sentence.
func ends(words []word, i int) bool {
	w := &words[i]
	if i+1 == len(words) {
		return true
	}
	next := &words[i+1]
	switch {
	case closing(next) && endMark(w):
		return false
	case closing(w) && w.glued && i > 0 && endMark(&words[i-1]):
		return opens(next)
	case !endMark(w) || !opens(next):
		return false
	case w.text != "." || i == 0:
		return true
	}
	return stops(&words[i-1], next)
}

// stops reports whether a full stop between two words ends a sentence.
func stops(prev, next *word) bool {
	if next.glued {
		return prev.kind == kindWord && next.kind == kindWord && next.name && len(prev.text) > 2
	}
	return !abbreviation(prev)
}

func endMark(w *word) bool { return w.mark(".!?…") }

func closing(w *word) bool { return w.glued && w.mark("\"”’')]»") }

func opens(w *word) bool {
	return w.name || w.kind == kindDigit || w.mark("\"“‘'([«-–—*_") || w.kind == kindCode
}

// abbreviation reports whether a full stop after w belongs to w.
func abbreviation(w *word) bool {
	if w.is(isAbbreviation) {
		return true
	}
	r, size := utf8.DecodeRuneInString(w.text)
	return w.kind == kindWord && size == len(w.text) && unicode.IsUpper(r)
}

// months settles the words that name a month in capitals and are something
// else without: "May", "March".
func (s *sentence) months() {
	for i := range s.words {
		w := &s.words[i]
		if !w.is(isMonth) || w.class == isMonth {
			continue
		}
		plain := *w.sense
		if w.name && (!s.caps || s.word(i-1).kind == kindDigit || s.word(i+1).kind == kindDigit) {
			plain.class, plain.slots = isMonth|w.class&isAbbreviation, 0
		} else {
			plain.class &^= isMonth
		}
		w.sense = &plain
	}
}
