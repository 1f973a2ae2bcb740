package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reckon/internal/store"
	"reckon/ledger"
	"reckon/source"
	"reckon/statement"
)

func TestRebuildIsIdentical(t *testing.T) {
	t.Parallel()
	for name, key := range map[string][]byte{"plain": nil, "sealed": secret} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDevice(t, filepath.Join(t.TempDir(), "reckon.db"), "rebuild", key)
			defer d.db.Close()
			d.everything()
			fresh := d.rebuilt(filepath.Join(t.TempDir(), "r.db"), d.writer.ID)
			defer fresh.Close()
			if err := errors.Join(d.db.Compare(t.Context(), fresh), fresh.Compare(t.Context(), d.db)); err != nil {
				t.Error(err)
			}
		})
	}
}

// More acts than one transaction of a rebuild takes.
func TestRebuildOfManyActs(t *testing.T) {
	t.Parallel()
	d := laptop(t, "many")
	src := d.original("a")
	d.write(src)
	one := d.write(d.toll(src, "20", 1))[0]
	size := int64(20_600)
	many := func(yield func(*ledger.Record, error) bool) {
		for i := range size {
			a := one.Act
			a.Seq, a.Clock, a.Kind = i, i+1, ledger.ActorAdded{}.Kind()
			a.ID = ledger.ActID(newID(t, d.writer.Random))
			a.Payload = fmt.Appendf(nil, `{"actor":"%s","name":"Ana"}`, a.ID)
			r, err := ledger.Seal(a, d.writer.Random)
			if !yield(r, err) {
				return
			}
		}
	}
	path := filepath.Join(t.TempDir(), "r.db")
	n, err := store.Rebuild(t.Context(), path, nil, many)
	if err != nil || n != size {
		t.Fatalf("%d acts, %v", n, err)
	}
	db, err := store.Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(t.Context(), func(r *store.Reader) error {
		actors, err := r.Actors()
		if int64(len(actors)) != size {
			t.Errorf("%d actors", len(actors))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRebuildStops(t *testing.T) {
	t.Parallel()
	d := laptop(t, "stops")
	records := d.everything()
	broken := errors.New("the log ends in the middle")
	n, err := store.Rebuild(t.Context(), filepath.Join(t.TempDir(), "r.db"), nil, sequence(records, broken))
	if !errors.Is(err, broken) || n != int64(len(records)) {
		t.Errorf("%d acts, %v", n, err)
	}
	twice := append(slices.Clone(records), records[3])
	if _, err := store.Rebuild(t.Context(), filepath.Join(t.TempDir(), "r.db"), nil, sequence(twice, nil)); err == nil {
		t.Error("an act stands twice")
	}
	if _, err := store.Rebuild(t.Context(), d.path, nil, sequence(records, nil)); !errors.Is(err, os.ErrExist) {
		t.Errorf("a database was written over: %v", err)
	}
	done, cancel := context.WithCancel(t.Context())
	endless := func(yield func(*ledger.Record, error) bool) {
		for i := 0; ; i++ {
			if i == len(records) {
				cancel()
			}
			if !yield(records[min(i, len(records)-1)], nil) {
				return
			}
		}
	}
	if _, err := store.Rebuild(done, filepath.Join(t.TempDir(), "r.db"), nil, endless); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestMergeFollowsTheStatedOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		logs := make([][]*ledger.Record, rapid.IntRange(0, 4).Draw(t, "logs"))
		var all []*ledger.Record
		for w := range logs {
			clock := int64(0)
			for seq := range rapid.IntRange(0, 6).Draw(t, "acts") {
				clock += rapid.Int64Range(1, 4).Draw(t, "clock")
				r := &ledger.Record{Act: ledger.Act{Writer: ledger.WriterID(fmt.Sprint(w)), Seq: int64(seq), Clock: clock}}
				logs[w], all = append(logs[w], r), append(all, r)
			}
		}
		var seqs []iter.Seq2[*ledger.Record, error]
		for _, l := range logs {
			seqs = append(seqs, sequence(l, nil))
		}
		var got []*ledger.Record
		for r, err := range store.Merge(seqs) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		slices.SortFunc(all, func(a, b *ledger.Record) int {
			if a.Act.Before(&b.Act) {
				return -1
			}
			return 1
		})
		if !slices.Equal(got, all) {
			t.Fatalf("got %v, want %v", got, all)
		}
	})
}

func TestMergeTellsErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	one := &ledger.Record{Act: ledger.Act{Writer: "a", Clock: 1}}
	for name, logs := range map[string][]iter.Seq2[*ledger.Record, error]{
		"at once": {sequence([]*ledger.Record{one}, nil), sequence(nil, broken)},
		"later":   {sequence([]*ledger.Record{one}, broken)},
	} {
		var last error
		n := 0
		for r, err := range store.Merge(logs) {
			if last = err; r != nil {
				n++
			}
		}
		if !errors.Is(last, broken) || n > 1 {
			t.Errorf("%s: %d records, %v", name, n, last)
		}
	}
	for range store.Merge([]iter.Seq2[*ledger.Record, error]{sequence([]*ledger.Record{one, one}, nil)}) {
		break
	}
}

// Two devices act and exchange records in any order: in the end both hold the
// same rows, and so does a database derived from the two logs.
func TestProjectionsAreAFunctionOfTheUnion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		here := filepath.Join(dir, fmt.Sprint(n))
		defer os.RemoveAll(here)
		a := newDevice(rt, filepath.Join(here, "a.db"), "device a", nil)
		defer a.db.Close()
		b := newDevice(rt, filepath.Join(here, "b.db"), "device b", nil)
		defer b.db.Close()
		a.write(a.created(), a.joined(""), a.named("Ana"))
		b.write(b.joined("k7q"), b.named("Ben"))
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			d, other := a, b
			if rapid.Bool().Draw(rt, "b") {
				d, other = b, a
			}
			if rapid.IntRange(0, 3).Draw(rt, "exchange") == 0 {
				d.fetch(other)
			} else {
				d.random(rt)
			}
		}
		a.fetch(b)
		b.fetch(a)
		if err := a.db.Compare(context.Background(), b.db); err != nil {
			rt.Fatal(err)
		}
		fresh := a.rebuilt(filepath.Join(here, "r.db"), a.writer.ID, b.writer.ID)
		defer fresh.Close()
		if err := a.db.Compare(context.Background(), fresh); err != nil {
			rt.Fatal(err)
		}
	})
}

