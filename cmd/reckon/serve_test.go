package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"reckon"
	"reckon/fault"
)

func TestOnlyTheLoopbackIsListenedOn(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"0.0.0.0:0", ":7171", "[::]:0", "192.0.2.1:80", "localhost:0", "127.0.0.1", "example.org:80"} {
		if l, err := listen(t.Context(), address); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s gives %v %v", address, l, err)
		}
	}
}

func TestABusyPortIsLeftToItsOwner(t *testing.T) {
	t.Parallel()
	first, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := listen(t.Context(), first.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if at, ok := second.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() || second.Addr().String() == first.Addr().String() {
		t.Errorf("listening on %s", second.Addr())
	}
}

// Whoever starts the program without a terminal is asked for the passphrase
// in the browser.
func TestSealedProjectIsServedLocked(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := filepath.Join(t.TempDir(), "sealed")
	o := reckon.InitOptions{Title: "Sealed", Actor: "Ana", Device: "laptop", Passphrase: "open all these doors", WorkFactor: 10}
	p, _, err := reckon.Init(t.Context(), dir, o, reckon.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	said, says := io.Pipe()
	given := map[string]string{}
	a := &app{in: strings.NewReader(""), out: io.Discard, err: says, dir: dir, getenv: func(name string) string { return given[name] }}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		err := a.serve(ctx, "127.0.0.1:0", true)
		says.CloseWithError(err)
		done <- err
	}()
	body := firstPage(t, said)
	if !strings.Contains(body, "A sealed project lies here") || !strings.Contains(body, `name="passphrase"`) {
		t.Errorf("the first page is %s", body)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	given["RECKON_PASSPHRASE"] = "wrong"
	if p, err := a.openForPages(t.Context()); fault.KindOf(err) != fault.Locked {
		t.Errorf("a wrong passphrase gives %v %v", p, err)
	}
}

// firstPage follows the address that the program prints.
func firstPage(t *testing.T, said io.Reader) string {
	t.Helper()
	lines := bufio.NewReader(said)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, lines)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&http.Client{Jar: jar}).Get(regexp.MustCompile(`http://\S+`).FindString(line))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
