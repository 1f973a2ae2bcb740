package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"reckon/extract"
	"reckon/extract/en"
	"reckon/rendition"
)

func (a *app) extractCommand() *cobra.Command {
	var lines bool
	var grade string
	c := &cobra.Command{
		Use: "extract [FILE]", Short: "Propose the casualty figures that a text states; needs no project",
		Long: `Propose the casualty figures that an English text states, with the exact words,
what they count, what they are part of and who says so. Nothing is recorded:
a person decides. Numbers that are no such figures are named with the reason.

With --jsonl, lines of JSON objects with "id" and "text" are read, and for each
an object with "id", "figures" and "not_figures" is written. A line that is no
such object is reported with its number, the others are still done, and the
exit status is 1. Without a file, standard input is read.`,
		Example: `  reckon extract release.txt
  reckon extract --jsonl passages.jsonl > figures.jsonl
  reckon extract --grade look release.txt`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if grade != "" && grade != string(extract.Look) {
				return usage("--grade takes look, which adds what is least sure")
			}
			return a.extract(c.Context(), args, lines, extract.Grade(grade))
		},
	}
	c.Flags().BoolVar(&lines, "jsonl", false, "read and write JSON Lines")
	c.Flags().StringVar(&grade, "grade", "", "look: also propose what is least sure")
	return c
}

func (a *app) extract(ctx context.Context, args []string, lines bool, grade extract.Grade) error {
	language, err := en.New()
	if err != nil {
		return err
	}
	in, where := a.in, "standard input"
	if len(args) == 1 {
		f, err := os.Open(args[0])
		if os.IsNotExist(err) {
			return noFile(args[0])
		}
		if err != nil {
			return fmt.Errorf("reading the text: %w", err)
		}
		defer f.Close()
		in, where = f, args[0]
	}
	if lines {
		return extract.JSONL(in, a.out, extract.Options{Language: language, Grade: grade})
	}
	limits := rendition.DefaultLimits()
	data, err := io.ReadAll(io.LimitReader(in, limits.Bytes+1))
	if err != nil {
		return fmt.Errorf("reading the text: %w", err)
	}
	text, err := rendition.Read(ctx, data, rendition.Hint{Name: where}, limits)
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	result := extract.Text(text.Text, language)
	if grade != extract.Look {
		result = result.Without(extract.Look)
	}
	return a.proposals(text.Text, result)
}

// proposals prints a text with its figures marked, and a table of them.
func (a *app) proposals(text string, r extract.Result) error {
	if !a.json {
		a.print("%s\n", clean(marked(text, r.Figures)))
	}
	t := columns{
		head:  []string{"No.", "Words", "Counts", "Part of", "Said by", "Grade", "Why"},
		empty: "No figures are proposed.",
	}
	return listing(a, all(r.Figures), t, func(f extract.Figure) (any, []string) {
		return f, []string{f.ID, words(f), counts(f), deref(f.SubsetOf), saidBy(f), string(f.Grade), strings.Join(f.Why, "; ")}
	})
}

// marked puts the number of each figure behind its words.
func marked(text string, figures []extract.Figure) string {
	runes := []rune(text)
	var b strings.Builder
	at := 0
	for _, f := range figures {
		if f.Start < at {
			continue // figures that overlap are in the table
		}
		b.WriteString(string(runes[at:f.Start]))
		b.WriteString("[" + string(runes[f.Start:f.End]) + "]" + f.ID)
		at = f.End
	}
	return b.String() + string(runes[at:])
}

func words(f extract.Figure) string {
	if f.QualifierSpan == nil {
		return f.Text
	}
	return f.QualifierSpan.Text + " " + f.Text
}

func counts(f extract.Figure) string {
	parts := append([]string{string(f.Status), string(f.Unit)}, f.Group...)
	return strings.ReplaceAll(strings.Join(parts, ", "), "_", " ")
}

func saidBy(f extract.Figure) string {
	if f.Attribution == nil {
		return ""
	}
	return f.Attribution.Text
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
