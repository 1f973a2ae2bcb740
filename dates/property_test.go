package dates_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"reckon/dates"
)

// drawDate draws the EDTF of any date, by assembling it.
func drawDate(t *rapid.T) string {
	year := rapid.IntRange(-9999, 9999).Draw(t, "year")
	month := rapid.IntRange(1, 12).Draw(t, "month")
	day := rapid.IntRange(1, 28).Draw(t, "day")
	sign := ""
	if year < 0 {
		sign, year = "-", -year
	}
	y := fmt.Sprintf("%s%04d", sign, year)
	hedge := rapid.SampledFrom([]string{"", "", "?", "~", "%"}).Draw(t, "hedge")
	if year > 200 && rapid.IntRange(0, 5).Draw(t, "mask") == 0 {
		return y[:len(y)-1] + "X" + hedge
	}
	rest := rapid.SampledFrom([]string{
		"", "-XX", "-XX-XX", fmt.Sprintf("-%02d", 20+month%4+1), fmt.Sprintf("-%02d", month),
		fmt.Sprintf("-%02d-XX", month), fmt.Sprintf("-%02d-%02d", month, day), fmt.Sprintf("-%02d-%02d", month, day),
	}).Draw(t, "rest")
	return y + rest + hedge
}

// drawValue draws any value that Parse accepts.
func drawValue(t *rapid.T) dates.Value {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	a := drawDate(t)
	b := rapid.SampledFrom([]string{"", "..", drawDate(t)}).Draw(t, "b")
	text := [...]string{a, a + "/" + b, b + "/" + a, "[" + a + "," + drawDate(t) + "]", "{" + a + "," + drawDate(t) + "}",
		"[" + a + "..]", "[.." + a + "]"}[kind]
	v, err := dates.Parse(text)
	if err != nil {
		// Only spans that run backwards are refused among these.
		v, err = dates.Parse(a)
		if err != nil {
			t.Fatalf("Parse(%q): %v", a, err)
		}
	}
	return v
}

func checkOrder(t interface{ Errorf(string, ...any) }, v dates.Value) {
	for _, in := range append(v.Members(), v.Interval()) {
		for _, p := range [...][2]dates.Day{
			{in.StartAfter, in.StartBefore}, {in.EndAfter, in.EndBefore}, {in.StartAfter, in.EndBefore},
		} {
			if p[0].Known() && p[1].Known() && p[0].JDN() > p[1].JDN() {
				t.Errorf("%s: %s lies after %s", v, p[0], p[1])
			}
		}
	}
}

func TestStringIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t)
		w, err := dates.Parse(v.String())
		if err != nil || !w.Equal(v) {
			t.Fatalf("%s reads back as %s, %v", v, w, err)
		}
		checkOrder(t, v)
	})
}

// What comes back from four points may be another form, but it has the same
// four points.
func TestFourPointsSurviveEDTF(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawValue(t).Interval()
		v, err := in.Value()
		if err != nil {
			return
		}
		if got := v.Interval(); got != in {
			t.Fatalf("%+v came back through %s as %+v", in, v, got)
		}
	})
}

func TestCompareIsATotalOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawValue(t), drawValue(t), drawValue(t)
		if a.Compare(b) != -b.Compare(a) {
			t.Fatalf("%s and %s: not antisymmetric", a, b)
		}
		if (a.Compare(b) == 0) != a.Equal(b) {
			t.Fatalf("%s and %s: equal in one sense only", a, b)
		}
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 && a.Compare(c) > 0 {
			t.Fatalf("%s, %s, %s: not transitive", a, b, c)
		}
	})
}

// smallSpan draws a span of days within one month, and every pair of start and
// end that it allows.
func smallSpan(t *rapid.T) (in dates.Interval, each [][2]int64) {
	d := rapid.SliceOfN(rapid.IntRange(1, 6), 4, 4).Draw(t, "days")
	sa, sb := min(d[0], d[1]), max(d[0], d[1])
	ea, eb := min(d[2], d[3]), max(d[2], d[3])
	eb = max(eb, sa)
	at := func(n int) dates.Day {
		date, err := dates.Gregorian.Date(1992, 2, n)
		if err != nil {
			t.Fatal(err)
		}
		return date.First()
	}
	in = dates.Interval{StartAfter: at(sa), StartBefore: at(sb), EndAfter: at(ea), EndBefore: at(eb)}
	for s := in.StartAfter.JDN(); s <= in.StartBefore.JDN(); s++ {
		for e := in.EndAfter.JDN(); e <= in.EndBefore.JDN(); e++ {
			if s <= e {
				each = append(each, [2]int64{s, e})
			}
		}
	}
	return in, each
}

// The answers are compared with trying every start and end.
func TestAnswersAreExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, as := smallSpan(t)
		b, bs := smallSpan(t)
		overlap := judge(as, bs, func(p, q [2]int64) bool { return p[0] <= q[1] && q[0] <= p[1] })
		if got := a.Overlaps(b); got != overlap {
			t.Fatalf("%v overlaps %v: %v, want %v", a, b, got, overlap)
		}
	})
}

func judge(as, bs [][2]int64, holds func(p, q [2]int64) bool) dates.Answer {
	all, some := true, false
	for _, p := range as {
		for _, q := range bs {
			if holds(p, q) {
				some = true
			} else {
				all = false
			}
		}
	}
	switch {
	case all:
		return dates.Yes
	case some:
		return dates.Possibly
	}
	return dates.No
}
