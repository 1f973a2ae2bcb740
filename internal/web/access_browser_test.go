package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reckon/statement"
)

// axe reads the checker of accessibility rules, of which no copy is kept here.
func axe(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("RECKON_AXE")
	if dir == "" {
		t.Skip("RECKON_AXE names no folder with axe.min.js of axe-core 4.14.1")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "axe.min.js"))
	if err != nil {
		t.Skip("no axe.min.js of axe-core 4.14.1 lies in RECKON_AXE: ", err)
	}
	return string(raw)
}

func TestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	script := axe(t)
	w := newWorld(t).filled()
	b := browse(t, w)
	check := func(what string) {
		found := eval[[]string](b, script+`;axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
			.then((r) => (r.passes.length < 15 ? ["only " + r.passes.length + " rules applied"] : []).concat(r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" || "))))`)
		for _, f := range found {
			t.Errorf("%s: %s", what, f)
		}
	}
	for _, look := range looks {
		b.look(look.lang, look.theme)
		addresses := pages()
		if look.lang != first { // the same elements in another language
			addresses = []string{"/", "/sources/S-2", "/incidents/I-1", "/toll/I-1", "/custody", "/search?q=vesmar"}
		}
		for _, address := range addresses {
			b.open(address)
			check(fmt.Sprint(look, address))
		}
		b.open("/sources/S-1")
		b.mark("upper town")
		check(fmt.Sprint(look, " the bar"))
		b.keys("1")
		b.wait(`document.querySelector("#panel form")`)
		b.picture("form-" + look.lang + "-" + look.theme)
		check(fmt.Sprint(look, " a form"))
	}
	b.open("/signin")
	check("sign-in")
	b.open("/away")
	check("away")
}

func TestFirstPageIsAccessible(t *testing.T) {
	t.Parallel()
	script := axe(t)
	b := browse(t, emptyWorld(t))
	found := eval[[]string](b, script+`;axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.help))`)
	for _, f := range found {
		t.Error(f)
	}
}

func TestScriptsAreSmall(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("static/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	total := 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, sink := range []string{"innerHTML", "outerHTML =", "insertAdjacentHTML", "document.write", "eval(", "DOMParser", "http://", "https://"} {
			if bytes.Contains(raw, []byte(sink)) {
				t.Errorf("%s has %s", name, sink)
			}
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(raw); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		total += b.Len()
	}
	if total > 40<<10 {
		t.Errorf("scripts have %d bytes compressed", total)
	}
}

// longText has about 500 pages of invented text.
func longText() string {
	var b strings.Builder
	for page := range 500 {
		for par := range 6 {
			fmt.Fprintf(&b, "%d.%d ", page+1, par+1)
			for range 5 {
				b.WriteString("The office of the district said that on that day people went over the bridge to the upper town. ")
			}
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

func TestLongTextOpensQuicklyOnAWeakMachine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := longText()
	w.source("Five hundred pages", text, "en")
	for i := range 120 {
		w.coded("S-1", fmt.Sprintf("%d.3 The office of the district", i*4+1), &statement.Characterisation{Of: "x", Term: "x"})
	}
	b := browse(t, w)
	limit := 2000.0
	if raceOn {
		limit = 4 * limit // the server is slowed as well
	}
	best := 1e9
	for range 3 {
		b.open("/toll")
		b.slow(6)
		b.open("/sources/S-1")
		took := eval[float64](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))`)
		b.slow(1)
		best = min(best, took)
	}
	t.Logf("a text of %d characters is on the screen after %.0f ms at a sixth of the speed", len(text), best)
	if best > limit {
		t.Errorf("it took %.0f ms", best)
	}
	b.wait(`document.querySelector("#text mark")`)
	took := eval[float64](b, `(async () => { const t = await import("/static/text.js"); const r = t.rangeOf(t.length() - 3000, t.length() - 2000);
		const before = performance.now(); const n = t.point(r.endContainer, r.endOffset); if (n !== t.length() - 2000) throw new Error(String(n)); return performance.now() - before; })()`)
	if took > 20 {
		t.Errorf("finding the place of a selection took %.1f ms", took)
	}
	if !eval[bool](b, `document.getElementById("text").textContent.length === $1`, len(text)) {
		t.Error("the text is not whole")
	}
}
