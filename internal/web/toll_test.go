package web

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"reckon/register"
	"reckon/statement"
)

// figures gives the world an incident with figures that compete.
func (w *world) figures() *world {
	w.t.Helper()
	i := register.Incident{Names: []register.IncidentName{{Text: "Quay", UsedBy: "the project"}}, Display: "Quay", Reason: "the only name"}
	got, err := w.project.AddIncident(w.t.Context(), i, "")
	if err != nil {
		w.t.Fatal(err)
	}
	in := func(s *statement.Statement) { s.Incident = got.ID }
	src := w.source("First account", "It was 12 there, then 29 or more, 48 in all and 61 <later>.", "en")
	for n, said := range []string{"12", "29", "48", "61"} {
		w.coded(src, said, figure(said), in, func(s *statement.Statement) {
			s.Speakers = []statement.Speaker{{Name: "Speaker " + string(rune('A'+n)), Role: "organisation"}}
		})
	}
	return w
}

// textOf is what a reader of a page sees.
func textOf(t *testing.T, body string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + "\n")
		}
	}
	return b.String()
}

// clock is the time of day of the last act.
var clock = regexp.MustCompile(`\d\d:\d\d`)

// Every figure is on the page, with who says it, in the table and in both
// pictures; no mean and no median of them is anywhere.
func TestTollPageAveragesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t).figures()
	c := w.client()
	numbers := []int{12, 29, 48, 61}
	mean := strconv.FormatFloat(float64(12+29+48+61)/4, 'g', -1, 64)
	median := strconv.FormatFloat(float64(29+48)/2, 'g', -1, 64)
	for _, c.lang = range w.server.views.words.languages() {
		for _, address := range []string{"/toll/I-1", "/incidents/I-1"} {
			body := text(t, c.do("GET", address, nil, nil))
			examine(t, c.lang+address, body)
			shown := strings.FieldsFunc(clock.ReplaceAllString(textOf(t, body), ""), func(r rune) bool { return !strings.ContainsRune("0123456789.", r) })
			for _, n := range numbers {
				count := 0
				for _, word := range shown {
					if strings.Trim(word, ".") == strconv.Itoa(n) {
						count++
					}
				}
				if count < 2 {
					t.Errorf("%s in %s: %d is shown %d times", address, c.lang, n, count)
				}
			}
			for _, bad := range []string{mean, median, "37", "38", "39"} {
				if slices.Contains(shown, bad) {
					t.Errorf("%s in %s shows %s", address, c.lang, bad)
				}
			}
			if address == "/toll/I-1" && !strings.Contains(body, `<li><a href="/sources/S-1/statements/`) {
				t.Errorf("%s in %s: the figures that differ are not linked", address, c.lang)
			}
			if !strings.Contains(body, "Speaker D") || strings.Contains(body, "<later>") || strings.Contains(body, "style=") {
				t.Errorf("%s in %s: a speaker is missing, or a text is not escaped", address, c.lang)
			}
		}
	}
	for _, address := range []string{"/toll", "/toll/project"} {
		if res := c.do("GET", address, nil, nil); res.StatusCode != 200 {
			t.Errorf("%s: %s", address, res.Status)
		}
	}
	if res := c.do("GET", "/toll/I-9", nil, nil); res.StatusCode != 404 {
		t.Errorf("a toll of no incident: %s", res.Status)
	}
}

// A position is entered with a reason, and stands beside the figures.
func TestPositionFromThePage(t *testing.T) {
	t.Parallel()
	w := newWorld(t).figures()
	c := w.client()
	form := url.Values{"group": {"killed/persons"}, "handling": {"prioritise"}, "first": {"Speaker C\r\nSpeaker A\r\n"}, "reason": {" nearest to the event "}}
	if res := c.do("POST", "/toll/I-1/position", form, nil); res.StatusCode != 303 || !strings.HasPrefix(res.Header.Get("Location"), "/toll/I-1?done=") {
		t.Fatal(res.Status, res.Header)
	}
	shown := textOf(t, text(t, c.do("GET", "/toll/I-1", nil, nil)))
	for _, want := range []string{"nearest to the event", "48", "12", "Position of the project"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, bad := range []url.Values{
		{"group": {"killed/persons"}, "handling": {"range"}}, {"group": {"killed/persons"}, "handling": {"mean"}, "reason": {"why"}}, {"group": {"killed/persons"}, "reason": {"why"}},
	} {
		if res := c.do("POST", "/toll/I-1/position", bad, nil); res.StatusCode != 422 {
			t.Errorf("%v: %s", bad, res.Status)
		}
	}
	if body := text(t, c.do("GET", "/custody?kind=toll.position-set%2F1", nil, nil)); !strings.Contains(body, `declared how figures that differ are handled (<a href="/toll/I-1">`) || !strings.Contains(body, "selected>positions declared") {
		t.Error("the declaration is not among the changes")
	}
}
