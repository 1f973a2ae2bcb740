package reckon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"

	"reckon/fault"
	"reckon/internal/durable"
	"reckon/internal/figures"
	"reckon/internal/seal"
	"reckon/internal/store"
	"reckon/internal/vault"
	"reckon/ledger"
	"reckon/rendition"
)

// Project is an open project. It is safe for use by several goroutines, and
// several processes may have one project open at once: changes wait for each
// other, and the lock between processes is held only for a commit. ActAs and
// Close are for whoever opened it.
type Project struct {
	commits sync.Mutex   // held for a change; locks before handle
	handle  sync.RWMutex // held for writing while db and opened are replaced

	dir    string
	about  about
	device device
	env    Environment

	sealer seal.Sealer
	db     *store.DB
	opened os.FileInfo // of the database file, to tell when it was replaced
	vault  *vault.OCFL
	signer note.Signer
	key    string // name of the signing key, as acts hold it

	figures figures.Found

	unfinished bool // it is being made, and reckon.json is not written yet
}

// Environment is what the outside world gives: the time, randomness, the
// writing operations and a place to report long work to. The zero value is
// filled in with the real ones.
type Environment struct {
	Now      func() time.Time
	Random   io.Reader
	FS       durable.FS
	Progress func(what string, done, total int)
	LockWait time.Duration     // how long to wait for another process's commit
	Engines  rendition.Readers // what reads formats that need machinery of their own; without them such files are kept unread
}

// Key is how a sealed project is opened. A plain one needs none.
type Key struct {
	Passphrase func() (string, error) // asked once, only when the project is sealed
	Recovery   string                 // the recovery key of the printed sheet, instead
}

// about is what reckon.json says. Nothing in it is secret.
type about struct {
	Format  int    `json:"format"`
	Project string `json:"project"`
	Sealed  bool   `json:"sealed"`
}

// ProjectFormat is the format of project folders that this Reckon writes.
const ProjectFormat = 1

// device is what local.json says: who this copy of the project is.
type device struct {
	Actor  ledger.ActorID  `json:"actor"`
	Writer ledger.WriterID `json:"writer"`
}

// Dir returns the project's folder.
func (p *Project) Dir() string { return p.dir }

// ID returns the project's identifier.
func (p *Project) ID() string { return p.about.Project }

// Sealed says whether the project's content and log are encrypted.
func (p *Project) Sealed() bool { return p.about.Sealed }

// Writer returns this device's identifier in its log.
func (p *Project) Writer() ledger.WriterID { return p.device.Writer }

// Actor returns who works on this device by default.
func (p *Project) Actor() ledger.ActorID { return p.device.Actor }

