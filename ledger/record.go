package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"reckon/fault"
)

// MaxRecord is the longest line a record may take, in bytes.
const MaxRecord = 8 << 20

const saltSize = 32

// Prefixes keep the two kinds of hash apart from each other and from any
// other use of SHA-256.
const (
	bodyPrefix = "reckon-body/v1\n"
	actPrefix  = "reckon-act/v1\n"
)

// Leaf is what the tree commits to for one act: SHA-256 over a prefix, the
// record's salt and the act's head.
type Leaf [sha256.Size]byte

// Record is an act with the salts that open its commitments, as a segment of
// the log holds it: one line of canonical JSON,
//
//	{"act":HEAD,"body":BODY,"body_salt":"HEX","salt":"HEX"}
//
// or, once its body is erased, {"act":HEAD,"body":null,"salt":"HEX"}. Act and
// Line share memory and are not to be changed.
type Record struct {
	Act  Act
	Line []byte // canonical, without the line's end
	Leaf Leaf

	head int // where the head ends in Line; it begins behind lineStart
}

// The fixed text of a record's line, in the order in which it stands.
const (
	lineStart    = `{"act":`
	headActor    = `{"actor":"`
	headClock    = `","clock":`
	headCommit   = `,"commit":"`
	headID       = `","id":"`
	headKey      = `","key":"`
	headKind     = `","kind":"`
	headSeq      = `","seq":`
	headTime     = `,"time":"`
	headVersion  = `","v":`
	headWriter   = `,"writer":"`
	headEnd      = `"}`
	lineBody     = `,"body":`
	bodyPayload  = `{"payload":`
	bodyReason   = `,"reason":`
	bodyEnd      = `}`
	bodyErased   = `null`
	lineBodySalt = `,"body_salt":"`
	lineSaltNext = `","salt":"`
	lineSalt     = `,"salt":"`
	lineEnd      = `"}`
)

// Seal makes the record of an act. It draws the two salts from random, and
// canonicalises the payload.
func Seal(a Act, random io.Reader) (*Record, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	var salts [2 * saltSize]byte
	if _, err := io.ReadFull(random, salts[:]); err != nil {
		return nil, fmt.Errorf("drawing salts for act %s: %w", a.ID, err)
	}
	salt, bodySalt := salts[:saltSize], salts[saltSize:]
	b := make([]byte, 0, 800+len(a.Key)+len(a.Reason)+len(a.Payload))
	b, commit := appendHead(append(b, lineStart...), &a)
	head := len(b)
	b = append(append(b, lineBody...), bodyPayload...)
	body := len(b) - len(bodyPayload)
	b, err := appendCanonical(b, a.Payload)
	if err != nil {
		return nil, fmt.Errorf("payload of act %s: %w", a.ID, err)
	}
	payload := b[body+len(bodyPayload) : len(b) : len(b)]
	if payload[0] != '{' {
		return nil, fault.New("LE004", fault.Invalid, "the payload of act %s is not an object", a.ID)
	}
	b = append(b, bodyReason...)
	b = append(appendString(b, a.Reason), bodyEnd...)
	hex.Encode(b[commit:], commitBody(bodySalt, b[body:]))
	b = hex.AppendEncode(append(b, lineBodySalt...), bodySalt)
	b = hex.AppendEncode(append(b, lineSaltNext...), salt)
	b = append(b, lineEnd...)
	if len(b) > MaxRecord {
		return nil, fault.New("LE005", fault.Invalid, "the act takes %d bytes, more than %d", len(b), MaxRecord)
	}
	a.Payload, a.Erased = payload, false
	a.Time = a.Time.UTC().Truncate(time.Millisecond)
	return &Record{Act: a, Line: b, Leaf: leafOf(salt, b[len(lineStart):head]), head: head}, nil
}

