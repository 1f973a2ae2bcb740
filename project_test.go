package reckon_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/driver"

	"reckon"
	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
)

func TestInitRefuses(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	o := reckon.InitOptions{Title: "Vesmar", Actor: "Ana", Device: "laptop"}
	_, _, err := reckon.Init(t.Context(), s.dir, o, s.env)
	s.refused(err, "PR010")
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "letter.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err = reckon.Init(t.Context(), full, o, s.env)
	s.refused(err, "PR011")
	if left, err := os.ReadDir(full); err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
	for _, o := range []reckon.InitOptions{{Actor: "Ana", Device: "laptop"}, {Title: "Vesmar", Device: "laptop"}, {Title: "Vesmar", Actor: "Ana"}} {
		dir := filepath.Join(t.TempDir(), "p")
		if _, _, err := reckon.Init(t.Context(), dir, o, s.env); fault.CodeOf(err) != "LE021" {
			t.Errorf("got %v", err)
		}
		if reckon.Exists(dir) {
			t.Error("half a project counts as one")
		}
		o = reckon.InitOptions{Title: "Vesmar", Actor: "Ana", Device: "laptop"}
		p, _, err := reckon.Init(t.Context(), dir, o, s.env) // the rest is cleared away
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	s := begin(t, true)
	s.add(report)
	if err := s.p.Close(); err != nil {
		t.Fatal(err)
	}
	open := func(key reckon.Key) error {
		p, err := reckon.Open(t.Context(), s.dir, key, s.env)
		if err == nil {
			p.Close()
		}
		return err
	}
	for _, tt := range []struct {
		name string
		key  reckon.Key
		code fault.Code
	}{
		{"no key", reckon.Key{}, "PR006"},
		{"a wrong passphrase", passphrase("another one"), fault.CodeOf(open(passphrase("another one")))},
		{"a recovery key that is none", reckon.Key{Recovery: "AGE-SECRET-KEY-1"}, fault.CodeOf(open(reckon.Key{Recovery: "AGE-SECRET-KEY-1"}))},
	} {
		if err := open(tt.key); err == nil || tt.code == "" || fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if _, err := reckon.Open(t.Context(), t.TempDir(), s.key, s.env); fault.CodeOf(err) != "PR001" {
		t.Errorf("got %v", err)
	}
	asked := fault.New("XX001", fault.Usage, "nobody types")
	if err := open(reckon.Key{Passphrase: func() (string, error) { return "", asked }}); fault.CodeOf(err) != "XX001" {
		t.Errorf("got %v", err)
	}
	for rel, tests := range map[string]map[string]fault.Code{
		"reckon.json": {`{"format":1}`: "PR002", "{": "PR002", `{"format":2,"project":"x","sealed":true}`: "PR003"},
		"local.json":  {"{}": "PR005", `{"actor":"a","writer":"b","more":1}`: "PR005", "": "PR005"},
	} {
		path := filepath.Join(s.dir, rel)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for data, code := range tests {
			s.overwrite(rel, data)
			if err := open(s.key); fault.CodeOf(err) != code {
				t.Errorf("%s %q: %v", rel, data, err)
			}
		}
		s.overwrite(rel, string(good))
	}
	if err := os.Rename(filepath.Join(s.dir, "local.json"), filepath.Join(s.dir, "x")); err != nil {
		t.Fatal(err)
	}
	if err := open(s.key); fault.CodeOf(err) != "PR004" {
		t.Errorf("got %v", err)
	}
	if err := os.Rename(filepath.Join(s.dir, "x"), filepath.Join(s.dir, "local.json")); err != nil {
		t.Fatal(err)
	}
	s.reopen()
	s.ok(nil)
}

func (s *scene) overwrite(rel, data string) {
	s.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, rel), []byte(data), 0o600); err != nil {
		s.Fatal(err)
	}
}

// A project of which a newer program wrote acts is refused, not half read.
func TestActsFromTheFuture(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	s.add(report)
	here := s.p.Writer()
	var seq int64
	s.read(func(r *store.Reader) (err error) {
		seq, err = r.Size(here)
		return err
	})
	if err := s.p.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(s.dir, "db", "reckon.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	newer, err := ledger.Seal(ledger.Act{
		ID: ledger.ActID(strings.Repeat("a", 26)), Kind: "statement.weighed/1", Writer: here, Seq: seq, Clock: 1000, Actor: s.p.Actor(), Key: "aa",
		Time: time.Now(), Payload: json.RawMessage(`{"weight":3}`),
	}, strings.NewReader(strings.Repeat("s", 64)))
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(t.Context(), store.Writer{}, func(tx *store.Tx) error { return tx.Insert(newer) })
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// It opens: what the newer program projected is there, and is published.
	s.reopen()
	if err := s.p.Close(); err != nil {
		t.Fatal(err)
	}
	// Deriving the database is where the act would have to be understood.
	_, err = reckon.Rebuild(t.Context(), s.dir, s.key, s.env)
	if fault.CodeOf(err) != "DB004" {
		t.Errorf("got %v", err)
	}
	has(t, err.Error(), "newer Reckon")
	s.reopen()
	if _, err := s.p.Verify(t.Context(), reckon.VerifyOptions{}); err != nil {
		t.Errorf("the folder verifies no more: %v", err)
	}
}

