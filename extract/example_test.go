package extract_test

import (
	"fmt"
	"os"
	"strings"

	"reckon/extract"
	"reckon/extract/en"
)

func ExampleText() {
	lang, err := en.New()
	if err != nil {
		panic(err)
	}
	r := extract.Text("At least ten people, including three children, were killed on 4 May, the council said.", lang)
	for _, f := range r.Figures {
		fmt.Println(f.ID, f.Text, f.Qualifier, f.Unit, f.Status, f.Group, f.Attribution.Text, f.Grade)
	}
	fmt.Println("the second is a part of", *r.Figures[1].SubsetOf)
	for _, reason := range r.Figures[1].Why {
		fmt.Println("-", reason)
	}
	fmt.Println(r.NotFigures[0].Text, r.NotFigures[0].Reason)
	// Output:
	// a ten at_least persons killed [] the council firm
	// b three exact persons killed [children] the council firm
	// the second is a part of a
	// - fills the slot before “killed”
	// - is a part, since “including” opens a list of parts
	// - said by “the council”
	// - graded firm
	// 4 date
}

func ExampleJSONL() {
	lang, err := en.New()
	if err != nil {
		panic(err)
	}
	in := strings.NewReader(`{"id": "p-1", "text": "Nothing was counted."}` + "\nnot an object\n")
	if err := extract.JSONL(in, os.Stdout, extract.Options{Language: lang}); err != nil {
		fmt.Println(strings.Split(err.Error(), ":")[0])
	}
	// Output:
	// {"id":"p-1","text":"Nothing was counted.","figures":[],"not_figures":[]}
	// line 2
}
