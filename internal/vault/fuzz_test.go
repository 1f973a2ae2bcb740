package vault_test

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"reckon/fault"
	"reckon/internal/seal"
	"reckon/internal/vault"
	"reckon/internal/vault/vaulttest"
	"reckon/source"
)

// frozen is an object in memory that fuzzing changes copies of.
func frozen(tb testing.TB) (fstest.MapFS, source.ObjectRef) {
	tb.Helper()
	m := vault.NewMemory(seal.Plain{})
	id := source.ObjectID("urn:uuid:00000000-0000-4000-8000-000000000001")
	ref, _, err := m.Put(context.Background(), m.Stage("s"), source.Addition{Object: id, Created: vaulttest.Created(),
		Files: vaulttest.Files("original", "x", "accession.json", "{}")})
	must(tb, err)
	m.Apply("s")
	fsys := fstest.MapFS{}
	must(tb, fs.WalkDir(m.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(m.FS(), name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	}))
	return fsys, ref
}

// FuzzInventory gives an object any inventory, with the right digest beside it
// and a second copy, so that the inventory itself has to be refused.
func FuzzInventory(f *testing.F) {
	fsys, ref := frozen(f)
	dir := vault.ObjectPath(ref.Object)
	good := string(fsys[dir+"/inventory.json"].Data)
	f.Add(good)
	f.Add(strings.Replace(good, "v1/content/original", "v1/content/../original", 1))
	f.Add(strings.Replace(good, "Stored", "stored", 1))
	f.Add(strings.Replace(good, `"v1": {`, `"v1": {}, "v1": {`, 1))
	f.Add("{}")
	f.Fuzz(func(t *testing.T, inventory string) {
		fsys, ref := frozen(t)
		sum := sha512.Sum512([]byte(inventory))
		for _, sub := range []string{"", "v1"} {
			fsys[path.Join(dir, sub, "inventory.json")].Data = []byte(inventory)
			fsys[path.Join(dir, sub, "inventory.json.sha512")].Data = []byte(hex.EncodeToString(sum[:]) + "  inventory.json\n")
		}
		v := vault.New(fsys, seal.Plain{})
		err := v.Check(t.Context(), ref)
		if (err == nil) != (inventory == good) {
			t.Errorf("Check with another inventory: %v", err)
		}
		if head, err := v.Head(t.Context(), ref.Object); err == nil && head.Inventory != hex.EncodeToString(sum[:]) {
			t.Error("the reference does not stand for the bytes that are there")
		}
	})
}

// FuzzSidecar accepts one spelling of the sidecar and no other.
func FuzzSidecar(f *testing.F) {
	fsys, ref := frozen(f)
	name := vault.ObjectPath(ref.Object) + "/inventory.json.sha512"
	good := string(fsys[name].Data)
	f.Add(good)
	f.Add(strings.ToUpper(good))
	f.Add(strings.TrimSpace(good))
	f.Add(strings.Replace(good, "  ", " ", 1))
	f.Fuzz(func(t *testing.T, side string) {
		fsys, ref := frozen(t)
		fsys[name].Data = []byte(side)
		err := vault.CheckObject(t.Context(), fsys, ref.Object)
		if (err == nil) != (side == good) {
			t.Errorf("%q: %v", side, err)
		}
		if err != nil && (fault.KindOf(err) != fault.Integrity || where(err) != name) {
			t.Errorf("%q: %v", side, err)
		}
	})
}
