package statement_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/statement"
)

// chainText is the text of a chain, as its field has it.
func chainText(s *statement.Statement) string {
	fields := s.Fields()
	return fields[slices.IndexFunc(fields, func(f statement.Field) bool { return f.Name == "speakers" })].Text()
}

func TestChainsOfSpeakers(t *testing.T) {
	t.Parallel()
	type chain = []statement.Speaker
	tests := []struct {
		text string
		want chain
		back string // where the text comes back otherwise
	}{
		{"Vesmar Post", chain{{Name: "Vesmar Post"}}, ""},
		{"Vesmar Post [press]", chain{{Name: "Vesmar Post", Role: "press"}}, ""},
		{"Vesmar Post[press]", chain{{Name: "Vesmar Post", Role: "press"}}, "Vesmar Post [press]"},
		{"  Vesmar Post  [press]  ", chain{{Name: "Vesmar Post", Role: "press"}}, "Vesmar Post [press]"},
		{"Vesmar Post > Orlin registry", chain{{Name: "Vesmar Post"}, {Name: "Orlin registry"}}, ""},
		{"Vesmar Post>Orlin registry", chain{{Name: "Vesmar Post"}, {Name: "Orlin registry"}}, "Vesmar Post > Orlin registry"},
		{"Vesmar Post [press] > Orlin registry [authority]", chain{{"Vesmar Post", "press"}, {"Orlin registry", "authority"}}, ""},
		{"Vesmar Post > Orlin registry [authority]", chain{{Name: "Vesmar Post"}, {"Orlin registry", "authority"}}, ""},
		{"A > B > C", chain{{Name: "A"}, {Name: "B"}, {Name: "C"}}, ""},
		{"A [press] > B [agency] > C [witness]", chain{{"A", "press"}, {"B", "agency"}, {"C", "witness"}}, ""},
		{"a ferryman [other:ferryman]", chain{{"a ferryman", "other:ferryman"}}, ""},
		{`A \> B`, chain{{Name: "A > B"}}, ""},
		{`Post \[evening\] [press]`, chain{{"Post [evening]", "press"}}, `Post \[evening] [press]`},
		{`\ A\  [\ press\ ]`, chain{{"A", "press"}}, "A [press]"},
		{`A \\ B`, chain{{Name: `A \ B`}}, ""},
		{"صحيفة الوادي [press]", chain{{"صحيفة الوادي", "press"}}, ""},
		{"“The Lantern”, evening edition", chain{{Name: "“The Lantern”, evening edition"}}, ""},
	}
	for _, tt := range tests {
		s := toll("20")
		if err := s.SetSpeakers(tt.text); err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, s.Speakers); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
		back := tt.back
		if back == "" {
			back = tt.text
		}
		if got := chainText(s); got != back {
			t.Errorf("%q came back as %q", tt.text, got)
		}
		if err := s.SetSpeakers(chainText(s)); err != nil || !slices.Equal(s.Speakers, tt.want) {
			t.Errorf("%q read twice: %+v, %v", tt.text, s.Speakers, err)
		}
	}
}

func TestChainsThatNameNobody(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want fault.Code
	}{
		{"", "ST008"},
		{"[press]", "ST010"},
		{"A > [press]", "ST010"},
		{"A [preacher]", "ST003"},
		{"A [other:]", "ST003"},
		{strings.Repeat("A > ", 100) + "A", "ST008"},
	}
	for _, tt := range tests {
		if err := toll("20").SetSpeakers(tt.text); fault.CodeOf(err) != tt.want {
			t.Errorf("%.40q: got %v, want %s", tt.text, err, tt.want)
		}
	}
}

