package ocfl

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"path"
)

// newHash returns the hash of a digest algorithm, or nil where it is not
// computed here. MD5 and SHA-1 occur in the fixity blocks of old collections.
func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha256":
		return sha256.New()
	case "sha512":
		return sha512.New()
	case "sha512/256":
		return sha512.New512_256()
	}
	return nil
}

// digestBytes returns the digest of data in hex.
func digestBytes(algorithm string, data []byte) (string, bool) {
	h := newHash(algorithm)
	if h == nil {
		return "", false
	}
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil)), true
}

// digests reads every content file once and computes all digests that any
// inventory mentions.
func (o *object) digests() {
	algorithms := map[string]bool{}
	for _, inv := range append([]*inventory{o.root}, o.prior...) {
		algorithms[inv.algorithm] = true
		for algorithm := range inv.fixity {
			algorithms[algorithm] = true
		}
	}
	for rel := range o.files {
		if err := o.digest(rel, algorithms); err != nil {
			o.add("E092", rel, "it cannot be read")
		}
	}
}

// digest reads one file.
func (o *object) digest(rel string, algorithms map[string]bool) (err error) {
	f, err := o.fsys.Open(path.Join(o.dir, rel))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	hashes := map[string]hash.Hash{}
	var writers []io.Writer
	for algorithm := range algorithms {
		if h := newHash(algorithm); h != nil {
			hashes[algorithm] = h
			writers = append(writers, h)
		}
	}
	if _, err := io.Copy(io.MultiWriter(writers...), f); err != nil {
		return err
	}
	o.sums[rel] = map[string]string{}
	for algorithm, h := range hashes {
		o.sums[rel][algorithm] = hex.EncodeToString(h.Sum(nil))
	}
	return nil
}
