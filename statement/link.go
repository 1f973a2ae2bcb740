package statement

import (
	"reckon/fault"
	"reckon/source"
)

// Link says how this source depends on another. It has an author, the speaker,
// and a basis; equal numbers alone are never more than same_figures_as.
type Link struct {
	Link   string    `json:"link"`
	Target source.ID `json:"target"`
	Basis  string    `json:"basis"`
}

// Kind returns "link".
func (*Link) Kind() string { return "link" }

// Fields lists the content's fields.
func (k *Link) Fields() []Field {
	return []Field{
		term("link", "how this source stands to the other", "link", &k.Link).need(),
		line("target", "the other source", &k.Target).need(),
		prose("basis", "what shows it", &k.Basis).need(),
	}
}

func (k *Link) check(l *fault.List) {
	if k.Target != "" {
		*l = append(*l, source.Token("target", string(k.Target))...)
	}
}

func (k *Link) say() string {
	how := map[string]string{"cites": "names as its source", "repeats": "copies", "same_figures_as": "has the same figures as"}[k.Link]
	return clause("this source "+how+" source "+string(k.Target), ", on the basis ", k.Basis)
}
