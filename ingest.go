package reckon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/intake"
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
func (p *Project) register(ctx context.Context, in Ingest, a *accession, out Ingested) (Ingested, error) {
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
		if a != nil {
			if err := c.reading(in.About.Source, a.added, a.noText); err != nil {
				return err
			}
		}
		src, err := c.Source(out.ID)
		out.Ref = src.Ref
		return err
	})
	return out, err
}

// reading appends what became of reading a source: a text, or why there is
// none. A source known by reference alone has neither.
func (c *change) reading(src source.ID, text *source.RenditionAdded, why string) error {
	switch {
	case text != nil:
		return c.append("", "", *text)
	case why != "":
		return c.append("", "", source.RenditionFailed{Source: src, Reason: intake.Plain(why)})
	}
	return nil
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
	return p.register(ctx, in, a, out)
}

// receive opens what is to be preserved, reads its text where it can, and
// draws the identifiers of the object and the text. The caller closes it.
func (p *Project) receive(ctx context.Context, in *Ingest, out *Ingested) (_ *accession, err error) {
	f, err := in.open()
	if err != nil {
		return nil, err
	}
	a := &accession{p: p, in: in, file: f, close: f.Close}
	if a.text, err = p.tryText(ctx, f, in.hint(), out); err != nil {
		return nil, errors.Join(err, a.close())
	}
	a.noText = out.NoText
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

// open opens what is to be preserved.
func (in *Ingest) open() (intake.Input, error) {
	switch {
	case in.Data != nil:
		return intake.Given(in.Data), nil
	case in.inner != nil:
		in.Name = filepath.Base(in.Path)
		return intake.Bytes(in.Path, in.inner.Data)
	}
	in.Name = filepath.Base(in.Path)
	return intake.Open(in.Path)
}

// hint is what is known of the file beside its bytes.
func (in *Ingest) hint() rendition.Hint {
	h := rendition.Hint{Name: in.Name, Encoding: in.Encoding, Language: in.About.Language}
	if in.inner != nil {
		h.Name, h.MediaType, h.Inside = in.inner.Name, in.inner.MediaType, in.inner.depth
	}
	return h
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
	noText    string // why there is no text

	original *source.Original       // set by put
	added    *source.RenditionAdded // set by put, where there is a text
}

const (
	originalName  = "original"
	accessionName = "accession.json"
)

// layoutName is the name of what tells where the words of a rendition stand.
func layoutName(rendition string) string { return "layout-" + rendition + ".json" }

// textName is the name of a rendition's text in its object.
func textName(rendition string) string { return "text-" + rendition + ".txt" }

// textFiles are a text and, where the format has one, its layout, as they are
// stored.
func textFiles(id string, text *rendition.Document) ([]source.File, error) {
	files := []source.File{{Name: textName(id), Data: strings.NewReader(text.Text)}}
	if text.Layout().Empty() {
		return files, nil
	}
	layout, err := json.Marshal(text.Layout())
	if err != nil {
		return nil, fmt.Errorf("writing the layout: %w", err)
	}
	return append(files, source.File{Name: layoutName(id), Data: bytes.NewReader(layout)}), nil
}

func (a *accession) put(ctx context.Context, s *durable.Stage) error {
	sum := intake.Hash(a.file)
	record := intake.Late(func() ([]byte, error) { return a.record(sum) })
	files := []source.File{{Name: originalName, Data: sum}, {Name: accessionName, Data: record}}
	if a.text != nil {
		texts, err := textFiles(a.rendition, a.text)
		if err != nil {
			return err
		}
		files = append(files, texts...)
	}
	ref, contents, err := a.p.vault.Put(ctx, s, source.Addition{Object: a.object, Created: a.p.env.Now(), Files: files})
	if err != nil {
		return err
	}
	a.original = &source.Original{
		Object: ref, SHA256: contents[0].SHA256, Size: contents[0].Size, MediaType: sum.MediaType(), Name: a.name(),
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
		Layout: !text.Layout().Empty(), Doubtful: text.Doubtful,
	}, nil
}

func (a *accession) name() string {
	return strings.ToValidUTF8(a.in.Name, "\uFFFD")
}

// record is the receipt kept beside the original.
func (a *accession) record(sum *intake.Hashed) ([]byte, error) {
	record := source.Accession{
		Name: a.name(), MediaType: sum.MediaType(), Size: sum.Size(), SHA256: sum.SHA256(),
		ReceivedAt: a.p.env.Now().UTC(), By: string(a.p.device.Actor), How: a.in.How, URL: a.in.About.URL, Note: a.in.Reason,
	}
	if err := record.Validate(); err != nil {
		return nil, err
	}
	raw, err := ledger.Encode(record)
	return append(raw, '\n'), err
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
	if err := p.addRendition(ctx, src, text, source.RenditionAdded{}, reason); err != nil {
		return out, err
	}
	out.Proposed, err = p.waiting(ctx, out.Ref)
	return out, err
}

// Typed is a text that a person makes of a source: what stands in a picture or
// is said in a recording, or the source in another language.
type Typed struct {
	Kind     string // one of source.Typings
	Path     string // file with the text, in UTF-8 or marked
	Data     io.ReadSeeker
	Encoding string // of the file; empty to find out
	Language string // BCP 47 tag; empty for the source's own
	By       string // who made it; empty for who enters it
	Reason   string
}

// AddTyped stores a text that a person made of a source, beside the original
// and the texts there are. What was coded stays anchored where it is.
func (p *Project) AddTyped(ctx context.Context, name string, in Typed) (out Ingested, err error) {
	src, err := p.source(ctx, name)
	if err != nil {
		return out, err
	}
	file := Ingest{Path: in.Path, Data: in.Data, Encoding: in.Encoding}
	f, err := file.open()
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err := io.ReadAll(io.LimitReader(f, rendition.DefaultLimits().Bytes+1))
	if err != nil {
		return out, fmt.Errorf("reading the text: %w", err)
	}
	hint := rendition.Hint{Name: file.Name, Encoding: in.Encoding}
	if got := rendition.Sniff(data, hint); got != rendition.Text {
		return out, fault.New("IN014", fault.Invalid, "the file is not plain text").At(in.Path).Unchanged(nothingChanged).
			Try("Save it as plain text; other files are sources of their own")
	}
	text, err := p.readDocument(ctx, data, hint)
	if err != nil {
		return out, unchanged(err)
	}
	text.Reader, text.Version = "person", "1"
	about := source.RenditionAdded{Typing: in.Kind, Language: in.Language, By: in.By}
	if in.Kind == "" {
		return out, fault.New("IN015", fault.Usage, "it is not said what the text is").Unchanged(nothingChanged).
			Try("Use one of: " + strings.Join(source.TermNames(source.Typings()), ", "))
	}
	out = Ingested{Ref: src.Ref, ID: src.ID, Encoding: text.Encoding, Chars: int64(utf8.RuneCountInString(text.Text))}
	if err := p.addRendition(ctx, src, text, about, in.Reason); err != nil {
		return out, err
	}
	out.Proposed, err = p.waiting(ctx, out.Ref)
	return out, err
}

// addRendition stores a text as the next version of the source's object, or,
// where another writer made that, as an object of its own: what two devices
// made the next version could not be brought together. The project stays
// locked from the staging on, for the same reason.
func (p *Project) addRendition(ctx context.Context, src store.Source, text *rendition.Document, about source.RenditionAdded, reason string) (err error) {
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
			files, err := textFiles(id, text)
			if err != nil {
				return err
			}
			ref, _, err := p.vault.Put(ctx, s, source.Addition{Object: object, Created: p.env.Now(), Files: files})
			if err != nil {
				return err
			}
			added, err = renditionOf(source.ID(src.ID), id, text, ref)
			return err
		})
		if err != nil {
			return err
		}
		added.Typing, added.Language, added.By = about.Typing, about.Language, about.By
		release = drop
		return c.append(ledger.ActID(id), reason, *added)
	})
}

// ownObject returns the object that a further text of a source goes to.
func (c *change) ownObject(src store.Source) (source.ObjectID, error) {
	if src.Original == nil {
		return source.NewObjectID(c.p.env.Random)
	}
	maker, err := c.Maker(src.Original.Object.Object)
	if err != nil {
		return "", err
	}
	if maker == c.p.device.Writer {
		return src.Original.Object.Object, nil
	}
	return source.NewObjectID(c.p.env.Random)
}
