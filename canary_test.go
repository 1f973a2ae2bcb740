package reckon

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"reckon/internal/store"
	"reckon/ledger"
	"reckon/names"
	"reckon/places"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// canaries are words that stand nowhere else, and digests of what they stand
// in.
type canaries struct {
	random *rand.Rand
	words  []string
	hashes map[string][]byte // what of, and the digest
}

// word draws a new one: letters of several scripts, long enough that no part
// of a ciphertext spells it by chance.
func (c *canaries) word() string {
	scripts := [][]rune{[]rune("bcdfghjklmnprstvz"), []rune("бвгдзклмнпрст"), []rune("بتثجحدرسش"), []rune("ბგდვზთკლმნ")}
	letters := scripts[0]
	if len(c.words)%4 == 3 {
		letters = scripts[len(c.words)/4%len(scripts)]
	}
	word := make([]rune, 12)
	for i := range word {
		word[i] = letters[c.random.IntN(len(letters))]
	}
	c.words = append(c.words, string(word))
	return string(word)
}

// digest notes the digests of a text that is to be kept.
func (c *canaries) digest(what string, data []byte) {
	a, b := sha256.Sum256(data), sha512.Sum512(data)
	for _, known := range c.hashes {
		if bytes.Equal(known, a[:]) {
			return // a text that is its original
		}
	}
	c.hashes[what+", sha256"], c.hashes[what+", sha512"] = a[:], b[:]
}

// needles lists every form in which a canary would show.
func (c *canaries) needles() map[string]string {
	all := map[string]string{}
	for _, w := range c.words {
		utf8 := []byte(w)
		var little, big []byte
		for _, u := range utf16.Encode([]rune(w)) {
			little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
		}
		for form, raw := range map[string][]byte{"": utf8, " in UTF-16LE": little, " in UTF-16BE": big} {
			all[string(raw)] = w + form
			canaryEncoded(all, raw, w+form)
		}
	}
	for what, raw := range c.hashes {
		all[string(raw)] = what
		canaryEncoded(all, raw, what)
	}
	return all
}

// canaryEncoded adds hexadecimal in both cases and base64 in the alphabets and
// at the three places where a text can begin in it.
func canaryEncoded(all map[string]string, raw []byte, what string) {
	all[hex.EncodeToString(raw)] = what + " in hex"
	all[strings.ToUpper(hex.EncodeToString(raw))] = what + " in HEX"
	for shift := range 3 {
		padded := append(make([]byte, shift), raw...)
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := enc.EncodeToString(padded)
			all[text[(shift*8+5)/6:len(padded)*8/6]] = what + " in base64"
		}
	}
}

// canarySearch looks for all needles in files at once.
type canarySearch struct {
	t       *testing.T
	needles map[string]string
	heads   map[[6]byte][]string // needles by how they begin
	first   [1 << 16]bool        // pairs of bytes that one begins with
	bytes   int64
	found   map[string]bool
}

func newCanarySearch(t *testing.T, c *canaries) *canarySearch {
	s := &canarySearch{t: t, needles: c.needles(), heads: map[[6]byte][]string{}, found: map[string]bool{}}
	for n := range s.needles {
		head := [6]byte([]byte(n))
		s.heads[head] = append(s.heads[head], n)
		s.first[int(n[0])<<8|int(n[1])] = true
	}
	return s
}

// in searches one piece of data and the name it has.
func (s *canarySearch) in(name string, data []byte) (hits []string) {
	s.bytes += int64(len(data))
	for i := 0; i+6 <= len(data); i++ {
		if !s.first[int(data[i])<<8|int(data[i+1])] {
			continue
		}
		for _, n := range s.heads[[6]byte(data[i:])] {
			if bytes.HasPrefix(data[i:], []byte(n)) {
				s.found[s.needles[n]] = true
				hits = append(hits, fmt.Sprintf("%s at %d of %s", s.needles[n], i, name))
			}
		}
	}
	return hits
}

// tree searches the names and contents of everything in a folder.
func (s *canarySearch) tree(dir string) (hits []string) {
	s.t.Helper()
	tamperMust(s.t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hits = append(hits, s.in("the name "+name, []byte(name))...)
		if d.IsDir() {
			return nil
		}
		data, err := os.ReadFile(name)
		hits = append(hits, s.in(name, data)...)
		return err
	}))
	return hits
}

