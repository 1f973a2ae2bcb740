// Package archive writes and reads the one-file form in which a project, or a
// part of it, travels: a plain tar file that any machine can open.
//
// What it writes has names and bytes and nothing else. What it reads may come
// from anybody: it takes no link, device, hole or name that leads elsewhere, no
// file twice, and no archive that was cut off or goes on after its end. It
// knows nothing of what the files mean; who calls it says which may be there.
package archive

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"reckon/fault"
)

// maxFile bounds one file of an archive, so that a hostile one cannot fill the
// disk unseen.
const maxFile = 64 << 30

// Write writes the files of dir that paths name, with slashes, to w, as a tar
// with nothing in it but names and bytes: no owners, no times. The same files
// give the same bytes. progress is called after each file.
func Write(w io.Writer, dir string, paths []string, progress func(done, total int)) error {
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

// Contents says what an archive may hold.
type Contents struct {
	First string                // the file that stands first in it
	Holds func(rel string) bool // whether it may hold a file of that name
}

// Read hands every file of an archive to put, in the archive's order, and
// refuses with code AR001 whatever an archive does not hold: links, devices,
// holes, names that lead elsewhere, a file twice, an end that is missing, bytes
// after the end. What put leaves unread is read for it. By the time of a refusal
// put may have been handed files already.
func Read(r io.Reader, c Contents, put func(rel string, size int64, data io.Reader) error) error {
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
			return Damaged("it cannot be read: %v", err)
		}
		if err := c.check(h); err != nil {
			return err
		}
		if seen[h.Name] {
			return Damaged("%s stands in it twice", h.Name)
		}
		if len(seen) == 0 && h.Name != c.First {
			return Damaged("it does not begin with %s", c.First)
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
		return Damaged("it cannot be read: %v", data.err)
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
		return Damaged("it is empty, or its end is missing")
	}
	n, err := r.Read(make([]byte, 1))
	if n > 0 || err == nil {
		return Damaged("it goes on after its end")
	}
	if !errors.Is(err, io.EOF) {
		return Damaged("it cannot be read: %v", err)
	}
	return nil
}

func (c Contents) check(h *tar.Header) error {
	if h.Typeflag != tar.TypeReg || path.Clean(h.Name) != h.Name || !filepath.IsLocal(filepath.FromSlash(h.Name)) ||
		strings.ContainsAny(h.Name, "\\\x00:") || !c.Holds(h.Name) {
		return Damaged("%q does not belong into one", h.Name)
	}
	for key := range h.PAXRecords { // a file with holes takes more on the disk than in the archive
		if key != "path" && key != "size" {
			return Damaged("%s has the extended header %.40q", h.Name, key)
		}
	}
	if h.Size < 0 || h.Size > maxFile {
		return Damaged("%s has %d bytes", h.Name, h.Size)
	}
	return nil
}

// Damaged is the refusal of an archive, with what is wrong with it.
func Damaged(format string, args ...any) *fault.Problem {
	return fault.New("AR001", fault.Integrity, "the archive is damaged or is none: "+format, args...)
}
