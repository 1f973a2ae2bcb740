package reckon

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"reckon/fault"
	"reckon/internal/journal"
	"reckon/internal/seal"
	"reckon/internal/store"
	"reckon/internal/vault"
	"reckon/ledger"
	"reckon/source"
)

// VerifyOptions say how far to look.
type VerifyOptions struct {
	Deep    bool     // derive the database again and compare every row
	Earlier [][]byte // signed checkpoints held elsewhere
}

// Verified is what a verification that found nothing amiss has looked at.
type Verified struct {
	Logs     []VerifiedLog `json:"logs"`
	Objects  int           `json:"objects"`  // objects of the vault, read from first byte to last
	Opened   bool          `json:"opened"`   // whether content could be read, not only its digests
	Earlier  int           `json:"earlier"`  // earlier checkpoints that the logs continue
	Deep     bool          `json:"deep"`     // whether every row of the database was compared
	Database bool          `json:"database"` // whether a database was there to look at
}

// VerifiedLog is one writer's log as it was found.
type VerifiedLog struct {
	Writer ledger.WriterID `json:"writer"`
	Acts   int64           `json:"acts"`
	Root   string          `json:"root"`
}

// Verify checks the whole project against itself: signatures, trees, every
// segment and record of every log, every object of the vault against the
// log, the fixed files, and the list of files itself. It is stricter than the
// formats, so that no change of a single byte goes unseen, and returns the
// first fault it meets with the place it is at.
func (p *Project) Verify(ctx context.Context, o VerifyOptions) (Verified, error) {
	var v Verified
	err := p.locked(ctx, func() error {
		if err := p.settle(ctx); err != nil {
			return p.whyUnsettled(ctx, o, err)
		}
		var err error
		if v, err = p.verifyFolder(ctx, o); err != nil {
			return err
		}
		v.Database, v.Deep = true, o.Deep
		if o.Deep {
			if err := p.compareRebuilt(ctx); err != nil {
				return err
			}
		}
		return p.verifyTroubles(ctx)
	})
	return v, err
}

// whyUnsettled looks, in a deep verification, for the row because of which
// the database and the logs do not go together.
func (p *Project) whyUnsettled(ctx context.Context, o VerifyOptions, unsettled error) error {
	if !o.Deep {
		return unsettled
	}
	if err := p.compareRebuilt(ctx); fault.KindOf(err) == fault.Integrity {
		return err
	}
	return unsettled
}

// VerifyFolder checks a project's logs and vault without opening its
// database. Where the project is sealed and no key is given, digests and
// signatures are checked, which need none.
func VerifyFolder(ctx context.Context, dir string, key Key, o VerifyOptions, env Environment) (Verified, error) {
	p, err := load(dir, env)
	if err != nil {
		return Verified{}, lostAbout(dir, err)
	}
	if err := p.unlockOrNot(key); err != nil {
		return Verified{}, err
	}
	var v Verified
	err = p.locked(ctx, func() (err error) {
		v, err = p.verifyFolder(ctx, o)
		return err
	})
	return v, err
}

// lostAbout says of a folder with a log that it has lost what makes it a
// project.
func lostAbout(dir string, err error) error {
	if _, serr := os.Lstat(filepath.Join(dir, logDir)); fault.CodeOf(err) == "PR001" && serr == nil {
		return fault.New("VF011", fault.Integrity, "the file is missing, without which the folder is no project").At(aboutFile).
			Try("Restore the project from a backup")
	}
	return err
}

// unlockOrNot opens the keys of a sealed project where a key was given, and
// takes the public ones alone where none was.
func (p *Project) unlockOrNot(key Key) error {
	err := p.unlock(key)
	if fault.CodeOf(err) == "PR006" {
		if p.sealer, err = p.lockedKeys(); err == nil {
			p.vault = vault.New(os.DirFS(p.dir), p.sealer)
		}
	}
	var problem *fault.Problem
	if errors.As(err, &problem) && problem.Code == "SE005" {
		return fault.New("VF011", fault.Integrity, "the file is missing").At(problem.Where).Try(problem.Do)
	}
	return err
}

// lockedKeys are the keys of a sealed project that nobody has unlocked.
func (p *Project) lockedKeys() (*seal.Keys, error) {
	files, err := p.keyFiles()
	if err != nil {
		return nil, err
	}
	return seal.Recipients(files)
}

