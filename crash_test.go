package reckon_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"reckon"
)

// crashProcess is a process that is to be killed.
type crashProcess struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines <-chan crashLine // what it says; closed at its end
}

// crashStart starts a process, which waits for the signal to begin.
func crashStart(t *testing.T, task crashTask) *crashProcess {
	t.Helper()
	text, err := json.Marshal(task)
	crashMust(t, err)
	self, err := os.Executable()
	crashMust(t, err)
	p := &crashProcess{cmd: exec.Command(self)}
	p.cmd.Env = append(os.Environ(), crashTaskEnv+"="+string(text))
	p.cmd.Stderr = os.Stderr
	p.in, err = p.cmd.StdinPipe()
	crashMust(t, err)
	out, err := p.cmd.StdoutPipe()
	crashMust(t, err)
	crashMust(t, p.cmd.Start())
	lines := make(chan crashLine, 1<<16)
	p.lines = lines
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			var l crashLine
			if err := json.Unmarshal(s.Bytes(), &l); err != nil {
				l.Error = err.Error() + ": " + s.Text()
			}
			lines <- l
		}
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it has ended already unless the test failed
	})
	return p
}

func (p *crashProcess) begin(t *testing.T) {
	t.Helper()
	_, err := io.WriteString(p.in, "go\n")
	crashMust(t, err)
}

// end waits for the process and returns what it said.
func (p *crashProcess) end(t *testing.T) (said []crashLine) {
	t.Helper()
	said = p.drain()
	for _, l := range said {
		if l.Error != "" {
			t.Fatalf("the process refused: %s", l.Error)
		}
	}
	return said
}

// crashWhile draws a time of at most so many milliseconds.
func crashWhile(r *rand.Rand, most int64) time.Duration {
	return time.Duration(r.Int64N(most * int64(time.Millisecond)))
}

// drain waits for the process and returns what it said, errors among it.
func (p *crashProcess) drain() (said []crashLine) {
	for l := range p.lines {
		said = append(said, l)
	}
	_ = p.cmd.Wait() // it was killed, or has said what went wrong
	return said
}

// kill lets the process work until it has had a number of changes
// acknowledged, and for a while more, and kills it.
func (p *crashProcess) kill(t *testing.T, acks int, after time.Duration) (said []crashLine) {
	t.Helper()
	p.begin(t)
	late := time.After(20 * time.Second)
	for acks > 0 {
		select {
		case l, more := <-p.lines:
			if said = append(said, l); l.Ack {
				acks--
			}
			if l.Error != "" || !more {
				t.Fatalf("the process refused: %s", l.Error)
			}
		case <-late:
			t.Fatal("the process does nothing")
		}
	}
	time.Sleep(after)
	crashMust(t, p.cmd.Process.Kill())
	return append(said, p.end(t)...)
}

// crashed is a project whose processes are killed again and again.
type crashed struct {
	task   crashTask
	r      *rand.Rand
	state  crashState // what was acknowledged or has been seen
	acks   int
	finish int // changes that were found done though not acknowledged
}

// TestKilledAtWork kills processes at random moments of adding, coding,
// importing, archiving and rebuilding. Each time the project opens without
// any repair, verifies, and holds exactly what was acknowledged, save that
// the one change under way may be there as well, whole.
func TestKilledAtWork(t *testing.T) {
	t.Parallel()
	projects, kills := 16, 25
	if crashFull() {
		projects = 40
	}
	seed := crashRandom(t).Uint64()
	var killed, acks, finished atomic.Int64
	t.Run("all", func(t *testing.T) {
		for i := range projects {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				c := newCrashed(t, i, seed)
				for k := range kills {
					c.kill(t, k)
					killed.Add(1)
				}
				c.look(t, true)
				acks.Add(int64(c.acks))
				finished.Add(int64(c.finish))
			})
		}
	})
	t.Logf("%d kills, %d changes acknowledged, %d found done that were not", killed.Load(), acks.Load(), finished.Load())
	if acks.Load() < killed.Load() {
		t.Error("hardly anything was done before the kills")
	}
}

// newCrashed makes a project for a series of kills: every second one sealed,
// every third one about to fill a segment of its log.
func newCrashed(t *testing.T, i int, seed uint64) *crashed {
	t.Helper()
	sealed := i%2 == 1
	dir := crashCopy(t, sealed)
	s, err := crashSeeds[sealed]()
	crashMust(t, err)
	for k := range crashBundles {
		raw, err := os.ReadFile(filepath.Join(s.dir, crashBundleName(k)))
		crashMust(t, err)
		crashMust(t, os.WriteFile(filepath.Join(dir, crashBundleName(k)), raw, 0o600))
	}
	c := &crashed{
		task: crashTask{Do: "work", Dir: dir, Sealed: sealed}, r: rand.New(rand.NewPCG(seed, uint64(i))), state: s.before,
	}
	if i%3 != 2 {
		return c
	}
	w := crashWorker{crashTask: c.task}
	var notes []string
	for n := range 235 {
		notes = append(notes, "many-"+strconv.Itoa(n)+" v1")
	}
	file := filepath.Join(dir, w.name("rows"))
	crashMust(t, crashImport(file, "S-1", notes))
	crashMust(t, withProject(t.Context(), dir, reckon.Environment{}, func(p *reckon.Project) (err error) {
		if _, err = p.ImportStatements(t.Context(), file, reckon.ImportOptions{}); err == nil {
			c.state, err = crashObserve(t.Context(), p)
		}
		return err
	}))
	return c
}

