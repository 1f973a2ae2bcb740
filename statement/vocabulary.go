package statement

import (
	"slices"
	"strings"

	"reckon/fault"
	"reckon/source"
)

// other opens a term that no list has: other:frostbitten. It keeps the
// source's sense instead of forcing it into a near miss.
const other = "other:"

// Terms returns the closed list of that name, in the order shown to a coder,
// or nothing where there is no such list. Every list but form, name_kind, mode,
// part, parts and link also takes other:…; attribute takes nationality:… and
// religion:… too.
func Terms(list string) []source.Term {
	words, text := entries(list)
	return append(describe(words), split(text)...)
}

// entries returns what a list is made of: terms that have forms to print, and
// the lines of the rest.
func entries(list string) ([]word, string) {
	switch list {
	case "status":
		return statuses[:], ""
	case "unit":
		return units[:], ""
	case "stage":
		return nil, stageTerms
	case "attribute":
		return nil, attributeTerms
	case "fate":
		return statuses[:fates], notStatedTerm
	}
	return nil, otherLists[list]
}

// word is a term with the way it is printed of one and of several.
type word struct {
	name, one, many, help string
}

// fates is how many statuses, from the first, can be said of one person.
const fates = 26

var statuses = [...]word{
	{"killed", "was killed", "were killed", "killed, murdered, executed"},
	{"died", "died", "died", "died; the source does not say killed"},
	{"counted_dead", "is counted dead", "are counted dead", "presumed, reported or counted dead"},
	{"wounded", "was wounded", "were wounded", "wounded, injured, hurt"},
	{"maimed", "was maimed", "were maimed", "maimed or mutilated"},
	{"disabled", "was disabled", "were disabled", "left with a disability"},
	{"ill_treated", "was ill-treated", "were ill-treated", "beaten, tortured or otherwise ill-treated"},
	{"missing", "is missing", "are missing", "missing, unaccounted for, never returned; not counted dead"},
	{"fate_unknown", "has an unknown fate", "have an unknown fate", "the source says that the fate is not known"},
	{"disappeared", "was made to disappear", "were made to disappear", "taken, and the taking not acknowledged"},
	{"abducted", "was abducted", "were abducted", "abducted, kidnapped"},
	{"hostage", "was taken hostage", "were taken hostage", "taken or held hostage"},
	{"captive", "was taken captive", "were taken captive", "taken prisoner, captured, held by an opposing force"},
	{"detained", "was detained", "were detained", "arrested or detained"},
	{"released", "was released", "were released", "set free, exchanged, handed over alive"},
	{"rescued", "was rescued", "were rescued", "brought to safety by others"},
	{"survived", "survived", "survived", "said to have survived"},
	{"displaced", "was displaced", "were displaced", "fled, was evacuated, deported or made homeless"},
	{"returned", "returned", "returned", "came back"},
	{"trapped", "was trapped", "were trapped", "could not leave"},
	{"orphaned", "lost one or both parents", "lost one or both parents", "the source does not say how many parents"},
	{"lost_one_parent", "lost one parent", "lost one parent", "one of two parents"},
	{"lost_both_parents", "lost both parents", "lost both parents", "both parents"},
	{"received_benefits", "received benefits", "received benefits", "was paid or registered for benefits"},
	{"body_recovered", "was recovered as a body", "were recovered as bodies", "body seen, found, exhumed or handed over"},
	{"buried", "was buried", "were buried", "buried"},
	{"all_members_killed", "lost all its members", "lost all their members", "of families or households: the source says that none is left alive"},
	{"affected", "was affected", "were affected", "affected, in whatever way"},
	{"destroyed", "was destroyed", "were destroyed", "of things: destroyed"},
	{"damaged", "was damaged", "were damaged", "of things: damaged"},
}

var units = [...]word{
	{"persons", "person", "persons", "single persons, whoever they are"},
	{"families", "family", "families", "families"},
	{"households", "household", "households", "households"},
	{"bodies", "body", "bodies", "bodies seen, counted, examined, buried"},
	{"graves", "grave", "graves", "graves"},
	{"cases", "case", "cases", "cases or files of an authority"},
	{"houses", "house", "houses", "houses, homes, dwellings"},
	{"buildings", "building", "buildings", "other buildings"},
	{"villages", "village", "villages", "villages, settlements"},
	{"percent", "percent", "percent", "hundredths of something the source names"},
	{"fraction", "fraction", "fraction", "a half, a third, most of something the source names"},
}

