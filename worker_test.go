package reckon_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"reckon"
	"reckon/internal/store"
)

// crashTaskEnv tells this binary to be a process that is to be killed.
const crashTaskEnv = "RECKON_TEST_TASK"

// crashTask is what such a process does.
type crashTask struct {
	Do     string // init, restore, work, fill, full or rebuild
	Dir    string // that holds the project and files beside it
	Sealed bool
	Seed   uint64
	Limit  uint64 // of the size of files, for full; 0 for none
}

// crashLine is what such a process says: what it is about to change, and that
// the change was acknowledged.
type crashLine struct {
	Set   crashState `json:",omitempty"` // what it is about to set
	File  string     `json:",omitempty"` // the archive that it is about to write
	Ack   bool       `json:",omitempty"`
	Error string     `json:",omitempty"`
}

func crashSay(l crashLine) {
	raw, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	// One write, so that a kill leaves a whole line or none.
	if _, err := os.Stdout.Write(append(raw, '\n')); err != nil {
		os.Exit(1)
	}
}

// crashChild is the main function of a process that is to be killed. It waits
// for a line before it begins.
func crashChild(text string) int {
	var task crashTask
	err := json.Unmarshal([]byte(text), &task)
	if err == nil {
		err = store.UseCache(filepath.Join(os.Getenv(crashHomeEnv), "cache"))
	}
	if err == nil {
		_, err = bufio.NewReader(os.Stdin).ReadString('\n')
	}
	if err == nil {
		err = task.run(context.Background())
	}
	if err != nil {
		crashSay(crashLine{Error: fmt.Sprintf("%+v", err)})
		return 1
	}
	return 0
}

func (c crashTask) project() string { return filepath.Join(c.Dir, crashProject) }

func (c crashTask) run(ctx context.Context) error {
	switch c.Do {
	case "init":
		_, err := crashInit(c.project(), c.Sealed, reckon.Environment{})
		crashSay(crashLine{Ack: err == nil})
		return err
	case "restore":
		o := reckon.RestoreOptions{Actor: "Ben Iru", Device: "other laptop", Key: crashKey()}
		_, err := reckon.Restore(ctx, filepath.Join(c.Dir, crashBackup), c.project(), o, reckon.Environment{})
		crashSay(crashLine{Ack: err == nil})
		return err
	case "rebuild":
		for range 5 {
			if _, err := reckon.Rebuild(ctx, c.project(), crashKey(), reckon.Environment{}); err != nil {
				return err
			}
		}
		return nil
	}
	p, err := reckon.Open(ctx, c.project(), crashKey(), reckon.Environment{})
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	w := &crashWorker{crashTask: c, p: p, r: rand.New(rand.NewPCG(c.Seed, 1))}
	switch c.Do {
	case "fill":
		return w.fill(ctx)
	case "full":
		return w.full(ctx)
	default:
		return w.work(ctx)
	}
}

// crashWorker works on a project until it is killed.
type crashWorker struct {
	crashTask
	p     *reckon.Project
	r     *rand.Rand
	n     int
	state crashState
	refs  map[string]string // display numbers, by the names in the state
}

// crashStep is a change that is about to be made.
type crashStep struct {
	set  crashState
	file string
	do   func(ctx context.Context) error
}

// work makes changes for ever, each drawn at random.
func (w *crashWorker) work(ctx context.Context) (err error) {
	if w.state, err = crashObserve(ctx, w.p); err != nil {
		return err
	}
	if err := w.number(ctx); err != nil {
		return err
	}
	for {
		w.n++
		s := w.choose()
		crashSay(crashLine{Set: s.set, File: s.file})
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("making %v: %w", s.set, err)
		}
		w.state = w.state.with(s.set)
		crashSay(crashLine{Ack: true})
	}
}

// number looks up the display numbers of everything.
func (w *crashWorker) number(ctx context.Context) error {
	w.refs = map[string]string{}
	return w.p.Read(ctx, func(r *store.Reader) error {
		for s, err := range r.Sources() {
			if err != nil {
				return err
			}
			w.refs["source "+s.Title] = s.Ref
		}
		for s, err := range r.Statements(store.Filter{}) {
			if err != nil {
				return err
			}
			name, _ := crashNote(&s)
			w.refs[name] = s.Ref
		}
		return nil
	})
}

// choose draws the next change.
func (w *crashWorker) choose() crashStep {
	switch n := w.r.IntN(100); {
	case n < 24:
		return w.source()
	case n < 50:
		return w.statement()
	case n < 62:
		return w.change("correct")
	case n < 70:
		return w.change("withdraw")
	case n < 76:
		return w.readAgain()
	case n < 83:
		return w.rows()
	case n < 87:
		return w.archive("backup", w.p.Backup)
	case n < 90:
		return w.archive("export", func(ctx context.Context, to string) (reckon.Archived, error) {
			return w.p.ExportBundle(ctx, to, "")
		})
	case n < 94:
		return w.bundle()
	case n < 97:
		return crashStep{do: w.rebuild}
	default:
		return crashStep{do: func(ctx context.Context) error {
			head, err := w.p.Checkpoint(ctx)
			if err != nil {
				return err
			}
			return w.p.KeepCheckpoint(ctx, []byte(head.Note))
		}}
	}
}

