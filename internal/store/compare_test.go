package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reckon/fault"
	"reckon/internal/store"
)

// tables lists the tables of a database with their columns.
func tables(t *testing.T, d *device) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	list := raw(t, d, `SELECT group_concat(m.name || '.' || c.name) FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`)
	for item := range strings.SplitSeq(list, ",") {
		table, column, _ := strings.Cut(item, ".")
		if strings.HasPrefix(table, "passage") || table == "searched" {
			continue // what things are found by is no projection
		}
		all[table] = append(all[table], column)
	}
	return all
}

// Every value of every table that is edited behind the ledger is found, and
// so is every row that is taken out or slipped in.
func TestCompareFindsEveryEdit(t *testing.T) {
	t.Parallel()
	d := newDevice(t, filepath.Join(t.TempDir(), "reckon.db"), "compare", nil)
	d.everything()
	stray := d.toll(d.cited(), "1", 1)
	d.write(withdrawn(stray.Statement, "b")) // leaves a trouble
	fresh := d.rebuilt(filepath.Join(t.TempDir(), "r.db"), d.writer.ID)
	t.Cleanup(func() { fresh.Close() })
	all := tables(t, d)
	if err := d.db.Close(); err != nil {
		t.Fatal(err)
	}
	if len(all) != 19 {
		t.Errorf("%d tables", len(all))
	}
	for table, columns := range all {
		key := columns[0]
		edits := map[string]string{
			"":          "DELETE FROM %[1]s WHERE %[2]s = (SELECT min(%[2]s) FROM %[1]s)",
			"inserted ": "INSERT INTO %[1]s SELECT " + another(columns) + " FROM %[1]s LIMIT 1",
		}
		for _, c := range columns {
			edits[c] = "UPDATE %[1]s SET " + c + " = " + c + " || 'x' WHERE %[2]s = (SELECT max(%[2]s) FROM %[1]s)"
		}
		for what, edit := range edits {
			t.Run(table+" "+what, func(t *testing.T) {
				t.Parallel()
				wantEdit(t, d, fresh, fmt.Sprintf(edit, table, key), table)
			})
		}
	}
	for _, edit := range []string{
		"CREATE TRIGGER quiet AFTER INSERT ON act BEGIN DELETE FROM trouble; END", "CREATE TABLE more (a)", "DROP TABLE person",
		"DROP INDEX act_id", "ALTER TABLE person ADD COLUMN more", "CREATE VIEW people AS SELECT * FROM person",
	} {
		t.Run(edit, func(t *testing.T) {
			t.Parallel()
			wantEdit(t, d, fresh, edit, "sqlite_schema")
		})
	}
}

// another selects a row with every text changed and every number moved on.
func another(columns []string) string {
	values := make([]string, len(columns))
	for i, c := range columns {
		values[i] = fmt.Sprintf("iif(typeof(%[1]s) = 'integer', %[1]s + 1000, %[1]s || 'x')", c)
	}
	return strings.Join(values, ", ")
}

// wantEdit edits a copy of a device's database and wants Compare to name the
// table.
func wantEdit(t *testing.T, d *device, fresh *store.DB, edit, table string) {
	t.Helper()
	data, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	copied := &device{path: filepath.Join(t.TempDir(), "copy.db")}
	if err := os.WriteFile(copied.path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	raw(t, copied, edit)
	db, err := store.Open(t.Context(), copied.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Compare(t.Context(), fresh)
	if fault.CodeOf(err) != "DB007" || fault.KindOf(err) != fault.Integrity || !strings.Contains(err.Error(), "table "+table+",") {
		t.Errorf("%s: %v", edit, err)
	}
}
