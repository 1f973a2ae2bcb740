//go:build !linux

package reckon_test

import (
	"context"
	"errors"
)

// full has no disk to fill on this system.
func (*crashWorker) full(context.Context) error { return errors.ErrUnsupported }