// appendHead writes an act's head, and says where in it 64 digits are left
// open for the commitment to the body.
func appendHead(b []byte, a *Act) (out []byte, commit int) {
	b = append(append(b, headActor...), a.Actor...)
	b = strconv.AppendInt(append(b, headClock...), a.Clock, 10)
	b = append(b, headCommit...)
	commit = len(b)
	b = append(b, make([]byte, 2*sha256.Size)...)
	b = append(append(b, headID...), a.ID...)
	b = append(append(b, headKey...), a.Key...)
	b = append(append(b, headKind...), a.Kind...)
	b = strconv.AppendInt(append(b, headSeq...), a.Seq, 10)
	b = a.Time.UTC().AppendFormat(append(b, headTime...), timeLayout)
	b = strconv.AppendInt(append(b, headVersion...), actVersion, 10)
	b = append(append(b, headWriter...), a.Writer...)
	return append(b, headEnd...), commit
}

func commitBody(salt, body []byte) []byte {
	h := sha256.New()
	h.Write([]byte(bodyPrefix))
	h.Write(salt)
	h.Write(body)
	return h.Sum(nil)
}

func leafOf(salt, head []byte) (l Leaf) {
	h := sha256.New()
	h.Write([]byte(actPrefix))
	h.Write(salt)
	h.Write(head)
	h.Sum(l[:0])
	return l
}

// ParseRecord reads one line and checks that its body is the one its head
// commits to. It refuses every spelling but the one Seal or Erase writes.
// What it cannot know is whether the leaf is the one the tree holds.
func ParseRecord(text []byte) (*Record, error) {
	if len(text) > MaxRecord {
		return nil, fault.New("LE005", fault.Integrity, "a record takes %d bytes, more than %d", len(text), MaxRecord)
	}
	if !utf8.Valid(text) {
		return nil, badRecord("a record is not UTF-8")
	}
	r := &Record{Line: bytes.Clone(text)}
	s := scanner{rest: r.Line}
	s.want(lineStart)
	commit, err := s.head(&r.Act)
	if err != nil {
		return nil, err
	}
	r.head = len(text) - len(s.rest)
	s.want(lineBody)
	var salt []byte
	if r.Act.Erased = s.skip(bodyErased); r.Act.Erased {
		s.want(lineSalt)
	} else if err := s.body(&r.Act, commit); err != nil {
		return nil, err
	}
	salt = s.hex(saltSize)
	s.want(lineEnd)
	if s.bad || len(s.rest) > 0 {
		return nil, badRecord("a line is not spelled as a record is")
	}
	if err := r.Act.check(); err != nil {
		return nil, badRecord(err.Error())
	}
	r.Leaf = leafOf(salt, r.Line[len(lineStart):r.head])
	return r, nil
}

// scanner reads a record's line, whose fixed parts have one spelling. Once
// something is missing it is bad, and everything after comes out empty.
type scanner struct {
	rest []byte
	bad  bool
}

func (s *scanner) skip(text string) bool {
	rest, ok := bytes.CutPrefix(s.rest, []byte(text))
	s.rest = rest
	return ok
}

func (s *scanner) want(text string) {
	if !s.skip(text) {
		s.bad, s.rest = true, nil
	}
}

// until returns what stands before the first byte end, which stays.
func (s *scanner) until(end byte) string {
	i := bytes.IndexByte(s.rest, end)
	if i < 0 {
		s.bad, s.rest = true, nil
		return ""
	}
	text := string(s.rest[:i])
	s.rest = s.rest[i:]
	return text
}

func (s *scanner) integer() int64 {
	n, ok := parseInteger(s.until(','))
	s.bad = s.bad || !ok
	return n
}

// hex reads n bytes in lower-case hexadecimal.
func (s *scanner) hex(n int) []byte {
	if len(s.rest) < 2*n {
		s.bad, s.rest = true, nil
		return nil
	}
	digits := s.rest[:2*n]
	s.rest = s.rest[2*n:]
	raw := make([]byte, n)
	if _, err := hex.Decode(raw, digits); err != nil || bytes.ContainsAny(digits, "ABCDEF") {
		s.bad = true
	}
	return raw
}