// canaryUse goes through the use cases with words that are looked for
// afterwards, and returns what was written outside the project: the folder of
// backups and bundles.
func canaryUse(t *testing.T, c *canaries, p *Project, recovery, outside string) *Project {
	t.Helper()
	ctx := context.Background()
	text := func(n int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "%s said that at least 20 persons were killed in %s.\n", c.word(), c.word())
		}
		return b.String()
	}
	file := filepath.Join(tamperTemp(t), c.word()+".txt")
	for i := range 6 {
		data := []byte(text(5))
		c.digest(fmt.Sprint("original ", i), data)
		tamperMust(t, os.WriteFile(file, data, 0o600))
		got, err := p.AddSource(ctx, Ingest{Path: file, How: "file", Reason: c.word(), About: source.Added{
			Title: c.word(), Material: "press_release", SaidBy: c.word(), Confidentiality: source.Internal, Note: c.word(), URL: "https://" + c.word() + ".example/",
		}})
		tamperMust(t, err)
		_, err = p.ReadAgain(ctx, got.Ref, "utf-8", c.word())
		tamperMust(t, err)
		again, _, err := p.Text(ctx, got.Ref, "")
		tamperMust(t, err)
		c.digest(fmt.Sprint("text ", i), []byte(again.String()))
		canaryCode(t, c, p, got.Ref, strings.Fields(string(data))[0])
	}
	_, err := p.AddSource(ctx, Ingest{About: source.Added{Title: c.word(), Material: "book", Citation: c.word(), Confidentiality: source.Public}})
	tamperMust(t, err)
	_, err = p.AddActor(ctx, c.word(), c.word(), c.word())
	tamperMust(t, err)
	other := canaryExchange(t, c, p, recovery, outside)
	v, err := p.Verify(ctx, VerifyOptions{Deep: true})
	if err != nil || !v.Deep {
		t.Fatal(err)
	}
	return other
}

// canaryCode enters, changes and withdraws statements of a source.
func canaryCode(t *testing.T, c *canaries, p *Project, ref, first string) {
	t.Helper()
	ctx := context.Background()
	name := c.word()
	incident, err := p.AddIncident(ctx, register.Incident{
		Names: []register.IncidentName{{Text: name, UsedBy: c.word()}}, Display: name, Reason: c.word(), Note: c.word(),
	}, c.word())
	tamperMust(t, err)
	value := int64(20)
	coded := Coded{Source: ref, Quotes: []Quote{{Words: first + " said"}}, Reason: c.word(), Statement: statement.Statement{
		Speakers: []statement.Speaker{{Name: c.word()}}, Incident: incident.Ref, Note: c.word(),
		Where: &places.Place{Names: []places.Name{{Text: c.word()}}},
		Content: &statement.Toll{
			Figure:   statement.Quantity{Form: statement.AtLeast, Value: &value, Low: &value, Words: "at least 20"},
			Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}, Scope: c.word(),
		},
	}}
	added, err := p.AddStatement(ctx, coded)
	tamperMust(t, err)
	_, err = p.CorrectStatement(ctx, Correction{Name: added.Ref, Reason: c.word(), Edit: func(s *statement.Statement) error {
		s.Note = c.word()
		return nil
	}})
	tamperMust(t, err)
	_, err = p.AddPerson(ctx, register.Person{
		Names: []names.Name{{Text: c.word(), Kind: names.AsWritten}}, Description: c.word(), Note: c.word(), Statements: []statement.ID{statement.ID(added.Ref)},
	}, c.word())
	tamperMust(t, err)
	_, err = p.WithdrawStatement(ctx, added.Ref, c.word())
	tamperMust(t, err)
	_, err = p.Undo(ctx, added.Ref, c.word())
	tamperMust(t, err)
}

