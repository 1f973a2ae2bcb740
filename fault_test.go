package reckon_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"reckon"
	"reckon/internal/durable/durabletest"
)

// useCase is one change of a project that the tests make fail at every
// operation of the file system in turn.
type useCase struct {
	name   string
	sealed bool
	power  bool // also cut the power at every operation
	// run makes the change. It opens what it needs itself.
	run func(ctx context.Context, dir string, env reckon.Environment) error
	// after is what the change adds to the state; for one that changes nothing
	// which can be read, done says whether it has happened and is whole.
	after crashState
	done  func(ctx context.Context, dir string) (bool, error)
}

// withProject opens the project below dir, hands it to fn and closes it.
func withProject(ctx context.Context, dir string, env reckon.Environment, fn func(*reckon.Project) error) error {
	p, err := reckon.Open(ctx, filepath.Join(dir, crashProject), crashKey(), env)
	if err != nil {
		return err
	}
	return errors.Join(fn(p), p.Close())
}

// opened makes a change of an open project a use case's run.
func opened(fn func(ctx context.Context, p *reckon.Project, dir string) error) func(context.Context, string, reckon.Environment) error {
	return func(ctx context.Context, dir string, env reckon.Environment) error {
		return withProject(ctx, dir, env, func(p *reckon.Project) error { return fn(ctx, p, dir) })
	}
}

func addSecond(ctx context.Context, p *reckon.Project, dir string) error {
	in, err := crashFile(dir, "second")
	if err == nil {
		_, err = p.AddSource(ctx, in)
	}
	return err
}

func useCases() []useCase {
	second := crashState{"source second": crashSource(crashDigest(crashText("second")), 1)}
	rows := crashState{}
	for i := range 3 {
		rows[fmt.Sprintf("statement row-%d", i+1)] = "v1 current"
	}
	return []useCase{
		{name: "source", power: true, after: second, run: opened(addSecond)},
		{name: "source, sealed", sealed: true, after: second, run: opened(addSecond)},
		{
			name: "read again", power: true, after: crashState{"source first": crashSource(crashDigest(crashText("first")), 2)},
			run: opened(func(ctx context.Context, p *reckon.Project, _ string) error {
				_, err := p.ReadAgain(ctx, "S-1", "windows-1252", "")
				return err
			}),
		}, {
			name: "statement", power: true, after: crashState{"statement new": "v1 current"},
			run: opened(func(ctx context.Context, p *reckon.Project, _ string) error {
				_, err := p.AddStatement(ctx, crashCoded("S-1", "new v1"))
				return err
			}),
		}, {
			name: "import of statements", after: rows,
			run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
				_, err := p.ImportStatements(ctx, filepath.Join(dir, crashRows), reckon.ImportOptions{})
				return err
			}),
		}, {
			name: "import of a bundle", power: true, after: crashTheirs(), run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
				_, err := p.ImportBundle(ctx, filepath.Join(dir, crashBundle))
				return err
			}),
		},
		{name: "import of a bundle, sealed", sealed: true, after: crashTheirs(), run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
			_, err := p.ImportBundle(ctx, filepath.Join(dir, crashBundle))
			return err
		})},
		{
			name: "backup", power: true, done: crashArchived, run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
				_, err := p.Backup(ctx, filepath.Join(dir, "made.tar"))
				return err
			}),
		}, {
			name: "export of a bundle", done: crashArchived, run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
				_, err := p.ExportBundle(ctx, filepath.Join(dir, "made.tar"), "")
				return err
			}),
		}, {
			name: "export of an original", done: crashExported, run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
				_, err := p.ExportOriginal(ctx, "S-1", filepath.Join(dir, "made.txt"))
				return err
			}),
		}, {
			name: "rebuild", power: true,
			run: func(ctx context.Context, dir string, env reckon.Environment) error {
				_, err := reckon.Rebuild(ctx, filepath.Join(dir, crashProject), crashKey(), env)
				return err
			},
		}, {
			name: "keeping a checkpoint", power: true, done: crashKept, run: opened(func(ctx context.Context, p *reckon.Project, dir string) error {
				head, err := os.ReadFile(filepath.Join(dir, crashHead))
				if err != nil {
					return err
				}
				return p.KeepCheckpoint(ctx, head)
			}),
		}, {
			name: "change of the passphrase", sealed: true, power: true, done: crashRekeyed,
			run: func(_ context.Context, dir string, env reckon.Environment) error {
				return reckon.ChangePassphrase(filepath.Join(dir, crashProject), crashKey(), crashOtherPass, 10, env)
			},
		},
	}
}

