package statement_test

import (
	"testing"

	"reckon/statement"
)

// Every qualifier gives a figure its form before digits, words and digits of
// other scripts, and in capitals.
func TestEachQualifier(t *testing.T) {
	t.Parallel()
	tests := []struct{ cue, want string }{
		{"at least", "at_least 40 40 -"},
		{"no less than", "at_least 40 40 -"},
		{"no fewer than", "at_least 40 40 -"},
		{"not less than", "at_least 40 40 -"},
		{"not fewer than", "at_least 40 40 -"},
		{"a minimum of", "at_least 40 40 -"},
		{"≥", "at_least 40 40 -"},
		{"more than", "more_than 40 40 -"},
		{"over", "more_than 40 40 -"},
		{"above", "more_than 40 40 -"},
		{"greater than", "more_than 40 40 -"},
		{">", "more_than 40 40 -"},
		{"up to", "up_to 40 - 40"},
		{"as many as", "up_to 40 - 40"},
		{"at most", "up_to 40 - 40"},
		{"no more than", "up_to 40 - 40"},
		{"not more than", "up_to 40 - 40"},
		{"a maximum of", "up_to 40 - 40"},
		{"≤", "up_to 40 - 40"},
		{"fewer than", "fewer_than 40 - 40"},
		{"less than", "fewer_than 40 - 40"},
		{"under", "fewer_than 40 - 40"},
		{"below", "fewer_than 40 - 40"},
		{"<", "fewer_than 40 - 40"},
		{"about", "about 40 - -"},
		{"around", "about 40 - -"},
		{"approximately", "about 40 - -"},
		{"approx.", "about 40 - -"},
		{"some", "about 40 - -"},
		{"nearly", "about 40 - -"},
		{"almost", "about 40 - -"},
		{"roughly", "about 40 - -"},
		{"an estimated", "about 40 - -"},
		{"estimated", "about 40 - -"},
		{"est.", "about 40 - -"},
		{"circa", "about 40 - -"},
		{"ca.", "about 40 - -"},
		{"close to", "about 40 - -"},
		{"~", "about 40 - -"},
		{"≈", "about 40 - -"},
	}
	for _, tt := range tests {
		for _, number := range []string{"40", "forty", "٤٠", "FORTY"} {
			words := tt.cue + " " + number
			if q, err := statement.ParseQuantity(words); err != nil || numbers(q) != tt.want || q.Words != words {
				t.Errorf("%q: got %s, %v, want %s", words, numbers(q), err, tt.want)
			}
		}
	}
}

func TestNumeralsInWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		words string
		want  int64
	}{
		{"two", 2},
		{"three", 3},
		{"four", 4},
		{"five", 5},
		{"six", 6},
		{"seven", 7},
		{"eight", 8},
		{"nine", 9},
		{"ten", 10},
		{"eleven", 11},
		{"twelve", 12},
		{"thirteen", 13},
		{"fourteen", 14},
		{"fifteen", 15},
		{"sixteen", 16},
		{"seventeen", 17},
		{"eighteen", 18},
		{"nineteen", 19},
		{"twenty", 20},
		{"thirty", 30},
		{"forty", 40},
		{"fifty", 50},
		{"sixty", 60},
		{"seventy", 70},
		{"eighty", 80},
		{"ninety", 90},
		{"twenty-one", 21},
		{"thirty-two", 32},
		{"forty-three", 43},
		{"fifty-four", 54},
		{"sixty-five", 65},
		{"seventy-six", 76},
		{"eighty-seven", 87},
		{"ninety-eight", 98},
		{"one hundred and one", 101},
		{"two hundred and ten", 210},
		{"six hundred and thirteen", 613},
		{"nine hundred and ninety-nine", 999},
		{"one thousand and one", 1001},
		{"one thousand two hundred and seventy-five", 1275},
		{"ten thousand", 10_000},
		{"twelve thousand three hundred", 12_300},
		{"one hundred thousand", 100_000},
		{"one million and one", 1_000_001},
		{"3 hundred", 300},
		{"12 thousand", 12_000},
		{"2.5 thousand", 2500},
		{"1.75 million", 1_750_000},
		{"three dozen", 36},
	}
	for _, tt := range tests {
		q, err := statement.ParseQuantity(tt.words)
		if err != nil || q.Form != statement.Exact || *q.Value != tt.want || *q.Low != tt.want || *q.High != tt.want {
			t.Errorf("%q: got %s, %v, want %d", tt.words, numbers(q), err, tt.want)
		}
	}
}

// A quantity is printed in neutral words, with groups of three digits; a vague
// one in the source's own.
func TestQuantityInNeutralWords(t *testing.T) {
	t.Parallel()
	tests := []struct{ words, want string }{
		{"7", "7"},
		{"999", "999"},
		{"1000", "1,000"},
		{"12 345", "12,345"},
		{"1'234'567", "1,234,567"},
		{"1,000,000*", "1,000,000*"},
		{"twenty", "20"},
		{"no fewer than twenty", "at least 20"},
		{"over a thousand", "more than 1,000"},
		{"as many as 1 500", "up to 1,500"},
		{"under fifty", "fewer than 50"},
		{"an estimated 2,000", "about 2,000"},
		{"from 30 to 40", "between 30 and 40"},
		{"1,000-1,500", "between 1,000 and 1,500"},
		{"three or four dozen", "between 36 and 48"},
		{"scores", "“scores”"},
		{"an unknown number", "“an unknown number”"},
		{"at least several hundred", "“at least several hundred”"},
	}
	for _, tt := range tests {
		if q, err := statement.ParseQuantity(tt.words); err != nil || q.String() != tt.want {
			t.Errorf("%q: got %s, %v, want %s", tt.words, q, err, tt.want)
		}
	}
}