// kill lets a process work for a random while, kills it and looks at what it
// left.
func (c *crashed) kill(t *testing.T, k int) {
	t.Helper()
	task := c.task
	task.Seed = c.r.Uint64() >> 32
	said := crashStart(t, task).kill(t, c.r.IntN(5), crashWhile(c.r, 60))
	var open *crashLine
	for i := range said {
		if !said[i].Ack {
			open = &said[i]
			continue
		}
		c.acks++
		c.state = c.state.with(open.Set)
		if open.File != "" {
			crashWhole(t, open.File, true)
		}
		open = nil
	}
	if open != nil && open.File != "" {
		crashWhole(t, open.File, false)
	}
	got := c.look(t, k%10 == 0)
	if maps.Equal(got, c.state) {
		return
	}
	if open == nil || !maps.Equal(got, c.state.with(open.Set)) {
		t.Fatalf("after kill %d the project holds\n%sacknowledged was\n%sunder way %v", k, got, c.state, open)
	}
	c.finish++
	c.state = got
}

// look opens the project as it is, verifies it and reads its state.
func (c *crashed) look(t *testing.T, deep bool) (got crashState) {
	t.Helper()
	err := withProject(t.Context(), c.task.Dir, reckon.Environment{}, func(p *reckon.Project) (err error) {
		if _, err := p.Verify(t.Context(), reckon.VerifyOptions{Deep: deep}); err != nil {
			return err
		}
		got, err = crashObserve(t.Context(), p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	left, err := crashLeftovers(c.task.project())
	crashMust(t, err)
	if len(left) > 0 {
		t.Fatalf("left behind: %q", left)
	}
	return got
}

// crashWhole wants an archive to be whole or, unless it was acknowledged, not
// to be there, and removes it.
func crashWhole(t *testing.T, file string, acknowledged bool) {
	t.Helper()
	if _, err := os.Lstat(file); errors.Is(err, fs.ErrNotExist) && !acknowledged {
		return
	}
	_, err := reckon.VerifyBackup(context.Background(), file, crashKey(), reckon.VerifyOptions{}, reckon.Environment{})
	if err != nil {
		t.Fatalf("an archive is not whole: %v", err)
	}
	crashMust(t, os.Remove(file))
}

// TestKilledAtTheBeginning kills init and restore at random moments, several
// times in the same folder. The folder is a project that opens and verifies,
// or the next attempt makes it one.
func TestKilledAtTheBeginning(t *testing.T) {
	t.Parallel()
	folders := 18
	if crashFull() {
		folders = 60
	}
	seed := crashRandom(t).Uint64()
	var killed, made atomic.Int64
	t.Run("all", func(t *testing.T) {
		for i := range folders {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				b := &beginning{r: rand.New(rand.NewPCG(seed, uint64(i)))}
				b.task = crashTask{Do: []string{"init", "init", "restore"}[i%3], Dir: crashCopy(t, i%2 == 1), Sealed: i%2 == 1}
				crashMust(t, os.RemoveAll(b.task.project()))
				for range 6 {
					killed.Add(1)
					if b.kill(t) {
						made.Add(1)
						crashMust(t, os.RemoveAll(b.task.project()))
					}
				}
				b.complete(t)
			})
		}
	})
	t.Logf("%d kills, %d projects made in spite of them", killed.Load(), made.Load())
}

// beginning is a folder in which projects are begun.
type beginning struct {
	task crashTask
	r    *rand.Rand
}

// kill kills one attempt and says whether it made a project all the same.
func (b *beginning) kill(t *testing.T) (made bool) {
	t.Helper()
	said := crashStart(t, b.task).kill(t, 0, crashWhile(b.r, 200))
	acknowledged := len(said) > 0 && said[len(said)-1].Ack
	if !reckon.Exists(b.task.project()) {
		if acknowledged {
			t.Fatal("an acknowledged project is lost")
		}
		return false
	}
	b.look(t)
	return true
}

// complete lets the last attempt end.
func (b *beginning) complete(t *testing.T) {
	t.Helper()
	p := crashStart(t, b.task)
	p.begin(t)
	if said := p.end(t); len(said) != 1 || !said[0].Ack {
		t.Fatalf("a further attempt said %v", said)
	}
	b.look(t)
}

func (b *beginning) look(t *testing.T) {
	t.Helper()
	c := crashed{task: b.task}
	c.look(t, true)
}
