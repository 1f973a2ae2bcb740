package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

// asked is a page that is measured. Rounds ask for different ones of a kind.
type asked struct {
	name    string
	address func(round int) string
	barred  bool
}

func pages(sources int, long string) []asked {
	always := func(address string) func(int) string { return func(int) string { return address } }
	queries := []string{"persons killed", "vesmar", "ordun 12", "off", "S-7", "bridge market school", "report 4", "of hospital stre", "7"}
	return []asked{
		{"home", always("/"), true},
		{"sources", func(n int) string { return fmt.Sprintf("/sources?skip=%d", n*100%sources) }, true},
		{"reader", func(n int) string { return fmt.Sprintf("/sources/S-%d", n*17%sources+1) }, true},
		{"statement", func(n int) string { return fmt.Sprintf("/sources/S-%d/statements/1", n*17%sources+1) }, true},
		{"incidents", always("/incidents"), true},
		{"incident", func(n int) string { return fmt.Sprintf("/incidents/I-%d", n%60+1) }, true},
		{"toll", always("/toll"), true},
		{"toll of an incident", func(n int) string { return fmt.Sprintf("/toll/I-%d", n%60+1) }, true},
		{"custody", func(n int) string { return fmt.Sprintf("/custody?skip=%d", n*50) }, true},
		{"custody, filtered", always("/custody?kind=" + url.QueryEscape("incident.added/1")), true},
		{"custody of a source", func(n int) string { return fmt.Sprintf("/custody/S-%d", n*17%sources+1) }, true},
		{"search", func(n int) string { return "/search?q=" + url.QueryEscape(queries[n%len(queries)]) }, true},
		{"reader, 500 pages", always("/sources/" + long), false},
	}
}

// served is the program at work, and a browser that is signed in.
type served struct {
	base   string
	client *http.Client
	cmd    *exec.Cmd
}

// serve builds the program and starts it on the project in dir.
func serve(ctx context.Context, dir string) (*served, error) {
	program := dir + "/reckon"
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "reckon/cmd/reckon").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building: %w: %s", err, out)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("keeping cookies: %w", err)
	}
	s := &served{client: &http.Client{Jar: jar}}
	s.cmd = exec.CommandContext(ctx, program, "serve", "--no-browser", "--address", "127.0.0.1:0", "-C", dir+"/project")
	s.cmd.Stdout = os.Stderr
	pipe, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("starting: %w", err)
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting: %w", err)
	}
	link, err := printedLink(pipe)
	if err != nil {
		return nil, errors.Join(err, s.cmd.Process.Kill())
	}
	at, err := url.Parse(link)
	if err != nil {
		return nil, fmt.Errorf("reading the address: %w", err)
	}
	s.base = "http://" + at.Host
	if _, err := s.get(ctx, at.RequestURI()); err != nil {
		return nil, err
	}
	return s, nil
}

// printedLink reads the address that the program prints, and leaves the rest
// to be read in the background so that the program never waits for a reader.
func printedLink(pipe io.Reader) (string, error) {
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "Open" {
			go io.Copy(io.Discard, pipe)
			return fields[1], nil
		}
	}
	return "", fmt.Errorf("the program printed no address: %w", errors.Join(lines.Err(), io.ErrUnexpectedEOF))
}

// get asks for a page and returns how many bytes it had.
func (s *served) get(ctx context.Context, address string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+address, nil)
	if err != nil {
		return 0, fmt.Errorf("asking: %w", err)
	}
	res, err := s.client.Do(r)
	if err != nil {
		return 0, fmt.Errorf("asking: %w", err)
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err != nil || res.StatusCode != http.StatusOK || strings.HasPrefix(res.Request.URL.Path, "/signin") {
		return int(n), fmt.Errorf("asking for %s: %s: %w", address, res.Status, errors.Join(err, errUnexpected))
	}
	return int(n), nil
}

var errUnexpected = errors.New("not the page that was asked for")

func (s *served) stop() {
	_ = s.cmd.Process.Kill() // it holds nothing that is not on the disk
	_ = s.cmd.Wait()         // which tells that it was killed
}
