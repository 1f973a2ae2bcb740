package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
)

// Manifest states the digest of every file of a log whose bytes the tree does
// not fix: segments of records, which change when they are sealed to other
// keys, and lists of vault objects. It is signed like a checkpoint and can be
// issued again for the same tree.
type Manifest struct {
	Origin string
	Size   int64 // of the tree it belongs to
	Files  []ManifestFile
	Heads  []ManifestHead
}

// ManifestHead is the head of a log as the manifest's writer has seen it: of
// another writer's log that lies beside this one, or of an earlier state of
// this log that somebody else holds. It tells when one is cut or taken away.
type ManifestHead struct {
	Writer WriterID
	Size   int64
	Root   tlog.Hash
}

// ManifestFile is one file below the log's folder.
type ManifestFile struct {
	Path   string
	Count  int    // records or objects in it
	SHA256 string // of the bytes on disk, in hexadecimal
}

const (
	manifestHeader = "reckon manifest v1"
	headLine       = "head "
)

// ManifestPath returns where the manifest for a tree of the given size lies.
// The size is in the name, so that the checkpoint that is renamed into place
// decides which manifest counts.
func ManifestPath(size int64) string { return fmt.Sprintf("manifest/%d", size) }

// Text returns the manifest's signed text.
func (m Manifest) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%d\n", manifestHeader, m.Origin, m.Size)
	for _, f := range m.Files {
		fmt.Fprintf(&b, "%s %d %s\n", f.Path, f.Count, f.SHA256)
	}
	for _, h := range m.Heads {
		fmt.Fprintf(&b, "%s%s %d %s\n", headLine, h.Writer, h.Size, h.Root)
	}
	return b.String()
}

// Sign returns the manifest as a signed note.
func (m Manifest) Sign(s note.Signer) ([]byte, error) { return signNote(m.Text(), s) }

// OpenManifest checks the signature of msg and returns the manifest. Like
// OpenCheckpoint it accepts no spelling but one.
func OpenManifest(msg []byte, v note.Verifier) (Manifest, error) {
	text, err := openNote(msg, v)
	if err != nil {
		return Manifest{}, err
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 || lines[0] != manifestHeader {
		return Manifest{}, badManifest("its head is missing")
	}
	m := Manifest{Origin: lines[1]}
	if m.Size, err = strconv.ParseInt(lines[2], 10, 64); err != nil || m.Size < 0 {
		return Manifest{}, badManifest("its size is no number")
	}
	for _, l := range lines[3:] {
		if err := m.addLine(l); err != nil {
			return Manifest{}, err
		}
	}
	if m.Origin != v.Name() || m.Text() != text {
		return Manifest{}, badManifest("it is not spelled as one is, or is another log's")
	}
	return m, nil
}

// addLine reads one line below the head.
func (m *Manifest) addLine(l string) error {
	rest, isHead := strings.CutPrefix(l, headLine)
	if !isHead {
		f, err := parseManifestFile(l)
		m.Files = append(m.Files, f)
		return err
	}
	h, err := parseManifestHead(rest)
	m.Heads = append(m.Heads, h)
	return err
}

func parseManifestHead(l string) (ManifestHead, error) {
	parts := strings.Split(l, " ")
	if len(parts) != 3 || CheckID(parts[0]) != nil {
		return ManifestHead{}, badManifest("a head has not three parts")
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || size < 1 {
		return ManifestHead{}, badManifest("a head's size is no number")
	}
	root, err := tlog.ParseHash(parts[2])
	if err != nil {
		return ManifestHead{}, badManifest("a head's root cannot be read")
	}
	return ManifestHead{Writer: WriterID(parts[0]), Size: size, Root: root}, nil
}

func parseManifestFile(l string) (ManifestFile, error) {
	parts := strings.Split(l, " ")
	if len(parts) != 3 {
		return ManifestFile{}, badManifest("a line has not three parts")
	}
	count, err := strconv.Atoi(parts[1])
	if err != nil || count < 1 {
		return ManifestFile{}, badManifest("a count is no number")
	}
	digest, err := hex.DecodeString(parts[2])
	if err != nil || len(digest) != sha256.Size || hex.EncodeToString(digest) != parts[2] {
		return ManifestFile{}, badManifest("a digest is not 64 hexadecimal digits")
	}
	return ManifestFile{Path: parts[0], Count: count, SHA256: parts[2]}, nil
}

func badManifest(what string) *fault.Problem {
	return fault.New("LE013", fault.Integrity, "the manifest cannot be read: %s", what)
}
