package store_test

import (
	"testing"

	"reckon/internal/store"
	"reckon/toll"
)

// The last declaration for a group stands, also where it takes one back, and
// those of other groups and incidents are left alone.
func TestPositionsAreReplaced(t *testing.T) {
	t.Parallel()
	d := laptop(t, "positions")
	d.everything()
	incident := ""
	d.read(func(r *store.Reader) error {
		i, err := r.Incident("I-1")
		incident = i.Entry.ID
		return err
	})
	set := func(incident, group string, h toll.Handling, reason string) {
		t.Helper()
		d.write(toll.PositionSet{Incident: incident, Group: group, Handling: h, Reason: reason})
	}
	set(incident, "wounded/persons", toll.LowHigh, "no origin is nearer")
	set(incident, "killed/persons", toll.NoPosition, "a second origin was found")
	set("", "", toll.Unknown, "nothing is known of the whole")
	d.read(func(r *store.Reader) error {
		got, err := r.Positions(incident)
		if err != nil || len(got) != 2 || got[0].Group != "killed/persons" || got[0].Handling != toll.NoPosition ||
			got[0].Reason != "a second origin was found" || got[0].By != "Ana" || got[0].Time == "" || got[1].Handling != toll.LowHigh {
			t.Errorf("%+v, %v", got, err)
		}
		whole, err := r.Positions("")
		if err != nil || len(whole) != 1 || whole[0].Group != "" {
			t.Errorf("%+v, %v", whole, err)
		}
		return nil
	})
}
