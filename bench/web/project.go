package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"reckon"
	"reckon/dates"
	"reckon/places"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

var (
	speakers = strings.Fields("office council hospital monitor agency residents ministry university")
	verbs    = strings.Fields("said reported stated wrote testified")
	quarters = strings.Fields("Vesmar Ordun Talvik Brenna Sorrow Keldane Ostrin Malvek Hesta Orlin")
)

// fill makes the project and returns the display number of the source with
// the long text.
func (r *run) fill(ctx context.Context, dir string) (long string, err error) {
	p, _, err := reckon.Init(ctx, dir, reckon.InitOptions{Title: "Vesmar, 2031", Actor: "Ana Lund", Device: "bench"}, reckon.Environment{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	begin := time.Now()
	incidents, err := addIncidents(ctx, p, 60)
	if err != nil {
		return "", err
	}
	chance := rand.New(rand.NewPCG(1, 2))
	var all []*statement.Statement
	for i := range r.sources {
		ref, statements, err := r.addSource(ctx, p, chance, i)
		if err != nil {
			return "", err
		}
		for j, s := range statements {
			s.Source, s.Incident = source.ID(ref), incidents[(i+j)%len(incidents)]
			s.ID = statement.ID(fmt.Sprintf("s-%d-%d", i, j))
		}
		all = append(all, statements...)
	}
	fmt.Fprintf(r.out, "%d sources were added in %.1f s\n", r.sources, time.Since(begin).Seconds())
	begin = time.Now()
	if err := importAll(ctx, p, filepath.Dir(dir), all); err != nil {
		return "", err
	}
	fmt.Fprintf(r.out, "%d statements were imported in %.1f s\n", len(all), time.Since(begin).Seconds())
	got, err := p.AddSource(ctx, ingest("Five hundred pages", longText(chance)))
	return got.Ref, err
}

func ingest(title, text string) reckon.Ingest {
	in := reckon.Ingest{Name: "text.txt", Data: strings.NewReader(text), How: "file"}
	in.About = source.Added{Title: title, Material: "news_report", SaidBy: "The Vesmar Post", Published: "2031-03-04", Language: "en", Confidentiality: source.Internal}
	return in
}

// addSource adds a text and drafts its share of the statements.
func (r *run) addSource(ctx context.Context, p *reckon.Project, chance *rand.Rand, i int) (string, []*statement.Statement, error) {
	share := r.statements / r.sources
	if i < r.statements%r.sources {
		share++
	}
	var text strings.Builder
	var all []*statement.Statement
	for j := range max(share, 12) {
		n := chance.IntN(400) + 1
		quote := fmt.Sprintf("%d persons were killed in the %d. street of %s", n, i*100+j, pick(chance, quarters))
		fmt.Fprintf(&text, "The %s %s on that day that %s. %s\n\n", pick(chance, speakers), pick(chance, verbs), quote, prose(chance, 30))
		if j < share {
			q, err := statement.ParseQuantity(fmt.Sprint(n))
			if err != nil {
				return "", nil, err
			}
			all = append(all, &statement.Statement{Quote: quote, Speakers: []statement.Speaker{{Name: "The " + pick(chance, speakers)}},
				Content: &statement.Toll{Figure: q, Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"}}})
		}
	}
	got, err := p.AddSource(ctx, ingest(fmt.Sprintf("Report %d from %s", i+1, pick(chance, quarters)), text.String()))
	return got.Ref, all, err
}

func importAll(ctx context.Context, p *reckon.Project, dir string, all []*statement.Statement) error {
	name := filepath.Join(dir, "statements.jsonl")
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("writing the statements: %w", err)
	}
	err = statement.WriteJSONL(f, func(yield func(*statement.Statement) bool) {
		for _, s := range all {
			if !yield(s) {
				return
			}
		}
	})
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	_, err = p.ImportStatements(ctx, name, reckon.ImportOptions{})
	return err
}

func addIncidents(ctx context.Context, p *reckon.Project, n int) ([]string, error) {
	ids := make([]string, n)
	for i := range n {
		name := fmt.Sprintf("%s, street %d, March 2031", quarters[i%len(quarters)], i)
		v, err := dates.Parse(fmt.Sprintf("2031-03-%02d", i%28+1))
		if err != nil {
			return nil, err
		}
		got, err := p.AddIncident(ctx, register.Incident{
			Names: []register.IncidentName{{Text: name, UsedBy: "the project"}}, Display: name, Reason: "place and date",
			When: &dates.When{Value: v}, Where: &places.Place{Words: quarters[i%len(quarters)]},
		}, "")
		if err != nil {
			return nil, err
		}
		ids[i] = got.ID
	}
	return ids, nil
}

func pick(chance *rand.Rand, words []string) string { return words[chance.IntN(len(words))] }

// prose strings together words of nothing in particular.
func prose(chance *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = pick(chance, strings.Fields("bridge upper town river morning people went over the road before night school market lists later again near said house"))
	}
	return strings.Join(words, " ") + "."
}

// longText has about 500 pages of some 3,000 characters.
func longText(chance *rand.Rand) string {
	var b strings.Builder
	for b.Len() < 1_500_000 {
		b.WriteString(prose(chance, 90) + "\n\n")
	}
	return b.String()
}
