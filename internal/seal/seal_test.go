package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"filippo.io/age"

	"reckon/fault"
	"reckon/internal/seal"
)

const passphrase = "nine quiet herons"

// setup makes one project's keys for all tests: they are never changed.
var setup = sync.OnceValues(func() (*seal.Setup, error) { return seal.NewKeys(passphrase, 1) })

func project(t testing.TB) *seal.Setup {
	t.Helper()
	s, err := setup()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sealed returns data as a sealer stores it.
func sealed(t testing.TB, s seal.Sealer, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := s.Seal(&buf)
	must(t, err)
	_, err = w.Write(data)
	must(t, err)
	must(t, w.Close())
	return buf.Bytes()
}

func wantCode(t testing.TB, err error, code fault.Code, kind fault.Kind) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.KindOf(err) != kind {
		t.Errorf("got %v (%s, %v), want %s, %v", err, fault.CodeOf(err), fault.KindOf(err), code, kind)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, s := range []seal.Sealer{seal.Plain{}, project(t).Keys} {
		for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 200_000} {
			data := bytes.Repeat([]byte{'x'}, size)
			stored := sealed(t, s, data)
			if s.Ext() != "" && size > 64 && bytes.Contains(stored, data[:64]) {
				t.Errorf("%d bytes are stored readable", size)
			}
			got, err := seal.OpenVerified(s, bytes.NewReader(stored), int64(size))
			must(t, err)
			if !bytes.Equal(got, data) {
				t.Errorf("%T: %d bytes came back as %d", s, size, len(got))
			}
			if size > 0 {
				_, err = seal.OpenVerified(s, bytes.NewReader(stored), int64(size)-1)
				wantCode(t, err, "SE001", fault.Invalid)
			}
		}
	}
}

func TestDamageIsNeverReadToACleanEnd(t *testing.T) {
	t.Parallel()
	k := project(t).Keys
	for _, size := range []int{0, 5, 64 << 10, 70_000} {
		good := sealed(t, k, bytes.Repeat([]byte("a"), size))
		damaged := func(what string, bad []byte) {
			t.Helper()
			got, err := seal.OpenVerified(k, bytes.NewReader(bad), 1<<20)
			if err == nil {
				t.Errorf("size %d, %s: read %d bytes to a clean end", size, what, len(got))
			}
			if fault.KindOf(err) != fault.Integrity {
				t.Errorf("size %d, %s: %v", size, what, err)
			}
		}
		damaged("one byte appended", append(bytes.Clone(good), 0))
		damaged("a second file appended", append(bytes.Clone(good), good...))
		rng := rand.New(rand.NewPCG(1, uint64(size)))
		for range 300 {
			at := rng.IntN(len(good))
			bad := bytes.Clone(good)
			bad[at] ^= 1 << rng.IntN(8)
			damaged(fmt.Sprintf("bit flipped in byte %d", at), bad)
			damaged(fmt.Sprintf("cut to %d bytes", at), good[:at])
		}
	}
}

func TestPlainRefusesNothingButSize(t *testing.T) {
	t.Parallel()
	r := io.MultiReader(strings.NewReader("abc"), strings.NewReader("d"))
	_, err := seal.OpenVerified(seal.Plain{}, r, 3)
	wantCode(t, err, "SE001", fault.Invalid)
}

func TestFailingSourceIsNotDamage(t *testing.T) {
	t.Parallel()
	k := project(t).Keys
	good := sealed(t, k, make([]byte, 200_000))
	for _, at := range []int{0, 10, 2000, len(good) / 2, len(good)} {
		r := io.MultiReader(bytes.NewReader(good[:at]), iotest.ErrReader(io.ErrNoProgress))
		_, err := seal.OpenVerified(k, r, 1<<20)
		if !errors.Is(err, io.ErrNoProgress) || fault.CodeOf(err) != "" {
			t.Errorf("the source failed at byte %d: %v", at, err)
		}
	}
}

func TestLockedKeysSealButDoNotOpen(t *testing.T) {
	t.Parallel()
	p := project(t)
	locked, err := seal.Recipients(p.Files)
	must(t, err)
	stored := sealed(t, locked, []byte("heard at the well"))
	_, err = locked.Open(bytes.NewReader(stored))
	wantCode(t, err, "SE003", fault.Locked)
	_, err = locked.DatabaseKey()
	wantCode(t, err, "SE003", fault.Locked)
	_, err = locked.ChangePassphrase("x", 1)
	wantCode(t, err, "SE003", fault.Locked)
	if !locked.Locked() || p.Keys.Locked() {
		t.Error("Locked is wrong")
	}
	got, err := seal.OpenVerified(p.Keys, bytes.NewReader(stored), 100)
	if err != nil || string(got) != "heard at the well" {
		t.Errorf("the project's own keys read %q, %v", got, err)
	}
}

