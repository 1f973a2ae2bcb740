package ledger

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"reckon/fault"
)

// Act is one recorded change.
type Act struct {
	ID      ActID
	Kind    string   // what it does and the version of its payload: "source.added/1"
	Writer  WriterID // whose log it stands in
	Seq     int64    // its place there, from 0
	Clock   int64    // Lamport clock: higher than that of every act its writer had seen
	Actor   ActorID  // who did it
	Key     string   // name of the key that signs the writer's checkpoints
	Time    time.Time
	Reason  string          // why, in the actor's words; may be empty
	Payload json.RawMessage // canonical JSON of the kind's own type; nil where erased
	Erased  bool            // the body was erased for good; reason and payload are gone
}

// Payload is what an act of one kind carries. Its type lives in the domain
// package that the kind belongs to.
type Payload interface {
	// Kind names the act with the version of the payload, as "area.verb/1".
	Kind() string
	// Validate refuses a payload that breaks the rules of its kind.
	Validate() error
}

// timeLayout is RFC 3339 in UTC with milliseconds, always of one length.
const timeLayout = "2006-01-02T15:04:05.000Z"

// FormatTime writes t as acts hold it.
func FormatTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// ParseTime reads a time as FormatTime writes it and refuses every other spelling.
func ParseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil || FormatTime(t) != s {
		return time.Time{}, fault.New("LE003", fault.Invalid, "%q is not a time as acts hold it", clip(s))
	}
	return t, nil
}

const actVersion = 1

// check refuses an act that no writer would have written: its parts must
// have one spelling that needs no escapes, since the head of a record is
// written and read without any.
func (a *Act) check() error {
	for _, id := range []string{string(a.ID), string(a.Writer), string(a.Actor)} {
		if err := CheckID(id); err != nil {
			return err
		}
	}
	if err := checkKind(a.Kind); err != nil {
		return err
	}
	if a.Seq < 0 || a.Seq > maxInteger || a.Clock <= 0 || a.Clock > maxInteger {
		return fault.New("LE004", fault.Invalid, "act %s has the place %d and the clock %d", a.ID, a.Seq, a.Clock)
	}
	if a.Key == "" || len(a.Key) > 200 || strings.ContainsFunc(a.Key, notKeyRune) {
		return fault.New("LE004", fault.Invalid, "%q is not the name of a key", clip(a.Key))
	}
	if y := a.Time.UTC().Year(); y < 0 || y > 9999 {
		return fault.New("LE003", fault.Invalid, "the year %d does not fit an act", y)
	}
	if !utf8.ValidString(a.Reason) {
		return fault.New("LE004", fault.Invalid, "the reason of act %s is not UTF-8", a.ID)
	}
	return nil
}

// notKeyRune tells what the name of a key cannot hold: anything but visible
// ASCII, and the two characters that JSON escapes.
func notKeyRune(r rune) bool { return r <= ' ' || r >= 0x7f || r == '"' || r == '\\' }

// checkKind wants "area.verb/version": lower-case letters, digits and hyphens
// in the first two, and a version from 1.
func checkKind(kind string) error {
	name, version, _ := strings.Cut(kind, "/")
	area, verb, _ := strings.Cut(name, ".")
	n, ok := parseInteger(version)
	if !ok || n < 1 || !isWord(area) || !isWord(verb) || len(kind) > 80 {
		return fault.New("LE004", fault.Invalid, "%q is not a kind of act", clip(kind))
	}
	return nil
}

func isWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Before is the order in which the acts of several logs are applied: by
// Lamport clock, then writer, then place. An act that was made in knowledge
// of another always comes after it, and the order does not depend on which
// log arrived first.
func (a *Act) Before(b *Act) bool {
	switch {
	case a.Clock != b.Clock:
		return a.Clock < b.Clock
	case a.Writer != b.Writer:
		return a.Writer < b.Writer
	default:
		return a.Seq < b.Seq
	}
}
