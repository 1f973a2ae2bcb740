// Package vault keeps the bytes of sources as OCFL 1.1 objects.
//
// Every object lies below vault/objects under the hash of its random id, holds
// files under fixed names, and is only ever added to: version 1 is what was
// received, later versions add what was derived from it. File contents are
// stored through a seal.Sealer, so a plain and a sealed project have the same
// layout. Any OCFL tool can check the objects; sha512sum can check every
// inventory.
//
// Invariants: nothing inside vault/objects depends on the names that sources
// came with; every inventory has exactly one accepted spelling, which follows
// from the newest one, so that Check misses no changed byte, no missing and no
// additional file or folder; bytes reach the vault only through a stage, which
// makes a version visible as a whole after its act was committed; symbolic
// links are never followed.
//
// The package does not decide what goes into an accession record, does not
// lock, reads no clock, and does not erase. Package ocfl below it judges
// objects of other makers by the OCFL specification alone.
package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"reckon/fault"
	"reckon/internal/seal"
	"reckon/source"
)

// OCFL is a vault in a project folder. It is safe for concurrent use.
type OCFL struct {
	project fs.FS
	sealer  seal.Sealer
}

var _ source.Vault = (*OCFL)(nil)

// New returns the vault of a project. The file system is rooted at the project
// folder, as os.DirFS returns it.
func New(project fs.FS, sealer seal.Sealer) *OCFL {
	return &OCFL{project: project, sealer: sealer}
}

// Open returns the bytes of a file as they were received, checked while they
// are read: io.EOF comes only after the digest of the stored bytes was found
// right, and the problem of kind Integrity that comes instead means that what
// was read before it is not to be relied on. Closing early checks nothing.
func (v *OCFL) Open(ctx context.Context, ref source.ObjectRef, name string) (io.ReadCloser, error) {
	h, err := v.at(ctx, ref)
	if err != nil {
		return nil, err
	}
	dir := ObjectPath(ref.Object)
	e, ok := h.find(name+v.sealer.Ext(), ref.Version)
	if !ok {
		return nil, fault.New("VA003", fault.NotFound, "version %d has no file %.80q", ref.Version, name).At(dir)
	}
	where := path.Join(dir, e.path())
	f, err := openRegular(v.project, where)
	if err != nil {
		return nil, err
	}
	r := &checkedReader{file: f, where: where}
	if r.plain, err = v.sealer.Open(newVerifier(ctx, f, e.digest, where)); err != nil {
		return nil, errors.Join(located(err, where), f.Close())
	}
	return r, nil
}

// Head returns the newest version of an object.
func (v *OCFL) Head(ctx context.Context, id source.ObjectID) (source.ObjectRef, error) {
	h, err := v.load(ctx, id)
	if err != nil {
		return source.ObjectRef{}, err
	}
	return h.ref(len(h.created))
}

// Names lists the files of a version, sorted.
func (v *OCFL) Names(ctx context.Context, ref source.ObjectRef) ([]string, error) {
	h, err := v.at(ctx, ref)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range h.files {
		if e.version <= ref.Version {
			names = append(names, strings.TrimSuffix(e.name, v.sealer.Ext()))
		}
	}
	slices.Sort(names)
	return names, nil
}

// Objects yields the id of every object in the order of their folders. A stray
// file or folder is yielded as an error, and the walk goes on after it.
func (v *OCFL) Objects(ctx context.Context) iter.Seq2[source.ObjectID, error] {
	return func(yield func(source.ObjectID, error) bool) {
		for dir, err := range objectDirs(v.project) {
			var id source.ObjectID
			if err == nil {
				id, err = idIn(ctx, v.project, dir)
			}
			if !yield(id, err) || ctx.Err() != nil {
				return
			}
		}
	}
}

// idIn returns the id of the object in dir.
func idIn(ctx context.Context, project fs.FS, dir string) (source.ObjectID, error) {
	h, err := loadDir(ctx, project, dir)
	if err != nil {
		return "", err
	}
	if ObjectPath(h.id) != dir {
		return "", misplaced(path.Join(dir, inventoryName))
	}
	return h.id, nil
}

func misplaced(where string) *fault.Problem {
	return fault.New("VA004", fault.Integrity, "it is the inventory of another object").At(where)
}

// Check is CheckObject, after which the version named in ref must be among
// those kept. Where that is the newest, its digest tells which of two
// inventories that disagree is the bad one.
func (v *OCFL) Check(ctx context.Context, ref source.ObjectRef) error {
	if err := checkObject(ctx, v.project, ref); err != nil || ref.Version == 0 {
		return err
	}
	_, err := v.at(ctx, ref)
	return err
}

// load reads the newest inventory of an object.
func (v *OCFL) load(ctx context.Context, id source.ObjectID) (*history, error) {
	if err := id.Valid(); err != nil {
		return nil, err
	}
	dir := ObjectPath(id)
	h, err := loadDir(ctx, v.project, dir)
	if errors.Is(err, fs.ErrNotExist) {
		if _, lerr := fs.Lstat(v.project, dir); errors.Is(lerr, fs.ErrNotExist) {
			return nil, noObject(id)
		}
	}
	if err == nil && h.id != id {
		return nil, misplaced(path.Join(dir, inventoryName))
	}
	return h, err
}

func noObject(id source.ObjectID) *fault.Problem {
	return fault.New("VA002", fault.NotFound, "the vault has no object %s", id)
}

// loadDir reads the inventory in an object's directory.
func loadDir(ctx context.Context, project fs.FS, dir string) (*history, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	where := path.Join(dir, inventoryName)
	data, err := readRegular(project, where, maxInventory)
	if err != nil {
		return nil, err
	}
	h, err := parseHistory(data)
	if err != nil {
		return nil, located(err, where)
	}
	return h, nil
}

// at reads the history of an object and makes sure that it holds the version
// that ref names with the digest that ref names.
func (v *OCFL) at(ctx context.Context, ref source.ObjectRef) (*history, error) {
	h, err := v.load(ctx, ref.Object)
	if err != nil {
		return nil, err
	}
	where := path.Join(ObjectPath(ref.Object), inventoryName)
	if ref.Version < 1 || ref.Version > len(h.created) {
		return nil, fault.New("VA005", fault.NotFound, "the object has no version %d", ref.Version).At(where)
	}
	have, err := h.ref(ref.Version)
	if err != nil {
		return nil, err
	}
	if have != ref {
		return nil, fault.New("VA006", fault.Integrity, "version %d is not the one that was recorded", ref.Version).At(where)
	}
	return h, nil
}

// ref returns the reference of version n.
func (h *history) ref(n int) (source.ObjectRef, error) {
	_, digest, err := h.encode(n)
	if err != nil {
		return source.ObjectRef{}, err
	}
	return source.ObjectRef{Object: h.id, Version: n, Inventory: digest}, nil
}

// located says which file a problem is about; other errors are wrapped.
func located(err error, where string) error {
	var p *fault.Problem
	if errors.As(err, &p) {
		if p.Where == "" {
			return p.At(where)
		}
		return p
	}
	return fmt.Errorf("reading %s: %w", where, err)
}
