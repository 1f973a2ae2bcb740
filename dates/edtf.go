package dates

import "strings"

// Parse reads text as EDTF, levels 0 and 1 and the sets of level 2. It accepts
// nothing around the expression, and refuses dates that do not exist.
func Parse(text string) (Value, error) {
	return parseValue(text, Gregorian)
}

func parseValue(text string, c Calendar) (Value, error) {
	if n := len(text); n > 2 {
		switch {
		case text[0] == '[' && text[n-1] == ']':
			return parseSet(text[1:n-1], OneOf, c)
		case text[0] == '{' && text[n-1] == '}':
			return parseSet(text[1:n-1], AllOf, c)
		}
	}
	if i := strings.IndexByte(text, '/'); i >= 0 {
		return parseSpan(text[:i], text[i+1:], c)
	}
	d, err := parseDate(text, c)
	if err != nil {
		return Value{}, err
	}
	return single(d), nil
}

func parseSpan(left, right string, c Calendar) (Value, error) {
	var v Value
	var err error
	if v.from, v.openStart, err = parseEnd(left, c); err != nil {
		return Value{}, err
	}
	if v.to, v.openEnd, err = parseEnd(right, c); err != nil {
		return Value{}, err
	}
	return span(v)
}

// parseEnd reads an end of an interval: a date, ".." for open, or nothing for
// unknown.
func parseEnd(text string, c Calendar) (d Date, open bool, err error) {
	switch text {
	case "":
		return Date{}, false, nil
	case "..":
		return Date{}, true, nil
	}
	d, err = parseDate(text, c)
	return d, false, err
}

// parseDate reads one date: a year, then perhaps month and day, then a clock
// or a qualifier.
func parseDate(text string, c Calendar) (Date, error) {
	d := Date{cal: c}
	body := text
	if i := strings.IndexByte(body, 'T'); i >= 0 {
		var err error
		if d.clock, err = parseClock(body[i+1:]); err != nil {
			return Date{}, err
		}
		body = body[:i]
	} else {
		d.qualifier, body = trailingQualifier(body)
	}
	rest, err := d.readYear(body)
	if err != nil {
		return Date{}, err
	}
	if err := d.readMonthDay(rest, text); err != nil {
		return Date{}, err
	}
	if d.clock.set && d.form != formDay {
		return Date{}, refuse(codeTime, "%q has a time of day but no day", text)
	}
	return d, nil
}

func trailingQualifier(text string) (Qualifier, string) {
	if text == "" {
		return 0, text
	}
	last := len(text) - 1
	switch text[last] {
	case '?':
		return Uncertain, text[:last]
	case '~':
		return Approximate, text[:last]
	case '%':
		return Uncertain | Approximate, text[:last]
	}
	return 0, text
}

// readYear reads the year and returns what follows it.
func (d *Date) readYear(text string) (rest string, err error) {
	if text != "" && text[0] == 'Y' {
		return "", d.readLongYear(text)
	}
	digits, negative := strings.CutPrefix(text, "-")
	if len(digits) < 4 {
		return "", unread(text)
	}
	n, masked, ok := fourDigits(digits)
	if !ok {
		return "", unread(text)
	}
	if negative && n == 0 {
		return "", refuse(codeYear, "%q: there is no negative year zero", text).Try("Write 0000 for 1 BC")
	}
	if negative {
		n = -n
	}
	d.year = int32(n)
	d.form = [...]form{formYear, formDecade, formCentury}[masked]
	return digits[4:], nil
}

// fourDigits reads four digits, of which the last one or two may be X.
func fourDigits(text string) (n, masked int, ok bool) {
	for i := range 4 {
		switch b := text[i]; {
		case b == 'X':
			masked++
			n *= 10
		case digit(b) && masked == 0:
			n = n*10 + int(b-'0')
		default:
			return 0, 0, false
		}
	}
	return n, masked, masked <= 2
}

// readLongYear reads Y and a year of five to nine digits.
func (d *Date) readLongYear(text string) error {
	digits, negative := strings.CutPrefix(text[1:], "-")
	n := 0
	for i := range len(digits) {
		if !digit(digits[i]) || i >= 9 {
			return unread(text)
		}
		n = n*10 + int(digits[i]-'0')
	}
	if n <= maxShortYear || digits[0] == '0' {
		return refuse(codeYear, "%q: Y is for years of more than four digits", text)
	}
	if negative {
		n = -n
	}
	d.year, d.form = int32(n), formLong
	return nil
}

// readMonthDay reads what follows a year: nothing, -MM or -MM-DD, each of the
// pairs perhaps XX. The whole text is for the refusal.
func (d *Date) readMonthDay(rest, text string) error {
	if rest == "" {
		return nil
	}
	month, rest, ok := pair(rest)
	if !ok || d.form != formYear || len(rest) != 0 && len(rest) != 3 {
		return unread(text)
	}
	if rest == "" {
		return d.setMonth(month, text)
	}
	day, _, ok := pair(rest)
	if !ok {
		return unread(text)
	}
	return d.setDay(month, day, text)
}

// unspecified stands for XX in place of a month or day.
const unspecified = -1

func (d *Date) setMonth(month int, text string) error {
	switch {
	case month == unspecified:
		d.form = formYearXX
		return nil
	case month >= 21 && month <= 24:
		d.month, d.form = uint8(month), formSeason
		return nil
	case month >= 25 && month <= 41:
		return unread(text) // a season, quarter or the like of level 2
	case month < 1 || month > reckonings[d.cal].months:
		return refuse(codeImpossible, "%q: there is no month %02d", text, month)
	}
	d.month, d.form = uint8(month), formMonth
	return nil
}

func (d *Date) setDay(month, day int, text string) error {
	switch {
	case month == unspecified && day == unspecified:
		d.form = formYearXXXX
		return nil
	case month == unspecified:
		return unread(text)
	case month < 1 || month > reckonings[d.cal].months:
		return refuse(codeImpossible, "%q: there is no month %02d", text, month)
	case day == unspecified:
		d.month, d.form = uint8(month), formMonthXX
		return nil
	case day < 1 || day > d.cal.daysIn(int(d.year), month):
		return refuse(codeImpossible, "%q: that month has no day %02d", text, day)
	}
	d.month, d.day, d.form = uint8(month), uint8(day), formDay
	return nil
}

// pair reads a hyphen and two digits or XX.
func pair(text string) (n int, rest string, ok bool) {
	if len(text) < 3 || text[0] != '-' {
		return 0, text, false
	}
	if text[1:3] == "XX" {
		return unspecified, text[3:], true
	}
	two, rest, ok := twoDigits(text[1:], 99)
	return int(two), rest, ok
}

// unread refuses text, and says so where it looks like EDTF of a higher level.
func unread(text string) error {
	if text != "" && strings.Trim(text, "0123456789-.XYES?~%") == "" && strings.ContainsAny(text, "0123456789X") &&
		(strings.ContainsAny(text, "XES?~%") || seasonOfLevelTwo(text)) {
		return refuse(codeLevel, "%q uses a feature of EDTF beyond level 1 that is not read here", text).
			Try("Write the date more simply and keep its words")
	}
	return refuse(codeSyntax, "%q is not an EDTF date", text).Try("Write it like 1992-02-25, 1992-02 or 1992")
}

func seasonOfLevelTwo(text string) bool {
	return len(text) == 7 && text[4] == '-' && text[5:] >= "25" && text[5:] <= "41"
}
