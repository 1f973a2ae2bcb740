package toll_test

import (
	"fmt"

	"reckon/chart"
	"reckon/statement"
	"reckon/toll"
)

// quay is an invented event with three figures.
func quay() toll.Input {
	return newEvent().source("s-1", "2031-03-02", "news_report").source("s-2", "2031-03-05", "news_report").source("s-3", "2031-03-09", "organisation_report").
		says("s-1.a", "Vesmar Post[press] > Orlin Council[authority]", "12", "killed").
		says("s-2.a", "The Evening Bell[press] > Orlin Council[authority]", "19", "killed").
		says("s-3.a", "Lantern Watch[organisation]", "at least 31", "died").
		says("s-3.b", "Lantern Watch[organisation]", "12", "buried/bodies").in
}

func ExampleBuild() {
	sheet, err := toll.Build(quay())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range sheet.Groups {
		fmt.Println(g.Sentence)
	}
	for _, c := range sheet.Conflicts {
		fmt.Println(c.Kind, c.A, c.B, c.Reasons[0].Text)
	}
	// Output:
	// persons: killed or died: 12 according to Orlin Council, via Vesmar Post (s-1, 2031-03-02); 19 according to Orlin Council, via The Evening Bell (s-2, 2031-03-05); at least 31 according to Lantern Watch (s-3, 2031-03-09) (independent origins: 2).
	// bodies: buried: 12 according to Lantern Watch (s-3, 2031-03-09) (independent origins: 1).
	// revision [s-1.a] [s-2.a] one speaker, Orlin Council: 12 (2031-03-02) and later 19 (2031-03-05)
	// contradiction [s-1.a] [s-3.a] 12 and at least 31 cannot both hold
	// contradiction [s-2.a] [s-3.a] 19 and at least 31 cannot both hold
}

func ExampleSheet_Between() {
	sheet, err := toll.Build(quay())
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _ := sheet.Between("s-3.b", "s-1.a")
	for _, r := range c.Reasons {
		fmt.Println(r.Text)
	}
	// Output:
	// they count different things (what happened to those counted, what is counted): persons: killed or died, and bodies: buried
	// the number is the same, 12, and what it counts is not
}

func ExampleRule() {
	in := quay()
	in.Rules = []toll.Rule{{Handling: toll.LowHigh, Group: "killed/persons", Reason: "neither origin could be visited", By: "the board"}}
	sheet, err := toll.Build(in)
	if err != nil {
		fmt.Println(err)
		return
	}
	p := sheet.Groups[0].Position
	fmt.Println(p.Text)
	for _, step := range p.Derivation {
		fmt.Println("-", step.Text)
	}
	// Output:
	// the project's position on persons: killed or died: from 12 to 31, open above
	// - rule: from the lowest to the highest figure, declared by the board: “neither origin could be visited”
	// - lower end: 12 according to Orlin Council, via Vesmar Post (s-1, 2031-03-02)
	// - upper end: at least 31 according to Lantern Watch (s-3, 2031-03-09)
	// - the upper end stays open: none in s-3.a
}

// A sheet becomes a picture claim by claim: the forms are the marks.
func Example_picture() {
	sheet, err := toll.Build(quay())
	if err != nil {
		fmt.Println(err)
		return
	}
	marks := map[statement.Form]chart.Mark{
		statement.Exact: chart.Dot, statement.Range: chart.Bar, statement.AtLeast: chart.AtLeast, statement.MoreThan: chart.MoreThan,
		statement.UpTo: chart.UpTo, statement.FewerThan: chart.FewerThan, statement.About: chart.About, statement.Vague: chart.Words,
	}
	picture := chart.Tolls{Title: "Quay of Tarnik"}
	for _, g := range sheet.Groups {
		axis := chart.Axis{Label: g.Label, Note: g.SpanText}
		for i, r := range g.Rows {
			c := chart.Claim{Speaker: r.Speaker, Said: r.Said, Ref: string(g.Figures[i].Source), Mark: marks[g.Figures[i].Quantity.Form], Revises: r.Revises}
			if r.Low != nil {
				c.Low, c.High = *r.Low, *r.High
			}
			axis.Claims = append(axis.Claims, c)
		}
		picture.Axes = append(picture.Axes, axis)
	}
	fmt.Print(picture.Text(40))
	// Output:
	// Quay of Tarnik
	//
	// persons: killed or died
	//   from 12 to 31, open above; linear scale
	//   Orlin Council (s-1): 12
	//   │      ●
	//   Orlin Council (s-2): 19
	//   │           ●
	//   Lantern Watch (s-3): at least 31
	//   │                 ●╌╌╌╌╌╌╌╌╌╌╌╌╌╌▶
	//   0                           50
	//
	// bodies: buried
	//   12; linear scale
	//   Lantern Watch (s-3): 12
	//   │                 ●
	//   0                           20
}
