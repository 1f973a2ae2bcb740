package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"reckon"
	"reckon/propose"
)

// dialogue asks a person for one proposal after the other.
type dialogue struct {
	*app
	p     *reckon.Project
	lines <-chan string
	done  map[string]bool // letters of those that were accepted
}

// linesOf reads lines beside the asking, so that an interruption is not held
// up by a line that never comes.
func linesOf(r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return lines
}

// ask asks for a line; false at the end of the input.
func (d *dialogue) ask(ctx context.Context, question string) (string, bool) {
	fmt.Fprintf(d.err, "%s ", question)
	select {
	case <-ctx.Done():
		return "", false
	case line, ok := <-d.lines:
		return strings.TrimSpace(line), ok
	}
}

func (d *dialogue) run(ctx context.Context, found *propose.Set) error {
	open := found.Open()
	if len(open) == 0 {
		d.note("%s", nothingOpen(found))
	}
	for i := range open {
		q := &open[i]
		if d.done[q.ID] {
			continue // accepted as the whole of another
		}
		d.print("%s  %s", q.ID, q.Marked())
		d.pairs([][2]string{
			{"counts", counted(q.Statement)}, {"part of", q.PartOf}, {"said by", speakers(q.Statement)}, {"grade", string(q.Grade)},
		})
		if goesOn := d.decide(ctx, found, q); !goesOn {
			break
		}
	}
	return ctx.Err()
}

// decide asks until the proposal is decided on or skipped, and says whether
// to go on.
func (d *dialogue) decide(ctx context.Context, found *propose.Set, q *propose.Proposal) bool {
	for {
		key, ok := d.ask(ctx, "accept? y, n, s skip, w why, q quit:")
		var err error
		switch {
		case !ok || key == "q":
			return false
		case key == "s":
			return true
		case key == "w":
			d.print("  %s", reasons(q))
			continue
		case key == "y":
			err = d.accept(ctx, d.p, reckon.Acceptance{Source: found.Source, Proposals: []string{q.ID}})
			if err == nil {
				d.settle(found, q)
			}
		case key == "n":
			reason, _ := d.ask(ctx, "why is it none?")
			err = d.p.RejectProposals(ctx, found.Source, []string{q.ID}, reason)
		default:
			continue
		}
		if err == nil {
			return true
		}
		d.refuse(err)
	}
}

// settle notes that a proposal was accepted, and with it the wholes that it is
// a part of.
func (d *dialogue) settle(found *propose.Set, q *propose.Proposal) {
	d.done[q.ID] = true
	for _, of := range found.Proposals {
		if of.ID == q.PartOf && !d.done[of.ID] {
			d.settle(found, &of)
		}
	}
}
