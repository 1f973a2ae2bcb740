package statement

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

// Form says how a source qualifies a number.
type Form string

// The forms of a quantity.
const (
	Exact     Form = "exact"      // no qualifier in the text; nothing is said about precision
	AtLeast   Form = "at_least"   // at least, no fewer than
	MoreThan  Form = "more_than"  // more than, over
	UpTo      Form = "up_to"      // up to, as many as
	FewerThan Form = "fewer_than" // fewer than, under
	About     Form = "about"      // about, nearly, an estimated
	Range     Form = "range"      // from one number to another
	Vague     Form = "vague"      // dozens, many, an unknown number
)

// maxNumber bounds every number, far above any toll and far below what a
// double in another program can still hold exactly.
const maxNumber = 1_000_000_000_000

// Quantity is a number as a source gives it. Value is the number named, absent
// for a range, for vague words, and where the bound is itself a range. An exact
// quantity has all three numbers equal; a lower bound has Low only, an upper
// bound High only, a range both, and the rest neither.
type Quantity struct {
	Form     Form   `json:"form"`
	Value    *int64 `json:"value,omitempty"`
	Low      *int64 `json:"low,omitempty"`
	High     *int64 `json:"high,omitempty"`
	Modality string `json:"modality,omitempty"` // may, feared, …, in the source's words
	Words    string `json:"words"`
	Mark     string `json:"mark,omitempty"` // footnote mark on the figure
}

func (q *Quantity) fields(need bool) []Field {
	all := []Field{
		line("words", "the number in the source's own words", &q.Words),
		term("form", "how the source qualifies the number", "form", &q.Form),
		count("value", "the number named", &q.Value),
		count("low", "the lower bound", &q.Low),
		count("high", "the upper bound", &q.High),
		line("modality", "may, feared or another such word of the source", &q.Modality),
		line("mark", "the footnote mark on the figure, such as *", &q.Mark),
	}
	all[0].Required, all[1].Required = need, need
	return all
}

// check reports a quantity whose numbers do not fit its form.
func (q Quantity) check(l *fault.List) {
	if q == (Quantity{}) {
		return
	}
	for _, n := range []*int64{q.Value, q.Low, q.High} {
		if n != nil && (*n < 0 || *n > maxNumber) {
			l.Add(fault.New("ST016", fault.Invalid, "the number %d is impossible", *n).At("value"))
		}
	}
	if q.Low != nil && q.High != nil && *q.Low > *q.High {
		l.Add(fault.New("ST014", fault.Invalid, "the lower bound %d is above the upper bound %d", *q.Low, *q.High).At("low").
			Try("Give the smaller number first"))
	}
	if !q.fits() {
		l.Add(fault.New("ST015", fault.Invalid, "the numbers do not fit the form %q", string(q.Form)).At("form").
			Try("Let the numbers be read from the words, or correct the form"))
	}
	if q.Words == "" {
		l.Add(fault.New("ST002", fault.Invalid, "the words of the figure are missing").At("words"))
	}
	l.Add(checkMark(q.Mark))
}

// checkMark refuses what is too long to be a footnote mark.
func checkMark(mark string) *fault.Problem {
	if utf8.RuneCountInString(mark) > 8 {
		return fault.New("ST017", fault.Invalid, "%q is not a footnote mark", shorten(mark)).At("mark").
			Try("Keep to eight characters, such as *")
	}
	return nil
}

// fits compares which of value, low and high are there with those the form has.
func (q Quantity) fits() bool {
	pattern := ""
	for i, n := range []*int64{q.Value, q.Low, q.High} {
		if n != nil {
			pattern += "vlh"[i : i+1]
		}
	}
	patterns := map[Form]string{
		Exact: "vlh", AtLeast: "vl l", MoreThan: "vl l", UpTo: "vh h", FewerThan: "vh h", About: "v", Range: "lh", Vague: "",
	}
	for _, bound := range []*int64{q.Low, q.High} {
		if q.Value != nil && bound != nil && *q.Value != *bound {
			return false
		}
	}
	return pattern == patterns[q.Form] || pattern != "" && contains(patterns[q.Form], pattern)
}

// String returns the quantity in neutral words: a vague one in the source's own
// words, in quotation marks.
func (q Quantity) String() string {
	switch q.Form {
	case Exact, About, AtLeast, MoreThan, UpTo, FewerThan:
		n := q.Value
		for _, bound := range []*int64{q.Low, q.High} {
			if n == nil {
				n = bound
			}
		}
		if n == nil {
			return quoted(q.Words)
		}
		lead := strings.ReplaceAll(string(q.Form), "_", " ") + " "
		if q.Form == Exact {
			lead = ""
		}
		return lead + grouped(*n) + q.Mark
	case Range:
		if q.Low != nil && q.High != nil {
			return "between " + grouped(*q.Low) + " and " + grouped(*q.High) + q.Mark
		}
	}
	return quoted(q.Words)
}

// say adds the source's words to the neutral ones where they differ.
func (q Quantity) say() string {
	said := q.String()
	if said != quoted(q.Words) && !sameNumeral(said, q.Words) {
		said += " (" + quoted(q.Words) + ")"
	}
	if q.Modality != "" && !strings.Contains(q.Words, q.Modality) {
		said += " (with " + quoted(q.Modality) + ")"
	}
	return said
}

func sameNumeral(a, b string) bool {
	a, b = strings.ReplaceAll(a, ",", ""), strings.ReplaceAll(b, ",", "")
	return strings.EqualFold(a, b)
}

// grouped writes a number with commas between groups of three digits.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
