package web

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"reckon/internal/store"
	"reckon/statement"
)

func TestFirstStatementTakesFewActions(t *testing.T) {
	t.Parallel()
	w := emptyWorld(t)
	b := browse(t, w)
	actions := 1 // opening the printed address
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		for _, s := range steps {
			b.run(s)
			actions++
		}
	}
	do(chromedp.SendKeys(chromedp.CSS("[name=title]"), "Vesmar"), chromedp.Click(chromedp.CSS("button.primary")))
	b.wait(`location.pathname === "/sources"`)
	do(chromedp.SendKeys(chromedp.CSS("[name=text]"), "The office said that at least 20 persons were killed."),
		chromedp.SendKeys(chromedp.CSS("[name=said_by]"), "District office"), chromedp.Click(chromedp.CSS("button.primary")))
	b.wait(`document.querySelector("#text")`)
	b.mark("at least 20 persons were killed")
	actions++
	b.keys("1")
	actions++
	b.wait(`document.activeElement.name === "words"`)
	do(chromedp.KeyEvent("at least 20"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("p"), chromedp.KeyEvent(kb.Tab))
	for eval[string](b, "String(document.activeElement.value)") != "killed" {
		do(chromedp.KeyEvent(kb.Tab))
	}
	do(chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector("#st-1 blockquote")?.textContent === "at least 20 persons were killed"`)
	if actions > 25 {
		t.Errorf("it took %d actions", actions)
	}
	w.project = w.server.open()
	_, c := w.statement("S-1#1")
	if got := c.Sentence("S-1"); got != "S-1 (District office) says that at least 20 persons were killed." {
		t.Error(got)
	}
	w.anchored("S-1")
}

func TestTextIsCodedAndResizedWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	b := browse(t, w)
	b.open("/sources/S-1")
	b.caretAt("at least 20")
	b.with(chromedp.ModifierCtrl|chromedp.ModifierShift, kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	b.wait(`getSelection().toString().trim() === "at least 20"`)
	b.codeToll("at least 20")
	b.wait(`document.activeElement.id === "text" && document.getElementById("panel").hidden`)
	if eval[string](b, `getComputedStyle(document.activeElement).outlineStyle + document.getElementById("caret").hidden`) != "solidfalse" {
		t.Error("the focus in the text is not visible")
	}
	quote := func() string { _, c := w.statement("S-1#1"); return c.Quote }
	if quote() != "at least 20" {
		t.Fatalf("the quote is %q", quote())
	}
	b.keys("u")
	b.wait(`document.querySelector("#panel [name=from]")?.value`)
	b.with(chromedp.ModifierCtrl, kb.ArrowRight)
	b.keys(kb.Enter)
	b.wait(`document.querySelector("#st-1 blockquote").textContent === "at least 20 persons"`)
	if quote() != "at least 20 persons" {
		t.Errorf("after resizing the quote is %q", quote())
	}
	st, _ := w.statement("S-1#1")
	if len(st.Versions) != 2 {
		t.Errorf("the record has %d versions", len(st.Versions))
	}
	b.with(chromedp.ModifierCtrl, "z")
	b.wait(`document.querySelector("#st-1 blockquote").textContent === "at least 20"`)
	b.with(chromedp.ModifierCtrl, "z")
	b.wait(`document.querySelector("#st-1 blockquote").textContent === "at least 20 persons"`)
	b.keys("u")
	b.wait(`document.querySelector("#panel [name=from]")?.value`)
	b.keys(kb.Tab) // the other end
	b.with(chromedp.ModifierCtrl, kb.ArrowRight)
	b.keys(kb.ArrowRight, kb.Escape)
	if quote() != "at least 20 persons" {
		t.Errorf("cancelling kept %q", quote())
	}
	w.anchored("S-1")
}

func TestOverlapsCycleFromTheSmallest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	air := w.coded("S-1", "air force", &statement.Characterisation{Of: "x", Term: "x"})
	blamed := w.coded("S-1", "blamed the air force", &statement.Characterisation{Of: "x", Term: "x"})
	whole := w.coded("S-1", "Residents blamed the air force.", &statement.Characterisation{Of: "x", Term: "x"})
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text mark")`)
	if eval[string](b, `document.getElementById("text").textContent`) != englishText {
		t.Error("the page's text is not the source's")
	}
	box := b.boxes("#text", "air")[0]
	for _, want := range []string{air, blamed, whole, air} {
		b.run(chromedp.MouseClickXY((box.Left+box.Right)/2, (box.Top+box.Bottom)/2))
		b.wait(`document.querySelector('[aria-current="true"][data-n]')?.dataset.n === $1`, numberOf(want))
	}
	b.keys(kb.Delete)
	b.wait(`document.querySelector("#panel [name=reason]") === document.activeElement`)
	b.run(chromedp.KeyEvent("coded twice"), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector("#st-1.gone")`)
	for ref, words := range map[string]string{blamed: "blamed the air force", whole: "Residents blamed the air force."} {
		if _, c := w.statement(ref); c.Quote != words {
			t.Errorf("%s now quotes %q", ref, c.Quote)
		}
	}
	if st, _ := w.statement(air); st.Standing != store.Withdrawn || st.Versions[1].Reason != "coded twice" {
		t.Errorf("%+v", st)
	}
	if eval[string](b, `document.getElementById("text").textContent`) != englishText {
		t.Error("the page's text changed")
	}
	b.keys("h")
	if eval[string](b, `getComputedStyle(document.querySelector("#text mark")).boxShadow`) != "none" {
		t.Error("marks are not hidden")
	}
}

func TestPartOfAJoinedArabicWordIsCoded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("بيان", arabicText, "ar")
	b := browse(t, w)
	b.open("/sources/S-1")
	before := width(b.boxes("#text", "لمحمد"))
	b.mark("لمحمد")
	b.wait(`!document.querySelector('[data-do="prefix"]').hidden`)
	if text := eval[string](b, `document.querySelector('[data-do="prefix"]').textContent`); !strings.Contains(text, "ل") {
		t.Errorf("the button says %q", text)
	}
	b.run(chromedp.Click(chromedp.CSS(`[data-do="prefix"]`)))
	b.wait(`getSelection().toString() === "محمد"`)
	b.keys("3")
	b.wait(`document.querySelector("#panel form")`)
	b.typeIn("name", "محمد")
	b.tick("fate", "not_stated")
	b.store()
	_, c := w.statement("S-1#1")
	if c.Quote != "محمد" || c.Anchor.Fragments[0].End-c.Anchor.Fragments[0].Start != 4 {
		t.Errorf("coded %q: %+v", c.Quote, c.Anchor)
	}
	w.anchored("S-1")
	if after := width(b.boxes("#text", "لمحمد")); after-before > 0.5 || before-after > 0.5 {
		t.Errorf("the word was %.2f px wide, marked it is %.2f", before, after)
	}
}

// held says that the mouse's first button is down.
func held(p *input.DispatchMouseEventParams) { p.Buttons = 1 }

func width(all []box) float64 {
	least, most := all[0].Left, all[0].Right
	for _, q := range all {
		least, most = min(least, q.Left), max(most, q.Right)
	}
	return most - least
}

func TestEmojiAndCombiningMarksKeepTheirPlace(t *testing.T) {
	t.Parallel()
	const text = "👩‍👩‍👧‍👦 café́ and\r\nthe مُحَمَّد came; then 25 🕊️ persons of café fled.\r\n"
	w := newWorld(t)
	w.source("Odd", text, "en")
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text p")`)
	if got := eval[string](b, `document.getElementById("text").textContent`); got != text {
		t.Errorf("the page's text is %q", got)
	}
	for i, words := range []string{"25 🕊️ persons of café", "مُحَمَّد", "and\r\nthe", "👩‍👩‍👧‍👦"} {
		b.mark(words)
		b.codeToll("25")
		_, c := w.statement("S-1#" + string(rune('1'+i)))
		if c == nil || c.Anchor.Fragments[0].Exact != words {
			t.Errorf("selected %q, anchored %+v", words, c.Anchor)
		}
	}
	w.anchored("S-1")
}

