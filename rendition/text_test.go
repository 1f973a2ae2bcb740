package rendition_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"reckon/fault"
	"reckon/rendition"
)

// read reads with no engine and holds what every result must hold.
func read(t testing.TB, data string, hint rendition.Hint) (rendition.Document, error) {
	t.Helper()
	d, err := rendition.Read(context.Background(), []byte(data), hint, rendition.DefaultLimits())
	if err == nil {
		sound(t, d)
	}
	return d, err
}

// sound checks that a document's spans lie within its text, in order.
func sound(t testing.TB, d rendition.Document) {
	t.Helper()
	n := utf8.RuneCountInString(d.Text)
	if !utf8.ValidString(d.Text) || d.Reader == "" || d.Version == "" || d.Encoding == "" || d.MediaType == "" {
		t.Errorf("incomplete document: %+v", d)
	}
	within := func(what string, s rendition.Span) {
		if s.Start < 0 || s.Start > s.End || s.End > n {
			t.Errorf("%s lies outside of the %d code points: %v", what, n, s)
		}
	}
	at := 0
	for _, p := range d.Pages {
		within("page", p.Span)
		if p.Start != at {
			t.Errorf("page %d begins at %d, not at %d", p.Number, p.Start, at)
		}
		at = p.End
	}
	if len(d.Pages) > 0 && at != n {
		t.Errorf("the pages end at %d of %d", at, n)
	}
	at = 0
	for _, c := range d.Cells {
		within("cell", c.Span)
		if c.Start < at {
			t.Errorf("cell %s begins at %d, before %d", c.Ref(), c.Start, at)
		}
		at = c.End
	}
	for _, b := range d.Boxes {
		within("box", b.Span)
	}
}

// slice returns the words of a span.
func slice(d rendition.Document, s rendition.Span) string {
	return string([]rune(d.Text)[s.Start:s.End])
}

func TestText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data, encoding string
		text, as             string
		code                 fault.Code
	}{
		{"utf-8", "Ħal\r\n", "", "Ħal\r\n", "utf-8", ""},
		{"mark left out", "\xef\xbb\xbfabc", "", "abc", "utf-8", ""},
		{"utf-16 little", "\xff\xfea\x00\x31\x06", "", "aر", "utf-16le", ""},
		{"utf-16 big", "\xfe\xff\x00a", "", "a", "utf-16be", ""},
		{"utf-32 little", "\xff\xfe\x00\x00a\x00\x00\x00", "", "a", "utf-32le", ""},
		{"utf-32 big", "\x00\x00\xfe\xff\x00\x00\x00a", "", "a", "utf-32be", ""},
		{"cyrillic named", "\xcc\xe8\xf0", "windows-1251", "Мир", "windows-1251", ""},
		{"arabic by alias", "\xd3\xe1\xc7\xe3", "cp1256", "سلام", "windows-1256", ""},
		{"mark agrees with name", "\xef\xbb\xbfabc", "UTF-8", "abc", "utf-8", ""},
		{"empty", "", "", "", "", "RD001"},
		{"white space", " \n\t", "", "", "", "RD001"},
		{"no such encoding", "abc", "klingon", "", "", "RD003"},
		{"an encoding that is none", "abc", "replacement", "", "", "RD003"},
		{"too little for a guess", "\xcc\xe8\xf0", "", "", "", "RD004"},
		{"hole in the code page", "\x98", "windows-1251", "", "", "RD004"},
		{"not the encoding named", "\xff", "utf-8", "", "", "RD004"},
		{"lone surrogate", "\xff\xfe\x00\xd8", "", "", "", "RD004"},
		{"nul", "a\x00b", "", "", "", "RD005"},
		{"escape", "a\x1bb", "", "", "", "RD005"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, tt.data, rendition.Hint{Name: "a.txt", Encoding: tt.encoding})
			if code := fault.CodeOf(err); code != tt.code {
				t.Fatalf("code %q, want %q (%v)", code, tt.code, err)
			}
			if err == nil && (got.Text != tt.text || got.Encoding != tt.as || got.Guessed) {
				t.Errorf("got %q in %s (guessed %t), want %q in %s", got.Text, got.Encoding, got.Guessed, tt.text, tt.as)
			}
		})
	}
}

