package statement_test

import (
	"fmt"
	"os"
	"slices"

	"reckon/statement"
)

func ExampleParseQuantity() {
	for _, words := range []string{"at least 20", "1,275*", "three or four dozen", "dozens"} {
		q, err := statement.ParseQuantity(words)
		fmt.Println(q.Form, q, err)
	}
	// Output:
	// at_least at least 20 <nil>
	// exact 1,275* <nil>
	// range between 36 and 48 <nil>
	// vague “dozens” <nil>
}

func ExampleCodebook_Read() {
	q, _ := statement.ParseQuantity("dozens")
	for _, c := range statement.Presets() {
		low, high, _ := c.Read(q)
		fmt.Println(c.Version, *low, *high)
	}
	// Output:
	// reckon-1 24 99
	// acled-1 12 12
}

func ExampleStatement_Sentence() {
	s := &statement.Statement{
		ID: "st-1", Source: "s-7", Quote: "residents said the 88th column took part",
		Speakers: []statement.Speaker{{Name: "Vesmar Post", Role: "press"}, {Name: "residents", Role: "witness"}},
		Content: &statement.Allegation{
			Actor: "the 88th column", ActorType: "unit", Role: "took_part", Act: "the storming", Reply: "none_recorded", Standing: "alleged",
		},
	}
	fmt.Println(s.Sentence("S-7"))
	// Output:
	// S-7 (residents, via Vesmar Post) says that “the 88th column” took part in “the storming” (standing: alleged; reply: none recorded).
}

func ExampleWriteJSONL() {
	s := &statement.Statement{
		ID: "st-2", Source: "s-7", Quote: "Open the archives.", Speakers: []statement.Speaker{{Name: "Lantern Watch"}},
		Content: &statement.Appeal{CallsFor: "Open the archives."},
	}
	if err := statement.WriteJSONL(os.Stdout, slices.Values([]*statement.Statement{s})); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"id":"st-2","source":"s-7","kind":"appeal","speakers":[{"name":"Lantern Watch"}],"quote":"Open the archives.","content":{"calls_for":"Open the archives."}}
}
