// Package ocfl judges whether a folder is a valid OCFL object.
//
// It follows the Oxford Common File Layout, versions 1.0 and 1.1, and reports
// every breach it finds under the specification's own codes: E… where a MUST
// is broken, W… where a SHOULD is. It works on any maker's objects and is
// meant for hostile ones: sizes, depth and counts are bounded, symbolic links
// are reported and never followed, and nothing outside the folder is opened.
//
// Invariants: the report depends on the files alone, not on the order in which
// a file system lists them; a finding names the file it is about; reading
// stops at the first bound that is exceeded, which is itself an error finding.
//
// It does not judge storage roots, does not repair, and does not compute
// BLAKE2 fixity digests, which it accepts unread as it does those of unknown
// algorithms. Conforming to OCFL is less than being unchanged: the letter case
// of digests and whole old inventories may change unseen. Package vault asks
// for more.
package ocfl

import (
	"io/fs"
	"slices"
	"strings"
)

// CodeBound is the one code that is not OCFL's: the object exceeds what this
// package is willing to read.
const CodeBound = "E000"

// Bounds of what is read.
const (
	maxInventory = 32 << 20  // bytes of one inventory
	maxSidecar   = 4 << 10   // bytes of a sidecar or declaration
	maxEntries   = 1_000_000 // files and folders in an object
	maxDepth     = 64        // folders below the object's root
	maxNesting   = 16        // levels of JSON
	maxFindings  = 10_000
)

// Finding is one breach.
type Finding struct {
	Code string // such as E092
	Path string // relative to the object's root
	Text string
}

// Report is everything found in one object.
type Report struct {
	Errors   []Finding
	Warnings []Finding
}

// Valid reports whether no MUST is broken.
func (r *Report) Valid() bool { return len(r.Errors) == 0 }

// add records a finding; codes that begin with W are warnings.
func (r *Report) add(code, path, text string) {
	list := &r.Errors
	if strings.HasPrefix(code, "W") {
		list = &r.Warnings
	}
	if len(*list) < maxFindings {
		*list = append(*list, Finding{Code: code, Path: path, Text: text})
	}
}

// tidy sorts the findings and drops repetitions.
func (r *Report) tidy() {
	for _, list := range []*[]Finding{&r.Errors, &r.Warnings} {
		slices.SortFunc(*list, func(a, b Finding) int {
			return strings.Compare(a.Code+"\x00"+a.Path+"\x00"+a.Text, b.Code+"\x00"+b.Path+"\x00"+b.Text)
		})
		*list = slices.Compact(*list)
	}
}

// Validate judges the object in the folder dir of fsys.
func Validate(fsys fs.FS, dir string) *Report {
	v := &object{fsys: fsys, dir: dir, report: &Report{}, files: map[string]bool{}, sums: map[string]map[string]string{}}
	v.validate()
	v.report.tidy()
	return v.report
}
