package vault_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/durable/durabletest"
	"reckon/internal/seal"
	"reckon/internal/vault"
	"reckon/internal/vault/ocfl"
	"reckon/internal/vault/vaulttest"
	"reckon/source"
)

var keys = sync.OnceValues(func() (*seal.Setup, error) { return seal.NewKeys("nine quiet herons", 1) })

// sealers returns the two ways of storing, by name.
func sealers(t testing.TB) map[string]seal.Sealer {
	t.Helper()
	k, err := keys()
	must(t, err)
	return map[string]seal.Sealer{"plain": seal.Plain{}, "sealed": k.Keys}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// onDisk returns a fresh vault in a folder.
func onDisk(t *testing.T, s seal.Sealer) (*vaulttest.Harness, string) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range vault.RootFiles() {
		full := filepath.Join(dir, filepath.FromSlash(name))
		must(t, durable.MkdirAll(durable.OS{}, filepath.Dir(full)))
		must(t, durable.WriteFile(durable.OS{}, full, data))
	}
	return &vaulttest.Harness{
		Vault: vault.New(os.DirFS(dir), s),
		Stage: func(t *testing.T, id string) source.Stage {
			must(t, durable.DropStage(durable.OS{}, dir, id))
			st, err := durable.NewStage(durable.OS{}, dir, id)
			must(t, err)
			return st
		},
		Apply: func(t *testing.T, id string) { must(t, durable.ApplyStage(durable.OS{}, dir, id, vault.Last)) },
		Drop:  func(t *testing.T, id string) { must(t, durable.DropStage(durable.OS{}, dir, id)) },
	}, dir
}

// inMemory returns a fresh vault in memory.
func inMemory(s seal.Sealer) (*vaulttest.Harness, *vault.Memory) {
	m := vault.NewMemory(s)
	return &vaulttest.Harness{
		Vault: m,
		Stage: func(_ *testing.T, id string) source.Stage { m.Drop(id); return m.Stage(id) },
		Apply: func(_ *testing.T, id string) { m.Apply(id) },
		Drop:  func(_ *testing.T, id string) { m.Drop(id) },
	}, m
}

func TestEveryVaultKeepsTheContract(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		t.Run(name+" on disk", func(t *testing.T) {
			vaulttest.Run(t, func(t *testing.T) *vaulttest.Harness { h, _ := onDisk(t, s); return h })
		})
		t.Run(name+" in memory", func(t *testing.T) {
			vaulttest.Run(t, func(*testing.T) *vaulttest.Harness { h, _ := inMemory(s); return h })
		})
	}
}

// fill puts an object of three versions.
func fill(t *testing.T, h *vaulttest.Harness) source.ObjectRef {
	t.Helper()
	id := vaulttest.NewID(t)
	h.Put(t, id, vaulttest.Files("original", strings.Repeat("word ", 40), "accession.json", `{"name":"letter"}`)...)
	h.Put(t, id, vaulttest.Files("text-1.json", "one", "page-0001.png", "picture")...)
	return h.Put(t, id, vaulttest.Files("text-2.json", "two")...)
}

func TestObjectsConformToOCFL(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		h, dir := onDisk(t, s)
		ref := fill(t, h)
		r := ocfl.Validate(os.DirFS(dir), vault.ObjectPath(ref.Object))
		if len(r.Errors)+len(r.Warnings) > 0 {
			t.Errorf("%s: %v %v", name, r.Errors, r.Warnings)
		}
		must(t, vault.CheckRoot(t.Context(), os.DirFS(dir)))
	}
}

func TestInventoryBytesNeverVary(t *testing.T) {
	t.Parallel()
	h, m := inMemory(seal.Plain{})
	id := source.ObjectID("urn:uuid:00000000-0000-4000-8000-000000000001")
	h.Put(t, id, vaulttest.Files("original", "a<b", "copy", "a<b")...)
	ref := h.Put(t, id, vaulttest.Files("text-1.json", "{}")...)
	for _, name := range []string{"inventory.json", "inventory.json.sha512"} {
		got, err := fs.ReadFile(m.FS(), path.Join(vault.ObjectPath(id), name))
		must(t, err)
		want, err := os.ReadFile(filepath.Join("testdata", name))
		must(t, err)
		if string(got) != string(want) {
			t.Errorf("%s was written as\n%s", name, got)
		}
	}
	// sha256sum of the id gives the folders.
	const want = "vault/objects/494/1b1/403/4941b14036d0dc59e0013fa23be45d00f6605767a5997f82e6e7c26f5f39f1e1"
	if vault.ObjectPath(id) != want || ref.Version != 2 {
		t.Errorf("version %d lies at %s", ref.Version, vault.ObjectPath(id))
	}
}

