package extract_test

import "testing"

func TestPartsBehindACue(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Forty people were killed, including nine children.", "Forty killed; nine killed children <Forty"},
		{"Forty people, including nine children, were killed.", "Forty killed; nine killed children <Forty"},
		{"Forty people died, including nine women and six children.", "Forty killed; nine killed women <Forty; six killed children <Forty"},
		{"Forty people were killed, among them nine women.", "Forty killed; nine killed women <Forty"},
		{"Forty people were killed. Among the dead were nine women.", "Forty killed; nine killed women <Forty"},
		{"Forty people were wounded, including nine children.", "Forty wounded; nine wounded children <Forty"},
		{"Forty people were arrested, including nine students.", "Forty detained; nine detained students <Forty"},
		{"Forty people were displaced, including nine children.", "Forty displaced; nine displaced children <Forty"},
		{"Forty houses were destroyed, including nine in Belo.", "Forty destroyed houses; nine destroyed houses <Forty"},
		{"The flood killed 40 people, including nine children.", "40 killed; nine killed children <40"},
		{"At least 40 people were killed, including at least nine children.", "40 at_least killed; nine at_least killed children <40"},
		{"Hundreds of people were killed, including nine children.", "Hundreds vague killed; nine killed children <Hundreds"},
		{"Between 40 and 50 people were killed, including nine children.", "40 and 50 range killed; nine killed children <40 and 50"},
	})
}

func TestPartsOfANamedWhole(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Nine of the 40 captives were killed.", "Nine killed <40; 40 detained"},
		{"Twelve of the 40 captives were released.", "Twelve released <40; 40 detained"},
		{"The army released 12 of the 40 captives.", "12 released <40; 40 detained"},
	})
}

func TestBreakdowns(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"The flood killed 17 people: nine men, six women and two children.",
			"17 killed; nine killed men <17; six killed women <17; two killed children <17"},
		{"Seventeen people were killed: nine men and eight women.", "Seventeen killed; nine killed men <Seventeen; eight killed women <Seventeen"},
		{"There were 30 casualties (12 killed and 18 wounded).", "30 killed_or_wounded; 12 killed <30; 18 wounded <30"},
		{"There were 30 casualties: 12 killed and 18 wounded.", "30 killed_or_wounded; 12 killed <30; 18 wounded <30"},
		{"Seventeen people died: nine in Belo and eight in Mora.", "Seventeen killed; nine killed <Seventeen; eight killed <Seventeen"},
	})
}

// Another fate, another list or another people is no part.
func TestNoParts(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Nine people were killed and 14 others were injured.", "Nine killed; 14 wounded"},
		{"Nine people were killed and 14 more were injured.", "Nine killed; 14 wounded"},
		{"Nine soldiers and 14 rebels were killed.", "Nine killed soldiers; 14 killed militants"},
		{"Nine people were killed, including the mayor, and 14 were injured.", "Nine killed; 14 wounded"},
		{"Nine people were killed, including two children, and 14 others were injured.",
			"Nine killed; two killed children <Nine; 14 wounded"},
		{"Nine people were killed in Belo. Two children were killed in Mora.", "Nine killed; Two killed children"},
		{"Floods displaced 200 families (about 900 people).", "200 displaced families; 900 about displaced"},
		{"Floods displaced 900 people (200 families).", "900 displaced; 200 displaced families"},
		{"Nine people were killed, 14 injured and two abducted.", "Nine killed; 14 wounded; two abducted"},
	})
}

func TestLayouts(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Killed: 14\nWounded: 20\nMissing: 3", "14 killed; 20 wounded; 3 missing"},
		{"Casualties:\n- Killed: 14\n- Wounded: 20", "14 killed; 20 wounded"},
		{"Casualties:\n• Killed: 14\n• Wounded: 20", "14 killed; 20 wounded"},
		{"- 14 people were killed.\n- 20 people were wounded.", "14 killed; 20 wounded"},
		{"1. Fourteen people were killed.\n2. Twenty people were wounded.", "Fourteen killed; Twenty wounded"},
		{"Place\tKilled\tWounded\nBelo\t14\t20\nMora\t3\t5", "14 killed; 20 wounded; 3 killed; 5 wounded"},
		{"Place | Killed | Wounded\nBelo | 14 | 20", "14 killed; 20 wounded"},
		{"Place\tKilled\nBelo\t14\nMora\t3\nTotal\t17", "14 killed <17; 3 killed <17; 17 killed"},
		{"Place\tDisplaced\nBelo\t1,400\nMora\t300", "1,400 displaced; 300 displaced"},
		{"Place\tVoters\nBelo\t1,400\nMora\t300", ""},
		{"Fourteen people were killed.\n\nTwenty people were wounded.", "Fourteen killed; Twenty wounded"},
		{"FOURTEEN PEOPLE WERE KILLED IN BELO.", "FOURTEEN killed"},
		{"THE FLOOD KILLED 14 PEOPLE AND INJURED 20.", "14 killed; 20 wounded"},
		{"AT LEAST 14 CHILDREN DIED IN BELO, INCLUDING SIX GIRLS.", "14 at_least killed children; SIX killed children+girls <14"},
	})
}
