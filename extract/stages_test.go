package extract

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// toy is a language of a dozen words, for the stages that need one.
type toy struct{ lex *Lexicon }

func (toy) Tag() string          { return "x-toy" }
func (l toy) Lexicon() *Lexicon  { return l.lex }
func (toy) Fold(w string) string { return strings.ToLower(w) }
func (toy) Digits() Digits       { return Digits{Group: ",", Decimal: '.'} }
func (toy) Guess(w string) Shape {
	if strings.HasSuffix(w, "ly") {
		return Adverb
	}
	return Unshaped
}
func (toy) Cardinal(w []string) (float64, int) {
	values := map[string]float64{"two": 2, "twenty-two": 22}
	if v := values[strings.Join(w[:min(1, len(w))], "")]; v > 0 {
		return v, 1
	}
	if len(w) == 2 && w[0] == "twenty" && w[1] == "two" {
		return 22, 2
	}
	return 0, 0
}

func toyLanguage(t testing.TB) toy {
	t.Helper()
	lex, err := ParseLexicon(`
number: two, twenty
person: people, men
status=killed before after: killed, shot dead, shot dead by night
status=wounded before: hurt
be: were
and: and
clitic: 's
agetail: year-old
month: may
aux: may
abbreviation: dr, gen
adverb: well-known
`)
	if err != nil {
		t.Fatal(err)
	}
	return toy{lex}
}

func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"Two men were shot dead.", []string{"Two", "men", "were", "shot dead", "."}},
		{"shot dead by night, shot dead by day", []string{"shot dead by night", ",", "shot dead", "by", "day"}},
		{"Ana's 1,200.5 men", []string{"Ana", "'s", "1,200.5", "men"}},
		{"a well-known, twenty-two-man, two-year-old", []string{"a", "well-known", ",", "twenty-two", "-", "man", ",", "two", "-", "year-old"}},
		{"the U.S. army at 5 p.m. today", []string{"the", "U.S.", "army", "at", "5", "p.m.", "today"}},
		{"an F-16 and M23", []string{"an", "F-16", "and", "M23"}},
		{"10:30–11", []string{"10", ":", "30", "–", "11"}},
		{"12. 13", []string{"12", ".", "13"}},
		{"end.The start", []string{"end", ".", "The", "start"}},
		{"٣٤ кот’s", []string{"٣٤", "кот’s"}},
		{"\xff12", []string{"\xff", "12"}},
		{"  \n\t ", []string{}},
	}
	l := toyLanguage(t)
	for _, tt := range tests {
		lx := &lexer{lang: l, lex: l.lex, src: tt.text}
		got := []string{}
		for _, w := range lx.words(0, len(tt.text)) {
			got = append(got, w.text)
			if tt.text[w.start:w.end] != w.text {
				t.Errorf("%q is not at %d to %d", w.text, w.start, w.end)
			}
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%q\n%s", tt.text, d)
		}
	}
}

func TestWordKindsAndMarks(t *testing.T) {
	t.Parallel()
	l := toyLanguage(t)
	lx := &lexer{lang: l, lex: l.lex, src: "Men quickly hid, M23 150*"}
	words := lx.words(0, len(lx.src))
	kinds := []kind{}
	for _, w := range words {
		kinds = append(kinds, w.kind)
	}
	if want := []kind{kindWord, kindWord, kindWord, kindMark, kindCode, kindDigit, kindMark}; !slices.Equal(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
	if !words[0].name || words[1].name || words[1].shape != Adverb || !words[3].mark(";,") || words[3].mark("") {
		t.Errorf("%+v", words)
	}
	if !words[6].glued || words[5].glued {
		t.Error("only the star is glued to what is before it")
	}
}

func TestSegments(t *testing.T) {
	t.Parallel()
	long := "This line is as long as a page is wide, more or less so,"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"paragraphs", "one\n\ntwo", []string{"one", "two"}},
		{"wrapped", long + "\nand goes on here", []string{long + "\nand goes on here"}},
		{"short lines", "one\ntwo", []string{"one", "two"}},
		{"bullets", long + "\n- item\n* item\n3. item", []string{long, "- item", "* item", "3. item"}},
		{"heading", long + " so:\nitem", []string{long + " so:", "item"}},
		{"table", long + "\tx\na\tb", []string{long + "\tx", "a\tb"}},
		{"empty", "\n \n\n", nil},
		{"carriage returns", "one\r\n\r\ntwo", []string{"one\r", "two"}},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range segments(tt.text) {
			got = append(got, tt.text[s.start:s.end])
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s\n%s", tt.name, d)
		}
	}
}

