package source

import (
	"bytes"
	"encoding/json"

	"reckon/fault"
)

// The names of the W3C Web Annotation Data Model (Recommendation, 23 February
// 2017, sections 3.2.1, 4.2.4, 4.2.5 and 4.3) that an anchor is written in: the value of
// "target". Each fragment is a specific resource whose two selectors, position
// and quote, are alternatives for the same segment; several fragments are
// several targets. Positions count code points, as the model requires.
const (
	resourceType = "SpecificResource"
	positionType = "TextPositionSelector"
	quoteType    = "TextQuoteSelector"
	refinedBy    = "refinedBy" // the one field name of the model with a capital
)

type resource struct {
	Type     string          `json:"type"`
	Source   RenditionID     `json:"source"`
	Selector json.RawMessage `json:"selector"`
}

// selector is a position or a quote; fields that a type does not have are nil.
type selector struct {
	Type      string    `json:"type"`
	Start     *int      `json:"start,omitempty"`
	End       *int      `json:"end,omitempty"`
	RefinedBy *selector `json:"refinedBy,omitempty"`
	Exact     *string   `json:"exact,omitempty"`
	Prefix    *string   `json:"prefix,omitempty"`
	Suffix    *string   `json:"suffix,omitempty"`
}

// MarshalJSON writes the anchor as the target of a W3C web annotation.
func (a Anchor) MarshalJSON() ([]byte, error) {
	if err := a.Validate(); err != nil {
		return nil, err
	}
	targets := make([]resource, len(a.Fragments))
	for i, f := range a.Fragments {
		selectors, err := Encode([]selector{
			{Type: positionType, Start: &f.Start, End: &f.End},
			{Type: quoteType, Exact: &f.Exact, Prefix: some(f.Prefix), Suffix: some(f.Suffix)},
		})
		if err != nil {
			return nil, err
		}
		targets[i] = resource{resourceType, a.Rendition, selectors}
	}
	if len(targets) == 1 {
		return Encode(targets[0])
	}
	return Encode(targets)
}

// some returns the text, or nil where there is none.
func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// UnmarshalJSON reads the target of a W3C web annotation. It accepts a list of
// the two selectors in either order, or a position refined by a quote of the
// same length; a position or a quote alone is refused, since only both together
// show whether the text is still the same.
func (a *Anchor) UnmarshalJSON(data []byte) error {
	if err := checkJSON(data); err != nil {
		return err
	}
	targets := make([]resource, 1)
	var into any = &targets[0]
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		into = &targets
	}
	if err := strictly(data, into); err != nil {
		return err
	}
	var read Anchor
	for _, r := range targets {
		if r.Type != resourceType || len(read.Fragments) > 0 && r.Source != read.Rendition {
			return malformed("every target must be a %s of one source", resourceType)
		}
		f, err := readSelectors(r.Selector)
		if err != nil {
			return err
		}
		read.Rendition = r.Source
		read.Fragments = append(read.Fragments, f)
	}
	if err := read.Validate(); err != nil {
		return err
	}
	*a = read
	return nil
}

// readSelectors reads a list of a position and a quote, or a position that is
// refined by a quote.
func readSelectors(raw json.RawMessage) (Fragment, error) {
	pair := make([]selector, 1, 2)
	var into any = &pair[0]
	listed := bytes.HasPrefix(raw, []byte("["))
	if listed {
		into = &pair
	}
	if err := strictly(raw, into); err != nil {
		return Fragment{}, err
	}
	switch {
	case !listed && pair[0].RefinedBy == nil:
		return Fragment{}, malformed("a %s is missing", quoteType)
	case !listed:
		pair = append(pair, *pair[0].RefinedBy)
		pair[0].RefinedBy = nil
	case len(pair) != 2:
		return Fragment{}, malformed("a list of selectors needs a position and a quote")
	case pair[0].Type == quoteType:
		pair[0], pair[1] = pair[1], pair[0]
	}
	return fragment(pair[0], pair[1])
}

// fragment joins a position and a quote, each of which may have the fields of
// its own type only.
func fragment(p, q selector) (Fragment, error) {
	switch {
	case p.Type != positionType || p.Start == nil || p.End == nil:
		return Fragment{}, malformed("a %s with start and end is missing", positionType)
	case q.Type != quoteType || q.Exact == nil:
		return Fragment{}, malformed("a %s with exact is missing", quoteType)
	case p.Exact != nil || p.Prefix != nil || p.Suffix != nil || q.Start != nil || q.End != nil:
		return Fragment{}, malformed("a selector has a field of the other type")
	case p.RefinedBy != nil || q.RefinedBy != nil:
		return Fragment{}, malformed("a selector is refined further")
	}
	f := Fragment{Start: *p.Start, End: *p.End, Exact: *q.Exact}
	if q.Prefix != nil {
		f.Prefix = *q.Prefix
	}
	if q.Suffix != nil {
		f.Suffix = *q.Suffix
	}
	return f, nil
}

// strictly decodes what checkJSON let pass, and refuses fields that v lacks.
func strictly(raw json.RawMessage, v any) error {
	if err := decodeKnown(raw, v); err != nil {
		return malformed("%v", err)
	}
	return nil
}

func malformed(format string, args ...any) error {
	return fault.New("SO056", fault.Invalid, "the selector cannot be read: "+format, args...).
		Try("Write it as a position and a quote of the W3C web annotation model")
}
