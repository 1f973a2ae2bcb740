package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestNothingLeavesTheMachine(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	b := browse(t, w) // its check at the end wants every request to stay here
	for _, address := range pages() {
		b.open(address)
		for _, link := range eval[[]string](b, `[...document.querySelectorAll("[src], [href], [action]")].map((e) => e.src || e.href || e.action)`) {
			if !strings.HasPrefix(link, w.base+"/") {
				t.Errorf("%s leads to %s", address, link)
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.asked) < 2*len(pages()) {
		t.Errorf("only %d requests were seen", len(b.asked))
	}
}

func TestStrangersSeeNothingButTheSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	b := stranger(t, w)
	for _, address := range append(pages(), "/signin?code=AAAA-BBBB") {
		b.open(address)
		if path := eval[string](b, "location.pathname"); path != "/signin" {
			t.Errorf("%s leads to %s", address, path)
		}
		if text := eval[string](b, "document.documentElement.innerHTML"); strings.Contains(text, "Vesmar") {
			t.Errorf("%s tells of the project", address)
		}
	}
}

func TestConcealClearsTheScreenAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	announced := make(chan string, 1)
	w.server.signing.announce = func(code string) { announced <- code }
	b := browse(t, w)
	b.open("/incidents/I-1")
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text mark")`)
	b.run(chromedp.Click(chromedp.CSS("#find")))
	shift := func() {
		eval[bool](b, `(document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Shift", bubbles: true})), document.activeElement.dispatchEvent(new KeyboardEvent("keyup", {key: "Shift", bubbles: true})), true)`)
	}
	for range 3 { // capitals, not concealing
		shift()
		b.keys("A")
	}
	if !strings.Contains(eval[string](b, "document.body.innerText"), "Vesmar") {
		t.Fatal("capitals conceal")
	}
	b.open("/sources/S-1")
	left := eval[string](b, `new Promise((done) => { const up = () => document.body.dispatchEvent(new KeyboardEvent("keyup", {key: "Shift", bubbles: true}));
		up(); up(); up(); setTimeout(() => done((document.body?.innerText ?? "") + document.title), 0); })`)
	if strings.Contains(left, "Vesmar") || strings.Contains(left, "office") {
		t.Errorf("still there: %q", left)
	}
	b.wait(`location.pathname === "/away" && document.body`)
	if title := eval[string](b, "document.title"); title != "Reckon" {
		t.Errorf("the window is called %q", title)
	}
	b.run(chromedp.NavigateBack())
	b.wait(`document.readyState === "complete"`)
	if text := eval[string](b, "document.documentElement.innerText + location.pathname"); !strings.Contains(text, "/signin") || strings.Contains(text, "office") {
		t.Errorf("back shows %q", text)
	}
	b.open("/signin?code=" + <-announced)
	b.wait(`location.pathname === "/"`)
}

func TestForeignPagesCannotReadOrWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	foreign := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		_, _ = rw.Write([]byte(`<form id="f" method="post" action="` + w.base + `/sources/S-1/statements/1/withdraw"><input name="reason" value="x"></form>`))
	}))
	defer foreign.Close()
	b := browse(t, w)
	call(b, network.Disable, cdp.Empty{}) // what the foreign page asks is its own affair
	b.run(chromedp.Navigate(foreign.URL))
	got := eval[string](b, `Promise.all([
		fetch($1 + "/", {credentials: "include"}).then((r) => r.text(), () => "refused"),
		fetch($1 + "/sources/S-1/statements/1/withdraw", {method: "POST", credentials: "include", mode: "no-cors", body: new URLSearchParams({reason: "x"})}).then((r) => r.type, () => "refused"),
	]).then((all) => all.join())`, w.base)
	if strings.Contains(got, "Vesmar") {
		t.Errorf("a foreign page read %q", got)
	}
	eval[bool](b, `(document.getElementById("f").submit(), true)`)
	b.wait(`location.href.startsWith($1)`, w.base)
	if st, _ := w.statement("S-1#1"); st.Standing != "current" {
		t.Error("a foreign page changed the project")
	}
}

func TestFormIsKeptWhileTheProgramIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	b := browse(t, w)
	b.open("/sources/S-1")
	b.mark("20 persons")
	b.fillToll("20")
	w.stop()
	b.keys(kb.Enter)
	b.wait(`!document.getElementById("banner").hidden`)
	state := func() string {
		return eval[string](b, `document.getElementById("banner").textContent + "|" + document.querySelector("#panel [name=words]")?.value + "|" + document.getElementById("saved").textContent`)
	}
	if got := state(); !strings.Contains(got, "cannot be reached") || !strings.HasSuffix(got, "|20|") {
		t.Errorf("the page says %q", got)
	}
	eval[bool](b, `(document.getElementById("text").focus(), true)`)
	b.selects("upper town")
	b.keys("2")
	if got := state(); !strings.Contains(got, "waits to be stored") || !strings.HasSuffix(got, "|20|") {
		t.Errorf("a further form is not held back: %q", got)
	}
	w.listen(strings.TrimPrefix(w.base, "http://"))
	b.store()
	if _, c := w.statement("S-1#1"); c.Quote != "20 persons" {
		t.Errorf("coded %q", c.Quote)
	}
}

func TestPlainFormsWaitForTheProgram(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := browse(t, w)
	b.open("/incidents")
	b.run(chromedp.SendKeys(chromedp.CSS("[name=name]"), "Vesmar"), chromedp.SendKeys(chromedp.CSS("[name=used_by]"), "the project"), chromedp.SendKeys(chromedp.CSS("[name=reason]"), "place"))
	w.stop()
	b.run(chromedp.Click(chromedp.CSS("main form button.primary")))
	b.wait(`!document.getElementById("banner").hidden`)
	if got := eval[string](b, `document.querySelector("[name=name]").value`); got != "Vesmar" {
		t.Errorf("the form holds %q", got)
	}
	w.listen(strings.TrimPrefix(w.base, "http://"))
	eval[bool](b, `(() => { const f = document.querySelector("main form"); f.requestSubmit(); f.requestSubmit(); return true; })()`)
	b.wait(`location.pathname === "/incidents/I-1"`)
	b.open("/incidents")
	if n := eval[int](b, `document.querySelectorAll("main tbody tr").length`); n != 1 {
		t.Errorf("a form that was sent twice made %d incidents", n)
	}
}

func TestFormsOfTheReaderAreSentOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	b := browse(t, w)
	b.open("/sources/S-1")
	b.mark("20 persons")
	b.fillToll("20")
	eval[bool](b, `(() => { const f = document.querySelector("#panel form"); f.requestSubmit(); f.requestSubmit(); return true; })()`)
	b.wait(`document.getElementById("saved").textContent`)
	b.open("/sources/S-1")
	if n := eval[int](b, `document.querySelectorAll(".statement").length`); n != 1 {
		t.Errorf("a form that was sent twice coded %d statements", n)
	}
}
