package extract_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/extract"
)

// wellFormed checks what must hold of any result of any text.
func wellFormed(t interface{ Errorf(string, ...any) }, text string, r extract.Result) {
	runes := []rune(text)
	span := func(what string, start, end int, want string) {
		if start < 0 || start >= end || end > len(runes) {
			t.Errorf("%s: %d to %d is not in the text", what, start, end)
			return
		}
		if !bytes.Equal([]byte(string(runes[start:end])), []byte(strings.ToValidUTF8(want, "\ufffd"))) && string(runes[start:end]) != want {
			t.Errorf("%s: %q is not at %d to %d", what, want, start, end)
		}
	}
	ids := map[string]bool{}
	for _, f := range r.Figures {
		ids[f.ID] = true
	}
	if len(ids) != len(r.Figures) {
		t.Errorf("figure ids repeat")
	}
	taken := make([]bool, len(runes)+1)
	for _, f := range r.Figures {
		span(f.ID, f.Start, f.End, f.Text)
		for i := max(f.Start, 0); i < min(f.End, len(runes)); i++ {
			if taken[i] {
				t.Errorf("two numbers share code point %d", i)
			}
			taken[i] = true
		}
		if f.SubsetOf != nil && (!ids[*f.SubsetOf] || *f.SubsetOf == f.ID) {
			t.Errorf("%s is a part of %s", f.ID, *f.SubsetOf)
		}
		if f.Status == "" || f.Unit == "" || f.Grade == "" || len(f.Why) == 0 {
			t.Errorf("%s is incomplete: %+v", f.ID, f)
		}
		if f.Qualifier == "range" && (f.Low == nil || f.High == nil || *f.Low >= *f.High) {
			t.Errorf("%s is a range without low under high", f.ID)
		}
		if f.Qualifier != "range" && (f.Qualifier == "vague") != (f.Value == nil) {
			t.Errorf("%s: value %v with qualifier %s", f.ID, f.Value, f.Qualifier)
		}
		for _, s := range []*extract.Span{f.QualifierSpan, f.Attribution} {
			if s != nil {
				span(f.ID, s.Start, s.End, s.Text)
			}
		}
		for _, m := range f.Marks {
			span(f.ID+" "+m.Kind, m.Start, m.End, m.Text)
		}
		for _, s := range f.Scope {
			span(f.ID+" "+s.Kind, s.Start, s.End, s.Text)
		}
	}
	for _, n := range r.NotFigures {
		span(n.Reason, n.Start, n.End, n.Text)
		for i := max(n.Start, 0); i < min(n.End, len(runes)); i++ {
			if taken[i] {
				t.Errorf("%q is both a figure and none", n.Text)
			}
			taken[i] = true
		}
	}
}

var seeds = []string{
	"At least 27 soldiers, including the commander of the 149th Battalion, were killed on 4 May, the army said.",
	"In all 613 persons died, including:\n\n63 children,\n\n70 elderly,\n\n150* still missing.",
	"Place\tKilled\nBelo\t12\nTotal\t12\n", "“610 people were killed”, said Ana.", "Of the 42 killed, 30 were civilians (12 of them women).",
	"1,2,3 1.2.3 ٣٤٥ killed 12–15 or 3 to 4 million people", "a a a one of of the the 5 of the 5 of the 5 killed",
	"TWO OR THREE HUNDRED WERE KILLED AT 0640 (1140 GMT)", "\xff\xfe 12 killed \x00", "half of the third of 50% of the dead",
}

func FuzzText(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	l := english(f)
	f.Fuzz(func(t *testing.T, text string) {
		r := extract.Text(text, l)
		wellFormed(t, text, r)
		if d := cmp.Diff(r, extract.Text(text, l)); d != "" {
			t.Errorf("a second reading differs\n%s", d)
		}
		wellFormed(t, text, r.Without(extract.Look))
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"Ten people died."}`))
	f.Add([]byte("{}\n[]\n\n{\"id\":1}"))
	l := english(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		_ = extract.JSONL(bytes.NewReader(data), &out, extract.Options{Language: l})
		if n := bytes.Count(out.Bytes(), []byte("\n")); n > bytes.Count(data, []byte("\n"))+1 {
			t.Errorf("%d lines out of %q", n, data)
		}
	})
}

func FuzzParseLexicon(f *testing.F) {
	f.Add("status=killed before after: killed, shot dead\nperson group=women+children: a, b c")
	f.Add("x: y\n: \nperson: ,,")
	f.Fuzz(func(t *testing.T, text string) {
		lex, err := extract.ParseLexicon(text)
		if lex == nil {
			t.Fatal("no lexicon")
		}
		if err == nil {
			extract.Text("12 people killed "+text, words{lex})
		}
	})
}

// TestShuffledWords reads sentences of the words that matter most to the
// cascade, in any order.
func TestShuffledWords(t *testing.T) {
	t.Parallel()
	l := english(t)
	vocabulary := strings.Fields(`12 3 1,200 two dozens several no one a half 40% killed wounded dead missing were was have people
		children soldiers houses families including of whom them the and or , , . : ; ( ) “ ” - – who said according to police killing leaving
		death toll rose to at least about some others more 1999 May 4th year-old km by in with displaced deaths bodies prisoners taken
		Belo Ana while among number each * $ cases victims`)
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 60).Draw(rt, "words"), " ")
		r := extract.Text(text, l)
		wellFormed(rt, text, r)
	})
}

// TestCostGrowsWithLength reads texts without a full stop or line break.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	l := english(t)
	for _, unit := range []string{"12 killed, ", "the five of the five people ", "(", "a ", "including 12 ", "12 ", "\"12 said ", "1,", "x"} {
		text := strings.Repeat(unit, 6000)
		wellFormed(t, text, extract.Text(text, l))
	}
}
