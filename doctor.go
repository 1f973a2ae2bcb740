package reckon

import (
	"context"
	"fmt"
	"time"

	"reckon/internal/durable"
	"reckon/internal/store"
)

// Finding is one thing that a check-up looked at.
type Finding struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	Text string `json:"text"`
	Do   string `json:"do,omitempty"`
}

// builtAfter is a time that no machine's clock can honestly be before.
var builtAfter = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Doctor looks at what commonly goes wrong around a project, without
// verifying its content.
func (p *Project) Doctor(ctx context.Context) ([]Finding, error) {
	var all []Finding
	steps := []func(context.Context) (Finding, error){
		p.checkClock, p.checkSpace, p.checkWritable, p.checkStages, p.checkStatements, p.checkTroubles, p.checkConflicts,
	}
	for _, step := range steps {
		f, err := step(ctx)
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (p *Project) checkClock(ctx context.Context) (Finding, error) {
	now := p.env.Now()
	f := Finding{What: "clock", OK: true, Text: "it is " + now.UTC().Format(time.RFC3339)}
	if now.Before(builtAfter) {
		f.OK, f.Do = false, "Set the machine's clock: the times of acts come from it"
		return f, nil
	}
	err := p.Read(ctx, func(r *store.Reader) error {
		last, err := r.Last()
		if err != nil || last == nil || !last.Time.After(now.Add(time.Minute)) {
			return err
		}
		f.OK = false
		f.Text += ", and the newest act is dated " + last.Time.UTC().Format(time.RFC3339)
		f.Do = "Set the machine's clock, or that of the device the act came from"
		return nil
	})
	return f, err
}

// lowSpace is when a check-up warns of a full disk.
const lowSpace = 1 << 30

func (p *Project) checkSpace(context.Context) (Finding, error) {
	free, known := freeSpace(p.dir)
	f := Finding{What: "disk", OK: true, Text: "the free space cannot be told on this system"}
	if known {
		f.Text = fmt.Sprintf("%d MB are free", free>>20)
	}
	if known && free < lowSpace {
		f.OK, f.Do = false, "Free some space before adding sources"
	}
	return f, nil
}

func (p *Project) checkWritable(ctx context.Context) (Finding, error) {
	f := Finding{What: "folder", OK: true, Text: p.dir + " can be written"}
	probe := p.path(workDir + "/probe" + liveExt)
	err := p.locked(ctx, func() error {
		if err := durable.WriteFile(p.env.FS, probe, []byte("probe")); err != nil {
			return err
		}
		return p.env.FS.Remove(probe)
	})
	if err != nil {
		f.OK, f.Text, f.Do = false, err.Error(), "Give yourself the right to write there, or copy the project"
	}
	return f, nil
}

func (p *Project) checkStages(context.Context) (Finding, error) {
	stages, err := durable.Stages(p.dir)
	f := Finding{What: "work", OK: true, Text: "nothing is under way"}
	if len(stages) > 0 {
		f.Text = fmt.Sprintf("%d additions are under way in other processes", len(stages))
	}
	return f, err
}

func (p *Project) checkStatements(ctx context.Context) (Finding, error) {
	f := Finding{What: "anchors", OK: true, Text: "every statement is anchored"}
	n := 0
	err := p.Read(ctx, func(r *store.Reader) error {
		for _, err := range r.Statements(store.Filter{Unanchored: true, Standing: store.Current}) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if n > 0 {
		f.OK, f.Text = false, fmt.Sprintf("%d statements wait for a text to be anchored in", n)
		f.Do = "reckon statement list --unanchored shows them"
	}
	return f, err
}

func (p *Project) checkTroubles(ctx context.Context) (Finding, error) {
	f := Finding{What: "acts", OK: true, Text: "every act could be applied"}
	err := p.Read(ctx, func(r *store.Reader) error {
		troubles, err := r.Troubles()
		if len(troubles) > 0 {
			f.OK, f.Text = false, fmt.Sprintf("%d acts could not be applied; the first: %s", len(troubles), troubles[0].What)
			f.Do = "reckon audit log shows them; ask for the bundle they came with again"
		}
		return err
	})
	return f, err
}

func (p *Project) checkConflicts(ctx context.Context) (Finding, error) {
	f := Finding{What: "conflicts", OK: true, Text: "no statement has two versions side by side"}
	err := p.Read(ctx, func(r *store.Reader) error {
		refs, err := r.Conflicts()
		if len(refs) > 0 {
			f.OK, f.Text = false, fmt.Sprintf("%d statements have versions side by side, first %s", len(refs), refs[0])
			f.Do = "reckon statement show and correct settle which stands"
		}
		return err
	})
	return f, err
}
