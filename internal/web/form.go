package web

import (
	"net/url"
	"slices"
	"strings"

	"reckon"
	"reckon/internal/store"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
)

// form asks for one statement. Its fields come from the table of the kind, so
// that a kind has no field that the pages do not know.
type form struct {
	Kind       string
	Key        string // digit that opens it, or ""
	Action     string
	Main, More []entry
	Read       []entry // how the words of a figure are read
	Speaker    entry
	Role       entry
	Via        entry
	Rendition  source.RenditionID
	Quote      string // filled in where the words are known
}

// entry is one field of a form.
type entry struct {
	Name, Value string
	Type        string // line, prose, number, one, many
	Required    bool
	Open        bool
	Other       string
	Options     []option
}

type option struct {
	Value, Label string
	Chosen       bool
}

// seldom are the fields that stand under "more".
var seldom = map[string]bool{
	"stage": true, "parts": true, "scope": true, "as_of": true, "name_kind": true, "where_names": true, "where_display": true, "where_gazetteer": true,
	"where_point": true, "where_precision": true, "reply_text": true, "proceedings": true, "checked": true,
	"standard": true, "document": true, "target": true, "note": true,
}

// unasked are the fields that no form asks for: they are filled in, or kept.
var unasked = map[string]bool{
	"id": true, "source": true, "speakers": true, "quote": true, "anchor": true, "when_words": true, "codebook": true, "proposed": true,
}

// choices are what the fields that name other things offer.
type choices struct {
	incidents, figures []option
}

// forms makes an empty form for every kind.
func (q *request) forms(r *store.Reader, src store.Source) ([]form, error) {
	c, err := q.choices(r, src.ID)
	if err != nil {
		return nil, err
	}
	var all []form
	for i, content := range statement.Kinds() {
		s := &statement.Statement{Content: content}
		if src.SaidBy != "" && s.SetSpeakers(src.SaidBy) != nil {
			s.Speakers = []statement.Speaker{{Name: src.SaidBy}} // entered elsewhere, by other rules
		}
		f := q.form(s, c)
		f.Action = "/sources/" + src.Ref + "/statements"
		if i < 9 {
			f.Key = string(rune('1' + i))
		}
		all = append(all, f)
	}
	return all, nil
}

func (q *request) choices(r *store.Reader, id string) (choices, error) {
	var c choices
	for i, err := range r.Incidents() {
		if err != nil {
			return c, err
		}
		if !i.Erased {
			c.incidents = append(c.incidents, option{Value: i.Entry.ID, Label: optionLabel(i.Ref, i.Display)})
		}
	}
	for st, err := range r.Statements(store.Filter{Source: source.ID(id), Kind: "toll", Standing: store.Current}) {
		if err != nil {
			return c, err
		}
		if content := st.Content(); content != nil {
			c.figures = append(c.figures, option{Value: string(st.ID), Label: optionLabel(st.Ref, clip(content.Quote))})
		}
	}
	return c, nil
}

// optionLabel puts a text behind its display number where no element can isolate
// it (UAX 9).
func optionLabel(ref, text string) string { return "\u2066" + ref + "\u2069 \u2068" + text + "\u2069" }

// clip shortens a quote to be one of many.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}

// form makes the form of a statement, filled with what it says.
func (q *request) form(s *statement.Statement, c choices) form {
	f := form{Kind: s.Kind(), Quote: s.Quote}
	content := map[string]bool{}
	if s.Content != nil {
		for _, field := range s.Content.Fields() {
			content[field.Name] = true
		}
	}
	fields := s.Fields()
	slices.SortStableFunc(fields, func(a, b statement.Field) int { return order(content, a.Name) - order(content, b.Name) })
	for _, field := range fields {
		if unasked[field.Name] {
			continue
		}
		in := q.entry(field, c)
		if field.Name == "when" && s.When != nil {
			in.Value = phraseOf(s).Words
		}
		switch {
		case readings[field.Name]:
			in.Required = false
			f.Read = append(f.Read, in)
		case seldom[field.Name] && !field.Required || field.Name == "when_base":
			f.More = append(f.More, in)
		default:
			f.Main = append(f.Main, in)
		}
	}
	q.speakers(&f, s.Speakers)
	return f
}

// order puts what the kind is about first, and long rows of boxes after what
// is quicker to fill in.
func order(content map[string]bool, name string) int {
	switch {
	case name == "words" || name == "unit":
		return 0
	case content[name]:
		return 1
	}
	return 2
}

func (q *request) entry(f statement.Field, c choices) entry {
	in := entry{Name: f.Name, Type: "line", Value: f.Text(), Required: f.Required, Open: f.Open}
	switch {
	case f.Name == "incident":
		in.Type, in.Options = "one", chosen(c.incidents, in.Value)
	case f.Name == "subset_of":
		in.Type, in.Options = "one", chosen(c.figures, in.Value)
	case f.Name == "where_precision":
		in.Type = "one"
		for _, p := range places.Precisions() {
			in.Options = append(in.Options, option{string(p), q.say("term.precision." + string(p)), string(p) == in.Value})
		}
	case f.List != "":
		q.terms(&in, f)
	case f.Lines:
		in.Type = "prose"
	case f.Name == "value" || f.Name == "low" || f.Name == "high":
		in.Type = "number"
	}
	return in
}

// terms offers the words of a closed list.
func (q *request) terms(in *entry, f statement.Field) {
	in.Type = "one"
	given := []string{in.Value}
	if f.Many {
		in.Type = "many"
		given = termsOf(in.Value)
	}
	for _, t := range statement.Terms(f.List) {
		in.Options = append(in.Options, option{t.Name, q.say("term." + f.List + "." + t.Name), slices.Contains(given, t.Name)})
	}
	for _, g := range given {
		if strings.Contains(g, ":") {
			in.Other = strings.TrimPrefix(g, "other:")
		}
	}
}

