package middle

import "example/low"

// T is generic.
type T[K any] struct{}

func (t *T[K]) Exported(a, b int, _ string) {}

// Shape has every kind of branch.
func Shape(a, b bool, c chan int) {
	if a && b {
	} else if b || a {
		for range 3 {
			switch {
			case a:
				func() {
					if b {
					}
				}()
			case b:
			default:
			}
		}
	} else {
	}
	select {
	case <-c:
	default:
	}
}

var hook = func(a int) {
	// FIXME: later
	if a > low.One {
		panic("not implemented")
	}
}