func TestDoctor(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		for _, what := range []string{"clock", "disk", "folder", "work", "anchors", "acts", "conflicts"} {
			if f := s.finding(what); !f.OK && what != "disk" || f.Text == "" {
				t.Errorf("%+v", f)
			}
		}
		env := s.env
		for name, now := range map[string]string{"a clock that was never set": "1970-01-02T00:00:00Z", "a clock that is behind": "2026-11-02T00:00:00Z"} {
			s.env.Now = at(now)
			other, err := reckon.Open(t.Context(), s.dir, s.key, s.env)
			if err != nil {
				t.Fatal(err)
			}
			found, err := other.Doctor(t.Context())
			if err != nil || found[0].What != "clock" || found[0].OK || found[0].Do == "" {
				t.Errorf("%s: %+v, %v", name, found, err)
			}
			if err := other.Close(); err != nil {
				t.Error(err)
			}
		}
		s.env = env
		stage, err := durable.NewStage(durable.OS{}, s.dir, strings.Repeat("b", 26))
		if err != nil || stage == nil {
			t.Fatal(err)
		}
		if f := s.finding("work"); !strings.HasPrefix(f.Text, "1 addition") {
			t.Errorf("%+v", f)
		}
		s.ok(nil) // and drops it
		if f := s.finding("work"); f.Text != "nothing is under way" {
			t.Errorf("%+v", f)
		}
		work := filepath.Join(s.dir, "work")
		if err := os.Remove(work); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(work, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if f := s.findingOf("folder"); f.OK || f.Do == "" {
			t.Errorf("%+v", f)
		}
		if err := os.Remove(work); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(work, 0o700); err != nil {
			t.Fatal(err)
		}
	})
}

// findingOf is finding where a later step of the check-up fails.
func (s *scene) findingOf(what string) reckon.Finding {
	s.Helper()
	all, _ := s.p.Doctor(s.Context()) // the error is of what comes after
	for _, f := range all {
		if f.What == what {
			return f
		}
	}
	s.Fatalf("nothing is said of %s", what)
	return reckon.Finding{}
}

