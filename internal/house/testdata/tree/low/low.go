// Package low lies at the bottom.
//
// It has a comment of four lines,
// of which one is empty.
package low

import (
	"errors"
	"sync"
	"time"
)

// Documented by the group.
const (
	One = 1
	Two = 2
)

var Bare = 1

// ErrNone is a sentinel.
var ErrNone = errors.New("none")

type inner interface {
	A()
	B()
}

// Wide asks for three methods.
type Wide interface {
	inner
	C()
}

type counter struct{ n int }

func (c *counter) add() { c.n++ }

func (c counter) read() int { return c.n }

var (
	table   = map[string]int{"a": 1}
	list    []int
	count   int
	pointed int
	shared  counter
	lock    sync.Mutex
	pipe    = make(chan int)
	lazy    = sync.OnceValue(func() int { return 1 })
	still   = [...]string{"x"}
)

func init() { count++ }

func change(count int) int { // the parameter hides the variable
	count = 2
	table["b"] = 2
	delete(table, "a")
	list = append(list, 1)
	p := &pointed
	shared.add()
	return *p + shared.read() + len(still[0]) + lazy() + count
}

// Now reads the clock.
func Now() time.Time {
	lock.Lock()
	defer lock.Unlock()
	return time.Now()
}
