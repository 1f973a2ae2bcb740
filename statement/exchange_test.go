package statement_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/statement"
)

type format struct {
	write func(io.Writer, iter.Seq[*statement.Statement]) error
	read  func(io.Reader) iter.Seq2[*statement.Statement, error]
}

var formats = map[string]format{
	"jsonl": {statement.WriteJSONL, statement.ReadJSONL},
	"csv":   {statement.WriteCSV, statement.ReadCSV},
}

func TestOwnExportComesBackTheSame(t *testing.T) {
	t.Parallel()
	for name, f := range formats {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				in := []*statement.Statement{valid(t), toll("at least 20"), valid(t)}
				var b bytes.Buffer
				if err := f.write(&b, slices.Values(in)); err != nil {
					t.Fatal(err)
				}
				first := b.String()
				var out []*statement.Statement
				for s, err := range f.read(strings.NewReader("\uFEFF" + first)) {
					if err != nil {
						t.Fatalf("%v in\n%s", err, first)
					}
					out = append(out, s)
				}
				if len(out) != len(in) {
					t.Fatalf("%d came back of %d", len(out), len(in))
				}
				for i := range in {
					if diff := cmp.Diff(asJSON(t, in[i]), asJSON(t, out[i])); diff != "" {
						t.Fatal(diff)
					}
				}
				b.Reset()
				if err := f.write(&b, slices.Values(out)); err != nil || b.String() != first {
					t.Fatalf("the second export differs: %v", err)
				}
			})
		})
	}
}

