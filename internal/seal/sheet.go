package seal

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"

	"filippo.io/age"

	"reckon/fault"
)

// A recovery key is AGE-SECRET-KEY-PQ-1 and 58 characters of the Bech32
// alphabet (BIP 173), which lacks 1, b, i and o. The sheet prints them in four
// lines of three groups, each line with a check group of its own: Bech32 says
// only that something is wrong, the groups say where.
const (
	recoveryPrefix = "AGE-SECRET-KEY-PQ-1"
	alphabet       = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
	lineLen        = 15
	groupLen       = 5
	checkLen       = 3
	keyLen         = 58
	maxSheet       = 64 << 10
)

// Sheet returns the text of a recovery sheet: plain ASCII, meant for paper.
func Sheet(projectID, recovery string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `RECKON RECOVERY SHEET

Project  %s

Whoever holds this sheet and a copy of the project can read all of it.
Print it, keep it away from the computer, and keep no file of it.
To use it, type the four numbered lines. The last group of a line checks
that line; it is not part of the key.

`, projectID)
	for i, line := range keyLines(recovery) {
		fmt.Fprintf(&b, "  %d  ", i+1)
		for start := 0; start < len(line); start += groupLen {
			fmt.Fprintf(&b, "%s  ", line[start:min(start+groupLen, len(line))])
		}
		fmt.Fprintf(&b, "%s\n", lineCheck(i+1, line))
	}
	fmt.Fprintf(&b, `
The letters B, I and O and the digit 1 do not occur in the key.
Without Reckon: the key is %s followed by the lines
without spaces and check groups; any age program from version 1.3 on
opens the project's .age files with it.
`, recoveryPrefix)
	return b.String()
}

// keyLines cuts the varying part of a recovery key into lines.
func keyLines(recovery string) []string {
	rest := strings.TrimPrefix(recovery, recoveryPrefix)
	var lines []string
	for ; len(rest) > lineLen; rest = rest[lineLen:] {
		lines = append(lines, rest[:lineLen])
	}
	return append(lines, rest)
}

// lineCheck is 15 bits of the SHA-256 of a line and its number, in the
// alphabet of the key: one mistyped line in 32,768 passes it.
func lineCheck(number int, line string) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(number) + " " + line))
	bits := int(sum[0])<<16 | int(sum[1])<<8 | int(sum[2])
	return string([]byte{alphabet[bits>>19&31], alphabet[bits>>14&31], alphabet[bits>>9&31]})
}

// ReadSheet returns the recovery key from what a person typed or scanned: the
// four lines of the sheet, with or without their numbers and the text around
// them, in either case, spaced anyhow; or the key itself in one piece. A
// mistyped line is named by its number.
func ReadSheet(text string) (string, error) {
	if len(text) > maxSheet {
		return "", badRecovery()
	}
	text = strings.ToUpper(text)
	if whole := strings.Join(strings.Fields(text), ""); strings.HasPrefix(whole, recoveryPrefix) {
		return checkRecovery(whole)
	}
	var key strings.Builder
	number := 1
	missing := sheetProblem(number, "the line is missing, or is too short or too long")
	for line := range strings.Lines(text) {
		want := min(lineLen, keyLen-key.Len())
		part, ok := typedLine(line, number, want)
		if !ok {
			continue
		}
		if lineCheck(number, part[:want]) != part[want:] {
			// It may be some other text that looks like a line, so read on.
			missing = sheetProblem(number, "the line does not match its check group")
			continue
		}
		key.WriteString(part[:want])
		if key.Len() == keyLen {
			return checkRecovery(recoveryPrefix + key.String())
		}
		number++
		missing = sheetProblem(number, "the line is missing, or is too short or too long")
	}
	return "", missing
}

// sheetProblem is about one line of the sheet.
func sheetProblem(number int, what string) *fault.Problem {
	return fault.New("SE012", fault.Invalid, "%s", what).At("line " + strconv.Itoa(number)).
		Try("Compare the line with the sheet letter by letter, its last group included")
}

// typedLine returns the characters of a line of the sheet, with its check
// group, or false where the line is something else.
func typedLine(line string, number, want int) (string, bool) {
	fields := strings.Fields(line)
	if len(fields) > 0 && strings.TrimRight(fields[0], ".:)") == strconv.Itoa(number) {
		fields = fields[1:]
	}
	// Characters that the alphabet avoids can only be misread ones.
	part := strings.NewReplacer("O", "0", "I", "L", "1", "L", "-", "", ".", "").Replace(strings.Join(fields, ""))
	return part, len(part) == want+checkLen && strings.Trim(part, alphabet) == ""
}

// checkRecovery returns key if it is one.
func checkRecovery(key string) (string, error) {
	if _, err := age.ParseHybridIdentity(key); err != nil {
		return "", badRecovery()
	}
	return key, nil
}

func badRecovery() *fault.Problem {
	return fault.New("SE013", fault.Invalid, "this is not a recovery key").
		Try("Type the four numbered lines of the sheet, each with its last group")
}
