package ocfl_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"reckon/internal/vault/ocfl"
)

// fixtures returns the folder of the OCFL community's test objects.
func fixtures(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("RECKON_SHARED")
	if shared == "" {
		t.Skip("RECKON_SHARED is not set, so the OCFL fixtures cannot be read")
	}
	return filepath.Join(shared, "data", "ocfl-fixtures")
}

// codes returns the distinct codes of findings.
func codes(list []ocfl.Finding) []string {
	var got []string
	for _, f := range list {
		got = append(got, f.Code)
	}
	slices.Sort(got)
	return slices.Compact(got)
}

// named returns the codes that a fixture's name promises.
func named(name string) []string {
	return regexp.MustCompile(`[EW][0-9]{3}`).FindAllString(name, -1)
}

// TestFixturesAreJudgedAsLabelled: a good object has no finding at all, a
// warned one exactly the warnings in its name, a bad one at least the errors
// in its name. More errors than named are right there: most of these objects
// break several rules at once.
func TestFixturesAreJudgedAsLabelled(t *testing.T) {
	t.Parallel()
	root := fixtures(t)
	judged := 0
	for _, spec := range []string{"1.0", "1.1"} {
		for _, kind := range []string{"good", "warn", "bad"} {
			dir := filepath.Join(root, spec, kind+"-objects")
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				judged++
				r := ocfl.Validate(os.DirFS(dir), e.Name())
				errs, warns, want := codes(r.Errors), codes(r.Warnings), named(e.Name())
				slices.Sort(want)
				ok := false
				switch kind {
				case "good":
					ok = len(errs)+len(warns) == 0
				case "warn":
					ok = len(errs) == 0 && slices.Equal(warns, want)
				case "bad":
					ok = !slices.ContainsFunc(want, func(c string) bool { return !slices.Contains(errs, c) })
				}
				if !ok || r.Valid() != (kind != "bad") {
					t.Errorf("%s %s %s: %v %v", spec, kind, e.Name(), r.Errors, r.Warnings)
				}
			}
		}
	}
	if judged != 156 {
		t.Errorf("%d fixtures were judged, not 156", judged)
	}
}
