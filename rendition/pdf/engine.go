// Package pdf reads PDF files into text with page numbers and line boxes.
//
// The file is parsed by PDFium, compiled to WebAssembly: a bug in it ends in
// a trap inside a memory of fixed size, not in this process. Each file gets
// an instance of its own, with no folder, no network and no clock of the
// machine, a cap on its memory, and an end when its context ends. That
// runtime is the one thing here that is not pure: it compiles code, and keeps
// the compiled code in a folder that the caller names. Whoever can write to
// that folder can run code, so it must be private to its user.
//
// PDFium says which characters stand where. What makes lines and words of
// them is pure and lives in this package: lines broken at a raised digit are
// put together again, right-to-left lines are put into reading order from the
// places of their letters (Unicode UAX 9 backwards), wide gaps become tabs
// and wide line spacing ends a paragraph. A raised digit stays apart from the
// number before it: a footnote 1 after 20 reads 20¹, never 201.
//
// The package does not render, does not run scripts or actions, follows no
// link, and does not guess at words in scanned pages.
package pdf

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"reckon/fault"
	"reckon/rendition"
)

// wasmPage is the unit of a WebAssembly memory.
const wasmPage = 64 << 10

// Engine reads PDF files. It is safe for use by several goroutines.
type Engine struct {
	cache wazero.CompilationCache
}

// New makes an engine that keeps its compiled code in folder, or only in
// memory where folder is empty: then the first file takes some seconds longer.
func New(folder string) (*Engine, error) {
	if folder == "" {
		return &Engine{wazero.NewCompilationCache()}, nil
	}
	// Windows does not tell in the mode who may write.
	info, err := os.Stat(folder)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return nil, fault.New("RD016", fault.Gate, "others can write to the folder of the compiled PDF engine, from which code is run").
			At(folder).Try("Take that right away, or name another folder")
	}
	cache, err := wazero.NewCompilationCacheWithDir(folder)
	if err != nil {
		return nil, fmt.Errorf("opening the folder of the compiled PDF engine: %w", err)
	}
	return &Engine{cache}, nil
}

// Warm compiles the engine, or loads what is kept of it, so that the first
// file does not pay for it out of its deadline. On a slow machine it takes half
// a minute without kept code, and a fraction of a second with it; it cannot be
// interrupted half-way.
func (e *Engine) Warm(ctx context.Context) error {
	pool, err := e.start(ctx, rendition.DefaultLimits().Memory)
	if err != nil {
		return err
	}
	if err := pool.Close(); err != nil {
		return fmt.Errorf("warming up the PDF engine: %w", err)
	}
	return nil
}

// Close frees the compiled code. No file may be in reading.
func (e *Engine) Close(ctx context.Context) error {
	return e.cache.Close(ctx)
}

// Read reads a PDF file.
func (e *Engine) Read(ctx context.Context, data []byte, _ rendition.Hint, limits rendition.Limits) (rendition.Document, error) {
	d, err := e.read(ctx, data, limits)
	if err == nil {
		return d, nil
	}
	var p *fault.Problem
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return rendition.Document{}, fault.New("RD013", fault.Invalid, "reading the file took too long and was stopped").
			Try("Type what you need from it")
	case ctx.Err() != nil:
		return rendition.Document{}, fmt.Errorf("reading a PDF file: %w", ctx.Err())
	case errors.As(err, &p), errors.Is(err, errStart):
		return rendition.Document{}, err
	case errors.Is(err, errMemory):
		return rendition.Document{}, tooMany("bytes in memory", int(limits.Memory))
	}
	return rendition.Document{}, fault.New("RD007", fault.Invalid, "the PDF file is damaged: %v", err).
		Try("Open it in another program and save it again, beside the original")
}

// A file of so many pages is read by two instances, one half each. How many
// does not depend on the machine: a file that fits into the memory of an
// instance here does so everywhere.
const twoFrom = 64

