package ledger

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
)

// Checkpoint is a log's signed tree head (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
}

// Origin names the log of one writer of one project. It says nothing about
// either, since both identifiers are random.
func Origin(project string, w WriterID) string { return "reckon/" + project + "/" + string(w) }

// GenerateKey makes a writer's signing key (Ed25519) and the verifier key
// that goes with it, in the encoding of signed notes.
func GenerateKey(random io.Reader, origin string) (signing, verifier string, err error) {
	return note.GenerateKey(random, origin)
}

// Text returns the checkpoint's signed text: origin, size and root, a line each.
func (c Checkpoint) Text() string { return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root) }

// Sign returns the checkpoint as a signed note.
func (c Checkpoint) Sign(s note.Signer) ([]byte, error) { return signNote(c.Text(), s) }

func signNote(text string, s note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: text}, s)
}

// OpenCheckpoint checks the signature of msg and returns the checkpoint. It
// is stricter than the formats: one signature, and the very bytes that Sign
// writes, so that no byte can change unseen.
func OpenCheckpoint(msg []byte, v note.Verifier) (Checkpoint, error) {
	text, err := openNote(msg, v)
	if err != nil {
		return Checkpoint{}, err
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, badCheckpoint("it has not three lines")
	}
	c := Checkpoint{Origin: lines[0]}
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 {
		return Checkpoint{}, badCheckpoint("its size is no number")
	}
	if c.Root, err = tlog.ParseHash(lines[2]); err != nil {
		return Checkpoint{}, badCheckpoint("its root is no hash")
	}
	if c.Origin != v.Name() || c.Text() != text {
		return Checkpoint{}, badCheckpoint("it is not spelled as one is, or is another log's")
	}
	return c, nil
}

func badCheckpoint(what string) *fault.Problem {
	return fault.New("LE010", fault.Integrity, "the checkpoint cannot be read: %s", what)
}

// openNote opens a note signed once by v and refuses any other spelling.
func openNote(msg []byte, v note.Verifier) (string, error) {
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		return "", fault.New("LE011", fault.Integrity, "the signature does not hold: %v", err)
	}
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", fault.New("LE011", fault.Integrity, "%d signatures where one stands", len(n.Sigs)+len(n.UnverifiedSigs))
	}
	sig := n.Sigs[0]
	raw, err := base64.StdEncoding.Strict().DecodeString(sig.Base64)
	if err != nil {
		return "", fault.New("LE011", fault.Integrity, "the signature is not strict base64")
	}
	want := n.Text + "\n— " + sig.Name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	if want != string(msg) {
		return "", fault.New("LE011", fault.Integrity, "the signed text is not spelled as one is")
	}
	return n.Text, nil
}

// NewVerifier reads a verifier key and refuses every spelling but the one
// that GenerateKey writes.
func NewVerifier(vkey string) (note.Verifier, error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fault.New("LE012", fault.Integrity, "the verifier key cannot be read: %v", err)
	}
	parts := strings.SplitN(vkey, "+", 3)
	raw, err := base64.StdEncoding.Strict().DecodeString(parts[len(parts)-1])
	if err != nil || len(parts) != 3 || strings.ToLower(parts[1]) != parts[1] ||
		base64.StdEncoding.EncodeToString(raw) != parts[2] {
		return nil, fault.New("LE012", fault.Integrity, "the verifier key is not spelled as one is")
	}
	return v, nil
}
