package vault

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"reckon/fault"
	"reckon/source"
)

// CheckObject reads everything in an object's folder and returns nil where it
// is, to the last byte, what Put wrote; otherwise the first path that is not.
// It asks more than OCFL does: exactly the expected files and folders, every
// version's inventory present, every inventory and sidecar in its one accepted
// spelling, plain files only. It cannot know of versions that were removed
// from the end together with every trace of them: the reference in the ledger
// does.
func CheckObject(ctx context.Context, project fs.FS, id source.ObjectID) error {
	return checkObject(ctx, project, source.ObjectRef{Object: id})
}

// checkObject is CheckObject with the reference that the ledger holds, where
// it holds one: its digest decides which of several inventories is the true
// one.
func checkObject(ctx context.Context, project fs.FS, ref source.ObjectRef) error {
	id := ref.Object
	if err := id.Valid(); err != nil {
		return err
	}
	c := checker{ctx: ctx, project: project, dir: ObjectPath(id), logged: ref}
	info, err := fs.Lstat(project, c.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return noObject(id)
	}
	if err != nil {
		return located(err, c.dir)
	}
	if !info.IsDir() {
		return irregular(c.dir)
	}
	h, err := c.newest()
	if err != nil {
		return err
	}
	if h.id != id {
		return misplaced(c.path(inventoryName))
	}
	if err := c.listing(h); err != nil {
		return err
	}
	if err := c.records(h); err != nil {
		return err
	}
	for _, e := range h.files {
		if err := c.content(e); err != nil {
			return err
		}
	}
	return nil
}

// checker examines one object.
type checker struct {
	ctx     context.Context
	project fs.FS
	dir     string
	logged  source.ObjectRef // zero where the ledger was not asked
}

func (c *checker) path(rel string) string { return path.Join(c.dir, rel) }

// listing compares the names in the object's folder with the expected ones.
func (c *checker) listing(h *history) error {
	want := map[string]bool{declaration: false, inventoryName: false, sidecarName: false} // path to is-folder
	for i := range h.created {
		dir := versionDir(i + 1)
		want[dir], want[path.Join(dir, contentDir)] = true, true
		want[path.Join(dir, inventoryName)], want[path.Join(dir, sidecarName)] = false, false
	}
	for _, e := range h.files {
		want[e.path()] = false
	}
	return sameTree(c.project, c.dir, want)
}

// sameTree returns nil where exactly the wanted paths lie below dir, folders
// where the value is true and plain files elsewhere; otherwise the first path
// in order that is missing, unexpected, or of another kind.
func sameTree(fsys fs.FS, dir string, want map[string]bool) error {
	c := comparison{fsys: fsys, dir: dir, left: maps.Clone(want), bad: map[string]*fault.Problem{}}
	if err := c.visit("."); err != nil {
		return err
	}
	for rel := range c.left {
		c.bad[rel] = missing(path.Join(dir, rel))
	}
	for _, rel := range slices.Sorted(maps.Keys(c.bad)) {
		return c.bad[rel]
	}
	return nil
}

// comparison is one run of sameTree.
type comparison struct {
	fsys fs.FS
	dir  string
	left map[string]bool // wanted and not met yet
	bad  map[string]*fault.Problem
}

func (c *comparison) visit(rel string) error {
	entries, err := fs.ReadDir(c.fsys, path.Join(c.dir, rel))
	if err != nil {
		return located(err, path.Join(c.dir, rel))
	}
	for _, e := range entries {
		if err := c.entry(path.Join(rel, e.Name()), e); err != nil {
			return err
		}
	}
	return nil
}

func (c *comparison) entry(sub string, e fs.DirEntry) error {
	isDir, ok := c.left[sub]
	delete(c.left, sub)
	switch {
	case !ok:
		c.bad[sub] = unexpected(path.Join(c.dir, sub))
	case isDir != e.IsDir() || !isDir && !e.Type().IsRegular():
		c.bad[sub] = irregular(path.Join(c.dir, sub))
	case isDir:
		return c.visit(sub)
	}
	return nil
}

