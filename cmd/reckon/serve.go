package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"reckon"
	"reckon/fault"
	"reckon/internal/web"
)

// defaultAddress is where the pages are served unless somebody says otherwise.
const defaultAddress = "127.0.0.1:7171"

func (a *app) serveCommand() *cobra.Command {
	var address string
	var noBrowser bool
	c := &cobra.Command{
		Use: "serve", Short: "Serve the project's pages to this computer", Args: cobra.NoArgs,
		Long: `Serve the project's pages to this computer, and open them in the browser where
there is one. Nobody else can connect: the address is the loopback, and a
one-time code signs the browser in. In a folder without a project the first
page makes one; where a sealed project lies and there is neither a passphrase
nor a terminal to ask for it, the first page asks.`,
		Example: "  reckon serve",
		RunE:    func(c *cobra.Command, _ []string) error { return a.serve(c.Context(), address, noBrowser) },
	}
	c.Flags().StringVar(&address, "address", defaultAddress, "loopback address to listen on; another free port is taken where it is busy")
	c.Flags().BoolVar(&noBrowser, "no-browser", false, "do not open a browser")
	return c
}

// serve serves until the context ends.
func (a *app) serve(ctx context.Context, address string, noBrowser bool) error {
	p, err := a.openForPages(ctx)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, address)
	if err != nil {
		if p != nil {
			err = errors.Join(err, p.Close())
		}
		return err
	}
	code := web.NewCode()
	base := "http://" + listener.Addr().String()
	s, err := web.New(web.Options{
		Dir: a.dir, Project: p, Environment: a.environment(), Code: code, Actor: a.who(), ActAs: a.actor, Device: a.device(""),
		Report:   func(err error) { a.note("the index of words is not up to date: %v", err) },
		Announce: func(code string) { fmt.Fprintf(a.err, "Sign in again at %s with the code %s\n", base, code) },
	})
	if err != nil {
		return err
	}
	handler, err := s.Handler()
	if err != nil {
		return err
	}
	link := base + "/signin?code=" + code
	fmt.Fprintf(a.err, "Open  %s     only this computer can connect\nPress Ctrl-C to stop.\n", link)
	if !noBrowser {
		openBrowser(link)
	}
	return errors.Join(serveUntil(ctx, listener, handler), s.Close())
}

// openForPages opens the project. Where there is none yet, or a sealed one
// whose passphrase is not at hand, the first page asks.
func (a *app) openForPages(ctx context.Context) (*reckon.Project, error) {
	if !reckon.Exists(a.dir) {
		return nil, nil
	}
	p, err := a.open(ctx)
	var refusal *fault.Problem
	if errors.As(err, &refusal) && refusal.Code == nobodyToAsk {
		return nil, nil
	}
	return p, err
}

// listen takes the address, or another free port of the loopback.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return nil, usage("%q is not a loopback address with a port, such as 127.0.0.1:7171", address)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	if l, err = config.Listen(ctx, "tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, fmt.Errorf("listening on the loopback: %w", err)
	}
	return l, nil
}

func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(stop)
}

// openBrowser opens a page where the machine has something to show it with.
// Where it has not, the printed address does.
func openBrowser(link string) {
	var cmd *exec.Cmd
	switch {
	case runtime.GOOS == "darwin":
		cmd = exec.Command("open", link)
	case runtime.GOOS == "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", link)
	case os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "":
		cmd = exec.Command("xdg-open", link)
	default:
		return
	}
	_ = cmd.Start() // the address is printed as well
}
