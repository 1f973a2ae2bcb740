package ledger_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"reckon/ledger"
)

// leafAt is the leaf of act n in the trees of these tests.
func leafAt(n int64) (l ledger.Leaf) {
	binary.BigEndian.PutUint64(l[:], uint64(n))
	return l
}

// reference is the tree as golang.org/x/mod builds it: a plain list of hashes.
type reference []tlog.Hash

func (r *reference) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, (*r)[i])
	}
	return out, nil
}

func (r *reference) append(t testing.TB, n int64) {
	t.Helper()
	l := leafAt(n)
	hashes, err := tlog.StoredHashes(n, l[:], r)
	if err != nil {
		t.Fatal(err)
	}
	*r = append(*r, hashes...)
}

func (r *reference) root(t testing.TB, n int64) tlog.Hash {
	t.Helper()
	root, err := tlog.TreeHash(n, r)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// tiles collects what Append hands out, by path.
func tiles(into map[string][]byte, list []ledger.Tile) {
	for _, tile := range list {
		into[tile.Path()] = tile.Bytes()
	}
}

func TestRootAgainstReference(t *testing.T) {
	t.Parallel()
	var ref reference
	var tree ledger.Tree
	for n := range int64(1031) {
		if tree.Size() != n || tree.Root() != ref.root(t, n) {
			t.Fatalf("size %d: root %v, want %v", tree.Size(), tree.Root(), ref.root(t, n))
		}
		ref.append(t, n)
		tree.Append(leafAt(n))
	}
}

func TestTilesAgainstReference(t *testing.T) {
	t.Parallel()
	const size = 70_000
	var ref reference
	var tree ledger.Tree
	got := map[string][]byte{}
	stops := map[int64]bool{1: true, 255: true, 256: true, 257: true, 65535: true, 65536: true, 65537: true, size: true}
	for n := range int64(size) {
		ref.append(t, n)
		tiles(got, tree.Append(leafAt(n)))
		if !stops[n+1] && (n*n)%9973 != 1 {
			continue
		}
		if tree.Root() != ref.root(t, n+1) {
			t.Fatalf("size %d: another root", n+1)
		}
		all := map[string][]byte{}
		tiles(all, tree.Edge())
		for _, tile := range tlog.NewTiles(8, 0, n+1) {
			want, err := tlog.ReadTileData(tile, &ref)
			if err != nil {
				t.Fatal(err)
			}
			path := ledger.TilePath(tile.L, tile.N, tile.W)
			if full, ok := got[path]; ok {
				all[path] = full
			}
			if !bytes.Equal(all[path], want) {
				t.Fatalf("size %d: tile %s differs", n+1, path)
			}
			delete(all, path)
		}
		if len(all) > 0 {
			t.Fatalf("size %d: %d tiles too many", n+1, len(all))
		}
	}
	if want := "tile/1/000"; len(got[want]) != 256*32 || len(got) != 273+1 {
		t.Errorf("%d full tiles, %s of %d bytes", len(got), want, len(got[want]))
	}
}

// TestResume stops at a size, keeps only the unfinished tiles, and goes on.
func TestResume(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.Int64Range(0, 1030), rapid.Int64Range(65_500, 66_100), rapid.SampledFrom([]int64{256, 65_536})).Draw(t, "size")
		more := rapid.Int64Range(0, 600).Draw(t, "more")
		var whole ledger.Tree
		for n := range size {
			whole.Append(leafAt(n))
		}
		edge := make([][]tlog.Hash, len(ledger.EdgeWidths(size)))
		for _, tile := range whole.Edge() {
			edge[tile.Level] = tile.Hashes
		}
		for level, width := range ledger.EdgeWidths(size) {
			if len(edge[level]) != width {
				t.Fatalf("level %d holds %d hashes, EdgeWidths says %d", level, len(edge[level]), width)
			}
		}
		resumed := ledger.NewTree(size, edge)
		for n := size; n < size+more; n++ {
			a, b := whole.Append(leafAt(n)), resumed.Append(leafAt(n))
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Fatalf("size %d: other tiles fill", n+1)
			}
		}
		if resumed.Size() != whole.Size() || resumed.Root() != whole.Root() || fmt.Sprint(resumed.Edge()) != fmt.Sprint(whole.Edge()) {
			t.Fatalf("%d leaves more and the trees differ", more)
		}
	})
}

func TestPaths(t *testing.T) {
	t.Parallel()
	tests := []struct{ got, want string }{
		{ledger.TilePath(0, 0, 256), "tile/0/000"},
		{ledger.TilePath(1, 999, 1), "tile/1/999.p/1"},
		{ledger.TilePath(0, 1000, 256), "tile/0/x001/000"},
		{ledger.EntriesPath(1_234_067, 255), "tile/entries/x001/x234/067.p/255"},
		{ledger.SegmentPath(0, 17), "payload/000.p/17.jsonl"},
		{ledger.SegmentPath(12, 256), "payload/012.jsonl"},
		{ledger.ManifestPath(300), "manifest/300"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
	// The names are those of golang.org/x/mod, which leaves the height in.
	for _, n := range []int64{0, 7, 999, 1000, 12_345_678} {
		if got, want := ledger.TilePath(2, n, 9), (tlog.Tile{H: 8, L: 2, N: n, W: 9}).Path()[len("tile/8"):]; got != "tile"+want {
			t.Errorf("got %s, want tile%s", got, want)
		}
	}
}
