package tollview

import (
	"embed"
	"fmt"
	"html/template"
	"strings"

	"reckon/chart"
	"reckon/internal/tollsheet"
	"reckon/statement"
	"reckon/toll"
)

//go:embed sheet.html
var files embed.FS

// printed is what the template of the sheet is filled with.
type printed struct {
	*tollsheet.Sheet
	Picture, Graph template.HTML
	Kinds          []KindGroup
}

// Lines pairs the figures of a group with what is printed of them.
func (p printed) Lines(g toll.Group) []Line { return Lines(g) }

// Line is one row of the table of figures.
type Line struct {
	ID     statement.ID
	Source string
	toll.Row
	Revised statement.ID // the figure that this is the same speaker's later one to
}

// Lines returns the rows of a group's table.
func Lines(g toll.Group) []Line {
	all := make([]Line, len(g.Rows))
	for i, r := range g.Rows {
		all[i] = Line{ID: g.Figures[i].ID, Source: string(g.Figures[i].Source), Row: r}
		if r.Revises > 0 {
			all[i].Revised = g.Figures[r.Revises-1].ID
		}
	}
	return all
}

// Sheet is the sheet as one HTML file that needs nothing else: it can be
// printed, handed on and cited.
func Sheet(t *tollsheet.Sheet) (string, error) {
	page, err := template.New("sheet.html").Funcs(template.FuncMap{"refs": Refs, "isolate": isolate}).ParseFS(files, "sheet.html")
	if err != nil {
		return "", fmt.Errorf("reading the form of the sheet: %w", err)
	}
	p := printed{
		Sheet: t, Kinds: ByKind(t.Conflicts),
		Picture: template.HTML(Picture(t, chart.Frame{ID: "figures", Width: 700}, nil).SVG()),
		Graph:   template.HTML(Dependence(t, "", chart.Frame{ID: "graph", Width: 700}).SVG()),
	}
	var b strings.Builder
	if err := page.Execute(&b, p); err != nil {
		return "", fmt.Errorf("writing the sheet: %w", err)
	}
	return b.String(), nil
}

// Refs lists display numbers.
func Refs(list []statement.ID) string {
	all := make([]string, len(list))
	for i, id := range list {
		all[i] = string(id)
	}
	return strings.Join(all, ", ")
}

// isolate sets a text of a source apart from the words around it (UAX 9).
func isolate(v any) template.HTML {
	return template.HTML("<bdi>" + template.HTMLEscapeString(fmt.Sprint(v)) + "</bdi>")
}

// Sentence is the one sentence to copy: that of a group, or of the first where
// none is named. It is empty where there is no such group.
func Sentence(t *tollsheet.Sheet, group string) string {
	for _, g := range t.Groups {
		if group == "" || g.ID == group {
			return g.Sentence
		}
	}
	return ""
}
