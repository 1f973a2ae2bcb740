package fault_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"reckon/fault"
)

func TestProblemReadsInOrder(t *testing.T) {
	p := fault.New("ST014", fault.Invalid, "the part %d is larger than its whole", 63).
		At("row 3").Unchanged("Nothing was imported").Try("Correct the row")
	want := "row 3: the part 63 is larger than its whole. Nothing was imported. Correct the row"
	if p.Error() != want {
		t.Errorf("got %q, want %q", p.Error(), want)
	}
}

func TestCopiesLeaveTheOriginalAlone(t *testing.T) {
	p := fault.New("ST001", fault.Invalid, "x")
	_ = p.At("a")
	_ = p.Unchanged("b")
	_ = p.Try("c")
	if p.Error() != "x" {
		t.Errorf("the original changed: %q", p.Error())
	}
}

func TestKindsMatchSentinels(t *testing.T) {
	tests := []struct {
		kind   fault.Kind
		target error
		want   bool
	}{
		{fault.Invalid, fs.ErrInvalid, true},
		{fault.Usage, fs.ErrInvalid, true},
		{fault.NotFound, fs.ErrNotExist, true},
		{fault.Gate, fs.ErrPermission, true},
		{fault.Locked, fs.ErrPermission, true},
		{fault.Integrity, fs.ErrInvalid, false},
		{fault.NotFound, fs.ErrInvalid, false},
		{fault.Undecided, fs.ErrExist, false},
	}
	for _, tt := range tests {
		err := fmt.Errorf("doing it: %w", fault.New("XX001", tt.kind, "no"))
		if got := errors.Is(err, tt.target); got != tt.want {
			t.Errorf("Is(%v, %v) = %v, want %v", tt.kind, tt.target, got, tt.want)
		}
		if got := fault.KindOf(err); got != tt.kind {
			t.Errorf("KindOf = %v, want %v", got, tt.kind)
		}
	}
	if fault.Kind(0).String() != "unknown" || fault.Locked.String() != "locked" {
		t.Error("kind names are off")
	}
}

func TestListIsAnErrorOnlyWhenNotEmpty(t *testing.T) {
	var l fault.List
	l.Add(nil)
	if l.Err() != nil {
		t.Fatal("an empty list is an error")
	}
	l.Add(fault.New("AA001", fault.NotFound, "one"))
	l.Add(fault.New("BB002", fault.Invalid, "two"))
	err := l.Err()
	if err.Error() != "one\ntwo" {
		t.Errorf("got %q", err)
	}
	if !errors.Is(err, fs.ErrNotExist) || !errors.Is(err, fs.ErrInvalid) {
		t.Error("the list hides its problems")
	}
	if fault.CodeOf(err) != "AA001" || fault.KindOf(err) != fault.NotFound {
		t.Error("the first problem does not lead")
	}
	if fault.CodeOf(errors.New("plain")) != "" || fault.KindOf(nil) != 0 {
		t.Error("a plain error has a code")
	}
}

func TestProblemsOfAPartAreJoined(t *testing.T) {
	t.Parallel()
	part := fault.List{fault.New("AA001", fault.Invalid, "one").At("name"), fault.New("AA002", fault.Invalid, "two")}
	tests := []struct {
		where string
		err   error
		want  string
	}{
		{"row 3", part, "row 3, name: one\nrow 3: two"},
		{"", part, "name: one\ntwo"},
		{"row 3", fault.New("BB001", fault.Invalid, "three"), "row 3: three"},
		{"row 3", nil, ""},
		{"row 3", errors.New("plain"), ""},
	}
	for _, tt := range tests {
		var l fault.List
		l.Join(tt.where, tt.err)
		if got := l.Error(); got != tt.want {
			t.Errorf("%q and %v: %q", tt.where, tt.err, got)
		}
	}
	if part[0].Where != "name" {
		t.Error("the part was changed")
	}
}
