package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

// views are the parsed templates, one set for each language, since a
// template's words are looked up while it runs.
type views struct {
	words *catalogue
	pages map[string]map[string]*template.Template // by language, by page
}

func newViews() (*views, error) {
	words, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	v := &views{words: words, pages: map[string]map[string]*template.Template{}}
	for _, lang := range words.languages() {
		if v.pages[lang], err = parsePages(words, lang); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// parsePages parses every page with the frame and the shared pieces.
func parsePages(words *catalogue, lang string) (map[string]*template.Template, error) {
	base, err := template.New("frame").Funcs(functions(words, lang)).ParseFS(templateFiles, "templates/shared/*.html")
	if err != nil {
		return nil, fmt.Errorf("parsing the shared templates: %w", err)
	}
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("listing the templates: %w", err)
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		t, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("preparing %s: %w", name, err)
		}
		if pages[strings.TrimSuffix(path.Base(name), ".html")], err = t.ParseFS(templateFiles, name); err != nil {
			return nil, fmt.Errorf("parsing %s: %w", name, err)
		}
	}
	return pages, nil
}

// functions are what templates may call. None of them makes HTML out of a
// value but those that isolate it, which escape it first.
func functions(words *catalogue, lang string) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) string { return words.say(lang, key, args...) },
		"tell": func(key string, args ...any) template.HTML {
			return sentence(words.say(lang, key), isolated(args)...)
		},
		"isolate": isolate,
		"link":    func(ref any) template.HTML { return linked(fmt.Sprint(ref)) },
		"ltr":     leftToRight,
		"day":     day,
		"number":  func(i int) template.HTML { return leftToRight(i + 1) },
		"short":   short,
	}
}

// isolate puts a value of a source into an element of its own direction.
func isolate(v any) template.HTML {
	return template.HTML("<bdi>" + template.HTMLEscapeString(fmt.Sprint(v)) + "</bdi>")
}

// isolated puts each value into an element of its own, but those that are
// HTML already.
func isolated(values []any) []template.HTML {
	all := make([]template.HTML, len(values))
	for i, v := range values {
		if h, ok := v.(template.HTML); ok {
			all[i] = h
		} else {
			all[i] = isolate(v)
		}
	}
	return all
}

// leftToRight isolates dates, numbers, digests and file names, which are read
// from left to right in every script.
func leftToRight(v any) template.HTML {
	return template.HTML(`<bdi dir="ltr">` + template.HTMLEscapeString(fmt.Sprint(v)) + "</bdi>")
}

// day shortens a time as acts hold it.
func day(t string) template.HTML {
	if len(t) < 16 {
		return leftToRight(t)
	}
	return leftToRight(t[:10] + " " + t[11:16])
}

// short cuts a digest.
func short(digest string) template.HTML {
	if len(digest) > 12 {
		digest = digest[:4] + " " + digest[4:8] + " … " + digest[len(digest)-4:]
	}
	return leftToRight(digest)
}

// page is what every page has.
type page struct {
	Lang, Dir string
	Languages []string
	Section   string // which entry of the navigation is current
	Title     string // heading of the page; never the window's title, which stays neutral
	Path      string // of the request, to come back to
	SignedIn  bool
	Theme     string
	Notice    string // what was just done
	Find      string // what is being searched
}

// head makes the common part of a page.
func (q *request) head(section, title string) page {
	return page{
		Lang: q.lang, Dir: direction(q.lang), Languages: q.s.views.words.languages(), Section: section, Title: title,
		Path: q.r.URL.RequestURI(), SignedIn: q.s.signing.signedIn(q.r), Theme: themeOf(q.r), Notice: q.r.URL.Query().Get("done"),
	}
}

// say returns a message in the request's language.
func (q *request) say(key string, args ...any) string {
	return q.s.views.words.say(q.lang, key, args...)
}

// render writes a page. It is made whole before anything is sent, so that an
// error never leaves half a page.
func (q *request) render(name string, status int, data any) error {
	t := q.s.views.pages[q.lang][name]
	if t == nil {
		return fmt.Errorf("no template is called %s", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "frame", data); err != nil {
		return fmt.Errorf("rendering %s: %w", name, err)
	}
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.w.WriteHeader(status)
	_, _ = q.w.Write(b.Bytes()) // a browser that has gone away cannot be told
	return nil
}

// ok renders a page with status 200.
func (q *request) ok(name string, data any) error { return q.render(name, http.StatusOK, data) }
