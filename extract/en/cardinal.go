package en

import "strings"

// role is what a number word does in a number.
type role uint8

const (
	noRole  role = iota
	unit         // one to nineteen
	ten          // twenty to ninety
	hundred      // multiplies what stands before it inside a group
	scale        // closes a group: thousand, million
	dozen        // twelve, twenty
	article      // a
	half         // half (a dozen)
	joint        // and
)

type numeral struct {
	role  role
	value float64
}

// numeralOf returns the role and value of a number word.
func numeralOf(word string) numeral {
	return numerals[word]
}

var numerals = map[string]numeral{
	"one": {unit, 1}, "two": {unit, 2}, "three": {unit, 3}, "four": {unit, 4}, "five": {unit, 5}, "six": {unit, 6},
	"seven": {unit, 7}, "eight": {unit, 8}, "nine": {unit, 9}, "ten": {unit, 10}, "eleven": {unit, 11},
	"twelve": {unit, 12}, "thirteen": {unit, 13}, "fourteen": {unit, 14}, "fifteen": {unit, 15}, "sixteen": {unit, 16},
	"seventeen": {unit, 17}, "eighteen": {unit, 18}, "nineteen": {unit, 19}, "both": {unit, 2},
	"twenty": {ten, 20}, "thirty": {ten, 30}, "forty": {ten, 40}, "fourty": {ten, 40}, "fifty": {ten, 50},
	"sixty": {ten, 60}, "seventy": {ten, 70}, "eighty": {ten, 80}, "ninety": {ten, 90},
	"hundred": {hundred, 100}, "thousand": {scale, 1e3}, "million": {scale, 1e6}, "billion": {scale, 1e9},
	"dozen": {dozen, 12}, "score": {dozen, 20}, "couple": {dozen, 2},
	"a": {article, 1}, "an": {article, 1}, "half": {half, 0.5}, "and": {joint, 0},
}

// Cardinal reads a number in words: "twelve hundred", "a dozen", "one thousand
// seven hundred and fifty". It takes the longest number at the head.
func (*English) Cardinal(words []string) (value float64, taken int) {
	var n composer
	for i, w := range words {
		part, ok := n.word(w)
		if !ok {
			break
		}
		if part {
			taken = i + 1
			value = n.total + n.group
		}
	}
	return value, taken
}

// composer adds up a number word by word.
type composer struct {
	total, group float64
	last         role
	floor        float64 // the smallest scale so far; zero before the first
}

// word takes one word, possibly hyphenated, and reports whether the number may
// end after it and whether the word belongs to a number at all.
func (n *composer) word(w string) (ends, ok bool) {
	for part := range strings.SplitSeq(w, "-") {
		if ends, ok = n.part(numeralOf(part)); !ok {
			return false, false
		}
	}
	return ends, ok
}

func (n *composer) part(x numeral) (ends, ok bool) {
	before := n.last
	n.last = x.role
	switch x.role {
	case unit:
		return true, n.unit(before, x.value)
	case ten:
		n.group += x.value
		return true, before == noRole || before == hundred || before == scale || before == joint
	case hundred:
		n.group *= x.value
		return true, before == unit || before == article || before == ten
	case scale:
		return true, n.scale(before, x.value)
	case dozen:
		return true, n.dozen(before, x.value)
	case joint:
		return false, before == hundred || before == scale
	}
	return false, n.opening(before, x)
}

// opening takes "a" and "half", which a number can only begin with.
func (n *composer) opening(before role, x numeral) bool {
	if x.role == article && before == half {
		return true
	}
	n.group = x.value
	return x.role != noRole && before == noRole
}

func (n *composer) unit(before role, v float64) bool {
	n.group += v
	return before == noRole || before == hundred || before == scale || before == joint || before == ten && v < 10
}

func (n *composer) scale(before role, v float64) bool {
	if n.floor != 0 && v >= n.floor || before == noRole || before == joint || before == scale || before == half {
		return false
	}
	n.total, n.group, n.floor = n.total+n.group*v, 0, v
	return true
}

func (n *composer) dozen(before role, v float64) bool {
	if n.total != 0 || before != noRole && before != unit && before != article {
		return false
	}
	if n.group == 0 {
		n.group = 1
	}
	n.group *= v
	return true
}