// head reads an act's head and returns its commitment to the body.
func (s *scanner) head(a *Act) (commit []byte, err error) {
	s.want(headActor)
	a.Actor = ActorID(s.until('"'))
	s.want(headClock)
	a.Clock = s.integer()
	s.want(headCommit)
	commit = s.hex(sha256.Size)
	s.want(headID)
	a.ID = ActID(s.until('"'))
	s.want(headKey)
	a.Key = s.until('"')
	s.want(headKind)
	a.Kind = s.until('"')
	s.want(headSeq)
	a.Seq = s.integer()
	s.want(headTime)
	t := s.until('"')
	s.want(headVersion)
	if v := s.integer(); !s.bad && v != actVersion {
		return nil, badRecord("an act of version " + strconv.FormatInt(v, 10) + " was written by another Reckon")
	}
	s.want(headWriter)
	a.Writer = WriterID(s.until('"'))
	s.want(headEnd)
	if s.bad {
		return nil, badRecord("the head of an act is not spelled as one is")
	}
	if a.Time, err = ParseTime(t); err != nil {
		return nil, badRecord(err.Error())
	}
	return commit, nil
}

// body reads the body and its salt, up to the digits of the record's salt,
// and checks the body against the commitment.
func (s *scanner) body(a *Act, commit []byte) error {
	whole := s.rest
	s.want(bodyPayload)
	a.Payload = s.canonical('{')
	s.want(bodyReason)
	reason := s.canonical('"')
	s.want(bodyEnd)
	body := whole[:len(whole)-len(s.rest)]
	s.want(lineBodySalt)
	salt := s.hex(saltSize)
	s.want(lineSaltNext)
	if s.bad {
		return badRecord("the body of act " + string(a.ID) + " is not spelled as one is")
	}
	if !bytes.Equal(commitBody(salt, body), commit) {
		return badRecord("the body of act " + string(a.ID) + " is not the one its head commits to")
	}
	if err := json.Unmarshal(reason, &a.Reason); err != nil {
		return badRecord("the reason of act " + string(a.ID) + " cannot be read")
	}
	return nil
}

// canonical reads a value in canonical form that begins with the given byte.
func (s *scanner) canonical(first byte) []byte {
	c := canonicalizer{in: s.rest, out: make([]byte, 0, len(s.rest))}
	if s.bad || len(s.rest) == 0 || s.rest[0] != first || c.value(0) != nil || !bytes.Equal(c.out, s.rest[:c.at]) {
		s.bad, s.rest = true, nil
		return nil
	}
	text := s.rest[:c.at:c.at]
	s.rest = s.rest[c.at:]
	return text
}

// Erase returns the record without its body and the body's salt. The leaf
// stays what it was, so every proof still stands, and nothing that is left
// can confirm a guess at what was there.
func (r *Record) Erase() *Record {
	salt := r.Line[len(r.Line)-len(lineEnd)-2*saltSize:]
	b := make([]byte, 0, r.head+len(lineBody)+len(bodyErased)+len(lineSalt)+len(salt))
	b = append(b, r.Line[:r.head]...)
	b = append(append(b, lineBody...), bodyErased...)
	b = append(append(b, lineSalt...), salt...)
	e := &Record{Act: r.Act, Line: b, Leaf: r.Leaf, head: r.head}
	e.Act.Erased, e.Act.Payload, e.Act.Reason = true, nil, ""
	return e
}

func badRecord(what string) *fault.Problem { return fault.New("LE006", fault.Integrity, "%s", what) }

// DecodePayload decodes an act's payload into p and refuses unknown fields. It
// does not call Validate: rules may tighten, and what was once recorded must
// stay readable.
func DecodePayload(a *Act, p Payload) error {
	read := func() error {
		d := json.NewDecoder(bytes.NewReader(a.Payload))
		d.DisallowUnknownFields()
		return d.Decode(p)
	}
	if u, ok := p.(json.Unmarshaler); ok { // it refuses them itself
		read = func() error { return u.UnmarshalJSON(a.Payload) }
	}
	if err := read(); err != nil {
		return fault.New("LE007", fault.Integrity, "the payload of act %s (%s) cannot be read: %v", a.ID, a.Kind, err)
	}
	return nil
}
