package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A text that a person types stands beside the others, and is read where it is
// no translation.
func TestTypedTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ref := w.source("Notice", "In Vesmar 20 people were killed.", "en")
	c := w.client()
	keep := func(v url.Values) *http.Response { return c.do("POST", "/sources/"+ref+"/texts", v, nil) }
	if res := keep(url.Values{"kind": {"translation"}, "language": {"fr"}, "text": {"20 morts"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s", res.Status)
	}
	shown := strings.ReplaceAll(textOf(t, text(t, c.do("GET", "/sources/"+ref, nil, nil))), "\n", "")
	if !strings.Contains(shown, "20 people were killed") || strings.Contains(shown, "morts") || !strings.Contains(shown, "translation)") {
		t.Errorf("the page says %s", shown)
	}
	if res := keep(url.Values{"kind": {"transcription"}, "by": {"M. <Orel>"}, "text": {"In Vesmar 20 people were killed. So says the notice."}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s", res.Status)
	}
	for _, c.lang = range w.server.views.words.languages() {
		body := text(t, c.do("GET", "/sources/"+ref, nil, nil))
		examine(t, c.lang, body)
		if shown := strings.ReplaceAll(textOf(t, body), "\n", ""); !strings.Contains(shown, "So says the notice") || !strings.Contains(shown, "M. <Orel>") {
			t.Errorf("%s: the page says %s", c.lang, shown)
		}
	}
	before := w.acts()
	for _, v := range []url.Values{
		{"text": {"words"}}, {"kind": {"translation"}, "text": {"words"}}, {"kind": {"transcription"}, "text": {" "}}, {"kind": {"transcription"}},
	} {
		if res := keep(v); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v: %s", v, res.Status)
		}
	}
	if w.acts() != before {
		t.Error("a refusal recorded something")
	}
}