// The sentence names the one who says it first, then the carriers, the one
// nearest to the speaker before the others.
func TestSentenceNamesTheChain(t *testing.T) {
	t.Parallel()
	tests := []struct{ chain, want string }{
		{"A", "S-1 (A) says that "},
		{"A [press]", "S-1 (A) says that "},
		{"A > B", "S-1 (B, via A) says that "},
		{"A [press] > B [authority]", "S-1 (B, via A) says that "},
		{"A > B > C", "S-1 (C, via B, A) says that "},
		{"A > B > C > D", "S-1 (D, via C, B, A) says that "},
	}
	for _, tt := range tests {
		s := toll("20")
		if err := s.SetSpeakers(tt.chain); err != nil {
			t.Fatal(err)
		}
		if got, want := s.Sentence("S-1"), tt.want+"20 civilians were killed."; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A cell that a spreadsheet would compute has an apostrophe before it, as has
// one that begins with an apostrophe; no other has.
func TestGuardedCells(t *testing.T) {
	t.Parallel()
	tests := []struct{ quote, cell string }{
		{"words", "words"},
		{"20 dead", "20 dead"},
		{"a=b", "a=b"},
		{"20-30", "20-30"},
		{"(20)", "(20)"},
		{"“20”", "“20”"},
		{"#20", "#20"},
		{"٢٠", "٢٠"},
		{"— 20", "— 20"},
		{`a "b", c`, `a "b", c`},
		{"=20", "'=20"},
		{"=1+1", "'=1+1"},
		{"+20", "'+20"},
		{"-20", "'-20"},
		{"@vesmar", "'@vesmar"},
		{"＝20", "'＝20"},
		{"＋20", "'＋20"},
		{"－20", "'－20"},
		{"＠vesmar", "'＠vesmar"},
		{"'20", "''20"},
		{"''20", "'''20"},
		{"'=20", "''=20"},
		{"\u200f=20", "'\u200f=20"},
		{"=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"},
	}
	for _, tt := range tests {
		s := toll("20")
		s.Quote = tt.quote
		var b bytes.Buffer
		if err := statement.WriteCSV(&b, slices.Values([]*statement.Statement{s})); err != nil {
			t.Errorf("%q: %v", tt.quote, err)
			continue
		}
		rows, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		if got := rows[1][slices.Index(rows[0], "quote")]; got != tt.cell {
			t.Errorf("%q was written as %q, want %q", tt.quote, got, tt.cell)
		}
		for back, err := range statement.ReadCSV(&b) {
			if err != nil || back.Quote != tt.quote {
				t.Errorf("%q came back as %+v, %v", tt.quote, back, err)
			}
		}
	}
}

// A table that people fill in has the columns they need, in any order.
func TestTablesThatPeopleFillIn(t *testing.T) {
	t.Parallel()
	tests := []struct{ head, row, want string }{
		{"kind,id,source,speakers,quote,words,statuses,unit", "toll,a,s,A,q,20,killed,persons", "s (A) says that 20 persons were killed."},
		{"unit,statuses,words,quote,speakers,source,id,kind", "persons,killed,20,q,A,s,a,toll", "s (A) says that 20 persons were killed."},
		{"kind, id , source,speakers,quote,words,statuses,unit", "toll,a,s,A,q,20,killed,persons", "s (A) says that 20 persons were killed."},
		{"kind,id,source,speakers,quote,words,statuses,unit", "toll,a,s,A > B,q,at least 20,died,persons", "s (B, via A) says that at least 20 persons died."},
		{"kind,id,source,speakers,quote,words,statuses,unit", `toll,a,s,A,q,"1,275",missing,persons`, "s (A) says that 1,275 persons are missing."},
		{"kind,id,source,speakers,quote,words,statuses,unit", "toll,a,s,A,q,dozens,wounded,persons", "s (A) says that “dozens” persons were wounded."},
		{"kind,id,source,speakers,quote,what", "happening,a,s,A,q,siege", "s (A) says that the following took place: siege."},
		{"kind,id,source,speakers,quote,what,part", "happening,a,s,A,q,siege,ended", "s (A) says that the following ended: siege."},
		{"kind,id,source,speakers,quote,name,fate", "person,a,s,A,q,Tarnik,missing", "s (A) says that a person named “Tarnik” is missing."},
		{"kind,id,source,speakers,quote,mode,of", "denial,a,s,A,q,dispute,the number", "s (A) says that it does not accept “the number”."},
		{"kind,id,source,speakers,quote,of,term", "characterisation,a,s,A,q,the event,a storm", "s (A) says that “the event” is “a storm”."},
		{"kind,id,source,speakers,quote,calls_for", "appeal,a,s,A,q,an inquiry", "s (A) says that this should be done: “an inquiry”."},
		{"kind,id,source,speakers,quote,body,finding", "finding,a,s,A,q,a court,it rained", "s (A) says that “a court” came to the conclusion “it rained”."},
		{"kind,id,source,speakers,quote,medium,of", "material,a,s,A,q,film,the river", "s (A) says that there is material (film) of “the river”."},
	}
	for _, tt := range tests {
		n := 0
		for s, err := range statement.ReadCSV(strings.NewReader(tt.head + "\n" + tt.row + "\n")) {
			n++
			if err != nil {
				t.Errorf("%s: %v", tt.row, err)
			} else if got := s.Sentence(""); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d rows", tt.row, n)
		}
	}
}