func (w *crashWorker) name(kind string) string { return fmt.Sprintf("%s-%d-%d", kind, w.Seed, w.n) }

func (w *crashWorker) source() crashStep {
	title := w.name("mine")
	return crashStep{
		set: crashState{"source " + title: crashSource(crashDigest(crashText(title)), 1)},
		do: func(ctx context.Context) error {
			in, err := crashFile(w.Dir, title)
			if err != nil {
				return err
			}
			got, err := w.p.AddSource(ctx, in)
			w.refs["source "+title] = got.Ref
			return errors.Join(err, os.Remove(in.Path))
		},
	}
}

// some draws the name of something whose state begins with a prefix and holds
// part; "" where there is nothing.
func (w *crashWorker) some(prefix, part string) string {
	var names []string
	for name := range w.refs {
		if strings.HasPrefix(name, prefix) && strings.Contains(w.state[name], part) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[w.r.IntN(len(names))]
}

func (w *crashWorker) statement() crashStep {
	name, src := w.name("note"), w.refs[w.some("source ", "")]
	return crashStep{
		set: crashState{"statement " + name: "v1 current"},
		do: func(ctx context.Context) error {
			e, err := w.p.AddStatement(ctx, crashCoded(src, name+" v1"))
			w.refs["statement "+name] = e.Ref
			return err
		},
	}
}

// change corrects or withdraws a statement of this project's own.
func (w *crashWorker) change(what string) crashStep {
	name := w.some("statement note-", " current")
	if name == "" {
		return w.statement()
	}
	ref, version := w.refs[name], strings.Fields(w.state[name])[0]
	if what == "withdraw" {
		return crashStep{
			set: crashState{name: version + " withdrawn"},
			do: func(ctx context.Context) error {
				_, err := w.p.WithdrawStatement(ctx, ref, "entered twice")
				return err
			},
		}
	}
	next := version + "+"
	return crashStep{
		set: crashState{name: next + " current"},
		do: func(ctx context.Context) error {
			return crashCorrect(ctx, w.p, ref, strings.TrimPrefix(name, "statement ")+" "+next)
		},
	}
}

func (w *crashWorker) readAgain() crashStep {
	name := w.some("source mine-", "")
	if name == "" {
		return w.source()
	}
	var sum string
	var texts int
	if _, err := fmt.Sscan(w.state[name], &sum, &texts); err != nil {
		panic(err)
	}
	return crashStep{
		set: crashState{name: crashSource(sum, texts+1)},
		do: func(ctx context.Context) error {
			_, err := w.p.ReadAgain(ctx, w.refs[name], "windows-1252", "")
			return err
		},
	}
}

// rows imports a file of statements.
func (w *crashWorker) rows() crashStep {
	src := w.refs[w.some("source ", "")]
	file := filepath.Join(w.Dir, w.name("rows")+".jsonl")
	set := crashState{}
	var notes []string
	for i := range 2 + w.r.IntN(20) {
		note := fmt.Sprintf("%s-%d", w.name("note"), i)
		set["statement "+note] = "v1 current"
		notes = append(notes, note+" v1")
	}
	return crashStep{set: set, do: func(ctx context.Context) error {
		if err := crashImport(file, src, notes); err != nil {
			return err
		}
		if _, err := w.p.ImportStatements(ctx, file, reckon.ImportOptions{}); err != nil {
			return err
		}
		return errors.Join(w.number(ctx), os.Remove(file))
	}}
}

func (w *crashWorker) archive(what string, write func(context.Context, string) (reckon.Archived, error)) crashStep {
	file := filepath.Join(w.Dir, w.name(what)+".tar")
	return crashStep{file: file, do: func(ctx context.Context) error {
		_, err := write(ctx, file)
		return err
	}}
}

// bundle takes over the partner's next bundle.
func (w *crashWorker) bundle() crashStep {
	for k := range crashBundles {
		if _, known := w.state[fmt.Sprintf("source later-%d", k)]; known {
			continue
		}
		return crashStep{set: crashLater(k), do: func(ctx context.Context) error {
			if _, err := w.p.ImportBundle(ctx, filepath.Join(w.Dir, crashBundleName(k))); err != nil {
				return err
			}
			return w.number(ctx)
		}}
	}
	return w.statement()
}

func (w *crashWorker) rebuild(ctx context.Context) error {
	if err := w.p.Close(); err != nil {
		return err
	}
	_, err := reckon.Rebuild(ctx, w.project(), crashKey(), reckon.Environment{})
	if err == nil {
		w.p, err = reckon.Open(ctx, w.project(), crashKey(), reckon.Environment{})
	}
	return err
}

// crashShare is how many sources and statements one of two processes adds
// that work side by side.
const crashShare = 50

// fill adds sources and statements beside another process that does the same.
func (w *crashWorker) fill(ctx context.Context) error {
	for i := range crashShare {
		w.n = i
		in, err := crashFile(w.Dir, w.name("side"))
		if err != nil {
			return err
		}
		src, err := w.p.AddSource(ctx, in)
		if err != nil {
			return fmt.Errorf("source %d: %w", i, err)
		}
		if _, err := w.p.AddStatement(ctx, crashCoded(src.Ref, w.name("side")+" v1")); err != nil {
			return fmt.Errorf("statement %d: %w", i, err)
		}
		crashSay(crashLine{Ack: true})
	}
	return w.p.Close()
}
