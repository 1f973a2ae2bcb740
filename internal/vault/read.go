package vault

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"

	"reckon/fault"
)

// openRegular opens a regular file without passing through a symbolic link.
// It looks at every folder on the way before opening, which stops links that
// lie there, not somebody who swaps a folder at that very moment.
func openRegular(fsys fs.FS, name string) (fs.File, error) {
	for i := range len(name) {
		if name[i] != '/' {
			continue
		}
		info, err := fs.Lstat(fsys, name[:i])
		if err != nil {
			return nil, absent(err, name)
		}
		if !info.IsDir() {
			return nil, irregular(name[:i])
		}
	}
	info, err := fs.Lstat(fsys, name)
	if err != nil {
		return nil, absent(err, name)
	}
	if !info.Mode().IsRegular() {
		return nil, irregular(name)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, absent(err, name)
	}
	return f, nil
}

// absent turns the missing of a file into a problem that still matches
// fs.ErrNotExist.
func absent(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (%w)", missing(name), fs.ErrNotExist)
	}
	return fmt.Errorf("reading %s: %w", name, err)
}

func missing(where string) *fault.Problem {
	return fault.New("VA007", fault.Integrity, "the file is missing").At(where)
}

func irregular(where string) *fault.Problem {
	return fault.New("VA008", fault.Integrity, "it is neither a plain file nor a folder in its place").At(where)
}

// readRegular reads a whole regular file of at most limit bytes.
func readRegular(fsys fs.FS, name string, limit int64) (data []byte, err error) {
	f, err := openRegular(fsys, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if int64(len(data)) > limit {
		return nil, fault.New("VA009", fault.Integrity, "it is larger than it can be").At(name)
	}
	return data, nil
}

// verifier passes stored bytes on and replaces io.EOF by a problem where their
// digest is wrong.
type verifier struct {
	ctx    context.Context
	r      io.Reader
	h      hash.Hash
	digest string
	where  string
	done   error // what every later Read returns
}

func newVerifier(ctx context.Context, r io.Reader, digest, where string) *verifier {
	return &verifier{ctx: ctx, r: r, h: sha512.New(), digest: digest, where: where}
}

// Read implements io.Reader.
func (v *verifier) Read(p []byte) (int, error) {
	if v.done != nil {
		return 0, v.done
	}
	if err := v.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := v.r.Read(p)
	v.h.Write(p[:n])
	if err == nil {
		return n, nil
	}
	v.done = err
	if errors.Is(err, io.EOF) {
		v.done = io.EOF
		if hex.EncodeToString(v.h.Sum(nil)) != v.digest {
			v.done = changed(v.where)
		}
	}
	return n, v.done
}

func changed(where string) *fault.Problem {
	return fault.New("VA010", fault.Integrity, "its bytes are not those that were stored").At(where)
}

// checkedReader is what Open returns.
type checkedReader struct {
	file  fs.File
	plain io.Reader
	where string
}

// Read implements io.Reader; errors name the file.
func (r *checkedReader) Read(p []byte) (int, error) {
	n, err := r.plain.Read(p)
	if err != nil && err != io.EOF {
		err = located(err, r.where)
	}
	return n, err
}

// Close closes the file.
func (r *checkedReader) Close() error { return r.file.Close() }
