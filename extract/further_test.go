package extract_test

import "testing"

func TestFatesSaidInOtherWords(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Soldiers locked around 60 women in the cellar, where seven infants suffocated.", "60 about detained women; seven killed children"},
		{"Three of the men fell in the fighting.", "Three killed"},
		{"Eight people sustained gunshot wounds.", "Eight wounded"},
		{"In all, 143 patients with blast injuries were admitted.", "143 wounded"},
		{"Up to 300 people are feared buried.", "300 up_to missing"},
		{"Initial reports indicate 5 fatalities, 22 injuries and 3 missing persons.", "5 killed; 22 wounded; 3 missing"},
		{"Some 460 men were held between July and November.", "460 about detained men"},
		{"Six held after raid on three mosques", "Six detained"},
		{"Thousands of families have poured out of the city.", "Thousands vague displaced families"},
		{"The war has driven 7 million people from their homes.", "7 million displaced"},
		{"Each side hands over 15 prisoners at the crossing.", "15 released prisoners"},
		{"The ship recovers six bodies.", "six body_recovered bodies"},
		{"The disease has left 3,470 people infected.", "3,470 affected"},
		{"Partners reunited 312 children with their families.", "312 returned children"},
		{"Forty men were flogged.", "Forty ill_treated men"},
		{"The whereabouts of 38 people are unknown.", "38 missing"},
	})
}

func TestBoundsSaidInOtherWords(t *testing.T) {
	t.Parallel()
	checkAll(t, map[string][]string{
		"The war cost something like 3,000 lives.":                      {"3,000 killed"},
		"The death toll is now 7.":                                      {"7 killed"},
		"The death toll passes 2,000.":                                  {"2,000 killed"},
		"Killed: 1,208 (incl 316 women)":                                {"1,208 killed", "316 killed of 1,208"},
		"Of the 640 families who fled, 410 are staying with relatives.": {"640 displaced families", "410 displaced families of 640"},
	})
}

func TestPartsSaidInOtherWords(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Twenty people – 12 men, five women and three children – were killed.", "Twenty killed; 12 killed men <Twenty; five killed women <Twenty; three killed children <Twenty"},
		{"Among the 89 people arrested were six minors and 11 women.", "89 detained; six detained children <89; 11 detained women <89"},
		{"The division lost 4,316 men, of whom 1,087 were killed and 612 taken prisoner.", "4,316 killed_wounded_or_missing men; 1,087 killed <4,316; 612 detained <4,316"},
	})
}

// A number that a hyphen ties to a noun counts that noun, and not what stands
// behind it.
func TestNumbersInCompounds(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"The death toll in the collapse of a nine-storey block of flats climbs to 29.", "29 killed"},
		{"A 12-room house was destroyed.", ""},
		{"A two-storey home burned and 14 people were killed.", "14 killed"},
	})
}

// A speaker plainly goes on: with the parts of a figure, in a quotation, and
// through a list.
func TestSpeakersGoOn(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"The council said that 14 people were killed. Of these, five were children.", "14 killed @The council; five killed <14 @The council"},
		{"“They came at night,” said Ana Orr. “In our street 14 people were killed.”", "14 killed @Ana Orr"},
		{"According to the council, in that month:\n\n- 14 people were killed;\n\n- 30 people were wounded.", "14 killed @the council; 30 wounded @the council"},
		{"The council said that 41 people were abducted. Of these, five died.", "41 abducted @The council; five killed <41 @The council"},
		{"The council spoke. In our street 14 people were killed.", "14 killed"},
		{"The council disclosed that 14 people were killed.", "14 killed @The council"},
		{"A pamphlet speaks of 14 killed.", "14 killed @A pamphlet"},
		{"The committee charged that 14 people were killed.", "14 killed @The committee"},
		{"Initial reports indicate that 14 people were killed.", "14 killed"},
	})
}
