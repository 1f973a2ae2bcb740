package rendition_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/rendition"
)

// coded says that an error is a refusal of this package.
func coded(err error) bool { return strings.HasPrefix(string(fault.CodeOf(err)), "RD") }

// part is an entry of a zip file.
type part struct {
	name, data string
	mode       fs.FileMode
}

// pack makes a zip file.
func pack(t testing.TB, parts ...part) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if p.mode != 0 {
			h.SetMode(p.mode)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestZip(t *testing.T) {
	t.Parallel()
	data := pack(t, part{name: "folder/"}, part{name: "folder/list.csv", data: "a,b"}, part{name: "../../etc/x.txt", data: "x"},
		part{name: "link", data: "/etc/hosts", mode: fs.ModeSymlink | 0o777}, part{name: "a\u202etxt.exe", data: "y"}, part{name: "..", data: "z"})
	got, err := read(t, data, rendition.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Text != "list.csv\nx.txt\natxt.exe\nunnamed\n" || len(got.Children) != 4 || string(got.Children[0].Data) != "a,b" {
		t.Errorf("got %q and %d children", got.Text, len(got.Children))
	}
	if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "1 links") {
		t.Errorf("notes %q", got.Notes)
	}
	if _, err := read(t, data, rendition.Hint{Inside: 3}); fault.CodeOf(err) != "RD015" {
		t.Errorf("the fourth container was opened: %v", err)
	}
}

func TestCleanName(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, want string }{
		{"report.pdf", "report.pdf"},
		{`C:\temp\report.pdf`, "report.pdf"},
		{"../../../x", "x"},
		{"a\x00b\nc\x7f", "abc"},
		{"\u202egpj.exe", "gpj.exe"},
		{"تقرير.pdf", "تقرير.pdf"},
		{"\xff\xfe", "unnamed"},
		{"..", "unnamed"},
		{"", "unnamed"},
		{"/", "unnamed"},
		{strings.Repeat("é", 300), strings.Repeat("é", 200)},
	}
	for _, tt := range tests {
		if got := rendition.CleanName(tt.name); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.name, got, tt.want)
		}
	}
}
