package sample_test

import (
	"bytes"
	"strings"
	"testing"

	"reckon/internal/sample"
	"reckon/source"
	"reckon/statement"
)

func TestTheCaseIsWhole(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		c, err := sample.New(seed)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[source.ID]*source.Text{}
		for _, s := range c.Sources {
			if strings.Contains(s.Text, "{{") || strings.Contains(s.Text, "<no value>") {
				t.Errorf("seed %d: %s is not filled in", seed, s.Key)
			}
			text, err := source.NewText(s.Text)
			if err != nil {
				t.Fatal(err)
			}
			texts[source.ID(s.Key)] = text
		}
		n := 0
		for s, err := range statement.ReadCSV(bytes.NewReader(c.Coding)) {
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			n++
			if _, err := texts[s.Source].Find(s.Quote, 0); err != nil {
				t.Errorf("seed %d: %s: %v", seed, s.ID, err)
			}
		}
		if n < 35 {
			t.Errorf("seed %d: %d statements", seed, n)
		}
	}
}

func TestTheTruthIsInItsBounds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		c := sample.NewTruth(seed)
		if c != sample.NewTruth(seed) {
			t.Fatalf("seed %d gives two truths", seed)
		}
		if c.Low > c.Killed || c.High < c.Killed || c.Named > c.Killed || c.Early >= c.Killed || c.Ministry <= c.Killed ||
			c.Revised <= c.Ministry || c.Children+c.Women > c.Named || c.Families >= c.Killed || c.Bodies >= c.Killed {
			t.Errorf("seed %d: %+v", seed, c)
		}
	}
}
