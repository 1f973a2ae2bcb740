// Package fault is how the domain says no.
//
// A Problem is a refusal with a stable code, the place it is about, what is
// wrong, what was therefore not changed, and what to do next. Everything that
// is not a refusal (a broken disk, a closed pipe) stays an ordinary error that
// wraps the standard sentinels. Surfaces turn a Kind into an exit code or an
// HTTP status in one place each; nothing else in the project does.
//
// The package imports nothing from the project, so that every other package
// may import it.
package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Kind sorts problems by what the caller can do about them.
type Kind int

// The kinds, in the order of the exit codes that the shell maps them to.
const (
	Invalid   Kind = iota + 1 // the input breaks a rule; nothing was changed
	Usage                     // the call itself is wrong
	NotFound                  // the thing named does not exist
	Integrity                 // stored bytes are not what was recorded
	Gate                      // a safety rule stopped it
	Undecided                 // a person must choose between readings
	Locked                    // another process holds the project, or no key opens it
)

var kindNames = [...]string{"", "invalid", "usage", "not found", "integrity", "gate", "undecided", "locked"}

// String returns the kind's name in lower case.
func (k Kind) String() string {
	if k < Invalid || k > Locked {
		return "unknown"
	}
	return kindNames[k]
}

// Code is a problem's stable identity: two letters for the area, three
// digits. A code is never reused for another meaning.
type Code string

// Problem is one refusal.
type Problem struct {
	Code  Code   // stable code, such as ST014
	Kind  Kind   // what sort of refusal
	Where string // the file, line, field or thing it is about; may be empty
	What  string // what is wrong, in one clause
	Kept  string // what was not changed; may be empty
	Do    string // what the user can do; may be empty
}

// Error joins the parts in reading order: where, what, what was kept, what to do.
func (p *Problem) Error() string {
	var b strings.Builder
	if p.Where != "" {
		b.WriteString(p.Where + ": ")
	}
	b.WriteString(p.What)
	if p.Kept != "" {
		b.WriteString(". " + p.Kept)
	}
	if p.Do != "" {
		b.WriteString(". " + p.Do)
	}
	return b.String()
}

// Is lets errors.Is match a problem against the standard sentinel of its kind.
func (p *Problem) Is(target error) bool {
	switch target {
	case fs.ErrInvalid:
		return p.Kind == Invalid || p.Kind == Usage
	case fs.ErrNotExist:
		return p.Kind == NotFound
	case fs.ErrPermission:
		return p.Kind == Gate || p.Kind == Locked
	}
	return false
}

// At returns a copy of p that is about the given place.
func (p *Problem) At(where string) *Problem {
	q := *p
	q.Where = where
	return &q
}

// Unchanged returns a copy of p that says what was not changed.
func (p *Problem) Unchanged(kept string) *Problem {
	q := *p
	q.Kept = kept
	return &q
}

// Try returns a copy of p that says what to do.
func (p *Problem) Try(do string) *Problem {
	q := *p
	q.Do = do
	return &q
}

// New makes a problem of the given code and kind.
func New(code Code, kind Kind, format string, args ...any) *Problem {
	return &Problem{Code: code, Kind: kind, What: fmt.Sprintf(format, args...)}
}

// List is several problems found in one pass.
type List []*Problem

// Add appends p and ignores nil.
func (l *List) Add(p *Problem) {
	if p != nil {
		*l = append(*l, p)
	}
}

// Join adds the problems that a part was refused for, each with the part's
// place, where it has one, before its own. Other errors are none of a part's.
func (l *List) Join(where string, err error) {
	part, _ := err.(List)
	if p, ok := err.(*Problem); ok {
		part = List{p}
	}
	for _, p := range part {
		if where != "" {
			p = p.At(strings.TrimSuffix(where+", "+p.Where, ", "))
		}
		l.Add(p)
	}
}

// Err returns the list as an error, or nil where it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Error puts each problem on a line of its own.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.Is and errors.As every problem in turn.
func (l List) Unwrap() []error {
	errs := make([]error, len(l))
	for i, p := range l {
		errs[i] = p
	}
	return errs
}

// KindOf returns the kind of the first problem in err's chain, or 0 where
// there is none.
func KindOf(err error) Kind {
	var p *Problem
	if errors.As(err, &p) {
		return p.Kind
	}
	return 0
}

// CodeOf returns the code of the first problem in err's chain, or "".
func CodeOf(err error) Code {
	var p *Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}
