package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"reckon/fault"
)

// passphrase returns the passphrase of a sealed project: from the file that
// --passphrase-file or RECKON_PASSPHRASE_FILE names, from RECKON_PASSPHRASE,
// or typed. It is never taken from a flag, where other users could see it.
func (a *app) passphrase() (string, error) {
	if p, ok, err := a.givenPassphrase(); ok || err != nil {
		return p, err
	}
	return a.ask("Passphrase: ")
}

// firstPassphrase returns the passphrase that is to seal a new project: given
// as one that opens a project is, or typed twice.
func (a *app) firstPassphrase() (string, error) {
	if p, ok, err := a.givenPassphrase(); ok || err != nil {
		return p, err
	}
	return a.typeTwice()
}

// freshPassphrase returns the passphrase that is to replace another: from a
// file of its own or typed twice, never the one that opens the project.
func (a *app) freshPassphrase(file string) (string, error) {
	if file != "" {
		return readSecret(file)
	}
	return a.typeTwice()
}

func (a *app) typeTwice() (string, error) {
	first, err := a.ask("New passphrase: ")
	if err != nil {
		return "", err
	}
	second, err := a.ask("The same again: ")
	if err == nil && first != second {
		err = fault.New("CL002", fault.Invalid, "the two passphrases differ").Unchanged("Nothing was changed").Try("Try again")
	}
	return first, err
}

func (a *app) givenPassphrase() (string, bool, error) {
	file := a.keyFile
	if file == "" {
		file = a.getenv("RECKON_PASSPHRASE_FILE")
	}
	if file != "" {
		p, err := readSecret(file)
		return p, true, err
	}
	p := a.getenv("RECKON_PASSPHRASE")
	return p, p != "", nil
}

func readSecret(file string) (string, error) {
	raw, err := readFile(file)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(raw), "\r\n"), nil
}

// nobodyToAsk is the code of the refusal that a passphrase is needed and there
// is no terminal to ask for it.
const nobodyToAsk fault.Code = "CL003"

// ask lets a person type a secret without showing it.
func (a *app) ask(prompt string) (string, error) {
	f, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", fault.New(nobodyToAsk, fault.Locked, "the project is sealed and there is no terminal to ask for the passphrase").
			Try("Set RECKON_PASSPHRASE_FILE to a file that holds it")
	}
	fmt.Fprint(a.err, prompt)
	raw, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(a.err)
	if err != nil {
		return "", fmt.Errorf("reading the passphrase: %w", err)
	}
	if len(raw) == 0 {
		return "", errors.New("no passphrase was typed")
	}
	return string(raw), nil
}

func noFile(name string) *fault.Problem {
	return fault.New("CL007", fault.NotFound, "no such file").At(name).Unchanged("Nothing was changed")
}

// readFile reads a small file that a flag or an argument names.
func readFile(name string) ([]byte, error) {
	raw, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, noFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	return raw, nil
}
