package reckon

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/rendition"
	"reckon/source"
	"reckon/statement"
)

// Ingest is a source to be added.
type Ingest struct {
	About    source.Added  // title, material, who says it and so on; identifiers are filled in
	Path     string        // file to preserve; empty for a source known by reference alone
	Name     string        // what the bytes in Data are called
	Data     io.ReadSeeker // bytes to preserve, where they do not come from a file
	Encoding string        // of the text; empty to find out
	How      string        // the way it was received, one of source.Ways
	Reason   string

	inner *inner // where the file stands in another
}

// inner is a file inside another.
type inner struct {
	rendition.Attachment
	depth int // how many files it was taken out of
}

// Ingested is what became of a source.
type Ingested struct {
	Ref       string   `json:"ref"`
	ID        string   `json:"id"`
	SHA256    string   `json:"sha256,omitempty"`
	Size      int64    `json:"size,omitempty"`
	Encoding  string   `json:"encoding,omitempty"`
	Chars     int64    `json:"characters,omitempty"`
	SameBytes []string `json:"same_bytes,omitempty"` // sources that were received with the same bytes before
	NoText    string   `json:"no_text,omitempty"`    // why there is no text
	Proposed  int      `json:"proposed,omitempty"`   // figures found in the text, to be decided on
	Notes     []string `json:"notes,omitempty"`      // what the reader left out or guessed

	inside []rendition.Attachment // the files in it
}

// AddSource preserves a file as it was received, reads its text where it can,
// and registers it; or registers a source known by reference alone. A file
// without readable text is kept all the same, unless an encoding was named
// that does not fit: then nothing is added.
func (p *Project) AddSource(ctx context.Context, in Ingest) (Ingested, error) {
	if err := in.checkSpeakers(); err != nil {
		return Ingested{}, unchanged(err)
	}
	id, err := p.newID()
	if err != nil {
		return Ingested{}, err
	}
	in.About.Source = source.ID(id)
	if in.byReference() {
		return p.register(ctx, in, nil, Ingested{ID: id})
	}
	out, err := p.preserve(ctx, in, Ingested{ID: id})
	if err != nil || out.Chars == 0 {
		return out, err
	}
	out.Proposed, err = p.waiting(ctx, out.Ref)
	return out, err
}

// byReference says that there are no bytes to preserve.
func (in *Ingest) byReference() bool { return in.Path == "" && in.Data == nil }

// checkSpeakers refuses a chain of speakers that cannot be read.
func (in *Ingest) checkSpeakers() error {
	if in.About.SaidBy == "" {
		return nil
	}
	var s statement.Statement
	return s.SetSpeakers(in.About.SaidBy)
}

// register appends the acts of a source and returns its display number.
func (p *Project) register(ctx context.Context, in Ingest, text *source.RenditionAdded, out Ingested) (Ingested, error) {
	err := p.commit(ctx, func(c *change) error {
		if o := in.About.Original; o != nil {
			same, err := c.SameBytes(o.SHA256)
			if err != nil {
				return err
			}
			out.SameBytes = same
		}
		if err := c.append(ledger.ActID(out.ID), in.Reason, in.About); err != nil {
			return err
		}
		if text != nil {
			if err := c.append("", "", *text); err != nil {
				return err
			}
		}
		src, err := c.Source(out.ID)
		out.Ref = src.Ref
		return err
	})
	return out, err
}

// preserve stages the object of a file and registers the source.
func (p *Project) preserve(ctx context.Context, in Ingest, out Ingested) (_ Ingested, err error) {
	a, err := p.receive(ctx, &in, &out)
	if err != nil {
		return out, unchanged(err)
	}
	defer func() { err = errors.Join(err, a.close()) }()
	release, err := p.stage(ctx, out.ID, func(s *durable.Stage) error { return a.put(ctx, s) })
	if err != nil {
		return out, unchanged(err)
	}
	defer func() { err = errors.Join(err, release()) }()
	in.About.Original = a.original
	a.describe(&out)
	return p.register(ctx, in, a.added, out)
}

