package tollview

import (
	"slices"

	"reckon/statement"
	"reckon/toll"
)

// Fold is several conflicts of one kind with the same figures on one side, told
// once.
type Fold struct {
	A       []statement.ID
	Said    string // how many these say; empty where the conflicts have nothing more in common
	Against []toll.Conflict
}

// Folds puts the conflicts of a kind together that have the same figures on one
// side, in the order of their first.
func (k KindGroup) Folds() []Fold {
	var all []Fold
	for _, c := range k.Conflicts {
		said := saidOf(c)
		at := slices.IndexFunc(all, func(f Fold) bool { return said != "" && f.Said == said && slices.Equal(f.A, c.A) })
		if at < 0 {
			at = len(all)
			all = append(all, Fold{A: c.A, Said: said})
		}
		all[at].Against = append(all[at].Against, c)
	}
	return all
}

// saidOf returns what the figures of the first side say, where the first reason
// is about what both sides say.
func saidOf(c toll.Conflict) string {
	if len(c.Reasons) > 0 && (c.Reasons[0].Code == "cannot_both" || c.Reasons[0].Code == "can_both") {
		return c.Reasons[0].Args[0]
	}
	return ""
}

// Other is what the figures of the other side of a folded conflict say.
func Other(c toll.Conflict) string { return c.Reasons[0].Args[1] }

// Named names figures: by their group where they are all of it and several,
// otherwise one by one.
func Named(groups []toll.Group, ids []statement.ID) string {
	for _, g := range groups {
		if len(ids) < 3 || len(ids) != len(g.Figures) {
			continue
		}
		if !slices.ContainsFunc(g.Figures, func(f toll.Figure) bool { return !slices.Contains(ids, f.ID) }) {
			return "all of " + g.ID
		}
	}
	return Refs(ids)
}

// Remark is a further reason of some conflicts of a fold, and whom of the other
// side it is about; nobody in particular where the fold is one conflict.
type Remark struct {
	Text  string
	About []statement.ID
}

// Remarks returns what the conflicts of a fold say beyond what they have in
// common, each thing once.
func (f Fold) Remarks() []Remark {
	var all []Remark
	for _, c := range f.Against {
		reasons, about := c.Reasons, []statement.ID(nil)
		if f.Said != "" {
			reasons, about = c.Reasons[1:], c.B
		}
		for _, r := range reasons {
			at := slices.IndexFunc(all, func(m Remark) bool { return m.Text == r.Text })
			if at < 0 {
				at = len(all)
				all = append(all, Remark{Text: r.Text})
			}
			all[at].About = append(all[at].About, about...)
		}
	}
	return all
}
