package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"reckon"
	"reckon/fault"
)

// client speaks to the server as a browser without scripts does.
type client struct {
	t    *testing.T
	w    *world
	jar  []*http.Cookie
	lang string
}

func (w *world) client() *client {
	c := &client{t: w.t, w: w}
	res := c.do("GET", "/signin?code="+w.code, nil, nil)
	c.jar = res.Cookies()
	if len(c.jar) == 0 {
		w.t.Fatal("not signed in")
	}
	return c
}

func (c *client) do(method, address string, form url.Values, change func(*http.Request)) *http.Response {
	c.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.w.base+address, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, k := range c.jar {
		r.AddCookie(k)
	}
	if c.lang != "" {
		r.AddCookie(&http.Cookie{Name: languageCookie, Value: c.lang})
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", c.w.base)
	}
	if change != nil {
		change(r)
	}
	own := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := own.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { res.Body.Close() })
	return res
}

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestEveryPageIsWellMadeInEveryLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	c := w.client()
	for _, c.lang = range w.server.views.words.languages() {
		for _, address := range append(pages(), "/signin", "/away", "/sources/S-1?dir=rtl&at=9", "/custody?kind=statement.added%2F1", "/search?q=S-1", "/custody?source=S-9") {
			res := c.do("GET", address, nil, nil)
			body := text(t, res)
			if strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "&lt;bdi") {
				t.Errorf("%s in %s: a value is escaped wrongly", address, c.lang)
			}
			examine(t, c.lang+address, body)
		}
	}
}

// Only where it is known does a page say that nothing was changed.
func TestProblemsSayWhatIsKnown(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	refused := fault.New("WE001", fault.Invalid, "the form is no form")
	for _, tt := range []struct {
		method string
		err    error
		safe   bool
	}{
		{"GET", errors.New("the disk is gone"), true}, {"POST", errors.New("the disk is gone"), false}, {"POST", refused, true}, {"POST", refused.Unchanged("The list stays"), false},
	} {
		w := httptest.NewRecorder()
		q := &request{w: w, r: httptest.NewRequest(tt.method, "/", nil), s: s, lang: first}
		q.fail(tt.err)
		if body := w.Body.String(); strings.Contains(body, "Nothing was changed") != tt.safe || w.Code != status(tt.err) {
			t.Errorf("%s, %v: %d %s", tt.method, tt.err, w.Code, body)
		}
	}
}

// What a form says of a place is refused without the place, and not dropped.
func TestIncidentKeepsWhatItsFormSays(t *testing.T) {
	t.Parallel()
	c := newWorld(t).client()
	form := url.Values{"name": {"Quay"}, "used_by": {"the project"}, "name_language": {""}, "reason": {"the only name"}, "where_precision": {"settlement"}}
	if res := c.do("POST", "/incidents", form, nil); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text(t, res), "the place is empty") {
		t.Errorf("a place without words is answered with %s", res.Status)
	}
	form.Set("where", "the quay")
	if res := c.do("POST", "/incidents", form, nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a place is answered with %s", res.Status)
	}
	if body := text(t, c.do("GET", "/incidents/I-1", nil, nil)); !strings.Contains(body, "the quay</bdi> (settlement)") {
		t.Error("the place is not on the page")
	}
}

// A hit in a text leads to a page that has what its address names.
func TestHitsLeadToTheirPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	c := w.client()
	for query, words := range map[string]string{"bridge": "They came over the bridge", "الناطق": "قال الناطق باسم المكتب"} {
		var to string
		for _, n := range elements(t, text(t, c.do("GET", "/search?in=text&q="+url.QueryEscape(query), nil, nil)), "a") {
			if at := attributes(n)["href"]; strings.HasSuffix(at, "#here") {
				to = at
			}
		}
		at, _, _ := strings.Cut(to, "#")
		places := 0
		for _, p := range elements(t, text(t, c.do("GET", at, nil, nil)), "p") {
			if attributes(p)["id"] == "here" {
				places++
				if all := textIn(p); !strings.Contains(all, words) {
					t.Errorf("%s leads to %q", query, all)
				}
			}
		}
		if places != 1 {
			t.Errorf("%s: %q leads to %d places", query, to, places)
		}
	}
}

// elements returns the elements of a page that have a name.
func elements(t *testing.T, body, name string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var all []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			all = append(all, n)
		}
	}
	return all
}

// textIn is the text of an element.
func textIn(e *html.Node) string {
	var b strings.Builder
	for n := range e.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// examine wants what every page must have and refuses what none may have.
func examine(t *testing.T, what, body string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Namespace == "" { // a picture has a title of its own
			count[n.Data]++
		}
		at := attributes(n)
		if id := at["id"]; id != "" && ids[id] {
			t.Errorf("%s: the id %q is given twice", what, id)
		} else {
			ids[id] = true
		}
		checkElement(t, what, n, at)
	}
	if count["h1"] != 1 || count["main"] != 1 || count["title"] != 1 {
		t.Errorf("%s: %d h1, %d main, %d title", what, count["h1"], count["main"], count["title"])
	}
	if count["style"] > 0 {
		t.Errorf("%s has an inline style sheet", what)
	}
}

