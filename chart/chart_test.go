package chart_test

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/chart"
)

func TestEveryFormHasItsMark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                  string
		claim                 chart.Claim
		circles, ends, arrows int
		hollow                bool
	}{
		{"exact", chart.Claim{Said: "12", Low: 12}, 1, 0, 0, false},
		{"range", chart.Claim{Said: "5 to 9", Mark: chart.Bar, Low: 5, High: 9}, 0, 3, 0, false},
		{"range the wrong way round", chart.Claim{Said: "9 to 5", Mark: chart.Bar, Low: 9, High: 5}, 0, 3, 0, false},
		{"at least", chart.Claim{Said: "at least 5", Mark: chart.AtLeast, Low: 5}, 1, 0, 1, false},
		{"more than", chart.Claim{Said: "more than 5", Mark: chart.MoreThan, Low: 5}, 1, 0, 1, true},
		{"up to", chart.Claim{Said: "up to 5", Mark: chart.UpTo, Low: 5}, 1, 0, 1, false},
		{"fewer than", chart.Claim{Said: "fewer than 5", Mark: chart.FewerThan, Low: 5}, 1, 0, 1, true},
		{"about", chart.Claim{Said: "about 5", Mark: chart.About, Low: 5}, 1, 0, 0, false},
		{"words", chart.Claim{Said: "dozens", Mark: chart.Words, Low: 24, High: 99}, 0, 0, 0, false},
	} {
		svg := chart.Tolls{Axes: []chart.Axis{{Claims: []chart.Claim{c.claim}}}}.SVG()
		_, elements := read(t, svg)
		ends := strings.Count(svg, `class="mark" d=`) - c.arrows
		if elements["circle"] != c.circles || ends != c.ends || strings.Contains(svg, "--page,Canvas") != c.hollow {
			t.Errorf("%s: %d dots, %d lines, hollow %v:\n%s", c.name, elements["circle"], ends, !c.hollow, svg)
		}
		if c.claim.Mark == chart.Words && (strings.Contains(svg, ">24") || !strings.Contains(svg, "“dozens”") || strings.Contains(svg, `class="axis"`)) {
			t.Errorf("words were given a place on an axis:\n%s", svg)
		}
	}
}

func TestArrowsPointToTheOpenSide(t *testing.T) {
	t.Parallel()
	at := regexp.MustCompile(`class="mark" d="M([\d.]+) [\d.]+L([\d.]+) `)
	for _, c := range []struct {
		mark    chart.Mark
		rtl, up bool
	}{{chart.AtLeast, false, true}, {chart.UpTo, false, false}, {chart.AtLeast, true, false}, {chart.UpTo, true, true}} {
		svg := chart.Tolls{Frame: chart.Frame{RTL: c.rtl}, Axes: []chart.Axis{{Claims: []chart.Claim{{Said: "5", Mark: c.mark, Low: 5}}}}}.SVG()
		m := at.FindStringSubmatch(svg)
		if m == nil {
			t.Fatalf("no arrow in %s", svg)
		}
		back, tip := coordinate(t, m[1]), coordinate(t, m[2])
		if (tip > back) != c.up {
			t.Errorf("mark %d, right to left %v: the arrow goes from %v to %v", c.mark, c.rtl, back, tip)
		}
	}
}

