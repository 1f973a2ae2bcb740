package dates

// clock is a time of day as written: to the minute or the second, local or
// with a shift from UTC. It is kept and written back, never converted.
type clock struct {
	hour, minute, second uint8
	set, seconds         bool
	zone                 zone
	shift                int16 // minutes east of UTC
}

// zone says how the shift from UTC is written.
type zone uint8

const (
	zoneLocal   zone = iota // nothing
	zoneUTC                 // Z
	zoneHours               // -04
	zoneMinutes             // +04:30
)

// parseClock reads hh:mm or hh:mm:ss, then nothing, Z, ±hh or ±hh:mm.
func parseClock(text string) (clock, error) {
	bad := refuse(codeTime, "%q is no time of day", text)
	c := clock{set: true}
	rest := text
	var ok bool
	if c.hour, rest, ok = twoDigits(rest, 23); !ok {
		return clock{}, bad
	}
	if c.minute, rest, ok = colonTwo(rest, 59); !ok {
		return clock{}, bad
	}
	if len(rest) > 0 && rest[0] == ':' {
		most := uint8(59)
		if c.minute == 59 {
			most = 60 // a leap second
		}
		if c.second, rest, ok = colonTwo(rest, most); !ok {
			return clock{}, bad
		}
		c.seconds = true
	}
	if !c.readZone(rest) {
		return clock{}, bad
	}
	return c, nil
}

func (c *clock) readZone(text string) bool {
	if text == "" || text == "Z" {
		c.zone = zone(len(text))
		return true
	}
	if text[0] != '+' && text[0] != '-' {
		return false
	}
	hours, rest, ok := twoDigits(text[1:], 23)
	if !ok {
		return false
	}
	c.zone = zoneHours
	var minutes uint8
	if rest != "" {
		c.zone = zoneMinutes
		minutes, rest, ok = colonTwo(rest, 59)
	}
	c.shift = int16(hours)*60 + int16(minutes)
	if text[0] == '-' {
		// ISO 8601 has no negative zero shift.
		ok = ok && c.shift != 0
		c.shift = -c.shift
	}
	return ok && rest == ""
}

func (c clock) append(b []byte) []byte {
	if !c.set {
		return b
	}
	b = appendTwo(append(appendTwo(b, c.hour), ':'), c.minute)
	if c.seconds {
		b = appendTwo(append(b, ':'), c.second)
	}
	if c.zone == zoneUTC {
		return append(b, 'Z')
	}
	if c.zone == zoneLocal {
		return b
	}
	sign, shift := byte('+'), c.shift
	if shift < 0 {
		sign, shift = '-', -shift
	}
	b = appendTwo(append(b, sign), uint8(shift/60))
	if c.zone == zoneMinutes {
		b = appendTwo(append(b, ':'), uint8(shift%60))
	}
	return b
}

// twoDigits reads two digits of at most the given value.
func twoDigits(text string, most uint8) (n uint8, rest string, ok bool) {
	if len(text) < 2 || !digit(text[0]) || !digit(text[1]) {
		return 0, text, false
	}
	n = (text[0]-'0')*10 + text[1] - '0'
	return n, text[2:], n <= most
}

func colonTwo(text string, most uint8) (n uint8, rest string, ok bool) {
	if len(text) == 0 || text[0] != ':' {
		return 0, text, false
	}
	return twoDigits(text[1:], most)
}

func digit(b byte) bool { return b >= '0' && b <= '9' }
