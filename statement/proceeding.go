package statement

import "reckon/fault"

// Proceeding is a proceeding before a court or another authority, or the
// statement that there is none, which is stage none and not silence.
type Proceeding struct {
	Stage   string `json:"stage_of_proceeding"`
	Court   string `json:"court,omitempty"`
	Against string `json:"against,omitempty"`
	Charge  string `json:"charge,omitempty"`
	Outcome string `json:"outcome,omitempty"`
}

// Kind returns "proceeding".
func (*Proceeding) Kind() string { return "proceeding" }

// Fields lists the content's fields.
func (p *Proceeding) Fields() []Field {
	return []Field{
		term("stage_of_proceeding", "how far it has come; none where the source says there is none", "stage_of_proceeding", &p.Stage).need(),
		line("court", "court or authority", &p.Court),
		line("against", "against whom, as the source writes it", &p.Against),
		prose("charge", "what for, in the source's own words", &p.Charge),
		prose("outcome", "the outcome, or what the source says is lacking", &p.Outcome),
	}
}

func (p *Proceeding) check(l *fault.List) {
	if p.Stage != "none" && p.Court+p.Against+p.Charge+p.Outcome == "" {
		l.Add(fault.New("ST002", fault.Invalid, "nothing is said of the proceeding but its stage").At("court"))
	}
}

func (p *Proceeding) say() string {
	start := "there is no proceeding, or none with a result"
	if p.Stage != "none" {
		start = "there is a proceeding at the stage " + saidTerm(p.Stage)
	}
	return clause(start, ", before ", p.Court, ", against ", p.Against, ", for ", p.Charge, ", with the outcome ", p.Outcome)
}
