package toll

import "maps"

// Words are the sentences and terms of another language than English, in which
// a sheet says everything that it says of itself. What sources say stays as they
// say it. What they lack is said in English.
type Words struct {
	Messages    map[string]string // by the codes of Messages, with the same numbered places
	Terms       map[string]string // by the names of terms
	RightToLeft bool
}

// Messages returns the English sentences by their codes, with numbered places
// for values.
func Messages() map[string]string { return maps.Clone(english()) }

// message returns the words for a code, and whether they are of another
// language: then each value is isolated from the direction of what stands
// around it (UAX 9).
func (x *index) message(code string) (text string, other bool) {
	if text, other = x.in.Words.Messages[code]; other {
		return text, true
	}
	return x.messages[code], false
}

// rightToLeft begins a sentence that runs so: a sentence of nothing but isolated
// values has no letter that could tell.
const rightToLeft = "\u200f"

// isolate sets a value apart in a sentence that may run the other way.
func isolate(value string) string { return "\u2068" + value + "\u2069" }
