package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"reckon/fault"
	"reckon/rendition"
	"reckon/rendition/pdf"
)

// folder keeps the compiled engine of this run: compiling it takes seconds.
var folder string

// shared is one engine for all tests.
var shared = sync.OnceValues(func() (*pdf.Engine, error) {
	e, err := pdf.New(folder)
	if err == nil {
		err = e.Warm(context.Background())
	}
	return e, err
})

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "reckon-pdf"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func read(t testing.TB, data []byte, limits rendition.Limits) (rendition.Document, error) {
	t.Helper()
	e, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return rendition.Readers{PDF: e}.Read(ctx, data, rendition.Hint{}, limits)
}

// patience is what a test gives one file: generous, since the race detector
// slows the engine down tenfold.
const patience = 30 * time.Second

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestReadsWhatWasWritten compares with the text that the fixtures were made
// of, by a browser and by an office program, white space aside.
func TestReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"press-browser", "press-office", "rtl-browser", "rtl-office"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, fixture(t, name+".pdf"), rendition.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			source, _, _ := strings.Cut(name, "-")
			want := string(fixture(t, source+".txt"))
			switch name {
			case "rtl-browser": // the browser leaves the joiner out
				want = strings.ReplaceAll(want, "\u200c", "")
			case "rtl-office": // the office program leaves the first line out
				_, want, _ = strings.Cut(want, "\n")
				_, got.Text, _ = strings.Cut(got.Text, "\n")
			}
			if diff := cmp.Diff(strings.Fields(want), strings.Fields(got.Text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestLosesNothingThatPopplerFinds holds the characters, whatever their order,
// against those of pdftotext 22.12.0 (pdftotext NAME.pdf NAME.poppler.txt).
func TestLosesNothingThatPopplerFinds(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			got, err := read(t, fixture(t, filepath.Base(file)), rendition.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			want := string(fixture(t, strings.TrimSuffix(filepath.Base(file), ".pdf")+".poppler.txt"))
			if diff := cmp.Diff(census(want), census(got.Text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// census counts letters and digits in their plain forms.
func census(s string) map[string]int {
	n := map[string]int{}
	for _, r := range norm.NFKC.String(s) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			n[string(r)]++
		}
	}
	return n
}

func TestPagesAndBoxes(t *testing.T) {
	t.Parallel()
	d, err := read(t, fixture(t, "press-browser.pdf"), rendition.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	runes := []rune(d.Text)
	if len(d.Pages) != 2 || d.Pages[1].Number != 2 || strings.TrimSpace(string(runes[d.Pages[1].Start:])) != "Second page: 3 missing." {
		t.Errorf("pages %+v", d.Pages)
	}
	if d.Pages[0].Width < 500 || d.Pages[0].Height < 700 {
		t.Errorf("the page measures %g by %g", d.Pages[0].Width, d.Pages[0].Height)
	}
	found := false
	for _, b := range d.Boxes {
		if words := string(runes[b.Start:b.End]); strings.HasPrefix(words, "North Ford\t") {
			found = b.Page == 1 && b.Left < b.Right && b.Bottom < b.Top && b.Top-b.Bottom < 20
		}
	}
	if !found {
		t.Error("the line of the table has no box of its height")
	}
	if !strings.Contains(d.Text, "North Ford\t12\t20\n") {
		t.Error("the columns of the table are not set apart")
	}
}

// write makes a PDF file of objects, the first of which is the catalogue.
func write(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// pages makes a file of so many pages that all show one stream.
func pages(n int, stream string) []byte {
	kids := strings.Repeat("3 0 R ", n)
	return write("<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
		fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, n),
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
}

func TestSmallFiles(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, stream, text string }{
		{"line", "BT /F 12 Tf 20 200 Td (Seven dead) Tj ET", "Seven dead\n\n"},
		{"raised digit", "BT /F 12 Tf 20 200 Td (20) Tj /F 7 Tf 5 Ts (1) Tj /F 12 Tf 0 Ts ( dead) Tj ET", "20¹ dead\n\n"},
		{"columns", "BT /F 12 Tf 20 200 Td (Ford) Tj 100 0 Td (12) Tj ET", "Ford\t12\n\n"},
		{"paragraphs", "BT /F 12 Tf 14 TL 20 200 Td (One) Tj T* (two) Tj 0 -40 Td (three) Tj ET", "One\ntwo\n\nthree\n\n"},
		{"tiny user space", "0.1 0 0 0.1 0 0 cm BT /F 120 Tf 200 2000 Td (Seven dead) Tj ET", "Seven dead\n\n"},
		{"hyphen at a line's end", "BT /F 12 Tf 14 TL 20 200 Td (after-) Tj T* (noon) Tj ET", "after-\nnoon\n\n"},
		{"turned", "0 1 -1 0 100 20 cm BT /F 12 Tf 0 0 Td (Seven dead) Tj ET", "Seven dead\n\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, pages(1, tt.stream), rendition.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, got.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTwoInstancesAgreeWithOne reads as many pages as take two instances and
// compares with what the pages are.
func TestTwoInstancesAgreeWithOne(t *testing.T) {
	t.Parallel()
	got, err := read(t, pages(130, "BT /F 12 Tf 20 200 Td (Seven dead) Tj ET"), rendition.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Repeat("Seven dead\n\n", 130); got.Text != want {
		t.Errorf("got %d bytes, want %d", len(got.Text), len(want))
	}
	at := 0
	for i, p := range got.Pages {
		if p.Number != i+1 || p.Start != at || p.End != at+12 {
			t.Fatalf("page %d is %+v", i+1, p)
		}
		at = p.End
	}
	if len(got.Pages) != 130 || len(got.Boxes) != 130 || got.Boxes[129].Page != 130 || got.Boxes[129].Start != 129*12 {
		t.Errorf("%d pages, %d boxes", len(got.Pages), len(got.Boxes))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	line := "BT /F 12 Tf 20 200 Td (Seven dead) Tj ET"
	small := rendition.DefaultLimits()
	small.Pages, small.Text = 100, 500
	tests := []struct {
		name string
		data []byte
		code fault.Code
	}{
		{"no document", []byte("%PDF-1.7\nnothing"), "RD007"},
		{"page and PDF in one", []byte("%PDF-1.4<html><script>alert(1)</script>"), "RD007"},
		{"no text", pages(1, "10 10 100 100 re f"), "RD001"},
		{"no pages", pages(0, line), "RD001"},
		{"pages", pages(101, line), "RD008"},
		{"text", pages(50, line), "RD008"},
		{"password", locked(), "RD011"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := read(t, tt.data, small); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %s", err, tt.code)
			}
		})
	}
	tiny := rendition.DefaultLimits()
	tiny.Memory = 1 << 20
	if _, err := read(t, append(pages(1, line), make([]byte, 1<<20)...), tiny); fault.CodeOf(err) != "RD008" {
		t.Errorf("a file larger than the memory: %v", err)
	}
}

// locked is a file under a user password.
func locked() []byte {
	b := pages(1, "BT ET")
	return bytes.Replace(b, []byte("/Root 1 0 R"), []byte("/Root 1 0 R /ID [<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>] "+
		"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <"+strings.Repeat("ab", 32)+"> /U <"+strings.Repeat("cd", 32)+"> >>"), 1)
}

func TestStops(t *testing.T) {
	t.Parallel()
	e, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	// A form that shows itself twice at every level takes 2^40 steps.
	data := write("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		"<< /Length 5 >>\nstream\n/X Do\nendstream", form(6, 2), form(7, 2), form(8, 2), form(9, 2), form(10, 200), form(11, 200), form(12, 200), form(13, 200), form(14, 200), form(15, 200), form(16, 200),
		"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 >>\nstream\n0 0 9 9 re f\nendstream")
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err = e.Read(ctx, data, rendition.Hint{}, rendition.DefaultLimits())
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
	if code := fault.CodeOf(err); code != "RD013" {
		t.Errorf("code %q (%v)", code, err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Read(cancelled, pages(1, "BT ET"), rendition.Hint{}, rendition.DefaultLimits()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// form is a form object that shows the next one n times.
func form(next, n int) string {
	stream := strings.Repeat("/X Do ", n)
	return fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream", next, len(stream), stream)
}

// TestKeepsCompiledCode starts a second engine from the code that the first
// one has compiled, or alone compiles where it is the first.
func TestKeepsCompiledCode(t *testing.T) {
	t.Parallel()
	if _, err := read(t, pages(1, "BT ET"), rendition.DefaultLimits()); fault.CodeOf(err) != "RD001" {
		t.Fatal(err)
	}
	e, err := pdf.New(folder)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	got, err := e.Read(context.Background(), pages(1, "BT /F 12 Tf 20 200 Td (Seven) Tj ET"), rendition.Hint{}, rendition.DefaultLimits())
	if err != nil || got.Text != "Seven\n\n" {
		t.Errorf("got %q (%v)", got.Text, err)
	}
	t.Logf("started in %s", time.Since(begin))
	if err := e.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestEngineThatCannotStart(t *testing.T) {
	t.Parallel()
	none := rendition.DefaultLimits()
	none.Memory = 8 << 20 // less than the module asks for
	if _, err := read(t, pages(1, "BT ET"), none); err == nil || fault.CodeOf(err) != "" {
		t.Errorf("the file was blamed: %v", err)
	}
}

func TestFolderMustBePrivate(t *testing.T) {
	t.Parallel()
	open := t.TempDir()
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.New(open); runtime.GOOS != "windows" && fault.CodeOf(err) != "RD016" {
		t.Errorf("a folder that anyone can write to was taken: %v", err)
	}
	if _, err := pdf.New(filepath.Join(open, "\x00")); err == nil {
		t.Error("a folder that cannot be was taken")
	}
}

// TestMutations reads damaged files; see the test of the same name in the
// package above.
func TestMutations(t *testing.T) {
	n := 24
	if s := os.Getenv("RECKON_MUTATIONS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(2024, 3))
	seeds := [][]byte{fixture(t, "press-browser.pdf"), fixture(t, "rtl-office.pdf"), pages(3, "BT /F 12 Tf 20 200 Td (Seven) Tj ET")}
	if _, err := read(t, seeds[0], rendition.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	whole, slowest, most := 0, time.Duration(0), uint64(0)
	var before, after runtime.MemStats
	for i := range n {
		data := slices.Clone(seeds[i%len(seeds)])
		for range 1 + r.IntN(30) {
			data[8+r.IntN(len(data)-8)] = byte(r.IntN(256))
		}
		if r.IntN(4) == 0 {
			data = data[:8+r.IntN(len(data)-8)]
		}
		runtime.ReadMemStats(&before)
		begin := time.Now()
		d, err := read(t, data, rendition.DefaultLimits())
		slowest = max(slowest, time.Since(begin))
		runtime.ReadMemStats(&after)
		most = max(most, after.TotalAlloc-before.TotalAlloc)
		switch {
		case err == nil:
			whole++
			if !utf8.ValidString(d.Text) {
				t.Errorf("file %d: the text is not UTF-8", i)
			}
		case !strings.HasPrefix(string(fault.CodeOf(err)), "RD") || fault.CodeOf(err) == "RD012":
			t.Errorf("file %d: %v", i, err)
		}
	}
	t.Logf("%d of %d read, slowest %s, most memory %d MiB", whole, n, slowest, most>>20)
	if slowest > 2*patience || most > 1<<30 || whole == 0 {
		t.Errorf("%d read, slowest %s, most memory %d MiB", whole, slowest, most>>20)
	}
}
