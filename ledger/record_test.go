package ledger_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/ledger"
)

var asciiTable = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0, Hi: 0x7f, Stride: 1}}}

// randomness returns a reader whose bytes depend on the seed alone.
func randomness(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// sampleID makes an identifier that depends on the seed alone.
func sampleID(seed byte) string {
	id, err := ledger.NewID(randomness(seed))
	if err != nil {
		panic(err)
	}
	return id
}

func sampleAct() ledger.Act {
	return ledger.Act{
		ID: ledger.ActID(sampleID(1)), Kind: "source.added/1", Writer: ledger.WriterID(sampleID(2)), Seq: 7, Clock: 12,
		Actor: ledger.ActorID(sampleID(3)), Key: "reckon/p/w+0a1b2c3d",
		Time:    time.Date(2031, 4, 5, 6, 7, 8, 9_000_000, time.UTC),
		Reason:  "brought in by \"post\"\nfrom Qarya",
		Payload: json.RawMessage(`{"title":"Liste der Vermißten","n":3,"none":null}`),
	}
}

func seal(t testing.TB, a ledger.Act, seed byte) *ledger.Record {
	t.Helper()
	r, err := ledger.Seal(a, randomness(seed))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRecordRoundTrip(t *testing.T) {
	t.Parallel()
	r := seal(t, sampleAct(), 9)
	want := sampleAct()
	want.Payload = json.RawMessage(`{"n":3,"none":null,"title":"Liste der Vermißten"}`)
	if diff := cmp.Diff(want, r.Act); diff != "" {
		t.Errorf("sealing changed the act:\n%s", diff)
	}
	if !isCanonical(r.Line) {
		t.Errorf("the line is not canonical: %s", r.Line)
	}
	back, err := ledger.ParseRecord(r.Line)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back, cmp.AllowUnexported(ledger.Record{})); diff != "" {
		t.Errorf("reading the line back:\n%s", diff)
	}
}

// TestRecordLine pins the format: this line must be readable for ever.
func TestRecordLine(t *testing.T) {
	t.Parallel()
	r := seal(t, sampleAct(), 9)
	var line struct {
		Act      struct{ Commit string }
		BodySalt string `json:"body_salt"`
		Salt     string
	}
	if err := json.Unmarshal(r.Line, &line); err != nil {
		t.Fatal(err)
	}
	golden := `{"act":{"actor":"` + sampleID(3) + `","clock":12,"commit":"` + line.Act.Commit + `","id":"` + sampleID(1) +
		`","key":"reckon/p/w+0a1b2c3d","kind":"source.added/1","seq":7,"time":"2031-04-05T06:07:08.009Z","v":1,"writer":"` + sampleID(2) +
		`"},"body":{"payload":{"n":3,"none":null,"title":"Liste der Vermißten"},"reason":"brought in by \"post\"\nfrom Qarya"},"body_salt":"` +
		line.BodySalt + `","salt":"` + line.Salt + `"}`
	if string(r.Line) != golden {
		t.Errorf("the line is\n%s\nwant\n%s", r.Line, golden)
	}
	salts := make([]byte, 64)
	if _, err := io.ReadFull(randomness(9), salts); err != nil {
		t.Fatal(err)
	}
	if line.Salt+line.BodySalt != hex.EncodeToString(salts) {
		t.Error("the salts are not the bytes drawn")
	}
	// What a stranger does by hand: the two hashes over what the line shows.
	body := r.Line[bytes.Index(r.Line, []byte(`{"payload"`)):bytes.Index(r.Line, []byte(`,"body_salt"`))]
	head := r.Line[len(`{"act":`):bytes.Index(r.Line, []byte(`,"body":`))]
	if got := sha256.Sum256(slices.Concat([]byte("reckon-body/v1\n"), salts[32:], body)); hex.EncodeToString(got[:]) != line.Act.Commit {
		t.Error("the commitment is not the hash of the body")
	}
	if ledger.Leaf(sha256.Sum256(slices.Concat([]byte("reckon-act/v1\n"), salts[:32], head))) != r.Leaf {
		t.Error("the leaf is not the hash of the head")
	}
}

func TestSealRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*ledger.Act)
		code   fault.Code
	}{
		{"no id", func(a *ledger.Act) { a.ID = "" }, "LE001"},
		{"odd writer", func(a *ledger.Act) { a.Writer = "W" }, "LE001"},
		{"odd actor", func(a *ledger.Act) { a.Actor = ledger.ActorID(strings.ToUpper(sampleID(3))) }, "LE001"},
		{"kind without version", func(a *ledger.Act) { a.Kind = "source.added" }, "LE004"},
		{"kind of version 0", func(a *ledger.Act) { a.Kind = "source.added/0" }, "LE004"},
		{"kind with two spellings", func(a *ledger.Act) { a.Kind = "source.added/01" }, "LE004"},
		{"kind without verb", func(a *ledger.Act) { a.Kind = "source/1" }, "LE004"},
		{"kind with a quote", func(a *ledger.Act) { a.Kind = `source.a"b/1` }, "LE004"},
		{"kind not UTF-8", func(a *ledger.Act) { a.Kind = "source.\xff/1" }, "LE004"},
		{"long kind", func(a *ledger.Act) { a.Kind = "source." + strings.Repeat("a", 80) + "/1" }, "LE004"},
		{"negative place", func(a *ledger.Act) { a.Seq = -1 }, "LE004"},
		{"place too high", func(a *ledger.Act) { a.Seq = 1 << 53 }, "LE004"},
		{"no clock", func(a *ledger.Act) { a.Clock = 0 }, "LE004"},
		{"clock too high", func(a *ledger.Act) { a.Clock = 1 << 53 }, "LE004"},
		{"no key", func(a *ledger.Act) { a.Key = "" }, "LE004"},
		{"key with a quote", func(a *ledger.Act) { a.Key = `a"` }, "LE004"},
		{"key with a backslash", func(a *ledger.Act) { a.Key = `a\` }, "LE004"},
		{"key with a space", func(a *ledger.Act) { a.Key = "a b" }, "LE004"},
		{"key not ASCII", func(a *ledger.Act) { a.Key = "é" }, "LE004"},
		{"long key", func(a *ledger.Act) { a.Key = strings.Repeat("k", 201) }, "LE004"},
		{"year 10000", func(a *ledger.Act) { a.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, "LE003"},
		{"year -1", func(a *ledger.Act) { a.Time = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC) }, "LE003"},
		{"reason not UTF-8", func(a *ledger.Act) { a.Reason = "\xff" }, "LE004"},
		{"no payload", func(a *ledger.Act) { a.Payload = nil }, "LE002"},
		{"payload no object", func(a *ledger.Act) { a.Payload = json.RawMessage("[]") }, "LE004"},
		{"payload with a fraction", func(a *ledger.Act) { a.Payload = json.RawMessage(`{"a":0.5}`) }, "LE002"},
		{"too long", func(a *ledger.Act) { a.Reason = strings.Repeat("r", ledger.MaxRecord) }, "LE005"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := sampleAct()
			tt.change(&a)
			if r, err := ledger.Seal(a, randomness(1)); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, %v; want %s", r, err, tt.code)
			}
		})
	}
	if _, err := ledger.Seal(sampleAct(), strings.NewReader("too short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("with little randomness: %v", err)
	}
}

// TestSealedIsReadable draws acts at the edges of what Seal takes: whatever it
// writes, ParseRecord reads as the same.
func TestSealedIsReadable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := sampleAct()
		a.Reason = rapid.String().Draw(t, "reason")
		a.Seq = rapid.Int64Range(0, 1<<53-1).Draw(t, "seq")
		a.Clock = rapid.Int64Range(1, 1<<53-1).Draw(t, "clock")
		a.Time = time.UnixMicro(rapid.Int64Range(-60_000_000_000_000_000, 250_000_000_000_000_000).Draw(t, "time")).In(time.FixedZone("x", 3600))
		payload, err := json.Marshal(map[string]any{"p": drawValue(t, 3)})
		if err != nil {
			t.Fatal(err)
		}
		a.Payload = payload
		r, err := ledger.Seal(a, randomness(1))
		if err != nil {
			t.Fatal(err)
		}
		back, err := ledger.ParseRecord(r.Line)
		if err != nil {
			t.Fatalf("%s: %v", r.Line, err)
		}
		if diff := cmp.Diff(r, back, cmp.AllowUnexported(ledger.Record{})); diff != "" {
			t.Fatalf("read back:\n%s", diff)
		}
		if !isCanonical(r.Line) {
			t.Fatalf("not canonical: %s", r.Line)
		}
	})
}

func TestDeepestPayload(t *testing.T) {
	t.Parallel()
	a := sampleAct()
	a.Payload = json.RawMessage(strings.Repeat(`{"a":`, 64) + "{}" + strings.Repeat("}", 64))
	if _, err := ledger.ParseRecord(seal(t, a, 1).Line); err != nil {
		t.Error(err)
	}
}

// TestEveryByteOfARecordCounts changes each byte of a line to every value of
// a spread: it is refused, or it gives another leaf, which the tree refuses.
func TestEveryByteOfARecordCounts(t *testing.T) {
	t.Parallel()
	whole := seal(t, sampleAct(), 5)
	for _, r := range []*ledger.Record{whole, whole.Erase()} {
		for i := range r.Line {
			for _, bit := range []byte{1, 2, 4, 8, 16, 32, 64, 128} {
				line := bytes.Clone(r.Line)
				line[i] ^= bit
				back, err := ledger.ParseRecord(line)
				if err == nil && back.Leaf == r.Leaf {
					t.Fatalf("byte %d flipped by %d goes unseen: %s", i, bit, line)
				}
				if err != nil && fault.KindOf(err) != fault.Integrity {
					t.Fatalf("byte %d flipped by %d: kind %v", i, bit, fault.KindOf(err))
				}
			}
		}
		for i := range r.Line {
			if _, err := ledger.ParseRecord(r.Line[:i]); err == nil {
				t.Fatalf("cut to %d bytes it is read", i)
			}
		}
		if _, err := ledger.ParseRecord(append(bytes.Clone(r.Line), ' ')); err == nil {
			t.Error("a space behind it goes unseen")
		}
	}
}

func TestParseRecordRefuses(t *testing.T) {
	t.Parallel()
	line := string(seal(t, sampleAct(), 5).Line)
	erased := string(seal(t, sampleAct(), 5).Erase().Line)
	salt := line[len(line)-66 : len(line)-2]
	tests := []struct{ name, line string }{
		{"nothing", ""},
		{"not UTF-8", strings.Replace(line, "Qarya", "Q\xffrya", 1)},
		{"another body", strings.Replace(line, "Qarya", "Qaria", 1)},
		{"spaced out", strings.Replace(line, `,"body":`, `, "body":`, 1)},
		{"upper-case salt", strings.Replace(line, salt, strings.ToUpper(salt), 1)},
		{"newer version", strings.Replace(line, `"v":1`, `"v":2`, 1)},
		{"odd number", strings.Replace(line, `"seq":7`, `"seq":07`, 1)},
		{"odd time", strings.Replace(line, `.009Z`, `.9Z`, 1)},
		{"odd kind", strings.Replace(line, `source.added/1`, `source.Added/1`, 1)},
		{"upper-case field", strings.Replace(line, `"actor"`, `"Actor"`, 1)},
		{"one more field", strings.Replace(line, `{"act":{`, `{"act":{"aa":1,`, 1)},
		{"erased, but the salt kept", strings.Replace(erased, `"salt":`, `"body_salt":"`+salt+`","salt":`, 1)},
		{"two lines", line + "\n" + line},
		{"too long", line + strings.Repeat(" ", ledger.MaxRecord)},
	}
	for _, tt := range tests {
		if tt.line == line {
			t.Errorf("%s: the sample was not changed", tt.name)
		}
		if r, err := ledger.ParseRecord([]byte(tt.line)); fault.KindOf(err) != fault.Integrity {
			t.Errorf("%s: %v, %v", tt.name, r, err)
		}
	}
}

// TestBodyInAnotherSpelling commits to a body that is spelled otherwise: its
// hash is right, its form is not.
func TestBodyInAnotherSpelling(t *testing.T) {
	t.Parallel()
	a := sampleAct()
	a.Payload, a.Reason = json.RawMessage(`{"a":"b"}`), "b"
	line := string(seal(t, a, 5).Line)
	for _, body := range []string{
		`{"payload":{"a":"b"},"reason":"b"}`, `{"payload":{"a": "b"},"reason":"b"}`, `{"payload":{"a":"\u0062"},"reason":"b"}`,
		`{"payload":{"a":"b","a":"b"},"reason":"b"}`, `{"payload":{"b":1,"a":1},"reason":"b"}`, `{"payload":["a"],"reason":"b"}`,
		`{"payload":{"a":"b"},"reason":"\u0062"}`, `{"payload":{"a":"b"},"reason":1}`, `{"reason":"b","payload":{"a":"b"}}`,
		`{"payload":{"a":"b"}}`, `{"payload":{"a":"b"},"reason":"b","x":1}`, `{"payload":{"a":0.5},"reason":"b"}`,
	} {
		odd := recommit(t, line, body)
		_, err := ledger.ParseRecord([]byte(odd))
		if odd == line != (err == nil) || err != nil && fault.CodeOf(err) != "LE006" {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// recommit gives a record's line another body, and the head its commitment.
func recommit(t *testing.T, line, body string) string {
	t.Helper()
	from, to := strings.Index(line, `{"payload"`), strings.Index(line, `,"body_salt":"`)
	salt, err := hex.DecodeString(line[to+len(`,"body_salt":"`):][:64])
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(slices.Concat([]byte("reckon-body/v1\n"), salt, []byte(body)))
	at := strings.Index(line, `"commit":"`) + len(`"commit":"`)
	return line[:at] + hex.EncodeToString(sum[:]) + line[at+64:from] + body + line[to:]
}

func TestEraseLeavesTheLeafAndNothingElse(t *testing.T) {
	t.Parallel()
	r := seal(t, sampleAct(), 5)
	e := r.Erase()
	back, err := ledger.ParseRecord(e.Line)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e, back, cmp.AllowUnexported(ledger.Record{})); diff != "" {
		t.Errorf("reading an erased record back:\n%s", diff)
	}
	if back.Leaf != r.Leaf || !back.Act.Erased || back.Act.Payload != nil || back.Act.Reason != "" {
		t.Errorf("the erased record is %+v", back)
	}
	_, after, _ := strings.Cut(string(r.Line), `"body_salt":"`)
	for _, trace := range []string{"Vermi", "Qarya", "payload", "reason", after[:64]} {
		if bytes.Contains(e.Line, []byte(trace)) {
			t.Errorf("the erased line still holds %s", trace)
		}
	}
	if again := e.Erase(); !bytes.Equal(again.Line, e.Line) {
		t.Errorf("erased twice it is %s", again.Line)
	}
}

func TestSameActTwoLeaves(t *testing.T) {
	t.Parallel()
	if seal(t, sampleAct(), 5).Leaf == seal(t, sampleAct(), 6).Leaf {
		t.Error("the leaf does not depend on the salt, so it can be guessed")
	}
}

func TestDecodePayload(t *testing.T) {
	t.Parallel()
	r := seal(t, ledger.Act{
		ID: ledger.ActID(sampleID(1)), Kind: "actor.added/1", Writer: ledger.WriterID(sampleID(2)), Clock: 1, Key: "k",
		Actor: ledger.ActorID(sampleID(3)), Time: time.Unix(0, 0), Payload: json.RawMessage(`{"actor":"x","name":"Ada N."}`),
	}, 1)
	var got ledger.ActorAdded
	if err := ledger.DecodePayload(&r.Act, &got); err != nil || got.Name != "Ada N." || got.Actor != "x" {
		t.Errorf("got %+v, %v", got, err)
	}
	var other ledger.WriterJoined
	if err := ledger.DecodePayload(&r.Act, &other); fault.CodeOf(err) != "LE007" {
		t.Errorf("as another kind: %v", err)
	}
	if err := ledger.DecodePayload(&r.Erase().Act, &got); fault.CodeOf(err) != "LE007" {
		t.Errorf("erased: %v", err)
	}
}

func FuzzParseRecord(f *testing.F) {
	r := seal(f, sampleAct(), 5)
	f.Add(r.Line)
	f.Add(r.Erase().Line)
	f.Add([]byte(`{"act":{"actor":"`))
	f.Fuzz(func(t *testing.T, line []byte) {
		r, err := ledger.ParseRecord(line)
		if err != nil {
			return
		}
		if !isCanonical(line) || !bytes.Equal(r.Line, line) {
			t.Fatalf("an odd spelling was read: %q", line)
		}
		if e := r.Erase(); e.Leaf != r.Leaf {
			t.Fatalf("erasing %q changed its leaf", line)
		}
	})
}

// BenchmarkSealAppend is what recording an act costs apart from the disk.
func BenchmarkSealAppend(b *testing.B) {
	a := sampleAct()
	a.Payload = json.RawMessage(`{"text":"` + strings.Repeat("Bericht ", 60) + `","a":[1,2,3],"n":12}`)
	random := randomness(1)
	var tree ledger.Tree
	b.ReportAllocs()
	for b.Loop() {
		r, err := ledger.Seal(a, random)
		if err != nil {
			b.Fatal(err)
		}
		tree.Append(r.Leaf)
	}
}

// BenchmarkParseRecord is what checking an act on disk costs.
func BenchmarkParseRecord(b *testing.B) {
	a := sampleAct()
	a.Payload = json.RawMessage(`{"text":"` + strings.Repeat("Bericht ", 60) + `","a":[1,2,3],"n":12}`)
	line := seal(b, a, 1).Line
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ledger.ParseRecord(line); err != nil {
			b.Fatal(err)
		}
	}
}
