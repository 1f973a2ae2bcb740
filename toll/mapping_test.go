package toll

import (
	"slices"
	"testing"
)

// Only what joins words that are said is told as a reason for one axis.
func TestMappingsInUse(t *testing.T) {
	t.Parallel()
	f := folding{}
	for _, m := range [][2]string{{"died", "killed"}, {"murdered", "killed"}, {"slain", "murdered"}, {"dead", "died"}, {"hurt", "wounded"}, {"hurt", "wounded"}} {
		f.mappings = append(f.mappings, Mapping{From: m[0], To: m[1]})
	}
	for _, tt := range []struct {
		words []string
		want  []string
	}{
		{[]string{"killed"}, nil},
		{[]string{"died", "killed"}, []string{"died"}},
		{[]string{"dead", "murdered"}, []string{"died", "murdered", "dead"}},
		{[]string{"killed", "slain"}, []string{"murdered", "slain"}},
		{[]string{"hurt", "wounded"}, []string{"hurt", "hurt"}},
		{[]string{"hurt", "killed"}, nil},
	} {
		var got []string
		for _, m := range f.used(tt.words) {
			got = append(got, m.From)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v", tt.words, got)
		}
	}
}
