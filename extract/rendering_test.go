package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/extract"
)

// row is a text and the figures in it, divided by "; ", as render writes them.
type row struct{ text, want string }

// render writes a figure on one line: the number as written, a qualifier other
// than exact, the status, a unit other than persons, the groups, "<" and its
// whole, "@" and its speaker.
func render(r extract.Result, f extract.Figure) string {
	out := []string{f.Text}
	if f.Qualifier != "exact" {
		out = append(out, string(f.Qualifier))
	}
	out = append(out, string(f.Status))
	if f.Unit != "persons" {
		out = append(out, string(f.Unit))
	}
	if len(f.Group) > 0 {
		out = append(out, strings.Join(f.Group, "+"))
	}
	for _, p := range r.Figures {
		if f.SubsetOf != nil && p.ID == *f.SubsetOf {
			out = append(out, "<"+p.Text)
		}
	}
	if f.Attribution != nil {
		out = append(out, "@"+f.Attribution.Text)
	}
	return strings.Join(out, " ")
}

// checkRows reads each text and compares the figures of firm and probable
// grade, groups included.
func checkRows(t *testing.T, rows []row) {
	t.Helper()
	l := english(t)
	for _, tt := range rows {
		r := extract.Text(tt.text, l).Without(extract.Look)
		got := []string{}
		for _, f := range r.Figures {
			got = append(got, render(r, f))
		}
		if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%s\n%s", tt.text, d)
		}
	}
}

// bounds writes value, low and high, "-" for none.
func bounds(f extract.Figure) string {
	out := []string{}
	for _, v := range []*float64{f.Value, f.Low, f.High} {
		if v == nil {
			out = append(out, "-")
			continue
		}
		out = append(out, fmt.Sprintf("%.0f", *v))
	}
	return strings.Join(out, " ")
}
