package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"reckon/statement"
	"reckon/toll"
)

//go:embed messages
var messageFiles embed.FS

// catalogue holds every word that the pages say, by language and key. A
// message is a whole sentence or label with numbered places, {0} and so on,
// so that no language has to take over the order of another.
type catalogue struct {
	messages map[string]map[string]string
}

// first is the language that is shown where nothing else was asked for.
const first = "en"

func readCatalogue() (*catalogue, error) {
	c := &catalogue{messages: map[string]map[string]string{}}
	entries, err := messageFiles.ReadDir("messages")
	if err != nil {
		return nil, fmt.Errorf("reading the messages: %w", err)
	}
	for _, e := range entries {
		raw, err := messageFiles.ReadFile("messages/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the messages: %w", err)
		}
		var m map[string]string
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, fmt.Errorf("reading %s: %w", e.Name(), err)
		}
		lang, _, _ := strings.Cut(e.Name(), ".")
		if c.messages[lang] == nil {
			c.messages[lang] = map[string]string{}
		}
		maps.Copy(c.messages[lang], m)
	}
	return c, nil
}

// languages returns the languages there are, the first one first.
func (c *catalogue) languages() []string {
	langs := []string{first}
	for lang := range c.messages {
		if lang != first {
			langs = append(langs, lang)
		}
	}
	slices.Sort(langs[1:])
	return langs
}

// say returns the message for a key, in the first language where the asked
// one lacks it, and the key itself where no language has it.
func (c *catalogue) say(lang, key string, args ...any) string {
	text, ok := c.messages[lang][key]
	if !ok {
		if text, ok = c.messages[first][key]; !ok {
			return key
		}
	}
	for i, a := range args {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), fmt.Sprint(a))
	}
	return text
}

// ofSheets returns the words in which sheets of figures say what they say of
// themselves; none for the first language, which is the engine's own.
func (c *catalogue) ofSheets(lang string) toll.Words {
	if lang == first {
		return toll.Words{}
	}
	w := toll.Words{Messages: map[string]string{}, Terms: map[string]string{}, RightToLeft: direction(lang) == "rtl"}
	for key, text := range c.messages[lang] {
		if code, ok := strings.CutPrefix(key, "tollsay."); ok {
			w.Messages[code] = text
		}
	}
	for _, list := range []string{"status", "unit", "stage", "attribute"} {
		for _, t := range statement.Terms(list) {
			w.Terms[t.Name] = c.say(lang, "term."+list+"."+t.Name)
		}
	}
	return w
}

// direction is the writing direction of a language.
func direction(lang string) string {
	switch lang {
	case "ar", "fa", "he", "ur", "ckb", "ps":
		return "rtl"
	}
	return "ltr"
}

const (
	languageCookie = "reckon_language"
	themeCookie    = "reckon_theme"
)

// languageOf is the language that the browser was set to, or prefers.
func (c *catalogue) languageOf(r *http.Request) string {
	if set, err := r.Cookie(languageCookie); err == nil && c.known(set.Value) {
		return set.Value
	}
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(tag, "-")
		if c.known(base) {
			return base
		}
	}
	return first
}

// known says whether there are messages in a language.
func (c *catalogue) known(lang string) bool { return c.messages[lang] != nil }

// themeOf is the theme that the browser was set to; empty follows the system.
func themeOf(r *http.Request) string {
	if c, err := r.Cookie(themeCookie); err == nil && (c.Value == "light" || c.Value == "dark") {
		return c.Value
	}
	return ""
}
