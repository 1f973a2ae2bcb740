package ledger

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/fault"
)

// ProjectCreated is the first act of a project's first log.
type ProjectCreated struct {
	Project string            `json:"project"` // random identifier, also in reckon.json
	Title   string            `json:"title"`   // what the project calls itself
	Sealed  bool              `json:"sealed"`  // whether content and log are encrypted
	Files   map[string]string `json:"files"`   // SHA-256 of the project's fixed files, by path
}

// Kind names the act.
func (ProjectCreated) Kind() string { return "project.created/1" }

// Validate wants an identifier and a title of one line.
func (p ProjectCreated) Validate() error {
	if err := CheckID(p.Project); err != nil {
		return err
	}
	return checkLine("the project's title", p.Title, 200)
}

// WriterJoined is the first act that a writer makes in its own log: a device
// or server says which key signs its checkpoints.
type WriterJoined struct {
	Writer   WriterID `json:"writer"`
	Name     string   `json:"name"`     // what people call the device
	Tag      string   `json:"tag"`      // stands in display numbers; empty for the first writer
	Verifier string   `json:"verifier"` // verifier key in the encoding of signed notes
}

// Kind names the act.
func (WriterJoined) Kind() string { return "writer.joined/1" }

// Validate wants a readable key, a name of one line and a tag of at most
// four lower-case letters or digits.
func (w WriterJoined) Validate() error {
	if err := CheckID(string(w.Writer)); err != nil {
		return err
	}
	if _, err := NewVerifier(w.Verifier); err != nil {
		return err
	}
	if len(w.Tag) > 4 || strings.Trim(w.Tag, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return fault.New("LE020", fault.Invalid, "%q is not a tag: at most four letters or digits", clip(w.Tag))
	}
	return checkLine("the device's name", w.Name, 100)
}

// ActorAdded names a person who works in the project.
type ActorAdded struct {
	Actor ActorID `json:"actor"`
	Name  string  `json:"name"`
	Note  string  `json:"note,omitempty"`
}

// Kind names the act.
func (ActorAdded) Kind() string { return "actor.added/1" }

// Validate wants a name of one line.
func (a ActorAdded) Validate() error {
	if err := CheckID(string(a.Actor)); err != nil {
		return err
	}
	if len(a.Note) > 2000 || !utf8.ValidString(a.Note) {
		return fault.New("LE021", fault.Invalid, "the note is longer than 2,000 bytes or not UTF-8")
	}
	return checkLine("the actor's name", a.Name, 100)
}

// checkLine wants some visible text on one line without control characters.
func checkLine(what, s string, most int) error {
	switch {
	case strings.TrimSpace(s) == "":
		return fault.New("LE021", fault.Invalid, "%s is empty", what)
	case len(s) > most || !utf8.ValidString(s):
		return fault.New("LE021", fault.Invalid, "%s is longer than %d bytes or not UTF-8", what, most)
	case strings.ContainsFunc(s, unicode.IsControl):
		return fault.New("LE021", fault.Invalid, "%s holds a control character", what)
	}
	return nil
}
