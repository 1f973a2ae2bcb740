package rendition

import (
	"strings"

	"reckon/fault"
)

// readText reads plain text. Line ends stay what they were, and a byte-order
// mark is not part of the text.
func readText(in *input) (Document, error) {
	_, charset := in.hint.stated()
	d, err := decode(in.data, decoding{named: in.hint.Encoding, declared: charset, language: in.hint.Language})
	if err != nil {
		return Document{}, err
	}
	if err := check(d.text); err != nil {
		return Document{}, err
	}
	return d.document("text", "2"), nil
}

// document carries a decoded text into a result.
func (d decoded) document(reader, version string) Document {
	return Document{Text: d.text, Reader: reader, Version: version, Encoding: d.encoding, Guessed: d.guessed, Notes: d.notes}
}

// check refuses what decodes but is no text: NUL and other controls that no
// document needs.
func check(s string) error {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			return fault.New("RD005", fault.Invalid, "the file is not plain text: a control character U+%04X at byte %d", b, i)
		}
	}
	if strings.TrimSpace(s) == "" {
		return fault.New("RD001", fault.Invalid, "the file holds nothing but white space")
	}
	return nil
}
