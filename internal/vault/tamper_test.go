package vault_test

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/internal/seal"
	"reckon/internal/vault"
	"reckon/internal/vault/vaulttest"
	"reckon/source"
)

// victim is a vault on disk that is damaged and repaired again and again.
type victim struct {
	t     *testing.T
	dir   string
	ref   source.ObjectRef
	files map[string]string
}

func newVictim(t *testing.T, s seal.Sealer) *victim {
	t.Helper()
	h, dir := onDisk(t, s)
	ref := fill(t, h)
	must(t, os.RemoveAll(filepath.Join(dir, "work")))
	must(t, checkAll(t.Context(), dir, ref))
	return &victim{t: t, dir: dir, ref: ref, files: snapshot(t, dir)}
}

func (v *victim) full(rel string) string { return filepath.Join(v.dir, filepath.FromSlash(rel)) }

// found fails unless the damage is found and one of the paths is named.
func (v *victim) found(what string, paths ...string) {
	v.t.Helper()
	err := checkAll(v.t.Context(), v.dir, v.ref)
	if err == nil {
		v.t.Fatalf("%s: missed", what)
	}
	if fault.KindOf(err) != fault.Integrity {
		v.t.Fatalf("%s: %v is of kind %v", what, err, fault.KindOf(err))
	}
	for _, p := range paths {
		if where(err) == p {
			return
		}
	}
	v.t.Errorf("%s: %v, but %v was damaged", what, err, paths)
}

// write replaces a file.
func (v *victim) write(rel, text string) {
	v.t.Helper()
	must(v.t, os.WriteFile(v.full(rel), []byte(text), 0o600))
}

// each runs a test on a vault of each kind.
func each(t *testing.T, run func(t *testing.T, v *victim)) {
	for name, s := range sealers(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, newVictim(t, s))
		})
	}
}

// TestFlippedBytesAreFound flips every byte of the small files and 120 of the
// others, chosen by a fixed seed.
func TestFlippedBytesAreFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		rng := rand.New(rand.NewPCG(7, 7))
		for _, rel := range sorted(v.files) {
			text := v.files[rel]
			places := rng.Perm(len(text))
			if len(places) > 160 {
				places = append(places[:120], 0, len(text)-1)
			}
			for _, at := range places {
				bad := []byte(text)
				bad[at] ^= 1 << rng.IntN(8)
				v.write(rel, string(bad))
				v.found(rel+" flipped", rel)
			}
			v.write(rel, text)
		}
	})
}

func TestCutAndLengthenedFilesAreFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		for _, rel := range sorted(v.files) {
			text := v.files[rel]
			for _, bad := range []string{"", text[:len(text)/2], text[:len(text)-1], text + "\n", text + text} {
				v.write(rel, bad)
				v.found(rel+" cut or lengthened", rel)
			}
			must(t, os.Remove(v.full(rel)))
			v.found(rel+" deleted", rel)
			v.write(rel, text)
		}
		must(t, checkAll(t.Context(), v.dir, v.ref))
	})
}

// folders returns every folder of the vault.
func (v *victim) folders() map[string]bool {
	dirs := map[string]bool{}
	for rel := range v.files {
		for dir := path.Dir(rel); strings.HasPrefix(dir, vault.Root); dir = path.Dir(dir) {
			dirs[dir] = true
		}
	}
	return dirs
}

func TestStrayFilesAndFoldersAreFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		for dir := range v.folders() {
			for _, name := range []string{"stray", ".hidden", "abc", "v4", "V1", "inventory.json.bak", "0=ocfl_object_1.0", "logs"} {
				rel := path.Join(dir, name)
				v.write(rel, "")
				v.found("file "+rel, rel)
				must(t, os.Remove(v.full(rel)))
				must(t, os.Mkdir(v.full(rel), 0o700))
				v.found("empty folder "+rel, rel)
				must(t, os.Remove(v.full(rel)))
			}
		}
		// A folder that could be an object's, with nothing in it.
		dir := vault.ObjectPath(v.ref.Object)
		twin := dir[:len(dir)-1] + string("0123456789abcdef0"[strings.IndexByte("0123456789abcdef", dir[len(dir)-1])+1])
		must(t, os.Mkdir(v.full(twin), 0o700))
		v.found("empty object folder", twin+"/inventory.json")
		must(t, os.Remove(v.full(twin)))
		must(t, checkAll(t.Context(), v.dir, v.ref))
	})
}

func TestSwappedFilesAreFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		names := sorted(v.files)
		for i, a := range names {
			for _, b := range names[i+1:] {
				if v.files[a] == v.files[b] {
					continue
				}
				v.write(a, v.files[b])
				v.write(b, v.files[a])
				v.found(a+" and "+b+" swapped", a, b)
				v.write(a, v.files[a])
				v.write(b, v.files[b])
			}
		}
	})
}

func TestLinksAreFoundAndNotFollowed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		outside := t.TempDir()
		swap := func(rel string) {
			elsewhere := filepath.Join(outside, "x")
			must(t, os.Rename(v.full(rel), elsewhere))
			if err := os.Symlink(elsewhere, v.full(rel)); err != nil {
				must(t, os.Rename(elsewhere, v.full(rel)))
				t.Skip("no symbolic links here: ", err)
			}
			v.found(rel+" replaced by a link", rel)
			if strings.HasSuffix(rel, "v1/content") || strings.Contains(rel, "/original") {
				_, err := vault.New(os.DirFS(v.dir), seal.Plain{}).Open(t.Context(), v.ref, "original")
				if err == nil {
					t.Errorf("%s: content was read through a link", rel)
				}
			}
			must(t, os.Remove(v.full(rel)))
			must(t, os.Rename(elsewhere, v.full(rel)))
		}
		for rel := range v.files {
			swap(rel)
		}
		for dir := range v.folders() {
			swap(dir)
		}
		must(t, checkAll(t.Context(), v.dir, v.ref))
	})
}

func TestRolledBackObjectIsFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		dir := vault.ObjectPath(v.ref.Object)
		for _, name := range []string{"/inventory.json", "/inventory.json.sha512"} {
			v.write(dir+name, v.files[dir+"/v2"+name])
		}
		v.found("root inventory of version 2 over version 3", dir+"/inventory.json")
		unlogged := func() error { return vault.CheckObject(t.Context(), os.DirFS(v.dir), v.ref.Object) }
		if err := unlogged(); where(err) != dir+"/v3" {
			t.Errorf("root inventory of version 2 over version 3, without a log: %v", err)
		}
		must(t, os.RemoveAll(v.full(dir+"/v3")))
		err := checkAll(t.Context(), v.dir, v.ref)
		if fault.CodeOf(err) != "VA005" {
			t.Errorf("the newest version was removed without a trace: %v", err)
		}
		must(t, os.RemoveAll(v.full(dir)))
		if err := checkAll(t.Context(), v.dir, v.ref); err == nil {
			t.Error("the whole object was removed")
		}
	})
}

// TestOlderInventoryIsNamed puts an older version's inventory, or its sidecar,
// in the place of a newer one: the file that was put there is named and not the
// one that disagrees with it, whether a log is asked or not.
func TestOlderInventoryIsNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		dir := vault.ObjectPath(v.ref.Object)
		for _, name := range []string{"/inventory.json", "/inventory.json.sha512"} {
			for _, older := range []string{"/v1", "/v2"} {
				for _, newer := range []string{"", "/v3"} {
					rel := dir + newer + name
					v.write(rel, v.files[dir+older+name])
					v.found(older+" in place of "+rel, rel)
					if err := vault.CheckObject(t.Context(), os.DirFS(v.dir), v.ref.Object); where(err) != rel {
						t.Errorf("%s in place of %s, without a log: %v", older, rel, err)
					}
					v.write(rel, v.files[rel])
				}
			}
		}
		must(t, checkAll(t.Context(), v.dir, v.ref))
	})
}

