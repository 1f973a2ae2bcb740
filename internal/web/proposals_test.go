package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"reckon"
	"reckon/extract"
	"reckon/internal/store"
	"reckon/statement"
)

// keys returns what forms name the proposals of letters by.
func (w *world) keys(ref string, letters ...string) url.Values {
	w.t.Helper()
	found, err := w.project.Proposals(w.t.Context(), ref, extract.Look)
	if err != nil {
		w.t.Fatal(err)
	}
	v := url.Values{}
	for _, letter := range letters {
		v.Add("p", keyOf(found.Find(letter)))
	}
	return v
}

func TestDecisionsAreRefused(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	c := w.client()
	asks := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	a, both := w.keys("S-1", "a"), w.keys("S-1", "a", "d")
	because := func(v url.Values) url.Values { return url.Values{"p": v["p"], "reason": {"older"}} }
	if _, err := w.project.AcceptProposals(t.Context(), reckon.Acceptance{Source: "S-1", Proposals: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
	before := w.acts()
	for name, tt := range map[string]struct {
		address string
		form    url.Values
		status  int
		says    string
	}{
		"accepted already":         {"/sources/S-1/proposals/accept", a, 422, "coded already, as S-1#1"},
		"one of two decided":       {"/sources/S-1/proposals/accept", both, 422, "coded already, as S-1#1"},
		"rejecting what is coded":  {"/sources/S-1/proposals/reject", because(both), 422, "coded already"},
		"changing what is coded":   {"/sources/S-1/proposals/a", a, 422, "coded already"},
		"reopening what is coded":  {"/sources/S-1/proposals/reopen", because(a), 422, "is coded, as S-1#1"},
		"reopening what is open":   {"/sources/S-1/proposals/reopen", because(w.keys("S-1", "d")), 422, "nobody turned it down"},
		"no reason":                {"/sources/S-1/proposals/reject", w.keys("S-1", "d"), 422, "a reason is missing"},
		"only white space":         {"/sources/S-1/proposals/reject", url.Values{"p": w.keys("S-1", "d")["p"], "ready": {" "}}, 422, "a reason is missing"},
		"no proposal":              {"/sources/S-1/proposals/accept", url.Values{}, 422, "names no proposal"},
		"a letter without a place": {"/sources/S-1/proposals/accept", url.Values{"p": {"d"}}, 422, "read anew"},
		"another place":            {"/sources/S-1/proposals/accept", url.Values{"p": {"d@3"}}, 422, "read anew"},
		"no such letter":           {"/sources/S-1/proposals/accept", url.Values{"p": {"zz@3"}}, 422, "read anew"},
		"another in the address":   {"/sources/S-1/proposals/e", w.keys("S-1", "d"), 422, "another than its page"},
		"no such source":           {"/sources/S-9/proposals/accept", a, 404, "S-9"},
		"nothing is proposed":      {"/sources/S-2/proposals/accept", a, 422, "read anew"},
		"words that are not there": {"/sources/S-1/proposals/d", url.Values{"p": w.keys("S-1", "d")["p"], "quote": {"nowhere"}}, 404, "nowhere"},
	} {
		for _, change := range []func(*http.Request){nil, asks} {
			res := c.do("POST", tt.address, tt.form, change)
			if body := text(t, res); res.StatusCode != tt.status || !strings.Contains(body, tt.says) {
				t.Errorf("%s: %s, %.300s", name, res.Status, body)
			}
		}
	}
	if n := w.acts(); n != before {
		t.Errorf("%d acts were recorded", n-before)
	}
	foreign := func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }
	for _, action := range []string{"accept", "reject", "reopen", "d"} {
		if res := c.do("POST", "/sources/S-1/proposals/"+action, because(w.keys("S-1", "d")), foreign); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s from another origin is answered with %s", action, res.Status)
		}
	}
	if res := c.do("GET", "/sources/S-1/proposals/zz", nil, nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("a letter of nothing is answered with %s", res.Status)
	}
}

