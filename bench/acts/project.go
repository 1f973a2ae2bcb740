package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"reckon"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// passphrase seals the sealed projects.
const passphrase = "a passphrase"

var key = reckon.Key{Passphrase: func() (string, error) { return passphrase, nil }}

// projects measures whole projects of n acts.
func (r *run) projects() error {
	for _, sealed := range []bool{false, true} {
		if err := r.project(sealed); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) project(sealed bool) error {
	suffix, pass := suffixOf(sealed), ""
	if sealed {
		pass = passphrase
	}
	dir, err := r.fresh("project")
	if err != nil {
		return err
	}
	p, _, err := reckon.Init(r.ctx, dir, reckon.InitOptions{
		Title: "A measurement", Actor: "Ana", Device: "a laptop", Passphrase: pass, WorkFactor: 10,
	}, reckon.Environment{})
	if err != nil {
		return err
	}
	err = r.filled(p, suffix)
	if err == nil {
		err = r.single(p, suffix)
	}
	if err := errors.Join(err, p.Close()); err != nil {
		return err
	}
	for range r.rounds {
		for _, step := range []func(dir, suffix string) error{r.rebuild, r.openWarm, r.openCold, r.openCached, r.verify} {
			if err := step(dir, suffix); err != nil {
				return err
			}
		}
	}
	return removed(dir)
}

// filled adds the sources and imports the statements, as a person would.
func (r *run) filled(p *reckon.Project, suffix string) error {
	all, err := samples(r.n)
	if err != nil {
		return err
	}
	var lines []*statement.Statement
	for i, s := range all {
		file := filepath.Join(r.dir, fmt.Sprintf("text-%d.txt", i))
		if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
			return fmt.Errorf("writing a sample: %w", err)
		}
		got, err := p.AddSource(r.ctx, reckon.Ingest{Path: file, How: "file", About: source.Added{
			Title: fmt.Sprintf("Report %d", i), Material: "press_release", SaidBy: "Heraldwire", Confidentiality: source.Internal,
		}})
		if err != nil {
			return err
		}
		for _, st := range s.statements {
			st.Source = source.ID(got.Ref)
			lines = append(lines, st)
		}
	}
	file := filepath.Join(r.dir, "statements.jsonl")
	var b bytes.Buffer
	if err := statement.WriteJSONL(&b, slices.Values(lines)); err != nil {
		return err
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("writing a sample: %w", err)
	}
	return r.figures.time("import of a file of statements"+suffix, r.n, func() error {
		_, err := p.ImportStatements(r.ctx, file, reckon.ImportOptions{})
		return err
	})
}

// single measures acts that are acknowledged one by one, each on the disk.
func (r *run) single(p *reckon.Project, suffix string) error {
	const acts = 100
	return r.figures.time("acknowledged one by one"+suffix, acts, func() error {
		for i := range acts {
			name := fmt.Sprintf("Quarter %d", i)
			if _, err := p.AddIncident(r.ctx, register.Incident{
				Names: []register.IncidentName{{Text: name, UsedBy: "the project"}}, Display: name, Reason: "the only one",
			}, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *run) rebuild(dir, suffix string) error {
	return r.figures.time("rebuild"+suffix, 0, func() error {
		_, err := reckon.Rebuild(r.ctx, dir, key, reckon.Environment{})
		return err
	})
}

// openWarm opens the project in this process, which has the engine compiled.
func (r *run) openWarm(dir, suffix string) error {
	took, err := opened(r.ctx, dir)
	r.figures.add("open, warm"+suffix, 0, took, 0)
	return err
}

func opened(ctx context.Context, dir string) (time.Duration, error) {
	start := time.Now()
	p, err := reckon.Open(ctx, dir, key, reckon.Environment{})
	if err != nil {
		return 0, err
	}
	return time.Since(start), p.Close()
}

// openOnce is what a child process does.
func openOnce(dir string) error {
	took, err := opened(context.Background(), dir)
	fmt.Println(took.Seconds())
	return err
}

// openCold opens the project in a fresh process that has nothing compiled.
func (r *run) openCold(dir, suffix string) error {
	return r.child("open, cold"+suffix, "-open", dir)
}

// openCached opens it in a fresh process that finds the engine compiled.
func (r *run) openCached(dir, suffix string) error {
	return r.child("open, fresh process with cache"+suffix, "-open", dir, "-cache", filepath.Join(r.dir, "cache"))
}

func (r *run) child(name string, args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	out, err := exec.CommandContext(r.ctx, self, args...).Output()
	if err != nil {
		return fmt.Errorf("opening in a fresh process: %w", err)
	}
	took, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		return fmt.Errorf("opening in a fresh process: %w", err)
	}
	r.figures.add(name, 0, time.Duration(took*float64(time.Second)), 0)
	return nil
}

func (r *run) verify(dir, suffix string) error {
	p, err := reckon.Open(r.ctx, dir, key, reckon.Environment{})
	if err != nil {
		return err
	}
	err = r.figures.time("verify"+suffix, 0, func() error {
		_, err := p.Verify(r.ctx, reckon.VerifyOptions{})
		return err
	})
	return errors.Join(err, p.Close())
}
