package durable

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// workDir holds the stages. It lies inside the project so that moving a file
// out of it never crosses a file system.
const workDir = "work"

// Stage is a directory work/<id>/ whose files are laid out under the
// project-relative paths they will have once applied. A Stage is written by
// one goroutine.
type Stage struct {
	fs   FS
	root string   // the stage's directory
	dirs []string // directories made, parents before children, root first
	open int      // files created and not yet closed
	err  error    // first error of closing a file
}

// NewStage makes an empty stage. The id is chosen by the caller: 1 to 64 lower
// case letters, digits and hyphens, not starting with a hyphen; one that
// exists is refused.
func NewStage(fsys FS, projectDir, id string) (*Stage, error) {
	root, err := stageDir(projectDir, id)
	if err != nil {
		return nil, err
	}
	if err := MkdirAll(fsys, filepath.Dir(root)); err != nil {
		return nil, err
	}
	if err := fsys.Mkdir(root); err != nil {
		return nil, fmt.Errorf("making stage %s: %w", id, err)
	}
	return &Stage{fs: fsys, root: root, dirs: []string{root}}, nil
}

// stageDir returns the directory of a stage after checking its id.
func stageDir(projectDir, id string) (string, error) {
	if ok, err := regexp.MatchString(`^[a-z0-9][a-z0-9-]{0,63}$`, id); err != nil || !ok {
		return "", fmt.Errorf("stage id %q: %w", id, fs.ErrInvalid)
	}
	return filepath.Join(projectDir, workDir, id), nil
}

