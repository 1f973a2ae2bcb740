package extract

// class is the set of grammatical and semantic classes a word can have. The
// names in classNames are the ones a lexicon uses.
type class uint64

const (
	isPerson       class = 1 << iota // noun for people, with unit and groups
	isBuilding                       // noun for houses or villages
	isThing                          // noun for what is not counted, with the reason
	isModifier                       // may stand between number and noun
	isDeterminer                     // opens a noun phrase
	isDefinite                       // points back: the, these
	isBe                             // passive or copula auxiliary
	isAux                            // any other auxiliary
	isAdverb                         // skipped between noun and verb
	isAnd                            // joins two of a kind
	isConjunction                    // opens another clause
	isPreposition                    // opens a phrase hanging on a noun or verb
	isOf                             // links a count to what is counted
	isRelative                       // who, which
	isInclude                        // opens a subset after it
	isWhom                           // marks the number before or after as a subset
	isOthers                         // stands for people named before
	isSay                            // reporting verb
	isAccording                      // the speaker follows
	isBy                             // the agent follows
	isLight                          // verb that leaves its subject to the next verb
	isLeave                          // verb whose object's fate follows the object
	isVerb                           // any other finite verb
	isRaise                          // verb or preposition that leads from a toll to its number
	isTollHead                       // "number", to be completed by a status
	isPronoun                        // stands for a speaker or people named before
	isClitic                         // split from the end of a word
	isAbbreviation                   // its full stop ends no sentence
	isNumber                         // may begin a number in words
	isVague                          // number word without a value
	isZero                           // none
	isMultiplier                     // million after digits
	isCue                            // qualifier
	isAfterCue                       // qualifier that stands behind the number
	isRangeOpen                      // between
	isRangeLink                      // to, or
	isMonth                          // names a month
	isWeekday                        // names a day
	isEra                            // year marker before a number
	isAgeLead                        // aged
	isAgeTail                        // year-old
	isClock                          // marks clock time
	isMoney                          // currency
	isReference                      // paragraph, article, number: leads a reference
	isOrdinal                        // ordinal suffix
	isUnitName                       // noun of a numbered formation
	isStreet                         // follows a house number
	isAboard                         // marks occupants
	isTotal                          // "a total of": transparent before a number
	isPlace                          // leads a place for the scope
	isTimeScope                      // opens a phrase that limits the time of a figure
	isArticle                        // may stand for one
	isPopulation                     // home to, population of
	isPart                           // partitive fraction: half, third
	isPercent                        // percent sign or word
	isPast                           // marks an older event
	isModal                          // what is told has not come about, or not yet
	isTitle                          // leads a name
	isSayThat                        // reporting verb only where "that" follows
)

var classNames = map[string]class{
	"person": isPerson, "building": isBuilding, "thing": isThing, "modifier": isModifier,
	"determiner": isDeterminer, "definite": isDefinite, "be": isBe, "aux": isAux, "adverb": isAdverb,
	"and": isAnd, "conjunction": isConjunction, "preposition": isPreposition, "of": isOf,
	"relative": isRelative, "include": isInclude, "whom": isWhom, "others": isOthers, "say": isSay,
	"according": isAccording, "by": isBy, "light": isLight, "leave": isLeave, "verb": isVerb,
	"raise": isRaise, "tollhead": isTollHead, "pronoun": isPronoun, "clitic": isClitic,
	"abbreviation": isAbbreviation, "number": isNumber, "vague": isVague, "zero": isZero,
	"multiplier": isMultiplier, "cue": isCue, "aftercue": isAfterCue, "rangeopen": isRangeOpen,
	"rangelink": isRangeLink, "month": isMonth, "weekday": isWeekday, "era": isEra,
	"agelead": isAgeLead, "agetail": isAgeTail, "clock": isClock, "money": isMoney,
	"reference": isReference, "ordinal": isOrdinal, "unitname": isUnitName, "street": isStreet,
	"aboard": isAboard, "total": isTotal, "place": isPlace, "timescope": isTimeScope,
	"article": isArticle, "population": isPopulation, "part": isPart, "percent": isPercent,
	"past": isPast, "modal": isModal, "title": isTitle, "saythat": isSayThat,
}

// slot is the place, relative to a status word, where the people counted stand.
type slot uint8

const (
	slotBefore slot = 1 << iota // before it, as subject or noun modified: "5 people were killed"
	slotAfter                   // after it, as object: "killing 5 people"
	slotSelf                    // the word itself is counted: "5 deaths"
	slotOf                      // after it and a link: "the killing of 5 people"
	slotToll                    // further on, after a verb of measure: "the death toll rose to 5"
	slotNoun                    // a noun for people that implies the status: "5 refugees"
	slotMixed                   // "the wounded": the people as a definite group
)

var slotNames = map[string]slot{
	"before": slotBefore, "after": slotAfter, "self": slotSelf,
	"toll": slotToll, "link": slotOf, "noun": slotNoun, "group": slotMixed,
}

// sense is all that the lexicon knows of a word or phrase.
type sense struct {
	class  class
	slots  slot
	status Status
	unit   Unit
	groups []string
	reason string // of a thing: why its count is no figure
	lead   string // of a reference: what the number behind it is
	value  float64
	cue    Qualifier
}

func (s *sense) is(c class) bool { return s.class&c != 0 }
func (s *sense) has(l slot) bool { return s.slots&l != 0 }

// nothing is the sense of a word that no lexicon line names.
var nothing = &sense{}
