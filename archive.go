package reckon

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"reckon/internal/archive"
)

// An archive is a tar file with the folders of a project that matter to
// somebody else: logs, vault, the shared keys of a sealed project, README.txt
// and reckon.json, which comes first. Backups and bundles are archives. It
// holds no database, since that is derived, and nothing of the device: a
// project that grows out of an archive goes on under a writer of its own.

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

// inArchive says whether an archive of a project may hold a file.
func inArchive(rel string) bool {
	top, _, below := strings.Cut(rel, "/")
	known := rel == aboutFile || rel == readmeFile || below && (top == keysDir || top == logDir || top == vaultDir)
	return known && shared(rel)
}

// readArchive hands every file of a project's archive to put.
func readArchive(r io.Reader, put func(rel string, size int64, data io.Reader) error) error {
	return archive.Read(r, archive.Contents{First: aboutFile, Holds: inArchive}, put)
}
