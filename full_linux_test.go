package reckon_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"reckon"
)

// TestDiskIsFull lets a process add sources until the disk is full: a small
// file system of its own where that can be mounted, otherwise a limit on the
// size of files. The last addition is refused and everything before it kept.
func TestDiskIsFull(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		from, dir := crashCopy(t, sealed), t.TempDir()
		task := crashTask{Do: "full", Dir: dir, Sealed: sealed}
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=6m"); err == nil {
			t.Cleanup(func() { crashMust(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
		} else {
			t.Logf("no small file system can be mounted (%v): the size of files is limited instead", err)
			task.Limit = 256 << 10
		}
		crashMust(t, os.CopyFS(filepath.Join(dir, crashProject), os.DirFS(filepath.Join(from, crashProject))))
		ballast := filepath.Join(dir, "ballast")
		crashMust(t, os.WriteFile(ballast, make([]byte, 2<<20), 0o600))
		p := crashStart(t, task)
		p.begin(t)
		said := p.end(t)
		crashMust(t, os.Remove(ballast))
		seed, err := crashSeeds[sealed]()
		crashMust(t, err)
		c := crashed{task: task, state: seed.before}
		for i := range len(said) / 2 {
			c.state = c.state.with(said[2*i].Set)
		}
		got := c.look(t, true)
		if last := said[len(said)-1]; last.Ack || !maps.Equal(got, c.state) && !maps.Equal(got, c.state.with(last.Set)) {
			t.Errorf("the project holds\n%sacknowledged was\n%s", got, c.state)
		}
		t.Logf("sealed %v: %d sources until the disk was full", sealed, len(said)/2)
		crashMust(t, withProject(t.Context(), dir, reckon.Environment{}, func(p *reckon.Project) error {
			_, err := crashFill(t.Context(), p, dir, "afterwards", 1)
			return err
		}))
	}
}

// full adds sources until one is refused because the disk is full.
func (w *crashWorker) full(ctx context.Context) error {
	if w.Limit > 0 {
		signal.Ignore(syscall.SIGXFSZ) // which makes the write fail instead
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: w.Limit, Max: w.Limit}); err != nil {
			return err
		}
	}
	w.refs = map[string]string{}
	for {
		w.n++
		s := w.source()
		crashSay(crashLine{Set: s.set})
		err := s.do(ctx)
		full := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EFBIG) || errors.Is(err, sqlite3.FULL) ||
			err != nil && strings.Contains(err.Error(), "disk I/O error")
		switch {
		case full:
			return nil
		case err != nil:
			return err
		}
		crashSay(crashLine{Ack: true})
	}
}
