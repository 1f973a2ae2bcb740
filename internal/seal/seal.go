// Package seal turns stored bytes into ciphertext and back.
//
// A project is plain or sealed from its first day. Plain stores bytes as they
// are. Keys seals every file to the project's own key and to a recovery key,
// as an ordinary age file (age-encryption.org/v1) with hybrid post-quantum
// recipients, so that any age program of version 1.3 or later can open it.
//
// Invariants: sealing needs no secret, so a device that only takes sources in
// can hold a project it cannot read; a truncated, changed or extended age file
// is never read to a clean end; secrets never appear in printed values or
// errors; everything read is bounded in size and in the work it may ask for.
//
// The package does not read or write key files itself, does not judge how good
// a passphrase is, and cannot wipe secrets from memory: Go does not allow it.
// A sealed file proves nothing about who sealed it, since the recipients are
// public; the digests in the vault and the ledger do that.
package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"reckon/fault"
)

// Sealer is how a project stores bytes.
type Sealer interface {
	// Seal returns a writer whose Close completes what is written to w. It
	// does not close w.
	Seal(w io.Writer) (io.WriteCloser, error)
	// Open returns the bytes sealed in r. Only io.EOF says that they were all
	// there and unchanged.
	Open(r io.Reader) (io.Reader, error)
	// Ext is the suffix of names of sealed files, such as ".age".
	Ext() string
}

// Plain stores bytes as they are.
type Plain struct{}

// Seal returns w with a Close that does nothing.
func (Plain) Seal(w io.Writer) (io.WriteCloser, error) { return unclosed{w}, nil }

// Open returns r.
func (Plain) Open(r io.Reader) (io.Reader, error) { return r, nil }

// Ext returns the empty string.
func (Plain) Ext() string { return "" }

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// OpenVerified returns everything sealed in r, at most limit bytes, after
// checking that it was complete and that nothing follows it.
func OpenVerified(s Sealer, r io.Reader, limit int64) ([]byte, error) {
	plain, err := s.Open(r)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(plain, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading stored bytes: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, fault.New("SE001", fault.Invalid, "the content is larger than the %d bytes allowed here", limit)
	}
	// age reports trailing bytes itself; this holds for every Sealer.
	if n, err := io.ReadFull(r, make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		return nil, fault.New("SE002", fault.Integrity, "bytes follow the end of the sealed content")
	}
	return data, nil
}

// ageExt is the suffix of age files.
const ageExt = ".age"

// Seal encrypts to the project's recipients while streaming.
func (k *Keys) Seal(w io.Writer) (io.WriteCloser, error) {
	wc, err := age.Encrypt(w, k.recipients...)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return wc, nil
}

// Open decrypts while streaming. With no key at hand it returns a problem of
// kind Locked; bytes that are not sealed to this project are a problem of kind
// Integrity, and so is damage further in, as an error of Read. An error of r
// itself is passed on as it is.
func (k *Keys) Open(r io.Reader) (io.Reader, error) {
	if k.Locked() {
		return nil, lockedProblem()
	}
	src := &witness{r: r}
	plain, err := age.Decrypt(src, k.identity)
	if src.err != nil {
		return nil, src.err
	}
	if err != nil {
		return nil, fault.New("SE004", fault.Integrity, "it cannot be opened with the key of this project: it was damaged or replaced, or never sealed to it")
	}
	return &opened{plain: plain, src: src}, nil
}

// witness remembers whether reading failed, as opposed to decrypting.
type witness struct {
	r   io.Reader
	err error
}

func (w *witness) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// opened tells damage from failures of the source.
type opened struct {
	plain io.Reader
	src   *witness
}

func (o *opened) Read(p []byte) (int, error) {
	n, err := o.plain.Read(p)
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case o.src.err != nil:
		return n, o.src.err
	}
	return n, fault.New("SE002", fault.Integrity, "the sealed content is damaged, cut short or followed by other bytes")
}

// Ext returns ".age".
func (k *Keys) Ext() string { return ageExt }

func lockedProblem() *fault.Problem {
	return fault.New("SE003", fault.Locked, "the project is locked and this content is sealed").
		Try("Open the project with its passphrase or its recovery sheet")
}

// sealBytes seals data to recipients in memory.
func sealBytes(data []byte, recipients ...age.Recipient) ([]byte, error) {
	var buf bytes.Buffer
	w, err := age.Encrypt(&buf, recipients...)
	if err != nil {
		return nil, fmt.Errorf("sealing a key: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("sealing a key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("sealing a key: %w", err)
	}
	return buf.Bytes(), nil
}
