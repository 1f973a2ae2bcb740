package store

import (
	"context"
	"fmt"
	"iter"
	"os"

	"reckon/ledger"
)

// batch is how many acts a rebuild applies in one transaction.
const batch = 20_000

// Rebuild derives a new database at path from the records of all logs, which
// must come in the stated order. It writes with no journal and without waiting
// for the disk until the end, since a rebuild that is cut short is begun anew
// in another file; when it returns without an error, everything is on the
// disk. It reports how many acts were applied.
func Rebuild(ctx context.Context, path string, key []byte, records iter.Seq2[*ledger.Record, error]) (n int64, err error) {
	d, err := Create(ctx, path, key)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := d.Close(); err == nil {
			err = cerr
		}
		if err == nil {
			err = syncFile(path)
		}
	}()
	if _, err := d.w.ExecContext(ctx, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"); err != nil {
		return 0, fmt.Errorf("rebuilding: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	ahead := readAhead(ctx, records)
	defer func() {
		cancel()
		for range ahead {
		}
	}()
	for done := false; !done; {
		err := d.Write(ctx, Writer{}, func(t *Tx) (err error) {
			done, err = t.replay(ahead, &n)
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// pending is a run of acts with their payloads, or what went wrong behind the
// last of them.
type pending struct {
	records  []*ledger.Record
	payloads []any
	err      error
}

// readAhead reads records and their payloads while earlier ones are written.
func readAhead(ctx context.Context, records iter.Seq2[*ledger.Record, error]) <-chan pending {
	ahead := make(chan pending, 4)
	go func() {
		defer close(ahead)
		for p := range runs(records) {
			select {
			case ahead <- p:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ahead
}

// runs gathers records in runs, with their payloads, up to the first error.
func runs(records iter.Seq2[*ledger.Record, error]) iter.Seq[pending] {
	const length = 256
	return func(yield func(pending) bool) {
		var p pending
		for r, err := range records {
			if p.err = p.add(r, err); p.err != nil {
				break
			}
			if len(p.records) < length {
				continue
			}
			if !yield(p) {
				return
			}
			p = pending{}
		}
		yield(p)
	}
}

func (p *pending) add(r *ledger.Record, err error) error {
	if err != nil {
		return err
	}
	payload, err := read(&r.Act)
	if err != nil {
		return err
	}
	p.records, p.payloads = append(p.records, r), append(p.payloads, payload)
	return nil
}

// replay inserts and projects about a batch of records, adds to n how many
// there were, and says whether they were the last.
func (t *Tx) replay(ahead <-chan pending, n *int64) (done bool, err error) {
	for written := 0; written < batch; {
		p, ok := <-ahead
		if !ok {
			return true, t.query.ctx.Err()
		}
		for i, r := range p.records {
			if err := t.Insert(r); err != nil {
				return false, err
			}
			if err := t.project(&r.Act, p.payloads[i]); err != nil {
				return false, err
			}
		}
		written += len(p.records)
		*n += int64(len(p.records))
		if p.err != nil {
			return false, p.err
		}
	}
	return false, nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("rebuilding: %w", err)
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return fmt.Errorf("rebuilding: %w", err)
	}
	return f.Close()
}

// Merge yields the records of several logs in the stated order. Within one
// log the order is that of its places, so only the heads are compared.
func Merge(logs []iter.Seq2[*ledger.Record, error]) iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		heads := make([]*head, 0, len(logs))
		defer func() {
			for _, h := range heads {
				h.stop()
			}
		}()
		for _, seq := range logs {
			h := &head{}
			h.next, h.stop = iter.Pull2(seq)
			heads = append(heads, h)
			if err := h.advance(); err != nil {
				yield(nil, err)
				return
			}
		}
		for {
			least := leastHead(heads)
			if least == nil || !yield(least.record, nil) {
				return
			}
			if err := least.advance(); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// head is the next record of one log; nil where the log has ended.
type head struct {
	record *ledger.Record
	next   func() (*ledger.Record, error, bool)
	stop   func()
}

func (h *head) advance() error {
	r, err, ok := h.next()
	if !ok {
		h.record = nil
		return nil
	}
	h.record = r
	return err
}

func leastHead(heads []*head) *head {
	var least *head
	for _, h := range heads {
		if h.record != nil && (least == nil || h.record.Act.Before(&least.record.Act)) {
			least = h
		}
	}
	return least
}
