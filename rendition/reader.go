package rendition

import (
	"context"
	"strings"
	"unicode/utf8"

	"reckon/fault"
)

// Readers reads every format, those of its engines included. The zero value
// reads all that need no engine.
type Readers struct {
	PDF     Engine // nil: PDF files are refused
	Picture Engine // nil: pictures are refused
}

// Read reads data with no engine. See Readers.Read.
func Read(ctx context.Context, data []byte, hint Hint, limits Limits) (Document, error) {
	return Readers{}.Read(ctx, data, hint, limits)
}

// Read finds out what data is, by its bytes first and by the hint only where
// they do not tell, and reads it in the caller's goroutine. All its refusals
// are fault.Problems with a code that begins with RD; a cancelled context
// comes back as context.Canceled.
func (r Readers) Read(ctx context.Context, data []byte, hint Hint, limits Limits) (d Document, err error) {
	defer func() {
		if v := recover(); v != nil {
			d = Document{}
			err = fault.New("RD012", fault.Invalid, "the reader broke down on this file: %v", v).
				Try("Type what you need from it, and report the fault")
		}
	}()
	if len(data) == 0 {
		return Document{}, fault.New("RD001", fault.Invalid, "the file is empty")
	}
	if int64(len(data)) > limits.Bytes {
		return Document{}, fault.New("RD002", fault.Invalid, "the file has %d bytes, more than the %d that are read", len(data), limits.Bytes)
	}
	if err := stopped(ctx); err != nil {
		return Document{}, err
	}
	f := Sniff(data, hint)
	in := &input{ctx: ctx, data: data, hint: hint, limits: limits}
	d, err = r.read(f, in)
	if err != nil {
		return Document{}, err
	}
	d.MediaType = f.MediaType()
	return finish(d, limits)
}

// input is what every reader of this package is given.
type input struct {
	ctx    context.Context
	data   []byte
	hint   Hint
	limits Limits
}

func (r Readers) read(f Format, in *input) (Document, error) {
	if read := readers[f]; read != nil {
		return read(in)
	}
	switch f {
	case PDF:
		return engine(r.PDF, in, "PDF files")
	case PNG, JPEG, TIFF, GIF:
		return engine(r.Picture, in, "pictures")
	}
	return Document{}, fault.New("RD006", fault.Invalid, "%s is not read", f.describe()).Try(f.remedy())
}

// readers lists the readers of this package.
var readers = map[Format]func(*input) (Document, error){
	Text: readText, HTML: readHTML, RTF: readRTF, CSV: readCSV,
	DOCX: readDOCX, ODT: readODT, ODS: readODS, XLSX: readXLSX,
	Mail: readMail, Mailbox: readMailbox, Zip: readZip,
}

func engine(e Engine, in *input, what string) (Document, error) {
	if e == nil {
		return Document{}, fault.New("RD014", fault.Invalid, "nothing is set up to read %s", what).
			Try("Type what you can read")
	}
	return e.Read(in.ctx, in.data, in.hint, in.limits)
}

// finish holds what every reader owes: valid text, within its limit, saying
// something.
func finish(d Document, limits Limits) (Document, error) {
	if len(d.Text) > limits.Text {
		return Document{}, over("bytes of text", limits.Text)
	}
	if !utf8.ValidString(d.Text) {
		return Document{}, fault.New("RD012", fault.Invalid, "the reader made text that is not UTF-8")
	}
	if strings.TrimSpace(d.Text) == "" && len(d.Children) == 0 {
		return Document{}, fault.New("RD001", fault.Invalid, "the file holds no text").
			Try("If it shows text as a picture, type what you can read")
	}
	return d, nil
}
