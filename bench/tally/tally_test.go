package main

import (
	"strings"
	"testing"
)

// passing is a package with two table rows, one plain test and 92 %.
const passing = `{"Action":"start","Package":"m/dates"}
{"Action":"run","Package":"m/dates","Test":"TestTable"}
{"Action":"output","Package":"m/dates","Test":"TestTable","Output":"hidden\n"}
{"Action":"pass","Package":"m/dates","Test":"TestTable/a_b","Elapsed":0}
{"Action":"pass","Package":"m/dates","Test":"TestTable/c","Elapsed":0}
{"Action":"pass","Package":"m/dates","Test":"TestTable","Elapsed":0}
{"Action":"pass","Package":"m/dates","Test":"TestPlain","Elapsed":0}
{"Action":"output","Package":"m/dates","Output":"coverage: 92.0% of statements\n"}
{"Action":"pass","Package":"m/dates","Elapsed":0.5}
`

const skipping = `{"Action":"output","Package":"m/names","Test":"TestShared","Output":"    n_test.go:3: RECKON_SHARED is not set\n"}
{"Action":"skip","Package":"m/names","Test":"TestShared","Elapsed":0}
{"Action":"output","Package":"m/names","Output":"coverage: 92.0% of statements\n"}
{"Action":"pass","Package":"m/names","Elapsed":0.5}
`

const failing = `{"Action":"output","Package":"m/web","Test":"TestPages/index","Output":"    w_test.go:9: got 500\n"}
{"Action":"fail","Package":"m/web","Test":"TestPages/index","Elapsed":0}
{"Action":"fail","Package":"m/web","Test":"TestPages","Elapsed":0}
{"Action":"fail","Package":"m/web","Elapsed":0.5}
`

const broken = `{"ImportPath":"m/toll [m/toll.test]","Action":"build-output","Output":"toll/toll.go:3: undefined: x\n"}
{"ImportPath":"m/toll [m/toll.test]","Action":"build-fail"}
{"Action":"fail","Package":"m/toll","Elapsed":0,"FailedBuild":"m/toll"}
`

const uncovered = `{"Action":"output","Package":"m/extract/en","Output":"coverage: 89.9% of statements\n"}
{"Action":"pass","Package":"m/extract/en","Elapsed":0.5}
`

func TestVerdict(t *testing.T) {
	t.Parallel()
	domain := rules{floor: 90, of: []string{"dates", "names", "extract"}}
	strict := domain
	strict.strict = true
	tests := []struct {
		name, in string
		rules    rules
		last     string   // the closing line
		shows    []string // what must be printed before it
		err      string   // "" for none
	}{
		{"all pass", passing, strict, "3 passed, 0 failed, 0 skipped", []string{"ok    m/dates", "92.0 % covered"}, ""},
		{"a skip is shown", passing + skipping, domain, "3 passed, 0 failed, 1 skipped", []string{"RECKON_SHARED is not set"}, ""},
		{"a skip fails when strict", passing + skipping, strict, "3 passed, 0 failed, 1 skipped", nil,
			"1 skipped where nothing may be skipped"},
		{"a failure is shown", passing + failing, domain, "3 passed, 1 failed, 0 skipped",
			[]string{"FAIL  m/web", "got 500"}, "m/web failed"},
		{"a build failure counts", passing + broken, domain, "3 passed, 1 failed, 0 skipped",
			[]string{"undefined: x"}, "m/toll failed"},
		{"coverage of a folder below", passing + uncovered, domain, "3 passed, 0 failed, 0 skipped", nil,
			"m/extract/en is covered to 89.9 %, at least 90 % are asked for"},
		{"coverage elsewhere is free", passing + uncovered, rules{floor: 90, of: []string{"dates"}},
			"3 passed, 0 failed, 0 skipped", nil, ""},
		{"nothing ran", "", rules{of: []string{""}}, "0 passed, 0 failed, 0 skipped", nil, "no test ran"},
		{"other words pass through", "go: updates to go.mod needed\n" + passing, domain, "3 passed, 0 failed, 0 skipped",
			[]string{"updates to go.mod needed"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			c := newCount()
			if err := c.read(strings.NewReader(tt.in), &out); err != nil {
				t.Fatal(err)
			}
			err := c.verdict(&out, tt.rules)
			if got := message(err); got != tt.err {
				t.Errorf("error %q, want %q", got, tt.err)
			}
			if !strings.HasSuffix(out.String(), tt.last+"\n") {
				t.Errorf("last line is not %q:\n%s", tt.last, out.String())
			}
			for _, s := range tt.shows {
				if !strings.Contains(out.String(), s) {
					t.Errorf("%q is not shown:\n%s", s, out.String())
				}
			}
			if strings.Contains(out.String(), "hidden") {
				t.Error("the output of a passing test is shown")
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
