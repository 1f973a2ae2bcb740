package toll

import (
	"reckon/dates"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
)

// Input is everything a sheet is made of. Nothing else is consulted.
type Input struct {
	Scope    Scope
	Sources  []Source
	Figures  []Figure
	Replies  []Reply
	Links    []Link
	Mappings []Mapping
	Rules    []Rule

	// Codebook reads vague words in comparisons; without one they stay
	// incomparable. Its version is printed wherever it was used.
	Codebook *statement.Codebook
	Brief    bool  `json:"-"` // without why figures differ, which costs most
	Words    Words `json:"-"` // to say it in; empty for English
}

// Scope is the question a sheet is about. Empty fields leave it open.
type Scope struct {
	Incident string      `json:"incident,omitempty"` // id of the incident
	Name     string      `json:"name,omitempty"`     // how the project names it
	Period   dates.Value `json:"period,omitzero"`
	Places   []string    `json:"places,omitempty"` // every name in use for the place
	Units    []string    `json:"units,omitempty"`
	Statuses []string    `json:"statuses,omitempty"`

	// Wide is a scope that takes in several events: figures of another place or
	// another period then answer another question, whatever they lie within.
	Wide bool `json:"wide,omitempty"`
}

// Source is what a sheet needs to know of a source.
type Source struct {
	ID        source.ID `json:"id"`
	Title     string    `json:"title"`
	Published string    `json:"published,omitempty"` // EDTF
	Material  string    `json:"material,omitempty"`  // a term of source.Materials
	ReadAt    string    `json:"read_at,omitempty"`   // original, copy, quoted in another work
}

// Figure is one toll figure as one speaker gives it in one source.
type Figure struct {
	ID       statement.ID        `json:"id"`
	Source   source.ID           `json:"source"`
	Speakers []statement.Speaker `json:"speakers"`        // from the carrier nearest to the document to the speaker
	Party    string              `json:"party,omitempty"` // kind of speaker, in the project's words
	Quantity statement.Quantity  `json:"quantity"`
	Category statement.Category  `json:"category"`
	SubsetOf statement.ID        `json:"subset_of,omitempty"`
	Parts    string              `json:"parts,omitempty"`
	Scope    string              `json:"scope,omitempty"` // in the source's words
	AsOf     string              `json:"as_of,omitempty"` // EDTF
	When     *dates.When         `json:"when,omitempty"`
	Where    *places.Place       `json:"where,omitempty"`
}

// Reply is a dispute, a denial or an acknowledgement. It is never read as a
// figure, also not as the figure it names.
type Reply struct {
	ID       statement.ID        `json:"id"`
	Source   source.ID           `json:"source"`
	Speakers []statement.Speaker `json:"speakers"`
	Kind     string              `json:"kind"` // dispute, denial or acknowledgement
	Of       string              `json:"of"`   // what it is about, in the source's words or the coder's
	Target   statement.ID        `json:"target,omitempty"`
	Figure   string              `json:"figure,omitempty"` // a figure it names, as the source writes it
}

// Link says how one source stands to another, by whose judgement and on what
// basis. Only cites and repeats make an edge; same_figures_as never does.
type Link struct {
	From  source.ID `json:"from"`
	To    source.ID `json:"to"`
	Kind  string    `json:"kind"` // cites, repeats or same_figures_as
	Basis string    `json:"basis"`
	By    string    `json:"by"`
}

// FromStatements makes the input of a scope from a project's statements and
// source records. Where the scope names an incident, only statements filed
// under it count, and links between sources that have one. It begins with the
// usual mappings and the first of the ready codebooks; the caller may replace
// both.
func FromStatements(scope Scope, statements []*statement.Statement, sources []source.Added) Input {
	in := Input{Scope: scope, Mappings: usualMappings(), Codebook: &statement.Presets()[0]}
	filed := map[source.ID]bool{}
	for _, s := range statements {
		if s == nil || s.Content == nil || scope.Incident != "" && s.Incident != scope.Incident {
			continue
		}
		switch c := s.Content.(type) {
		case *statement.Toll:
			in.Figures = append(in.Figures, fromToll(s, c))
		case *statement.Denial:
			figure := ""
			if c.Figure != (statement.Quantity{}) {
				figure = c.Figure.String()
			}
			in.Replies = append(in.Replies, Reply{s.ID, s.Source, s.Speakers, c.Mode, c.Of, c.Target, figure})
		case *statement.Acknowledgement:
			in.Replies = append(in.Replies, Reply{s.ID, s.Source, s.Speakers, "acknowledgement", c.Of, c.Target, ""})
		default:
			continue
		}
		filed[s.Source] = true
	}
	for _, s := range statements {
		if s == nil {
			continue
		}
		if k, ok := s.Content.(*statement.Link); ok && filed[s.Source] {
			in.Links = append(in.Links, Link{s.Source, k.Target, k.Link, k.Basis, last(s.Speakers).Name})
		}
	}
	for _, a := range sources {
		in.Sources = append(in.Sources, Source{ID: a.Source, Title: a.Title, Published: a.Published, Material: a.Material})
	}
	return in
}

func fromToll(s *statement.Statement, t *statement.Toll) Figure {
	return Figure{
		ID: s.ID, Source: s.Source, Speakers: s.Speakers, Party: last(s.Speakers).Role,
		Quantity: t.Figure, Category: t.Category, SubsetOf: t.SubsetOf, Parts: t.Parts,
		Scope: t.Scope, AsOf: t.AsOf, When: s.When, Where: s.Where,
	}
}

// last returns the speaker at the end of a chain, the one who says it.
func last(chain []statement.Speaker) statement.Speaker {
	if len(chain) == 0 {
		return statement.Speaker{}
	}
	return chain[len(chain)-1]
}
