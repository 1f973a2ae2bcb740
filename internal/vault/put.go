package vault

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"reckon/fault"
	"reckon/source"
)

// Put writes the next version of an object into the stage. Files are streamed:
// whatever their size, a fixed amount of memory is used. After an error the
// stage is of no use and has to be dropped.
//
// The version's folder is complete in itself; the inventory at the object's
// root and its sidecar are for Last to hold back.
func (v *OCFL) Put(ctx context.Context, stage source.Stage, add source.Addition) (source.ObjectRef, []source.Content, error) {
	h, err := v.load(ctx, add.Object)
	if fault.CodeOf(err) == "VA002" {
		h, err = &history{id: add.Object}, nil
	}
	if err != nil {
		return source.ObjectRef{}, nil, err
	}
	h.created = append(h.created, stamp(add.Created))
	w := putter{ctx: ctx, stage: stage, dir: ObjectPath(add.Object), history: h, vault: v}
	if err := w.checkNames(add.Files); err != nil {
		return source.ObjectRef{}, nil, err
	}
	var contents []source.Content
	for _, f := range add.Files {
		c, err := w.content(f)
		if err != nil {
			return source.ObjectRef{}, nil, fmt.Errorf("storing %s: %w", f.Name, err)
		}
		contents = append(contents, c)
	}
	ref, err := w.inventories()
	return ref, contents, err
}

// putter writes one version.
type putter struct {
	ctx     context.Context
	stage   source.Stage
	dir     string // the object's folder
	history *history
	vault   *OCFL
}

// checkNames refuses names before anything is written.
func (w *putter) checkNames(files []source.File) error {
	if len(files) == 0 {
		return fault.New("VA011", fault.Invalid, "a version of an object needs at least one file")
	}
	taken := map[string]bool{}
	for _, e := range w.history.files {
		taken[e.name] = true
	}
	for _, f := range files {
		stored := f.Name + w.vault.sealer.Ext()
		if !validName(stored) || strings.HasSuffix(f.Name, ".age") || f.Data == nil {
			return fault.New("VA012", fault.Invalid, "%.80q cannot be the name of a stored file", f.Name)
		}
		if taken[stored] {
			return fault.New("VA013", fault.Invalid, "the object has a file %s already", f.Name).
				Unchanged("The file that is there was kept")
		}
		taken[stored] = true
	}
	return nil
}

// content streams one file through the sealer into the stage.
func (w *putter) content(f source.File) (c source.Content, err error) {
	n := len(w.history.created)
	e := entry{version: n, name: f.Name + w.vault.sealer.Ext()}
	out, err := w.stage.Create(path.Join(w.dir, e.path()))
	if err != nil {
		return c, err
	}
	stored, received := sha512.New(), sha256.New()
	sealed, err := w.vault.sealer.Seal(io.MultiWriter(out, stored))
	if err != nil {
		return c, errors.Join(err, out.Close())
	}
	size, err := io.Copy(io.MultiWriter(sealed, received), &patient{w.ctx, f.Data})
	// Closing the sealed stream writes its end, so an error there is a loss.
	if err = errors.Join(err, sealed.Close(), out.Close()); err != nil {
		return c, err
	}
	e.digest = hex.EncodeToString(stored.Sum(nil))
	w.history.files = append(w.history.files, e)
	return source.Content{Name: f.Name, Size: size, SHA256: hex.EncodeToString(received.Sum(nil))}, nil
}

// inventories writes everything that is not content.
func (w *putter) inventories() (source.ObjectRef, error) {
	n := len(w.history.created)
	data, digest, err := w.history.encode(n)
	if err != nil {
		return source.ObjectRef{}, err
	}
	if len(data) > maxInventory {
		return source.ObjectRef{}, fault.New("VA014", fault.Invalid, "the object holds too many files")
	}
	if n == 1 {
		err = w.write(declaration, []byte(declarationText))
	}
	for _, dir := range []string{versionDir(n), "."} {
		err = errors.Join(err, w.write(path.Join(dir, inventoryName), data),
			w.write(path.Join(dir, sidecarName), sidecar(digest)))
	}
	return source.ObjectRef{Object: w.history.id, Version: n, Inventory: digest}, err
}

// write stages one small file of the object.
func (w *putter) write(rel string, data []byte) error {
	out, err := w.stage.Create(path.Join(w.dir, rel))
	if err != nil {
		return fmt.Errorf("storing %s: %w", rel, err)
	}
	_, err = out.Write(data)
	if err = errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("storing %s: %w", rel, err)
	}
	return nil
}

// patient is a reader that stops when its context ends.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
