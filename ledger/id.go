package ledger

import (
	"encoding/base32"
	"fmt"
	"io"

	"reckon/fault"
)

// ActID names one act. Two laptops that never meet must not draw the same
// one, so it is 128 random bits.
type ActID string

// WriterID names one device or server that appends to a log of its own.
type WriterID string

// ActorID names a person who works in the project.
type ActorID string

const idLength = 26

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID draws an identifier of 128 random bits from r and returns it as 26
// characters of lower-case base32.
func NewID(r io.Reader) (string, error) {
	var raw [16]byte
	if _, err := io.ReadFull(r, raw[:]); err != nil {
		return "", fmt.Errorf("drawing an identifier: %w", err)
	}
	return idEncoding.EncodeToString(raw[:]), nil
}

// CheckID says whether s is an identifier as NewID writes them.
func CheckID(s string) error {
	raw, err := idEncoding.DecodeString(s)
	if err != nil || len(s) != idLength || idEncoding.EncodeToString(raw) != s {
		return fault.New("LE001", fault.Invalid, "%q is not an identifier", clip(s))
	}
	return nil
}

// clip shortens what a message quotes, so that hostile input cannot flood it.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}
