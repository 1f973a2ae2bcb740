// Package vaulttest is the test suite that every vault has to pass.
//
// It states the contract of source.Vault as behaviour: what Put promises and
// refuses, that nothing is visible before its stage is applied, that versions
// only add, that a reference fixes the bytes, that streaming needs no memory
// in proportion to the file.
//
// The suite knows nothing of how a vault stores: what a particular one does to
// files on disk is tested beside it.
package vaulttest

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"reckon/fault"
	"reckon/source"
)

// Harness is one fresh vault with its stages.
type Harness struct {
	Vault source.Vault
	Stage func(t *testing.T, id string) source.Stage
	Apply func(t *testing.T, id string)
	Drop  func(t *testing.T, id string)
}

// Created is the time the suite gives to every version.
func Created() time.Time { return time.Date(2031, 4, 5, 6, 7, 8, 999, time.FixedZone("", 7200)) }

// NewID draws an object id.
func NewID(t testing.TB) source.ObjectID {
	t.Helper()
	id, err := source.NewObjectID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Files makes the files of an addition from names and texts in turn.
func Files(nameText ...string) []source.File {
	var files []source.File
	for pair := range slices.Chunk(nameText, 2) {
		files = append(files, source.File{Name: pair[0], Data: strings.NewReader(pair[1])})
	}
	return files
}

// Put puts and applies one version.
func (h *Harness) Put(t *testing.T, id source.ObjectID, files ...source.File) source.ObjectRef {
	t.Helper()
	ref, _, err := h.Vault.Put(t.Context(), h.Stage(t, "put"), source.Addition{Object: id, Created: Created(), Files: files})
	if err != nil {
		t.Fatal(err)
	}
	h.Apply(t, "put")
	return ref
}

// Read returns a file's text or the error met on the way.
func (h *Harness) Read(ref source.ObjectRef, name string) (string, error) {
	r, err := h.Vault.Open(context.Background(), ref, name)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(r)
	return string(data), errors.Join(err, r.Close())
}

// Run tests the vaults that fresh returns, one for each part.
func Run(t *testing.T, fresh func(t *testing.T) *Harness) {
	parts := []struct {
		name string
		run  func(t *testing.T, h *Harness)
	}{
		{"round trip", roundTrip}, {"versions add", versionsAdd}, {"staged is not there", stagedIsNotThere},
		{"refusals", refusals}, {"references bind", referencesBind}, {"listing", listing},
		{"later file from earlier", laterFromEarlier}, {"broken source", brokenSource}, {"cancelled", cancelled},
	}
	for _, p := range parts {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.run(t, fresh(t))
		})
	}
}