const stageTerms = `alleged: said to have happened, nothing further
found: found or seen
brought_in: brought to a hospital, mortuary or other place
examined: examined by a doctor or an expert
buried: buried
listed: on a list without names
named: on a list of names
identified: identified by name
registered: registered by an authority
certified: certified dead or injured
preliminary: the source calls the count preliminary
final: the source calls the count final`

const notStatedTerm = "not_stated: the source names the person and states no fate"

const attributeTerms = `children: under 18, or children in the source's sense
girls: girls
boys: boys
women: women
men: men
elderly: elderly in the source's sense
civilians: civilians in the source's sense
combatants: fighters of any side
soldiers: members of armed forces
officers: officers of armed forces
police: police
security_forces: security forces not further described
militia: members of militias, self-defence units, volunteers
militants: called militants by the source
alleged_actors: those who carried out the act, according to the source
suspects: suspects
prisoners: prisoners
hostages: hostages
captives: captives
refugees: refugees
internally_displaced: internally displaced people
migrants: migrants
workers: workers
aid_workers: aid workers
health_workers: health workers
journalists: journalists
students: pupils and students
school_staff: teachers and school staff
peacekeepers: peacekeepers
peasants: farmers, peasants
politicians: politicians, officials
bodyguards: bodyguards
foreigners: foreigners`

const formTerms = `exact: no qualifier in the text
at_least: at least, no fewer than
more_than: more than, over
up_to: up to, as many as
fewer_than: fewer than, under
about: about, nearly, an estimated
range: from one number to another
vague: dozens, many, an unknown number`

const partsTerms = `disjoint: the source says that nobody is in two parts
exhaustive: the source says that the parts make up the whole
disjoint_exhaustive: both`

const speakerTerms = `victim: a victim or survivor
witness: a witness
relative: a relative of a victim
medical: a doctor, hospital or mortuary
authority: an authority or official of one
armed_force: an armed force or group or a member of one
politician: a politician or a party
court: a court
inquiry: a commission or official inquiry
international: an international organisation
organisation: a non-governmental organisation
expert: an expert
scholar: a scholar
journalist: a journalist
agency: a news agency
press: a newspaper, a broadcaster, a news site
publisher: whoever published the document, speaking for itself
author: the author, speaking in a personal capacity
anonymous: somebody the source does not name
coder: a coder of the project, for what the project observes about sources`

const happeningTerms = `siege: a place is surrounded or cut off
shelling: shelling or bombardment
air_strike: an attack from the air
storming: a place is assaulted or entered by force
fighting: fighting between armed sides
shooting: people are shot at
killing: people are killed, however the source says it
explosion: an explosion, a mine, a device
arson: burning
looting: looting
arrest: arrests
abduction: people are taken
ill_treatment: people are ill-treated
displacement: people flee or are made to leave
evacuation: people are brought out
exchange: prisoners or bodies are exchanged
burial: burials
ceasefire: a ceasefire or a truce
commemoration: a commemoration or an anniversary`

const partTerms = `began: it began then
continued: it went on then
ended: it ended then`

const sexTerms = `female: in the source's sense
male: in the source's sense`

const nameKindTerms = `as_written: as the source writes it
alias: another name
nom_de_guerre: a fighting name
birth: the name at birth
transliteration: carried over from another script
translation: translated`

const actorTerms = `person: a person, by name or description
unit: a military or police unit
force: an armed force or group
office: an office or a post
state: a state or an authority
group: a group or population, in the source's words`

const roleTerms = `carried_out: did it
led: led those who did it
ordered: ordered it
planned: planned it
took_part: took part
assisted: helped
supplied: gave arms, vehicles or means
present: was there
knew: knew of it
did_not_prevent: could have prevented it and did not
responsible: is called responsible, without saying how`

