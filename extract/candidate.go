package extract

// form is how a number is expressed.
type form uint8

const (
	formExact   form = iota // one number
	formRange               // two ends
	formVague               // words without a value
	formZero                // none
	formOne                 // an article or pronoun for a single person
	formOthers              // "others" with no number of their own
	formPart                // a fraction
	formUnclear             // digits that cannot be read as a number
)

// candidate is a number expression on its way to being a figure or not.
type candidate struct {
	first, last int // words of the number expression
	from, to    int // words of the whole phrase: cue and determiner to last noun
	form        form
	value       float64
	low, high   float64
	percent     bool
	definite    bool // the phrase points back
	partitive   bool // "X of the Y"
	divided     bool // the Y of "X of the Y"

	cue        Qualifier
	cueA, cueB int // words of the cue; -1 where there is none

	head    int  // word of the head noun; -1 where there is none
	sure    bool // the head noun is in the lexicon
	unit    Unit
	groups  []string
	implied Status // the noun or a modifier says it: "refugees", "wounded soldiers"
	others  bool   // "others", "more"

	frame   frame
	agent   bool       // subject of a verb that makes victims of others
	subject bool       // subject of a verb that is no fate
	parent  *candidate // figure this one is a part of
	whole   *candidate // the Y of "X of the Y"
	peer    *candidate // the same people in another unit
	same    *candidate // the earlier figure that this one repeats
	rival   *candidate // the figure that this one is another count of

	reject  string // reason why it is no figure; empty while it may be one
	grade   Grade
	why     []string
	speaker [2]int // bytes
	scope   []Scope
	marks   []warning

	sent *sentence
	id   string
}

// frame is the status word a candidate is bound to.
type frame struct {
	status   Status
	at       int // word
	bond     bond
	passive  bool // bound through an auxiliary
	relative bool // bound inside a relative clause
	modal    bool // said to be possible, to come, or denied
	how      string
}

// bond is how tight a candidate's frame is.
type bond uint8

const (
	unbound bond = iota
	guessed      // only nearness speaks for it
	shared       // taken over from a neighbour
	loose        // reached over other words
	tight        // in the status word's own slot
)

func (c *candidate) say(reason string) { c.why = append(c.why, reason) }

// turn marks the candidate as no figure, once.
func (c *candidate) turn(reason string) {
	if c.reject == "" {
		c.reject = reason
	}
}

func (c *candidate) live() bool { return c.reject == "" }

// set binds the candidate and records why.
func (c *candidate) set(f frame) {
	c.frame = f
	c.say(f.how)
}

func (c *candidate) bound() bool { return c.frame.bond > unbound }

// origin returns the figure that a repeat stands for, the candidate itself
// where it is no repeat, and nil where it is no figure at all.
func (c *candidate) origin() *candidate {
	switch {
	case c.same != nil:
		return c.same
	case c.live():
		return c
	}
	return nil
}

// measure reports whether the number is one of time, space or money, which no
// verb of fate takes as its object.
func (c *candidate) measure() bool {
	switch c.reject {
	case "date", "year", "time", "duration", "distance", "age", "money", "ordinal":
		return true
	}
	return false
}

// built reports whether buildings are counted, not people.
func (c *candidate) built() bool { return c.unit == houses || c.unit == "villages" }

// warning is a mark on its way: of is the figure it points at, where it points
// at one.
type warning struct {
	kind        string
	of          *candidate
	first, last *word
}
