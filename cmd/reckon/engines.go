package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"reckon/rendition"
	"reckon/rendition/ocr"
	"reckon/rendition/pdf"
)

// pdfEngine starts the reader of PDF files when the first is met, since that
// costs more than most commands take.
type pdfEngine struct {
	once   sync.Once
	engine *pdf.Engine
	err    error
}

// Read reads a PDF file.
func (e *pdfEngine) Read(ctx context.Context, data []byte, hint rendition.Hint, limits rendition.Limits) (rendition.Document, error) {
	e.once.Do(func() { e.engine, e.err = startPDF() })
	if e.err != nil {
		return rendition.Document{}, e.err
	}
	return e.engine.Read(ctx, data, hint, limits)
}

// startPDF keeps the compiled form of the reader in the user's cache folder,
// and in memory alone where there is none.
func startPDF() (*pdf.Engine, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return pdf.New("")
	}
	folder := filepath.Join(base, cacheName("pdf"))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return pdf.New("")
	}
	return pdf.New(folder)
}

func picturesFlag(c *cobra.Command, pictures *bool) {
	c.Flags().BoolVar(pictures, "ocr", false, "recognise the words of pictures with tesseract, where it is installed; each needs a person's eye")
}

// usePictures finds the program that recognises words, where that was asked
// for.
func (a *app) usePictures(ctx context.Context, asked bool) error {
	if !asked {
		return nil
	}
	engine, err := ocr.Find(ctx)
	if err != nil {
		return err
	}
	a.pictures = engine
	return nil
}
