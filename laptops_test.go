package reckon

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/driver"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/ledger"
	"reckon/names"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// laptopStep is one step of an interleaving. Its numbers choose among what
// there is at the time, so that a step can be left out and the rest still
// means something.
type laptopStep struct {
	Do             string
	Who, From, Nth int
}

// laptopSteps are what a device can do; some are drawn more often.
func laptopSteps() []string {
	return []string{
		"add source", "add source", "add statement", "add statement", "add statement", "correct", "correct", "correct", "withdraw", "add person",
		"add incident", "add actor", "set codebook", "send", "receive", "receive again",
	}
}

// laptop is a device's database and what it has sent.
type laptop struct {
	db     *store.DB
	raw    *sql.DB // to empty it between trials
	writer store.Writer
	actor  ledger.ActorID
	clock  time.Time // wrong on purpose
}

// laptops are the devices of a trial.
type laptops struct {
	all     []*laptop
	random  *rand.ChaCha8
	bundles []laptopBundle
	refs    map[string]string // display number of everything that was entered, by identifier
	acts    int
	vkey    string
}

// laptopBundle is what a device's logs held when it was sent.
type laptopBundle map[ledger.WriterID][]*ledger.Record

func newLaptops(t testing.TB, n int) *laptops {
	t.Helper()
	_, vkey, err := ledger.GenerateKey(rand.NewChaCha8([32]byte{1}), "reckon/a/b")
	tamperMust(t, err)
	l := &laptops{vkey: vkey}
	dir := tamperTemp(t)
	for i := range n {
		path := filepath.Join(dir, fmt.Sprintf("%d.db", i))
		db, err := store.Create(context.Background(), path, nil)
		tamperMust(t, err)
		raw, err := driver.Open("file:" + filepath.ToSlash(path))
		tamperMust(t, err)
		raw.SetMaxOpenConns(1)
		t.Cleanup(func() { tamperMust(t, errors.Join(raw.Close(), db.Close())) })
		l.all = append(l.all, &laptop{db: db, raw: raw})
	}
	return l
}

