package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/seal"
	"reckon/ledger"
)

// Create makes the folder of a log that has no acts yet, named after its
// writer. The verifier key is the one whose signing key will publish. A folder
// that holds the same key already is left as it is.
func Create(fsys durable.FS, dir, vkey string) error {
	d := folder(dir)
	if _, err := d.verifier(vkey); err != nil {
		return d.at(vkeyFile, err)
	}
	if err := durable.MkdirAll(fsys, dir); err != nil {
		return fmt.Errorf("making a log: %w", err)
	}
	was, err := os.ReadFile(d.path(vkeyFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return d.replace(fsys, vkeyNew, vkeyFile, []byte(vkey+"\n"))
	case err != nil:
		return fmt.Errorf("making a log: %w", err)
	case string(was) != vkey+"\n":
		return d.refuse(vkeyFile, "JO013", "the log has another key").Unchanged("Nothing was changed")
	}
	return nil
}

// verifier reads a verifier key, which has to name the log's writer.
func (d folder) verifier(vkey string) (note.Verifier, error) {
	v, err := ledger.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	if path.Base(v.Name()) != d.writer() {
		return nil, fault.New("JO013", fault.Integrity, "the key belongs to the log %s", v.Name())
	}
	return v, nil
}

// head is what the signed files of a log say, once their signatures are
// checked.
type head struct {
	folder
	verify   note.Verifier
	note     []byte // the checkpoint's bytes; nil before the first publication
	tree     ledger.Checkpoint
	manifest ledger.Manifest
	shape    shape
}

// readHead reads vkey, checkpoint and manifest.
func readHead(dir, ext string) (*head, error) {
	h := &head{folder: folder(dir), shape: shape{ext: ext}}
	vkey, err := h.read(vkeyFile)
	if err != nil {
		return nil, err
	}
	if h.verify, err = h.verifier(strings.TrimSuffix(string(vkey), "\n")); err != nil {
		return nil, h.at(vkeyFile, err)
	}
	if !bytes.HasSuffix(vkey, []byte("\n")) {
		return nil, h.refuse(vkeyFile, "JO002", "the line is not ended")
	}
	h.tree.Origin = h.verify.Name()
	published, err := h.published()
	if err != nil || !published {
		return h, err
	}
	if h.note, err = h.read(checkpoint); err != nil {
		return nil, err
	}
	if h.tree, err = ledger.OpenCheckpoint(h.note, h.verify); err != nil {
		return nil, h.at(checkpoint, err)
	}
	if h.tree.Size == 0 || h.tree.Size > 1<<53 {
		return nil, h.refuse(checkpoint, "JO002", "a checkpoint of size %d is never published", h.tree.Size)
	}
	return h, h.readManifest()
}

// published says whether the log has, or must have, a checkpoint: it has none
// only before its first publication, and then no manifest either, save for one
// that the marker announces.
func (h *head) published() (bool, error) {
	if there, err := h.has(checkpoint); err != nil || there {
		return there, err
	}
	if there, err := h.has(manifestDir); err != nil || !there {
		return false, err
	}
	m, err := h.marker()
	if err != nil {
		return false, err
	}
	return m == nil || m.from.size > 0, nil
}

func (h *head) readManifest() error {
	rel := ledger.ManifestPath(h.tree.Size)
	another, err := h.anotherManifest(path.Base(rel))
	if err != nil {
		return err
	}
	if another {
		return h.refuse(checkpoint, "JO016", "it states %d acts, and the manifest is that of another checkpoint", h.tree.Size)
	}
	msg, err := h.readUpTo(rel, maxListed)
	if err != nil {
		return err
	}
	if h.manifest, err = ledger.OpenManifest(msg, h.verify); err != nil {
		return h.at(rel, err)
	}
	if h.manifest.Size != h.tree.Size {
		return h.refuse(rel, "JO002", "the manifest belongs to a log of %d acts", h.manifest.Size)
	}
	h.shape.size = h.tree.Size
	for _, f := range h.manifest.Files {
		if strings.HasPrefix(f.Path, "objects/") {
			h.shape.objects += int64(min(f.Count, ledger.TileWidth))
		}
	}
	want := h.manifestPaths()
	for i, f := range h.manifest.Files {
		if i >= len(want) || f.Path != want[i].Path || f.Count != want[i].Count {
			return h.refuse(rel, "JO002", "the manifest lists %s, which a log of this size does not have", f.Path)
		}
	}
	if len(h.manifest.Files) != len(want) {
		return h.refuse(rel, "JO002", "the manifest lists %d files where %d are due", len(h.manifest.Files), len(want))
	}
	return nil
}

// anotherManifest says whether the manifest that is due is missing while one
// that this log's writer signed for another size stands in its place: then it
// is the checkpoint that was exchanged.
func (h *head) anotherManifest(due string) (bool, error) {
	names, err := h.names(manifestDir)
	if err != nil || slices.Contains(names, due) {
		return false, err
	}
	return slices.ContainsFunc(names, func(name string) bool {
		msg, err := h.readUpTo(manifestDir+"/"+name, maxListed)
		if err != nil {
			return false // Verify finds it, once it is known what is due
		}
		m, err := ledger.OpenManifest(msg, h.verify)
		return err == nil && ledger.ManifestPath(m.Size) == manifestDir+"/"+name
	}), nil
}

// manifestPaths returns the files that the manifest of a log of this shape
// lists, without digests.
func (h *head) manifestPaths() []ledger.ManifestFile {
	var list []ledger.ManifestFile
	add := func(name func(int64, int) string) func(int64, int) string {
		return func(index int64, width int) string {
			list = append(list, ledger.ManifestFile{Path: name(index, width), Count: width})
			return ""
		}
	}
	runs(nil, h.shape.size, 0, add(h.shape.segment))
	runs(nil, h.shape.objects, 0, add(objectsPath))
	return list
}

// segments returns the part of the manifest that lists segments, and the part
// that lists objects.
func (h *head) segments() (segments, objects []ledger.ManifestFile) {
	n := (h.shape.size + ledger.TileWidth - 1) / ledger.TileWidth
	return h.manifest.Files[:n], h.manifest.Files[n:]
}

// Log is a writer's log, open for reading and publishing. It is used by one
// goroutine at a time.
type Log struct {
	head
	sealer seal.Sealer
}

// Open reads the head of a log and checks its signatures. Where Publish was
// interrupted the log opens in the state that its checkpoint states; Recover
// clears what is left over.
func Open(dir string, s seal.Sealer) (*Log, error) {
	h, err := readHead(dir, s.Ext())
	if err != nil {
		return nil, err
	}
	return &Log{head: *h, sealer: s}, nil
}

// reload reads the head again.
func (l *Log) reload() error {
	h, err := readHead(string(l.folder), l.sealer.Ext())
	if err != nil {
		return err
	}
	l.head = *h
	return nil
}

// Checkpoint returns the log's tree head; its size is 0 before the first
// publication.
func (l *Log) Checkpoint() ledger.Checkpoint { return l.tree }

// Note returns the signed checkpoint as it is handed to others, or nil before
// the first publication.
func (l *Log) Note() []byte { return bytes.Clone(l.note) }

// Records returns the acts from the given place on, each checked against its
// leaf.
func (l *Log) Records(ctx context.Context, from int64) iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		for index := from / ledger.TileWidth; index*ledger.TileWidth < l.tree.Size; index++ {
			first := index * ledger.TileWidth
			records, err := l.segmentRecords(ctx, index)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yieldAll(records[max(0, from-first):], yield) {
				return
			}
		}
	}
}