// TestTiesNameBoth alters an inventory and its sidecar together, so that two
// files stand against two: the log knows which are right, and where none is
// asked both are named.
func TestTiesNameBoth(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *victim) {
		dir := vault.ObjectPath(v.ref.Object)
		newest := []byte(v.files[dir+"/inventory.json"])
		newest[bytes.Index(newest, []byte("Z\""))-1] ^= 1 // a second of the time of a version
		digest := sha512.Sum512(newest)
		for _, folder := range []string{"", "/v3"} {
			inv := dir + folder + "/inventory.json"
			v.write(inv, string(newest))
			v.write(inv+".sha512", hex.EncodeToString(digest[:])+"  inventory.json\n")
			v.found("inventory and sidecar of "+inv, inv)
			err := vault.CheckObject(t.Context(), os.DirFS(v.dir), v.ref.Object)
			if where(err) != dir+"/inventory.json" || !strings.Contains(err.Error(), dir+"/v3/inventory.json") {
				t.Errorf("inventory and sidecar of %s, without a log: %v", inv, err)
			}
			v.write(inv, v.files[inv])
			v.write(inv+".sha512", v.files[inv+".sha512"])
		}
	})
}

func TestObjectInTheWrongPlaceIsFound(t *testing.T) {
	t.Parallel()
	v := newVictim(t, seal.Plain{})
	other := vaulttest.NewID(t)
	must(t, os.MkdirAll(v.full(path.Dir(vault.ObjectPath(other))), 0o700))
	must(t, os.Rename(v.full(vault.ObjectPath(v.ref.Object)), v.full(vault.ObjectPath(other))))
	inv := vault.ObjectPath(other) + "/inventory.json"
	if err := vault.CheckObject(t.Context(), os.DirFS(v.dir), other); where(err) != inv {
		t.Errorf("CheckObject: %v", err)
	}
	var bad []error
	for _, err := range vault.New(os.DirFS(v.dir), seal.Plain{}).Objects(t.Context()) {
		bad = append(bad, err)
	}
	if len(bad) != 2 || fault.KindOf(errors.Join(bad...)) != fault.Integrity {
		t.Errorf("Objects yields %v", bad)
	}
	if _, err := vault.New(os.DirFS(v.dir), seal.Plain{}).Head(t.Context(), other); where(err) != inv {
		t.Errorf("Head: %v", err)
	}
}

func TestPutRefusesADamagedObject(t *testing.T) {
	t.Parallel()
	h, dir := onDisk(t, seal.Plain{})
	ref := fill(t, h)
	inv := filepath.Join(dir, filepath.FromSlash(vault.ObjectPath(ref.Object)+"/inventory.json"))
	must(t, os.Remove(inv))
	add := source.Addition{Object: ref.Object, Created: vaulttest.Created(), Files: vaulttest.Files("text-9.json", "x")}
	if _, _, err := h.Vault.Put(t.Context(), h.Stage(t, "s"), add); fault.KindOf(err) != fault.Integrity {
		t.Errorf("an object without inventory was extended: %v", err)
	}
	must(t, os.WriteFile(inv, bytes.Repeat([]byte(" "), 17<<20), 0o600))
	if _, err := h.Vault.Head(t.Context(), ref.Object); fault.CodeOf(err) != "VA009" {
		t.Errorf("an endless inventory: %v", err)
	}
}

// TestReadingFindsDamage damages content only: what Open yields must end in a
// problem that names the file, never in a clean end.
func TestReadingFindsDamage(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		h, dir := onDisk(t, s)
		ref := fill(t, h)
		rel := vault.ObjectPath(ref.Object) + "/v1/content/original" + s.Ext()
		full := filepath.Join(dir, filepath.FromSlash(rel))
		good, err := os.ReadFile(full)
		must(t, err)
		for at := 0; at < len(good); at += 1 + len(good)/90 {
			flipped := bytes.Clone(good)
			flipped[at] ^= 4
			for _, bad := range [][]byte{flipped, good[:at], append(bytes.Clone(good), good[at])} {
				must(t, os.WriteFile(full, bad, 0o600))
				got, err := h.Read(ref, "original")
				if err == nil || fault.KindOf(err) != fault.Integrity || where(err) != rel {
					t.Fatalf("%s: damage near byte %d reads %d bytes and %v", name, at, len(got), err)
				}
			}
		}
	}
}
