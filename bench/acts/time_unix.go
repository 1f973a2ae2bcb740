//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime returns how much processor time the program has used, which a
// busy machine does not stretch as it does the clock's.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
