package reckon_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"reckon"
	"reckon/fault"
	"reckon/internal/store"
)

// TestTwoProcessesWorkSideBySide lets two processes add to one project while
// this one reads and verifies it: nothing is lost, no number is given twice,
// and nobody waits for ever.
func TestTwoProcessesWorkSideBySide(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		dir := crashCopy(t, sealed)
		var processes []*crashProcess
		for i := range 2 {
			processes = append(processes, crashStart(t, crashTask{Do: "fill", Dir: dir, Sealed: sealed, Seed: uint64(i)}))
		}
		p, err := reckon.Open(t.Context(), filepath.Join(dir, crashProject), crashKey(), reckon.Environment{})
		crashMust(t, err)
		for _, c := range processes {
			c.begin(t)
		}
		ended := make(chan int, 1)
		go func() { ended <- len(processes[0].drain()) + len(processes[1].drain()) }()
		looks, acks := 0, -1
		for last := 0; acks < 0; looks++ {
			select {
			case acks = <-ended:
			default:
				last = crashGrows(t, p, last)
			}
		}
		if acks != 2*crashShare {
			t.Fatalf("%d of %d additions were acknowledged", acks, 2*crashShare)
		}
		crashNumbered(t, p, 2*crashShare)
		_, err = p.Verify(t.Context(), reckon.VerifyOptions{Deep: true})
		crashMust(t, errors.Join(err, p.Close()))
		t.Logf("sealed %v: read and verified %d times meanwhile", sealed, looks)
	}
}

// crashGrows reads and verifies a project that others add to, and wants it
// not to shrink.
func crashGrows(t *testing.T, p *reckon.Project, last int) int {
	t.Helper()
	if _, err := p.Verify(t.Context(), reckon.VerifyOptions{}); err != nil {
		t.Fatalf("verifying beside the others: %v", err)
	}
	state, err := crashObserve(t.Context(), p)
	crashMust(t, err)
	if len(state) < last {
		t.Fatalf("there were %d sources and statements, now %d", last, len(state))
	}
	time.Sleep(20 * time.Millisecond)
	return len(state)
}

// crashNumbered wants every source to have a number of its own and its
// statement, and as many to have come as are stated.
func crashNumbered(t *testing.T, p *reckon.Project, added int) {
	t.Helper()
	refs := map[string]bool{}
	side := 0
	crashMust(t, p.Read(t.Context(), func(r *store.Reader) error {
		for s, err := range r.Sources() {
			if err != nil {
				return err
			}
			if refs[s.Ref] {
				t.Errorf("two sources are called %s", s.Ref)
			}
			refs[s.Ref] = true
			if strings.HasPrefix(s.Title, "side-") {
				if side++; s.Statements != 1 {
					t.Errorf("%s has %d statements", s.Ref, s.Statements)
				}
			}
		}
		return nil
	}))
	if side != added {
		t.Errorf("%d sources came, %d were acknowledged", side, added)
	}
}

// TestRebuiltUnderAnOpenProject replaces the database while this process has
// it open: it goes on with the new one, sees what others add to it, and loses
// nothing that it adds itself.
func TestRebuiltUnderAnOpenProject(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		dir := crashCopy(t, sealed)
		project := filepath.Join(dir, crashProject)
		ours, err := reckon.Open(t.Context(), project, crashKey(), reckon.Environment{})
		crashMust(t, err)
		_, err = reckon.Rebuild(t.Context(), project, crashKey(), reckon.Environment{})
		crashMust(t, err)
		crashMust(t, withProject(t.Context(), dir, reckon.Environment{}, func(theirs *reckon.Project) error {
			_, err := crashFill(t.Context(), theirs, dir, "elsewhere", 1)
			return err
		}))
		// The source was added to the new database, and is coded by its number.
		if _, err := ours.AddStatement(t.Context(), crashCoded("S-2", "here-too v1")); err != nil {
			t.Fatalf("what another process added after its rebuild: %v", err)
		}
		other := crashStart(t, crashTask{Do: "rebuild", Dir: dir, Sealed: sealed})
		other.begin(t)
		for i := range 20 {
			if _, err := ours.AddStatement(t.Context(), crashCoded("S-1", "while-"+strings.Repeat("x", i+1)+" v1")); err != nil {
				t.Fatalf("statement %d beside a rebuild: %v", i, err)
			}
		}
		other.end(t)
		_, err = ours.Verify(t.Context(), reckon.VerifyOptions{Deep: true})
		crashMust(t, err)
		state, err := crashObserve(t.Context(), ours)
		crashMust(t, errors.Join(err, ours.Close()))
		seed, err := crashSeeds[sealed]()
		crashMust(t, err)
		if want := len(seed.before) + 2 + 1 + 20; len(state) != want {
			t.Errorf("there are %d sources and statements, not %d", len(state), want)
		}
	}
}

