package ledger

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"reckon/fault"
)

// maxInteger is the largest integer that every JSON reader holds exactly.
const maxInteger = 1<<53 - 1

// maxDepth bounds nesting, so that hostile input cannot exhaust the stack.
const maxDepth = 64

// Canonical rewrites a JSON text in its one canonical form: the JSON
// Canonicalization Scheme (RFC 8785) narrowed to integers between -(2^53-1)
// and 2^53-1 and to ASCII object keys, which leaves one spelling for every
// value and is what Python's json.dumps writes with sorted keys, the
// separators "," and ":" and ensure_ascii off. Duplicate keys, fractions,
// exponents, minus zero, invalid UTF-8, lone surrogates, trailing text and
// nesting beyond 64 levels are refused.
func Canonical(text []byte) ([]byte, error) {
	return appendCanonical(make([]byte, 0, len(text)), text)
}

// appendCanonical appends the canonical form of text to dst.
func appendCanonical(dst, text []byte) ([]byte, error) {
	if !utf8.Valid(text) {
		return nil, notCanonical(0, "invalid UTF-8")
	}
	c := canonicalizer{in: text, out: dst}
	if err := c.value(0); err != nil {
		return nil, err
	}
	c.space()
	if c.at != len(c.in) {
		return nil, notCanonical(c.at, "text after the end")
	}
	return c.out, nil
}

// Encode marshals v and returns its canonical form. Strings that are not
// UTF-8 come out with replacement characters, as encoding/json has it.
func Encode(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fault.New("LE002", fault.Invalid, "a value has no canonical form: %v", err)
	}
	return Canonical(raw)
}

func notCanonical(at int, what string) *fault.Problem {
	return fault.New("LE002", fault.Invalid, "not canonical JSON at byte %d: %s", at, what)
}

// canonicalizer reads in from at and appends to out. Input that is canonical
// already is copied through; only objects whose keys stand in another order
// are moved about.
type canonicalizer struct {
	in      []byte
	at      int
	out     []byte
	members []member // of the objects being read, the outermost first
}

// member is one key of an object, and where in out the whole member lies.
type member struct {
	key        []byte
	start, end int
}

func (c *canonicalizer) space() {
	for c.at < len(c.in) {
		switch c.in[c.at] {
		case ' ', '\t', '\n', '\r':
			c.at++
		default:
			return
		}
	}
}

// next skips white space and returns the byte there, or 0 at the end.
func (c *canonicalizer) next() byte {
	c.space()
	if c.at >= len(c.in) {
		return 0
	}
	return c.in[c.at]
}

func (c *canonicalizer) value(depth int) error {
	if depth > maxDepth {
		return notCanonical(c.at, "nested too deep")
	}
	switch b := c.next(); b {
	case '{':
		return c.object(depth)
	case '[':
		return c.array(depth)
	case '"':
		_, err := c.str()
		return err
	case 't':
		return c.word("true")
	case 'f':
		return c.word("false")
	case 'n':
		return c.word("null")
	default:
		return c.integer()
	}
}

func (c *canonicalizer) word(w string) error {
	if !bytes.HasPrefix(c.in[c.at:], []byte(w)) {
		return notCanonical(c.at, "unknown word")
	}
	c.at += len(w)
	c.out = append(c.out, w...)
	return nil
}

func (c *canonicalizer) integer() error {
	start := c.at
	for c.at < len(c.in) && (c.in[c.at] == '-' || c.in[c.at] >= '0' && c.in[c.at] <= '9') {
		c.at++
	}
	if _, ok := parseInteger(string(c.in[start:c.at])); !ok {
		return notCanonical(start, "not an integer within 2^53")
	}
	c.out = append(c.out, c.in[start:c.at]...)
	return nil
}

// parseInteger reads the one spelling of an integer that canonical JSON has.
func parseInteger(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > maxInteger || n < -maxInteger {
		return 0, false
	}
	digits := strings.TrimPrefix(s, "-")
	plain := digits[0] >= '1' && digits[0] <= '9' || s == "0"
	return n, plain
}

func (c *canonicalizer) array(depth int) error {
	c.at++
	c.out = append(c.out, '[')
	if c.next() == ']' {
		c.at++
		c.out = append(c.out, ']')
		return nil
	}
	for {
		if err := c.value(depth + 1); err != nil {
			return err
		}
		switch c.next() {
		case ',':
			c.at++
			c.out = append(c.out, ',')
		case ']':
			c.at++
			c.out = append(c.out, ']')
			return nil
		default:
			return notCanonical(c.at, "an array is not closed")
		}
	}
}

