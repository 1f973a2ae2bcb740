package rendition_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"reckon/rendition"
)

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

const mailHead = "From: Upper Valley <press@example.org>\nTo: desk@example.net\nDate: Tue, 12 Mar 2024 10:00:00 +0200\nMessage-ID: <1@example.org>\n"

func TestMail(t *testing.T) {
	t.Parallel()
	head := "From: Upper Valley <press@example.org>\nTo: desk@example.net\nDate: Tue, 12 Mar 2024 10:00:00 +0200\n"
	tests := []struct {
		name, data, text string
		children         []string
		encoding         string
	}{
		{"plain", mailHead + "Subject: Seven dead\n\nSeven people\ndied.\n", head + "Subject: Seven dead\n\nSeven people\ndied.\n", nil, "utf-8"},
		{"folded and encoded fields", mailHead + "Subject: =?windows-1251?B?" + base64.StdEncoding.EncodeToString([]byte("\xcc\xe8\xf0")) + "?=\n =?utf-8?Q?_=D8=B9?=\n\nx\n",
			head + "Subject: Мир ع\n\nx\n", nil, "utf-8"},
		{"quoted-printable", mailHead + "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: quoted-printable\n\n=CC=E8=\n=F0\n", head + "\nМир\n", nil, "windows-1251"},
		{"base64", mailHead + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nU2V2\nZW4*=\n", head + "\nSeven\n", nil, "utf-8"},
		{"only a page", mailHead + "Content-Type: text/html\n\n<p>Seven<p>dead<img src=http://192.0.2.1/x>\n", head + "\nSeven\n\ndead\n", nil, "utf-8"},
		{"plain text preferred", mailHead + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>page\n--b--\n",
			head + "\nplain\n", nil, "utf-8"},
		{"attachments", mailHead + "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\nbody\n--b\nContent-Type: application/pdf; name=\"../../list.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERg==\n" +
			"--b\nContent-Disposition: attachment; filename*=utf-8''%D8%B9.txt\nContent-Type: text/plain\n\nattached\n--b\nContent-Type: message/rfc822\n\n" + mailHead + "\ninner\n--b--\nepilogue\n",
			head + "\nbody\n", []string{"list.pdf application/pdf %PDF", "ع.txt text/plain attached", "part-3.eml message/rfc822 " + mailHead + "\ninner"}, "utf-8"},
		{"cut off", mailHead + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbody goes on", head + "\nbody goes on\n", nil, "utf-8"},
	}
	for _, tt := range tests {
		for _, end := range []string{"\n", "\r\n"} {
			t.Run(tt.name+" "+strings.NewReplacer("\r", "CR", "\n", "LF").Replace(end), func(t *testing.T) {
				t.Parallel()
				got, err := read(t, strings.ReplaceAll(tt.data, "\n", end), rendition.Hint{})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.text, got.Text); diff != "" {
					t.Error(diff)
				}
				var children []string
				for _, c := range got.Children {
					children = append(children, c.Name+" "+c.MediaType+" "+strings.ReplaceAll(string(c.Data), "\r\n", "\n"))
				}
				if !slices.Equal(children, tt.children) {
					t.Errorf("children %q", children)
				}
				if got.Encoding != tt.encoding {
					t.Errorf("encoding %s", got.Encoding)
				}
			})
		}
	}
}

func TestMailNotes(t *testing.T) {
	t.Parallel()
	got, err := read(t, mailHead+"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nU2V2ZW4g\nZ=\n--b\nbroken", rendition.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"the mail is cut off or damaged; what could be read was read", "a part is not quite base64 and was read as far as it is"}
	if !strings.HasSuffix(got.Text, "\nSeven\n") || !slices.Equal(got.Notes, want) {
		t.Errorf("text %q, notes %q", got.Text, got.Notes)
	}
}

func TestMailbox(t *testing.T) {
	t.Parallel()
	data := "From a@example.org Tue Mar 12 10:00:00 2024\n" + mailHead + "Subject: One\n\nFirst.\nFrom here on it is text.\n>From marked\n\n" +
		"From b@example.org Tue Mar 12 11:00:00 2024\n" + mailHead + "Subject: Two\n\nSecond.\n"
	for _, end := range []string{"\n", "\r\n"} {
		got, err := read(t, strings.ReplaceAll(data, "\n", end), rendition.Hint{})
		if err != nil {
			t.Fatal(err)
		}
		want := "00001.eml\tTue, 12 Mar 2024 10:00:00 +0200\tUpper Valley <press@example.org>\tOne\n00002.eml\tTue, 12 Mar 2024 10:00:00 +0200\tUpper Valley <press@example.org>\tTwo\n"
		if diff := cmp.Diff(want, got.Text); diff != "" {
			t.Error(diff)
		}
		if len(got.Children) != 2 || !strings.Contains(string(got.Children[0].Data), "From here on") || !strings.HasPrefix(string(got.Children[1].Data), "From: Upper") {
			t.Errorf("children %q", got.Children)
		}
		inner, err := read(t, string(got.Children[0].Data), rendition.Hint{Name: got.Children[0].Name, Inside: 1})
		if err != nil || !strings.Contains(inner.Text, ">From marked") {
			t.Errorf("the first mail reads %q (%v)", inner.Text, err)
		}
	}
}

func FuzzMail(f *testing.F) {
	f.Add(mailHead + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n")
	f.Add(crlf(mailHead) + "Subject: =?koi8-r?B?8PI=?=\r\nContent-Transfer-Encoding: base64\r\n\r\nU2V2ZW4=")
	f.Fuzz(func(t *testing.T, data string) {
		if _, err := read(t, data, rendition.Hint{Name: "a.eml"}); err != nil && !coded(err) {
			t.Error(err)
		}
	})
}