// TestLock looks at the lock from three sides: one left by a process that was
// killed does not matter, one that is held is waited for, and after the time
// set for that the change is refused.
func TestLock(t *testing.T) {
	t.Parallel()
	dir := crashCopy(t, false)
	file := filepath.Join(dir, crashProject, "lock")
	crashMust(t, os.WriteFile(file, []byte("left"), 0o600))
	add := func(note string, wait time.Duration) error {
		return withProject(t.Context(), dir, reckon.Environment{LockWait: wait}, func(p *reckon.Project) error {
			_, err := p.AddStatement(t.Context(), crashCoded("S-1", note))
			return err
		})
	}
	if err := add("stale v1", time.Second); err != nil {
		t.Errorf("beside a lock that nobody holds: %v", err)
	}
	p, err := reckon.Open(t.Context(), filepath.Join(dir, crashProject), crashKey(), reckon.Environment{LockWait: 50 * time.Millisecond})
	crashMust(t, err)
	held := flock.New(file)
	crashMust(t, held.Lock())
	_, err = p.AddStatement(t.Context(), crashCoded("S-1", "refused v1"))
	var problem *fault.Problem
	if !errors.As(err, &problem) || problem.Kind != fault.Locked || problem.Kept != "Nothing was changed" {
		t.Errorf("while another process writes: %+v", err)
	}
	if _, err := crashObserve(t.Context(), p); err != nil {
		t.Errorf("reading while another process writes: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.AddStatement(ctx, crashCoded("S-1", "cancelled v1")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled change ended with %v", err)
	}
	waited := make(chan error, 1)
	go func() { waited <- add("waited v1", 10*time.Second) }()
	time.Sleep(50 * time.Millisecond)
	crashMust(t, held.Unlock())
	if err := <-waited; err != nil {
		t.Errorf("after the other process had finished: %v", err)
	}
	state, err := crashObserve(t.Context(), p)
	crashMust(t, errors.Join(err, p.Close()))
	for name, want := range map[string]bool{"stale": true, "waited": true, "refused": false, "cancelled": false} {
		if _, there := state["statement "+name]; there != want {
			t.Errorf("statement %s is there: %v", name, there)
		}
	}
}

// TestStageIsNotTakenForALeftover commits while another addition is being
// prepared: its files are left alone.
func TestStageIsNotTakenForALeftover(t *testing.T) {
	t.Parallel()
	dir := crashCopy(t, false)
	work := filepath.Join(dir, crashProject, "work")
	for _, name := range []string{"busy", "gone"} {
		crashMust(t, os.MkdirAll(filepath.Join(work, name, "vault"), 0o700))
		crashMust(t, os.WriteFile(filepath.Join(work, name+".live"), nil, 0o600))
	}
	crashMust(t, os.WriteFile(filepath.Join(work, "early.live"), nil, 0o600)) // killed before its stage
	busy := flock.New(filepath.Join(work, "busy.live"))
	crashMust(t, busy.Lock())
	crashMust(t, withProject(t.Context(), dir, reckon.Environment{}, func(p *reckon.Project) error {
		_, err := p.Verify(t.Context(), reckon.VerifyOptions{})
		return err
	}))
	left, err := crashLeftovers(filepath.Join(dir, crashProject))
	crashMust(t, err)
	if len(left) != 2 || filepath.Base(left[0]) != "busy" || filepath.Base(left[1]) != "busy.live" {
		t.Errorf("left are %q", left)
	}
	crashMust(t, busy.Unlock())
}

// TestTextsOfOneSourceOnTwoDevices reads a source again on the device that
// preserved it and on another, and takes over what the other made, which still
// holds the older version of the object: both texts stand.
func TestTextsOfOneSourceOnTwoDevices(t *testing.T) {
	t.Parallel()
	dir := crashCopy(t, false)
	crashMust(t, withProject(t.Context(), dir, reckon.Environment{}, func(p *reckon.Project) error {
		if _, err := p.ReadAgain(t.Context(), "S-1", "iso-8859-1", ""); err != nil {
			return err
		}
		if _, err := p.ImportBundle(t.Context(), filepath.Join(dir, crashBundle)); err != nil {
			return err
		}
		if _, err := p.Verify(t.Context(), reckon.VerifyOptions{Deep: true}); err != nil {
			return err
		}
		src, err := p.CheckSource(t.Context(), "S-1")
		if len(src.Renditions) != 3 {
			t.Errorf("the source has %d texts", len(src.Renditions))
		}
		for _, r := range src.Renditions {
			if _, _, err := p.Text(t.Context(), "S-1", r.Rendition); err != nil {
				t.Errorf("the text in %s: %v", r.Encoding, err)
			}
		}
		return err
	}))
}
