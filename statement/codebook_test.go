package statement_test

import (
	"strconv"
	"testing"

	"reckon/fault"
	"reckon/source"
	"reckon/statement"
)

func TestCodebooksReadVagueWords(t *testing.T) {
	t.Parallel()
	presets := map[string]statement.Codebook{}
	for _, c := range statement.Presets() {
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", c.Version, err)
		}
		presets[c.Version] = c
	}
	tests := []struct{ words, own, acled string }{
		{"dozens", "24 99", "12 12"}, {"Dozens*", "24 99", "12 12"}, {"several", "3 9", "3 3"}, {"hundreds", "200 999", "100 100"},
		{"at least dozens", "24 -", "12 -"}, {"up to hundreds", "- 999", "- 100"}, {"about dozens", "24 99", "12 12"},
		{"feared dozens", "24 99", "12 12"}, {"many", "unread", "3 3"}, {"an unknown number", "unread", "unread"},
		{"at least 20", "20 -", "20 -"}, {"613", "613 613", "613 613"}, {"3-5", "3 5", "3 5"}, {"about 20", "unread", "unread"},
	}
	for _, tt := range tests {
		q, err := statement.ParseQuantity(tt.words)
		if err != nil {
			t.Fatal(err)
		}
		before := numbers(q)
		if got := reading(presets["reckon-1"], q); got != tt.own {
			t.Errorf("%q is read as %s, want %s", tt.words, got, tt.own)
		}
		if got := reading(presets["acled-1"], q); got != tt.acled {
			t.Errorf("%q is read as %s after acled, want %s", tt.words, got, tt.acled)
		}
		if numbers(q) != before {
			t.Errorf("reading %q changed it", tt.words)
		}
	}
}

func reading(c statement.Codebook, q statement.Quantity) string {
	low, high, ok := c.Read(q)
	if !ok {
		return "unread"
	}
	text := []string{"-", "-"}
	for i, n := range []*int64{low, high} {
		if n != nil {
			text[i] = strconv.FormatInt(*n, 10)
		}
	}
	return text[0] + " " + text[1]
}

func TestCodebookSet(t *testing.T) {
	t.Parallel()
	define := func(name, help string) []source.Term { return []source.Term{{Name: name, Help: help}} }
	tests := []struct {
		change func(*statement.Codebook)
		want   fault.Code
	}{
		{func(*statement.Codebook) {}, ""},
		{func(c *statement.Codebook) {
			c.Statuses, c.Attributes = define("other:frostbitten", "frostbite, alive"), define("nationality:Sundren", "as the source says")
		}, ""},
		{func(c *statement.Codebook) { c.Version = "" }, "SO001"},
		{func(c *statement.Codebook) { c.Title = "a\nb" }, "ST007"},
		{func(c *statement.Codebook) { c.Readings[0].Words = "20" }, "ST030"},
		{func(c *statement.Codebook) { c.Readings[0].Words = "Several" }, "ST031"},
		{func(c *statement.Codebook) { c.Readings[0].Low, c.Readings[0].High = nil, nil }, "ST014"},
		{func(c *statement.Codebook) { c.Readings[0].Low = number(-1) }, "ST014"},
		{func(c *statement.Codebook) { c.Readings[0].Low = number(10) }, "ST014"},
		{func(c *statement.Codebook) { c.Readings[0].High = number(1e13) }, "ST014"},
		{func(c *statement.Codebook) { c.Readings[0].Low = nil }, ""},
		{func(c *statement.Codebook) { c.Readings[0].Low, c.Readings[0].High = number(0), number(0) }, ""},
		{func(c *statement.Codebook) { c.Readings[0].High = number(1e12) }, ""},
		{func(c *statement.Codebook) { c.Units = define("persons", "only men") }, "ST032"},
		{func(c *statement.Codebook) { c.Stages = define("other:x", " ") }, "ST033"},
		{func(c *statement.Codebook) { c.Stages = append(define("other:x", "y"), define("other:x", "z")...) }, "ST033"},
	}
	for i, tt := range tests {
		c := statement.Presets()[0]
		tt.change(&c)
		a := statement.CodebookSet{Codebook: c}
		if got := fault.CodeOf(a.Validate()); got != tt.want || a.Kind() != "codebook.set/1" {
			t.Errorf("%d: got %q (%v), want %q", i, got, a.Validate(), tt.want)
		}
	}
}