// receive opens what is to be preserved, reads its text where it can, and
// draws the identifiers of the object and the text. The caller closes it.
func (p *Project) receive(ctx context.Context, in *Ingest, out *Ingested) (_ *accession, err error) {
	f, err := openInput(in)
	if err != nil {
		return nil, err
	}
	a := &accession{p: p, in: in, file: f, close: f.close}
	if a.text, err = p.tryText(ctx, f, in.hint(), out); err != nil {
		return nil, errors.Join(err, a.close())
	}
	if a.object, err = source.NewObjectID(p.env.Random); err != nil {
		return nil, errors.Join(err, a.close())
	}
	if a.text == nil {
		return a, nil
	}
	if a.rendition, err = p.newID(); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

// input is the bytes of a file to be preserved.
type input struct {
	io.ReadSeeker
	close func() error
}

// openInput opens what is to be preserved.
func openInput(in *Ingest) (input, error) {
	if in.Data != nil {
		return input{in.Data, func() error { return nil }}, nil
	}
	in.Name = filepath.Base(in.Path)
	if in.inner == nil {
		f, err := openFile(in.Path)
		if err != nil {
			return input{}, err
		}
		return input{f, f.Close}, nil
	}
	if len(in.inner.Data) == 0 {
		return input{}, emptyFile(in.Path)
	}
	return input{bytes.NewReader(in.inner.Data), func() error { return nil }}, nil
}

func emptyFile(name string) *fault.Problem {
	return fault.New("IN003", fault.Invalid, "the file is empty").At(name).
		Unchanged("Nothing was added").Try("Check the copy you were given")
}

// hint is what is known of the file beside its bytes.
func (in *Ingest) hint() rendition.Hint {
	h := rendition.Hint{Name: in.Name, Encoding: in.Encoding, Language: in.About.Language}
	if in.inner != nil {
		h.Name, h.MediaType, h.Inside = in.inner.Name, in.inner.MediaType, in.inner.depth
	}
	return h
}

// openFile opens a file to be preserved and refuses what is none.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New("IN001", fault.NotFound, "no such file").At(name).Unchanged("Nothing was added")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading the file: %w", err), f.Close())
	}
	if !info.Mode().IsRegular() {
		return nil, errors.Join(fault.New("IN002", fault.Invalid, "it is not a regular file").At(name).
			Unchanged("Nothing was added"), f.Close())
	}
	if info.Size() == 0 {
		return nil, errors.Join(emptyFile(name), f.Close())
	}
	return f, nil
}

