package ledger

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
)

// Proof shows that one act stands in a log, in the one-file form of C2SP
// tlog-proof. Extra carries the act's record, with or without its body, so
// that a reader can recompute the leaf without the project.
type Proof struct {
	Extra      []byte // the record's line
	Index      int64
	Hashes     tlog.RecordProof
	Checkpoint []byte // a signed note
}

const proofHeader = "c2sp.org/tlog-proof@v1"

// maxProofHashes bounds a proof: no tree of 2^63 leaves needs more.
const maxProofHashes = 63

// Prove makes the proof for the act at index in the tree that checkpoint
// heads. Hashes come from r, which reads the log's tiles.
func Prove(record *Record, index int64, checkpoint []byte, tree Checkpoint, r tlog.HashReader) (*Proof, error) {
	hashes, err := tlog.ProveRecord(tree.Size, index, r)
	if err != nil {
		return nil, fmt.Errorf("proving act %d: %w", index, err)
	}
	return &Proof{Extra: record.Line, Index: index, Hashes: hashes, Checkpoint: checkpoint}, nil
}

// Text returns the proof as a file holds it.
func (p *Proof) Text() string {
	var b strings.Builder
	b.WriteString(proofHeader + "\n")
	fmt.Fprintf(&b, "extra %s\n", base64.StdEncoding.EncodeToString(p.Extra))
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Hashes {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return b.String()
}

// ParseProof reads a proof as Text writes it.
func ParseProof(text string) (*Proof, error) {
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != proofHeader || len(lines) > 3+maxProofHashes {
		return nil, badProof("it does not begin as one")
	}
	p := &Proof{Checkpoint: []byte(checkpoint)}
	extra, ok := strings.CutPrefix(lines[1], "extra ")
	if !ok {
		return nil, badProof("the record is missing")
	}
	var err error
	if p.Extra, err = base64.StdEncoding.Strict().DecodeString(extra); err != nil {
		return nil, badProof("the record is not strict base64")
	}
	index, ok := strings.CutPrefix(lines[2], "index ")
	if p.Index, err = strconv.ParseInt(index, 10, 64); err != nil || !ok || p.Index < 0 {
		return nil, badProof("the index is missing")
	}
	for _, l := range lines[3:] {
		h, err := tlog.ParseHash(l)
		if err != nil {
			return nil, badProof("a hash cannot be read")
		}
		p.Hashes = append(p.Hashes, h)
	}
	if p.Text() != text {
		return nil, badProof("it is not spelled as one is")
	}
	return p, nil
}

// Check verifies the checkpoint's signature by v and the record's place in
// its tree, and returns both.
func (p *Proof) Check(v note.Verifier) (*Record, Checkpoint, error) {
	c, err := OpenCheckpoint(p.Checkpoint, v)
	if err != nil {
		return nil, Checkpoint{}, err
	}
	r, err := ParseRecord(p.Extra)
	if err != nil {
		return nil, Checkpoint{}, err
	}
	if p.Index >= c.Size {
		return nil, Checkpoint{}, badProof("the act lies beyond the checkpoint")
	}
	if r.Act.Seq != p.Index || !strings.HasSuffix(c.Origin, "/"+string(r.Act.Writer)) {
		return nil, Checkpoint{}, badProof("the act says that it stands elsewhere")
	}
	if err := tlog.CheckRecord(p.Hashes, c.Size, c.Root, p.Index, tlog.RecordHash(r.Leaf[:])); err != nil {
		return nil, Checkpoint{}, badProof(err.Error())
	}
	return r, c, nil
}

func badProof(what string) *fault.Problem {
	return fault.New("LE014", fault.Integrity, "the proof does not hold: %s", what)
}
