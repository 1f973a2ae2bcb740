package reckon

import (
	"context"
	"slices"
	"strings"

	"reckon/fault"
	"reckon/internal/store"
	"reckon/internal/tollsheet"
	"reckon/source"
	"reckon/statement"
	"reckon/toll"
)

// Toll sets the figures of a scope side by side.
func (p *Project) Toll(ctx context.Context, scope tollsheet.Scope) (*tollsheet.Sheet, error) {
	var out *tollsheet.Sheet
	err := p.Read(ctx, func(r *store.Reader) (err error) {
		out, err = tollsheet.Read(r, scope)
		return err
	})
	return out, err
}

// Position declares how the project handles the figures of a group that
// differ. The incident and, among those who come first, sources are named by
// display number or identifier. The group must be one of the incident's
// figures as they stand.
func (p *Project) Position(ctx context.Context, in toll.PositionSet) (*tollsheet.Sheet, error) {
	var out *tollsheet.Sheet
	err := p.commit(ctx, func(c *change) error {
		before, err := tollsheet.Read(&c.Reader, tollsheet.Scope{Incident: in.Incident})
		if err != nil {
			return err
		}
		if in.Group != "" && !slices.ContainsFunc(before.Groups, func(g toll.Group) bool { return g.ID == in.Group }) {
			return fault.New("TU002", fault.NotFound, "no group of figures is called %.80q", in.Group).At("group").
				Try("reckon toll explain lists the groups")
		}
		if before.Incident != nil {
			in.Incident = before.Incident.Entry.ID
		}
		in.First = slices.Clone(in.First)
		for i, name := range in.First {
			if s, err := c.Source(name); err == nil {
				in.First[i] = s.ID
			}
		}
		if err := c.append("", in.Reason, in); err != nil {
			return err
		}
		out, err = tollsheet.Read(&c.Reader, tollsheet.Scope{Incident: in.Incident})
		return err
	})
	return out, err
}

// Map declares what may stand on one axis, or what stands apart.
func (p *Project) Map(ctx context.Context, in toll.MappingSet) error {
	if err := in.Validate(); err != nil {
		return unchanged(err)
	}
	for _, name := range []string{in.From, in.To} {
		if in.List != "group" && !strings.HasPrefix(name, "other:") && !slices.Contains(source.TermNames(statement.Terms(in.List)), name) {
			return fault.New("TU003", fault.NotFound, "the list %.40q has no term %.80q", in.List, name).Unchanged(nothingChanged).
				Try("reckon statement kinds toll lists them; one that no list has is written other:NAME")
		}
	}
	return unchanged(p.commit(ctx, func(c *change) error { return c.append("", in.Reason, in) }))
}

// SetCodebook declares how the project reads vague words.
func (p *Project) SetCodebook(ctx context.Context, book statement.Codebook, reason string) error {
	if reason == "" {
		return noReason("change")
	}
	return unchanged(p.commit(ctx, func(c *change) error { return c.append("", reason, statement.CodebookSet{Codebook: book}) }))
}
