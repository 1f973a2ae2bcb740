package rendition

import (
	"bytes"
	"mime"
	"path"
	"strings"
	"unicode"
)

// Format is a file format that Sniff can tell apart.
type Format int

// The formats. Those from Legacy on are known and not read.
const (
	Text Format = iota
	HTML
	RTF
	CSV
	DOCX
	ODT
	ODS
	XLSX
	Mail
	Mailbox
	Zip
	PDF
	PNG
	JPEG
	TIFF
	GIF
	Legacy    // Word, Excel and Outlook files of before 2007, and every encrypted one
	HEIC      // and AVIF
	WebP      //
	Packed    // other archives
	Recording // sound and film
)

var formatNames = [...]struct{ mediaType, name string }{
	Text:      {"text/plain", "plain text"},
	HTML:      {"text/html", "a web page"},
	RTF:       {"application/rtf", "an RTF document"},
	CSV:       {"text/csv", "a table in plain text"},
	DOCX:      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document"},
	ODT:       {"application/vnd.oasis.opendocument.text", "an OpenDocument text"},
	ODS:       {"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"},
	XLSX:      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook"},
	Mail:      {"message/rfc822", "an e-mail"},
	Mailbox:   {"application/mbox", "a mailbox"},
	Zip:       {"application/zip", "a zip archive"},
	PDF:       {"application/pdf", "a PDF file"},
	PNG:       {"image/png", "a PNG picture"},
	JPEG:      {"image/jpeg", "a JPEG picture"},
	TIFF:      {"image/tiff", "a TIFF picture"},
	GIF:       {"image/gif", "a GIF picture"},
	Legacy:    {"application/x-ole-storage", "an Office file of the old kind, or one under a password,"},
	HEIC:      {"image/heif", "a HEIC picture"},
	WebP:      {"image/webp", "a WebP picture"},
	Packed:    {"application/octet-stream", "an archive of this kind"},
	Recording: {"application/octet-stream", "a recording"},
}

// MediaType returns the format's media type.
func (f Format) MediaType() string { return formatNames[f].mediaType }

func (f Format) describe() string { return formatNames[f].name }

func (f Format) remedy() string {
	switch f {
	case Legacy:
		return "Take off the password, or save a copy as DOCX, XLSX or PDF, and add that beside the original"
	case HEIC, WebP:
		return "Save a copy as PNG or JPEG and add it beside the original"
	case Packed:
		return "Unpack it and add the files"
	}
	return "Type what you can read, see or hear"
}

// signatures are how files begin. Where several fit, the first one counts.
var signatures = []struct {
	at     int
	bytes  string
	format Format
}{
	{0, "\x89PNG\r\n\x1a\n", PNG},
	{0, "\xff\xd8\xff", JPEG},
	{0, "II*\x00", TIFF},
	{0, "MM\x00*", TIFF},
	{0, "GIF87a", GIF},
	{0, "GIF89a", GIF},
	{0, "{\\rtf", RTF},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Legacy},
	{4, "ftyphei", HEIC},
	{4, "ftyphev", HEIC},
	{4, "ftypmif1", HEIC},
	{4, "ftypmsf1", HEIC},
	{4, "ftypavif", HEIC},
	{4, "ftyp", Recording},
	{8, "WEBP", WebP},
	{8, "WAVE", Recording},
	{8, "AVI ", Recording},
	{0, "ID3", Recording},
	{0, "OggS", Recording},
	{0, "fLaC", Recording},
	{0, "\x1a\x45\xdf\xa3", Recording},
	{0, "\x1f\x8b", Packed},
	{0, "7z\xbc\xaf\x27\x1c", Packed},
	{0, "Rar!\x1a\x07", Packed},
	{0, "BZh9", Packed},
	{0, "\xfd7zXZ\x00", Packed},
}

// Sniff tells a format by its bytes, and among plain texts by the hint. It is
// a choice of reader, never a permission: a reader trusts nothing about bytes
// that were sniffed as its own.
func Sniff(data []byte, hint Hint) Format {
	for _, s := range signatures {
		if len(data) >= s.at && bytes.HasPrefix(data[s.at:], []byte(s.bytes)) {
			return s.format
		}
	}
	// A PDF header may stand behind up to 1,024 bytes of something else
	// (ISO 32000-1, annex H.3.4.1), which is how many mail programs made them.
	if at := bytes.Index(head(data, 1024), []byte("%PDF-")); at == 0 || at > 0 && !printable(data[:at]) {
		return PDF
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return sniffZip(data)
	}
	return sniffText(data, hint)
}

func head(data []byte, n int) []byte { return data[:min(n, len(data))] }

func printable(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool {
		return r != '\n' && r != '\r' && r != '\t' && r < ' ' || r == unicode.ReplacementChar
	})
}

// stated returns the media type and the charset that the hint states.
func (h Hint) stated() (mediaType, charset string) {
	mediaType, params, err := mime.ParseMediaType(h.MediaType)
	if err != nil && mediaType == "" {
		return strings.ToLower(strings.TrimSpace(strings.SplitN(h.MediaType, ";", 2)[0])), ""
	}
	return mediaType, params["charset"]
}

// byName maps the endings and media types of formats that are plain text to
// look at.
var byName = map[string]Format{
	".csv": CSV, ".tsv": CSV, ".tab": CSV, ".htm": HTML, ".html": HTML, ".xhtml": HTML,
	".eml": Mail, ".mbox": Mailbox, ".mbx": Mailbox, ".txt": Text, ".md": Text,
	"text/csv": CSV, "text/tab-separated-values": CSV, "text/html": HTML, "application/xhtml+xml": HTML,
	"message/rfc822": Mail, "application/mbox": Mailbox,
}

func sniffText(data []byte, hint Hint) Format {
	begin := bytes.TrimLeft(bytes.TrimPrefix(head(data, 2048), []byte("\xef\xbb\xbf")), " \t\r\n\f")
	if f, ok := byName[strings.ToLower(path.Ext(hint.Name))]; ok {
		return f
	}
	mediaType, _ := hint.stated()
	if f, ok := byName[mediaType]; ok {
		return f
	}
	if looksHTML(begin) {
		return HTML
	}
	if bytes.HasPrefix(data, []byte("From ")) && looksMail(afterLine(data)) {
		return Mailbox
	}
	if looksMail(begin) {
		return Mail
	}
	return Text
}

func looksHTML(begin []byte) bool {
	low := bytes.ToLower(begin)
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<!--", "<?xml", "<meta", "<title", "<script", "<table", "<div", "<p>"} {
		if bytes.HasPrefix(low, []byte(tag)) {
			return tag != "<?xml" && tag != "<!--" || bytes.Contains(low, []byte("<html"))
		}
	}
	return false
}

// mailFields are fields of which a mail begins with at least two, one of them
// of those that only programs write: a memo too begins with from and to.
var mailFields = set("from to cc date subject reply-to sender in-reply-to")

var programFields = set("received return-path message-id mime-version delivered-to content-type x-mozilla-status dkim-signature arc-seal")

func looksMail(begin []byte) bool {
	found, program := 0, false
	for line := range bytes.Lines(head(begin, 2048)) {
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || bytes.ContainsAny(name, " \t") {
			break
		}
		low := strings.ToLower(string(name))
		program = program || programFields[low]
		if mailFields[low] || programFields[low] {
			found++
		}
	}
	return found >= 2 && program
}

func afterLine(data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return data[i+1:]
	}
	return nil
}
