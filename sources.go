package reckon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"reckon/fault"
	"reckon/internal/intake"
	"reckon/internal/store"
	"reckon/rendition"
	"reckon/source"
)

// source returns the source that a display number or identifier names.
func (p *Project) source(ctx context.Context, name string) (src store.Source, err error) {
	err = p.Read(ctx, func(r *store.Reader) error {
		src, err = r.Source(name)
		return err
	})
	return src, err
}

// original reads a source's preserved bytes, at most limit of them.
func (p *Project) original(ctx context.Context, src store.Source, limit int64) ([]byte, error) {
	return p.readObject(ctx, src.Original.Object, originalName, limit)
}

// readObject reads one file of a vault object whole, so that its digest has
// been checked when the bytes are used.
func (p *Project) readObject(ctx context.Context, ref source.ObjectRef, name string, limit int64) (data []byte, err error) {
	r, err := p.vault.Open(ctx, ref, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	data, err = io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading the vault: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, fault.New("IN005", fault.Invalid, "the file has more than %d bytes", limit)
	}
	return data, nil
}

// maxRendition bounds a stored text, which in UTF-8 can be longer than its
// original.
const maxRendition = 256 << 20

// Text returns the text of a rendition, or of the newest one that is no
// translation where rendition is empty.
func (p *Project) Text(ctx context.Context, name string, rendition source.RenditionID) (*source.Text, store.Rendition, error) {
	src, err := p.source(ctx, name)
	if err != nil {
		return nil, store.Rendition{}, err
	}
	return p.textOf(ctx, src, rendition)
}

func (p *Project) textOf(ctx context.Context, src store.Source, id source.RenditionID) (*source.Text, store.Rendition, error) {
	chosen, err := chooseRendition(src, id)
	if err != nil {
		return nil, chosen, err
	}
	raw, err := p.readObject(ctx, chosen.Object, textName(string(chosen.Rendition)), maxRendition)
	if err != nil {
		return nil, chosen, err
	}
	if hexSHA256(raw) != chosen.SHA256 {
		return nil, chosen, fault.New("IN006", fault.Integrity, "the stored text is not the one that was recorded").At(src.Ref)
	}
	text, err := source.NewText(string(raw))
	return text, chosen, err
}

// Place returns where the words of an anchor begin in the original: on which
// page, in which cell. It is empty where the format does not say.
func (p *Project) Place(ctx context.Context, name string, a *source.Anchor) (at rendition.Place, err error) {
	src, err := p.source(ctx, name)
	if err != nil || a == nil {
		return at, err
	}
	chosen, err := chooseRendition(src, a.Rendition)
	if err != nil || !chosen.Layout {
		return at, err
	}
	raw, err := p.readObject(ctx, chosen.Object, layoutName(string(chosen.Rendition)), maxRendition)
	if err != nil {
		return at, err
	}
	var l rendition.Layout
	if err := json.Unmarshal(raw, &l); err != nil {
		return at, fmt.Errorf("reading where the words stand: %w", err)
	}
	return l.At(a.Fragments[0].Start), nil
}

func chooseRendition(src store.Source, id source.RenditionID) (store.Rendition, error) {
	if r, ok := src.Text(); id == "" && ok {
		return r, nil
	}
	for _, r := range src.Renditions {
		if r.Rendition == id {
			return r, nil
		}
	}
	if id != "" {
		return store.Rendition{}, fault.New("IN007", fault.NotFound, "the source has no rendition %s", id).At(src.Ref)
	}
	return store.Rendition{}, fault.New("IN008", fault.NotFound, "the source has no text").At(src.Ref).
		Try("reckon source read " + src.Ref + " --encoding NAME reads it, where it is text; reckon source transcribe stores what you type")
}

// OpenOriginal opens a source's preserved bytes for reading. They are checked
// while they are read: reading ends in an error where they are not those that
// were received.
func (p *Project) OpenOriginal(ctx context.Context, name string) (src store.Source, r io.ReadCloser, err error) {
	if src, err = p.source(ctx, name); err != nil {
		return src, nil, err
	}
	if src.Original == nil {
		return src, nil, fault.New("IN004", fault.Invalid, "the source has no file, only a reference").At(src.Ref)
	}
	r, err = p.vault.Open(ctx, src.Original.Object, originalName)
	return src, r, err
}

// ExportOriginal writes a source's preserved bytes to a new file, whole or
// not at all: the bytes are checked while they are written, and the file gets
// its name once they held.
func (p *Project) ExportOriginal(ctx context.Context, name, to string) (src store.Source, err error) {
	if src, err = p.source(ctx, name); err != nil {
		return src, err
	}
	if src.Original == nil {
		return src, fault.New("IN004", fault.Invalid, "the source has no file, only a reference").At(src.Ref)
	}
	if _, err := os.Lstat(to); err == nil {
		return src, fault.New("IN009", fault.Invalid, "the file exists already").At(to).
			Unchanged("Nothing was written").Try("Name a new file")
	}
	r, err := p.vault.Open(ctx, src.Original.Object, originalName)
	if err != nil {
		return src, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	err = p.writeNew(to, func(w io.Writer) error {
		_, err := io.Copy(w, r) // an error where the bytes are not those that were preserved
		return err
	})
	if err != nil {
		return src, fmt.Errorf("exporting: %w", err)
	}
	return src, nil
}

// CheckSource reads a source's object from the first byte to the last and
// refuses any difference from what was recorded.
func (p *Project) CheckSource(ctx context.Context, name string) (src store.Source, err error) {
	if src, err = p.source(ctx, name); err != nil || src.Original == nil {
		return src, err
	}
	refs := []source.ObjectRef{src.Original.Object}
	for _, r := range src.Renditions {
		refs = append(refs, r.Object)
	}
	for _, ref := range refs {
		if err := p.vault.Check(ctx, ref); err != nil {
			return src, err
		}
	}
	return src, p.checkOriginal(ctx, src)
}

// checkOriginal compares the bytes as received with the digest in the log.
func (p *Project) checkOriginal(ctx context.Context, src store.Source) (err error) {
	r, err := p.vault.Open(ctx, src.Original.Object, originalName)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	sum, err := intake.Digest(r)
	if err != nil {
		return err
	}
	if sum != src.Original.SHA256 {
		return fault.New("IN010", fault.Integrity, "the original is not the one that was recorded").At(src.Ref)
	}
	return nil
}
