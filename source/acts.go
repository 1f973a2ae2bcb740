package source

import (
	"slices"
	"strings"

	"reckon/dates"
	"reckon/fault"
)

// Original is the stored bytes of a source and what they were called.
type Original struct {
	Object    ObjectRef `json:"object"`
	SHA256    string    `json:"sha256"`
	Size      int64     `json:"size"`
	MediaType string    `json:"media_type"`
	Name      string    `json:"name"`
}

// Added is the act that registers a source. A source whose bytes are not kept
// has a citation instead of an original.
type Added struct {
	Source          ID              `json:"source"`
	Title           string          `json:"title"`
	Material        string          `json:"material"`
	SaidBy          string          `json:"said_by,omitempty"`   // whom the whole document speaks for
	Published       string          `json:"published,omitempty"` // date in EDTF, at the precision given
	Language        string          `json:"language,omitempty"`  // BCP 47 tag
	Confidentiality Confidentiality `json:"confidentiality"`
	Citation        string          `json:"citation,omitempty"`
	URL             string          `json:"url,omitempty"`
	Note            string          `json:"note,omitempty"`
	Original        *Original       `json:"original,omitempty"`
}

// Kind returns the act's kind and version.
func (Added) Kind() string { return "source.added/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a Added) Validate() error {
	l := Token("source", string(a.Source))
	if strings.TrimSpace(a.Title) == "" {
		l.Add(fault.New("SO030", fault.Invalid, "the source has no title").At("title").Try("Give it one that says what it is, without judging it"))
	}
	if !slices.Contains(TermNames(Materials()), a.Material) {
		l.Add(fault.New("SO031", fault.Invalid, "%.40q is not a type of source material", a.Material).At("material").Try(offer(Materials())))
	}
	if a.Confidentiality.Rank() > Sealed.Rank() {
		l.Add(fault.New("SO032", fault.Invalid, "%.40q is not a class of confidentiality", string(a.Confidentiality)).At("confidentiality").
			Try("Use one of: public, internal, confidential, sealed"))
	}
	if a.Published != "" {
		if _, err := dates.Parse(a.Published); err != nil {
			l.Add(fault.New("SO033", fault.Invalid, "the date of publication cannot be read: %v", err).At("published"))
		}
	}
	l.Add(checkLanguage(a.Language))
	if a.Original == nil && strings.TrimSpace(a.Citation) == "" {
		l.Add(fault.New("SO034", fault.Invalid, "the source has neither an original nor a citation").At("citation").
			Try("Add the file, or say where the document can be read"))
	}
	for _, f := range []struct{ where, text string }{
		{"title", a.Title}, {"said_by", a.SaidBy}, {"citation", a.Citation}, {"url", a.URL},
	} {
		l.Add(plain(f.where, f.text, maxLine))
	}
	l.Add(plainLines("note", a.Note))
	if o := a.Original; o != nil {
		checkContent(&l, o.MediaType, o.Size, o.SHA256)
		checkRef(&l, o.Object)
	}
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (a *Added) UnmarshalJSON(data []byte) error {
	type wire Added
	return Decode(data, (*wire)(a))
}

// Attached is the act that gives a source known by reference alone the bytes
// that somebody has found. The reference stays what it was.
type Attached struct {
	Source   ID       `json:"source"`
	Original Original `json:"original"`
}

// Kind returns the act's kind and version.
func (Attached) Kind() string { return "source.attached/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a Attached) Validate() error {
	l := Token("source", string(a.Source))
	checkContent(&l, a.Original.MediaType, a.Original.Size, a.Original.SHA256)
	checkRef(&l, a.Original.Object)
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (a *Attached) UnmarshalJSON(data []byte) error {
	type wire Attached
	return Decode(data, (*wire)(a))
}

// Translation is the kind of a text that a person made in another language.
const Translation = "translation"

// Typings describes the kinds of text that a person makes of a source, the
// usual one first. A text that a program read from it has no kind.
func Typings() []Term {
	return []Term{
		{"transcription", "what is said or written in the source, typed out by a person"},
		{Translation, "the source in another language, by a person"},
	}
}

// RenditionAdded is the act that registers a text of a source, which a program
// read from it or a person made of it.
type RenditionAdded struct {
	Source        ID          `json:"source"`
	Rendition     RenditionID `json:"rendition"`
	Reader        string      `json:"reader"`         // name of the reader
	ReaderVersion string      `json:"reader_version"` // its version
	Encoding      string      `json:"encoding"`       // of the original, as read
	SHA256        string      `json:"sha256"`         // of the text in UTF-8
	CodePoints    int64       `json:"code_points"`
	Object        ObjectRef   `json:"object"`
	Layout        bool        `json:"layout,omitempty"`   // where its words stand in the original is stored beside it
	Doubtful      bool        `json:"doubtful,omitempty"` // recognised in a picture: each word needs a person's eye
	Typing        string      `json:"typing,omitempty"`   // one of Typings; empty for what a program read
	Language      string      `json:"language,omitempty"` // BCP 47 tag, where it is not the source's
	By            string      `json:"by,omitempty"`       // who made it, where that is not who entered it
}

// Kind returns the act's kind and version.
func (RenditionAdded) Kind() string { return "source.rendition-added/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a RenditionAdded) Validate() error {
	l := Token("source", string(a.Source))
	l = append(l, Token("rendition", string(a.Rendition))...)
	l = append(l, Token("reader", a.Reader)...)
	l = append(l, Token("reader_version", a.ReaderVersion)...)
	if a.Encoding == "" {
		l.Add(fault.New("SO035", fault.Invalid, "the encoding the text was read in is missing").At("encoding"))
	}
	l.Add(plain("encoding", a.Encoding, maxLine))
	l.Add(plain("by", a.By, maxLine))
	l.Add(checkLanguage(a.Language))
	l.Add(a.checkTyping())
	checkContent(&l, "text/plain", a.CodePoints, a.SHA256)
	checkRef(&l, a.Object)
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (a *RenditionAdded) UnmarshalJSON(data []byte) error {
	type wire RenditionAdded
	return Decode(data, (*wire)(a))
}

func (a RenditionAdded) checkTyping() *fault.Problem {
	switch {
	case a.Typing == Translation && a.Language == "":
		return fault.New("SO039", fault.Invalid, "a translation has no language").At("language").Try("Say which it is in, such as en")
	case a.Typing != "" && !slices.Contains(TermNames(Typings()), a.Typing):
		return fault.New("SO057", fault.Invalid, "%.40q is no kind of text that a person makes", a.Typing).At("kind").Try(offer(Typings()))
	}
	return nil
}

// RenditionFailed is the act that says why no text could be read from a
// source. The source is kept all the same.
type RenditionFailed struct {
	Source ID     `json:"source"`
	Reason string `json:"reason"` // in the reader's words
}

// Kind returns the act's kind and version.
func (RenditionFailed) Kind() string { return "source.rendition-failed/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (f RenditionFailed) Validate() error {
	l := Token("source", string(f.Source))
	if strings.TrimSpace(f.Reason) == "" {
		l.Add(fault.New("SO058", fault.Invalid, "it is not said why the source could not be read").At("reason"))
	}
	l.Add(plainLines("reason", f.Reason))
	return l.Err()
}

// UnmarshalJSON reads the act strictly.
func (f *RenditionFailed) UnmarshalJSON(data []byte) error {
	type wire RenditionFailed
	return Decode(data, (*wire)(f))
}

func checkRef(l *fault.List, ref ObjectRef) {
	digest := len(ref.Inventory) == 128 && strings.Trim(ref.Inventory, "0123456789abcdef") == ""
	if ref.Object.Valid() != nil || ref.Version < 1 || !digest {
		l.Add(fault.New("SO036", fault.Invalid, "the reference to the stored object is incomplete or broken").At("object"))
	}
}

// checkLanguage accepts the shape of a BCP 47 tag.
func checkLanguage(tag string) *fault.Problem {
	if tag == "" {
		return nil
	}
	bad := fault.New("SO037", fault.Invalid, "%.40q is not a language tag", tag).At("language").Try("Use one such as en, ar or az-Cyrl")
	for i, part := range strings.Split(tag, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			return bad
		}
		if strings.Trim(strings.ToLower(part), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return bad
		}
	}
	return nil
}
