package places

import (
	"fmt"
	"strconv"
	"strings"

	"reckon/fault"
)

const (
	microPerDegree = 1_000_000
	fractionDigits = 6
)

// Degrees is an angle in whole microdegrees. One is about eleven centimetres
// on the equator, finer than any source speaks.
type Degrees int32

// ParseDegrees reads a signed decimal such as 40.25 or -71.5. Digits beyond
// the sixth decimal are refused, since dropping them would be a silent change.
func ParseDegrees(text string) (Degrees, error) {
	digits, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	bad := fault.New("PL020", fault.Invalid, "%q is not a decimal number of degrees", text).Try("Write it like 40.25, with at most six decimals")
	if !decimal(whole, 3) || strings.Contains(digits, ".") && !decimal(fraction, fractionDigits) {
		return 0, bad
	}
	micro, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", fractionDigits-len(fraction)), 10, 64)
	if err != nil || micro > maxDegree {
		return 0, bad
	}
	if negative {
		micro = -micro
	}
	return Degrees(micro), nil
}

// String returns the angle as a decimal with no needless digits.
func (d Degrees) String() string {
	sign, n := "", int64(d)
	if n < 0 {
		sign, n = "-", -n
	}
	fraction := strings.TrimRight(fmt.Sprintf("%06d", n%microPerDegree), "0")
	if fraction == "" {
		return fmt.Sprintf("%s%d", sign, n/microPerDegree)
	}
	return fmt.Sprintf("%s%d.%s", sign, n/microPerDegree, fraction)
}

func decimal(s string, max int) bool {
	return s != "" && len(s) <= max && strings.Trim(s, "0123456789") == ""
}
