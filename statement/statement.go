package statement

import (
	"encoding/json"
	"fmt"
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/places"
	"reckon/source"
)

// ID is a statement's random, permanent id.
type ID string

// Statement is one thing that one speaker says in one source.
type Statement struct {
	ID       ID
	Source   source.ID
	Speakers []Speaker      // from the carrier nearest to the document to the speaker
	Quote    string         // the words, on one line; where there is an anchor, the anchor's
	Anchor   *source.Anchor // nil where the source has no text
	When     *dates.When    // when it was, according to the speaker
	Where    *places.Place  // where it was, according to the speaker
	Incident string         // the incident it is filed under, where it is
	Content  Content
	Codebook string // version of the codebook it was coded under
	Proposed string // name and version of what proposed it, where no person did
	Note     string // the coder's, not the source's
}

// Kind returns the kind of the content, or nothing where there is none.
func (s *Statement) Kind() string {
	if s.Content == nil {
		return ""
	}
	return s.Content.Kind()
}

// Fields lists every field of the statement and of its content, bound to it.
// The kind is not a field: it decides which there are.
func (s *Statement) Fields() []Field {
	all := []Field{
		line("id", "id of the statement", &s.ID).need(),
		line("source", "id of the source", &s.Source).need(),
		chainField(&s.Speakers),
		{Name: "quote", Help: "the words that say it", limit: maxProse,
			text: func() string { return s.Quote }, set: func(t string) error { s.Quote = t; return nil }},
		anchorField(&s.Anchor),
	}
	all = append(all, whenFields(&s.When)...)
	all = append(all, whereFields(&s.Where)...)
	all = append(all,
		line("incident", "id of the incident it is filed under", &s.Incident),
		line("codebook", "version of the codebook it was coded under", &s.Codebook),
		line("proposed", "name and version of what proposed it, where no person did", &s.Proposed),
		prose("note", "the coder's note", &s.Note),
	)
	if s.Content != nil {
		all = append(all, s.Content.Fields()...)
	}
	return all
}

// Validate reports what is wrong with the statement in itself, as a fault.List.
// Whether its text agrees is for the anchor, whether its whole exists is for
// CheckParts.
func (s *Statement) Validate() error {
	var l fault.List
	if s.Content == nil {
		_, err := NewContent("")
		l.Add(err.(*fault.Problem))
		return l
	}
	checkFields(&l, s.Fields())
	checkID(&l, "id", s.ID)
	if s.Source != "" {
		l = append(l, source.Token("source", string(s.Source))...)
	}
	checkChain(&l, s.Speakers)
	s.checkQuote(&l)
	s.checkWhen(&l)
	if s.Where != nil {
		l.Join("", s.Where.Validate())
	}
	if s.Incident != "" {
		l = append(l, source.Token("incident", s.Incident)...)
	}
	s.Content.check(&l)
	if t, ok := s.Content.(*Toll); ok && t.SubsetOf != "" && t.SubsetOf == s.ID {
		l.Add(fault.New("ST012", fault.Invalid, "the figure is given as a part of itself").At("subset_of"))
	}
	return l.Err()
}

// checkQuote requires words for everything but a link, which a coder may see in
// figures alone.
func (s *Statement) checkQuote(l *fault.List) {
	if s.Quote == "" && s.Kind() != "link" {
		l.Add(fault.New("ST011", fault.Invalid, "the quote is empty").At("quote").Try("Quote the words that say it"))
	}
	if s.Anchor == nil {
		return
	}
	if err := s.Anchor.Validate(); err != nil {
		l.Join("", err)
	} else if s.Anchor.Quote() != s.Quote {
		l.Add(fault.New("ST011", fault.Invalid, "the quote is not what the anchor holds").At("quote").
			Try("Quote the text's own words: " + shorten(s.Anchor.Quote())))
	}
}

func (s *Statement) checkWhen(l *fault.List) {
	if s.When == nil {
		return
	}
	if s.When.IsZero() {
		l.Add(fault.New("ST018", fault.Invalid, "the date is empty").At("when").Try("Leave it out"))
	}
	if _, err := s.When.MarshalJSON(); err != nil {
		l.Add(fault.New("ST018", fault.Invalid, "the date cannot be stored: %v", err).At("when"))
	}
	l.Add(checkText("when_words", s.When.Words, maxLine, false))
}

