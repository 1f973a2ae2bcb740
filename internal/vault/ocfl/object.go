package ocfl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// object is one validation.
type object struct {
	fsys    fs.FS
	dir     string
	report  *Report
	entries int
	spec    string                       // version of the declaration, or ""
	dirs    []string                     // version folders, by number
	files   map[string]bool              // content files found, relative to the object
	sums    map[string]map[string]string // digests computed, by path and algorithm
	root    *inventory
	prior   []*inventory // inventories of version folders that are read on their own, by version
}

func (o *object) add(code, path, format string, args ...any) {
	o.report.add(code, path, fmt.Sprintf(format, args...))
}

func (o *object) validate() {
	entries := o.list(".", 0)
	o.declaration(entries)
	data := o.rootInventory(entries)
	o.rootEntries(entries)
	slices.SortFunc(o.dirs, byNumber)
	for _, dir := range o.dirs {
		o.versionDir(dir, data)
	}
	if o.root == nil {
		return
	}
	o.present()
	o.specs()
	o.digests()
	for _, inv := range append(slices.Clone(o.prior), o.root) {
		o.contents(inv)
	}
	for _, inv := range o.prior {
		o.agrees(inv)
	}
}

// list returns the entries of a folder without its links, which it reports.
func (o *object) list(rel string, depth int) []fs.DirEntry {
	all, err := fs.ReadDir(o.fsys, path.Join(o.dir, rel))
	if err != nil {
		if rel != "." {
			o.add(CodeBound, rel, "the folder cannot be read")
		}
		return nil
	}
	o.entries += len(all)
	if depth > maxDepth || o.entries > maxEntries {
		o.add(CodeBound, rel, "the object is larger or deeper than is read here")
		return nil
	}
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool {
		odd := !e.IsDir() && !e.Type().IsRegular()
		if odd {
			o.add("E090", path.Join(rel, e.Name()), "it is neither a plain file nor a folder")
		}
		return odd
	})
}

// read returns a small file, or nil after reporting why not.
func (o *object) read(rel string, limit int64) []byte {
	f, err := o.fsys.Open(path.Join(o.dir, rel))
	if err == nil {
		var data []byte
		data, err = io.ReadAll(io.LimitReader(f, limit+1))
		err = errors.Join(err, f.Close())
		if err == nil && int64(len(data)) <= limit {
			return data
		}
	}
	o.add(CodeBound, rel, "it cannot be read, or is larger than is read here")
	return nil
}

const declarationPrefix = "0=ocfl_object_"

// declaration looks for the file that says which specification is followed.
func (o *object) declaration(entries []fs.DirEntry) {
	found := 0
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, "0=") || e.IsDir() {
			continue
		}
		found++
		spec, ok := strings.CutPrefix(name, declarationPrefix)
		if !ok || !known(spec) {
			o.add("E006", name, "it declares no known version of OCFL objects")
			continue
		}
		o.spec = spec
		if string(o.read(name, maxSidecar)) != strings.TrimPrefix(name, "0=")+"\n" {
			o.add("E007", name, "its text is not that of its name")
		}
	}
	if found != 1 {
		o.add("E003", ".", "there are %d declarations instead of one", found)
	}
}

// rootInventory reads the inventory at the root and returns its bytes.
func (o *object) rootInventory(entries []fs.DirEntry) []byte {
	if !isFile(entries, "inventory.json") {
		o.add("E063", "inventory.json", "there is no inventory")
		return nil
	}
	data := o.read("inventory.json", maxInventory)
	o.root = parseInventory(o.report, "inventory.json", data)
	if o.root != nil {
		o.sidecar(".", entries, o.root, data)
	}
	return data
}

func isFile(entries []fs.DirEntry, name string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name && !e.IsDir() })
}

// sidecarName is the file beside an inventory that holds its digest.
func (inv *inventory) sidecarName() string { return "inventory.json." + inv.algorithm }

// sidecar compares an inventory with the digest beside it.
func (o *object) sidecar(dir string, entries []fs.DirEntry, inv *inventory, data []byte) {
	rel := path.Join(dir, inv.sidecarName())
	if !isFile(entries, inv.sidecarName()) {
		o.add("E058", rel, "the digest of the inventory is missing")
		return
	}
	line := regexp.MustCompile(`^([0-9A-Fa-f]+)[ \t]+inventory\.json\s*$`).FindSubmatch(o.read(rel, maxSidecar))
	if line == nil {
		o.add("E061", rel, "it is not a digest and the name of the inventory")
		return
	}
	if sum, ok := digestBytes(inv.algorithm, data); ok && !strings.EqualFold(sum, string(line[1])) {
		o.add("E060", rel, "it is not the digest of the inventory")
	}
}

