package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestTamperingShowsOnAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, where string
	}{
		{"a byte of an original", "original", "vault/"},
		{"a record of the log", "", "log/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).filled()
			b := browse(t, w)
			b.open("/custody")
			b.run(chromedp.Click(chromedp.CSS("main button.primary")))
			b.wait(`document.body.innerText.includes("Everything is as it was recorded")`)
			flip(t, filepath.Join(w.dir, c.where), c.file)
			b.open("/custody")
			b.run(chromedp.Click(chromedp.CSS("main button.primary")))
			b.wait(`document.querySelector("main .damaged")`)
			b.picture("tampered-" + c.file)
			for _, address := range []string{"", "/", "/custody"} {
				if address != "" {
					b.open(address)
				}
				text := eval[string](b, `document.querySelector("main .damaged")?.innerText ?? ""`)
				if !strings.Contains(text, c.where) || !strings.Contains(text, "What can still be shown") || !strings.Contains(text, "restore the last backup") {
					t.Errorf("%q says %q", address, text)
				}
				if share := eval[float64](b, `document.querySelector("main .damaged").offsetWidth / document.querySelector("main h1").offsetWidth`); share < 0.98 {
					t.Errorf("%q does not show it in full width: %v", address, share)
				}
			}
		})
	}
}

// flip changes one byte of the first file of that name below a folder, or of
// the first large file where no name is given.
func flip(t *testing.T, dir, name string) {
	t.Helper()
	done := false
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || done || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil || name != "" && d.Name() != name || name == "" && info.Size() < 2000 {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		raw[len(raw)/2] ^= 1
		done = true
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		return os.WriteFile(path, raw, 0o600)
	})
	if err != nil || !done {
		t.Fatal("nothing was changed", err)
	}
}
