package statement

import (
	"strings"

	"reckon/fault"
)

// Allegation is the statement that somebody did something. The actor is named
// as the source writes it; nothing here finds that it is so. Standing is the
// state of any proceedings and Checked the date on which the project last looked.
type Allegation struct {
	Actor       string `json:"actor"`
	ActorType   string `json:"actor_type"`
	Role        string `json:"role"`
	Act         string `json:"act"`
	Reply       string `json:"reply"`
	ReplyText   string `json:"reply_text,omitempty"`
	Standing    string `json:"standing"`
	Proceedings string `json:"proceedings,omitempty"`
	Checked     string `json:"checked,omitempty"` // EDTF date
}

// Kind returns "allegation".
func (*Allegation) Kind() string { return "allegation" }

// Fields lists the content's fields.
func (a *Allegation) Fields() []Field {
	return []Field{
		line("actor", "who is said to have acted, as the source writes it", &a.Actor).need(),
		term("actor_type", "what sort of actor it is", "actor", &a.ActorType).need(),
		term("role", "the part that the source ascribes", "role", &a.Role).need(),
		prose("act", "the act, in the source's own words", &a.Act).need(),
		term("reply", "whether the actor has answered", "reply", &a.Reply).need(),
		prose("reply_text", "the answer, in its own words", &a.ReplyText),
		term("standing", "how far any proceedings have come", "standing", &a.Standing).need(),
		prose("proceedings", "court, case and outcome", &a.Proceedings),
		line("checked", "date on which standing and reply were last checked", &a.Checked),
	}
}

func (a *Allegation) check(l *fault.List) {
	checkDate(l, "checked", a.Checked)
	if a.Checked == "" && (a.Standing != "alleged" || a.Reply == "no_reply") {
		l.Add(fault.New("ST019", fault.Invalid, "the standing is given and the date it was last checked is not").At("checked").
			Try("Give the date on which somebody looked"))
	}
	if (a.Reply == "given") != (a.ReplyText != "") {
		l.Add(fault.New("ST002", fault.Invalid, "a reply is given without its text, or a text without a reply").At("reply_text"))
	}
}

func (a *Allegation) say() string {
	did := map[string]string{
		"carried_out": "carried out", "led": "led", "ordered": "ordered", "planned": "planned", "took_part": "took part in",
		"assisted": "assisted in", "supplied": "supplied means for", "present": "was present at", "knew": "knew of",
		"did_not_prevent": "did not prevent", "responsible": "is responsible for",
	}[a.Role]
	if did == "" {
		did = "is described as " + saidTerm(a.Role) + " in"
	}
	text := quoted(a.Actor) + " " + did + " " + quoted(a.Act) + " (standing: " + saidTerm(a.Standing)
	if a.Checked != "" {
		text += ", checked " + a.Checked
	}
	text += "; reply: " + strings.ReplaceAll(saidTerm(a.Reply), "_", " ")
	return clause(text, " ", a.ReplyText) + ")"
}
