package ledger_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/ledger"
)

func TestID(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range byte(100) {
		id := sampleID(seed)
		if err := ledger.CheckID(id); err != nil || seen[id] {
			t.Errorf("%s: %v, seen before: %v", id, err, seen[id])
		}
		seen[id] = true
	}
	if _, err := ledger.NewID(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("with little randomness: %v", err)
	}
	id := sampleID(1)
	for _, odd := range []string{
		"", id[:25], id + "a", id[:25] + "b", strings.ToUpper(id), id[:25] + "1", id[:25] + "\n", id[:25] + "=", strings.Repeat("a", 1000),
	} {
		err := ledger.CheckID(odd)
		if fault.CodeOf(err) != "LE001" || len(err.Error()) > 120 {
			t.Errorf("%.40q: %v", odd, err)
		}
	}
}

func TestTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2031, 1, 2, 5, 4, 5, 6_999_999, time.FixedZone("", 7200))
	const want = "2031-01-02T03:04:05.006Z"
	if got := ledger.FormatTime(at); got != want {
		t.Errorf("got %s", got)
	}
	if got, err := ledger.ParseTime(want); err != nil || !got.Equal(at.Truncate(time.Millisecond)) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, odd := range []string{
		"", "2031-01-02", "2031-01-02T03:04:05Z", "2031-01-02T03:04:05.0060Z", "2031-01-02T03:04:05,006Z", "2031-01-02t03:04:05.006Z",
		"2031-02-30T03:04:05.006Z", "2031-01-02T24:04:05.006Z", "2031-01-02T03:04:05.006+00:00", want + " ",
	} {
		if got, err := ledger.ParseTime(odd); fault.CodeOf(err) != "LE003" {
			t.Errorf("%q gives %v, %v", odd, got, err)
		}
	}
}

// TestBeforeIsAStrictTotalOrder draws acts close together, so that ties in
// clock and writer are common.
func TestBeforeIsAStrictTotalOrder(t *testing.T) {
	t.Parallel()
	gen := rapid.Custom(func(t *rapid.T) *ledger.Act {
		return &ledger.Act{
			Clock:  rapid.Int64Range(1, 3).Draw(t, "clock"),
			Writer: ledger.WriterID(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "writer")),
			Seq:    rapid.Int64Range(0, 3).Draw(t, "seq"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := gen.Draw(t, "a"), gen.Draw(t, "b"), gen.Draw(t, "c")
		same := a.Clock == b.Clock && a.Writer == b.Writer && a.Seq == b.Seq
		ways := 0
		for _, way := range []bool{a.Before(b), b.Before(a), same} {
			if way {
				ways++
			}
		}
		if ways != 1 {
			t.Fatalf("%v and %v stand to each other in %d ways", a, b, ways)
		}
		if a.Before(b) && b.Before(c) && !a.Before(c) {
			t.Fatal("the order is not transitive")
		}
		if a.Clock < b.Clock && !a.Before(b) {
			t.Fatal("the clock does not decide first")
		}
	})
}

func TestFoundingPayloads(t *testing.T) {
	t.Parallel()
	_, vkey := key(t, 1)
	project := ledger.ProjectCreated{Project: sampleID(1), Title: "Qarya, spring"}
	writer := ledger.WriterJoined{Writer: ledger.WriterID(sampleID(2)), Name: "field laptop", Tag: "b2", Verifier: vkey}
	actor := ledger.ActorAdded{Actor: ledger.ActorID(sampleID(3)), Name: "Ada N."}
	tests := []struct {
		name    string
		payload ledger.Payload
		kind    string
		code    fault.Code
	}{
		{"project", project, "project.created/1", ""},
		{"project without id", ledger.ProjectCreated{Title: "x"}, "project.created/1", "LE001"},
		{"project without title", ledger.ProjectCreated{Project: project.Project, Title: " \t"}, "project.created/1", "LE021"},
		{"long title", ledger.ProjectCreated{Project: project.Project, Title: strings.Repeat("x", 201)}, "project.created/1", "LE021"},
		{"title not UTF-8", ledger.ProjectCreated{Project: project.Project, Title: "\xff"}, "project.created/1", "LE021"},
		{"title of two lines", ledger.ProjectCreated{Project: project.Project, Title: "a\nb"}, "project.created/1", "LE021"},
		{"writer", writer, "writer.joined/1", ""},
		{"writer without id", ledger.WriterJoined{Name: "x", Verifier: vkey}, "writer.joined/1", "LE001"},
		{"writer without key", ledger.WriterJoined{Writer: writer.Writer, Name: "x"}, "writer.joined/1", "LE012"},
		{"long tag", ledger.WriterJoined{Writer: writer.Writer, Name: "x", Verifier: vkey, Tag: "abcde"}, "writer.joined/1", "LE020"},
		{"odd tag", ledger.WriterJoined{Writer: writer.Writer, Name: "x", Verifier: vkey, Tag: "a-b"}, "writer.joined/1", "LE020"},
		{"writer without name", ledger.WriterJoined{Writer: writer.Writer, Verifier: vkey}, "writer.joined/1", "LE021"},
		{"actor", actor, "actor.added/1", ""},
		{"actor without id", ledger.ActorAdded{Name: "x"}, "actor.added/1", "LE001"},
		{"actor without name", ledger.ActorAdded{Actor: actor.Actor}, "actor.added/1", "LE021"},
		{"long note", ledger.ActorAdded{Actor: actor.Actor, Name: "x", Note: strings.Repeat("n", 2001)}, "actor.added/1", "LE021"},
		{"note not UTF-8", ledger.ActorAdded{Actor: actor.Actor, Name: "x", Note: "\xff"}, "actor.added/1", "LE021"},
	}
	for _, tt := range tests {
		if err := tt.payload.Validate(); fault.CodeOf(err) != tt.code || tt.payload.Kind() != tt.kind {
			t.Errorf("%s: %s, %v; want %q", tt.name, tt.payload.Kind(), err, tt.code)
		}
	}
}