// crashArchived says whether the archive was written, and refuses a part of
// one.
func crashArchived(ctx context.Context, dir string) (bool, error) {
	file := filepath.Join(dir, "made.tar")
	if _, err := os.Lstat(file); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	_, err := reckon.VerifyBackup(ctx, filepath.Join(dir, "made.tar"), crashKey(), reckon.VerifyOptions{}, reckon.Environment{})
	if err != nil {
		return true, fmt.Errorf("the archive: %w", err)
	}
	return true, nil
}

func crashExported(_ context.Context, dir string) (bool, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "made.txt"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil && string(raw) != crashText("first") {
		err = errors.New("half an original was exported")
	}
	return true, err
}

// crashKept says whether an earlier checkpoint is kept.
func crashKept(_ context.Context, dir string) (bool, error) {
	kept, err := filepath.Glob(filepath.Join(dir, crashProject, "log", "*", "anchors", "*.checkpoint"))
	return len(kept) == 1, err
}

const crashOtherPass = "seven other words make another long passphrase"

// crashRekeyed says whether the new passphrase opens the project, and refuses
// a project that neither opens.
func crashRekeyed(ctx context.Context, dir string) (bool, error) {
	key := reckon.Key{Passphrase: func() (string, error) { return crashOtherPass, nil }}
	project := filepath.Join(dir, crashProject)
	_, err := reckon.VerifyFolder(ctx, project, crashKey(), reckon.VerifyOptions{}, reckon.Environment{})
	p, oerr := reckon.Open(ctx, project, key, reckon.Environment{})
	if oerr != nil {
		return false, err
	}
	return true, errors.Join(p.Close(), reckon.ChangePassphrase(project, key, crashPass, 10, reckon.Environment{}))
}

// crashFaults are the faults to try on a change of so many operations: each
// operation goes wrong in one of the ways, in turn. With RECKON_TRIALS=full
// every operation goes wrong in every way; otherwise changes of very many
// operations are sampled.
func crashFaults(t *testing.T, ops int, power bool) (list []crashFault) {
	t.Helper()
	kinds := []crashFault{
		{Fault: durabletest.Fault{Err: syscall.ENOSPC}}, {Fault: durabletest.Fault{Err: durabletest.ErrCrash, Short: true}},
		{Fault: durabletest.Fault{Err: syscall.EIO, Short: true}},
	}
	if power {
		kinds = append(kinds, crashFault{durabletest.Fault{Err: durabletest.ErrCrash}, true})
	}
	if crashFull() {
		for at := range ops {
			list = append(list, kinds...)
			for i := range kinds {
				list[len(list)-1-i].At = at + 1
			}
		}
		return list
	}
	r := crashRandom(t)
	turn := r.IntN(len(kinds))
	for at := range ops {
		if ops > 100 && at > 20 && r.IntN(ops) > 50 {
			continue
		}
		f := kinds[(at+turn)%len(kinds)]
		f.At = at + 1
		list = append(list, f)
	}
	return list
}

// crashFull says whether the long trials are to run in full.
func crashFull() bool { return os.Getenv("RECKON_TRIALS") == "full" }

