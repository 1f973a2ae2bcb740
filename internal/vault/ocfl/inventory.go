package ocfl

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// inventory is what could be made out of an inventory file.
type inventory struct {
	path       string // of the file, relative to the object
	id         string
	spec       string // "1.0" or "1.1", or "" where the type is wrong
	algorithm  string
	head       string
	contentDir string // "content" where none is given
	declared   bool   // the content directory is given
	manifest   block
	versions   map[string]*versionBlock
	fixity     map[string]block
}

// block is a manifest, a state or one algorithm of the fixity block: digests
// as written, each with its paths.
type block map[string][]string

// digestOf turns the block around.
func (b block) digestOf() map[string]string {
	m := map[string]string{}
	for digest, paths := range b {
		for _, p := range paths {
			m[p] = digest
		}
	}
	return m
}

// versionBlock is one value of the versions block.
type versionBlock struct {
	state         block
	created       any
	message, user any
}

// parser reads one inventory and reports what is wrong with it.
type parser struct {
	report *Report
	inv    *inventory
}

func (p *parser) add(code, format string, args ...any) {
	p.report.add(code, p.inv.path, fmt.Sprintf(format, args...))
}

// parseInventory reads an inventory. It returns nil where that is not a JSON
// object at all.
func parseInventory(report *Report, path string, data []byte) *inventory {
	p := &parser{report: report, inv: &inventory{
		path: path, contentDir: "content", versions: map[string]*versionBlock{}, fixity: map[string]block{},
	}}
	v, err := decode(data)
	top, ok := v.(map[string]any)
	if err != nil || !ok {
		p.add("E033", "it is not a JSON object")
		return nil
	}
	for key := range top {
		if !slices.Contains([]string{"id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"}, key) {
			p.add("E102", "the key %.40q is not specified", key)
		}
	}
	p.header(top)
	p.contentDirectory(top)
	p.manifest(top)
	p.versions(top)
	p.fixity(top)
	p.usage()
	return p.inv
}

// text returns the string under a required key. Where it is absent that is
// E036; where it is no string, the given code.
func (p *parser) text(top map[string]any, key, code string) string {
	v, ok := top[key]
	if !ok {
		p.add("E036", "the key %s is missing", key)
		return ""
	}
	s, ok := v.(string)
	if !ok || s == "" {
		p.add(code, "the value of %s is not a text", key)
	}
	return s
}

func (p *parser) header(top map[string]any) {
	p.inv.id = p.text(top, "id", "E037")
	if p.inv.id != "" && !isURI(p.inv.id) {
		p.add("W005", "the id is not a URI")
	}
	if typ := p.text(top, "type", "E038"); typ != "" {
		spec, ok := strings.CutPrefix(typ, "https://ocfl.io/")
		spec, tail := strings.CutSuffix(spec, "/spec/#inventory")
		if ok && tail && known(spec) {
			p.inv.spec = spec
		} else {
			p.add("E038", "the type %.60q is not that of an inventory", typ)
		}
	}
	p.inv.algorithm = p.text(top, "digestAlgorithm", "E025")
	switch p.inv.algorithm {
	case "sha512", "":
	case "sha256":
		p.add("W004", "the digests are SHA-256")
	default:
		p.add("E025", "%.20q cannot address content", p.inv.algorithm)
	}
	p.inv.head = p.text(top, "head", "E040")
}

// known reports whether a version of the specification is one of ours.
func known(spec string) bool { return spec == "1.0" || spec == "1.1" }

func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Opaque != "" || u.Host != "" || u.Path != "")
}

func (p *parser) contentDirectory(top map[string]any) {
	v, ok := top["contentDirectory"]
	if !ok {
		return
	}
	p.inv.declared = true
	dir, ok := v.(string)
	switch {
	case !ok || dir == "" || strings.Contains(dir, "/"):
		p.add("E017", "the content directory is not a plain name")
	case dir == "." || dir == "..":
		p.add("E018", "the content directory is %s", dir)
	default:
		p.inv.contentDir = dir
	}
}

