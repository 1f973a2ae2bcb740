package statement_test

import (
	"slices"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/statement"
)

// tollOf prints a figure of persons with one status, without its speaker.
func tollOf(t *testing.T, words, unit, status string, attributes ...string) string {
	t.Helper()
	c := toll(words).Content.(*statement.Toll)
	c.Category = statement.Category{Statuses: []string{status}, Unit: unit, Attributes: attributes}
	_, said, _ := strings.Cut(sentence(t, c), " says that ")
	return said
}

// Every status is printed in the number of what it is said of.
func TestStatusesOfOneAndOfSeveral(t *testing.T) {
	t.Parallel()
	tests := []struct{ status, one, many string }{
		{"killed", "was killed", "were killed"},
		{"died", "died", "died"},
		{"counted_dead", "is counted dead", "are counted dead"},
		{"wounded", "was wounded", "were wounded"},
		{"maimed", "was maimed", "were maimed"},
		{"disabled", "was disabled", "were disabled"},
		{"ill_treated", "was ill-treated", "were ill-treated"},
		{"missing", "is missing", "are missing"},
		{"fate_unknown", "has an unknown fate", "have an unknown fate"},
		{"disappeared", "was made to disappear", "were made to disappear"},
		{"abducted", "was abducted", "were abducted"},
		{"hostage", "was taken hostage", "were taken hostage"},
		{"captive", "was taken captive", "were taken captive"},
		{"detained", "was detained", "were detained"},
		{"released", "was released", "were released"},
		{"rescued", "was rescued", "were rescued"},
		{"survived", "survived", "survived"},
		{"displaced", "was displaced", "were displaced"},
		{"returned", "returned", "returned"},
		{"trapped", "was trapped", "were trapped"},
		{"orphaned", "lost one or both parents", "lost one or both parents"},
		{"lost_one_parent", "lost one parent", "lost one parent"},
		{"lost_both_parents", "lost both parents", "lost both parents"},
		{"received_benefits", "received benefits", "received benefits"},
		{"body_recovered", "was recovered as a body", "were recovered as bodies"},
		{"buried", "was buried", "were buried"},
		{"affected", "was affected", "were affected"},
		{"destroyed", "was destroyed", "were destroyed"},
		{"damaged", "was damaged", "were damaged"},
		{"other:frostbitten", "is described as “frostbitten”", "are described as “frostbitten”"},
	}
	for _, tt := range tests {
		if got, want := tollOf(t, "1", "persons", tt.status), "1 person "+tt.one+"."; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got, want := tollOf(t, "7", "persons", tt.status), "7 persons "+tt.many+"."; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got, want := tollOf(t, "none", "persons", tt.status), "no persons "+tt.many+"."; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestUnitsOfOneAndOfSeveral(t *testing.T) {
	t.Parallel()
	tests := []struct{ unit, one, many string }{
		{"persons", "person", "persons"},
		{"families", "family", "families"},
		{"households", "household", "households"},
		{"bodies", "body", "bodies"},
		{"graves", "grave", "graves"},
		{"cases", "case", "cases"},
		{"houses", "house", "houses"},
		{"buildings", "building", "buildings"},
		{"villages", "village", "villages"},
		{"percent", "percent", "percent"},
		{"fraction", "fraction", "fraction"},
		{"other:carts", "“carts”", "“carts”"},
	}
	for _, tt := range tests {
		if got, want := tollOf(t, "1", tt.unit, "affected"), "1 "+tt.one+" was affected."; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got, want := tollOf(t, "12", tt.unit, "affected"), "12 "+tt.many+" were affected."; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// One attribute of several persons stands in for the word persons; it never
// hides another unit, a single person or a word of the source's own.
func TestAttributesNarrowWhoIsCounted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		words, unit string
		attributes  []string
		want        string
	}{
		{"5", "persons", []string{"children"}, "5 children were killed."},
		{"5", "persons", []string{"women"}, "5 women were killed."},
		{"5", "persons", []string{"men"}, "5 men were killed."},
		{"5", "persons", []string{"elderly"}, "5 elderly people were killed."},
		{"5", "persons", []string{"security_forces"}, "5 security forces were killed."},
		{"5", "persons", []string{"aid_workers"}, "5 aid workers were killed."},
		{"5", "persons", []string{"internally_displaced"}, "5 internally displaced were killed."},
		{"1", "persons", []string{"children"}, "1 person (children) was killed."},
		{"5", "bodies", []string{"children"}, "5 bodies (children) were killed."},
		{"5", "persons", []string{"women", "children"}, "5 persons (women, children) were killed."},
		{"5", "persons", []string{"nationality:Sundren"}, "5 persons (nationality “Sundren”) were killed."},
		{"5", "persons", []string{"religion:of the Lamp"}, "5 persons (religion “of the Lamp”) were killed."},
		{"5", "persons", []string{"other:ferrymen"}, "5 persons (“ferrymen”) were killed."},
	}
	for _, tt := range tests {
		if got := tollOf(t, tt.words, tt.unit, "killed", tt.attributes...); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

// Which lists take other:…, and that attribute alone takes more.
func TestOpenTerms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind, field, value string
		open               bool
	}{
		{"toll", "statuses", "other:frostbitten", true},
		{"toll", "statuses", "religion:of the Lamp", false},
		{"toll", "unit", "other:carts", true},
		{"toll", "unit", "nationality:Sundren", false},
		{"toll", "stage", "other:weighed", true},
		{"toll", "attributes", "other:ferrymen", true},
		{"toll", "attributes", "nationality:Sundren", true},
		{"toll", "attributes", "religion:of the Lamp", true},
		{"toll", "attributes", "nationality:", false},
		{"toll", "attributes", "language:Old Vesh", false},
		{"toll", "form", "other:x", false},
		{"happening", "what", "other:flood", true},
		{"happening", "what", "other:", false},
		{"happening", "part", "other:paused", false},
		{"person", "fate", "other:in hiding", true},
		{"person", "sex", "other:x", true},
		{"person", "name_kind", "other:x", false},
		{"allegation", "actor_type", "other:guild", true},
		{"allegation", "role", "other:gave shelter", true},
		{"allegation", "role", "nationality:x", false},
		{"denial", "mode", "other:x", false},
		{"acknowledgement", "extent", "other:the place", true},
		{"proceeding", "stage_of_proceeding", "other:retrial", true},
		{"material", "medium", "other:a painting", true},
		{"link", "link", "other:x", false},
	}
	for _, tt := range tests {
		s := toll("20")
		content, err := statement.NewContent(tt.kind)
		if err != nil {
			t.Fatal(err)
		}
		s.Content = content
		fields := s.Fields()
		at := slices.IndexFunc(fields, func(f statement.Field) bool { return f.Name == tt.field })
		if at < 0 {
			t.Errorf("%s has no field %s", tt.kind, tt.field)
			continue
		}
		if err := fields[at].Set(tt.value); err != nil {
			t.Errorf("%s %s: %v", tt.field, tt.value, err)
		}
		if refused := reports(s.Validate(), "ST003", tt.field); refused == tt.open {
			t.Errorf("%s.%s = %s: refused %t", tt.kind, tt.field, tt.value, refused)
		}
	}
}

// reports says whether an error lists a problem of that code in that field.
func reports(err error, code fault.Code, field string) bool {
	var l fault.List
	if list, ok := err.(fault.List); ok {
		l = list
	}
	return slices.ContainsFunc(l, func(p *fault.Problem) bool { return p.Code == code && strings.Contains(p.Where, field) })
}

// A statement of each kind without a field that it needs is refused at the field.
func TestEachRequiredField(t *testing.T) {
	t.Parallel()
	tests := []struct{ kind, fields string }{
		{"toll", "words form statuses unit"},
		{"happening", "what"},
		{"person", "fate name"},
		{"allegation", "actor actor_type role act reply standing"},
		{"denial", "mode of"},
		{"acknowledgement", "of"},
		{"finding", "body finding"},
		{"proceeding", "stage_of_proceeding"},
		{"material", "medium of"},
		{"characterisation", "of term"},
		{"link", "link target basis"},
		{"scope", "of"},
		{"appeal", "calls_for"},
	}
	for _, tt := range tests {
		s := toll("20")
		content, err := statement.NewContent(tt.kind)
		if err != nil {
			t.Fatal(err)
		}
		s.Content = content
		err = s.Validate()
		for name := range strings.FieldsSeq(tt.fields) {
			if !reports(err, "ST002", name) {
				t.Errorf("%s without %s: %v", tt.kind, name, err)
			}
		}
	}
}