// termsOf splits the text of a field with several terms, in which a backslash
// stands before what does not separate them.
func termsOf(text string) []string {
	var all []string
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case text[i] == ';':
			all = append(all, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(text[i])
		}
	}
	return append(all, strings.TrimSpace(b.String()))
}

func chosen(options []option, value string) []option {
	all := slices.Clone(options)
	for i := range all {
		all[i].Chosen = all[i].Value == value
	}
	return all
}

// speakers splits a chain into who says it and who carries it.
func (q *request) speakers(f *form, chain []statement.Speaker) {
	f.Speaker = entry{Name: "speaker", Type: "line", Required: true}
	f.Role = entry{Name: "speaker_role", Type: "one"}
	f.Via = entry{Name: "via", Type: "line"}
	role := ""
	if n := len(chain); n > 0 {
		f.Speaker.Value, role = chain[n-1].Name, chain[n-1].Role
		f.Via.Value = chainField(&statement.Statement{Speakers: chain[:n-1]}).Text()
	}
	for _, t := range statement.Terms("speaker") {
		f.Role.Options = append(f.Role.Options, option{t.Name, q.say("term.speaker." + t.Name), t.Name == role})
	}
	if role != "" && !slices.ContainsFunc(f.Role.Options, func(o option) bool { return o.Chosen }) {
		f.Role.Options = append(f.Role.Options, option{role, strings.TrimPrefix(role, "other:"), true})
	}
}

// chainField returns the field of the speakers, which reads and writes a
// chain as text.
func chainField(s *statement.Statement) statement.Field {
	all := s.Fields()
	return all[slices.IndexFunc(all, func(f statement.Field) bool { return f.Name == "speakers" })]
}

// phraseOf returns a statement's date as a coder would type it.
func phraseOf(s *statement.Statement) reckon.Phrase {
	if s.When == nil {
		return reckon.Phrase{}
	}
	if s.When.Words != "" {
		return reckon.Phrase{Words: s.When.Words, Base: s.When.Base.String()}
	}
	return reckon.Phrase{Words: s.When.Value.String()}
}

// fill sets the fields of a statement that a form brought. A field that the
// form does not have stays what it is.
func fill(s *statement.Statement, v url.Values) error {
	if err := fillFigure(s, v); err != nil {
		return err
	}
	for _, f := range s.Fields() {
		if !asked(f, v) || unasked[f.Name] || ownWay[f.Name] || readings[f.Name] {
			continue
		}
		if err := f.Set(given(f, v)); err != nil {
			return err
		}
	}
	return fillSpeakers(s, v)
}

// asked says whether a form had the field. Boxes of which none is ticked send
// nothing, so their own-word field speaks for them.
func asked(f statement.Field, v url.Values) bool {
	_, there := v[f.Name]
	_, own := v[f.Name+"_other"]
	return there || own
}

// ownWay are the fields that are read together with others, as the readings
// of a figure are.
var ownWay = map[string]bool{"when": true, "when_base": true, "words": true}

// given reads one field of a form; several terms are separated as the field
// wants it.
func given(f statement.Field, v url.Values) string {
	values := v[f.Name]
	own := strings.TrimSpace(v.Get(f.Name + "_other"))
	if own != "" && !strings.HasPrefix(own, "nationality:") && !strings.HasPrefix(own, "religion:") {
		own = "other:" + own
	}
	if !f.Many {
		if own != "" {
			return own
		}
		return strings.TrimSpace(v.Get(f.Name))
	}
	if own != "" {
		values = append(slices.Clone(values), own)
	}
	escaper := strings.NewReplacer(`\`, `\\`, ";", `\;`)
	terms := []string{}
	for _, t := range values {
		if t = strings.TrimSpace(t); t != "" {
			terms = append(terms, escaper.Replace(t))
		}
	}
	return strings.Join(terms, "; ")
}

// fillSpeakers puts the chain together: the carriers, then who says it.
func fillSpeakers(s *statement.Statement, v url.Values) error {
	name := strings.TrimSpace(v.Get("speaker"))
	if name == "" {
		return nil
	}
	if err := chainField(s).Set(strings.TrimSpace(v.Get("via"))); err != nil {
		return err
	}
	s.Speakers = append(s.Speakers, statement.Speaker{Name: name, Role: strings.TrimSpace(v.Get("speaker_role"))})
	return nil
}

// fillFigure reads a figure out of its words, unless the form says how they
// are to be read. Words that were left alone keep the reading that they had.
func fillFigure(s *statement.Statement, v url.Values) error {
	var figure *statement.Quantity
	switch c := s.Content.(type) {
	case *statement.Toll:
		figure = &c.Figure
	case *statement.Denial:
		figure = &c.Figure
	default:
		return nil
	}
	words := strings.TrimSpace(v.Get("words"))
	if _, there := v["words"]; !there {
		return nil
	}
	byHand := v.Get("read") == "hand"
	switch {
	case words == "":
		*figure = statement.Quantity{}
		return nil
	case byHand:
		*figure = statement.Quantity{Words: words}
	case words != figure.Words:
		read, err := statement.ParseQuantity(words)
		*figure = read
		return err
	}
	for _, f := range s.Content.Fields() {
		if byHand && readings[f.Name] {
			if err := f.Set(strings.TrimSpace(v.Get(f.Name))); err != nil {
				return err
			}
		}
	}
	return nil
}

// readings are the fields that say how the words of a figure are read.
var readings = map[string]bool{"form": true, "value": true, "low": true, "high": true, "modality": true, "mark": true}