// crashRandom returns chance whose seed a failed test tells. RECKON_SEED sets
// it.
func crashRandom(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("RECKON_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		crashMust(t, err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("again with RECKON_SEED=%d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

type crashFault struct {
	durabletest.Fault
	power bool
}

func (f crashFault) String() string {
	return fmt.Sprintf("operation %d, %v, power lost %v", f.At, f.Err, f.power)
}

// TestEveryOperationFails makes every change fail at each of its operations.
// A change that failed is never acknowledged; afterwards the project opens and
// verifies as it is, with the change wholly there or wholly absent, nothing
// half written lies about, and the change can be made.
func TestEveryOperationFails(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	total := 0
	t.Run("all", func(t *testing.T) {
		for _, u := range useCases() {
			t.Run(u.name, func(t *testing.T) {
				t.Parallel()
				n := u.everywhere(t)
				mu.Lock()
				total += n
				mu.Unlock()
			})
		}
	})
	t.Logf("%d operations failed", total)
}

// everywhere runs the use case once to count its operations and once for each
// fault.
func (u *useCase) everywhere(t *testing.T) (trials int) {
	t.Helper()
	dir := crashCopy(t, u.sealed)
	count := durabletest.New(durabletest.Fault{})
	crashMust(t, u.run(t.Context(), dir, reckon.Environment{FS: count}))
	crashMust(t, count.PowerLoss()) // takes nothing back that was acknowledged
	u.check(t, dir, true)
	for i, f := range crashFaults(t, count.Ops(), u.power) {
		if u.fail(t, f, i%4 == 0); t.Failed() {
			t.Fatalf("%s: %v", u.name, f)
		}
		trials++
	}
	t.Logf("%d operations, %d trials", count.Ops(), trials)
	return trials
}

// fail runs the use case with one fault, and again without one where that is
// asked for.
func (u *useCase) fail(t *testing.T, f crashFault, again bool) {
	t.Helper()
	dir := crashCopy(t, u.sealed)
	defer os.RemoveAll(dir)
	fsys := durabletest.New(f.Fault)
	err := u.run(t.Context(), dir, reckon.Environment{FS: fsys})
	if err == nil {
		t.Errorf("%v: it was acknowledged", f)
	}
	if !errors.Is(err, f.Err) {
		t.Errorf("%v: the error does not say so: %v", f, err)
	}
	if f.power {
		crashMust(t, fsys.PowerLoss())
	}
	if !fsys.Crashed() {
		crashClean(t, dir) // a process that lives clears up behind itself
	}
	whole := u.check(t, dir, false)
	if t.Failed() {
		t.Fatalf("%v: the change ended with %v", f, err)
	}
	if !again || whole && u.after != nil {
		return // it is there, though it was not acknowledged
	}
	for _, name := range []string{"made.tar", "made.txt"} {
		crashMust(t, os.RemoveAll(filepath.Join(dir, name)))
	}
	if err := u.run(t.Context(), dir, reckon.Environment{}); err != nil {
		t.Fatalf("%v: the change cannot be made afterwards: %v", f, err)
	}
	crashClean(t, dir)
	u.check(t, dir, true)
}

// crashClean wants nothing half written outside the project.
func crashClean(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, "*.part"))
	crashMust(t, err)
	if len(left) > 0 {
		t.Fatalf("left behind: %q", left)
	}
}

// check opens the project and wants it to verify with the change wholly there
// or, unless it was acknowledged, wholly absent.
func (u *useCase) check(t *testing.T, dir string, acknowledged bool) (whole bool) {
	t.Helper()
	var done bool
	if u.done != nil {
		var err error
		if done, err = u.done(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	var got crashState
	err := withProject(t.Context(), dir, reckon.Environment{}, func(p *reckon.Project) (err error) {
		if _, err := p.Verify(t.Context(), reckon.VerifyOptions{Deep: acknowledged}); err != nil {
			return fmt.Errorf("verifying: %w", err)
		}
		got, err = crashObserve(t.Context(), p)
		return err
	})
	if err != nil {
		t.Fatalf("after reopening: %v", err)
	}
	left, err := crashLeftovers(filepath.Join(dir, crashProject))
	crashMust(t, err)
	if len(left) > 0 {
		t.Fatalf("left behind: %q", left)
	}
	seed, err := crashSeeds[u.sealed]()
	crashMust(t, err)
	whole = maps.Equal(got, seed.before.with(u.after))
	if !whole && !maps.Equal(got, seed.before) {
		t.Fatalf("neither the old nor the new state:\n%s", got)
	}
	whole = whole && (done || u.done == nil)
	if acknowledged && !whole {
		t.Fatalf("acknowledged and lost; there is\n%s", got)
	}
	return whole
}

// beginnings are the two ways for a project to come into being.
func beginnings() map[string]func(ctx context.Context, dir string, env reckon.Environment) (*reckon.Project, error) {
	return map[string]func(ctx context.Context, dir string, env reckon.Environment) (*reckon.Project, error){
		"init": func(_ context.Context, dir string, env reckon.Environment) (*reckon.Project, error) {
			return crashInit(filepath.Join(dir, "new"), false, env)
		},
		"init, sealed": func(_ context.Context, dir string, env reckon.Environment) (*reckon.Project, error) {
			return crashInit(filepath.Join(dir, "new"), true, env)
		},
		"restore": func(ctx context.Context, dir string, env reckon.Environment) (*reckon.Project, error) {
			o := reckon.RestoreOptions{Actor: "Ben Iru", Device: "other laptop"}
			return reckon.Restore(ctx, filepath.Join(dir, crashBackup), filepath.Join(dir, "new"), o, env)
		},
	}
}

// TestBeginningFails makes init and restore fail at each of their operations.
// Whatever is left, the folder is a project that opens and verifies, or the
// same beginning in the same folder makes it one.
func TestBeginningFails(t *testing.T) {
	t.Parallel()
	for name, begin := range beginnings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := crashCopy(t, false)
			count := durabletest.New(durabletest.Fault{})
			p, err := begin(t.Context(), dir, reckon.Environment{FS: count})
			crashMust(t, err)
			crashMust(t, p.Close())
			crashMust(t, count.PowerLoss())
			crashBegun(t, dir, name)
			for _, f := range crashFaults(t, count.Ops(), true) {
				crashBegin(t, name, f)
			}
			t.Logf("%d operations", count.Ops())
		})
	}
}