// rootEntries sorts what lies directly in the object.
func (o *object) rootEntries(entries []fs.DirEntry) {
	for _, e := range entries {
		name := e.Name()
		switch {
		case !e.IsDir():
			if !o.rootFile(name) {
				o.add("E001", name, "the file does not belong into an object")
			}
		case versionNumber(name) > 0:
			o.dirs = append(o.dirs, name)
		case name == "extensions":
			o.extensions()
		case name != "logs":
			o.add("E001", name, "the folder does not belong into an object")
		}
	}
}

// rootFile reports whether a file may lie directly in the object. Where there
// is no inventory to name the algorithm, any sidecar may.
func (o *object) rootFile(name string) bool {
	if o.root != nil && name == o.root.sidecarName() {
		return true
	}
	return name == "inventory.json" || strings.HasPrefix(name, "0=") ||
		o.root == nil && strings.HasPrefix(name, "inventory.json.")
}

// extensions judges the extensions folder: only folders of registered names.
func (o *object) extensions() {
	for _, e := range o.list("extensions", 1) {
		rel := path.Join("extensions", e.Name())
		if !e.IsDir() {
			o.add("E067", rel, "a file among the extensions")
			o.add("E112", rel, "a file among the extensions")
		} else if !registered(e.Name()) {
			o.add("W013", rel, "the extension is not registered")
		}
	}
}

// registered reports whether an extension is in the registry of the OCFL
// community (ocfl.github.io/extensions).
func registered(name string) bool {
	return slices.Contains([]string{
		"0001-digest-algorithms", "0002-flat-direct-storage-layout", "0003-hash-and-id-n-tuple-storage-layout",
		"0004-hashed-n-tuple-storage-layout", "0005-mutable-head", "0006-flat-omit-prefix-storage-layout",
		"0007-n-tuple-omit-prefix-storage-layout", "0008-schema-registry", "0009-digest-algorithms",
		"0010-differential-n-tuple-omit-prefix-storage-layout", "0011-direct-clean-path-layout", "initial",
	}, name)
}

// versionDir judges one version folder. The inventory in the newest one must
// have the bytes of the one at the root, and is then not read again.
func (o *object) versionDir(dir string, rootData []byte) {
	entries := o.list(dir, 1)
	var inv *inventory
	if isFile(entries, "inventory.json") {
		inv = o.versionInventory(dir, entries, rootData)
	} else {
		o.add("W010", dir, "the version has no inventory")
	}
	content := "content"
	if o.root != nil {
		content = o.root.contentDir
	}
	if inv != nil && inv.contentDir != content {
		content = inv.contentDir
	}
	for _, e := range entries {
		rel := path.Join(dir, e.Name())
		switch {
		case e.IsDir() && e.Name() == content:
			if o.contentTree(rel, 2) == 0 {
				o.add("W003", rel, "the content folder is empty")
			}
		case e.IsDir():
			o.add("W002", rel, "another folder than that of the content")
		case e.Name() == "inventory.json" || strings.HasPrefix(e.Name(), "inventory.json.sha"):
		default:
			o.add("E015", rel, "a file beside the content folder")
		}
	}
}

func (o *object) versionInventory(dir string, entries []fs.DirEntry, rootData []byte) *inventory {
	rel := path.Join(dir, "inventory.json")
	data := o.read(rel, maxInventory)
	newest := dir == o.dirs[len(o.dirs)-1]
	if newest && o.root != nil && bytes.Equal(data, rootData) {
		o.sidecar(dir, entries, o.root, data)
		return o.root
	}
	if newest && o.root != nil {
		o.add("E064", rel, "it differs from the inventory at the root")
	}
	inv := parseInventory(o.report, rel, data)
	if inv == nil {
		return nil
	}
	o.sidecar(dir, entries, inv, data)
	if inv.head != dir {
		o.add("E040", rel, "its head is %.40q", inv.head)
	}
	o.prior = append(o.prior, inv)
	return inv
}

