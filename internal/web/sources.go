package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
	"reckon/source"
)

// sourcesShown is how many sources stand on one page.
const sourcesShown = 100

type sourcesPage struct {
	page
	Sources      []store.Source
	All          int
	Older, Newer string // addresses of the pages beside this one, or ""
	Materials    []source.Term
}

// sourcesPage lists the sources and takes new ones.
func (s *Server) sourcesPage(q *request) error {
	p := sourcesPage{page: q.head("sources", q.say("sources.title")), Materials: source.Materials()}
	skip, err := strconv.Atoi(q.r.URL.Query().Get("skip"))
	if err != nil || skip < 0 {
		skip = 0
	}
	err = q.project.Read(q.ctx(), func(r *store.Reader) error {
		tallies, err := r.Tallies()
		if err != nil {
			return err
		}
		p.All = tallies.Sources
		p.Sources, err = r.SourcePage(skip, sourcesShown)
		return err
	})
	if err != nil {
		return err
	}
	if skip+sourcesShown < p.All {
		p.Newer = skipped(q.r.URL, skip+sourcesShown)
	}
	if skip > 0 {
		p.Older = skipped(q.r.URL, max(0, skip-sourcesShown))
	}
	return q.ok("sources", p)
}

// maxUpload bounds a file that comes through a form. It is held in memory,
// since a temporary file would be plain text on the disk; larger files are
// added on the command line.
const maxUpload = 256 << 20

// addSource preserves the file or text of a form.
func (s *Server) addSource(q *request) error {
	in, err := readUpload(q.r)
	if err != nil {
		return err
	}
	got, err := q.project.AddSource(q.ctx(), in)
	if err != nil {
		return err
	}
	done := q.say("sources.added", got.Ref)
	switch {
	case got.NoText != "":
		done = q.say("sources.added.notext", got.Ref)
	case got.Proposed > 0:
		done = q.say("sources.added.proposed", got.Ref, got.Proposed)
	}
	q.redirect(pageOf(got.Ref) + "?done=" + url.QueryEscape(done))
	return nil
}

// readUpload reads a form part by part, without spilling to the disk.
func readUpload(r *http.Request) (reckon.Ingest, error) {
	in := reckon.Ingest{How: "file"}
	in.About.Material, in.About.Confidentiality = "other", source.Internal
	parts, err := r.MultipartReader()
	if err != nil {
		return in, fault.New("WE004", fault.Usage, "the form cannot be read")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, finishUpload(&in)
		}
		if err != nil {
			return in, fault.New("WE004", fault.Usage, "the form cannot be read")
		}
		data, err := io.ReadAll(io.LimitReader(part, maxUpload+1))
		if err != nil {
			return in, fault.New("WE004", fault.Usage, "the form cannot be read")
		}
		if len(data) > maxUpload {
			return in, fault.New("WE005", fault.Invalid, "the file has more than %d MB", maxUpload>>20).
				Unchanged("Nothing was added").Try("Add it with reckon source add")
		}
		uploaded(&in, part.FormName(), part.FileName(), data)
	}
}

// uploaded takes one part of the form.
func uploaded(in *reckon.Ingest, field, file string, data []byte) {
	text := strings.TrimSpace(string(data))
	switch field {
	case "file":
		if file != "" {
			in.Name, in.Data = file, bytes.NewReader(data)
		}
	case "text":
		if text != "" && in.Data == nil {
			in.Name, in.Data, in.How = "pasted.txt", bytes.NewReader(data), "transcript"
		}
	case "reference":
		in.About.Citation = text
	case "title":
		in.About.Title = text
	case "said_by":
		in.About.SaidBy = text
	case "published":
		in.About.Published = text
	case "language":
		in.About.Language = text
	case "material":
		in.About.Material = text
	case "encoding":
		in.Encoding = text
	}
}

func finishUpload(in *reckon.Ingest) error {
	if in.Data == nil && in.About.Citation == "" {
		return fault.New("WE006", fault.Usage, "there is neither a file nor a text nor a reference").
			Unchanged("Nothing was added").Try("Choose a file, paste a text, or say where the source can be found")
	}
	if in.About.Title == "" {
		in.About.Title = in.Name
		if in.Data == nil {
			in.About.Title = in.About.Citation
		}
	}
	return nil
}
