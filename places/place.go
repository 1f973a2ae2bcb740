package places

import (
	"slices"
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

const (
	maxName   = 300  // code points of a name, a reason or a reference
	maxWords  = 2000 // code points of a source's own description of a place
	maxNames  = 100
	maxDegree = 180 * microPerDegree
)

// Name is one name of a place and who uses it.
type Name struct {
	Text     string `json:"text"`
	Language string `json:"language,omitempty"` // BCP 47 tag, or the script's name
	UsedBy   string `json:"used_by,omitempty"`
}

// Display is the name the project prints, and why it prints that one.
type Display struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// Point is a position on the WGS 84 ellipsoid.
type Point struct {
	Lat Degrees `json:"lat"`
	Lon Degrees `json:"lon"`
}

// Place is one place.
type Place struct {
	Words     string    `json:"words,omitempty"` // as the source put it
	Names     []Name    `json:"names,omitempty"`
	Display   *Display  `json:"display,omitempty"`
	Gazetteer string    `json:"gazetteer,omitempty"` // reference such as geonames:123 or wikidata:Q1
	Point     *Point    `json:"point,omitempty"`
	Precision Precision `json:"precision,omitempty"`
}

// String returns the name to print: the display name, else the source's
// words, else the first name.
func (p Place) String() string {
	switch {
	case p.Display != nil:
		return p.Display.Name
	case p.Words != "":
		return p.Words
	case len(p.Names) > 0:
		return p.Names[0].Text
	}
	return p.Gazetteer
}

// Validate reports what is wrong with the place, as a fault.List.
func (p Place) Validate() error {
	var l fault.List
	if p.Words == "" && len(p.Names) == 0 && p.Gazetteer == "" && p.Point == nil {
		l.Add(fault.New("PL001", fault.Invalid, "the place is empty").Try("Give the source's words for it"))
	}
	l.Add(plain("words", p.Words, maxWords))
	l.Add(plain("gazetteer", p.Gazetteer, maxName))
	if p.Gazetteer != "" && !reference(p.Gazetteer) {
		l.Add(fault.New("PL004", fault.Invalid, "%q is not a gazetteer reference", p.Gazetteer).At("gazetteer").
			Try("Write the gazetteer, a colon and the entry, such as geonames:123"))
	}
	p.checkNames(&l)
	p.checkPoint(&l)
	return l.Err()
}

func (p Place) checkNames(l *fault.List) {
	if len(p.Names) > maxNames {
		l.Add(fault.New("PL003", fault.Invalid, "the place has %d names, more than %d", len(p.Names), maxNames).At("names"))
	}
	for _, n := range p.Names {
		if strings.TrimSpace(n.Text) == "" {
			l.Add(fault.New("PL002", fault.Invalid, "a name of the place is empty").At("names"))
		}
		l.Add(plain("names", n.Text, maxName))
		l.Add(plain("names", n.Language, maxName))
		l.Add(plain("names", n.UsedBy, maxName))
	}
	if p.Display == nil {
		return
	}
	if !p.isCalled(p.Display.Name) {
		l.Add(fault.New("PL005", fault.Invalid, "the display name %q is none of the place's names", p.Display.Name).At("display").
			Try("Add it to the names, with who uses it"))
	}
	if strings.TrimSpace(p.Display.Reason) == "" {
		l.Add(fault.New("PL006", fault.Invalid, "the display name has no reason").At("display").Try("Say why the project prints this name"))
	}
	l.Add(plain("display", p.Display.Reason, maxName))
}

func (p Place) isCalled(name string) bool {
	return slices.ContainsFunc(p.Names, func(n Name) bool { return n.Text == name })
}

func (p Place) checkPoint(l *fault.List) {
	if p.Precision != "" && !slices.Contains(Precisions(), p.Precision) {
		l.Add(fault.New("PL007", fault.Invalid, "%q is not a precision class", string(p.Precision)).At("precision").
			Try("Use one of: " + precisionList()))
	}
	if p.Point == nil {
		return
	}
	if p.Precision == "" {
		l.Add(fault.New("PL008", fault.Invalid, "the position has no precision class").At("precision").
			Try("Say how exactly the source places it, or leave the position out"))
	}
	if p.Point.Lat < -maxDegree/2 || p.Point.Lat > maxDegree/2 || p.Point.Lon < -maxDegree || p.Point.Lon > maxDegree {
		l.Add(fault.New("PL009", fault.Invalid, "the position %s, %s is not on the globe", p.Point.Lat, p.Point.Lon).At("point").
			Try("Latitude first: -90 to 90; then longitude: -180 to 180"))
	}
}

func reference(text string) bool {
	scheme, entry, found := strings.Cut(text, ":")
	return found && scheme != "" && entry != "" && !strings.ContainsAny(text, " \u00a0")
}

// plain refuses what can hide or reorder the letters beside it (Unicode UAX 9).
func plain(where, text string, max int) *fault.Problem {
	if !utf8.ValidString(text) {
		return fault.New("PL010", fault.Invalid, "the text is not valid UTF-8").At(where)
	}
	if n := utf8.RuneCountInString(text); n > max {
		return fault.New("PL011", fault.Invalid, "the text has %d characters, more than the %d allowed here", n, max).At(where)
	}
	for _, r := range text {
		if r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF ||
			r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return fault.New("PL012", fault.Invalid, "the text contains the invisible character U+%04X", r).At(where).Try("Remove it")
		}
	}
	return nil
}