// No cell of a table is one that a spreadsheet computes.
func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "\u200f=", "\u00a0 =", "'"} {
		s := toll("dozens")
		s.Quote, s.Note = start+"1+1", start+"cmd|x\n=2"
		s.Speakers[0].Name = start + "x"
		if strings.TrimSpace(start) != start {
			s.Quote, s.Speakers[0].Name = "q", "n"
		}
		mustValid(t, s)
		var b bytes.Buffer
		if err := statement.WriteCSV(&b, slices.Values([]*statement.Statement{s})); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range rows[1] {
			bare := strings.TrimLeft(cell, " \t\r\n\u00a0\u200f")
			if strings.IndexAny(bare, "=+-@＝＋－＠") == 0 {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
		for back, err := range statement.ReadCSV(&b) {
			if err != nil || asJSON(t, back) != asJSON(t, s) {
				t.Errorf("%q did not come back: %v", start, err)
			}
		}
	}
}

// read returns what reading gives: a kind or a code and place for each record.
func read(f format, text string) []string {
	var got []string
	for s, err := range f.read(strings.NewReader(text)) {
		if err != nil {
			var p *fault.Problem
			errors.As(err, &p)
			got = append(got, string(p.Code)+" "+p.Where)
		} else {
			got = append(got, s.Kind())
		}
	}
	return got
}

func TestReadJSONLReportsEachLine(t *testing.T) {
	t.Parallel()
	good := asJSON(t, toll("20"))
	tests := map[string][]string{
		"": nil, "\n \n": nil, good: {"toll"}, "\uFEFF" + good + "\r\n\n" + good: {"toll", "toll"},
		good + "\n{\n" + good:                                    {"toll", "SO010 line 2", "toll"},
		strings.Replace(good, `"toll"`, `"tol"`, 1):              {"ST001 line 1, kind"},
		strings.Replace(good, `"form"`, `"shape"`, 1):            {"ST004 line 1, content"},
		strings.Replace(good, `"kind"`, `"mood":1,"kind"`, 1):    {"SO010 line 1"},
		strings.Replace(good, `"value":20`, `"value":20.5`, 1):   {"SO012 line 1"},
		strings.Replace(good, `"value":20`, `"value":21`, 1):     {"ST015 line 1, form"},
		good + "\n" + strings.Repeat(" ", 1<<20+1) + "\n" + good: {"toll", "ST040 line 2"},
		`null`: {"ST001 line 1, kind"}, `[]`: {"SO010 line 1"}, "\xff": {"SO002 line 1"},
	}
	for text, want := range tests {
		if got := read(formats["jsonl"], text); !cmp.Equal(got, want) {
			t.Errorf("%.300q: got %q, want %q", text, got, want)
		}
	}
}

const head = "id,source,kind,speakers,quote,words,statuses,unit,note\n"

func TestReadCSVReportsEachRow(t *testing.T) {
	t.Parallel()
	row := "st-1,s-1,toll,Vesmar Post [press],20 killed,at least 20,killed; wounded,persons,\n"
	tests := map[string][]string{
		"": nil, head: nil, head + row: {"toll"}, "\uFEFF" + head + row + "\r\n" + row: {"toll", "toll"},
		"a,kind\n":                      {"ST041 line 1"},
		"id,id,kind\n":                  {"ST041 line 1"},
		"id\n":                          {"ST041 line 1"},
		head + row + "st-1,s-1\n" + row: {"toll", "ST042 line 3", "toll"},
		head + strings.Replace(row, "toll", "tale", 1) + row:               {"ST001 line 2, kind", "toll"},
		head + strings.Replace(row, "toll", "appeal", 1):                   {"ST004 line 2, words"},
		head + strings.Replace(row, "at least 20", "lots", 1):              {"ST020 line 2, words"},
		head + strings.Replace(row, "killed; wounded", "killed; slain", 1): {"ST003 line 2, statuses"},
		head + strings.Replace(row, "Vesmar Post [press]", "", 1):          {"ST002 line 2, speakers"},
		head + "\"a\nb\",s-1,toll,A,q,20,killed,persons,\n" + row:          {"ST007 line 2, id", "toll"},
		head + row + "\"":                              {"toll", "ST044 line 3"},
		head + row + "a\"b,":                           {"toll", "ST044 line 3"},
		head + row + "\"" + strings.Repeat("x", 2<<20): {"toll", "ST040 line 3"},
		"kind,when\nappeal,31 March\n":                 {"ST043 line 2, when"},
		"kind,value\ntoll,many\n":                      {"ST043 line 2, value"},
		"kind,where_point\nappeal,12\n":                {"ST043 line 2, where_point"},
		"kind,where_point\nappeal,\"12,x\"\n":          {"ST043 line 2, where_point"},
		"kind,where_point\nappeal,\"x,12\"\n":          {"ST043 line 2, where_point"},
		"kind,anchor\nappeal,{}\n":                     {"ST043 line 2, anchor"},
		"kind,when_base\nappeal,later\n":               {"ST043 line 2, when_base"},
	}
	for text, want := range tests {
		if got := read(formats["csv"], text); !cmp.Equal(got, want) {
			t.Errorf("%.200q: got %q, want %q", text, got, want)
		}
	}
	for s, err := range statement.ReadCSV(strings.NewReader(head + row)) {
		if err != nil || numbers(s.Content.(*statement.Toll).Figure) != "at_least 20 20 -" {
			t.Errorf("the figure is not read from its words: %v", err)
		}
	}
}

func TestReadingAndWritingStopWithTheirStreams(t *testing.T) {
	t.Parallel()
	two := slices.Values([]*statement.Statement{toll("20"), toll("30")})
	for name, f := range formats {
		var b bytes.Buffer
		if err := f.write(&b, two); err != nil {
			t.Fatal(err)
		}
		n := 0
		for range f.read(bytes.NewReader(b.Bytes())) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%s: reading went on after the loop ended", name)
		}
		broken := io.MultiReader(bytes.NewReader(b.Bytes()), iotest.ErrReader(io.ErrUnexpectedEOF))
		var last error
		for _, err := range f.read(broken) {
			last = err
		}
		if !errors.Is(last, io.ErrUnexpectedEOF) {
			t.Errorf("%s: a broken reader gives %v", name, last)
		}
		bad := toll("20")
		bad.Quote = ""
		if err := f.write(&b, slices.Values([]*statement.Statement{bad})); fault.CodeOf(err) != "ST011" {
			t.Errorf("%s: an invalid statement is written: %v", name, err)
		}
		if err := f.write(full{}, two); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: a full disk gives %v", name, err)
		}
		many := func(yield func(*statement.Statement) bool) {
			for range 5000 {
				if !yield(toll("20")) {
					return
				}
			}
		}
		if err := f.write(full{}, many); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: a full disk gives %v", name, err)
		}
	}
}

// full is a disk with no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func fuzzRead(f *testing.F, form format, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var all []*statement.Statement
		for s, err := range form.read(strings.NewReader(text)) {
			if (s == nil) == (err == nil) {
				t.Fatalf("%v and %v", s, err)
			}
			if err == nil {
				all = append(all, s)
			}
		}
		var b bytes.Buffer
		if err := form.write(&b, slices.Values(all)); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		i := 0
		for s, err := range form.read(&b) {
			if err != nil || asJSON(t, s) != asJSON(t, all[i]) {
				t.Fatalf("statement %d came back as %v, %v", i, s, err)
			}
			i++
		}
	})
}

func FuzzReadJSONL(f *testing.F) {
	fuzzRead(f, formats["jsonl"], asJSON(f, toll("at least 20*")), "{}\n\n", "\uFEFFnull", "[", `{"kind":"link","content":{}}`)
}

func FuzzReadCSV(f *testing.F) {
	fuzzRead(f, formats["csv"], head+"st-1,s-1,toll,A [press] > B,'=q,dozens,killed,persons,\"a\nb\"\n", "kind\nlink\n", "\uFEFFkind,\"", head,
		"id,source,kind,speakers,quote,calls_for,where,where_names,where_point,when\na,b,appeal,A,q,c,w,x|y|z; \\;,1 2,julian:1905-01-09\n")
}
