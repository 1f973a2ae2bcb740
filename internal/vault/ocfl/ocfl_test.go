package ocfl_test

import (
	"crypto/sha512"
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"reckon/internal/vault/ocfl"
)

// digestX is the SHA-512 of "x".
var digestX = func() string {
	sum := sha512.Sum512([]byte("x"))
	return hex.EncodeToString(sum[:])
}()

// simple is the inventory of a faultless object with one file holding "x".
var simple = `{"id":"urn:example:1","type":"https://ocfl.io/1.1/spec/#inventory","digestAlgorithm":"sha512","head":"v1",
"manifest":{"` + digestX + `":["v1/content/x"]},
"versions":{"v1":{"created":"2031-01-01T00:00:00Z","message":"m","user":{"name":"n","address":"urn:n"},
"state":{"` + digestX + `":["x"]}}}}`

// build returns an object with the given inventory, rightly digested.
func build(inventory string) fstest.MapFS {
	sum := sha512.Sum512([]byte(inventory))
	side := []byte(hex.EncodeToString(sum[:]) + " inventory.json\n")
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		"0=ocfl_object_1.1": "ocfl_object_1.1\n", "v1/content/x": "x",
		"inventory.json": inventory, "v1/inventory.json": inventory,
	} {
		fsys["o/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	fsys["o/inventory.json.sha512"] = &fstest.MapFile{Data: side}
	fsys["o/v1/inventory.json.sha512"] = &fstest.MapFile{Data: side}
	return fsys
}

// put adds or replaces a file of the object.
func put(name, text string) func(fstest.MapFS) {
	return func(m fstest.MapFS) { m["o/"+name] = &fstest.MapFile{Data: []byte(text)} }
}

// swap replaces a piece of the inventory.
func swap(old, now string) func(fstest.MapFS) {
	return func(m fstest.MapFS) {
		if !strings.Contains(simple, old) {
			panic("the inventory has no " + old)
		}
		maps.Copy(m, build(strings.Replace(simple, old, now, 1)))
	}
}

// cutAt ends the inventory before a piece of it, with another end.
func cutAt(piece, end string) func(fstest.MapFS) {
	return func(m fstest.MapFS) {
		before, _, _ := strings.Cut(simple, piece)
		maps.Copy(m, build(before+end))
	}
}

// ruleTest is one change to the simple object.
type ruleTest struct {
	name   string
	change func(fstest.MapFS)
	want   []string // all codes, errors and warnings
}

func judge(t *testing.T, tests []ruleTest) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := build(simple)
			tt.change(fsys)
			r := ocfl.Validate(fsys, "o")
			got := append(codes(r.Errors), codes(r.Warnings)...)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v: %v %v", got, tt.want, r.Errors, r.Warnings)
			}
		})
	}
}

func TestRulesOnFilesBeyondTheFixtures(t *testing.T) {
	t.Parallel()
	judge(t, []ruleTest{
		{"nothing", func(fstest.MapFS) {}, nil},
		{"two declarations", put("0=ocfl_object_1.0", "ocfl_object_1.0\n"), []string{"E003"}},
		{"unknown declaration", put("0=ocfl_object_9", ""), []string{"E003", "E006"}},
		{"declaration of another version", func(m fstest.MapFS) {
			delete(m, "o/0=ocfl_object_1.1")
			put("0=ocfl_object_1.0", "ocfl_object_1.0\n")(m)
		}, []string{"E038"}},
		{"empty content folder", func(m fstest.MapFS) {
			m["o/v1/content/sub"] = &fstest.MapFile{Mode: os.ModeDir | 0o700}
		}, []string{"E024"}},
		{"sidecar too large", put("inventory.json.sha512", strings.Repeat("a", 5000)), []string{"E000", "E061"}},
		{"link in the object", func(m fstest.MapFS) {
			m["o/v1/content/l"] = &fstest.MapFile{Data: []byte("x"), Mode: os.ModeSymlink}
		}, []string{"E090"}},
		{"content folder without content", func(m fstest.MapFS) {
			delete(m, "o/v1/content/x")
			m["o/v1/content"] = &fstest.MapFile{Mode: os.ModeDir | 0o700}
		}, []string{"E092", "W003"}},
		{"very deep folders", put("v1/content"+strings.Repeat("/d", 80)+"/x", "x"), []string{"E000", "E024"}},
		{"version 0", put("v0/x", ""), []string{"E001"}},
	})
}

