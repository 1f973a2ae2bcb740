package reckon

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reckon/fault"
	"reckon/ledger"
)

// archiveFile is an entry of an archive made by hand.
type archiveFile struct {
	name, data string
	header     func(h *tar.Header) // may be nil
}

// archiveOf writes a tar file that may hold anything.
func archiveOf(t testing.TB, files ...archiveFile) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: f.name, Size: int64(len(f.data)), Mode: 0o600, ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
		if f.header != nil {
			f.header(h)
		}
		tamperMust(t, w.WriteHeader(h))
		if h.Typeflag == tar.TypeReg {
			_, err := io.WriteString(w, f.data)
			tamperMust(t, err)
		}
	}
	tamperMust(t, w.Close())
	return b.Bytes()
}

// archiveSparse is an archive of 2 KB whose one file takes a gigabyte once it
// is unpacked (GNU sparse format 1.0).
func archiveSparse(t testing.TB) []byte {
	t.Helper()
	const holes = "1\n1073741823\n1\n"
	raw := archiveOf(t, archiveFile{name: aboutFile, data: "x"}, archiveFile{name: "vault/sparse", data: holes + strings.Repeat("\x00", 512-len(holes)) + "x"})
	marked := archiveOf(t, archiveFile{name: "vault/sparse", data: "x", header: func(h *tar.Header) {
		h.PAXRecords = map[string]string{"RECKON.sparse.major": "1", "RECKON.sparse.minor": "0", "RECKON.sparse.name": "vault/sparse", "RECKON.sparse.realsize": "1073741824"}
	}})
	// The writer makes no such records itself: they are put in by hand.
	marked = bytes.ReplaceAll(marked, []byte("RECKON.sparse"), []byte("GNU.sparse"))
	records := bytes.Split(bytes.TrimRight(marked[512:1024], "\x00"), []byte("\n"))
	var pax []byte
	for _, r := range records[:len(records)-1] {
		_, text, _ := bytes.Cut(r, []byte(" "))
		pax = fmt.Appendf(pax, "%d %s\n", len(text)+4, text)
	}
	head := marked[:512]
	copy(head[124:136], fmt.Sprintf("%011o\x00", len(pax)))
	archiveSum(head)
	out := append(bytes.Clone(raw[:1024]), head...)
	out = append(append(out, pax...), make([]byte, 512-len(pax))...)
	return append(out, raw[1024:]...)
}

// archiveSum sets the checksum of a header.
func archiveSum(head []byte) {
	copy(head[148:156], "        ")
	sum := 0
	for _, b := range head[:512] {
		sum += int(b)
	}
	copy(head[148:156], fmt.Sprintf("%06o\x00 ", sum))
}