func attributes(n *html.Node) map[string]string {
	at := map[string]string{}
	for _, a := range n.Attr {
		at[a.Key] = a.Val
	}
	return at
}

func checkElement(t *testing.T, what string, n *html.Node, at map[string]string) {
	t.Helper()
	for key, value := range at {
		if strings.HasPrefix(key, "on") || key == "style" {
			t.Errorf("%s: <%s> has %s", what, n.Data, key)
		}
		if (key == "src" || key == "href" || key == "action") && !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "#") {
			t.Errorf("%s: <%s> leads to %q", what, n.Data, value)
		}
	}
	switch n.Data {
	case "script":
		if at["src"] == "" || n.FirstChild != nil {
			t.Errorf("%s has a script of its own", what)
		}
	case "input", "select", "textarea":
		if at["type"] != "hidden" && !labelled(n, at["id"]) {
			t.Errorf("%s: the field %q has no label", what, at["name"])
		}
	case "form":
		if m := at["method"]; m != "" && m != "post" {
			t.Errorf("%s: a form sends by %q", what, m)
		}
	}
}

func labelled(n *html.Node, id string) bool {
	for p := range n.Ancestors() {
		if p.Data == "label" {
			return true
		}
		if p.Data != "html" || id == "" {
			continue
		}
		for l := range p.Descendants() {
			if l.Data == "label" && attributes(l)["for"] == id {
				return true
			}
		}
	}
	return false
}

func TestEveryRouteAsksForASignInAndAProject(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	signed := w.client()
	stranger := &client{t: t, w: w}
	empty := emptyWorld(t)
	begun := empty.client()
	for _, r := range w.server.routes() {
		method, pattern, _ := strings.Cut(r.pattern, " ")
		address := strings.NewReplacer("{ref}", "S-1", "{n}", "1", "{incident}", "I-1", "{letter}", "a", "{$}", "").Replace(pattern)
		if method == "POST" {
			if res := stranger.do(method, address, url.Values{}, nil); !r.open && res.Header.Get("Location") != "/signin" {
				t.Errorf("%s answers a stranger with %s", r.pattern, res.Status)
			}
			continue
		}
		res := stranger.do(method, address, nil, nil)
		if leads := res.Header.Get("Location") == "/signin"; leads == r.open {
			t.Errorf("%s answers a stranger with %s", r.pattern, res.Status)
		}
		if body := text(t, res); strings.Contains(body, "Vesmar") {
			t.Errorf("%s tells a stranger of the project", r.pattern)
		}
		if address = strings.Replace(address, "incidents/S-1", "incidents/I-1", 1); address == "/" && r.pattern == "GET /" {
			address = "/nowhere"
		}
		want := http.StatusOK
		if address == "/nowhere" {
			want = http.StatusNotFound
		}
		if res := signed.do(method, address, nil, nil); res.StatusCode != want {
			t.Errorf("%s answers %s", r.pattern, res.Status)
		}
		if res := begun.do(method, address, nil, nil); !r.empty && res.Header.Get("Location") != "/" {
			t.Errorf("%s answers without a project: %s", r.pattern, res.Status)
		}
	}
	asks := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	if res := stranger.do("POST", "/sources/S-1/statements", url.Values{}, asks); res.StatusCode != http.StatusUnauthorized || !strings.Contains(text(t, res), "signed out") {
		t.Errorf("a script that is signed out is told %s", res.Status)
	}
}

func TestForeignHostsAndOriginsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	c := w.client()
	for host, want := range map[string]int{"": 200, "localhost:1": 200, "[::1]:1": 200, "evil.example": 421, "127.0.0.1.evil.example": 421, "10.0.0.1": 421, "2130706433": 421} {
		if res := c.do("GET", "/", nil, func(r *http.Request) { r.Host = host }); res.StatusCode != want {
			t.Errorf("host %q is answered with %d", host, res.StatusCode)
		}
	}
	form := url.Values{"reason": {"x"}}
	for origin, want := range map[string]int{w.base: 303, "http://evil.example": 403, "null": 403, "http://127.0.0.1": 403} {
		res := c.do("POST", "/sources/S-1/statements/2/withdraw", form, func(r *http.Request) { r.Header.Set("Origin", origin) })
		if res.StatusCode != want {
			t.Errorf("origin %q is answered with %d", origin, res.StatusCode)
		}
	}
	res := c.do("POST", "/sources/S-1/statements/1/withdraw", form, func(r *http.Request) {
		r.Header.Del("Origin")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
	})
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("a request from another site is answered with %d", res.StatusCode)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	c := w.client()
	for _, address := range []string{"/", "/nowhere", "/static/app.js", "/signin", "/sources/S-1/original"} {
		h := c.do("GET", address, nil, nil).Header
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", address, h)
		}
		if address == "/" && !strings.Contains(csp, "require-trusted-types-for 'script'") {
			t.Errorf("%s does not ask for trusted types", address)
		}
	}
	res := c.do("GET", "/sources/S-1/original", nil, nil)
	if h := res.Header; !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || text(t, res) != englishText {
		t.Errorf("the original comes as %v", h)
	}
}

