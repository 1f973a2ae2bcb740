package rendition

import (
	"context"
	"errors"
	"fmt"

	"reckon/fault"
)

// Limits bounds what a reader may use, whatever the bytes say.
type Limits struct {
	Bytes    int64 // of the file
	Text     int   // bytes of text made of it
	Unpacked int64 // bytes of all entries unpacked from it
	Ratio    int64 // unpacked to packed size of one entry above 32 MiB
	Entries  int   // in a container
	Depth    int   // of elements, groups or parts in one another
	Cells    int
	Pages    int
	Children int
	Inside   int   // containers in one another
	Pixels   int64 // of a picture
	Memory   int64 // bytes of memory of an engine's instance, of which at most two run at once
}

// DefaultLimits are generous for what people write and fatal for what only a
// machine would.
func DefaultLimits() Limits {
	return Limits{
		Bytes: 256 << 20, Text: 64 << 20, Unpacked: 256 << 20, Ratio: 200, Entries: 20_000, Depth: 256,
		Cells: 1_000_000, Pages: 20_000, Children: 10_000, Inside: 3, Pixels: 80_000_000, Memory: 256 << 20,
	}
}

// over is the refusal of what goes beyond a limit.
func over(what string, limit any) *fault.Problem {
	return fault.New("RD008", fault.Invalid, "the file has more %s than the %v that are read", what, limit).
		Try("Split the file, or type what you need from it")
}

// damaged is the refusal of what does not keep to its format.
func damaged(format string, err error) error {
	var p *fault.Problem
	if errors.As(err, &p) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fault.New("RD007", fault.Invalid, "the %s file is damaged: %v", format, err).
		Try("Open it in the program it was made with and save it again, beside the original")
}

// stopped turns a finished context into what a caller can act on: a deadline
// is a property of the file, a cancellation is the caller's own.
func stopped(ctx context.Context) error {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New("RD013", fault.Invalid, "reading the file took too long and was stopped").
			Try("Type what you need from it")
	default:
		return fmt.Errorf("reading a file: %w", err)
	}
}