// hostileArchives are archives that no project makes.
func hostileArchives(t testing.TB, about string) map[string][]byte {
	t.Helper()
	first := archiveFile{name: aboutFile, data: about}
	with := func(files ...archiveFile) []byte { return archiveOf(t, append([]archiveFile{first}, files...)...) }
	all := map[string][]byte{
		"nothing": {}, "an empty archive": archiveOf(t), "text": []byte("this is no archive"), "zeros": make([]byte, 4096),
		"no reckon.json":         archiveOf(t, archiveFile{name: "README.txt", data: "x"}),
		"reckon.json second":     archiveOf(t, archiveFile{name: "README.txt", data: "x"}, first),
		"a file twice":           with(archiveFile{name: "log/a", data: "x"}, archiveFile{name: "log/a", data: "y"}),
		"reckon.json twice":      with(first),
		"a symbolic link":        with(archiveFile{name: "vault/a", header: func(h *tar.Header) { h.Typeflag, h.Linkname = tar.TypeSymlink, "/etc/passwd" }}),
		"a hard link":            with(archiveFile{name: "vault/a", header: func(h *tar.Header) { h.Typeflag, h.Linkname = tar.TypeLink, "reckon.json" }}),
		"a folder":               with(archiveFile{name: "vault/a/", header: func(h *tar.Header) { h.Typeflag = tar.TypeDir }}),
		"a pipe":                 with(archiveFile{name: "vault/a", header: func(h *tar.Header) { h.Typeflag = tar.TypeFifo }}),
		"a device":               with(archiveFile{name: "vault/a", header: func(h *tar.Header) { h.Typeflag = tar.TypeChar }}),
		"an extended attribute":  with(archiveFile{name: "vault/a", data: "x", header: func(h *tar.Header) { h.PAXRecords = map[string]string{"SCHILY.xattr.user.a": "b"} }}),
		"a file with holes":      archiveSparse(t),
		"a file that ends early": with(archiveFile{name: "vault/a", data: strings.Repeat("x", 5000)})[:4000],
		"bytes behind the end":   append(with(), make([]byte, 512)...),
		"an archive behind it":   append(with(), with()...),
		"the end missing":        with()[:1024],
		"half an end":            with()[:1536],
	}
	for _, name := range []string{
		"../a", "log/../../a", "/etc/a", "vault/../reckon.json", "./log/a", "log//a", "log/./a", "log/..", "..", ".", "a", "db/reckon.db", "local.json",
		"work/a", "lock", "keys/writer-a.key", "log/a/publishing", "log/.tmp-a", "vault\\a", "log\\..\\..\\a", "C:/a", "C:a", "log/a:b", "LOG/a", "Log/a",
		"reckon.json/a", "README.txt/a", "log/a\x00b", "keys", "", "log/", "log/" + strings.Repeat("../", 40) + "a",
	} {
		if strings.ContainsRune(name, 0) || name == "" || strings.HasSuffix(name, "/") {
			continue // the writer refuses them; the fuzz target reads such
		}
		all["the name "+name] = with(archiveFile{name: name, data: "x"})
	}
	huge := with(archiveFile{name: "vault/a", data: "x"})
	head := huge[1024:1536]
	copy(head[124:136], "\x80\x00\x00\x00\x7f\xff\xff\xff\xff\xff\xff\xff")
	archiveSum(head)
	all["a huge size"] = huge
	return all
}

func TestHostileArchivesAreRefused(t *testing.T) {
	t.Parallel()
	p, _ := tamperInit(t, false)
	about, err := os.ReadFile(p.path(aboutFile))
	tamperMust(t, err)
	before := archiveState(t, p)
	for name, data := range hostileArchives(t, string(about)) {
		var put []string
		err := readArchive(bytes.NewReader(data), func(rel string, _ int64, r io.Reader) error {
			put = append(put, rel)
			n, err := io.Copy(io.Discard, r)
			if n > 1<<20 {
				t.Errorf("%s: %d bytes came out of %s", name, n, rel)
			}
			return err
		})
		if fault.CodeOf(err) != "AR001" {
			t.Errorf("%s was read, with %v: %v", name, put, err)
		}
		file := filepath.Join(tamperTemp(t), "bundle")
		tamperMust(t, os.WriteFile(file, data, 0o600))
		_, err = p.ImportBundle(context.Background(), file)
		if fault.KindOf(err) != fault.Integrity && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s was imported: %v", name, err)
		}
		if after := archiveState(t, p); !maps.Equal(before, after) {
			t.Errorf("%s left something: %v", name, archiveDifference(before, after))
		}
		to := filepath.Join(tamperTemp(t), "restored")
		if q, err := Restore(context.Background(), file, to, RestoreOptions{Actor: "Ben Sorel", Device: "other"}, Environment{}); err == nil {
			tamperMust(t, q.Close())
			t.Errorf("%s was restored", name)
		}
		if Exists(to) {
			t.Errorf("%s left a project", name)
		}
	}
}

// archiveState is every file of a project with its content, but for the lock
// and the database, whose acts are counted.
func archiveState(t testing.TB, p *Project) map[string]string {
	t.Helper()
	state := map[string]string{}
	tamperMust(t, filepath.WalkDir(filepath.Dir(p.dir), func(name string, d fs.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(name, p.path(databaseDir)+string(filepath.Separator)) || name == p.path(lockFile) {
			return err
		}
		if d.IsDir() {
			state[name] = "folder"
			return nil
		}
		data, err := os.ReadFile(name)
		state[name] = string(data)
		return err
	}))
	writers, err := p.Writers(context.Background())
	tamperMust(t, err)
	for _, w := range writers {
		state[string(w.Writer)] = fmt.Sprint(w.Acts)
	}
	return state
}