func TestRulesOnInventoriesBeyondTheFixtures(t *testing.T) {
	t.Parallel()
	judge(t, []ruleTest{
		{"not JSON", swap(`{"id"`, `{{"id"`), []string{"E033"}},
		{"a list", func(m fstest.MapFS) { maps.Copy(m, build("[]")) }, []string{"E033"}},
		{"two values", func(m fstest.MapFS) { maps.Copy(m, build(simple+"{}")) }, []string{"E033"}},
		{"repeated key", swap(`"head":"v1"`, `"head":"v1","head":"v1"`), []string{"E033"}},
		{"deep nesting", swap(`"m"`, strings.Repeat("[", 50)+strings.Repeat("]", 50)), []string{"E033"}},
		{"unknown key", swap(`"head":"v1"`, `"head":"v1","note":1`), []string{"E102"}},
		{"unknown key of a version", swap(`"message":"m"`, `"message":"m","note":1`), []string{"E102"}},
		{"id is a number", swap(`"urn:example:1"`, `7`), []string{"E037"}},
		{"unknown type", swap(`/1.1/`, `/7/`), []string{"E038"}},
		{"content directory with dots", swap(`"head"`, `"contentDirectory":"..","head"`), []string{"E018"}},
		{"manifest is a list", swap(`"manifest":{"`+digestX+`":["v1/content/x"]}`, `"manifest":[]`), []string{"E023", "E050", "E106"}},
		{"manifest value is a text", swap(`["v1/content/x"]`, `"v1/content/x"`), []string{"E023", "E092"}},
		{"manifest path is a number", swap(`["v1/content/x"]`, `[1]`), []string{"E023", "E092"}},
		{"content path outside", swap(`v1/content/x`, `v1/other/x`), []string{"E023", "E042", "E092"}},
		{"versions is a list", cutAt(`"versions"`, `"versions":[]}`), []string{"E044", "E046", "E107"}},
		{"version is a text", cutAt(`"versions"`, `"versions":{"v1":"x"}}`), []string{"E046", "E047", "E107"}},
		{"no versions block", cutAt(`,`+"\n"+`"versions"`, `}`), []string{"E041", "E043", "E046", "E107"}},
		{"no time and no state", swap(`"created":"2031-01-01T00:00:00Z",`, ``), []string{"E048"}},
		{"message is a list", swap(`"message":"m"`, `"message":[]`), []string{"E094"}},
		{"user without name", swap(`"name":"n",`, ``), []string{"E054"}},
		{"fixity is a list", swap(`"head"`, `"fixity":[],"head"`), []string{"E111"}},
		{"fixity block is a list", swap(`"head"`, `"fixity":{"md5":[]},"head"`), []string{"E057"}},
		{"fixity of an unknown kind", swap(`"head"`, `"fixity":{"crc":{"0":["v1/content/x"]}},"head"`), nil},
		{"wrong SHA-512/256 fixity", swap(`"head"`, `"fixity":{"sha512/256":{"0":["v1/content/x"]}},"head"`), []string{"E093"}},
	})
}

func TestReportDoesNotVary(t *testing.T) {
	t.Parallel()
	fsys := build(strings.ReplaceAll(simple, "x", "../y"))
	first := ocfl.Validate(fsys, "o")
	for range 20 {
		if again := ocfl.Validate(fsys, "o"); !slices.Equal(again.Errors, first.Errors) || !slices.Equal(again.Warnings, first.Warnings) {
			t.Fatalf("%v, then %v", first, again)
		}
	}
}

func TestNothingIsThere(t *testing.T) {
	t.Parallel()
	if r := ocfl.Validate(fstest.MapFS{}, "o"); r.Valid() || !slices.Equal(codes(r.Errors), []string{"E003", "E063"}) {
		t.Errorf("got %v", r.Errors)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, f := range build(simple) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content := filepath.Join(dir, "o", "v1", "content")
	if err := os.Rename(content, filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), content); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	r := ocfl.Validate(os.DirFS(dir), "o")
	if got := codes(r.Errors); !slices.Equal(got, []string{"E090", "E092"}) {
		t.Errorf("got %v", r.Errors)
	}
}

func FuzzInventory(f *testing.F) {
	f.Add(simple)
	f.Add(strings.Replace(simple, "sha512", "sha256", 1))
	f.Add(strings.Replace(simple, `"v1":`, `"v01":`, 1))
	f.Add(`{"versions":{"v1":{"user":{}}},"manifest":{"a":[]},"fixity":{"md5":{"b":["/"]}}}`)
	f.Fuzz(func(t *testing.T, inventory string) {
		fsys := build(inventory)
		// An earlier version of its own takes the path of comparing two inventories.
		fsys["o/v2/inventory.json"] = &fstest.MapFile{Data: []byte(simple)}
		r := ocfl.Validate(fsys, "o")
		if r.Valid() {
			t.Errorf("an object whose newest inventory is an old one is valid: %s", inventory)
		}
	})
}

func FuzzSidecar(f *testing.F) {
	good := build(simple)["o/inventory.json.sha512"].Data
	f.Add(string(good))
	f.Add(strings.ToUpper(string(good)))
	f.Add("")
	f.Fuzz(func(t *testing.T, side string) {
		fsys := build(simple)
		fsys["o/inventory.json.sha512"] = &fstest.MapFile{Data: []byte(side)}
		r := ocfl.Validate(fsys, "o")
		fields := strings.Fields(side)
		right := len(fields) == 2 && strings.EqualFold(fields[0], strings.Fields(string(good))[0]) && fields[1] == "inventory.json"
		if r.Valid() && !right {
			t.Errorf("the sidecar %q was accepted", side)
		}
	})
}
