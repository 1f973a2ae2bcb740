package reckon

import (
	_ "embed" // the script
	"strings"
)

//go:embed internal/journal/verify.py
var verifyScript string

const readmePlain = `A RECKON PROJECT

This folder is a project of Reckon, a workbench for casualty recorders. What
it holds can be checked and read without Reckon:

  vault/objects   the sources, as an OCFL 1.1 storage root. In each object
                  v*/content/ holds the files: "original" is what was
                  received, "accession.json" says when, how and by whom, and
                  "text-*.txt" are texts read from it.
  log/<writer>    the record of everything that was done, one folder for each
                  device: payload/ holds the acts, one line of JSON each;
                  tile/ the Merkle tree over them (C2SP tlog-tiles);
                  "checkpoint" its signed head; "manifest/" the digests of the
                  files in payload/ and objects/.
  db              a database derived from the two above; it can be lost.

To check everything, save the lines between the two marks below as verify.py
and run, with Python 3 and openssl installed:

  python3 verify.py PROJECT_FOLDER

An earlier checkpoint that somebody else holds shows whether history was
rewritten since; name its file as a further argument.
`

const readmeSealed = `
This project is sealed: the files of vault, log and database are encrypted.
Without a key the script checks signatures and digests. With the project's
identity it reads everything; age (version 1.3 or later) opens it and asks for
the passphrase, and nothing secret touches the disk:

  age -d PROJECT_FOLDER/keys/identity.age | python3 verify.py PROJECT_FOLDER -i -

Where that is not to be had, write the identity to a file and delete it after:

  age -d PROJECT_FOLDER/keys/identity.age > identity.txt
  python3 verify.py PROJECT_FOLDER -i identity.txt

A file with the recovery key of the printed sheet does as well.
`

// readme is the text of a project's README.txt.
func readme(sealed bool) string {
	var b strings.Builder
	b.WriteString(readmePlain)
	if sealed {
		b.WriteString(readmeSealed)
	}
	b.WriteString("\n----- verify.py begins -----\n")
	b.WriteString(verifyScript)
	b.WriteString("----- verify.py ends -----\n")
	return b.String()
}
