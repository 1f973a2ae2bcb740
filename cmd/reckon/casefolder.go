package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	c.Statements, err = fs.ReadFile(folder, "statements.csv")
	return c, err
}

// sourceColumns are the columns of sources.csv, in their order.
const sourceColumns = "key,title,material,said_by,published,language,citation,url,note"

// readSources reads the table of sources, all of them by reference.
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
