package places_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/places"
)

func vesmar() places.Place {
	return places.Place{
		Words:     "the small town of Vesmar",
		Names:     []places.Name{{Text: "Vesmar", Language: "en", UsedBy: "the press"}, {Text: "Везмар", UsedBy: "the Orlin council"}},
		Display:   &places.Display{Name: "Vesmar", Reason: "used by most sources of either party"},
		Gazetteer: "invented:17",
		Point:     &places.Point{Lat: 1_250_000, Lon: -2_500_001},
		Precision: places.Settlement,
	}
}

func TestPlaceKeepsEveryNameThroughJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(vesmar())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "1.25") || !strings.Contains(string(data), `"lat":1250000`) {
		t.Errorf("the position is not in whole numbers: %s", data)
	}
	var got places.Place
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(vesmar(), got); diff != "" {
		t.Error(diff)
	}
}

func TestStringPrefersTheChosenName(t *testing.T) {
	t.Parallel()
	p := vesmar()
	want := []string{"Vesmar", "the small town of Vesmar", "Vesmar", "invented:17"}
	strip := []func(){func() {}, func() { p.Display = nil }, func() { p.Words = "" }, func() { p.Names = nil }}
	for i, f := range strip {
		f()
		if p.String() != want[i] {
			t.Errorf("step %d: got %q, want %q", i, p, want[i])
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		change func(*places.Place)
		want   fault.Code
	}{
		{func(*places.Place) {}, ""},
		{func(p *places.Place) { *p = places.Place{Words: "near the river"} }, ""},
		{func(p *places.Place) { *p = places.Place{Precision: places.Country} }, "PL001"},
		{func(p *places.Place) { p.Names[0].Text = " "; p.Display = nil }, "PL002"},
		{func(p *places.Place) { p.Names = append(make([]places.Name, 0), repeat(101)...) }, "PL003"},
		{func(p *places.Place) { p.Gazetteer = "Vesmar" }, "PL004"},
		{func(p *places.Place) { p.Gazetteer = "a: b" }, "PL004"},
		{func(p *places.Place) { p.Display.Name = "Wesmar" }, "PL005"},
		{func(p *places.Place) { p.Display.Reason = "" }, "PL006"},
		{func(p *places.Place) { p.Precision = "good" }, "PL007"},
		{func(p *places.Place) { p.Precision = "" }, "PL008"},
		{func(p *places.Place) { p.Point.Lat = 90_000_001 }, "PL009"},
		{func(p *places.Place) { p.Point.Lat = -90_000_001 }, "PL009"},
		{func(p *places.Place) { p.Point.Lon = 180_000_001 }, "PL009"},
		{func(p *places.Place) { p.Point.Lon = -180_000_001 }, "PL009"},
		{func(p *places.Place) { p.Words = "\xff" }, "PL010"},
		{func(p *places.Place) { p.Words = strings.Repeat("x", 2001) }, "PL011"},
		{func(p *places.Place) { p.Names[1].UsedBy = "a\u202e" }, "PL012"},
		{func(p *places.Place) { p.Names[1].Language = "a\nb" }, "PL012"},
	}
	for i, tt := range tests {
		p := vesmar()
		tt.change(&p)
		if got := fault.CodeOf(p.Validate()); got != tt.want {
			t.Errorf("%d: got %q (%v), want %q", i, got, p.Validate(), tt.want)
		}
	}
}

func repeat(n int) []places.Name {
	all := make([]places.Name, n)
	for i := range all {
		all[i] = places.Name{Text: "Vesmar"}
	}
	return all
}

func TestParseDegrees(t *testing.T) {
	t.Parallel()
	good := map[string]places.Degrees{
		"0": 0, "40": 40_000_000, "40.25": 40_250_000, "-0.5": -500_000, " 179.999999 ": 179_999_999, "-180": -180_000_000, "007.1": 7_100_000,
	}
	for text, want := range good {
		if got, err := places.ParseDegrees(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-", ".", ".5", "5.", "1.1234567", "181", "1e2", "+5", "--5", "40,25", "40°", "1.-5"} {
		if got, err := places.ParseDegrees(text); fault.CodeOf(err) != "PL020" {
			t.Errorf("%q: got %d, %v", text, got, err)
		}
	}
}

func TestDegreesRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := places.Degrees(rapid.Int32Range(-180_000_000, 180_000_000).Draw(t, "d"))
		got, err := places.ParseDegrees(d.String())
		if err != nil || got != d {
			t.Fatalf("%d printed as %q came back as %d, %v", d, d, got, err)
		}
	})
}

func FuzzParseDegrees(f *testing.F) {
	for _, seed := range []string{"40.25", "-0.5", "1.1234567", "", "9999999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := places.ParseDegrees(text)
		if err != nil {
			return
		}
		again, err := places.ParseDegrees(d.String())
		if err != nil || again != d {
			t.Errorf("%q: %d then %d, %v", text, d, again, err)
		}
	})
}

func TestWordsKnowEveryHiddenCharacter(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x3000; r++ {
		hidden := r < 0x20 || r > 0x7E && r < 0xA0 || r == 0x2028 || r == 0x2029 || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)
		if got := (places.Place{Words: "a" + string(r)}).Validate() != nil; got != hidden {
			t.Errorf("U+%04X: refused is %v", r, got)
		}
	}
	if err := (places.Place{Words: strings.Repeat("é", 2000)}).Validate(); err != nil {
		t.Error(err)
	}
}
