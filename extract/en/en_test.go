package en_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reckon/extract"
	"reckon/extract/en"
)

func language(t testing.TB) *en.English {
	t.Helper()
	l, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCardinal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		words string
		value float64
		taken int
	}{
		{"three people", 3, 1}, {"twenty-three", 23, 1}, {"twenty three", 23, 2}, {"a hundred", 100, 2}, {"a dozen men", 12, 2},
		{"half a dozen", 6, 3}, {"two dozen", 24, 2}, {"three score", 60, 2}, {"dozen", 12, 1}, {"twelve hundred", 1200, 2},
		{"one thousand seven hundred and fifty", 1750, 6}, {"two million three hundred thousand", 2300000, 5},
		{"hundred", 0, 0}, {"a", 0, 0}, {"and five", 0, 0}, {"five and six", 5, 1}, {"a hundred and", 100, 2}, {"twenty twelve", 20, 1},
		{"one two", 1, 1}, {"thousand", 0, 0}, {"five thousand two million", 5002, 3}, {"half", 0, 0}, {"both", 2, 1},
		{"twenty-fold", 0, 0}, {"two hundred dozen", 200, 2}, {"ten a", 10, 1}, {"half half", 0, 0}, {"half thousand", 0, 0},
	}
	l := language(t)
	for _, tt := range tests {
		v, n := l.Cardinal(strings.Fields(tt.words))
		if n != tt.taken || n > 0 && v != tt.value {
			t.Errorf("%q is %v in %d words, want %v in %d", tt.words, v, n, tt.value, tt.taken)
		}
	}
}

var small = strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
	seventeen eighteen nineteen`)
var tens = strings.Fields("zero ten twenty thirty forty fifty sixty seventy eighty ninety")

// spell writes a number from 1 to 999,999,999 in words.
func spell(n int) string {
	switch {
	case n < 20:
		return small[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		return tens[n/10] + "-" + small[n%10]
	case n < 1000:
		return rest(small[n/100]+" hundred", " and ", n%100)
	case n < 1e6:
		return rest(spell(n/1000)+" thousand", " ", n%1000)
	}
	return rest(spell(n/1e6)+" million", " ", n%1e6)
}

func rest(head, joint string, n int) string {
	if n == 0 {
		return head
	}
	return head + joint + spell(n)
}

func TestCardinalReadsWhatIsSpelt(t *testing.T) {
	t.Parallel()
	l := language(t)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 999_999_999).Draw(rt, "n")
		list := strings.Fields(spell(n))
		if v, taken := l.Cardinal(list); v != float64(n) || taken != len(list) {
			rt.Errorf("%v is read as %v in %d words", list, v, taken)
		}
	})
}

func FuzzCardinal(f *testing.F) {
	f.Add("one hundred and five")
	f.Add("half a dozen-fold")
	l := language(f)
	f.Fuzz(func(t *testing.T, text string) {
		list := strings.Fields(text)
		v, n := l.Cardinal(list)
		if n < 0 || n > len(list) || v < 0 || n > 0 && v == 0 {
			t.Errorf("%q: %v in %d", text, v, n)
		}
	})
}

func TestFold(t *testing.T) {
	t.Parallel()
	l := language(t)
	for in, want := range map[string]string{"KILLED": "killed", "plain": "plain", "Ana’s": "ana's", "thirty\u2011five": "thirty-five"} {
		if got := l.Fold(in); got != want {
			t.Errorf("%q folds to %q", in, got)
		}
	}
}

func TestGuess(t *testing.T) {
	t.Parallel()
	l := language(t)
	for in, want := range map[string]extract.Shape{"quickly": extract.Adverb, "quorning": extract.Gerund, "quorned": extract.Participle,
		"quorns": extract.Plural, "quorn": extract.Unshaped, "gas": extract.Unshaped, "focus": extract.Unshaped} {
		if got := l.Guess(in); got != want {
			t.Errorf("%q looks like %v, want %v", in, got, want)
		}
	}
	if l.Tag() != "en" {
		t.Errorf("tag %q", l.Tag())
	}
}
