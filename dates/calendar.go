package dates

// Calendar names the calendar in which a date was written. The zero Calendar
// is Gregorian. Both calendars are proleptic: they are extended without limit
// before their introduction, and they have a year 0000.
type Calendar uint8

// The calendars that can be converted exactly.
const (
	Gregorian Calendar = iota
	Julian
)

// reckoning is what the package must know about a calendar: its name in
// storage and its arithmetic, in Julian Day Numbers. A further calendar of
// years, months and days is one more Calendar constant, one more row below and
// a file with its two functions.
type reckoning struct {
	name    string
	months  int
	toJDN   func(year, month, day int) int64
	fromJDN func(jdn int64) (year, month, day int)
}

var reckonings = [...]reckoning{
	Gregorian: {"gregorian", 12, gregorianToJDN, gregorianFromJDN},
	Julian:    {"julian", 12, julianToJDN, julianFromJDN},
}

// String returns the calendar's name in lower case, as it is stored.
func (c Calendar) String() string {
	if int(c) >= len(reckonings) {
		return "unknown"
	}
	return reckonings[c].name
}

// Parse reads text as EDTF whose years, months and days are those of calendar
// c. EDTF itself is Gregorian; for other calendars its notation is borrowed.
func (c Calendar) Parse(text string) (Value, error) {
	if int(c) >= len(reckonings) {
		return Value{}, refuse(codeCalendar, "calendar %d is not known", c)
	}
	return parseValue(text, c)
}

// Date makes a date of calendar c. Month and day are 0 where they are not
// given; the year lies between -9999 and 9999.
func (c Calendar) Date(year, month, day int) (Date, error) {
	if int(c) >= len(reckonings) {
		return Date{}, refuse(codeCalendar, "calendar %d is not known", c)
	}
	if year < -maxShortYear || year > maxShortYear {
		return Date{}, refuse(codeYear, "year %d has more than four digits", year)
	}
	d := Date{year: int32(year), cal: c, form: formYear}
	switch {
	case month == 0 && day == 0:
		return d, nil
	case month < 1 || month > reckonings[c].months:
		return Date{}, refuse(codeImpossible, "there is no month %d", month)
	case day == 0:
		d.month, d.form = uint8(month), formMonth
		return d, nil
	case day < 1 || day > c.daysIn(year, month):
		return Date{}, refuse(codeImpossible, "month %d of %d has no day %d", month, year, day)
	}
	d.month, d.day, d.form = uint8(month), uint8(day), formDay
	return d, nil
}

// calendarNamed finds a stored calendar name.
func calendarNamed(name string) (Calendar, bool) {
	for i, r := range reckonings {
		if r.name == name {
			return Calendar(i), true
		}
	}
	return 0, false
}

func (c Calendar) jdn(year, month, day int) int64 {
	return reckonings[c].toJDN(year, month, day)
}

// monthEnd returns the last day of a month, as the day before the next begins.
func (c Calendar) monthEnd(year, month int) int64 {
	if month == reckonings[c].months {
		return c.jdn(year+1, 1, 1) - 1
	}
	return c.jdn(year, month+1, 1) - 1
}

func (c Calendar) daysIn(year, month int) int {
	return int(c.monthEnd(year, month)-c.jdn(year, month, 1)) + 1
}

// The Gregorian arithmetic counts from 1 March of year 0, so that a leap day
// is the last day of its counting year (the classical scheme, as in
// Dershowitz and Reingold, Calendrical Calculations, section 2).
const (
	gregorianMarch = 1721120 // JDN of 0000-03-01 Gregorian
	gregorianCycle = 146097  // days in 400 Gregorian years
)

func gregorianToJDN(year, month, day int) int64 {
	y, m := marchYear(year, month)
	return 365*y + floorDiv(y, 4) - floorDiv(y, 100) + floorDiv(y, 400) + marchDays(m) + int64(day) - 1 + gregorianMarch
}

func gregorianFromJDN(jdn int64) (year, month, day int) {
	z := jdn - gregorianMarch
	cycle := floorDiv(z, gregorianCycle)
	left := z - cycle*gregorianCycle
	// Leave out the leap days passed so far; what remains is years of 365 days.
	y := (left - left/1460 + left/36524 - left/146096) / 365
	left -= 365*y + y/4 - y/100
	return fromMarch(400*cycle+y, left)
}

// marchYear returns the year that begins in March, and the month within it
// counted from March = 0.
func marchYear(year, month int) (y, m int64) {
	if month <= 2 {
		return int64(year) - 1, int64(month) + 9
	}
	return int64(year), int64(month) - 3
}

// marchDays returns the days before month m, counted from March = 0. The
// lengths 31, 30, 31, 30, 31 repeat every 153 days.
func marchDays(m int64) int64 { return (153*m + 2) / 5 }

// fromMarch turns a March year and a day within it into a civil date.
func fromMarch(y, days int64) (year, month, day int) {
	m := (5*days + 2) / 153
	day = int(days-marchDays(m)) + 1
	if m >= 10 {
		return int(y) + 1, int(m) - 9, day
	}
	return int(y), int(m) + 3, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
