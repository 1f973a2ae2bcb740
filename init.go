package reckon

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/internal/store"
	"reckon/internal/vault"
	"reckon/ledger"
)

// InitOptions are what a new project is made from.
type InitOptions struct {
	Title      string // what the project calls itself
	Actor      string // name of the person who makes it
	Device     string // what people call this device
	Passphrase string // seals the project where it is not empty
	WorkFactor int    // cost of the passphrase; 0 for the default
}

// Init makes a project in dir, which must be empty or not exist, and returns
// it with the recovery key of a sealed one. The folder is a project once
// reckon.json stands in it, which is written last; an attempt that was cut
// off before is begun anew.
func Init(ctx context.Context, dir string, o InitOptions, env Environment) (*Project, string, error) {
	p, recovery, err := found(dir, o, env)
	if err != nil {
		return nil, "", err
	}
	if err := p.firstActs(ctx, o); err != nil {
		return nil, "", err
	}
	if err := p.finishInit(); err != nil {
		return nil, "", errors.Join(err, p.db.Close())
	}
	return p, recovery, nil
}

// found lays out the folder, keys, vault, log and database of a new project.
func found(dir string, o InitOptions, env Environment) (*Project, string, error) {
	p, err := p0(dir, env)
	if err != nil {
		return nil, "", err
	}
	recovery, err := p.makeKeys(o)
	if err != nil {
		return nil, "", err
	}
	p.about = about{Format: ProjectFormat, Sealed: o.Passphrase != ""}
	if p.about.Project, err = p.drawID(); err != nil {
		return nil, "", err
	}
	if err := p.becomeWriter(); err != nil {
		return nil, "", err
	}
	p.vault = vault.New(os.DirFS(p.dir), p.sealer)
	for rel, data := range vault.RootFiles() {
		if err := p.writeFile(rel, data); err != nil {
			return nil, "", err
		}
	}
	if err := p.writeFile(readmeFile, []byte(readme(p.about.Sealed))); err != nil {
		return nil, "", err
	}
	return p, recovery, nil
}

// writeFile writes a file of the project with the folders above it.
func (p *Project) writeFile(rel string, data []byte) error {
	if err := durable.MkdirAll(p.env.FS, filepath.Dir(p.path(rel))); err != nil {
		return err
	}
	return durable.WriteFile(p.env.FS, p.path(rel), data)
}

// p0 makes the empty folder that init and restoring begin with.
func p0(dir string, env Environment) (*Project, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("making the project: %w", err)
	}
	p := &Project{dir: abs, env: env.complete(), sealer: seal.Plain{}, unfinished: true}
	if err := p.clearAttempt(); err != nil {
		return nil, err
	}
	for _, d := range []string{"", keysDir, logDir, databaseDir, workDir} {
		if err := durable.MkdirAll(p.env.FS, p.path(d)); err != nil {
			return nil, err
		}
	}
	if err := p.writeFile(initMarker, nil); err != nil {
		return nil, err
	}
	return p, nil
}

// clearAttempt refuses a folder with anything in it but the rest of an
// attempt that was cut off, and clears that away.
func (p *Project) clearAttempt() error {
	entries, err := os.ReadDir(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("making the project: %w", err)
	}
	if len(entries) == 0 {
		return nil
	}
	if _, err := os.Lstat(p.path(aboutFile)); err == nil {
		return fault.New("PR010", fault.Invalid, "a project lies here already").At(p.dir).
			Unchanged("Nothing was changed").Try("Name another folder")
	}
	if _, err := os.Lstat(p.path(initMarker)); err != nil && !onlyWork(p.dir, entries) {
		return fault.New("PR011", fault.Invalid, "the folder is not empty").At(p.dir).
			Unchanged("Nothing was changed").Try("Name a new or an empty folder")
	}
	if err := durable.Sweep(p.env.FS, p.dir); err != nil {
		return fmt.Errorf("clearing away an unfinished project: %w", err)
	}
	// The mark of the attempt goes last.
	for _, rel := range []string{readmeFile, deviceFile, lockFile, keysDir, logDir, vaultDir, databaseDir, workDir} {
		if err := durable.RemoveAll(p.env.FS, p.path(rel)); err != nil {
			return fmt.Errorf("clearing away an unfinished project: %w", err)
		}
	}
	return nil
}