// Invented sentences, long enough to tell an encoding by.
const (
	russian = "По словам представителя больницы, в ночь на 12 марта в посёлке Верхняя Речка погибли семь человек, " +
		"ещё одиннадцать получили ранения. Имена трёх погибших пока не установлены. Поиски продолжаются."
	arabic   = "قال مدير المستشفى إن سبعة أشخاص قتلوا وأصيب أحد عشر آخرون ليلة الثاني عشر من آذار في قرية النهر الأعلى، ولم تعرف أسماء ثلاثة منهم."
	hebrew   = "מנהל בית החולים אמר כי שבעה בני אדם נהרגו ואחד עשר נפצעו בליל שנים עשר במרץ בכפר הנחל העליון, ושמותיהם של שלושה עדיין אינם ידועים."
	turkish  = "Hastane müdürü, 12 Mart gecesi Yukarı Dere köyünde yedi kişinin öldüğünü, on bir kişinin yaralandığını söyledi. Üç kişinin adı henüz bilinmiyor, arama çalışmaları sürüyor."
	croatian = "Ravnatelj bolnice rekao je da je u noći na 12. ožujka u selu Gornja Rječica poginulo sedam osoba, a jedanaest ih je ozlijeđeno. Imena triju još nisu utvrđena, traženje se nastavlja, čeka se izvješće."
	greek    = "Ο διευθυντής του νοσοκομείου είπε ότι τη νύχτα της 12ης Μαρτίου στο χωριό Άνω Ποτάμι σκοτώθηκαν επτά άνθρωποι και τραυματίστηκαν έντεκα."
)

func encode(t testing.TB, text, encoding string) string {
	t.Helper()
	e, err := htmlindex.Get(encoding)
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGuess(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, encoding, language string }{
		{russian, "windows-1251", ""},
		{russian, "koi8-r", ""},
		{russian, "ibm866", ""},
		{russian, "iso-8859-5", ""},
		{russian, "windows-1251", "ru"},
		{russian, "koi8-r", "ru-RU"},
		{russian, "ibm866", "ru"},
		{russian, "iso-8859-5", "ru"},
		{"Погибли семеро.", "windows-1251", "ru"},
		{arabic, "windows-1256", "ar"},
		{arabic, "iso-8859-6", "ar"},
		{hebrew, "windows-1255", ""},
		{hebrew, "windows-1255", "he"},
		{turkish, "windows-1254", "tr"},
		{croatian, "windows-1250", "hr"},
		{greek, "windows-1253", "el"},
		{russian, "utf-16le", ""},
		{arabic, "utf-16be", "ar"},
	}
	for _, tt := range tests {
		t.Run(tt.encoding+" "+tt.language, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, encode(t, tt.text, tt.encoding), rendition.Hint{Name: "a.txt", Language: tt.language})
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != tt.text || !got.Guessed || len(got.Notes) == 0 || !strings.Contains(got.Notes[0], "guess") {
				t.Errorf("read %s as %s (guessed %t): %.60q, notes %q", tt.encoding, got.Encoding, got.Guessed, got.Text, got.Notes)
			}
		})
	}
}

func TestDeclaredEncodings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data, declared string
		encoding             string
		guessed              bool
	}{
		{"believed where it fits", encode(t, russian, "windows-1251"), "windows-1251", "windows-1251", false},
		{"two readings, the declared one counts", "\xd0\xa0", "windows-1251", "windows-1251", false},
		{"not believed against UTF-8", russian, "windows-1251", "utf-8", false},
		{"plain ASCII needs none", "seven people", "windows-1251", "utf-8", false},
		{"not believed against the bytes", encode(t, russian, "windows-1251"), "utf-8", "windows-1251", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, tt.data, rendition.Hint{MediaType: "text/plain; charset=" + tt.declared})
			if err != nil {
				t.Fatal(err)
			}
			if got.Encoding != tt.encoding || got.Guessed != tt.guessed {
				t.Errorf("read as %s (guessed %t), want %s (%t)", got.Encoding, got.Guessed, tt.encoding, tt.guessed)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("abc"), "", "")
	f.Add([]byte("\xff\xfea\x00"), "", "ar")
	f.Add([]byte("\xcc\xe8\xf0"), "windows-1251", "")
	f.Add([]byte(encode(f, russian, "koi8-r")), "", "ru")
	f.Fuzz(func(t *testing.T, data []byte, name, language string) {
		got, err := read(t, string(data), rendition.Hint{Name: "a.txt", Encoding: name, Language: language})
		if err == nil && strings.TrimSpace(got.Text) == "" {
			t.Errorf("read %q as %q in %q", data, got.Text, got.Encoding)
		}
	})
}
