package chart_test

import (
	"fmt"

	"reckon/chart"
)

func ExampleTolls_Text() {
	fmt.Print(chart.Tolls{
		Title: "Flood at Vesmar", Summary: "Three claims.",
		Axes: []chart.Axis{{Label: "persons: killed", Claims: []chart.Claim{
			{Speaker: "Orlin Health Office", Said: "12", Ref: "S-1", Low: 12},
			{Speaker: "Relief Field Mission", Said: "at least 20", Ref: "S-4", Mark: chart.AtLeast, Low: 20},
			{Speaker: "Witness 14", Said: "dozens", Ref: "S-6", Mark: chart.Words},
		}}},
	}.Text(48))
	// Output:
	// Flood at Vesmar
	// Three claims.
	//
	// persons: killed
	//   linear scale
	//   Orlin Health Office (S-1): 12
	//   │                     ●
	//   Relief Field Mission (S-4): at least 20
	//   │                                    ●╌╌▶
	//   Witness 14 (S-6): “dozens”
	//   0                                  20
}

func ExampleTolls_Table() {
	t := chart.Tolls{Axes: []chart.Axis{{Label: "graves: seen", Claims: []chart.Claim{{Speaker: "a reporter", Said: "75", Ref: "S-2", Low: 75}}}}}
	fmt.Println(t.Table().Rows)
	// Output:
	// [[graves: seen 1 a reporter 75 S-2 ]]
}
