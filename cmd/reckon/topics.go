package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// topics are pages of help that belong to no single command.
func topics() []*cobra.Command {
	return []*cobra.Command{
		topic("exit-status", "What the number means with which a command ends", exitStatusHelp),
		topic("dates", "How dates are given", datesHelp),
		topic("figures", "How numbers are given", figuresHelp),
		topic("speakers", "How it is said who says something", speakersHelp),
		topic("environment", "Variables that change how the program works", environmentHelp),
	}
}

func topic(name, short, text string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: short + ".\n\n" + strings.TrimSpace(text)}
}

const exitStatusHelp = `
0    done
1    refused or failed: the input breaks a rule, or the machine did
2    wrong usage: a flag, an argument or a command that there is not
3    not found: no such project, source, statement, file, or words in a text
4    integrity: stored bytes are not what was recorded
5    stopped by a safety gate
6    a person must choose: a quote that occurs twice, two corrections
7    locked: another process is at work, or no key opens the project
130  interrupted

Data goes to standard output, everything else to standard error. What is
printed there says what happened, what was not changed and what to do.
`

const datesHelp = `
A date is given as far as the source has it, in EDTF (ISO 8601-2):

  2041            a year                2041-03        a month
  2041-03-10      a day                 2041-03-10?    uncertain
  2041-03~        approximate           2041-03-10/2041-03-11  a span
  2041-03-10/..   open at the end       [2041-03-10,2041-03-11]  one of these

or in the source's own English words, which are kept beside what they come to:

  --when "on the night of 10-11 March 2041"
  --when "Nineteen years ago, in the night from 10 to 11 March"
  --when "from 6 March on" --when-base 2041-03-10

Words without a year count from the date on which the source was published;
--when-base names another date. Words that nobody can read as a date are kept
alone with --when-words; with --when they stand beside the date that is given:

  --when 2041-03-08/2041-03-10 --when-words "for two days"
`

const figuresHelp = `
--number takes the figure in the source's words, with what qualifies it, and
keeps its form:

  613             exactly as the source has it
  150*            with the mark of a footnote
  "at least 20"   also: more than, up to, fewer than, about, nearly
  "20 to 30"      a range
  "three dozen"   words that name a number
  dozens, many    vague words: they stay words and get no number

Words that are not known are refused; --words, --form, --value, --low and
--high then say one by one what the source gives. What is counted is said with
--statuses and --unit, always: "killed" and "died" are different things, and
so are persons and families.
`

const speakersHelp = `
A source speaks for whoever --said-by of source add names, and every statement
is by them unless --speaker says otherwise. A speaker is NAME or NAME [ROLE];
reckon statement kinds lists the fields that have terms, and the roles are:

  victim witness relative medical authority armed_force politician court
  inquiry international organisation expert scholar journalist agency press
  publisher author anonymous coder, or other:WORD

A chain begins with the carrier nearest to the document and ends with who says
it. These are the same:

  --speaker "The Post [press] > The Ministry [authority]"
  --speaker "The Post [press]" --speaker "The Ministry [authority]"

A chain that begins with > goes on from whom the source speaks for:

  --speaker "> Lantern Watch [organisation]"

A backslash keeps a > or [ that belongs to a name.
`

const environmentHelp = `
RECKON_PASSPHRASE_FILE  file with the passphrase of a sealed project
RECKON_PASSPHRASE       the passphrase itself; other programs of the same user
                        can read it
RECKON_RECOVERY_FILE    recovery sheet, instead of the passphrase
RECKON_LOCK_WAIT        how long to wait for another process that is writing,
                        such as 500ms or 1m (20s)
COLUMNS                 how wide tables are (the terminal's width, or 80)

A passphrase is never taken from a flag. Nothing is printed in colour, and
nothing is rewritten on the line where standard error is not a terminal.
`
