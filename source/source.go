package source

import (
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

// ID is a source's random, permanent id.
type ID string

// RenditionID is the id of one text read from a source.
type RenditionID string

// Confidentiality is who may see a source and everything derived from it.
type Confidentiality string

// The classes, from the most to the least open.
const (
	Public       Confidentiality = "public"       // may appear in a release
	Internal     Confidentiality = "internal"     // the project's members
	Confidential Confidentiality = "confidential" // named members
	Sealed       Confidentiality = "sealed"       // nobody without a second person
)

// Rank orders the classes, so that the strictest of several can be found. What
// is not a class ranks above them all: a typing error must not publish.
func (c Confidentiality) Rank() int {
	for i, class := range []Confidentiality{Public, Internal, Confidential, Sealed} {
		if c == class {
			return i
		}
	}
	return 4
}

// Term is one word of a closed list and what it means.
type Term struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// Materials lists the types of source material.
func Materials() []Term {
	return []Term{
		{"testimony", "an account by a victim, a witness or a relative, as recorded"},
		{"interview", "questions and answers, published or recorded"},
		{"affidavit", "a signed or sworn account"},
		{"court_record", "a judgment, an indictment, a transcript, a filing"},
		{"medical_record", "a hospital, mortuary or forensic record"},
		{"certificate", "a certificate of death, of absence or of birth"},
		{"inquiry_report", "the report of a commission or an official inquiry"},
		{"official_document", "a law, an order, a dossier or a record of an authority"},
		{"official_statement", "what an authority or a party said in public"},
		{"letter", "a letter, also one circulated as a document of an organisation"},
		{"press_release", "a release by whoever it speaks for"},
		{"agency_report", "a report by a news agency"},
		{"news_report", "a newspaper, magazine, radio or television report"},
		{"organisation_report", "a report by a non-governmental or international organisation"},
		{"list_of_names", "a list or register of persons"},
		{"table", "figures without a text"},
		{"scholarly_work", "a study, a thesis, an article in a journal"},
		{"book", "a book, a memoir, a brochure"},
		{"encyclopaedia", "an entry of an encyclopaedia"},
		{"web_page", "a page that fits nothing above"},
		{"social_post", "a post or message on a network"},
		{"photograph", "a photograph"},
		{"video", "a film or video"},
		{"audio", "a sound recording"},
		{"other", "none of these; say in the note what it is"},
	}
}

// offer says what may stand instead of a term that is none.
func offer(terms []Term) string {
	return "Use one of: " + strings.Join(TermNames(terms), ", ")
}

// TermNames returns the names of terms, in their order.
func TermNames(terms []Term) []string {
	names := make([]string, len(terms))
	for i, t := range terms {
		names[i] = t.Name
	}
	return names
}

const maxID = 64

// Token returns what is wrong with an identifier: 1 to 64 ASCII letters,
// digits, dots, dashes and underscores, beginning with a letter or a digit.
func Token(where, id string) fault.List {
	var l fault.List
	ok := id != "" && len(id) <= maxID && !strings.ContainsAny(id[:1], ".-_")
	for i := 0; ok && i < len(id); i++ {
		c := id[i]
		ok = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-' || c == '_'
	}
	if !ok {
		l.Add(fault.New("SO001", fault.Invalid, "%.80q is not an id", id).At(where).
			Try("Use up to 64 letters, digits, dots, dashes and underscores"))
	}
	return l
}

// plain refuses what can hide or reorder the letters beside it (Unicode UAX 9).
func plain(where, text string, max int) *fault.Problem {
	if !utf8.ValidString(text) {
		return fault.New("SO002", fault.Invalid, "the text is not valid UTF-8").At(where)
	}
	if n := utf8.RuneCountInString(text); n > max {
		return fault.New("SO003", fault.Invalid, "the text has %d characters, more than the %d allowed here", n, max).At(where)
	}
	for _, r := range text {
		if invisible(r) {
			return fault.New("SO004", fault.Invalid, "the text contains the invisible character U+%04X", r).At(where).Try("Remove it")
		}
	}
	return nil
}

func invisible(r rune) bool {
	return r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF ||
		r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