func coordinate(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAMirroredPictureHasZeroOnTheRight(t *testing.T) {
	t.Parallel()
	tick := regexp.MustCompile(`class="tick" x="([\d.]+)"[^>]*>([\d,]+)<`)
	for _, rtl := range []bool{false, true} {
		f := chart.Frame{Width: 768, RTL: rtl}
		all := tick.FindAllStringSubmatch(river(f).SVG(), 3)
		if len(all) != 3 || all[0][2] != "0" || all[2][2] != "50" {
			t.Fatalf("the first axis has ticks %v", all)
		}
		if zero, top := coordinate(t, all[0][1]), coordinate(t, all[2][1]); (zero > top) != rtl {
			t.Errorf("right to left %v: zero at %v, 50 at %v", rtl, zero, top)
		}
	}
}

func TestLinesOfTextLieWhereThePictureBegins(t *testing.T) {
	t.Parallel()
	who := regexp.MustCompile(`class="who" x="([\d.]+)"[^>]*text-anchor="(\w+)" direction="(\w+)"`)
	for _, c := range []struct {
		speaker, anchor, direction string
		rtl                        bool
	}{
		{"Orlin", "start", "ltr", false}, {"الزهراء", "end", "rtl", false}, {"Orlin", "end", "ltr", true}, {"الزهراء", "start", "rtl", true},
		{"(2) אורלין", "end", "rtl", false}, {"7", "start", "ltr", false},
	} {
		m := who.FindStringSubmatch(chart.Tolls{Frame: chart.Frame{RTL: c.rtl}, Axes: []chart.Axis{{Claims: []chart.Claim{{Speaker: c.speaker, Said: "5", Low: 5}}}}}.SVG())
		if m == nil || m[2] != c.anchor || m[3] != c.direction || (m[1] == "8") == c.rtl {
			t.Errorf("%s, right to left %v: %v", c.speaker, c.rtl, m)
		}
	}
}

func TestTheScaleChangesAtFifty(t *testing.T) {
	t.Parallel()
	for top, want := range map[int64]string{49: "linear scale", 50: "logarithmic scale, with zero"} {
		p := chart.Tolls{Axes: []chart.Axis{{Claims: []chart.Claim{{Said: "1", Low: 1}, {Said: "0", Low: 0}, {Said: "top", Low: top}}}}}
		text, _ := read(t, p.SVG())
		wantText(t, strconv.FormatInt(top, 10), text, want)
	}
}

func TestLayersRunFromThoseWhoDrawOnNobody(t *testing.T) {
	t.Parallel()
	d := chart.Dependence{
		Frame: chart.Frame{Width: 1000},
		Nodes: []chart.Node{{ID: "paper", Label: "P"}, {ID: "page", Label: "Q"}, {ID: "office", Label: "O"}, {ID: "clinic", Label: "C"}, {ID: "post", Label: "R"}},
		Edges: []chart.Edge{{From: "paper", To: "clinic"}, {From: "page", To: "office"}, {From: "page", To: "paper"}, {From: "post", To: "office"}, {From: "office", To: "page"}},
	}
	box := regexp.MustCompile(`<rect class="node " x="([\d.]+)" y="([\d.]+)"`)
	at := map[string][2]float64{}
	for i, m := range box.FindAllStringSubmatch(d.SVG(), -1) {
		at[d.Nodes[i].ID] = [2]float64{coordinate(t, m[1]), coordinate(t, m[2])}
	}
	if at["clinic"][0] >= at["paper"][0] || at["paper"][0] >= at["page"][0] {
		t.Errorf("a chain is not in layers: %v", at)
	}
	if at["office"][0] == at["page"][0] {
		t.Errorf("a circle puts both in one layer: %v", at)
	}
}

func TestBoxesStandNearWhatTheyDrawOn(t *testing.T) {
	t.Parallel()
	d := chart.Dependence{
		Frame: chart.Frame{Width: 1000},
		Nodes: []chart.Node{{ID: "a", Label: "A"}, {ID: "b", Label: "B"}, {ID: "x", Label: "X"}, {ID: "y", Label: "Y"}},
		Edges: []chart.Edge{{From: "x", To: "b"}, {From: "y", To: "a"}},
	}
	box := regexp.MustCompile(`<rect class="node " x="[\d.]+" y="([\d.]+)"`)
	all := box.FindAllStringSubmatch(d.SVG(), -1)
	if x, y := coordinate(t, all[2][1]), coordinate(t, all[3][1]); x <= y {
		t.Errorf("edges cross although they need not: X at %v, Y at %v", x, y)
	}
}

func TestTheScaleIsSaid(t *testing.T) {
	t.Parallel()
	text, _ := read(t, river(chart.Frame{}).SVG())
	wantText(t, "the picture", text, "linear scale", "one source; logarithmic scale, with zero", "persons: killed or died: linear scale.", "1,250*")
	terms := chart.English()
	terms.Linear = "Skala: linear"
	text, _ = read(t, river(chart.Frame{Terms: terms}).SVG())
	wantText(t, "the picture in other words", text, "Skala: linear")
}

func TestPicturesStandOnAnyPage(t *testing.T) {
	t.Parallel()
	colour := regexp.MustCompile(`(?i)(fill|stroke)="(#|black|white|rgb)`)
	for _, f := range frames() {
		for _, svg := range []string{river(f).SVG(), chains(f).SVG()} {
			text, elements := read(t, svg)
			if colour.MatchString(svg) {
				t.Errorf("a fixed colour: %s", colour.FindString(svg))
			}
			if elements["title"] != 1 || elements["desc"] != 1 || !strings.Contains(svg, `role="img"`) || !strings.Contains(svg, `aria-labelledby="chart-title chart-desc"`) {
				t.Error("the picture does not say what it is")
			}
			if (elements["style"] == 1) != f.Standalone || elements["script"] != 0 || strings.Contains(svg, "http://www.w3.org/1999") {
				t.Error("the picture brings what a page must bring, or lacks it")
			}
			if got := strings.Count(svg, "<text"); got != strings.Count(svg, `unicode-bidi="isolate"`) {
				t.Errorf("%d texts, not all isolated", got)
			}
			wantText(t, "the picture", text, "Orlin Health")
		}
	}
}

func TestNothingReachesBeyondThePicture(t *testing.T) {
	t.Parallel()
	path := regexp.MustCompile(`d="([^"]+)"`)
	pair := regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+)`)
	for _, f := range frames() {
		width := float64(f.Width)
		if f.Width == 0 {
			width = 640
		}
		for _, svg := range []string{river(f).SVG(), chains(f).SVG()} {
			for _, d := range path.FindAllStringSubmatch(svg, -1) {
				for _, p := range pair.FindAllStringSubmatch(d[1], -1) {
					if x := coordinate(t, p[1]); x < -16 || x > width+16 {
						t.Errorf("width %v: a line goes to %v", width, x)
					}
				}
			}
		}
	}
}

func TestALaterFigureIsJoinedToTheEarlier(t *testing.T) {
	t.Parallel()
	if got := strings.Count(river(chart.Frame{}).SVG(), `class="step"`); got != 2 {
		t.Errorf("%d lines of a step, want 2", got)
	}
	step := regexp.MustCompile(`class="step" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"`)
	dot := regexp.MustCompile(`<circle class="mark" cx="([\d.]+)" cy="([\d.]+)"`)
	svg := river(chart.Frame{}).SVG()
	dots, steps := dot.FindAllStringSubmatch(svg, 2), step.FindAllStringSubmatch(svg, 2)
	if down := steps[0]; down[1] != dots[0][1] || down[2] != dots[0][2] || down[3] != dots[0][1] || down[4] != dots[1][2] {
		t.Errorf("the step does not go down from the earlier dot %v: %v", dots[0][1:], down[1:])
	}
	if along := steps[1]; along[1] != dots[0][1] || along[3] != dots[1][1] || along[4] != dots[1][2] {
		t.Errorf("the step does not reach the later dot %v: %v", dots[1][1:], along[1:])
	}
	odd := chart.Tolls{Axes: []chart.Axis{{Claims: []chart.Claim{
		{Said: "1", Low: 1, Revises: 1}, {Said: "2", Low: 2, Revises: 9}, {Said: "many", Mark: chart.Words, Revises: 1}, {Said: "3", Low: 3, Revises: 3}, {Said: "4", Low: 4, Revises: -1},
	}}}}
	if strings.Contains(odd.SVG(), `class="step"`) {
		t.Error("a step leads nowhere")
	}
}

