// Package intake opens what arrives to be preserved, and says what it is while
// it is read: its digest, its length, and what its beginning looks like.
//
// Invariants: only a regular file with something in it is taken; bytes are read
// once, so that what is recorded of them is of the bytes that were stored; what
// they look like is a hint to people, and no reason to do anything with them.
// It writes nothing.
package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"reckon/fault"
)

// Input is the bytes of a file to be preserved. Close it after use.
type Input struct {
	io.ReadSeeker
	close func() error
}

// Close lets go of the file.
func (i Input) Close() error { return i.close() }

func open() error { return nil }

// Given is bytes that the caller holds.
func Given(r io.ReadSeeker) Input { return Input{r, open} }

// Bytes is the bytes of a file that was taken out of another; none are refused
// with code IN003.
func Bytes(name string, data []byte) (Input, error) {
	if len(data) == 0 {
		return Input{}, empty(name)
	}
	return Given(bytes.NewReader(data)), nil
}

// Open opens a file, and refuses what is none (IN001), what is no regular file
// (IN002) and what is empty (IN003).
func Open(name string) (Input, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return Input{}, fault.New("IN001", fault.NotFound, "no such file").At(name).Unchanged("Nothing was added")
	}
	if err != nil {
		return Input{}, fmt.Errorf("reading the file: %w", err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		err = fmt.Errorf("reading the file: %w", err)
	case !info.Mode().IsRegular():
		err = fault.New("IN002", fault.Invalid, "it is not a regular file").At(name).Unchanged("Nothing was added")
	case info.Size() == 0:
		err = empty(name)
	}
	if err != nil {
		return Input{}, errors.Join(err, f.Close())
	}
	return Input{f, f.Close}, nil
}

func empty(name string) *fault.Problem {
	return fault.New("IN003", fault.Invalid, "the file is empty").At(name).
		Unchanged("Nothing was added").Try("Check the copy you were given")
}

// headBytes is how much of the beginning tells what a file looks like: what
// net/http looks at.
const headBytes = 512

// Hashed digests what is read through it.
type Hashed struct {
	r    io.Reader
	hash hash.Hash
	size int64
	head []byte
}

// Hash digests r as it is read.
func Hash(r io.Reader) *Hashed { return &Hashed{r: r, hash: sha256.New()} }

// Read reads on.
func (h *Hashed) Read(b []byte) (int, error) {
	n, err := h.r.Read(b)
	h.hash.Write(b[:n]) // a hash never fails
	h.size += int64(n)
	if room := headBytes - len(h.head); room > 0 {
		h.head = append(h.head, b[:min(n, room)]...)
	}
	return n, err
}

// Size returns how many bytes were read so far.
func (h *Hashed) Size() int64 { return h.size }

// SHA256 returns the digest of what was read so far, in hexadecimal.
func (h *Hashed) SHA256() string { return hex.EncodeToString(h.hash.Sum(nil)) }

// MediaType says what the beginning looks like, by the rules of
// https://mimesniff.spec.whatwg.org as net/http has them.
func (h *Hashed) MediaType() string {
	kind, _, _ := strings.Cut(http.DetectContentType(h.head), ";")
	return kind
}

// Digest reads r to its end and returns the SHA-256 of it in hexadecimal.
func Digest(r io.Reader) (string, error) {
	h := Hash(r)
	if _, err := io.Copy(io.Discard, h); err != nil {
		return "", err
	}
	return h.SHA256(), nil
}

// late makes its bytes when they are first read.
type late struct {
	make func() ([]byte, error)
	r    *bytes.Reader
}

// Late returns what make makes, which is called when it is first read.
func Late(make func() ([]byte, error)) io.Reader { return &late{make: make} }

func (l *late) Read(b []byte) (int, error) {
	if l.r == nil {
		data, err := l.make()
		if err != nil {
			return 0, err
		}
		l.r = bytes.NewReader(data)
	}
	return l.r.Read(b)
}

// Plain makes a message fit to be kept, whatever a file has made a reader say: a
// line of at most 500 characters, all of them visible.
func Plain(message string) string {
	const most = 500
	kept := []rune(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, message))
	return string(kept[:min(len(kept), most)])
}

// Files lists the files of a folder in the order of their names, and of the
// folders in it but those that are left out. Anything else is its own list.
func Files(path string, leftOut func(dir string) bool) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, nil // refused when it is opened, where it is no file
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			files = append(files, name)
		case leftOut(name):
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the folder: %w", err)
	}
	return files, nil
}
