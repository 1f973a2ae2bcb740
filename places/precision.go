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

// Precisions lists the classes from the finest.
func Precisions() []Precision {
	return []Precision{Exact, Settlement, Near, District, Province, Region, Country, International}
}

func precisionList() string {
	var words []string
	for _, p := range Precisions() {
		words = append(words, string(p))
	}
	return strings.Join(words, ", ")
}
