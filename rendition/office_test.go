package rendition_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/fault"
	"reckon/rendition"
)

const (
	wordHead = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>`
	wordFoot = `</w:body></w:document>`
)

func docx(t testing.TB, body string, more ...part) string {
	t.Helper()
	return pack(t, append([]part{{name: "word/document.xml", data: wordHead + body + wordFoot}}, more...)...)
}

func p(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func TestDOCX(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, text string
		notes            []string
	}{
		{"paragraphs", p("One") + `<w:p/>` + p("two &amp; three"), "One\n\ntwo & three\n", nil},
		{"runs join", `<w:p><w:r><w:t xml:space="preserve">at least </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>20</w:t></w:r></w:p>`, "at least 20\n", nil},
		{"signs", `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>`, "a\tb\nc\u2011d\n", nil},
		{"tab stops are no tabs", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>`, "a\n", nil},
		{"raised", `<w:p><w:r><w:t>20</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r><w:r><w:t> dead</w:t></w:r></w:p>`, "20¹ dead\n", nil},
		{"raised by half-points", `<w:p><w:r><w:t>20</w:t></w:r><w:r><w:rPr><w:position w:val="8"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:position w:val="2"/></w:rPr><w:t>2</w:t></w:r></w:p>`, "20¹2\n", nil},
		{"list", `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>` +
			`<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>none</w:t></w:r></w:p>`, "• item\n\nnone\n", nil},
		{"table", `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + p("Village") + `</w:tc><w:tc>` + p("Killed") + `</w:tc></w:tr><w:tr><w:tc>` +
			p("North") + p("Ford") + `</w:tc><w:tc/><w:tc>` + p("12") + `</w:tc></w:tr></w:tbl>` + p("after"), "Village\t\tKilled\nNorth Ford\t\t12\n\nafter\n", nil},
		{"deleted and moved", `<w:p><w:ins><w:r><w:t>seven</w:t></w:r></w:ins><w:del><w:r><w:delText>nine</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>`,
			"seven\n", []string{"1 passages deleted under change tracking were left out"}},
		{"hidden", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r></w:p>`,
			"shown\n", []string{"1 hidden runs were left out"}},
		{"fields", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>`, "7\n", nil},
		{"text box once", `<w:p><w:r><w:t>a</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>` + p("box") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` +
			p("box") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "a\n\nbox\n", nil},
		{"pictures and comments", `<w:p><w:r><w:drawing><blip/></w:drawing><w:t>a</w:t><w:commentReference w:id="1"/></w:r></w:p>`, "a\n",
			[]string{"1 comments were left out", "1 pictures were left out"}},
		{"table left open in a cell", `<w:tbl><w:tr><w:tc>` + p("x") + `<w:tbl><w:tr><w:tc>` + p("y") + `</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`, "x\n\ny\n", nil},
		{"cell without a table", `<w:tc>` + p("x") + `</w:tc>`, "x\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, docx(t, tt.body), rendition.Hint{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, got.Text); diff != "" {
				t.Error(diff)
			}
			if !slices.Equal(got.Notes, tt.notes) {
				t.Errorf("notes %q, want %q", got.Notes, tt.notes)
			}
		})
	}
}

