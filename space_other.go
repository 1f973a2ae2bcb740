//go:build !unix

package reckon

// freeSpace returns the bytes that can still be written below dir.
func freeSpace(string) (free uint64, known bool) { return 0, false }