// contentTree notes the files below a content folder and returns how many
// entries it has.
func (o *object) contentTree(rel string, depth int) int {
	entries := o.list(rel, depth)
	for _, e := range entries {
		sub := path.Join(rel, e.Name())
		if !e.IsDir() {
			o.files[sub] = true
		} else if o.contentTree(sub, depth+1) == 0 {
			o.add("E024", sub, "an empty folder among the content")
		}
	}
	return len(entries)
}

// present compares the versions of the root inventory with the folders.
func (o *object) present() {
	for name := range o.root.versions {
		if !slices.Contains(o.dirs, name) {
			o.add("E010", name, "the folder of a version is missing")
			o.add("E046", name, "the folder of a version is missing")
		}
	}
	for _, dir := range o.dirs {
		if o.root.versions[dir] == nil {
			o.add("E046", dir, "the inventory does not know this version")
		}
	}
}

// specs judges which specification each inventory follows: that of the root is
// the declared one, and it never becomes older.
func (o *object) specs() {
	if o.root.spec != "" && o.spec != "" && o.root.spec != o.spec {
		o.add("E038", o.root.path, "its type is of OCFL %s, the declaration of %s", o.root.spec, o.spec)
	}
	before := ""
	for _, inv := range append(slices.Clone(o.prior), o.root) {
		if inv.spec != "" && inv.spec < before {
			o.add("E103", inv.path, "it follows an older specification than the version before it")
		}
		before = max(before, inv.spec)
	}
}

// contents judges what one inventory says about files.
func (o *object) contents(inv *inventory) {
	known := inv.manifest.digestOf()
	for rel, digest := range known {
		o.matches("E092", inv, rel, inv.algorithm, digest)
	}
	newest := versionNumber(inv.head)
	for rel := range o.files {
		dir, _, _ := strings.Cut(rel, "/")
		if _, ok := known[rel]; !ok && (versionNumber(dir) <= newest || inv == o.root) {
			o.add("E023", rel, "%s does not list it", inv.path)
		}
	}
	for algorithm, b := range inv.fixity {
		for rel, digest := range b.digestOf() {
			o.matches("E093", inv, rel, algorithm, digest)
		}
	}
}

// matches compares the digest of a file with a written one.
func (o *object) matches(code string, inv *inventory, rel, algorithm, digest string) {
	if !o.files[rel] {
		o.add(code, rel, "%s lists it, and it is missing", inv.path)
		return
	}
	if sum, ok := o.sums[rel][algorithm]; ok && !strings.EqualFold(sum, digest) {
		o.add(code, rel, "its %s digest is not that in %s", algorithm, inv.path)
	}
}

// agrees compares an earlier inventory with the one at the root.
func (o *object) agrees(inv *inventory) {
	if inv.id != o.root.id {
		o.add("E037", inv.path, "its id is another one")
		o.add("E110", inv.path, "its id is another one")
	}
	if inv.contentDir != o.root.contentDir {
		o.add("E019", inv.path, "its content directory is another one")
		o.add("E020", inv.path, "its content directory is another one")
	} else if inv.declared != o.root.declared {
		o.add("E019", inv.path, "the content directory is not given in every inventory")
	}
	for name, old := range inv.versions {
		now := o.root.versions[name]
		if now == nil {
			o.add("E066", inv.path, "version %s is not in the inventory at the root", name)
			continue
		}
		if !sameState(inv, old.state, o.root, now.state) {
			o.add("E066", inv.path, "version %s holds other files than the inventory at the root says", name)
		}
		if !same(old.created, now.created) || !same(old.message, now.message) || !same(old.user, now.user) {
			o.add("W011", inv.path, "version %s is described in other words than at the root", name)
		}
	}
}

// same compares two decoded JSON values by what they say.
func same(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// sameState compares what two inventories say one version holds. Where the
// digests are of different kinds, every logical path must have its content
// where the newer inventory sees it, too.
func sameState(a *inventory, old block, b *inventory, now block) bool {
	x, y := old.digestOf(), now.digestOf()
	if len(x) != len(y) {
		return false
	}
	for logical, digest := range x {
		other, ok := y[logical]
		if !ok {
			return false
		}
		if a.algorithm == b.algorithm {
			if !strings.EqualFold(digest, other) {
				return false
			}
			continue
		}
		for _, content := range a.manifest[digest] {
			if !slices.Contains(b.manifest[other], content) {
				return false
			}
		}
	}
	return true
}
