package reckon

import (
	"reckon/internal/store"
	"reckon/statement"
)

// Sentence states a statement of the source with the given display number in
// neutral English. Another statement or source that it names is named by its
// display number, or by its identifier where it is not here. A statement that
// was erased says nothing.
func Sentence(r *store.Reader, label string, s *statement.Statement) string {
	if s == nil {
		return "(erased)"
	}
	if _, ok := reference(s); !ok {
		return s.Sentence(label)
	}
	shown, err := clone(s)
	if err != nil {
		return s.Sentence(label)
	}
	if f, _ := reference(shown); f.Set(displayNumber(r, s.Kind(), f.Text())) != nil {
		return s.Sentence(label)
	}
	return shown.Sentence(label)
}

// reference returns the field with which a statement names another, or a
// source.
func reference(s *statement.Statement) (statement.Field, bool) {
	for _, f := range s.Content.Fields() {
		if (f.Name == "target" || f.Name == "subset_of") && f.Text() != "" {
			return f, true
		}
	}
	return statement.Field{}, false
}

func displayNumber(r *store.Reader, kind, id string) string {
	if kind == "link" {
		if s, err := r.Source(id); err == nil {
			return s.Ref
		}
		return id
	}
	if s, err := r.Statement(id); err == nil {
		return s.Ref
	}
	return id
}