func archiveDifference(a, b map[string]string) (names []string) {
	for name := range b {
		if was, ok := a[name]; !ok || was != b[name] {
			names = append(names, name)
		}
	}
	return names
}

// archivePair is a project and a bundle with the work of another device.
func archivePair(t *testing.T, sealed bool) (p *Project, bundle string) {
	t.Helper()
	ctx := context.Background()
	p, recovery := tamperInit(t, sealed)
	src := tamperSource(t, p, "first", tamperItems(5))
	work := tamperTemp(t)
	_, err := p.Backup(ctx, filepath.Join(work, "backup"))
	tamperMust(t, err)
	other, err := Restore(ctx, filepath.Join(work, "backup"), filepath.Join(work, "other"),
		RestoreOptions{Actor: "Ben Sorel", Device: "other", Key: Key{Recovery: recovery}}, Environment{})
	tamperMust(t, err)
	tamperSource(t, other, "second", tamperItems(4))
	tamperImport(t, other, src.Ref, 0, 5)
	bundle = filepath.Join(work, "bundle")
	_, err = other.ExportBundle(ctx, bundle, "")
	tamperMust(t, errors.Join(err, other.Close()))
	return p, bundle
}

// TestDamagedBundles cuts and changes a true bundle. Whatever a device takes
// over of it is what was sent, and where it takes nothing nothing is changed.
func TestDamagedBundles(t *testing.T) {
	t.Parallel()
	p, bundle := archivePair(t, false)
	ctx := context.Background()
	whole, err := os.ReadFile(bundle)
	tamperMust(t, err)
	tamperMust(t, p.Close())
	pristine, twin := forgeryCopy(t, p.Dir()), forgeryCopy(t, p.Dir())
	q, err := Open(ctx, twin, Key{}, Environment{})
	tamperMust(t, err)
	_, err = q.ImportBundle(ctx, bundle)
	tamperMust(t, err)
	defer func() { tamperMust(t, q.Close()) }()
	anew := func() {
		tamperMust(t, os.RemoveAll(p.Dir()))
		tamperMust(t, os.CopyFS(p.Dir(), os.DirFS(pristine)))
		p, err = Open(ctx, p.Dir(), Key{}, Environment{})
		tamperMust(t, err)
	}
	anew()
	defer func() { tamperMust(t, p.Close()) }()
	before := archiveState(t, p)
	random := rand.New(rand.NewPCG(11, 12))
	taken := 0
	file := filepath.Join(tamperTemp(t), "odd")
	for i := range archiveTrials {
		odd, what := bytes.Clone(whole), ""
		switch at := random.IntN(len(odd)); {
		case i%3 == 0:
			odd, what = odd[:at], fmt.Sprintf("cut at %d", at)
		case i%9 == 1:
			odd, what = odd[:at/512*512], fmt.Sprintf("cut at block %d", at/512)
		default:
			odd[at] ^= 1 << random.IntN(8)
			what = fmt.Sprintf("byte %d changed", at)
		}
		tamperMust(t, os.WriteFile(file, odd, 0o600))
		_, err := p.ImportBundle(ctx, file)
		if err == nil {
			taken++
			if cerr := p.db.Compare(ctx, q.db); cerr != nil {
				t.Fatalf("%s: it was taken over as something else: %v", what, cerr)
			}
			tamperMust(t, p.Close())
			anew()
			continue
		}
		if kind := fault.KindOf(err); kind != fault.Integrity && kind != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
		if after := archiveState(t, p); !maps.Equal(before, after) {
			t.Fatalf("%s left something: %v", what, archiveDifference(before, after))
		}
	}
	if _, err := p.ImportBundle(ctx, bundle); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Verify(ctx, VerifyOptions{Deep: true}); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d odd bundles were as good as the true one", taken)
}

