package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reckon/places"
	"reckon/source"
	"reckon/statement"
)

func words(t *testing.T) *catalogue {
	t.Helper()
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c
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
func madeKeys() map[string]bool {
	made := map[string]bool{}
	for _, c := range statement.Kinds() {
		made["kind."+c.Kind()], made["kind."+c.Kind()+".what"] = true, true
		s := &statement.Statement{Content: c}
		for _, f := range s.Fields() {
			if !unasked[f.Name] {
				made["field."+f.Name] = true
			}
			for _, term := range statement.Terms(f.List) {
				made["term."+f.List+"."+term.Name] = true
			}
		}
	}
	for _, name := range []string{"speaker", "speaker_role", "via"} {
		made["field."+name] = true
	}
	for _, term := range statement.Terms("speaker") {
		made["term.speaker."+term.Name] = true
	}
	for _, p := range places.Precisions() {
		made["term.precision."+string(p)] = true
	}
	for _, m := range source.Materials() {
		made["material."+m.Name] = true
	}
	for _, r := range []source.Reason{source.Malformed, source.OutOfRange, source.Changed, source.Elsewhere, source.Context} {
		made["loose."+strings.ReplaceAll(string(r), " ", "_")] = true
	}
	return made
}

func TestEveryWordIsSaidSomewhere(t *testing.T) {
	t.Parallel()
	c := words(t)
	used := madeKeys()
	literal := regexp.MustCompile(`["(]([a-z]+(?:\.[a-z0-9_]+)*)["\s)]`)
	begin := regexp.MustCompile(`"([a-z]+\.(?:[a-z]+\.)?)(?:"\s*\+|%s")`)
	var begins []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, m := range literal.FindAllStringSubmatch(string(raw), -1) {
			used[m[1]] = true
		}
		for _, m := range begin.FindAllStringSubmatch(string(raw), -1) {
			if m[1] != "kind." && m[1] != "field." && m[1] != "term." && m[1] != "material." && m[1] != "loose." {
				begins = append(begins, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range c.messages[first] {
		if !used[key] && !slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("nothing says %s", key)
		}
	}
	for key := range madeKeys() {
		if _, ok := c.messages[first][key]; !ok {
			t.Errorf("there are no words for %s", key)
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
