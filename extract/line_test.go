package extract_test

import (
	"bytes"
	"strings"
	"testing"

	"reckon/extract"
	"reckon/fault"
)

// One line each: the code of the refusal, or "" where a result is written.
func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, code string }{
		{`{"id":"a","text":"Nine died."}`, ""},
		{`{"text":"Nine died.","id":"a"}`, ""},
		{`{"id":"","text":""}`, ""},
		{`{"id":"a","text":"Nine died.","url":"x","n":1}`, ""},
		{` {"id":"a","text":"Nine died."}  `, ""},
		{"{\"id\":\"a\",\"text\":\"Nine died.\"}\r", ""},
		{`{"id":"a","text":"N\u0069ne died.\n\ud83d\udd6f"}`, ""},
		{``, "empty"},
		{`{}`, "EX004"},
		{`{"id":"a"}`, "EX004"},
		{`{"text":"a"}`, "EX004"},
		{`{"id":null,"text":"a"}`, "EX004"},
		{`{"id":"a","text":null}`, "EX004"},
		{`{"id":1,"text":"a"}`, "EX004"},
		{`{"id":"a","text":["a"]}`, "EX004"},
		{`{"id":"a","text":{}}`, "EX004"},
		{`{"id":"a","text":true}`, "EX004"},
		{`{"id":"a","text":"a"}{"id":"b","text":"b"}`, "EX004"},
		{`{"id":"a","text":"a"`, "EX004"},
		{`{"id":"a","text":"a",}`, "EX004"},
		{`{'id':'a','text':'a'}`, "EX004"},
		{`[{"id":"a","text":"a"}]`, "EX004"},
		{`"a"`, "EX004"},
		{`7`, "EX004"},
		{`null`, "EX004"},
		{`id,text`, "EX004"},
		{"{\"id\":\"\xff\",\"text\":\"a\"}", "EX003"},
		{"{\"id\":\"a\",\"text\":\"\xc3\"}", "EX003"},
		{"\xff\xfe", "EX003"},
	}
	for _, tt := range tests {
		for _, end := range []string{"", "\n"} {
			var out bytes.Buffer
			err := extract.JSONL(strings.NewReader(tt.line+end), &out, extract.Options{Language: english(t)})
			wrote := strings.Count(out.String(), "\n") == 1 && strings.HasPrefix(out.String(), `{"id":`)
			if tt.code == "empty" {
				if err != nil || out.Len() > 0 {
					t.Errorf("an empty line: %v, %s", err, out.String())
				}
				continue
			}
			if string(fault.CodeOf(err)) != tt.code || wrote != (tt.code == "") {
				t.Errorf("%q: %v, %q, want %q", tt.line, err, out.String(), tt.code)
			}
		}
	}
}

func TestLexiconLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		ok   bool
	}{
		{"person: people", true},
		{"person: people, men and women", true},
		{"person: people,, men,", true},
		{"  person: people  ", true},
		{"# person", true},
		{"", true},
		{"status=killed before after self link toll: killed", true},
		{"person unit=families: families", true},
		{"person group=children+girls: girls", true},
		{"person group=nationality:X: xs", true},
		{"thing reason=weapons: rifles", true},
		{"reference lead=legal: article", true},
		{"multiplier value=0.5: half", true},
		{"cue cue=at_least: at least", true},
		{"aftercue cue=about: or so", true},
		{"person", false},
		{"person:people", false},
		{"person = x: people", false},
		{"Person: people", false},
		{"status=: killed", false},
		{"status=Killed before: killed", false},
		{"unit=: people", false},
		{"unit=persons.: people", false},
		{"group=: people", false},
		{"reason=: people", false},
		{"lead=: people", false},
		{"cue=: about", false},
		{"cue=sure: about", false},
		{"value=: half", false},
		{"value=1,5: half", false},
		{"before=killed: killed", false},
		{"sideways: killed", false},
	}
	for _, tt := range tests {
		_, err := extract.ParseLexicon("and: and\n" + tt.line)
		if (err == nil) != tt.ok || err != nil && (fault.CodeOf(err) != "EX001" || !strings.Contains(err.Error(), "line 2")) {
			t.Errorf("%q: %v", tt.line, err)
		}
	}
}
