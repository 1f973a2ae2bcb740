package dates

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// When is a date as a statement stores it: what it says, the words it was read
// from, and the date those words are relative to. Calendar and granularity are
// those of the Value. Words without a Value are a date that nobody could read,
// kept as text.
//
// Its JSON is an object of strings, empty ones left out, keys in this order:
//
//	base      the base date, EDTF
//	calendar  the calendar of given, where it is not gregorian
//	edtf      the value in the Gregorian calendar
//	given     the value in the numerals of its own calendar, where that is not
//	          gregorian; it is then what counts, and edtf is left out where
//	          EDTF cannot say the same
//	words     the words as written
//
// Reading refuses other keys, repeated keys, empty strings, dates that are not
// in canonical form, and an edtf that is not what given comes to.
type When struct {
	Value Value
	Words string
	Base  Date
}

// IsZero reports whether w holds nothing.
func (w When) IsZero() bool {
	return w.Value.IsZero() && w.Words == "" && w.Base.IsZero()
}

// Equal reports whether w and x are the same date in the same words.
func (w When) Equal(x When) bool {
	return w.Value.Equal(x.Value) && w.Words == x.Words && w.Base == x.Base
}

// storedWhen is the JSON object; the order of its fields is that of the keys.
type storedWhen struct {
	Base     string `json:"base,omitempty"`
	Calendar string `json:"calendar,omitempty"`
	EDTF     string `json:"edtf,omitempty"`
	Given    string `json:"given,omitempty"`
	Words    string `json:"words,omitempty"`
}

// MarshalJSON writes the canonical object.
func (w When) MarshalJSON() ([]byte, error) {
	if !utf8.ValidString(w.Words) {
		return nil, refuse(codeWords, "the words %q are not UTF-8 text", w.Words)
	}
	base, err := w.Base.MarshalText()
	if err != nil {
		return nil, err
	}
	s := storedWhen{Base: string(base), Words: w.Words}
	s.setValue(w.Value)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// setValue fills the fields that follow from the value.
func (s *storedWhen) setValue(v Value) {
	if c := v.Calendar(); c != Gregorian {
		s.Calendar, s.Given = c.String(), v.String()
	}
	if g, err := v.In(Gregorian); err == nil {
		s.EDTF = g.String()
	}
}

// UnmarshalJSON reads the canonical object and refuses any other.
func (w *When) UnmarshalJSON(data []byte) error {
	s, err := readStored(data)
	if err != nil {
		return err
	}
	next := When{Words: s.Words}
	if next.Value, err = s.value(); err != nil {
		return err
	}
	if err := next.Base.UnmarshalText([]byte(s.Base)); err != nil {
		return err
	}
	want := storedWhen{Base: next.Base.String(), Words: s.Words}
	want.setValue(next.Value)
	if want != s {
		return refuse(codeJSON, "the stored date %s is not in canonical form", data)
	}
	*w = next
	return nil
}

func (s storedWhen) value() (Value, error) {
	if s.Calendar == "" {
		var v Value
		err := v.UnmarshalText([]byte(s.EDTF))
		return v, err
	}
	c, ok := calendarNamed(s.Calendar)
	if !ok {
		return Value{}, refuse(codeCalendar, "calendar %q is not known", s.Calendar)
	}
	return c.Parse(s.Given)
}

// readStored reads the object token by token: encoding/json alone would accept
// repeated keys and keys in another case.
func readStored(data []byte) (storedWhen, error) {
	var s storedWhen
	bad := refuse(codeJSON, "the stored date is not an object of base, calendar, edtf, given and words, each once and not empty")
	if !utf8.Valid(data) {
		return s, bad
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return s, bad
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return s, bad
		}
		text, err := dec.Token()
		if err != nil {
			return s, bad
		}
		value, ok := text.(string)
		if !ok || value == "" || !s.put(key, value) {
			return s, bad
		}
	}
	if _, err := dec.Token(); err != nil {
		return s, bad
	}
	if _, err := dec.Token(); err != io.EOF {
		return s, bad
	}
	return s, nil
}

// put stores a field, and refuses a key that is unknown or already there.
func (s *storedWhen) put(key json.Token, value string) bool {
	fields := map[json.Token]*string{
		"base": &s.Base, "calendar": &s.Calendar, "edtf": &s.EDTF, "given": &s.Given, "words": &s.Words,
	}
	f := fields[key]
	if f == nil || *f != "" {
		return false
	}
	*f = value
	return true
}
