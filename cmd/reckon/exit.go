package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reckon/fault"
)

// The exit statuses.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitIntegrity   = 4
	exitGate        = 5
	exitUndecided   = 6
	exitLocked      = 7
	exitInterrupted = 130
)

// usageError is a call that cobra or a command refused for its form.
type usageError struct {
	err error
	cmd *cobra.Command
}

func (u *usageError) Error() string { return u.err.Error() }
func (u *usageError) Unwrap() error { return u.err }

// exitCode maps an error to the status that tells its kind. It is the only
// place that does.
func exitCode(err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	}
	switch fault.KindOf(err) {
	case fault.Usage:
		return exitUsage
	case fault.NotFound:
		return exitNotFound
	case fault.Integrity:
		return exitIntegrity
	case fault.Gate:
		return exitGate
	case fault.Undecided:
		return exitUndecided
	case fault.Locked:
		return exitLocked
	}
	return exitFailed
}

// refuse prints why a command did nothing.
func (a *app) refuse(err error) {
	fmt.Fprintf(a.err, "reckon: %s\n", clean(strings.TrimPrefix(err.Error(), "reckon: ")))
	var usage *usageError
	if errors.As(err, &usage) && usage.cmd != nil {
		fmt.Fprintf(a.err, "Try: %s --help\n", usage.cmd.CommandPath())
	}
}
