package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
)

// queries runs SQL in one transaction and keeps what it has prepared, since
// preparing costs more than running most of it.
type queries struct {
	ctx      context.Context
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
}

func newQueries(ctx context.Context, tx *sql.Tx) *queries {
	return &queries{ctx: ctx, tx: tx, prepared: map[string]*sql.Stmt{}}
}

func (q *queries) close() {
	for text, s := range q.prepared {
		_ = s.Close() // ends with the transaction
		delete(q.prepared, text)
	}
}

func (q *queries) prepare(text string) (*sql.Stmt, error) {
	if s, ok := q.prepared[text]; ok {
		return s, nil
	}
	s, err := q.tx.PrepareContext(q.ctx, text)
	if err != nil {
		return nil, q.failed(text, err)
	}
	q.prepared[text] = s
	return s, nil
}

// exec runs a statement that returns no rows.
func (q *queries) exec(text string, args ...any) error {
	s, err := q.prepare(text)
	if err != nil {
		return err
	}
	if _, err := s.ExecContext(q.ctx, args...); err != nil {
		return q.failed(text, err)
	}
	return nil
}

// one scans the only row of a query and says whether there was one.
func (q *queries) one(text string, args []any, into ...any) (bool, error) {
	s, err := q.prepare(text)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(q.ctx, args...).Scan(into...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, q.failed(text, err)
	}
	return true, nil
}

// failed says which query an error is of. One that was cut off says why, and
// not that the database was interrupted.
func (q *queries) failed(text string, err error) error {
	return unreadable(fmt.Sprintf("running %q", text), cutOff(q.ctx, err))
}

// cutOff returns the context's error where it has one.
func cutOff(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil {
		return cause
	}
	return err
}

// scanner is a row to be scanned.
type scanner interface{ Scan(into ...any) error }

// each yields what scan makes of every row of a query.
func each[T any](q *queries, scan func(scanner) (T, error), text string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		s, err := q.prepare(text)
		if err != nil {
			yield(zero, err)
			return
		}
		rows, err := s.QueryContext(q.ctx, args...)
		if err != nil {
			yield(zero, q.failed(text, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				err = q.failed(text, err)
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, q.failed(text, err))
		}
	}
}

// collect gathers a sequence, or returns its first error.
func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
