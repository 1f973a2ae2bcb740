package statement

import "reckon/fault"

// Denial is the statement that something is not so, or that the speaker does
// not accept it. The two are kept apart. A figure in it is one the speaker
// names in doing so; a figure the speaker gives instead is a Toll of its own.
type Denial struct {
	Mode   string   `json:"mode"`
	Of     string   `json:"of"`
	Target ID       `json:"target,omitempty"`
	Figure Quantity `json:"figure,omitzero"`
}

// Kind returns "denial".
func (*Denial) Kind() string { return "denial" }

// Fields lists the content's fields.
func (d *Denial) Fields() []Field {
	return append([]Field{
		term("mode", "whether it is said not to be so, or not accepted", "mode", &d.Mode).need(),
		prose("of", "what the statement is about, in the source's own words", &d.Of).need(),
		line("target", "the statement it is directed at, where there is one", &d.Target),
	}, d.Figure.fields(false)...)
}

func (d *Denial) check(l *fault.List) {
	d.Figure.check(l)
	checkID(l, "target", d.Target)
}

func (d *Denial) say() string {
	text := "it is not so that " + quoted(d.Of)
	if d.Mode == "dispute" {
		text = "it does not accept " + quoted(d.Of)
	}
	if d.Figure != (Quantity{}) {
		text += ", concerning the figure " + d.Figure.say()
	}
	return text + directed(d.Target)
}

func directed(target ID) string {
	if target == "" {
		return ""
	}
	return " (directed at statement " + string(target) + ")"
}
