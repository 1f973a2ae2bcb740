package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"reckon/fault"
)

// MaxLength is the longest accepted name in code points. The longest name in
// use that the project knows of, a full chain of patronyms with titles, stays
// under half of it.
const MaxLength = 300

// Kind says what sort of name a text is.
type Kind string

// The kinds of name. AsWritten is the default for what a document says.
const (
	AsWritten       Kind = "as_written"
	Alias           Kind = "alias"
	NomDeGuerre     Kind = "nom_de_guerre"
	Birth           Kind = "birth"
	Transliteration Kind = "transliteration"
	Translation     Kind = "translation"
)

// Kinds lists every kind in the order shown to a coder.
func Kinds() []Kind {
	return []Kind{AsWritten, Alias, NomDeGuerre, Birth, Transliteration, Translation}
}

// Name is one name as written.
type Name struct {
	Text     string `json:"text"`
	Kind     Kind   `json:"kind"`
	Language string `json:"language,omitempty"` // BCP 47 tag, where the source shows it
}

// Script returns the script of most of the name's letters.
func (n Name) Script() Script {
	return ScriptOf(n.Text)
}

// Key returns the name's folding key.
func (n Name) Key() string {
	return Fold(n.Text)
}

// Validate reports what is wrong with the name, as a fault.List.
func (n Name) Validate() error {
	var l fault.List
	l.Add(Plain(n.Text, MaxLength))
	if strings.TrimSpace(n.Text) == "" {
		l.Add(fault.New("NA001", fault.Invalid, "the name is empty").Try("Write the name as the source has it, or describe the person instead"))
	} else if strings.TrimSpace(n.Text) != n.Text {
		l.Add(fault.New("NA002", fault.Invalid, "the name begins or ends with a space").Try("Remove the space"))
	}
	if !slices.Contains(Kinds(), n.Kind) {
		l.Add(fault.New("NA003", fault.Invalid, "%q is not a kind of name", string(n.Kind)).Try("Use one of: " + kindList()))
	}
	if !languageTag(n.Language) {
		l.Add(fault.New("NA004", fault.Invalid, "%q is not a language tag", n.Language).Try("Use a tag such as en, ar or az-Cyrl, or leave it empty"))
	}
	return l.Err()
}

func kindList() string {
	var words []string
	for _, k := range Kinds() {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}

// languageTag accepts the shape of a BCP 47 tag, which is all that a document
// can be held to; whether the language exists is not decided here.
func languageTag(tag string) bool {
	if tag == "" {
		return true
	}
	for i, part := range strings.Split(tag, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		if strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return false
		}
	}
	return true
}

// Plain returns the problem with a text that is to be printed on one line and
// is at most max code points long, or nil. It refuses what can hide or reorder
// the letters beside it: broken UTF-8, control characters, line separators and
// the directional embeddings, overrides and isolates (Unicode UAX 9; marks such
// as U+200F and joiners such as U+200C are part of spelling and pass).
func Plain(text string, max int) *fault.Problem {
	if !utf8.ValidString(text) {
		return fault.New("NA005", fault.Invalid, "the text is not valid UTF-8").Try("Save the file as UTF-8 and try again")
	}
	if n := utf8.RuneCountInString(text); n > max {
		return fault.New("NA006", fault.Invalid, "the text has %d characters, more than the %d allowed here", n, max).Try("Shorten it")
	}
	for _, r := range text {
		if hides(r) {
			return fault.New("NA007", fault.Invalid, "the text contains the invisible character U+%04X", r).Try("Remove it")
		}
	}
	return nil
}

func hides(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0:
		return true
	case r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// Fold returns the key under which a text is looked up: compatibility forms,
// letter case, runs of white space, and marks that only join, separate or
// stretch letters make no difference.
func Fold(text string) string {
	// Full case folding alone swaps the two cases of Cherokee; lower case after
	// it settles them.
	folded := strings.ToLower(cases.Fold().String(norm.NFKC.String(text)))
	folded = strings.Map(func(r rune) rune {
		switch r {
		case 0x00AD, 0x0640, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF:
			return -1
		}
		return r
	}, folded)
	return strings.Join(strings.Fields(norm.NFKC.String(folded)), " ")
}
