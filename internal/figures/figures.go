// Package figures keeps what was found in the texts that were read last, so
// that a text is read through once, however often its figures are asked about.
//
// What it keeps is a function of a text alone, under the digest of that text:
// nothing that people decided is in it, and forgetting it loses nothing. How
// much it keeps is bounded by the number of texts. It is safe for use by several
// goroutines; what it returns is shared and must not be written to.
package figures

import (
	"slices"
	"sync"

	"reckon/extract"
	"reckon/extract/en"
	"reckon/source"
)

// most is how many texts the figures are kept of.
const most = 8

// Found is what was found. Its zero value is empty and ready.
type Found struct {
	mu    sync.Mutex
	texts []text // guarded by mu; the one asked for last at the end
}

type text struct {
	digest string
	result extract.Result
}

// In finds the figures of the text that has a digest.
func (f *Found) In(body *source.Text, digest string) (extract.Result, error) {
	if r, ok := f.kept(digest); ok {
		return r, nil
	}
	language, err := en.New()
	if err != nil {
		return extract.Result{}, err
	}
	r := extract.Text(body.String(), language)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.texts = append(f.texts, text{digest, r})
	if n := len(f.texts) - most; n > 0 {
		f.texts = slices.Delete(f.texts, 0, n)
	}
	return r, nil
}

func (f *Found) kept(digest string) (extract.Result, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.texts, func(t text) bool { return t.digest == digest })
	if i < 0 {
		return extract.Result{}, false
	}
	t := f.texts[i]
	f.texts = append(slices.Delete(f.texts, i, i+1), t)
	return t.result, true
}
