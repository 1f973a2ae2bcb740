package statement

import (
	"strings"

	"reckon/fault"
	"reckon/names"
)

// cue is a phrase before a number that gives it its form.
type cue struct {
	words string
	form  Form
}

// cues lists the phrases; a longer one stands before a shorter one it begins with.
func cues() []cue {
	return []cue{
		{"at least", AtLeast}, {"no less than", AtLeast}, {"no fewer than", AtLeast}, {"not less than", AtLeast},
		{"not fewer than", AtLeast}, {"a minimum of", AtLeast}, {"≥", AtLeast},
		{"more than", MoreThan}, {"over", MoreThan}, {"above", MoreThan}, {"greater than", MoreThan}, {">", MoreThan},
		{"up to", UpTo}, {"as many as", UpTo}, {"at most", UpTo}, {"no more than", UpTo}, {"not more than", UpTo},
		{"a maximum of", UpTo}, {"≤", UpTo},
		{"fewer than", FewerThan}, {"less than", FewerThan}, {"under", FewerThan}, {"below", FewerThan}, {"<", FewerThan},
		{"about", About}, {"around", About}, {"approximately", About}, {"approx.", About}, {"some", About}, {"nearly", About},
		{"almost", About}, {"roughly", About}, {"an estimated", About}, {"estimated", About}, {"est.", About}, {"circa", About},
		{"ca.", About}, {"c.", About}, {"close to", About}, {"~", About}, {"≈", About},
	}
}

const modalWords = "may might could possibly perhaps feared believed presumed reportedly allegedly probably"

// vagueWords are the words a vague figure is made of. The strong ones are vague
// alone; the others only beside a strong one.
const (
	strongVague = "dozens scores tens hundreds thousands millions many several few some numerous countless multiple various " +
		"others most number numbers unknown unspecified undetermined handful couple majority untold"
	weakVague = "of a an the dozen hundred thousand million large small great fair quite very not yet known as"
)

// maxFigure bounds what is read as a figure, in code points.
const maxFigure = 200

// ParseQuantity reads the number a coder types from the source: "613",
// "1,275", "150*", "at least 20", "three or four dozen", "no", "dozens". Digits
// may be those of any script. It fails for what it does not know, and gives
// vague words no number.
func ParseQuantity(words string) (Quantity, error) {
	if p := names.Plain(words, maxFigure); p != nil {
		return Quantity{}, coded(p).At("words")
	}
	q := Quantity{Words: strings.TrimSpace(words)}
	text, mark := cutMark(q.Words)
	if p := checkMark(mark); p != nil {
		return Quantity{}, p.At("words")
	}
	q.Mark = mark
	text, q.Modality = cutModality(foldNumber(text))
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(text, "percent"), "per cent"), "%"))
	switch text {
	case "no", "none", "nobody", "no one", "nil":
		text = "0"
	}
	if isVague(text) {
		q.Form = Vague
		return q, nil
	}
	form, rest := cutCue(text)
	if form != Exact && isVague(rest) {
		q.Form = Vague
		return q, nil
	}
	if low, high, ok := parseNumbers(rest); ok && low <= high {
		q.assign(form, low, high)
		return q, nil
	}
	return Quantity{}, fault.New("ST020", fault.Invalid, "%q cannot be read as a figure", shorten(words)).At("words").
		Try("Type only the number and its qualifier, or give the form and the numbers yourself")
}

// assign fills in the numbers that the form has.
func (q *Quantity) assign(form Form, low, high int64) {
	q.Form = form
	switch form {
	case AtLeast, MoreThan:
		q.Low = &low
	case UpTo, FewerThan:
		q.High = &high
	}
	switch {
	case low == high:
		q.Value = &low
		if form == Exact {
			q.Low, q.High = &low, &high
		}
	case form == Exact || form == About:
		q.Form, q.Low, q.High = Range, &low, &high
	}
}

// cutMark takes a footnote mark off the end of a figure.
func cutMark(words string) (rest, mark string) {
	rest = strings.TrimRight(words, "*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰")
	if open := strings.LastIndexByte(rest, '['); open > 0 && strings.HasSuffix(rest, "]") && len(rest)-open <= 5 {
		rest = rest[:open]
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return words, ""
	}
	return rest, strings.TrimSpace(words[len(rest):])
}

func cutModality(text string) (rest, modality string) {
	for _, m := range strings.Fields(modalWords) {
		if cut, ok := strings.CutPrefix(text, m+" "); ok {
			return cut, m
		}
		if cut, ok := strings.CutSuffix(text, " "+m); ok {
			return cut, m
		}
	}
	return text, ""
}

// cutCue takes the qualifier off the front. An estimate inside a bound, as in
// "up to an estimated 50", leaves the bound.
func cutCue(text string) (Form, string) {
	if cut, ok := strings.CutSuffix(text, "+"); ok {
		return AtLeast, cut
	}
	form, rest := cutOne(text)
	if form == Exact {
		return form, text
	}
	if inner, after := cutOne(rest); inner == About {
		rest = after
	}
	return form, rest
}

func cutOne(text string) (Form, string) {
	for _, c := range cues() {
		rest, ok := strings.CutPrefix(text, c.words)
		if !ok || rest == "" {
			continue
		}
		last := c.words[len(c.words)-1]
		if rest[0] == ' ' || last < 'a' || last > 'z' {
			return c.form, strings.TrimSpace(rest)
		}
	}
	return Exact, text
}

func isVague(text string) bool {
	strong := false
	for _, t := range strings.Fields(text) {
		switch {
		case contains(strongVague, t):
			strong = true
		case !contains(weakVague, t):
			return false
		}
	}
	return strong
}

func contains(list, word string) bool {
	return strings.Contains(" "+list+" ", " "+word+" ")
}

// parseNumbers reads one number or two that bound a range.
func parseNumbers(text string) (low, high int64, ok bool) {
	if n, ok := parseNumeral(text); ok {
		return n, n, true
	}
	joints := []string{" to ", " or ", "-"}
	if cut, ok := strings.CutPrefix(text, "between "); ok {
		text, joints = cut, []string{" and "}
	} else if cut, ok := strings.CutPrefix(text, "from "); ok {
		text, joints = cut, []string{" to "}
	}
	for _, joint := range joints {
		for from := 0; ; {
			i := strings.Index(text[from:], joint)
			if i < 0 {
				break
			}
			left, right := text[:from+i], text[from+i+len(joint):]
			if low, high, ok := bounds(strings.TrimSpace(left), strings.TrimSpace(right)); ok {
				return low, high, true
			}
			from += i + len(joint)
		}
	}
	return 0, 0, false
}

// bounds reads two numbers, of which the first may leave out the scale that
// both share: three or four dozen, 2 to 3 million.
func bounds(left, right string) (low, high int64, ok bool) {
	low, ok1 := parseNumeral(left)
	high, ok2 := parseNumeral(right)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	lastWord := right[strings.LastIndexByte(right, ' ')+1:]
	if scale := scaleOf(lastWord); scale > 1 && !strings.HasSuffix(left, lastWord) && !strings.HasPrefix(right, "a ") {
		if shared, ok := parseNumeral(left + " " + lastWord); ok && shared <= high {
			return shared, high, true
		}
	}
	return low, high, low <= high
}

func shorten(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}