// begin empties the databases and lets the devices join one project.
func (l *laptops) begin(seed uint64, tags []string) error {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	l.random, l.bundles, l.refs, l.acts = rand.NewChaCha8(key), nil, map[string]string{}, 0
	const tables = "act project writer actor numbering object source artifact rendition incident person statement version codebook trouble"
	for i, d := range l.all {
		text := "BEGIN;"
		for _, table := range strings.Fields(tables) {
			text += "DELETE FROM " + table + ";"
		}
		if _, err := d.raw.Exec(text + "COMMIT"); err != nil {
			return err
		}
		d.writer = store.Writer{ID: ledger.WriterID(l.id()), Key: "k", Random: l.random}
		d.clock = time.Date(2060, 1, 1, 7*i, 0, 0, 0, time.UTC)
		if i > 0 {
			if err := l.take(d, l.logs(l.all[0], 3)); err != nil {
				return err
			}
		}
		d.actor = ledger.ActorID(l.id())
		var first []ledger.Payload
		if i == 0 {
			first = append(first, ledger.ProjectCreated{Project: l.id(), Title: "Orlin", Files: map[string]string{"README.txt": strings.Repeat("0a", 32)}})
		}
		first = append(first, ledger.WriterJoined{Writer: d.writer.ID, Name: fmt.Sprint("laptop ", i), Tag: tags[i], Verifier: l.vkey},
			ledger.ActorAdded{Actor: d.actor, Name: fmt.Sprint("person ", i)})
		for _, p := range first {
			id := ledger.ActID(l.id())
			if a, ok := p.(ledger.ActorAdded); ok {
				id = ledger.ActID(a.Actor)
			}
			if err := l.append(d, id, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *laptops) id() string {
	id, err := ledger.NewID(l.random)
	if err != nil {
		panic(err) // a ChaCha8 does not fail
	}
	return id
}

func (l *laptops) append(d *laptop, id ledger.ActID, p ledger.Payload) error {
	l.acts++
	d.clock = d.clock.Add(time.Minute)
	return d.db.Write(context.Background(), d.writer, func(tx *store.Tx) error {
		_, err := tx.Append(store.Draft{ID: id, Actor: d.actor, Time: d.clock, Reason: "because", Payload: p})
		return err
	})
}

// logs reads what a device holds of every log, at most most acts of each.
func (l *laptops) logs(d *laptop, most int) laptopBundle {
	b := laptopBundle{}
	err := d.db.Read(context.Background(), func(r *store.Reader) error {
		writers, err := r.WriterList()
		if err != nil {
			return err
		}
		for _, info := range writers {
			w := info.Writer
			for line, err := range r.Lines(w, 0) {
				if err != nil {
					return err
				}
				if rec, perr := ledger.ParseRecord(line); perr != nil {
					return perr
				} else if len(b[w]) < most {
					b[w] = append(b[w], rec)
				}
			}
		}
		return nil
	})
	if err != nil {
		panic(err) // reading what was written in the same process
	}
	return b
}

// take enters a bundle as ImportBundle does: what is beyond the logs here, in
// the stated order.
func (l *laptops) take(d *laptop, b laptopBundle) error {
	return d.db.Write(context.Background(), store.Writer{}, func(tx *store.Tx) error {
		var fresh []*ledger.Record
		for w, records := range b {
			size, err := tx.Size(w)
			if err != nil {
				return err
			}
			if int64(len(records)) > size {
				fresh = append(fresh, records[size:]...)
			}
		}
		slices.SortFunc(fresh, func(a, b *ledger.Record) int {
			if a.Act.Before(&b.Act) {
				return -1
			}
			return 1
		})
		last, err := tx.Last()
		if err != nil {
			return err
		}
		for _, r := range fresh {
			if err := tx.Insert(r); err != nil {
				return err
			}
		}
		return tx.Apply(fresh, last)
	})
}

// step carries out one step.
func (l *laptops) step(s laptopStep) error {
	d := l.all[s.Who%len(l.all)]
	switch s.Do {
	case "send":
		l.bundles = append(l.bundles, l.logs(d, 1<<20))
		return nil
	case "receive": // the newest
		if len(l.bundles) > 0 {
			return errors.Join(l.take(d, l.bundles[len(l.bundles)-1]), l.stable(d))
		}
		return nil
	case "receive again": // any, also one of its own, or one that it had
		if len(l.bundles) > 0 {
			return errors.Join(l.take(d, l.bundles[s.Nth%len(l.bundles)]), l.stable(d))
		}
		return nil
	}
	return errors.Join(l.act(d, s), l.stable(d))
}

// act adds an act of what kind the step says, where there is what it needs.
func (l *laptops) act(d *laptop, s laptopStep) error {
	var sources []store.Source
	var statements []store.Statement
	err := d.db.Read(context.Background(), func(r *store.Reader) (err error) {
		for src, serr := range r.Sources() {
			err = errors.Join(err, serr)
			sources = append(sources, src)
		}
		for st, serr := range r.Statements(store.Filter{}) {
			err = errors.Join(err, serr)
			statements = append(statements, st)
		}
		return err
	})
	if err != nil {
		return err
	}
	id := l.id()
	switch {
	case s.Do == "add source" || len(sources) == 0:
		return l.append(d, ledger.ActID(id), source.Added{
			Source: source.ID(id), Title: "T", Material: "book", Citation: "in the library", Confidentiality: source.Public,
		})
	case s.Do == "add statement" || len(statements) == 0:
		src := sources[s.Nth%len(sources)]
		return l.append(d, ledger.ActID(id), statement.Added{Statement: laptopStatement(id, src.ID, s.Nth)})
	case s.Do == "correct":
		return l.correct(d, statements[s.Nth%min(2, len(statements))], s.From) // a few, so that they meet
	case s.Do == "withdraw":
		st := statements[s.Nth%min(3, len(statements))]
		return l.append(d, ledger.ActID(id), statement.Withdrawn{Statement: st.ID, Bases: headActs(&st)})
	}
	return l.enter(d, s, id, statements)
}

// enter adds what does not change a statement.
func (l *laptops) enter(d *laptop, s laptopStep, id string, statements []store.Statement) error {
	var p ledger.Payload
	switch s.Do {
	case "add person":
		p = register.PersonAdded{Person: register.Person{
			ID: register.PersonID(id), Names: []names.Name{{Text: "Mira Toll", Kind: names.AsWritten}},
			Statements: []statement.ID{statements[s.Nth%len(statements)].ID},
		}}
	case "add incident":
		p = register.IncidentAdded{Incident: register.Incident{
			ID: register.IncidentID(id), Names: []register.IncidentName{{Text: "Orlin", UsedBy: "the project"}}, Display: "Orlin", Reason: "the place",
		}}
	case "add actor":
		p = ledger.ActorAdded{Actor: ledger.ActorID(id), Name: fmt.Sprint("person ", s.Nth%4)}
	default:
		p = statement.CodebookSet{Codebook: statement.Presets()[s.Nth%len(statement.Presets())]}
	}
	return l.append(d, ledger.ActID(id), p)
}

func laptopStatement(id, src string, n int) statement.Statement {
	value := int64(n)
	return statement.Statement{
		ID: statement.ID(id), Source: source.ID(src), Speakers: []statement.Speaker{{Name: "Ministry"}}, Quote: fmt.Sprint(n, " persons were killed"),
		Content: &statement.Toll{
			Figure:   statement.Quantity{Form: statement.Exact, Value: &value, Low: &value, High: &value, Words: fmt.Sprint(n)},
			Category: statement.Category{Statuses: []string{"killed"}, Unit: "persons"},
		},
	}
}

func (l *laptops) correct(d *laptop, st store.Statement, n int) error {
	content := laptopStatement(string(st.ID), string(st.Source), n)
	return l.append(d, ledger.ActID(l.id()), statement.Corrected{Statement: st.ID, Bases: headActs(&st), Content: content})
}

// stable wants every display number on a device to be the one it was given
// first, wherever that was.
func (l *laptops) stable(d *laptop) error {
	rows, err := d.raw.Query(`SELECT id, ref FROM source UNION ALL SELECT id, ref FROM statement
		UNION ALL SELECT id, ref FROM person UNION ALL SELECT id, ref FROM incident`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, ref string
		if err := rows.Scan(&id, &ref); err != nil {
			return err
		}
		if was, ok := l.refs[id]; ok && was != ref {
			return fmt.Errorf("what was %s became %s", was, ref)
		}
		l.refs[id] = ref
	}
	return rows.Err()
}

// meet lets every device receive what every other holds.
func (l *laptops) meet() error {
	for _, from := range l.all {
		b := l.logs(from, 1<<20)
		for _, to := range l.all {
			if err := errors.Join(l.take(to, b), l.stable(to)); err != nil {
				return err
			}
		}
	}
	return nil
}

// same wants all devices to hold every act and the same rows, and conflicts to
// be those that follow from the acts.
func (l *laptops) same() error {
	for _, d := range l.all {
		if err := d.db.Compare(context.Background(), l.all[0].db); err != nil {
			return err
		}
		var held int
		if err := d.raw.QueryRow("SELECT count(*) FROM act").Scan(&held); err != nil {
			return err
		}
		if held != l.acts {
			return fmt.Errorf("%d acts are held of %d", held, l.acts)
		}
	}
	return l.conflicts()
}

// conflicts derives from the acts alone which statements have several
// versions that nothing replaces.
func (l *laptops) conflicts() error {
	versions, replaced := map[statement.ID][]string{}, map[string]bool{}
	for _, records := range l.logs(l.all[0], 1<<20) {
		for _, r := range records {
			id, bases, err := laptopVersion(&r.Act)
			if err != nil {
				return err
			}
			if id != "" {
				versions[id] = append(versions[id], string(r.Act.ID))
			}
			for _, b := range bases {
				replaced[b] = true
			}
		}
	}
	return l.all[len(l.all)-1].db.Read(context.Background(), func(r *store.Reader) error {
		for st, err := range r.Statements(store.Filter{}) {
			if err != nil {
				return err
			}
			due := slices.DeleteFunc(slices.Clone(versions[st.ID]), func(v string) bool { return replaced[v] })
			got := headActs(&st)
			slices.Sort(due)
			slices.Sort(got)
			if !slices.Equal(due, got) || len(st.Versions) != len(versions[st.ID]) || (len(due) > 1) != (st.Standing == store.Conflict) {
				return fmt.Errorf("%s is %s with the versions %v, not %v", st.Ref, st.Standing, got, due)
			}
		}
		return nil
	})
}

// laptopVersion returns the statement that an act is a version of, and the
// versions that it replaces.
func laptopVersion(a *ledger.Act) (statement.ID, []string, error) {
	switch a.Kind {
	case statement.Added{}.Kind():
		return statement.ID(a.ID), nil, nil
	case statement.Corrected{}.Kind():
		var c statement.Corrected
		err := ledger.DecodePayload(a, &c)
		return c.Statement, c.Bases, err
	case statement.Withdrawn{}.Kind():
		var w statement.Withdrawn
		err := ledger.DecodePayload(a, &w)
		return w.Statement, w.Bases, err
	}
	return "", nil, nil
}

// settle corrects every statement in conflict, each on some device, and wants
// no conflict to be left once that is known everywhere.
func (l *laptops) settle() (settled int, err error) {
	for i := 0; ; i++ {
		d := l.all[i%len(l.all)]
		var open []store.Statement
		err := d.db.Read(context.Background(), func(r *store.Reader) error {
			for st, err := range r.Statements(store.Filter{Standing: store.Conflict}) {
				if err != nil {
					return err
				}
				open = append(open, st)
			}
			return nil
		})
		if err != nil {
			return settled, err
		}
		if len(open) == 0 {
			return settled, l.same()
		}
		for _, st := range open {
			if err := l.correct(d, st, 7); err != nil {
				return settled, err
			}
		}
		if err := l.meet(); err != nil {
			return settled, err
		}
		settled += len(open)
	}
}

// run carries out one interleaving.
func (l *laptops) run(seed uint64, steps []laptopStep) (conflicts int, err error) {
	if err := l.begin(seed, []string{"", "k7q", "zz2"}); err != nil {
		return 0, fmt.Errorf("beginning: %w", err)
	}
	for i, s := range steps {
		if err := l.step(s); err != nil {
			return 0, fmt.Errorf("step %d: %w", i, err)
		}
	}
	if err := l.meet(); err != nil {
		return 0, fmt.Errorf("meeting: %w", err)
	}
	if err := l.same(); err != nil {
		return 0, fmt.Errorf("after meeting: %w", err)
	}
	conflicts, err = l.settle()
	if err != nil {
		err = fmt.Errorf("settling: %w", err)
	}
	return conflicts, err
}

// shorten leaves out steps as long as the interleaving still fails.
func (l *laptops) shorten(seed uint64, steps []laptopStep) []laptopStep {
	for i := 0; i < len(steps); {
		less := slices.Delete(slices.Clone(steps), i, i+1)
		if _, err := l.run(seed, less); err != nil {
			steps = less
		} else {
			i++
		}
	}
	return steps
}

// TestLaptopsAgree lets two devices, in some trials three, work apart, and
// exchange bundles in any order, stale ones and the same again. Once all have
// met, every row of every table is the same everywhere.
func TestLaptopsAgree(t *testing.T) {
	t.Parallel()
	const workers = 2
	var mu sync.Mutex
	conflicts, acts := 0, 0
	t.Run("workers", func(t *testing.T) {
		for worker := range workers {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				two, three := newLaptops(t, 2), newLaptops(t, 3)
				for trial := worker; trial < laptopTrials; trial += workers {
					seed := uint64(trial)
					l := two
					if trial%8 < workers {
						l = three
					}
					steps := laptopInterleaving(seed)
					n, err := l.run(seed, steps)
					if err != nil {
						steps = l.shorten(seed, steps)
						_, again := l.run(seed, steps)
						t.Fatalf("seed %d: %v\nshortened to %+v: %v", seed, err, steps, again)
					}
					mu.Lock()
					conflicts, acts = conflicts+n, acts+l.acts
					mu.Unlock()
				}
			})
		}
	})
	if conflicts < laptopTrials/10 {
		t.Errorf("only %d conflicts", conflicts)
	}
	t.Logf("%d interleavings, %d acts, %d conflicts shown and settled", laptopTrials, acts, conflicts)
}

func laptopInterleaving(seed uint64) []laptopStep {
	random := rand.New(rand.NewPCG(seed, 99))
	// Something to work on together, most of the time.
	steps := []laptopStep{{"add source", 0, 0, 0}, {"add statement", 0, 0, 1}, {"send", 0, 0, 0}, {"receive", 1, 0, 0}, {"receive", 2, 0, 0}}
	steps = steps[random.IntN(10)/9*len(steps):]
	for range 5 + random.IntN(16) {
		kinds := laptopSteps()
		steps = append(steps, laptopStep{kinds[random.IntN(len(kinds))], random.IntN(6), random.IntN(100), random.IntN(1000)})
	}
	return steps
}

// TestTwoDevicesDrewTheSameTag merges the work of devices that were restored
// apart from one backup and happened to draw the same letters.
func TestTwoDevicesDrewTheSameTag(t *testing.T) {
	t.Parallel()
	l := newLaptops(t, 3)
	tamperMust(t, l.begin(1, []string{"", "k7q", "k7q"}))
	for _, d := range l.all[1:] {
		id := l.id()
		tamperMust(t, l.append(d, ledger.ActID(id), source.Added{
			Source: source.ID(id), Title: "T", Material: "book", Citation: "in the library", Confidentiality: source.Public,
		}))
	}
	for _, from := range l.all {
		for _, to := range l.all {
			tamperMust(t, l.take(to, l.logs(from, 1<<20)))
		}
	}
	tamperMust(t, l.same())
	refs := map[string]bool{}
	tamperMust(t, l.all[0].db.Read(t.Context(), func(r *store.Reader) error {
		for src, err := range r.Sources() {
			if err != nil {
				return err
			}
			refs[src.Ref] = true
		}
		return nil
	}))
	if len(refs) != 2 || !refs["S-k7q-1"] {
		t.Errorf("they are called %v", refs)
	}
}

// TestLaptopsAgreeThroughBundles does the same through projects and files.
func TestLaptopsAgreeThroughBundles(t *testing.T) {
	t.Parallel()
	for trial := range laptopBundleTrials {
		t.Run(fmt.Sprint(trial), func(t *testing.T) {
			t.Parallel()
			laptopProjects(t, uint64(trial), trial%3 == 1)
		})
	}
}

func laptopProjects(t *testing.T, seed uint64, sealed bool) {
	ctx := context.Background()
	random := rand.New(rand.NewPCG(seed, 7))
	work := tamperTemp(t)
	first, recovery := tamperInit(t, sealed)
	tamperImport(t, first, tamperSource(t, first, "first", tamperItems(4)).Ref, 0, 4)
	backup := filepath.Join(work, "backup")
	_, err := first.Backup(ctx, backup)
	tamperMust(t, err)
	all := []*Project{first}
	for i := range 1 + random.IntN(2) {
		p, err := Restore(ctx, backup, filepath.Join(work, fmt.Sprint("laptop-", i)),
			RestoreOptions{Actor: fmt.Sprint("Ben ", i), Device: fmt.Sprint(i), Key: Key{Recovery: recovery}}, Environment{})
		tamperMust(t, err)
		t.Cleanup(func() { tamperMust(t, p.Close()) })
		all = append(all, p)
	}
	var bundles []string
	export := func(p *Project) {
		name := filepath.Join(work, fmt.Sprint("bundle-", len(bundles)))
		received := ""
		if len(bundles) > 0 && random.IntN(3) == 0 {
			received = bundles[random.IntN(len(bundles))]
		}
		_, err := p.ExportBundle(ctx, name, received)
		tamperMust(t, err)
		bundles = append(bundles, name)
	}
	steps := ""
	for range 14 {
		who := random.IntN(len(all))
		p := all[who]
		switch do := random.IntN(6); do {
		case 0:
			tamperSource(t, p, "more", tamperItems(2))
			steps += fmt.Sprint(" add:", who)
		case 1, 2:
			_, err := p.CorrectStatement(ctx, Correction{Name: "S-1#1", Reason: "seen again", Edit: func(s *statement.Statement) error {
				s.Note = fmt.Sprint("note ", random.IntN(100))
				return nil
			}})
			tamperMust(t, err)
			steps += fmt.Sprint(" correct:", who)
		case 3, 4:
			export(p)
			steps += fmt.Sprint(" export:", who)
		default:
			if len(bundles) == 0 {
				continue
			}
			n := random.IntN(len(bundles))
			steps += fmt.Sprint(" import:", who, "<", n)
			if _, err := p.ImportBundle(ctx, bundles[n]); err != nil && fault.CodeOf(err) != "BU002" {
				t.Fatalf("%s: %v", steps, err)
			}
		}
	}
	for range 2 {
		for _, p := range all {
			name := filepath.Join(work, fmt.Sprint("whole-", len(bundles)))
			_, err := p.ExportBundle(ctx, name, "")
			tamperMust(t, err)
			bundles = append(bundles, name)
			for _, q := range all {
				if _, err := q.ImportBundle(ctx, name); err != nil {
					t.Fatalf("%s: %v", steps, err)
				}
			}
		}
	}
	for _, p := range all {
		if err := p.db.Compare(ctx, first.db); err != nil {
			t.Errorf("%s: %v", steps, err)
		}
		if _, err := p.Verify(ctx, VerifyOptions{Deep: true}); err != nil {
			t.Errorf("%s: %v", steps, err)
		}
	}
}