// counter is a stage that keeps nothing.
type counter struct{ n int64 }

func (c *counter) Create(string) (io.WriteCloser, error) { return c, nil }
func (c *counter) Write(p []byte) (int, error)           { c.n += int64(len(p)); return len(p), nil }
func (c *counter) Close() error                          { return nil }

// zeros is an endless reader.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestStreamingNeedsLittleMemory(t *testing.T) {
	for name, s := range sealers(t) {
		h, _ := inMemory(s)
		c := &counter{}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		const size = 48 << 20
		_, contents, err := h.Vault.Put(t.Context(), c, source.Addition{Object: vaulttest.NewID(t), Created: vaulttest.Created(),
			Files: []source.File{{Name: "original", Data: io.LimitReader(zeros{}, size)}}})
		must(t, err)
		runtime.ReadMemStats(&after)
		// Everything ever allocated, collected or not: sealing 1,000 times as
		// much costs the same buffers.
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s: %d bytes took %d bytes of memory", name, size, used)
		}
		if contents[0].Size != size || c.n < size {
			t.Errorf("%s: %d of %d bytes were written", name, c.n, size)
		}
	}
}

func TestLockedProjectIsCheckedButNotRead(t *testing.T) {
	t.Parallel()
	k, err := keys()
	must(t, err)
	h, dir := onDisk(t, k.Keys)
	ref := fill(t, h)
	locked, err := seal.Recipients(k.Files)
	must(t, err)
	v := vault.New(os.DirFS(dir), locked)
	must(t, v.Check(t.Context(), ref))
	if _, err := v.Open(t.Context(), ref, "original"); fault.CodeOf(err) != "SE003" || fault.KindOf(err) != fault.Locked {
		t.Errorf("reading without a key: %v", err)
	}
	if _, _, err := v.Put(t.Context(), h.Stage(t, "s"), source.Addition{Object: vaulttest.NewID(t), Created: vaulttest.Created(),
		Files: vaulttest.Files("original", "x")}); err != nil {
		t.Errorf("a locked project takes nothing in: %v", err)
	}
}

func TestSealedVaultShowsNothing(t *testing.T) {
	t.Parallel()
	k, err := keys()
	must(t, err)
	h, dir := onDisk(t, k.Keys)
	fill(t, h)
	must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		for _, secret := range []string{"word word", "letter", "picture"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s shows %q", name, secret)
			}
		}
		return err
	}))
}

// TestCutOffPutsNothingOrAll applies the stage of a second version, cut off at
// every operation, and then once more.
func TestCutOffPutsNothingOrAll(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		h, dir := onDisk(t, seal.Plain{})
		id := vaulttest.NewID(t)
		first := h.Put(t, id, vaulttest.Files("original", "x")...)
		st, err := durable.NewStage(durable.OS{}, dir, "s")
		must(t, err)
		second, _, err := h.Vault.Put(t.Context(), st, source.Addition{Object: id, Created: vaulttest.Created(), Files: vaulttest.Files("text-1.json", "y")})
		must(t, err)
		must(t, st.Sync())
		f := durabletest.New(durabletest.Fault{At: at, Err: durabletest.ErrCrash})
		err = durable.ApplyStage(f, dir, "s", vault.Last)
		must(t, f.PowerLoss())
		if got, err := h.Read(first, "original"); err != nil || got != "x" {
			t.Fatalf("cut off at %d: the first version reads %q, %v", at, got, err)
		}
		must(t, durable.ApplyStage(durable.OS{}, dir, "s", vault.Last))
		must(t, h.Vault.Check(t.Context(), second))
		must(t, vault.CheckRoot(t.Context(), os.DirFS(dir)))
		if err == nil {
			break
		}
	}
}

