package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunPrintsEveryPart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "corpus.jsonl")
	line := `{"id":"p-1","text":"Ten people were killed, and 12 quorns fell in 1999.","genre":"wire","layout":"prose","figures":[` +
		`{"id":"a","start":0,"end":3,"value":10,"qualifier":"exact","unit":"persons","status":"wounded"}],"not_figures":[{"start":45,"end":49}]}`
	if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run([]string{path}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 passages", "genre wire", "layout prose", "wounded", "wrong", "p-1", "MB/s", "wrong value: 0"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestRunSaysWhatItCannotRead(t *testing.T) {
	t.Parallel()
	if err := run([]string{filepath.Join(t.TempDir(), "absent")}, &strings.Builder{}); err == nil {
		t.Error("an absent corpus was read")
	}
	path := filepath.Join(t.TempDir(), "bad.jsonl")
	if err := os.WriteFile(path, []byte("no\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{path}, &strings.Builder{}); err == nil {
		t.Error("a broken corpus was read")
	}
}
