package journal

import (
	"strings"
	"testing"
)

func FuzzMarker(f *testing.F) {
	f.Add("10 20 5 5\n")
	f.Add("0 1 0 0\n")
	f.Add("-1 +1 0x1 1e3\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := parseMarker(text, "")
		if !ok {
			return
		}
		if m.text() != text || m.to.size <= m.from.size || m.to.objects < m.from.objects || m.to.size-m.from.size > maxPublication {
			t.Fatalf("%q was read as %+v", text, m)
		}
	})
}

func FuzzObjects(f *testing.F) {
	line := ObjectEntry{Object: "urn:uuid:1", Version: 1, Inventory: strings.Repeat("0a", 64)}.line()
	f.Add(line, 1)
	f.Add(line+line, 2)
	f.Add("urn:x 1 y\n", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 0 || n > 256 {
			return
		}
		list, err := parseObjects([]byte(text), n)
		if err != nil {
			return
		}
		var again strings.Builder
		for _, e := range list {
			again.WriteString(e.line())
		}
		if again.String() != text || len(list) != n {
			t.Fatalf("%q was read as %v", text, list)
		}
	})
}

// TestShape compares the files of a shape with those of every smaller one:
// what stays is neither written nor removed.
func TestShape(t *testing.T) {
	t.Parallel()
	to := shape{size: 65_536 + 257, objects: 513}
	all := setOf(to.files(shape{}))
	for _, from := range []shape{
		{}, {size: 1}, {size: 255, objects: 512}, {size: 256, objects: 1}, {size: 65_535, objects: 513}, {size: 65_536}, {size: 65_792}, {size: 65_792, objects: 256},
	} {
		kept := without(from.files(shape{}), from.files(from))
		for _, p := range kept {
			if !all[p] {
				t.Errorf("%s was full at %v and is gone at %v", p, from, to)
			}
		}
		if n := len(kept) + len(to.files(from)); n != len(all) {
			t.Errorf("from %v: %d files, want %d", from, n, len(all))
		}
	}
}