func yieldAll(records []*ledger.Record, yield func(*ledger.Record, error) bool) bool {
	for _, r := range records {
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

func (l *Log) segmentRecords(ctx context.Context, index int64) ([]*ledger.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading the log: %w", err)
	}
	leaves, err := l.entries(l.tree.Size, index)
	if err != nil {
		return nil, err
	}
	segments, _ := l.segments()
	sealed, err := l.listed(segments[index])
	if err != nil {
		return nil, err
	}
	return l.records(l.sealer, segments[index], sealed, index*ledger.TileWidth, leaves)
}

// HashReader returns the hashes of the log's tree for proofs. It checks the
// tiles that it reads against the checkpoint.
func (l *Log) HashReader() tlog.HashReader {
	if l.tree.Size == 0 {
		return tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) {
			return nil, fault.New("JO015", fault.NotFound, "the log has no acts yet")
		})
	}
	return tlog.TileHashReader(tlog.Tree{N: l.tree.Size, Hash: l.tree.Root}, tileReader{l.folder})
}

// tileReader reads tiles for package tlog.
type tileReader struct{ folder }

// Height returns the height of tiles.
func (tileReader) Height() int { return 8 }

// ReadTiles returns the content of the given tiles.
func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		var err error
		if data[i], err = r.readSized(ledger.TilePath(t.L, t.N, t.W), t.W*tlog.HashSize); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// SaveTiles does nothing: tiles are read where they are kept.
func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// Prove makes the proof that an act stands in the log.
func (l *Log) Prove(ctx context.Context, seq int64) (*ledger.Proof, error) {
	if seq < 0 || seq >= l.tree.Size {
		return nil, fault.New("JO015", fault.NotFound, "the log has %d acts and none at place %d", l.tree.Size, seq)
	}
	records, err := l.segmentRecords(ctx, seq/ledger.TileWidth)
	if err != nil {
		return nil, err
	}
	return ledger.Prove(records[seq%ledger.TileWidth], seq, l.note, l.tree, l.HashReader())
}

// Keep stores a checkpoint of this log that somebody else holds, below
// anchors/, where Verify compares the log with it, and notes it in the
// manifest, so that it is missed when it is taken away. One that the log does
// not continue is refused: the history was rewritten or cut.
func (l *Log) Keep(fsys durable.FS, s note.Signer, msg []byte) error {
	c, err := ledger.OpenCheckpoint(msg, l.verify)
	if err != nil {
		return err
	}
	if c.Size == 0 || c.Size > l.tree.Size {
		return cutHistory(c.Size, l.tree.Size)
	}
	root, err := tlog.TreeHash(c.Size, l.HashReader())
	if err != nil {
		return fmt.Errorf("comparing with an earlier checkpoint: %w", err)
	}
	if root != c.Root {
		return rewritten(c.Size, 0)
	}
	if err := durable.MkdirAll(fsys, l.path(anchorDir)); err != nil {
		return fmt.Errorf("keeping a checkpoint: %w", err)
	}
	if err := l.replace(fsys, anchorNew, anchorPath(c.Size), msg); err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(l.manifest.Heads), func(h ledger.ManifestHead) bool {
		return string(h.Writer) == l.writer()
	})
	return l.Peer(fsys, s, others)
}

func anchorPath(size int64) string {
	return path.Join(anchorDir, strconv.FormatInt(size, 10)+anchorExt)
}

func sortedKeys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
