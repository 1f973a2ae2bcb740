package source

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"reckon/fault"
)

const (
	maxLine  = 1000  // code points of a title, a citation, a name
	maxNote  = 20000 // code points of a note
	maxBytes = 1 << 53
)

// Accession is the record stored beside an original: how these bytes came to
// the project. It is written once.
type Accession struct {
	Name       string    `json:"name"` // the file's name as received, kept even where it is hostile
	MediaType  string    `json:"media_type"`
	Size       int64     `json:"size"`
	SHA256     string    `json:"sha256"`
	ReceivedAt time.Time `json:"received_at"`
	By         string    `json:"by"`
	How        string    `json:"how"`
	URL        string    `json:"url,omitempty"`
	Note       string    `json:"note,omitempty"`
}

// Ways lists how an original can have come.
func Ways() []Term {
	return []Term{
		{"handed_over", "given in person"},
		{"file", "copied from a disk or a shared folder"},
		{"mail", "received by post or e-mail"},
		{"download", "downloaded from the URL by a person"},
		{"capture", "captured from the URL by the project's own software"},
		{"scan", "scanned or photographed from paper"},
		{"transcript", "typed or pasted by a person"},
	}
}

// Validate reports what is wrong with the record, as a fault.List. The name is
// not cleaned: it is evidence, and whoever prints it must print it safely.
func (a Accession) Validate() error {
	var l fault.List
	if !utf8.ValidString(a.Name) || len(a.Name) > maxLine {
		l.Add(fault.New("SO002", fault.Invalid, "the file name is not UTF-8 or longer than %d bytes", maxLine).At("name"))
	}
	checkContent(&l, a.MediaType, a.Size, a.SHA256)
	if a.ReceivedAt.IsZero() || a.ReceivedAt.Location() != time.UTC {
		l.Add(fault.New("SO022", fault.Invalid, "the time received is missing or not in UTC").At("received_at"))
	}
	if a.By == "" {
		l.Add(fault.New("SO020", fault.Invalid, "nobody is named who received it").At("by"))
	}
	if !slices.Contains(TermNames(Ways()), a.How) {
		l.Add(fault.New("SO023", fault.Invalid, "%.40q is not a way of receiving", a.How).At("how").Try(offer(Ways())))
	}
	l.Add(plain("by", a.By, maxLine))
	l.Add(plain("url", a.URL, maxNote))
	l.Add(plainLines("note", a.Note))
	return l.Err()
}

// UnmarshalJSON reads a record strictly.
func (a *Accession) UnmarshalJSON(data []byte) error {
	type wire Accession
	return Decode(data, (*wire)(a))
}

// checkContent checks what describes stored bytes.
func checkContent(l *fault.List, mediaType string, size int64, sha256 string) {
	kind, sub, found := strings.Cut(mediaType, "/")
	if !found || kind == "" || sub == "" || len(mediaType) > 255 || strings.ContainsAny(mediaType, " \t\r\n") {
		l.Add(fault.New("SO024", fault.Invalid, "%.80q is not a media type", mediaType).At("media_type").Try("Use one such as text/plain"))
	}
	if size < 0 || size > maxBytes {
		l.Add(fault.New("SO025", fault.Invalid, "a size of %d bytes is impossible", size).At("size"))
	}
	if len(sha256) != 64 || strings.Trim(sha256, "0123456789abcdef") != "" {
		l.Add(fault.New("SO021", fault.Invalid, "%.80q is not a SHA-256 digest in small hexadecimal digits", sha256).At("sha256"))
	}
}

// plainLines is plain for a note, which may have lines.
func plainLines(where, text string) *fault.Problem {
	return plain(where, strings.ReplaceAll(text, "\n", " "), maxNote)
}

var _ json.Unmarshaler = (*Accession)(nil)
