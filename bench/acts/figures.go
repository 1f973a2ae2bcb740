package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// measured are the runs of one thing: how many acts it took each time, and how
// long.
type measured struct {
	name      string
	acts      int // 0 where the time itself is the figure
	wall, cpu []float64
}

// figures are what was measured, in the order it came in.
type figures struct {
	all []*measured
}

// time runs fn and notes how long it took. With acts, the figure is a rate.
func (f *figures) time(name string, acts int, fn func() error) error {
	cpu, start := processorTime(), time.Now()
	err := fn()
	f.add(name, acts, time.Since(start), processorTime()-cpu)
	return err
}

func (f *figures) add(name string, acts int, wall, cpu time.Duration) {
	m := f.named(name)
	if m == nil {
		m = &measured{name: name, acts: acts}
		f.all = append(f.all, m)
	}
	m.wall, m.cpu = append(m.wall, wall.Seconds()), append(m.cpu, cpu.Seconds())
}

func (f *figures) named(name string) *measured {
	i := slices.IndexFunc(f.all, func(m *measured) bool { return m.name == name })
	if i < 0 {
		return nil
	}
	return f.all[i]
}

// figure turns a time into what is printed: acts a second, or seconds.
func (m *measured) figure(seconds float64) float64 {
	if m.acts > 0 {
		return float64(m.acts) / seconds
	}
	return seconds
}

func (m *measured) print(seconds float64) string {
	switch {
	case seconds <= 0:
		return ""
	case m.acts > 0:
		return fmt.Sprintf("%.0f/s", m.figure(seconds))
	}
	return fmt.Sprintf("%.3f s", seconds)
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// bar is what a figure must come to: at least so many a second, or at most so
// many seconds.
type bar struct {
	name string
	rate float64
	time float64
}

var bars = [...]bar{
	{name: "append without projection", rate: 20_000},
	{name: "append with projection", rate: 5_000},
	{name: "rebuild", time: 10},
	{name: "open, warm", time: 0.3},
	{name: "open, cold", time: 3},
}

// peer is what rates of appending are compared with.
const peer = "peer: insert the rows"

// print prints every figure with its bar, and returns an error where one that
// counts is missed.
func (f *figures) print(out io.Writer, counts bool) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\twhat\tmedian\tlow\thigh\tby processor time\tbar\tof the peer")
	missed := 0
	for _, m := range f.all {
		verdict, wanted := m.judge()
		if verdict == "MISSED" {
			missed++
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", verdict, m.name, m.print(median(m.wall)),
			m.print(slices.Min(m.wall)), m.print(slices.Max(m.wall)), m.print(median(m.cpu)), wanted, f.ratio(m))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if missed > 0 && counts {
		return fmt.Errorf("%d bars are missed", missed)
	}
	return nil
}

// parts cuts the kind of project off a name.
func parts(name string) (what, project string) {
	i := strings.LastIndex(name, ", ")
	return name[:i], name[i:]
}

// judge compares a figure with its bar, where it has one.
func (m *measured) judge() (verdict, wanted string) {
	what, _ := parts(m.name)
	i := slices.IndexFunc(bars[:], func(b bar) bool { return b.name == what })
	if i < 0 {
		return "", ""
	}
	b, value := bars[i], m.figure(median(m.wall))
	holds := value >= b.rate
	wanted = fmt.Sprintf("at least %.0f/s", b.rate)
	if b.time > 0 {
		holds, wanted = value <= b.time, fmt.Sprintf("at most %g s", b.time)
	}
	if !holds {
		return "MISSED", wanted
	}
	return "ok", wanted
}

// ratio compares a rate of appending with that of the peer.
func (f *figures) ratio(m *measured) string {
	what, project := parts(m.name)
	p := f.named(peer + project)
	if p == nil || !strings.HasPrefix(what, "append") {
		return ""
	}
	return fmt.Sprintf("%.2f", m.figure(median(m.wall))/p.figure(median(p.wall)))
}
