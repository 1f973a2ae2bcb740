package reckon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/intake"
	"reckon/internal/journal"
	"reckon/internal/store"
	"reckon/internal/vault"
	"reckon/ledger"
	"reckon/source"
)

// A bundle carries work between devices that share no network. It is an
// archive with all logs, and with the vault objects that the receiver is not
// known to have. What one writer has signed another device takes over as it
// is: the logs lie side by side, and the projections are a function of their
// union.

// ExportBundle writes a bundle to a new file. Where received names a bundle
// that came from the device it is for, objects which that one held are left
// out.
func (p *Project) ExportBundle(ctx context.Context, to, received string) (a Archived, err error) {
	known := map[string]bool{}
	if received != "" {
		if known, err = p.objectsIn(received); err != nil {
			return a, err
		}
	}
	err = p.locked(ctx, func() error {
		if err := p.settle(ctx); err != nil {
			return err
		}
		paths, err := archivePaths(p.dir)
		if err != nil {
			return err
		}
		paths = slices.DeleteFunc(paths, func(rel string) bool {
			return known[rel] && strings.HasPrefix(rel, objectsRoot+"/")
		})
		a, err = p.writeArchiveFile(to, paths, "bundle")
		return err
	})
	return a, err
}

// objectsIn lists the files of a bundle of this project that are the same
// here. An object of which the bundle holds an older version goes again.
func (p *Project) objectsIn(bundle string) (map[string]bool, error) {
	known := map[string]bool{}
	err := unpack(bundle, func(rel string, _ int64, r io.Reader) error {
		if rel == aboutFile {
			return p.checkSameProject(r)
		}
		theirs, err := intake.Digest(r)
		if err != nil {
			return fmt.Errorf("reading the bundle: %w", err)
		}
		f, err := os.Open(p.path(rel))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the vault: %w", err)
		}
		ours, err := intake.Digest(f)
		known[rel] = err == nil && ours == theirs
		return errors.Join(err, f.Close())
	})
	return wholeObjects(known), err
}

// wholeObjects keeps the files of objects of which every file is the same.
func wholeObjects(known map[string]bool) map[string]bool {
	differs := map[string]bool{}
	for rel, same := range known {
		if !same {
			differs[objectDir(rel)] = true
		}
	}
	for rel := range known {
		known[rel] = !differs[objectDir(rel)]
	}
	return known
}

// objectDir returns the folder of the vault object that a file belongs to:
// below the root, three tuples and the whole digest.
func objectDir(rel string) string {
	parts := strings.Split(rel, "/")
	return strings.Join(parts[:min(len(parts), 6)], "/")
}

func (p *Project) checkSameProject(r io.Reader) error {
	theirs, err := readAbout(r)
	if err != nil {
		return err
	}
	if theirs != p.about {
		return fault.New("BU001", fault.Invalid, "the bundle belongs to another project").
			Unchanged("Nothing was taken over")
	}
	return nil
}

// Received tells what a bundle brought.
type Received struct {
	Acts      int               `json:"acts"`
	Objects   int               `json:"objects"`
	Writers   []ledger.WriterID `json:"writers"`   // whose logs went on
	Conflicts []string          `json:"conflicts"` // statements of which two corrections now stand side by side
}

// ImportBundle takes over what the bundle's logs hold beyond the ones here:
// all of it or nothing. A log that does not continue the one here is refused.
func (p *Project) ImportBundle(ctx context.Context, from string) (got Received, err error) {
	id, err := p.newID()
	if err != nil {
		return got, err
	}
	release, err := p.stage(ctx, id, func(s *durable.Stage) error { return p.stageArchive(from, s) })
	if err != nil {
		return got, unchanged(err)
	}
	defer func() { err = errors.Join(err, release()) }()
	in := &incoming{p: p, dir: filepath.Join(p.dir, workDir, id), heads: map[ledger.WriterID]ledger.Checkpoint{}}
	if err := in.verify(ctx); err != nil {
		return got, unchanged(err)
	}
	err = p.locked(ctx, func() error {
		if err := p.settle(ctx); err != nil {
			return err
		}
		got, err = in.take(ctx)
		return err
	})
	return got, err
}

// stageArchive unpacks a bundle of this project into a stage.
func (p *Project) stageArchive(from string, s *durable.Stage) error {
	n := 0
	return unpack(from, func(rel string, size int64, r io.Reader) error {
		n++
		p.env.Progress("unpacking", n, 0)
		if rel == aboutFile {
			return p.checkSameProject(r)
		}
		w, err := s.Create(rel)
		if err != nil {
			return err
		}
		return copyWhole(w, size, r)
	})
}

// incoming is an unpacked bundle that is being looked at.
type incoming struct {
	p       *Project
	dir     string
	heads   map[ledger.WriterID]ledger.Checkpoint
	records map[ledger.WriterID][]*ledger.Record // what is beyond the logs here
	refs    []source.ObjectRef                   // object versions that the logs speak of
	vault   *vault.OCFL
}