func (p *parser) manifest(top map[string]any) {
	v, ok := top["manifest"]
	if !ok {
		p.add("E041", "there is no manifest")
		return
	}
	codes := blockCodes{shape: "E106", repeated: "E096", edges: "E100", elements: "E099", list: "E092", unique: "E101"}
	p.inv.manifest = p.block(v, codes)
	for path := range p.inv.manifest.digestOf() {
		parts := strings.SplitN(path, "/", 3)
		if len(parts) != 3 || parts[1] != p.inv.contentDir {
			p.add("E042", "the content path %.80q is not in a content directory", path)
		}
	}
}

// blockCodes are the codes for one use of a block.
type blockCodes struct {
	shape    string // it is no object
	list     string // a value is no list of texts
	repeated string // a digest occurs twice but for letter case; "" where allowed
	edges    string // a path begins or ends with a slash
	elements string // a path has an element that is empty, . or ..
	unique   string // paths repeat or contain each other
}

// block reads an object of digests and lists of paths.
func (p *parser) block(v any, codes blockCodes) block {
	obj, ok := v.(map[string]any)
	if !ok {
		p.add(codes.shape, "a block of digests is not an object")
		return nil
	}
	b, seen := block{}, map[string]bool{}
	var all []string
	for digest, v := range obj {
		folded := strings.ToLower(digest)
		if codes.repeated != "" && seen[folded] {
			p.add(codes.repeated, "the digest %.16s… occurs twice", folded)
		}
		seen[folded] = true
		b[digest] = p.paths(v, codes)
		all = append(all, b[digest]...)
	}
	if codes.unique != "" {
		p.conflicts(all, codes.unique)
	}
	return b
}

// paths reads one list of paths.
func (p *parser) paths(v any, codes blockCodes) []string {
	list, ok := v.([]any)
	if !ok {
		p.add(codes.list, "the paths of a digest are not a list")
	}
	var paths []string
	for _, item := range list {
		path, ok := item.(string)
		if !ok {
			p.add(codes.list, "a path is not a text")
			continue
		}
		paths = append(paths, path)
		trimmed := strings.Trim(path, "/")
		if trimmed != path || path == "" {
			p.add(codes.edges, "the path %.80q begins or ends with a slash", path)
		}
		for part := range strings.SplitSeq(trimmed, "/") {
			if part == "" || part == "." || part == ".." {
				p.add(codes.elements, "the path %.80q has the element %q", path, part)
			}
		}
	}
	return paths
}

// conflicts reports paths that repeat or of which one lies inside another.
func (p *parser) conflicts(paths []string, code string) {
	files := map[string]bool{}
	for _, path := range paths {
		if files[path] {
			p.add(code, "the path %.80q occurs twice", path)
		}
		files[path] = true
	}
	for path := range files {
		for i := range len(path) {
			if path[i] == '/' && files[path[:i]] {
				p.add(code, "the path %.80q lies inside a file", path)
			}
		}
	}
}

func (p *parser) versions(top map[string]any) {
	v, ok := top["versions"]
	if !ok {
		p.add("E041", "there is no versions block")
		p.add("E043", "there is no versions block")
		return
	}
	obj, ok := v.(map[string]any)
	if !ok {
		p.add("E044", "the versions block is not an object")
		return
	}
	if len(obj) == 0 {
		p.add("E008", "there is no version")
	}
	for name, v := range obj {
		if versionNumber(name) == 0 {
			p.add("E046", "%.40q does not name a version", name)
			continue
		}
		p.version(name, v)
	}
	p.sequence()
}

// sequence judges the names of the versions and the head.
func (p *parser) sequence() {
	names := slices.SortedFunc(maps.Keys(p.inv.versions), byNumber)
	for i, name := range names {
		if versionNumber(name) != i+1 {
			p.add("E010", "version %d is missing", i+1)
			if i == 0 {
				p.add("E009", "the first version is %s", name)
			}
			break
		}
	}
	p.padding(names)
	if len(names) > 0 && p.inv.head != "" && p.inv.head != names[len(names)-1] {
		p.add("E040", "the head %.40q is not the newest version", p.inv.head)
	}
}

