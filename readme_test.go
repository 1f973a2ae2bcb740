package reckon

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"reckon/internal/seal"
)

// TestReadmeAge is not a test of its own: the script that README.txt holds
// calls the program age, and a file of that name calls this.
func TestReadmeAge(t *testing.T) {
	file := os.Getenv("RECKON_TEST_AGE")
	if file == "" {
		return
	}
	ids, err := age.ParseIdentities(os.Stdin)
	if err != nil {
		os.Exit(2)
	}
	f, err := os.Open(file)
	if err != nil {
		os.Exit(2)
	}
	r, err := age.Decrypt(f, ids...)
	if err != nil {
		os.Exit(3)
	}
	if _, err := io.Copy(os.Stdout, r); err != nil {
		os.Exit(4)
	}
	os.Exit(0)
}

// stranger is somebody who has a project's folder, README.txt and public
// tools.
type stranger struct {
	t      *testing.T
	dir    string
	script string
	path   string // of programs
	args   []string
}

// newStranger does as README.txt says: saves what stands between the marks,
// and gets the identity with age, for which the library stands in.
func newStranger(t *testing.T, w *tamperWorld) *stranger {
	t.Helper()
	for _, program := range []string{"python3", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	s := &stranger{t: t, dir: w.dir, path: tamperTemp(t)}
	raw, err := os.ReadFile(filepath.Join(w.dir, readmeFile))
	tamperMust(t, err)
	_, text, begins := strings.Cut(string(raw), "\n----- verify.py begins -----\n")
	text, rest, ends := strings.Cut(text, "----- verify.py ends -----\n")
	if !begins || !ends || rest != "" {
		t.Fatal("README.txt does not hold the script between two marks")
	}
	s.script = filepath.Join(tamperTemp(t), "verify.py")
	tamperMust(t, os.WriteFile(s.script, []byte(text), 0o600))
	for line := range strings.Lines(string(raw)) {
		if call, ok := strings.CutPrefix(line, "  python3 verify.py PROJECT_FOLDER"); ok {
			s.args = strings.Fields(call) // the last one is of a sealed project
		}
	}
	if w.recovery == "" {
		return s
	}
	self, err := os.Executable()
	tamperMust(t, err)
	stand := fmt.Sprintf("#!/bin/sh\n[ \"$1 $2 $3\" = '-d -i -' ] || exit 9\nRECKON_TEST_AGE=\"$4\" TMPDIR='%s' exec '%s' '-test.run=^TestReadmeAge$'\n",
		tamperTemp(t), self)
	tamperMust(t, os.WriteFile(filepath.Join(s.path, "age"), []byte(stand), 0o700))
	tamperMust(t, os.WriteFile(filepath.Join(filepath.Dir(s.script), "identity.txt"), readmeIdentity(t, w.dir), 0o600))
	return s
}

// readmeIdentity is what "age -d keys/identity.age" prints once the passphrase
// is typed.
func readmeIdentity(t *testing.T, dir string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, seal.IdentityFile))
	tamperMust(t, err)
	defer f.Close()
	id, err := age.NewScryptIdentity(tamperPassphrase)
	tamperMust(t, err)
	r, err := age.Decrypt(f, id)
	tamperMust(t, err)
	identity, err := io.ReadAll(r)
	tamperMust(t, err)
	return identity
}

// run returns what the script prints and how it exits.
func (s *stranger) run(args ...string) (string, int) {
	s.t.Helper()
	cmd := exec.Command("python3", append([]string{"-I", s.script, s.dir}, args...)...)
	cmd.Dir = filepath.Dir(s.script)
	cmd.Env = append(os.Environ(), "PATH="+s.path+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestAStrangerVerifiesAsReadmeSays follows README.txt to the letter.
func TestAStrangerVerifiesAsReadmeSays(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		t.Run(fmt.Sprintf("sealed %v", sealed), func(t *testing.T) {
			t.Parallel()
			w := tamperProject(t, sealed)
			s := newStranger(t, w)
			if sealed != (len(s.args) == 2) {
				t.Fatalf("README.txt says to call it with %q", s.args)
			}
			earlier := filepath.Join(filepath.Dir(s.script), "earlier")
			tamperMust(t, os.WriteFile(earlier, w.earlier[w.writers[1]], 0o600))
			out, code := s.run(append(s.args, earlier)...)
			if code != 0 || !strings.HasSuffix(out, "\n2 earlier checkpoints are continued\nOK\n") ||
				strings.Count(out, "signatures, tree, digests and list of files hold\n") != 2 {
				t.Fatalf("it exits %d:\n%s", code, out)
			}
			if sealed {
				if out, code := s.run(); code != 0 || !strings.HasSuffix(out, "\nOK\n") {
					t.Errorf("without the identity it exits %d:\n%s", code, out)
				}
			}
			s.tamper(w)
		})
	}
}

// tamper changes files of every sort and wants the script to name them.
func (s *stranger) tamper(w *tamperWorld) {
	s.t.Helper()
	x := newTamperer(s.t, w.dir, w.key(), 3)
	sorts := map[string][]string{}
	for _, rel := range x.files {
		sort := path.Dir(rel) + "/*" + path.Ext(rel)
		if parts := strings.Split(rel, "/"); len(parts) > 3 && parts[0] == logDir {
			sort = logDir + "/*/" + parts[2] + path.Ext(rel)
		} else if parts[0] == vaultDir {
			sort = path.Base(rel)[:4]
		}
		sorts[sort] = append(sorts[sort], rel)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for _, files := range sorts {
		rel := files[random.IntN(len(files))]
		if rel == aboutFile || rel == readmeFile {
			continue // tried below
		}
		odd := bytes.Clone(x.whole[rel])
		odd[random.IntN(len(odd))] ^= 1 << random.IntN(8)
		x.write(rel, odd)
		s.bad("a flipped bit", rel)
		x.write(rel, x.whole[rel])
		x.away(rel, func(string) { s.bad("removal", rel) })
	}
	for _, rel := range []string{aboutFile, readmeFile} {
		x.write(rel, append(bytes.Clone(x.whole[rel]), '\n'))
		s.bad("an addition", rel)
		x.write(rel, x.whole[rel])
	}
	// Of a log that is gone it meets the objects first, which no log speaks of.
	x.away(logOf(w.writers[1]), func(string) { s.bad("removal", "vault/objects/") })
	if err := x.verify(); err != nil {
		s.t.Error(err)
	}
}

// bad wants the script to name a file, or something of it.
func (s *stranger) bad(what, rel string) {
	s.t.Helper()
	out, code := s.run(s.args...)
	if code != 1 || !strings.Contains(out, "BAD ") || !strings.Contains(out, rel) {
		s.t.Errorf("%s of %s: it exits %d:\n%s", what, rel, code, out)
	}
}

// TestReadmeIsWhatAProjectHolds keeps the two versions of README.txt apart.
func TestReadmeIsWhatAProjectHolds(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		p, _ := tamperInit(t, sealed)
		raw, err := os.ReadFile(p.path(readmeFile))
		tamperMust(t, err)
		if string(raw) != readme(sealed) || strings.Contains(string(raw), "identity.txt") != sealed {
			t.Errorf("sealed %v: README.txt is another", sealed)
		}
		if _, err := p.Verify(context.Background(), VerifyOptions{}); err != nil {
			t.Error(err)
		}
	}
}