func (in *incoming) path(rel string) string { return filepath.Join(in.dir, filepath.FromSlash(rel)) }

// verify checks the bundle's logs as strictly as a project's, and every
// object it brings.
func (in *incoming) verify(ctx context.Context) error {
	in.vault = vault.New(os.DirFS(in.dir), in.p.sealer)
	there := &Project{dir: in.dir, about: in.p.about, device: in.p.device, env: in.p.env, sealer: in.p.sealer, vault: in.vault}
	a := newAudit(there)
	for _, step := range []func(context.Context) error{a.listing, a.logs, a.checkPeers} { // it may bring no object
		if err := step(ctx); err != nil {
			return err
		}
	}
	for _, refs := range a.objects {
		in.refs = append(in.refs, refs...)
	}
	for w, head := range a.heads {
		in.heads[w] = ledger.Checkpoint{Size: head.Size, Root: head.Root}
	}
	return in.verifyObjects(ctx)
}

// verifyObjects wants every object that the logs speak of to be whole in the
// bundle or here.
func (in *incoming) verifyObjects(ctx context.Context) error {
	for _, ref := range in.refs {
		if _, err := os.Lstat(in.path(vault.ObjectPath(ref.Object))); err == nil {
			if err := in.vault.Check(ctx, ref); err != nil {
				return err
			}
			continue
		}
		if _, err := in.p.vault.Names(ctx, ref); err != nil {
			return fault.New("BU002", fault.Integrity, "the bundle leaves out an object that is not here either").
				At(vault.ObjectPath(ref.Object)).Try("Ask for a whole bundle, exported without --received")
		}
	}
	return nil
}

// take enters what is new in one transaction. The lock must be held.
func (in *incoming) take(ctx context.Context) (Received, error) {
	var got Received
	fresh, err := in.beyond(ctx)
	if err != nil || len(fresh) == 0 {
		return got, unchanged(err)
	}
	slices.SortFunc(fresh, func(a, b *ledger.Record) int {
		if a.Act.Before(&b.Act) {
			return -1
		}
		return 1
	})
	for w := range in.records {
		got.Writers = append(got.Writers, w)
	}
	slices.Sort(got.Writers)
	got.Acts = len(fresh)
	id := string(fresh[len(fresh)-1].Act.ID)
	if got.Objects, err = in.restage(ctx, id); err == nil {
		got.Conflicts, err = in.insert(ctx, fresh)
	}
	if err != nil {
		return got, unchanged(errors.Join(err, durable.DropStage(in.p.env.FS, in.p.dir, id)))
	}
	err = in.p.settle(ctx)
	if err == nil {
		err = in.p.notePeers()
	}
	return got, unacknowledged(err)
}

// insert enters the new records and returns which statements have versions
// side by side now.
func (in *incoming) insert(ctx context.Context, fresh []*ledger.Record) (conflicts []string, err error) {
	err = in.p.db.Write(ctx, store.Writer{}, func(tx *store.Tx) error {
		last, err := tx.Last()
		if err != nil {
			return err
		}
		for _, r := range fresh {
			if err := tx.Insert(r); err != nil {
				return err
			}
		}
		if err := tx.Apply(fresh, last); err != nil {
			return err
		}
		conflicts, err = tx.Conflicts()
		return err
	})
	return conflicts, err
}

// beyond compares every log of the bundle with the one here and returns the
// records that are new.
func (in *incoming) beyond(ctx context.Context) ([]*ledger.Record, error) {
	in.records = map[ledger.WriterID][]*ledger.Record{}
	var fresh []*ledger.Record
	for w, theirs := range in.heads {
		ours, err := in.p.headOf(w)
		if err != nil {
			return nil, err
		}
		if err := in.compare(w, ours, theirs); err != nil {
			return nil, err
		}
		if theirs.Size <= ours.Size {
			continue
		}
		if w == in.p.device.Writer {
			return nil, fault.New("BU003", fault.Integrity,
				"the bundle holds %d acts of this device, this copy only %d: it is an old copy", theirs.Size, ours.Size).
				Try("Restore the newest backup or this bundle into a new folder: it goes on under a writer of its own")
		}
		log, err := journal.Open(in.path(logOf(w)), in.p.sealer)
		if err != nil {
			return nil, err
		}
		for r, err := range log.Records(ctx, ours.Size) {
			if err != nil {
				return nil, err
			}
			in.records[w] = append(in.records[w], r)
		}
		fresh = append(fresh, in.records[w]...)
	}
	return fresh, nil
}

// headOf returns the head of the log that lies here, an empty one where there
// is none.
func (p *Project) headOf(w ledger.WriterID) (ledger.Checkpoint, error) {
	if _, err := os.Lstat(p.path(logOf(w))); errors.Is(err, fs.ErrNotExist) {
		return ledger.Checkpoint{}, nil
	}
	log, err := journal.Open(p.path(logOf(w)), p.sealer)
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	return log.Checkpoint(), nil
}