func TestBullets(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{"- a": true, "• a": true, "*a": false, "12. a": true, "12 a": false, "1) a": true, "—": false, "1234. a": false} {
		if bullet(line) != want {
			t.Errorf("%q: bullet %v", line, !want)
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"One fell. Two fell.":              {"One fell.", "Two fell."},
		"Dr. Orr fell. Gen. Ott fell.":     {"Dr. Orr fell.", "Gen. Ott fell."},
		"“One fell.” Two fell.":            {"“One fell.”", "Two fell."},
		"It rose by 1.5 percent. So what?": {"It rose by 1.5 percent.", "So what?"},
		"The city.The men":                 {"The city.", "The men"},
		"It fell. it rose":                 {"It fell. it rose"},
		"J. Orr fell":                      {"J. Orr fell"},
		"What? No! 12 men":                 {"What?", "No!", "12 men"},
	}
	l := toyLanguage(t)
	for text, want := range tests {
		lx := &lexer{lang: l, lex: l.lex, src: text}
		var got []string
		for _, part := range sentences(lx.words(0, len(text))) {
			got = append(got, text[part[0].start:part[len(part)-1].end])
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", text, d)
		}
	}
}

func TestSentencesAreBounded(t *testing.T) {
	t.Parallel()
	l := toyLanguage(t)
	lx := &lexer{lang: l, lex: l.lex, src: strings.Repeat("men ", 3*maxWords)}
	parts := sentences(lx.words(0, len(lx.src)))
	if len(parts) != 3 {
		t.Errorf("%d parts", len(parts))
	}
}

func TestReadDigits(t *testing.T) {
	t.Parallel()
	english, french := Digits{Group: ",'", Decimal: '.'}, Digits{Group: ".", Decimal: ','}
	tests := []struct {
		text  string
		d     Digits
		value float64
		ok    bool
	}{
		{"12", english, 12, true}, {"1,275", english, 1275, true}, {"1,234,567", english, 1234567, true}, {"9.96", english, 9.96, true},
		{"1'275", english, 1275, true}, {"12,34,567", english, 1234567, true}, {"1.275.300", english, 1275300, true},
		{"12,5", english, 0, false}, {"1,2", english, 0, false}, {"1234,567", english, 0, false}, {"1.2.3", english, 0, false},
		{"1.275", french, 1275, true}, {"9,96", french, 9.96, true}, {"٣٤٥", english, 345, true}, {"۳۴", english, 34, true},
		{"१२", english, 0, false}, {"1234567890123", english, 0, false}, {"007", english, 7, true},
	}
	for _, tt := range tests {
		v, ok := readDigits(tt.text, tt.d)
		if ok != tt.ok || ok && v != tt.value {
			t.Errorf("%s is %v, %v; want %v, %v", tt.text, v, ok, tt.value, tt.ok)
		}
	}
}

func TestCombine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		list []Status
		want Status
	}{
		{[]Status{killed}, killed},
		{[]Status{killed, wounded}, "killed_or_wounded"},
		{[]Status{wounded, killed}, "killed_or_wounded"},
		{[]Status{killed, wounded, missing}, "killed_wounded_or_missing"},
		{[]Status{wounded, missing}, "wounded_or_missing"},
		{[]Status{displaced, killed}, "displaced_or_killed"},
		{[]Status{"abducted", killed}, killed},
		{[]Status{killed, "ill_treated"}, killed},
		{[]Status{"detained", "released"}, "released"},
		{[]Status{damaged, destroyed}, destroyed},
	}
	for _, tt := range tests {
		if got := combine(tt.list); got != tt.want {
			t.Errorf("%v is %s, want %s", tt.list, got, tt.want)
		}
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		whole, part Status
		want        bool
	}{
		{killed, killed, true}, {"killed_or_wounded", killed, true}, {"killed_or_wounded", wounded, true},
		{killed, "killed_or_wounded", false}, {killed, wounded, false}, {"killed_or_wounded", missing, false},
	}
	for _, tt := range tests {
		if got := covers(tt.whole, tt.part); got != tt.want {
			t.Errorf("%s covers %s: %v", tt.whole, tt.part, got)
		}
	}
}