// opens fails unless the keys read what the project sealed and hold its
// database key.
func opens(t *testing.T, k *seal.Keys) {
	t.Helper()
	p := project(t)
	got, err := seal.OpenVerified(k, bytes.NewReader(sealed(t, p.Keys, []byte("text"))), 100)
	if err != nil || string(got) != "text" {
		t.Errorf("read %q, %v", got, err)
	}
	want, err := p.Keys.DatabaseKey()
	must(t, err)
	key, err := k.DatabaseKey()
	if err != nil || !bytes.Equal(key, want) || len(key) != 32 {
		t.Errorf("the database key is another one (%v)", err)
	}
}

func TestUnlock(t *testing.T) {
	t.Parallel()
	p := project(t)
	k, err := seal.Unlock(p.Files, passphrase)
	must(t, err)
	opens(t, k)
	_, err = seal.Unlock(p.Files, "nine quiet heron")
	wantCode(t, err, "SE007", fault.Locked)
	_, err = seal.Unlock(p.Files, "")
	wantCode(t, err, "SE010", fault.Invalid)
}

func TestRecoveryLeadsToANewPassphrase(t *testing.T) {
	t.Parallel()
	p := project(t)
	k, err := seal.UnlockRecovery(p.Files, p.Recovery)
	must(t, err)
	opens(t, k)
	files := maps.Clone(p.Files)
	files[seal.IdentityFile], err = k.ChangePassphrase("another", 1)
	must(t, err)
	k, err = seal.Unlock(files, "another")
	must(t, err)
	opens(t, k)
	_, err = seal.Unlock(files, passphrase)
	wantCode(t, err, "SE007", fault.Locked)

	other, err := age.GenerateHybridIdentity()
	must(t, err)
	_, err = seal.UnlockRecovery(p.Files, other.String())
	wantCode(t, err, "SE008", fault.Locked)
	_, err = seal.UnlockRecovery(p.Files, "AGE-SECRET-KEY-1")
	wantCode(t, err, "SE013", fault.Invalid)
	_, err = seal.UnlockRecovery(nil, p.Recovery)
	wantCode(t, err, "SE005", fault.NotFound)
}

func TestPassphraseSettingsAreChecked(t *testing.T) {
	t.Parallel()
	for _, wf := range []int{0, -1, 23} {
		_, err := seal.NewKeys("x", wf)
		wantCode(t, err, "SE011", fault.Usage)
	}
	_, err := seal.NewKeys("", 1)
	wantCode(t, err, "SE010", fault.Invalid)
}

// with returns the project's key files with one replaced, or removed by nil.
func with(t *testing.T, path string, data []byte) map[string][]byte {
	files := maps.Clone(project(t).Files)
	files[path] = data
	if data == nil {
		delete(files, path)
	}
	return files
}

