package places

import "strings"

// Precision says how exactly a source places something.
type Precision string

// The precision classes, from the finest.
const (
	Exact         Precision = "exact"         // a building, a street corner, a measured position
	Settlement    Precision = "settlement"    // a named village, town or quarter
	Near          Precision = "near"          // near or between named places, within about 25 km
	District      Precision = "district"      // second-order administrative unit
	Province      Precision = "province"      // first-order administrative unit
	Region        Precision = "region"        // a landscape, a border, a front line
	Country       Precision = "country"       // a state or the whole of a conflict
	International Precision = "international" // open sea or airspace
)

type precisionRow struct {
	class       Precision
	ucdp, acled int
}

// precisionTable maps the classes to where_prec of the UCDP Georeferenced Event
// Dataset and to geo_precision of ACLED. Both put a named settlement in their
// finest class. ACLED places nothing wider than a province, hence the zeros.
func precisionTable() []precisionRow {
	return []precisionRow{
		{Exact, 1, 1},
		{Settlement, 1, 1},
		{Near, 2, 2},
		{District, 3, 2},
		{Province, 4, 3},
		{Region, 5, 3},
		{Country, 6, 0},
		{International, 7, 0},
	}
}

// Precisions lists the classes from the finest.
func Precisions() []Precision {
	var all []Precision
	for _, row := range precisionTable() {
		all = append(all, row.class)
	}
	return all
}

// UCDP returns the class as UCDP's where_prec, or false where it has none.
func (p Precision) UCDP() (int, bool) {
	row := p.row()
	return row.ucdp, row.ucdp > 0
}

// ACLED returns the class as ACLED's geo_precision, or false where it has none.
func (p Precision) ACLED() (int, bool) {
	row := p.row()
	return row.acled, row.acled > 0
}

func (p Precision) row() precisionRow {
	for _, row := range precisionTable() {
		if row.class == p {
			return row
		}
	}
	return precisionRow{}
}

func precisionList() string {
	var words []string
	for _, p := range Precisions() {
		words = append(words, string(p))
	}
	return strings.Join(words, ", ")
}
