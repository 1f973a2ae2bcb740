package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reckon"
	"reckon/internal/store"
	"reckon/source"
)

// A person is asked for one figure after the other, and nothing is recorded
// that they did not accept.
func TestDialogue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p, _, err := reckon.Init(t.Context(), filepath.Join(dir, "p"), reckon.InitOptions{Title: "Vesmar", Actor: "Ana", Device: "laptop"}, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	file := filepath.Join(dir, "t.txt")
	text := "In Vesmar 41 people were killed, 12 of them children. Three of the 14 people wounded were women. Dozens fled."
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	about := source.Added{Title: "t", Material: "other", SaidBy: "Post", Confidentiality: source.Internal}
	if _, err := p.AddSource(t.Context(), reckon.Ingest{About: about, Path: file, How: "file"}); err != nil {
		t.Fatal(err)
	}
	talk := func(typed string) (out, asked string) {
		t.Helper()
		found, err := p.Proposals(t.Context(), "S-1", "")
		if err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		a := &app{in: strings.NewReader(typed), out: &stdout, err: &stderr, getenv: func(string) string { return "" }}
		d := dialogue{app: a, p: p, lines: linesOf(a.in), done: map[string]bool{}}
		if err := d.run(t.Context(), &found); err != nil {
			t.Fatal(err)
		}
		return stdout.String(), stderr.String()
	}
	count := func() (n int) {
		t.Helper()
		err := p.Read(t.Context(), func(r *store.Reader) error {
			for _, err := range r.Statements(store.Filter{}) {
				if err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if out, _ := talk("w\nx\nq\n"); !strings.Contains(out, "killed") || count() != 0 {
		t.Errorf("after q: %d statements, %s", count(), out)
	}
	// Skipped; the part accepted with its whole; the 3 with the 14; the last
	// turned down, first without a reason.
	out, asked := talk("s\ny\ny\nn\n\nn\nanother event\n")
	if count() != 4 || !strings.Contains(out, "coded    S-1#2") || !strings.Contains(asked, "reason is missing") {
		t.Errorf("%d statements\n%s\n%s", count(), out, asked)
	}
	if _, asked := talk(""); !strings.Contains(asked, "decided on") {
		t.Errorf("in the end: %s", asked)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := dialogue{app: &app{err: &bytes.Buffer{}}, lines: make(chan string)}
	if _, ok := d.ask(ctx, "?"); ok {
		t.Error("an interruption does not end the asking")
	}
}
