package reckon

import (
	"crypto/rand"
	"time"

	"reckon/internal/durable"
)

// complete fills in what the caller left out.
func (e Environment) complete() Environment {
	if e.Now == nil {
		e.Now = time.Now
	}
	if e.Random == nil {
		e.Random = rand.Reader
	}
	if e.FS == nil {
		e.FS = durable.OS{}
	}
	if e.Progress == nil {
		e.Progress = func(string, int, int) {}
	}
	if e.LockWait == 0 {
		e.LockWait = 20 * time.Second
	}
	return e
}
