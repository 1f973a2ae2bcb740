package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"reckon/internal/seal"
	"reckon/source"
)

// Memory is a vault whose project folder is kept in memory: the same code over
// another file system. Its stages are names; Apply makes one visible.
type Memory struct {
	*OCFL
	tree *tree

	mu     sync.Mutex
	stages map[string]map[string][]byte // staged files by stage and path
}

// NewMemory returns an empty vault in memory.
func NewMemory(sealer seal.Sealer) *Memory {
	t := &tree{files: map[string][]byte{}}
	for name, data := range RootFiles() {
		t.files[name] = data
	}
	return &Memory{OCFL: New(t, sealer), tree: t, stages: map[string]map[string][]byte{}}
}

// Stage returns the stage of the given name, new or not.
func (m *Memory) Stage(id string) source.Stage {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stages[id] == nil {
		m.stages[id] = map[string][]byte{}
	}
	return memoryStage{m, id}
}

// Apply makes everything in a stage visible at once and forgets the stage. A
// stage that does not exist counts as applied.
func (m *Memory) Apply(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tree.add(m.stages[id])
	delete(m.stages, id)
}

// Drop forgets a stage.
func (m *Memory) Drop(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.stages, id)
}

// FS is the project folder.
func (m *Memory) FS() fs.FS { return m.tree }

type memoryStage struct {
	vault *Memory
	id    string
}

// Create implements source.Stage.
func (s memoryStage) Create(rel string) (io.WriteCloser, error) {
	s.vault.mu.Lock()
	defer s.vault.mu.Unlock()
	files := s.vault.stages[s.id]
	if _, ok := files[rel]; ok {
		return nil, fmt.Errorf("staging %s: %w", rel, fs.ErrExist)
	}
	if !fs.ValidPath(rel) || files == nil {
		return nil, fmt.Errorf("staging %q: %w", rel, fs.ErrInvalid)
	}
	files[rel] = nil
	return &memoryFile{vault: s.vault, files: files, name: rel}, nil
}

type memoryFile struct {
	bytes.Buffer
	vault *Memory
	files map[string][]byte
	name  string
}

// Close hands the bytes to the stage.
func (f *memoryFile) Close() error {
	f.vault.mu.Lock()
	defer f.vault.mu.Unlock()
	f.files[f.name] = f.Bytes()
	return nil
}

// tree is a read-only fs.FS over a map of paths. Folders exist by what lies
// in them. It is made for small projects: listing a folder looks at every path.
type tree struct {
	mu    sync.RWMutex
	files map[string][]byte
}

func (t *tree) add(files map[string][]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.Copy(t.files, files)
}

// Open implements fs.FS.
func (t *tree) Open(name string) (fs.File, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if data, ok := t.files[name]; ok {
		return &openFile{node: node{path.Base(name), int64(len(data)), false}, Reader: bytes.NewReader(data)}, nil
	}
	if list := t.list(name); len(list) > 0 && fs.ValidPath(name) {
		return &openDir{node: node{path.Base(name), 0, true}, list: list}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// list returns the entries of a folder, sorted.
func (t *tree) list(dir string) []fs.DirEntry {
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	found := map[string]fs.DirEntry{}
	for name, data := range t.files {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		first, _, isDir := strings.Cut(rest, "/")
		found[first] = node{first, int64(len(data)), false}
		if isDir {
			found[first] = node{first, 0, true}
		}
	}
	var list []fs.DirEntry
	for _, name := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[name])
	}
	return list
}

// node is what is known of a file or folder.
type node struct {
	name string
	size int64
	dir  bool
}

func (n node) Name() string               { return n.name }
func (n node) Size() int64                { return n.size }
func (n node) IsDir() bool                { return n.dir }
func (n node) Mode() fs.FileMode          { return n.Type() | 0o600 }
func (n node) ModTime() time.Time         { return time.Time{} }
func (n node) Sys() any                   { return nil }
func (n node) Info() (fs.FileInfo, error) { return n, nil }
func (n node) Stat() (fs.FileInfo, error) { return n, nil }
func (n node) Close() error               { return nil }

func (n node) Type() fs.FileMode {
	if n.dir {
		return fs.ModeDir
	}
	return 0
}

type openFile struct {
	node
	*bytes.Reader
}

// Size resolves the two embedded sizes, which agree.
func (f *openFile) Size() int64 { return f.size }

type openDir struct {
	node
	list []fs.DirEntry
}

// Read implements fs.File for a folder, which has no bytes.
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errors.ErrUnsupported}
}

// ReadDir implements fs.ReadDirFile.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		list := d.list
		d.list = nil
		return list, nil
	}
	if len(d.list) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.list))
	list := d.list[:n]
	d.list = d.list[n:]
	return list, nil
}
