package journal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/internal/vault"
	"reckon/ledger"
	"reckon/source"
)

// TestMain lets the test binary stand in for the program age, which the script
// calls, where it is started under that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != "age" {
		os.Exit(m.Run())
	}
	if err := decrypt(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// decrypt is "age -d -i - FILE".
func decrypt(args []string) error {
	if len(args) != 4 || strings.Join(args[:3], " ") != "-d -i -" {
		return fmt.Errorf("unexpected arguments %q", args)
	}
	ids, err := age.ParseIdentities(os.Stdin)
	if err != nil {
		return err
	}
	f, err := os.Open(args[3])
	if err != nil {
		return err
	}
	r, err := age.Decrypt(f, ids...)
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, r)
	return err
}

// project is a folder with logs of two writers and a vault.
type project struct {
	dir      string
	writers  []*world
	identity string // age's; empty where the project is plain
	opts     seal.Sealer
}

const passphrase = "five plain words in a row"

// newProject makes a project with sources, as the program would.
func newProject(t testing.TB, sealedProject bool) *project {
	t.Helper()
	p := &project{dir: t.TempDir(), opts: seal.Plain{}}
	if sealedProject {
		s, err := seal.NewKeys(passphrase, 1)
		must(t, err)
		p.opts = s.Keys
		id, err := age.NewScryptIdentity(passphrase)
		must(t, err)
		r, err := age.Decrypt(bytes.NewReader(s.Files[seal.IdentityFile]), id)
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		p.identity = string(text)
	}
	files := map[string]string{}
	for rel, data := range vault.RootFiles() {
		write(t, filepath.Join(p.dir, rel), string(data))
		files[rel] = digestOf(data)
	}
	for n, acts := range []int{5, 1} {
		w := newWorld(t, p.opts, 0, byte(10+n))
		p.writers = append(p.writers, w)
		project := strings.Split(w.signer.Name(), "/")[1]
		if n == 0 {
			p.act(t, w, ledger.ProjectCreated{Project: project, Title: "Qarya", Files: files})
		}
		p.act(t, w, ledger.WriterJoined{Writer: ledger.WriterID(w.writer), Name: "laptop", Verifier: w.vkey})
		for range acts {
			p.act(t, w, p.source(t, w))
		}
		erased, err := ledger.ParseRecord(w.lines[len(w.lines)-1])
		must(t, err)
		w.lines = append(w.lines[:len(w.lines)-1], erased.Erase().Line)
		must(t, journal.Create(durable.OS{}, p.log(w), w.vkey))
		for _, size := range []int{1, len(w.lines)} {
			w.publish(t, p.log(w), size, min(len(w.objects), size/2*10))
		}
	}
	first, second := p.writers[0], p.writers[1]
	seen := first.open(t, p.log(first)).Checkpoint()
	must(t, second.open(t, p.log(second)).Peer(unsynced{}, second.signer, []ledger.ManifestHead{
		{Writer: ledger.WriterID(first.writer), Size: seen.Size, Root: seen.Root},
	}))
	return p
}

func (p *project) log(w *world) string { return filepath.Join(p.dir, "log", w.writer) }

// act adds an act to a writer's.
func (p *project) act(t testing.TB, w *world, payload ledger.Payload) {
	t.Helper()
	raw, err := ledger.Encode(payload)
	must(t, err)
	random := rand.NewChaCha8([32]byte{byte(len(w.lines)), w.writer[0]})
	id, err := ledger.NewID(random)
	must(t, err)
	r, err := ledger.Seal(ledger.Act{
		ID: ledger.ActID(id), Kind: payload.Kind(), Writer: ledger.WriterID(w.writer), Seq: int64(len(w.lines)), Clock: int64(len(w.lines) + 1),
		Actor: ledger.ActorID(id), Key: "k", Time: time.Unix(1_900_000_000, 0), Payload: raw,
	}, random)
	must(t, err)
	w.lines = append(w.lines, r.Line)
}

