package dates

import (
	"cmp"
	"strings"
)

// Compare orders values for listings: by the earliest possible day, one
// without a lower bound first; then the narrower first; then by the text and
// the calendar. It is total, and 0 only for equal values. The zero Value comes
// last.
func (v Value) Compare(w Value) int {
	if v.IsZero() || w.IsZero() {
		return cmp.Compare(rank(v), rank(w))
	}
	a, b := v.Interval(), w.Interval()
	return cmp.Or(
		cmpLow(a.StartAfter, b.StartAfter),
		cmpHigh(a.EndBefore, b.EndBefore),
		cmp.Compare(v.Granularity(), w.Granularity()),
		strings.Compare(v.String(), w.String()),
		cmp.Compare(v.Calendar(), w.Calendar()),
	)
}

func rank(v Value) int {
	if v.IsZero() {
		return 1
	}
	return 0
}
