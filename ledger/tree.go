package ledger

import (
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// TileWidth is the number of hashes in a full tile, and of records in a full
// segment (C2SP tlog-tiles: tile height 8).
const TileWidth = 1 << tileHeight

const tileHeight = 8

// Tile is a run of hashes of one level of the tree: Hashes[i] covers
// TileWidth^Level leaves and stands at Index*TileWidth+i of its level.
type Tile struct {
	Level  int
	Index  int64
	Hashes []tlog.Hash
}

// Path returns where the tile lies below the log's folder.
func (t Tile) Path() string { return TilePath(t.Level, t.Index, len(t.Hashes)) }

// Bytes returns the tile's content, 32 bytes a hash.
func (t Tile) Bytes() []byte {
	b := make([]byte, 0, len(t.Hashes)*tlog.HashSize)
	for _, h := range t.Hashes {
		b = append(b, h[:]...)
	}
	return b
}

// TilePath returns the path of the tile of the given level, index and width.
func TilePath(level int, index int64, width int) string {
	return fmt.Sprintf("tile/%d/%s", level, NumberPath(index, width))
}

// EntriesPath returns the path of a bundle of leaves.
func EntriesPath(index int64, width int) string { return "tile/entries/" + NumberPath(index, width) }

// SegmentPath returns the path of a segment of records, without the ending
// that a sealed project adds.
func SegmentPath(index int64, width int) string {
	return "payload/" + NumberPath(index, width) + ".jsonl"
}

// NumberPath spells an index and a width as tlog-tiles does: groups of three
// digits, all but the last with an x, and ".p/width" behind a partial one.
func NumberPath(index int64, width int) string {
	groups := []string{fmt.Sprintf("%03d", index%1000)}
	for index >= 1000 {
		index /= 1000
		groups = append([]string{fmt.Sprintf("x%03d", index%1000)}, groups...)
	}
	p := strings.Join(groups, "/")
	if width == TileWidth {
		return p
	}
	return fmt.Sprintf("%s.p/%d", p, width)
}

// Tree is the right edge of a Merkle tree (RFC 6962): all that is needed to
// append leaves and to state the root. The zero value is the empty tree.
type Tree struct {
	size   int64
	levels [][]tlog.Hash // levels[l] holds the unfinished tile of level l
}

// Size returns the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// NewTree rebuilds a tree of the given size from its unfinished tiles, as
// EdgeWidths names them, the leaves' tile first.
func NewTree(size int64, edge [][]tlog.Hash) *Tree {
	t := &Tree{size: size}
	for _, tile := range edge {
		t.levels = append(t.levels, append(make([]tlog.Hash, 0, TileWidth), tile...))
	}
	return t
}

// EdgeWidths returns, for a tree of the given size, how many hashes the
// unfinished tile of each level holds; 0 where a level ends on a full tile.
func EdgeWidths(size int64) []int {
	var widths []int
	for n := size; n > 0; n >>= tileHeight {
		widths = append(widths, int(n&(TileWidth-1)))
	}
	return widths
}

// Append adds a leaf and returns the tiles that it fills, if any.
func (t *Tree) Append(l Leaf) []Tile {
	t.size++
	var full []Tile
	h := tlog.RecordHash(l[:])
	for level := 0; ; level++ {
		if level == len(t.levels) {
			t.levels = append(t.levels, make([]tlog.Hash, 0, TileWidth))
		}
		t.levels[level] = append(t.levels[level], h)
		if len(t.levels[level]) < TileWidth {
			return full
		}
		tile := Tile{Level: level, Index: t.index(level) - 1, Hashes: t.levels[level]}
		full = append(full, tile)
		t.levels[level] = make([]tlog.Hash, 0, TileWidth)
		h = perfect(tile.Hashes)
	}
}

// index returns the index of the unfinished tile of a level.
func (t *Tree) index(level int) int64 { return t.size >> (tileHeight * (level + 1)) }

// Edge returns the unfinished tiles, the leaves' first, without empty ones.
func (t *Tree) Edge() []Tile {
	var edge []Tile
	for level, hashes := range t.levels {
		if len(hashes) > 0 {
			edge = append(edge, Tile{Level: level, Index: t.index(level), Hashes: append([]tlog.Hash(nil), hashes...)})
		}
	}
	return edge
}

// Root returns the tree's root hash.
func (t *Tree) Root() tlog.Hash {
	if t.size == 0 {
		root, _ := tlog.TreeHash(0, nil) // of no leaves: cannot fail
		return root
	}
	var root tlog.Hash
	started := false
	for _, hashes := range t.levels {
		for width := 1; len(hashes) > 0; width <<= 1 {
			if len(hashes)&width == 0 {
				continue
			}
			peak := perfect(hashes[len(hashes)-width:])
			hashes = hashes[:len(hashes)-width]
			if !started {
				root, started = peak, true
				continue
			}
			root = tlog.NodeHash(peak, root)
		}
	}
	return root
}

// perfect returns the root over a power of two of hashes.
func perfect(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(perfect(hashes[:half]), perfect(hashes[half:]))
}