// onlyWork says whether a folder holds nothing but the empty folders that an
// attempt makes before its marker, and the marker half written.
func onlyWork(dir string, entries []fs.DirEntry) bool {
	for _, e := range entries {
		switch e.Name() {
		case keysDir, logDir, databaseDir, workDir:
			inside, err := os.ReadDir(filepath.Join(dir, e.Name()))
			if err != nil || slices.ContainsFunc(inside, func(f fs.DirEntry) bool { return !durable.Temporary(f) }) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// makeKeys makes the keys of a sealed project and returns its recovery key.
func (p *Project) makeKeys(o InitOptions) (string, error) {
	if o.Passphrase == "" {
		return "", nil
	}
	factor := o.WorkFactor
	if factor == 0 {
		factor = seal.DefaultWorkFactor
	}
	setup, err := seal.NewKeys(o.Passphrase, factor)
	if err != nil {
		return "", err
	}
	for rel, data := range setup.Files {
		if err := p.writeFile(rel, data); err != nil {
			return "", err
		}
	}
	p.sealer = setup.Keys
	return setup.Recovery, nil
}

// drawID returns the new project's identifier: random for a plain project, and
// for a sealed one the digest of its recipients, which are random themselves.
// Every signature of the log names the project, so that the recipients can be
// checked without a key.
func (p *Project) drawID() (string, error) {
	if !p.about.Sealed {
		return p.newID()
	}
	raw, err := p.readPlain(seal.RecipientsFile)
	if err != nil {
		return "", fmt.Errorf("making the project: %w", err)
	}
	return recipientsID(raw)
}

// recipientsID is the identifier of the sealed project with these recipients.
func recipientsID(recipients []byte) (string, error) {
	sum := sha256.Sum256(recipients)
	return ledger.NewID(bytes.NewReader(sum[:]))
}

// becomeWriter makes this device a writer with a signing key and an empty log.
func (p *Project) becomeWriter() error {
	id, err := p.newID()
	if err != nil {
		return err
	}
	p.device.Writer = ledger.WriterID(id)
	signing, verifier, err := ledger.GenerateKey(p.env.Random, ledger.Origin(p.about.Project, p.device.Writer))
	if err != nil {
		return fmt.Errorf("making the signing key: %w", err)
	}
	sealed, err := p.sealBytes([]byte(signing))
	if err != nil {
		return err
	}
	rel := writerKeyFile(p.device.Writer) + p.sealer.Ext()
	if err := p.writeFile(rel, sealed); err != nil {
		return err
	}
	if err := p.setSigner(signing); err != nil {
		return err
	}
	return journal.Create(p.env.FS, p.path(logOf(p.device.Writer)), verifier)
}

// firstActs makes the database and enters the project, its first writer and
// its first actor.
func (p *Project) firstActs(ctx context.Context, o InitOptions) error {
	files, err := p.fixedFiles()
	if err != nil {
		return err
	}
	key, err := p.databaseKey()
	if err != nil {
		return err
	}
	db, err := store.Create(ctx, p.path(database), key)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	if err := p.openDatabase(ctx); err != nil {
		return err
	}
	founding := ledger.ProjectCreated{Project: p.about.Project, Title: o.Title, Sealed: p.about.Sealed, Files: files}
	if err := p.enter(ctx, o.Actor, o.Device, "", &founding); err != nil {
		return errors.Join(err, p.db.Close())
	}
	return nil
}

// enter appends the acts with which a device and its actor begin to work:
// the founding of the project where it is new, the writer, and the actor
// where nobody of that name works here yet.
func (p *Project) enter(ctx context.Context, actor, deviceName, tag string, founding *ledger.ProjectCreated) error {
	verifier, err := p.verifierKey(p.device.Writer)
	if err != nil {
		return err
	}
	return p.commit(ctx, func(c *change) error {
		known, err := c.ActorNamed(actor)
		if err != nil {
			return err
		}
		fresh := known == ""
		if fresh {
			id, err := p.newID()
			if err != nil {
				return err
			}
			known = ledger.ActorID(id)
		}
		p.device.Actor = known
		if founding != nil {
			if err := c.append("", "", *founding); err != nil {
				return err
			}
		}
		joined := ledger.WriterJoined{
			Writer: p.device.Writer, Name: deviceName, Tag: tag, Verifier: verifier,
		}
		if err := c.append("", "", joined); err != nil {
			return err
		}
		if !fresh {
			return nil
		}
		return c.append(ledger.ActID(known), "", ledger.ActorAdded{Actor: known, Name: actor})
	})
}

// fixedFiles returns the digests of the files that do not change, which the
// founding act records.
func (p *Project) fixedFiles() (map[string]string, error) {
	rels := []string{readmeFile}
	for rel := range vault.RootFiles() {
		rels = append(rels, rel)
	}
	if p.about.Sealed {
		rels = append(rels, seal.RecipientsFile)
	}
	files := map[string]string{}
	for _, rel := range rels {
		raw, err := os.ReadFile(p.path(rel))
		if err != nil {
			return nil, fmt.Errorf("reading the project's files: %w", err)
		}
		files[rel] = hexSHA256(raw)
	}
	about, err := p.about.encode()
	if err != nil {
		return nil, err
	}
	files[aboutFile] = hexSHA256(about)
	return files, nil
}

func hexSHA256(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// finishInit writes the device's file and reckon.json, which makes the folder
// a project, and removes the mark of the attempt.
func (p *Project) finishInit() error {
	raw, err := ledger.Encode(p.device)
	if err != nil {
		return err
	}
	if err := p.writeFile(deviceFile, append(raw, '\n')); err != nil {
		return err
	}
	if err := p.writeAbout(); err != nil {
		return err
	}
	p.unfinished = false
	return removeIfThere(p.env.FS, p.path(initMarker))
}

// writeAbout writes reckon.json.
func (p *Project) writeAbout() error {
	raw, err := p.about.encode()
	if err != nil {
		return err
	}
	return p.writeFile(aboutFile, raw)
}
