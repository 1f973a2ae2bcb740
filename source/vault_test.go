package source_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/source"
)

func TestNewObjectIDIsARandomUUID(t *testing.T) {
	t.Parallel()
	id, err := source.NewObjectID(bytes.NewReader(bytes.Repeat([]byte{0xff}, 16)))
	if want := source.ObjectID("urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff"); err != nil || id != want {
		t.Errorf("got %s, %v", id, err)
	}
	seen := map[source.ObjectID]bool{}
	for range 100 {
		id, err := source.NewObjectID(rand.Reader)
		if err != nil || id.Valid() != nil || seen[id] {
			t.Fatalf("%s: %v, %v", id, err, id.Valid())
		}
		seen[id] = true
	}
	if _, err := source.NewObjectID(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("too little randomness: %v", err)
	}
}

func TestObjectIDHasOneSpelling(t *testing.T) {
	t.Parallel()
	for _, id := range []source.ObjectID{
		"", "urn:uuid:", "ffffffff-ffff-4fff-bfff-ffffffffffff",
		"urn:uuid:FFFFFFFF-ffff-4fff-bfff-ffffffffffff", "URN:UUID:ffffffff-ffff-4fff-bfff-ffffffffffff",
		"urn:uuid:ffffffff-ffff-1fff-bfff-ffffffffffff", "urn:uuid:ffffffff-ffff-4fff-7fff-ffffffffffff",
		"urn:uuid:ffffffff_ffff-4fff-bfff-ffffffffffff", "urn:uuid:ffffffff-ffff-4fff-bfff-fffffffffff",
		"urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff\n", "urn:uuid:../fffff-ffff-4fff-bfff-ffffffffffff",
	} {
		if err := id.Valid(); fault.CodeOf(err) != "SO101" {
			t.Errorf("%q: %v", id, err)
		}
	}
}