// canaryExchange makes backups and bundles, restores one, and takes work over.
func canaryExchange(t *testing.T, c *canaries, p *Project, recovery, outside string) *Project {
	t.Helper()
	ctx := context.Background()
	backup, bundle := filepath.Join(outside, "backup"), filepath.Join(outside, "bundle")
	_, err := p.Backup(ctx, backup)
	tamperMust(t, err)
	_, err = VerifyBackup(ctx, backup, Key{Recovery: recovery}, VerifyOptions{}, Environment{})
	tamperMust(t, err)
	other, err := Restore(ctx, backup, filepath.Join(outside, "restored"),
		RestoreOptions{Actor: c.word(), Device: c.word(), Key: Key{Recovery: recovery}}, Environment{})
	tamperMust(t, err)
	_, err = other.CorrectStatement(ctx, Correction{Name: "S-1#1", Reason: c.word(), Edit: func(s *statement.Statement) error {
		s.Note = c.word()
		return nil
	}})
	tamperMust(t, err)
	_, err = p.WithdrawStatement(ctx, "S-1#1", c.word())
	tamperMust(t, err)
	_, err = other.ExportBundle(ctx, bundle, "")
	tamperMust(t, err)
	got, err := p.ImportBundle(ctx, bundle)
	tamperMust(t, err)
	if len(got.Conflicts) != 1 {
		t.Errorf("%+v", got)
	}
	var act ledger.ActID
	tamperMust(t, p.Read(ctx, func(r *store.Reader) error {
		st, err := r.Statement("S-1#1")
		if err == nil {
			act = st.Versions[0].Act
		}
		return err
	}))
	proof, err := p.Prove(ctx, act, false)
	tamperMust(t, err)
	tamperMust(t, os.WriteFile(filepath.Join(outside, "proof"), []byte(proof), 0o600))
	_, err = p.Doctor(ctx)
	tamperMust(t, err)
	return other
}

// TestNothingShowsInASealedProject uses 200 words and more throughout a sealed
// project, and looks for them in every byte of what it leaves: while it is
// open, with the write-ahead log beside the database, and after it is closed;
// in backups, bundles and a second device's copy; in temporary files. The same search finds them in a plain project.
func TestNothingShowsInASealedProject(t *testing.T) {
	for _, sealed := range []bool{true, false} {
		t.Run(fmt.Sprintf("sealed %v", sealed), func(t *testing.T) {
			temp, outside := tamperTemp(t), tamperTemp(t)
			t.Setenv("TMPDIR", temp)
			c := &canaries{random: rand.New(rand.NewPCG(21, 22)), hashes: map[string][]byte{}}
			o := InitOptions{Title: c.word(), Actor: c.word(), Device: c.word(), WorkFactor: 10}
			if sealed {
				o.Passphrase = c.word()
			}
			p, recovery, err := Init(t.Context(), filepath.Join(outside, "project"), o, Environment{})
			tamperMust(t, err)
			other := canaryUse(t, c, p, recovery, outside)
			for range max(0, 200-len(c.words)) {
				_, err := p.AddActor(t.Context(), c.word(), "", "")
				tamperMust(t, err)
			}
			if recovery != "" {
				c.words = append(c.words, recovery)
			}
			s := newCanarySearch(t, c)
			search := func() (hits []string) {
				return slices.Concat(s.tree(temp), s.tree(outside))
			}
			if _, err := os.Stat(p.path(database) + "-wal"); err != nil {
				t.Errorf("there is no write-ahead log to look at: %v", err)
			}
			open := search()
			tamperMust(t, errors.Join(p.Close(), other.Close()))
			_, err = Rebuild(t.Context(), p.Dir(), Key{Recovery: recovery}, Environment{})
			tamperMust(t, err)
			closed := search()
			canaryJudge(t, c, s, sealed, slices.Concat(open, closed))
			t.Logf("%d words and %d digests in %d forms, %d bytes searched", len(c.words), len(c.hashes), len(s.needles), s.bytes)
		})
	}
}

// canaryJudge wants nothing to be found of a sealed project and of a plain one
// every word and every SHA-256 that its acts state.
func canaryJudge(t *testing.T, c *canaries, s *canarySearch, sealed bool, hits []string) {
	t.Helper()
	if sealed {
		for _, h := range hits[:min(len(hits), 10)] {
			t.Error(h)
		}
		return
	}
	for _, w := range c.words {
		if !s.found[w] {
			t.Errorf("%s is not found even in a plain project", w)
		}
	}
	for what := range c.hashes {
		if strings.HasSuffix(what, "sha256") && !s.found[what+" in hex"] {
			t.Errorf("the digest of %s is not found even in a plain project", what)
		}
	}
}

