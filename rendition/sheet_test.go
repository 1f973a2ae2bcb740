package rendition_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/rendition"
)

// xlsx makes a workbook of one sheet.
func xlsx(t testing.TB, rows string, more ...part) string {
	t.Helper()
	return pack(t, append([]part{
		{name: "xl/workbook.xml", data: `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Dead" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{name: "xl/_rels/workbook.xml.rels", data: `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`},
		{name: "xl/sharedStrings.xml", data: `<sst><si><t>Village</t></si><si><r><t>North </t></r><r><t>Ford</t></r><rPh><t>x</t></rPh></si><si><t>two
lines</t></si></sst>`},
		{name: "xl/styles.xml", data: `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm"/><numFmt numFmtId="165" formatCode="0.00&quot;d&quot;"/></numFmts>` +
			`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`},
		{name: "xl/worksheets/sheet1.xml", data: `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`},
	}, more...)...)
}

// cell is what tests compare of a cell.
func cells(d rendition.Document) []string {
	var all []string
	for _, c := range d.Cells {
		f := ""
		if c.Formula {
			f = " formula"
		}
		all = append(all, fmt.Sprintf("%s!%s %q raw %q %s%s", c.Sheet, c.Ref(), slice(d, c.Span), c.Raw, c.Format, f))
	}
	return all
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, rows, text string
		cells            []string
	}{
		{"strings", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`, "Dead\nVillage\tNorth Ford\ttwo lines\n",
			[]string{`Dead!A1 "Village" raw "Village" `, `Dead!B1 "North Ford" raw "North Ford" `, `Dead!C1 "two lines" raw "two\nlines" `}},
		{"numbers as written", `<row><c><v>12.50</v></c><c t="n"><v>1E3</v></c><c s="3"><v>0.1</v></c></row>`, "Dead\n12.50\t1E3\t0.1\n",
			[]string{`Dead!A1 "12.50" raw "12.50" `, `Dead!B1 "1E3" raw "1E3" `, `Dead!C1 "0.1" raw "0.1" 0.00"d"`}},
		{"dates at the precision of their format", `<row><c s="1"><v>45363</v></c><c s="2"><v>45363</v></c><c s="4"><v>45363.5</v></c></row>`, "Dead\n2024-03-12\t2024-03\t2024-03-12T12:00:00\n",
			[]string{`Dead!A1 "2024-03-12" raw "45363" mm-dd-yy`, `Dead!B1 "2024-03" raw "45363" yyyy\-mm`, `Dead!C1 "2024-03-12T12:00:00" raw "45363.5" m/d/yy h:mm`}},
		{"formula", `<row><c r="A1"><f>SUM(B1:B9)</f><v>20</v></c><c r="C1"><f>NOW()</f></c></row>`, "Dead\n20\t\t\n",
			[]string{`Dead!A1 "20" raw "20"  formula`, `Dead!C1 "" raw ""  formula`}},
		{"inline, boolean, error, text result", `<row><c t="inlineStr"><is><t>x</t></is></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>y</v></c></row>`,
			"Dead\nx\tTRUE\t#REF!\ty\n", []string{`Dead!A1 "x" raw "x" `, `Dead!B1 "TRUE" raw "1" `, `Dead!C1 "#REF!" raw "#REF!" `, `Dead!D1 "y" raw "y"  formula`}},
		{"gaps", `<row r="3"><c r="B3"><v>1</v></c><c r="XFD3"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row>`, "Dead\n\t1\t2\n3\n",
			[]string{`Dead!B3 "1" raw "1" `, `Dead!XFD3 "2" raw "2" `, `Dead!A1048576 "3" raw "3" `}},
		{"a string that looks like a formula", `<row><c t="inlineStr"><is><t>=1+1</t></is></c></row>`, "Dead\n=1+1\n", []string{`Dead!A1 "=1+1" raw "=1+1" `}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, xlsx(t, tt.rows), rendition.Hint{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, got.Text); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.cells, cells(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestXLSXRefusals(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string]string{
		"order of cells":   `<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`,
		"order of rows":    `<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>`,
		"the same twice":   `<row><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>`,
		"no such cell":     `<row><c r="XFE1"><v>1</v></c></row>`,
		"no such row":      `<row r="1048577"/>`,
		"no such string":   `<row><c t="s"><v>3</v></c></row>`,
		"a negative style": `<row><c s="-1"><v>3</v></c></row>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := read(t, xlsx(t, rows), rendition.Hint{}); fault.CodeOf(err) != "RD007" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestXLSXHiddenSheetsAreRead(t *testing.T) {
	t.Parallel()
	data := pack(t,
		part{name: "xl/workbook.xml", data: `<workbook xmlns:r="http://x/relationships"><workbookPr date1904="1"/><sheets><sheet name="Open" sheetId="1" r:id="a"/><sheet name="Old" state="hidden" sheetId="2" r:id="b"/><sheet name="Chart" r:id="c"/></sheets></workbook>`},
		part{name: "xl/_rels/workbook.xml.rels", data: `<R><R Id="a" Target="/xl/worksheets/s1.xml"/><R Id="b" Target="worksheets/s2.xml"/><R Id="c" Target="chartsheets/s3.xml"/><R Id="d" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></R>`},
		part{name: "xl/styles.xml", data: `<s><cellXfs><xf numFmtId="14"/></cellXfs></s>`},
		part{name: "xl/worksheets/s1.xml", data: `<w><row><c s="0"><v>0</v></c></row></w>`},
		part{name: "xl/worksheets/s2.xml", data: `<w><row><c><v>5</v></c></row><drawing/></w>`})
	got, err := read(t, data, rendition.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "Open\n1904-01-01\n\nOld\n1904-01-06\n\nChart\n"; got.Text != want {
		t.Errorf("got %q, want %q", got.Text, want)
	}
	want := []string{"1 references to files elsewhere were not followed", "1 sheets had drawings or comments, which were left out",
		"1 sheets without cells were left out", `the sheet "Old" is hidden in the workbook`}
	if !slices.Equal(got.Notes, want) {
		t.Errorf("notes %q", got.Notes)
	}
}

func ods(t testing.TB, body string) string {
	t.Helper()
	return pack(t, part{name: "mimetype", data: "application/vnd.oasis.opendocument.spreadsheet"},
		part{name: "content.xml", data: `<d xmlns:table="b" xmlns:text="t" xmlns:office="o"><office:spreadsheet>` + body + `</office:spreadsheet></d>`})
}

func TestODS(t *testing.T) {
	t.Parallel()
	body := `<table:table table:name="Dead"><table:table-row><table:table-cell office:value-type="string"><text:p>Village</text:p></table:table-cell>` +
		`<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="12.5"><text:p>12,50</text:p></table:table-cell></table:table-row>` +
		`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/><table:table-cell table:formula="of:=SUM()" office:value-type="date" office:date-value="2024-03-12">` +
		`<office:annotation><text:p>note</text:p></office:annotation><text:p>12.03.24</text:p><text:p>b<text:s text:c="2"/>c</text:p></table:table-cell></table:table-row></table:table>` +
		`<table:table table:name="Second"><table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row></table:table>`
	got, err := read(t, ods(t, body), rendition.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("Dead\nVillage\t12,50\t12,50\n\t12.03.24 b  c\n\t12.03.24 b  c\n\nSecond\ntrue\n", got.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{`Dead!A1 "Village" raw "Village" string`, `Dead!B1 "12,50" raw "12.5" float`, `Dead!C1 "12,50" raw "12.5" float`,
		`Dead!B1048002 "12.03.24 b  c" raw "2024-03-12" date formula`, `Dead!B1048003 "12.03.24 b  c" raw "2024-03-12" date formula`, `Second!A1 "true" raw "true" boolean`}
	if diff := cmp.Diff(want, cells(got)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(got.Notes, []string{"1 comments were left out"}) {
		t.Errorf("notes %q", got.Notes)
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, data string
		cells            []string
	}{
		{"commas", "a.csv", "Place,Killed\r\n\"North, Ford\",12\n", []string{`!A1 "Place"`, `!B1 "Killed"`, `!A2 "North, Ford"`, `!B2 "12"`}},
		{"semicolons", "a.csv", "a;b\n1,5;2\n", []string{`!A1 "a"`, `!B1 "b"`, `!A2 "1,5"`, `!B2 "2"`}},
		{"tabs by name", "a.tsv", "a,b\tc", []string{`!A1 "a,b"`, `!B1 "c"`}},
		{"tabs by look", "a.csv", "a\tb\nc\td", []string{`!A1 "a"`, `!B1 "b"`, `!A2 "c"`, `!B2 "d"`}},
		{"bars", "a.csv", "a|b\nc|d", []string{`!A1 "a"`, `!B1 "b"`, `!A2 "c"`, `!B2 "d"`}},
		{"doubled quotes", "a.csv", `"say ""seven""",x`, []string{`!A1 "say \"\"seven\"\"" raw "say \"seven\""`, `!B1 "x"`}},
		{"line end in quotes", "a.csv", "\"a\nb\",c\n", []string{`!A1 "a\nb"`, `!B1 "c"`}},
		{"stray quotes", "a.csv", "a\"b,\"c\"d,\"e\nf,g", []string{`!A1 "a\"b"`, `!B1 "\"c\"d"`, `!C1 "\"e"`, `!A2 "f"`, `!B2 "g"`}},
		{"empty cells and lines", "a.csv", ",a,\n\n,,b", []string{`!B1 "a"`, `!C3 "b"`}},
		{"quoted nothing", "a.csv", "\"\",a", []string{`!B1 "a"`}},
		{"code points, not bytes", "a.csv", "é,ü\nعدد,٧", []string{`!A1 "é"`, `!B1 "ü"`, `!A2 "عدد"`, `!B2 "٧"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, tt.data, rendition.Hint{Name: tt.file})
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != tt.data {
				t.Errorf("the text changed: %q", got.Text)
			}
			var all []string
			for _, c := range got.Cells {
				s := fmt.Sprintf("%s!%s %q", c.Sheet, c.Ref(), slice(got, c.Span))
				if c.Raw != slice(got, c.Span) {
					s += fmt.Sprintf(" raw %q", c.Raw)
				}
				all = append(all, s)
			}
			if diff := cmp.Diff(tt.cells, all); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRef(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		row, column int
		want        string
	}{{1, 1, "A1"}, {3, 26, "Z3"}, {3, 27, "AA3"}, {9, 702, "ZZ9"}, {9, 703, "AAA9"}, {1048576, 16384, "XFD1048576"}} {
		if got := (rendition.Cell{Row: tt.row, Column: tt.column}).Ref(); got != tt.want {
			t.Errorf("row %d, column %d: %s, want %s", tt.row, tt.column, got, tt.want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("a,b\n\"c\"\"d\",e\n")
	f.Add("a;\"b\r\n;c")
	f.Fuzz(func(t *testing.T, data string) {
		got, err := read(t, data, rendition.Hint{Name: "a.csv", Encoding: "utf-8"})
		if err != nil {
			return
		}
		for _, c := range got.Cells {
			if words := slice(got, c.Span); words != c.Raw && strings.ReplaceAll(words, `""`, `"`) != c.Raw {
				t.Errorf("cell %s is %q and stands as %q", c.Ref(), c.Raw, words)
			}
		}
	})
}