// compare refuses two logs of one writer of which neither continues the other.
func (in *incoming) compare(w ledger.WriterID, ours, theirs ledger.Checkpoint) error {
	if ours.Size == 0 {
		return nil
	}
	shorter := min(ours.Size, theirs.Size)
	var roots [2]tlog.Hash
	for i, dir := range []string{in.p.path(logOf(w)), in.path(logOf(w))} {
		root, err := journal.RootAt(dir, in.p.sealer, shorter)
		if err != nil {
			return err
		}
		roots[i] = root
	}
	mine, err := os.ReadFile(in.p.path(logOf(w) + "/vkey"))
	if err != nil {
		return fmt.Errorf("reading the verifier key: %w", err)
	}
	other, err := os.ReadFile(in.path(logOf(w) + "/vkey"))
	if err != nil {
		return fmt.Errorf("reading the verifier key: %w", err)
	}
	if roots[0] != roots[1] || string(mine) != string(other) {
		return fault.New("BU004", fault.Integrity, "two histories stand under one writer: they part within the first %d acts", shorter).
			At(logOf(w)).Try("Keep both copies: reckon audit verify --checkpoint FILE tells which one a partner holds")
	}
	return nil
}

// restage copies the logs that go on and the objects that are new into the
// stage that belongs to the transaction, named after its last act.
func (in *incoming) restage(ctx context.Context, id string) (objects int, err error) {
	s, err := durable.NewStage(in.p.env.FS, in.p.dir, id)
	if err != nil {
		return 0, err
	}
	for w := range in.records {
		if err := in.copyLog(s, w); err != nil {
			return 0, err
		}
	}
	seen := map[source.ObjectID]bool{}
	for _, ref := range in.refs {
		if seen[ref.Object] {
			continue
		}
		seen[ref.Object] = true
		fresh, err := in.goesOn(ctx, ref.Object)
		if err != nil {
			return objects, err
		}
		if !fresh {
			continue
		}
		objects++
		if err := in.copyTree(s, vault.ObjectPath(ref.Object)); err != nil {
			return objects, err
		}
	}
	return objects, s.Sync()
}

// copyLog copies a log that goes on into a stage.
func (in *incoming) copyLog(s *durable.Stage, w ledger.WriterID) error {
	marker, err := journal.TakeOver(in.p.path(logOf(w)), in.path(logOf(w)), in.p.sealer)
	if err != nil {
		return err
	}
	if marker != nil {
		f, err := s.Create(logOf(w) + "/" + journal.Marker)
		if err != nil {
			return err
		}
		if err := copyWhole(f, int64(len(marker)), bytes.NewReader(marker)); err != nil {
			return err
		}
	}
	return in.copyTree(s, logOf(w))
}

// goesOn says whether the bundle's object is new here or has versions that
// are. One that parts from the object here is refused: each would spoil the
// other.
func (in *incoming) goesOn(ctx context.Context, id source.ObjectID) (bool, error) {
	theirs, err := in.vault.Head(ctx, id)
	if fault.CodeOf(err) == noObject {
		return false, nil // left out, because it is here
	}
	if err != nil {
		return false, err
	}
	ours, err := in.p.vault.Head(ctx, id)
	if fault.CodeOf(err) == noObject {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	longer, shorter := in.p.vault, theirs
	if theirs.Version > ours.Version {
		longer, shorter = in.vault, ours
	}
	if _, err := longer.Names(ctx, shorter); err != nil {
		return false, fault.New("BU005", fault.Integrity, "the object here and the one in the bundle differ in version %d", shorter.Version).
			At(vault.ObjectPath(id)).Unchanged("Nothing was taken over").Try("Keep both copies: one of them was edited")
	}
	return theirs.Version > ours.Version, nil
}

// noObject is the vault's refusal of an object that it does not hold.
const noObject fault.Code = "VA002"

// copyTree copies a folder of the bundle into a stage, without what stands
// here already.
func (in *incoming) copyTree(s *durable.Stage, rel string) error {
	return filepath.WalkDir(in.path(rel), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sub, err := filepath.Rel(in.dir, name)
		if err != nil {
			return err
		}
		return in.copyFile(s, filepath.ToSlash(sub))
	})
}

func (in *incoming) copyFile(s *durable.Stage, rel string) error {
	if _, err := os.Lstat(in.p.path(rel)); err == nil && !replaces(rel) {
		return nil
	}
	f, err := os.Open(in.path(rel))
	if err != nil {
		return fmt.Errorf("taking over %s: %w", rel, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("taking over %s: %w", rel, err)
	}
	w, err := s.Create(rel)
	if err != nil {
		return err
	}
	return copyWhole(w, info.Size(), f)
}
