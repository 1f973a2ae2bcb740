package toll

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"reckon/dates"
	"reckon/source"
	"reckon/statement"
)

// Question is what a figure answers: how many of what, with what status, at
// what stage, out of whom, over what stretch. Figures of one question share an
// axis and others do not.
type Question struct {
	Statuses   []string `json:"statuses"`
	Unit       string   `json:"unit"`
	Stage      string   `json:"stage,omitempty"`
	Attributes []string `json:"attributes,omitempty"`
	Of         []string `json:"of,omitempty"`     // statuses of the figure it is a part of, where they narrow it
	Part       bool     `json:"part,omitempty"`   // a part of a figure of the same question
	Scope      string   `json:"scope,omitempty"`  // in the source's words
	Period     string   `json:"period,omitempty"` // EDTF, where it is not the scope's own
	Place      string   `json:"place,omitempty"`  // where it is not the scope's own
}

// aspect is one side of a question.
type aspect struct{ name, text string }

// aspects lists the sides of a question as text, in a fixed order. Capitals make
// no difference.
func (q Question) aspects() []aspect {
	part := ""
	if q.Part {
		part = "part"
	}
	all := []aspect{
		{"status", strings.Join(q.Statuses, "+")}, {"unit", q.Unit}, {"stage", q.Stage},
		{"attributes", strings.Join(q.Attributes, "+")}, {"of", strings.Join(q.Of, "+")}, {"part", part},
		{"scope", q.Scope}, {"period", q.Period}, {"place", q.Place},
	}
	for i := range all {
		all[i].text = strings.ToLower(all[i].text)
	}
	return all
}

// id is the question in one line: killed/persons, killed/persons/children.
func (q Question) id() string {
	parts := []string{}
	for i, a := range q.aspects() {
		switch {
		case i < 2:
			parts = append(parts, a.text)
		case a.text != "" && a.name != "part":
			parts = append(parts, a.name+":"+a.text)
		case a.text != "":
			parts = append(parts, a.name)
		}
	}
	return strings.Join(parts, "/")
}

// differs lists the aspects in which two questions differ.
func (q Question) differs(o Question) []string {
	var all []string
	theirs := o.aspects()
	for i, a := range q.aspects() {
		if a.text != theirs[i].text {
			all = append(all, a.name)
		}
	}
	return all
}

// within reports that whoever a figure of q counts is also counted by one of o:
// the same but for what narrows it: fewer statuses in the number, attributes, a
// documented stage, being a part.
func (q Question) within(o Question) bool {
	has := func(attr string) bool {
		return slices.ContainsFunc(q.Attributes, func(a string) bool { return strings.EqualFold(a, attr) })
	}
	for _, a := range q.differs(o) {
		narrower := false
		switch a {
		case "attributes":
			narrower = !slices.ContainsFunc(o.Attributes, func(attr string) bool { return !has(attr) })
		case "status":
			narrower = len(q.Statuses) < len(o.Statuses) && covers(o.Statuses, q.Statuses)
		case "stage":
			narrower = o.Stage == "" && q.Unit == "persons"
		case "of", "part":
			narrower = len(o.Of) == 0 && !o.Part
		}
		if !narrower {
			return false
		}
	}
	return true
}

// sorter finds the question of each figure.
type sorter struct {
	x                        *index
	status, stage, attribute folding
	reference                dates.Value // when the figures' events were, unless they say otherwise
}

func newSorter(x *index) sorter {
	return sorter{
		x: x, status: newFolding("status", x.in.Mappings), stage: newFolding("stage", x.in.Mappings),
		attribute: newFolding("attribute", x.in.Mappings), reference: reference(x.in),
	}
}

// reference returns the scope's period or, where it has none, the date that
// most figures give; of several, the one that takes in the fewest days.
func reference(in Input) dates.Value {
	if !in.Scope.Period.IsZero() {
		return in.Scope.Period
	}
	var best dates.Value
	most := 0
	count := map[string]int{}
	for _, f := range in.Figures {
		if f.When == nil || f.When.Value.IsZero() {
			continue
		}
		v := f.When.Value
		count[v.String()]++
		n := count[v.String()]
		if n > most || n == most && cmp.Or(cmp.Compare(width(v), width(best)), v.Compare(best)) < 0 {
			best, most = v, n
		}
	}
	return best
}

