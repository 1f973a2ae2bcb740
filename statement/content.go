package statement

import (
	"strings"

	"reckon/fault"
)

// Content is what a statement of one kind says. The kinds are those of Kinds;
// no other package can add one.
type Content interface {
	// Kind returns the kind's name in storage.
	Kind() string
	// Fields lists the content's fields, bound to it.
	Fields() []Field
	// check adds what is wrong beyond single fields.
	check(l *fault.List)
	// say returns what is said, as a clause that can follow "says that".
	say() string
}

// Kinds returns an empty content of every kind, in the order shown to a coder.
func Kinds() []Content {
	return []Content{
		new(Toll), new(Happening), new(Person), new(Allegation), new(Denial), new(Acknowledgement), new(Finding),
		new(Proceeding), new(Material), new(Characterisation), new(Link), new(Scope), new(Appeal),
	}
}

// NewContent returns an empty content of the named kind.
func NewContent(kind string) (Content, error) {
	var known []string
	for _, c := range Kinds() {
		if c.Kind() == kind {
			return c, nil
		}
		known = append(known, c.Kind())
	}
	return nil, fault.New("ST001", fault.Invalid, "%q is not a kind of statement", shorten(kind)).At("kind").
		Try("Use one of: " + strings.Join(known, ", "))
}

// clause joins the parts of a clause that are not empty. Each pair is a lead
// and the source's own words, which are put in quotation marks.
func clause(start string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			start += pairs[i] + quoted(pairs[i+1])
		}
	}
	return start
}

// RefersTo returns where the content names another statement: the whole of a
// figure, or what a denial, an acknowledgement or a definition is about. It is
// nil for contents that name none; what it points to may be empty.
func (s *Statement) RefersTo() *ID {
	switch c := s.Content.(type) {
	case *Toll:
		return &c.SubsetOf
	case *Denial:
		return &c.Target
	case *Acknowledgement:
		return &c.Target
	case *Scope:
		return &c.Target
	}
	return nil
}
