package statement_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/statement"
)

// numbers prints a quantity's form and numbers, a dash for an absent one.
func numbers(q statement.Quantity) string {
	text := string(q.Form)
	for _, n := range []*int64{q.Value, q.Low, q.High} {
		if n == nil {
			text += " -"
		} else {
			text += " " + strconv.FormatInt(*n, 10)
		}
	}
	return text
}

func TestParseQuantity(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		// one number
		"613": "exact 613 613 613", "1,275": "exact 1275 1275 1275", "1 275": "exact 1275 1275 1275",
		"1\u00a0275": "exact 1275 1275 1275", "1\u202f275\u202f000": "exact 1275000 1275000 1275000",
		"1'275": "exact 1275 1275 1275", "12,000,000": "exact 12000000 12000000 12000000", "150*": "exact 150 150 150",
		"0": "exact 0 0 0", "no": "exact 0 0 0", "None": "exact 0 0 0", "no one": "exact 0 0 0", "zero": "exact 0 0 0", "007": "exact 7 7 7",
		"78%": "exact 78 78 78", "78 per cent": "exact 78 78 78",
		// digits of other scripts
		"٦١٣": "exact 613 613 613", "۶۱۳": "exact 613 613 613", "६१३": "exact 613 613 613", "１２７５": "exact 1275 1275 1275",
		"١٬٢٧٥": "exact 1275 1275 1275", "at least ٢٠": "at_least 20 20 -", "𝟙𝟚": "exact 12 12 12",
		// words
		"twenty-three": "exact 23 23 23", "Three Hundred and Five": "exact 305 305 305", "a hundred": "exact 100 100 100",
		"twelve hundred": "exact 1200 1200 1200", "a dozen": "exact 12 12 12", "two dozen": "exact 24 24 24", "half a dozen": "exact 6 6 6",
		"both": "exact 2 2 2", "one": "exact 1 1 1", "a": "exact 1 1 1", "one million two hundred thousand and six": "exact 1200006 1200006 1200006",
		"5 thousand": "exact 5000 5000 5000", "1.2 million": "exact 1200000 1200000 1200000", "0.5 million": "exact 500000 500000 500000",
		"nineteen thousand ninety-nine": "exact 19099 19099 19099", "999 million": "exact 999000000 999000000 999000000",
		// qualifiers
		"at least 20": "at_least 20 20 -", "At  least\ttwenty": "", "no fewer than 20": "at_least 20 20 -", "100+": "at_least 100 100 -",
		"≥ 5": "at_least 5 5 -", "more than 30": "more_than 30 30 -", "over a thousand": "more_than 1000 1000 -", ">30": "more_than 30 30 -",
		"up to 50": "up_to 50 - 50", "as many as 50": "up_to 50 - 50", "no more than 7": "up_to 7 - 7", "fewer than 9": "fewer_than 9 - 9",
		"less than nine": "fewer_than 9 - 9", "about 20": "about 20 - -", "some 20": "about 20 - -", "an estimated 1,000": "about 1000 - -",
		"~20": "about 20 - -", "nearly two hundred": "about 200 - -", "c. 40": "about 40 - -", "up to an estimated 50": "up_to 50 - 50",
		"99 hundred": "exact 9900 9900 9900", "100 hundred": "", "a two": "", "an and": "", "two dozen and five": "", "1000001 million": "",
		"1000000000000": "exact 1000000000000 1000000000000 1000000000000", "1000000000001": "", "1000000.1 million": "",
		"999999.5 million": "exact 999999500000 999999500000 999999500000",
		// two numbers
		"two or three dozen": "range - 24 36", "three or three dozen": "exact 36 36 36", "5 or": "",
		"500-1,000": "range - 500 1000", "500 – 1 000": "range - 500 1000", "between 3 and 5": "range - 3 5", "from 3 to 5": "range - 3 5",
		"three or four": "range - 3 4", "THREE OR FOUR": "range - 3 4", "three or four dozen": "range - 36 48", "2 to 3 million": "range - 2000000 3000000",
		"100,000 to 120,000": "range - 100000 120000", "fifty to a hundred": "range - 50 100", "five to one hundred": "range - 5 100",
		"twenty-three-twenty-five": "range - 23 25", "between one hundred and five and one hundred and ten": "range - 105 110",
		"an estimated 500 to 600": "range - 500 600", "as many as 500-1,000": "up_to - - 1000", "at least five or six": "at_least - 5 -",
		"three or three": "exact 3 3 3",
		// vague words
		"dozens": "vague - - -", "many": "vague - - -", "Several": "vague - - -", "a few": "vague - - -", "tens of thousands": "vague - - -",
		"SCORES OF THOUSANDS": "vague - - -", "a few hundred": "vague - - -", "an unknown number": "vague - - -", "a large number of": "vague - - -",
		"at least several hundred": "vague - - -", "more than dozens": "vague - - -", "some": "vague - - -", "others": "vague - - -",
		"up to hundreds": "vague - - -", "some hundreds": "vague - - -", "a couple": "vague - - -", "not known": "",
		// refusals
		"": "", " ": "", "*": "", "1.275": "", "1,27": "", "12,75,000": "", "1,275,": "", ",5": "", "1,,275": "", "20 civilians": "", "at least": "",
		"about": "", "overt 20": "", "twenty thirty": "", "five five": "", "hundred": "", "thousand thousand": "",
		"one thousand two million": "", "5-3": "", "10 to 5": "", "between 3": "", "between 5 and 3": "", "and": "", "five and": "", "and five": "",
		"-5": "", "1.25 thousand": "exact 1250 1250 1250", "1.2345 thousand": "", "1.5 hundred": "", "9999999999999": "", "99999999999999999999999": "",
		"2 million million": "", "20\u202e": "", "dozens\x00": "", "the": "", "a dozen dozen dozen dozen": "", "twenty zero": "", "a five": "",
	}
	for words, want := range tests {
		q, err := statement.ParseQuantity(words)
		if want == "" {
			if err == nil {
				t.Errorf("%q was read as %s", words, numbers(q))
			}
			continue
		}
		if err != nil || numbers(q) != want {
			t.Errorf("%q: got %s, %v, want %s", words, numbers(q), err, want)
		}
		if q.Words != strings.TrimSpace(words) {
			t.Errorf("%q: the words became %q", words, q.Words)
		}
	}
}

