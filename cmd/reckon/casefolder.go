package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"reckon"
	"reckon/fault"
	"reckon/places"
	"reckon/register"
	"reckon/source"
)

// caseIncident is incident.json.
type caseIncident struct {
	Key     register.IncidentID     `json:"key"`
	Names   []register.IncidentName `json:"names"`
	Display string                  `json:"display"`
	Reason  string                  `json:"reason"`
	When    string                  `json:"when"`
	Where   *places.Place           `json:"where"`
	Note    string                  `json:"note"`
}

// readCase reads incident.json, sources.csv and statements.csv.
func readCase(folder fs.FS) (c reckon.Case, err error) {
	c.Reason = "entered from a case folder"
	raw, err := fs.ReadFile(folder, "incident.json")
	if err != nil {
		return c, err
	}
	var i caseIncident
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&i); err != nil {
		return c, fault.New("CL013", fault.Invalid, "it cannot be read: %v", err).At("incident.json").Unchanged("Nothing was made")
	}
	when, err := reckon.Phrase{Words: i.When}.Date()
	if err != nil {
		return c, err
	}
	c.Incidents = []register.Incident{{
		ID: i.Key, Names: i.Names, Display: i.Display, Reason: i.Reason, When: when, Where: i.Where, Note: i.Note,
	}}
	if raw, err = fs.ReadFile(folder, "sources.csv"); err != nil {
		return c, err
	}
	if c.Sources, err = readSources(raw); err != nil {
		return c, err
	}
	if err = readFiles(folder, c.Sources); err != nil {
		return c, err
	}
	c.Statements, err = fs.ReadFile(folder, "statements.csv")
	return c, err
}

// readFiles gives sources the files that the folder files holds of them, each
// named by its source's key with any ending.
func readFiles(folder fs.FS, sources []reckon.Ingest) error {
	found, err := fs.ReadDir(folder, "files")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, file := range found {
		key, _, _ := strings.Cut(file.Name(), ".")
		at := slices.IndexFunc(sources, func(s reckon.Ingest) bool { return string(s.About.Source) == key })
		if at < 0 || sources[at].Data != nil {
			return fault.New("CL015", fault.Invalid, "no source of the case has this file, or another has its place").At("files/" + file.Name()).
				Unchanged("Nothing was made").Try("Name it by the key of its source, such as " + key + ".txt")
		}
		data, err := fs.ReadFile(folder, "files/"+file.Name())
		if err != nil {
			return err
		}
		sources[at].Name, sources[at].Data, sources[at].How = file.Name(), bytes.NewReader(data), "file"
	}
	return nil
}

// sourceColumns are the columns of sources.csv, in their order.
const sourceColumns = "key,title,material,said_by,published,language,citation,url,note"

// readSources reads the table of sources.
func readSources(raw []byte) ([]reckon.Ingest, error) {
	table := csv.NewReader(bytes.NewReader(raw))
	head, err := table.Read()
	if strings.Join(head, ",") != sourceColumns {
		err = fmt.Errorf("its columns are not %s", sourceColumns)
	}
	var all []reckon.Ingest
	for err == nil {
		var row []string
		if row, err = table.Read(); err == nil {
			all = append(all, reckon.Ingest{About: source.Added{
				Source: source.ID(row[0]), Title: row[1], Material: row[2], SaidBy: row[3], Published: row[4], Language: row[5],
				Citation: row[6], URL: row[7], Note: row[8], Confidentiality: source.Public,
			}})
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, fault.New("CL013", fault.Invalid, "it cannot be read: %v", err).At("sources.csv").Unchanged("Nothing was made")
	}
	return all, nil
}
