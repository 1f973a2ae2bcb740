package ocfl_test

import (
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"reckon/internal/vault/ocfl"
)

func sha(text string) string {
	sum := sha512.Sum512([]byte(text))
	return hex.EncodeToString(sum[:])
}

// sound is an inventory of one version with one file, which has the text "words".
func sound() map[string]any {
	user := map[string]any{"name": "Vesmar archive", "address": "mailto:archive@example.org"}
	return map[string]any{
		"id": "urn:example:vesmar:1", "type": "https://ocfl.io/1.1/spec/#inventory", "digestAlgorithm": "sha512", "head": "v1",
		"manifest": map[string]any{sha("words"): []any{"v1/content/a.txt"}},
		"versions": map[string]any{"v1": map[string]any{
			"created": "2031-03-04T05:06:07Z", "message": "first", "user": user, "state": map[string]any{sha("words"): []any{"a.txt"}},
		}},
	}
}

// laid is an object's folder with that inventory, its digest and one file.
func laid(t *testing.T, inventory map[string]any) fstest.MapFS {
	t.Helper()
	data, err := json.Marshal(inventory)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"0=ocfl_object_1.1": "ocfl_object_1.1\n", "inventory.json": string(data), "v1/inventory.json": string(data), "v1/content/a.txt": "words",
		"inventory.json.sha512": sha(string(data)) + "  inventory.json\n", "v1/inventory.json.sha512": sha(string(data)) + "  inventory.json\n",
	} {
		files["o/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func version(inventory map[string]any) map[string]any {
	return inventory["versions"].(map[string]any)["v1"].(map[string]any)
}

// judged tests that a report has the code, and that an E makes it invalid.
func judged(t *testing.T, name, code string, r *ocfl.Report) {
	t.Helper()
	all := slices.Concat(codes(r.Errors), codes(r.Warnings))
	if code == "" && len(all) > 0 || code != "" && !slices.Contains(all, code) {
		t.Errorf("%s: got %v, want %s", name, all, code)
	}
	if strings.HasPrefix(code, "E") == r.Valid() {
		t.Errorf("%s: valid is %t", name, r.Valid())
	}
}

// The rules on inventories, each broken alone in an object that is otherwise sound.
func TestInventoryRules(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	type list = []any
	tests := []struct {
		name, code string
		change     func(object)
	}{
		{"sound", "", func(object) {}},
		{"id missing", "E036", func(i object) { delete(i, "id") }},
		{"type missing", "E036", func(i object) { delete(i, "type") }},
		{"head missing", "E036", func(i object) { delete(i, "head") }},
		{"algorithm missing", "E036", func(i object) { delete(i, "digestAlgorithm") }},
		{"id a number", "E037", func(i object) { i["id"] = 7 }},
		{"id empty", "E037", func(i object) { i["id"] = "" }},
		{"id no URI", "W005", func(i object) { i["id"] = "vesmar one" }},
		{"type of nothing", "E038", func(i object) { i["type"] = "inventory" }},
		{"type other than declared", "E038", func(i object) { i["type"] = "https://ocfl.io/1.0/spec/#inventory" }},
		{"type unknown", "E038", func(i object) { i["type"] = "https://ocfl.io/9.9/spec/#inventory" }},
		{"algorithm too weak", "E025", func(i object) { i["digestAlgorithm"] = "md5" }},
		{"head not the newest", "E040", func(i object) { i["head"] = "v2" }},
		{"head a number", "E040", func(i object) { i["head"] = 1 }},
		{"unknown key", "E102", func(i object) { i["colour"] = "red" }},
		{"unknown key of a version", "E102", func(i object) { version(i)["colour"] = "red" }},
		{"content directory with a slash", "E017", func(i object) { i["contentDirectory"] = "a/b" }},
		{"content directory a dot", "E018", func(i object) { i["contentDirectory"] = "." }},
		{"content directory two dots", "E018", func(i object) { i["contentDirectory"] = ".." }},
		{"manifest missing", "E041", func(i object) { delete(i, "manifest") }},
		{"manifest a list", "E106", func(i object) { i["manifest"] = list{} }},
		{"manifest with a bare path", "E092", func(i object) { i["manifest"].(object)[sha("words")] = "v1/content/a.txt" }},
		{"manifest of a missing file", "E092", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/content/a.txt", "v1/content/b.txt"} }},
		{"manifest with a repeated digest", "E096", func(i object) { i["manifest"].(object)[strings.ToUpper(sha("words"))] = list{"v1/content/a.txt"} }},
		{"content path from the root", "E100", func(i object) { i["manifest"].(object)[sha("words")] = list{"/v1/content/a.txt"} }},
		{"content path with a trailing slash", "E100", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/content/a.txt/"} }},
		{"content path through its parent", "E099", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/content/../content/a.txt"} }},
		{"content path with an empty element", "E099", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/content//a.txt"} }},
		{"content path twice", "E101", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/content/a.txt", "v1/content/a.txt"} }},
		{"content path inside a file", "E101", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/content/a.txt", "v1/content/a.txt/b"} }},
		{"content outside of its directory", "E042", func(i object) { i["manifest"].(object)[sha("words")] = list{"v1/a.txt"} }},
		{"content that no version uses", "E107", func(i object) { i["manifest"].(object)[sha("unused")] = list{"v1/content/b.txt"} }},
		{"versions missing", "E043", func(i object) { delete(i, "versions") }},
		{"versions a list", "E044", func(i object) { i["versions"] = list{} }},
		{"no version", "E008", func(i object) { i["versions"] = object{} }},
		{"version of no number", "E046", func(i object) { i["versions"].(object)["one"] = version(i) }},
		{"version a text", "E047", func(i object) { i["versions"].(object)["v1"] = "x" }},
		{"version without a time", "E048", func(i object) { delete(version(i), "created") }},
		{"version without a state", "E048", func(i object) { delete(version(i), "state") }},
		{"time without a zone", "E049", func(i object) { version(i)["created"] = "2031-03-04T05:06:07" }},
		{"time of a day alone", "E049", func(i object) { version(i)["created"] = "2031-03-04" }},
		{"time a number", "E049", func(i object) { version(i)["created"] = 2031 }},
		{"state a list", "E050", func(i object) { version(i)["state"] = list{} }},
		{"state of a digest not in the manifest", "E050", func(i object) { version(i)["state"].(object)[sha("other")] = list{"b.txt"} }},
		{"state with a bare path", "E051", func(i object) { version(i)["state"].(object)[sha("words")] = "a.txt" }},
		{"logical path with a dot", "E052", func(i object) { version(i)["state"].(object)[sha("words")] = list{"./a.txt"} }},
		{"logical path with two dots", "E052", func(i object) { version(i)["state"].(object)[sha("words")] = list{"../a.txt"} }},
		{"logical path from the root", "E053", func(i object) { version(i)["state"].(object)[sha("words")] = list{"/a.txt"} }},
		{"logical path twice", "E095", func(i object) { version(i)["state"].(object)[sha("words")] = list{"a.txt", "a.txt"} }},
		{"logical path inside another", "E095", func(i object) { version(i)["state"].(object)[sha("words")] = list{"a", "a/b"} }},
		{"message a number", "E094", func(i object) { version(i)["message"] = 7 }},
		{"user without a name", "E054", func(i object) { version(i)["user"] = object{"address": "mailto:a@example.org"} }},
		{"user with an empty name", "E054", func(i object) { version(i)["user"] = object{"name": "", "address": "mailto:a@example.org"} }},
		{"message missing", "W007", func(i object) { delete(version(i), "message") }},
		{"user missing", "W007", func(i object) { delete(version(i), "user") }},
		{"user without an address", "W008", func(i object) { version(i)["user"] = object{"name": "Vesmar archive"} }},
		{"user's address no URI", "W009", func(i object) { version(i)["user"] = object{"name": "Vesmar archive", "address": "by the river"} }},
		{"fixity a list", "E111", func(i object) { i["fixity"] = list{} }},
		{"fixity of one algorithm a list", "E057", func(i object) { i["fixity"] = object{"md5": list{}} }},
		{"fixity with a repeated digest", "E097", func(i object) { i["fixity"] = object{"md5": object{"ab": list{"v1/content/a.txt"}, "AB": list{}}} }},
		{"fixity of another digest", "E093", func(i object) { i["fixity"] = object{"md5": object{"ab": list{"v1/content/a.txt"}}} }},
		{"fixity of a missing file", "E093", func(i object) { i["fixity"] = object{"md5": object{"ab": list{"v1/content/b.txt"}}} }},
		{"fixity of an unknown algorithm", "", func(i object) { i["fixity"] = object{"vesmar": object{"ab": list{"v1/content/a.txt"}}} }},
	}
	for _, tt := range tests {
		inventory := sound()
		tt.change(inventory)
		judged(t, tt.name, tt.code, ocfl.Validate(laid(t, inventory), "o"))
	}
}

// The rules on files and folders, each broken alone.
func TestFolderRules(t *testing.T) {
	t.Parallel()
	put := func(name, text string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { f["o/"+name] = &fstest.MapFile{Data: []byte(text)} }
	}
	take := func(names ...string) func(fstest.MapFS) {
		return func(f fstest.MapFS) {
			maps.DeleteFunc(f, func(name string, _ *fstest.MapFile) bool {
				return slices.Contains(names, strings.TrimPrefix(name, "o/"))
			})
		}
	}
	folder := func(name string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { f["o/"+name] = &fstest.MapFile{Mode: fs.ModeDir | 0o755} }
	}
	link := func(name string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { f["o/"+name] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("/etc")} }
	}
	tests := []struct {
		name, code string
		change     func(fstest.MapFS)
	}{
		{"sound", "", func(fstest.MapFS) {}},
		{"logs", "", put("logs/today.txt", "x")},
		{"a registered extension", "", put("extensions/0005-mutable-head/config.json", "{}")},
		{"an unregistered extension", "W013", put("extensions/vesmar/config.json", "{}")},
		{"a file among the extensions", "E067", put("extensions/readme.txt", "x")},
		{"a stray file", "E001", put("readme.txt", "x")},
		{"a stray folder", "E001", put("papers/a.txt", "x")},
		{"no declaration", "E003", take("0=ocfl_object_1.1")},
		{"two declarations", "E003", put("0=ocfl_object_1.0", "ocfl_object_1.0\n")},
		{"an unknown declaration", "E006", put("0=ocfl_object_9.9", "ocfl_object_9.9\n")},
		{"a declaration of another text", "E007", put("0=ocfl_object_1.1", "ocfl_object_1.0\n")},
		{"a declaration without its line end", "E007", put("0=ocfl_object_1.1", "ocfl_object_1.1")},
		{"no inventory", "E063", take("inventory.json")},
		{"no digest of the inventory", "E058", take("inventory.json.sha512")},
		{"another digest of the inventory", "E060", put("inventory.json.sha512", sha("other")+"  inventory.json\n")},
		{"a digest without a name", "E061", put("inventory.json.sha512", sha("other")+"\n")},
		{"a digest that is none", "E061", put("inventory.json.sha512", "words inventory.json\n")},
		{"an inventory that is no JSON", "E033", put("inventory.json", "words")},
		{"an inventory that is a list", "E033", put("inventory.json", "[]")},
		{"an inventory with a key twice", "E033", put("inventory.json", `{"id":"urn:a","id":"urn:b"}`)},
		{"an inventory and more", "E033", put("inventory.json", "{} {}")},
		{"an inventory nested deep", "E033", put("inventory.json", strings.Repeat(`{"a":`, 40)+"1"+strings.Repeat("}", 40))},
		{"another inventory in the newest version", "E064", put("v1/inventory.json", "{}")},
		{"no inventory in a version", "W010", take("v1/inventory.json", "v1/inventory.json.sha512")},
		{"a file beside the content", "E015", put("v1/notes.txt", "x")},
		{"a folder beside the content", "W002", put("v1/papers/a.txt", "x")},
		{"content changed", "E092", put("v1/content/a.txt", "other words")},
		{"content missing", "E092", take("v1/content/a.txt")},
		{"content not listed", "E023", put("v1/content/b.txt", "x")},
		{"an empty folder among the content", "E024", folder("v1/content/empty")},
		{"a version that is not known", "E046", folder("v2")},
		{"a link among the content", "E090", link("v1/content/b.txt")},
		{"a link at the root", "E090", link("link")},
		{"a folder deeper than is read", ocfl.CodeBound, put("v1/content/"+strings.Repeat("d/", 70)+"a.txt", "x")},
	}
	for _, tt := range tests {
		files := laid(t, sound())
		tt.change(files)
		judged(t, tt.name, tt.code, ocfl.Validate(files, "o"))
	}
}
