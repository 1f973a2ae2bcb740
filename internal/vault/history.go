package vault

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"reckon/fault"
	"reckon/source"
)

// maxInventory bounds the bytes of an inventory that are read: some 50,000
// files in one object.
const maxInventory = 16 << 20

const inventoryType = "https://ocfl.io/1.1/spec/#inventory"

// history is all that an inventory of ours can say: which file came with which
// version and what its stored bytes are. Files are only added, so the logical
// state of every version follows from it, and so does every byte of every
// inventory of the object.
type history struct {
	id      source.ObjectID
	created []string // time of each version
	files   []entry
}

// entry is one stored file.
type entry struct {
	version int    // the version it came with
	name    string // stored name: logical name and suffix
	digest  string // SHA-512 of the stored bytes, lower case hex
}

// path returns the content path relative to the object.
func (e entry) path() string {
	return path.Join(versionDir(e.version), contentDir, e.name)
}

func versionDir(n int) string { return "v" + strconv.Itoa(n) }

// inventory is the JSON form (OCFL 1.1, section 3.5), keys in this order.
type inventory struct {
	ID        string              `json:"id"`
	Type      string              `json:"type"`
	Algorithm string              `json:"digestAlgorithm"`
	Head      string              `json:"head"`
	Manifest  map[string][]string `json:"manifest"`
	Versions  map[string]version  `json:"versions"`
}

type version struct {
	Created string              `json:"created"`
	Message string              `json:"message"`
	User    user                `json:"user"`
	State   map[string][]string `json:"state"`
}

type user struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// writer stands where OCFL wants a person: who acted is in the ledger, under
// the project's own rules of confidentiality.
func writer() user { return user{Name: "Reckon", Address: "urn:reckon:writer"} }

// inventory returns the inventory as it was when version n was the newest.
func (h *history) inventory(n int) inventory {
	inv := inventory{
		ID: string(h.id), Type: inventoryType, Algorithm: "sha512", Head: versionDir(n),
		Manifest: map[string][]string{}, Versions: map[string]version{},
	}
	for _, e := range h.files {
		if e.version <= n {
			inv.Manifest[e.digest] = append(inv.Manifest[e.digest], e.path())
		}
	}
	for i := 1; i <= n; i++ {
		v := version{Created: h.created[i-1], Message: message(i), User: writer(), State: map[string][]string{}}
		for _, e := range h.files {
			if e.version <= i {
				v.State[e.digest] = append(v.State[e.digest], e.name)
			}
		}
		inv.Versions[versionDir(i)] = v
	}
	return inv
}

func message(version int) string {
	if version == 1 {
		return "Stored as received"
	}
	return "Files added"
}

// encode returns the one accepted form of the inventory of version n, and the
// digest of it.
func (h *history) encode(n int) (data []byte, digest string, err error) {
	inv := h.inventory(n)
	sortLists(inv.Manifest)
	for _, v := range inv.Versions {
		sortLists(v.State)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(inv); err != nil {
		return nil, "", fmt.Errorf("encoding an inventory: %w", err)
	}
	sum := sha512.Sum512(buf.Bytes())
	return buf.Bytes(), hex.EncodeToString(sum[:]), nil
}

func sortLists(m map[string][]string) {
	for _, list := range m {
		slices.Sort(list)
	}
}

// sidecar returns the bytes of the file beside an inventory, in the form that
// sha512sum -c reads.
func sidecar(digest string) []byte { return []byte(digest + "  " + inventoryName + "\n") }

// parseHistory reads an inventory and accepts the one form encode gives it and
// no other.
func parseHistory(data []byte) (*history, error) {
	var inv inventory
	if err := json.Unmarshal(data, &inv); err != nil {
		return nil, oddInventory()
	}
	h := &history{id: source.ObjectID(inv.ID)}
	if h.id.Valid() != nil || !h.readVersions(inv.Versions) || !h.readManifest(inv.Manifest) {
		return nil, oddInventory()
	}
	again, _, err := h.encode(len(h.created))
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, data) {
		return nil, oddInventory()
	}
	return h, nil
}

func oddInventory() *fault.Problem {
	return fault.New("VA001", fault.Integrity, "it is not an inventory that this program wrote")
}

// readVersions takes over the times of the versions.
func (h *history) readVersions(versions map[string]version) bool {
	for n := 1; n <= len(versions); n++ {
		v, ok := versions[versionDir(n)]
		t, err := time.Parse(time.RFC3339, v.Created)
		if !ok || err != nil || stamp(t) != v.Created {
			return false
		}
		h.created = append(h.created, v.Created)
	}
	return len(versions) > 0
}

// stamp writes a time as inventories hold it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// readManifest takes over the files. Every version has at least one, and a
// name stands for one file.
func (h *history) readManifest(manifest map[string][]string) bool {
	names, filled := map[string]bool{}, map[int]bool{}
	for digest, paths := range manifest {
		for _, p := range paths {
			e, ok := parsePath(p)
			if !ok || names[e.name] || e.version > len(h.created) || !isDigest(digest) {
				return false
			}
			e.digest = digest
			names[e.name], filled[e.version] = true, true
			h.files = append(h.files, e)
		}
	}
	// The order of a map must not show anywhere.
	slices.SortFunc(h.files, func(a, b entry) int { return strings.Compare(a.path(), b.path()) })
	return len(filled) == len(h.created)
}

// parsePath reads a content path such as v1/content/original.age.
func parsePath(p string) (entry, bool) {
	parts := strings.Split(p, "/")
	if len(parts) != 3 || parts[1] != contentDir || !validName(parts[2]) || !strings.HasPrefix(parts[0], "v") {
		return entry{}, false
	}
	n, err := strconv.Atoi(parts[0][1:])
	return entry{version: n, name: parts[2]}, err == nil && n > 0 && versionDir(n) == parts[0]
}

// validName reports whether a name is a fixed word that every file system
// keeps apart from every other.
func validName(name string) bool {
	const alnum = "abcdefghijklmnopqrstuvwxyz0123456789"
	return name != "" && len(name) <= 80 && strings.Trim(name, alnum+".-") == "" && !strings.Contains(name, "..") &&
		strings.Trim(name[:1], alnum) == "" && strings.Trim(name[len(name)-1:], alnum) == ""
}

// isDigest reports whether s is a SHA-512 in lower case hex.
func isDigest(s string) bool {
	return len(s) == 2*sha512.Size && strings.Trim(s, "0123456789abcdef") == ""
}

// find returns the file of the given stored name in version n.
func (h *history) find(name string, n int) (entry, bool) {
	i := slices.IndexFunc(h.files, func(e entry) bool { return e.name == name && e.version <= n })
	if i < 0 {
		return entry{}, false
	}
	return h.files[i], true
}
