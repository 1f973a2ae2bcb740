package intake

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reckon/fault"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, data := range map[string]string{"empty": "", "full": "twenty"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]fault.Code{"nowhere": "IN001", ".": "IN002", "empty": "IN003", "full": ""} {
		in, err := Open(filepath.Join(dir, name))
		if fault.CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		got, err := io.ReadAll(in)
		if err := errors.Join(err, in.Close()); err != nil || string(got) != "twenty" {
			t.Errorf("%q, %v", got, err)
		}
		if _, err := in.Read(make([]byte, 1)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("it was not closed: %v", err)
		}
	}
	if _, err := Bytes("part", nil); fault.CodeOf(err) != "IN003" {
		t.Errorf("%v", err)
	}
	in, err := Bytes("part", []byte("x"))
	if err := errors.Join(err, in.Close()); err != nil {
		t.Error(err)
	}
}

// The digest is that of FIPS 180-2, appendix B.1.
func TestHash(t *testing.T) {
	t.Parallel()
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	h := Hash(strings.NewReader("abc"))
	if _, err := io.Copy(io.Discard, h); err != nil || h.SHA256() != abc || h.Size() != 3 || h.MediaType() != "text/plain" {
		t.Errorf("%s, %d, %s, %v", h.SHA256(), h.Size(), h.MediaType(), err)
	}
	if sum, err := Digest(strings.NewReader("abc")); err != nil || sum != abc {
		t.Errorf("%s, %v", sum, err)
	}
	pdf := Hash(bytes.NewReader(append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("x"), 5000)...)))
	if _, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{pdf}, make([]byte, 7)); err != nil || pdf.MediaType() != "application/pdf" || pdf.Size() != 5009 {
		t.Errorf("%s, %d, %v", pdf.MediaType(), pdf.Size(), err)
	}
	broken := errors.New("broken")
	if _, err := Digest(io.MultiReader(strings.NewReader("a"), Late(func() ([]byte, error) { return nil, broken }))); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func TestLateIsMadeOnce(t *testing.T) {
	t.Parallel()
	made := 0
	r := Late(func() ([]byte, error) { made++; return []byte("late"), nil })
	if made != 0 {
		t.Error("made before it was read")
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != "late" || made != 1 {
		t.Errorf("%q, %d times, %v", got, made, err)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"no text": "no text", "a\x00b\nc\u202ed\xff": "a b c d ", "": "", strings.Repeat("é", 600): strings.Repeat("é", 500),
	} {
		if got := Plain(message); got != want {
			t.Errorf("%q: %q", message, got)
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a/c.txt", "a/.hidden", "out/d.txt", "out/deep/e.txt"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Files(dir, func(name string) bool { return filepath.Base(name) == "out" })
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range got {
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		got[i] = filepath.ToSlash(rel)
	}
	if want := []string{"a/.hidden", "a/c.txt", "b.txt"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, path := range []string{filepath.Join(dir, "b.txt"), filepath.Join(dir, "nowhere")} {
		if got, err := Files(path, nil); err != nil || !slices.Equal(got, []string{path}) {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
}
