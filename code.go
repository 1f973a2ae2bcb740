package reckon

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
)

// Quote names words of a source's text: by how often they occur before, or by
// where they stand.
type Quote struct {
	Words      string
	Nth        int // which occurrence, from 1; 0 where there is only one
	Start, End int // where they stand, in code points, end exclusive; 0 to look for them
}

// find returns the fragment that the quote names. Words that were selected
// must be the ones that stand there, so that nothing is ever anchored in a
// text that the coder did not see.
func (q Quote) find(text *source.Text) (source.Fragment, error) {
	if q.End == 0 {
		return text.Find(q.Words, q.Nth)
	}
	f, err := text.Fragment(q.Start, q.End)
	if err != nil {
		return f, err
	}
	if oneLineEnd(f.Exact) != oneLineEnd(q.Words) {
		return f, fault.New("CO005", fault.Invalid, "other words stand there in the text").
			At(fmt.Sprintf("characters %d to %d", q.Start, q.End)).Try("Open the text again and select the words anew")
	}
	return f, nil
}

// oneLineEnd makes line ends alike, which forms send as they like.
func oneLineEnd(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// Phrase is a date as a coder types it: in EDTF, or in the source's words,
// which are kept.
type Phrase struct {
	Words string
	Said  string // the source's words for a date in EDTF, or words that nobody can read as a date
	Base  string // date that the words count from; empty for the source's date of publication
}

// Date reads the phrase by itself; nil where there is none.
func (w Phrase) Date() (*dates.When, error) {
	when, err := w.resolve("")
	return when, unchanged(err)
}

// resolve reads the phrase; nil where there is none.
func (w Phrase) resolve(published string) (*dates.When, error) {
	if w.Words == "" && w.Said == "" {
		return nil, nil
	}
	when := dates.When{Words: w.Said}
	v, err := dates.Parse(w.Words)
	switch {
	case w.Words != "" && err != nil:
		return w.read(cmp.Or(w.Base, published))
	case w.Words != "":
		when.Value = v
	}
	if w.Base == "" {
		return &when, nil
	}
	when.Base, err = baseDate(w.Base)
	return &when, err
}

// read reads the source's own words against the base date.
func (w Phrase) read(base string) (*dates.When, error) {
	if w.Said != "" {
		return nil, fault.New("CO010", fault.Invalid, "%q is not a date in EDTF, and the source's words are given apart", w.Words).
			Try("Give the words alone, or a date such as 2031-03 and the words")
	}
	from, err := baseDate(base)
	if err != nil {
		return nil, err
	}
	when, err := dates.Resolve(w.Words, from)
	return &when, err
}

// baseDate reads the date that words count from. A span is none; phrases that
// need a base say so.
func baseDate(text string) (dates.Date, error) {
	if text == "" {
		return dates.Date{}, nil
	}
	v, err := dates.Parse(text)
	if err != nil {
		return dates.Date{}, err
	}
	base, _ := v.Date()
	return base, nil
}

// Coded is a statement to be entered. Its source, incident and whole are
// named by display number or identifier; identifiers and anchor are filled in.
type Coded struct {
	Source    string
	Rendition source.RenditionID // whose text the quotes are of; empty for the newest
	Quotes    []Quote            // several for words that do not stand together
	When      Phrase
	Further   []statement.Speaker // who says it according to the source's own speakers: their chain goes on
	Statement statement.Statement
	Reason    string
}

// Entered is the outcome of entering or changing a statement.
type Entered struct {
	Ref      string       `json:"ref"`
	ID       statement.ID `json:"id"`
	Sentence string       `json:"sentence"`
	Anchored bool         `json:"anchored"`
	Standing string       `json:"standing"`
}

// AddStatement enters what a source states. The quotes must stand in the
// source's text; for a source without a text they are kept as they were
// given, and the statement waits, unanchored, for the text.
func (p *Project) AddStatement(ctx context.Context, in Coded) (Entered, error) {
	s := in.Statement
	id, err := p.newID()
	if err != nil {
		return Entered{}, err
	}
	s.ID = statement.ID(id)
	if err := p.anchor(ctx, &in, &s); err != nil {
		return Entered{}, unchanged(err)
	}
	var out Entered
	err = p.commit(ctx, func(c *change) error {
		out, err = c.enter(&s, in.Reason)
		return err
	})
	return out, err
}

// anchor fills in the source, the quote and where it stands.
func (p *Project) anchor(ctx context.Context, in *Coded, s *statement.Statement) error {
	src, err := p.source(ctx, in.Source)
	if err != nil {
		return err
	}
	s.Source = source.ID(src.ID)
	when, err := in.When.resolve(src.Published)
	if err != nil {
		return err
	}
	if when != nil {
		s.When = when
	}
	if len(s.Speakers) == 0 || len(in.Further) > 0 {
		s.Speakers = append(speakersOf(src.SaidBy), in.Further...)
	}
	if len(in.Quotes) == 0 {
		return nil
	}
	if len(src.Renditions) == 0 {
		s.Quote, s.Anchor = joinQuotes(in.Quotes), nil
		return nil
	}
	text, rendition, err := p.textOf(ctx, src, in.Rendition)
	if err != nil {
		return err
	}
	a := &source.Anchor{Rendition: rendition.Rendition}
	for _, q := range in.Quotes {
		f, err := q.find(text)
		if err != nil {
			return fmt.Errorf("%s: %w", src.Ref, err)
		}
		a.Fragments = append(a.Fragments, f)
	}
	s.Anchor, s.Quote = a, a.Quote()
	return nil
}

// speakersOf reads whom a source speaks for: one name, or a chain of speakers
// with roles as statements have it.
func speakersOf(saidBy string) []statement.Speaker {
	var s statement.Statement
	if err := s.SetSpeakers(saidBy); err != nil && saidBy != "" {
		return []statement.Speaker{{Name: saidBy}} // entered elsewhere, by other rules
	}
	return s.Speakers
}

func joinQuotes(quotes []Quote) string {
	joined := ""
	for i, q := range quotes {
		if i > 0 {
			joined += " … "
		}
		joined += q.Words
	}
	return joined
}

// resolveNames turns display numbers into identifiers, and refuses names of
// things that are not there.
func (c *change) resolveNames(s *statement.Statement) error {
	if s.Incident != "" {
		i, err := c.Incident(s.Incident)
		if err != nil {
			return err
		}
		s.Incident = i.Entry.ID
	}
	if to := s.RefersTo(); to != nil && *to != "" {
		other, err := c.Statement(string(*to))
		if err != nil {
			return err
		}
		if s.Kind() == "toll" && other.Source != s.Source {
			return fault.New("CO001", fault.Invalid, "%s is a figure of another source", other.Ref).At("subset_of").
				Try("A part and its whole are stated by one source")
		}
		*to = other.ID
	}
	if l, ok := s.Content.(*statement.Link); ok && l.Target != "" {
		target, err := c.Source(string(l.Target))
		l.Target = source.ID(target.ID)
		return err
	}
	return nil
}

// entered reads a statement back as it stands after a change.
func (r *change) entered(name string) (Entered, error) {
	s, err := r.Statement(name)
	if err != nil {
		return Entered{}, err
	}
	out := Entered{Ref: s.Ref, ID: s.ID, Anchored: s.Anchored, Standing: s.Standing}
	if c := s.Content(); c != nil {
		out.Sentence = Sentence(&r.Reader, s.Label, c)
	}
	return out, nil
}

// Correction is a change to a statement: the new content in full. Fields that
// edit leaves alone stay what they were.
type Correction struct {
	Name      string                             // display number or identifier
	Rendition source.RenditionID                 // whose text the new words are of; empty for the newest
	Quotes    []Quote                            // new words; none to keep the old
	When      Phrase                             // new date; empty to keep the old
	Further   []statement.Speaker                // new speakers beyond the source's own; none to keep the old
	Edit      func(s *statement.Statement) error // makes the new content out of the old
	Reason    string                             // why; required
}

// CorrectStatement enters a new version of a statement. The version it was
// made from stays readable, and where somebody else corrected the same
// version elsewhere, both stand side by side until a further correction
// settles it.
func (p *Project) CorrectStatement(ctx context.Context, in Correction) (Entered, error) {
	if in.Reason == "" {
		return Entered{}, noReason("correct")
	}
	var out Entered
	err := p.commit(ctx, func(c *change) error {
		old, err := c.standing(in.Name)
		if err != nil {
			return err
		}
		s, err := clone(old.Content())
		if err != nil {
			return err
		}
		if err := in.Edit(s); err != nil {
			return err
		}
		again := Coded{Source: string(s.Source), Rendition: in.Rendition, Quotes: in.Quotes, When: in.When, Further: in.Further}
		if err := p.anchor(ctx, &again, s); err != nil {
			return err
		}
		if err := c.resolveNames(s); err != nil {
			return err
		}
		s.ID = old.ID
		err = c.append("", in.Reason, statement.Corrected{Statement: old.ID, Bases: headActs(&old), Content: *s})
		if err != nil {
			return err
		}
		out, err = c.entered(string(old.ID))
		return err
	})
	return out, err
}

// standing returns a statement that can be changed.
func (c *change) standing(name string) (store.Statement, error) {
	s, err := c.Statement(name)
	switch {
	case err != nil:
		return s, err
	case s.Standing == store.Erased:
		return s, fault.New("CO002", fault.Invalid, "the statement was erased").At(s.Ref)
	case s.Standing == store.Withdrawn:
		return s, fault.New("CO003", fault.Invalid, "the statement was withdrawn").At(s.Ref).Try("Enter it anew")
	}
	return s, nil
}

func noReason(what string) *fault.Problem {
	return fault.New("CO004", fault.Usage, "a reason is missing: who reads the history must be able to tell why").
		Unchanged("Nothing was changed").Try("Say why you " + what + " it with --reason")
}

// headActs are the versions that a change was made in knowledge of.
func headActs(s *store.Statement) []string {
	var acts []string
	for _, h := range s.Heads() {
		acts = append(acts, string(h.Act))
	}
	return acts
}

// clone copies a statement, so that editing it leaves the old one alone.
func clone(s *statement.Statement) (*statement.Statement, error) {
	if s == nil {
		return nil, fault.New("CO002", fault.Invalid, "the statement was erased")
	}
	raw, err := s.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("copying the statement: %w", err)
	}
	c := new(statement.Statement)
	return c, c.UnmarshalJSON(raw)
}

