package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"reckon/internal/seal"
	"reckon/ledger"
)

// entrySize is what a leaf takes in a bundle: its length in two bytes, then
// its 32 bytes (C2SP tlog-tiles, log entries).
const entrySize = 2 + sha256.Size

// appendEntry writes a leaf as a bundle holds it.
func appendEntry(bundle []byte, l ledger.Leaf) []byte {
	return append(append(bundle, 0, sha256.Size), l[:]...)
}

// entries reads the bundle of leaves of the given index in a log of size acts.
func (d folder) entries(size, index int64) ([]ledger.Leaf, error) {
	n := width(size, index)
	rel := ledger.EntriesPath(index, n)
	bundle, err := d.readSized(rel, n*entrySize)
	if err != nil {
		return nil, err
	}
	leaves := make([]ledger.Leaf, n)
	for i := range leaves {
		entry := bundle[i*entrySize:]
		if entry[0] != 0 || entry[1] != sha256.Size {
			return nil, d.refuse(rel, "JO002", "entry %d is not a leaf", i)
		}
		copy(leaves[i][:], entry[2:])
	}
	return leaves, nil
}

// maxSegment bounds what a sealed segment may unfold to, and maxListed the file
// that it lies in: age adds 16 bytes to every 64 KiB, and a head.
const (
	maxSegment = ledger.TileWidth * (ledger.MaxRecord + 1)
	maxListed  = maxSegment + maxSegment>>10
)

// listed reads a file that the manifest states and checks its digest.
func (d folder) listed(f ledger.ManifestFile) ([]byte, error) {
	data, err := d.readUpTo(f.Path, maxListed)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, d.refuse(f.Path, "JO005", "its digest is not the one that the manifest states")
	}
	return data, nil
}

// records opens a segment whose digest was checked and returns its records,
// each checked against its leaf and its place.
func (h *head) records(s seal.Sealer, f ledger.ManifestFile, sealed []byte, first int64, leaves []ledger.Leaf) ([]*ledger.Record, error) {
	text, err := seal.OpenVerified(s, bytes.NewReader(sealed), maxSegment)
	if err != nil {
		return nil, h.at(f.Path, err)
	}
	records := make([]*ledger.Record, 0, len(leaves))
	for len(text) > 0 {
		line, rest, ok := bytes.Cut(text, []byte("\n"))
		if !ok || len(records) == len(leaves) {
			return nil, h.refuse(f.Path, "JO002", "a segment of %d records has another number of lines", len(leaves))
		}
		r, err := h.record(line, first+int64(len(records)))
		if err != nil {
			return nil, h.at(f.Path, err)
		}
		if r.Leaf != leaves[len(records)] {
			return nil, h.refuse(f.Path, "JO006", "the record of act %d is not the one that the tree commits to", r.Act.Seq)
		}
		records, text = append(records, r), rest
	}
	if len(records) != len(leaves) {
		return nil, h.refuse(f.Path, "JO002", "a segment of %d records has another number of lines", len(leaves))
	}
	return records, nil
}

// record reads one line and checks that it says where it stands.
func (h *head) record(line []byte, seq int64) (*ledger.Record, error) {
	r, err := ledger.ParseRecord(line)
	if err != nil {
		return nil, err
	}
	if r.Act.Seq != seq || string(r.Act.Writer) != h.writer() {
		return nil, h.refuse("", "JO007", "the record at place %d is act %d of writer %s", seq, r.Act.Seq, r.Act.Writer)
	}
	return r, nil
}

// ObjectEntry states a version of a vault object: the digest of its inventory
// fixes every file of it.
type ObjectEntry struct {
	Object    string // a URN
	Version   int    // from 1
	Inventory string // SHA-512 of the inventory in hexadecimal
}

// line returns the entry as a list holds it.
func (e ObjectEntry) line() string {
	return e.Object + " " + strconv.Itoa(e.Version) + " " + e.Inventory + "\n"
}

// check refuses an entry that a list cannot hold.
func (e ObjectEntry) check() error {
	urn, ok := strings.CutPrefix(e.Object, "urn:")
	if !ok || urn == "" || len(e.Object) > 200 || strings.ContainsFunc(e.Object, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Errorf("%.60q is not the name of an object", e.Object)
	}
	digest, err := hex.DecodeString(e.Inventory)
	if err != nil || len(digest) != 64 || hex.EncodeToString(digest) != e.Inventory || e.Version < 1 {
		return fmt.Errorf("object %s has the version %d and the digest %.20q", e.Object, e.Version, e.Inventory)
	}
	return nil
}

// parseObjects reads a list of n entries as line writes them.
func parseObjects(text []byte, n int) ([]ObjectEntry, error) {
	lines := strings.SplitAfter(string(text), "\n")
	if len(lines) != n+1 || lines[n] != "" {
		return nil, fmt.Errorf("a list of %d objects has another number of lines", n)
	}
	list := make([]ObjectEntry, n)
	for i := range list {
		parts := strings.Split(strings.TrimSuffix(lines[i], "\n"), " ")
		if len(parts) != 3 {
			return nil, fmt.Errorf("line %d has not three parts", i+1)
		}
		version, err := strconv.Atoi(parts[1])
		e := ObjectEntry{Object: parts[0], Version: version, Inventory: parts[2]}
		if err != nil || e.line() != lines[i] {
			return nil, fmt.Errorf("line %d is not spelled as one is", i+1)
		}
		if err := e.check(); err != nil {
			return nil, err
		}
		list[i] = e
	}
	return list, nil
}