// audit is a verification under way.
type audit struct {
	p        *Project
	earlier  map[ledger.WriterID][]ledger.Checkpoint
	found    Verified
	heads    map[ledger.WriterID]ledger.ManifestHead
	peers    []claim
	objects  map[source.ObjectID][]source.ObjectRef // logged versions
	founding *ledger.ProjectCreated
	ours     bool   // whether a log names this project
	foreign  string // the first log that names another one
}

func newAudit(p *Project) *audit {
	return &audit{
		p: p, heads: map[ledger.WriterID]ledger.ManifestHead{}, objects: map[source.ObjectID][]source.ObjectRef{},
		earlier: map[ledger.WriterID][]ledger.Checkpoint{},
	}
}

// claim is what one log's manifest says of another's head.
type claim struct {
	by   ledger.WriterID
	peer ledger.ManifestHead
}

func (p *Project) verifyFolder(ctx context.Context, o VerifyOptions) (Verified, error) {
	a := newAudit(p)
	a.found.Opened = true
	steps := []func(context.Context) error{a.listing, a.beside, a.logs, a.checkPeers, a.fixed, a.vault, a.work}
	if err := a.readEarlier(o.Earlier); err != nil {
		return a.found, err
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return a.found, err
		}
	}
	return a.found, nil
}

// readEarlier sorts the checkpoints that are held elsewhere by their logs.
func (a *audit) readEarlier(notes [][]byte) error {
	for _, n := range notes {
		origin, _, _ := strings.Cut(string(n), "\n")
		w := ledger.WriterID(path.Base(origin))
		if origin != ledger.Origin(a.p.about.Project, w) {
			return fault.New("VF001", fault.Usage, "a checkpoint is one of another project: %.80q", origin)
		}
		v, err := a.p.verifierOf(w)
		if err != nil {
			return err
		}
		c, err := ledger.OpenCheckpoint(n, v)
		if err != nil {
			return fmt.Errorf("the earlier checkpoint of %s: %w", w, err)
		}
		a.earlier[w] = append(a.earlier[w], c)
		a.found.Earlier++
	}
	return nil
}

// beside refuses anything in the vault beside the storage root.
func (a *audit) beside(context.Context) error {
	entries, err := a.entries(vaultDir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != path.Base(objectsRoot) {
			return stray(vaultDir + "/" + e.Name())
		}
	}
	return nil
}

// entries lists a folder of the project, which must be one.
func (a *audit) entries(dir string) ([]fs.DirEntry, error) {
	info, err := os.Lstat(a.p.path(dir))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return nil, fault.New("VF020", fault.Integrity, "the folder is missing").At(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("looking at %s: %w", dir, err)
	}
	entries, err := os.ReadDir(a.p.path(dir))
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", dir, err)
	}
	return entries, nil
}

// listing refuses anything in the log folder that is no writer's log.
func (a *audit) listing(context.Context) error {
	entries, err := a.entries(logDir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || ledger.CheckID(e.Name()) != nil {
			return stray(logDir + "/" + e.Name())
		}
	}
	if len(entries) == 0 {
		return fault.New("VF002", fault.Integrity, "there is no log").At(logDir)
	}
	return nil
}

func stray(where string) *fault.Problem {
	return fault.New("VF003", fault.Integrity, "nothing that Reckon wrote belongs here").At(where)
}

// logs verifies every writer's log.
func (a *audit) logs(ctx context.Context) error {
	writers, err := a.p.logWriters()
	if err != nil {
		return err
	}
	for i, w := range writers {
		a.p.env.Progress("logs", i, len(writers))
		res, err := journal.Verify(ctx, a.p.path(logOf(w)), journal.Options{
			Sealer: a.p.sealer, Earlier: a.earlier[w],
			Each: func(r *ledger.Record) error { return a.record(w, r) },
		})
		if err != nil {
			return err
		}
		if err := a.settled(w, res); err != nil {
			return err
		}
		a.found.Opened = a.found.Opened && res.Opened
		a.found.Logs = append(a.found.Logs, VerifiedLog{Writer: w, Acts: res.Checkpoint.Size, Root: res.Checkpoint.Root.String()})
		a.heads[w] = ledger.ManifestHead{Writer: w, Size: res.Checkpoint.Size, Root: res.Checkpoint.Root}
		for _, peer := range res.Peers {
			a.peers = append(a.peers, claim{w, peer})
		}
		for _, o := range res.Objects {
			ref := source.ObjectRef{Object: source.ObjectID(o.Object), Version: o.Version, Inventory: o.Inventory}
			a.objects[ref.Object] = append(a.objects[ref.Object], ref)
		}
	}
	return a.belongs()
}