// An act that could not be applied is told by the check-up and by verify.
func TestTroubleIsTold(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	db, err := driver.Open("file:" + filepath.Join(s.dir, "db", "reckon.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "INSERT INTO trouble VALUES ('some-act', 'it changes nothing')"); err != nil {
		t.Fatal(err)
	}
	if f := s.finding("acts"); f.OK || !strings.Contains(f.Text, "it changes nothing") {
		t.Errorf("%+v", f)
	}
	if _, err := s.p.Verify(t.Context(), reckon.VerifyOptions{}); fault.CodeOf(err) != "VF015" {
		t.Errorf("got %v", err)
	}
}

func TestPassphraseAndRecovery(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "p")
	p, recovery, err := reckon.Init(t.Context(), dir, reckon.InitOptions{
		Title: "Vesmar", Actor: "Ana", Device: "laptop", Passphrase: sealing, WorkFactor: 10,
	}, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{T: t, p: p, dir: dir, key: passphrase(sealing)}
	s.add(report)
	sheet := reckon.Sheet(p.ID(), recovery)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reckon.ChangePassphrase(dir, passphrase("wrong"), "a new passphrase", 10, s.env); err == nil {
		t.Error("changed with a wrong passphrase")
	}
	if err := reckon.ChangePassphrase(dir, s.key, "", 10, s.env); err == nil {
		t.Error("an empty passphrase was taken")
	}
	if err := reckon.ChangePassphrase(dir, s.key, "a new passphrase", 10, s.env); err != nil {
		t.Fatal(err)
	}
	if p, err := reckon.Open(t.Context(), dir, s.key, s.env); err == nil {
		p.Close()
		t.Error("the old passphrase still opens it")
	}
	s.key = passphrase("a new passphrase")
	s.reopen()
	s.ok(nil)
	if err := s.p.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := reckon.ReadSheet(sheet)
	if err != nil || read != recovery {
		t.Fatalf("the sheet reads %q, %v", read, err)
	}
	if _, err := reckon.ReadSheet(strings.Replace(sheet, "1", "8", 1)); err == nil && strings.Contains(recovery, "1") {
		t.Log("the first 1 of the sheet is no part of the key")
	}
	s.key = reckon.Key{Recovery: read}
	s.reopen()
	s.end()
	if err := s.p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reckon.ChangePassphrase(dir, s.key, "the third", 10, s.env); err != nil {
		t.Fatal(err)
	}
	s.key = passphrase("the third")
	s.reopen()
	s.ok(nil)

	plain := begin(t, false)
	plain.refused(reckon.ChangePassphrase(plain.dir, plain.key, "x", 10, plain.env), "PR012")
	if err := reckon.ChangePassphrase(t.TempDir(), plain.key, "x", 10, plain.env); fault.CodeOf(err) != "PR001" {
		t.Errorf("got %v", err)
	}
}

func TestCheckpointAndProof(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		early, err := s.p.Checkpoint(t.Context())
		s.ok(err)
		e := s.code("S-1", toll(t, "20"), "in Vesmar")
		head, err := s.p.Checkpoint(t.Context())
		s.ok(err)
		if head.Size != early.Size+1 || head.Writer != s.p.Writer() || head.Root == early.Root {
			t.Errorf("%+v after %+v", head, early)
		}
		v, err := s.p.Verify(t.Context(), reckon.VerifyOptions{Earlier: [][]byte{[]byte(early.Note), []byte(head.Note)}})
		s.ok(err)
		if v.Earlier != 2 || !v.Opened || v.Logs[0].Root != head.Root {
			t.Errorf("%+v", v)
		}
		other := begin(t, false)
		foreign, err := other.p.Checkpoint(t.Context())
		other.ok(err)
		_, err = s.p.Verify(t.Context(), reckon.VerifyOptions{Earlier: [][]byte{[]byte(foreign.Note)}})
		s.untouched(err, "VF001")
		forged := strings.Replace(early.Note, "\n"+fmt.Sprint(early.Size)+"\n", "\n1\n", 1)
		if _, err = s.p.Verify(t.Context(), reckon.VerifyOptions{Earlier: [][]byte{[]byte(forged)}}); err == nil {
			t.Error("a forged checkpoint was believed")
		}
		s.ok(s.p.KeepCheckpoint(t.Context(), []byte(early.Note)))
		if err := s.p.KeepCheckpoint(t.Context(), []byte(foreign.Note)); err == nil {
			t.Error("another project's checkpoint was kept")
		}
		s.ok(nil)
		for _, open := range []bool{false, true} {
			s.proof(ledger.ActID(e.ID), head, open)
		}
		_, err = s.p.Prove(t.Context(), "nothing", false)
		s.untouched(err, "DB005")
	})
}

// proof proves an act and wants every tampered proof refused.
func (s *scene) proof(id ledger.ActID, head reckon.Head, open bool) {
	s.Helper()
	text, err := s.p.Prove(s.Context(), id, open)
	s.ok(err)
	_, rest, _ := strings.Cut(text, "\nextra ")
	extra, _, _ := strings.Cut(rest, "\n")
	said, err := base64.StdEncoding.DecodeString(extra)
	if err != nil || strings.Contains(string(said), "Vesmar") != open {
		s.Errorf("open is %v, and the proof says %q, %v", open, said, err)
	}
	got, err := reckon.CheckProof(text, head.Verifier+"\n")
	if err != nil || got.Act != id || got.Kind != "statement.added/1" || got.Open != open || got.Writer != s.p.Writer() || got.Size != head.Size || got.Root != head.Root {
		s.Errorf("%+v, %v", got, err)
	}
	for i := 0; i < len(text); i += 7 {
		tampered := []byte(text)
		tampered[i] ^= 1
		if _, err := reckon.CheckProof(string(tampered), head.Verifier); err == nil {
			s.Errorf("a proof that was changed at byte %d holds", i)
		}
	}
	if _, err := reckon.CheckProof(text, "no key"); err == nil {
		s.Error("a proof holds under no key")
	}
	if _, err := reckon.CheckProof(text[:len(text)/2], head.Verifier); err == nil {
		s.Error("half a proof holds")
	}
}

