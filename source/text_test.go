package source_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/source"
)

func text(t testing.TB, body string) *source.Text {
	t.Helper()
	tx, err := source.NewText(body)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func TestNewTextRefusesBrokenUTF8(t *testing.T) {
	t.Parallel()
	if _, err := source.NewText("ab\xff"); fault.CodeOf(err) != "SO040" {
		t.Errorf("got %v", err)
	}
}

func TestOffsetsAgreeWithDecoding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Repeat(rapid.StringOf(rapid.RuneFrom([]rune("aé€𐍈 \n\tع"))).Draw(t, "body"), rapid.IntRange(1, 90).Draw(t, "n"))
		tx := text2(t, body)
		runes := []rune(body)
		if tx.Len() != len(runes) || tx.String() != body {
			t.Fatalf("length %d, want %d", tx.Len(), len(runes))
		}
		i := rapid.IntRange(-2, len(runes)+2).Draw(t, "i")
		at, ok := tx.ByteOffset(i)
		if inside := i >= 0 && i <= len(runes); ok != inside {
			t.Fatalf("%d of %d: ok is %v", i, len(runes), ok)
		}
		if !ok {
			return
		}
		if at != len(string(runes[:i])) {
			t.Fatalf("code point %d is at byte %d, got %d", i, len(string(runes[:i])), at)
		}
		if back := tx.CodePoint(at); back != i {
			t.Fatalf("byte %d is code point %d, got %d", at, i, back)
		}
	})
}

func text2(t *rapid.T, body string) *source.Text {
	tx, err := source.NewText(body)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func TestFragmentCarriesItsContext(t *testing.T) {
	t.Parallel()
	tx := text(t, "قال «المجلس» إن عشرين شخصا")
	f, err := tx.Fragment(5, 11)
	if err != nil {
		t.Fatal(err)
	}
	if f.Exact != "المجلس" || f.Prefix != "قال «" || f.Suffix != "» إن عشرين شخصا" {
		t.Errorf("got %+v", f)
	}
	long := text(t, strings.Repeat("a", 100)+"X"+strings.Repeat("é", 100))
	f, err = long.Fragment(100, 101)
	if err != nil || f.Prefix != strings.Repeat("a", 32) || f.Suffix != strings.Repeat("é", 32) {
		t.Errorf("got %+v, %v", f, err)
	}
	for _, r := range [][2]int{{0, 0}, {3, 2}, {-1, 4}, {200, 202}} {
		if f, err := long.Fragment(r[0], r[1]); fault.CodeOf(err) != "SO041" {
			t.Errorf("%v: got %+v, %v", r, f, err)
		}
	}
}

const report = "The council said\n  at least 20\tpeople were killed. The paper\u00a0said at least 20 people fled. 20 people."

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		quote string
		nth   int
		exact string // of the hit
		code  fault.Code
		says  string // part of the refusal
	}{
		{quote: "council said at least", exact: "council said\n  at least"},
		{quote: " at  least 20 people were ", exact: "at least 20\tpeople were"},
		{quote: "paper said", exact: "paper\u00a0said"},
		{quote: "The council", nth: 1, exact: "The council"},
		{quote: "at least 20 people", code: "SO045", says: "occurs 2 times"},
		{quote: "at least 20 people", code: "SO045", says: "2: …ple were killed. The paper said [at least 20 people] fled. 20 people.…"},
		{quote: "at least 20 people", nth: 2, exact: "at least 20 people"},
		{quote: "at least 20 people", nth: 1, exact: "at least 20\tpeople"},
		{quote: "at least 20 people", nth: 3, code: "SO044", says: "no number 3"},
		{quote: "at least 20 people", nth: -1, code: "SO044"},
		{quote: "The council", nth: 2, code: "SO044", says: "occurs once"},
		{quote: "the council", code: "SO043", says: "does not contain"},
		{quote: " \n", code: "SO042"},
		{quote: "The council … killed.", exact: "The council said\n  at least 20\tpeople were killed."},
		{quote: "The council...fled", exact: "The council said\n  at least 20\tpeople were killed. The paper\u00a0said at least 20 people fled"},
		{quote: "at … people", code: "SO045"},
		{quote: "at … people", nth: 2, exact: "at least 20 people"},
		{quote: "fled … council", code: "SO043"},
		{quote: "… council", code: "SO043"},
		{quote: "council …", code: "SO043"},
	}
	tx := text(t, report)
	for _, tt := range tests {
		f, err := tx.Find(tt.quote, tt.nth)
		if f.Exact != tt.exact || fault.CodeOf(err) != tt.code {
			t.Errorf("%q, %d: got %q, %v", tt.quote, tt.nth, f.Exact, err)
		}
		if err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q: %q does not say %q", tt.quote, err, tt.says)
		}
		if err != nil {
			continue
		}
		if want, _ := tx.Fragment(f.Start, f.End); f != want {
			t.Errorf("%q: %+v is not the text's fragment", tt.quote, f)
		}
	}
}