// fetch takes what the other device's log holds beyond what is here.
func (d *device) fetch(other *device) {
	d.t.Helper()
	var size int64
	d.read(func(r *store.Reader) (err error) {
		size, err = r.Size(other.writer.ID)
		return err
	})
	if fresh := other.records(other.writer.ID, size); len(fresh) > 0 {
		d.mustTake(fresh...)
	}
}

// random does one thing, where it can on something that stands there.
func (d *device) random(t *rapid.T) {
	d.t.Helper()
	var sources []store.Source
	var statements []store.Statement
	d.read(func(r *store.Reader) error {
		for s, err := range r.Sources() {
			if err != nil {
				return err
			}
			sources = append(sources, s)
		}
		for s, err := range r.Statements(store.Filter{}) {
			if err != nil {
				return err
			}
			statements = append(statements, s)
		}
		return nil
	})
	what := rapid.IntRange(0, 7).Draw(t, "what")
	switch {
	case what == 0 || len(sources) == 0:
		d.write(d.original("a"))
	case what <= 2 || len(statements) == 0:
		src := rapid.SampledFrom(sources).Draw(t, "source")
		d.write(d.toll(src.Added, "20", rapid.IntRange(-1, 9).Draw(t, "start")))
	case what == 3:
		src := rapid.SampledFrom(sources).Draw(t, "source")
		d.write(d.text(src.Added))
	case what == 7:
		src := rapid.SampledFrom(sources).Draw(t, "source")
		no := turnedDown(source.RenditionAdded{Source: source.ID(src.ID), Rendition: "r-1"})
		d.write(rapid.SampledFrom([]ledger.Payload{no, source.ProposalReopened(no)}).Draw(t, "decision"))
	default:
		d.change(t, rapid.SampledFrom(statements).Draw(t, "statement"), what)
	}
}

// change corrects or withdraws a statement on the ground of some of its
// versions, which need not be those that stand.
func (d *device) change(t *rapid.T, s store.Statement, what int) {
	d.t.Helper()
	bases := []ledger.ActID{rapid.SampledFrom(s.Versions).Draw(t, "base").Act}
	for _, h := range s.Heads() {
		if rapid.Bool().Draw(t, "head") && !slices.Contains(bases, h.Act) {
			bases = append(bases, h.Act)
		}
	}
	content := *s.Content()
	switch what {
	case 4:
		d.write(withdrawn(content, bases...))
	case 5:
		d.write(d.person(statement.Added{Statement: content}), d.incident())
	default:
		content.Source = source.ID(s.Source)
		d.write(corrected(content, fmt.Sprint(time.Duration(d.hour)), bases...))
	}
}
