package rendition

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// precision is what a number format shows of a date and a time of day.
type precision struct{ year, month, day, clock bool }

// serial shows a number that a workbook stores, under its format. What is no
// date stays as written. A date is shown as EDTF at the precision of the
// format: one that shows month and year must not gain a day.
func serial(stored, format string, from1904 bool) string {
	p := readFormat(format)
	n, err := strconv.ParseFloat(stored, 64)
	if p == (precision{}) || err != nil || n < 0 || n >= 2958466 || math.IsNaN(n) {
		return stored
	}
	days := math.Floor(n)
	seconds := int(math.Round((n - days) * 86400))
	var base time.Time
	switch {
	case from1904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60 || days == 0 && (p.day || p.month || p.year):
		return stored // 29 February 1900 and day 0 are in no calendar
	case days < 60:
		base = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	default:
		base = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	}
	at := base.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	return p.show(at)
}

func (p precision) show(at time.Time) string {
	var date string
	switch {
	case p.day && p.month && p.year:
		date = at.Format("2006-01-02")
	case p.month && p.year:
		date = at.Format("2006-01")
	case p.year:
		date = at.Format("2006")
	case p.day && p.month:
		date = at.Format("XXXX-01-02")
	case p.month:
		date = at.Format("XXXX-01")
	case p.day:
		date = at.Format("XXXX-XX-02")
	}
	switch {
	case !p.clock:
		return date
	case date == "":
		return at.Format("15:04:05")
	}
	return date + "T" + at.Format("15:04:05")
}

// readFormat tells what a number format shows (ECMA-376 part 1, 18.8.31). An
// elapsed time, such as [h]:mm, is a quantity and no date.
func readFormat(format string) (p precision) {
	letters := formatLetters(format)
	if strings.Contains(letters, "[") || strings.ContainsAny(letters, "0#?") && !strings.ContainsAny(letters, "ydhs") {
		return precision{}
	}
	for i, r := range letters {
		switch r {
		case 'y', 'e':
			p.year = true
		case 'd':
			p.day = true
		case 'h', 's':
			p.clock = true
		case 'm':
			if minutes(letters, i) {
				p.clock = true
			} else {
				p.month = true
			}
		}
	}
	return p
}

// minutes says that the m at i stands for minutes: after hours or before
// seconds.
func minutes(letters string, i int) bool {
	before := strings.TrimRight(letters[:i], "m")
	after := strings.TrimLeft(letters[i:], "m")
	return strings.HasSuffix(before, "h") || strings.HasPrefix(after, "s")
}

// formatLetters returns the letters and digits of the first section of a
// format that are not quoted, escaped or in brackets. Brackets of an elapsed
// time leave a bracket.
func formatLetters(format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		switch c := format[i]; c {
		case ';':
			return b.String()
		case '\\', '_', '*':
			i++
		case '"':
			i += skipTo(format[i+1:], '"')
		case '[':
			inner, _, _ := strings.Cut(strings.ToLower(format[i+1:]), "]")
			if inner != "" && strings.Trim(inner, "hms") == "" {
				b.WriteByte('[')
			}
			i += skipTo(format[i+1:], ']')
		default:
			if low := c | 0x20; low >= 'a' && low <= 'z' {
				b.WriteByte(low)
			} else if strings.IndexByte("0#?", c) >= 0 {
				b.WriteByte(c)
			}
		}
	}
	s := b.String()
	if strings.HasPrefix(s, "general") {
		return ""
	}
	return strings.ReplaceAll(s, "ampm", "")
}

// skipTo returns how many bytes lead up to and over the end mark.
func skipTo(s string, end byte) int {
	if n := strings.IndexByte(s, end); n >= 0 {
		return n + 1
	}
	return len(s)
}
