package reckon

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/journal"
	"reckon/internal/store"
	"reckon/internal/vault"
	"reckon/ledger"
	"reckon/source"
)

// The one commit point. A change is the commit of a database transaction that
// appended its acts. Everything else follows from what the database then
// holds and can be repeated: the acts are published to the log, and files
// staged under the identifier of an act that is now held are moved into
// place. Only then is the change acknowledged. A process that is cut off
// anywhere after the commit has its work finished by the next one that locks
// the project; one that is cut off before has changed nothing.

// change is a transaction under way.
type change struct {
	*store.Tx
	p *Project
}

// append writes an act of this device's actor.
func (c *change) append(id ledger.ActID, reason string, payload ledger.Payload) error {
	_, err := c.Append(store.Draft{
		ID: id, Actor: c.p.device.Actor, Time: c.p.env.Now(), Reason: reason, Payload: payload,
	})
	return err
}

// commit runs fn in one transaction and returns once its acts are in the log.
func (p *Project) commit(ctx context.Context, fn func(*change) error) error {
	return p.locked(ctx, func() error {
		if err := p.settle(ctx); err != nil {
			return err
		}
		w := store.Writer{ID: p.device.Writer, Key: p.key, Random: p.env.Random}
		if err := p.db.Write(ctx, w, func(tx *store.Tx) error { return fn(&change{tx, p}) }); err != nil {
			return unchanged(err)
		}
		return unacknowledged(p.settle(ctx))
	})
}

// unacknowledged says of an error after the commit that the change will be
// there all the same.
func unacknowledged(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("what was entered is stored but not yet in the log, so it is not acknowledged; "+
		"it will be once the project is opened again: %w", err)
}

// unchanged says of a refusal that nothing was changed, where it does not
// say so itself. Of several problems the last says it, for all of them.
func unchanged(err error) error {
	var l fault.List
	if errors.As(err, &l) && len(l) > 0 {
		said := slices.Clone(l)
		if last := len(said) - 1; said[last].Kept == "" {
			said[last] = said[last].Unchanged(nothingChanged)
		}
		return said
	}
	var problem *fault.Problem
	if !errors.As(err, &problem) || problem.Kept != "" {
		return err
	}
	if before, ok := strings.CutSuffix(err.Error(), ": "+problem.Error()); ok && problem.Where == "" {
		problem = problem.At(before)
	}
	return problem.Unchanged(nothingChanged)
}

const nothingChanged = "Nothing was changed"

// newID draws an identifier.
func (p *Project) newID() (string, error) { return ledger.NewID(p.env.Random) }

// settle finishes what is committed: it publishes the acts that the log lacks
// and moves staged files into place. The lock must be held.
func (p *Project) settle(ctx context.Context) error {
	return p.db.Read(ctx, func(r *store.Reader) error {
		if err := p.publish(ctx, r); err != nil {
			return err
		}
		if err := p.applyStages(r); err != nil {
			return err
		}
		return p.checkLogs(r)
	})
}

// publish brings this writer's log up to the database.
func (p *Project) publish(ctx context.Context, r *store.Reader) error {
	log, err := journal.Open(p.path(logOf(p.device.Writer)), p.sealer)
	if err != nil {
		return err
	}
	if err := log.Recover(p.env.FS); err != nil {
		return err
	}
	size, err := r.Size(p.device.Writer)
	if err != nil {
		return err
	}
	held := log.Checkpoint().Size
	if size < held {
		return behind(p.device.Writer, size, held)
	}
	if size == held {
		return nil
	}
	pub, err := p.publication(r, size)
	if err != nil {
		return err
	}
	return log.Publish(ctx, p.env.FS, pub)
}

func behind(w ledger.WriterID, size, held int64) error {
	return fault.New("PR009", fault.Integrity, "the database holds %d acts of writer %s, the log %d", size, w, held).
		At(database).Try("reckon rebuild derives the database again from vault and log")
}