func (c *canonicalizer) object(depth int) error {
	c.at++
	start, base := len(c.out), len(c.members)
	c.out = append(c.out, '{')
	if c.next() == '}' {
		c.at++
		c.out = append(c.out, '}')
		return nil
	}
	for {
		if err := c.member(depth); err != nil {
			return err
		}
		switch c.next() {
		case ',':
			c.at++
			c.out = append(c.out, ',')
		case '}':
			c.at++
			err := c.order(start, c.members[base:])
			c.members = c.members[:base]
			c.out = append(c.out, '}')
			return err
		default:
			return notCanonical(c.at, "an object is not closed")
		}
	}
}

// member reads a key and its value.
func (c *canonicalizer) member(depth int) error {
	if c.next() != '"' {
		return notCanonical(c.at, "a key is missing")
	}
	at, start := c.at, len(c.out)
	key, err := c.str()
	if err != nil {
		return err
	}
	for _, b := range key {
		if b >= utf8.RuneSelf {
			return notCanonical(at, "a key is not ASCII")
		}
	}
	if c.next() != ':' {
		return notCanonical(c.at, "a colon is missing")
	}
	c.at++
	c.out = append(c.out, ':')
	if err := c.value(depth + 1); err != nil {
		return err
	}
	c.members = append(c.members, member{key, start, len(c.out)})
	return nil
}

// order sorts the members of an object that begins at start of out, unless
// they are in order, and refuses a key that occurs twice.
func (c *canonicalizer) order(start int, members []member) error {
	compare := func(a, b member) int { return bytes.Compare(a.key, b.key) }
	sorted := slices.IsSortedFunc(members, compare)
	if !sorted {
		slices.SortFunc(members, compare)
	}
	for i := 1; i < len(members); i++ {
		if bytes.Equal(members[i-1].key, members[i].key) {
			return notCanonical(c.at, "the key "+strconv.Quote(clip(string(members[i].key)))+" occurs twice")
		}
	}
	if sorted {
		return nil
	}
	was := bytes.Clone(c.out[start:])
	c.out = c.out[:start+1]
	for i, m := range members {
		if i > 0 {
			c.out = append(c.out, ',')
		}
		c.out = append(c.out, was[m.start-start:m.end-start]...)
	}
	return nil
}

// str reads a quoted string, appends its canonical form and returns its value.
func (c *canonicalizer) str() ([]byte, error) {
	start := c.at
	c.at++
	for c.at < len(c.in) {
		switch b := c.in[c.at]; {
		case b == '"':
			c.at++
			c.out = append(c.out, c.in[start:c.at]...)
			return c.in[start+1 : c.at-1], nil
		case b == '\\':
			return c.escaped(start + 1)
		case b < 0x20:
			return nil, notCanonical(c.at, "a control character in a string")
		default:
			c.at++
		}
	}
	return nil, notCanonical(c.at, "a string is not closed")
}

// escaped goes on reading a string in which a backslash was met.
func (c *canonicalizer) escaped(start int) ([]byte, error) {
	value := bytes.Clone(c.in[start:c.at])
	for c.at < len(c.in) {
		switch b := c.in[c.at]; {
		case b == '"':
			c.at++
			c.out = appendString(c.out, value)
			return value, nil
		case b == '\\':
			r, err := c.escape()
			if err != nil {
				return nil, err
			}
			value = utf8.AppendRune(value, r)
		case b < 0x20:
			return nil, notCanonical(c.at, "a control character in a string")
		default:
			value = append(value, b)
			c.at++
		}
	}
	return nil, notCanonical(c.at, "a string is not closed")
}

const (
	shortEscapes = `"\/bfnrt`
	shortValues  = "\"\\/\b\f\n\r\t"
)

func (c *canonicalizer) escape() (rune, error) {
	if c.at+1 >= len(c.in) {
		return 0, notCanonical(c.at, "an escape is cut off")
	}
	if i := strings.IndexByte(shortEscapes, c.in[c.at+1]); i >= 0 {
		c.at += 2
		return rune(shortValues[i]), nil
	}
	r, err := c.hexRune()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	low, err := c.hexRune()
	if err != nil {
		return 0, err
	}
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, notCanonical(c.at, "a lone surrogate")
	}
	return r, nil
}

func (c *canonicalizer) hexRune() (rune, error) {
	if c.at+6 > len(c.in) || c.in[c.at] != '\\' || c.in[c.at+1] != 'u' {
		return 0, notCanonical(c.at, "an unknown escape")
	}
	n, err := strconv.ParseUint(string(c.in[c.at+2:c.at+6]), 16, 16)
	if err != nil {
		return 0, notCanonical(c.at, "an unknown escape")
	}
	c.at += 6
	return rune(n), nil
}

// appendString writes s as RFC 8785, section 3.2.2.2, has it.
func appendString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); i++ {
		b := s[i]
		switch {
		case b == '/' || b >= 0x20 && b != '"' && b != '\\':
			dst = append(dst, b)
		case strings.IndexByte(shortValues, b) >= 0:
			dst = append(dst, '\\', shortEscapes[strings.IndexByte(shortValues, b)])
		default:
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		}
	}
	return append(dst, '"')
}
