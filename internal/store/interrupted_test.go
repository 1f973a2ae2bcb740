package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"reckon/internal/store"
	"reckon/ledger"
)

// TestMain runs all tests on an engine that came out of the cache.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "reckon-store-test-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		if err := store.UseCache(filepath.Join(dir, "cache")); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

// countdown is a context that is cancelled when it has been asked for the
// given number of times, which is once or more for every query.
type countdown struct {
	context.Context
	left   atomic.Int64
	cancel context.CancelFunc
}

func newCountdown(parent context.Context, n int64) *countdown {
	c := &countdown{}
	c.Context, c.cancel = context.WithCancel(parent)
	c.left.Store(n)
	return c
}

func (c *countdown) Done() <-chan struct{} {
	if c.left.Add(-1) == 0 {
		c.cancel()
	}
	return c.Context.Done()
}

// steps runs fn interrupted at its first, second, … query until it is not
// interrupted any more, and hands over every error.
func steps(t *testing.T, fn func(context.Context) error, failed func(error)) {
	t.Helper()
	for n := int64(1); n < 2000; n++ {
		ctx := newCountdown(t.Context(), n)
		err := fn(ctx)
		interrupted := ctx.left.Load() <= 0
		ctx.cancel()
		if err == nil && !interrupted {
			return
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted at query %d: %v", n, err)
		}
		if err != nil {
			failed(err)
		}
	}
	t.Fatal("it never ended")
}

// An act that is interrupted anywhere is applied whole or not at all, whether
// it is appended here or comes from another device.
func TestInterruptedAnywhere(t *testing.T) {
	t.Parallel()
	d, mirror := laptop(t, "interrupted"), laptop(t, "mirror")
	src, cited := d.original("a"), d.cited()
	toll, loose := d.toll(src, "20", 3), d.toll(cited, "dozens", -1)
	correction := corrected(toll.Statement, "better", ledger.ActID(toll.Statement.ID))
	stray := d.toll(src, "1", 1)
	for _, p := range []ledger.Payload{
		d.created(), d.joined(""), d.named("Ana"), src, d.text(src), cited, d.incident(), toll, loose, d.person(toll), correction,
		withdrawn(loose.Statement, ledger.ActID(loose.Statement.ID)), withdrawn(stray.Statement, "b"),
	} {
		draft := d.draft(p)
		before := len(d.records(d.writer.ID, 0))
		unchanged := func(where *device) func(error) {
			return func(error) {
				if n := len(where.records(d.writer.ID, 0)); n != before {
					t.Fatalf("%s: %d acts after an interruption, %d before", p.Kind(), n, before)
				}
			}
		}
		done := false
		steps(t, func(ctx context.Context) error {
			if done {
				return nil
			}
			err := d.db.Write(ctx, d.writer, func(tx *store.Tx) error {
				_, err := tx.Append(draft)
				return err
			})
			done = err == nil
			return err
		}, unchanged(d))
		fresh := d.records(d.writer.ID, int64(before))
		done = false
		steps(t, func(ctx context.Context) error {
			if done {
				return nil
			}
			err := mirror.db.Write(ctx, store.Writer{}, func(tx *store.Tx) error {
				if err := tx.Insert(fresh[0]); err != nil {
					return err
				}
				// As if it came before what was applied already: all is derived again.
				return tx.Apply(fresh, &ledger.Act{Clock: 1 << 40})
			})
			done = err == nil
			return err
		}, unchanged(mirror))
	}
	if err := d.db.Compare(t.Context(), mirror.db); err != nil {
		t.Error(err)
	}
}

// A reader that is interrupted anywhere says so.
func TestInterruptedReading(t *testing.T) {
	t.Parallel()
	d := laptop(t, "interrupted reading")
	d.everything()
	fresh := d.rebuilt(filepath.Join(t.TempDir(), "r.db"), d.writer.ID)
	defer fresh.Close()
	failures := 0
	steps(t, func(ctx context.Context) error {
		return d.db.Read(ctx, func(r *store.Reader) error {
			_, e1 := r.Source("S-1")
			_, e2 := r.Recent(0, 3)
			_, e3 := r.Last()
			_, e4 := r.Statement("S-1#1")
			_, e5 := r.ObjectCount(d.writer.ID)
			_, e6 := r.Person("R-1")
			_, e7 := r.Incident("I-1")
			_, e8 := r.Project()
			var e9 error
			for _, err := range r.Statements(store.Filter{}) {
				e9 = err
			}
			return errors.Join(e1, e2, e3, e4, e5, e6, e7, e8, e9)
		})
	}, func(error) { failures++ })
	steps(t, func(ctx context.Context) error { return d.db.Compare(ctx, fresh) }, func(error) { failures++ })
	if failures < 20 {
		t.Errorf("only %d interruptions", failures)
	}
}