// source puts a source with a text into the vault and lists its object.
func (p *project) source(t testing.TB, w *world) ledger.Payload {
	t.Helper()
	n := len(w.lines)
	random := rand.NewChaCha8([32]byte{byte(n), w.writer[1]})
	id, err := source.NewObjectID(random)
	must(t, err)
	v := vault.New(os.DirFS(p.dir), p.opts)
	var ref source.ObjectRef
	var contents []source.Content
	for version, name := range []string{"original", "text-1.txt"} {
		stage, err := durable.NewStage(unsynced{}, p.dir, fmt.Sprintf("s%d", version))
		must(t, err)
		ref, contents, err = v.Put(t.Context(), stage, source.Addition{Object: id, Created: time.Unix(1_900_000_000, 0), Files: []source.File{
			{Name: name, Data: strings.NewReader(fmt.Sprintf("Bericht %d, %s", n, name))},
		}})
		must(t, err)
		must(t, stage.Sync())
		must(t, durable.ApplyStage(unsynced{}, p.dir, fmt.Sprintf("s%d", version), vault.Last))
		w.objects = append(w.objects, journal.ObjectEntry{Object: string(ref.Object), Version: ref.Version, Inventory: ref.Inventory})
		if n%2 == 0 {
			break
		}
	}
	if ref.Version == 1 {
		return rawPayload{"source.added/1", map[string]any{"original": source.Original{Object: ref, SHA256: contents[0].SHA256, Size: contents[0].Size}}}
	}
	return rawPayload{"source.rendition-added/1", map[string]any{"rendition": "1", "sha256": contents[0].SHA256, "object": ref}}
}

// rawPayload is a payload with the fields that the script looks at.
type rawPayload struct {
	kind string
	body map[string]any
}

func (r rawPayload) Kind() string                 { return r.kind }
func (r rawPayload) Validate() error              { return nil }
func (r rawPayload) MarshalJSON() ([]byte, error) { return json.Marshal(r.body) }

// script runs verify.py on a project.
type script struct {
	python, path string
	bin          string // folder in which age stands
	temp         string // where the script's own files go
}

func newScript(t *testing.T) *script {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	self, err := os.Executable()
	must(t, err)
	if real := os.Getenv("RECKON_AGE"); real != "" {
		self = real // a true age, of version 1.3 or later
	}
	path, err := filepath.Abs("verify.py")
	must(t, err)
	read(t, path) // so that a cached result does not outlive a change of the script
	s := &script{python: python, path: path, bin: t.TempDir(), temp: t.TempDir()}
	must(t, os.Symlink(self, filepath.Join(s.bin, "age")))
	return s
}

// run returns what the script prints, and its exit code.
func (s *script) run(t *testing.T, stdin string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(s.python, append([]string{"-I", s.path}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "PATH="+s.bin+string(os.PathListSeparator)+os.Getenv("PATH"), "TMPDIR="+s.temp, "PYTHONDONTWRITEBYTECODE=1", "LC_ALL=C.UTF-8")
	text, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

func TestScriptOnASoundProject(t *testing.T) {
	t.Parallel()
	s := newScript(t)
	for _, kind := range []string{"plain", "sealed"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, kind == "sealed")
			w := p.writers[0]
			l := w.open(t, p.log(w))
			earlier := filepath.Join(t.TempDir(), "earlier")
			write(t, earlier, string(l.Note()))
			must(t, l.Keep(unsynced{}, w.signer, l.Note()))
			w.verify(t, p.log(w), len(w.lines), len(w.objects))
			args := []string{p.dir}
			if p.identity != "" {
				out, code := s.run(t, "", p.dir)
				if code != 0 || !strings.Contains(out, "; sealed, not opened\n") || !strings.HasSuffix(out, "OK\n") {
					t.Errorf("locked it exits %d:\n%s", code, out)
				}
				args = append(args, "-i", "-")
			}
			out, code := s.run(t, p.identity, append(args, earlier)...)
			if code != 0 || !strings.HasSuffix(out, "2 earlier checkpoints are continued\nOK\n") ||
				strings.Count(out, "signatures, tree, digests and list of files hold\n") != 2 {
				t.Errorf("it exits %d:\n%s", code, out)
			}
			must(t, os.RemoveAll(p.log(w)))
			gone, code := s.run(t, p.identity, args...)
			if code != 1 || !strings.Contains(gone, "BAD ") {
				t.Errorf("without a whole log it exits %d:\n%s", code, gone)
			}
			if left := listing(t, s.temp); len(left) != 1 {
				t.Errorf("it left %v behind", left)
			}
		})
	}
}