// crashBegin begins a project with one fault and then without.
func crashBegin(t *testing.T, name string, f crashFault) {
	t.Helper()
	dir := crashCopy(t, false)
	defer os.RemoveAll(dir)
	begin := beginnings()[name]
	fsys := durabletest.New(f.Fault)
	p, err := begin(t.Context(), dir, reckon.Environment{FS: fsys})
	if err == nil {
		t.Errorf("%v: it was acknowledged", f)
		crashMust(t, p.Close())
	}
	if f.power {
		crashMust(t, fsys.PowerLoss())
	}
	if !reckon.Exists(filepath.Join(dir, "new")) {
		p, err := begin(t.Context(), dir, reckon.Environment{})
		if err != nil {
			t.Fatalf("%v: it cannot be begun anew: %v", f, err)
		}
		crashMust(t, p.Close())
	}
	crashBegun(t, dir, fmt.Sprintf("%s, %v", name, f))
}

// TestBeginningAnewFails cuts off the attempt that clears an earlier one away,
// at each operation of that: the next one succeeds.
func TestBeginningAnewFails(t *testing.T) {
	t.Parallel()
	begin := beginnings()["init"]
	for at := 1; at <= 40; at++ {
		dir := crashCopy(t, false)
		for _, n := range []int{70, at} {
			_, err := begin(t.Context(), dir, reckon.Environment{FS: durabletest.New(durabletest.Fault{At: n, Err: durabletest.ErrCrash})})
			if !errors.Is(err, durabletest.ErrCrash) {
				t.Fatalf("cut off at operation %d: %v", n, err)
			}
		}
		p, err := begin(t.Context(), dir, reckon.Environment{})
		if err != nil {
			t.Fatalf("cut off while clearing away, at operation %d: %v", at, err)
		}
		crashMust(t, p.Close())
		crashBegun(t, dir, fmt.Sprintf("cut off while clearing away, at operation %d", at))
		crashMust(t, os.RemoveAll(dir))
	}
}

// crashBegun wants the new project to open, verify and take work.
func crashBegun(t *testing.T, dir, when string) {
	t.Helper()
	p, err := reckon.Open(t.Context(), filepath.Join(dir, "new"), crashKey(), reckon.Environment{})
	if err != nil {
		t.Fatalf("%s: opening: %v", when, err)
	}
	if _, err := p.Verify(t.Context(), reckon.VerifyOptions{Deep: true}); err != nil {
		t.Fatalf("%s: verifying: %v", when, err)
	}
	crashMust(t, errors.Join(addSecond(t.Context(), p, dir), p.Close()))
	left, err := crashLeftovers(dir)
	crashMust(t, err)
	if len(left) > 0 {
		t.Fatalf("%s: left behind: %q", when, left)
	}
}
