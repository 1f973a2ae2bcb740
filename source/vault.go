// The contract of the place where the bytes of sources are kept.

package source

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"reckon/fault"
)

// ObjectID names one preserved thing for ever: "urn:uuid:" and a random UUID
// of version 4 (RFC 9562). It says nothing about what it names.
type ObjectID string

const objectPrefix = "urn:uuid:"

// NewObjectID draws an id from rand, which must be unpredictable and unshared:
// two offline laptops must never collide.
func NewObjectID(rand io.Reader) (ObjectID, error) {
	var b [16]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("drawing an object id: %w", err)
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return ObjectID(objectPrefix + strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")), nil
}

// Valid returns nil where id has the one accepted spelling.
func (id ObjectID) Valid() error {
	u, ok := strings.CutPrefix(string(id), objectPrefix)
	ok = ok && len(u) == 36 && u[14] == '4' && strings.IndexByte("89ab", u[19]) >= 0
	for i := 0; ok && i < len(u); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			ok = u[i] == '-'
		} else {
			ok = strings.IndexByte("0123456789abcdef", u[i]) >= 0
		}
	}
	if !ok {
		return fault.New("SO101", fault.Invalid, "%.60q is not the id of an object", string(id))
	}
	return nil
}

// ObjectRef names one version of an object and fixes its bytes: the inventory
// holds the digest of every file, so a log that holds the reference holds the
// object.
type ObjectRef struct {
	Object    ObjectID `json:"object"`
	Version   int      `json:"version"`   // from 1
	Inventory string   `json:"inventory"` // SHA-512 of that version's inventory file, lower case hex
}

// File is one file going into an object. Names are fixed words such as
// original, accession.json or text-1.json: the name a source came with belongs
// into its accession record.
type File struct {
	Name string
	Data io.Reader
}

// Content is what Put learned about one file: size and digest of the bytes as
// they were received, before any sealing.
type Content struct {
	Name   string
	Size   int64
	SHA256 string // lower case hex
}

// Stage is where new files are written before they become visible.
type Stage interface {
	// Create makes the file that will stand at a project-relative path.
	Create(rel string) (io.WriteCloser, error)
}

// Vault keeps objects: versioned sets of files that are only ever added to.
//
// Writing takes two steps. Put writes an object's next version into a stage
// and changes nothing else; once the transaction that logs the reference has
// committed, whoever owns the stage applies it, and the version is there. A
// stage that is dropped never was. All other methods see what was applied.
type Vault interface {
	// Put writes files as the first version of a new object or the next
	// version of an existing one, and returns the reference to log. Files are
	// read one after the other in the given order, so a later one may be made
	// from what an earlier one turned out to be. A name once used in an object
	// is refused. From Put of a later version until its stage is applied no
	// other version of the object may be put.
	Put(ctx context.Context, stage Stage, add Addition) (ObjectRef, []Content, error)

	// Open returns the bytes of a file as they were received. Every byte is
	// checked against the reference, but only io.EOF says that all were right:
	// what was read before an error is not to be relied on.
	Open(ctx context.Context, ref ObjectRef, name string) (io.ReadCloser, error)

	// Head returns the newest version of an object.
	Head(ctx context.Context, id ObjectID) (ObjectRef, error)

	// Names lists the files of a version, sorted.
	Names(ctx context.Context, ref ObjectRef) ([]string, error)

	// Objects yields every object once, in a stable order.
	Objects(ctx context.Context) iter.Seq2[ObjectID, error]

	// Check reads everything kept of the object up to its newest version and
	// returns a problem of kind Integrity that names the first path at which
	// it differs in any way from what was put. Where ref names a version and
	// inventory, that version must be among those kept. It needs no key.
	Check(ctx context.Context, ref ObjectRef) error
}

// Addition is one version to be put.
type Addition struct {
	Object  ObjectID
	Created time.Time // recorded in whole seconds, UTC
	Files   []File
}
