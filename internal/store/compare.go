package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"reckon/fault"
)

// Compare reads every row of every table of two databases side by side and
// names the first that differs. The database d is the one under suspicion;
// fresh was derived from vault and log. Tables, indexes and triggers have to
// be the same too, and the indexes must hold what their tables hold.
func (d *DB) Compare(ctx context.Context, fresh *DB) error {
	if err := d.sound(ctx); err != nil {
		return err
	}
	schema := comparison{name: "sqlite_schema", keys: 1}
	err := schema.run(ctx, d.r, fresh.r, "SELECT type || ' ' || name AS name, tbl_name, sql FROM sqlite_schema ORDER BY 1")
	if err != nil {
		return err
	}
	for _, table := range append([]string{"act"}, projections[:]...) {
		keys, err := primaryKey(ctx, fresh.r, table)
		if err != nil {
			return err
		}
		c := comparison{name: table, keys: len(keys)}
		query := "SELECT " + strings.Join(keys, ", ") + ", * FROM " + table + " ORDER BY " + strings.Join(keys, ", ")
		if err := c.run(ctx, d.r, fresh.r, query); err != nil {
			return err
		}
	}
	return nil
}

// sound has SQLite look for damage that reading the tables would not show.
func (d *DB) sound(ctx context.Context) error {
	var found string
	if err := d.r.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found); err != nil {
		return unreadable("checking the database", cutOff(ctx, err))
	}
	if found != "ok" {
		return damaged(errors.New(found))
	}
	return nil
}

// primaryKey returns the columns that tell a table's rows apart.
func primaryKey(ctx context.Context, db *sql.DB, table string) (columns []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table)
	if err != nil {
		return nil, unreadable("reading the tables", cutOff(ctx, err))
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, unreadable("reading the tables", cutOff(ctx, err))
		}
		columns = append(columns, name)
	}
	if err := rows.Err(); err != nil {
		return nil, unreadable("reading the tables", cutOff(ctx, err))
	}
	return columns, nil
}

// comparison is one table that is being compared. Its rows begin with the
// columns that order them.
type comparison struct {
	name string
	keys int
}

func (c comparison) run(ctx context.Context, a, b *sql.DB, query string) error {
	left, err := newCursor(ctx, a, query)
	if err != nil {
		return err
	}
	defer left.rows.Close()
	right, err := newCursor(ctx, b, query)
	if err != nil {
		return err
	}
	defer right.rows.Close()
	for {
		l, err := left.next()
		if err != nil {
			return err
		}
		r, err := right.next()
		if err != nil {
			return err
		}
		if l == nil && r == nil {
			return nil
		}
		if err := c.rows(left.columns, l, r); err != nil {
			return err
		}
	}
}

// rows compares two rows, either of which is nil after the last.
func (c comparison) rows(columns []string, l, r []any) error {
	switch order := c.order(l, r); {
	case order > 0:
		return c.edited(r, "the row is missing")
	case order < 0:
		return c.edited(l, "the row is not in the log")
	}
	for i := c.keys; i < len(columns); i++ {
		if !equalValue(l[i], r[i]) {
			return c.edited(l, "the column "+columns[i]+" is not what the log says")
		}
	}
	return nil
}

// order says which of two rows comes first.
func (c comparison) order(l, r []any) int {
	if l == nil || r == nil {
		return len(r) - len(l)
	}
	for i := range c.keys {
		if order := compareValues(l[i], r[i]); order != 0 {
			return order
		}
	}
	return 0
}

// compareValues orders values as SQLite does: nothing, numbers, text, bytes.
func compareValues(a, b any) int {
	rank := func(v any) (rank int, n int64, text string) {
		switch v := v.(type) {
		case int64:
			return 1, v, ""
		case float64:
			return 1, int64(v), ""
		case string:
			return 2, 0, v
		case []byte:
			return 3, 0, string(v)
		}
		return 0, 0, ""
	}
	ra, na, ta := rank(a)
	rb, nb, tb := rank(b)
	return cmp.Or(cmp.Compare(ra, rb), cmp.Compare(na, nb), cmp.Compare(ta, tb))
}

func (c comparison) edited(row []any, what string) *fault.Problem {
	where := "table " + c.name + ", row"
	for _, key := range row[:c.keys] {
		where += fmt.Sprintf(" %v", key)
	}
	return fault.New("DB007", fault.Integrity, "%s", what).At(where).
		Try("The log is the truth: reckon rebuild derives the database again")
}

func equalValue(a, b any) bool {
	x, xok := a.([]byte)
	y, yok := b.([]byte)
	if xok && yok {
		return bytes.Equal(x, y)
	}
	if xok != yok {
		return false
	}
	return a == b
}

// cursor walks the rows of a table.
type cursor struct {
	ctx     context.Context
	rows    *sql.Rows
	columns []string
}

func newCursor(ctx context.Context, db *sql.DB, query string) (*cursor, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, unreadable("reading a table", cutOff(ctx, err))
	}
	columns, err := rows.Columns()
	if err != nil {
		rows.Close()
		return nil, unreadable("reading a table", cutOff(ctx, err))
	}
	return &cursor{ctx: ctx, rows: rows, columns: columns}, nil
}

// next returns the next row's values, or nil after the last.
func (c *cursor) next() ([]any, error) {
	if !c.rows.Next() {
		if err := c.rows.Err(); err != nil {
			return nil, unreadable("reading a table", cutOff(c.ctx, err))
		}
		return nil, nil
	}
	values := make([]any, len(c.columns))
	into := make([]any, len(c.columns))
	for i := range values {
		into[i] = &values[i]
	}
	if err := c.rows.Scan(into...); err != nil {
		return nil, unreadable("reading a table", cutOff(c.ctx, err))
	}
	return values, nil
}

// unreadable sorts an error while the database is used: a table or page that
// cannot be read is damage, not bad luck, and so is a query that is refused: the
// queries are always the same, so that it is the tables that have changed.
func unreadable(doing string, err error) error {
	if errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB) || errors.Is(err, sqlite3.ERROR) ||
		strings.Contains(err.Error(), "sql: Scan error") {
		return damaged(err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func damaged(err error) *fault.Problem {
	return fault.New("DB008", fault.Integrity, "the database is damaged: %v", err).
		Try("The log is the truth: reckon rebuild derives the database again")
}