// padding judges the zeros before version numbers.
func (p *parser) padding(names []string) {
	if len(names) == 0 {
		return
	}
	padded := names[0][1] == '0'
	if padded {
		p.add("W001", "version numbers are padded with zeros")
	}
	for _, name := range names {
		if padded && name[1] != '0' {
			p.add("E011", "%s has no zero after the v as the others have", name)
		}
		if padded != (name[1] == '0') || padded && len(name) != len(names[0]) {
			p.add("E012", "%s is not named the way %s is", name, names[0])
			p.add("E013", "%s is not named the way %s is", name, names[0])
		}
	}
}

// versionNumber returns the number in a version's name, or 0.
func versionNumber(name string) int {
	if ok, err := regexp.MatchString(`^v[0-9]{1,9}$`, name); err != nil || !ok {
		return 0
	}
	n, err := strconv.Atoi(name[1:])
	if err != nil {
		return 0
	}
	return n
}

func byNumber(a, b string) int {
	if d := versionNumber(a) - versionNumber(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

func (p *parser) version(name string, v any) {
	obj, ok := v.(map[string]any)
	if !ok {
		p.add("E047", "version %s is not an object", name)
		return
	}
	for key := range obj {
		if !slices.Contains([]string{"created", "state", "message", "user"}, key) {
			p.add("E102", "the key %.40q of version %s is not specified", key, name)
		}
	}
	b := &versionBlock{created: obj["created"], message: obj["message"], user: obj["user"]}
	p.inv.versions[name] = b
	if created, ok := obj["created"]; !ok {
		p.add("E048", "version %s has no time", name)
	} else if text, ok := created.(string); !ok || !isTime(text) {
		p.add("E049", "the time of version %s is not in the form of RFC 3339", name)
	}
	if state, ok := obj["state"]; !ok {
		p.add("E048", "version %s has no state", name)
	} else {
		b.state = p.block(state, blockCodes{shape: "E050", list: "E051", edges: "E053", elements: "E052", unique: "E095"})
	}
	for digest := range b.state {
		if _, ok := p.inv.manifest[digest]; !ok {
			p.add("E050", "the digest %.16s… of version %s is not in the manifest", digest, name)
		}
	}
	p.person(name, obj)
}

func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// person judges message and user of a version.
func (p *parser) person(name string, obj map[string]any) {
	message, hasMessage := obj["message"]
	u, hasUser := obj["user"]
	if !hasMessage || !hasUser {
		p.add("W007", "version %s has no message or no user", name)
	}
	if _, ok := message.(string); hasMessage && !ok {
		p.add("E094", "the message of version %s is not a text", name)
	}
	if !hasUser {
		return
	}
	user, _ := u.(map[string]any)
	if who, ok := user["name"].(string); !ok || who == "" {
		p.add("E054", "the user of version %s has no name", name)
	}
	address, ok := user["address"]
	if !ok && user != nil {
		p.add("W008", "the user of version %s has no address", name)
	}
	if text, isText := address.(string); ok && (!isText || !isURI(text)) {
		p.add("W009", "the address of the user of version %s is not a URI", name)
	}
}

func (p *parser) fixity(top map[string]any) {
	v, ok := top["fixity"]
	if !ok {
		return
	}
	obj, ok := v.(map[string]any)
	if !ok {
		p.add("E111", "the fixity block is not an object")
		return
	}
	for algorithm, v := range obj {
		p.inv.fixity[algorithm] = p.block(v, blockCodes{shape: "E057", list: "E057", repeated: "E097", edges: "E100", elements: "E099"})
	}
}

// usage reports content that no version uses.
func (p *parser) usage() {
	used := map[string]bool{}
	for _, v := range p.inv.versions {
		for digest := range v.state {
			used[digest] = true
		}
	}
	for digest := range p.inv.manifest {
		if !used[digest] {
			p.add("E107", "no version uses the content %.16s…", digest)
		}
	}
}