func TestUploadsAreBounded(t *testing.T) {
	t.Parallel()
	big := io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"),
		io.LimitReader(zeros{}, maxUpload+1), strings.NewReader("\r\n--x--\r\n"))
	r := httptest.NewRequest("POST", "/sources", big)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if _, err := readUpload(r); err == nil || !strings.Contains(err.Error(), "256 MB") {
		t.Errorf("a file that is too large: %v", err)
	}
	w := newWorld(t)
	c := w.client()
	res := c.do("POST", "/incidents", url.Values{"note": {strings.Repeat("x", maxForm)}}, nil)
	if res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a form that is too large is answered with %s", res.Status)
	}
	for _, bad := range []string{"", "--x--\r\n", "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA\r\n--x--\r\n"} {
		r := httptest.NewRequest("POST", "/sources", strings.NewReader(bad))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		if in, err := readUpload(r); err == nil {
			t.Errorf("%q gives %+v", bad, in)
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestCodesAreForOneSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.client()
	again := &client{t: t, w: w}
	if res := again.do("GET", "/signin?code="+w.code, nil, nil); len(res.Cookies()) > 0 {
		t.Error("a code works twice")
	}
	s := newSigning("AAAA-BBBB", nil)
	for i := range maxTries {
		if s.enter(httptest.NewRecorder(), fmt.Sprint(i)) {
			t.Error("a wrong code works")
		}
	}
	if s.enter(httptest.NewRecorder(), "AAAA-BBBB") {
		t.Error("after too many wrong codes the right one works still")
	}
}

// Whoever was signed out for being idle, or closed the browser, gets a new
// code; whoever only guesses gets none.
func TestEverySignOutHasAWayBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := time.Date(2031, 3, 4, 9, 0, 0, 0, time.UTC)
	var announced []string
	w.server.signing.now = func() time.Time { return clock }
	w.server.signing.announce = func(code string) { announced = append(announced, code) }
	next := func(why string) {
		t.Helper()
		if len(announced) != 1 {
			t.Fatalf("%s: %d codes were announced", why, len(announced))
		}
		w.code, announced = announced[0], nil
	}
	in := func(c *client) bool { return c.do("GET", "/sources", nil, nil).StatusCode == http.StatusOK }

	c := w.client()
	clock = clock.Add(idleLimit)
	if !in(c) {
		t.Error("signed out too early")
	}
	clock = clock.Add(idleLimit + time.Second)
	for range 2 {
		if in(c) {
			t.Error("still signed in")
		}
	}
	next("idle")
	c = w.client()
	if !in(c) {
		t.Error("the new code does not sign in")
	}

	stranger := &client{t: t, w: w}
	stranger.do("GET", "/signin", nil, nil)
	next("the browser was closed")
	for range maxTries {
		stranger.do("GET", "/signin?code=AAAA-BBBB", nil, nil)
	}
	stranger.do("POST", "/conceal", url.Values{}, nil)
	if res := stranger.do("GET", "/signin?code="+w.code, nil, nil); len(announced) > 0 || len(res.Cookies()) > 0 {
		t.Errorf("who guesses gets %v %v", announced, res.Cookies())
	}
	c.do("POST", "/conceal", url.Values{}, nil)
	next("concealed")
	if !in(w.client()) {
		t.Error("the code after concealing does not sign in")
	}
}

func TestSealedProjectAsksForItsPassphrase(t *testing.T) {
	t.Parallel()
	w := emptyWorld(t)
	o := reckon.InitOptions{Title: "Sealed", Actor: "Ana", Device: "laptop", Passphrase: "correct horse battery", WorkFactor: 10}
	p, _, err := reckon.Init(t.Context(), w.dir, o, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	c := w.client()
	if body := text(t, c.do("GET", "/", nil, nil)); !strings.Contains(body, "A sealed project lies here") {
		t.Error("the first page does not ask for the passphrase")
	}
	if res := c.do("POST", "/unlock", url.Values{"passphrase": {"wrong"}}, nil); res.StatusCode < 400 {
		t.Errorf("a wrong passphrase is answered with %s", res.Status)
	}
	w.server.options.ActAs = "Nobody"
	if res := c.do("POST", "/unlock", url.Values{"passphrase": {o.Passphrase}}, nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("somebody who does not work here is answered with %s", res.Status)
	}
	w.server.options.ActAs = o.Actor
	if res := c.do("POST", "/unlock", url.Values{"passphrase": {o.Passphrase}}, nil); res.Header.Get("Location") != "/" {
		t.Errorf("the passphrase is answered with %s", res.Status)
	}
	if body := text(t, c.do("GET", "/", nil, nil)); !strings.Contains(body, "Sealed") {
		t.Error("the project did not open")
	}
}
