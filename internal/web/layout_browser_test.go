package web

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"reckon"
	"reckon/source"
	"reckon/statement"
)

// looks are the combinations in which pages are looked at.
var looks = []struct{ lang, theme string }{{"en", "light"}, {"en", "dark"}, {"ar", "light"}}

// cutWords finds words of heads and buttons that stand on two lines, which
// tears joined letters apart.
const cutWords = `[...document.querySelectorAll("h1, h2, h3, th, button, .button, nav a, summary")].flatMap((e) => {
	const cut = [], walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
	for (let node; (node = walk.nextNode());) for (const m of node.data.matchAll(/[\p{L}\p{M}]+/gu)) {
		const r = document.createRange(); r.setStart(node, m.index); r.setEnd(node, m.index + m[0].length);
		if (new Set([...r.getClientRects()].map((q) => Math.round(q.top))).size > 1) cut.push(m[0]);
	}
	return cut;
})`

func TestPagesFitEveryWidthInBothDirections(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	b := browse(t, w)
	for _, look := range looks {
		if look.theme == "dark" && os.Getenv("RECKON_PICTURES") == "" {
			continue // colours have no width
		}
		b.look(look.lang, look.theme)
		for _, address := range pages() {
			b.open(address)
			for _, width := range []int64{320, 768, 1366} {
				b.screen(width, 900)
				if over := eval[float64](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
					t.Errorf("%s in %s at %d px: %v px too wide", address, look.lang, width, over)
				}
				for _, cut := range eval[[]string](b, cutWords) {
					t.Errorf("%s in %s at %d px: %q is cut", address, look.lang, width, cut)
				}
				name := strings.NewReplacer("/", "_", "?", "_", "=", "-").Replace(address)
				b.picture(fmt.Sprintf("%s-%s-%d%s", look.lang, look.theme, width, name))
			}
			want := map[string]string{"en": "ltr", "ar": "rtl"}[look.lang]
			if dir := eval[string](b, "document.documentElement.dir"); dir != want {
				t.Errorf("%s in %s runs %s", address, look.lang, dir)
			}
		}
	}
	b.screen(1366, 900)
	b.open("/custody")
	if nav, main := b.boxes("nav.side", "الحوادث"), b.boxes("main", "سجل الحفظ"); nav[0].Left < main[0].Right {
		t.Errorf("the navigation does not stand on the right: %+v %+v", nav, main)
	}
}

func TestDatesDoNotFlip(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	b := browse(t, w)
	b.look("ar", "light")
	for selector, address := range map[string]string{
		"main dl.facts dd": "/incidents/I-1", "main table.stack": "/incidents", "main td:nth-child(4)": "/sources", "main .acts time": "/custody", "#facts": "/sources/S-1",
	} {
		b.open(address)
		if address == "/sources/S-1" {
			b.run(chromedp.Click(chromedp.CSS("#facts summary")))
		}
		text := eval[string](b, `document.querySelector($1).textContent.match(/[0-9]{4}-[0-9]{2}-[0-9]{2}/)[0]`, selector)
		whole := b.boxes(selector, text)
		year, day := b.boxes(selector, text, text[:4]), b.boxes(selector, text, text[4:])
		if len(whole) == 0 || year[0].Right > day[0].Left+1 {
			t.Errorf("%s: %s is shown turned round: %+v %+v", address, text, year, day)
		}
	}
}

func TestNamesStandBesideTheirOwnAges(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	b := browse(t, w)
	for _, size := range []int64{320, 1366} {
		b.screen(size, 900)
		b.open("/incidents/I-1")
		for row, person := range map[int][2]string{2: {"أحمد الخطيب", "34"}, 3: {"محمد الخطيب", "12"}} {
			line := fmt.Sprintf("table.people tbody tr:nth-child(%d)", row)
			name, age, all := b.boxes(line+" td:nth-child(1)", person[0]), b.boxes(line+" td:nth-child(2)", person[1]), eval[box](b, `(({left, right, top, bottom}) => ({Left: left, Right: right, Top: top, Bottom: bottom}))(document.querySelector($1).getBoundingClientRect())`, line)
			if len(name) == 0 || len(age) == 0 {
				t.Fatalf("%v is not in row %d", person, row)
			}
			for _, q := range []box{name[0], age[0]} {
				if q.Top < all.Top || q.Bottom > all.Bottom {
					t.Errorf("%v at %d px does not stand in its row", person, size)
				}
			}
		}
	}
}

func TestNoPictureIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t).filled()
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
	in := reckon.Ingest{Name: "photo.png", Data: strings.NewReader(png), How: "file", About: source.Added{Title: "Photo", Material: "photograph", Confidentiality: source.Internal}}
	got, err := w.project.AddSource(context.Background(), in)
	if err != nil || got.NoText == "" {
		t.Fatal(got, err)
	}
	b := browse(t, w)
	for _, address := range append(pages(), "/sources/"+got.Ref, "/search?q=photo", "/custody/"+got.Ref) {
		b.open(address)
		if n := eval[int](b, `document.querySelectorAll("img, picture, video, audio, object, embed, iframe, canvas").length`); n > 0 {
			t.Errorf("%s shows %d pictures or the like", address, n)
		}
	}
	b.open("/sources/" + got.Ref)
	if !strings.Contains(eval[string](b, "document.body.innerText"), "no text that can be read") {
		t.Error("the page does not say that there is no text")
	}
}

// What the search found in a long text is on the screen, marked.
func TestHitsAreOnTheScreen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source("Long", strings.Repeat("The office said that people went over the bridge.\n\n", 400)+"They waited at the quay.\n", "en")
	b := browse(t, w)
	b.open("/search?q=quay")
	b.run(chromedp.Click(chromedp.CSS(`.hits a[href$="#here"]`)))
	const seen = `(() => { const r = $1.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`
	rests := func(place string) {
		t.Helper()
		b.wait(strings.ReplaceAll(seen, "$1", place))
		time.Sleep(500 * time.Millisecond) // what is laid out meanwhile must not move it away
		if !eval[bool](b, strings.ReplaceAll(seen, "$1", place)) {
			t.Errorf("%s is not on the screen any more", place)
		}
	}
	rests(`document.getElementById("here")`)
	if got := eval[string](b, `document.getElementById("here").textContent`); got != "They waited at the quay.\n" {
		t.Errorf("the place is %q", got)
	}
	w.coded("S-1", "the quay", &statement.Characterisation{Of: "x", Term: "x"})
	b.open("/sources/S-1")
	b.run(chromedp.Click(chromedp.CSS(`[data-do="go"]`)))
	rests(`document.querySelector("#text mark")`)
}
