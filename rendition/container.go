package rendition

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/fault"
)

// container is a zip file whose sizes are counted as they are unpacked,
// whatever its directory claims.
type container struct {
	in    *input
	files map[string]*zip.File
	order []*zip.File
	left  int64 // bytes that may still be unpacked

	remedy string // what to do where too much comes out
}

// openContainer reads the directory of a zip file. It is strict where the
// entries make up one document: names that leave the folder, links, and two
// entries of one name are refused, since programs disagree on what they mean.
func openContainer(in *input, strict bool) (*container, error) {
	if endless(in.data) {
		return nil, over("entries", in.limits.Entries)
	}
	r, err := zip.NewReader(bytes.NewReader(in.data), int64(len(in.data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged("zip", err)
	}
	if len(r.File) > in.limits.Entries {
		return nil, over("entries", in.limits.Entries)
	}
	c := &container{in: in, files: make(map[string]*zip.File, len(r.File)), order: r.File, left: in.limits.Unpacked,
		remedy: "Unpack it and add the files"}
	if strict {
		c.remedy = "Keep it as it is, and type what you need from it"
	}
	for _, f := range r.File {
		key := strings.ToLower(f.Name)
		if strict && (c.files[key] != nil || !safePath(f.Name) || f.Mode()&fs.ModeSymlink != 0) {
			return nil, fault.New("RD009", fault.Invalid, "the file holds an entry %.80q that no honest program writes", f.Name).
				Try("Keep it as it is, and type what you need from it")
		}
		c.files[key] = f
	}
	return c, nil
}

// endless says that a directory is too long to be read at all: each entry
// takes 46 bytes in the file and some hundred in memory.
func endless(data []byte) bool {
	return bytes.Count(data, []byte("PK\x01\x02")) > 200_000
}

// safePath says that a name stays in its folder and shows as what it is.
func safePath(name string) bool {
	if name == "" || !utf8.ValidString(name) || strings.ContainsFunc(name, reorders) || strings.ContainsAny(name, "\\:") {
		return false
	}
	clean := path.Clean("/" + name)
	return !strings.HasPrefix(name, "/") && strings.TrimSuffix(clean[1:], "/") == strings.TrimSuffix(name, "/")
}

// reorders finds characters that hide or reorder the letters beside them
// (Unicode UAX 9), and controls.
func reorders(r rune) bool {
	return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || r == 0xFEFF || r == 0x200E || r == 0x200F || r == 0x061C ||
		r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r >= 0xE0000 && r <= 0xE007F
}

// CleanName makes a name from outside fit to show and to store: the last
// part of a path, without controls and reordering marks.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = strings.Map(func(r rune) rune {
		if reorders(r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(path.Base("/" + strings.ReplaceAll(name, "\\", "/")))
	for utf8.RuneCountInString(name) > 200 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if strings.Trim(name, "./ ") == "" {
		return "unnamed"
	}
	return name
}

// has says whether there is an entry of that name.
func (c *container) has(name string) bool { return c.files[strings.ToLower(name)] != nil }

// part unpacks the entry of a name, or returns nil where there is none.
func (c *container) part(name string) ([]byte, error) {
	f := c.files[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	return c.unpack(f)
}

// ratioFrom is how large an entry may unpack whatever its ratio: tables of
// like rows pack several hundred to one.
const ratioFrom = 32 << 20

// unpack unpacks an entry and counts what comes out.
func (c *container) unpack(f *zip.File) ([]byte, error) {
	if err := stopped(c.in.ctx); err != nil {
		return nil, err
	}
	if f.Flags&1 != 0 {
		return nil, underPassword()
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged("zip", err)
	}
	defer r.Close()
	allowed := min(c.left, max(ratioFrom, int64(min(f.CompressedSize64, uint64(len(c.in.data))))*c.in.limits.Ratio))
	data, err := io.ReadAll(io.LimitReader(r, allowed+1))
	if int64(len(data)) > allowed {
		return nil, fault.New("RD008", fault.Invalid, "the entry %.80q unpacks to more than %d bytes", CleanName(f.Name), allowed).
			Try(c.remedy)
	}
	if err != nil {
		return nil, damaged("zip", err)
	}
	c.left -= int64(len(data))
	return data, nil
}

func underPassword() error {
	return fault.New("RD011", fault.Invalid, "the file is under a password").
		Try("Take off the password and add the copy beside the original")
}

// sniffZip tells formats that are zip files apart by the names of their
// entries.
func sniffZip(data []byte) Format {
	if endless(data) {
		return Zip
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if r == nil || err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return sniffTorn(data)
	}
	for i, f := range r.File {
		if i == 1000 {
			break
		}
		switch strings.ToLower(f.Name) {
		case "word/document.xml":
			return DOCX
		case "xl/workbook.xml":
			return XLSX
		case "mimetype":
			return openDocument(f)
		}
	}
	return Zip
}

// sniffTorn guesses what a damaged zip file was, so that the refusal can
// name it.
func sniffTorn(data []byte) Format {
	for name, f := range map[string]Format{"word/": DOCX, "xl/": XLSX} {
		if bytes.Contains(head(data, 4096), []byte(name)) {
			return f
		}
	}
	return Zip
}

func openDocument(f *zip.File) Format {
	r, err := f.Open()
	if err != nil {
		return Zip
	}
	defer r.Close()
	kind, err := io.ReadAll(io.LimitReader(r, 200))
	if err != nil {
		return Zip
	}
	switch s := string(kind); {
	case strings.HasPrefix(s, ODT.MediaType()):
		return ODT
	case strings.HasPrefix(s, ODS.MediaType()):
		return ODS
	}
	return Zip
}

// readZip lists an archive and hands out its files as children. Folders and
// links are left out; names are cleaned.
func readZip(in *input) (Document, error) {
	if in.hint.Inside >= in.limits.Inside {
		return Document{}, tooNested(in.limits)
	}
	c, err := openContainer(in, false)
	if err != nil {
		return Document{}, err
	}
	d := Document{Reader: "zip", Version: "1", Encoding: "binary"}
	var list strings.Builder
	links := 0
	for _, f := range c.order {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if !f.Mode().IsRegular() {
			links++
			continue
		}
		if len(d.Children) >= in.limits.Children {
			return Document{}, over("files", in.limits.Children)
		}
		data, err := c.unpack(f)
		if err != nil {
			return Document{}, err
		}
		name := CleanName(f.Name)
		d.Children = append(d.Children, Attachment{Name: name, Data: data})
		list.WriteString(name + "\n")
	}
	if links > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("%d links or special files were left out", links))
	}
	d.Text = list.String()
	return d, nil
}

func tooNested(limits Limits) error {
	return fault.New("RD015", fault.Invalid, "the container stands in %d others, and no more are opened", limits.Inside).
		Try("Unpack it and add the files")
}
