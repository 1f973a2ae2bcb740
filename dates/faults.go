package dates

import "reckon/fault"

// The codes of this package's refusals. A code never changes its meaning.
const (
	codeSyntax     fault.Code = "DA001" // the text is not EDTF
	codeImpossible fault.Code = "DA002" // the calendar has no such date
	codeLevel      fault.Code = "DA003" // EDTF of a level that is not read here
	codeYear       fault.Code = "DA004" // a year that is not written as EDTF writes it
	codeTime       fault.Code = "DA005" // no such time of day, or one where none may stand
	codeOrder      fault.Code = "DA006" // the end lies before the start
	codeEmpty      fault.Code = "DA007" // an interval or set with no date in it
	codeSet        fault.Code = "DA008" // a set with a misplaced or unequal range
	codePoints     fault.Code = "DA009" // four points that EDTF cannot write
	codeCalendar   fault.Code = "DA010" // not expressible in, or unknown, calendar
	codeJSON       fault.Code = "DA011" // a stored date that breaks its format
	codeWords      fault.Code = "DA012" // words that are not UTF-8 text
	codePhrase     fault.Code = "DA020" // a phrase outside the grammar
	codeBase       fault.Code = "DA021" // a base date is missing or too coarse
	codeTwoWays    fault.Code = "DA022" // a phrase with two readings
	codeContrary   fault.Code = "DA023" // a phrase that contradicts itself
)

func refuse(code fault.Code, format string, args ...any) *fault.Problem {
	return fault.New(code, fault.Invalid, format, args...)
}

// undecided refuses what has two readings.
func undecided(format string, args ...any) *fault.Problem {
	return fault.New(codeTwoWays, fault.Undecided, format, args...)
}