// acts counts everything that was recorded.
func (w *world) acts() (n int64) {
	w.t.Helper()
	err := w.project.Read(w.t.Context(), func(r *store.Reader) error {
		tallies, err := r.Tallies()
		n = tallies.Acts
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestAReasonIsReadyOrOwnOrBoth(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	c := w.client()
	for letter, tt := range map[string]struct{ ready, own, want string }{
		"d": {"it is an older figure", "", "it is an older figure"}, "e": {"", " of 2029 ", "of 2029"}, "f": {"it is an older figure", "of 2029", "it is an older figure: of 2029"},
	} {
		v := w.keys("S-1", letter)
		v.Set("ready", tt.ready)
		v.Set("reason", tt.own)
		res := c.do("POST", "/sources/S-1/proposals/reject", v, nil)
		if to := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/sources/S-1?done=") || !strings.HasSuffix(to, "#proposals") {
			t.Errorf("%s: %s to %s", letter, res.Status, to)
		}
		if got := w.reasons("S-1"); !strings.Contains(strings.Join(got, "|")+"|", tt.want+"|") {
			t.Errorf("%s: %v, want %s", letter, got, tt.want)
		}
	}
}

func TestCustodyTellsOfDecisions(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	if err := w.project.RejectProposals(t.Context(), "S-1", []string{"d"}, "older event"); err != nil {
		t.Fatal(err)
	}
	c := w.client()
	v := w.keys("S-1", "d")
	v.Set("reason", "of this event after all")
	if res := c.do("POST", "/sources/S-1/proposals/reopen", v, nil); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.Status)
	}
	for c.lang = range w.server.views.words.messages {
		body := text(t, c.do("GET", "/custody/S-1", nil, nil))
		for _, want := range []string{"older event", "of this event after all"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the custody does not tell %q", c.lang, want)
			}
		}
		if strings.Contains(body, ">act.") || strings.Contains(body, ">kindof.proposal") {
			t.Errorf("%s: an act has no words", c.lang)
		}
	}
	c.lang = first
	if body := text(t, c.do("GET", "/custody/S-1", nil, nil)); !strings.Contains(body, "opened again a figure proposed from") {
		t.Error("the reopening is not told")
	}
}

// A part of a whole that is no firm one is not among those that are accepted
// together, and neither is one without a speaker.
func TestOnlyFirmOnesAreAcceptedTogether(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	found, err := w.project.Proposals(t.Context(), "S-1", extract.Look)
	if err != nil {
		t.Fatal(err)
	}
	all := found.Open()
	if got := together(&found, all[:3]); len(got) != 3 {
		t.Errorf("a whole and its parts: %v", got)
	}
	if got := together(&found, all[1:3]); len(got) != 0 {
		t.Errorf("parts without their whole: %v", got)
	}
	whole := found.Find("a")
	whole.Grade = extract.Probable
	if got := together(&found, found.Open()[:3]); len(got) != 0 {
		t.Errorf("parts of a whole that is no firm one: %v", got)
	}
	whole.Grade, whole.Statement.Speakers = extract.Firm, nil
	if got := together(&found, found.Open()[:3]); len(got) != 0 {
		t.Errorf("without a speaker: %v", got)
	}
	whole.Standing, whole.Statement.Speakers = "accepted", []statement.Speaker{{Name: "x"}}
	if got := together(&found, found.Open()[:2]); len(got) != 2 {
		t.Errorf("parts of a whole that is coded: %v", got)
	}
}

// Everything that the reader of texts gives as a reason has its words.
func TestReasonsHaveWords(t *testing.T) {
	t.Parallel()
	c := words(t)
	for reason, key := range notMessages {
		if c.say(first, key) == key {
			t.Errorf("%s has no words", reason)
		}
	}
	q := &request{s: &Server{views: &views{words: c}}, lang: first}
	if got := q.notFigure(extract.NotFigure{Text: "12\n 13", Reason: "unheard_of"}); got.Words != "12 13" || got.Reason != "something else" {
		t.Errorf("%+v", got)
	}
}

func TestAnOlderTextHasNoProposals(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	if _, err := w.project.ReadAgain(t.Context(), "S-1", "windows-1252", ""); err != nil {
		t.Fatal(err)
	}
	c := w.client()
	newest := text(t, c.do("GET", "/sources/S-1", nil, nil))
	_, rest, _ := strings.Cut(newest, `<option value="`)
	older, _, _ := strings.Cut(rest, `"`)
	if body := text(t, c.do("GET", "/sources/S-1?rendition="+older, nil, nil)); strings.Contains(body, "pr-a") || !strings.Contains(newest, "pr-a") {
		t.Error("proposals stand beside a text that they are not of")
	}
}

func TestReaderWithProposalsIsQuick(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	c := w.client()
	best := time.Hour
	for range 5 {
		begun := time.Now()
		if res := c.do("GET", "/sources/S-1", nil, nil); res.StatusCode != http.StatusOK {
			t.Fatal(res.Status)
		}
		best = min(best, time.Since(begun))
	}
	t.Logf("the page of a common source takes %v", best)
	if best > 50*time.Millisecond && !raceOn {
		t.Errorf("it takes %v", best)
	}
}