// Open opens the project in dir, after finishing whatever a process that was
// cut off had left half done.
func Open(ctx context.Context, dir string, key Key, env Environment) (*Project, error) {
	p, err := loadDevice(dir, key, env)
	if err != nil {
		return nil, err
	}
	err = p.locked(ctx, func() error {
		if err := p.tidy(); err != nil {
			return err
		}
		if err := p.openOrDerive(ctx); err != nil {
			return err
		}
		if err := p.settle(ctx); err != nil {
			return errors.Join(err, p.db.Close())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// tidy clears away what a process that was cut off left beside the project's
// files, where nothing else does. The lock must be held.
func (p *Project) tidy() error {
	for _, dir := range []string{"", keysDir, workDir} {
		if err := durable.Sweep(p.env.FS, p.path(dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	// A mark that stays would let a later init clear the project away.
	if err := removeIfThere(p.env.FS, p.path(initMarker)); err != nil {
		return fmt.Errorf("opening the project: %w", err)
	}
	return nil
}

// loadDevice reads everything of a project but its database: this device's
// identity and signing key, and the keys of a sealed one.
func loadDevice(dir string, key Key, env Environment) (*Project, error) {
	p, err := load(dir, env)
	if err != nil {
		return nil, err
	}
	if err := p.readDevice(); err != nil {
		return nil, err
	}
	if err := p.unlock(key); err != nil {
		return nil, err
	}
	return p, p.readSigner()
}

// load reads what can be read without a key.
func load(dir string, env Environment) (*Project, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	p := &Project{dir: abs, env: env.complete(), sealer: seal.Plain{}}
	raw, err := p.readPlain(aboutFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New("PR001", fault.NotFound, "no project lies here").At(abs).
			Try("reckon init makes one; -C DIR names another folder")
	}
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	if p.about, err = parseAbout(raw); err != nil {
		return nil, err
	}
	p.vault = vault.New(os.DirFS(p.dir), p.sealer)
	return p, nil
}

func parseAbout(raw []byte) (about, error) {
	var a about
	if err := strict(raw, &a); err != nil {
		return a, fault.New("PR002", fault.Integrity, "it cannot be read: %v", err).At(aboutFile)
	}
	if a.Format > ProjectFormat {
		return a, fault.New("PR003", fault.Invalid, "the project has format %d, this Reckon reads %d", a.Format, ProjectFormat).
			At(aboutFile).Unchanged("Nothing was opened").Try("Use a newer Reckon on this project")
	}
	want, err := a.encode()
	if err != nil {
		return a, err
	}
	if a.Format < 1 || ledger.CheckID(a.Project) != nil || !bytes.Equal(raw, want) {
		return a, fault.New("PR002", fault.Integrity, "it is not what Reckon writes").At(aboutFile)
	}
	return a, nil
}

// readAbout reads reckon.json out of an archive.
func readAbout(r io.Reader) (about, error) {
	raw, err := io.ReadAll(io.LimitReader(r, 4096))
	if err != nil {
		return about{}, fmt.Errorf("reading the archive: %w", err)
	}
	return parseAbout(raw)
}

func (a about) encode() ([]byte, error) {
	raw, err := ledger.Encode(a)
	return append(raw, '\n'), err
}

// strict decodes JSON and refuses unknown fields and trailing text.
func strict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return errors.New("text after the end")
	}
	return nil
}

func (p *Project) readDevice() error {
	raw, err := os.ReadFile(p.path(deviceFile))
	if err != nil {
		return fault.New("PR004", fault.NotFound, "this copy of the project has lost its device file").At(deviceFile).
			Try("Make a backup with the folder's files, and restore it: the copy goes on under a new writer")
	}
	if err := strict(raw, &p.device); err != nil || ledger.CheckID(string(p.device.Writer)) != nil ||
		ledger.CheckID(string(p.device.Actor)) != nil {
		return fault.New("PR005", fault.Integrity, "it cannot be read").At(deviceFile)
	}
	return nil
}

// unlock opens the keys of a sealed project.
func (p *Project) unlock(key Key) error {
	if !p.about.Sealed {
		return nil
	}
	files, err := p.keyFiles()
	if err != nil {
		return err
	}
	keys, err := openKeys(files, key)
	if err != nil {
		return err
	}
	p.sealer = keys
	p.vault = vault.New(os.DirFS(p.dir), p.sealer)
	return nil
}

func openKeys(files map[string][]byte, key Key) (*seal.Keys, error) {
	if key.Recovery != "" {
		return seal.UnlockRecovery(files, key.Recovery)
	}
	if key.Passphrase == nil {
		return nil, fault.New("PR006", fault.Locked, "the project is sealed and no passphrase was given").
			Try("Type it when asked, or set RECKON_PASSPHRASE_FILE")
	}
	passphrase, err := key.Passphrase()
	if err != nil {
		return nil, err
	}
	return seal.Unlock(files, passphrase)
}

// keyFiles reads the shared key files of a sealed project.
func (p *Project) keyFiles() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, rel := range []string{seal.RecipientsFile, seal.IdentityFile, seal.RecoveryFile, seal.DatabaseFile} {
		raw, err := p.readPlain(rel)
		if errors.Is(err, fs.ErrNotExist) {
			continue // seal names what is missing
		}
		if err != nil {
			return nil, fmt.Errorf("reading the keys: %w", err)
		}
		files[rel] = raw
	}
	return files, nil
}

// maxPlain bounds the small files of a project that readPlain reads.
const maxPlain = 1 << 20

// readPlain reads a small file of the project and refuses what is none: a
// link would let the file change without the project.
func (p *Project) readPlain(rel string) ([]byte, error) {
	info, err := os.Lstat(p.path(rel))
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxPlain {
		return nil, fault.New("PR013", fault.Integrity, "it is not a regular file, or far too large").At(rel)
	}
	return os.ReadFile(p.path(rel))
}

// databaseKey returns the key of the database, nil for a plain project.
func (p *Project) databaseKey() ([]byte, error) {
	if k, ok := p.sealer.(*seal.Keys); ok {
		return k.DatabaseKey()
	}
	return nil, nil
}

// readSigner opens this device's signing key.
func (p *Project) readSigner() error {
	rel := writerKeyFile(p.device.Writer) + p.sealer.Ext()
	f, err := os.Open(p.path(rel))
	if err != nil {
		return fmt.Errorf("reading the signing key: %w", err)
	}
	defer f.Close()
	raw, err := seal.OpenVerified(p.sealer, f, 4096)
	if err != nil {
		return fmt.Errorf("reading the signing key: %w", err)
	}
	return p.setSigner(string(raw))
}

func (p *Project) setSigner(signing string) error {
	signer, err := note.NewSigner(signing)
	if err != nil {
		return fault.New("PR007", fault.Integrity, "the signing key cannot be read").At(keysDir)
	}
	p.signer = signer
	p.key = fmt.Sprintf("%08x", signer.KeyHash())
	return nil
}

// Close closes the project, once nobody reads from it any more.
func (p *Project) Close() error {
	p.commits.Lock()
	defer p.commits.Unlock()
	p.handle.Lock()
	defer p.handle.Unlock()
	return p.db.Close()
}

// Read runs fn on one consistent state of the project. Within fn nothing is
// changed and Read is not called again: both could wait for fn to end.
func (p *Project) Read(ctx context.Context, fn func(*store.Reader) error) error {
	p.handle.RLock()
	current := p.current()
	p.handle.RUnlock()
	if !current {
		if err := p.locked(ctx, func() error { return nil }); err != nil { // opens the new one
			return err
		}
	}
	p.handle.RLock()
	defer p.handle.RUnlock()
	return p.db.Read(ctx, fn)
}

// locked runs fn while holding the project's lock.
func (p *Project) locked(ctx context.Context, fn func() error) (err error) {
	p.commits.Lock()
	defer p.commits.Unlock()
	lock := flock.New(p.path(lockFile), flock.SetPermissions(0o600))
	wait, cancel := context.WithTimeout(ctx, p.env.LockWait)
	defer cancel()
	ok, err := lock.TryLockContext(wait, 5*time.Millisecond)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("locking the project: %w", err)
	}
	if !ok {
		return fault.New("PR008", fault.Locked, "another process is writing to this project").At(p.dir).
			Unchanged("Nothing was changed").Try("Wait until it has finished and try again")
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := p.refresh(ctx); err != nil {
		return err
	}
	return fn()
}
