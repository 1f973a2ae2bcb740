package toll

import (
	"math"
	"slices"
	"strings"

	"reckon/statement"
)

// bounds are the numbers that a figure allows: low to high, both inclusive.
type bounds struct {
	low, high int64
	by        string // how they were come by: "", about or vague
	known     bool
}

// open is the upper bound of a figure that has none.
const open = math.MaxInt64

// aboutPercent is how far from the number named a figure with "about" is taken
// to reach when it is compared with another. It is a convention, printed
// wherever it decides something, and never shown as the figure's own bounds.
const aboutPercent = 15

// read returns what a figure allows. More than 20 allows 21 and up. A vague one
// allows what the codebook's reading says, and everything where there is none.
func read(q statement.Quantity, book *statement.Codebook) bounds {
	b := bounds{0, open, "", true}
	switch q.Form {
	case statement.About:
		if q.Value == nil {
			return bounds{0, open, "about", false}
		}
		n := min(*q.Value, open/200) // so that nothing overflows, whatever comes in
		reach := (n*aboutPercent + 99) / 100
		return bounds{max(0, n-reach), n + reach, "about", true}
	case statement.Vague:
		return readVague(q, book)
	}
	if n := first(q.Low, lowValue(q)); n != nil {
		b.low = *n
		if q.Form == statement.MoreThan {
			b.low++
		}
	}
	if n := first(q.High, highValue(q)); n != nil {
		b.high = *n
		if q.Form == statement.FewerThan {
			b.high--
		}
	}
	b.known = b.low > 0 || b.high < open
	return b
}

func lowValue(q statement.Quantity) *int64 {
	if q.Form == statement.Exact || q.Form == statement.AtLeast || q.Form == statement.MoreThan {
		return q.Value
	}
	return nil
}

func highValue(q statement.Quantity) *int64 {
	if q.Form == statement.Exact || q.Form == statement.UpTo || q.Form == statement.FewerThan {
		return q.Value
	}
	return nil
}

func readVague(q statement.Quantity, book *statement.Codebook) bounds {
	b := bounds{0, open, "vague", false}
	if book == nil {
		return b
	}
	low, high, ok := book.Read(q)
	if !ok {
		return b
	}
	b.known = true
	if low != nil {
		b.low = *low
	}
	if high != nil {
		b.high = *high
	}
	return b
}

// meets reports that both figures can hold.
func (b bounds) meets(o bounds) bool { return max(b.low, o.low) <= min(b.high, o.high) }

func first(all ...*int64) *int64 {
	i := slices.IndexFunc(all, func(n *int64) bool { return n != nil })
	if i < 0 {
		return nil
	}
	return all[i]
}

// silent reports a figure whose words say that no number is known.
func silent(q statement.Quantity) bool {
	if q.Form != statement.Vague {
		return false
	}
	text := strings.ToLower(q.Words)
	for _, w := range []string{
		"unknown", "not known", "not established", "not_established", "unspecified", "undetermined", "unclear", "no figure", "no number",
		"cannot be given", "no exact figure",
	} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// same reports that two figures say the same number in the same form, or the
// same vague words.
func same(a, b statement.Quantity) bool {
	if a.Form != b.Form || a.Form == statement.Vague {
		return a.Form == b.Form && strings.EqualFold(a.Words, b.Words)
	}
	eq := func(x, y *int64) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return eq(first(a.Value, a.Low, a.High), first(b.Value, b.Low, b.High)) && eq(a.High, b.High) && eq(a.Low, b.Low)
}

// limit is one end of a span: the number there, and who says it.
type limit struct {
	Number  *int64         `json:"number,omitempty"` // absent where no figure gives one
	About   bool           `json:"about,omitempty"`  // every figure at this end says about
	Open    bool           `json:"open,omitempty"`   // some figure leaves this end open
	Figures []statement.ID `json:"figures,omitempty"`
	Opens   []statement.ID `json:"open_figures,omitempty"`
}

// Span is how far the figures of a group lie apart. It joins nothing: each end
// is the claim of the figures named.
type Span struct {
	Low    limit          `json:"low"`
	High   limit          `json:"high"`
	Vague  []statement.ID `json:"vague,omitempty"`
	Silent []statement.ID `json:"silent,omitempty"` // they say that no number is known
}

func span(figures []Figure) Span {
	var s Span
	for _, f := range figures {
		q := f.Quantity
		low, high := q.Low, q.High
		if q.Form == statement.About || q.Form == statement.Exact {
			low, high = q.Value, q.Value
		}
		switch {
		case silent(q):
			s.Silent = append(s.Silent, f.ID)
			continue
		case q.Form == statement.Vague:
			s.Vague = append(s.Vague, f.ID)
			continue
		}
		atLeast := q.Form == statement.AtLeast || q.Form == statement.MoreThan
		upTo := q.Form == statement.UpTo || q.Form == statement.FewerThan
		if atLeast {
			low = first(low, q.Value)
			s.High.Open, s.High.Opens = true, append(s.High.Opens, f.ID)
			high = low
		}
		if upTo {
			high = first(high, q.Value)
			s.Low.Open, s.Low.Opens = true, append(s.Low.Opens, f.ID)
			low = high
		}
		s.Low.take(low, f, func(a, b int64) bool { return a < b })
		s.High.take(high, f, func(a, b int64) bool { return a > b })
	}
	return s
}

// take moves the end out to a number that lies further out.
func (e *limit) take(n *int64, f Figure, further func(a, b int64) bool) {
	if n == nil {
		return
	}
	about := f.Quantity.Form == statement.About
	switch {
	case e.Number == nil || further(*n, *e.Number):
		value := *n
		e.Number, e.About, e.Figures = &value, about, []statement.ID{f.ID}
	case *n == *e.Number:
		e.About = e.About && about
		e.Figures = append(e.Figures, f.ID)
	}
}
