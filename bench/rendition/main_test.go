package main

import (
	"context"
	"testing"

	"reckon/rendition"
)

// TestSamplesAreRead keeps the made-up files sound: a bench of refusals would
// be fast.
func TestSamplesAreRead(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		d, err := rendition.Read(context.Background(), []byte(s.data), rendition.Hint{Name: s.name}, rendition.DefaultLimits())
		if err != nil || len(d.Text) < 100_000 {
			t.Errorf("%s: %d bytes of text (%v)", s.name, len(d.Text), err)
		}
	}
}