// TestScriptOnALargerLog crosses what fills: segments, bundles, tiles, lists.
func TestScriptOnALargerLog(t *testing.T) {
	t.Parallel()
	s := newScript(t)
	w := newWorld(t, seal.Plain{}, 1030, 1)
	for _, size := range []int{1, 255, 256, 257, 1030} {
		dir := w.create(t)
		w.publish(t, dir, size, 0)
		if out, code := s.run(t, "", filepath.Dir(filepath.Dir(dir))); code != 0 || !strings.HasSuffix(out, "OK\n") {
			t.Errorf("%d acts: it exits %d:\n%s", size, code, out)
		}
	}
}

func TestScriptFindsTampering(t *testing.T) {
	t.Parallel()
	s := newScript(t)
	for _, kind := range []string{"plain", "sealed"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, kind == "sealed")
			w := p.writers[0]
			l := w.open(t, p.log(w))
			must(t, l.Keep(unsynced{}, w.signer, l.Note()))
			args := []string{p.dir}
			if p.identity != "" {
				args = append(args, "-i", "-")
			}
			wants := func(change, rel string) {
				t.Helper()
				out, code := s.run(t, p.identity, args...)
				if code != 1 || !strings.Contains(out, "BAD "+rel+": ") {
					t.Errorf("%s of %s: it exits %d:\n%s", change, rel, code, out)
				}
			}
			random := rand.New(rand.NewPCG(3, 4))
			for _, rel := range listing(t, p.dir) {
				path := filepath.Join(p.dir, rel)
				spared := kind == "sealed" && random.IntN(3) > 0 || !strings.Contains(rel, w.writer) && random.IntN(6) > 0
				if info, err := os.Stat(path); err != nil || info.IsDir() || spared {
					continue
				}
				whole := read(t, path)
				odd := bytes.Clone(whole)
				odd[random.IntN(len(odd))] ^= 1 << random.IntN(8)
				write(t, path, string(odd))
				wants("a flipped bit", rel)
				must(t, os.Remove(path))
				wants("removal", rel)
				write(t, path, string(whole)+"\n")
				wants("an addition", rel)
				write(t, path, string(whole))
			}
			for _, rel := range []string{"log/" + w.writer + "/payload/more", "vault/objects/more", "log/" + w.writer + "/publishing"} {
				write(t, filepath.Join(p.dir, rel), "x")
				wants("a stray", rel)
				must(t, os.Remove(filepath.Join(p.dir, rel)))
			}
			if out, code := s.run(t, p.identity, args...); code != 0 {
				t.Errorf("put back as it was it exits %d:\n%s", code, out)
			}
		})
	}
}

// TestScriptFindsHistorySignedAnew gives the script what only an earlier
// checkpoint shows.
func TestScriptFindsHistorySignedAnew(t *testing.T) {
	t.Parallel()
	s := newScript(t)
	w := newWorld(t, seal.Plain{}, 30, 1)
	dir := w.create(t)
	note := filepath.Join(t.TempDir(), "twenty")
	write(t, note, string(w.publish(t, dir, 20, 0).Note()))
	forger := newWorld(t, seal.Plain{}, 30, 1)
	forger.lines[7] = alike(t, forger.lines[7])
	forged, cut := forger.create(t), w.create(t)
	forger.publish(t, forged, 30, 0)
	w.publish(t, cut, 10, 0)
	says := "BAD " + note + ": history of " + w.writer + " was rewritten or cut: it does not continue these 20 acts"
	for name, dir := range map[string]string{"rewritten": forged, "cut": cut} {
		root := filepath.Dir(filepath.Dir(dir))
		if out, code := s.run(t, "", root); code != 0 {
			t.Errorf("%s, nobody knows: it exits %d:\n%s", name, code, out)
		}
		if out, code := s.run(t, "", root, note); code != 1 || !strings.Contains(out, says) {
			t.Errorf("%s: it exits %d:\n%s", name, code, out)
		}
	}
}
