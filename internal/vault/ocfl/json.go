package ocfl

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

var errJSON = errors.New("not one JSON value without repeated keys")

// decode reads one JSON value into maps, slices, strings, numbers, bools and
// nil. Unlike json.Unmarshal it refuses repeated keys, of which two readers
// could believe different ones, and deep nesting.
func decode(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	v, err := decodeValue(dec, 0)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errJSON
	}
	return v, nil
}

func decodeValue(dec *json.Decoder, depth int) (any, error) {
	tok, err := dec.Token()
	if err != nil || depth > maxNesting {
		return nil, errJSON
	}
	switch tok {
	case json.Delim('{'):
		return decodeObject(dec, depth)
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			item, err := decodeValue(dec, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		return list, closing(dec)
	}
	return tok, nil
}

func decodeObject(dec *json.Decoder, depth int) (any, error) {
	obj := map[string]any{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return nil, errJSON
		}
		key, ok := tok.(string)
		if _, twice := obj[key]; !ok || twice {
			return nil, errJSON
		}
		if obj[key], err = decodeValue(dec, depth+1); err != nil {
			return nil, err
		}
	}
	return obj, closing(dec)
}

// closing reads the bracket that ends an object or list.
func closing(dec *json.Decoder) error {
	if _, err := dec.Token(); err != nil {
		return errJSON
	}
	return nil
}