func TestSelectionAcrossLinesInArabicHoldsNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := strings.Repeat("قال الناطق إن الأهالي غادروا المدينة العليا قبل الفجر نحو الجسر القديم ", 6) + "\n"
	w.source("بيان", text, "ar")
	b := browse(t, w)
	b.screen(900, 800)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text p")`)
	line := eval[[]box](b, `(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector("#text p"));
		return [...r.getClientRects()].filter((q) => q.width > 100).slice(0, 2).map((q) => ({Left: q.left, Right: q.right, Top: q.top, Bottom: q.bottom})); })()`)
	middle := (line[0].Left + line[0].Right) / 2
	b.run(chromedp.MouseEvent("mousePressed", middle, (line[0].Top+line[0].Bottom)/2, chromedp.ButtonLeft, chromedp.ClickCount(1)),
		chromedp.MouseEvent("mouseMoved", middle-60, (line[1].Top+line[1].Bottom)/2, chromedp.ButtonLeft, held),
		chromedp.MouseEvent("mouseReleased", middle-60, (line[1].Top+line[1].Bottom)/2, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	b.wait(`!document.getElementById("bar").hidden`)
	selected := eval[string](b, "getSelection().toString()")
	if !strings.Contains(text, selected) || len([]rune(selected)) < 30 || strings.TrimSpace(selected) != selected {
		t.Errorf("selected %q", selected)
	}
	if words := strings.Fields(selected); !strings.Contains(text, " "+words[0]+" ") || !strings.Contains(text, " "+words[len(words)-1]+" ") {
		t.Errorf("the mouse did not snap to words: %q", selected)
	}
	b.codeToll("20")
	if _, c := w.statement("S-1#1"); c.Anchor.Fragments[0].Exact != selected {
		t.Errorf("anchored %q", c.Anchor.Fragments[0].Exact)
	}
	w.anchored("S-1")
}

func TestWordsThatStandApartAreOneStatement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	b := browse(t, w)
	b.open("/sources/S-1")
	b.mark("20 persons")
	b.keys("+")
	b.mark("upper town")
	b.codeToll("20")
	_, c := w.statement("S-1#1")
	if len(c.Anchor.Fragments) != 2 || c.Quote != "20 persons … upper town" {
		t.Errorf("%+v", c.Anchor)
	}
	w.anchored("S-1")
	b.wait(`document.querySelectorAll('#text mark[data-s="1"]').length === 2`)
}

