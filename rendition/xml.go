package rendition

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"reckon/fault"
)

// tokens reads XML as a stream. It refuses a document type declaration, since
// that is where entity bombs and references to other files are written, and
// elements nested too deep.
type tokens struct {
	ctx   context.Context
	dec   *xml.Decoder
	src   *source
	limit int
	depth int
	n     int
}

func newTokens(in *input, data []byte) *tokens {
	src := &source{data: data}
	dec := xml.NewDecoder(src)
	dec.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		_, e, err := lookup(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}
	return &tokens{ctx: in.ctx, dec: dec, src: src, limit: in.limits.Depth}
}

// source feeds the decoder and refuses a token that goes on and on: an element
// of a million attributes takes far more memory than bytes.
type source struct {
	data  []byte
	at    int
	begin int // of the token being read
}

// maxToken is the most bytes of one token.
const maxToken = 8 << 20

func (s *source) ReadByte() (byte, error) {
	if s.at >= len(s.data) {
		return 0, io.EOF
	}
	if s.at-s.begin > maxToken {
		return 0, over("bytes in one element or passage", maxToken)
	}
	s.at++
	return s.data[s.at-1], nil
}

// Read is there for documents in another encoding than UTF-8.
func (s *source) Read(p []byte) (int, error) {
	for i := range p {
		c, err := s.ReadByte()
		if err != nil {
			if i > 0 {
				return i, nil
			}
			return 0, err
		}
		p[i] = c
	}
	return len(p), nil
}

// next returns the next token, or io.EOF.
func (t *tokens) next() (xml.Token, error) {
	if t.n++; t.n%1024 == 0 {
		if err := stopped(t.ctx); err != nil {
			return nil, err
		}
	}
	t.src.begin = t.src.at
	token, err := t.dec.Token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > t.limit {
			return nil, over("nested elements", t.limit)
		}
	case xml.EndElement:
		t.depth--
	case xml.Directive:
		if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(v)), []byte("DOCTYPE")) {
			return nil, fault.New("RD010", fault.Invalid, "the file declares a document type, which no honest program writes").
				Try("Keep it as it is, and type what you need from it")
		}
	}
	return token, nil
}

// skip leaves out the rest of the element that was begun last.
func (t *tokens) skip() error {
	for end := t.depth - 1; t.depth > end; {
		if _, err := t.next(); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// content returns the characters of the element that was begun last.
func (t *tokens) content() (string, error) {
	var b strings.Builder
	for end := t.depth - 1; t.depth > end; {
		token, err := t.next()
		if err != nil {
			return "", unexpected(err)
		}
		if data, ok := token.(xml.CharData); ok {
			b.Write(data)
		}
	}
	return b.String(), nil
}

// each calls begin, end and chars for what the document holds until it ends.
func (t *tokens) each(h handler) error {
	for {
		token, err := t.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch v := token.(type) {
		case xml.StartElement:
			err = h.begin(t, v)
		case xml.EndElement:
			err = h.end(v.Name.Local)
		case xml.CharData:
			err = h.chars(v)
		}
		if err != nil {
			return err
		}
	}
}

// handler is told what an XML document holds, in order.
type handler interface {
	begin(t *tokens, e xml.StartElement) error
	end(name string) error
	chars(data []byte) error
}

func unexpected(err error) error {
	if err == io.EOF {
		return fmt.Errorf("the document ends within an element: %w", io.ErrUnexpectedEOF)
	}
	return err
}

// attr returns an attribute by its local name.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