// TestCanarySearchFindsEveryForm proves the search itself.
func TestCanarySearchFindsEveryForm(t *testing.T) {
	t.Parallel()
	c := &canaries{random: rand.New(rand.NewPCG(1, 2)), hashes: map[string][]byte{}}
	for range 16 {
		c.word()
	}
	c.digest("a text", []byte("a text"))
	s := newCanarySearch(t, c)
	for _, w := range c.words {
		utf8 := []byte("before " + w + " after")
		for shift := range 3 {
			shifted := append(make([]byte, shift), utf8...)
			if s.in("", []byte(base64.StdEncoding.EncodeToString(shifted))) == nil || s.in("", []byte(base64.URLEncoding.EncodeToString(shifted))) == nil {
				t.Errorf("%s in base64, moved by %d, was missed", w, shift)
			}
		}
		for form, data := range map[string][]byte{
			"itself": utf8, "hex": []byte(hex.EncodeToString(utf8)), "HEX": []byte(strings.ToUpper(hex.EncodeToString(utf8))),
		} {
			if s.in("", data) == nil {
				t.Errorf("%s as %s was missed", w, form)
			}
		}
	}
	sum := sha256.Sum256([]byte("a text"))
	if s.in("", sum[:]) == nil || s.in("", []byte(hex.EncodeToString(sum[:]))) == nil || s.in("", []byte("nothing of the sort")) != nil {
		t.Error("the digest was missed, or something else was found")
	}
}

// TestTheCommandShowsNothingOfASealedProject runs the program itself, with its
// own folder for temporary files and for compiled code, and looks at what it
// leaves there, and at what it says while the project is locked.
func TestTheCommandShowsNothingOfASealedProject(t *testing.T) {
	t.Parallel()
	program := filepath.Join(tamperTemp(t), "reckon")
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/reckon").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	temp, cache, work := tamperTemp(t), tamperTemp(t), tamperTemp(t)
	c := &canaries{random: rand.New(rand.NewPCG(31, 32)), hashes: map[string][]byte{}}
	dir, received, secret := filepath.Join(work, "project"), filepath.Join(tamperTemp(t), c.word()+".txt"), filepath.Join(tamperTemp(t), "passphrase")
	quote := c.word() + " said that 20 persons were killed"
	tamperMust(t, os.WriteFile(received, []byte(quote+" in "+c.word()+".\n"), 0o600))
	tamperMust(t, os.WriteFile(secret, []byte(c.word()), 0o600))
	data, err := os.ReadFile(received)
	tamperMust(t, err)
	c.digest("the original", data)
	run := func(locked bool, args ...string) (stdout, stderr string) {
		t.Helper()
		cmd := exec.Command(program, append([]string{"-C", dir}, args...)...)
		cmd.Env = append(os.Environ(), "TMPDIR="+temp, "XDG_CACHE_HOME="+cache)
		if !locked {
			cmd.Env = append(cmd.Env, "RECKON_PASSPHRASE_FILE="+secret)
		}
		var out, complaints bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &complaints
		if err := cmd.Run(); err != nil && !locked {
			t.Fatalf("%v: %v: %s", args, err, complaints.String())
		}
		return out.String(), complaints.String()
	}
	var said []string
	for _, args := range [][]string{
		{"init", "--sealed", "--work-factor", "10", "--recovery-sheet", filepath.Join(tamperTemp(t), "sheet"), "--title", c.word(), "--device", c.word(), "--as", c.word()},
		{"source", "add", received, "--title", c.word(), "--said-by", c.word(), "--reason", c.word()},
		{"actor", "add", c.word(), "--note", c.word()},
		{"source", "text", "S-1"}, {"statement", "list"}, {"audit", "log"}, {"audit", "verify", "--deep"},
		{"backup", "create", filepath.Join(work, "backup")}, {"backup", "verify", filepath.Join(work, "backup")},
		{"bundle", "export", filepath.Join(work, "bundle")}, {"rebuild"}, {"doctor"},
	} {
		_, stderr := run(false, args...)
		said = append(said, stderr)
	}
	for _, args := range [][]string{{"source", "list"}, {"source", "show", "S-1"}, {"audit", "log"}, {"audit", "verify", "--locked"}, {"doctor"}} {
		stdout, stderr := run(true, args...)
		said = append(said, stdout, stderr)
	}
	s := newCanarySearch(t, c)
	for _, h := range slices.Concat(s.tree(temp), s.tree(cache), s.tree(work), s.in("what was said", []byte(strings.Join(said, "\n")))) {
		t.Error(h)
	}
	if entries, err := os.ReadDir(cache); err != nil || len(entries) == 0 {
		t.Errorf("no compiled code was kept to look at: %v", err)
	}
}
