// Package suitetest is support.
package suitetest

import "testing"

func Run(t *testing.T) {}
