package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

const (
	maxDepth = 32
	maxKeys  = 10_000
)

// Decode reads one JSON value into v as strictly as an act's payload needs: no
// unknown, doubled or capitalised field, no number that is not whole, nothing
// after the value, no deep nesting, valid UTF-8 only. Capitals are refused
// because the standard decoder takes "Start" for "start", which would give one
// act two spellings and two hashes.
func Decode(data []byte, v any) error {
	if err := checkJSON(data); err != nil {
		return err
	}
	if err := decodeKnown(data, v); err != nil {
		if fault.CodeOf(err) != "" {
			return err
		}
		return fault.New("SO010", fault.Invalid, "the JSON does not fit: %v", err).Try("Compare it with the format's description")
	}
	return nil
}

// decodeKnown decodes the one value that data holds and refuses fields that v
// lacks.
func decodeKnown(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if rest := bytes.TrimLeft(data[d.InputOffset():], " \t\r\n"); len(rest) > 0 {
		return errors.New("something follows the value")
	}
	return nil
}

// checkJSON checks what the standard decoder lets pass.
func checkJSON(data []byte) error {
	if !utf8.Valid(data) {
		return fault.New("SO002", fault.Invalid, "the JSON is not valid UTF-8")
	}
	w := walk{data: data}
	for w.at < len(data) {
		if p := w.step(); p != nil {
			return p
		}
	}
	return nil
}

// walk goes over a text from token to token. Whether their order makes sense
// is for the standard decoder to find out.
type walk struct {
	data    []byte
	at      int
	open    []int    // for each open object or array, where its keys begin in keys; -1 for an array
	keys    [][]byte // the keys of the open objects, between their quotation marks
	keyNext bool     // whether a text here is a key
}

func (w *walk) step() *fault.Problem {
	switch b := w.data[w.at]; {
	case b == '{':
		w.keyNext = true
		return w.nest(len(w.keys))
	case b == '[':
		w.keyNext = false
		return w.nest(-1)
	case b == '}', b == ']':
		return w.shut()
	case b == '"':
		return w.text()
	case b == '-', b >= '0' && b <= '9':
		return w.number()
	case b == ',':
		w.keyNext = len(w.open) > 0 && w.open[len(w.open)-1] >= 0
	}
	w.at++
	return nil
}

func (w *walk) nest(base int) *fault.Problem {
	w.at++
	if len(w.open) == maxDepth {
		return fault.New("SO013", fault.Invalid, "the JSON is nested more than %d deep", maxDepth)
	}
	w.open = append(w.open, base)
	return nil
}

// shut ends an object or array. Of an object, the keys must all differ.
func (w *walk) shut() *fault.Problem {
	w.at++
	w.keyNext = false
	if len(w.open) == 0 {
		return nil
	}
	base := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	if base < 0 {
		return nil
	}
	keys := w.keys[base:]
	w.keys = w.keys[:base]
	slices.SortFunc(keys, bytes.Compare)
	for i := range keys {
		if i > 0 && bytes.Equal(keys[i], keys[i-1]) {
			return fault.New("SO011", fault.Invalid, "the field %.80q is given twice", keys[i])
		}
	}
	return nil
}

func (w *walk) text() *fault.Problem {
	start := w.at + 1
	for w.at++; w.at < len(w.data) && w.data[w.at] != '"'; w.at++ {
		if w.data[w.at] == '\\' {
			w.at++
		}
	}
	end := min(w.at, len(w.data))
	w.at++
	if !w.keyNext {
		return nil
	}
	w.keyNext = false
	return w.key(w.data[start:end])
}

func (w *walk) key(name []byte) *fault.Problem {
	if len(w.keys)-w.open[len(w.open)-1] == maxKeys {
		return fault.New("SO013", fault.Invalid, "an object has more than %d fields", maxKeys)
	}
	if string(name) != refinedBy && (strings.EqualFold(string(name), refinedBy) || bytes.ContainsFunc(name, notKeyRune)) {
		return fault.New("SO010", fault.Invalid, "there is no field %.80q", name).Try("Field names have small letters only")
	}
	w.keys = append(w.keys, name)
	return nil
}

// notKeyRune tells what no field's name holds. Escapes are among it: they
// would give a name a second spelling.
func notKeyRune(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 0x80 || r == '\\' }

func (w *walk) number() *fault.Problem {
	start := w.at
	for w.at < len(w.data) && strings.IndexByte("+-.0123456789eE", w.data[w.at]) >= 0 {
		w.at++
	}
	if _, err := strconv.ParseInt(string(w.data[start:w.at]), 10, 64); err != nil {
		return fault.New("SO012", fault.Invalid, "%.40s is not a whole number within range", w.data[start:w.at])
	}
	return nil
}

// Encode writes JSON that keeps <, > and & as they are.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