func (e *Engine) read(ctx context.Context, data []byte, limits rendition.Limits) (rendition.Document, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f, err := e.open(ctx, data, limits)
	if err != nil {
		return rendition.Document{}, err
	}
	defer f.close()
	if f.pages > limits.Pages {
		return rendition.Document{}, tooMany("pages", limits.Pages)
	}
	half, rest := f.pages, make(chan outcome, 1)
	if f.pages >= twoFrom {
		half = f.pages / 2
		go func() { rest <- e.rest(ctx, data, limits, half) }()
	}
	b, err := f.read(0, half, limits)
	if err != nil {
		cancel()
	}
	if half < f.pages {
		o := <-rest
		if err == nil && o.err == nil {
			b.append(o.b)
		}
		if err == nil {
			err = o.err
		}
	}
	if err != nil {
		return rendition.Document{}, err
	}
	return b.finish()
}

type outcome struct {
	b   *builder
	err error
}

// rest reads the pages from one on in an instance of its own.
func (e *Engine) rest(ctx context.Context, data []byte, limits rendition.Limits, from int) (o outcome) {
	defer func() {
		if v := recover(); v != nil {
			o = outcome{err: fault.New("RD012", fault.Invalid, "the reader broke down on this file: %v", v).
				Try("Type what you need from it, and report the fault")}
		}
	}()
	f, err := e.open(ctx, data, limits)
	if err != nil {
		return outcome{err: err}
	}
	defer f.close()
	b, err := f.read(from, f.pages, limits)
	return outcome{b, err}
}

// file is a PDF file that is open in an instance of its own.
type file struct {
	pool   pdfium.Pool
	m      *module
	handle uint64
	pages  int
}

func (e *Engine) open(ctx context.Context, data []byte, limits rendition.Limits) (*file, error) {
	if int64(len(data)) > limits.Memory/2 {
		return nil, tooMany("bytes", int(limits.Memory/2))
	}
	pool, err := e.start(ctx, limits.Memory)
	if err != nil {
		return nil, err
	}
	f := &file{pool: pool}
	if err := f.load(ctx, data); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// errStart is a fault of the engine, not of the file.
var errStart = errors.New("starting the PDF engine")

// start makes a runtime that ends with its context.
func (e *Engine) start(ctx context.Context, memory int64) (pdfium.Pool, error) {
	pool, err := webassembly.Init(webassembly.Config{
		Context:      ctx,
		MaxTotal:     1,
		FSConfig:     wazero.NewFSConfig(), // the library's default is the whole disk
		Stdout:       io.Discard,
		Stderr:       io.Discard,
		RandomSource: rand.Reader,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCompilationCache(e.cache).
			WithMemoryLimitPages(uint32(min(memory/wasmPage, 1<<16))).
			WithCloseOnContextDone(true),
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStart, err)
	}
	return pool, nil
}

// close frees the instance; the runtime goes with it, whatever state the
// instance is in.
func (f *file) close() {
	_ = f.pool.Close()
}

// The numbers of errors in fpdfview.h that are about a password.
const (
	errPassword = 4
	errSecurity = 5
)

func (f *file) load(ctx context.Context, data []byte) error {
	instance, err := f.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", errStart, err)
	}
	if f.m, err = newModule(ctx, instance); err != nil {
		return fmt.Errorf("%w: %w", errStart, err)
	}
	f.handle = f.m.call("FPDF_LoadMemDocument", f.m.put(data), uint64(len(data)), 0)
	if f.handle == 0 && f.m.err == nil {
		switch code := f.m.count("FPDF_GetLastError"); code {
		case errPassword, errSecurity:
			return fault.New("RD011", fault.Invalid, "the file is under a password").
				Try("Take off the password and add the copy beside the original")
		default:
			return fmt.Errorf("PDFium finds no document in it (error %d)", code)
		}
	}
	f.pages = f.m.count("FPDF_GetPageCount", f.handle)
	return f.m.err
}

// read reads a range of pages.
func (f *file) read(from, to int, limits rendition.Limits) (*builder, error) {
	b := &builder{limits: limits}
	s := &sheet{m: f.m, file: f.handle, scratch: f.m.room(32)}
	for i := from; i < to; i++ {
		s.number = i
		if err := b.add(f.m.ctx, i+1, s); err != nil {
			return nil, err
		}
	}
	return b, f.m.err
}

func tooMany(what string, limit int) error {
	return fault.New("RD008", fault.Invalid, "the file has more %s than the %d that are read", what, limit).
		Try("Split the file, or type what you need from it")
}