func TestEveryStatusOfTheSchemaIsKnown(t *testing.T) {
	t.Parallel()
	for s := range strings.FieldsSeq(`killed wounded killed_or_wounded killed_wounded_or_missing wounded_or_missing missing detained hostage
		abducted abducted_or_missing disappeared detained_or_disappeared displaced displaced_or_killed returned orphaned body_recovered
		released rescued survived trapped affected ill_treated destroyed damaged`) {
		if !knownStatus(Status(s)) {
			t.Errorf("%s is not known", s)
		}
	}
	if knownStatus("eaten") {
		t.Error("eaten is known")
	}
}

func TestOffsetsCountCodePoints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Repeat(rapid.StringN(0, 40, -1).Draw(rt, "unit"), rapid.IntRange(0, 60).Draw(rt, "times"))
		m := newOffsets(text)
		at := rapid.IntRange(0, len(text)).Draw(rt, "at")
		for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
			at--
		}
		if got, want := m.at(at), utf8.RuneCountInString(text[:at]); got != want {
			rt.Errorf("byte %d is code point %d, want %d", at, got, want)
		}
	})
}

func TestLetters(t *testing.T) {
	t.Parallel()
	for k, want := range map[int]string{0: "a", 25: "z", 26: "aa", 27: "ab", 51: "az", 52: "ba", 701: "zz", 702: "aaa"} {
		if got := letters(k); got != want {
			t.Errorf("figure %d is %s, want %s", k, got, want)
		}
	}
}

func TestSensesMerge(t *testing.T) {
	t.Parallel()
	lex, err := ParseLexicon("person group=men: hand\nthing reason=body_parts: hand\nstatus=wounded self: hand\nreference lead=legal: hand")
	if err != nil {
		t.Fatal(err)
	}
	s := lex.look("hand")
	if !s.is(isPerson) || !s.is(isThing) || !s.has(slotSelf) || s.status != wounded || s.reason != "body_parts" || s.lead != "legal" ||
		!slices.Equal(s.groups, []string{"men"}) {
		t.Errorf("%+v", s)
	}
	if lex.look("foot") != nothing {
		t.Error("a word that is nowhere has a sense")
	}
}

func TestCellsOfALine(t *testing.T) {
	t.Parallel()
	line := "Belo | 12\t40"
	cuts := cellCuts(line, 100)
	if !slices.Equal(cuts, []int{105, 109}) {
		t.Errorf("cuts %v", cuts)
	}
	for at, want := range map[int]int{100: 0, 107: 1, 110: 2} {
		if got := cellOf(cuts, at); got != want {
			t.Errorf("byte %d is in cell %d, want %d", at, got, want)
		}
	}
}

func TestMonthsThatAreOtherWords(t *testing.T) {
	t.Parallel()
	l := toyLanguage(t)
	for text, want := range map[string]bool{"In May two men": true, "two men may fall": false, "12 MAY MEN FELL": true, "MEN MAY FALL NOW": false} {
		lx := &lexer{lang: l, lex: l.lex, src: text}
		s := &sentence{src: text, lang: l, words: lx.words(0, len(text))}
		s.caps = s.capitals()
		s.months()
		i := slices.IndexFunc(s.words, func(w word) bool { return w.fold == "may" })
		if s.words[i].is(isMonth) != want || s.words[i].is(isAux) == want {
			t.Errorf("%s: month %v", text, !want)
		}
	}
}
