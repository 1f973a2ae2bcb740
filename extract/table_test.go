package extract_test

import "testing"

// A label governs the number behind it, a heading the lines under it.
func TestLabels(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Dead: 14", "14 killed"},
		{"Deaths: 14", "14 killed"},
		{"Injured: 14", "14 wounded"},
		{"Arrested: 14", "14 detained"},
		{"Displaced: 1,400", "1,400 displaced"},
		{"Refugees: 1,400", "1,400 displaced refugees"},
		{"Missing: 14", "14 missing"},
		{"Released: 14", "14 released"},
		{"Houses destroyed: 14", "14 destroyed houses"},
		{"Killed: at least 14", "14 at_least killed"},
		{"Killed: about 14", "14 about killed"},
		{"Killed: 10-15", "10-15 range killed"},
		{"Killed: 14\nWounded: 20\nArrested: 3\nReleased: 2", "14 killed; 20 wounded; 3 detained; 2 released"},
	})
}

// A line of heads governs the columns under it, and a row called total is the
// whole of the rows above.
func TestTablesOfPlaces(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Place\tDead\nBelo\t14", "14 killed"},
		{"Place\tInjured\nBelo\t14", "14 wounded"},
		{"Place\tMissing\nBelo\t14", "14 missing"},
		{"Place\tArrested\nBelo\t14", "14 detained"},
		{"Place\tWounded\tKilled\nBelo\t20\t14", "20 wounded; 14 killed"},
		{"Place\tHouses destroyed\nBelo\t14\nMora\t3", "14 destroyed houses; 3 destroyed houses"},
		{"Place\tKilled\nBelo\t1,400\nMora\t300", "1,400 killed; 300 killed"},
		{"Place | Killed | Missing\nBelo | 14 | 2\nMora | 3 | 1", "14 killed; 2 missing; 3 killed; 1 missing"},
		{"Place | Killed\nBelo | 14\nMora | 3\nTotal | 17", "14 killed <17; 3 killed <17; 17 killed"},
		{"Place\tKilled\tWounded\nBelo\t14\t20\nTotal\t14\t20", "14 killed <14; 20 wounded <20; 14 killed; 20 wounded"},
		{"Place\tHeight\nBelo\t1,400", ""},
		{"Place\tRainfall\tHeight\nBelo\t14\t900", ""},
	})
}

// Bullets and numbered lines are sentences of their own.
func TestBulletedLines(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"- Nine people were killed.\n- Two cars were burned.", "Nine killed"},
		{"* Nine people were killed.\n* Six people were arrested.", "Nine killed; Six detained"},
		{"• Nine people were killed.\n• Six people were arrested.", "Nine killed; Six detained"},
		{"1) Nine people were killed.\n2) Six people were arrested.", "Nine killed; Six detained"},
		{"12. Nine people were killed.\n13. Six people were arrested.", "Nine killed; Six detained"},
		{"In all 90 people were killed, including:\n\n9 children,\n\n6 women", "90 killed; 9 killed children <90; 6 killed women <90"},
		{"In all 90 people were killed, including:\n- 9 children\n- 6 women", "90 killed; 9 killed children <90; 6 killed women <90"},
	})
}

// All capitals leave no names to go by.
func TestAllCapitals(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"THE FLOOD KILLED 14 PEOPLE.", "14 killed"},
		{"FOURTEEN SOLDIERS WERE WOUNDED.", "FOURTEEN wounded soldiers"},
		{"AT LEAST 14 PEOPLE WERE KILLED.", "14 at_least killed"},
		{"THE COUNCIL SAID THAT 14 PEOPLE WERE KILLED.", "14 killed @THE COUNCIL"},
		{"NO ONE WAS INJURED.", "NO ONE wounded"},
		{"TEN TO FIFTEEN PEOPLE WERE KILLED.", "TEN TO FIFTEEN range killed"},
		{"DOZENS OF PEOPLE WERE ARRESTED.", "DOZENS vague detained"},
		{"NINE HOUSES WERE DESTROYED AND SIX PEOPLE INJURED.", "NINE destroyed houses; SIX wounded"},
		{"THE DEATH TOLL ROSE TO 14.", "14 killed"},
	})
}

// A unit is what is counted: families are not persons.
func TestUnits(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Nine families lost their homes.", "Nine displaced families"},
		{"Nine families fled.", "Nine displaced families"},
		{"Nine households were affected.", "Nine affected households"},
		{"Nine bodies were found.", "Nine body_recovered bodies"},
		{"The bodies of nine women were found.", "nine body_recovered bodies women"},
		{"Nine houses were flooded.", "Nine damaged houses"},
		{"Nine homes were destroyed.", "Nine destroyed houses"},
		{"Nine villages were destroyed.", "Nine destroyed villages"},
		{"The fire destroyed nine villages and 40 houses.", "nine destroyed villages; 40 destroyed houses"},
		{"Nine families and 40 people were displaced.", "Nine displaced families; 40 displaced"},
	})
}
