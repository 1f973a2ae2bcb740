package chart

import (
	"math"
	"strconv"
)

// scale maps numbers to positions between 0 and 1. Zero is always at 0.
type scale struct {
	log bool
	top int64
}

// logRatio is how many times the smallest number the largest must be for the
// logarithmic scale, on which the small ones can still be told apart.
const logRatio = 50

// scaleOf chooses the scale for numbers: linear from zero, or log(1+n), which
// has a zero too.
func scaleOf(numbers []int64) scale {
	var least, most int64
	for _, n := range numbers {
		most = max(most, n)
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return scale{log: least > 0 && most/least >= logRatio, top: nice(most)}
}

// nice returns the first of 1, 2 and 5 times a power of ten that is not below n,
// and n itself where there is none to be had.
func nice(n int64) int64 {
	for power := int64(1); power <= math.MaxInt64/10; power *= 10 {
		for _, m := range []int64{1, 2, 5} {
			if m*power >= n {
				return m * power
			}
		}
	}
	return max(n, 1)
}

func (s scale) at(n int64) float64 {
	if s.log {
		return math.Log1p(float64(n)) / math.Log1p(float64(s.top))
	}
	return float64(n) / float64(s.top)
}

// apart is the least distance between ticks, as a share of the axis.
const apart = 0.12

// ticks lists the numbers printed on the axis: zero, the top, and between them
// powers of ten or the half, where there is room.
func (s scale) ticks() []int64 {
	var between []int64
	if s.log {
		for power := int64(1); power < s.top && power <= math.MaxInt64/10; power *= 10 {
			between = append(between, power)
		}
	} else if s.top >= 2 {
		between = append(between, s.top/2)
	}
	list := []int64{0}
	for _, n := range between {
		if s.at(n)-s.at(list[len(list)-1]) >= apart && 1-s.at(n) >= apart {
			list = append(list, n)
		}
	}
	return append(list, s.top)
}

// number writes a number with commas between groups of three digits.
func number(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
