package journal

import (
	"cmp"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"reckon/internal/durable"
	"reckon/internal/seal"
	"reckon/ledger"
)

// heads returns what the next manifest says of heads: the earlier states of
// this log that were kept, and the given heads of other logs.
func (l *Log) heads(peers []ledger.ManifestHead) []ledger.ManifestHead {
	var heads []ledger.ManifestHead
	for _, h := range l.manifest.Heads {
		if string(h.Writer) == l.writer() {
			heads = append(heads, h)
		}
	}
	for _, h := range l.anchored() {
		if !slices.Contains(heads, h) {
			heads = append(heads, h)
		}
	}
	return sortHeads(append(heads, peers...))
}

// anchored returns the heads of the checkpoints in anchors/. Files that are no
// checkpoints of this log are for Verify to find.
func (l *Log) anchored() []ledger.ManifestHead {
	names, err := l.names(anchorDir)
	if err != nil {
		return nil
	}
	var heads []ledger.ManifestHead
	for _, name := range names {
		msg, err := l.read(anchorDir + "/" + name)
		if err != nil {
			continue
		}
		if c, err := ledger.OpenCheckpoint(msg, l.verify); err == nil && c.Size > 0 {
			heads = append(heads, ledger.ManifestHead{Writer: ledger.WriterID(l.writer()), Size: c.Size, Root: c.Root})
		}
	}
	return heads
}

func sortHeads(heads []ledger.ManifestHead) []ledger.ManifestHead {
	slices.SortFunc(heads, func(a, b ledger.ManifestHead) int {
		return cmp.Or(cmp.Compare(a.Writer, b.Writer), cmp.Compare(a.Size, b.Size))
	})
	return heads
}

// Peer notes in the manifest the heads of the other writers' logs and of the
// checkpoints in anchors/, where they differ from what it says. The tree and
// its checkpoint stay what they are.
func (l *Log) Peer(fsys durable.FS, s note.Signer, peers []ledger.ManifestHead) error {
	heads := l.heads(peers)
	if l.tree.Size == 0 || slices.Equal(heads, l.manifest.Heads) {
		return nil
	}
	return l.reissue(fsys, s, heads)
}

// reissue writes the manifest for the present tree again.
func (l *Log) reissue(fsys durable.FS, s note.Signer, heads []ledger.ManifestHead) error {
	m := l.manifest
	m.Heads = sortHeads(heads)
	msg, err := m.Sign(s)
	if err != nil {
		return fmt.Errorf("signing the manifest: %w", err)
	}
	if err := l.replace(fsys, manifestNew, ledger.ManifestPath(m.Size), msg); err != nil {
		return err
	}
	return l.reload()
}

// RootAt returns the root that the log in dir had at an earlier size.
func RootAt(dir string, s seal.Sealer, size int64) (tlog.Hash, error) {
	l, err := Open(dir, s)
	if err != nil {
		return tlog.Hash{}, err
	}
	if size == l.tree.Size {
		return l.tree.Root, nil
	}
	root, err := tlog.TreeHash(size, l.HashReader())
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("reading an earlier root: %w", err)
	}
	return root, nil
}

// Marker is the name, in a log's folder, of the file that says a change of the
// log is under way.
const Marker = markerFile

// TakeOver returns the content of the marker that lets the log in dir be
// replaced by the newer copy of it that lies in from: the marker and the files
// that the copy has and the log lacks are moved in, the checkpoint last, and
// Recover clears what they replace. A log that does not exist yet needs no
// marker, and none is returned.
func TakeOver(dir, from string, s seal.Sealer) ([]byte, error) {
	if there, err := folder(dir).has(vkeyFile); err != nil || !there {
		return nil, err
	}
	ours, err := readHead(dir, s.Ext())
	if err != nil {
		return nil, err
	}
	theirs, err := readHead(from, s.Ext())
	if err != nil {
		return nil, err
	}
	m := marker{from: ours.shape, to: theirs.shape}
	if !m.sane() {
		return nil, ours.refuse("", "JO011", "the copy holds %d acts, the log %d", theirs.shape.size, ours.shape.size)
	}
	return []byte(m.text()), nil
}