// brokenStage fails at one call.
type brokenStage struct {
	at, calls int
	write     bool // fail writing instead of creating
}

func (b *brokenStage) Create(string) (io.WriteCloser, error) {
	b.calls++
	if b.calls == b.at && !b.write {
		return nil, fs.ErrPermission
	}
	return brokenFile{b.calls == b.at}, nil
}

type brokenFile struct{ broken bool }

func (f brokenFile) Write(p []byte) (int, error) {
	if f.broken {
		return 0, fs.ErrPermission
	}
	return len(p), nil
}

func (brokenFile) Close() error { return nil }

func TestPutReportsEveryLostByte(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		for at := 1; at <= 6; at++ {
			for _, write := range []bool{false, true} {
				h, _ := inMemory(s)
				_, _, err := h.Vault.Put(t.Context(), &brokenStage{at: at, write: write}, source.Addition{Object: vaulttest.NewID(t),
					Created: vaulttest.Created(), Files: vaulttest.Files("original", "x")})
				if !errors.Is(err, fs.ErrPermission) {
					t.Errorf("%s, call %d, write %v: %v", name, at, write, err)
				}
			}
		}
	}
}

func TestLastPicksWhatPointsAtTheRest(t *testing.T) {
	t.Parallel()
	dir := vault.ObjectPath("x")
	for rel, want := range map[string]bool{
		dir + "/inventory.json": true, dir + "/inventory.json.sha512": true,
		dir + "/v1/inventory.json": false, dir + "/0=ocfl_object_1.1": false, dir + "/v1/content/original": false,
		"vault/objects/ocfl_layout.json": false, "log/checkpoint": false,
	} {
		if vault.Last(rel) != want {
			t.Errorf("Last(%s) = %v", rel, !want)
		}
	}
}

func TestMemoryServesAsAFileSystem(t *testing.T) {
	t.Parallel()
	h, m := inMemory(seal.Plain{})
	fill(t, h)
	var names []string
	must(t, fs.WalkDir(m.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	}))
	must(t, fstest.TestFS(m.FS(), names...))
	st := m.Stage("x")
	for _, rel := range []string{"../x", "", "/x"} {
		if _, err := st.Create(rel); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("staging %q: %v", rel, err)
		}
	}
	w, err := st.Create("x")
	must(t, err)
	must(t, w.Close())
	if _, err := st.Create("x"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("staging a name twice: %v", err)
	}
	m.Apply("x")
	if _, err := st.Create("y"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("staging after the stage was applied: %v", err)
	}
	if data, err := fs.ReadFile(m.FS(), "x"); err != nil || len(data) != 0 {
		t.Errorf("x holds %q, %v", data, err)
	}
}

// snapshot returns the files of a folder by slash-separated path.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		got[name] = string(data)
		return err
	}))
	return got
}

// sorted returns the paths of a snapshot in order.
func sorted(files map[string]string) []string { return slices.Sorted(maps.Keys(files)) }

// checkAll is what a project's verification does with the vault.
func checkAll(ctx context.Context, dir string, ref source.ObjectRef) error {
	if err := vault.CheckRoot(ctx, os.DirFS(dir)); err != nil {
		return err
	}
	return vault.New(os.DirFS(dir), seal.Plain{}).Check(ctx, ref)
}

// where returns the path a problem is about.
func where(err error) string {
	var p *fault.Problem
	if errors.As(err, &p) {
		return p.Where
	}
	return fmt.Sprint(err)
}

// TestRootFilesNeverVary pins bytes whose digests every project has logged.
func TestRootFilesNeverVary(t *testing.T) {
	t.Parallel()
	h := sha256.New()
	files := vault.RootFiles()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s %d\n%s", name, len(files[name]), files[name])
		if path.Ext(name) == ".json" && !json.Valid(files[name]) {
			t.Errorf("%s is not JSON", name)
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != "94ceebfecabe8150e5ae947fc676bb25a1d3ab4b6e12f0a95e9c8fcbcbdb64fc" {
		t.Errorf("the root files have the digest %s", got)
	}
}
