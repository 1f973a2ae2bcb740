package ocr

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"reckon/fault"
	"reckon/rendition"
)

// find returns the installed tesseract or skips.
func find(t *testing.T) *Engine {
	t.Helper()
	e, err := Find(context.Background())
	if fault.CodeOf(err) == "RD014" {
		t.Skip("tesseract is not installed")
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestRead(t *testing.T) {
	t.Parallel()
	e := find(t)
	if !slices.Contains(e.Languages(), "eng") {
		t.Skip("tesseract has no English")
	}
	data, err := os.ReadFile("testdata/page.png")
	if err != nil {
		t.Fatal(err)
	}
	d, err := rendition.Readers{Picture: e}.Read(context.Background(), data, rendition.Hint{Language: "en"}, rendition.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(d.Text), " "), "At least 20 people were killed in North Ford on 12 March.") {
		t.Errorf("read %q", d.Text)
	}
	if !d.Doubtful || len(d.Notes) == 0 || !strings.HasPrefix(d.Version, "1-tesseract-") || !strings.HasSuffix(d.Version, "-eng") {
		t.Errorf("doubtful %t, notes %q, version %s", d.Doubtful, d.Notes, d.Version)
	}
	runes := []rune(d.Text)
	for _, b := range d.Boxes {
		if string(runes[b.Start:b.End]) == "20" && (b.Confidence < 50 || b.Left >= b.Right || b.Top >= b.Bottom || b.Page != 1) {
			t.Errorf("the box of 20 is %+v", b)
		}
	}
	if len(d.Boxes) < 10 {
		t.Errorf("%d boxes", len(d.Boxes))
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	e := find(t)
	data, err := os.ReadFile("testdata/page.png")
	if err != nil {
		t.Fatal(err)
	}
	late, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := e.Read(late, data, rendition.Hint{}, rendition.DefaultLimits()); fault.CodeOf(err) != "RD013" {
		t.Errorf("too late: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Read(cancelled, data, rendition.Hint{}, rendition.DefaultLimits()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// stand is a program that stands in for tesseract.
func stand(t *testing.T, script string) *Engine {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tesseract")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return &Engine{path: path, version: "0.0", languages: []string{"ara"}}
}

func TestProgramsThatMisbehave(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("needs a shell")
	}
	picture := encode(t, "png", 10, 10)
	limits := rendition.DefaultLimits()
	limits.Text = 10_000
	for name, tt := range map[string]struct {
		script string
		code   fault.Code
	}{
		"fails":           {"echo no such language >&2; exit 1", "RD007"},
		"says nothing":    {"cat >/dev/null", "RD001"},
		"never ends":      {"exec sleep 60", "RD013"},
		"talks for ever":  {"exec yes", "RD007"},
		"talks nonsense":  {"printf '5\\tx\\t1\\t1\\t1\\t1\\t1\\t1\\t1\\t1\\t90\\tword\\n'", "RD007"},
		"sees the secret": {"test -z \"$RECKON_SECRET\" && exit 0; exit 1", "RD001"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
			defer cancel()
			if _, err := stand(t, tt.script).Read(ctx, picture, rendition.Hint{}, limits); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %s", err, tt.code)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	e := &Engine{languages: []string{"ara", "eng", "rus"}}
	for tag, want := range map[string]string{"ar": "ara+eng", "ru-RU": "rus+eng", "en": "eng", "hy": "eng", "": "eng", "nonsense!": "eng"} {
		if got := e.choose(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
	if got := (&Engine{languages: []string{"ara"}}).choose("fr"); got != "ara" {
		t.Errorf("the only language was not taken: %s", got)
	}
}

const tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"1\t1\t0\t0\t0\t0\t0\t0\t800\t600\t-1\t\n" +
	"5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tÑahui\n" +
	"5\t1\t1\t1\t1\t2\t50\t20\t30\t12\t90\tdied\n" +
	"5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t90\ttoday\n" +
	"5\t1\t1\t1\t2\t2\t10\t40\t30\t12\t90\t \n" +
	"5\t1\t2\t1\t1\t1\t10\t80\t30\t12\t90\tNext\n" +
	"1\t2\t0\t0\t0\t0\t0\t0\t400\t300\t-1\t\n" +
	"5\t2\t1\t1\t1\t1\t10\t20\t30\t12\t90\tpage\n"

func TestParse(t *testing.T) {
	t.Parallel()
	d, err := parse([]byte(tsv), rendition.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if want := "Ñahui died\ntoday\n\nNext\n\npage\n\n"; d.Text != want {
		t.Errorf("got %q, want %q", d.Text, want)
	}
	first := rendition.Box{Page: 1, Span: rendition.Span{Start: 0, End: 5}, Left: 10, Top: 20, Right: 40, Bottom: 32, Confidence: 96.5}
	if len(d.Boxes) != 5 || d.Boxes[0] != first {
		t.Errorf("boxes %+v", d.Boxes)
	}
	if len(d.Pages) != 2 || d.Pages[1].Start != 24 || d.Pages[1].Width != 400 || d.Pages[0].End != 24 {
		t.Errorf("pages %+v", d.Pages)
	}
	few := rendition.DefaultLimits()
	few.Pages = 1
	if _, err := parse([]byte(tsv), few); fault.CodeOf(err) != "RD008" {
		t.Errorf("too many pages: %v", err)
	}
}

func encode(t testing.TB, kind string, w, h int) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, m)
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "gif":
		err = gif.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiff is the directories of a TIFF file, each with a size.
func tiff(order string, sizes ...[2]byte) []byte {
	var b []byte
	if order == "II" {
		b = []byte{'I', 'I', 42, 0, 8, 0, 0, 0}
		for i, s := range sizes {
			next := byte(0)
			if i < len(sizes)-1 {
				next = byte(8 + 30*(i+1))
			}
			b = append(b, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, s[0], 0, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, s[1], 0, 0, 0, next, 0, 0, 0)
		}
		return b
	}
	b = []byte{'M', 'M', 0, 42, 0, 0, 0, 8}
	s := sizes[0]
	return append(b, 0, 2, 1, 0, 0, 3, 0, 0, 0, 1, 0, s[0], 0, 0, 1, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, s[1], 0, 0, 0, 0)
}

func TestPixelsAreCountedBeforeDecoding(t *testing.T) {
	t.Parallel()
	loop := tiff("II", [2]byte{1, 1})
	loop[len(loop)-4] = 8
	tests := []struct {
		name string
		data []byte
		code fault.Code
	}{
		{"small PNG", encode(t, "png", 10, 10), ""},
		{"small JPEG", encode(t, "jpeg", 10, 10), ""},
		{"small GIF", encode(t, "gif", 10, 10), ""},
		{"small TIFF", tiff("II", [2]byte{10, 10}, [2]byte{9, 9}), ""},
		{"small TIFF, the other way round", tiff("MM", [2]byte{10, 10}), ""},
		{"large PNG", encode(t, "png", 101, 100), "RD008"},
		{"large JPEG", encode(t, "jpeg", 101, 100), "RD008"},
		{"large GIF", encode(t, "gif", 101, 100), "RD008"},
		{"pages of a TIFF together", tiff("II", [2]byte{100, 60}, [2]byte{100, 60}), "RD008"},
		{"directories in a circle", loop, "RD007"},
		{"cut TIFF", tiff("II", [2]byte{1, 1})[:20], "RD007"},
		{"cut TIFF header", []byte("II*\x00\x08"), "RD007"},
		{"directory outside", []byte("II*\x00\xff\xff\xff\x7f"), "RD007"},
		{"cut PNG", encode(t, "png", 10, 10)[:20], "RD007"},
		{"page that calls itself a picture", []byte("GIF89a<script>alert(1)</script>"), "RD008"},
		{"no picture", []byte("seven dead"), "RD007"},
	}
	limits := rendition.DefaultLimits()
	limits.Pixels, limits.Pages = 10_000, 50
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := fits(tt.data, limits); fault.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %q", err, tt.code)
			}
		})
	}
}

func TestFindSaysWhatToDo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Find(context.Background())
	if fault.CodeOf(err) != "RD014" || !strings.Contains(err.Error(), "install tesseract") {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(tsv))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := parse(data, rendition.DefaultLimits())
		if err != nil {
			return
		}
		n := utf8.RuneCountInString(d.Text)
		for _, b := range d.Boxes {
			if b.Start >= b.End || b.End > n {
				t.Errorf("box %+v in %d code points", b, n)
			}
		}
	})
}

func FuzzFits(f *testing.F) {
	f.Add(encode(f, "png", 3, 3))
	f.Add(tiff("II", [2]byte{10, 10}, [2]byte{9, 9}))
	f.Add(tiff("MM", [2]byte{10, 10}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := fits(data, rendition.DefaultLimits()); err != nil && !strings.HasPrefix(string(fault.CodeOf(err)), "RD") {
			t.Error(err)
		}
	})
}