func TestBundleOfAnotherProject(t *testing.T) {
	t.Parallel()
	p, _ := archivePair(t, false)
	_, theirs := archivePair(t, false)
	before := archiveState(t, p)
	if _, err := p.ImportBundle(context.Background(), theirs); fault.CodeOf(err) != "BU001" {
		t.Error(err)
	}
	if after := archiveState(t, p); !maps.Equal(before, after) {
		t.Errorf("it left something: %v", archiveDifference(before, after))
	}
}

// TestASplitLogIsRefused lets two raw copies of one folder go on under one
// writer, which nobody should do, and exchange bundles.
func TestASplitLogIsRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := tamperInit(t, false)
	src := tamperSource(t, p, "first", tamperItems(8))
	tamperMust(t, p.Close())
	var copies []*Project
	var bundles []string
	for i := range 3 {
		dir := forgeryCopy(t, p.Dir())
		q, err := Open(ctx, dir, Key{}, Environment{})
		tamperMust(t, err)
		t.Cleanup(func() { tamperMust(t, q.Close()) })
		if i < 2 {
			tamperImport(t, q, src.Ref, i, 3*i+1)
		}
		bundle := filepath.Join(tamperTemp(t), "bundle")
		_, err = q.ExportBundle(ctx, bundle, "")
		tamperMust(t, err)
		copies, bundles = append(copies, q), append(bundles, bundle)
	}
	for _, tt := range []struct {
		to, from int
		code     fault.Code
	}{
		{0, 1, "BU004"}, {1, 0, "BU004"}, // neither continues the other
		{2, 0, "BU003"}, // the copy is an old one of the same device
		{0, 2, ""},      // an old bundle brings nothing
	} {
		before := archiveState(t, copies[tt.to])
		got, err := copies[tt.to].ImportBundle(ctx, bundles[tt.from])
		if fault.CodeOf(err) != tt.code || got.Acts != 0 {
			t.Errorf("copy %d, bundle of %d: %+v, %v", tt.to, tt.from, got, err)
		}
		if after := archiveState(t, copies[tt.to]); !maps.Equal(before, after) {
			t.Errorf("copy %d, bundle of %d left something: %v", tt.to, tt.from, archiveDifference(before, after))
		}
		if _, err := copies[tt.to].Verify(ctx, VerifyOptions{Deep: true}); err != nil {
			t.Errorf("copy %d, bundle of %d: %v", tt.to, tt.from, err)
		}
	}
	// What was refused can be saved: restored from its bundle it has a writer
	// of its own, and its history with it.
	q, err := Restore(ctx, bundles[1], filepath.Join(tamperTemp(t), "saved"), RestoreOptions{Actor: "Ana Lund", Device: "saved"}, Environment{})
	tamperMust(t, err)
	if got := archiveActs(t, q, p.Writer()); got != archiveActs(t, copies[1], p.Writer()) {
		t.Errorf("%d acts were saved", got)
	}
	tamperMust(t, q.Close())
}

func archiveActs(t *testing.T, p *Project, w ledger.WriterID) int64 {
	t.Helper()
	writers, err := p.Writers(context.Background())
	tamperMust(t, err)
	for _, known := range writers {
		if known.Writer == w {
			return known.Acts
		}
	}
	return 0
}

// FuzzReadArchive reads anything: what comes out has names that stay in the
// project, and no more bytes than went in.
func FuzzReadArchive(f *testing.F) {
	for _, data := range hostileArchives(f, `{"format":1}`+"\n") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		seen := map[string]bool{}
		err := readArchive(bytes.NewReader(data), func(rel string, size int64, r io.Reader) error {
			got, err := io.ReadAll(r)
			if err == nil && int64(len(got)) != size {
				t.Fatalf("%q has %d bytes, announced were %d", rel, len(got), size)
			}
			if seen[rel] || !filepath.IsLocal(rel) || len(got) > len(data) || strings.Contains(rel, "..") && slices.Contains(strings.Split(rel, "/"), "..") {
				t.Fatalf("%q came out with %d bytes of %d", rel, len(got), len(data))
			}
			seen[rel] = true
			return err
		})
		if err == nil && !seen[aboutFile] {
			t.Fatal("it was read and holds no reckon.json")
		}
	})
}