func TestTablesSayTheSame(t *testing.T) {
	t.Parallel()
	table := river(chart.Frame{}).Table()
	if len(table.Rows) != 12 || len(table.Head) != 6 {
		t.Fatalf("the table is %v", table)
	}
	want := []string{"persons: killed or died", "2", "Orlin Health Office", "19", "S-3", "1"}
	if diff := cmp.Diff(want, table.Rows[1]); diff != "" {
		t.Error(diff)
	}
	edges := chains(chart.Frame{}).Table()
	wantEdges := [][]string{
		{"Report of 2 March <draft>", "Vesmar Post", "named in the text", ""},
		{"The Evening Bell, late edition", "Report of 2 March <draft>", "copies it (judged): the same misprint", "a coder"},
		{"The Evening Bell", "Daily Kestrel", "same figures, nothing shows why (no dependence)", ""},
	}
	for _, w := range wantEdges {
		if !slices.ContainsFunc(edges.Rows, func(row []string) bool { return cmp.Equal(row, w) }) {
			t.Errorf("no row %v in %v", w, edges.Rows)
		}
	}
}

func TestEqualFiguresAreNoEdge(t *testing.T) {
	t.Parallel()
	d := chart.Dependence{Nodes: []chart.Node{{ID: "a", Label: "A"}, {ID: "b", Label: "B"}}, Apart: [][2]string{{"A", "B"}}}
	svg := d.SVG()
	if strings.Contains(svg, `class="edge named" d="M28`) || strings.Count(svg, `class="mark"`) != 0 {
		t.Errorf("an arrow for equal figures:\n%s", svg)
	}
	wantText(t, "the picture", svg, "A – B: same figures, nothing shows why")
}

func TestTextForTerminals(t *testing.T) {
	t.Parallel()
	got := river(chart.Frame{}).Text(60)
	wantText(t, "the text", got, "├", "┤", "●╌", "╌▶", "◀╌", "~●~", "○", "“dozens”", "\u2068مستشفى الزهراء\u2069 (S-5): at least 20", "linear scale")
	for line := range strings.Lines(got) {
		if strings.ContainsAny(line, "│◀") && len([]rune(line)) > 61 {
			t.Errorf("a line of %d: %q", len([]rune(line)), line)
		}
	}
	if hostile := (chart.Tolls{Title: "a\x1b[31mb", Axes: []chart.Axis{{Claims: []chart.Claim{{Speaker: "x\ny", Said: "\x07 9", Low: 9}}}}}).Text(0); strings.ContainsAny(hostile, "\x1b\x07") {
		t.Errorf("a terminal can be steered: %q", hostile)
	}
	wantText(t, "the text", chains(chart.Frame{}).Text(), "  → Vesmar Post (named in the text)", "The Evening Bell – Daily Kestrel")
}

