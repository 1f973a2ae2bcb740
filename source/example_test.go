package source_test

import (
	"fmt"
	"strings"
	"testing"

	"reckon/source"
)

func ExampleText_Find() {
	text, err := source.NewText("The registry counted 20\npeople. The mayor also said 20 people.")
	if err != nil {
		fmt.Println(err)
		return
	}
	fragment, err := text.Find("registry counted 20 people", 0)
	fmt.Printf("%d-%d %q %v\n", fragment.Start, fragment.End, fragment.Exact, err)
	_, err = text.Find("20 people", 0)
	fmt.Println(err)
	// Output:
	// 4-30 "registry counted 20\npeople" <nil>
	// the quote occurs 2 times. No place was chosen. Say which one, or quote more words:
	//   1: …The registry counted [20 people]. The mayor also said 20 people.…
	//   2: … 20 people. The mayor also said [20 people].…
}

func ExampleAnchor_Resolve() {
	text, _ := source.NewText("In Vesmar 20 people fled.")
	fragment, _ := text.Find("20 people", 0)
	anchor := source.Anchor{Rendition: "r-1", Fragments: []source.Fragment{fragment}}
	later, _ := source.NewText("Yesterday, in Vesmar 20 people fled.")
	fmt.Println(anchor.Resolve(text))
	fmt.Println(anchor.Resolve(later))
	// Output:
	// anchored
	// unanchored: found elsewhere (fragment 1; its words occur once)
}

// A text of several megabytes must be indexed and searched within a blink.
func BenchmarkNewText(b *testing.B) {
	body := strings.Repeat("In Vesmar, قال 20 people\n  fled. ", 150_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := source.NewText(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	body := strings.Repeat("In Vesmar, قال 20 people\n  fled. ", 150_000) + "The end of it."
	text, err := source.NewText(body)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := text.Find("the end", 0); err == nil {
			b.Fatal("found")
		}
		if _, err := text.Find("The end of", 0); err != nil {
			b.Fatal(err)
		}
	}
}