func TestFindPrefersTheLiteralEllipsis(t *testing.T) {
	t.Parallel()
	tx := text(t, "one … two three two")
	if f, err := tx.Find("one … two", 0); err != nil || f.Exact != "one … two" {
		t.Errorf("got %q, %v", f.Exact, err)
	}
}

func TestFindCountsOverlapsAndStopsCounting(t *testing.T) {
	t.Parallel()
	if _, err := text(t, "aaaa").Find("aa", 0); !strings.Contains(err.Error(), "3 times") {
		t.Errorf("got %v", err)
	}
	_, err := text(t, strings.Repeat("ab ", 5000)).Find("ab", 0)
	if !strings.Contains(err.Error(), "1000 times or more") || !strings.Contains(err.Error(), "and 995 more") {
		t.Errorf("got %v", err)
	}
	hidden := "x\u202e20 y 20"
	if _, err := text(t, hidden).Find("20", 0); err == nil || strings.Contains(err.Error(), "\u202e") {
		t.Errorf("the refusal reorders its own line: %+q", err)
	}
}

// Any stretch of a text, with its white space written differently, is found
// where it stands.
func TestFindFindsEveryStretch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringOfN(rapid.RuneFrom([]rune("aébع𐍈  \n\t\u00a0")), 1, 80, -1).Draw(t, "body")
		tx := text2(t, body)
		runes := []rune(body)
		start := rapid.IntRange(0, len(runes)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(runes)).Draw(t, "end")
		quote := strings.TrimFunc(string(runes[start:end]), unicode.IsSpace)
		if quote == "" {
			return
		}
		f, err := tx.Find(strings.Join(strings.Fields(quote), "\n "), 0)
		if err == nil {
			if strings.Join(strings.Fields(f.Exact), " ") != strings.Join(strings.Fields(quote), " ") {
				t.Fatalf("asked for %q, got %q", quote, f.Exact)
			}
			return
		}
		if fault.CodeOf(err) != "SO045" {
			t.Fatalf("%q in %q: %v", quote, body, err)
		}
		for nth := 1; ; nth++ {
			f, err := tx.Find(quote, nth)
			if err != nil {
				t.Fatalf("%q in %q: no occurrence at %d", quote, body, start)
			}
			if got, _ := tx.ByteOffset(f.Start); strings.HasPrefix(body[got:], quote) && f.Exact == quote {
				return
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add(report, "at least 20 people", 2)
	f.Add("a  b", "a b", 0)
	f.Add("\u00a0x\u0085", "x … x", 1)
	f.Add("1\u202e2", "…", -5)
	f.Fuzz(func(t *testing.T, body, quote string, nth int) {
		tx, err := source.NewText(body)
		if err != nil {
			return
		}
		frag, err := tx.Find(quote, nth)
		if err != nil {
			return
		}
		if !strings.Contains(body, frag.Exact) || utf8.RuneCountInString(frag.Exact) != frag.End-frag.Start {
			t.Fatalf("%+v is not in the text", frag)
		}
		a := source.Anchor{Rendition: "r", Fragments: []source.Fragment{frag}}
		if a.Validate() == nil && !a.Resolve(tx).Anchored {
			t.Fatalf("%+v was found and does not resolve", frag)
		}
	})
}

func TestElisionReachesAsFarAsAFragment(t *testing.T) {
	t.Parallel()
	head, tail := "first words", "last words"
	for gap, found := range map[int]bool{1: true, 10_000 - len(head) - len(tail): true, 10_001 - len(head) - len(tail): false} {
		body := "x " + head + strings.Repeat("-", gap) + tail + " " + tail
		f, err := text(t, body).Find(head+" … "+tail, 0)
		if (err == nil) != found || found && f.Exact != head+strings.Repeat("-", gap)+tail {
			t.Errorf("over %d characters: %d long, %v", gap, len(f.Exact), err)
		}
	}
	if f, err := text(t, "from to").Find("from … to", 0); err != nil || f.Exact != "from to" {
		t.Errorf("with nothing left out: %q, %v", f.Exact, err)
	}
	if f, err := text(t, "fromto").Find("from…to", 0); err != nil || f.Exact != "fromto" {
		t.Errorf("with nothing left out: %q, %v", f.Exact, err)
	}
}