// tryText reads the file's text where it has one, and rewinds it.
func (p *Project) tryText(ctx context.Context, f io.ReadSeeker, hint rendition.Hint, out *Ingested) (*rendition.Document, error) {
	data, err := io.ReadAll(io.LimitReader(f, rendition.DefaultLimits().Bytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	t, err := p.readDocument(ctx, data, hint)
	if t != nil {
		out.inside, out.Notes = t.Children, t.Notes
	}
	if err != nil {
		if hint.Encoding != "" || fault.CodeOf(err) == "" {
			return nil, err
		}
		out.NoText = err.Error()
		return nil, nil
	}
	out.Encoding = t.Encoding
	return t, nil
}

// maxReading is how long reading one file may take.
const maxReading = 5 * time.Minute

// readDocument reads a file's text. An encoding that is only a guess is
// refused with the guess named, so that a person decides; the document comes
// with the refusal then, for the files inside it.
func (p *Project) readDocument(ctx context.Context, data []byte, hint rendition.Hint) (*rendition.Document, error) {
	ctx, cancel := context.WithTimeout(ctx, maxReading)
	defer cancel()
	d, err := p.env.Engines.Read(ctx, data, hint, rendition.DefaultLimits())
	if err != nil {
		return nil, err
	}
	if d.Guessed {
		return &d, fault.New("IN011", fault.Undecided, "the encoding of the file is not certain; it may be %s", d.Encoding).
			Try("Look at the text and name the encoding with --encoding")
	}
	return &d, nil
}

// accession puts a file, the record of its receipt and its text into the
// vault.
type accession struct {
	p         *Project
	in        *Ingest
	object    source.ObjectID
	file      io.Reader
	close     func() error
	text      *rendition.Document
	rendition string

	original *source.Original       // set by put
	added    *source.RenditionAdded // set by put, where there is a text
}

const (
	originalName  = "original"
	accessionName = "accession.json"
)

// textName is the name of a rendition's text in its object.
func textName(rendition string) string { return "text-" + rendition + ".txt" }

func (a *accession) put(ctx context.Context, s *durable.Stage) error {
	sum := &hashed{r: a.file, hash: sha256.New()}
	record := &lazy{make: func() ([]byte, error) { return a.record(sum) }}
	files := []source.File{{Name: originalName, Data: sum}, {Name: accessionName, Data: record}}
	if a.text != nil {
		files = append(files, source.File{Name: textName(a.rendition), Data: strings.NewReader(a.text.Text)})
	}
	ref, contents, err := a.p.vault.Put(ctx, s, source.Addition{Object: a.object, Created: a.p.env.Now(), Files: files})
	if err != nil {
		return err
	}
	a.original = &source.Original{
		Object: ref, SHA256: contents[0].SHA256, Size: contents[0].Size, MediaType: sum.mediaType(), Name: a.name(),
	}
	if a.text == nil {
		return nil
	}
	added, err := renditionOf(a.in.About.Source, a.rendition, a.text, ref)
	a.added = added
	return err
}

// describe says what was put.
func (a *accession) describe(out *Ingested) {
	out.SHA256, out.Size = a.original.SHA256, a.original.Size
	if a.added != nil {
		out.Chars = a.added.CodePoints
	}
}

// renditionOf describes a stored text.
func renditionOf(src source.ID, id string, text *rendition.Document, ref source.ObjectRef) (*source.RenditionAdded, error) {
	t, err := source.NewText(text.Text)
	if err != nil {
		return nil, err
	}
	return &source.RenditionAdded{
		Source: src, Rendition: source.RenditionID(id), Reader: text.Reader, ReaderVersion: text.Version,
		Encoding: text.Encoding, SHA256: hexSHA256([]byte(text.Text)), CodePoints: int64(t.Len()), Object: ref,
	}, nil
}

func (a *accession) name() string {
	return strings.ToValidUTF8(a.in.Name, "\uFFFD")
}

// record is the receipt kept beside the original.
func (a *accession) record(sum *hashed) ([]byte, error) {
	record := source.Accession{
		Name: a.name(), MediaType: sum.mediaType(), Size: sum.size, SHA256: hex.EncodeToString(sum.hash.Sum(nil)),
		ReceivedAt: a.p.env.Now().UTC(), By: string(a.p.device.Actor), How: a.in.How, URL: a.in.About.URL, Note: a.in.Reason,
	}
	if err := record.Validate(); err != nil {
		return nil, err
	}
	raw, err := ledger.Encode(record)
	return append(raw, '\n'), err
}

// hashed digests what is read through it and keeps its beginning.
type hashed struct {
	r    io.Reader
	hash interface {
		io.Writer
		Sum([]byte) []byte
	}
	size int64
	head []byte
}

func (h *hashed) Read(b []byte) (int, error) {
	n, err := h.r.Read(b)
	h.hash.Write(b[:n]) // a hash never fails
	h.size += int64(n)
	if room := 512 - len(h.head); room > 0 {
		h.head = append(h.head, b[:min(n, room)]...)
	}
	return n, err
}

// mediaType says what the file looks like: a hint to people, never a reason
// to do anything with it.
func (h *hashed) mediaType() string {
	kind, _, _ := strings.Cut(http.DetectContentType(h.head), ";")
	return kind
}

// lazy makes its bytes when they are first read.
type lazy struct {
	make func() ([]byte, error)
	r    *bytes.Reader
}

func (l *lazy) Read(b []byte) (int, error) {
	if l.r == nil {
		data, err := l.make()
		if err != nil {
			return 0, err
		}
		l.r = bytes.NewReader(data)
	}
	return l.r.Read(b)
}

// ReadAgain adds a further text of a source, read in the encoding named. The
// texts there were stay, and so do the statements anchored in them.
func (p *Project) ReadAgain(ctx context.Context, name, encoding, reason string) (out Ingested, err error) {
	src, err := p.source(ctx, name)
	if err != nil {
		return out, err
	}
	if src.Original == nil {
		return out, fault.New("IN004", fault.Invalid, "the source has no file, only a reference").At(src.Ref).
			Unchanged("Nothing was changed")
	}
	data, err := p.original(ctx, src, rendition.DefaultLimits().Bytes+1)
	if err != nil {
		return out, err
	}
	text, err := p.readDocument(ctx, data, rendition.Hint{Name: src.Original.Name, Encoding: encoding, Language: src.Language})
	if err != nil {
		return out, unchanged(err)
	}
	out = Ingested{
		Ref: src.Ref, ID: src.ID, Encoding: text.Encoding, Chars: int64(utf8.RuneCountInString(text.Text)), Notes: text.Notes,
	}
	if err := p.addRendition(ctx, src, text, reason); err != nil {
		return out, err
	}
	out.Proposed, err = p.waiting(ctx, out.Ref)
	return out, err
}

// addRendition stores a text as the next version of the source's object, or,
// where another writer made that, as an object of its own: what two devices
// made the next version could not be brought together. The project stays
// locked from the staging on, for the same reason.
func (p *Project) addRendition(ctx context.Context, src store.Source, text *rendition.Document, reason string) (err error) {
	id, err := p.newID()
	if err != nil {
		return err
	}
	release := func() error { return nil }
	defer func() { err = errors.Join(err, release()) }()
	return p.commit(ctx, func(c *change) error {
		object, err := c.ownObject(src)
		if err != nil {
			return err
		}
		var added *source.RenditionAdded
		drop, err := p.stage(ctx, id, func(s *durable.Stage) error {
			ref, _, err := p.vault.Put(ctx, s, source.Addition{
				Object: object, Created: p.env.Now(),
				Files: []source.File{{Name: textName(id), Data: strings.NewReader(text.Text)}},
			})
			if err != nil {
				return err
			}
			added, err = renditionOf(source.ID(src.ID), id, text, ref)
			return err
		})
		if err != nil {
			return err
		}
		release = drop
		return c.append(ledger.ActID(id), reason, *added)
	})
}

// ownObject returns the object that a further text of a source goes to.
func (c *change) ownObject(src store.Source) (source.ObjectID, error) {
	made, err := c.Act(src.Act)
	if err != nil {
		return "", err
	}
	if made.Act.Writer == c.p.device.Writer {
		return src.Original.Object.Object, nil
	}
	return source.NewObjectID(c.p.env.Random)
}
