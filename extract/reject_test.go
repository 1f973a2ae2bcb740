package extract_test

import (
	"slices"
	"testing"

	"reckon/extract"
)

// Each text holds one number that is no figure, with the reason; none of it is
// coded.
func TestReasons(t *testing.T) {
	t.Parallel()
	tests := []struct{ reason, number, text string }{
		{"date", "16", "On 16 July the council met."},
		{"date", "16", "On July 16 the council met."},
		{"date", "16th", "On July 16th the council met."},
		{"date", "16th", "On the 16th of July the council met."},
		{"date", "16", "On Jul. 16, 2003 the council met."},
		{"date", "3", "Between 3 and 5 July the council met."},
		{"date", "5", "Between 3 and 5 July the council met."},
		{"year", "2003", "On 16 July 2003 the council met."},
		{"year", "2003", "In 2003 the council met."},
		{"year", "1987", "Since 1987 the council has met."},
		{"year", "2003", "In July 2003 the council met."},
		{"year", "1987-91", "The 1987-91 council met."},
		{"time", "10", "At 10:45 the council met."},
		{"time", "45", "At 10:45 the council met."},
		{"time", "5", "At 5 p.m. the council met."},
		{"time", "11", "At 11 a.m. the council met."},
		{"age", "40-year-old", "The 40-year-old teacher left."},
		{"age", "40", "The teacher, aged 40, left."},
		{"age", "40", "Ana Orr, 40, left."},
		{"age", "40", "Ana Orr (40) left."},
		{"money", "900", "The roof cost $900 in all."},
		{"money", "900", "The roof cost 900 dollars in all."},
		{"money", "900", "The roof cost €900 in all."},
		{"money", "900", "The roof cost 900 euros in all."},
		{"ordinal", "10th", "The 10th anniversary was marked."},
		{"ordinal", "3rd", "The 3rd meeting was held."},
		{"unit_name", "9th", "The 9th brigade left."},
		{"unit_name", "9th", "The 9th infantry battalion left."},
		{"unit_name", "9", "Brigade 9 left."},
		{"legal", "7", "Article 7 was amended."},
		{"legal", "7", "Section 7 was amended."},
		{"legal", "7", "Resolution 7 was adopted."},
		{"reference", "7", "It is on page 7 of the report."},
		{"reference", "7", "It is shown in table 7 below."},
		{"reference", "7", "It is in volume 7 of the report."},
		{"footnote", "7", "The council met.[7] It was late."},
		{"address", "17", "It met at 17 Orchard Street that day."},
		{"para", "12", "12. The council met again."},
		{"pronoun", "One", "One of the rooms was locked."},
		{"duration", "nine", "The march lasted nine days."},
		{"duration", "nine", "The march lasted nine hours."},
		{"duration", "nine", "The march lasted nine weeks."},
		{"duration", "nine", "The war lasted nine years."},
		{"distance", "nine", "The road is nine kilometres long."},
		{"distance", "nine", "The road is nine miles long."},
		{"distance", "9", "The road is 9 km long."},
		{"incidents", "Nine", "Nine attacks followed."},
		{"incidents", "Nine", "Nine explosions followed."},
		{"incidents", "Nine", "Nine raids followed."},
		{"weapons", "nine", "They found nine rifles."},
		{"weapons", "nine", "They found nine bombs."},
		{"weapons", "nine", "They found nine grenades."},
		{"objects", "nine", "They burned nine cars."},
		{"objects", "nine", "They seized nine trucks."},
		{"places", "nine", "It spread to nine towns."},
		{"places", "nine", "It spread to nine provinces."},
		{"military_units", "Nine", "Nine battalions marched."},
		{"military_units", "Nine", "Nine regiments marched."},
		{"percent_other", "9", "Prices fell by 9 percent."},
		{"percent_other", "9%", "Prices fell by 9% again."},
		{"occupants", "90", "A bus carrying 90 people left."},
		{"occupants", "90", "A ferry with 90 people aboard left."},
		{"population", "900", "It is home to 900 people."},
		{"population", "900", "The town has a population of 900 people."},
		{"perpetrators", "Nine", "Nine gunmen opened fire."},
		{"perpetrators", "Nine", "Nine attackers opened fire."},
		{"unreadable", "1,23,4", "The sum of 1,23,4 is odd."},
		{"unreadable", "1.2.3", "The sum of 1.2.3 is odd."},
		{"unit_name", "K17", "The K17 rebels left."},
		{"model", "K-17", "A K-17 flew by."},
	}
	l := english(t)
	for _, tt := range tests {
		r := extract.Text(tt.text, l)
		i := slices.IndexFunc(r.NotFigures, func(n extract.NotFigure) bool { return n.Text == tt.number })
		if i < 0 || r.NotFigures[i].Reason != tt.reason || len(r.Figures) > 0 {
			t.Errorf("%s: %s should be %s; %+v, figures %v", tt.text, tt.number, tt.reason, r.NotFigures, briefs(r))
			continue
		}
		n := r.NotFigures[i]
		if string([]rune(tt.text)[n.Start:n.End]) != n.Text {
			t.Errorf("%s: %s is not at %d to %d", tt.text, n.Text, n.Start, n.End)
		}
	}
}

// What is no figure does not hide the one beside it.
func TestFiguresBesideOtherNumbers(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"On 16 July 2003, 14 people were killed.", "14 killed"},
		{"At 10:45 a bomb killed 14 people.", "14 killed"},
		{"Nine attacks killed 14 people.", "14 killed"},
		{"Two gunmen killed 14 people.", "14 killed"},
		{"In 1987 the flood killed 140 people.", "140 killed"},
		{"The 9th brigade killed 14 people.", "14 killed"},
		{"A 40-year-old teacher and 14 students were killed.", "14 killed students"},
		{"The fire killed 14 people in nine towns.", "14 killed"},
		{"The fire killed 14 people in nine hours.", "14 killed"},
		{"Fourteen people were killed nine kilometres from Belo.", "Fourteen killed"},
		{"Fourteen people were killed and nine cars were burned.", "Fourteen killed"},
		{"Fourteen people were killed on page 9.", "Fourteen killed"},
		{"A bus carrying 90 people fell, killing 14.", "14 killed"},
		{"The K17 rebels killed 14 people.", "14 killed"},
		{"Fourteen people were killed.[7]", "Fourteen killed"},
		{"Fourteen people, aged 20 to 40, were killed.", "Fourteen killed"},
	})
}
