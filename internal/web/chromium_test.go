package web

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// theBrowser is started by the first test that needs it and ended by TestMain.
var theBrowser = sync.OnceValues(startBrowser)

var endBrowser context.CancelFunc

func TestMain(m *testing.M) {
	code := m.Run()
	if endBrowser != nil {
		endBrowser()
	}
	os.Exit(code)
}

func startBrowser() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, exec.ErrNotFound
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-first-run", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(1366, 900))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	browser, cancel := chromedp.NewContext(allocator)
	endBrowser = func() { cancel(); end() }
	return browser, chromedp.Do(browser)
}

// tab is a browser window of its own, signed out, with its own cookies.
type tab struct {
	t   *testing.T
	w   *world
	ctx context.Context

	mu     sync.Mutex
	asked  []string // addresses that were requested
	errors []string // what scripts complained of
}

// browse opens a window and signs it in.
func browse(t *testing.T, w *world) *tab {
	t.Helper()
	b := stranger(t, w)
	b.open("/signin?code=" + w.code)
	return b
}

// stranger opens a window that is not signed in.
func stranger(t *testing.T, w *world) *tab {
	t.Helper()
	browser, err := theBrowser()
	if err == exec.ErrNotFound {
		t.Skip("no chromium on the PATH")
	}
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{t: t, w: w}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	ctx, stop := context.WithTimeout(ctx, 90*time.Second)
	b.ctx = ctx
	b.run()
	call(b, network.Enable, network.EnableParams{})
	t.Cleanup(func() {
		b.check()
		stop()
		cancel()
	})
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, fmt.Sprintf("%+v", e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if string(e.Type) == "error" {
			b.errors = append(b.errors, fmt.Sprint(e.Args))
		}
	}
}

// check wants every request to have gone to the server itself, and no script
// to have failed.
func (b *tab) check() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, address := range b.asked {
		if !strings.HasPrefix(address, b.w.base+"/") && !strings.HasPrefix(address, "about:") {
			b.t.Errorf("a request left for %s", address)
		}
	}
	for _, text := range b.errors {
		b.t.Errorf("a script failed: %s", text)
	}
}

func (b *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends the browser a command.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	out, err := chromedp.Call(b.ctx, command, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// open opens an address of the server.
func (b *tab) open(address string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.w.base + address))
}

// eval runs a script in the page and decodes what it returns.
func eval[T any](b *tab, script string, args ...any) T {
	b.t.Helper()
	script = filled(b.t, script, args)
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v in %.200s", err, script)
	}
	return out
}

// wait waits until a script says true. While a page is being left, nothing is
// true.
func (b *tab) wait(script string, args ...any) {
	b.t.Helper()
	script = filled(b.t, script, args)
	for range 400 {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("(() => { try { return Boolean("+script+"); } catch { return false; } })()"))
		if ok {
			return
		}
		if err != nil && b.ctx.Err() != nil {
			b.t.Fatal(err)
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.t.Fatalf("waited in vain for %s; the page says: %s", script, eval[string](b, "document.body.innerText.slice(0, 1500)"))
}

// filled puts values into a script.
func filled(t *testing.T, script string, args []any) string {
	t.Helper()
	for i, a := range args {
		raw, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		script = strings.ReplaceAll(script, fmt.Sprintf("$%d", i+1), string(raw))
	}
	return script
}

// keys presses keys one after another.
func (b *tab) keys(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.with(chromedp.ModifierNone, k)
	}
}

// with presses a key while others are held, as a keyboard does: a key that a
// page answers types nothing.
func (b *tab) with(held chromedp.Modifier, keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		var down, up *input.DispatchKeyEventParams
		text := ""
		for _, r := range k {
			for _, e := range kb.Encode(r) {
				switch e.Type {
				case kb.KeyDown, kb.KeyRawDown:
					down = e
				case kb.KeyChar:
					text = e.Text
				case kb.KeyUp:
					up = e
				}
			}
		}
		down.Modifiers, up.Modifiers = down.Modifiers|int64(held), up.Modifiers|int64(held)
		if text != "" && held&^chromedp.ModifierShift == 0 {
			down.Type, down.Text, down.UnmodifiedText = "keyDown", text, text
		}
		call(b, input.DispatchKeyEvent, *down)
		call(b, input.DispatchKeyEvent, *up)
	}
}

// screen sets the window's size.
func (b *tab) screen(width, height int64) {
	b.t.Helper()
	b.run(chromedp.EmulateViewport(width, height))
}

// look sets language and theme.
func (b *tab) look(lang, theme string) {
	b.t.Helper()
	for name, value := range map[string]string{languageCookie: lang, themeCookie: theme} {
		call(b, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.w.base})
	}
}

