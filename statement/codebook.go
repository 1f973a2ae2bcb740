package statement

import (
	"strings"

	"reckon/fault"
	"reckon/source"
)

// Reading says how a project reads a vague word. An absent bound is open.
type Reading struct {
	Words string `json:"words"`
	Low   *int64 `json:"low,omitempty"`
	High  *int64 `json:"high,omitempty"`
}

// Codebook is a version of how a project reads vague words and which terms it
// adds to the lists, with their definitions. A reading is a view: no number in
// it is ever written into a statement.
type Codebook struct {
	Version    string        `json:"version"`
	Title      string        `json:"title"`
	Readings   []Reading     `json:"readings,omitempty"`
	Statuses   []source.Term `json:"statuses,omitempty"`
	Units      []source.Term `json:"units,omitempty"`
	Stages     []source.Term `json:"stages,omitempty"`
	Attributes []source.Term `json:"attributes,omitempty"`
	Note       string        `json:"note,omitempty"`
}

// Presets returns ready codebooks. The first is the project's own: a vague word
// is at least its smallest sense and below the next word up. The others read
// vague words as other recorders are publicly described to do, as one number.
func Presets() []Codebook {
	return []Codebook{
		{
			Version: "reckon-1", Title: "Smallest sense to the next word up",
			Readings: []Reading{
				between("a handful", 2, 9), between("a few", 3, 9), between("few", 3, 9), between("several", 3, 9),
				between("tens", 20, 99), between("dozens", 24, 99), between("scores", 40, 199), between("hundreds", 200, 999),
				between("thousands", 2000, 9999), between("tens of thousands", 20_000, 99_999),
				between("hundreds of thousands", 200_000, 999_999),
			},
			Note: "Many, some, numerous, others and an unknown number are given no reading.",
		},
		{
			Version: "acled-1", Title: "One low number a word, after ACLED",
			Readings: []Reading{
				between("several", 3, 3), between("many", 3, 3), between("some", 3, 3), between("a few", 3, 3), between("few", 3, 3),
				between("dozens", 12, 12), between("hundreds", 100, 100),
			},
			Note: "After public descriptions of ACLED's conventions; check them against its current codebook before publishing a comparison.",
		},
	}
}

func between(words string, low, high int64) Reading {
	return Reading{words, &low, &high}
}

// Read returns the bounds of a quantity as this codebook reads it: its own
// where it has any, the reading of its words where it is vague. An absent bound
// is open; ok is false where nothing is known at all. About is read as no bound.
func (c Codebook) Read(q Quantity) (low, high *int64, ok bool) {
	if q.Form != Vague {
		return q.Low, q.High, q.Low != nil || q.High != nil
	}
	rest, _ := cutMark(q.Words)
	words, _ := cutModality(foldNumber(rest))
	form, inner := cutCue(words)
	for _, r := range c.Readings {
		switch key := foldNumber(r.Words); {
		case key == words:
			return r.Low, r.High, true
		case key != inner:
		case form == AtLeast || form == MoreThan:
			return r.Low, nil, r.Low != nil
		case form == UpTo || form == FewerThan:
			return nil, r.High, r.High != nil
		default:
			return r.Low, r.High, true
		}
	}
	return nil, nil, false
}

// Validate reports what is wrong with the codebook, as a fault.List.
func (c Codebook) Validate() error {
	l := source.Token("version", c.Version)
	l.Add(checkText("title", c.Title, maxLine, false))
	l.Add(checkText("note", c.Note, maxProse, true))
	seen := map[string]bool{}
	for _, r := range c.Readings {
		c.checkReading(&l, r, seen)
	}
	for _, list := range []struct {
		name  string
		terms []source.Term
	}{{"status", c.Statuses}, {"unit", c.Units}, {"stage", c.Stages}, {"attribute", c.Attributes}} {
		checkDefinitions(&l, list.name, list.terms)
	}
	return l.Err()
}

func (c Codebook) checkReading(l *fault.List, r Reading, seen map[string]bool) {
	key := foldNumber(r.Words)
	if !isVague(key) {
		l.Add(fault.New("ST030", fault.Invalid, "%q is not a vague word", shorten(r.Words)).At("readings").
			Try("A codebook reads words such as dozens; numbers speak for themselves"))
	}
	if seen[key] {
		l.Add(fault.New("ST031", fault.Invalid, "%q is read twice", shorten(r.Words)).At("readings"))
	}
	seen[key] = true
	l.Add(checkText("readings", r.Words, maxLine, false))
	if r.Low == nil && r.High == nil || r.Low != nil && (*r.Low < 0 || r.High != nil && *r.Low > *r.High) || r.High != nil && *r.High > maxNumber {
		l.Add(fault.New("ST014", fault.Invalid, "the bounds of %q are impossible", shorten(r.Words)).At("readings"))
	}
}

// checkDefinitions requires that a project defines open terms and leaves the
// meaning of the closed ones alone.
func checkDefinitions(l *fault.List, list string, terms []source.Term) {
	seen := map[string]bool{}
	for _, t := range terms {
		switch {
		case !opened(list, t.Name):
			l.Add(fault.New("ST032", fault.Invalid, "%q is not an open term of the list %s", shorten(t.Name), list).At(list).
				Try("Begin it with other:"))
		case strings.TrimSpace(t.Help) == "":
			l.Add(fault.New("ST033", fault.Invalid, "%q is not defined", shorten(t.Name)).At(list))
		case seen[t.Name]:
			l.Add(fault.New("ST033", fault.Invalid, "%q is defined twice", shorten(t.Name)).At(list))
		}
		seen[t.Name] = true
		l.Add(checkText(list, t.Name, maxLine, false))
		l.Add(checkText(list, t.Help, maxProse, true))
	}
}

// CodebookSet is the act that makes a version of the codebook the current one.
type CodebookSet struct {
	Codebook Codebook `json:"codebook"`
}

// Kind returns the act's kind and version.
func (CodebookSet) Kind() string { return "codebook.set/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a CodebookSet) Validate() error { return a.Codebook.Validate() }

// UnmarshalJSON reads the act strictly.
func (a *CodebookSet) UnmarshalJSON(data []byte) error {
	type wire CodebookSet
	return source.Decode(data, (*wire)(a))
}