func unexpected(where string) *fault.Problem {
	return fault.New("VA016", fault.Integrity, "it does not belong there").At(where)
}

// records compares every file that is not content with what the newest
// inventory implies.
func (c *checker) records(h *history) error {
	if err := sameFile(c.project, c.path(declaration), []byte(declarationText)); err != nil {
		return err
	}
	for n := 1; n <= len(h.created); n++ {
		data, digest, err := h.encode(n)
		if err != nil {
			return err
		}
		if err := sameFile(c.project, c.path(path.Join(versionDir(n), inventoryName)), data); err != nil {
			return err
		}
		if err := sameFile(c.project, c.path(path.Join(versionDir(n), sidecarName)), sidecar(digest)); err != nil {
			return err
		}
	}
	return nil
}

// sameFile returns nil where a plain file holds exactly the given bytes.
func sameFile(fsys fs.FS, where string, want []byte) error {
	got, err := readRegular(fsys, where, int64(len(want)))
	if fault.CodeOf(err) == "VA009" {
		return changed(where)
	}
	if err == nil && !bytes.Equal(got, want) {
		return changed(where)
	}
	return err
}

// content reads one stored file to its end.
func (c *checker) content(e entry) (err error) {
	where := c.path(e.path())
	f, err := openRegular(c.project, where)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(io.Discard, newVerifier(c.ctx, f, e.digest, where)); err != nil {
		return located(err, where)
	}
	return nil
}

// CheckRoot returns nil where the storage root holds its own files to the
// byte, objects where objects belong, and nothing else. Of the objects it reads
// no more than which they are; CheckObject reads them.
func CheckRoot(ctx context.Context, project fs.FS) error {
	for _, where := range slices.Sorted(maps.Keys(RootFiles())) {
		if err := sameFile(project, where, RootFiles()[where]); err != nil {
			return err
		}
	}
	if err := sameTree(project, Root+"/extensions", map[string]bool{layoutName: true, layoutName + "/config.json": false}); err != nil {
		return err
	}
	for dir, err := range objectDirs(project) {
		if err == nil {
			_, err = idIn(ctx, project, dir)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// objectDirs yields the folder of every object, in order, and an error for
// everything between the root and the objects that does not belong there.
func objectDirs(project fs.FS) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		tuples(project, Root, 0, yield)
	}
}

// tuples yields what lies below dir, which is depth names below the root. It
// reports whether to go on.
func tuples(project fs.FS, dir string, depth int, yield func(string, error) bool) bool {
	entries, err := fs.ReadDir(project, dir)
	if errors.Is(err, fs.ErrNotExist) && depth == 0 {
		return true // a vault that nothing was put into yet
	}
	if err != nil {
		return yield("", located(err, dir))
	}
	if len(entries) == 0 && depth > 0 {
		return yield("", unexpected(dir))
	}
	for _, e := range entries {
		where := path.Join(dir, e.Name())
		more := true
		switch {
		case depth == 0 && isRootEntry(e.Name()):
		case !isTuple(where, depth):
			more = yield("", unexpected(where))
		case !e.IsDir():
			more = yield("", irregular(where))
		case depth == tupleCount:
			more = yield(where, nil)
		default:
			more = tuples(project, where, depth+1, yield)
		}
		if !more {
			return false
		}
	}
	return true
}

// isRootEntry reports whether a name directly in the root is none of the
// folders that lead to objects.
func isRootEntry(name string) bool {
	for rel := range RootFiles() {
		first, _, _ := strings.Cut(strings.TrimPrefix(rel, Root+"/"), "/")
		if first == name {
			return true
		}
	}
	return false
}

// isTuple reports whether a folder's name is right for its depth: three hex
// digits, and at the end the whole digest that begins with those above it.
func isTuple(where string, depth int) bool {
	name := path.Base(where)
	if strings.Trim(name, "0123456789abcdef") != "" {
		return false
	}
	if depth < tupleCount {
		return len(name) == tupleLen
	}
	above := strings.ReplaceAll(strings.TrimPrefix(path.Dir(where), Root), "/", "")
	return len(name) == 2*32 && strings.HasPrefix(name, above)
}
