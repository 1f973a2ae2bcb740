package extract_test

import "testing"

// Dates, years and times beside a figure are not taken for it.
func TestFiguresBesideDates(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"On 3 July nine people were killed.", "nine killed"},
		{"On July 3 nine people were killed.", "nine killed"},
		{"On July 3, nine people were killed.", "nine killed"},
		{"On July 3rd, nine people were killed.", "nine killed"},
		{"On the 3rd of July nine people were killed.", "nine killed"},
		{"On 3 July 2003 nine people were killed.", "nine killed"},
		{"On July 3, 2003, nine people were killed.", "nine killed"},
		{"On 2003-07-03 nine people were killed.", "nine killed"},
		{"On 03/07/2003 nine people were killed.", "nine killed"},
		{"Between 3 and 5 July nine people were killed.", "nine killed"},
		{"From 3 to 5 July nine people were killed.", "nine killed"},
		{"In July 2003 nine people were killed.", "nine killed"},
		{"In 2003 nine people were killed.", "nine killed"},
		{"In the 1980s nine people were killed.", "nine killed"},
		{"Since 2003 nine people have been killed.", "nine killed"},
		{"At 5 p.m. nine people were killed.", "nine killed"},
		{"At 10:45 nine people were killed.", "nine killed"},
		{"Nine people were killed on 3 July.", "Nine killed"},
		{"Nine people were killed on July 3, 2003.", "Nine killed"},
		{"Nine people were killed in 2003.", "Nine killed"},
		{"Nine people were killed between 1987 and 1991.", "Nine killed"},
		{"Nine people were killed at 10:45 p.m.", "Nine killed"},
		{"Nine people were killed in the 1987-91 war.", "Nine killed"},
		{"Nine people were killed two days later.", "Nine killed"},
		{"Nine people were killed in three hours.", "Nine killed"},
		{"Two people were killed on 3 July and nine on 5 July.", "Two killed; nine killed"},
		{"In May nine people were killed.", "nine killed"},
		{"Some 2,003 people were killed.", "2,003 about killed"},
		{"The flood killed 1,987 people in 1987.", "1,987 killed"},
	})
}
