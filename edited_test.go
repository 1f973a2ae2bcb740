package reckon

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"reckon/dates"
	"reckon/fault"
	"reckon/names"
	"reckon/register"
	"reckon/source"
	"reckon/statement"
)

// editedProject has at least one row in every table but trouble.
func editedProject(t *testing.T, sealed bool) *Project {
	t.Helper()
	ctx := context.Background()
	p, _ := tamperInit(t, sealed)
	src := tamperSource(t, p, "first", tamperItems(20))
	_, err := p.ReadAgain(ctx, src.Ref, "latin1", "to see")
	tamperMust(t, err)
	tamperImport(t, p, src.Ref, 0, 12)
	_, err = p.CorrectStatement(ctx, Correction{Name: "S-1#1", Reason: "misread", Edit: func(s *statement.Statement) error {
		s.Note = "seen again"
		return nil
	}})
	tamperMust(t, err)
	_, err = p.WithdrawStatement(ctx, "S-1#2", "entered twice")
	tamperMust(t, err)
	when, err := Phrase{Words: "2060-03"}.Date()
	tamperMust(t, err)
	_, err = p.AddIncident(ctx, register.Incident{
		Names: []register.IncidentName{{Text: "Orlin", UsedBy: "the project"}}, Display: "Orlin", Reason: "the place", When: when,
	}, "")
	tamperMust(t, err)
	_, err = p.AddPerson(ctx, register.Person{
		Names: []names.Name{{Text: "Mira Toll", Kind: names.AsWritten}}, Born: &dates.When{Value: when.Value}, Statements: []statement.ID{"S-1#3"},
	}, "")
	tamperMust(t, err)
	tamperMust(t, p.commit(ctx, func(c *change) error {
		return c.append("", "", statement.CodebookSet{Codebook: statement.Presets()[0]})
	}))
	_, err = p.AddActor(ctx, "Ben Sorel", "from March", "")
	tamperMust(t, err)
	_, err = p.AddSource(ctx, Ingest{About: source.Added{
		Title: "a book", Material: "book", Citation: "in the library", Confidentiality: source.Public,
	}})
	tamperMust(t, err)
	return p
}

// editor changes the project's database over a connection of its own.
type editor struct {
	t      *testing.T
	p      *Project
	db     *sql.DB
	random *rand.Rand
	edits  int
}

func newEditor(t *testing.T, p *Project) *editor {
	t.Helper()
	key, err := p.databaseKey()
	tamperMust(t, err)
	name := "file:" + filepath.ToSlash(p.path(database))
	if key != nil {
		name += "?vfs=adiantum"
	}
	db, err := driver.Open(name, func(c *sqlite3.Conn) error {
		if key == nil {
			return nil
		}
		return c.Exec("PRAGMA hexkey = '" + hex.EncodeToString(key) + "'")
	})
	tamperMust(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { tamperMust(t, db.Close()) })
	return &editor{t: t, p: p, db: db, random: rand.New(rand.NewPCG(5, 6))}
}

func (e *editor) exec(text string, args ...any) {
	e.t.Helper()
	if _, err := e.db.Exec(text, args...); err != nil {
		e.t.Fatalf("%s: %v", text, err)
	}
}

// rows returns a table's rows and the names of its columns.
func (e *editor) rows(table string) (columns []string, all [][]any) {
	e.t.Helper()
	rows, err := e.db.Query("SELECT * FROM " + table)
	tamperMust(e.t, err)
	defer rows.Close()
	columns, err = rows.Columns()
	tamperMust(e.t, err)
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		tamperMust(e.t, rows.Scan(into...))
		all = append(all, row)
	}
	tamperMust(e.t, rows.Err())
	return columns, all
}

// found wants a deep verification to name the table and one of the rows, by
// the column that comes first.
func (e *editor) found(what, table string, keys ...any) {
	e.t.Helper()
	e.edits++
	_, err := e.p.Verify(context.Background(), VerifyOptions{Deep: true})
	var p *fault.Problem
	if !errors.As(err, &p) || p.Kind != fault.Integrity {
		e.t.Errorf("%s was missed: %v", what, err)
		return
	}
	for _, key := range keys {
		if where := fmt.Sprintf("table %s, row %v", table, key); p.Where == where || strings.HasPrefix(p.Where, where+" ") {
			return
		}
	}
	e.t.Errorf("%s was blamed on %s", what, p)
}

// restore puts a table back as it was.
func (e *editor) restore(table string, all [][]any) {
	e.t.Helper()
	tx, err := e.db.Begin()
	tamperMust(e.t, err)
	_, err = tx.Exec("DELETE FROM " + table)
	tamperMust(e.t, err)
	for _, row := range all {
		_, err = tx.Exec("INSERT INTO "+table+" VALUES (?"+strings.Repeat(", ?", len(row)-1)+")", row...)
		tamperMust(e.t, err)
	}
	tamperMust(e.t, tx.Commit())
}

// other is another value of the same sort.
func (e *editor) other(v any) any {
	switch v := v.(type) {
	case int64:
		return v + 100 + e.random.Int64N(3)
	case string:
		if v == "" {
			return "x"
		}
		b := []byte(v)
		at := e.random.IntN(len(b))
		b[at] = "zy"[b[at]/'z'&1]
		return string(b)
	case []byte:
		b := append([]byte(nil), v...)
		b[e.random.IntN(len(b))] ^= 1
		return b
	}
	return "x"
}

