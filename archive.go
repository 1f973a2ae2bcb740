package reckon

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"reckon/fault"
)

// An archive is a tar file with the folders of a project that matter to
// somebody else: logs, vault, the shared keys of a sealed project, README.txt
// and reckon.json, which comes first. Backups and bundles are archives. It
// holds no database, since that is derived, and nothing of the device: a
// project that grows out of an archive goes on under a writer of its own.

// maxArchived bounds one file of an archive, so that a hostile one cannot
// fill the disk unseen.
const maxArchived = 64 << 30

// archivePaths lists what an archive of the project holds, reckon.json first.
func archivePaths(dir string) ([]string, error) {
	paths := []string{aboutFile, readmeFile}
	for _, top := range []string{keysDir, logDir, vaultDir} {
		err := filepath.WalkDir(filepath.Join(dir, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				return err
			}
			if rel = filepath.ToSlash(rel); shared(rel) {
				paths = append(paths, rel)
			}
			return nil
		})
		if err != nil && !(top == keysDir && errors.Is(err, fs.ErrNotExist)) {
			return nil, fmt.Errorf("listing what to archive: %w", err)
		}
	}
	sort.Strings(paths[2:])
	return paths, nil
}

// shared says whether a project file may leave the device: not the keys that
// are the device's own, and not what a publication has under way.
func shared(rel string) bool {
	own := strings.HasPrefix(rel, keysDir+"/writer-")
	return !own && path.Base(rel) != "publishing" && !strings.HasPrefix(path.Base(rel), ".tmp-")
}

// writeArchive writes the files of dir to w as a tar with nothing in it but
// names and bytes: no owners, no times.
func writeArchive(w io.Writer, dir string, paths []string, progress func(done, total int)) error {
	t := tar.NewWriter(w)
	for i, rel := range paths {
		if err := addFile(t, dir, rel); err != nil {
			return fmt.Errorf("archiving %s: %w", rel, err)
		}
		progress(i+1, len(paths))
	}
	if err := t.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	return nil
}

func addFile(t *tar.Writer, dir, rel string) error {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(rel)))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	header := &tar.Header{
		Typeflag: tar.TypeReg, Name: rel, Size: info.Size(), Mode: 0o600,
		ModTime: time.Unix(0, 0), Format: tar.FormatPAX,
	}
	if err := t.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(t, f)
	return err
}

// readArchive hands every file of an archive to put, and refuses whatever an
// archive does not hold: links, devices, holes, names that lead elsewhere, a
// file twice, an end that is missing, bytes after the end.
func readArchive(r io.Reader, put func(rel string, size int64, data io.Reader) error) error {
	count := &counted{r: r}
	t := tar.NewReader(count)
	seen := map[string]bool{}
	for {
		last := count.n
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return checkEnd(count, last, len(seen))
		}
		if err != nil {
			return badArchive("it cannot be read: %v", err)
		}
		if err := checkHeader(h); err != nil {
			return err
		}
		if seen[h.Name] {
			return badArchive("%s stands in it twice", h.Name)
		}
		if len(seen) == 0 && h.Name != aboutFile {
			return badArchive("it does not begin with %s", aboutFile)
		}
		seen[h.Name] = true
		if err := putFile(h, t, put); err != nil {
			return err
		}
	}
}

// putFile hands one file on and reads what is left of it.
func putFile(h *tar.Header, t *tar.Reader, put func(rel string, size int64, data io.Reader) error) error {
	data := &whole{r: t}
	err := put(h.Name, h.Size, data)
	if err == nil {
		_, err = io.Copy(io.Discard, data)
	}
	if data.err != nil {
		return badArchive("it cannot be read: %v", data.err)
	}
	return err
}

// whole remembers why a file could not be read to its end.
type whole struct {
	r   io.Reader
	err error
}

func (w *whole) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// counted counts what is read through it.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

const tarBlock = 512

// checkEnd wants at least one file, the two blocks that end a tar file behind
// the last one, which ended at the byte last, and nothing after them. Without
// the two blocks the archive was cut off between two files.
func checkEnd(r *counted, last int64, files int) error {
	due := (last+tarBlock-1)/tarBlock*tarBlock + 2*tarBlock
	if files == 0 || r.n != due {
		return badArchive("it is empty, or its end is missing")
	}
	n, err := r.Read(make([]byte, 1))
	if n > 0 || err == nil {
		return badArchive("it goes on after its end")
	}
	if !errors.Is(err, io.EOF) {
		return badArchive("it cannot be read: %v", err)
	}
	return nil
}

func checkHeader(h *tar.Header) error {
	top, _, below := strings.Cut(h.Name, "/")
	known := h.Name == aboutFile || h.Name == readmeFile || below && (top == keysDir || top == logDir || top == vaultDir)
	if h.Typeflag != tar.TypeReg || !known || path.Clean(h.Name) != h.Name || !filepath.IsLocal(filepath.FromSlash(h.Name)) ||
		strings.ContainsAny(h.Name, "\\\x00:") || !shared(h.Name) {
		return badArchive("%q does not belong into one", h.Name)
	}
	for key := range h.PAXRecords { // a file with holes takes more on the disk than in the archive
		if key != "path" && key != "size" {
			return badArchive("%s has the extended header %.40q", h.Name, key)
		}
	}
	if h.Size < 0 || h.Size > maxArchived {
		return badArchive("%s has %d bytes", h.Name, h.Size)
	}
	return nil
}

func badArchive(format string, args ...any) *fault.Problem {
	return fault.New("AR001", fault.Integrity, "the archive is damaged or is none: "+format, args...)
}
