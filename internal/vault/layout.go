package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"path"

	"reckon/source"
)

// Root is the storage root, as a project-relative path. Nothing else may live
// in it.
const Root = "vault/objects"

const (
	layoutName      = "0004-hashed-n-tuple-storage-layout"
	declaration     = "0=ocfl_object_1.1"
	declarationText = "ocfl_object_1.1\n"
	inventoryName   = "inventory.json"
	sidecarName     = "inventory.json.sha512"
	contentDir      = "content"
	tupleLen        = 3 // hex digits of one directory name
	tupleCount      = 3 // directories above an object
)

// RootFiles returns the files of an empty storage root by their
// project-relative paths. They never vary, so their digests can be logged when
// a project is made.
func RootFiles() map[string][]byte {
	return map[string][]byte{
		Root + "/0=ocfl_1.1": []byte("ocfl_1.1\n"),
		Root + "/ocfl_layout.json": []byte(`{
  "extension": "` + layoutName + `",
  "description": "Objects lie under the SHA-256 of their id, below three directories named after its first nine digits."
}
`),
		Root + "/extensions/" + layoutName + "/config.json": []byte(`{
  "extensionName": "` + layoutName + `",
  "digestAlgorithm": "sha256",
  "tupleSize": 3,
  "numberOfTuples": 3,
  "shortObjectRoot": false
}
`),
	}
}

// ObjectPath returns the project-relative directory of an object.
func ObjectPath(id source.ObjectID) string {
	sum := sha256.Sum256([]byte(id))
	digest := hex.EncodeToString(sum[:])
	dir := Root
	for i := range tupleCount {
		dir = path.Join(dir, digest[i*tupleLen:(i+1)*tupleLen])
	}
	return path.Join(dir, digest)
}

// Last reports whether a staged file must become visible after all others of
// its stage: the inventory at the root of an object and its sidecar, which
// point at everything else and are the only files ever replaced. It is meant
// for durable.ApplyStage.
func Last(rel string) bool {
	ok, err := path.Match(Root+"/*/*/*/*/"+inventoryName+"*", rel)
	return ok && err == nil
}
