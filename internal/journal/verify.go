package journal

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
	"reckon/internal/seal"
	"reckon/ledger"
)

// Options say how Verify goes about it.
type Options struct {
	Sealer  seal.Sealer                // of the project; locked keys do for digests
	Earlier []ledger.Checkpoint        // of this log, held by somebody else
	Each    func(*ledger.Record) error // called for every record in order, where they can be opened; may be nil
}

// Result is what a log was found to be.
type Result struct {
	Checkpoint  ledger.Checkpoint
	Opened      bool                  // the records were read and checked, not only their digests
	Objects     []ObjectEntry         // every entry of the lists of objects, in order
	Interrupted bool                  // a publication was cut off; Recover clears its traces
	Traces      []string              // the files that it left
	Peers       []ledger.ManifestHead // what the manifest says of other writers' logs
}

// Verify checks a log completely and names the first file that is not what it
// has to be. It reads the log's folder, which is named after the writer, and
// nothing else.
//
// What holds afterwards: signatures stand, and every signed file has its one
// spelling; the folder holds exactly the files and directories that checkpoint
// and manifest imply; the leaves lead to the checkpoint's root and every
// stored tile is the one that follows from them; segments and lists of objects
// have the digests that the manifest states; where the sealer can open them,
// every record is the one its leaf commits to, says where it stands, and has a
// higher clock than the one before; the log continues every earlier checkpoint
// that was given or that lies in anchors/.
//
// What it cannot find: a history that was rewritten or cut and signed anew
// with the writer's key, unless an earlier checkpoint shows it.
func Verify(ctx context.Context, dir string, o Options) (*Result, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, fmt.Errorf("verifying a log: %w", err)
	}
	if !info.IsDir() {
		return nil, folder(dir).refuse("", "JO001", "it is not a directory")
	}
	h, err := readHead(dir, o.Sealer.Ext())
	if err != nil {
		return nil, err
	}
	v := &verification{head: h, ctx: ctx, opts: o}
	v.result = Result{Checkpoint: h.tree, Opened: true}
	for _, check := range []func() error{v.listing, v.earlierCheckpoints, v.hashes, v.segmentFiles, v.objectFiles} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	return &v.result, nil
}

// verification is one run of Verify.
type verification struct {
	*head
	ctx     context.Context
	opts    Options
	anchors []string // files below anchors/
	earlier []earlier
	leaves  []ledger.Leaf
	clock   int64 // of the last record
	result  Result

	badTile   string // the first stored tile that differs from what the leaves give
	badLeaves string // the leaves that it stands over, where it is of the lowest level
}

// listing compares what lies in the folder with what the log consists of.
func (v *verification) listing() error {
	want := setOf(v.shape.files(shape{}))
	want[vkeyFile] = true
	if v.tree.Size > 0 {
		want[checkpoint] = true
	}
	leftover, interrupted, err := v.leftover()
	if err != nil {
		return err
	}
	v.result.Interrupted = interrupted
	spare := setOf(leftover)
	if interrupted {
		spare[markerFile] = true
	}
	dirs, spareDirs := dirsOf(want), dirsOf(spare)
	err = filepath.WalkDir(string(v.folder), func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == string(v.folder) {
			return err
		}
		rel, err := filepath.Rel(string(v.folder), name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case e.IsDir() && (dirs[rel] || spareDirs[rel] || rel == anchorDir):
		case e.Type().IsRegular() && strings.HasPrefix(rel, anchorDir+"/"):
			v.anchors = append(v.anchors, rel)
		case e.Type().IsRegular() && want[rel]:
			delete(want, rel)
		case e.Type().IsRegular() && spare[rel]:
			v.result.Traces = append(v.result.Traces, rel)
		default:
			return v.refuse(rel, "JO001", "it does not belong to the log")
		}
		return nil
	})
	if err != nil {
		if fault.CodeOf(err) == "" {
			err = fmt.Errorf("reading the log: %w", err)
		}
		return err
	}
	for _, rel := range sortedKeys(want) {
		return v.refuse(rel, "JO001", "the file is missing")
	}
	return nil
}

// earlier is a tree head that the log has to continue.
type earlier struct {
	ledger.Checkpoint
	rel string // the file it came from
}

// earlierCheckpoints collects what was given and what lies in anchors/,
// smallest first.
func (v *verification) earlierCheckpoints() error {
	for _, c := range v.opts.Earlier {
		if c.Origin != v.tree.Origin {
			return fault.New("JO008", fault.Usage, "the earlier checkpoint is of the log %s", c.Origin).At(v.where(checkpoint))
		}
		v.earlier = append(v.earlier, earlier{c, checkpoint})
	}
	for _, rel := range v.anchors {
		msg, err := v.read(rel)
		if err != nil {
			return err
		}
		c, err := ledger.OpenCheckpoint(msg, v.verify)
		if err != nil {
			return v.at(rel, err)
		}
		if rel != anchorPath(c.Size) {
			return v.refuse(rel, "JO001", "it holds a checkpoint of size %d", c.Size)
		}
		v.earlier = append(v.earlier, earlier{c, rel})
	}
	if err := v.manifestHeads(); err != nil {
		return err
	}
	slices.SortStableFunc(v.earlier, func(a, b earlier) int { return cmp.Compare(a.Size, b.Size) })
	return nil
}

