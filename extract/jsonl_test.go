package extract_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"reckon/extract"
	"reckon/fault"
)

func TestJSONL(t *testing.T) {
	t.Parallel()
	in := `{"id": "a", "text": "Ten people were killed, including four “children”."}

not json
{"id": "b"}
[1]
` + "{\"id\": \"c\", \"text\": \"\xff\"}\n" + `{"id": "d", "text": "Soldiers shot 12 residents."}`
	var out bytes.Buffer
	err := extract.JSONL(strings.NewReader(in), &out, extract.Options{Language: english(t)})
	var bad fault.List
	if !errors.As(err, &bad) || len(bad) != 4 {
		t.Fatalf("got %v", err)
	}
	for k, want := range []string{"line 3", "line 4", "line 5", "line 6"} {
		if bad[k].Where != want {
			t.Errorf("problem %d is about %s, want %s", k, bad[k].Where, want)
		}
	}
	var ids []string
	dec := json.NewDecoder(&out)
	for dec.More() {
		var line struct {
			ID         string
			Text       *string
			Figures    []map[string]any
			NotFigures []map[string]any `json:"not_figures"`
		}
		if err := dec.Decode(&line); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, line.ID)
		if line.Figures == nil || line.NotFigures == nil || line.Text == nil {
			t.Errorf("%s: lists must be there, if empty", line.ID)
		}
		for _, f := range line.Figures {
			for _, key := range []string{"value", "low", "high", "qualifier", "qualifier_span", "unit", "status", "group", "subset_of",
				"attribution", "implicit_one", "grade", "why"} {
				if _, ok := f[key]; !ok {
					t.Errorf("%s: no %s", line.ID, key)
				}
			}
			if f["grade"] == "look" {
				t.Errorf("%s: a figure to look at was not asked for", line.ID)
			}
		}
	}
	if strings.Join(ids, " ") != "a d" {
		t.Errorf("read %v", ids)
	}
}

func TestJSONLWithLook(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	err := extract.JSONL(strings.NewReader(`{"id":"a","text":"Soldiers shot 12 residents."}`), &out,
		extract.Options{Language: english(t), Grade: extract.Look})
	if err != nil || !strings.Contains(out.String(), `"grade":"look"`) {
		t.Errorf("%v %s", err, out.String())
	}
}

func TestJSONLPassesOnWhatBreaks(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	opts := extract.Options{Language: english(t)}
	line := `{"id":"a","text":"x"}` + "\n"
	if err := extract.JSONL(io.MultiReader(strings.NewReader(line), iotest.ErrReader(broken)), io.Discard, opts); !errors.Is(err, broken) {
		t.Errorf("reader: %v", err)
	}
	if err := extract.JSONL(strings.NewReader(line), brokenWriter{broken}, opts); !errors.Is(err, broken) {
		t.Errorf("writer at the end: %v", err)
	}
	if err := extract.JSONL(strings.NewReader(strings.Repeat(line, 400)), brokenWriter{broken}, opts); !errors.Is(err, broken) {
		t.Errorf("writer on the way: %v", err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestJSONLRefusesEndlessLines(t *testing.T) {
	t.Parallel()
	in := io.MultiReader(io.LimitReader(zeros{}, extract.MaxLine+10), strings.NewReader("\n{\"id\":\"a\",\"text\":\"\"}\n"))
	var out bytes.Buffer
	err := extract.JSONL(in, &out, extract.Options{Language: english(t)})
	if fault.CodeOf(err) != "EX002" || !strings.Contains(out.String(), `"id":"a"`) {
		t.Errorf("%v %s", err, out.String())
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