const standingTerms = `alleged: said by a source, nothing further known
investigated: under investigation
charged: charged
convicted: convicted, final or not stated
appeal_pending: convicted, appeal pending
acquitted: acquitted
discontinued: proceedings ended without a verdict`

const replyTerms = `none_recorded: the project has no reply
sought: a reply was asked for
no_reply: asked, and none came by the date last checked
given: there is a reply`

const modeTerms = `denial: the speaker says that it is not so
dispute: the speaker does not accept it`

const extentTerms = `act: that it happened
circumstances: some of its circumstances
figure: the number
responsibility: responsibility for it`

const stageOfProceedingTerms = `none: the source says that there is no proceeding or no result of one
announced: announced or demanded by an authority
investigation: investigation
indictment: indictment or charge
trial: trial
conviction: conviction
acquittal: acquittal
appeal: appeal
discontinued: ended without a verdict`

const mediumTerms = `film: film or video
photograph: photographs
audio: sound recordings
document: documents
testimony: recorded testimony
list: lists of names
report: reports
remains: physical traces, remains
object: objects`

const linkTerms = `cites: this source names the other as its source
repeats: wording or text shows that this source copies the other
same_figures_as: numbers are equal, and nothing shows why`

// otherLists maps the names of the lists that have no printed forms to their terms.
var otherLists = map[string]string{
	"form":                formTerms,
	"parts":               partsTerms,
	"speaker":             speakerTerms,
	"happening":           happeningTerms,
	"part":                partTerms,
	"sex":                 sexTerms,
	"name_kind":           nameKindTerms,
	"actor":               actorTerms,
	"role":                roleTerms,
	"standing":            standingTerms,
	"reply":               replyTerms,
	"mode":                modeTerms,
	"extent":              extentTerms,
	"stage_of_proceeding": stageOfProceedingTerms,
	"medium":              mediumTerms,
	"link":                linkTerms,
}

func describe(words []word) []source.Term {
	var all []source.Term
	for _, w := range words {
		all = append(all, source.Term{Name: w.name, Help: w.help})
	}
	return all
}

func split(list string) []source.Term {
	var all []source.Term
	for line := range strings.Lines(list) {
		name, help, _ := strings.Cut(strings.TrimSpace(line), ": ")
		all = append(all, source.Term{Name: name, Help: help})
	}
	return all
}

// checkTerm reports a word that a closed list does not have.
func checkTerm(list, name string) *fault.Problem {
	if listed(list, name) || opened(list, name) {
		return nil
	}
	return fault.New("ST003", fault.Invalid, "%q is not in the list %s", shorten(name), list).
		Try("Use one of: " + offer(list))
}

// offer lists what may stand for a term.
func offer(list string) string {
	names := source.TermNames(Terms(list))
	if opened(list, other+"x") {
		names = append(names, other+"WORD, with the source's word")
	}
	return strings.Join(names, ", ")
}

// listed says whether a term stands in a list, without making the list.
func listed(list, name string) bool {
	words, text := entries(list)
	if slices.ContainsFunc(words, func(w word) bool { return w.name == name }) {
		return true
	}
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name); ok && strings.HasPrefix(rest, ": ") {
			return true
		}
	}
	return false
}

// opened reports a term that is written in one of the list's open forms.
func opened(list, name string) bool {
	prefixes := []string{other}
	switch list {
	case "form", "name_kind", "mode", "part", "parts", "link":
		return false
	case "attribute":
		prefixes = append(prefixes, "nationality:", "religion:")
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(name, p); ok && strings.TrimSpace(rest) == rest && rest != "" {
			return true
		}
	}
	return false
}

// saidTerm prints a term: one from a list in plain words, an open one as the
// source's own word, in quotation marks.
func saidTerm(name string) string {
	if prefix, rest, ok := strings.Cut(name, ":"); ok {
		if prefix+":" == other {
			return quoted(rest)
		}
		return prefix + " " + quoted(rest)
	}
	return strings.ReplaceAll(name, "_", " ")
}

func find(words []word, name string) (word, bool) {
	i := slices.IndexFunc(words, func(w word) bool { return w.name == name })
	if i < 0 {
		return word{}, false
	}
	return words[i], true
}
