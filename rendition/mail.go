package rendition

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
)

// readMail reads an e-mail (RFC 5322, MIME RFC 2045-2049): the fields that
// say who wrote what to whom and when, then the words. Where the sender gave
// them both as plain text and as a page, the plain text is read. Everything
// else is handed out as children; nothing that the mail refers to is fetched.
func readMail(in *input) (Document, error) {
	if in.hint.Inside >= in.limits.Inside {
		return Document{}, tooNested(in.limits)
	}
	fields, body := splitMail(in.data)
	m := &letter{in: in, flow: newFlow(in.limits), doc: Document{Reader: "mail", Version: "1"}}
	for _, name := range shownFields {
		for _, value := range fields[textproto.CanonicalMIMEHeaderKey(name)] {
			m.text(name + ": " + m.field(value))
			m.line()
		}
	}
	m.block()
	if err := m.part(fields, body, 1); err != nil {
		return Document{}, damaged("mail", err)
	}
	text, err := m.finish()
	if err != nil {
		return Document{}, err
	}
	m.doc.Text = text
	if m.doc.Encoding == "" {
		m.doc.Encoding = "utf-8"
	}
	return m.doc, nil
}

// shownFields are the fields of a mail that are text of the document.
var shownFields = []string{"From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject"}

// letter is a mail being read.
type letter struct {
	*flow
	in     *input
	doc    Document
	copied int64 // bytes of parts taken out, on all levels
}

// splitMail cuts a mail into fields and body. It is lenient: a line that is
// no field ends the fields.
func splitMail(data []byte) (fields textproto.MIMEHeader, body []byte) {
	fields = textproto.MIMEHeader{}
	if bytes.HasPrefix(data, []byte("From ")) { // a mailbox's separator
		data = afterLine(data)
	}
	var name string
	var value []byte
	keep := func() {
		if name != "" && len(fields) < maxFields && len(fields[name]) < maxFields {
			fields[name] = append(fields[name], string(value))
		}
		name = ""
	}
	defer keep()
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			return fields, rest
		}
		more := line
		if name == "" || line[0] != ' ' && line[0] != '\t' {
			key, after, ok := bytes.Cut(line, []byte(":"))
			if !ok || len(key) == 0 || len(key) > maxName || bytes.ContainsAny(key, " \t") {
				return fields, data
			}
			keep()
			name, value, more = textproto.CanonicalMIMEHeaderKey(string(key)), nil, after
		}
		if more = bytes.TrimSpace(more); len(value)+len(more) < maxField {
			if len(value) > 0 {
				value = append(value, ' ')
			}
			value = append(value, more...)
		}
		data = rest
	}
	return fields, nil
}

// maxField is the most bytes of a field, all its lines together; a line that
// would go beyond is left out. maxFields is the most fields, and the most of
// one name.
const (
	maxField  = 64 << 10
	maxFields = 200
	maxName   = 200
)

// field decodes the words of a field (RFC 2047).
func (m *letter) field(value string) string {
	d := mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
		_, e, err := lookup(charset)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}}
	words, err := d.DecodeHeader(value)
	if err != nil {
		words = value
	}
	raw, err := decode([]byte(words), decoding{named: m.in.hint.Encoding, language: m.in.hint.Language, patched: true})
	if err == nil {
		words = raw.text
	}
	return strings.TrimSpace(oneLine.Replace(strings.Map(visible, words)))
}

// content is a part of a mail, taken out of its wrapping.
type content struct {
	mediaType string
	params    map[string]string
	name      string
	attached  bool
	data      []byte
}

func (m *letter) unwrap(fields textproto.MIMEHeader, body []byte) content {
	var c content
	c.mediaType, c.params, _ = mime.ParseMediaType(fields.Get("Content-Type"))
	if !strings.Contains(c.mediaType, "/") {
		c.mediaType, c.params = "text/plain", map[string]string{}
	}
	disposition, params, _ := mime.ParseMediaType(fields.Get("Content-Disposition"))
	c.attached = disposition == "attachment"
	c.name = params["filename"]
	if c.name == "" {
		c.name = c.params["name"]
	}
	if c.name != "" {
		c.name = CleanName(m.field(c.name))
	}
	switch strings.ToLower(strings.TrimSpace(fields.Get("Content-Transfer-Encoding"))) {
	case "base64":
		c.data = m.base64(body)
	case "quoted-printable":
		data, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			m.note("a part is not quite quoted-printable and was read as far as it is")
		}
		c.data = data
	default:
		c.data = body
	}
	return c
}

// base64 leaves out what is not of the alphabet, as RFC 2045 asks.
func (m *letter) base64(body []byte) []byte {
	clean := make([]byte, 0, len(body))
	for _, c := range body {
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			clean = append(clean, c)
		}
	}
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, err := base64.RawStdEncoding.Decode(data, clean)
	if err != nil {
		m.note("a part is not quite base64 and was read as far as it is")
	}
	return data[:n]
}

func (m *letter) note(s string) {
	if len(m.doc.Notes) < 100 {
		m.doc.Notes = append(m.doc.Notes, s)
	}
}

