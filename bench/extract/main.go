// Command extract measures the reading of casualty figures.
//
// It reads annotated passages (the project's own by default, or the files
// named), runs the extraction on each and prints the scores per genre and
// layout, a table of statuses taken for one another, the passages with most
// errors, and the speed. It changes nothing and asserts nothing: the bars are
// in the tests.
//
//	go run ./bench/extract [corpus.jsonl ...]
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"reckon/extract"
	"reckon/extract/en"
	"reckon/extract/extracttest"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(paths []string, w io.Writer) error {
	if len(paths) == 0 {
		paths = []string{"extract/testdata/own/tune.jsonl", "extract/testdata/own/held.jsonl", "extract/testdata/own/further.jsonl"}
	}
	lang, err := en.New()
	if err != nil {
		return err
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("reading the corpus: %w", err)
		}
		passages, err := extracttest.Load(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("reading %s: %w", path, err)
		}
		fmt.Fprintf(w, "%s: %d passages\n\n", path, len(passages))
		report(w, passages, lang)
	}
	return nil
}

// report prints everything about one corpus.
func report(w io.Writer, passages []extracttest.Passage, lang extract.Language) {
	parts := map[string]*extracttest.Tally{}
	worst := map[string]int{}
	all, look := &extracttest.Tally{}, &extracttest.Tally{}
	for _, p := range passages {
		full := extract.Text(p.Text, lang)
		shown := full.Without(extract.Look)
		one := extracttest.Tally{}
		one.Add(p, shown)
		worst[p.ID] = one.Misses + one.System - one.Core
		all.Add(p, shown)
		look.Add(p, full)
		for _, part := range []string{"genre " + p.Genre, "layout " + p.Layout} {
			if parts[part] == nil {
				parts[part] = &extracttest.Tally{}
			}
			parts[part].Add(p, shown)
		}
	}
	fmt.Fprintf(w, "%-22s %6s %6s %6s %6s %6s %6s %7s %7s %7s %7s %6s\n", "", "gold", "given", "core P", "core R",
		"strict", "firm P", "subset", "false", "speaker", "false", "traps")
	line(w, "all", *all)
	line(w, "all, with look", *look)
	for _, name := range sortedKeys(parts) {
		line(w, name, *parts[name])
	}
	fmt.Fprintf(w, "\nfirm proposals with a wrong value: %d\n", all.FirmValue)
	confusion(w, all.Confusions)
	printWorst(w, worst)
	speed(w, passages, lang)
}

func line(w io.Writer, name string, t extracttest.Tally) {
	strict := extracttest.Ratio{Right: t.Strict, Of: t.Gold}
	fmt.Fprintf(w, "%-22s %6d %6d %6.3f %6.3f %6.3f %6.3f %7.3f %7.3f %7.3f %7.3f %3d/%d\n", name, t.Gold, t.System, t.Precision(),
		t.Recall(), strict.Share(), t.Firm.Share(), t.Subset.Share(), share0(t.NoSubset), t.Speaker.Share(), share0(t.NoSpeaker),
		t.Traps.Right, t.Traps.Of)
}

// share0 is the share of errors, 0 where none were possible.
func share0(r extracttest.Ratio) float64 {
	if r.Of == 0 {
		return 0
	}
	return r.Share()
}

// confusion prints which status was given for which, the right ones first.
func confusion(w io.Writer, table map[[2]extract.Status]int) {
	fmt.Fprintln(w, "\nstatus wanted, given, times")
	keys := make([][2]extract.Status, 0, len(table))
	for k := range table {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]extract.Status) int {
		if c := strings.Compare(string(a[0]), string(b[0])); c != 0 {
			return c
		}
		return table[b] - table[a]
	})
	for _, k := range keys {
		note := ""
		if k[0] != k[1] {
			note = "  wrong"
		}
		fmt.Fprintf(w, "  %-26s %-26s %4d%s\n", k[0], k[1], table[k], note)
	}
}

func printWorst(w io.Writer, worst map[string]int) {
	ids := sortedKeys(worst)
	slices.SortStableFunc(ids, func(a, b string) int { return worst[b] - worst[a] })
	fmt.Fprintln(w, "\npassages with most errors (missed or wrong figures, and figures too many)")
	for _, id := range ids[:min(8, len(ids))] {
		if worst[id] > 0 {
			fmt.Fprintf(w, "  %-14s %d\n", id, worst[id])
		}
	}
}

// speed reads all passages, one after another, for about a second.
func speed(w io.Writer, passages []extracttest.Passage, lang extract.Language) {
	bytesRead, start := 0, time.Now()
	for len(passages) > 0 && time.Since(start) < time.Second {
		for _, p := range passages {
			extract.Text(p.Text, lang)
			bytesRead += len(p.Text)
		}
	}
	fmt.Fprintf(w, "\nspeed: %.1f MB/s on one core\n\n", float64(bytesRead)/1e6/time.Since(start).Seconds())
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
