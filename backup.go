package reckon

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"reckon/fault"
	"reckon/internal/archive"
	"reckon/internal/durable"
	"reckon/internal/vault"
)

// Archived describes an archive that was written.
type Archived struct {
	Path   string `json:"path"`
	Files  int    `json:"files"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Backup writes everything that matters of the project into one new file. A
// sealed project's backup is as sealed as the project.
func (p *Project) Backup(ctx context.Context, to string) (a Archived, err error) {
	err = p.locked(ctx, func() error {
		if err := p.settle(ctx); err != nil {
			return err
		}
		paths, err := archivePaths(p.dir)
		if err != nil {
			return err
		}
		a, err = p.writeArchiveFile(to, paths, "backup")
		return err
	})
	return a, err
}

// writeArchiveFile writes an archive next to its name and renames it once it
// is whole.
func (p *Project) writeArchiveFile(to string, paths []string, what string) (Archived, error) {
	a := Archived{Path: to, Files: len(paths)}
	if _, err := os.Lstat(to); err == nil {
		return a, fault.New("AR002", fault.Invalid, "the file exists already").At(to).
			Unchanged("Nothing was written").Try("Name a new file")
	}
	sum, count := sha256.New(), &counter{}
	err := p.writeNew(to, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(io.MultiWriter(w, sum, count), 1<<20)
		if err := archive.Write(buffered, p.dir, paths, func(done, total int) { p.env.Progress(what, done, total) }); err != nil {
			return err
		}
		return buffered.Flush()
	})
	if err != nil {
		return a, fmt.Errorf("writing the archive: %w", err)
	}
	a.Size, a.SHA256 = count.n, hex.EncodeToString(sum.Sum(nil))
	return a, nil
}

// writeNew writes a file outside the project next to its name and renames it
// once it is whole and on the disk. After an error nothing of it stays, where
// the disk allows that; what a process that was cut off left is replaced.
func (p *Project) writeNew(to string, fill func(io.Writer) error) error {
	temp := to + ".part"
	if err := removeIfThere(p.env.FS, temp); err != nil {
		return err
	}
	w, err := durable.Create(p.env.FS, temp)
	if err != nil {
		return err
	}
	if err := fill(w); err != nil {
		return errors.Join(err, w.Abort())
	}
	if err := w.Close(); err != nil {
		return errors.Join(err, p.env.FS.Remove(temp))
	}
	if err := p.env.FS.Rename(temp, to); err != nil {
		return errors.Join(err, p.env.FS.Remove(temp))
	}
	if err := p.env.FS.SyncDir(filepath.Dir(to)); err != nil {
		return errors.Join(err, p.env.FS.Remove(to))
	}
	return nil
}

type counter struct{ n int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}

// VerifyBackup unpacks an archive beside itself, verifies what was unpacked
// as a project is verified, and removes it again.
func VerifyBackup(ctx context.Context, from string, key Key, o VerifyOptions, env Environment) (v Verified, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(from), ".reckon-verify-")
	if err != nil {
		return v, fmt.Errorf("verifying the archive: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	env = env.complete()
	if err := unpack(from, func(rel string, size int64, r io.Reader) error {
		return copyInto(env.FS, filepath.Join(dir, filepath.FromSlash(rel)), size, r)
	}); err != nil {
		return v, err
	}
	return VerifyFolder(ctx, dir, key, o, env)
}

// unpack hands every file of the archive at from to put.
func unpack(from string, put func(rel string, size int64, r io.Reader) error) (err error) {
	f, err := os.Open(from)
	if errors.Is(err, os.ErrNotExist) {
		return fault.New("AR003", fault.NotFound, "no such file").At(from)
	}
	if err != nil {
		return fmt.Errorf("reading the archive: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return readArchive(bufio.NewReaderSize(f, 1<<20), put)
}

// copyInto writes one unpacked file, which must be of the size announced.
func copyInto(fsys durable.FS, to string, size int64, r io.Reader) error {
	if err := durable.MkdirAll(fsys, filepath.Dir(to)); err != nil {
		return err
	}
	w, err := durable.Create(fsys, to)
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	return copyWhole(w, size, r)
}

// copyWhole copies size bytes into w and closes it.
func copyWhole(w io.WriteCloser, size int64, r io.Reader) error {
	n, err := io.Copy(w, r)
	if err == nil && n != size {
		err = archive.Damaged("a file ends early")
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	return nil
}

// RestoreOptions say who goes on with a restored project.
type RestoreOptions struct {
	Actor  string // name of the person who works on it from now on
	Device string // what people call this device
	Key    Key
}

// Restore makes a project in dir, which must be empty or not exist, out of a
// backup or a whole bundle. The project goes on under a new writer, so that
// two copies can never sign different histories under one name. Where that
// does not come about, the folder is as it was.
func Restore(ctx context.Context, from, dir string, o RestoreOptions, env Environment) (*Project, error) {
	_, missing := os.Lstat(dir)
	p, err := p0(dir, env)
	if err != nil {
		return nil, err
	}
	if err := p.restore(ctx, from, o); err != nil {
		err = errors.Join(nothingMade(err), p.clearAttempt())
		if missing != nil {
			err = errors.Join(err, os.Remove(p.dir))
		}
		return nil, err
	}
	return p, nil
}

// nothingMade says of a refusal what it left undone.
func nothingMade(err error) error {
	var problem *fault.Problem
	if errors.As(err, &problem) && problem.Kept == "" {
		return problem.Unchanged("No project was made")
	}
	return err
}

// restore fills the empty folder.
func (p *Project) restore(ctx context.Context, from string, o RestoreOptions) error {
	if err := p.unpackInto(from); err != nil {
		return err
	}
	if err := p.unlock(o.Key); err != nil {
		return err
	}
	p.vault = vault.New(os.DirFS(p.dir), p.sealer)
	if _, err := p.verifyFolder(ctx, VerifyOptions{}); err != nil {
		return err
	}
	if err := p.becomeWriter(); err != nil {
		return err
	}
	if err := p.restoreDatabase(ctx, o); err != nil {
		return err
	}
	if err := p.finishInit(); err != nil {
		return errors.Join(err, p.db.Close())
	}
	return nil
}

// unpackInto unpacks an archive into the project's folder. What reckon.json
// says is read, but the file itself is written last.
func (p *Project) unpackInto(from string) error {
	n := 0
	dirs := map[string]bool{}
	err := unpack(from, func(rel string, size int64, r io.Reader) error {
		n++
		p.env.Progress("unpacking", n, 0)
		if rel != aboutFile {
			dirs[filepath.Dir(p.path(rel))] = true
			return copyInto(p.env.FS, p.path(rel), size, r)
		}
		var err error
		p.about, err = readAbout(r)
		return err
	})
	if err != nil {
		return err
	}
	for dir := range dirs {
		if err := p.env.FS.SyncDir(dir); err != nil {
			return fmt.Errorf("unpacking: %w", err)
		}
	}
	return nil
}

// restoreDatabase derives the database and enters the new writer and actor.
func (p *Project) restoreDatabase(ctx context.Context, o RestoreOptions) error {
	if _, err := p.rebuildInto(ctx, p.path(database)); err != nil {
		return err
	}
	if err := p.openDatabase(ctx); err != nil {
		return err
	}
	tag, err := p.freeTag(ctx)
	if err == nil {
		err = p.enter(ctx, o.Actor, o.Device, tag, nil)
	}
	if err != nil {
		return errors.Join(err, p.db.Close())
	}
	return nil
}

// sealBytes seals a small file.
func (p *Project) sealBytes(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := p.sealer.Seal(&b)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return b.Bytes(), nil
}

// freeTag draws three letters that no writer's display numbers bear yet.
func (p *Project) freeTag(ctx context.Context) (string, error) {
	taken := map[string]bool{"": true}
	writers, err := p.Writers(ctx)
	if err != nil {
		return "", err
	}
	for _, w := range writers {
		taken[w.Tag] = true
	}
	for tag := ""; ; {
		if !taken[tag] {
			return tag, nil
		}
		id, err := p.newID()
		if err != nil {
			return "", err
		}
		tag = id[:3]
	}
}
