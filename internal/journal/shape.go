package journal

import (
	"fmt"
	"path"

	"reckon/ledger"
)

// The names at the top of a log's folder. Those that end in .new exist only
// while the file they are renamed to is being written.
const (
	vkeyFile      = "vkey"
	checkpointNew = "checkpoint.new"
	checkpoint    = "checkpoint"
	markerFile    = "publishing"
	markerNew     = "publishing.new"
	vkeyNew       = "vkey.new"
	anchorNew     = "anchor.new"
	manifestNew   = "manifest.new"
	manifestDir   = "manifest"
	anchorDir     = "anchors"
	anchorExt     = ".checkpoint"
)

// shape is all that decides which files a log consists of.
type shape struct {
	size    int64  // acts
	objects int64  // entries in the lists of objects
	ext     string // what sealing adds to the names of segments
}

// files returns the files of s apart from vkey and checkpoint: segments and
// object lists in the order of the manifest, then the rest. Files that were
// full already in a log of shape done are left out.
func (s shape) files(done shape) []string {
	list := runs(nil, s.size, done.size, s.segment)
	list = runs(list, s.objects, done.objects, objectsPath)
	list = runs(list, s.size, done.size, ledger.EntriesPath)
	for level := 0; s.size>>(8*level) > 0; level++ {
		list = runs(list, s.size>>(8*level), done.size>>(8*level), func(index int64, width int) string {
			return ledger.TilePath(level, index, width)
		})
	}
	if s.size > 0 {
		list = append(list, ledger.ManifestPath(s.size))
	}
	return list
}

// runs appends the paths of the files that hold count things, ledger.TileWidth
// a file, without those that were full when there were done things.
func runs(list []string, count, done int64, name func(index int64, width int) string) []string {
	for index := done / ledger.TileWidth; index*ledger.TileWidth < count; index++ {
		list = append(list, name(index, width(count, index)))
	}
	return list
}

// width returns how many of count things the file of the given index holds.
func width(count, index int64) int {
	return int(min(ledger.TileWidth, count-index*ledger.TileWidth))
}

func (s shape) segment(index int64, width int) string {
	return ledger.SegmentPath(index, width) + s.ext
}

func objectsPath(index int64, width int) string { return "objects/" + ledger.NumberPath(index, width) }

// without returns the paths that are not among those of other.
func without(paths, other []string) []string {
	drop := setOf(other)
	var rest []string
	for _, p := range paths {
		if !drop[p] {
			rest = append(rest, p)
		}
	}
	return rest
}

func setOf(paths []string) map[string]bool {
	set := make(map[string]bool, len(paths))
	for _, p := range paths {
		set[p] = true
	}
	return set
}

// dirsOf returns every directory above the paths, apart from the log's own.
func dirsOf(paths map[string]bool) map[string]bool {
	dirs := map[string]bool{}
	for p := range paths {
		for d := path.Dir(p); d != "." && !dirs[d]; d = path.Dir(d) {
			dirs[d] = true
		}
	}
	return dirs
}

// marker announces a publication that grows the log from one shape to another.
type marker struct{ from, to shape }

// maxPublication bounds what one publication adds, so that a marker made up by
// somebody cannot keep a reader busy for ever.
const maxPublication = 1 << 26

func (m marker) text() string {
	return fmt.Sprintf("%d %d %d %d\n", m.from.size, m.to.size, m.from.objects, m.to.objects)
}

// parseMarker reads what text wrote.
func parseMarker(text, ext string) (marker, bool) {
	m := marker{from: shape{ext: ext}, to: shape{ext: ext}}
	_, err := fmt.Sscanf(text, "%d %d %d %d\n", &m.from.size, &m.to.size, &m.from.objects, &m.to.objects)
	return m, err == nil && m.text() == text && m.sane()
}

func (m marker) sane() bool {
	acts, objects := m.to.size-m.from.size, m.to.objects-m.from.objects
	return m.from.size >= 0 && m.from.objects >= 0 && acts > 0 && objects >= 0 && acts <= maxPublication && objects <= maxPublication
}

// other returns the shape that is not the one standing, and false where
// neither is.
func (m marker) other(standing shape) (shape, bool) {
	if standing == m.to {
		return m.from, true
	}
	return m.to, standing == m.from
}
