package reckon

import (
	"context"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
)

const movedHere = "moved to another text of the source"

// MoveStatements anchors the statements of a source in another of its texts,
// the newest that is no translation where none is named: those whose words
// stand there between the same words and nowhere else so, and those that wait
// for a text and whose words stand there once. The others stay as they are and
// are reported. All of it is one commit, and each is a correction that can be
// undone.
func (p *Project) MoveStatements(ctx context.Context, name string, to source.RenditionID, reason string) (Placed, error) {
	out := Placed{Anchored: []string{}}
	src, err := p.source(ctx, name)
	if err != nil {
		return out, err
	}
	text, rendition, err := p.textOf(ctx, src, to)
	if err != nil {
		return out, unchanged(err)
	}
	if reason == "" {
		reason = movedHere
	}
	err = p.commit(ctx, func(c *change) error {
		return c.anchorIn(&out, text, placing{source: source.ID(src.ID), rendition: rendition.Rendition, reason: reason})
	})
	return out, err
}

// placing says which statements are to be anchored in which text.
type placing struct {
	source    source.ID
	rendition source.RenditionID
	waiting   bool // only those that are anchored in no text
	reason    string
}

// anchorIn looks in a text for the words of the statements of a source that are
// not anchored in it.
func (c *change) anchorIn(out *Placed, text *source.Text, in placing) error {
	for s, err := range c.Statements(store.Filter{Source: in.source, Standing: store.Current, Unanchored: in.waiting}) {
		if err != nil {
			return err
		}
		said := s.Content()
		if said == nil || said.Quote == "" || said.Anchor != nil && said.Anchor.Rendition == in.rendition {
			continue
		}
		fragments, err := again(text, said)
		if err != nil {
			out.Waiting = append(out.Waiting, Loose{s.Ref, err.Error()})
			continue
		}
		moved, err := clone(said)
		if err != nil {
			return err
		}
		moved.Anchor = &source.Anchor{Rendition: in.rendition, Fragments: fragments}
		moved.Quote = moved.Anchor.Quote()
		err = c.append("", in.reason, statement.Corrected{Statement: s.ID, Bases: headActs(&s), Content: *moved})
		if err != nil {
			return err
		}
		out.Anchored = append(out.Anchored, s.Ref)
	}
	return nil
}

// again finds the words of a statement in a text. Where it was anchored, what
// stands around them must be the same; nothing is moved on likeness.
func again(text *source.Text, said *statement.Statement) ([]source.Fragment, error) {
	if said.Anchor == nil {
		f, err := text.Only(said.Quote)
		return []source.Fragment{f}, err
	}
	var all []source.Fragment
	for _, f := range said.Anchor.Fragments {
		found := text.Places([]source.Fragment{f})
		switch len(found) {
		case 0:
			return nil, fault.New("CO008", fault.NotFound, "its words do not stand there between the same words")
		case 1:
			all = append(all, found[0])
		default:
			return nil, fault.New("CO009", fault.Undecided, "its words stand there more than once between the same words")
		}
	}
	return all, nil
}
