package web

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/statement"
)

// sent is what a browser sends of a form that nobody touched.
func sent(f form) url.Values {
	v := url.Values{"kind": {f.Kind}}
	for _, list := range [][]entry{f.Main, f.More, f.Read, {f.Speaker, f.Role, f.Via}} {
		for _, in := range list {
			if in.Open {
				v.Set(in.Name+"_other", in.Other)
			}
			switch in.Type {
			case "many", "one":
				if in.Type == "one" {
					v.Set(in.Name, "")
				}
				for _, o := range in.Options {
					if o.Chosen && o.Value != "" {
						v[in.Name] = append(v[in.Name], o.Value)
					}
				}
				if in.Type == "one" && len(v[in.Name]) == 2 {
					v[in.Name] = v[in.Name][1:]
				}
			default:
				v.Set(in.Name, in.Value)
			}
		}
	}
	return v
}

func TestFormGivesBackWhatItShows(t *testing.T) {
	t.Parallel()
	views, err := newViews()
	if err != nil {
		t.Fatal(err)
	}
	q := &request{s: &Server{views: views}, lang: "ar"}
	chain := []statement.Speaker{{Name: "The Post > Vesmar [late edition]", Role: "press"}, {Name: "Wire", Role: "agency"}, {Name: "A resident", Role: "witness"}}
	for _, content := range statement.Kinds() {
		s := &statement.Statement{Content: content, Speakers: chain, Note: "line\nline"}
		for _, f := range content.Fields() {
			value := "x"
			if terms := statement.Terms(f.List); len(terms) > 0 {
				value = terms[len(terms)/2].Name
				if f.Many {
					value = terms[0].Name + "; " + value
				}
			}
			if readings[f.Name] || f.Name == "words" || f.Name == "as_of" || f.Name == "checked" {
				continue
			}
			if err := f.Set(value); err != nil {
				t.Fatal(f.Name, err)
			}
		}
		if toll, ok := content.(*statement.Toll); ok {
			if toll.Figure, err = statement.ParseQuantity("at least 20*"); err != nil {
				t.Fatal(err)
			}
			toll.Category.Attributes = append(toll.Category.Attributes, "other:of the upper; town")
			toll.SubsetOf = "abc"
		}
		c := choices{figures: []option{{Value: "abc", Label: "S-1#1"}}}
		again := &statement.Statement{}
		if again.Content, err = statement.NewContent(content.Kind()); err != nil {
			t.Fatal(err)
		}
		if err := fill(again, sent(q.form(s, c))); err != nil {
			t.Fatal(content.Kind(), err)
		}
		for i, f := range s.Fields() {
			if got := again.Fields()[i].Text(); got != f.Text() {
				t.Errorf("%s: %s was %q and comes back as %q", content.Kind(), f.Name, f.Text(), got)
			}
		}
	}
}

func TestFigureIsReadFromItsWordsUnlessSaidOtherwise(t *testing.T) {
	t.Parallel()
	old, err := statement.ParseQuantity("613")
	if err != nil {
		t.Fatal(err)
	}
	low := int64(24)
	byHand := statement.Quantity{Form: statement.AtLeast, Low: &low, Words: "two dozen and more"}
	for _, c := range []struct {
		name string
		form url.Values
		want statement.Quantity
	}{
		{"left alone", url.Values{"words": {"613"}}, old},
		{"not asked", url.Values{"note": {"x"}}, old},
		{"emptied", url.Values{"words": {""}}, statement.Quantity{}},
		{"by hand", url.Values{"words": {"two dozen and more"}, "read": {"hand"}, "form": {"at_least"}, "low": {"24"}}, byHand},
	} {
		toll := &statement.Toll{Figure: old}
		if err := fill(&statement.Statement{Content: toll}, c.form); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, toll.Figure); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if err := fill(&statement.Statement{Content: &statement.Toll{}}, url.Values{"words": {"a good many, no doubt"}}); err == nil {
		t.Error("words that are no figure are taken")
	}
}
