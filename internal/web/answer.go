package web

import (
	"encoding/json"
	"fmt"
	"strings"
)

// answer is what the pages' own requests are told.
type answer struct {
	Ref     string   `json:"ref,omitempty"`
	N       string   `json:"n,omitempty"`
	Numbers []string `json:"numbers,omitempty"` // of several statements
	Done    string   `json:"done,omitempty"`

	What  string `json:"what,omitempty"`
	Kept  string `json:"kept,omitempty"`
	Do    string `json:"do,omitempty"`
	Where string `json:"where,omitempty"`

	More []string `json:"more,omitempty"`
}

// asksData says whether a request came from a page's script, which wants data
// and not a page.
func (q *request) asksData() bool {
	return strings.Contains(q.r.Header.Get("Accept"), "application/json")
}

func (q *request) data(status int, a answer) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encoding the answer: %w", err)
	}
	q.w.Header().Set("Content-Type", "application/json")
	q.w.WriteHeader(status)
	_, _ = q.w.Write(raw) // a browser that has gone away cannot be told
	return nil
}