// width is the number of days a date takes in, as many as can be where an end
// is open.
func width(v dates.Value) int {
	if n, ok := v.Interval().Days(); ok {
		return n
	}
	return math.MaxInt
}

func (s sorter) question(f Figure) Question {
	q := Question{
		Statuses: s.status.terms(f.Category.Statuses), Unit: cmp.Or(f.Category.Unit, "persons"),
		Stage: s.stageOf(f, 0), Attributes: s.attributes(f.Category.Attributes),
		Scope: s.scopeOf(f, 0), Period: s.periodOf(f, 0), Place: s.placeOf(f, 0),
	}
	if slices.Contains(q.Statuses, q.Stage) {
		q.Stage = ""
	}
	whole, ok := s.x.figure[f.SubsetOf]
	if !ok || whole.ID == f.ID {
		return q
	}
	w := s.status.terms(whole.Category.Statuses)
	switch {
	case !covers(w, q.Statuses):
		if narrows(w) {
			q.Of = w
		}
	case q.Unit == cmp.Or(whole.Category.Unit, "persons") && slices.Equal(w, q.Statuses) && slices.Equal(q.Attributes, s.attributes(whole.Category.Attributes)) &&
		q.Scope == s.scopeOf(whole, 0) && q.Stage == s.stageOf(whole, 0) && q.Period == s.periodOf(whole, 0) && q.Place == s.placeOf(whole, 0):
		q.Part = true
	}
	return q
}

func covers(whole, part []string) bool {
	return !slices.ContainsFunc(part, func(p string) bool { return !slices.Contains(whole, p) })
}

// narrows reports that a part of those with such statuses is not all who could
// be meant: captives who were killed are not all who were killed. To have been
// present or affected narrows nothing.
func narrows(statuses []string) bool {
	return len(statuses) > 0 && !slices.ContainsFunc(statuses, func(s string) bool {
		return s == "affected" || s == "trapped" || s == "survived" || strings.HasPrefix(s, "other:")
	})
}

// maxDepth bounds how far a part looks up through its wholes, so that figures
// that are, by mistake, parts of each other end the search.
const maxDepth = 8

// inherit returns what a figure says of an aspect or, where it says nothing,
// what the figure it is a part of says.
func (s sorter) inherit(f Figure, depth int, own string, up func(Figure, int) string) string {
	if own != "" || depth >= maxDepth || f.SubsetOf == "" {
		return own
	}
	if whole, ok := s.x.figure[f.SubsetOf]; ok {
		return up(whole, depth+1)
	}
	return ""
}

// stageOf leaves out stages that tell how sure the count is and not who is
// counted.
func (s sorter) stageOf(f Figure, depth int) string {
	own := f.Category.Stage
	switch own {
	case "alleged", "preliminary", "final":
		own = ""
	case "":
	default:
		own = s.stage.term(own)
	}
	return s.inherit(f, depth, own, s.stageOf)
}

func (s sorter) attributes(names []string) []string {
	var narrow []string
	for _, n := range names {
		if term := narrowing(n); term != "" {
			narrow = append(narrow, term)
		}
	}
	return s.attribute.terms(narrow)
}

// narrowing returns an attribute that says who alone is counted, and nothing for
// one that describes a mixture: "mainly", "including", "of various".
func narrowing(attribute string) string {
	prefix, text, open := strings.Cut(attribute, ":")
	if !open {
		return attribute
	}
	text = strings.Join(strings.Fields(text), " ")
	text, _, _ = strings.Cut(text, ", including")
	if text == "" || describes(strings.ToLower(text)) {
		return ""
	}
	if prefix != "other" {
		return prefix + ":" + text
	}
	term := strings.ReplaceAll(strings.ToLower(text), " ", "_")
	if slices.Contains(source.TermNames(statement.Terms("attribute")), term) {
		return term
	}
	return "other:" + text
}

