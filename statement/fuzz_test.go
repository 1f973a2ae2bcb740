package statement_test

import (
	"encoding/json"
	"testing"

	"reckon/statement"
)

// Whatever text a field takes, it gives a text that it takes again with the
// same result, and a content that is checked without a panic.
func FuzzFields(f *testing.F) {
	for _, seed := range []string{"", "A [press] > B", `a\;b; c`, "x|y|z; ;", "1.5 2.5", "julian:1905-01-09", "-1", "\xff\\", "[>", "name|", `\ 0`, `a [\ 0\ ]`} {
		f.Add(uint8(0), seed)
	}
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		kinds := statement.Kinds()
		s := &statement.Statement{Content: kinds[int(kind)%len(kinds)]}
		for _, field := range s.Fields() {
			if field.Set(text) != nil {
				continue
			}
			once := field.Text()
			if err := field.Set(once); err != nil || field.Text() != once {
				t.Errorf("%s: %q became %q and then %q, %v", field.Name, text, once, field.Text(), err)
			}
		}
		if s.Validate() == nil && s.Sentence("") == "" {
			t.Error("nothing is said")
		}
	})
}

func FuzzActs(f *testing.F) {
	f.Add([]byte(`{"statement":` + asJSON(f, toll("20")) + `}`))
	f.Add([]byte(`{"statement":"st-1","bases":["a"],"content":` + asJSON(f, toll("dozens")) + `}`))
	f.Add([]byte(`{"statement":"st-1","bases":["a"]}`))
	f.Add([]byte(`{"codebook":{"version":"1","title":"","readings":[{"words":"dozens","low":24}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		type act interface {
			json.Unmarshaler
			Validate() error
		}
		for _, a := range []act{new(statement.Added), new(statement.Corrected), new(statement.Withdrawn), new(statement.CodebookSet)} {
			if a.UnmarshalJSON(data) != nil || a.Validate() != nil {
				continue
			}
			out, err := json.Marshal(a)
			if err != nil {
				t.Fatalf("%s was read and cannot be written: %v", data, err)
			}
			if err := a.UnmarshalJSON(out); err != nil {
				t.Fatalf("%s was written and cannot be read: %v", out, err)
			}
		}
	})
}
