package rendition_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"reckon/fault"
	"reckon/rendition"
)

func TestHostile(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300)
	bomb := strings.Repeat("\x00", 40<<20)
	entity := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>`
	external := `<!DOCTYPE x SYSTEM "file:///etc/hosts"><x/>`
	main := part{name: "word/document.xml", data: wordHead + p("x") + wordFoot}
	var many []part
	for i := range 20_001 {
		many = append(many, part{name: "e" + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + strings.Repeat("y", i/1300) + "/" + time.Duration(i).String()})
	}
	tests := []struct {
		name, data string
		hint       rendition.Hint
		code       fault.Code
	}{
		{"bomb in a document", pack(t, part{name: "word/document.xml", data: bomb}), rendition.Hint{}, "RD008"},
		{"bomb in an archive", pack(t, part{name: "a", data: bomb}), rendition.Hint{}, "RD008"},
		{"bomb beside a document is not opened", pack(t, main, part{name: "word/media/a.png", data: bomb[:1<<20]}), rendition.Hint{}, ""},
		{"entries", pack(t, many...), rendition.Hint{}, "RD008"},
		{"size understated", lie(t, xlsx(t, "<row>"+strings.Repeat("<c><v>1</v></c>", 5000)+"</row>"), "xl/worksheets/sheet1.xml", 10), rendition.Hint{}, "RD007"},
		{"size overstated", lie(t, xlsx(t, "<row><c><v>1</v></c></row>"), "xl/worksheets/sheet1.xml", 1<<31), rendition.Hint{}, "RD007"},
		{"entity bomb in DOCX", pack(t, part{name: "word/document.xml", data: entity}), rendition.Hint{}, "RD010"},
		{"outside entity in DOCX", pack(t, main, part{name: "word/header1.xml", data: external}), rendition.Hint{}, "RD010"},
		{"document type in ODT", pack(t, part{name: "mimetype", data: rendition.ODT.MediaType()}, part{name: "content.xml", data: external}), rendition.Hint{}, "RD010"},
		{"document type in ODS", pack(t, part{name: "mimetype", data: rendition.ODS.MediaType()}, part{name: "content.xml", data: entity}), rendition.Hint{}, "RD010"},
		{"document type in XLSX", pack(t, part{name: "xl/workbook.xml", data: external}), rendition.Hint{}, "RD010"},
		{"endless element", docx(t, "<a "+strings.Repeat("b='' ", 1700<<10)+"/>"), rendition.Hint{}, "RD008"},
		{"endless passage", docx(t, p(strings.Repeat("x", 9<<20))), rendition.Hint{}, "RD008"},
		{"endless directory", "PK\x03\x04" + strings.Repeat("PK\x01\x02"+strings.Repeat("\x00", 42), 200_001), rendition.Hint{}, "RD008"},
		{"endless tag", "<p a='" + strings.Repeat("x", 32<<20+1) + "'>", rendition.Hint{Name: "a.html"}, "RD008"},
		{"endless styles", odt(t, "", part{name: "styles.xml", data: "<s>" + manyStyles() + "</s>"}), rendition.Hint{}, "RD008"},
		{"many fields", mailHead + strings.Repeat("a: b\n", 300_000) + "\nx", rendition.Hint{}, ""},
		{"a field of many lines", mailHead + "Subject:" + strings.Repeat("\n x", 500_000) + "\n\nx", rendition.Hint{}, ""},
		{"deep XML", docx(t, deep), rendition.Hint{}, "RD008"},
		{"deep RTF", `{\rtf1` + strings.Repeat("{", 300), rendition.Hint{}, "RD008"},
		{"deep mail", deepMail(40), rendition.Hint{}, "RD008"},
		{"mail in mail in mail in mail", mailHead + "\nx", rendition.Hint{Inside: 3}, "RD015"},
		{"leaves its folder", docx(t, p("x"), part{name: "../../x"}), rendition.Hint{}, "RD009"},
		{"absolute name", docx(t, p("x"), part{name: "/etc/x"}), rendition.Hint{}, "RD009"},
		{"drive and backslash", docx(t, p("x"), part{name: `C:\x`}), rendition.Hint{}, "RD009"},
		{"reordered name", docx(t, p("x"), part{name: "word/\u202egnp.exe"}), rendition.Hint{}, "RD009"},
		{"link", docx(t, p("x"), part{name: "word/x", data: "/etc/hosts", mode: fs.ModeSymlink | 0o777}), rendition.Hint{}, "RD009"},
		{"one name twice", docx(t, p("x"), part{name: "word/document.xml", data: "y"}), rendition.Hint{}, "RD009"},
		{"one name in two cases", docx(t, p("x"), part{name: "WORD/Document.xml", data: "y"}), rendition.Hint{}, "RD009"},
		{"password", encrypted(t, docx(t, p("x"))), rendition.Hint{}, "RD011"},
		{"picture that is a page", "GIF89a<script>alert(1)</script>", rendition.Hint{Name: "a.html"}, "RD014"},
		{"PDF that is a page", "%PDF-1.4<html><script>", rendition.Hint{Name: "a.html", MediaType: "text/html"}, "RD014"},
		{"old Office file", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", rendition.Hint{Name: "a.docx"}, "RD006"},
		{"HEIC", "\x00\x00\x00\x18ftypheic", rendition.Hint{}, "RD006"},
		{"film", "\x00\x00\x00\x18ftypisom", rendition.Hint{}, "RD006"},
		{"gzip", "\x1f\x8b\x08", rendition.Hint{}, "RD006"},
		{"cut zip", docx(t, p("x"))[:200], rendition.Hint{}, "RD007"},
		{"empty zip", pack(t), rendition.Hint{}, "RD001"},
		{"document without its part", pack(t, part{name: "mimetype", data: rendition.ODT.MediaType()}), rendition.Hint{}, "RD007"},
		{"workbook without sheets", pack(t, part{name: "xl/workbook.xml", data: "<workbook/>"}), rendition.Hint{}, "RD007"},
		{"XML that breaks off", pack(t, part{name: "word/document.xml", data: wordHead + "<w:p><w:pPr>"}), rendition.Hint{}, "RD007"},
		{"repeated cells", ods(t, `<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`),
			rendition.Hint{}, "RD008"},
		{"text without words", "\ufeff\n", rendition.Hint{}, "RD001"},
		{"program", "\x7fELF\x02\x01\x01\x00\x00\x00", rendition.Hint{}, "RD005"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			_, err := read(t, tt.data, tt.hint)
			if code := fault.CodeOf(err); code != tt.code {
				t.Errorf("code %q, want %q (%v)", code, tt.code, err)
			}
			if took := time.Since(begin); took > 5*time.Minute {
				t.Errorf("took %s", took)
			}
		})
	}
}

func manyStyles() string {
	var b strings.Builder
	for i := range 20_010 {
		b.WriteString("<style name='" + time.Duration(i).String() + "'><text-properties/></style>")
	}
	return b.String()
}

// lie changes the size that the directory of a zip file states for an entry.
func lie(t testing.TB, data, name string, size uint32) string {
	t.Helper()
	b := []byte(data)
	at := bytes.LastIndex(b, []byte(name)) - 46
	if at < 0 || string(b[at:at+4]) != "PK\x01\x02" {
		t.Fatal("no such entry in the directory")
	}
	binary.LittleEndian.PutUint32(b[at+24:], size)
	return string(b)
}

// encrypted sets the flag of encryption on every entry.
func encrypted(t testing.TB, data string) string {
	t.Helper()
	b := []byte(data)
	for at := 0; ; at++ {
		n := bytes.Index(b[at:], []byte("PK\x01\x02"))
		if n < 0 {
			return string(b)
		}
		at += n
		b[at+8] |= 1
	}
}

func deepMail(depth int) string {
	s := "\nx"
	for range depth {
		s = "Content-Type: multipart/mixed; boundary=\"b" + strings.Repeat("x", depth) + "\"\n\n--b" + strings.Repeat("x", depth) + "\n" + s
		depth--
	}
	return mailHead + s
}

// engine is an engine of a test.
type engine func(ctx context.Context) (rendition.Document, error)

func (e engine) Read(ctx context.Context, _ []byte, _ rendition.Hint, _ rendition.Limits) (rendition.Document, error) {
	return e(ctx)
}

func TestEngines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		e    engine
		code fault.Code
	}{
		{"reads", func(context.Context) (rendition.Document, error) {
			return rendition.Document{Text: "x", Reader: "pdf", Version: "1", Encoding: "binary"}, nil
		}, ""},
		{"breaks down", func(context.Context) (rendition.Document, error) { panic("trap") }, "RD012"},
		{"breaks down on an index", func(context.Context) (rendition.Document, error) {
			var none []int
			return rendition.Document{Text: "x"[none[0]:]}, nil
		}, "RD012"},
		{"is no UTF-8", func(context.Context) (rendition.Document, error) { return rendition.Document{Text: "\xff"}, nil }, "RD012"},
		{"is empty", func(context.Context) (rendition.Document, error) { return rendition.Document{}, nil }, "RD001"},
		{"is too long", func(context.Context) (rendition.Document, error) {
			return rendition.Document{Text: strings.Repeat("x", 2000)}, nil
		}, "RD008"},
	}
	limits := rendition.DefaultLimits()
	limits.Text = 1000
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := rendition.Readers{PDF: tt.e, Picture: tt.e}.Read(context.Background(), []byte("%PDF-1.7"), rendition.Hint{}, limits)
			if code := fault.CodeOf(err); code != tt.code {
				t.Errorf("code %q, want %q (%v)", code, tt.code, err)
			}
			if err == nil && got.MediaType != "application/pdf" {
				t.Errorf("media type %s", got.MediaType)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	small := rendition.DefaultLimits()
	small.Bytes, small.Text, small.Cells, small.Children, small.Unpacked = 10_000, 100, 3, 1, 5000
	tests := []struct {
		name, data string
		hint       rendition.Hint
		code       fault.Code
	}{
		{"bytes", strings.Repeat("x", 10_001), rendition.Hint{}, "RD002"},
		{"text", strings.Repeat("x", 101), rendition.Hint{}, "RD008"},
		{"text of a page", "<p>" + strings.Repeat("x", 101), rendition.Hint{Name: "a.html"}, "RD008"},
		{"cells of a page", "<table>" + strings.Repeat("<td>", 5), rendition.Hint{Name: "a.html"}, "RD008"},
		{"text of a document", docx(t, p(strings.Repeat("x", 101))), rendition.Hint{}, "RD008"},
		{"text of an RTF", `{\rtf1 ` + strings.Repeat("x", 101) + `}`, rendition.Hint{}, "RD008"},
		{"cells of a CSV", "a,b,c,d", rendition.Hint{Name: "a.csv"}, "RD008"},
		{"cells of a workbook", xlsx(t, "<row>"+strings.Repeat("<c><v>1</v></c>", 4)+"</row>"), rendition.Hint{}, "RD008"},
		{"text of a workbook", xlsx(t, "<row><c><v>"+strings.Repeat("1", 99)+"</v></c></row>"), rendition.Hint{}, "RD008"},
		{"files of an archive", pack(t, part{name: "a", data: "x"}, part{name: "b", data: "x"}), rendition.Hint{}, "RD008"},
		{"bytes unpacked", pack(t, part{name: "a", data: strings.Repeat("x", 5001)}), rendition.Hint{}, "RD008"},
		{"mails of a mailbox", "From a\n" + mailHead + "\nx\n\nFrom b\n" + mailHead + "\ny\n", rendition.Hint{}, "RD008"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := rendition.Read(context.Background(), []byte(tt.data), tt.hint, small)
			if code := fault.CodeOf(err); code != tt.code {
				t.Errorf("code %q, want %q (%v)", code, tt.code, err)
			}
		})
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	late, cancel := context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	if _, err := rendition.Read(cancelled, []byte("x"), rendition.Hint{}, rendition.DefaultLimits()); !errors.Is(err, context.Canceled) || coded(err) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := rendition.Read(late, []byte("x"), rendition.Hint{}, rendition.DefaultLimits()); fault.CodeOf(err) != "RD013" {
		t.Errorf("too late: %v", err)
	}
	for name, data := range map[string]string{
		"a.html": strings.Repeat("<p>x", 1<<20), "a.rtf": `{\rtf1 ` + strings.Repeat("x", 4<<20), "a.csv": strings.Repeat("a,b\n", 1<<20),
		"a.docx": docx(t, strings.Repeat(p("x"), 1<<17)),
	} {
		ctx := &countdown{Context: context.Background(), left: 3}
		if _, err := rendition.Read(ctx, []byte(data), rendition.Hint{Name: name}, rendition.DefaultLimits()); fault.CodeOf(err) != "RD013" {
			t.Errorf("%s was not stopped: %v", name, err)
		}
	}
}

// countdown is a context that runs out after it was asked some times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestSniff(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		hint       rendition.Hint
		want       rendition.Format
	}{
		{"page", "  <!DOCTYPE HTML><title>x", rendition.Hint{}, rendition.HTML},
		{"page behind a comment", "<!-- x --><html>", rendition.Hint{}, rendition.HTML},
		{"XML is no page", "<?xml version='1.0'?><x/>", rendition.Hint{}, rendition.Text},
		{"mark up in a text", "a <p> b", rendition.Hint{}, rendition.Text},
		{"mail", mailHead + "\nx", rendition.Hint{}, rendition.Mail},
		{"a memo is no mail", "FROM: The mayor\nTO: All\nDATE: 12 March\nSUBJECT: Dead\n\nx", rendition.Hint{}, rendition.Text},
		{"mail by name", "Subject: x\n\ny", rendition.Hint{Name: "A.EML"}, rendition.Mail},
		{"mailbox", "From a\n" + mailHead, rendition.Hint{}, rendition.Mailbox},
		{"a sentence is no mailbox", "From here on\nit is text.", rendition.Hint{}, rendition.Text},
		{"table by media type", "a,b", rendition.Hint{MediaType: "text/csv; charset=utf-8"}, rendition.CSV},
		{"bad media type", "a,b", rendition.Hint{MediaType: "text/csv; =;"}, rendition.CSV},
		{"PDF behind a header", "\x00\x01%PDF-1.4", rendition.Hint{}, rendition.PDF},
		{"a text about PDF", "It begins with %PDF-1.4", rendition.Hint{}, rendition.Text},
		{"bytes before the name", "\x89PNG\r\n\x1a\nxxxx", rendition.Hint{Name: "a.txt"}, rendition.PNG},
		{"zip", pack(t, part{name: "x", data: "y"}), rendition.Hint{Name: "a.docx"}, rendition.Zip},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := rendition.Sniff([]byte(tt.data), tt.hint); got != tt.want {
				t.Errorf("got %s, want %s", got.MediaType(), tt.want.MediaType())
			}
		})
	}
}