func TestKeysGoByTheirPlaceOnTheKeyboard(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text mark")`)
	press := func(code, key string) {
		eval[bool](b, `document.body.dispatchEvent(new KeyboardEvent("keydown", {code: $1, key: $2, bubbles: true, cancelable: true}))`, code, key)
	}
	press("KeyN", "ى")
	b.wait(`document.querySelector('[aria-current="true"][data-n]')?.dataset.n === "2"`)
	press("KeyN", "ى")
	b.wait(`document.querySelector('[aria-current="true"][data-n]')?.dataset.n === "1"`)
	press("KeyP", "ح")
	b.wait(`document.querySelector('[aria-current="true"][data-n]')?.dataset.n === "2"`)
	press("BracketRight", "]")
	press("KeyE", "ث")
	b.wait(`location.pathname === "/sources/S-1/statements/2"`)
	b.open("/keys")
	b.run(chromedp.Click(chromedp.CSS("#keys-off")))
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text mark")`)
	press("KeyN", "n")
	if eval[bool](b, `Boolean(document.querySelector('[aria-current="true"][data-n]'))`) {
		t.Error("keys act though they are switched off")
	}
}

func TestFormRefusalsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	b := browse(t, w)
	b.open("/sources/S-1")
	b.mark("20 persons")
	b.keys("1")
	b.wait(`document.querySelector("#panel form")`)
	b.typeIn("words", "perhaps so")
	b.tick("unit", "persons")
	eval[bool](b, `(document.querySelector("#panel form").requestSubmit(), true)`)
	b.wait(`document.querySelector("#panel .trouble").textContent.includes("cannot be read as a figure")`)
	b.typeIn("words", "20")
	b.tick("statuses", "killed")
	b.store()
	if _, c := w.statement("S-1#1"); c.Content.(*statement.Toll).Figure.Words != "20" {
		t.Errorf("%+v", c.Content)
	}
}

func TestCodingWorksWithoutScripts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Release", englishText, "en")
	b := browse(t, w)
	b.withoutScripts()
	b.open("/sources/S-1/code?kind=toll")
	// Enter sends a form, wherever it lies on the screen.
	b.run(chromedp.SendKeys(chromedp.CSS("[name=quote]"), "at least 20 persons were killed"), chromedp.SetValue(chromedp.CSS("[name=unit]"), "persons"),
		chromedp.SendKeys(chromedp.CSS("[name=statuses][value=killed]"), " "),
		chromedp.SendKeys(chromedp.CSS("[name=words]"), "at least 20"+kb.Enter), chromedp.WaitReady(chromedp.CSS("#st-1")))
	b.open("/sources/S-1/statements/1")
	b.run(chromedp.SetValue(chromedp.CSS("[name=words]"), "at least 25"),
		chromedp.SendKeys(chromedp.CSS("form.coding [name=reason]"), "misread"+kb.Enter), chromedp.WaitReady(chromedp.CSS("#st-1")))
	st, c := w.statement("S-1#1")
	if len(st.Versions) != 2 || *c.Content.(*statement.Toll).Figure.Low != 25 || c.Quote != "at least 20 persons were killed" {
		t.Errorf("%+v %+v", st.Versions, c.Content)
	}
	w.anchored("S-1")
}
