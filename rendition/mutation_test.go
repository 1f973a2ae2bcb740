package rendition_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"reckon/rendition"
)

// mutations is how many damaged files of each format are read, and within
// which limits; the environment variable RECKON_MUTATIONS raises the number to
// the 10,000 of the bar, and the limits to those in use.
func mutations(t testing.TB) (int, rendition.Limits) {
	t.Helper()
	n, limits := 100, rendition.DefaultLimits()
	limits.Cells = 20_000
	if s := os.Getenv("RECKON_MUTATIONS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
		limits = rendition.DefaultLimits()
	}
	return n, limits
}

// seeds are sound files of every format that is read without an engine.
func seeds(t testing.TB) map[string]string {
	page := "<!doctype html><meta charset=utf-8><title>T</title><h1>H</h1><p hidden>a<p>b<sup>1</sup><ul><li>c<li>d</ul><table><tr><th colspan=2>x<tr><td rowspan=2>y<td>z</table><pre> q </pre>"
	return map[string]string{
		"a.txt":  russian,
		"b.txt":  encode(t, russian, "koi8-r"),
		"a.html": page,
		"a.rtf":  `{\rtf1\ansi\ansicpg1251{\fonttbl{\f1\fcharset204 A;}}{\*\x y}\f1 \'cc\'e8\'f0\u1593?\par{\footnote a}\trowd\intbl b\cell c\cell\row\pard\super 1\bin2 xx}`,
		"a.csv":  "Place,Killed\n\"North, \"\"Ford\"\"\",12\n,,\n",
		"a.docx": docx(t, p("One")+`<w:tbl><w:tr><w:tc>`+p("a")+`</w:tc><w:tc>`+p("b")+`</w:tc></w:tr></w:tbl><w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="1"/></w:r></w:p>`, part{name: "word/footnotes.xml", data: `<w:f xmlns:w="w"><w:footnote w:id="1">` + p("n") + `</w:footnote></w:f>`}),
		"a.odt":  odt(t, `<text:h>H</text:h><text:p>a<text:s text:c="3"/><text:span text:style-name="T1">1</text:span></text:p><text:list><text:list-item><text:p>l</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table><text:p><text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>`),
		"a.ods":  ods(t, `<table:table table:name="S"><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>`),
		"a.xlsx": xlsx(t, `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45363</v></c><c r="C1"><f>A1</f><v>2</v></c><c r="D1" t="inlineStr"><is><t>x</t></is></c></row>`),
		"a.eml":  mailHead + "Subject: =?utf-8?B?2Lk=?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/html; charset=koi8-r\n\n<p>x\n--c--\n--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n",
		"a.mbox": "From a\n" + mailHead + "\nx\n\nFrom b\n" + mailHead + "\ny\n",
		"a.zip":  pack(t, part{name: "a.txt", data: "x"}, part{name: "b/c.html", data: page}),
	}
}

// TestMutations reads damaged files: no panic (Read would return RD012), no
// hang, no memory without bound, and nothing but coded refusals.
func TestMutations(t *testing.T) {
	for name, seed := range seeds(t) {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(2024, 3))
			n, limits := mutations(t)
			read, slowest, most := 0, time.Duration(0), uint64(0)
			var before, after runtime.MemStats
			for range n {
				data := mutate(r, seed)
				runtime.ReadMemStats(&before)
				begin := time.Now()
				_, err := rendition.Read(context.Background(), data, rendition.Hint{Name: name}, limits)
				slowest = max(slowest, time.Since(begin))
				runtime.ReadMemStats(&after)
				most = max(most, after.TotalAlloc-before.TotalAlloc)
				if err == nil {
					read++
				} else if !coded(err) || strings.Contains(err.Error(), "broke down") {
					t.Fatalf("%v on %q", err, data)
				}
			}
			t.Logf("%d of %d read, slowest %s, most memory %d MiB", read, n, slowest, most>>20)
			if slowest > 20*time.Second || most > 1<<30 {
				t.Errorf("slowest %s, most memory %d MiB", slowest, most>>20)
			}
			if read == 0 {
				t.Error("no damaged file was read; the damage is not of the kind that readers meet")
			}
		})
	}
}

// mutate damages a file; of a zip file, as often the contents of an entry as
// the file itself.
func mutate(r *rand.Rand, seed string) []byte {
	if strings.HasPrefix(seed, "PK") && r.IntN(4) > 0 {
		return mutateEntry(r, seed)
	}
	return damage(r, []byte(seed))
}

func mutateEntry(r *rand.Rand, seed string) []byte {
	z, err := zip.NewReader(strings.NewReader(seed), int64(len(seed)))
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	victim := r.IntN(len(z.File))
	for i, f := range z.File {
		in, err := f.Open()
		if err != nil {
			return nil
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil
		}
		if i == victim {
			data = damage(r, data)
		}
		out, err := w.Create(f.Name)
		if err != nil {
			return nil
		}
		if _, err := out.Write(data); err != nil {
			return nil
		}
	}
	if w.Close() != nil {
		return nil
	}
	return b.Bytes()
}

// damage changes some bytes: flips, cuts, copies and swaps, and numbers that
// become large.
func damage(r *rand.Rand, data []byte) []byte {
	data = bytes.Clone(data)
	for range 1 + r.IntN(4) {
		if len(data) == 0 {
			return []byte{byte(r.IntN(256))}
		}
		at := r.IntN(len(data))
		n := min(1+r.IntN(40), len(data)-at)
		switch r.IntN(7) {
		case 0:
			data[at] ^= 1 << r.IntN(8)
		case 1:
			data[at] = byte(r.IntN(256))
		case 2:
			data = append(data[:at], data[at+n:]...)
		case 3:
			data = append(data[:at:at], append(bytes.Repeat(data[at:at+n], 1+r.IntN(30)), data[at:]...)...)
		case 4:
			to := r.IntN(len(data))
			data[at], data[to] = data[to], data[at]
		case 5:
			if i := bytes.IndexAny(data[at:], "0123456789"); i >= 0 {
				data = append(data[:at+i:at+i], append([]byte("99999999"), data[at+i:]...)...)
			}
		case 6:
			if r.IntN(4) == 0 {
				data = data[:at]
			}
		}
	}
	return data
}

func TestReadingIsDeterministic(t *testing.T) {
	t.Parallel()
	for name, seed := range seeds(t) {
		first, err := read(t, seed, rendition.Hint{Name: name})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for range 20 {
			again, err := read(t, seed, rendition.Hint{Name: name})
			if err != nil || again.Text != first.Text || strings.Join(again.Notes, "\n") != strings.Join(first.Notes, "\n") {
				t.Fatalf("%s reads differently the second time (%v)", name, err)
			}
		}
	}
}

func FuzzOffice(f *testing.F) {
	for _, s := range seeds(f) {
		if strings.HasPrefix(s, "PK") {
			f.Add([]byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := read(t, string(data), rendition.Hint{}); err != nil && !coded(err) {
			t.Error(err)
		}
	})
}
