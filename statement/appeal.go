package statement

import "reckon/fault"

// Appeal is what the source calls for.
type Appeal struct {
	CallsFor  string `json:"calls_for"`
	Addressee string `json:"addressee,omitempty"`
	Purpose   string `json:"purpose,omitempty"`
}

// Kind returns "appeal".
func (*Appeal) Kind() string { return "appeal" }

// Fields lists the content's fields.
func (a *Appeal) Fields() []Field {
	return []Field{
		prose("calls_for", "what is to be done, in the source's own words", &a.CallsFor).need(),
		line("addressee", "who is to do it, where the source says so", &a.Addressee),
		prose("purpose", "what for", &a.Purpose),
	}
}

func (a *Appeal) check(*fault.List) {}

func (a *Appeal) say() string {
	return clause("this should be done: "+quoted(a.CallsFor), ", by ", a.Addressee, ", so that ", a.Purpose)
}
