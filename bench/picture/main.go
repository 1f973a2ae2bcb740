// Picture photographs pages of a project as a headless Chromium shows them,
// among them the one in the README. It makes the invented case, or that of a
// folder, serves it on the loopback, and writes a PNG for each page.
//
//	go run ./bench/picture
//	go run ./bench/picture -out looks -width 320 -lang ar -theme dark / /sources /toll/I-1
//
// It judges nothing: pictures are for people to look at.
package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// look says what is photographed, and how.
type look struct {
	out, folder, project string
	lang, theme          string
	width, height        int64
	pages                []string
}

func main() {
	var l look
	flag.StringVar(&l.out, "out", "docs", "`folder` for the pictures")
	flag.StringVar(&l.folder, "case", "", "`folder` of a case instead of the invented one")
	flag.StringVar(&l.project, "project", "", "`folder` of a plain project that is there already, instead of a case")
	flag.StringVar(&l.lang, "lang", "en", "language of the pages")
	flag.StringVar(&l.theme, "theme", "light", "light or dark")
	flag.Int64Var(&l.width, "width", 1100, "width of the window")
	flag.Int64Var(&l.height, "height", 1040, "height of the pictures; 0 for whole pages")
	flag.Parse()
	l.pages = flag.Args()
	if len(l.pages) == 0 {
		l.pages = []string{"/toll/I-1"}
	}
	if err := l.take(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// take makes a project, serves it, and photographs its pages.
func (l look) take(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "reckon-picture-")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program := filepath.Join(dir, "reckon")
	project := cmp.Or(l.project, filepath.Join(dir, "project"))
	demo := []string{"demo", "--no-serve", "--as", "Ana Lund", "--dir", project}
	if l.folder != "" {
		demo = append(demo, "--case", l.folder)
	}
	steps := []*exec.Cmd{exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/reckon")}
	if l.project == "" {
		steps = append(steps, exec.CommandContext(ctx, program, demo...))
	}
	for _, step := range steps {
		if out, err := step.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", step, err, out)
		}
	}
	link, stop, err := serve(ctx, program, project)
	if err != nil {
		return err
	}
	defer stop()
	return l.photograph(ctx, link)
}

// serve starts the program on a project and returns the address that signs a
// browser in.
func serve(ctx context.Context, program, project string) (link string, stop func(), err error) {
	cmd := exec.CommandContext(ctx, program, "-C", project, "serve", "--no-browser", "--address", "127.0.0.1:0")
	pipe, err := cmd.StderrPipe()
	if err != nil {
		return "", nil, fmt.Errorf("starting the program: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("starting the program: %w", err)
	}
	stop = func() {
		_ = cmd.Process.Kill() // its project is thrown away
		_ = cmd.Wait()
	}
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "Open" {
			go io.Copy(io.Discard, pipe) // the program never waits for a reader
			return fields[1], stop, nil
		}
	}
	stop()
	return "", nil, errors.New("the program printed no address")
}

// photograph signs in and writes a picture of each page.
func (l look) photograph(ctx context.Context, link string) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	defer end()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	base, _, _ := strings.Cut(link, "/signin")
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(l.width, max(l.height, 800)), chromedp.Navigate(link)); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	for name, value := range map[string]string{"reckon_language": l.lang, "reckon_theme": l.theme} {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: base}); err != nil {
			return fmt.Errorf("choosing the look: %w", err)
		}
	}
	for _, page := range l.pages {
		if err := l.one(ctx, base, page); err != nil {
			return fmt.Errorf("%s: %w", page, err)
		}
	}
	return nil
}

func (l look) one(ctx context.Context, base, page string) error {
	if err := chromedp.Do(ctx, chromedp.Navigate(base+page)); err != nil {
		return err
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
	if err != nil {
		return err
	}
	if wide > l.width {
		fmt.Fprintf(os.Stderr, "%s is %d wide in a window of %d\n", page, wide, l.width)
	}
	height := float64(l.height)
	if l.height == 0 {
		whole, err := chromedp.Run(ctx, chromedp.Evaluate[float64]("Math.min(8000, document.documentElement.scrollHeight)"))
		if err != nil {
			return err
		}
		height = whole
	}
	beyond := true
	shot, err := chromedp.Call(ctx, cdpage.CaptureScreenshot, cdpage.CaptureScreenshotParams{
		CaptureBeyondViewport: &beyond, Clip: &cdpage.Viewport{Width: float64(l.width), Height: height, Scale: 1},
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(l.out, l.name(page)), shot.Data, 0o644)
}

// name is the picture's file: that of the page, and how it looks where that is
// not the usual.
func (l look) name(page string) string {
	parts := []string{strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(page), "-")}
	if parts[0] == "" {
		parts[0] = "home"
	}
	for _, p := range []struct{ is, usual string }{{l.lang, "en"}, {l.theme, "light"}, {fmt.Sprint(l.width), "1100"}} {
		if p.is != p.usual {
			parts = append(parts, p.is)
		}
	}
	return strings.Join(parts, "-") + ".png"
}
