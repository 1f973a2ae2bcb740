package sample

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"text/template"

	"reckon/source"
)

//go:embed texts/*.txt coding.csv
var files embed.FS

// Source is one source of the case with its text.
type Source struct {
	Key   string // how the coding names it
	About source.Added
	Text  string
}

// Case is the invented case of one seed.
type Case struct {
	Truth   Truth
	Sources []Source
	Coding  []byte // statements as CSV; sources are named by their keys, incidents by market and bridge
}

// sources are the sources in the order in which they became known.
var sources = [...]Source{
	{Key: "wire", About: about("Shells hit the market of Sodrin", "agency_report", "Meridian Wire", "2047-10-14", "en")},
	{Key: "ministry-1", About: about("Press release of 15 October 2047", "press_release", "Ministry of Health of the Council of Kelvara", "2047-10-15", "en")},
	{Key: "plain", About: about("قصف سوق سودرين", "news_report", "صحيفة السهل", "2047-10-15", "ar")},
	{Key: "guard", About: about("Statement to the press of 15 October 2047", "official_statement", "Command of the Northern Guard", "2047-10-15", "en")},
	{Key: "vestnik", About: about("Обстрел рынка в Содрине: что известно", "news_report", "Вестник Кельвары", "2047-10-16", "ru")},
	{Key: "hospital", About: about("Справка районной больницы", "medical_record", "Районная больница города Содрин", "2047-10-17", "ru")},
	{Key: "ministry-2", About: about("Press release of 20 October 2047", "press_release", "Ministry of Health of the Council of Kelvara", "2047-10-20", "en")},
	{Key: "resident", About: about("شهادة من سودرين", "testimony", "إحدى سكان سودرين", "2047-10-30", "ar")},
	{Key: "monitor", About: about("Report no. 12", "organisation_report", "Lower Valley Monitor", "2047-11-02", "en")},
	{Key: "assembly", About: about("Update no. 31", "organisation_report", "Assembly of Nations, field office", "2047-11-09", "en")},
	{Key: "relief", About: about("Annual account", "table", "Relief Committee of Kelvara", "2047-12", "en")},
	{Key: "yearbook", About: about("Entry: Sodrin", "encyclopaedia", "Kelvara Yearbook", "2048", "en")},
}

func about(title, material, saidBy, published, language string) source.Added {
	return source.Added{
		Title: title, Material: material, SaidBy: saidBy, Published: published, Language: language,
		Confidentiality: source.Internal, Note: "invented",
	}
}

// New makes the case of a seed.
func New(seed uint64) (*Case, error) {
	c := &Case{Truth: NewTruth(seed)}
	for _, s := range sources {
		text, err := c.fill("texts/" + s.Key + ".txt")
		if err != nil {
			return nil, err
		}
		s.Text = string(text)
		c.Sources = append(c.Sources, s)
	}
	coding, err := c.fill("coding.csv")
	c.Coding = coding
	return c, err
}

// fill puts the numbers of the truth into a text.
func (c *Case) fill(name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the sample: %w", err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("reading the sample: %w", err)
	}
	t, err := template.New(name).Option("missingkey=error").Parse(string(raw))
	if err != nil {
		return nil, fmt.Errorf("reading the sample: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, c.Truth); err != nil {
		return nil, fmt.Errorf("filling in %s: %w", name, err)
	}
	return b.Bytes(), nil
}
