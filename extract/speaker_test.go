package extract_test

import "testing"

func TestReportingVerbs(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"The council said that 14 people were killed.", "14 killed @The council"},
		{"The council said 14 people were killed.", "14 killed @The council"},
		{"The council says that 14 people were killed.", "14 killed @The council"},
		{"The council reported that 14 people were killed.", "14 killed @The council"},
		{"The council reported 14 deaths.", "14 killed @The council"},
		{"The council announced that 14 people were killed.", "14 killed @The council"},
		{"The council claimed that 14 people were killed.", "14 killed @The council"},
		{"The council stated that 14 people were killed.", "14 killed @The council"},
		{"The council estimated that 14 people were killed.", "14 killed @The council"},
		{"The council confirmed that 14 people were killed.", "14 killed @The council"},
		{"The council declared that 14 people were killed.", "14 killed @The council"},
		{"The council told reporters that 14 people were killed.", "14 killed @The council"},
		{"The council documented 14 deaths.", "14 killed @The council"},
		{"The council recorded 14 deaths.", "14 killed @The council"},
		{"The council alleged that 14 people were killed.", "14 killed @The council"},
		{"The council acknowledged that 14 people were killed.", "14 killed @The council"},
		{"The council concluded that 14 people were killed.", "14 killed @The council"},
		{"The council found that 14 people were killed.", "14 killed @The council"},
		{"The council believes that 14 people were killed.", "14 killed @The council"},
		{"The council noted that 14 people were killed.", "14 killed @The council"},
		{"Ana Orr said that 14 people were killed.", "14 killed @Ana Orr"},
		{"Police said that 14 people were killed.", "14 killed @Police"},
		{"Local officials said that 14 people were killed.", "14 killed @Local officials"},
		{"A spokesman said that 14 people were killed.", "14 killed @A spokesman"},
		{"Witnesses said that 14 people were killed.", "14 killed @Witnesses"},
		{"The Belo Relief Group said that 14 people were killed.", "14 killed @The Belo Relief Group"},
	})
}

func TestSpeakersBehindTheFigure(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"Fourteen people were killed, the council said.", "Fourteen killed @the council"},
		{"Fourteen people were killed, said the council.", "Fourteen killed @the council"},
		{"Fourteen people were killed, according to the council.", "Fourteen killed @the council"},
		{"Fourteen people were killed according to the council.", "Fourteen killed @the council"},
		{"According to the council, 14 people were killed.", "14 killed @the council"},
		{"Fourteen people were killed and 20 wounded, the council said.", "Fourteen killed @the council; 20 wounded @the council"},
		{"Fourteen people, including two children, were killed, the council said.",
			"Fourteen killed @the council; two killed children <Fourteen @the council"},
		{"Fourteen people were killed, Ana Orr said.", "Fourteen killed @Ana Orr"},
		{"Fourteen people were killed, police reported.", "Fourteen killed @police"},
		{"Fourteen people were killed, as reported by the council.", "Fourteen killed @the council"},
	})
}

func TestRivalSpeakers(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"The army said 14 people were killed. The council said 20 people were killed.", "14 killed @The army; 20 killed @The council"},
		{"The army said 14 people were killed, while the council said 20 were killed.", "14 killed @The army; 20 killed @the council"},
		{"According to the army, 14 people were killed. According to the council, 20 people died.",
			"14 killed @the army; 20 killed @the council"},
		{"The army said that 14 people were killed and 20 wounded.", "14 killed @The army; 20 wounded @The army"},
		{"The army said 14 people were killed. It added that 20 were wounded.", "14 killed @The army; 20 wounded @The army"},
		{"Ana Orr said 14 people were killed. She said that 20 were wounded.", "14 killed @Ana Orr; 20 wounded @Ana Orr"},
	})
}

func TestNoSpeaker(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"It was reported that 14 people were killed.", "14 killed"},
		{"Reportedly 14 people were killed.", "14 killed"},
		{"Fourteen people were reportedly killed.", "Fourteen killed"},
		{"Fourteen people were reported killed.", "Fourteen killed"},
		{"Fourteen people are said to have been killed.", "Fourteen killed"},
		{"The council met. Fourteen people were killed.", "Fourteen killed"},
		{"The council said it was so. Fourteen people were killed.", "Fourteen killed"},
		{"The flood claimed 14 lives.", "14 killed"},
		{"Fourteen people were killed. The army denied it.", "Fourteen killed"},
		{"The army killed 14 people.", "14 killed"},
	})
}
