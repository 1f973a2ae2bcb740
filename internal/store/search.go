package store

import (
	"context"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/ledger"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// The kinds of thing that are searched.
const (
	FoundSource    = "source"
	FoundText      = "text"
	FoundStatement = "statement"
	FoundIncident  = "incident"
	FoundPerson    = "person"
)

// Thing names something that is searched.
type Thing struct {
	Kind, ID string
}

// Unsearched returns the things that acts changed which the index of words
// has not taken in, from at most limit acts, and how far that brings each
// writer's log.
func (r *Reader) Unsearched(limit int) ([]Thing, map[ledger.WriterID]int64, error) {
	seen := map[Thing]bool{}
	upTo := map[ledger.WriterID]int64{}
	var things []Thing
	places, err := r.searchedPlaces()
	if err != nil {
		return nil, nil, err
	}
	for _, p := range places {
		records := each(r.query, scanRecord, "SELECT line FROM act WHERE writer = ? AND seq >= ? ORDER BY seq LIMIT ?",
			string(p.writer), p.acts, limit)
		for rec, err := range records {
			if err != nil {
				return nil, nil, err
			}
			upTo[p.writer] = rec.Act.Seq + 1
			limit--
			if t, ok := changed(&rec.Act); ok && !seen[t] {
				seen[t] = true
				things = append(things, t)
			}
		}
	}
	return things, upTo, nil
}

// searchedPlace is how far a writer's log has been taken in.
type searchedPlace struct {
	writer ledger.WriterID
	acts   int64
}

func (r *Reader) searchedPlaces() ([]searchedPlace, error) {
	return collect(each(r.query, func(s scanner) (searchedPlace, error) {
		var p searchedPlace
		return p, s.Scan(&p.writer, &p.acts)
	}, "SELECT id, coalesce(acts, 0) FROM writer LEFT JOIN searched ON searched.writer = writer.id ORDER BY id"))
}

func scanRecord(s scanner) (*ledger.Record, error) {
	var line []byte
	if err := s.Scan(&line); err != nil {
		return nil, err
	}
	return ledger.ParseRecord(line)
}

// changed returns the thing that an act is about, where it is one that is
// searched.
func changed(a *ledger.Act) (Thing, bool) {
	switch a.Kind {
	case source.Added{}.Kind():
		return Thing{FoundSource, string(a.ID)}, true
	case register.IncidentAdded{}.Kind():
		return Thing{FoundIncident, string(a.ID)}, true
	case register.PersonAdded{}.Kind():
		return Thing{FoundPerson, string(a.ID)}, true
	case statement.Added{}.Kind():
		return Thing{FoundStatement, string(a.ID)}, true
	}
	var p struct{ Source, Statement string }
	if a.Erased || json.Unmarshal(a.Payload, &p) != nil {
		return Thing{}, false // which thing it was about is gone with it
	}
	switch a.Kind {
	case source.RenditionAdded{}.Kind():
		return Thing{FoundText, p.Source}, true
	case statement.Corrected{}.Kind(), statement.Withdrawn{}.Kind():
		return Thing{FoundStatement, p.Statement}, true
	}
	return Thing{}, false
}

// Passage is some words of a thing as they stand.
type Passage struct {
	Start int // of a text: where it begins, in code points
	Body  string
}

// Passages returns the words that a thing is found by, none where it is
// erased. The words of a text lie in the vault; they come from TextPassages.
func (r *Reader) Passages(t Thing) ([]Passage, error) {
	var words []string
	switch t.Kind {
	case FoundSource:
		s, err := r.Source(t.ID)
		if err != nil {
			return nil, err
		}
		words = []string{s.Title, s.SaidBy, s.Citation, s.URL, s.Note}
		if s.Original != nil {
			words = append(words, s.Original.Name)
		}
	case FoundStatement:
		s, err := r.Statement(t.ID)
		if err != nil {
			return nil, err
		}
		words = wordsOf(s.Content())
	case FoundIncident:
		i, err := r.Incident(t.ID)
		if err != nil {
			return nil, err
		}
		words = []string{i.Display}
		for _, n := range i.Names {
			words = append(words, n.Text)
		}
		if i.Where != nil {
			words = append(words, i.Where.Words)
			for _, n := range i.Where.Names {
				words = append(words, n.Text)
			}
		}
		words = append(words, i.Note)
	case FoundPerson:
		p, err := r.Person(t.ID)
		if err != nil {
			return nil, err
		}
		for _, n := range p.Names {
			words = append(words, n.Text)
		}
		words = append(words, p.Description, p.Note)
	}
	return joined(words), nil
}

// wordsOf returns the words of a statement: its quote, who says it, and every
// field that is free text.
func wordsOf(s *statement.Statement) []string {
	if s == nil {
		return nil
	}
	words := []string{s.Quote}
	for _, sp := range s.Speakers {
		words = append(words, sp.Name)
	}
	if s.Where != nil {
		words = append(words, s.Where.Words)
		for _, n := range s.Where.Names {
			words = append(words, n.Text)
		}
	}
	for _, f := range s.Content.Fields() {
		if text := f.Text(); f.List == "" && !strings.Contains(s.Quote, text) {
			words = append(words, text)
		}
	}
	return append(words, s.Note)
}

func joined(words []string) []Passage {
	var kept []string
	seen := map[string]bool{"": true}
	for _, w := range words {
		if w = strings.TrimSpace(w); !seen[w] {
			seen[w] = true
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return []Passage{{Body: strings.Join(kept, " · ")}}
}

// passageLength is about how many bytes a passage of a text has.
const passageLength = 1500

// TextPassages cuts a text into passages at the ends of its lines.
func TextPassages(text string) []Passage {
	var all []Passage
	var b strings.Builder
	at, start := 0, 0
	flush := func() {
		if strings.TrimSpace(b.String()) != "" {
			all = append(all, Passage{start, b.String()})
		}
		start = at
		b.Reset()
	}
	for line := range strings.Lines(text) {
		for len(line) > 0 {
			piece := line[:cutAt(line, passageLength)]
			line = line[len(piece):]
			if b.Len() > 0 && b.Len()+len(piece) > passageLength {
				flush()
			}
			b.WriteString(piece)
			at += utf8.RuneCountInString(piece)
		}
	}
	flush()
	return all
}

// cutAt returns where to cut a line that is too long: at a space, or between
// letters where it has none.
func cutAt(line string, limit int) int {
	if len(line) <= limit {
		return len(line)
	}
	for !utf8.RuneStart(line[limit]) {
		limit--
	}
	if i := strings.LastIndexByte(line[:limit], ' '); i > limit/2 {
		return i + 1
	}
	return limit
}

// Index is a transaction that changes what things are found by, and nothing
// else.
type Index struct {
	Reader
}

// Index runs fn in one transaction.
func (d *DB) Index(ctx context.Context, fn func(*Index) error) error {
	return d.Write(ctx, Writer{}, func(t *Tx) error { return fn(&Index{t.Reader}) })
}

// Replace makes a thing found by the given words and no longer by others.
func (x *Index) Replace(t Thing, passages []Passage) error {
	old, err := collect(each(x.query, func(s scanner) (int64, error) {
		var n int64
		return n, s.Scan(&n)
	}, "SELECT n FROM passage WHERE kind = ? AND id = ?", t.Kind, t.ID))
	if err != nil {
		return err
	}
	for _, n := range old {
		if err := x.query.exec("DELETE FROM passage_words WHERE rowid = ?", n); err != nil {
			return err
		}
		if err := x.query.exec("DELETE FROM passage WHERE n = ?", n); err != nil {
			return err
		}
	}
	for _, p := range passages {
		if err := x.query.exec("INSERT INTO passage (kind, id, start, body) VALUES (?, ?, ?, ?)", t.Kind, t.ID, p.Start, p.Body); err != nil {
			return err
		}
		if err := x.query.exec("INSERT INTO passage_words (rowid, kind, words) VALUES (last_insert_rowid(), ?, ?)", t.Kind, fold(p.Body)); err != nil {
			return err
		}
	}
	return nil
}

// Searched notes how far the writers' logs have been taken in.
func (x *Index) Searched(upTo map[ledger.WriterID]int64) error {
	for w, n := range upTo {
		if err := x.query.exec("INSERT OR REPLACE INTO searched (writer, acts) VALUES (?, ?)", string(w), n); err != nil {
			return err
		}
	}
	return nil
}

// Hit is a passage in which every word of a query stands.
type Hit struct {
	Thing
	Start int // of a text: where the passage begins, in code points
	At    int // of a text: where the first word found begins
	Parts []Part
}

// Part is a piece of a passage, found or around what was found.
type Part struct {
	Text  string
	Found bool
}

// Search returns passages of one kind in which every word of the query
// stands, or begins a word, in the order in which they were entered.
func (r *Reader) Search(query, kind string, skip, limit int) ([]Hit, error) {
	words := terms(query)
	if len(words) == 0 {
		return nil, nil
	}
	match := "kind : " + kind
	for _, w := range words {
		match += ` AND words : "` + w + `" *`
	}
	return collect(each(r.query, func(s scanner) (Hit, error) {
		h := Hit{Thing: Thing{Kind: kind}}
		var body string
		if err := s.Scan(&h.ID, &h.Start, &body); err != nil {
			return h, err
		}
		h.At, h.Parts = snippet(body, words)
		h.At += h.Start
		return h, nil
	}, `SELECT id, start, body FROM passage_words JOIN passage ON passage.n = passage_words.rowid
		WHERE passage_words MATCH ? ORDER BY passage_words.rowid LIMIT ? OFFSET ?`, match, limit, skip))
}

const (
	around     = 90  // bytes shown before the first word found
	shownBytes = 260 // bytes shown of a passage
)

// snippet cuts a passage around the first word found and marks all words
// found in it. It returns where that word begins, in code points.
func snippet(body string, words []string) (int, []Part) {
	var hits [][2]int
	for _, w := range wordsIn(body) {
		if matches(body[w[0]:w[1]], words) {
			hits = append(hits, w)
		}
	}
	first := 0
	if len(hits) > 0 {
		first = hits[0][0]
	}
	from, to := window(body, first)
	var parts []Part
	at := from
	for _, h := range hits {
		if h[0] < at || h[1] > to {
			continue
		}
		parts = append(parts, Part{body[at:h[0]], false}, Part{body[h[0]:h[1]], true})
		at = h[1]
	}
	parts = append(parts, Part{body[at:to], false})
	if from > 0 {
		parts[0].Text = "…" + parts[0].Text
	}
	if to < len(body) {
		parts[len(parts)-1].Text += "…"
	}
	return utf8.RuneCountInString(body[:first]), parts
}

// window returns which bytes of a passage are shown.
func window(body string, first int) (from, to int) {
	from = max(0, first-around)
	for from > 0 && !utf8.RuneStart(body[from]) {
		from--
	}
	if i := strings.IndexByte(body[from:first], ' '); from > 0 && i >= 0 {
		from += i + 1
	}
	to = min(len(body), from+shownBytes)
	for to < len(body) && !utf8.RuneStart(body[to]) {
		to++
	}
	return from, to
}

// wordsIn returns where the words of a text begin and end, in bytes.
func wordsIn(text string) [][2]int {
	var all [][2]int
	from := -1
	for at, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r)
		switch {
		case inside && from < 0:
			from = at
		case !inside && from >= 0:
			all = append(all, [2]int{from, at})
			from = -1
		}
	}
	if from >= 0 {
		all = append(all, [2]int{from, len(text)})
	}
	return all
}

// matches says whether a word of a passage begins with one that is searched.
func matches(word string, words []string) bool {
	for _, w := range strings.Fields(fold(word)) {
		for _, wanted := range words {
			if strings.HasPrefix(w, wanted) {
				return true
			}
		}
	}
	return false
}

// Behind returns how many acts the index of words has not taken in.
func (r *Reader) Behind() (int, error) {
	var n int
	_, err := r.query.one(`SELECT coalesce(sum((SELECT coalesce(max(seq) + 1, 0) FROM act WHERE act.writer = writer.id)
		- coalesce((SELECT acts FROM searched WHERE searched.writer = writer.id), 0)), 0) FROM writer`, nil, &n)
	return n, err
}
