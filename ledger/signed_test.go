package ledger_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
	"reckon/ledger"
)

// key returns a signer for the log that sampleAct stands in, and its
// verifier key.
func key(t testing.TB, seed byte) (note.Signer, string) {
	t.Helper()
	return keyFor(t, seed, ledger.Origin(sampleID(9), ledger.WriterID(sampleID(2))))
}

func keyFor(t testing.TB, seed byte, origin string) (note.Signer, string) {
	t.Helper()
	skey, vkey, err := ledger.GenerateKey(randomness(seed), origin)
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	return s, vkey
}

func verifier(t testing.TB, vkey string) note.Verifier {
	t.Helper()
	v, err := ledger.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sign(t testing.TB, signable interface {
	Sign(note.Signer) ([]byte, error)
}, s note.Signer) []byte {
	t.Helper()
	msg, err := signable.Sign(s)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

func sampleManifest(origin string) ledger.Manifest {
	return ledger.Manifest{Origin: origin, Size: 300, Files: []ledger.ManifestFile{
		{Path: "payload/000.jsonl", Count: 256, SHA256: strings.Repeat("0a", 32)},
		{Path: "payload/001.p/44.jsonl", Count: 44, SHA256: strings.Repeat("ff", 32)},
	}, Heads: []ledger.ManifestHead{{Writer: ledger.WriterID(sampleID(4)), Size: 12, Root: tlog.RecordHash([]byte("y"))}}}
}

func TestCheckpointRoundTrip(t *testing.T) {
	t.Parallel()
	s, vkey := key(t, 1)
	want := ledger.Checkpoint{Origin: s.Name(), Size: 300, Root: tlog.RecordHash([]byte("x"))}
	msg := sign(t, want, s)
	if text := want.Origin + "\n300\n" + want.Root.String() + "\n"; want.Text() != text || !bytes.HasPrefix(msg, []byte(text+"\n— ")) {
		t.Errorf("the text is %q, the note %q", want.Text(), msg)
	}
	got, err := ledger.OpenCheckpoint(msg, verifier(t, vkey))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestManifestRoundTrip(t *testing.T) {
	t.Parallel()
	s, vkey := key(t, 1)
	for _, want := range []ledger.Manifest{sampleManifest(s.Name()), {Origin: s.Name()}} {
		got, err := ledger.OpenManifest(sign(t, want, s), verifier(t, vkey))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	}
}

// TestEveryByteOfASignedNoteCounts flips every bit, cuts and appends.
func TestEveryByteOfASignedNoteCounts(t *testing.T) {
	t.Parallel()
	s, vkey := key(t, 1)
	v := verifier(t, vkey)
	open := map[string]func([]byte) error{
		string(sign(t, ledger.Checkpoint{Origin: s.Name(), Size: 3}, s)): func(m []byte) error { _, err := ledger.OpenCheckpoint(m, v); return err },
		string(sign(t, sampleManifest(s.Name()), s)):                     func(m []byte) error { _, err := ledger.OpenManifest(m, v); return err },
	}
	for whole, open := range open {
		everyChange([]byte(whole), func(change string, msg []byte) {
			if err := open(msg); fault.KindOf(err) != fault.Integrity {
				t.Errorf("%s: %v", change, err)
			}
		})
	}
}

// everyChange calls try with every bit flipped, every cut and some additions.
func everyChange(whole []byte, try func(change string, msg []byte)) {
	for i := range whole {
		for bit := range 8 {
			msg := bytes.Clone(whole)
			msg[i] ^= 1 << bit
			try("a bit flipped", msg)
		}
		try("cut", whole[:i])
	}
	for _, tail := range []string{"\n", " ", "\x00", "\r\n", string(whole)} {
		try("something appended", append(bytes.Clone(whole), tail...))
	}
}

func TestNoteInAnotherSpelling(t *testing.T) {
	t.Parallel()
	s, vkey := key(t, 1)
	stranger, strangerKey := keyFor(t, 2, "other/log")
	twin, _ := key(t, 3)
	v := verifier(t, vkey)
	c := ledger.Checkpoint{Origin: s.Name(), Size: 3, Root: tlog.RecordHash(nil)}
	msg := string(sign(t, c, s))
	_, sigLine, _ := strings.Cut(msg, "\n\n")
	raw := func(text string, signers ...note.Signer) string {
		m, err := note.Sign(&note.Note{Text: text}, signers...)
		if err != nil {
			t.Fatal(err)
		}
		return string(m)
	}
	text := c.Text()
	tests := []struct{ name, msg string }{
		{"the signature twice", msg + sigLine},
		{"a stranger's signature too", raw(text, s, stranger)},
		{"only a stranger's", raw(text, stranger)},
		{"same name, another key", raw(text, twin)},
		{"another origin", raw("other/log\n3\n"+c.Root.String()+"\n", s)},
		{"a line more", raw(text+"more\n", s)},
		{"a line less", raw(s.Name()+"\n3\n", s)},
		{"plus before the size", raw(strings.Replace(text, "\n3\n", "\n+3\n", 1), s)},
		{"size with a zero", raw(strings.Replace(text, "\n3\n", "\n03\n", 1), s)},
		{"negative size", raw(strings.Replace(text, "\n3\n", "\n-3\n", 1), s)},
		{"no size", raw(strings.Replace(text, "\n3\n", "\nx\n", 1), s)},
		{"short root", raw(s.Name()+"\n3\nAAAA\n", s)},
		{"a manifest", string(sign(t, sampleManifest(s.Name()), s))},
	}
	for _, tt := range tests {
		if got, err := ledger.OpenCheckpoint([]byte(tt.msg), v); fault.KindOf(err) != fault.Integrity {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
	}
	if _, err := ledger.OpenCheckpoint([]byte(msg), verifier(t, strangerKey)); fault.CodeOf(err) != "LE011" {
		t.Errorf("with another key: %v", err)
	}
}

// TestSpareBitsOfBase64 changes the bits of the signature's last character
// that base64 ignores, which signed notes let pass.
func TestSpareBitsOfBase64(t *testing.T) {
	t.Parallel()
	s, vkey := key(t, 1)
	msg := sign(t, ledger.Checkpoint{Origin: s.Name(), Size: 3}, s)
	sig := strings.TrimSuffix(string(msg[bytes.LastIndexByte(msg, ' ')+1:]), "\n")
	raw, err := base64.StdEncoding.DecodeString(sig)
	if err != nil {
		t.Fatal(err)
	}
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	last := strings.IndexByte(sig, '=') - 1
	tried := 0
	for i := range digits {
		odd := []byte(sig)
		odd[last] = digits[i]
		if same, err := base64.StdEncoding.DecodeString(string(odd)); err != nil || !bytes.Equal(same, raw) || string(odd) == sig {
			continue
		}
		tried++
		m := bytes.Replace(msg, []byte(sig), odd, 1)
		if _, err := note.Open(m, note.VerifierList(verifier(t, vkey))); err != nil {
			t.Errorf("the premise does not hold: %v", err)
		}
		if _, err := ledger.OpenCheckpoint(m, verifier(t, vkey)); fault.CodeOf(err) != "LE011" {
			t.Errorf("spare bits go unseen: %v", err)
		}
	}
	if tried == 0 {
		t.Error("no spelling was tried")
	}
}

func TestManifestRefuses(t *testing.T) {
	t.Parallel()
	s, vkey := key(t, 1)
	head := "reckon manifest v1\n" + s.Name() + "\n300\n"
	digest, root := strings.Repeat("0a", 32), tlog.RecordHash(nil).String()
	for _, text := range []string{
		"", "reckon manifest v1\n", "reckon manifest v2\n" + s.Name() + "\n300\n", "reckon manifest v1\nother\n300\n",
		"reckon manifest v1\n" + s.Name() + "\nx\n", "reckon manifest v1\n" + s.Name() + "\n-1\n", "reckon manifest v1\n" + s.Name() + "\n+1\n",
		head + "payload/000.jsonl 256\n", head + "payload/000.jsonl x " + digest + "\n", head + "payload/000.jsonl 0 " + digest + "\n",
		head + "payload/000.jsonl 01 " + digest + "\n", head + "payload/000.jsonl 1 " + strings.ToUpper(digest) + "\n",
		head + "payload/000.jsonl 1 " + digest[2:] + "\n", head + "a  1 " + digest + "\n", head + "\n",
		head + "head x 1 " + root + "\n", head + "head " + sampleID(4) + " 0 " + root + "\n", head + "head " + sampleID(4) + " 01 " + root + "\n",
		head + "head " + sampleID(4) + " 1 " + root[1:] + "\n", head + "head " + sampleID(4) + " 1\n",
		head + "head " + sampleID(4) + " 1 " + root + "\npayload/000.jsonl 1 " + digest + "\n",
	} {
		msg, err := note.Sign(&note.Note{Text: text + "\n"}, s)
		if strings.HasSuffix(text, "\n") {
			msg, err = note.Sign(&note.Note{Text: text}, s)
		}
		if err != nil {
			t.Fatal(err)
		}
		if m, err := ledger.OpenManifest(msg, verifier(t, vkey)); fault.CodeOf(err) != "LE013" {
			t.Errorf("%q gives %v, %v", text, m, err)
		}
	}
}

func TestVerifierKeyCounts(t *testing.T) {
	t.Parallel()
	_, vkey := key(t, 1)
	everyChange([]byte(vkey), func(change string, odd []byte) {
		v, err := ledger.NewVerifier(string(odd))
		// A flip in the name makes another key's name, which its hash belies.
		if fault.CodeOf(err) != "LE012" {
			t.Errorf("%s: %q gives %v, %v", change, odd, v, err)
		}
	})
}

// proofLog is a log of 300 acts with its proof of one.
func proofLog(t testing.TB, index int64) (p *ledger.Proof, vkey string) {
	t.Helper()
	s, vkey := key(t, 1)
	var hashes reference
	a := sampleAct()
	var record *ledger.Record
	for n := range int64(300) {
		a.Seq = n
		r := seal(t, a, byte(n))
		if n == index {
			record = r
		}
		stored, err := tlog.StoredHashes(n, r.Leaf[:], &hashes)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, stored...)
	}
	c := ledger.Checkpoint{Origin: s.Name(), Size: 300, Root: hashes.root(t, 300)}
	p, err := ledger.Prove(record, index, sign(t, c, s), c, &hashes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Prove(record, 300, nil, c, &hashes); err == nil {
		t.Error("an act beyond the tree was proved")
	}
	return p, vkey
}

func TestProof(t *testing.T) {
	t.Parallel()
	for _, index := range []int64{0, 7, 255, 256, 299} {
		p, vkey := proofLog(t, index)
		back, err := ledger.ParseProof(p.Text())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Errorf("reading a proof back:\n%s", diff)
		}
		r, c, err := back.Check(verifier(t, vkey))
		if err != nil || r.Act.Seq != index || c.Size != 300 {
			t.Errorf("checking the proof of %d: %v, %v, %v", index, r, c, err)
		}
	}
}

func TestProofRefuses(t *testing.T) {
	t.Parallel()
	p, vkey := proofLog(t, 7)
	v := verifier(t, vkey)
	other, _ := proofLog(t, 8)
	tests := []struct {
		name   string
		change func(*ledger.Proof)
	}{
		{"another place", func(p *ledger.Proof) { p.Index = 8 }},
		{"a place beyond", func(p *ledger.Proof) { p.Index = 300 }},
		{"another record", func(p *ledger.Proof) { p.Extra = other.Extra }},
		{"another's path", func(p *ledger.Proof) { p.Hashes = other.Hashes }},
		{"a short path", func(p *ledger.Proof) { p.Hashes = p.Hashes[1:] }},
		{"no record", func(p *ledger.Proof) { p.Extra = nil }},
		{"no checkpoint", func(p *ledger.Proof) { p.Checkpoint = nil }},
	}
	for _, tt := range tests {
		q := *p
		tt.change(&q)
		if r, _, err := q.Check(v); fault.KindOf(err) != fault.Integrity {
			t.Errorf("%s: %v, %v", tt.name, r, err)
		}
	}
	misplaced := *other
	misplaced.Index = 8
	if _, _, err := misplaced.Check(v); err != nil {
		t.Errorf("the other proof does not hold: %v", err)
	}
}

// TestProofOfAMisplacedAct signs a tree whose only act claims to stand
// elsewhere.
func TestProofOfAMisplacedAct(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*ledger.Act){
		func(a *ledger.Act) { a.Seq = 1 },
		func(a *ledger.Act) { a.Seq, a.Writer = 0, ledger.WriterID(sampleID(50)) },
	} {
		s, vkey := key(t, 1)
		a := sampleAct()
		change(&a)
		r := seal(t, a, 1)
		c := ledger.Checkpoint{Origin: s.Name(), Size: 1, Root: tlog.RecordHash(r.Leaf[:])}
		p := &ledger.Proof{Extra: r.Line, Checkpoint: sign(t, c, s)}
		if _, _, err := p.Check(verifier(t, vkey)); fault.CodeOf(err) != "LE014" {
			t.Errorf("a misplaced act was proved: %v", err)
		}
	}
}

func TestEveryByteOfAProofCounts(t *testing.T) {
	t.Parallel()
	p, vkey := proofLog(t, 7)
	v := verifier(t, vkey)
	everyChange([]byte(p.Text()), func(change string, text []byte) {
		q, err := ledger.ParseProof(string(text))
		if err == nil {
			_, _, err = q.Check(v)
		}
		if fault.KindOf(err) != fault.Integrity {
			t.Errorf("%s: %v", change, err)
		}
	})
}

func TestParseProofRefuses(t *testing.T) {
	t.Parallel()
	p, _ := proofLog(t, 7)
	text := p.Text()
	for _, odd := range []string{
		"", "c2sp.org/tlog-proof@v1\n\n", strings.Replace(text, "@v1", "@v2", 1), strings.Replace(text, "extra ", "", 1),
		strings.Replace(text, "extra ", "extra !", 1), strings.Replace(text, "index ", "", 1), strings.Replace(text, "index 7", "index 07", 1),
		strings.Replace(text, "index 7", "index -7", 1), strings.Replace(text, "index 7\n", "index 7\nAAAA\n", 1),
		strings.Replace(text, "index 7\n", "index 7\n"+strings.Repeat(p.Hashes[0].String()+"\n", 64), 1),
	} {
		if q, err := ledger.ParseProof(odd); fault.CodeOf(err) != "LE014" {
			t.Errorf("%.80q gives %v, %v", odd, q, err)
		}
	}
}

func FuzzOpenCheckpoint(f *testing.F) {
	s, vkey := key(f, 1)
	v := verifier(f, vkey)
	whole := sign(f, ledger.Checkpoint{Origin: s.Name(), Size: 3}, s)
	f.Add(whole)
	f.Add([]byte("a\n1\n\n— a b\n"))
	f.Fuzz(func(t *testing.T, msg []byte) {
		if c, err := ledger.OpenCheckpoint(msg, v); err == nil && !bytes.Equal(msg, whole) {
			t.Fatalf("%q was opened as %v", msg, c)
		}
	})
}

func FuzzOpenManifest(f *testing.F) {
	s, vkey := key(f, 1)
	v := verifier(f, vkey)
	whole := sign(f, sampleManifest(s.Name()), s)
	f.Add(whole)
	f.Add([]byte("reckon manifest v1\n\n— a b\n"))
	f.Fuzz(func(t *testing.T, msg []byte) {
		if m, err := ledger.OpenManifest(msg, v); err == nil && !bytes.Equal(msg, whole) {
			t.Fatalf("%q was opened as %v", msg, m)
		}
	})
}

func FuzzParseProof(f *testing.F) {
	p, vkey := proofLog(f, 7)
	v := verifier(f, vkey)
	f.Add(p.Text())
	f.Add("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ledger.ParseProof(text)
		if err != nil {
			return
		}
		if q.Text() != text {
			t.Fatalf("%q is spelled otherwise", text)
		}
		if _, _, err := q.Check(v); err == nil && text != p.Text() {
			t.Fatalf("%q was proved", text)
		}
	})
}

func FuzzNewVerifier(f *testing.F) {
	_, vkey := key(f, 1)
	f.Add(vkey)
	f.Add("a+00000000+AA==")
	f.Fuzz(func(t *testing.T, text string) {
		v, err := ledger.NewVerifier(text)
		if err == nil && !strings.HasPrefix(text, v.Name()+"+") {
			t.Fatalf("%q is the key of %s", text, v.Name())
		}
	})
}