func TestAReaderCannotBeSlippedIn(t *testing.T) {
	t.Parallel()
	p := project(t)
	thief, err := age.GenerateHybridIdentity()
	must(t, err)
	list := string(p.Files[seal.RecipientsFile])
	own, rest, _ := strings.Cut(list, "\n")
	line := thief.Recipient().String() + "\n"
	for name, changed := range map[string]string{
		"added": list + line, "instead of the recovery key": own + "\n" + line,
		"instead of the project": line + rest, "order swapped": rest + own + "\n",
	} {
		files := with(t, seal.RecipientsFile, []byte(changed))
		_, err := seal.Unlock(files, passphrase)
		if fault.CodeOf(err) != "SE009" {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := seal.UnlockRecovery(files, p.Recovery); err == nil {
			t.Errorf("%s: the recovery key opens it", name)
		}
	}
}

func TestDamagedKeyFilesAreRefusedAndNamed(t *testing.T) {
	t.Parallel()
	p := project(t)
	for _, path := range []string{seal.RecipientsFile, seal.IdentityFile, seal.DatabaseFile} {
		_, err := seal.Unlock(with(t, path, nil), passphrase)
		wantCode(t, err, "SE005", fault.NotFound)
		_, err = seal.Unlock(with(t, path, make([]byte, 64<<10+1)), passphrase)
		wantCode(t, err, "SE006", fault.Integrity)
		good := p.Files[path]
		for at := 0; at < len(good); at += 1 + len(good)/150 {
			bad := bytes.Clone(good)
			bad[at] ^= 0x20
			for _, data := range [][]byte{bad, good[:at]} {
				if data == nil {
					data = []byte{}
				}
				_, err := seal.Unlock(with(t, path, data), passphrase)
				if err == nil {
					t.Fatalf("%s damaged at byte %d opens", path, at)
				}
				if !strings.Contains(err.Error(), path) && fault.CodeOf(err) != "SE007" {
					t.Errorf("%s damaged at byte %d is not named: %v", path, at, err)
				}
			}
		}
	}
	for _, list := range []string{"", "\n", "age1pq1\n", strings.TrimSuffix(string(p.Files[seal.RecipientsFile]), "\n"),
		strings.Repeat(string(p.Files[seal.RecipientsFile]), 9), "# note\n" + string(p.Files[seal.RecipientsFile])} {
		_, err := seal.Recipients(with(t, seal.RecipientsFile, []byte(list)))
		wantCode(t, err, "SE006", fault.Integrity)
	}
}

func TestForgedSecretsAreRefused(t *testing.T) {
	t.Parallel()
	p := project(t)
	forge := func(plain string) []byte {
		r, err := age.NewScryptRecipient(passphrase)
		must(t, err)
		r.SetWorkFactor(1)
		var buf bytes.Buffer
		w, err := age.Encrypt(&buf, r)
		must(t, err)
		_, err = io.WriteString(w, plain)
		must(t, err)
		must(t, w.Close())
		return buf.Bytes()
	}
	for _, plain := range []string{"", "x", "# reckon recipients \nx\n", "# reckon recipients \n\n\n"} {
		_, err := seal.Unlock(with(t, seal.IdentityFile, forge(plain)), passphrase)
		wantCode(t, err, "SE006", fault.Integrity)
	}
	short := sealed(t, p.Keys, []byte("short"))
	_, err := seal.Unlock(with(t, seal.DatabaseFile, short), passphrase)
	wantCode(t, err, "SE006", fault.Integrity)
}

func TestCostlyKeyFileIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	bad := bytes.Replace(project(t).Files[seal.IdentityFile], []byte(" 1\n"), []byte(" 30\n"), 1)
	_, err := seal.Unlock(with(t, seal.IdentityFile, bad), passphrase)
	wantCode(t, err, "SE006", fault.Integrity)
}

func TestIdentityFileServesAnyAgeProgram(t *testing.T) {
	t.Parallel()
	p := project(t)
	id, err := age.NewScryptIdentity(passphrase)
	must(t, err)
	r, err := age.Decrypt(bytes.NewReader(p.Files[seal.IdentityFile]), id)
	must(t, err)
	ids, err := age.ParseIdentities(r)
	must(t, err)
	plain, err := age.Decrypt(bytes.NewReader(sealed(t, p.Keys, []byte("x"))), ids...)
	must(t, err)
	if got, err := io.ReadAll(plain); err != nil || string(got) != "x" {
		t.Errorf("read %q, %v", got, err)
	}
}

func TestKeysDoNotPrintThemselves(t *testing.T) {
	t.Parallel()
	p := project(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if got := fmt.Sprintf(verb, p.Keys); got != "seal.Keys(unlocked)" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
	locked, err := seal.Recipients(p.Files)
	must(t, err)
	if got := fmt.Sprint(locked); got != "seal.Keys(locked)" {
		t.Errorf("locked keys print %q", got)
	}
}

func FuzzRecipients(f *testing.F) {
	list := project(f).Files[seal.RecipientsFile]
	f.Add(list)
	f.Add([]byte("age1pq1qqqq\n\n"))
	f.Add(bytes.ToUpper(list))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := seal.Recipients(map[string][]byte{seal.RecipientsFile: data})
		if err == nil && (!k.Locked() || data[len(data)-1] != '\n') {
			t.Error("odd recipients were accepted")
		}
	})
}

func FuzzOpen(f *testing.F) {
	k := project(f).Keys
	f.Add(sealed(f, k, []byte("text")))
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := seal.OpenVerified(k, bytes.NewReader(data), 1<<16)
		if err == nil && string(got) != "text" {
			t.Errorf("a forged file opened as %q", got)
		}
	})
}
