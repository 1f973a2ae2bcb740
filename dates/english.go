package dates

// language is everything the phrase grammar knows about one language. Each
// entry is one or more words in lower case, separated by spaces; of several
// that fit, the first is taken, so longer ones stand first. A further language
// is a further table, and a rule of its own where its word order asks for one.
type language struct {
	months   []named // a name may be listed in several spellings
	seasons  []named
	numerals []named
	tens     []named
	units    []named  // value: a unit
	days     []nearby // days and nights around the base
	years    []named  // value: years from the base's year
	monthly  []named  // value: months from the base's month
	parts    []named  // value: a third
	hedges   []named  // value: a Qualifier
	bounds   []named  // value: a bound

	lead    []string // may stand before a date and adds nothing
	the     []string
	of      []string
	ago     []string
	night   []string // a night follows
	from    []string // a range follows
	between []string
	until   []string // joins the two ends of a range
	and     []string // joins the two ends of a choice
	onward  []string // after "from 1988": an open end
}

// named is a word with its meaning as a number.
type named struct {
	words string
	value int
}

// nearby is a word for days counted from the base date.
type nearby struct {
	words string
	first int // days from the base
	last  int // the same as first, or the morning after a night
}

// The units of "two weeks ago".
const (
	unitDay = iota
	unitWeek
	unitMonth
	unitYear
)

// The thirds of "early March".
const (
	early = iota
	middle
	late
)

// The bounds of "by 25 February".
const (
	boundBy     = iota // on that date or earlier
	boundBefore        // earlier
	boundAfter         // later
	boundSince         // it started then, and no end is said
	boundUntil         // it ended then, and no start is said
)

// english returns the grammar of English.
func english() *language {
	table := englishTable
	return &table
}

var englishTable = language{
	months: []named{
		{"january", 1}, {"february", 2}, {"march", 3}, {"april", 4}, {"may", 5}, {"june", 6},
		{"july", 7}, {"august", 8}, {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
		{"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4}, {"jun", 6}, {"jul", 7},
		{"aug", 8}, {"sept", 9}, {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12},
	},
	seasons: []named{{"spring", 21}, {"summer", 22}, {"autumn", 23}, {"fall", 23}, {"winter", 24}},
	numerals: []named{
		{"a", 1}, {"an", 1}, {"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6},
		{"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10}, {"eleven", 11}, {"twelve", 12},
		{"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17},
		{"eighteen", 18}, {"nineteen", 19},
	},
	tens: []named{
		{"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50},
		{"sixty", 60}, {"seventy", 70}, {"eighty", 80}, {"ninety", 90},
	},
	units: []named{
		{"days", unitDay}, {"day", unitDay}, {"weeks", unitWeek}, {"week", unitWeek},
		{"months", unitMonth}, {"month", unitMonth}, {"years", unitYear}, {"year", unitYear},
	},
	days: []nearby{
		{"the day before yesterday", -2, -2}, {"yesterday", -1, -1}, {"last night", -1, 0},
		{"today", 0, 0}, {"this morning", 0, 0}, {"this afternoon", 0, 0}, {"this evening", 0, 0},
		{"the same day", 0, 0}, {"that same day", 0, 0}, {"that day", 0, 0},
		{"the same night", 0, 1}, {"that same night", 0, 1}, {"that night", 0, 1},
		{"the previous day", -1, -1}, {"the day before", -1, -1},
		{"the previous night", -1, 0}, {"the night before", -1, 0},
		{"the next day", 1, 1}, {"the following day", 1, 1}, {"the day after", 1, 1},
	},
	years:   []named{{"last year", -1}, {"this year", 0}, {"same year", 0}, {"that year", 0}},
	monthly: []named{{"last month", -1}, {"this month", 0}, {"same month", 0}, {"that month", 0}},
	parts: []named{
		{"early", early}, {"beginning of", early}, {"start of", early},
		{"mid", middle}, {"middle of", middle}, {"late", late}, {"end of", late},
	},
	hedges: []named{
		{"on or about", int(Approximate)}, {"on or around", int(Approximate)},
		{"about", int(Approximate)}, {"around", int(Approximate)}, {"approximately", int(Approximate)},
		{"roughly", int(Approximate)}, {"circa", int(Approximate)}, {"ca", int(Approximate)}, {"c", int(Approximate)},
		{"possibly", int(Uncertain)}, {"perhaps", int(Uncertain)}, {"probably", int(Uncertain)},
	},
	bounds: []named{
		{"no later than", boundBy}, {"not later than", boundBy}, {"by", boundBy},
		{"before", boundBefore}, {"prior to", boundBefore}, {"after", boundAfter}, {"since", boundSince},
		{"up to", boundUntil}, {"until", boundUntil}, {"till", boundUntil},
	},
	lead:    []string{"on the", "in the", "at the", "during the", "on", "in", "at", "during", "the"},
	the:     []string{"the"},
	of:      []string{"of the", "of"},
	ago:     []string{"ago"},
	night:   []string{"night of the", "night of", "night between the", "night between", "night from the", "night from"},
	from:    []string{"from the", "from"},
	between: []string{"between the", "between"},
	until:   []string{"to the", "to", "until the", "until", "till", "through"},
	and:     []string{"and the", "and"},
	onward:  []string{"onwards", "onward", "on"},
}