func checkID(l *fault.List, where string, id ID) {
	if id != "" {
		*l = append(*l, source.Token(where, string(id))...)
	}
}

// CheckParts reports, for statements taken together, ids given twice, wholes
// that are not among them and figures that are parts of each other. A part
// larger than its whole is no fault of the statement: sources say such things.
func CheckParts(statements []*Statement) error {
	var l fault.List
	whole := map[ID]ID{}
	for _, s := range statements {
		if _, twice := whole[s.ID]; twice {
			l.Add(fault.New("ST023", fault.Invalid, "two statements have the id %s", s.ID).At(string(s.ID)))
		}
		whole[s.ID] = ""
		if t, ok := s.Content.(*Toll); ok {
			whole[s.ID] = t.SubsetOf
		}
	}
	for _, s := range statements {
		of := whole[s.ID]
		if _, known := whole[of]; of != "" && !known {
			l.Add(fault.New("ST021", fault.NotFound, "the whole %s is not there", of).At(string(s.ID)).Try("Add it, or correct the reference"))
		}
		for steps := 0; of != ""; of = whole[of] {
			if steps++; of == s.ID || steps > len(whole) {
				l.Add(fault.New("ST022", fault.Invalid, "the figure is, through others, a part of itself").At(string(s.ID)))
				break
			}
		}
	}
	return l.Err()
}

// Sentence states the statement in neutral English, always as what the speaker
// says. The label names the source as readers know it; where it is empty the
// source's id is printed.
func (s *Statement) Sentence(label string) string {
	if label == "" {
		label = string(s.Source)
	}
	if s.Content == nil {
		return fmt.Sprintf("%s (%s) says something not yet coded.", label, said(s.Speakers))
	}
	text := fmt.Sprintf("%s (%s) says that %s", label, said(s.Speakers), s.Content.say())
	var at []string
	if s.Where != nil {
		at = append(at, "place "+quoted(s.Where.String()))
	}
	if s.When != nil {
		at = append(at, "date "+strings.TrimSpace(clause(calendarText(s.When.Value), " ", s.When.Words)))
	}
	if len(at) > 0 {
		text += " [" + strings.Join(at, "; ") + "]"
	}
	return text + "."
}

// stored is the form of a statement in JSON.
type stored struct {
	ID       ID              `json:"id"`
	Source   source.ID       `json:"source"`
	Kind     string          `json:"kind"`
	Speakers []Speaker       `json:"speakers"`
	Quote    string          `json:"quote,omitempty"`
	Anchor   *source.Anchor  `json:"anchor,omitempty"`
	When     *dates.When     `json:"when,omitempty"`
	Where    *places.Place   `json:"where,omitempty"`
	Incident string          `json:"incident,omitempty"`
	Content  json.RawMessage `json:"content"`
	Codebook string          `json:"codebook,omitempty"`
	Proposed string          `json:"proposed,omitempty"`
	Note     string          `json:"note,omitempty"`
}

// MarshalJSON writes the statement. It is a method of the value, since
// encoding/json would write one that is not behind a pointer in another form.
func (s Statement) MarshalJSON() ([]byte, error) {
	content, err := source.Encode(s.Content)
	if err != nil {
		return nil, err
	}
	return source.Encode(stored{
		s.ID, s.Source, s.Kind(), s.Speakers, s.Quote, s.Anchor, s.When, s.Where, s.Incident, content, s.Codebook, s.Proposed, s.Note,
	})
}

// UnmarshalJSON reads a statement strictly: no field that its kind does not have.
func (s *Statement) UnmarshalJSON(data []byte) error {
	var w stored
	if err := source.Decode(data, &w); err != nil {
		return err
	}
	content, err := NewContent(w.Kind)
	if err != nil {
		return err
	}
	if err := source.Decode(w.Content, content); err != nil {
		return fault.New("ST004", fault.Invalid, "the content does not fit the kind %s: %v", w.Kind, err).At("content")
	}
	*s = Statement{w.ID, w.Source, w.Speakers, w.Quote, w.Anchor, w.When, w.Where, w.Incident, content, w.Codebook, w.Proposed, w.Note}
	return nil
}