func TestParseQuantityKeepsMarkAndModality(t *testing.T) {
	t.Parallel()
	tests := []struct{ words, mark, modality, numbers, text string }{
		{"150*", "*", "", "exact 150 150 150", "150*"},
		{"1,275 **", "**", "", "exact 1275 1275 1275", "1,275**"},
		{"150********", "********", "", "exact 150 150 150", "150********"},
		{"150[2]", "[2]", "", "exact 150 150 150", "150[2]"},
		{"150¹²", "¹²", "", "exact 150 150 150", "150¹²"},
		{"dozens†", "†", "", "vague - - -", "“dozens†”"},
		{"feared 20", "", "feared", "exact 20 20 20", "20"},
		{"up to 50 feared", "", "feared", "up_to 50 - 50", "up to 50"},
		{"perhaps dozens", "", "perhaps", "vague - - -", "“perhaps dozens”"},
		{"between 3 and 4*", "*", "", "range - 3 4", "between 3 and 4*"},
		{"as many as 500-1,000", "", "", "up_to - - 1000", "up to 1,000"},
		{"fewer than 1234567", "", "", "fewer_than 1234567 - 1234567", "fewer than 1,234,567"},
	}
	for _, tt := range tests {
		q, err := statement.ParseQuantity(tt.words)
		if err != nil || q.Mark != tt.mark || q.Modality != tt.modality || numbers(q) != tt.numbers || q.String() != tt.text {
			t.Errorf("%q: got %+v (%s, %q), %v", tt.words, q, numbers(q), q, err)
		}
	}
}

func TestRefusedQuantitySaysWhatToDo(t *testing.T) {
	t.Parallel()
	_, err := statement.ParseQuantity("1.275")
	if fault.CodeOf(err) != "ST020" || !strings.Contains(err.Error(), "give the form") {
		t.Errorf("got %v", err)
	}
	if _, err := statement.ParseQuantity("150*********"); fault.CodeOf(err) != "ST017" {
		t.Errorf("got %v", err)
	}
	if _, err := statement.ParseQuantity("a\u202eb"); fault.CodeOf(err) != "ST007" {
		t.Errorf("got %v", err)
	}
}

// Every number reads back from digits, from digits with separators, and from
// words, and every bound and range from two of them.
func TestParseQuantityReadsEveryNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 999_999_999).Draw(t, "n")
		m := n + rapid.Int64Range(1, 1000).Draw(t, "m")
		want := fmt.Sprintf("exact %d %d %d", n, n, n)
		exact, _ := statement.ParseQuantity(strconv.FormatInt(n, 10))
		for _, words := range []string{exact.Words, exact.String(), spell(n)} {
			if q, err := statement.ParseQuantity(words); err != nil || numbers(q) != want {
				t.Fatalf("%q: %s, %v", words, numbers(q), err)
			}
		}
		for form, words := range map[string]string{
			fmt.Sprintf("at_least %d %d -", n, n): "at least " + spell(n),
			fmt.Sprintf("up_to %d - %d", n, n):    "up to " + exact.String(),
			fmt.Sprintf("range - %d %d", n, m):    fmt.Sprintf("between %d and %d", n, m),
		} {
			if q, err := statement.ParseQuantity(words); err != nil || numbers(q) != form {
				t.Fatalf("%q: %s, %v", words, numbers(q), err)
			}
		}
	})
}

// spell writes a number below a thousand million in English words.
func spell(n int64) string {
	small := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
		"sixteen seventeen eighteen nineteen")
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	rest := func(head string, n int64) string {
		if n == 0 {
			return head
		}
		return head + " " + spell(n)
	}
	switch {
	case n < 20:
		return small[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		return tens[n/10] + "-" + small[n%10]
	case n < 1000:
		return rest(small[n/100]+" hundred", n%100)
	case n < 1_000_000:
		return rest(spell(n/1000)+" thousand", n%1000)
	}
	return rest(spell(n/1_000_000)+" million", n%1_000_000)
}

func FuzzParseQuantity(f *testing.F) {
	for _, seed := range []string{"at least 1,275*", "between three and four dozen", "1.2 million", "dozens", "٦١٣", "a\x00", "five-six-seven", "up to up to 5", "0*********"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		q, err := statement.ParseQuantity(words)
		if err != nil {
			return
		}
		s := toll(q.Words)
		s.Content.(*statement.Toll).Figure = q
		if err := s.Validate(); err != nil {
			t.Fatalf("%q was read as %s, which is not valid: %v", words, numbers(q), err)
		}
		if q.Form == statement.Vague && q.Value != nil {
			t.Fatalf("%q has a number", words)
		}
	})
}
