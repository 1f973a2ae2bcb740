package rendition

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/language"
)

// An old single-byte encoding cannot be known from the bytes, only guessed:
// the same bytes are text in many. A guess here is a proposal that the
// document carries as such.
//
// Candidates come from a detector of byte frequencies (after the universal
// charset detector of Li and Momoi, 2001) and from the encodings in which the
// document's language used to be written. Each is decoded strictly and judged
// by what no orthography does: a capital after a small letter, two scripts in
// one word, drawing signs and currency signs inside words, letters that the
// language does not use.

// used lists the encodings that a language was written in, the commonest
// first, and the script of its letters.
var used = map[string]struct {
	script    *unicode.RangeTable
	encodings []string
}{
	"ar": {unicode.Arabic, []string{"windows-1256", "iso-8859-6"}},
	"fa": {unicode.Arabic, []string{"windows-1256"}},
	"ur": {unicode.Arabic, []string{"windows-1256"}},
	"he": {unicode.Hebrew, []string{"windows-1255", "iso-8859-8"}},
	"ru": {unicode.Cyrillic, []string{"windows-1251", "koi8-r", "ibm866", "iso-8859-5"}},
	"uk": {unicode.Cyrillic, []string{"windows-1251", "koi8-u", "ibm866"}},
	"be": {unicode.Cyrillic, []string{"windows-1251", "ibm866"}},
	"bg": {unicode.Cyrillic, []string{"windows-1251", "iso-8859-5"}},
	"sr": {unicode.Cyrillic, []string{"windows-1251", "windows-1250"}},
	"mk": {unicode.Cyrillic, []string{"windows-1251"}},
	"hr": {unicode.Latin, []string{"windows-1250", "iso-8859-2"}},
	"bs": {unicode.Latin, []string{"windows-1250", "iso-8859-2"}},
	"pl": {unicode.Latin, []string{"windows-1250", "iso-8859-2"}},
	"tr": {unicode.Latin, []string{"windows-1254"}},
	"az": {unicode.Latin, []string{"windows-1254"}},
	"ku": {unicode.Latin, []string{"windows-1254"}},
	"el": {unicode.Greek, []string{"windows-1253", "iso-8859-7"}},
	"en": {unicode.Latin, []string{"windows-1252"}},
	"fr": {unicode.Latin, []string{"windows-1252"}},
	"es": {unicode.Latin, []string{"windows-1252"}},
	"pt": {unicode.Latin, []string{"windows-1252"}},
	"de": {unicode.Latin, []string{"windows-1252"}},
	"th": {unicode.Thai, []string{"windows-874"}},
	"zh": {unicode.Han, []string{"gb18030", "big5"}},
	"ja": {unicode.Han, []string{"shift_jis", "euc-jp", "iso-2022-jp"}},
	"ko": {unicode.Hangul, []string{"euc-kr"}},
}

// sample is as much as a guess looks at.
const sample = 64 << 10

// enough is how many letters outside ASCII a guess needs where the language
// is not known.
const enough = 24

type candidate struct {
	name     string
	encoding encoding.Encoding
	cost     float64
}

// guess proposes an encoding, or nothing where no candidate fits. Candidates
// are judged by the beginning of the text; the best that fits all of it is
// proposed.
func guess(data []byte, tag string) (decoded, bool) {
	base := ""
	if t, err := language.Parse(tag); err == nil {
		b, _ := t.Base()
		base = b.String()
	}
	begin := head(data, sample)
	var all []candidate
	for name, prior := range candidates(begin, base) {
		_, e, err := lookup(name)
		if err != nil {
			continue
		}
		text, err := e.NewDecoder().String(string(begin))
		if err != nil {
			continue
		}
		strange, letters := judge(text, used[base].script, strings.HasPrefix(name, "utf-16"))
		if letters == 0 || strange > 0.2 || base == "" && letters < enough {
			continue
		}
		all = append(all, candidate{name, e, strange - prior})
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), strings.Compare(a.name, b.name))
	})
	for i, c := range all {
		d, err := decodeAs(data, c.name, c.encoding)
		if err == nil {
			d.guessed = true
			d.notes = append(d.notes, "the encoding "+d.encoding+" is a guess"+others(all[i+1:]))
			return d, true
		}
	}
	return decoded{}, false
}

func others(rest []candidate) string {
	var names []string
	for _, c := range rest[:min(3, len(rest))] {
		names = append(names, c.name)
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("; possible too: %s", strings.Join(names, ", "))
}

// candidates returns canonical names of encodings to try, each with how much
// speaks for it before it is tried.
func candidates(begin []byte, base string) map[string]float64 {
	all := map[string]float64{}
	add := func(name string, prior float64) {
		if canonical, _, err := lookup(name); err == nil && canonical != "utf-8" {
			all[canonical] = max(all[canonical], prior)
		}
	}
	for _, r := range chardet.DetectAll(begin) {
		add(r.Charset, r.Confidence*0.1)
	}
	for i, name := range used[base].encodings {
		add(name, 0.15-0.01*float64(i))
	}
	if slices.Contains(begin, 0) {
		add("utf-16le", 0.2)
		add("utf-16be", 0.2)
	}
	return all
}

// judge returns the share of strange things among the letters, and how many
// letters there are; those of ASCII, which say nothing of most encodings,
// count where asked. Controls that no encoding of text uses weigh most.
func judge(text string, script *unicode.RangeTable, ascii bool) (strange float64, letters int) {
	var before rune
	odd := 0.0
	for _, r := range text[:cut(text, sample)] {
		if unicode.IsLetter(r) && (r >= 0x80 || ascii) {
			letters++
			if script != nil && r >= 0x80 && !unicode.Is(script, r) {
				odd++
			}
		}
		odd += oddity(before, r)
		before = r
	}
	if letters == 0 {
		return 1, 0
	}
	return odd / float64(letters), letters
}

// oddity returns how strange a character is after the one before it.
func oddity(before, r rune) float64 {
	switch {
	case r == utf8.RuneError, r < 0x20 && !unicode.IsSpace(r), r >= 0x7F && r < 0xA0, r >= 0xE000 && r <= 0xF8FF:
		return 5
	case mixed(before, r):
		return 1
	case r >= 0x80 && unicode.IsLower(before) && unicode.IsUpper(r):
		return 1
	case r >= 0x80 && unicode.IsLetter(before) && (unicode.IsSymbol(r) || unicode.IsNumber(r)):
		return 1
	}
	return 0
}

// cut returns the length of the longest beginning of text that is at most n
// bytes and ends between characters.
func cut(text string, n int) int {
	if n >= len(text) {
		return len(text)
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

var scripts = []*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew, unicode.Greek, unicode.Thai, unicode.Armenian, unicode.Georgian,
}

// mixed says that two neighbours are letters of different scripts.
func mixed(a, b rune) bool {
	if !unicode.IsLetter(a) || !unicode.IsLetter(b) {
		return false
	}
	for _, s := range scripts {
		if unicode.Is(s, a) != unicode.Is(s, b) {
			return true
		}
	}
	return false
}