// part reads one part of a mail.
func (m *letter) part(fields textproto.MIMEHeader, body []byte, depth int) error {
	if err := stopped(m.in.ctx); err != nil {
		return err
	}
	if depth > m.in.limits.Depth/8 {
		return over("parts in one another", m.in.limits.Depth/8)
	}
	c := m.unwrap(fields, body)
	switch {
	case strings.HasPrefix(c.mediaType, "multipart/") && c.params["boundary"] != "":
		return m.parts(c, depth)
	case c.attached || c.mediaType != "text/plain" && c.mediaType != "text/html":
		return m.attach(c)
	}
	return m.words(c)
}

// piece is a part that was cut out and not yet read.
type piece struct {
	fields textproto.MIMEHeader
	body   []byte
}

func (m *letter) parts(c content, depth int) error {
	var all []piece
	r := multipart.NewReader(bytes.NewReader(c.data), c.params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			break
		}
		if err == nil {
			var body []byte
			body, err = io.ReadAll(p)
			all = append(all, piece{p.Header, body})
		}
		if err != nil {
			m.note("the mail is cut off or damaged; what could be read was read")
			break
		}
		if m.copied += int64(len(all[len(all)-1].body)); m.copied > m.in.limits.Unpacked || len(all) > m.in.limits.Children {
			return over("parts, or bytes in them,", m.in.limits.Children)
		}
	}
	if c.mediaType == "multipart/alternative" {
		all = m.choose(all)
	}
	for _, p := range all {
		if err := m.part(p.fields, p.body, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// choose takes one of several versions of the same words: the plain text, or
// else the last, which is the sender's best.
func (m *letter) choose(all []piece) []piece {
	if len(all) < 2 {
		return all
	}
	m.note(fmt.Sprintf("the words are there in %d versions, of which one was read", len(all)))
	for i, p := range all {
		kind, _, _ := mime.ParseMediaType(p.fields.Get("Content-Type"))
		if (kind == "text/plain" || kind == "") && len(bytes.TrimSpace(p.body)) > 0 {
			return all[i : i+1]
		}
	}
	return all[len(all)-1:]
}

// attach hands a part out as a child.
func (m *letter) attach(c content) error {
	if len(m.doc.Children) >= m.in.limits.Children {
		return over("attachments", m.in.limits.Children)
	}
	if c.name == "" {
		c.name = fmt.Sprintf("part-%d%s", len(m.doc.Children)+1, map[string]string{"message/rfc822": ".eml", "text/html": ".html"}[c.mediaType])
	}
	m.doc.Children = append(m.doc.Children, Attachment{Name: c.name, MediaType: c.mediaType, Data: c.data})
	return nil
}

// words reads a part that is text.
func (m *letter) words(c content) error {
	if len(bytes.TrimSpace(c.data)) == 0 {
		return nil
	}
	charset := c.params["charset"]
	if c.mediaType == "text/html" && charset == "" {
		charset = metaCharset(c.data)
	}
	d, err := decode(c.data, decoding{named: m.in.hint.Encoding, declared: charset, language: m.in.hint.Language, patched: true})
	if err != nil {
		return err
	}
	for _, n := range d.notes {
		m.note(n)
	}
	if m.doc.Encoding == "" || m.doc.Encoding == "utf-8" {
		m.doc.Encoding = d.encoding
	}
	m.doc.Guessed = m.doc.Guessed || d.guessed
	text := strings.ReplaceAll(strings.Map(visible, d.text), "\r\n", "\n")
	if c.mediaType == "text/html" {
		var notes []string
		if text, notes, err = pageText(m.in, d.text); err != nil {
			return err
		}
		for _, n := range notes {
			m.note(n)
		}
	}
	m.block()
	m.text(strings.Trim(text, "\r\n"))
	m.block()
	return nil
}

// readMailbox lists the mails of a mailbox (RFC 4155) and hands each out as a
// child, its bytes as they are: lines that a mailbox has marked with > before
// From stay marked.
func readMailbox(in *input) (Document, error) {
	if in.hint.Inside >= in.limits.Inside {
		return Document{}, tooNested(in.limits)
	}
	m := &letter{in: in, flow: newFlow(in.limits), doc: Document{Reader: "mailbox", Version: "1", Encoding: "binary"}}
	for rest := in.data; len(rest) > 0; {
		if err := stopped(in.ctx); err != nil {
			return Document{}, err
		}
		n := mailEnd(rest)
		mail := rest[:n]
		rest = rest[n:]
		if bytes.HasPrefix(mail, []byte("From ")) {
			mail = afterLine(mail)
		}
		if len(bytes.TrimSpace(mail)) == 0 {
			continue
		}
		fields, _ := splitMail(mail)
		name := fmt.Sprintf("%05d.eml", len(m.doc.Children)+1)
		if err := m.attach(content{mediaType: Mail.MediaType(), name: name, data: mail}); err != nil {
			return Document{}, err
		}
		m.text(strings.Join([]string{name, m.field(fields.Get("Date")), m.field(fields.Get("From")), m.field(fields.Get("Subject"))}, "\t"))
		m.line()
	}
	text, err := m.finish()
	m.doc.Text = text
	return m.doc, err
}

// mailEnd returns where the first mail of a mailbox ends: before an empty
// line's next line that begins with "From ".
func mailEnd(data []byte) int {
	for at := 1; ; {
		n := bytes.Index(data[at:], []byte("\nFrom "))
		if n < 0 {
			return len(data)
		}
		at += n + 1
		if before := bytes.TrimSuffix(data[:at-1], []byte("\r")); len(before) == 0 || before[len(before)-1] == '\n' {
			return at
		}
	}
}
