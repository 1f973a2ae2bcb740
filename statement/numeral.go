package statement

import (
	"strconv"
	"strings"
	"unicode"
)

// numeralWords are the English number words below a hundred.
func numeralWords() map[string]int64 {
	words := map[string]int64{}
	for n, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen " +
		"fourteen fifteen sixteen seventeen eighteen nineteen") {
		words[w] = int64(n)
	}
	for n, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		words[w] = int64(n+2) * 10
	}
	return words
}

func scaleOf(word string) int64 {
	switch word {
	case "dozen":
		return 12
	case "hundred":
		return 100
	case "thousand":
		return 1000
	case "million":
		return 1_000_000
	}
	return 0
}

// numeral is a number being read word by word.
type numeral struct {
	total   int64 // of the groups closed by thousand or million
	current int64 // of the open group
	room    int64 // what may still be added to the open group; -1 before it began
	below   int64 // the next scale must be smaller
}

// parseNumeral reads one number: digits with separators, English words, or
// digits before a scale word. The text is folded: small letters, ASCII digits,
// single spaces.
func parseNumeral(text string) (int64, bool) {
	switch text {
	case "half a dozen":
		return 6, true
	case "both", "a pair":
		return 2, true
	case "a", "an":
		return 1, true
	}
	if n, ok := parseDigits(text); ok {
		return n, true
	}
	if n, ok := parseDecimal(text); ok {
		return n, true
	}
	words, n := numeralWords(), numeral{room: -1, below: maxNumber}
	tokens := strings.Fields(splitHyphens(text))
	for i := range tokens {
		if !n.take(i, tokens, words) {
			return 0, false
		}
	}
	sum := n.total + n.current
	return sum, len(tokens) > 0 && sum <= maxNumber && (n.room >= 0 || n.total > 0)
}

// take reads the token at i.
func (n *numeral) take(i int, tokens []string, words map[string]int64) bool {
	token := tokens[i]
	value, isWord := words[token]
	scale := scaleOf(token)
	switch {
	case token == "and":
		return joins(tokens, i)
	case token == "a" || token == "an":
		return i == 0 && len(tokens) > 1 && scaleOf(tokens[1]) > 0 && n.add(1, 0)
	case isWord && value >= 20:
		return n.add(value, 9)
	case isWord:
		return n.add(value, 0)
	case scale > 0:
		return n.scale(scale)
	}
	digits, ok := parseDigits(token)
	return ok && i == 0 && n.add(digits, 0)
}

// joins reports whether the and at i stands as in three hundred and five.
func joins(tokens []string, i int) bool {
	return i > 0 && i+1 < len(tokens) && scaleOf(tokens[i-1]) > 12 && scaleOf(tokens[i+1]) == 0
}

// add puts a number into the open group; room is what may follow it there.
func (n *numeral) add(value, room int64) bool {
	if n.room >= 0 && (value > n.room || value == 0) || value > maxNumber {
		return false
	}
	n.current += value
	n.room = room
	return true
}

// scale multiplies the open group. Dozen and hundred stay inside it, thousand
// and million close it.
func (n *numeral) scale(by int64) bool {
	if n.room < 0 || n.current == 0 || n.current > maxNumber/by || by >= n.below {
		return false
	}
	if by <= 100 {
		if n.current >= 100 {
			return false
		}
		n.current *= by
		n.room = map[bool]int64{true: 99, false: 0}[by == 100]
		return true
	}
	n.total += n.current * by
	n.current, n.room, n.below = 0, -1, by
	return true
}

// parseDecimal reads a decimal before a scale word, such as 1.2 million, where
// it comes to a whole number.
func parseDecimal(text string) (int64, bool) {
	number, word, _ := strings.Cut(text, " ")
	whole, fraction, found := strings.Cut(number, ".")
	unit := scaleOf(word)
	if !found || unit < 1000 || strings.Trim(whole+fraction, "0123456789") != "" || whole == "" || fraction == "" {
		return 0, false
	}
	for range fraction {
		if unit%10 != 0 {
			return 0, false
		}
		unit /= 10
	}
	digits, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil || digits > maxNumber/unit {
		return 0, false
	}
	return digits * unit, true
}

// parseDigits reads digits, perhaps in groups of three. A full stop is not read
// as a separator: 1.275 is a thousand in one country and a fraction in another.
func parseDigits(text string) (int64, bool) {
	groups := strings.FieldsFunc(text, isGroupSeparator)
	if len(groups) == 0 || strings.Join(groups, "") == "" {
		return 0, false
	}
	separators := 0
	for _, r := range text {
		if isGroupSeparator(r) {
			separators++
		}
	}
	for i, g := range groups {
		if strings.Trim(g, "0123456789") != "" || len(groups) > 1 && (len(g) > 3 || i > 0 && len(g) != 3) {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64)
	return n, err == nil && n <= maxNumber && separators == len(groups)-1
}

func isGroupSeparator(r rune) bool {
	return r == ',' || r == ' ' || r == '\'' || r == '’' || r == '٬'
}

// splitHyphens separates twenty-three, and leaves 20-23 alone.
func splitHyphens(text string) string {
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		if runes[i] == '-' && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]) {
			runes[i] = ' '
		}
	}
	return string(runes)
}

// foldNumber prepares words for reading: small letters, ASCII digits in place
// of any other decimal digits, one kind of dash, single spaces.
func foldNumber(words string) string {
	folded := strings.Map(func(r rune) rune {
		switch r {
		case '–', '—', '‐', '‑', '−':
			return '-'
		}
		if d, ok := digitValue(r); ok {
			return '0' + d
		}
		return unicode.ToLower(r)
	}, words)
	return strings.Join(strings.Fields(folded), " ")
}

// digitValue returns the value of a decimal digit of any script. Unicode keeps
// the ten digits of a script together and in order, so the distance from the
// start of their range tells it.
func digitValue(r rune) (rune, bool) {
	if r < 0x80 {
		return r - '0', r >= '0' && r <= '9'
	}
	for _, block := range unicode.Nd.R16 {
		if r >= rune(block.Lo) && r <= rune(block.Hi) {
			return (r - rune(block.Lo)) % 10, true
		}
	}
	for _, block := range unicode.Nd.R32 {
		if r >= rune(block.Lo) && r <= rune(block.Hi) {
			return (r - rune(block.Lo)) % 10, true
		}
	}
	return 0, false
}
