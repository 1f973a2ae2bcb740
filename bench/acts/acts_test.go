package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"reckon/ledger"
)

// TestMain lets the test's own program be the fresh process that opens a
// project.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "-open" {
		main()
		return
	}
	os.Exit(m.Run())
}

// A small run measures everything that has a bar.
func TestASmallRun(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	r := run{n: 40, rounds: 1, out: &out}
	if err := r.all(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"append without projection", "append with projection", peer, "rebuild", "open, warm", "verify", "import of a file"} {
		for _, project := range []string{", plain", ", sealed"} {
			if !strings.Contains(out.String(), name) || !strings.Contains(out.String(), project) {
				t.Errorf("%s%s is missing in %s", name, project, out.String())
			}
		}
	}
}

func TestJudging(t *testing.T) {
	t.Parallel()
	var f figures
	for _, seconds := range []float64{3, 1, 2} {
		f.add("append with projection, plain", 20_000, time.Duration(seconds*float64(time.Second)), time.Second)
		f.add("rebuild, plain", 0, time.Duration(seconds*10*float64(time.Second)), 0)
		f.add(peer+", plain", 20_000, time.Second, 0)
	}
	var out bytes.Buffer
	err := f.print(&out, true)
	if err == nil || err.Error() != "1 bars are missed" {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{"ok ", "10000/s", "20000/s", "MISSED", "20.000 s", "at most 10 s", "0.50"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if f.print(&out, false) != nil {
		t.Error("a small run failed")
	}
}

// The acts are realistic: about a kilobyte, anchored, valid, each its own.
func TestDrafts(t *testing.T) {
	t.Parallel()
	acts, err := drafts(perText + 3)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	seen := map[string]bool{}
	for _, d := range acts {
		if err := d.Payload.Validate(); err != nil {
			t.Fatal(err)
		}
		raw, err := ledger.Encode(d.Payload)
		if err != nil {
			t.Fatal(err)
		}
		total += len(raw)
		seen[string(d.ID)] = true
	}
	if mean := total / len(acts); len(seen) != perText+3 || mean < 700 || mean > 1300 {
		t.Errorf("%d acts of %d bytes", len(seen), mean)
	}
}
