package web

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tokens reads the colours of each theme from the style sheet.
func tokens(t *testing.T) map[string]map[string]string {
	t.Helper()
	raw, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`--([a-z-]+): (#[0-9A-F]{6})`)
	themes := map[string]map[string]string{}
	for name, begin := range map[string]string{"light": ":root {", "dark": `:root[data-theme="dark"] {`, "system": `:root:not([data-theme="light"]) {`} {
		_, block, _ := strings.Cut(string(raw), begin)
		block, _, _ = strings.Cut(block, "}")
		themes[name] = map[string]string{}
		for _, m := range token.FindAllStringSubmatch(block, -1) {
			themes[name][m[1]] = m[2]
		}
	}
	return themes
}

// contrast is the contrast ratio of two colours after WCAG 2.2, section on
// relative luminance.
func contrast(a, b string) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestColoursCanBeToldApart(t *testing.T) {
	t.Parallel()
	if got := contrast("#000000", "#FFFFFF"); math.Abs(got-21) > 1e-9 {
		t.Fatalf("black on white has %v", got)
	}
	if got := contrast("#777777", "#FFFFFF"); math.Abs(got-4.478) > 0.001 {
		t.Fatalf("grey on white has %v", got)
	}
	for theme, c := range tokens(t) {
		atLeast := func(a, b string, limit float64) {
			t.Helper()
			if got := contrast(c[a], c[b]); !(got >= limit) {
				t.Errorf("%s: %s on %s has %.2f, not %.1f", theme, a, b, got, limit)
			}
		}
		for _, ground := range []string{"page", "card"} {
			for _, text := range []string{"ink", "muted", "accent", "risk"} {
				atLeast(text, ground, 5.0)
			}
			atLeast("line", ground, 3.0)
			for _, kind := range []string{"toll", "person", "alleged", "place", "date", "missing"} {
				atLeast("l-"+kind, ground, 3.0)
			}
		}
		for _, kind := range []string{"toll", "person", "alleged", "place", "date", "missing"} {
			atLeast("ink", "m-"+kind, 7.0)
			atLeast("l-"+kind, "m-"+kind, 3.0)
		}
		atLeast("page", "accent", 5.0)
	}
	all := tokens(t)
	raw, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, colour := range all["dark"] {
		if !strings.Contains(string(raw), "var(--"+name+")") {
			t.Errorf("nothing has the colour %s", name)
		}
		if all["system"][name] != colour {
			t.Errorf("the dark theme says %s for %s, the system's %s", colour, name, all["system"][name])
		}
	}
}
