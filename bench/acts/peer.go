package main

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/embed"        // SQLite itself
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting file layer

	"reckon/ledger"
)

// peerTable has the columns and indexes of the table of acts.
const peerTable = `CREATE TABLE act (writer TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, clock INTEGER NOT NULL,
	kind TEXT NOT NULL, actor TEXT NOT NULL, time TEXT NOT NULL, line BLOB NOT NULL, PRIMARY KEY (writer, seq));
	CREATE UNIQUE INDEX act_id ON act (id);
	CREATE INDEX act_clock ON act (clock)`

// insertRows is the peer: the same rows into the same SQLite with the same
// durability, one prepared statement, one transaction, nothing else.
func (r *run) insertRows(rows []*ledger.Record, sealed bool, figure string) (err error) {
	dir, err := r.fresh("peer")
	if err != nil {
		return err
	}
	name := "file:" + dir + ".db"
	if sealed {
		name += "?vfs=adiantum"
	}
	db, err := driver.Open(name, func(c *sqlite3.Conn) error {
		if sealed {
			if err := c.Exec("PRAGMA hexkey = '" + hex.EncodeToString(make([]byte, 32)) + "'"); err != nil {
				return err
			}
		}
		return c.Exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536")
	})
	if err != nil {
		return fmt.Errorf("opening the peer: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close(), removed(dir)) }()
	if _, err := db.ExecContext(r.ctx, peerTable); err != nil {
		return fmt.Errorf("preparing the peer: %w", err)
	}
	return r.figures.time(figure, len(rows), func() error { return insertAll(r, db, rows) })
}

func insertAll(r *run, db *sql.DB, rows []*ledger.Record) error {
	tx, err := db.BeginTx(r.ctx, nil)
	if err != nil {
		return fmt.Errorf("the peer: %w", err)
	}
	s, err := tx.PrepareContext(r.ctx, "INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return fmt.Errorf("the peer: %w", err)
	}
	for _, row := range rows {
		a := &row.Act
		if _, err := s.ExecContext(r.ctx, string(a.Writer), a.Seq, string(a.ID), a.Clock, a.Kind, string(a.Actor),
			ledger.FormatTime(a.Time), row.Line); err != nil {
			return fmt.Errorf("the peer: %w", err)
		}
	}
	return tx.Commit()
}