// publication gathers what the log needs from the database.
func (p *Project) publication(r *store.Reader, size int64) (journal.Publication, error) {
	w := p.device.Writer
	objects, err := r.ObjectCount(w)
	if err != nil {
		return journal.Publication{}, err
	}
	peers, err := p.peers()
	if err != nil {
		return journal.Publication{}, err
	}
	return journal.Publication{
		Signer: p.signer, Size: size, ObjectCount: objects, Peers: peers,
		Records: func(from int64) iter.Seq2[[]byte, error] { return r.Lines(w, from) },
		Objects: func(from int64) iter.Seq2[journal.ObjectEntry, error] { return entries(r.Objects(w, from)) },
	}, nil
}

// entries spells object references as the log's lists do.
func entries(refs iter.Seq2[source.ObjectRef, error]) iter.Seq2[journal.ObjectEntry, error] {
	return func(yield func(journal.ObjectEntry, error) bool) {
		for ref, err := range refs {
			e := journal.ObjectEntry{Object: string(ref.Object), Version: ref.Version, Inventory: ref.Inventory}
			if !yield(e, err) {
				return
			}
		}
	}
}

// peers states the heads of the other writers' logs that lie here, so that
// the signed manifest of this log tells when one of them is cut or removed.
func (p *Project) peers() ([]ledger.ManifestHead, error) {
	writers, err := p.logWriters()
	if err != nil {
		return nil, err
	}
	var peers []ledger.ManifestHead
	for _, w := range writers {
		if w == p.device.Writer {
			continue
		}
		log, err := journal.Open(p.path(logOf(w)), p.sealer)
		if err != nil {
			return nil, err
		}
		c := log.Checkpoint()
		peers = append(peers, ledger.ManifestHead{Writer: w, Size: c.Size, Root: c.Root})
	}
	return peers, nil
}

// notePeers states in this log's manifest what lies beside it now.
func (p *Project) notePeers() error {
	log, err := journal.Open(p.path(logOf(p.device.Writer)), p.sealer)
	if err != nil {
		return err
	}
	peers, err := p.peers()
	if err != nil {
		return err
	}
	return log.Peer(p.env.FS, p.signer, peers)
}

// logWriters lists the writers whose logs lie in the project's folder.
func (p *Project) logWriters() ([]ledger.WriterID, error) {
	entries, err := os.ReadDir(p.path(logDir))
	if err != nil {
		return nil, fmt.Errorf("listing the logs: %w", err)
	}
	var writers []ledger.WriterID
	for _, e := range entries {
		if e.IsDir() && ledger.CheckID(e.Name()) == nil {
			writers = append(writers, ledger.WriterID(e.Name()))
		}
	}
	return writers, nil
}

// checkLogs refuses a database that does not hold what the logs hold.
func (p *Project) checkLogs(r *store.Reader) error {
	writers, err := p.logWriters()
	if err != nil {
		return err
	}
	for _, w := range writers {
		log, err := journal.Open(p.path(logOf(w)), p.sealer)
		if err != nil {
			return err
		}
		if err := log.Recover(p.env.FS); err != nil {
			return err
		}
		size, err := r.Size(w)
		if err != nil {
			return err
		}
		if held := log.Checkpoint().Size; size != held {
			return behind(w, size, held)
		}
	}
	return nil
}

// applyStages moves the files of committed stages into place and drops the
// stages of processes that ended before they committed.
func (p *Project) applyStages(r *store.Reader) error {
	stages, err := durable.Stages(p.dir)
	if err != nil {
		return err
	}
	for _, id := range stages {
		held, err := r.Holds(ledger.ActID(id))
		if err != nil {
			return err
		}
		if held {
			err = p.applyStage(id)
		} else {
			err = p.dropStage(id)
		}
		if err != nil {
			return err
		}
	}
	return p.dropLive()
}

// applyStage moves a committed stage into place. Files that replace others
// come last: an object's inventory and a log's checkpoint decide what counts.
// What a log's new state leaves over is cleared when the logs are checked.
func (p *Project) applyStage(id string) error {
	if err := durable.ApplyStage(p.env.FS, p.dir, id, replaces); err != nil {
		return err
	}
	return removeIfThere(p.env.FS, p.livePath(id))
}

func replaces(rel string) bool { return path.Base(rel) == "checkpoint" || vault.Last(rel) }

