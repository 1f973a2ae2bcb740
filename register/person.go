package register

import (
	"fmt"
	"slices"
	"strings"

	"reckon/dates"
	"reckon/fault"
	"reckon/names"
	"reckon/source"
	"reckon/statement"
)

const (
	maxLine  = 1000
	maxProse = 20_000
	maxList  = 1000
	maxAge   = 130
)

// PersonID is a person's random, permanent id.
type PersonID string

// Bands lists the age bands for a person whose age in years is not known.
func Bands() []source.Term {
	return []source.Term{
		{Name: "unborn", Help: "not yet born"},
		{Name: "infant", Help: "a baby, in the source's sense"},
		{Name: "child", Help: "a child, in the source's sense, or under 18"},
		{Name: "adolescent", Help: "a teenager, in the source's sense"},
		{Name: "adult", Help: "an adult, or 18 and over"},
		{Name: "elder", Help: "elderly, in the source's sense"},
	}
}

// Person is a person entered by hand.
type Person struct {
	ID          PersonID       `json:"id"`
	Names       []names.Name   `json:"names,omitempty"`
	Description string         `json:"description,omitempty"`
	Sex         string         `json:"sex,omitempty"`
	Age         *int64         `json:"age,omitempty"`      // whole years at the event
	AgeBand     string         `json:"age_band,omitempty"` // where the years are not known
	Born        *dates.When    `json:"born,omitempty"`
	Died        *dates.When    `json:"died,omitempty"`
	Statements  []statement.ID `json:"statements"`
	Note        string         `json:"note,omitempty"`
}

// Validate reports what is wrong with the entry in itself, as a fault.List.
// Whether its statements carry it is for CheckDeath.
func (p Person) Validate() error {
	l := source.Token("id", string(p.ID))
	if len(p.Names) == 0 && strings.TrimSpace(p.Description) == "" {
		l.Add(fault.New("RE001", fault.Invalid, "the person is neither named nor described").At("names").
			Try("Describe an unnamed person as the source does"))
	}
	if len(p.Names) > maxList || len(p.Statements) > maxList {
		l.Add(fault.New("RE002", fault.Invalid, "there are more than %d names or statements", maxList).At("names"))
	}
	for i, n := range p.Names {
		l.Join(fmt.Sprintf("name %d", i+1), n.Validate())
	}
	p.checkAge(&l)
	if p.Sex != "" && !slices.Contains(source.TermNames(statement.Terms("sex")), p.Sex) && !strings.HasPrefix(p.Sex, "other:") {
		l.Add(fault.New("RE003", fault.Invalid, "%.40q is not in the list sex", p.Sex).At("sex"))
	}
	checkWhen(&l, "born", p.Born)
	checkWhen(&l, "died", p.Died)
	checkText(&l, "description", p.Description, maxProse, true)
	checkText(&l, "sex", p.Sex, maxLine, false)
	checkText(&l, "note", p.Note, maxProse, true)
	p.checkStatements(&l)
	return l.Err()
}

func (p Person) checkAge(l *fault.List) {
	if p.Age != nil && (*p.Age < 0 || *p.Age > maxAge) {
		l.Add(fault.New("RE004", fault.Invalid, "an age of %d years is impossible", *p.Age).At("age"))
	}
	if p.AgeBand != "" && !slices.Contains(source.TermNames(Bands()), p.AgeBand) {
		l.Add(fault.New("RE005", fault.Invalid, "%.40q is not an age band", p.AgeBand).At("age_band"))
	}
	if p.Age != nil && p.AgeBand != "" {
		l.Add(fault.New("RE006", fault.Invalid, "an age and an age band are given").At("age_band").Try("Keep the age"))
	}
}

func (p Person) checkStatements(l *fault.List) {
	if len(p.Statements) == 0 {
		l.Add(fault.New("RE007", fault.Invalid, "the person rests on no statement").At("statements").
			Try("Code the statement that names or describes the person first"))
	}
	for i, id := range p.Statements {
		*l = append(*l, source.Token("statements", string(id))...)
		if slices.Contains(p.Statements[:i], id) {
			l.Add(fault.New("RE008", fault.Invalid, "the statement %s is named twice", id).At("statements"))
		}
	}
}

// CheckDeath reports, given the statements that the person rests on, a
// statement that is not there, and a date of death that none of them carries:
// one must say of a person that he or she is dead. Missing is not dead.
func (p Person) CheckDeath(statements []*statement.Statement) error {
	var l fault.List
	said := p.Died == nil
	for _, id := range p.Statements {
		i := slices.IndexFunc(statements, func(s *statement.Statement) bool { return s.ID == id })
		if i < 0 {
			l.Add(fault.New("RE009", fault.NotFound, "the statement %s is not there", id).At("statements"))
			continue
		}
		said = said || saysDead(statements[i].Content)
	}
	if !said {
		l.Add(fault.New("RE010", fault.Invalid, "a date of death is given and no statement says that the person is dead").At("died").
			Unchanged("Nothing was entered").Try("Leave the date out; a person reported missing is missing"))
	}
	return l.Err()
}

func saysDead(c statement.Content) bool {
	p, ok := c.(*statement.Person)
	if !ok {
		return false
	}
	switch p.Fate {
	case "killed", "died", "counted_dead", "body_recovered", "buried":
		return true
	}
	return false
}

// PersonAdded is the act that enters a person.
type PersonAdded struct {
	Person Person `json:"person"`
}

// Kind returns the act's kind and version.
func (PersonAdded) Kind() string { return "person.added/1" }

// Validate reports what is wrong with the act, as a fault.List.
func (a PersonAdded) Validate() error { return a.Person.Validate() }

// UnmarshalJSON reads the act strictly.
func (a *PersonAdded) UnmarshalJSON(data []byte) error {
	type wire PersonAdded
	return source.Decode(data, (*wire)(a))
}
