//go:build unix

package reckon

import "golang.org/x/sys/unix"

// freeSpace returns the bytes that can still be written below dir.
func freeSpace(dir string) (free uint64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}
