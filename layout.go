package reckon

import (
	"os"
	"path/filepath"

	"reckon/ledger"
)

// What lies in a project's folder, as project-relative slash paths.
const (
	aboutFile   = "reckon.json" // format, identifier, plain or sealed: written last when a project is made
	readmeFile  = "README.txt"  // how to check the project without Reckon
	deviceFile  = "local.json"  // which writer and actor this device is; never leaves it
	lockFile    = "lock"        // held for a commit
	keysDir     = "keys"
	logDir      = "log"
	vaultDir    = "vault"
	objectsRoot = "vault/objects"
	databaseDir = "db"
	database    = "db/reckon.db"
	workDir     = "work" // stages; empty between commits
	initMarker  = "work/initialising"
)

// path returns where a project-relative path lies.
func (p *Project) path(rel string) string { return filepath.Join(p.dir, filepath.FromSlash(rel)) }

func logOf(w ledger.WriterID) string { return logDir + "/" + string(w) }

func writerKeyFile(w ledger.WriterID) string { return keysDir + "/writer-" + string(w) + ".key" }

// Exists says whether a project lies in dir.
func Exists(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, aboutFile))
	return err == nil
}