// What is restored goes on under a writer of its own, with numbers that never
// meet those given out elsewhere.
func TestRestoreGoesOn(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		s.code("S-1", toll(t, "20"), "in Vesmar")
		backup := filepath.Join(t.TempDir(), "backup.tar")
		made, err := s.p.Backup(t.Context(), backup)
		s.ok(err)
		if info, err := os.Stat(backup); err != nil || info.Size() != made.Size || made.Files == 0 || len(made.SHA256) != 64 {
			t.Errorf("%+v, %v", made, err)
		}
		_, err = s.p.Backup(t.Context(), backup)
		s.refused(err, "AR002")
		if _, err := reckon.VerifyBackup(t.Context(), backup, s.key, reckon.VerifyOptions{}, s.env); err != nil {
			t.Error(err)
		}
		other := &scene{T: t, dir: filepath.Join(t.TempDir(), "other"), key: s.key, env: s.env}
		o := reckon.RestoreOptions{Actor: "Ana", Device: "tablet", Key: s.key}
		if other.p, err = reckon.Restore(t.Context(), backup, other.dir, o, other.env); err != nil {
			t.Fatal(err)
		}
		defer func() { other.p.Close() }()
		other.ok(nil)
		if other.p.Writer() == s.p.Writer() || other.p.Actor() != s.p.Actor() || other.p.ID() != s.p.ID() {
			t.Error("the copy is not another writer of the same project")
		}
		before := other.listing()
		if !slices.Equal(before, s.listing()) {
			t.Errorf("restored %q", before)
		}
		again := other.add("Another report from Vesmar.")
		if tag, ok := strings.CutPrefix(again.Ref, "S-"); !ok || !strings.HasSuffix(tag, "-1") || len(tag) != 5 {
			t.Errorf("the copy calls its source %s", again.Ref)
		}
		if e := other.code("S-1", toll(t, "21"), "people were hurt"); !strings.HasPrefix(e.Ref, "S-1#") || e.Ref == "S-1#2" {
			t.Errorf("the copy calls its statement %s", e.Ref)
		}
		mine := s.add("A third report.")
		if mine.Ref != "S-2" {
			t.Errorf("here the source is %s", mine.Ref)
		}
		other.end()
		if _, err := reckon.Restore(t.Context(), backup, other.dir, o, other.env); fault.CodeOf(err) != "PR010" {
			t.Errorf("got %v", err)
		}
		if _, err := reckon.Restore(t.Context(), filepath.Join(t.TempDir(), "no"), filepath.Join(t.TempDir(), "x"), o, other.env); fault.CodeOf(err) != "AR003" {
			t.Errorf("got %v", err)
		}
		if s.p.Sealed() {
			wrong := o
			wrong.Key = passphrase("wrong")
			dir := filepath.Join(t.TempDir(), "x")
			if _, err := reckon.Restore(t.Context(), backup, dir, wrong, other.env); err == nil || reckon.Exists(dir) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestVerifyFolderLockedAndOpen(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		v, err := reckon.VerifyFolder(t.Context(), s.dir, reckon.Key{}, reckon.VerifyOptions{}, s.env)
		if err != nil || v.Opened == s.p.Sealed() || v.Objects != 1 || v.Database {
			t.Errorf("without a key: %+v, %v", v, err)
		}
		v, err = reckon.VerifyFolder(t.Context(), s.dir, s.key, reckon.VerifyOptions{}, s.env)
		if err != nil || !v.Opened {
			t.Errorf("with the key: %+v, %v", v, err)
		}
		if _, err := reckon.VerifyFolder(t.Context(), t.TempDir(), s.key, reckon.VerifyOptions{}, s.env); fault.CodeOf(err) != "PR001" {
			t.Errorf("got %v", err)
		}
	})
}

// Another process holds the lock: nothing waits for ever, nothing is changed.
func TestLockedByAnother(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	env := s.env
	env.LockWait = 30 * time.Millisecond
	other, err := reckon.Open(t.Context(), s.dir, s.key, env)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	release, held := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		slow := s.env
		slow.Progress = func(string, int, int) {
			select {
			case held <- struct{}{}:
				<-release
			case <-release:
			}
		}
		p, err := reckon.Open(t.Context(), s.dir, s.key, slow)
		if err == nil {
			_, err = p.Verify(t.Context(), reckon.VerifyOptions{})
			p.Close()
		}
		done <- err
	}()
	<-held
	_, err = other.AddActor(t.Context(), "Ben", "", "")
	close(release)
	if fault.CodeOf(err) != "PR008" || fault.KindOf(err) != fault.Locked {
		t.Errorf("got %v", err)
	}
	has(t, fmt.Sprint(err), "Nothing was changed")
	if err := <-done; err != nil {
		t.Error(err)
	}
	s.ok(nil)
}

