package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/ledger"
)

// Publication is what a log is to hold after Publish.
type Publication struct {
	Signer note.Signer // of the log's verifier key
	Size   int64       // acts
	// Records yields the lines of the acts from the given place to Size. The
	// place is the first of a segment, so that an unfinished segment can be
	// written anew.
	Records     func(from int64) iter.Seq2[[]byte, error]
	ObjectCount int64 // entries in the lists of objects; never fewer than before
	// Objects yields the entries from the given place, the first of a list, to
	// ObjectCount.
	Objects func(from int64) iter.Seq2[ObjectEntry, error]
	// Peers are the heads of the other writers' logs that lie beside this one.
	Peers []ledger.ManifestHead
}

// Publish grows the log to p.Size acts and returns when the new checkpoint has
// reached the disk. Publishing what is published already does nothing. Acts
// that do not continue the log are refused: the database they come from is
// behind it, or is another's.
//
// The order is the promise. For one act that neither begins nor ends a segment
// and adds no object it makes 16 calls of fsync:
//
//	marker "publishing": fsync, rename, fsync of the log's directory     2
//	segment, leaves, tile, manifest under new names: fsync of each       4
//	fsync of each of the four directories they lie in                    4
//	checkpoint under a temporary name: fsync; rename, which commits;
//	fsync of the log's directory                                         2
//	removal of the segment, leaves, tile and manifest that they replace;
//	fsync of the four directories                                        4
//	removal of the marker                                                0
//
// Many acts are read once and streamed, a segment of 256 records at a time,
// with one fsync for each file.
//
// After an error nothing new counts unless the error came behind the rename;
// what was written is cleared at once where the disk allows it, and otherwise
// by Recover, which Publish calls first where it finds a marker.
func (l *Log) Publish(ctx context.Context, fsys durable.FS, p Publication) error {
	if err := l.Recover(fsys); err != nil {
		return err
	}
	if done, err := l.admit(p); done || err != nil {
		return err
	}
	w := &writing{log: l, ctx: ctx, fs: fsys, from: l.shape, dirs: map[string]bool{}, unsynced: map[string]bool{}}
	w.to = shape{size: p.Size, objects: p.ObjectCount, ext: l.shape.ext}
	if err := w.run(p); err != nil {
		if w.marked {
			err = errors.Join(err, l.Recover(fsys))
		}
		return err
	}
	return l.reload()
}

// admit refuses a publication that does not lead on from what the log holds,
// and says whether it leads nowhere.
func (l *Log) admit(p Publication) (done bool, err error) {
	const kept = "The log was not changed"
	if p.Signer.Name() != l.verify.Name() || p.Signer.KeyHash() != l.verify.KeyHash() {
		return false, fault.New("JO013", fault.Usage, "the signing key is not that of the log").At(l.where(vkeyFile)).Unchanged(kept)
	}
	if p.Size < l.shape.size || p.ObjectCount < l.shape.objects {
		return false, l.refuse("", "JO011", "the database is behind the log: it has %d acts and %d objects, the log %d and %d",
			p.Size, p.ObjectCount, l.shape.size, l.shape.objects).Unchanged(kept).Try("Rebuild the database from the log")
	}
	if p.Size == l.shape.size {
		if p.ObjectCount > l.shape.objects {
			return false, fault.New("JO011", fault.Usage, "%d objects came without an act", p.ObjectCount-l.shape.objects).Unchanged(kept)
		}
		return true, nil
	}
	if !(marker{from: l.shape, to: shape{size: p.Size, objects: p.ObjectCount}}).sane() {
		return false, fault.New("JO011", fault.Usage, "more than %d acts at once", maxPublication).Unchanged(kept)
	}
	return false, nil
}

// writing is one run of Publish.
type writing struct {
	log      *Log
	ctx      context.Context
	fs       durable.FS
	from, to shape
	tree     *ledger.Tree
	marked   bool            // the marker may stand
	dirs     map[string]bool // directories that are known to exist
	unsynced map[string]bool // directories to sync before the commit
	files    []ledger.ManifestFile
}

