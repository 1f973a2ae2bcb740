package reckon

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"reckon/fault"
	"reckon/internal/journal"
	"reckon/internal/store"
	"reckon/ledger"
)

// Head is the signed head of a log, to be given to somebody else.
type Head struct {
	Writer   ledger.WriterID `json:"writer"`
	Size     int64           `json:"size"`
	Root     string          `json:"root"`
	Note     string          `json:"note"`     // the signed checkpoint itself
	Verifier string          `json:"verifier"` // key that verifies it
}

// Checkpoint returns the head of this device's log.
func (p *Project) Checkpoint(context.Context) (Head, error) {
	log, err := journal.Open(p.path(logOf(p.device.Writer)), p.sealer)
	if err != nil {
		return Head{}, err
	}
	verifier, err := p.verifierKey(p.device.Writer)
	if err != nil {
		return Head{}, err
	}
	c := log.Checkpoint()
	return Head{
		Writer: p.device.Writer, Size: c.Size, Root: c.Root.String(), Note: string(log.Note()),
		Verifier: verifier,
	}, nil
}

// verifierKey reads the key that a writer's log is verified by.
func (p *Project) verifierKey(w ledger.WriterID) (string, error) {
	raw, err := os.ReadFile(p.path(logOf(w) + "/vkey"))
	if err != nil {
		return "", fmt.Errorf("reading the verifier key: %w", err)
	}
	return strings.TrimSuffix(string(raw), "\n"), nil
}

// verifierOf returns the verifier of a writer's checkpoints.
func (p *Project) verifierOf(w ledger.WriterID) (note.Verifier, error) {
	if ledger.CheckID(string(w)) != nil {
		return nil, fault.New("VF001", fault.Usage, "the checkpoint names no writer")
	}
	key, err := p.verifierKey(w)
	if err != nil {
		return nil, fault.New("VF016", fault.Integrity, "the log is missing that a checkpoint was given of").At(logOf(w))
	}
	return ledger.NewVerifier(key)
}

// Prove returns the proof that an act stands in the log, as a .tlog-proof
// file holds it. Unless open is set it leaves out what the act says.
func (p *Project) Prove(ctx context.Context, id ledger.ActID, open bool) (string, error) {
	var rec *ledger.Record
	err := p.Read(ctx, func(r *store.Reader) (err error) {
		rec, err = r.Act(id)
		return err
	})
	if err != nil {
		return "", err
	}
	log, err := journal.Open(p.path(logOf(rec.Act.Writer)), p.sealer)
	if err != nil {
		return "", err
	}
	if !open && !rec.Act.Erased {
		rec = rec.Erase()
	}
	proof, err := ledger.Prove(rec, rec.Act.Seq, log.Note(), log.Checkpoint(), log.HashReader())
	if err != nil {
		return "", err
	}
	return proof.Text(), nil
}

// Proven is what a proof that holds shows.
type Proven struct {
	Act    ledger.ActID    `json:"act"`
	Kind   string          `json:"kind"`
	Time   string          `json:"time"`
	Writer ledger.WriterID `json:"writer"`
	Size   int64           `json:"size"`
	Root   string          `json:"root"`
	Open   bool            `json:"open"` // whether the proof tells what the act says
}

// CheckProof verifies a .tlog-proof with nothing but the verifier key. It
// needs no project.
func CheckProof(text, vkey string) (Proven, error) {
	v, err := ledger.NewVerifier(strings.TrimSpace(vkey))
	if err != nil {
		return Proven{}, err
	}
	proof, err := ledger.ParseProof(text)
	if err != nil {
		return Proven{}, err
	}
	rec, c, err := proof.Check(v)
	if err != nil {
		return Proven{}, err
	}
	if rec.Act.Writer != ledger.WriterID(path.Base(c.Origin)) || rec.Act.Seq != proof.Index {
		return Proven{}, fault.New("VF017", fault.Integrity, "the act is not the one at its place in the log")
	}
	return Proven{
		Act: rec.Act.ID, Kind: rec.Act.Kind, Time: ledger.FormatTime(rec.Act.Time), Writer: rec.Act.Writer,
		Size: c.Size, Root: base64.StdEncoding.EncodeToString(c.Root[:]), Open: !rec.Act.Erased,
	}, nil
}

// KeepCheckpoint keeps a checkpoint of this device's log that somebody else
// holds, so that every verification compares with it.
func (p *Project) KeepCheckpoint(ctx context.Context, signed []byte) error {
	return p.locked(ctx, func() error {
		if err := p.settle(ctx); err != nil {
			return err
		}
		log, err := journal.Open(p.path(logOf(p.device.Writer)), p.sealer)
		if err != nil {
			return err
		}
		return log.Keep(p.env.FS, p.signer, signed)
	})
}