// The database is lost, or another process replaced it under an open project.
func TestDatabaseLostAndReplaced(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		if _, err := reckon.Rebuild(t.Context(), s.dir, s.key, s.env); err != nil {
			t.Fatal(err)
		}
		s.add("Another report.") // goes to the new database
		if err := s.p.Close(); err != nil {
			t.Fatal(err)
		}
		for _, name := range store.Files(filepath.Join(s.dir, "db", "reckon.db")) {
			if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		s.reopen()
		s.ok(nil)
		if got := s.listing(); len(got) != 2 {
			t.Errorf("%q", got)
		}
	})
}

func TestBundlesThatAreRefused(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		other := begin(t, s.p.Sealed())
		foreign := filepath.Join(t.TempDir(), "foreign.tar")
		_, err := other.p.ExportBundle(t.Context(), foreign, "")
		other.ok(err)
		_, err = s.p.ImportBundle(t.Context(), foreign)
		s.refused(err, "BU001")
		_, err = s.p.ExportBundle(t.Context(), filepath.Join(t.TempDir(), "x"), foreign)
		s.refused(err, "BU001")
		_, err = s.p.ImportBundle(t.Context(), filepath.Join(t.TempDir(), "none"))
		s.refused(err, "AR003")
		_, err = s.p.ImportBundle(t.Context(), s.file("junk", []byte("not an archive")))
		s.refused(err, "AR001")
		// A copy of this device's folder went on: its acts are not taken back in.
		copied := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(copied, os.DirFS(s.dir)); err != nil {
			t.Fatal(err)
		}
		twin := &scene{T: t, dir: copied, key: s.key, env: s.env}
		twin.reopen()
		defer func() { twin.p.Close() }()
		twin.add("Written by the copy.")
		ahead := filepath.Join(t.TempDir(), "ahead.tar")
		_, err = twin.p.ExportBundle(t.Context(), ahead, "")
		twin.ok(err)
		_, err = s.p.ImportBundle(t.Context(), ahead)
		s.refused(err, "BU003")
		s.add("Written by the original.")
		_, err = s.p.ImportBundle(t.Context(), ahead)
		s.refused(err, "BU004")
	})
}

func TestConfidentialityAndReading(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	in := about("2060")
	in.Confidentiality = "open to all"
	_, err := s.p.AddSource(t.Context(), reckon.Ingest{About: in, Path: s.file("a", []byte("Vesmar")), How: "file"})
	s.refused(err, "SO032")
	in.Confidentiality = source.Sealed
	_, err = s.p.AddSource(t.Context(), reckon.Ingest{About: in, Path: s.file("a", []byte("Vesmar")), How: "file"})
	s.ok(err)
	if s.p.Dir() != s.dir || !reckon.Exists(s.dir) {
		t.Errorf("it lies in %s", s.p.Dir())
	}
	if _, err := journal.Open(filepath.Join(s.dir, "log", string(s.p.Writer())), seal.Plain{}); err != nil {
		t.Error(err)
	}
}

// A database that is behind its log is refused, and there is a way out.
func TestDatabaseBehindItsLog(t *testing.T) {
	both(t, func(s *scene) {
		s.add(report)
		if err := s.p.Close(); err != nil {
			t.Fatal(err)
		}
		old, err := os.ReadFile(filepath.Join(s.dir, "db", "reckon.db"))
		if err != nil {
			t.Fatal(err)
		}
		s.reopen()
		s.add("Another report.")
		if err := s.p.Close(); err != nil {
			t.Fatal(err)
		}
		s.overwrite("db/reckon.db", string(old))
		_, err = reckon.Open(t.Context(), s.dir, s.key, s.env)
		if fault.CodeOf(err) != "PR009" || !strings.Contains(err.Error(), "reckon rebuild") {
			t.Errorf("got %v", err)
		}
		if _, err := reckon.Rebuild(t.Context(), s.dir, s.key, s.env); err != nil {
			t.Fatal(err)
		}
		s.reopen()
		s.ok(nil)
		if got := s.listing(); len(got) != 2 {
			t.Errorf("%q", got)
		}
	})
}

func TestStrayFilesAreNamed(t *testing.T) {
	t.Parallel()
	s := begin(t, false)
	s.add(report)
	for rel, code := range map[string]fault.Code{"log/letter.txt": "VF003", "work/letter.txt": "VF003"} {
		s.overwrite(rel, "x")
		_, err := s.p.Verify(t.Context(), reckon.VerifyOptions{})
		if fault.CodeOf(err) != code || !strings.Contains(fmt.Sprint(err), rel) {
			t.Errorf("%s: %v", rel, err)
		}
		if err := os.Remove(filepath.Join(s.dir, filepath.FromSlash(rel))); err != nil {
			t.Fatal(err)
		}
		s.ok(nil)
	}
}
