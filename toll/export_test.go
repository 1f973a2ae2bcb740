package toll

import (
	"maps"
	"slices"
)

// Codes lists the codes of all messages, in order.
func Codes() []string { return slices.Sorted(maps.Keys(english())) }

// Message returns the English text of a code, with its numbered places.
func Message(code string) string { return english()[code] }