func roundTrip(t *testing.T, h *Harness) {
	id := NewID(t)
	texts := map[string]string{"original": strings.Repeat("abc", 70_000), "accession.json": "{}", "empty": "", "same": "{}"}
	var files []source.File
	for _, name := range []string{"original", "accession.json", "empty", "same"} {
		files = append(files, source.File{Name: name, Data: strings.NewReader(texts[name])})
	}
	ref, contents, err := h.Vault.Put(t.Context(), h.Stage(t, "s"), source.Addition{Object: id, Created: Created(), Files: files})
	if err != nil {
		t.Fatal(err)
	}
	h.Apply(t, "s")
	if ref.Object != id || ref.Version != 1 || len(ref.Inventory) != 128 {
		t.Errorf("the reference is %+v", ref)
	}
	for i, c := range contents {
		sum := sha256.Sum256([]byte(texts[c.Name]))
		if c.Name != files[i].Name || c.Size != int64(len(texts[c.Name])) || c.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("content %d came out as %+v", i, c)
		}
	}
	for name, text := range texts {
		if got, err := h.Read(ref, name); err != nil || got != text {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if err := h.Vault.Check(t.Context(), ref); err != nil {
		t.Error(err)
	}
	head, err := h.Vault.Head(t.Context(), id)
	if err != nil || head != ref {
		t.Errorf("Head = %+v, %v", head, err)
	}
}

func versionsAdd(t *testing.T, h *Harness) {
	id := NewID(t)
	refs := []source.ObjectRef{h.Put(t, id, Files("original", "one")...)}
	for i, name := range []string{"text-1.json", "page-0001.png", "text-2.json"} {
		refs = append(refs, h.Put(t, id, Files(name, name)...))
		if refs[i+1].Version != i+2 || refs[i+1].Inventory == refs[i].Inventory {
			t.Errorf("version %d has the reference %+v", i+2, refs[i+1])
		}
	}
	want := [][]string{{"original"}, {"original", "text-1.json"}, {"original", "page-0001.png", "text-1.json"},
		{"original", "page-0001.png", "text-1.json", "text-2.json"}}
	for i, ref := range refs {
		names, err := h.Vault.Names(t.Context(), ref)
		if err != nil || !slices.Equal(names, want[i]) {
			t.Errorf("version %d has %v, %v", i+1, names, err)
		}
		if got, err := h.Read(ref, "original"); err != nil || got != "one" {
			t.Errorf("version %d: %q, %v", i+1, got, err)
		}
		if err := h.Vault.Check(t.Context(), ref); err != nil {
			t.Error(err)
		}
	}
	if _, err := h.Read(refs[0], "text-1.json"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("version 1 has a file of version 2: %v", err)
	}
	if _, _, err := h.Vault.Put(t.Context(), h.Stage(t, "x"), source.Addition{
		Object: id, Created: Created(), Files: Files("original", "two")}); fault.CodeOf(err) != "VA013" {
		t.Errorf("a name was used twice: %v", err)
	}
}

func stagedIsNotThere(t *testing.T, h *Harness) {
	id := NewID(t)
	put := func(stage, name string) source.ObjectRef {
		ref, _, err := h.Vault.Put(t.Context(), h.Stage(t, stage), source.Addition{Object: id, Created: Created(), Files: Files(name, name)})
		if err != nil {
			t.Fatal(err)
		}
		return ref
	}
	ref := put("a", "original")
	if _, err := h.Vault.Head(t.Context(), id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a staged object is there: %v", err)
	}
	if _, err := h.Read(ref, "original"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a staged file can be read: %v", err)
	}
	h.Drop(t, "a")
	if ref != put("b", "original") && h.Vault.Check(t.Context(), ref) == nil {
		t.Error("a dropped stage left something")
	}
	h.Apply(t, "b")
	h.Apply(t, "b")
	first, err := h.Vault.Head(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	put("c", "text-1.json")
	if head, err := h.Vault.Head(t.Context(), id); err != nil || head != first {
		t.Errorf("a staged version is there: %+v, %v", head, err)
	}
	h.Apply(t, "c")
	if head, err := h.Vault.Head(t.Context(), id); err != nil || head.Version != 2 {
		t.Errorf("an applied version is not there: %+v, %v", head, err)
	}
}

func refusals(t *testing.T, h *Harness) {
	id := NewID(t)
	for _, name := range []string{"", ".", "..", "a/b", "A", "a b", "a..b", "-a", ".hidden", "a.", "x.age", "ü", strings.Repeat("a", 90), "a\n"} {
		_, _, err := h.Vault.Put(t.Context(), h.Stage(t, "s"), source.Addition{Object: id, Created: Created(), Files: Files(name, "x")})
		if fault.CodeOf(err) != "VA012" || !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("the name %q: %v", name, err)
		}
	}
	tests := []struct {
		name string
		add  source.Addition
		code fault.Code
	}{
		{"no files", source.Addition{Object: id}, "VA011"},
		{"no bytes", source.Addition{Object: id, Files: []source.File{{Name: "a"}}}, "VA012"},
		{"a name twice", source.Addition{Object: id, Files: Files("a", "1", "a", "2")}, "VA013"},
		{"an odd id", source.Addition{Object: "urn:uuid:1", Files: Files("a", "1")}, "SO101"},
	}
	for _, tt := range tests {
		if _, _, err := h.Vault.Put(t.Context(), h.Stage(t, "s"), tt.add); fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	ctx, missing := t.Context(), source.ObjectRef{Object: id, Version: 1}
	_, errHead := h.Vault.Head(ctx, id)
	_, errOpen := h.Vault.Open(ctx, missing, "original")
	_, errNames := h.Vault.Names(ctx, missing)
	for i, err := range []error{errHead, errOpen, errNames, h.Vault.Check(ctx, missing)} {
		if fault.CodeOf(err) != "VA002" || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("call %d on an object that is not there: %v", i, err)
		}
	}
	for _, err := range []error{h.Vault.Check(ctx, source.ObjectRef{Object: "../x"})} {
		if fault.CodeOf(err) != "SO101" {
			t.Errorf("an odd id: %v", err)
		}
	}
}

func referencesBind(t *testing.T, h *Harness) {
	id := NewID(t)
	ref := h.Put(t, id, Files("original", "x")...)
	tests := []struct {
		name string
		ref  source.ObjectRef
		code fault.Code
	}{
		{"a version to come", source.ObjectRef{Object: id, Version: 2, Inventory: ref.Inventory}, "VA005"},
		{"another inventory", source.ObjectRef{Object: id, Version: 1, Inventory: strings.Repeat("0", 128)}, "VA006"},
		{"a negative version", source.ObjectRef{Object: id, Version: -1, Inventory: ref.Inventory}, "VA005"},
	}
	for _, tt := range tests {
		_, err := h.Vault.Open(t.Context(), tt.ref, "original")
		for _, err := range []error{err, h.Vault.Check(t.Context(), tt.ref)} {
			if fault.CodeOf(err) != tt.code {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
	}
	if _, err := h.Vault.Open(t.Context(), source.ObjectRef{Object: id}, "original"); fault.CodeOf(err) != "VA005" {
		t.Errorf("opening without a version: %v", err)
	}
	if err := h.Vault.Check(t.Context(), source.ObjectRef{Object: id}); err != nil {
		t.Errorf("checking without a version: %v", err)
	}
}

func listing(t *testing.T, h *Harness) {
	all := func() (ids []source.ObjectID) {
		for id, err := range h.Vault.Objects(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		return ids
	}
	if got := all(); got != nil {
		t.Errorf("an empty vault has %v", got)
	}
	want := map[source.ObjectID]bool{}
	for range 7 {
		id := NewID(t)
		h.Put(t, id, Files("original", string(id))...)
		want[id] = true
	}
	first := all()
	got := map[source.ObjectID]bool{}
	for _, id := range first {
		got[id] = true
	}
	if !maps.Equal(want, got) || len(first) != len(want) {
		t.Errorf("Objects yields %v, want each of %v once", first, want)
	}
	if !slices.Equal(first, all()) {
		t.Error("the order changes")
	}
	for range h.Vault.Objects(t.Context()) {
		break
	}
}

// lazy is a reader that asks for its text only when it is read.
type lazy struct {
	text func() string
	r    io.Reader
}

func (l *lazy) Read(p []byte) (int, error) {
	if l.r == nil {
		l.r = strings.NewReader(l.text())
	}
	return l.r.Read(p)
}

func laterFromEarlier(t *testing.T, h *Harness) {
	sum := sha256.New()
	files := []source.File{
		{Name: "original", Data: io.TeeReader(strings.NewReader("as received"), sum)},
		{Name: "accession.json", Data: &lazy{text: func() string { return hex.EncodeToString(sum.Sum(nil)) }}},
	}
	ref := h.Put(t, NewID(t), files...)
	want := sha256.Sum256([]byte("as received"))
	if got, err := h.Read(ref, "accession.json"); err != nil || got != hex.EncodeToString(want[:]) {
		t.Errorf("the accession record says %q, %v", got, err)
	}
}

var errUnplugged = errors.New("the disk was unplugged")

// failing gives some bytes and then an error.
type failing struct{ left int }

func (f *failing) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, errUnplugged
	}
	n := min(len(p), f.left)
	f.left -= n
	return n, nil
}

func brokenSource(t *testing.T, h *Harness) {
	id := NewID(t)
	_, _, err := h.Vault.Put(t.Context(), h.Stage(t, "s"), source.Addition{Object: id, Created: Created(),
		Files: []source.File{{Name: "original", Data: &failing{100_000}}}})
	if !errors.Is(err, errUnplugged) {
		t.Errorf("got %v", err)
	}
	h.Drop(t, "s")
	if _, err := h.Vault.Head(t.Context(), id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("half an object is there: %v", err)
	}
}

func cancelled(t *testing.T, h *Harness) {
	id := NewID(t)
	ref := h.Put(t, id, source.File{Name: "original", Data: bytes.NewReader(make([]byte, 200_000))})
	ctx, cancel := context.WithCancel(t.Context())
	r, err := h.Vault.Open(ctx, ref, "original")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(r); !errors.Is(err, context.Canceled) {
		t.Errorf("reading on: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	_, _, errPut := h.Vault.Put(ctx, h.Stage(t, "s"), source.Addition{Object: NewID(t), Files: Files("a", "1")})
	_, errHead := h.Vault.Head(ctx, id)
	for i, err := range []error{errPut, errHead, h.Vault.Check(ctx, ref)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("call %d goes on: %v", i, err)
		}
	}
}
