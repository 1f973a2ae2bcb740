package vault

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"reckon/fault"
)

// newest returns the history in the newest inventory. That inventory and its
// digest are kept twice, at the root and in the newest version; where one of
// the four disagrees with the others, or with the ledger, it is the one named.
func (c *checker) newest() (*history, error) {
	head, err := c.headDir()
	if err != nil {
		return nil, err
	}
	paths := []string{inventoryName, path.Join(head, inventoryName), sidecarName, path.Join(head, sidecarName)}
	claims := make([]string, len(paths))
	for i, rel := range paths {
		if claims[i], err = c.claim(rel); err != nil {
			return nil, err
		}
	}
	if err := c.agree(head, paths, claims); err != nil {
		return nil, err
	}
	return loadDir(c.ctx, c.project, c.dir)
}

// agree returns nil where all claims are the same. Otherwise it names the
// first file whose claim is not that of the ledger or, where the ledger knows
// none of them, not the one that most files make. Where that is a tie, nothing
// tells which of two files was altered, and both are named.
func (c *checker) agree(head string, paths, claims []string) error {
	votes := map[string]int{}
	for _, claim := range claims {
		votes[claim]++
	}
	if votes[c.logged.Inventory] > 0 && versionDir(c.logged.Version) == head {
		votes[c.logged.Inventory] = len(paths) + 1
	}
	most := slices.Max(slices.Collect(maps.Values(votes)))
	for i, rel := range paths {
		if votes[claims[i]] < most {
			return changed(c.path(rel))
		}
	}
	if other := slices.IndexFunc(claims, func(claim string) bool { return claim != claims[0] }); other > 0 {
		return fault.New("VA010", fault.Integrity, "its bytes or those of %s are not those that were stored", c.path(paths[other])).
			At(c.path(paths[0]))
	}
	return nil
}

// claim is the digest of the inventory that a file speaks for: its own, or
// the one written in a sidecar.
func (c *checker) claim(rel string) (string, error) {
	data, err := readRegular(c.project, c.path(rel), maxInventory)
	if err != nil {
		return "", err
	}
	if path.Base(rel) == inventoryName {
		sum := sha512.Sum512(data)
		return hex.EncodeToString(sum[:]), nil
	}
	digest, _, _ := strings.Cut(string(data), " ")
	if !isDigest(digest) || !bytes.Equal(sidecar(digest), data) {
		return "", fault.New("VA015", fault.Integrity, "it is not a digest and the name of the inventory").At(c.path(rel))
	}
	return digest, nil
}

// headDir returns the folder of the newest version: the highest one whose
// inventory the ledger, the inventory at the root or the sidecar beside that
// speaks of. An older inventory put at the root thus does not pass for the
// newest. Where none is spoken of, it is the version that the root inventory
// names or, where that cannot be read, the highest there is.
func (c *checker) headDir() (string, error) {
	spoken, err := c.claims(".")
	if err != nil {
		return "", err
	}
	if c.logged.Inventory != "" {
		spoken = append(spoken, c.logged.Inventory)
	}
	dirs, err := c.versionDirs()
	if err != nil {
		return "", err
	}
	for _, dir := range dirs {
		held, err := c.claims(dir)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(held, func(digest string) bool { return slices.Contains(spoken, digest) }) {
			return dir, nil
		}
	}
	if h, err := loadDir(c.ctx, c.project, c.dir); err == nil {
		return versionDir(len(h.created)), nil
	}
	return append(dirs, versionDir(1))[0], nil
}

// claims are the claims of the inventory and the sidecar in a folder, without
// those that damage keeps from being read: newest and records name that.
func (c *checker) claims(dir string) (digests []string, err error) {
	for _, name := range []string{inventoryName, sidecarName} {
		digest, err := c.claim(path.Join(dir, name))
		if err != nil && fault.KindOf(err) != fault.Integrity {
			return nil, err
		}
		if err == nil {
			digests = append(digests, digest)
		}
	}
	return digests, nil
}

// versionDirs lists what is named as the folder of a version, newest first.
func (c *checker) versionDirs() ([]string, error) {
	entries, err := fs.ReadDir(c.project, c.dir)
	if err != nil {
		return nil, located(err, c.dir)
	}
	var numbers []int
	for _, e := range entries {
		n, err := strconv.Atoi(strings.TrimPrefix(e.Name(), "v"))
		if err == nil && n > 0 && versionDir(n) == e.Name() {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var dirs []string
	for _, n := range slices.Backward(numbers) {
		dirs = append(dirs, versionDir(n))
	}
	return dirs, nil
}
