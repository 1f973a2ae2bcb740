package store

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFoldLeavesOutWhatPeopleLeaveOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"Élan, ÉLAN", "elan elan"},
		{"Straße №5", "strasse no5"},
		{"İstanbul ısı", "istanbul isi"},
		{"أحمد إبراهيم آمنة ٱلله", "احمد ابراهيم امنه الله"},
		{"مُحَمَّد مـحـمـد", "محمد محمد"},
		{"لمحمد والمدينة", "لمحمد محمد والمدينه مدينه"},
		{"٢٠ ۲۰ 20", "20 20 20"},
		{"שָׁלוֹם", "שלום"},
		{"город Ёлкин й", "город елкин и"},
		{"東京で", "東 京 て"},
		{"file-7_b.txt", "file 7 b txt"},
		{"a\u200eb", "ab"},
		{" ,.; ", ""},
	} {
		if got := fold(c.text); got != c.want {
			t.Errorf("fold(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestFoldOfAQueryIsFoundInTheFoldedText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aAéßİıאבשّاأإدةىکی٣و ل.-東ก٠ـ"))).Draw(t, "text")
		folded := " " + fold(text) + " "
		for _, w := range terms(text) {
			if !strings.Contains(folded, " "+w+" ") {
				t.Fatalf("the word %q of %q is not in %q", w, text, folded)
			}
		}
	})
}

func TestPassagesMakeUpTheText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("один два ", 700)
	for _, text := range []string{"", "a", "one\ntwo\n", "one\r\n\r\ntwo", long, strings.Repeat("ж", 4000), strings.Repeat("line\n", 900)} {
		var joined strings.Builder
		for _, p := range TextPassages(text) {
			if at := utf8.RuneCountInString(joined.String()); p.Start != at {
				t.Errorf("a passage of %.20q begins at %d, not at %d", text, at, p.Start)
			}
			if len(p.Body) > passageLength || !utf8.ValidString(p.Body) {
				t.Errorf("a passage of %.20q has %d bytes", text, len(p.Body))
			}
			joined.WriteString(p.Body)
		}
		if joined.String() != text {
			t.Errorf("the passages of %.20q are %.20q", text, joined.String())
		}
	}
}

func TestSnippetShowsWhatWasFound(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("before ", 30) + "said that Ahmad and لمحمد came. " + strings.Repeat("after ", 60)
	at, parts := snippet(body, []string{"ahm", "محمد"})
	if want := 7*30 + len("said that "); at != want {
		t.Errorf("found at %d, want %d", at, want)
	}
	var found []string
	for _, p := range parts {
		if p.Found {
			found = append(found, p.Text)
		}
	}
	if diff := cmp.Diff([]string{"Ahmad", "لمحمد"}, found); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(parts[0].Text, "…") || !strings.HasSuffix(parts[len(parts)-1].Text, "…") {
		t.Errorf("a cut passage is not shown as one: %+v", parts)
	}
}