func TestDOCXParts(t *testing.T) {
	t.Parallel()
	notes := func(kind, id, text string) string {
		return `<w:` + kind + ` w:id="` + id + `">` + p(text) + `</w:` + kind + `>`
	}
	data := docx(t, `<w:p><w:r><w:t>Twenty</w:t><w:footnoteReference w:id="2"/><w:t> dead</w:t><w:endnoteReference w:id="2"/></w:r></w:p>`,
		part{name: "word/header1.xml", data: `<w:hdr xmlns:w="w">` + p("Ministry of Upper Valley") + `</w:hdr>`},
		part{name: "word/header2.xml", data: `<w:hdr xmlns:w="w">` + p("Ministry of Upper Valley") + `</w:hdr>`},
		part{name: "word/footer1.xml", data: `<w:ftr xmlns:w="w">` + p("Page foot") + `</w:ftr>`},
		part{name: "word/footnotes.xml", data: `<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0"/>` +
			notes("footnote", "1", "unused") + notes("footnote", "2", "As of March.") + `</w:footnotes>`},
		part{name: "word/endnotes.xml", data: `<w:endnotes xmlns:w="w">` + notes("endnote", "2", "Hospital list.") + `</w:endnotes>`},
		part{name: "word/vbaProject.bin", data: "x"},
		part{name: "word/_rels/settings.xml.rels", data: `<Relationships><Relationship Id="1" Type="x/attachedTemplate" Target="http://192.0.2.1/t.dotm" TargetMode="External"/>` +
			`<Relationship Id="2" Type="x/hyperlink" Target="http://192.0.2.1/" TargetMode="External"/></Relationships>`})
	got, err := read(t, data, rendition.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	want := "Ministry of Upper Valley\n\nTwenty¹ dead²\n\n¹ As of March.\n\n² Hospital list.\n\nPage foot\n"
	if diff := cmp.Diff(want, got.Text); diff != "" {
		t.Error(diff)
	}
	if want := []string{"1 macros were left out", "1 references to files elsewhere were not followed"}; !slices.Equal(got.Notes, want) {
		t.Errorf("notes %q, want %q", got.Notes, want)
	}
}

const openHead = `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:draw="d"><office:automatic-styles>` +
	`<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>` +
	`<style:style style:name="T2"><style:text-properties text:display="none"/></style:style>` +
	`<style:style style:name="T3"><style:text-properties style:text-position="-33% 58%"/></style:style></office:automatic-styles><office:body>`

func odt(t testing.TB, body string, more ...part) string {
	t.Helper()
	return pack(t, append([]part{
		{name: "mimetype", data: "application/vnd.oasis.opendocument.text"},
		{name: "content.xml", data: openHead + "<office:text>" + body + "</office:text></office:body></office:document-content>"},
	}, more...)...)
}

func TestODT(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, text string
		notes            []string
	}{
		{"paragraphs", "<text:h>Head</text:h><text:p>One\n  two</text:p><text:p/>\n<text:p>three</text:p>", "Head\n\nOne two\n\nthree\n", nil},
		{"signs", `<text:p>a<text:tab/>b<text:s text:c="3"/>c<text:line-break/>d</text:p>`, "a\tb   c\nd\n", nil},
		{"raised and lowered", `<text:p>20<text:span text:style-name="T1">1</text:span> H<text:span text:style-name="T3">2</text:span>O</text:p>`, "20¹ H₂O\n", nil},
		{"hidden", `<text:p>a<text:span text:style-name="T2">b</text:span>c</text:p>`, "ac\n", []string{"1 hidden runs were left out"}},
		{"list", `<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>`, "• one\n\n• two\n", nil},
		{"table", `<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell><table:covered-table-cell/>` +
			`<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>` +
			`<table:table-cell><text:p>2</text:p></table:table-cell><table:table-cell/></table:table-row></table:table>`, "A\t\tB\n1\t2\n", nil},
		{"notes", `<text:p>Twenty<text:note><text:note-citation>*</text:note-citation><text:note-body><text:p>As of March.</text:p></text:note-body></text:note> dead</text:p>`,
			"Twenty¹ dead\n\n¹ As of March.\n", nil},
		{"left out", `<text:tracked-changes><text:p>old</text:p></text:tracked-changes><text:p>a<office:annotation><text:p>c</text:p></office:annotation><draw:frame><draw:image/></draw:frame></text:p>`,
			"a\n", []string{"1 comments were left out", "1 pictures were left out", "1 sets of tracked changes were left out"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, odt(t, tt.body), rendition.Hint{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.text, got.Text); diff != "" {
				t.Error(diff)
			}
			if !slices.Equal(got.Notes, tt.notes) {
				t.Errorf("notes %q, want %q", got.Notes, tt.notes)
			}
		})
	}
}

func TestODTParts(t *testing.T) {
	t.Parallel()
	styles := part{name: "styles.xml", data: `<x xmlns:style="s" xmlns:text="t"><style:master-page><style:header><text:p>Letterhead</text:p></style:header><style:footer><text:p>Foot</text:p></style:footer></style:master-page></x>`}
	got, err := read(t, odt(t, "<text:p>Body</text:p>", styles), rendition.Hint{})
	if err != nil || got.Text != "Letterhead\n\nBody\n\nFoot\n" {
		t.Errorf("got %q (%v)", got.Text, err)
	}
	locked := part{name: "META-INF/manifest.xml", data: "<manifest><encryption-data/></manifest>"}
	if _, err := read(t, odt(t, "", locked), rendition.Hint{}); fault.CodeOf(err) != "RD011" {
		t.Errorf("an encrypted file was not refused as such: %v", err)
	}
}
