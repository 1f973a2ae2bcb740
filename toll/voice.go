package toll

import (
	"slices"
	"strings"
	"unicode"

	"reckon/source"
	"reckon/statement"
)

// voice is who says a figure, as far as names can tell. Two figures have one
// speaker for certain only where their keys are equal.
type voice struct {
	name  string
	key   string
	words []string // of the name, sorted, without those that carry nothing
	loose bool     // a description that fits several people
	short string   // its initials, or the name itself where it is an acronym
}

// empty lists words of a name that carry nothing: "the Ministry of Health" and
// "Health Ministry" are one.
const empty = " the of for in on at and to by a an s "

// voiceOf returns the speaker of a chain. A description that fits several
// people, such as "residents" or "a doctor", is one voice per source only.
func voiceOf(src source.ID, chain []statement.Speaker) voice {
	v := voice{name: last(chain).Name}
	name := bare(v.name)
	v.short = initials(name)
	for _, w := range words(name) {
		if !strings.Contains(empty, " "+w+" ") {
			v.words = append(v.words, w)
		}
	}
	slices.Sort(v.words)
	v.words = slices.Compact(v.words)
	v.key = strings.Join(v.words, " ")
	v.loose = indefinite(name) || v.key == ""
	if v.loose || nameless(name) {
		v.key += "@" + string(src)
	}
	return v
}

// initials returns an acronym as it is, in lower case, and of any other name of
// several words their first letters: UN and United Nations have the same.
func initials(name string) string {
	fields := words(name)
	if len(fields) == 1 {
		capitals := strings.Map(func(r rune) rune {
			if unicode.IsUpper(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, name)
		if len(capitals) > 1 && len(capitals) >= len(fields[0])-1 {
			return fields[0]
		}
		return ""
	}
	short := ""
	for _, w := range fields {
		first := []rune(w)[:1]
		short += string(first)
	}
	return short
}

// acronym reports that one name is the other's initials, with or without the
// small words between.
func (v voice) acronym(o voice) bool {
	if len(v.words) > 1 {
		v, o = o, v
	}
	if len(v.words) != 1 || v.short == "" || len(o.words) < 2 {
		return false
	}
	plain := strings.Join(slices.DeleteFunc(words(o.name), func(w string) bool { return strings.Contains(empty, " "+w+" ") }), " ")
	return v.short == o.short || v.short == initials(plain)
}

// indefinite reports a description that begins with an indefinite word.
func indefinite(name string) bool {
	start, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(name)), " ")
	switch start {
	case "a", "an", "one", "some", "unnamed", "unidentified", "anonymous", "several", "other", "another":
		return true
	}
	return false
}

// Crowds are people of whom each source may mean others; offices are, within one
// event, the same in every source even where they are written without a capital.
const (
	crowds = " residents inhabitants locals people witnesses eyewitnesses villagers survivors doctors medics nurses relatives families activists " +
		"sources refugees reporters journalists fighters soldiers "
	offices = " police army military government authorities officials ministry hospital court parliament council prosecutor prosecutors coroner mayor " +
		"governor commission president minister "
)

// nameless reports a description without a name in it, of nobody in particular:
// in a script that has capitals it has none, or begins with a crowd.
func nameless(name string) bool {
	all := words(name)
	if len(all) == 0 || !strings.ContainsFunc(name, unicode.IsLower) {
		return false
	}
	_, rest, _ := strings.Cut(name, " ")
	if strings.Contains(crowds, " "+all[0]+" ") && !strings.ContainsFunc(rest, unicode.IsUpper) {
		return true
	}
	office := slices.ContainsFunc(all, func(w string) bool { return strings.Contains(offices, " "+w+" ") })
	return !office && !strings.ContainsFunc(name, unicode.IsUpper)
}

// bare cuts off how a name came into the text: "the prefect, as the paper has
// it", "a fighter, to the mission".
func bare(name string) string {
	for _, tail := range []string{", as ", ", citing ", ", quoted ", ", told ", ", via ", ", to ", ", cited "} {
		if head, _, ok := strings.Cut(name, tail); ok && head != "" {
			name = head
		}
	}
	return name
}

// another lists words that make a second office out of a first.
const another = " deputy vice former acting first assistant opposition rival "

// nested reports that the words of one name are all in the other, so that both
// may name one speaker: "Interior Ministry" and "Interior Ministry spokesman".
func (v voice) nested(o voice) bool {
	if v.acronym(o) {
		return true
	}
	short, long := v.words, o.words
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return false
	}
	for _, w := range short {
		if !slices.ContainsFunc(long, func(l string) bool { return inflected(w, l) }) {
			return false
		}
	}
	return !slices.ContainsFunc(long, func(w string) bool {
		return strings.Contains(another, " "+w+" ") && !slices.Contains(short, w)
	})
}

// inflected reports that two words are one, or forms of one: a country and its
// adjective, one official and several.
func inflected(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 5 && len(b)-len(a) <= 3 && strings.HasPrefix(b, a)
}

// close reports that two names are likely one speaker's: equal keys, or nested
// with two words in common, three where one is a description without a name.
func (v voice) close(o voice) bool {
	if v.key == o.key || v.acronym(o) {
		return true
	}
	enough := 2
	if strings.Contains(v.key+o.key, "@") {
		enough = 3
	}
	return !v.loose && !o.loose && min(len(v.words), len(o.words)) >= enough && v.nested(o)
}

// attributed reports that a figure has a speaker who can be its origin. A
// newspaper, an agency or a book that names nobody may have it from any of the
// others.
func attributed(f Figure) bool {
	switch role := last(f.Speakers).Role; role {
	case "press", "agency", "journalist", "publisher", "author", "scholar", "anonymous", "coder":
		return false
	case "":
	default:
		return true
	}
	party := strings.ToLower(f.Party)
	if party == "" {
		return len(f.Speakers) > 1
	}
	for _, p := range []string{"press", "media", "news", "publisher", "encyclop", "scholar", "author", "web", "blog", "journal", "anonymous", "agency"} {
		if strings.Contains(party, p) {
			return false
		}
	}
	return true
}