// manifestHeads sorts what the manifest says of heads: earlier states of this
// log, each of which has to lie in anchors/, and other writers' logs. An
// anchor that the manifest does not know yet, because Keep was cut off, is
// compared like the others.
func (v *verification) manifestHeads() error {
	for _, h := range v.manifest.Heads {
		if string(h.Writer) != v.writer() {
			v.result.Peers = append(v.result.Peers, h)
			continue
		}
		if !slices.Contains(v.anchors, anchorPath(h.Size)) {
			return v.refuse(anchorPath(h.Size), "JO001", "the file is missing")
		}
		c := ledger.Checkpoint{Origin: v.tree.Origin, Size: h.Size, Root: h.Root}
		v.earlier = append(v.earlier, earlier{c, ledger.ManifestPath(v.tree.Size)})
	}
	return nil
}

// hashes recomputes the tree from the leaves. Where the root comes out, a tile
// that differs is bad itself; where it does not, the leaves behind the first
// tile that differs are.
func (v *verification) hashes() error {
	var tree ledger.Tree
	due, conflict := v.continues(nil, 0, &tree)
	for index := int64(0); index*ledger.TileWidth < v.tree.Size; index++ {
		if err := v.ctx.Err(); err != nil {
			return fmt.Errorf("verifying: %w", err)
		}
		leaves, err := v.entries(v.tree.Size, index)
		if err != nil {
			return err
		}
		v.leaves = append(v.leaves, leaves...)
		for _, l := range leaves {
			if err := v.compare(tree.Append(l)); err != nil {
				return err
			}
			due, conflict = v.continues(conflict, due, &tree)
		}
	}
	if err := v.compare(tree.Edge()); err != nil {
		return err
	}
	switch {
	case v.tree.Size > 0 && tree.Root() != v.tree.Root:
		return v.refuse(cmp.Or(v.badLeaves, v.badTile, checkpoint), "JO003", "the leaves do not lead to the root that the checkpoint states")
	case v.badTile != "":
		return v.refuse(v.badTile, "JO004", "the tile is not the one that follows from the leaves")
	case conflict != nil:
		return conflict
	case due < len(v.earlier):
		e := v.earlier[due]
		return cutHistory(e.Size, v.tree.Size).At(v.where(e.rel))
	}
	return nil
}

// compare compares tiles with the stored ones and notes the first that differs.
func (v *verification) compare(tiles []ledger.Tile) error {
	for _, t := range tiles {
		stored, err := v.readSized(t.Path(), len(t.Hashes)*tlog.HashSize)
		if err != nil {
			return err
		}
		if v.badTile != "" || bytes.Equal(stored, t.Bytes()) {
			continue
		}
		v.badTile = t.Path()
		if t.Level == 0 {
			v.badLeaves = ledger.EntriesPath(t.Index, len(t.Hashes))
		}
	}
	return nil
}

// continues compares the tree, as far as it has grown, with the earlier
// checkpoints of its size, of which due is the next. It keeps the first
// conflict.
func (v *verification) continues(conflict *fault.Problem, due int, tree *ledger.Tree) (int, *fault.Problem) {
	for due < len(v.earlier) && v.earlier[due].Size <= tree.Size() {
		e := v.earlier[due]
		if conflict == nil && e.Root != tree.Root() {
			var good int64
			if due > 0 {
				good = v.earlier[due-1].Size
			}
			conflict = rewritten(e.Size, good).At(v.where(e.rel))
		}
		due++
	}
	return due, conflict
}

// rewritten says that history differs from an earlier checkpoint.
func rewritten(size, good int64) *fault.Problem {
	return fault.New("JO008", fault.Integrity, "the log does not continue the checkpoint of size %d: history was rewritten between act %d and act %d", size, good, size-1).
		Try("Compare with the copy of whoever holds that checkpoint")
}

// cutHistory says that the log is shorter than an earlier checkpoint.
func cutHistory(size, now int64) *fault.Problem {
	return fault.New("JO009", fault.Integrity, "a checkpoint of size %d was signed and the log has only %d acts: it was cut, or is an old copy", size, now).
		Try("Look for a newer copy of the project")
}

// segmentFiles checks every segment against the manifest and, where it can be
// opened, every record against its leaf.
func (v *verification) segmentFiles() error {
	segments, _ := v.segments()
	for i, f := range segments {
		if err := v.ctx.Err(); err != nil {
			return fmt.Errorf("verifying: %w", err)
		}
		sealed, err := v.listed(f)
		if err != nil {
			return err
		}
		if !v.result.Opened {
			continue
		}
		first := int64(i) * ledger.TileWidth
		records, err := v.records(v.opts.Sealer, f, sealed, first, v.leaves[first:first+int64(f.Count)])
		if fault.KindOf(err) == fault.Locked {
			v.result.Opened = false
			continue
		}
		if err != nil {
			return err
		}
		if err := v.each(f.Path, records); err != nil {
			return err
		}
	}
	return nil
}

// each checks the clocks and hands the records on.
func (v *verification) each(rel string, records []*ledger.Record) error {
	for _, r := range records {
		if r.Act.Clock <= v.clock {
			return v.refuse(rel, "JO007", "the clock of act %d does not go on", r.Act.Seq)
		}
		v.clock = r.Act.Clock
		if v.opts.Each == nil {
			continue
		}
		if err := v.opts.Each(r); err != nil {
			return err
		}
	}
	return nil
}

// objectFiles checks and reads the lists of objects.
func (v *verification) objectFiles() error {
	_, lists := v.segments()
	for _, f := range lists {
		text, err := v.listed(f)
		if err != nil {
			return err
		}
		list, err := parseObjects(text, f.Count)
		if err != nil {
			return v.refuse(f.Path, "JO014", "the list of objects cannot be read: %v", err)
		}
		v.result.Objects = append(v.result.Objects, list...)
	}
	return nil
}