// WithdrawStatement takes a statement back. It stays readable with its
// history, and no longer counts.
func (p *Project) WithdrawStatement(ctx context.Context, name, reason string) (Entered, error) {
	if reason == "" {
		return Entered{}, noReason("withdraw")
	}
	var out Entered
	err := p.commit(ctx, func(c *change) error {
		s, err := c.standing(name)
		if err != nil {
			return err
		}
		err = c.append("", reason, statement.Withdrawn{Statement: s.ID, Bases: headActs(&s)})
		if err != nil {
			return err
		}
		out, err = c.entered(string(s.ID))
		return err
	})
	return out, err
}

// Undo takes back the last change of a statement: a withdrawal or a
// correction is answered by a correction to what stood before, an addition by
// a withdrawal. The undoing is itself a change that stays readable.
func (p *Project) Undo(ctx context.Context, name, reason string) (Entered, error) {
	if reason == "" {
		reason = "undone"
	}
	var out Entered
	err := p.commit(ctx, func(c *change) error {
		s, err := c.Statement(name)
		if err != nil {
			return err
		}
		before := before(&s)
		if before == nil {
			err = c.append("", reason, statement.Withdrawn{Statement: s.ID, Bases: headActs(&s)})
		} else {
			err = c.append("", reason, statement.Corrected{Statement: s.ID, Bases: headActs(&s), Content: *before})
		}
		if err != nil {
			return err
		}
		out, err = c.entered(string(s.ID))
		return err
	})
	return out, err
}