func (w *writing) run(p Publication) error {
	var err error
	if w.tree, err = w.log.edge(); err != nil {
		return err
	}
	if err := w.segments(p); err != nil {
		return err
	}
	if err := w.edges(); err != nil {
		return err
	}
	if err := w.objects(p); err != nil {
		return err
	}
	if err := w.commit(p.Signer, p.Peers); err != nil {
		return err
	}
	stale := without(w.from.files(w.from), w.to.files(w.from))
	if err := w.log.removeAll(w.fs, stale); err != nil {
		return err
	}
	return w.log.remove(w.fs, markerFile)
}

// edge reads the unfinished tiles and returns the tree that they end.
func (l *Log) edge() (*ledger.Tree, error) {
	widths := ledger.EdgeWidths(l.tree.Size)
	edge := make([][]tlog.Hash, len(widths))
	for level, n := range widths {
		if n == 0 {
			continue
		}
		rel := ledger.TilePath(level, l.tree.Size>>(8*(level+1)), n)
		data, err := l.readSized(rel, n*tlog.HashSize)
		if err != nil {
			return nil, err
		}
		for chunk := range slices.Chunk(data, tlog.HashSize) {
			edge[level] = append(edge[level], tlog.Hash(chunk))
		}
	}
	tree := ledger.NewTree(l.tree.Size, edge)
	if l.tree.Size > 0 && tree.Root() != l.tree.Root {
		return nil, l.refuse("tile", "JO003", "the tiles do not lead to the checkpoint's root").
			Unchanged("The log was not changed").Try("Verify the project, then restore the log from a backup")
	}
	return tree, nil
}

// mark announces the publication. It happens once the first segment was read
// and found to continue the log, so that most refusals leave no trace.
func (w *writing) mark() error {
	if w.marked {
		return nil
	}
	w.marked = true
	return w.log.replace(w.fs, markerNew, markerFile, []byte(marker{w.from, w.to}.text()))
}

// segments writes segments, leaves and the tiles that fill.
func (w *writing) segments(p Publication) error {
	var err error
	first := w.from.size / ledger.TileWidth
	next, stop := iter.Pull2(p.Records(first * ledger.TileWidth))
	defer stop()
	old, _ := w.log.segments()
	w.files = append(w.files, old[:first]...)
	b := batch{head: &w.log.head}
	if b.clock, err = w.clockBefore(first); err != nil {
		return err
	}
	for index := first; index*ledger.TileWidth < w.to.size; index++ {
		if err := w.ctx.Err(); err != nil {
			return fmt.Errorf("publishing: %w", err)
		}
		if err := b.fill(next, index*ledger.TileWidth, width(w.to.size, index)); err != nil {
			return err
		}
		if err := w.continues(index, b.leaves); err != nil {
			return err
		}
		if err := w.mark(); err != nil {
			return err
		}
		if err := w.segment(index, &b); err != nil {
			return err
		}
	}
	if _, _, more := next(); more {
		return fault.New("JO012", fault.Usage, "more records came than the %d announced", w.to.size)
	}
	return nil
}