// table edits every column of one row, removes one, adds one.
func (e *editor) table(table string) {
	columns, all := e.rows(table)
	if len(all) == 0 {
		e.exec("INSERT INTO " + table + " VALUES ('x'" + strings.Repeat(", 'y'", len(columns)-1) + ")")
		e.found("a row more in "+table, table, "x")
		e.restore(table, all)
		return
	}
	for i, column := range columns {
		row := all[e.random.IntN(len(all))]
		value := e.other(row[i])
		where, args := editedWhere(columns, row)
		e.exec("UPDATE "+table+" SET "+column+" = ? WHERE "+where, append([]any{value}, args...)...)
		keys := []any{row[0]}
		if i == 0 {
			keys = append(keys, value)
		}
		e.found(fmt.Sprintf("%s.%s of %v set to %v", table, column, row[0], value), table, keys...)
		e.restore(table, all)
	}
	row := all[e.random.IntN(len(all))]
	where, args := editedWhere(columns, row)
	e.exec("DELETE FROM "+table+" WHERE "+where, args...)
	e.found(fmt.Sprintf("%s without %v", table, row[0]), table, row[0])
	e.restore(table, all)
	more := append([]any(nil), row...)
	for i := range more {
		if columns[i] != "superseded" && columns[i] != "erased" {
			more[i] = e.other(more[i])
		}
	}
	e.exec("INSERT INTO "+table+" VALUES (?"+strings.Repeat(", ?", len(row)-1)+")", more...)
	e.found(fmt.Sprintf("a row more in %s: %v", table, more), table, more[0])
	e.restore(table, all)
}

func editedWhere(columns []string, row []any) (string, []any) {
	where := make([]string, len(columns))
	for i, c := range columns {
		where[i] = c + " IS ?"
	}
	return strings.Join(where, " AND "), row
}

// TestEveryEditOfTheDatabaseIsFound edits a row of every table behind the
// ledger, column by column, removes one and adds one. A deep verification
// names the table and the row.
func TestEveryEditOfTheDatabaseIsFound(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		t.Run(fmt.Sprintf("sealed %v", sealed), func(t *testing.T) {
			t.Parallel()
			p := editedProject(t, sealed)
			e := newEditor(t, p)
			_, tables := e.rows("sqlite_schema")
			n := 0
			for _, row := range tables {
				if row[0] == "table" && !strings.HasPrefix(row[1].(string), "sqlite_") && !searching(row[1].(string)) {
					e.table(row[1].(string))
					n++
				}
			}
			if n < 15 {
				t.Errorf("only %d tables", n)
			}
			e.schema()
			if _, err := p.Verify(t.Context(), VerifyOptions{Deep: true}); err != nil {
				t.Errorf("put back as it was: %v", err)
			}
			t.Logf("%d edits, none missed", e.edits)
		})
	}
}

// schema changes what would change rows later, or hide them.
func (e *editor) schema() {
	e.exec("CREATE TRIGGER later AFTER INSERT ON statement BEGIN UPDATE statement SET standing = 'withdrawn'; END")
	e.found("a trigger", "sqlite_schema", "trigger later")
	e.exec("DROP TRIGGER later")
	e.exec("CREATE TABLE beside (x)")
	e.found("a table", "sqlite_schema", "table beside")
	e.exec("DROP TABLE beside")
	e.exec("DROP INDEX source_ref")
	e.found("an index less", "sqlite_schema", "index source_ref")
	e.exec("CREATE UNIQUE INDEX source_ref ON source (ref)")
}

// TestAPlainDatabaseChangedByteByByte changes bytes of the closed database of
// a plain project, and opens it. Either nothing can be read from it that is
// not so, or the deep verification says that it is damaged, or opening does.
func TestAPlainDatabaseChangedByteByByte(t *testing.T) {
	t.Parallel()
	p := editedProject(t, false)
	ctx := context.Background()
	tamperMust(t, p.Close())
	db := p.path(database)
	whole, err := os.ReadFile(db)
	tamperMust(t, err)
	random := rand.New(rand.NewPCG(7, 8))
	for range 40 {
		odd := append([]byte(nil), whole...)
		at := random.IntN(len(odd))
		odd[at] ^= 1 << random.IntN(8)
		tamperMust(t, os.WriteFile(db, odd, 0o600))
		q, err := Open(ctx, p.Dir(), Key{}, Environment{})
		if err == nil {
			_, err = q.Verify(ctx, VerifyOptions{Deep: true})
			tamperMust(t, q.Close())
		}
		if err == nil {
			editedHarmless(t, db, whole, at)
		} else if fault.KindOf(err) != fault.Integrity {
			t.Errorf("byte %d: %v", at, err)
		}
		if _, err := Rebuild(ctx, p.Dir(), Key{}, Environment{}); err != nil {
			t.Errorf("byte %d, rebuilding: %v", at, err)
		}
	}
}

// editedHarmless wants a changed byte that nobody noticed to lie where no row
// does: every table reads the same.
func editedHarmless(t *testing.T, db string, whole []byte, at int) {
	t.Helper()
	before := filepath.Join(tamperTemp(t), "before.db")
	tamperMust(t, os.WriteFile(before, whole, 0o600))
	var got [2]string
	for i, name := range []string{db, before} {
		d, err := driver.Open("file:" + filepath.ToSlash(name))
		tamperMust(t, err)
		e := &editor{t: t, db: d}
		_, tables := e.rows("sqlite_schema")
		for _, row := range tables {
			if row[0] == "table" && !searching(row[1].(string)) {
				_, all := e.rows(row[1].(string))
				got[i] += fmt.Sprint(row[1], all)
			}
		}
		tamperMust(t, d.Close())
	}
	if got[0] != got[1] {
		t.Errorf("byte %d was missed", at)
	}
}

// searching reports whether a table is of the index that words are found by,
// which is no projection and is derived again when it is emptied.
func searching(table string) bool {
	return strings.HasPrefix(table, "passage") || table == "searched"
}