// Create makes the file that will stand at the project-relative path rel,
// written with forward slashes. Closing it syncs it.
func (s *Stage) Create(rel string) (io.WriteCloser, error) {
	if !filepath.IsLocal(filepath.FromSlash(rel)) || path.Clean(rel) != rel || strings.Contains(rel, `\`) || rel == "." {
		return nil, fmt.Errorf("staging %q: %w", rel, fs.ErrInvalid)
	}
	if rel == workDir || strings.HasPrefix(rel, workDir+"/") {
		return nil, fmt.Errorf("staging %q inside the staging area: %w", rel, fs.ErrInvalid)
	}
	if err := s.mkdirs(path.Dir(rel)); err != nil {
		return nil, fmt.Errorf("staging %s: %w", rel, err)
	}
	w, err := Create(s.fs, filepath.Join(s.root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, fmt.Errorf("staging %s: %w", rel, err)
	}
	s.open++
	return &stagedFile{Writer: w, stage: s}, nil
}

// mkdirs makes the directories of a path inside the stage. They are synced
// together by Sync.
func (s *Stage) mkdirs(rel string) error {
	if rel == "." {
		return nil
	}
	dir := filepath.Join(s.root, filepath.FromSlash(rel))
	if slices.Contains(s.dirs, dir) {
		return nil
	}
	if err := s.mkdirs(path.Dir(rel)); err != nil {
		return err
	}
	if err := s.fs.Mkdir(dir); err != nil {
		return err
	}
	s.dirs = append(s.dirs, dir)
	return nil
}

// stagedFile tells its stage when it is closed.
type stagedFile struct {
	*Writer
	stage  *Stage
	closed bool
}

// Close syncs and closes the file; an error also spoils the whole stage.
func (f *stagedFile) Close() error {
	err := f.Writer.Close()
	if !f.closed {
		f.closed = true
		f.stage.open--
		f.stage.err = errors.Join(f.stage.err, err)
	}
	return err
}

// Sync completes the stage: it issues an fsync of every directory of the
// stage, innermost first, of work/ and of the project's folder (the files were
// synced when they were closed). Only after Sync returned nil may the stage be named in a
// transaction. It is an error while a file is open or after one could not be
// closed.
func (s *Stage) Sync() error {
	if s.err != nil {
		return fmt.Errorf("completing stage: %w", s.err)
	}
	if s.open > 0 {
		return fmt.Errorf("completing stage: %d files are still open", s.open)
	}
	work := filepath.Dir(s.root)
	// The run that made work/ may have been cut off before syncing its entry.
	for _, dir := range slices.Backward(append([]string{filepath.Dir(work), work}, s.dirs...)) {
		if err := s.fs.SyncDir(dir); err != nil {
			return fmt.Errorf("completing stage: %w", err)
		}
	}
	return nil
}

// Stages lists the ids of the stages in the project, sorted.
func Stages(projectDir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(projectDir, workDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing stages: %w", err)
	}
	var ids []string
	for _, e := range entries {
		if _, err := stageDir(projectDir, e.Name()); err == nil && e.IsDir() {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}

// DropStage removes a stage that will not be applied. One that does not exist
// is no error, so a drop can be repeated after a crash.
func DropStage(fsys FS, projectDir, id string) error {
	root, err := stageDir(projectDir, id)
	if err != nil {
		return err
	}
	if err := RemoveAll(fsys, root); err != nil {
		return fmt.Errorf("dropping stage %s: %w", id, err)
	}
	return nil
}

// ApplyStage moves every file of a complete stage to its place and removes the
// stage. Files for which last is true (last may be nil) become visible after
// all others and are the only ones that may replace a different file: anything
// else already standing there with other bytes is an error wrapping
// fs.ErrExist, and is kept. It issues, in this order:
//
//	rename of every file that is not last, in the order of their paths
//	fsync of every project directory that the stage has a counterpart of
//	rename of every new directory that holds a file that is last; fsync of their parents
//	rename of every other file that is last; fsync of their directories
//	rmdir of the emptied directories of the stage, fsync of work/
//
// A directory that does not exist yet at its target moves with all it holds by
// one rename, whole or not at all; where it holds no file that is last, in the
// first step.
//
// After a crash anywhere inside, calling it again finishes the work. A stage
// that does not exist counts as applied.
func ApplyStage(fsys FS, projectDir, id string, last func(rel string) bool) error {
	root, err := stageDir(projectDir, id)
	if err != nil {
		return err
	}
	if last == nil {
		last = func(string) bool { return false }
	}
	a := application{fs: fsys, project: projectDir, root: root, last: last}
	if err := a.run(); err != nil {
		return fmt.Errorf("applying stage %s: %w", id, err)
	}
	return nil
}

// The steps of an application; see ApplyStage.
const (
	plainFiles = iota
	newDirs
	lastFiles
)

// application is one run of ApplyStage.
type application struct {
	fs      FS
	project string
	root    string
	last    func(rel string) bool
	groups  [3][]string // what to rename in each step
	shared  []string    // directories that stand both in the stage and in the project
}

func (a *application) run() error {
	work := filepath.Dir(a.root)
	if _, err := os.Stat(work); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(a.root); errors.Is(err, fs.ErrNotExist) {
		return a.fs.SyncDir(work)
	}
	if err := a.plan("."); err != nil {
		return err
	}
	for step, group := range a.groups {
		if err := a.move(group, step != lastFiles); err != nil {
			return err
		}
		// The shared directories are synced even when nothing is left to rename
		// into them: the run before this one may have been cut off in between.
		dirs := a.shared
		if step != plainFiles {
			dirs = parents(group)
		}
		if err := a.sync(dirs); err != nil {
			return err
		}
	}
	if err := RemoveAll(a.fs, a.root); err != nil {
		return err
	}
	return a.fs.SyncDir(work)
}

// plan sorts what lies under the stage's directory rel into the steps.
func (a *application) plan(rel string) error {
	entries, err := os.ReadDir(filepath.Join(a.root, filepath.FromSlash(rel)))
	if err != nil {
		return err
	}
	a.shared = append(a.shared, rel)
	for _, e := range entries {
		sub := path.Join(rel, e.Name())
		info, err := os.Lstat(a.target(sub))
		switch {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		case e.IsDir() && err == nil && !info.IsDir():
			return fmt.Errorf("%s is not a directory: %w", sub, fs.ErrExist)
		case e.IsDir() && err == nil:
			err = a.plan(sub)
		default:
			err = a.assign(sub, e.IsDir())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// assign puts a file, or a directory new to the project, into its group.
func (a *application) assign(rel string, isDir bool) error {
	group := plainFiles
	if !isDir {
		if a.last(rel) {
			group = lastFiles
		}
		a.groups[group] = append(a.groups[group], rel)
		return nil
	}
	files := 0
	err := fs.WalkDir(os.DirFS(a.root), rel, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		if a.last(name) {
			group = newDirs
		}
		return nil
	})
	if files > 0 {
		a.groups[group] = append(a.groups[group], rel)
	}
	return err
}

func (a *application) target(rel string) string {
	return filepath.Join(a.project, filepath.FromSlash(rel))
}

// move renames one group into place; with keep, nothing that stands there
// already is replaced by other bytes.
func (a *application) move(group []string, keep bool) error {
	for _, rel := range group {
		from, to := filepath.Join(a.root, filepath.FromSlash(rel)), a.target(rel)
		if keep {
			if err := vacant(from, to); err != nil {
				return err
			}
		}
		if err := a.fs.Rename(from, to); err != nil {
			return err
		}
	}
	return nil
}

// sync makes the entries of project directories survive a power loss.
func (a *application) sync(dirs []string) error {
	for _, rel := range dirs {
		if err := a.fs.SyncDir(a.target(rel)); err != nil {
			return err
		}
	}
	return nil
}

// parents returns the directories that the paths lie in, each once.
func parents(paths []string) []string {
	var dirs []string
	for _, p := range paths {
		dirs = append(dirs, path.Dir(p))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// vacant returns nil where nothing stands at to, or the bytes of from do.
func vacant(from, to string) error {
	info, err := os.Lstat(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().IsRegular() {
		same, err := sameBytes(from, to)
		if err != nil || same {
			return err
		}
	}
	return fmt.Errorf("%s stands there already and differs: %w", to, fs.ErrExist)
}

// sameBytes compares two files.
func sameBytes(a, b string) (same bool, err error) {
	fa, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, fa.Close()) }()
	fb, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, fb.Close()) }()
	return sameStream(fa, fb)
}

// sameStream compares two readers piece by piece.
func sameStream(a, b io.Reader) (bool, error) {
	var pa, pb [32 << 10]byte
	for {
		na, erra := io.ReadFull(a, pa[:])
		nb, errb := io.ReadFull(b, pb[:])
		if !bytes.Equal(pa[:na], pb[:nb]) {
			return false, nil
		}
		if ended(erra) && ended(errb) {
			return true, nil
		}
		if erra != nil || errb != nil {
			return false, errors.Join(erra, errb)
		}
	}
}

// ended reports whether a full read stopped because the file did.
func ended(err error) bool {
	return err == io.EOF || err == io.ErrUnexpectedEOF
}
