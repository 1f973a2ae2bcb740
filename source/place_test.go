package source_test

import (
	"strings"
	"testing"

	"reckon/fault"
	"reckon/source"
)

func TestOnly(t *testing.T) {
	t.Parallel()
	body := text(t, "In Vesmar 1,637 fled; 63 were hurt, 63rd Street burned, and 20.5 hectares. Café 8’000 and 4 houses. At 4 it ended. ناب 7")
	for words, want := range map[string]fault.Code{
		"63": "", "637": "SO043", "20": "SO043", "5": "SO043", "63rd Street": "", "Vesmar": "", "smar": "SO043", "000": "SO043",
		"4": "SO045", "4 houses": "", "Caf": "SO043", "Café": "", "7": "", "nowhere": "SO043", "": "SO043", "; ": "",
	} {
		f, err := body.Only(words)
		if fault.CodeOf(err) != want || err == nil && f.Exact != strings.TrimSpace(words) {
			t.Errorf("%q: %+v, %v", words, f, err)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	far := strings.Repeat("Nothing is known. ", 3)
	before := text(t, far+"Here 20 died. "+far)
	f, err := before.Find("20 died", 0)
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]int{
		before.String():                         1,
		"Page 1. " + before.String():            1,
		far + "There 20 died. " + far:           0,
		before.String() + before.String():       1, // its own place holds
		"é" + before.String() + before.String(): 2,
		"":                                      0,
	} {
		found := text(t, body).Places([]source.Fragment{f})
		if len(found) != want {
			t.Errorf("%.30q: %+v", body, found)
		}
		for _, g := range found {
			if at, err := text(t, body).Fragment(g.Start, g.End); err != nil || at.Exact != f.Exact {
				t.Errorf("%.30q: %+v is %+v, %v", body, g, at, err)
			}
		}
	}
	if found := before.Places([]source.Fragment{{}}); len(found) != 0 {
		t.Errorf("no words stand at %v", found)
	}
}
