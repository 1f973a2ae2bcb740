package statement_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reckon/dates"
	"reckon/places"
	"reckon/statement"
)

func sentence(t *testing.T, c statement.Content) string {
	t.Helper()
	s := toll("20")
	s.Content = c
	mustValid(t, s)
	return s.Sentence("S-1")
}

func TestSentences(t *testing.T) {
	t.Parallel()
	category := func(unit string, statuses ...string) statement.Category {
		return statement.Category{Statuses: statuses, Unit: unit}
	}
	figure := func(words string, c statement.Category) *statement.Toll {
		return &statement.Toll{Figure: toll(words).Content.(*statement.Toll).Figure, Category: c}
	}
	civilians := toll("at least 20").Content
	women := category("persons", "died")
	women.Attributes = []string{"women", "nationality:Sundren"}
	stage := category("bodies", "body_recovered")
	stage.Stage = "examined"
	part := figure("63", category("persons", "died"))
	part.Category.Attributes, part.SubsetOf, part.Scope, part.AsOf = []string{"children"}, "st-9", "that night", "2031-03"
	tests := []struct {
		content statement.Content
		want    string
	}{
		{civilians, "at least 20 civilians were killed."},
		{figure("no less than twenty", category("persons", "killed")), "at least 20 (“no less than twenty”) persons were killed."},
		{figure("1275", category("persons", "hostage")), "1,275 persons were taken hostage."},
		{figure("150*", category("persons", "missing")), "150* persons are missing."},
		{figure("dozens", category("persons", "killed", "wounded")), "“dozens” persons were killed or wounded (counted together)."},
		{figure("1", category("families", "all_members_killed")), "1 family lost all its members."},
		{figure("one", category("persons", "other:frostbitten")), "1 (“one”) person is described as “frostbitten”."},
		{figure("2", category("other:convoys", "other:lost", "killed")), "2 “convoys” are described as “lost” or were killed (counted together)."},
		{figure("none", category("persons", "killed")), "no persons were killed."},
		{figure("between 3 and 5", women), "between 3 and 5 persons (women, nationality “Sundren”) died."},
		{figure("up to 50 feared", category("persons", "killed")), "up to 50 (“up to 50 feared”) persons were killed."},
		{figure("40", stage), "40 bodies were recovered as bodies (counted as examined)."},
		{part, "63 children died (a part of the figure in statement st-9), covering “that night”, up to 2031-03."},
		{&statement.Happening{What: "shelling", Part: "began", Upon: "the town", Description: "heavy\nfire"},
			"the following began: shelling, upon “the town”, described as “heavy fire”."},
		{&statement.Happening{What: "other:flood"}, "the following took place: “flood”."},
		{&statement.Person{Name: "Tarnik", Age: "12", Fate: "missing"}, "a person named “Tarnik” aged “12” is missing."},
		{&statement.Person{Description: "a girl", Fate: "not_stated"}, "a person described as “a girl” is concerned, and states no fate."},
		{&statement.Allegation{Actor: "the 88th column", ActorType: "unit", Role: "took_part", Act: "the storming", Reply: "none_recorded", Standing: "alleged"},
			"“the 88th column” took part in “the storming” (standing: alleged; reply: none recorded)."},
		{&statement.Allegation{Actor: "X", ActorType: "person", Role: "other:gave shelter", Act: "y", Reply: "given", ReplyText: "no", Standing: "acquitted", Checked: "2031"},
			"“X” is described as “gave shelter” in “y” (standing: acquitted, checked 2031; reply: given “no”)."},
		{&statement.Denial{Mode: "denial", Of: "the town was shelled", Target: "st-2"},
			"it is not so that “the town was shelled” (directed at statement st-2)."},
		{&statement.Denial{Mode: "dispute", Of: "the number", Figure: toll("613").Content.(*statement.Toll).Figure},
			"it does not accept “the number”, concerning the figure 613."},
		{&statement.Acknowledgement{Of: "civilians died", Extent: "act"}, "this is so: “civilians died” (as to: act)."},
		{&statement.Finding{Body: "a court", Finding: "f", About: "a", Standard: "s", Document: "d"},
			"“a court” came to the conclusion “f” about “a”, by the standard “s”, in “d”."},
		{&statement.Proceeding{Stage: "none", Outcome: "nobody was tried"}, "there is no proceeding, or none with a result, with the outcome “nobody was tried”."},
		{&statement.Proceeding{Stage: "trial", Court: "c", Against: "a", Charge: "h"},
			"there is a proceeding at the stage trial, before “c”, against “a”, for “h”."},
		{&statement.Material{Medium: "film", Of: "the “bodies”", MadeBy: "m", HeldBy: "h"},
			"there is material (film) of “the ‘bodies’”, made by “m”, held by “h”."},
		{&statement.Characterisation{Of: "the event", Term: "a massacre"}, "“the event” is “a massacre”."},
		{&statement.Link{Link: "same_figures_as", Target: "s-2", Basis: "20"}, "this source has the same figures as source s-2, on the basis “20”."},
		{&statement.Scope{Of: "casualties", Meaning: "m", Includes: "i", Excludes: "e", Target: "st-3"},
			"“casualties” covers or means “m”, including “i”, leaving out “e” (directed at statement st-3)."},
		{&statement.Appeal{CallsFor: "an inquiry", Addressee: "states", Purpose: "it is known"},
			"this should be done: “an inquiry”, by “states”, so that “it is known”."},
	}
	for _, tt := range tests {
		want := "S-1 (Orlin registry, via Vesmar Post) says that " + tt.want
		if got := sentence(t, tt.content); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestSentenceNamesPlaceDateAndSource(t *testing.T) {
	t.Parallel()
	s := toll("20")
	v, err := dates.Parse("2031-03")
	if err != nil {
		t.Fatal(err)
	}
	s.When, s.Where = &dates.When{Value: v, Words: "in March"}, &places.Place{Words: "Vesmar"}
	s.Speakers = s.Speakers[:1]
	want := "s-1 (Vesmar Post) says that 20 civilians were killed [place “Vesmar”; date 2031-03 “in March”]."
	if got := s.Sentence(""); got != want {
		t.Errorf("got %s", got)
	}
	if got := (&statement.Statement{Source: "s-1"}).Sentence(""); got != "s-1 (speaker not recorded) says something not yet coded." {
		t.Errorf("got %s", got)
	}
}

var quotation = regexp.MustCompile(`“[^”]*”`)

// partisan lists words that the product never prints on its own: names for
// people and events that take a side, and verbs that judge what is said.
var partisan = regexp.MustCompile(`(?i)\b(claim(s|ed)?|admit(s|ted)?|reveal(s|ed)?|confirm(s|ed)?|den(y|ies|ied)|insist(s|ed)?|prove[sdn]*|` +
	`terrorists?|martyr(s|ed)?|collaborators?|regime|thugs?|perpetrators?|massacres?|genocide|atrocit(y|ies)|slaughter(ed)?|butcher(ed|y)?|` +
	`liberat(ed|ion)|operation|neutrali[sz]ed|eliminated|cleansing|heinous|innocent|brutal|barbaric|body count|kills|collateral|duplicate|` +
	`annihilated|guilty|murderers?|hero(es|ic)?|occupiers?|separatists?|aggressors?)\b`)

func TestNothingPrintedTakesASide(t *testing.T) {
	t.Parallel()
	if !partisan.MatchString("he admitted the Massacre") {
		t.Fatal("the list matches nothing")
	}
	rapid.Check(t, func(t *rapid.T) {
		s := valid(t)
		for _, f := range s.Fields() {
			if f.List == "" && f.Text() != "" && f.Name != "anchor" && f.Set("massacre") != nil {
				continue
			}
		}
		s.Source, s.Speakers = "s-1", []statement.Speaker{{Name: "Vesmar Post"}}
		switch c := s.Content.(type) {
		case *statement.Toll:
			c.SubsetOf, c.AsOf, c.Figure.Mark = "", "", ""
		case *statement.Link:
			c.Target = "s-2"
		case *statement.Allegation:
			c.Checked = ""
		case *statement.Denial:
			c.Target = ""
		case *statement.Acknowledgement:
			c.Target = ""
		case *statement.Scope:
			c.Target = ""
		}
		text := s.Sentence("S-1")
		if word := partisan.FindString(quotation.ReplaceAllString(text, "")); word != "" {
			t.Fatalf("prints %q of its own in: %s", word, text)
		}
		if !strings.HasPrefix(text, "S-1 (Vesmar Post) says that ") || strings.Count(text, "“") != strings.Count(text, "”") {
			t.Fatalf("is not attributed, or its quotation marks do not close: %s", text)
		}
	})
}

func TestNoListOrHelpTakesASide(t *testing.T) {
	t.Parallel()
	check := func(where, text string) {
		if word := partisan.FindString(strings.ReplaceAll(text, "_", " ")); word != "" {
			t.Errorf("%s says %q: %s", where, word, text)
		}
	}
	lists := map[string]bool{"status": true, "unit": true, "stage": true, "attribute": true, "speaker": true, "form": true}
	for _, c := range statement.Kinds() {
		for _, f := range (&statement.Statement{Content: c}).Fields() {
			check(c.Kind()+"."+f.Name, f.Name+" "+f.Help)
			lists[f.List] = true
		}
	}
	for list := range lists {
		for _, term := range statement.Terms(list) {
			check(list, term.Name+" "+term.Help)
		}
	}
}