// clockBefore returns the clock of the last act before a segment, or 0 where
// there is none or no key opens it: a device that only takes sources in
// publishes what it cannot read. Within a segment that is written anew the
// clock of its first act was compared when it was first published.
func (w *writing) clockBefore(index int64) (int64, error) {
	if index == 0 || w.from.size%ledger.TileWidth != 0 {
		return 0, nil
	}
	records, err := w.log.segmentRecords(w.ctx, index-1)
	if fault.KindOf(err) == fault.Locked {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return records[len(records)-1].Act.Clock, nil
}

// batch holds the records of one segment.
type batch struct {
	head   *head
	text   bytes.Buffer
	leaves []ledger.Leaf
	clock  int64 // of the last record
}

// fill reads n records from the place first on.
func (b *batch) fill(next func() ([]byte, error, bool), first int64, n int) error {
	b.text.Reset()
	b.leaves = b.leaves[:0]
	for i := range int64(n) {
		line, err, ok := next()
		if err != nil {
			return fmt.Errorf("reading act %d to publish it: %w", first+i, err)
		}
		if !ok {
			return fault.New("JO012", fault.Usage, "the records end before act %d", first+i)
		}
		r, err := b.head.record(line, first+i)
		if err != nil {
			return fmt.Errorf("act %d cannot be published: %w", first+i, err)
		}
		if r.Act.Clock <= b.clock {
			return fault.New("JO007", fault.Integrity, "act %d cannot be published: its clock does not go on", first+i)
		}
		b.clock = r.Act.Clock
		b.leaves = append(b.leaves, r.Leaf)
		b.text.Write(line)
		b.text.WriteByte('\n')
	}
	return nil
}

// continues compares the leaves of the first segment with those that the log
// holds of it.
func (w *writing) continues(index int64, leaves []ledger.Leaf) error {
	if index*ledger.TileWidth >= w.from.size {
		return nil
	}
	held, err := w.log.entries(w.from.size, index)
	if err != nil {
		return err
	}
	for i, l := range held {
		if leaves[i] != l {
			return w.log.refuse("", "JO012", "the database is not the one this log was written from: they differ at act %d", index*ledger.TileWidth+int64(i)).
				Unchanged("The log was not changed").Try("Rebuild the database from the log")
		}
	}
	return nil
}

// segment writes one segment with its leaves, and the tiles that it fills.
func (w *writing) segment(index int64, b *batch) error {
	n := len(b.leaves)
	rel := w.to.segment(index, n)
	digest, err := w.create(rel, func(f io.Writer) error {
		s, err := w.log.sealer.Seal(f)
		if err != nil {
			return err
		}
		if _, err := s.Write(b.text.Bytes()); err != nil {
			return err
		}
		return s.Close()
	})
	if err != nil {
		return err
	}
	w.files = append(w.files, ledger.ManifestFile{Path: rel, Count: n, SHA256: digest})
	bundle := make([]byte, 0, n*entrySize)
	for _, l := range b.leaves {
		bundle = appendEntry(bundle, l)
	}
	if err := w.put(ledger.EntriesPath(index, n), bundle); err != nil {
		return err
	}
	for _, l := range b.leaves[max(0, w.from.size-index*ledger.TileWidth):] {
		for _, tile := range w.tree.Append(l) {
			if err := w.put(tile.Path(), tile.Bytes()); err != nil {
				return err
			}
		}
	}
	return nil
}

// edges writes the unfinished tiles that differ from the ones there.
func (w *writing) edges() error {
	there := setOf(w.from.files(w.from))
	for _, tile := range w.tree.Edge() {
		if there[tile.Path()] {
			continue
		}
		if err := w.put(tile.Path(), tile.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// objects writes the lists of objects that differ from the ones there.
func (w *writing) objects(p Publication) error {
	_, old := w.log.segments()
	if w.to.objects == w.from.objects {
		w.files = append(w.files, old...)
		return nil
	}
	first := w.from.objects / ledger.TileWidth
	w.files = append(w.files, old[:first]...)
	next, stop := iter.Pull2(p.Objects(first * ledger.TileWidth))
	defer stop()
	var held []byte
	if w.from.objects%ledger.TileWidth > 0 {
		var err error
		if held, err = w.log.listed(old[first]); err != nil {
			return err
		}
	}
	for index := first; index*ledger.TileWidth < w.to.objects; index++ {
		n := width(w.to.objects, index)
		list, err := objectList(next, n)
		if err != nil {
			return err
		}
		if !bytes.HasPrefix(list, held) {
			return w.log.refuse(objectsPath(index, n), "JO012", "the database lists other objects than this log").
				Unchanged("The log was not changed").Try("Rebuild the database from the log")
		}
		held = nil
		if err := w.put(objectsPath(index, n), list); err != nil {
			return err
		}
		sum := sha256.Sum256(list)
		w.files = append(w.files, ledger.ManifestFile{Path: objectsPath(index, n), Count: n, SHA256: hex.EncodeToString(sum[:])})
	}
	if _, _, more := next(); more {
		return fault.New("JO012", fault.Usage, "more objects came than the %d announced", w.to.objects)
	}
	return nil
}

// objectList reads n entries and returns their lines.
func objectList(next func() (ObjectEntry, error, bool), n int) ([]byte, error) {
	var list []byte
	for range n {
		e, err, ok := next()
		if err != nil {
			return nil, fmt.Errorf("reading objects to publish them: %w", err)
		}
		if !ok {
			return nil, fault.New("JO012", fault.Usage, "fewer objects came than announced")
		}
		if err := e.check(); err != nil {
			return nil, fault.New("JO014", fault.Usage, "an object cannot be listed: %v", err)
		}
		list = append(list, e.line()...)
	}
	return list, nil
}

// commit writes the manifest, makes all that was written survive a power loss,
// and puts the checkpoint in place.
func (w *writing) commit(s note.Signer, peers []ledger.ManifestHead) error {
	origin := w.log.verify.Name()
	heads := w.log.heads(peers)
	msg, err := ledger.Manifest{Origin: origin, Size: w.to.size, Files: w.files, Heads: heads}.Sign(s)
	if err != nil {
		return fmt.Errorf("signing the manifest: %w", err)
	}
	if err := w.put(ledger.ManifestPath(w.to.size), msg); err != nil {
		return err
	}
	for _, dir := range slices.Backward(sortedKeys(w.unsynced)) {
		if err := w.fs.SyncDir(w.log.path(dir)); err != nil {
			return fmt.Errorf("writing the log: %w", err)
		}
	}
	c := ledger.Checkpoint{Origin: origin, Size: w.to.size, Root: w.tree.Root()}
	signed, err := c.Sign(s)
	if err != nil {
		return fmt.Errorf("signing the checkpoint: %w", err)
	}
	return w.log.replace(w.fs, checkpointNew, checkpoint, signed)
}

// put creates a file with the given content.
func (w *writing) put(rel string, data []byte) error {
	_, err := w.create(rel, func(f io.Writer) error {
		_, err := f.Write(data)
		return err
	})
	return err
}

// create makes a file, and the directories above it where they are missing,
// and returns its SHA-256. It syncs the file; the directories are synced
// together before the commit.
func (w *writing) create(rel string, fill func(io.Writer) error) (digest string, err error) {
	if err := w.mkdir(path.Dir(rel)); err != nil {
		return "", fmt.Errorf("writing %s: %w", rel, err)
	}
	w.unsynced[path.Dir(rel)] = true
	f, err := durable.Create(w.fs, w.log.path(rel))
	if err != nil {
		return "", fmt.Errorf("writing %s: %w", rel, err)
	}
	sum := sha256.New()
	if err := fill(io.MultiWriter(f, sum)); err != nil {
		return "", fmt.Errorf("writing %s: %w", rel, errors.Join(err, f.Abort()))
	}
	if err := f.Close(); err != nil {
		return "", fmt.Errorf("writing %s: %w", rel, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// mkdir makes a directory of the log and those above it.
func (w *writing) mkdir(dir string) error {
	if dir == "." || w.dirs[dir] {
		return nil
	}
	if err := w.mkdir(path.Dir(dir)); err != nil {
		return err
	}
	info, err := os.Lstat(w.log.path(dir))
	switch {
	case errors.Is(err, os.ErrNotExist):
		w.unsynced[path.Dir(dir)] = true
		err = w.fs.Mkdir(w.log.path(dir))
	case err == nil && !info.IsDir():
		err = w.log.refuse(dir, "JO001", "it is not a directory")
	}
	w.dirs[dir] = err == nil
	return err
}
