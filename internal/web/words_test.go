package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reckon/internal/store"
	"reckon/places"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

func words(t *testing.T) *catalogue {
	t.Helper()
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The sentences of a sheet are the engine's own in the first language.
func TestSheetsSayInEnglishWhatTheEngineSays(t *testing.T) {
	t.Parallel()
	c := words(t)
	for code, text := range toll.Messages() {
		if got := c.messages[first]["tollsay."+code]; got != text {
			t.Errorf("%s is %q, the engine says %q", code, got, text)
		}
	}
	if w := c.ofSheets(first); w.Messages != nil || w.Terms != nil {
		t.Errorf("%+v", w)
	}
	if w := c.ofSheets("ar"); len(w.Messages) != len(toll.Messages()) || w.Terms["killed"] != c.messages["ar"]["term.status.killed"] || w.Terms["persons"] == "" {
		t.Errorf("%d messages, %d terms", len(w.Messages), len(w.Terms))
	}
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	t.Parallel()
	c := words(t)
	places := regexp.MustCompile(`\{[0-9]\}`)
	for _, lang := range c.languages() {
		for key, text := range c.messages[first] {
			there := c.messages[lang][key]
			if strings.TrimSpace(there) == "" {
				t.Errorf("%s lacks %s", lang, key)
			}
			a, b := places.FindAllString(text, -1), places.FindAllString(there, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s in %s has the places %v, not %v", key, lang, b, a)
			}
		}
		for key := range c.messages[lang] {
			if _, ok := c.messages[first][key]; !ok {
				t.Errorf("%s is only in %s", key, lang)
			}
		}
	}
}

// madeKeys are the keys that are put together while a page is made.
func madeKeys(c *catalogue) map[string]bool {
	made := map[string]bool{}
	add := func(begin string, ends ...string) {
		for _, end := range ends {
			made[begin+end] = true
		}
	}
	for _, c := range statement.Kinds() {
		add("kind."+c.Kind(), "", ".what")
		s := &statement.Statement{Content: c}
		for _, f := range s.Fields() {
			if !unasked[f.Name] {
				add("field.", f.Name)
			}
			add("term."+f.List+".", source.TermNames(statement.Terms(f.List))...)
		}
	}
	add("field.", "speaker", "speaker_role", "via")
	add("term.speaker.", source.TermNames(statement.Terms("speaker"))...)
	add("material.", source.TermNames(source.Materials())...)
	for _, p := range places.Precisions() {
		add("term.precision.", string(p))
	}
	for _, r := range []source.Reason{source.Malformed, source.OutOfRange, source.Changed, source.Elsewhere, source.Context} {
		add("loose.", strings.ReplaceAll(string(r), " ", "_"))
	}
	for _, kind := range (*store.Reader)(nil).ActKinds() {
		add("act.", kind)
		add("kindof.", kind)
	}
	for _, h := range toll.Handlings() {
		add("toll.handling.", string(h))
	}
	for _, k := range []toll.Kind{toll.DifferentQuestion, toll.SameOrigin, toll.Revision, toll.Compatible, toll.Disputed, toll.Contradiction} {
		add("toll.kind.", string(k))
	}
	for _, f := range []statement.Form{statement.AtLeast, statement.MoreThan, statement.UpTo, statement.FewerThan, statement.About, statement.Range} {
		add("toll.form.", string(f))
	}
	for code := range toll.Messages() {
		add("tollsay.", code)
	}
	add("search.in.", store.FoundIncident, store.FoundPerson, store.FoundSource, store.FoundStatement, store.FoundText)
	add("version.", "added", "corrected", "withdrawn")
	add("language.", c.languages()...)
	return made
}

// TestEveryWordIsSaidSomewhere wants the catalogue to have every key that is
// asked for, by name or put together, and no other.
func TestEveryWordIsSaidSomewhere(t *testing.T) {
	t.Parallel()
	c := words(t)
	used := madeKeys(c)
	for key := range used {
		if _, ok := c.messages[first][key]; !ok {
			t.Errorf("there are no words for %s", key)
		}
	}
	literal := regexp.MustCompile(`["(]([a-z]+(?:\.[a-z0-9_]+)*)["\s)]`)
	asked := regexp.MustCompile(`(?:\b(?:t|tell) |\bsay\()"([a-z0-9._]*[a-z0-9])"`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, m := range literal.FindAllStringSubmatch(string(raw), -1) {
			used[m[1]] = true
		}
		for _, m := range asked.FindAllStringSubmatch(string(raw), -1) {
			if _, ok := c.messages[first][m[1]]; !ok {
				t.Errorf("%s asks for %s, which has no words", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range c.messages[first] {
		if !used[key] {
			t.Errorf("nothing says %s", key)
		}
	}
}

func TestLanguageIsTheOneThatWasSetOrIsPreferred(t *testing.T) {
	t.Parallel()
	c := words(t)
	for _, tt := range []struct{ set, prefers, want string }{
		{"ar", "en", "ar"}, {"", "ar-EG;q=0.9, en", "ar"}, {"xx", "yy, ar", "ar"}, {"../ar", "", "en"}, {"ar.terms", "", "en"}, {"", "", "en"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Language", tt.prefers)
		r.AddCookie(&http.Cookie{Name: languageCookie, Value: tt.set})
		if got := c.languageOf(r); got != tt.want {
			t.Errorf("%+v gives %s", tt, got)
		}
	}
}

// TestNoWordJudges keeps words out of the pages that take a side or decide
// what is for courts and readers.
func TestNoWordJudges(t *testing.T) {
	t.Parallel()
	never := map[string]string{
		"en": `\b(perpetrators?|terrorists?|terrorism|martyrs?|martyred|regimes?|collaborators?|massacres?|genocide|liberated|liberation|` +
			`claimed|claims|admitted|admits|revealed|confirmed|confirms|murdered|murders?|slaughter|butcher|atrocit\w+|body count|collateral|innocent|guilty|` +
			`enemy|enemies|heroes|hero|aggressors?|occupiers?|victims of|truth is|duplicates?|error)\b`,
		"ar": `(إرهاب|شهيد|شهداء|استشهد|مجزر|مذبح|إبادة|العدو|نظام ال|عميل|عملاء|خونة|خائن|تحرير|بطل|أبطال|مجرم|سفاح|المعتدي|الاحتلال|اعترف|زعم |يزعم|كشف|بريء|أبرياء|مذنب)`,
	}
	c := words(t)
	for _, lang := range c.languages() {
		if never[lang] == "" {
			t.Errorf("no words are named that are never said in %s", lang)
		}
		bad := regexp.MustCompile("(?i)" + never[lang])
		for key, text := range c.messages[lang] {
			if found := bad.FindString(text); found != "" {
				t.Errorf("%s in %s says %q", key, lang, found)
			}
		}
	}
}
