package extract

import "slices"

// Version names the rules by which figures are proposed. A change of what Text
// proposes raises it.
const Version = "2"

// Status is what a text says became of the people or buildings counted.
type Status string

// Unit is what is counted.
type Unit string

// Qualifier is how a text bounds a number.
type Qualifier string

// Grade is how sure a proposal is of being right in all its core parts.
type Grade string

// The grades. Only a firm proposal may be pre-selected for a coder.
const (
	Firm     Grade = "firm"     // one frame, one noun, no rival
	Probable Grade = "probable" // the frame is reached over other words
	Look     Grade = "look"     // a guess that a person has to read
)

const (
	killed    Status = "killed"
	wounded   Status = "wounded"
	missing   Status = "missing"
	displaced Status = "displaced"
	recovered Status = "body_recovered"
	destroyed Status = "destroyed"
	damaged   Status = "damaged"
)

const (
	persons  Unit = "persons"
	bodies   Unit = "bodies"
	houses   Unit = "houses"
	percent  Unit = "percent"
	fraction Unit = "fraction"
)

const (
	exact     Qualifier = "exact"
	atLeast   Qualifier = "at_least"
	moreThan  Qualifier = "more_than"
	upTo      Qualifier = "up_to"
	fewerThan Qualifier = "fewer_than"
	about     Qualifier = "about"
	ranged    Qualifier = "range"
	vague     Qualifier = "vague"
)

// simpleStatuses lists the statuses that are not made of others.
var simpleStatuses = [...]Status{
	killed, wounded, missing, displaced, recovered, destroyed, damaged,
	"detained", "hostage", "abducted", "disappeared", "returned", "orphaned",
	"released", "rescued", "survived", "trapped", "affected", "ill_treated",
}

// compounds lists the statuses that one number shares between several fates.
var compounds = [...]struct {
	status Status
	parts  []Status
}{
	{"killed_or_wounded", []Status{killed, wounded}},
	{"killed_wounded_or_missing", []Status{killed, wounded, missing}},
	{"wounded_or_missing", []Status{wounded, missing}},
	{"abducted_or_missing", []Status{"abducted", missing}},
	{"detained_or_disappeared", []Status{"detained", "disappeared"}},
	{"displaced_or_killed", []Status{displaced, killed}},
}

var units = [...]Unit{persons, "families", "households", bodies, houses, "villages", percent, fraction}

var qualifiers = [...]Qualifier{exact, atLeast, about, upTo, moreThan, fewerThan, ranged, vague}

func knownStatus(s Status) bool {
	for _, c := range compounds {
		if c.status == s {
			return true
		}
	}
	return slices.Contains(simpleStatuses[:], s)
}

// combine gives the status of one number said to have met several fates.
// Where no compound exists, death outranks what came before it and otherwise
// the last fate named is the one that holds.
func combine(list []Status) Status {
	if len(list) == 1 {
		return list[0]
	}
	for _, c := range compounds {
		if sameSet(c.parts, list) {
			return c.status
		}
	}
	if slices.Contains(list, killed) {
		return killed
	}
	return list[len(list)-1]
}

func sameSet(a, b []Status) bool {
	for _, x := range b {
		if !slices.Contains(a, x) {
			return false
		}
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// covers reports whether people of status part can be among those of status
// whole, as far as the words go.
func covers(whole, part Status) bool {
	if whole == part || whole == "killed_wounded_or_missing" && part == "detained" { // an army's losses
		return true
	}
	for _, c := range compounds {
		if c.status == whole && slices.Contains(c.parts, part) {
			return true
		}
	}
	return false
}

// forBuildings reports whether the status is one of buildings, not of people.
func (s Status) forBuildings() bool { return s == destroyed || s == damaged }

// Statuses lists every status that a proposal can have.
func Statuses() []Status {
	all := slices.Clone(simpleStatuses[:])
	for _, c := range compounds {
		all = append(all, c.status)
	}
	return all
}

// Units lists every unit that a proposal can have.
func Units() []Unit { return slices.Clone(units[:]) }
