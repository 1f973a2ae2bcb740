package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// sample is a made-up file.
type sample struct{ name, data string }

const (
	sentence = "The hospital of Upper Valley said on 12 March that at least 20 people were killed and 35 others wounded. "
	russian  = "Больница сообщила 12 марта, что в посёлке Верхняя Речка погибли не менее 20 человек, ещё 35 ранены. "
	times    = 20_000
)

// samples makes one file of some megabytes for every format.
func samples() []sample {
	paragraph := strings.Repeat(sentence, 5)
	old, err := charmap.Windows1251.NewEncoder().String(strings.Repeat(russian, times))
	if err != nil {
		panic(err) // every letter of the sample is in the code page
	}
	word := func(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }
	row := func(cell func(int, string) string) string {
		var b strings.Builder
		for i, v := range []string{"North Ford", "12", "20", "2024-03-12", "hospital list"} {
			b.WriteString(cell(i, v))
		}
		return b.String()
	}
	return []sample{
		{"text.txt", strings.Repeat(sentence, times)},
		{"windows-1251.txt", old},
		{"page.html", "<!doctype html><meta charset=utf-8>" + strings.Repeat("<div class=x><p>"+paragraph+"</p><ul><li>one<li>two</ul></div>", times/5) +
			"<table>" + strings.Repeat("<tr><td>North Ford<td>12<td>20", times/5) + "</table>"},
		{"table.csv", strings.Repeat("North Ford,12,20,\"hospital, list\"\n", times*2)},
		{"text.rtf", `{\rtf1\ansi\ansicpg1251 ` + strings.Repeat(paragraph+`\par `, times/5) + "}"},
		{"mail.eml", "From: a <a@example.org>\nDate: Tue, 12 Mar 2024 10:00:00 +0200\nMessage-ID: <1@example.org>\nContent-Transfer-Encoding: base64\n\n" +
			base64.StdEncoding.EncodeToString([]byte(strings.Repeat(sentence, times)))},
		{"text.docx", pack("word/document.xml", `<w:document xmlns:w="w"><w:body>`+strings.Repeat(word(paragraph), times/5)+"</w:body></w:document>")},
		{"text.odt", pack("mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
			`<d xmlns:text="t">`+strings.Repeat("<text:p>"+paragraph+"</text:p>", times/5)+"</d>")},
		{"sheet.ods", pack("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", `<d xmlns:table="b" xmlns:text="t"><table:table table:name="S">`+
			strings.Repeat("<table:table-row>"+row(func(_ int, v string) string {
				return "<table:table-cell><text:p>" + v + "</text:p></table:table-cell>"
			})+"</table:table-row>", times)+"</table:table></d>")},
		{"sheet.xlsx", pack("xl/workbook.xml", `<w xmlns:r="http://x/relationships"><sheet name="S" r:id="a"/></w>`, "xl/_rels/workbook.xml.rels", `<r><r Id="a" Target="worksheets/s.xml"/></r>`,
			"xl/worksheets/s.xml", "<w>"+strings.Repeat("<row>"+row(func(i int, v string) string {
				if i == 1 || i == 2 {
					return "<c><v>" + v + "</v></c>"
				}
				return `<c t="inlineStr"><is><t>` + v + "</t></is></c>"
			})+"</row>", times)+"</w>")},
	}
}

// pack makes a zip file of names and contents.
func pack(parts ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err == nil {
			_, err = f.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// pages makes a PDF file of n pages of some lines each, every page with a
// stream of its own.
func pages(n, lines int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(at))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.7\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	var kids strings.Builder
	for i := range n {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), n)
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for i := range n {
		var s strings.Builder
		fmt.Fprintf(&s, "BT /F 9 Tf 14 TL 40 760 Td (Page %d) Tj", i+1)
		for range lines {
			fmt.Fprintf(&s, " T* (%s) Tj", sentence[:len(sentence)-1])
		}
		s.WriteString(" ET")
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>", 5+2*i)
		object("<< /Length %d >>\nstream\n%s\nendstream", s.Len(), s.String())
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}
