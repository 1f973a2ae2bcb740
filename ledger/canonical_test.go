package ledger_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reckon/fault"
	"reckon/ledger"
)

func TestCanonicalSpelling(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"null", " null ", "null"},
		{"words", "[true , false,null]", "[true,false,null]"},
		{"empty", "{ }", "{}"},
		{"empty array", "[\n]", "[]"},
		{"largest", "9007199254740991", "9007199254740991"},
		{"smallest", "-9007199254740991", "-9007199254740991"},
		{"zero", "0", "0"},
		{"sorted", `{"b":1,"a":{"d":[],"c":2}}`, `{"a":{"c":2,"d":[]},"b":1}`},
		{"sorted by bytes", `{"a":1,"B":2,"_":3,"aa":4,"":5}`, `{"":5,"B":2,"_":3,"a":1,"aa":4}`},
		{"sorted by value, not by spelling", `{"a":1,"\"":2,"\u0061b":3,"\n":4}`, `{"\n":4,"\"":2,"a":1,"ab":3}`},
		// RFC 8785, section 3.2.2, without its fractions.
		{"strings of RFC 8785", `{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
			`{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}`},
		// RFC 8785, section 3.2.3, without the keys that are not ASCII.
		{"keys of RFC 8785", `{"\r":"Carriage Return","1":"One","</script>":"Tag"}`,
			`{"\r":"Carriage Return","1":"One","</script>":"Tag"}`},
		{"short escapes", `"\b\f\n\r\t\u0008\u0000\u001f\u007f\/"`, `"\b\f\n\r\t\b\u0000\u001f` + "\x7f" + `/"`},
		{"pair", `"\ud83d\ude02 \uFB33"`, "\"\U0001f602 \ufb33\""},
		{"line separators stay", `"\u2028<>&"`, "\"\u2028<>&\""},
		{"depth 64", strings.Repeat("[", 65) + strings.Repeat("]", 65), strings.Repeat("[", 65) + strings.Repeat("]", 65)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ledger.Canonical([]byte(tt.in))
			if err != nil || string(got) != tt.want {
				t.Fatalf("got %s, %v; want %s", got, err, tt.want)
			}
			if again, err := ledger.Canonical(got); err != nil || string(again) != tt.want {
				t.Errorf("a second time it gives %s, %v", again, err)
			}
		})
	}
}

// isCanonical says whether text is already in canonical form.
func isCanonical(text []byte) bool {
	c, err := ledger.Canonical(text)
	return err == nil && bytes.Equal(c, text)
}

func TestCanonicalRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", " ", "nul", "tru", "falsy", "truefalse", "1 2", "\x00", "01", "-0", "-", "--1", "1-", "+1", "1.0", "1e3", ".5", "NaN",
		"9007199254740992", "-9007199254740992", "99999999999999999999", "-01",
		`"`, `"a`, "\"\n\"", `"\`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\u+123"`, `"\ud83d"`, `"\ud83dx"`, `"\ud83d\n"`, `"\ude02\ud83d"`, `"\`,
		`"\n`, "\"\\n\x01\"", `"\ud83d\u12"`,
		"\"\xff\"", "\"\xed\xa0\x80\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`,
		`{a:1}`, `{1:1}`, `{"a" 1}`, `{"a":}`, `{"a":1 "b":2}`, `{"a":1,"a":1}`, `{"a":1,"b":2,"\u0061":1}`, `{"é":1}`, `{"\u00e9":1}`,
		`{"a` + "\n" + `":1}`, strings.Repeat("[", 66) + strings.Repeat("]", 66), strings.Repeat(`{"a":`, 100_000),
	} {
		got, err := ledger.Canonical([]byte(in))
		if fault.CodeOf(err) != "LE002" || got != nil {
			t.Errorf("%.40q gives %s, %v", in, got, err)
		}
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	got, err := ledger.Encode(map[string]any{"z": []string{"<é>"}, "a": 1 << 40})
	if want := `{"a":1099511627776,"z":["<é>"]}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	for _, v := range []any{1.5, func() {}, map[string]int{"é": 1}, 1 << 60} {
		if got, err := ledger.Encode(v); fault.CodeOf(err) != "LE002" {
			t.Errorf("%T gives %s, %v", v, got, err)
		}
	}
}

// drawValue draws a value that canonical JSON can hold.
func drawValue(t *rapid.T, depth int) any {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return json.Number(rapid.Custom(func(t *rapid.T) string {
			b, _ := json.Marshal(rapid.Int64Range(-(1<<53-1), 1<<53-1).Draw(t, "n"))
			return string(b)
		}).Draw(t, "number"))
	case 3:
		return rapid.String().Draw(t, "string")
	case 4:
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "length"))
		for i := range list {
			list[i] = drawValue(t, depth-1)
		}
		return list
	default:
		object := map[string]any{}
		for range rapid.IntRange(0, 5).Draw(t, "size") {
			object[rapid.StringOf(rapid.RuneFrom(nil, asciiTable)).Draw(t, "key")] = drawValue(t, depth-1)
		}
		return object
	}
}

func TestCanonicalKeepsTheValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 3)
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		loose, err := json.MarshalIndent(v, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		a, errA := ledger.Canonical(plain)
		b, errB := ledger.Canonical(loose)
		if errA != nil || errB != nil || !bytes.Equal(a, b) || !isCanonical(a) {
			t.Fatalf("%s gives %s, %v; spaced out %s, %v", plain, a, errA, b, errB)
		}
		if !reflect.DeepEqual(decodeAny(t, plain), decodeAny(t, a)) {
			t.Fatalf("%s became %s", plain, a)
		}
	})
}

func decodeAny(t interface{ Fatal(...any) }, text []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestCanonicalIsWhatPythonWrites keeps the promise that a stranger can make
// canonical JSON with a stock tool.
func TestCanonicalIsWhatPythonWrites(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	var in, want bytes.Buffer
	gen := rapid.Custom(func(t *rapid.T) string {
		b, _ := json.Marshal(drawValue(t, 3))
		return string(b)
	})
	for seed := range 500 {
		text := gen.Example(seed)
		canonical, err := ledger.Canonical([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		in.WriteString(text + "\n")
		want.Write(append(canonical, '\n'))
	}
	cmd := exec.Command(python, "-c", `import sys, json
for l in sys.stdin.buffer:
    s = json.dumps(json.loads(l), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    sys.stdout.buffer.write(s.encode("utf-8") + b"\n")`)
	cmd.Stdin = &in
	got, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("python writes\n%.2000s\nand Canonical\n%.2000s", got, want.Bytes())
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":[1,{"z":"\ud83d\ude02"}],"a":null}`, `"\u000f\/"`, `{"a":1,"a":2}`, "[[[]]]", "-0", "\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := ledger.Canonical(in)
		if err != nil {
			return
		}
		if !json.Valid(in) || !isCanonical(out) {
			t.Fatalf("%q was read as %q", in, out)
		}
		if !reflect.DeepEqual(decodeAny(t, in), decodeAny(t, out)) {
			t.Fatalf("%q changed its value to %q", in, out)
		}
	})
}
