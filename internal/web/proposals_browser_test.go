package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"reckon"
	"reckon/internal/store"
	"reckon/source"
	"reckon/statement"
)

// reportText has figures of every grade, with parts, a speaker, a vague one
// and numbers that are none.
const reportText = `Vesmar, 4 March 2031. The registry of Orlin said that 41 people died in Vesmar on 3 March 2031, including:

12 children,

9 women.

At least 20 persons were wounded, and dozens fled. 7* are still missing.

The 366th regiment was stationed there. Two families were wiped out and 5 children lost both parents.

The shelling killed 30 to 35 civilians. Three of the 14 people killed were women. Ten were shot near the mill.
`

// proposing serves a project with a report nobody has read yet, and another in
// Arabic, from which nothing is proposed.
func proposing(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.source("Report of the registry", reportText, "en")
	w.source("بيان المكتب", arabicText, "ar")
	return w
}

// statements counts the statements of a source that stand.
func (w *world) statements(ref string) int {
	w.t.Helper()
	n := 0
	err := w.project.Read(context.Background(), func(r *store.Reader) error {
		src, err := r.Source(ref)
		if err != nil {
			return err
		}
		for s, err := range r.Statements(store.Filter{Source: source.ID(src.ID)}) {
			if err != nil {
				return err
			}
			if s.Standing == store.Current {
				n++
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// reasons lists with what reasons figures of a source are turned down.
func (w *world) reasons(ref string) []string {
	w.t.Helper()
	var all []string
	err := w.project.Read(context.Background(), func(r *store.Reader) error {
		src, err := r.Source(ref)
		if err != nil {
			return err
		}
		rejections, err := r.Rejections(source.ID(src.ID))
		for _, rj := range rejections {
			all = append(all, rj.Reason)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// onProposal waits until the keyboard is on a proposal.
func (b *tab) onProposal(letter string) {
	b.t.Helper()
	b.wait(`document.activeElement.id === $1`, "pr-"+letter)
}

// told waits for the line that says what was recorded.
func (b *tab) told(part string) {
	b.t.Helper()
	b.wait(`document.querySelector("#decided [role=status]").textContent.includes($1)`, part)
}

func TestProposalsAreDecidedOnWithKeys(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#pr-a")`)
	if got := eval[string](b, `document.getElementById("text").textContent`); got != reportText {
		t.Errorf("the page's text is %q", got)
	}
	b.keys("y") // the keyboard is on no proposal
	b.keys("j")
	b.onProposal("a")
	b.wait(`document.querySelector("#text mark.now.q-number")?.textContent === "41"`)
	if n := w.statements("S-1"); n != 0 {
		t.Fatalf("%d statements before anybody decided", n)
	}
	b.keys("j", "k", "y")
	b.told("S-1#1")
	b.onProposal("b")
	b.wait(`document.querySelector("#st-1 blockquote")?.textContent.startsWith("41 people died")`)
	if _, c := w.statement("S-1#1"); c.Proposed == "" || c.Speakers[len(c.Speakers)-1].Name != "The registry of Orlin" {
		t.Errorf("%+v", c)
	}

	b.keys("x")
	b.wait(`document.activeElement.type === "radio"`)
	b.keys("2")
	b.told("Turned down")
	b.onProposal("c")
	if got := w.reasons("S-1"); len(got) != 1 || got[0] != "it is an older figure" {
		t.Errorf("turned down: %v", got)
	}
	b.with(chromedp.ModifierCtrl, "z")
	b.onProposal("b")
	if got := w.reasons("S-1"); len(got) != 0 {
		t.Errorf("after undoing: %v", got)
	}
	b.with(chromedp.ModifierCtrl, "z")
	b.wait(`!document.querySelector("#proposals .proposed #pr-b")`)
	if got := w.reasons("S-1"); len(got) != 1 {
		t.Errorf("after redoing: %v", got)
	}

	b.onProposal("c")
	b.keys("w")
	b.wait(`document.querySelector("#pr-c .why").open`)
	b.keys("x")
	b.wait(`document.activeElement.type === "radio"`)
	b.keys(kb.Tab)
	b.run(chromedp.KeyEvent("counted in line 1 already" + kb.Enter))
	b.told("Turned down")
	b.onProposal("d")
	if got := w.reasons("S-1"); len(got) != 2 || got[1] != "counted in line 1 already" && got[0] != "counted in line 1 already" {
		t.Errorf("turned down: %v", got)
	}
	b.keys(kb.Enter)
	b.told("S-1#2")
	b.onProposal("e")
	w.anchored("S-1")
}

// One press decides on one proposal, however long it lasts.
func TestHeldKeysAndDoubleClicksDecideOnce(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.keys("j")
	b.onProposal("a")
	eval[bool](b, `(() => { for (let i = 0; i < 5; i++) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "y", code: "KeyY", repeat: i > 0, bubbles: true, cancelable: true})); return true; })()`)
	b.told("S-1#1")
	b.onProposal("b")
	eval[bool](b, `(document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "y", code: "KeyY", repeat: true, bubbles: true, cancelable: true})),
		document.querySelector("#pr-b button").dispatchEvent(new MouseEvent("click", {detail: 2, bubbles: true, cancelable: true})), true)`)
	b.keys("y", "y")
	b.told("S-1#2")
	b.onProposal("c")
	if n := w.statements("S-1"); n != 2 {
		t.Errorf("%d statements of two decisions", n)
	}
	b.keys("h")
	if got := eval[string](b, `getComputedStyle(document.querySelector('#text mark[data-p="d"].q-number')).backgroundColor`); got != "rgba(0, 0, 0, 0)" {
		t.Errorf("hidden marks have the background %s", got)
	}
}

func TestProposalIsChangedThenAccepted(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.keys("j", "j")
	b.onProposal("b")
	b.keys("e")
	b.wait(`document.querySelector("#panel form [name=words]")?.value === "12"`)
	b.typeIn("note", "children of the upper town")
	eval[bool](b, `(document.querySelector("#panel [name=part][value=apart]").checked = true, document.querySelector("#panel form").requestSubmit(), true)`)
	b.told("S-1#1")
	b.onProposal("c")
	_, c := w.statement("S-1#1")
	if toll := c.Content.(*statement.Toll); c.Note != "children of the upper town" || toll.SubsetOf != "" || c.Quote != "12 children" || c.Proposed == "" {
		t.Errorf("%+v", c)
	}
	b.run(chromedp.Click(chromedp.CSS("#decided button")))
	b.wait(`document.querySelector("#proposals #pr-b")`)
	if st, _ := w.statement("S-1#1"); st.Standing != store.Withdrawn || w.statements("S-1") != 0 {
		t.Errorf("undone, but %s", st.Standing)
	}
	b.keys("e")
	b.wait(`document.querySelector("#panel form [name=words]")`)
	b.keys(kb.Escape)
	b.wait(`document.getElementById("panel").hidden && document.activeElement.classList.contains("proposal")`)
	// What the form refuses stays in it.
	b.open("/sources/S-1#pr-d")
	b.onProposal("d")
	b.keys("e")
	b.wait(`document.querySelector("#panel form [name=words]")`)
	b.typeIn("words", "perhaps so")
	eval[bool](b, `(document.querySelector("#panel form").requestSubmit(), true)`)
	b.wait(`document.querySelector("#panel .trouble").textContent.includes("cannot be read as a figure")`)
	if w.statements("S-1") != 0 {
		t.Error("something was entered")
	}
}

func TestFirmProposalsAreAcceptedTogether(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#pr-a")`)
	firm := eval[int](b, `document.querySelectorAll("#proposals li .grade.q-firm").length`)
	all := eval[int](b, `document.querySelectorAll("#proposals .proposal").length`)
	if label := eval[string](b, `document.querySelector("#proposals form.do button").textContent`); firm < 5 || firm == all ||
		!strings.Contains(label, fmt.Sprintf("the %d firm ones", firm)) {
		t.Errorf("%d of %d are firm, the button says %q", firm, all, label)
	}
	b.run(chromedp.Click(chromedp.CSS("#proposals form.do button")))
	b.told("These are coded")
	if n := w.statements("S-1"); n != firm {
		t.Errorf("%d statements of %d firm proposals", n, firm)
	}
	if left := eval[int](b, `document.querySelectorAll("#proposals .grade.q-firm").length`); left > 0 {
		t.Errorf("%d firm ones are still open", left)
	}
	w.anchored("S-1")
	b.run(chromedp.Click(chromedp.CSS("#decided button")))
	b.wait(`document.querySelectorAll("#proposals .proposal").length === $1`, all)
	if n := w.statements("S-1"); n != 0 {
		t.Errorf("%d statements after undoing", n)
	}
}

func TestDecidedElsewhereMeanwhile(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#pr-a")`)
	if _, err := w.project.AcceptProposals(t.Context(), reckon.Acceptance{Source: "S-1", Proposals: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.project.RejectProposals(t.Context(), "S-1", []string{"b"}, "another event"); err != nil {
		t.Fatal(err)
	}
	b.keys("j", "y")
	b.told("is coded already, as S-1#1")
	b.onProposal("c")
	if n := w.statements("S-1"); n != 1 || !eval[bool](b, `document.querySelector('#decided button').hidden && !document.querySelector("#proposals .proposed #pr-b")`) {
		t.Errorf("%d statements, or the list is old", n)
	}
	b.open("/sources/S-1")
	b.keys("j")
	b.onProposal("c")
	if err := w.project.RejectProposals(t.Context(), "S-1", []string{"c"}, "another event"); err != nil {
		t.Fatal(err)
	}
	b.keys("x")
	b.wait(`document.activeElement.type === "radio"`)
	b.keys("1")
	b.told("was turned down: another event")
	if got := w.reasons("S-1"); len(got) != 2 {
		t.Errorf("turned down: %v", got)
	}
}

func TestProposalsAreDecidedOnWithTheMouse(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text mark[data-p]")`)
	b.run(chromedp.Click(chromedp.CSS(`#text mark[data-p="d"].q-number`)))
	b.onProposal("d")
	b.run(chromedp.Click(chromedp.CSS(`#pr-d [data-do=reject]`)))
	b.wait(`document.querySelector("#pr-d .turning")`)
	b.run(chromedp.Click(chromedp.CSS(`#pr-d .turning .primary`)))
	b.wait(`document.querySelector("#pr-d .trouble").textContent.includes("a reason is missing")`)
	b.run(chromedp.Click(chromedp.CSS(`#pr-d .turning label:nth-of-type(3) input`)), chromedp.Click(chromedp.CSS(`#pr-d .turning .primary`)))
	b.told("Turned down")
	b.onProposal("e")
	b.run(chromedp.Click(chromedp.CSS(`#pr-e form button`)))
	b.told("S-1#1")
	b.run(chromedp.Click(chromedp.CSS(`#down summary`)), chromedp.SendKeys(chromedp.CSS("#down [name=reason]"), "it counts people after all"),
		chromedp.Click(chromedp.CSS("#down button")))
	b.told("Open again")
	b.onProposal("d")
	if got := w.reasons("S-1"); len(got) != 0 || w.statements("S-1") != 1 {
		t.Errorf("turned down: %v", got)
	}

	// On a narrow screen the list stands under the text.
	b.screen(320, 600)
	b.run(chromedp.Click(chromedp.CSS(`#pr-d [data-do=see]`)))
	b.wait(`(({top, bottom}) => top >= 0 && bottom <= innerHeight)(document.querySelector('#text mark[data-p="d"]').getBoundingClientRect())`)
	b.run(chromedp.Click(chromedp.CSS(`#text mark[data-p="d"].q-number`)))
	b.onProposal("d")
	b.wait(`(({top}) => top >= 0 && top < innerHeight)(document.getElementById("pr-d").getBoundingClientRect())`)
}

func TestProposalsAreDecidedOnWithoutScripts(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.withoutScripts()
	b.open("/sources/S-1")
	press := func(selector string) {
		b.run(chromedp.SendKeys(chromedp.CSS(selector), kb.Enter), chromedp.WaitReady(chromedp.CSS(".notice")))
	}
	press("#pr-a form button")
	if _, c := w.statement("S-1#1"); c.Content.(*statement.Toll).Figure.Words != "41" {
		t.Errorf("%+v", c.Content)
	}
	b.open("/sources/S-1/proposals/b")
	b.run(chromedp.SendKeys(chromedp.CSS("#reject [name=reason]"), "older"+kb.Enter), chromedp.WaitReady(chromedp.CSS("#down")))
	b.open("/sources/S-1/proposals/c")
	b.run(chromedp.SendKeys(chromedp.CSS("#reject [name=ready]"), " "), chromedp.SendKeys(chromedp.CSS("#reject button"), kb.Enter), chromedp.WaitReady(chromedp.CSS("#down")))
	if got := strings.Join(w.reasons("S-1"), "; "); !strings.Contains(got, "older") || !strings.Contains(got, "it is about another event") {
		t.Errorf("turned down: %s", got)
	}
	b.open("/sources/S-1/proposals/b")
	b.run(chromedp.SendKeys(chromedp.CSS("main [name=reason]"), "misread"+kb.Enter), chromedp.WaitReady(chromedp.CSS("#pr-b form")))
	b.open("/sources/S-1/proposals/d")
	b.run(chromedp.SetValue(chromedp.CSS("#change [name=words]"), "20"), chromedp.SetValue(chromedp.CSS("#change [name=quote]"), "20 persons were wounded"),
		chromedp.SendKeys(chromedp.CSS("#change .primary"), kb.Enter), chromedp.WaitReady(chromedp.CSS("#st-2")))
	if _, c := w.statement("S-1#2"); c.Quote != "20 persons were wounded" || c.Content.(*statement.Toll).Figure.Form != statement.Exact {
		t.Errorf("%+v", c)
	}
	b.open("/sources/S-1/proposals/d")
	b.run(chromedp.WaitReady(chromedp.CSS(`main a[href="/sources/S-1/statements/2"]`)))
	w.anchored("S-1")
}

func TestProposedMarksAreToldApartWithoutColour(t *testing.T) {
	t.Parallel()
	w := proposing(t)
	b := browse(t, w)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#text mark.q-firm")`)
	for grade, want := range map[string]string{"firm": "dashed", "probable": "dotted", "look": "wavy"} {
		got := eval[[]string](b, `[...document.querySelectorAll($1)].map((m) => getComputedStyle(m).textDecorationStyle + " " + getComputedStyle(m).boxShadow)`, "#text mark.q-"+grade)
		if len(got) == 0 || got[0] != want+" none" {
			t.Errorf("%s: %v", grade, got)
		}
	}
	b.keys("j", "y")
	b.told("S-1#1")
	b.wait(`getComputedStyle(document.querySelector('#text mark[data-s="1"]')).textDecorationLine === "none"`)
	if eval[string](b, `document.getElementById("text").textContent`) != reportText {
		t.Error("the marks changed the text")
	}
}

func TestProposalsInArabicAndOnNarrowScreens(t *testing.T) {
	t.Parallel()
	script := axe(t)
	w := proposing(t)
	if err := w.project.RejectProposals(t.Context(), "S-1", []string{"f"}, "older event"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.project.AcceptProposals(t.Context(), reckon.Acceptance{Source: "S-1", Proposals: []string{"c"}}); err != nil {
		t.Fatal(err)
	}
	b := browse(t, w)
	check := func(what string) {
		found := eval[[]string](b, script+`;axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
			.then((r) => r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" || ")))`)
		for _, f := range found {
			t.Errorf("%s: %s", what, f)
		}
		if over := eval[float64](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
			t.Errorf("%s: %v px too wide", what, over)
		}
	}
	for _, look := range looks {
		b.look(look.lang, look.theme)
		for _, width := range []int64{320, 768, 1366} {
			b.screen(width, 900)
			what := fmt.Sprint(look.lang, "-", look.theme, "-", width)
			b.open("/sources/S-1")
			b.wait(`document.querySelector("#pr-b")`)
			b.keys("j", "j")
			b.keys("w", "x")
			b.wait(`document.querySelector(".turning")`)
			eval[bool](b, `(document.querySelectorAll("#proposals > details").forEach((d) => d.open = true), true)`)
			check(what)
			b.picture("proposals-" + what)
			for _, address := range []string{"b", "c", "f"} {
				b.open("/sources/S-1/proposals/" + address)
				check(what + address)
				b.picture("proposal-" + address + "-" + what)
			}
		}
	}
	b.screen(1366, 900)
	b.open("/sources/S-1")
	b.wait(`document.querySelector("#pr-i")`)
	whole := b.boxes("#pr-i dd", "من 30 إلى 35")
	first, second := b.boxes("#pr-i dd", "من 30 إلى 35", "30"), b.boxes("#pr-i dd", "من 30 إلى 35", "35")
	if len(whole) == 0 || first[0].Left < second[0].Right {
		t.Errorf("the range is shown turned round: %+v %+v", first, second)
	}
	b.keys("j", "y")
	b.told("\u2066S-1#")
	b.open("/sources/S-2")
	b.wait(`document.querySelector("#proposals p")?.textContent.includes("الإنجليزية")`)
}

// longReport has about 500 pages of invented text with hundreds of figures.
func longReport() string {
	pages := strings.Split(longText(), "\n\n")
	for i := range pages {
		if i%5 == 0 {
			pages[i] += fmt.Sprintf(" On that day %d persons were killed and %d were wounded in ward %d.", i%90+3, i%70+4, i)
		}
	}
	return strings.Join(pages, "\n\n")
}

func TestManyProposalsOpenQuicklyOnAWeakMachine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Five hundred pages", longReport(), "en")
	b := browse(t, w)
	limit := 2000.0
	if raceOn {
		limit = 4 * limit // the server is slowed as well
	}
	best := 1e9
	for range 6 {
		if best < limit {
			break // other tests may have had the processor
		}
		b.open("/toll")
		b.slow(6)
		b.open("/sources/S-1")
		took := eval[float64](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))`)
		b.slow(1)
		best = min(best, took)
	}
	marks := eval[int](b, `document.querySelectorAll("#text mark[data-p]").length`)
	t.Logf("a text with %d marks of proposals is on the screen after %.0f ms at a sixth of the speed", marks, best)
	if best > limit || marks < 1000 {
		t.Errorf("it took %.0f ms with %d marks", best, marks)
	}
	listed := eval[int](b, `document.querySelectorAll("#proposals .proposal").length`)
	if more := eval[string](b, `document.querySelector("#proposals [data-do=more]").textContent`); listed != proposalsListed || !strings.Contains(more, " more") {
		t.Errorf("%d are listed, then %q", listed, more)
	}
	last := eval[string](b, `[...document.querySelectorAll("#proposals .proposal")].at(-1).id`)
	eval[bool](b, `(document.getElementById($1).focus(), true)`, last)
	b.keys("j")
	b.wait(`document.querySelectorAll("#proposals .proposal").length > $1`, proposalsListed)
	b.wait(`document.activeElement.classList.contains("proposal") && document.activeElement.id !== $1`, last)
}

func TestAddingASourceSaysHowManyFiguresWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := browse(t, w)
	b.open("/sources")
	b.run(chromedp.SendKeys(chromedp.CSS("[name=text]"), "At least 20 persons were killed and 7 were wounded in Vesmar."),
		chromedp.SendKeys(chromedp.CSS("[name=said_by]"), "District office"), chromedp.Click(chromedp.CSS("button.primary")))
	b.wait(`document.querySelector(".notice")?.textContent.includes("proposed from its text: 2")`)
	b.wait(`document.querySelectorAll("#proposals .proposal").length === 2`)
}