// settled refuses what a publication that was cut off left, or what somebody
// put where it would have: it is checked by nothing. Where the project is
// open, it was cleared before.
func (a *audit) settled(w ledger.WriterID, res *journal.Result) error {
	if len(res.Traces) > 0 {
		return fault.New("VF018", fault.Integrity, "a process was cut off while it wrote here, or somebody put it here").
			At(logOf(w) + "/" + res.Traces[0]).Try("Open the project once, which finishes or clears it, and verify again")
	}
	origin := res.Checkpoint.Origin
	if origin == ledger.Origin(a.p.about.Project, w) {
		a.ours = true
		return nil
	}
	if a.foreign == "" {
		a.foreign = logOf(w) + "/vkey"
	}
	return nil
}

// belongs refuses logs of another project: where some log here is of this one,
// the other is misplaced; where none is, reckon.json names the wrong project.
func (a *audit) belongs() error {
	if a.foreign == "" {
		return nil
	}
	if !a.ours {
		a.foreign = aboutFile
	}
	return fault.New("VF010", fault.Integrity, "it is another project's").At(a.foreign)
}

// record looks at the acts that speak of the log and the folder themselves.
func (a *audit) record(w ledger.WriterID, r *ledger.Record) error {
	if r.Act.Writer != w {
		return fault.New("VF004", fault.Integrity, "act %s stands in another writer's log", r.Act.ID).At(logOf(w))
	}
	if r.Act.Erased {
		return nil
	}
	switch r.Act.Kind {
	case ledger.ProjectCreated{}.Kind():
		a.founding = new(ledger.ProjectCreated)
		return ledger.DecodePayload(&r.Act, a.founding)
	case ledger.WriterJoined{}.Kind():
		return a.joined(w, &r.Act)
	}
	return nil
}

// joined compares the key that a writer named when it joined with the one its
// log is verified by.
func (a *audit) joined(w ledger.WriterID, act *ledger.Act) error {
	var j ledger.WriterJoined
	if err := ledger.DecodePayload(act, &j); err != nil {
		return err
	}
	verifier, err := a.p.verifierKey(w)
	if err != nil {
		return err
	}
	if j.Writer != w || j.Verifier != verifier {
		return fault.New("VF005", fault.Integrity, "the key is not the one its writer joined with").At(logOf(w) + "/vkey")
	}
	return nil
}

// checkPeers compares what each log says of the others with what lies here.
func (a *audit) checkPeers(context.Context) error {
	for _, c := range a.peers {
		head, ok := a.heads[c.peer.Writer]
		if !ok {
			return fault.New("VF006", fault.Integrity, "the log is missing that %s speaks of", logOf(c.by)).At(logOf(c.peer.Writer))
		}
		if head.Size < c.peer.Size {
			return fault.New("VF007", fault.Integrity, "the log was cut: it held %d acts, now %d", c.peer.Size, head.Size).
				At(logOf(c.peer.Writer) + "/checkpoint")
		}
		root, err := journal.RootAt(a.p.path(logOf(c.peer.Writer)), a.p.sealer, c.peer.Size)
		if err != nil {
			return err
		}
		if root != c.peer.Root {
			return fault.New("VF008", fault.Integrity, "the log was rewritten: its first %d acts are not those it held", c.peer.Size).
				At(logOf(c.peer.Writer) + "/checkpoint")
		}
	}
	return nil
}

// fixed compares the files that never change with the digests in the
// founding act.
func (a *audit) fixed(context.Context) error {
	if a.founding == nil {
		if a.found.Opened {
			return fault.New("VF009", fault.Integrity, "no log holds the project's founding act").At(logDir)
		}
		return a.fixedLocked()
	}
	if a.founding.Project != a.p.about.Project || a.founding.Sealed != a.p.about.Sealed {
		return fault.New("VF010", fault.Integrity, "it is another project's").At(aboutFile)
	}
	for _, rel := range slices.Sorted(maps.Keys(a.founding.Files)) {
		if err := a.fixedFile(rel, a.founding.Files[rel]); err != nil {
			return err
		}
	}
	return nil
}

// fixedFile compares a file that never changes with its digest.
func (a *audit) fixedFile(rel, digest string) error {
	raw, err := a.p.readFixed(rel)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the fixed files: %w", err)
	}
	if err != nil || hexSHA256(raw) != digest {
		return fault.New("VF011", fault.Integrity, "the file is not what it was when the project was made").At(rel)
	}
	return nil
}