func TestEmptyPictures(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		chart.Tolls{}.SVG(), chart.Tolls{}.Text(1), chart.Dependence{}.SVG(), chart.Dependence{}.Text(),
	} {
		wantText(t, "an empty picture", text, "nothing to show")
	}
}

// anything draws text of what formats trip over.
func anything() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("<&>\"'\x00\u202eאل٣é🜁 a0")), 0, 60, -1))
}

func frame(t *rapid.T) chart.Frame {
	return chart.Frame{
		ID: anything().Draw(t, "id"), Width: rapid.IntRange(-5, 1400).Draw(t, "width"), RTL: rapid.Bool().Draw(t, "rtl"),
		Standalone: rapid.Bool().Draw(t, "standalone"),
	}
}

// TestAnyFiguresMakeAPicture is the promise for whatever sources hold: the
// picture is well-formed, every number is in it as text, and it is the same
// picture each time.
func TestAnyFiguresMakeAPicture(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		axes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chart.Axis {
			return chart.Axis{Label: anything().Draw(t, "label"), Note: anything().Draw(t, "note"), Claims: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chart.Claim {
				return chart.Claim{
					Speaker: anything().Draw(t, "speaker"), Said: anything().Draw(t, "said"), Ref: anything().Draw(t, "ref"),
					Mark: chart.Mark(rapid.IntRange(0, 7).Draw(t, "mark")), Revises: rapid.IntRange(-1, 5).Draw(t, "revises"),
					Low: rapid.Int64Range(0, math.MaxInt64).Draw(t, "low"), High: rapid.Int64Range(0, 2000).Draw(t, "high"),
				}
			}), 0, 4).Draw(t, "claims")}
		}), 0, 3).Draw(t, "axes")
		p := chart.Tolls{Frame: frame(t), Title: anything().Draw(t, "title"), Axes: axes}
		svg := p.SVG()
		text, _ := read(t, svg)
		if svg != p.SVG() {
			t.Fatal("the same value gave two pictures")
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Fatalf("a coordinate is no number: %s", svg)
		}
		flat := strings.NewReplacer("\n", "", " ", "", ",", "").Replace(text)
		terminal := strings.NewReplacer(" ", "", ",", "").Replace(p.Text(rapid.IntRange(-1, 200).Draw(t, "columns")))
		for _, a := range axes {
			for _, c := range a.Claims {
				for _, n := range shown(c) {
					if !strings.Contains(digitsOnly(flat), n) || !strings.Contains(digitsOnly(terminal), n) {
						t.Fatalf("%s is missing in %q", n, text)
					}
				}
			}
		}
	})
}

// shown lists the numbers that a claim stands for.
func shown(c chart.Claim) []string {
	switch c.Mark {
	case chart.Words:
		return nil
	case chart.Bar:
		return []string{strconv.FormatInt(c.Low, 10), strconv.FormatInt(c.High, 10)}
	}
	return []string{strconv.FormatInt(c.Low, 10)}
}

// digitsOnly turns other digits into ours and leaves out what groups them.
func digitsOnly(text string) string {
	return strings.Map(func(r rune) rune {
		for _, zero := range []rune{'٠', '۰', '०', '০'} {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		if strings.ContainsRune(".٬'’\u00a0\u202f", r) {
			return -1
		}
		return r
	}, text)
}

func TestAnyGraphMakesAPicture(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ids := []string{"a", "b", "c", "d", "e", "f"}
		d := chart.Dependence{Frame: frame(t), Title: anything().Draw(t, "title")}
		for range rapid.IntRange(0, 8).Draw(t, "nodes") {
			d.Nodes = append(d.Nodes, chart.Node{ID: rapid.SampledFrom(ids).Draw(t, "id"), Label: anything().Draw(t, "label"), Kind: anything().Draw(t, "kind")})
		}
		for range rapid.IntRange(0, 20).Draw(t, "edges") {
			d.Edges = append(d.Edges, chart.Edge{
				From: rapid.SampledFrom(ids).Draw(t, "from"), To: rapid.SampledFrom(ids).Draw(t, "to"), Style: chart.Style(rapid.IntRange(0, 2).Draw(t, "style")),
			})
		}
		svg := d.SVG()
		_, elements := read(t, svg)
		if elements["rect"] != len(d.Nodes) || svg != d.SVG() || strings.Contains(svg, "NaN") {
			t.Fatalf("%d boxes for %d nodes", elements["rect"], len(d.Nodes))
		}
		if len(d.Table().Rows) != len(d.Edges) {
			t.Fatal("the table does not say what the picture says")
		}
	})
}