// slow makes the processor as slow as one of a weak laptop.
func (b *tab) slow(rate float64) {
	b.t.Helper()
	call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate})
}

// picture keeps a picture of the whole page where RECKON_PICTURES names a
// folder for them.
func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("RECKON_PICTURES")
	if dir == "" {
		return
	}
	size := eval[[2]float64](b, "[document.documentElement.clientWidth, Math.min(6000, document.documentElement.scrollHeight)]")
	shot := call(b, cdpage.CaptureScreenshot, cdpage.CaptureScreenshotParams{
		CaptureBeyondViewport: new(true), Clip: &cdpage.Viewport{Width: size[0], Height: size[1], Scale: 1},
	})
	png := shot.Data
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// box is where something stands on the screen.
type box struct{ Left, Right, Top, Bottom float64 }

// boxes returns where words stand within the first element that a selector
// names, or a part of the words: the one geometry helper of these tests.
func (b *tab) boxes(selector, words string, part ...string) []box {
	b.t.Helper()
	part = append(part, words)
	return eval[[]box](b, `(() => {
		const el = document.querySelector($1), text = el.textContent, from = text.indexOf($2) + $2.indexOf($3);
		if (text.indexOf($2) < 0) return [];
		const at = (n) => { const w = document.createTreeWalker(el, NodeFilter.SHOW_TEXT); let node;
			while ((node = w.nextNode())) { if (n <= node.data.length) return [node, n]; n -= node.data.length; } };
		const r = document.createRange(); r.setStart(...at(from)); r.setEnd(...at(from + $3.length));
		return [...r.getClientRects()].filter((q) => q.width > 0).map((q) => ({Left: q.left, Right: q.right, Top: q.top, Bottom: q.bottom}));
	})()`, selector, words, part[0])
}

// caretAt puts the keyboard's caret before the first occurrence of words.
func (b *tab) caretAt(words string) {
	b.t.Helper()
	b.wait(`document.querySelector("#text")`)
	eval[bool](b, `(async () => { const t = await import("/static/text.js"), c = await import("/static/caret.js");
		while (!t.all().length) await new Promise((done) => setTimeout(done, 10));
		t.root.focus();
		const all = t.root.textContent, i = all.indexOf($1); if (i < 0) throw new Error("no " + $1);
		getSelection().collapse(...t.locate(t.points(all.slice(0, i)))); c.draw(); return true; })()`, words)
}

// mark selects words of the text and waits for the bar.
func (b *tab) mark(words string) {
	b.t.Helper()
	b.selects(words)
	b.wait(`!document.getElementById("bar").hidden`)
}

// selects selects words of the text.
func (b *tab) selects(words string) {
	b.t.Helper()
	eval[bool](b, `(async () => { const t = await import("/static/text.js"), c = await import("/static/caret.js");
		while (!t.all().length) await new Promise((done) => setTimeout(done, 10));
		t.root.focus();
		const all = t.root.textContent, i = all.indexOf($1); if (i < 0) throw new Error("no " + $1);
		const at = t.points(all.slice(0, i)); c.select([at, at + t.points($1)]); return true; })()`, words)
}

// typeIn writes into a field of the open form.
func (b *tab) typeIn(name, text string) {
	b.t.Helper()
	eval[bool](b, `(() => { const f = document.querySelector("#panel [name=" + $1 + "]"); f.closest("details")?.setAttribute("open", ""); f.focus(); f.select?.(); return true; })()`, name)
	b.run(chromedp.KeyEvent(text))
}

// tick ticks a box of the open form, or chooses in a list.
func (b *tab) tick(name, value string) {
	b.t.Helper()
	eval[bool](b, `(() => { const p = document.getElementById("panel"), box = p.querySelector("input[name=" + $1 + "][value=" + $2 + "]");
		if (box) { box.checked = true; return true; }
		p.querySelector("select[name=" + $1 + "]").value = $2; return true; })()`, name, value)
}

// store sends the open form and waits until it is stored.
func (b *tab) store() {
	b.t.Helper()
	eval[bool](b, `(document.getElementById("saved").textContent = "", document.querySelector("#panel form").requestSubmit(), true)`)
	b.wait(`document.getElementById("saved").textContent`)
}

// codeToll codes the selected words as a figure.
func (b *tab) codeToll(number string) {
	b.t.Helper()
	b.fillToll(number)
	b.store()
}

// fillToll fills in the form of a figure for the selected words.
func (b *tab) fillToll(number string) {
	b.t.Helper()
	b.keys("1")
	b.wait(`document.querySelector("#panel form")`)
	b.typeIn("words", number)
	b.tick("statuses", "killed")
	b.tick("unit", "persons")
}

// withoutScripts switches scripts off.
func (b *tab) withoutScripts() {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}