// readFixed reads one of the fixed files. While a project is being restored,
// reckon.json is known and not written yet.
func (p *Project) readFixed(rel string) ([]byte, error) {
	if rel == aboutFile && p.unfinished {
		return p.about.encode()
	}
	return p.readPlain(rel)
}

// fixedLocked looks at what can be told without the founding act: README.txt
// is the same in every sealed project, reckon.json has one spelling and names
// the project that the logs name, and the project is named after its
// recipients. The storage root's own files are the vault's to check.
func (a *audit) fixedLocked() error {
	if err := a.fixedFile(readmeFile, hexSHA256([]byte(readme(true)))); err != nil {
		return err
	}
	raw, err := a.p.readPlain(seal.RecipientsFile)
	if err != nil {
		return fmt.Errorf("reading the fixed files: %w", err)
	}
	id, err := recipientsID(raw)
	if err != nil {
		return err
	}
	if id != a.p.about.Project {
		return fault.New("VF011", fault.Integrity, "it is not the list of readers that the project was made with").At(seal.RecipientsFile)
	}
	return nil
}

// vault verifies that the vault holds the logged objects and no other thing.
func (a *audit) vault(ctx context.Context) error {
	if err := vault.CheckRoot(ctx, os.DirFS(a.p.dir)); err != nil {
		return err
	}
	seen := map[source.ObjectID]bool{}
	for id, err := range a.p.vault.Objects(ctx) {
		if err != nil {
			return err
		}
		if err := a.object(ctx, id); err != nil {
			return err
		}
		seen[id] = true
		a.found.Objects++
		a.p.env.Progress("objects", a.found.Objects, len(a.objects))
	}
	for id := range a.objects {
		if !seen[id] {
			return fault.New("VF012", fault.Integrity, "the object is missing").At(vault.ObjectPath(id))
		}
	}
	return nil
}

// object verifies one object against every version that the logs speak of.
func (a *audit) object(ctx context.Context, id source.ObjectID) error {
	refs := a.objects[id]
	if len(refs) == 0 {
		return fault.New("VF013", fault.Integrity, "no log speaks of this object").At(vault.ObjectPath(id))
	}
	newest := slices.MaxFunc(refs, func(a, b source.ObjectRef) int { return a.Version - b.Version })
	err := a.p.vault.Check(ctx, newest) // reads every version there is
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	head, err := a.p.vault.Head(ctx, id)
	if err != nil {
		return err
	}
	if head.Version != newest.Version {
		return fault.New("VF014", fault.Integrity, "the object has version %d, the log knows %d", head.Version, newest.Version).
			At(vault.ObjectPath(id))
	}
	for _, ref := range refs {
		if ref == newest {
			continue
		}
		if err := a.p.hasVersion(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

// hasVersion wants the version that ref names to be among those kept.
func (p *Project) hasVersion(ctx context.Context, ref source.ObjectRef) error {
	_, err := p.vault.Names(ctx, ref)
	return err
}

// work refuses anything left in the staging folder: what a process that was
// cut off left there is finished or dropped before this.
func (a *audit) work(context.Context) error {
	entries, err := os.ReadDir(a.p.path(workDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("listing the stages: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		if name != path.Base(initMarker) && !strings.HasSuffix(name, liveExt) && !a.p.alive(name) {
			return stray(workDir + "/" + name)
		}
	}
	return nil
}

// verifyTroubles refuses a database in which an act could not be applied.
func (p *Project) verifyTroubles(ctx context.Context) error {
	return p.Read(ctx, func(r *store.Reader) error {
		troubles, err := r.Troubles()
		if err != nil || len(troubles) == 0 {
			return err
		}
		t := troubles[0]
		return fault.New("VF015", fault.Integrity, "an act could not be applied: %s", t.What).At("act " + string(t.Act))
	})
}

// compareRebuilt derives the database again beside the one in use and
// compares every row.
func (p *Project) compareRebuilt(ctx context.Context) (err error) {
	fresh := filepath.Join(p.dir, databaseDir, "verify.db")
	if err := removeDatabase(p.env.FS, fresh); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeDatabase(p.env.FS, fresh)) }()
	if _, err := p.rebuildInto(ctx, fresh); err != nil {
		return err
	}
	key, err := p.databaseKey()
	if err != nil {
		return err
	}
	other, err := store.Open(ctx, fresh, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	return p.db.Compare(ctx, other)
}
