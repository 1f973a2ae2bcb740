package statement

import "reckon/fault"

// Finding is a conclusion of a body: a court, a commission, an organisation,
// an expert. Where another source tells of it, the body is also the last link
// of the chain of speakers.
type Finding struct {
	Body     string `json:"body"`
	Finding  string `json:"finding"`
	About    string `json:"about,omitempty"`
	Standard string `json:"standard,omitempty"` // standard of proof, in the body's words
	Document string `json:"document,omitempty"`
}

// Kind returns "finding".
func (*Finding) Kind() string { return "finding" }

// Fields lists the content's fields.
func (f *Finding) Fields() []Field {
	return []Field{
		line("body", "who came to the conclusion, as the source writes it", &f.Body).need(),
		prose("finding", "the conclusion, in the source's own words", &f.Finding).need(),
		prose("about", "what was looked into", &f.About),
		line("standard", "the standard of proof, where it is stated", &f.Standard),
		line("document", "the report or judgment, where it is named", &f.Document),
	}
}

func (f *Finding) check(*fault.List) {}

func (f *Finding) say() string {
	return clause(quoted(f.Body)+" came to the conclusion "+quoted(f.Finding),
		" about ", f.About, ", by the standard ", f.Standard, ", in ", f.Document)
}
