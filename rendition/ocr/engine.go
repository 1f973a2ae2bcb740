// Package ocr recognises the words of pictures with an external tesseract,
// where one is installed.
//
// What it returns is a proposal from first to last: recognisers read a rare
// name as a common one and are sure of it, so every document it makes is
// marked as doubtful, and each word has a box and a confidence for the person
// who checks it against the picture.
//
// The picture goes to the program and the words come back through pipes;
// nothing is written to a file. The size of a picture is read from its header
// and capped before any program decodes it. The program runs with one thread,
// without this process's environment, and is killed when the context ends;
// its memory is bounded by the picture's size alone.
//
// The package does not install, fetch or train anything, and does not improve
// pictures.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"reckon/fault"
	"reckon/rendition"
)

// Engine runs one installed tesseract. It is safe for use by several
// goroutines.
type Engine struct {
	path      string
	version   string
	languages []string
}

// Find looks for tesseract on the path. Where there is none, it says so as a
// refusal that tells what to do.
func Find(ctx context.Context) (*Engine, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, fault.New("RD014", fault.NotFound, "no program that recognises words in pictures is installed").
			Try("Type what you can read, or install tesseract with the languages you need")
	}
	e := &Engine{path: path}
	out, err := e.run(ctx, nil, 1<<20, "--version")
	if err != nil {
		return nil, fmt.Errorf("asking tesseract for its version: %w", err)
	}
	e.version = string(regexp.MustCompile(`\d+(\.\d+)+`).Find(out))
	if out, err = e.run(ctx, nil, 1<<20, "--list-langs"); err != nil {
		return nil, fmt.Errorf("asking tesseract for its languages: %w", err)
	}
	for _, line := range strings.Fields(string(out)) {
		if len(line) == 3 || strings.HasPrefix(line, "chi_") || strings.HasSuffix(line, "_cyrl") || strings.HasSuffix(line, "_latn") {
			e.languages = append(e.languages, line)
		}
	}
	return e, nil
}

// Languages returns the installed languages, by tesseract's names.
func (e *Engine) Languages() []string { return slices.Clone(e.languages) }

// Read recognises the words of a picture.
func (e *Engine) Read(ctx context.Context, data []byte, hint rendition.Hint, limits rendition.Limits) (rendition.Document, error) {
	if err := fits(data, limits); err != nil {
		return rendition.Document{}, err
	}
	lang := e.choose(hint.Language)
	out, err := e.run(ctx, data, int64(limits.Text), "stdin", "stdout", "-l", lang, "tsv")
	switch {
	case err == nil:
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return rendition.Document{}, fault.New("RD013", fault.Invalid, "recognising the picture took too long and was stopped").
			Try("Type what you can read")
	case ctx.Err() != nil:
		return rendition.Document{}, fmt.Errorf("recognising a picture: %w", ctx.Err())
	default:
		return rendition.Document{}, fault.New("RD007", fault.Invalid, "the picture could not be read: %v", err).
			Try("Save a copy as PNG and add it beside the original")
	}
	d, err := parse(out, limits)
	if err != nil {
		return rendition.Document{}, err
	}
	d.Reader, d.Version, d.Encoding, d.Doubtful = "ocr", "1-tesseract-"+e.version+"-"+strings.ReplaceAll(lang, "+", "-"), "binary", true
	d.Notes = append(d.Notes, "the words were recognised by a program; check every name and number against the picture")
	return d, nil
}

// byTag maps languages to tesseract's names.
var byTag = map[string]string{
	"ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "bs": "bos", "cs": "ces", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
	"fa": "fas", "fr": "fra", "he": "heb", "hr": "hrv", "hy": "hye", "it": "ita", "ka": "kat", "ku": "kmr", "mk": "mkd", "my": "mya",
	"nl": "nld", "pl": "pol", "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus", "sq": "sqi", "sr": "srp", "sv": "swe", "th": "tha",
	"tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie",
}

// choose returns the languages to recognise: that of the document, where it
// is installed, and English, in which names and dates are often added.
func (e *Engine) choose(tag string) string {
	var all []string
	if t, err := language.Parse(tag); err == nil {
		base, _ := t.Base()
		if name := byTag[base.String()]; slices.Contains(e.languages, name) {
			all = append(all, name)
		}
	}
	if slices.Contains(e.languages, "eng") && !slices.Contains(all, "eng") {
		all = append(all, "eng")
	}
	if len(all) == 0 && len(e.languages) > 0 {
		all = e.languages[:1]
	}
	return strings.Join(all, "+")
}

// run runs tesseract and returns at most limit bytes of what it prints.
func (e *Engine) run(ctx context.Context, in []byte, limit int64, args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.path, args...)
	cmd.Stdin = bytes.NewReader(in)
	cmd.WaitDelay = 5 * time.Second
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	for _, name := range []string{"PATH", "TESSDATA_PREFIX", "SYSTEMROOT"} {
		if v := os.Getenv(name); v != "" {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	said := &saying{}
	cmd.Stderr = said
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting tesseract: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting tesseract: %w", err)
	}
	out, readErr := io.ReadAll(io.LimitReader(pipe, limit+1))
	if int64(len(out)) > limit {
		cancel()
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, said)
	}
	return out, readErr
}

// saying keeps the beginning of what a program says of its trouble.
type saying struct{ b []byte }

func (t *saying) Write(p []byte) (int, error) {
	if room := 500 - len(t.b); room > 0 {
		t.b = append(t.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *saying) String() string { return strings.TrimSpace(strings.ToValidUTF8(string(t.b), "")) }