// dropStage removes a stage that no process is filling any more.
func (p *Project) dropStage(id string) error {
	live := flock.New(p.livePath(id), flock.SetPermissions(0o600))
	ok, err := live.TryLock()
	if err != nil {
		return fmt.Errorf("looking after a stage: %w", err)
	}
	if !ok {
		return nil // its process is still at work
	}
	if err := durable.DropStage(p.env.FS, p.dir, id); err != nil {
		return errors.Join(err, live.Unlock())
	}
	return errors.Join(live.Unlock(), removeIfThere(p.env.FS, p.livePath(id)))
}

// dropLive removes the files that say that a stage is being filled, where a
// process was cut off that had no stage yet, or none any more.
func (p *Project) dropLive() error {
	names, err := filepath.Glob(filepath.Join(p.path(workDir), "*"+liveExt))
	if err != nil {
		return fmt.Errorf("looking after the stages: %w", err)
	}
	for _, name := range names {
		if _, err := os.Lstat(strings.TrimSuffix(name, liveExt)); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := p.dropLiveFile(name); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) dropLiveFile(name string) error {
	live := flock.New(name, flock.SetPermissions(0o600))
	if ok, err := live.TryLock(); err != nil || !ok {
		return err
	}
	// Removed while it is locked, so that nobody locks it just before it goes.
	// A system that cannot do that removes it afterwards.
	err := removeIfThere(p.env.FS, name)
	uerr := live.Unlock()
	if err != nil {
		err = removeIfThere(p.env.FS, name)
	}
	return errors.Join(err, uerr)
}

// liveExt is behind a stage's identifier in the name of the file that a
// process holds locked while it fills the stage.
const liveExt = ".live"

func (p *Project) livePath(id string) string { return filepath.Join(p.dir, workDir, id+liveExt) }

// hold says to other processes that a stage is being filled.
func (p *Project) hold(id string) (*flock.Flock, error) {
	if err := durable.MkdirAll(p.env.FS, p.path(workDir)); err != nil {
		return nil, err
	}
	for {
		live := flock.New(p.livePath(id), flock.SetPermissions(0o600))
		if err := live.Lock(); err != nil {
			return nil, fmt.Errorf("making a stage: %w", err)
		}
		held, err := live.Stat()
		if err != nil {
			return nil, errors.Join(fmt.Errorf("making a stage: %w", err), live.Unlock())
		}
		// A process that clears up may have removed the file before it was locked.
		if there, err := os.Lstat(p.livePath(id)); err == nil && os.SameFile(held, there) {
			return live, nil
		}
		if err := live.Unlock(); err != nil {
			return nil, fmt.Errorf("making a stage: %w", err)
		}
	}
}

// stage makes a stage and hands it to fill. It has the identifier of the act
// whose commit it belongs to; release drops it unless that act is committed.
func (p *Project) stage(ctx context.Context, id string, fill func(*durable.Stage) error) (release func() error, err error) {
	live, err := p.hold(id)
	if err != nil {
		return nil, err
	}
	release = func() error { return p.release(context.WithoutCancel(ctx), id, live) }
	s, err := durable.NewStage(p.env.FS, p.dir, id)
	if err != nil {
		return nil, errors.Join(err, release())
	}
	if err := fill(s); err != nil {
		return nil, errors.Join(err, release())
	}
	if err := s.Sync(); err != nil {
		return nil, errors.Join(err, release())
	}
	return release, nil
}

// release ends the filling of a stage. What a committed act refers to stays
// until it has been put in place, here or by the next process that locks the
// project; so does what cannot be told.
func (p *Project) release(ctx context.Context, id string, live *flock.Flock) error {
	var held bool
	err := p.Read(ctx, func(r *store.Reader) (err error) {
		held, err = r.Holds(ledger.ActID(id))
		return err
	})
	if err == nil && !held {
		err = durable.DropStage(p.env.FS, p.dir, id)
	}
	if err = errors.Join(err, live.Unlock()); err != nil || held {
		return err
	}
	return removeIfThere(p.env.FS, p.livePath(id))
}

func removeIfThere(fsys durable.FS, name string) error {
	if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := fsys.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