// before returns what stood before the newest version, nil where it was the
// first.
func before(s *store.Statement) *statement.Statement {
	if len(s.Versions) == 0 {
		return nil
	}
	last := s.Versions[len(s.Versions)-1]
	for _, base := range last.Bases {
		for _, v := range s.Versions {
			if string(v.Act) == base && v.Statement != nil {
				return v.Statement
			}
		}
	}
	return nil
}

// CheckAnchors resolves every statement of a source against the text it is
// anchored in and returns those that do not hold, with what is wrong.
func (p *Project) CheckAnchors(ctx context.Context, name string) (map[string]source.State, error) {
	src, err := p.source(ctx, name)
	if err != nil {
		return nil, err
	}
	loose := map[string]source.State{}
	texts := texts{}
	err = p.Read(ctx, func(r *store.Reader) error {
		for s, err := range r.Statements(store.Filter{Source: source.ID(src.ID)}) {
			if err != nil {
				return err
			}
			c := s.Content()
			if c == nil || c.Anchor == nil || s.Standing == store.Withdrawn {
				continue
			}
			text, err := texts.of(ctx, p, src, c.Anchor.Rendition)
			if err != nil {
				return err
			}
			if state := c.Anchor.Resolve(text); !state.Anchored {
				loose[s.Ref] = state
			}
		}
		return nil
	})
	return loose, err
}

// texts are the texts of sources that were read already.
type texts map[source.RenditionID]*source.Text

func (known texts) of(ctx context.Context, p *Project, src store.Source, id source.RenditionID) (*source.Text, error) {
	if t, ok := known[id]; ok {
		return t, nil
	}
	t, _, err := p.textOf(ctx, src, id)
	if err == nil {
		known[id] = t
	}
	return t, err
}