// mixture lists how a description of a mixed group begins, and with a $ the words
// that, alone, say no more than that people are counted.
const mixture = "people$|persons$|victims$|residents$|villagers$|inhabitants$|including |mainly |mostly |most of |many of |some of |among them|members of various|of various|various |different |mixed|all |both |largely |predominantly |chiefly |primarily "

func describes(text string) bool {
	if strings.HasSuffix(text, " together") || strings.HasSuffix(text, " alike") {
		return true
	}
	for m := range strings.SplitSeq(mixture, "|") {
		if whole, bare := strings.CutSuffix(m, "$"); bare && text == whole || !bare && strings.HasPrefix(text, m) {
			return true
		}
	}
	return false
}

func (s sorter) scopeOf(f Figure, depth int) string {
	text := strings.Trim(strings.Join(strings.Fields(f.Scope), " "), ".,;:“”\"'‘’")
	if s.restates(strings.ToLower(text)) {
		text = ""
	}
	return s.inherit(f, depth, text, s.scopeOf)
}

// deictic lists words that point at the event itself.
const deictic = " total overall altogether so far date known reported victims people persons toll only just alone on in at during of from the that this same a an for all night day morning evening afternoon event incident attack raid strike town village city settlement " +
	"operation assault shelling bombardment bombing explosion blast fire clash clashes fighting battle siege violence two three four days hours "

// restates reports scope words that say no more than that the figure is about
// the event itself: "only that night", "in the town", a name of its place.
func (s sorter) restates(text string) bool {
	for _, p := range s.x.in.Scope.Places {
		text = strings.ReplaceAll(text, strings.ToLower(p), " ")
	}
	for _, w := range words(text) {
		if !strings.Contains(deictic, " "+w+" ") {
			return s.restatesDate(text)
		}
	}
	return true
}

// restatesDate reports scope words that are a date, and that of the event.
func (s sorter) restatesDate(text string) bool {
	end, err := dates.Parse(s.reference.Interval().EndBefore.String())
	if err != nil {
		return false
	}
	base, _ := end.Date()
	w, err := dates.Resolve(strings.TrimSpace(text), base)
	return err == nil && !w.Value.IsZero() && w.Value.Overlaps(s.reference) == dates.Yes && width(w.Value)-wider <= width(s.reference)
}

// periodOf returns the date of a figure's event where it is certainly another
// than the reference, or a span that takes in much more.
func (s sorter) periodOf(f Figure, depth int) string {
	own := ""
	if f.When != nil && !f.When.Value.IsZero() && s.otherPeriod(f.When.Value) {
		own = f.When.Value.String()
	}
	return s.inherit(f, depth, own, s.periodOf)
}

// wider is how many days more a span must take in to be another period.
const wider = 31

func (s sorter) otherPeriod(v dates.Value) bool {
	switch {
	case s.x.in.Scope.Wide:
		return v.String() != s.x.in.Scope.Period.String()
	case s.reference.IsZero():
		return false
	}
	if v.Overlaps(s.reference) == dates.No {
		return true
	}
	mine, theirs := width(v), width(s.reference)
	return v.Shape() == dates.Span && theirs < math.MaxInt && mine-wider > theirs
}

// placeOf returns the place of a figure where the scope names its places and
// this is none of them.
func (s sorter) placeOf(f Figure, depth int) string {
	own := ""
	if f.Where != nil && (len(s.x.in.Scope.Places) > 0 || s.x.in.Scope.Wide) {
		said := []string{f.Where.Words}
		for _, n := range f.Where.Names {
			said = append(said, n.Text)
		}
		known := func(name string) bool {
			return slices.ContainsFunc(s.x.in.Scope.Places, func(p string) bool {
				return name != "" && strings.Contains(strings.ToLower(name), strings.ToLower(p))
			})
		}
		if !slices.ContainsFunc(said, known) {
			own = cmp.Or(said...)
		}
	}
	return s.inherit(f, depth, own, s.placeOf)
}

// words splits a text into lower-case words of letters and digits.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
}
