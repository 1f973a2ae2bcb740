package propose

import (
	"testing"

	"reckon/extract"
)

// Words that a program recognised in a picture make nothing firm.
func TestDoubtfulWordsAreNotFirm(t *testing.T) {
	t.Parallel()
	s, _ := found(t, "At least 20 persons were wounded. Dozens fled.")
	before := make([]extract.Grade, len(s.Proposals))
	firm := 0
	for k, p := range s.Proposals {
		if before[k] = p.Grade; p.Grade == extract.Firm {
			firm++
		}
	}
	s.Doubt()
	for k, p := range s.Proposals {
		if p.Grade == extract.Firm || before[k] != extract.Firm && p.Grade != before[k] {
			t.Errorf("%s is %s, and was %s", p.ID, p.Grade, before[k])
		}
	}
	if why := s.Proposals[0].Why; firm == 0 || why[len(why)-1] != "the words were recognised in a picture: compare them with it" {
		t.Errorf("%d were firm; %q", firm, why)
	}
}
