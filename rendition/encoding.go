package rendition

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"reckon/fault"
)

// mark is a byte-order mark and what it announces. The longer ones of two
// that begin alike stand first.
type mark struct {
	bytes    string
	name     string
	encoding encoding.Encoding
}

var marks = [...]mark{
	{"\x00\x00\xfe\xff", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xff\xfe\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\xef\xbb\xbf", "utf-8", unicode.UTF8},
	{"\xfe\xff", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"\xff\xfe", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
}

// decoded is text and how it was come by.
type decoded struct {
	text     string
	encoding string
	guessed  bool
	notes    []string
}

// decoding is what is known about the encoding of some bytes.
type decoding struct {
	named    string // by a person; final
	declared string // by the document or its carrier; believed where it fits
	language string // for a guess
	patched  bool   // rather than refuse, show what has no meaning as U+FFFD
}

// decode reads bytes as text. A person's word comes first, then a byte-order
// mark, then UTF-8 (what is valid UTF-8 beyond ASCII is hardly ever anything
// else), then what the document declares, then a guess.
func decode(data []byte, how decoding) (decoded, error) {
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.bytes)) && (how.named == "" || strings.EqualFold(how.named, m.name)) {
			return decodeAs(data[len(m.bytes):], m.name, m.encoding)
		}
	}
	if how.named != "" {
		return decodeNamed(data, how.named)
	}
	if d, ok := decodeUTF8(data, how.declared); ok {
		return d, nil
	}
	var notes []string
	if how.declared != "" {
		d, err := decodeNamed(data, how.declared)
		if err == nil {
			return d, nil
		}
		notes = append(notes, fmt.Sprintf("the file says that it is in %.40q, which does not fit its bytes", how.declared))
	}
	if d, ok := guess(data, how.language); ok {
		d.notes = append(notes, d.notes...)
		return d, nil
	}
	if how.patched {
		d := patch(data, how.declared)
		d.notes = append(notes, d.notes...)
		return d, nil
	}
	return decodeAs(data, "utf-8", unicode.UTF8)
}

// decodeUTF8 accepts what is UTF-8 and not rather something else: a few
// characters outside ASCII can be both, and then a declaration decides.
func decodeUTF8(data []byte, declared string) (decoded, bool) {
	if !utf8.Valid(data) || slices.Contains(data, 0) { // UTF-16 of ASCII is valid too
		return decoded{}, false
	}
	d := decoded{text: string(data), encoding: "utf-8"}
	if declared == "" || isUTF8(declared) {
		return d, true
	}
	if special(declared) { // ISO-2022-JP is ASCII to the eye
		return decoded{}, false
	}
	switch n := len(data) - utf8.RuneCount(data); {
	case n == 0:
		return d, true
	case n < 4:
		return decoded{}, false
	}
	d.notes = append(d.notes, fmt.Sprintf("the file says that it is in %.40q, and was read as utf-8, which it is", declared))
	return d, true
}

func isUTF8(name string) bool {
	canonical, _, err := lookup(name)
	return err == nil && canonical == "utf-8"
}

func special(name string) bool {
	canonical, _, err := lookup(name)
	return err == nil && (canonical == "iso-2022-jp" || strings.HasPrefix(canonical, "utf-16"))
}

// lookup finds an encoding by any name that web pages use for it.
func lookup(name string) (string, encoding.Encoding, error) {
	e, err := htmlindex.Get(name)
	if err == nil {
		var canonical string
		if canonical, err = htmlindex.Name(e); err == nil && canonical != "replacement" {
			return canonical, e, nil
		}
	}
	return "", nil, fault.New("RD003", fault.Usage, "no encoding is called %.40q", name).
		Try("Names are those of web pages, such as windows-1251 or windows-1256")
}

func decodeNamed(data []byte, name string) (decoded, error) {
	canonical, e, err := lookup(name)
	if err != nil {
		return decoded{}, err
	}
	return decodeAs(data, canonical, e)
}

// decodeAs decodes and refuses a text in which a byte had no meaning.
func decodeAs(data []byte, name string, e encoding.Encoding) (decoded, error) {
	if name == "utf-8" {
		if !utf8.Valid(data) {
			return decoded{}, wrongEncoding(name)
		}
		return decoded{text: string(data), encoding: name}, nil
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return decoded{}, wrongEncoding(name)
	}
	return decoded{text: string(out), encoding: name}, nil
}

// patch decodes what is mostly text in the declared encoding, or UTF-8, and
// counts what had no meaning in it.
func patch(data []byte, declared string) decoded {
	name, text := "utf-8", ""
	if canonical, e, err := lookup(declared); declared != "" && err == nil && canonical != "utf-8" {
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			name, text = canonical, string(out)
		}
	}
	if text == "" {
		text = strings.ToValidUTF8(string(data), "\uFFFD")
	}
	n := strings.Count(text, "\uFFFD")
	return decoded{text: text, encoding: name, guessed: true,
		notes: []string{fmt.Sprintf("%d places had no meaning in %s and are shown as U+FFFD", n, name)}}
}

func wrongEncoding(name string) *fault.Problem {
	return fault.New("RD004", fault.Invalid, "the bytes are not text in %s", name).
		Try("Name the encoding with --encoding, such as windows-1251 or windows-1256")
}
